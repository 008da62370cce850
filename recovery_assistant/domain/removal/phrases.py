"""The sentences in which a removal is told, as they stand in `words/<language>/removing.toml`.

`{name}` and `{thing}` are filled by `telling.py`; the tests fill every phrase. Screen, command line and paper
say the same words.
"""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from recovery_assistant.domain.removal.plan import Caution, RefusalCode, Switch
from recovery_assistant.domain.removal.results import Status
from recovery_assistant.domain.removal.state import Copies, Outcome, WhyNotStarted


class _Phrases(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Base: every phrase must be there, and none that nobody says."""


class PlanPhrases(_Phrases, frozen=True, kw_only=True):
    """What stands above and around the steps before anything happens. `stops` by the tag of a verb."""

    heading: str
    asks_heading: str
    stops_heading: str
    undo_heading: str
    stays_heading: str
    first_heading: str
    first: str
    refused_heading: str
    nothing: str
    step: str
    asks_nothing: str
    asks_windows: str
    asks_windows_password: str
    asks_linux: str
    asks_macos: str
    asks_nobody: str
    shows: str
    shows_words: str
    shows_maker: str
    maker_unknown: str
    other_window: str
    uninstaller_asks: str
    stops_tool: str
    stops_part: str
    stops_copy: str
    stops_others: str
    stops_nothing: str
    undo_all: str
    undo_some: str
    undo_install: str
    kept_means: str
    undo_none: str
    stops: Mapping[str, str]
    stops_switch: Mapping[Switch, str]


class OtherDoesPhrases(_Phrases, frozen=True, kw_only=True):
    """What one step does, where the verb alone does not say it."""

    asks: str
    part: str
    leftover: str
    back: str
    hidden: str
    switch_before: str


class DoesPhrases(_Phrases, frozen=True, kw_only=True):
    """What one step does, by the tag of its verb: for a program, for something else, and to put it back."""

    tool: Mapping[str, str]
    alone: Mapping[str, str]
    switch: Mapping[Switch, str]
    back: Mapping[str, str]
    other: OtherDoesPhrases


class OtherEndedPhrases(_Phrases, frozen=True, kw_only=True):
    """How a step ended, beside its status."""

    code: str
    cut_off: str
    not_tried: str
    hidden_says: str


class EndedPhrases(_Phrases, frozen=True, kw_only=True):
    """How one step ended: in a sentence, and in a word for a line of progress."""

    done: Mapping[str, str]
    status: Mapping[Status, str]
    word: Mapping[Status, str]
    other: OtherEndedPhrases


class OtherOutcomePhrases(_Phrases, frozen=True, kw_only=True):
    """Beside the outcomes."""

    not_looked: str
    gaps: str


class OutcomePhrases(_Phrases, frozen=True, kw_only=True):
    """What came of it all."""

    program: Mapping[Outcome, str]
    setting: Mapping[Outcome, str]
    word: Mapping[Outcome, str]
    other: OtherOutcomePhrases


class RefusedPhrases(_Phrases, frozen=True, kw_only=True):
    """What the program does not do, and why."""

    about: str
    code: Mapping[RefusalCode, str]


class CautionPhrases(_Phrases, frozen=True, kw_only=True):
    """A second question. `text_setting` is asked where there is no program to name."""

    text: str
    text_setting: str
    why: str
    yes: str
    no: str


class LaterPhrases(_Phrases, frozen=True, kw_only=True):
    """While it goes on, and on a later day."""

    asking: str
    running: str
    looking: str
    looking_back: str
    cut_off: str
    go_on: str
    put_back: str
    restart: str
    came_back: str
    other_copy: str
    mine_after_all: str


class RecordPhrases(_Phrases, frozen=True, kw_only=True):
    """The section of the paper. `who` said yes, and whether the records were `copied` before."""

    heading: str
    nothing: str
    lead: str
    one_line: str
    said_yes: str
    yes_by: str
    second_yes: str
    copies: str
    not_begun: str
    looked_again: str
    look: str
    look_after_restart: str
    look_gaps: str
    plan_hash: str
    removal: str
    put_back: str
    step_times: str
    step_begun: str
    step_rights: str
    command: str
    exit_code: str
    seen: str
    before_after: str
    before: str
    after: str
    after_gone: str
    after_gone_gaps: str
    after_there: str
    after_unknown: str
    seen_last: str
    kept_here: str
    kept_lead: str
    kept_one: str
    kept_hash: str
    how_back: str
    how_back_command: str
    by_hand: str
    stays: str
    stays_one: str
    stays_aid: str
    stays_undecided: str
    stays_not_done: str
    who: Mapping[str, str]
    copied: Mapping[Copies, str]


class RemovalPhrases(_Phrases, frozen=True, kw_only=True):
    """All sentences about removals, in one language. `begin`: why the runner did not start."""

    plan: PlanPhrases
    does: DoesPhrases
    ended: EndedPhrases
    outcome: OutcomePhrases
    refused: RefusedPhrases
    caution: Mapping[Caution, CautionPhrases]
    begin: Mapping[WhyNotStarted, str]
    later: LaterPhrases
    record: RecordPhrases
