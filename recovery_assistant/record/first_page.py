"""Page 1: the sheet to read out on the phone. It must fit one page at 14 points, whatever the case holds."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from recovery_assistant.domain import record as r
from recovery_assistant.domain.plan import REGION_FIELD, REGION_STEP, holds, region_of
from recovery_assistant.domain.suggesting import of_strangers
from recovery_assistant.domain.telling import in_zone, long_words, zone_name
from recovery_assistant.domain.timeline_summary import connected_between, meant
from recovery_assistant.record import findings
from recovery_assistant.record.ground import Ground, page_code
from recovery_assistant.record.timeline import is_of_another_zone, known_for, teller_for
from recovery_assistant.record.wording import shortened

if TYPE_CHECKING:
    from recovery_assistant.domain.country import Contact
    from recovery_assistant.domain.journal import EntriesLost

LONGEST_FACT = 40
MOST_QUESTIONS = 3
MOST_PROGRAMS = 4

BANK_CALL, POLICE_AT_ONCE = "bank-call", "police-at-once"
REPORT_STAGE = "report"


def read_out(ground: Ground) -> list[r.RecordBlock]:
    """Return page 1 for the audience of this record."""
    match ground.audience:
        case "share":
            return _in_short(ground)
        case "technician":
            return _for_the_technician(ground)
        case "police":
            return _sheet(ground, _ring_police(ground), _report_step(ground), ground.phrases.read_out.ask_police)
        case "me" | "bank":
            return _sheet(ground, _ring_bank(ground), BANK_CALL, ground.phrases.read_out.ask_bank)


def with_what_is_lost(ground: Ground, page: list[r.RecordBlock]) -> list[r.RecordBlock]:
    """Return page 1 with the gap of a case that was saved from a damaged file, above the first facts.

    Whom to ring stands higher still. Every reader must know that something may be missing, and it names nobody.
    """
    facts = (number for number, block in enumerate(page) if isinstance(block, r.Pairs) or _is_part(block))
    place = next(facts, len(page))
    gaps = [r.Note(text=_lost(ground, one), strong=True) for one in ground.case.lost]
    return [*page[:place], *gaps, *page[place:]]


def _is_part(block: r.RecordBlock) -> bool:
    return isinstance(block, r.Heading) and block.level == 2


def _lost(ground: Ground, lost: EntriesLost) -> str:
    phrases = ground.phrases.everywhere
    if lost.lost == 0 and not lost.files_lost:
        return phrases.taken_over.format(kept=lost.kept)
    phrase = phrases.part_may_be_lost if lost.lost is None else phrases.part_lost
    told = phrase.format(kept=lost.kept, missing=lost.lost)
    return f"{told} {phrases.files_lost.format(count=lost.files_lost)}" if lost.files_lost else told


def _sheet(ground: Ground, ring: str, step_id: str, ask: str) -> list[r.RecordBlock]:
    phrases, words = ground.phrases.read_out, ground.step_words(step_id)
    blocks: list[r.RecordBlock] = [r.Heading(level=1, text=phrases.heading)]
    blocks += [r.Text(text=ring)] if ring else []
    at_once = _police_at_once(ground)
    blocks += at_once
    blocks += [r.ReadOut(text=f"“{ground.wording.filled(words.say)}”")] if words.say else []
    blocks += [r.Heading(level=2, text=phrases.what_happened), r.Pairs(rows=_facts(ground))]
    if words.ask:
        most = MOST_QUESTIONS - (1 if at_once and ground.case.lost else 0)  # both remarks take the room of one
        questions = tuple((ground.wording.filled(question), False) for question in words.ask[:most])
        blocks += [r.Heading(level=2, text=ask), r.Ticks(items=questions)]
    return [*blocks, r.Heading(level=2, text=phrases.write_down), r.WriteLines(labels=phrases.lines)]


def _report_step(ground: Ground) -> str:
    """Return the page on which the crime is reported where the person lives; "" when the plan has none."""
    body = _report_body(ground)
    stage = ground.stage(REPORT_STAGE)
    steps = ground.shown_steps(stage) if stage is not None else ()
    found = (step for step in steps if body is not None and body.id in step.contacts)
    return next((step.id for step in found), "")


def _report_body(ground: Ground) -> Contact | None:
    return ground.country.first("fraud-report", region_of(ground.case))


def _ring_bank(ground: Ground) -> str:
    bank, body = ground.country.first("bank", region_of(ground.case)), _report_body(ground)
    if bank is None or body is None:
        return ""
    phrases, number = ground.phrases.read_out, ground.wording.number
    told = [phrases.ring.format(bank=number(bank)) if bank.phone else phrases.ring_card]
    told.append(phrases.then_report.format(report=body.name, number=number(body)))
    told += _elsewhere(ground, body)
    return _with_age(ground, " ".join(told), body)


def _elsewhere(ground: Ground, body: Contact) -> list[str]:
    """Return who else takes reports in the same country, for as long as nobody said in which part they live."""
    if region_of(ground.case) is not None:
        return []
    others = [one for one in ground.country.contacts if one.role == body.role and one.regions != body.regions]
    labels = ground.field_words(REGION_STEP, REGION_FIELD)
    told = []
    for other in others[:1]:
        options = labels.options if labels is not None else {}
        names = [options[region].label for region in other.regions if region in options]
        if names:
            region, number = ", ".join(names), ground.wording.number(other)
            told.append(ground.phrases.read_out.in_region.format(region=region, number=number))
    return told


def _ring_police(ground: Ground) -> str:
    body = _report_body(ground)
    if body is None:
        return ""
    ring = ground.phrases.read_out.ring_police.format(report=body.name, number=ground.wording.number(body))
    return _with_age(ground, ring, body)


def _police_at_once(ground: Ground) -> list[r.RecordBlock]:
    """Return the advice to ring the police now, in every region, for as long as the plan shows its page for it."""
    step = ground.step(POLICE_AT_ONCE)
    police = ground.contact(step.contacts[0]) if step is not None and step.contacts else None
    if police is None or step is None or not holds(step.shown_when, ground.case, ground.plan, ground.made_at):
        return []
    told = ground.phrases.read_out.police_at_once.format(number=ground.wording.number(police))
    return [r.Note(text=told, strong=True)]


def _with_age(ground: Ground, ring: str, contact: Contact) -> str:
    """Return whom to ring, and when an old number was last checked: this is the page that people dial from."""
    return f"{ring} {ground.wording.checked(contact)}" if ground.wording.is_stale(contact) else ring


def _facts(ground: Ground) -> tuple[tuple[str, str], ...]:
    """Return the four facts that are asked for first; one that nobody told yet leaves a line to write on."""
    phrases, wording = ground.phrases.read_out, ground.wording
    company = str(ground.answer("the-caller", "company") or "")
    return (
        (phrases.began, began(ground)),
        *_connected(ground),
        (phrases.said_they_were, _short(ground, wording.free(company), "B")),
        _programs(ground),
        (phrases.money, money_in_short(ground)),
    )


def _connected(ground: Ground) -> tuple[tuple[str, str], ...]:
    """Return when they were connected by the records of the PC; nothing where none are told.

    Of several the one of the day of the call, else the newest: an old one may have been somebody who helped.
    """
    teller, phrases = teller_for(ground), ground.phrases.read_out
    came = of_strangers(ground.case, teller)
    one = meant(came, known_for(ground).memory, teller)
    if one is None:
        return ()
    told = "".join(connected_between([one], teller))
    if is_of_another_zone(ground, teller):
        told = f"{told} ({zone_name(teller)})"
    if teller.clock_error_s:
        phrase = phrases.clock_fast if teller.clock_error_s > 0 else phrases.clock_slow
        told = f"{told} {phrase.format(long=long_words(timedelta(seconds=teller.clock_error_s), teller))}"
    if len(came) > 1:
        more = teller.phrases.suggest.more.format(count=len(came) - 1)
        told = phrases.connected_more.format(first=told, more=more, code=page_code(ground.plan, "I"))
    return ((teller.phrases.suggest.lead, told),)


def began(ground: Ground) -> str:
    """Return when the call began, as far as it was told."""
    day = str(ground.answer("the-call", "day") or "")
    time = str(ground.answer("the-call", "began-at") or "")
    told = ground.wording.day_and_time(ground.wording.told_day(day) if day else "", r.visible(time))
    return _short(ground, told, "B")


def _programs(ground: Ground) -> tuple[str, str]:
    """Return the programs that are not kept. Only what the person called "not mine" is said to be what they used."""
    wanted = [known for known in findings.alarms(ground.case) if known.mark not in ("mine", "known")]
    is_sure = all(known.mark == "not-mine" for known in wanted)
    phrases = ground.phrases.read_out
    if not wanted and (told := _programs_of_records(ground)):
        return phrases.programs, _short(ground, told, "I")
    names = list(dict.fromkeys(findings.tool_name(known.finding) for known in wanted))
    told = ", ".join(names[:MOST_PROGRAMS]) + (" …" if len(names) > MOST_PROGRAMS else "")
    return phrases.programs if is_sure else phrases.programs_found, _short(ground, told, "D")


def _programs_of_records(ground: Ground) -> str:
    """Return the programs through which somebody was connected on that day, as the records of the PC tell."""
    teller = teller_for(ground)
    came = of_strangers(ground.case, teller)
    one = meant(came, known_for(ground).memory, teller)
    if one is None or one.start is None:
        return ""
    day = in_zone(one.start, teller.zone).date()
    same_day = (other for other in came if other.start and in_zone(other.start, teller.zone).date() == day)
    names = [teller.tool(tool) for tool in dict.fromkeys(other.tool for other in same_day) if tool]
    if not names:
        return ""
    told = ", ".join(names[:MOST_PROGRAMS]) + (" …" if len(names) > MOST_PROGRAMS else "")
    return ground.phrases.read_out.programs_by_records.format(names=told)


def money_in_short(ground: Ground) -> str:
    """Return the money that went in one line; "" when no payment is written down."""
    payments = list(ground.case.payments.values())
    if not payments:
        return ""
    wording, phrases = ground.wording, ground.phrases.read_out
    known = [(payment.amount_minor, payment.currency) for payment in payments if payment.amount_minor is not None]
    amount = wording.sum_of(known)
    if len(payments) == 1:
        when = wording.day_and_time(wording.told_day(payments[0].sent_on), r.visible(payments[0].sent_time))
        told = phrases.one_payment.format(amount=amount, when=when) if amount and when else amount
        return _short(ground, told, "C")
    phrase = phrases.payments if len(known) == len(payments) else phrases.payments_some_unknown
    if not known:
        phrase = phrases.payments_unknown
    return _short(ground, phrase.format(count=len(payments), amount=amount), "C")


def _short(ground: Ground, text: str, letter: str) -> str:
    """Return a fact that cannot push page 1 over its edge; the whole of it stands in its own section."""
    short, was_longer = shortened(text, LONGEST_FACT)
    if not was_longer:
        return short
    return ground.phrases.everywhere.shortened.format(text=short, code=page_code(ground.plan, letter))


def _in_short(ground: Ground) -> list[r.RecordBlock]:
    phrases = ground.phrases
    hidden = ground.phrases.everywhere.hidden
    facts = tuple((label, text) for label, text in _facts(ground) if text not in ("", hidden))
    blocks: list[r.RecordBlock] = [
        r.Heading(level=1, text=phrases.shared.heading),
        r.Note(text=phrases.shared.lead, strong=True),
    ]
    return [*blocks, r.Pairs(rows=facts)] if facts else [*blocks, r.Text(text=phrases.story.nothing)]


def _for_the_technician(ground: Ground) -> list[r.RecordBlock]:
    phrases = ground.phrases.technician
    marks, names = ground.phrases.findings.marks_without_people, findings.names_of(ground)
    rows = tuple(
        (_short(ground, names[known.finding.id], "D"), marks[known.mark or "unknown"])
        for known in findings.alarms(ground.case)[:8]
    )
    programs: r.RecordBlock = r.Pairs(rows=rows) if rows else r.Text(text=phrases.none)
    return [
        r.Heading(level=1, text=phrases.heading),
        r.Text(text=phrases.lead),
        r.Note(text=phrases.warning, strong=True),
        r.Heading(level=2, text=phrases.programs),
        programs,
        r.Heading(level=2, text=phrases.write_down),
        r.WriteLines(labels=phrases.lines),
    ]
