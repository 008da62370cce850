"""The facts of a record for programs: the same as the blocks say, for the same audience, with nothing more."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Literal

from msgspec.structs import replace

from recovery_assistant.domain import record as r
from recovery_assistant.domain import refund
from recovery_assistant.domain.plan import region_of
from recovery_assistant.domain.removal.telling import command_of, tag_of
from recovery_assistant.record.findings import contradiction, sees_paths
from recovery_assistant.record.money import LAST_DIGITS
from recovery_assistant.record.progress import contacts_for
from recovery_assistant.record.refunds import to_keep
from recovery_assistant.record.removal import name_of, told_items
from recovery_assistant.record.statements import disputed_facts
from recovery_assistant.record.timeline import told_traces

if TYPE_CHECKING:
    from recovery_assistant.domain.case import Exhibit, KnownFinding, MissedExhibit
    from recovery_assistant.domain.finding import Evidence
    from recovery_assistant.domain.observation import Gap
    from recovery_assistant.domain.payment import Payment
    from recovery_assistant.domain.removal.plan import Action
    from recovery_assistant.domain.removal.state import KnownRemoval
    from recovery_assistant.record.ground import Ground

KNOWS_WHO = ("me", "bank", "police")
"""Who may know who put a program there."""


def facts(ground: Ground, sections: str) -> r.Facts:
    """Return the facts of the sections that this audience gets."""
    case = ground.case
    scan = case.newest_scan
    has = frozenset(sections)
    return r.Facts(
        payments=_payments(ground) if "C" in has else (),
        findings=tuple(_finding(ground, one) for one in case.findings.values()) if "D" in has else (),
        gaps=tuple(_gap(ground, gap) for gap in scan.gaps) if scan is not None and "D" in has else (),
        copies=tuple(_copy(ground, one) for one in case.exhibits) if _has_copies(ground, has) else (),
        missed_copies=tuple(_missed(ground, one) for one in case.missed_exhibits) if _has_copies(ground, has) else (),
        routes=_routes(ground) if ground.audience == "me" else (),
        dates=_dates(ground) if ground.audience == "me" else (),
        contacts=_contacts(ground) if "H" in has else (),
        traces=told_traces(ground) if "I" in has else (),
        removals=_removals(ground) if "J" in has else (),
        disputed=disputed_facts(ground) if "K" in has else (),
    )


def _has_copies(ground: Ground, sections: frozenset[str]) -> bool:
    return "D" in sections and ground.audience != "bank"


def _payments(ground: Ground) -> tuple[Payment, ...]:
    return tuple(_payment(ground, one, number) for number, one in enumerate(ground.case.payments.values(), 1))


def _payment(ground: Ground, payment: Payment, number: int) -> Payment:
    if ground.wording.hides:  # even an id may have been typed by somebody
        return replace(
            payment,
            id=f"p{number}",
            account_ending="",
            to_whom="",
            reference="",
            bank_said="",
            bank_reference="",
        )
    return replace(payment, account_ending=payment.account_ending[-LAST_DIGITS:])


def _finding(ground: Ground, known: KnownFinding) -> r.ToldFinding:
    finding = known.finding
    knows_who = ground.audience in KNOWS_WHO
    return r.ToldFinding(
        id=finding.id,
        tool_id=finding.tool_id,
        tool_name=r.visible(finding.tool_name),
        confidence=finding.confidence,
        wanted=_wanted(known),
        mark=known.mark if knows_who else None,
        contradiction=contradiction(ground, known),
        came_at=finding.came_at,
        evidence=tuple(_evidence(part) for part in finding.evidence) if sees_paths(ground.audience) else (),
        steps_ticked=tuple(sorted(known.ticked)),
        looked_again_at=known.looked_again_at,
        still_there=known.still_there,
    )


def _wanted(known: KnownFinding) -> Literal["keep", "remove", "undecided"]:
    if known.mark in ("mine", "known") or known.finding.policy == "never":
        return "keep"
    return "remove" if known.mark == "not-mine" else "undecided"


def _evidence(part: Evidence) -> Evidence:
    return replace(part, source=r.visible(part.source), says=r.visible(part.says), value=r.visible(part.value))


def _gap(ground: Ground, gap: Gap) -> Gap:
    if sees_paths(ground.audience):
        return replace(gap, host=r.visible(gap.host), source=r.visible(gap.source), reason=r.visible(gap.reason))
    known = gap.source if gap.source in ground.phrases.findings.sources else ""
    return replace(gap, host="", source=known, reason="")


def _copy(ground: Ground, exhibit: Exhibit) -> r.ToldCopy:
    told = exhibit.told
    copy = r.ToldCopy(
        finding_id=exhibit.finding_id,
        path=r.visible(exhibit.path),
        size=exhibit.size,
        sha256=exhibit.sha256,
        copied_at=exhibit.copied_at,
        kind=told.kind,
        tool_id=r.visible(told.tool_id),
        owner=r.visible(told.owner),
        host=r.visible(told.host),
        os_name=r.visible(told.os_name),
        sha256_after=told.sha256_after,
        size_after=told.size_after,
        modified_at=told.modified_at,
        created_at=told.created_at,
        accessed_at=told.accessed_at,
        changed_at=told.changed_at,
        copied_for=exhibit.copied_for,
        zone=r.visible(told.zone),
        clock_error_seconds=told.clock_error_seconds,
        program_version=told.program_version,
    )
    return replace(copy, path="", owner="", host="", os_name="", zone="") if ground.wording.hides else copy


def _missed(ground: Ground, missed: MissedExhibit) -> r.ToldMiss:
    hides = ground.wording.hides
    return r.ToldMiss(
        path="" if hides else r.visible(missed.path),
        reason="" if hides else r.visible(missed.reason),
        code=r.visible(missed.code),
        kind=missed.kind,
        tool_id=r.visible(missed.tool_id),
    )


def _removals(ground: Ground) -> tuple[r.ToldRemoval, ...]:
    return tuple(_removal(ground, one) for removals in told_items(ground).values() for one in removals)


def _removal(ground: Ground, removal: KnownRemoval) -> r.ToldRemoval:
    plan, names_paths = removal.plan, sees_paths(ground.audience)
    steps = tuple(_step(removal, action, names_paths=names_paths) for action in plan.actions)
    looks = tuple(replace(look, seen=_shown(look.seen) if names_paths else ()) for look in removal.looks)
    return r.ToldRemoval(
        id=plan.id,
        item=plan.item,
        tool_id=r.visible(plan.tool_id),
        name=name_of(ground, plan),
        sha256=removal.sha256,
        agreed_at=removal.agreed_at,
        agreed_by=removal.agreed_by,
        cautions=removal.cautions,
        copies=removal.copies,
        undoes=plan.undoes,
        outcome=removal.outcome,
        cut_off=removal.is_cut_off,
        not_started=dict(removal.not_started),
        steps=steps if ground.audience != "bank" else (),
        looks=looks,
    )


def _step(removal: KnownRemoval, action: Action, *, names_paths: bool) -> r.ToldStep:
    begun, ended = removal.begun(action), removal.ended(action)
    kept = ended.kept if ended is not None and names_paths else None
    return r.ToldStep(
        id=action.id,
        verb=tag_of(action.verb),
        rights=action.rights,
        target=_shown(command_of(action.verb)[1:]) if names_paths else (),
        begun_at=begun.at if begun is not None else None,
        ended_at=ended.at if ended is not None else None,
        command=_shown(begun.command) if begun is not None and names_paths else (),
        status=ended.status if ended is not None else None,
        code=r.visible(ended.code) if ended is not None else "",
        says=r.visible(ended.says) if ended is not None and names_paths else "",
        exit_code=ended.exit_code if ended is not None else None,
        looked=_shown(ended.looked) if ended is not None and names_paths else (),
        kept_place=r.visible(kept.place) if kept is not None else "",
        kept_sha256=r.visible(kept.sha256) if kept is not None else "",
        kept_was=r.visible(kept.was) if kept is not None else "",
    )


def _shown(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(r.visible(text) for text in texts)


def _ways(ground: Ground) -> list[tuple[Payment, refund.Route]]:
    payments = ground.case.payments.values()
    routes = refund.routes(payments, ground.country, region_of(ground.case), ground.made_at.date())
    return list(zip(payments, routes, strict=True))


def _routes(ground: Ground) -> tuple[r.ToldRoute, ...]:
    return tuple(_route(ground, route) for _payment, route in _ways(ground))


def _route(ground: Ground, route: refund.Route) -> r.ToldRoute:
    words, fill = ground.words.routes.get(route.id), ground.wording.filled
    return r.ToldRoute(
        payment_id=route.payment_id,
        id=route.id,
        name=fill(words.name) if words else "",
        reason=fill(words.reason) if words else "",
        rules=route.rules,
        sources=tuple(ground.country.rule(name).source for name in route.rules),
        remarks=tuple(fill(ground.words.remarks[remark]) for remark in route.remarks),
        letter=route.letter,
        contacts=tuple(ground.country.contact(name).id for name in route.contacts),
        refused=route.refused,
    )


def _dates(ground: Ground) -> tuple[r.ToldDate, ...]:
    return tuple(
        r.ToldDate(
            id=date.id,
            payment_id=route.payment_id,
            on=date.on,
            rule=date.rule,
            source=date.source,
            checked_on=date.checked_on,
        )
        for payment, route in _ways(ground)
        for date in to_keep(payment, route)
    )


def _contacts(ground: Ground) -> tuple[r.ToldContact, ...]:
    return tuple(
        r.ToldContact(
            id=one.id, name=one.name, phone=one.phone, url=one.url, source=one.source, checked_on=one.checked_on
        )
        for one in contacts_for(ground)
    )
