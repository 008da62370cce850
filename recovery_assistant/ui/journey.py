"""Where the person is, where they came from and where they go next. No Qt: this is a plan read aloud.

The straight pages of "right now" follow each other; every other stage is a row of the task list, entered from home and
left to home, with the next open task in view.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from recovery_assistant.domain.case import Case
from recovery_assistant.domain.journal import (
    AnswersKept,
    Entry,
    FindingMarked,
    PaymentRecorded,
    PaymentWithdrawn,
    RemovalAgreed,
    RemovalNotStarted,
    RemovalReported,
    RemovalStepTicked,
    ScanFinished,
    ScanStarted,
    StepAnswered,
    StepCompleted,
    StepSkipped,
)
from recovery_assistant.domain.plan import (
    Group,
    PageKind,
    Plan,
    Stage,
    StageStatus,
    Step,
    holds,
    shown_steps,
    stage_status,
)

STRAIGHT: Group = "right-now"
GROUPS: tuple[Group, ...] = ("right-now", "computer", "money", "after")
DONE = ("answered", "completed")
TICKED: tuple[PageKind, ...] = ("checklist", "left-behind", "reminders")
"""Pages whose ticks are kept one by one."""


@dataclass(frozen=True)
class Start:
    """The page with the two doors."""


@dataclass(frozen=True)
class Home:
    """The task list. `stage` is the row that takes the focus; "" means the next open one."""

    stage: str = ""


@dataclass(frozen=True)
class At:
    """A page of the plan."""

    step: str


@dataclass(frozen=True)
class Item:
    """One thing that a page of the plan leads to: a program to remove, or a setting to put right. `item` is its id."""

    step: str
    item: str


@dataclass(frozen=True)
class Aside:
    """A page that belongs to no case: "technician", "open", "help", or an aside of the words."""

    name: str


Place = Start | Home | At | Item | Aside


@dataclass(frozen=True)
class Row:
    """One row of the task list."""

    stage: Stage
    status: StageStatus
    passed: int
    shown: int
    skipped: int = 0


class Journey:
    """Chooses the next page from plan, case and the moment; remembers the way back."""

    def __init__(self, plan: Plan, clock: Callable[[], datetime]) -> None:
        self.plan = plan
        self._clock = clock
        self._trail: list[Place] = [Start()]

    @property
    def here(self) -> Place:
        """Where the person is now."""
        return self._trail[-1]

    @property
    def can_go_back(self) -> bool:
        """Whether there is a page to go back to."""
        return len(self._trail) > 1

    def is_task(self) -> bool:
        """Return whether the person is on a page that the task list leads to, behind the straight pages."""
        return isinstance(self.here, At | Item) and self.plan.stage_of(self.here.step).group != STRAIGHT

    def go(self, place: Place) -> Place:
        """Go to a place and remember where we came from. Going home or to the start forgets the way."""
        if isinstance(place, Start | Home):
            self._trail = [Start(), place] if isinstance(place, Home) else [place]
        elif place != self.here:
            self._trail.append(place)
        return place

    def back(self) -> Place:
        """Go back to where we came from, and return it."""
        if self.can_go_back:
            self._trail.pop()
        return self.here

    def first(self, case: Case, *, now: bool) -> Place:
        """Return the first place behind a door: "now" goes the straight way, "before" goes home."""
        straight = self._straight(case)
        return At(straight[0].id) if now and straight else Home()

    def resumed(self, case: Case, entries: Sequence[Entry]) -> Place:
        """Return where somebody goes on who opens a saved case: where the newest entry of a page leads."""
        for entry in reversed(entries):
            place = self._behind(entry.event, case)
            if place is not None:
                return place
        return Home()

    def _behind(self, event: object, case: Case) -> Place | None:
        if isinstance(event, AnswersKept | StepAnswered | StepCompleted | StepSkipped):
            try:
                step = self.plan.step(event.step)
            except KeyError:  # a page of another version of the plan
                return None
            if step.kind == "doors":
                return self.first(case, now=step.fields[0].options[0] in event_answers(event))
            # What was kept while somebody wrote, and ticks, do not say that the page is done.
            if isinstance(event, AnswersKept) or (step.kind in TICKED and isinstance(event, StepAnswered)):
                return At(step.id)
            return self.after(step.id, case)
        kinds: dict[type, PageKind] = {
            PaymentRecorded: "payments",
            PaymentWithdrawn: "payments",
            FindingMarked: "findings",
            RemovalStepTicked: "removal",
            ScanStarted: "evidence",
            ScanFinished: "evidence",
        }
        kind = _of_a_removal(event, case) or kinds.get(type(event))
        if kind is None:
            return None
        found = (step for stage in self.plan.stages for step in stage.steps if step.kind == kind)
        step_of_kind = next(found, None)
        return At(step_of_kind.id) if step_of_kind is not None else None

    def after(self, step_id: str, case: Case) -> Place:
        """Return the place behind a page: the next page of its way, or home."""
        stage = self.plan.stage_of(step_id)
        shown = shown_steps(stage, case, self.plan, self._clock())
        way = self._straight(case) if stage.group == STRAIGHT else list(shown)
        way = [step for step in way if step.id == step_id or self.can_answer(step, case)]
        ids = [step.id for step in way]
        place_in_stage = [step.id for step in stage.steps]
        if step_id in ids:
            behind = ids[ids.index(step_id) + 1 :]
        else:  # its own answer has hidden it: go by the order of the plan
            later = place_in_stage[place_in_stage.index(step_id) + 1 :]
            behind = [other for other in ids if other in later]
        return At(behind[0]) if behind else Home()

    def enter(self, stage: Stage, case: Case) -> Place:
        """Return the page on which a row of the task list opens: its first open page, or its first."""
        shown = shown_steps(stage, case, self.plan, self._clock())
        unpassed = [step for step in shown if case.steps.get(step.id) not in DONE]
        ready = [step for step in unpassed if self.can_answer(step, case)]
        step = next(iter((*ready, *unpassed, *shown)), None)
        return At(step.id) if step is not None else Home(stage.id)

    def rows(self, case: Case) -> dict[Group, tuple[Row, ...]]:
        """Return the task list by group, in the order of the plan; the straight pages come last once they are done."""
        now = self._clock()
        grouped: dict[Group, list[Row]] = {group: [] for group in GROUPS}
        for stage in self.plan.stages:
            shown = [step for step in shown_steps(stage, case, self.plan, now) if step.kind != "doors"]
            if shown:
                passed = sum(case.steps.get(step.id) in DONE for step in shown)
                status = stage_status(stage, case, self.plan, now)
                skipped = sum(case.steps.get(step.id) == "skipped" for step in shown)
                grouped[stage.group].append(Row(stage, status, passed, len(shown), skipped))
        first = grouped.pop(STRAIGHT)
        done = all(row.status == "completed" for row in first)
        ordered = {**grouped, STRAIGHT: first} if done else {STRAIGHT: first, **grouped}
        return {group: tuple(rows) for group, rows in ordered.items() if rows}

    def next_open(self, case: Case) -> Row | None:
        """Return the next task to do: the first row that can start and is not done."""
        for rows in self.rows(case).values():
            for row in rows:
                if row.status in ("not-started", "in-progress") and self._has_open_page(row.stage, case):
                    return row
        return None

    def _has_open_page(self, stage: Stage, case: Case) -> bool:
        shown = shown_steps(stage, case, self.plan, self._clock())
        return any(case.steps.get(step.id) not in DONE and self.can_answer(step, case) for step in shown)

    def can_answer(self, step: Step, case: Case) -> bool:
        """Return whether a page may be worked on now; otherwise it says why not."""
        return holds(step.opens_when, case, self.plan, self._clock())

    def can_open(self, stage: Stage, case: Case) -> bool:
        """Return whether a row may be entered now."""
        return holds(stage.opens_when, case, self.plan, self._clock())

    def progress(self, step_id: str, case: Case) -> tuple[int, int]:
        """Return which page this is, and of how many: of the straight stages, or of its own stage."""
        stage = self.plan.stage_of(step_id)
        if stage.group == STRAIGHT:
            stages = [other.id for other in self._straight_stages(case)]
            return (stages.index(stage.id) + 1 if stage.id in stages else 1, max(1, len(stages)))
        ids = [step.id for step in shown_steps(stage, case, self.plan, self._clock())]
        return (ids.index(step_id) + 1 if step_id in ids else 1, max(1, len(ids)))

    def _straight_stages(self, case: Case) -> list[Stage]:
        now = self._clock()
        stages = [stage for stage in self.plan.stages if stage.group == STRAIGHT]
        return [
            stage for stage in stages if any(step.kind != "doors" for step in shown_steps(stage, case, self.plan, now))
        ]

    def _straight(self, case: Case) -> list[Step]:
        now = self._clock()
        return [
            step
            for stage in self.plan.stages
            if stage.group == STRAIGHT
            for step in shown_steps(stage, case, self.plan, now)
            if step.kind != "doors"
        ]


def _of_a_removal(event: object, case: Case) -> PageKind | None:
    """Return the kind of page that a removal was agreed to on; None for what does not belong to one."""
    if isinstance(event, RemovalAgreed):
        item = event.plan.item
    elif isinstance(event, RemovalReported | RemovalNotStarted):
        removal = case.removals.get(event.plan_id)
        item = removal.plan.item if removal is not None else ""
    else:
        return None
    return "removal" if item in case.findings else "left-behind"


def event_answers(event: object) -> tuple[str, ...]:
    """Return the texts that were answered on a page."""
    if not isinstance(event, StepAnswered):
        return ()
    return tuple(answer for answer in event.answers.values() if isinstance(answer, str))
