"""A removal in plain sentences: what will be done, what is asked, how each step ended, and what came of it.

The window, the command line and the paper take their sentences from here alone. Names and paths come from the PC that
was looked at: they are quoted, as one short line. A copy to share hides them, but for the name of a known program.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Final, Literal, NamedTuple

import msgspec

from recovery_assistant.domain.record import visible
from recovery_assistant.domain.removal.phrases import RemovalPhrases
from recovery_assistant.domain.removal.plan import (
    Action,
    AnyVerb,
    Caution,
    DisableAccount,
    EndProcess,
    Proposal,
    PutBack,
    Quarantine,
    Refusal,
    RemovalPlan,
    RemoveApp,
    RemoveCertificate,
    RemoveExclusion,
    RemoveKey,
    RemoveLine,
    RemovePackage,
    RemoveStoreApp,
    RemoveTask,
    RemoveValue,
    RunUninstaller,
    SetSwitch,
    StopService,
    Undo,
    UninstallMsi,
    Verb,
    undo_of,
)
from recovery_assistant.domain.removal.prompt import PromptFacts
from recovery_assistant.domain.removal.results import ActionEnded, Status
from recovery_assistant.domain.removal.state import Outcome, WhyNotStarted
from recovery_assistant.domain.telling import quoted

LONGEST_NAME: Final = 60
LONGEST_PLACE: Final = 240
"""Letters of a path or key in a sentence. The record holds all of it beside."""

_TAKES_FROM_ALL: Final = (UninstallMsi, RunUninstaller, RemovePackage, RemoveApp)


class PlanTold(NamedTuple):
    """A plan in words.

    Attributes:
        steps: one sentence or two for each action, in order.
        targets: for each action the exact thing that it touches, quoted.
        asks: what the system asks, and whose name its window shows.
        stops: what does not work afterwards.
        undo: what can be put back, and what cannot.
        refused: what is not done, and why.
        stays: what remains, whatever is done.
        first: which programs should go before this one.
    """

    steps: tuple[str, ...]
    targets: tuple[str, ...]
    asks: tuple[str, ...]
    stops: tuple[str, ...]
    undo: tuple[str, ...]
    refused: tuple[str, ...]
    stays: tuple[str, ...]
    first: tuple[str, ...] = ()


class Question(NamedTuple):
    """A second question, with its two answers."""

    text: str
    why: str
    yes: str
    no: str


# --- before -----------------------------------------------------------------------------------------------------------


def preview(
    plan: RemovalPlan | None,
    proposal: Proposal,
    phrases: RemovalPhrases,
    prompt: PromptFacts | None = None,
    *,
    undone: RemovalPlan | None = None,
    names: Mapping[str, str] = MappingProxyType({}),
) -> PlanTold:
    """Return everything that a person must see before a yes.

    Args:
        plan: of the proposal, or the one that was agreed to; None where the program does nothing itself.
        prompt: None where the system will not ask.
        undone: the plan that this one puts back, so that its steps can be named.
        names: of tools by their id in the catalogue, for those that should go first.
    """
    refused = tuple(refusal_said(one, phrases) for one in proposal.refusals)
    first = _first(proposal, phrases, names)
    stays = tuple(visible(text) for text in proposal.stays)
    if plan is None:
        return PlanTold((), (), (), (), (), refused or (phrases.plan.nothing,), stays, first)
    return PlanTold(
        steps=tuple(action_said(action, plan, phrases, undone=undone) for action in plan.actions),
        targets=tuple(target_of(action.verb) for action in plan.actions),
        asks=asks_said(plan, phrases, prompt),
        stops=_stops(plan, proposal, phrases),
        undo=_undo(plan, phrases),
        refused=refused,
        stays=stays,
        first=first,
    )


def _first(proposal: Proposal, phrases: RemovalPhrases, names: Mapping[str, str]) -> tuple[str, ...]:
    known = ", ".join(name_shown(names.get(tool_id, tool_id)) for tool_id in proposal.first)
    return (phrases.plan.first.format(names=known),) if known else ()


def sections_of(told: PlanTold, phrases: RemovalPhrases) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return a plan as headings with their sentences, in the order in which they are read; empty parts are left out."""
    words = phrases.plan
    steps = tuple(
        words.step.format(says=says, target=f"({target})") if target else says
        for says, target in zip(told.steps, told.targets, strict=True)
    )
    parts = (
        (words.first_heading, told.first),
        (words.heading, steps),
        (words.asks_heading, told.asks),
        (words.stops_heading, told.stops),
        (words.undo_heading, told.undo),
        (words.refused_heading, told.refused),
        (words.stays_heading, told.stays),
    )
    return tuple((heading, lines) for heading, lines in parts if lines)


def asks_said(plan: RemovalPlan, phrases: RemovalPhrases, prompt: PromptFacts | None) -> tuple[str, ...]:
    """Return what will be asked: by the system, and by the maker's own program."""
    words, told = phrases.plan, list[str]()
    if prompt is None:
        told.append(words.asks_nothing)
    elif not prompt.can_ask:
        told.append(words.asks_nobody)
    else:
        way = {"windows-consent": words.asks_windows, "polkit": words.asks_linux}
        told.append(way.get(prompt.way, words.asks_macos))
        if prompt.way == "windows-consent":
            told.append(words.asks_windows_password)
        told.append(words.shows.format(program=quoted(prompt.name, LONGEST_NAME)))
        if prompt.says:
            told.append(words.shows_words.format(says=quoted(prompt.says, LONGEST_PLACE)))
        if prompt.publisher:
            told.append(words.shows_maker.format(maker=quoted(prompt.publisher, LONGEST_NAME)))
        elif prompt.way == "windows-consent":
            told.append(words.maker_unknown)
        told.append(words.other_window)
    if any(isinstance(action.verb, RunUninstaller) and action.verb.asks for action in plan.actions):
        told.append(words.uninstaller_asks)
    return tuple(told)


def _stops(plan: RemovalPlan, proposal: Proposal, phrases: RemovalPhrases) -> tuple[str, ...]:
    words, told = phrases.plan, list[str]()
    verbs = [action.verb for action in plan.actions]
    if plan.undoes:
        return (words.stops_nothing,)
    if plan.tool_id and any(not isinstance(verb, SetSwitch) for verb in verbs):
        tool = words.stops_part if proposal.refusals else words.stops_tool
        told.append((words.stops_copy if proposal.has_other_copies else tool).format(name=name_shown(plan.name)))
        if any(
            isinstance(action.verb, _TAKES_FROM_ALL) and action.rights == "administrator" for action in plan.actions
        ):
            told.append(words.stops_others)
    for verb in verbs:
        if isinstance(verb, SetSwitch):
            told.append(words.stops_switch[verb.switch])
        elif not plan.tool_id and tag_of(verb) in words.stops:
            told.append(words.stops[tag_of(verb)])
    return tuple(dict.fromkeys(told)) or (words.stops_nothing,)


def _undo(plan: RemovalPlan, phrases: RemovalPhrases) -> tuple[str, ...]:
    words, ways = phrases.plan, {undo_of(action.verb) for action in plan.actions}
    lasting: set[Undo] = ways - {"no-need"}
    if not lasting:
        return (words.undo_none,)
    told = [words.undo_all if lasting == {"put-back"} else words.undo_some] if "put-back" in lasting else []
    if any(isinstance(action.verb, Quarantine | RemoveApp) for action in plan.actions):
        told.append(words.kept_means)
    if "install-again" in lasting:
        told.append(words.undo_install.format(name=name_shown(plan.name)))
    return tuple(told)


# --- one step ---------------------------------------------------------------------------------------------------------


def action_said(
    action: Action,
    plan: RemovalPlan,
    phrases: RemovalPhrases,
    *,
    undone: RemovalPlan | None = None,
    hides: bool = False,
) -> str:
    """Return what a step does, in a sentence or two.

    Args:
        undone: the plan that `plan` puts back.
        hides: names of files, accounts and services stay off this copy.
    """
    words, verb, name = phrases.does, action.verb, name_shown(plan.name)
    if isinstance(verb, PutBack):
        return _back_said(verb, undone, phrases, hides=hides)
    if isinstance(verb, SetSwitch):
        return words.switch[verb.switch]
    thing = _thing(verb, phrases, hides=hides)
    if isinstance(verb, Quarantine) and verb.is_leftover:
        return words.other.leftover.format(thing=thing)
    if isinstance(verb, RemoveValue) and verb.part:
        return words.other.part
    said = (words.tool if plan.tool_id else words.alone)[tag_of(verb)].format(name=name, thing=thing)
    return f"{said} {words.other.asks}" if isinstance(verb, RunUninstaller) and verb.asks else said


def _back_said(verb: PutBack, undone: RemovalPlan | None, phrases: RemovalPhrases, *, hides: bool) -> str:
    words = phrases.does
    before = None
    if undone is not None and undone.id == verb.plan_id:
        before = next((one.verb for one in undone.actions if one.id == verb.action_id), None)
    said = words.back.get(tag_of(before), "") if before is not None else ""
    if before is None or not said:
        return words.other.back
    switch = (
        words.other.switch_before.format(switch=words.switch[before.switch]) if isinstance(before, SetSwitch) else ""
    )
    return said.format(thing=_thing(before, phrases, hides=hides), switch=switch)


def target_of(verb: AnyVerb, *, hides: bool = False) -> str:
    """Return the exact thing that a step touches, quoted; "" where the sentence names it whole, or on a masked copy."""
    if hides:
        return ""
    return ", ".join(quoted(part, LONGEST_PLACE) for part in _targets(verb) if part)


def command_of(verb: AnyVerb) -> tuple[str, ...]:
    """Return a step as a technician reads it, before the runner tells its exact command: the verb and its target.

    The parts are raw: whoever shows them must make them visible.
    """
    switch = (verb.switch,) if isinstance(verb, SetSwitch) else ()
    return (tag_of(verb), *switch, *(part for part in _targets(verb) if part))


def _targets(verb: AnyVerb) -> tuple[str, ...]:
    if isinstance(verb, RunUninstaller):
        return (verb.program, *verb.arguments)
    return tuple(str(getattr(verb, field)) for field in _EXACT[type(verb)])


_EXACT: Final[Mapping[type[Verb], tuple[str, ...]]] = {
    StopService: ("name", "file"),
    EndProcess: ("exe", "pid"),
    UninstallMsi: ("product",),
    RemovePackage: ("packager", "name"),
    RemoveStoreApp: ("family_name",),
    RemoveApp: ("path",),
    RemoveValue: ("key", "name", "part"),
    RemoveKey: ("key",),
    RemoveTask: ("path",),
    Quarantine: ("path",),
    RemoveLine: ("file", "line"),
    SetSwitch: ("about",),
    DisableAccount: ("name",),
    RemoveCertificate: ("thumbprint",),
    RemoveExclusion: ("value",),
    PutBack: ("plan_id", "action_id"),
}
"""Which fields of a verb say what it touches."""

_PATHS: Final = ("exe", "file", "path")
"""Fields of which a sentence needs only the last part."""

_NAMED_BY: Final[Mapping[type[Verb], str]] = {
    StopService: "name",
    RemovePackage: "name",
    DisableAccount: "name",
    EndProcess: "exe",
    RemoveLine: "file",
    Quarantine: "path",
    RemoveApp: "path",
    RemoveTask: "path",
    RemoveExclusion: "value",
}
"""Which field of a verb a sentence names."""


def _thing(verb: AnyVerb, phrases: RemovalPhrases, *, hides: bool) -> str:
    """Return what a sentence calls the thing: the last part of a path, or a name."""
    field = _NAMED_BY.get(type(verb), "")
    if hides or not field:
        return phrases.does.other.hidden
    told = str(getattr(verb, field))
    return quoted(_last_part(told) if field in _PATHS else told, LONGEST_NAME)


def _last_part(path: str) -> str:
    parts = [part for part in re.split(r"[\\/]", path) if part]
    return parts[-1] if parts else path


def tag_of(verb: AnyVerb) -> str:
    """Return the tag by which a verb is known in plan files and in the words."""
    return str(verb.__struct_config__.tag)


VERBS: Final[tuple[str, ...]] = tuple(
    str(kind.__struct_config__.tag) for kind in AnyVerb.__args__ if issubclass(kind, msgspec.Struct)
)
"""The tag of every verb."""


# --- how it ended -----------------------------------------------------------------------------------------------------


def ended_said(
    action: Action, ended: ActionEnded | None, phrases: RemovalPhrases, *, begun: bool = False, hides: bool = False
) -> str:
    """Return how a step ended, with what the runner adds where it did not go well.

    Args:
        ended: None when the runner did not tell: it was cut off in this step (`begun`), or never came to it.
    """
    words = phrases.ended
    if ended is None:
        return words.other.cut_off if begun else words.other.not_tried
    if ended.status == "done":
        return words.done[tag_of(action.verb)]
    told = [words.status[ended.status]]
    if ended.says and ended.status in ("refused", "failed", "timed-out"):
        told.append(words.other.hidden_says if hides else _sentence(ended.says))
    if ended.code:
        told.append(words.other.code.format(code=visible(ended.code)))
    return " ".join(told)


def _sentence(says: str) -> str:
    """Return what the runner says as one short line; it may name hostile text."""
    line = visible(says[: 2 * LONGEST_PLACE]).strip()
    return line if len(line) <= LONGEST_PLACE else f"{line[: LONGEST_PLACE - 1].rstrip()}…"


def status_said(status: Status, phrases: RemovalPhrases) -> str:
    """Return a status in a few words, for a line of progress."""
    return phrases.ended.word[status]


def outcome_said(outcome: Outcome | None, name: str, phrases: RemovalPhrases, *, is_setting: bool = False) -> str:
    """Return what came of a removal. Never "clean": only what was looked for.

    Args:
        outcome: None while nobody has looked again.
        name: of the program; not used for a setting.
        is_setting: the plan has no tool.
    """
    words = phrases.outcome
    if outcome is None:
        return words.other.not_looked
    return (words.setting if is_setting else words.program)[outcome].format(name=name_shown(name))


def outcome_word(outcome: Outcome, phrases: RemovalPhrases) -> str:
    """Return an outcome in a few words, for a row of a list."""
    return phrases.outcome.word[outcome]


def next_said(outcome: Outcome, phrases: RemovalPhrases) -> str:
    """Return what the person does next because of an outcome; "" where nothing is to be done."""
    words = phrases.later
    return {
        "removed-pending-restart": words.restart,
        "came-back": words.came_back,
        "copy-removed": words.other_copy,
    }.get(outcome, "")


def cut_off_said(phrases: RemovalPhrases) -> str:
    """Return that a removal was cut off, and what can be done."""
    return phrases.later.cut_off


def working_said(
    what: Literal["asking", "running", "looking"], phrases: RemovalPhrases, *, is_back: bool = False
) -> str:
    """Return what goes on just now. `is_back`: the plan puts something back."""
    words = phrases.later
    looking = words.looking_back if is_back else words.looking
    return {"asking": words.asking, "running": words.running, "looking": looking}[what]


# --- what is not done, and what is asked twice ------------------------------------------------------------------------


def refusal_said(refusal: Refusal, phrases: RemovalPhrases, *, hides: bool = False) -> str:
    """Return why something is left to the person."""
    said = phrases.refused.code[refusal.code]
    if not refusal.about or hides:
        return said
    return f"{said} {phrases.refused.about.format(thing=quoted(refusal.about, LONGEST_PLACE))}"


def caution_asked(caution: Caution, name: str, phrases: RemovalPhrases, *, is_setting: bool = False) -> Question:
    """Return a second question. Nothing is chosen beforehand, and each has its own yes."""
    words = phrases.caution[caution]
    text = words.text_setting if is_setting else words.text.format(name=name_shown(name))
    return Question(text=text, why=words.why, yes=words.yes, no=words.no)


def not_started_said(reason: WhyNotStarted, phrases: RemovalPhrases) -> str:
    """Return why nothing began, without blame."""
    return phrases.begin[reason]


def kept_ways(actions: Iterable[Action]) -> Sequence[Action]:
    """Return the steps of which something is kept, so that they can be put back."""
    return [action for action in actions if undo_of(action.verb) == "put-back" and not isinstance(action.verb, PutBack)]


def name_shown(name: str) -> str:
    """Return the name of a program for the middle of a sentence: one short line in which nothing hides."""
    line = visible(name[: 2 * LONGEST_NAME]).strip()
    return line if len(line) <= LONGEST_NAME else f"{line[: LONGEST_NAME - 1].rstrip()}…"
