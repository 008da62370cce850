"""The plan: what to do, in which order, and when a page is shown. Data only; the words stand apart (`words.py`).

A stage is one row of the task list (or one of the straight pages of "right now"); a step is one page. The page code
that people say on the phone is the stage's number and the step's letter: "6B". Codes never move while a case is open:
they come from the plan, not from what happens to be shown.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Literal

from msgspec import Struct

from recovery_assistant.domain.case import Case
from recovery_assistant.domain.payment import Rail
from recovery_assistant.domain.region import Region, region_named
from recovery_assistant.domain.session import Session

PageKind = Literal[
    "doors",
    "unplug",
    "live",
    "call",
    "evidence",
    "form",
    "payments",
    "findings",
    "removal",
    "refund",
    "checklist",
    "left-behind",
    "timeline",
    "reminders",
    "advice",
    "report",
    "letters",
    "statement-file",
    "adviser",
    "record",
]
"""How a page works, not what it says. One class of page in the window for each."""

Group = Literal["right-now", "computer", "money", "after"]
FieldKind = Literal["text", "long-text", "one-of", "some-of", "date", "time", "phone", "tick", "reference"]
StageStatus = Literal["not-started", "in-progress", "completed", "cannot-start-yet"]

REGION_STEP, REGION_FIELD = "where-you-live", "region"
_A_DAY = timedelta(days=1)
"""A payment without a time lies up to a day ahead; one further ahead is a slip of the pen."""


class Field(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One question on a page. Its label, hint and option labels are words, found under step and field id.

    Attributes:
        options: ids of the answers, for "one-of" and "some-of"; nothing is ever preselected.
        contacts: ids of contacts shown beside this question (a tick "Experian told" shows Experian's number).
        shown_when: None means always.
        private: about health or hard times; it never goes on a copy to share, nor on a technician's.
    """

    id: str
    kind: FieldKind
    options: tuple[str, ...] = ()
    contacts: tuple[str, ...] = ()
    shown_when: Condition | None = None
    private: bool = False


class Always(Struct, frozen=True, tag_field="is", tag="always", forbid_unknown_fields=True):
    """True for every case."""


class InRegion(Struct, frozen=True, tag_field="is", tag="in-region", forbid_unknown_fields=True):
    """The person lives in one of these regions; `or_unknown` decides while they have not said."""

    regions: tuple[Region, ...]
    or_unknown: bool = True


class Answered(Struct, frozen=True, tag_field="is", tag="answered", forbid_unknown_fields=True):
    """A field holds one of these answers ("yes"/"no" for ticks are the strings "true"/"false").

    Attributes:
        within_hours: how long such an answer is true ("in the last 24 hours" is not true for ever); 0 means always.
    """

    step: str
    field: str
    one_of: tuple[str, ...]
    within_hours: int = 0


class StageDone(Struct, frozen=True, tag_field="is", tag="stage-done", forbid_unknown_fields=True):
    """Every page of a stage that is shown was answered or completed."""

    stage: str


class PaidBy(Struct, frozen=True, tag_field="is", tag="paid-by", forbid_unknown_fields=True):
    """At least one payment went by one of these rails."""

    rails: tuple[Rail, ...]


class MoneyWentWithin(Struct, frozen=True, tag_field="is", tag="money-went-within", forbid_unknown_fields=True):
    """At least one payment with a known day lies at most this many hours back (a day alone counts to its end)."""

    hours: int


class ToolsFound(Struct, frozen=True, tag_field="is", tag="tools-found", forbid_unknown_fields=True):
    """A scan found at least one alarm."""


class SessionsFound(Struct, frozen=True, tag_field="is", tag="sessions-found", forbid_unknown_fields=True):
    """The records of the PC tell that somebody was connected to it at least once."""


class AllOf(Struct, frozen=True, tag_field="is", tag="all-of", forbid_unknown_fields=True):
    """Every one of these holds."""

    conditions: tuple[Condition, ...]


class AnyOf(Struct, frozen=True, tag_field="is", tag="any-of", forbid_unknown_fields=True):
    """At least one of these holds."""

    conditions: tuple[Condition, ...]


class Not(Struct, frozen=True, tag_field="is", tag="not", forbid_unknown_fields=True):
    """This does not hold."""

    condition: Condition


Condition = (
    Always
    | InRegion
    | Answered
    | StageDone
    | PaidBy
    | MoneyWentWithin
    | ToolsFound
    | SessionsFound
    | AllOf
    | AnyOf
    | Not
)

FromRecords = Literal["", "statements", "downloads", "passwords", "maker"]
"""What the records of the PC can suggest on a page, once they were read: from which day to look at statements · which
files to question · what to change first · words for the maker of the program. It is told, never filled in."""


class Step(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One page.

    Attributes:
        id: stable for ever; journals refer to it.
        contacts: ids of contacts that stand on this page (apart from the help column).
        clean_device: this page is to be done on another device.
        minutes: about how long it takes.
        picture: name of a drawn picture in resources/pictures, or "".
        opens_when: None means at once; otherwise the page says why it cannot start yet, and the walk goes past it.
        from_records: what the records of the PC suggest on this page.
        may_be_skipped: its part counts as done without it, and what waits for that part opens.
        form: id of the report form whose sheet this page shows (kind "report"); or "".
        letters: ids of letters that this page offers to make.
    """

    id: str
    kind: PageKind
    fields: tuple[Field, ...] = ()
    contacts: tuple[str, ...] = ()
    shown_when: Condition | None = None
    clean_device: bool = False
    minutes: int = 0
    picture: str = ""
    opens_when: Condition | None = None
    from_records: FromRecords = ""
    may_be_skipped: bool = False
    form: str = ""
    letters: tuple[str, ...] = ()

    @property
    def asked(self) -> tuple[Field, ...]:
        """The questions that a case can be asked anew, without those that only an earlier version asked.

        Such a field is shown when it is answered itself, so that what was said in an older case is not lost.
        """
        return tuple(field for field in self.fields if not self._was_asked_before(field))

    def _was_asked_before(self, field: Field) -> bool:
        when = field.shown_when
        return isinstance(when, Answered) and (when.step, when.field) == (self.id, field.id)


class Stage(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One row of the task list.

    Attributes:
        number: part of every page code.
        opens_when: None means at once; otherwise the row says "Cannot start yet" with the reason from the words.
    """

    id: str
    number: int
    group: Group
    steps: tuple[Step, ...]
    opens_when: Condition | None = None


class Plan(Struct, frozen=True, kw_only=True):
    """All stages, in order."""

    stages: tuple[Stage, ...]

    def stage(self, stage_id: str) -> Stage:
        """Return a stage. Raises KeyError when the plan has none of that id."""
        for stage in self.stages:
            if stage.id == stage_id:
                return stage
        raise KeyError(stage_id)

    def step(self, step_id: str) -> Step:
        """Return a step. Raises KeyError when the plan has none of that id."""
        return self._place(step_id)[1]

    def stage_of(self, step_id: str) -> Stage:
        """Return the stage that a step belongs to."""
        return self._place(step_id)[0]

    def code(self, step_id: str) -> str:
        """Return the page code, such as "6B"."""
        stage, step = self._place(step_id)
        return f"{stage.number}{chr(ord('A') + stage.steps.index(step))}"

    def step_by_code(self, code: str) -> Step:
        """Return the step that a spoken page code means ("6b" works). Raises KeyError."""
        for stage in self.stages:
            for step in stage.steps:
                if self.code(step.id) == code.strip().upper():
                    return step
        raise KeyError(code)

    def _place(self, step_id: str) -> tuple[Stage, Step]:
        for stage in self.stages:
            for step in stage.steps:
                if step.id == step_id:
                    return stage, step
        raise KeyError(step_id)


def region_of(case: Case) -> Region | None:
    """Return where the person lives, or None while they have not said."""
    return region_named(case.answer(REGION_STEP, REGION_FIELD), case.country)


def holds(condition: Condition | None, case: Case, plan: Plan, now: datetime) -> bool:
    """Return whether a condition holds for a case at a moment (`now` carries the UTC offset of this PC)."""
    match condition:
        case None | Always():
            return True
        case InRegion():
            region = region_of(case)
            return condition.or_unknown if region is None else region in condition.regions
        case Answered():
            given = not _answer_texts(case, condition).isdisjoint(condition.one_of)
            return given and _still_true(case, condition, now)
        case StageDone():
            return stage_status(plan.stage(condition.stage), case, plan, now) == "completed"
        case PaidBy():
            return any(payment.rail in condition.rails for payment in case.payments.values())
        case MoneyWentWithin():
            return _money_went_within(case, condition.hours, now)
        case ToolsFound():
            return any(known.finding.is_alarm for known in case.findings.values())
        case SessionsFound():
            told = (one for reading in case.readings for one in reading.told.traces)
            return any(isinstance(one, Session) and one.direction == "incoming" for one in told)
        case AllOf():
            return all(holds(part, case, plan, now) for part in condition.conditions)
        case AnyOf():
            return any(holds(part, case, plan, now) for part in condition.conditions)
        case Not():
            return not holds(condition.condition, case, plan, now)


def _answer_texts(case: Case, condition: Answered) -> set[str]:
    answer = case.answer(condition.step, condition.field)
    if isinstance(answer, bool):
        return {"true" if answer else "false"}
    if isinstance(answer, list):
        return set(answer)
    return {str(answer)} if answer is not None else set()


def _still_true(case: Case, condition: Answered, now: datetime) -> bool:
    answered_at = case.step_times.get(condition.step)
    if not condition.within_hours or answered_at is None:  # none: the page is being filled in now
        return True
    return now - answered_at <= timedelta(hours=condition.within_hours)


def _money_went_within(case: Case, hours: int, now: datetime) -> bool:
    for payment in case.payments.values():
        try:
            sent = datetime.fromisoformat(f"{payment.sent_on}T{payment.sent_time or '23:59'}")
        except ValueError:
            continue
        if -_A_DAY < now - sent.replace(tzinfo=now.tzinfo) <= timedelta(hours=hours):
            return True
    return False


def shown_fields(step: Step, case: Case, plan: Plan, now: datetime) -> tuple[Field, ...]:
    """Return the questions of a page that this case is shown, in order."""
    return tuple(field for field in step.fields if holds(field.shown_when, case, plan, now))


def shown_steps(stage: Stage, case: Case, plan: Plan, now: datetime) -> tuple[Step, ...]:
    """Return the pages of a stage that this case is shown, in order."""
    return tuple(step for step in stage.steps if holds(step.shown_when, case, plan, now))


def stage_status(stage: Stage, case: Case, plan: Plan, now: datetime) -> StageStatus:
    """Return what stands at the right of a task row. A skipped page keeps its stage open, unless it may be skipped."""
    if not holds(stage.opens_when, case, plan, now):
        return "cannot-start-yet"
    shown = shown_steps(stage, case, plan, now)
    states = [case.steps.get(step.id) for step in shown]
    passed = ("answered", "completed", "skipped")
    if all(state in (passed if step.may_be_skipped else passed[:2]) for step, state in zip(shown, states, strict=True)):
        return "completed"
    is_begun = any(state is not None for state in states) or any(case.answers.get(step.id) for step in shown)
    return "in-progress" if is_begun else "not-started"


def next_step(case: Case, plan: Plan, now: datetime, after: str | None = None) -> Step | None:
    """Return the next page to show: the first open one behind `after` in plan order, or from the start.

    Skipped pages count as passed within the walk, but they stay open on the task list. None means that every page
    that can be shown was passed.
    """
    behind = after is None
    for stage in plan.stages:
        opened = holds(stage.opens_when, case, plan, now)
        for step in shown_steps(stage, case, plan, now):
            if behind and opened and case.steps.get(step.id) is None and holds(step.opens_when, case, plan, now):
                return step
            behind = behind or step.id == after
    return None
