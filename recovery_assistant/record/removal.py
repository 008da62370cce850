"""What this program took off or changed on the PC, on paper: each step with its time, its command and what came of it.

A step is "done" because somebody looked, never because a program ended with nought. Who is told what: the bank one
line for each program; a copy to share no names of files, accounts or services, and no commands.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Final

from recovery_assistant.domain import journal as j
from recovery_assistant.domain import record as r
from recovery_assistant.domain.removal.outcome import SEEN_GONE
from recovery_assistant.domain.removal.telling import (
    action_said,
    caution_asked,
    cut_off_said,
    ended_said,
    name_shown,
    next_said,
    not_started_said,
    outcome_said,
    outcome_word,
)
from recovery_assistant.record.findings import (
    alarms,
    gone_by_removal,
    is_kept,
    names_of,
    newest_removal,
    sees_paths,
    tool_name,
)
from recovery_assistant.record.ground import Ground, page_code, pairs
from recovery_assistant.record.wording import grouped, shortened

if TYPE_CHECKING:
    from recovery_assistant.domain.finding import Evidence, Finding
    from recovery_assistant.domain.removal.phrases import RecordPhrases
    from recovery_assistant.domain.removal.plan import Action, RemovalPlan
    from recovery_assistant.domain.removal.results import ActionEnded
    from recovery_assistant.domain.removal.state import KnownRemoval, Look

PAGE_OF_STEPS: Final = "D"
WITH_COMMANDS: Final = ("me", "police", "technician")
LONGEST_LINE: Final = 240
DOES_IT: Final = ("me", "technician")
"""Readers who put things back, or do the steps by hand."""
ENDED_WELL: Final = (*SEEN_GONE, "removed-pending-restart", "put-back")


def removed(ground: Ground) -> list[r.RecordBlock]:
    """Return the section on removals."""
    words = _words(ground)
    blocks: list[r.RecordBlock] = [r.Heading(level=1, text=words.heading)]
    items = told_items(ground)
    if ground.audience == "bank":
        lines = tuple(_line(ground, removals) for removals in items.values())
        return [*blocks, r.Items(items=lines) if lines else r.Text(text=words.nothing)]
    blocks.append(r.Text(text=words.lead if items else words.nothing))
    for removals in items.values():
        blocks += _item(ground, removals)
    return [*blocks, *_stays(ground)]


def told_items(ground: Ground) -> dict[str, tuple[KnownRemoval, ...]]:
    """Return the removals that this audience is told of, by what they are about; the bank hears of programs alone."""
    items: dict[str, tuple[KnownRemoval, ...]] = {}
    for removal in ground.case.removals.values():
        if removal.plan.tool_id or ground.audience != "bank":
            items[removal.plan.item] = (*items.get(removal.plan.item, ()), removal)
    return items


def name_of(ground: Ground, plan: RemovalPlan) -> str:
    """Return what the paper calls the thing: a program by its name, something left behind by the title of its kind."""
    if plan.tool_id:
        return names_of(ground).get(plan.item) or name_shown(plan.name)
    known = next((one for one in ground.case.left_behind if one.id == plan.item), None)
    kind = known.kind if known is not None else ""
    title = next((r.visible(one.title) for one in ground.catalogue.left_behind if one.id == kind), "")
    if title or ground.wording.hides:
        return title or ground.words.removing.does.other.hidden
    return name_shown(plan.name)


def _words(ground: Ground) -> RecordPhrases:
    return ground.words.removing.record


def _line(ground: Ground, removals: Sequence[KnownRemoval]) -> str:
    newest = removals[-1]
    look = newest.looks[-1] if newest.looks else None
    if look is None:
        outcome = ground.words.removing.outcome.other.not_looked.rstrip(".")
    else:
        outcome = f"{outcome_word(look.outcome, ground.words.removing)}, {ground.wording.moment(look.at)}"
    return _words(ground).one_line.format(name=name_of(ground, newest.plan), outcome=outcome)


# --- one item ---------------------------------------------------------------------------------------------------------


def _item(ground: Ground, removals: Sequence[KnownRemoval]) -> list[r.RecordBlock]:
    words, removing, newest = _words(ground), ground.words.removing, removals[-1]
    name = name_of(ground, newest.plan)
    said = outcome_said(newest.outcome, name, removing, is_setting=not newest.plan.tool_id)
    blocks: list[r.RecordBlock] = [r.Heading(level=2, text=name), r.Text(text=said, strong=True)]
    if newest.is_cut_off:
        blocks.append(r.Note(text=cut_off_said(removing)))
    advice = next_said(newest.outcome, removing) if newest.outcome is not None else ""
    blocks += [r.Note(text=advice)] if advice else []
    if newest.outcome not in ENDED_WELL and ground.audience in DOES_IT:
        blocks.append(r.Text(text=words.by_hand.format(page=page_code(ground.plan, PAGE_OF_STEPS))))
    for removal in removals:
        blocks += _one(ground, removal)
    return [*blocks, *_before_and_after(ground, removals), *_kept(ground, removals)]


def _one(ground: Ground, removal: KnownRemoval) -> list[r.RecordBlock]:
    """Return one plan: who said yes to it, how each step ended, and what was seen afterwards."""
    words, removing, plan = _words(ground), ground.words.removing, removal.plan
    heading = (words.put_back if plan.undoes else words.removal).format(when=ground.wording.moment(removal.agreed_at))
    who = words.who.get(removal.agreed_by, words.who["person"])
    asked = [caution_asked(one, plan.name, removing, is_setting=not plan.tool_id) for one in removal.cautions]
    blocks: list[r.RecordBlock] = [r.Heading(level=3, text=heading)]
    blocks += pairs(
        (
            (words.said_yes, words.yes_by.format(who=who, when=ground.wording.moment(removal.agreed_at))),
            (words.second_yes, "\n".join(f"{one.text} {one.yes}." for one in asked)),
            (words.copies, words.copied[removal.copies] if plan.tool_id and not plan.undoes else ""),
            (words.not_begun, "\n".join(not_started_said(why, removing) for why in removal.not_started.values())),
            (words.looked_again, "\n".join(_look(ground, look) for look in removal.looks)),
            (words.plan_hash, grouped(removal.sha256) if ground.audience in ("police", "technician") else ""),
        )
    )
    return [*blocks, r.Items(items=tuple(_step(ground, removal, one) for one in plan.actions), numbered=True)]


def _look(ground: Ground, look: Look) -> str:
    words = _words(ground)
    phrase = words.look_after_restart if look.after_restart else words.look
    told = phrase.format(when=ground.wording.moment(look.at), outcome=outcome_word(look.outcome, ground.words.removing))
    return f"{told} {words.look_gaps.format(count=look.gaps)}" if look.gaps else told


def _step(ground: Ground, removal: KnownRemoval, action: Action) -> str:
    """Return one step in a few lines: what it was, how it ended, when, with which command, and what was looked at."""
    words, removing, hides = _words(ground), ground.words.removing, ground.wording.hides
    begun, ended = removal.begun(action), removal.ended(action)
    undone = ground.case.removals.get(removal.plan.undoes)
    lines = [
        action_said(action, removal.plan, removing, undone=undone.plan if undone is not None else None, hides=hides),
        ended_said(action, ended, removing, begun=begun is not None, hides=hides),
    ]
    if begun is not None and ended is not None:
        lines.append(words.step_times.format(begun=_clock(ground, begun.at), ended=_until(ground, begun.at, ended.at)))
    elif begun is not None:
        lines.append(words.step_begun.format(begun=_clock(ground, begun.at)))
    if begun is not None and action.rights == "administrator":
        lines.append(words.step_rights)
    if ground.audience not in WITH_COMMANDS:
        return "\n".join(lines)
    if begun is not None and begun.command:
        lines.append(words.command.format(command=command_shown(begun.command)))
    return "\n".join([*lines, *_looked(ground, ended)])


def _looked(ground: Ground, ended: ActionEnded | None) -> list[str]:
    if ended is None:
        return []
    words = _words(ground)
    code = [words.exit_code.format(code=ended.exit_code)] if ended.exit_code is not None else []
    seen = "; ".join(_short(line) for line in ended.looked)
    return [*code, *([words.seen.format(seen=seen)] if seen else [])]


def _clock(ground: Ground, at: datetime) -> str:
    """Return the day and the time of a step to the second: several happen in one minute."""
    local = at.astimezone(ground.made_at.tzinfo)
    return ground.wording.day_and_time(ground.wording.day(local), f"{local:%H:%M:%S}")


def _until(ground: Ground, begun: datetime, ended: datetime) -> str:
    """Return when a step ended; its day only where that is another one."""
    zone = ground.made_at.tzinfo
    is_same_day = begun.astimezone(zone).date() == ended.astimezone(zone).date()
    return f"{ended.astimezone(zone):%H:%M:%S}" if is_same_day else _clock(ground, ended)


def _short(line: str) -> str:
    """Return a line of the runner or of a look in a length that a page can hold; the JSON has all of it."""
    text, was_longer = shortened(r.visible(line[: 4 * LONGEST_LINE]), LONGEST_LINE)
    return f"{text} …" if was_longer else text


def command_shown(command: Sequence[str]) -> str:
    """Return a command as it was run: each of its words in quotation marks, so that nobody can mistake where one ends.

    Quotation marks inside of a word become straight ones.
    """
    return " ".join(f"“{r.visible(part).replace('“', chr(34)).replace('”', chr(34))}”" for part in command)


# --- before and after -------------------------------------------------------------------------------------------------


def _before_and_after(ground: Ground, removals: Sequence[KnownRemoval]) -> list[r.RecordBlock]:
    """Return what was found before beside what is there now; only for readers who need paths."""
    words, first, newest = _words(ground), removals[0], removals[-1]
    if not sees_paths(ground.audience):
        return []
    before, after = _found_before(ground, first), _found_after(ground, first)
    rows = tuple(dict.fromkeys((_evidence(ground, one), _now(ground, one, after, newest)) for one in before))
    seen = tuple(_short(line) for line in newest.looks[-1].seen) if newest.looks else ()
    blocks: list[r.RecordBlock] = []
    if rows:
        blocks.append(r.Table(caption=words.before_after, header=(words.before, words.after), rows=rows))
    if seen:
        blocks += [r.Heading(level=3, text=words.seen_last), r.Items(items=seen)]
    return blocks


def _found_before(ground: Ground, removal: KnownRemoval) -> tuple[Evidence, ...]:
    """Return what the last look before the yes rested on; something left behind rests on itself."""
    told = [finding for at, finding in _times_found(ground, removal.plan.item) if at <= removal.agreed_at]
    return told[-1].evidence if told else ()


def _found_after(ground: Ground, removal: KnownRemoval) -> tuple[Evidence, ...] | None:
    """Return what a later look rested on, or None where none found it again."""
    told = [finding for at, finding in _times_found(ground, removal.plan.item) if at > removal.agreed_at]
    return told[-1].evidence if told else None


def _times_found(ground: Ground, item: str) -> list[tuple[datetime, Finding]]:
    return [
        (entry.at, entry.event.finding)
        for entry in ground.entries
        if isinstance(entry.event, j.ToolFound) and entry.event.finding.id == item
    ]


def _evidence(ground: Ground, part: Evidence) -> str:
    says = r.visible(part.says).rstrip(" .:")
    return ground.phrases.findings.evidence.format(says=says, value=r.visible(part.value)) if part.value else says


def _now(ground: Ground, part: Evidence, after: Sequence[Evidence] | None, newest: KnownRemoval) -> str:
    """Return what is known of one piece of evidence now, and never more than a look says."""
    words = _words(ground)
    if newest.outcome == "put-back":
        return outcome_word("put-back", ground.words.removing)
    if newest.outcome in SEEN_GONE:
        return words.after_gone_gaps if newest.looks[-1].gaps else words.after_gone
    if newest.outcome not in ("still-present", "came-back") or after is None:
        return words.after_unknown
    return (
        words.after_there
        if any(one.value == part.value and one.kind == part.kind for one in after)
        else (words.after_gone_gaps if newest.looks[-1].gaps else words.after_gone)
    )


# --- what is kept, and what stays -------------------------------------------------------------------------------------


def _kept(ground: Ground, removals: Sequence[KnownRemoval]) -> list[r.RecordBlock]:
    """Return what is kept on this PC so that it can be put back; places hold names, so not for every reader."""
    words = _words(ground)
    lines = tuple(line for removal in removals for line in _kept_of(ground, removal))
    if not lines or not sees_paths(ground.audience):
        return []
    blocks: list[r.RecordBlock] = [
        r.Heading(level=3, text=words.kept_here),
        r.Text(text=words.kept_lead),
        r.Items(items=lines),
    ]
    if ground.audience not in DOES_IT:
        return blocks
    blocks.append(r.Text(text=words.how_back))
    if ground.audience == "technician":
        item = r.visible(removals[0].plan.item)
        command = f"recovery-assistant remove --put-back CASE --item {item}"
        blocks.append(r.Text(text=words.how_back_command.format(command=command)))
    return blocks


def _kept_of(ground: Ground, removal: KnownRemoval) -> list[str]:
    words, told = _words(ground), []
    for action in removal.plan.actions:
        ended = removal.ended(action)
        if ended is None or ended.kept is None or _is_back(ground, removal.plan.id, action.id):
            continue
        kept = ended.kept
        was = _short(kept.was) or action_said(action, removal.plan, ground.words.removing).rstrip(".")
        one = words.kept_one.format(was=was, place=r.visible(kept.place))
        told.append(f"{one}\n{words.kept_hash.format(hash=grouped(r.visible(kept.sha256)))}")
    return told


def _is_back(ground: Ground, plan_id: str, action_id: str) -> bool:
    """Return whether a later plan put this step back, so that nothing is kept of it any more."""
    for removal in ground.case.removals.values():
        for action in removal.plan.actions if removal.plan.undoes == plan_id else ():
            ended = removal.ended(action)
            if getattr(action.verb, "action_id", "") == action_id and ended is not None and ended.status == "done":
                return True
    return False


def _stays(ground: Ground) -> list[r.RecordBlock]:
    """Return which of the programs that were found stay, and why."""
    words, names = _words(ground), names_of(ground)
    told = []
    for known in alarms(ground.case):
        if known.still_there is False or gone_by_removal(ground.case, known):
            continue
        name = names.get(known.finding.id, tool_name(known.finding))
        if known.finding.policy == "never":
            why = words.stays_aid
        elif is_kept(known) and known.mark is not None:
            marks = ground.phrases.findings
            sees_who = ground.audience in ("me", "police")
            why = f"{(marks.marks if sees_who else marks.marks_without_people)[known.mark]}."
        elif newest_removal(ground.case, known) is not None:
            continue  # told above
        else:
            why = words.stays_not_done if known.mark == "not-mine" else words.stays_undecided
        told.append(words.stays_one.format(name=name, why=why))
    return [r.Heading(level=2, text=words.stays), r.Items(items=tuple(told))] if told else []
