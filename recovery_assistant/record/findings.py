"""What was found on the PC, what was done about it, and what could not be looked at.

Never "clean": a list of what was found always ends with what could not be looked at, and with what it means.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from recovery_assistant.domain import journal as j
from recovery_assistant.domain import record as r
from recovery_assistant.domain.contradiction import contradiction_of, known_by_day
from recovery_assistant.domain.finding import alike
from recovery_assistant.domain.observation import System
from recovery_assistant.domain.removal.outcome import SEEN_GONE
from recovery_assistant.domain.removal.telling import outcome_said
from recovery_assistant.record.ground import Ground, page_code, pairs
from recovery_assistant.record.left_behind import left_behind
from recovery_assistant.record.wording import shortened

if TYPE_CHECKING:
    from datetime import datetime

    from recovery_assistant.domain.case import Case, KnownFinding, Scan
    from recovery_assistant.domain.catalogue import RemovalStep
    from recovery_assistant.domain.finding import Finding
    from recovery_assistant.domain.observation import Gap
    from recovery_assistant.domain.removal.state import KnownRemoval

_KINDS_OF_SYSTEM: Final = (
    "Windows",
    "macOS",
    "Debian",
    "Ubuntu",
    "Linux Mint",
    "Fedora",
    "openSUSE",
    "Arch Linux",
    "Linux",
)


def alarms(case: Case) -> tuple[KnownFinding, ...]:
    """Return the findings that are more than a detail, in the order in which they were found."""
    return tuple(known for known in case.findings.values() if known.finding.is_alarm)


LONGEST_NAME = 80
PAGE_OF_REMOVALS: Final = "J"


def tool_name(finding: Finding) -> str:
    """Return the name of a program, in a length that can be a heading."""
    name, was_longer = shortened(r.visible(finding.tool_name), LONGEST_NAME)
    return f"{name} …" if was_longer else name


def names_of(ground: Ground) -> dict[str, str]:
    """Return the name of each alarm by finding id; several copies of one program are numbered."""
    names = {known.finding.id: tool_name(known.finding) for known in alarms(ground.case)}
    seen: dict[str, int] = {}
    numbered = {}
    for finding_id, name in names.items():
        seen[name] = seen.get(name, 0) + 1
        one = ground.phrases.findings.one_of_several.format(name=name, number=seen[name])
        numbered[finding_id] = one if list(names.values()).count(name) > 1 else name
    return numbered


def found(ground: Ground) -> list[r.RecordBlock]:
    """Return the section on the PC."""
    phrases = ground.phrases.findings
    blocks: list[r.RecordBlock] = [r.Heading(level=1, text=phrases.heading)]
    scan = ground.case.newest_scan
    if scan is None:
        blocks.append(r.Text(text=phrases.not_looked))
    else:
        blocks.append(r.Text(text=f"{_looked(ground, scan)} {_cable(ground)}".strip()))
        places = str(scan.sources_looked_at) if scan.finished_at is not None else ""
        blocks += pairs(((phrases.system, _system(ground, scan)), (phrases.places, places)))
    if scan is not None and not alarms(ground.case):
        blocks.append(r.Text(text=phrases.none_found))
    names = names_of(ground)
    for known in alarms(ground.case):
        blocks += _finding(ground, known, names[known.finding.id])
    blocks += [*left_behind(ground), *_details(ground)]
    blocks += _gaps(ground, scan) if scan is not None else []
    blocks += [r.Heading(level=2, text=phrases.meaning), r.Text(text=phrases.meaning_text)]
    if ground.case.unknown_events:
        blocks.append(r.Note(text=phrases.newer_events.format(count=ground.case.unknown_events)))
    return blocks


def _looked(ground: Ground, scan: Scan) -> str:
    phrases = ground.phrases.findings
    if scan.finished_at is None:
        return phrases.still_looking.format(when=ground.wording.moment(scan.started_at))
    phrase = phrases.looked if scan.complete else phrases.stopped
    return phrase.format(when=ground.wording.moment(scan.finished_at))


def _cable(ground: Ground) -> str:
    return ground.phrases.findings.cable.get(str(ground.answer("unplug", "how")), "")


def _finding(ground: Ground, known: KnownFinding, name: str) -> list[r.RecordBlock]:
    phrases, finding = ground.phrases.findings, known.finding
    tool = ground.tool(finding)
    blocks: list[r.RecordBlock] = [r.Heading(level=2, text=name)]
    blocks += [r.Text(text=tool.what)] if tool else []
    blocks += pairs(
        (
            (phrases.came, _came(ground, finding)),
            (phrases.sure, phrases.sureness[finding.confidence]),
            (phrases.answer, _answer(ground, known)),
            (phrases.done, _done(ground, known)),
        )
    )
    against = contradiction(ground, known)
    blocks += [r.Note(text=against)] if against else []
    if is_kept(known):
        return [*blocks, *_evidence(ground, known)]
    steps = () if gone_by_removal(ground.case, known) else _steps(ground, known)
    if steps and ground.audience in ("me", "technician"):
        ticks = tuple((step.text, step.id in known.ticked) for step in steps)
        blocks += [r.Heading(level=3, text=phrases.steps), r.Ticks(items=ticks)]
    return [*blocks, *_evidence(ground, known)]


def contradiction(ground: Ground, known: KnownFinding) -> str:
    """Return what speaks against "it is mine" in the case as it is now, for readers who may know who put it there."""
    against = contradiction_of(known.finding, known.mark, ground.case, ground.made_at.tzinfo)
    if against is None or ground.audience not in ("me", "police"):
        return ""
    phrases, wording = ground.phrases.findings, ground.wording
    phrase = phrases.came_after if against.after_it_began else phrases.came_same_day
    at = f"{against.at:%H:%M}" if against.at is not None else ""
    return phrase.format(when=wording.day_and_time(wording.day(against.day), at))


def _came(ground: Ground, finding: Finding) -> str:
    if finding.came_at is None:
        return ""
    return (ground.wording.day if known_by_day(finding.came_at) else ground.wording.moment)(finding.came_at)


def is_kept(known: KnownFinding) -> bool:
    """Return whether a program stays: the person said so, or it is an access aid."""
    return known.mark in ("mine", "known") or known.finding.policy == "never"


def newest_removal(case: Case, known: KnownFinding) -> KnownRemoval | None:
    """Return the newest plan that was agreed to for a program, or None; it may be one that put it back."""
    removals = case.removals_of(known.finding.id)
    return removals[-1] if removals else None


def gone_by_removal(case: Case, known: KnownFinding) -> bool:
    """Return whether this program took it off, looked again, and did not see it."""
    newest = newest_removal(case, known)
    return newest is not None and newest.outcome in SEEN_GONE and known.still_there is not True


def _answer(ground: Ground, known: KnownFinding) -> str:
    """Return the answer to "is this yours?". Who put a program there is not for every reader."""
    if known.mark is None:
        return ""
    phrases = ground.phrases.findings
    names = phrases.marks if ground.audience in ("me", "bank", "police") else phrases.marks_without_people
    return names[known.mark]


def _steps(ground: Ground, known: KnownFinding) -> tuple[RemovalStep, ...]:
    scan = ground.case.newest_scan
    system = next((name for name in System if scan and name.value in scan.system.lower()), None)
    return ground.catalogue.steps_for(known.finding, system) if system else ()


def _done(ground: Ground, known: KnownFinding) -> str:
    phrases = ground.phrases.findings
    if known.finding.policy == "never":
        return phrases.never_removed
    told = _removed(ground, known)
    ticked_at = _last_tick(ground, known.finding.id)
    if known.ticked and ticked_at is not None:
        steps = _steps(ground, known)
        whole = bool(steps) and {step.id for step in steps} <= known.ticked
        when = ground.wording.moment(ticked_at)
        part = phrases.by_hand_part.format(done=len(known.ticked), all=max(len(steps), len(known.ticked)), when=when)
        told.append(phrases.by_hand.format(when=when) if whole else part)
    newest = newest_removal(ground.case, known)
    if known.looked_again_at is not None and (newest is None or not newest.looks):
        told.append(_looked_again(ground, known, known.looked_again_at))
    if told:
        return "\n".join(told)
    return phrases.kept if is_kept(known) else phrases.nothing_done


def _removed(ground: Ground, known: KnownFinding) -> list[str]:
    """Return what came of a removal by this program, and the page that tells the rest."""
    newest, phrases = newest_removal(ground.case, known), ground.words.removing
    if newest is None:
        return []
    said = outcome_said(newest.outcome, tool_name(known.finding), phrases)
    page = ground.phrases.everywhere.on_page.format(text=said, code=page_code(ground.plan, PAGE_OF_REMOVALS))
    return [page]


def _last_tick(ground: Ground, finding_id: str) -> datetime | None:
    ticks = (
        entry.at
        for entry in reversed(ground.entries)
        if isinstance(entry.event, j.RemovalStepTicked) and entry.event.finding_id == finding_id and entry.event.done
    )
    return next(ticks, None)


def _looked_again(ground: Ground, known: KnownFinding, at: datetime) -> str:
    phrases, when = ground.phrases.findings, ground.wording.moment(at)
    if known.still_there is None:
        return phrases.could_not_look_again.format(when=when)
    if known.still_there:
        return phrases.still_there.format(when=when)
    if known.gaps_when_looked_again:
        return phrases.gone_with_gaps.format(when=when)
    return phrases.gone.format(when=when)


def _evidence(ground: Ground, known: KnownFinding) -> list[r.RecordBlock]:
    if not sees_paths(ground.audience) or not known.finding.evidence:
        return []
    phrases = ground.phrases.findings
    told = tuple(
        phrases.evidence.format(says=r.visible(parts[0].says).rstrip(" .:"), value="; ".join(values))
        if (values := [r.visible(part.value) for part in parts if part.value])
        else r.visible(parts[0].says)
        for parts in alike(known.finding.evidence)
    )
    return [r.Heading(level=3, text=phrases.how_we_know), r.Items(items=told)]


def _details(ground: Ground) -> list[r.RecordBlock]:
    phrases = ground.phrases.findings
    details = [known.finding for known in ground.case.findings.values() if not known.finding.is_alarm]
    if not details or ground.audience == "bank":
        return []
    told = []
    for finding in details:
        tool, name = ground.tool(finding), tool_name(finding)
        told.append(phrases.detail.format(name=name, what=tool.what) if tool else name)
    heading = r.Heading(level=2, text=phrases.details)
    return [heading, r.Text(text=phrases.details_lead), r.Items(items=tuple(dict.fromkeys(told)))]


def _gaps(ground: Ground, scan: Scan) -> list[r.RecordBlock]:
    phrases = ground.phrases.findings
    heading = r.Heading(level=2, text=phrases.gaps)
    if not scan.gaps:
        return [heading, r.Text(text=phrases.no_gaps)]
    return [heading, r.Items(items=tuple(dict.fromkeys(gap_text(ground, gap) for gap in scan.gaps)))]


def gap_text(ground: Ground, gap: Gap) -> str:
    """Return what could not be looked at, and why. Both may name a folder, and with it a person."""
    phrases, code = ground.phrases.findings, r.visible(gap.code)
    known = phrases.sources.get(gap.source)
    if sees_paths(ground.audience):
        name, _colon, place = gap.source.partition(":")
        if known is None and name in phrases.sources:  # a part of a source that has words
            known = f"{phrases.sources[name]} ({r.visible(place.strip())})"
        return phrases.gap.format(source=known or r.visible(gap.source), reason=r.visible(gap.reason), code=code)
    return phrases.gap_without_reason.format(source=known or phrases.other_place, code=code)


def _system(ground: Ground, scan: Scan) -> str:
    """Return what the machine calls itself; on a copy to share its kind and number alone, for it may bear a name."""
    if not ground.wording.hides:
        return r.visible(scan.os_name)
    kind = next((word for word in _KINDS_OF_SYSTEM if scan.os_name.lower().startswith(word.lower())), "")
    number = re.search(r"(?<!\w)\d{1,4}(?:\.\d{1,3}){0,2}(?!\w)", scan.os_name)
    return f"{kind} {number[0]}" if kind and number is not None else kind


def sees_paths(audience: r.Audience) -> bool:
    """Return whether an audience needs paths and reasons as the PC wrote them: not the bank, not a copy to share."""
    return audience in ("me", "police", "technician")
