"""Which pages a case is shown, in which order, what stands in the task list, and what a spoken page code means."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import msgspec
import pytest

from recovery_assistant.domain.case import Case, KnownFinding, StepState
from recovery_assistant.domain.finding import Confidence, Finding
from recovery_assistant.domain.journal import Answer
from recovery_assistant.domain.payment import Payment, Rail
from recovery_assistant.domain.plan import (
    AllOf,
    Always,
    Answered,
    AnyOf,
    Condition,
    Field,
    InRegion,
    MoneyWentWithin,
    Not,
    PaidBy,
    Plan,
    Stage,
    StageDone,
    Step,
    ToolsFound,
    holds,
    next_step,
    region_of,
    shown_fields,
    shown_steps,
    stage_status,
)

NOW = datetime(2026, 11, 22, 15, 0, tzinfo=timezone(timedelta(hours=1)))
ASKED = Field(id="at-work", kind="one-of", options=("yes", "no"))
TELL = Field(id="told-it", kind="tick", shown_when=Answered(step="job", field="at-work", one_of=("yes",)))
PLAN = Plan(
    stages=(
        Stage(id="story", number=5, group="computer", steps=(
            Step(id="job", kind="form", fields=(ASKED, TELL)),
            Step(id="scots-only", kind="form", shown_when=InRegion(regions=("scotland",), or_unknown=False)),
            Step(id="end", kind="advice"),
        )),
        Stage(id="passwords", number=8, group="money", steps=(
            Step(id="phone", kind="checklist"),
            Step(id="this-pc", kind="checklist", opens_when=StageDone(stage="story")),
        )),
        Stage(id="late", number=12, group="after", opens_when=StageDone(stage="passwords"),
              steps=(Step(id="last", kind="advice"),)),
    )
)  # fmt: skip


def _case(steps: dict[str, StepState] | None = None, **answers: dict[str, Answer]) -> Case:
    return Case(steps=steps or {}, answers={step.replace("_", "-"): given for step, given in answers.items()})


def _paid(**parts: object) -> Case:
    payment = msgspec.convert({"id": "p1", **parts}, Payment)
    return Case(payments={"p1": payment})


def _true(condition: Condition | None, case: Case, now: datetime = NOW) -> bool:
    return holds(condition, case, PLAN, now)


def test_page_codes_count_hidden_pages_too() -> None:
    assert [PLAN.code(name) for name in ("job", "scots-only", "end", "phone", "last")] == [
        "5A",
        "5B",
        "5C",
        "8A",
        "12A",
    ]


@pytest.mark.parametrize("spoken", ["5c", " 5C ", "5C"])
def test_a_spoken_code_finds_its_page(spoken: str) -> None:
    assert PLAN.step_by_code(spoken).id == "end"


@pytest.mark.parametrize("spoken", ["5D", "", "C5", "9A"])
def test_a_wrong_code_finds_nothing(spoken: str) -> None:
    with pytest.raises(KeyError):
        PLAN.step_by_code(spoken)


def test_stage_and_step_are_found_by_id() -> None:
    assert PLAN.stage("late").number == 12
    assert PLAN.step("phone").kind == "checklist"
    assert PLAN.stage_of("phone").id == "passwords"
    for find in (PLAN.stage, PLAN.step, PLAN.stage_of, PLAN.code):
        with pytest.raises(KeyError):
            find("nowhere")


@pytest.mark.parametrize("name", ["england", "wales", "northern-ireland", "scotland"])
def test_the_region_is_what_was_answered(name: str) -> None:
    assert region_of(_case(where_you_live={"region": name})) == name


@pytest.mark.parametrize("answer", [None, "", "france", 3, True, ["scotland"]])
def test_anything_else_is_no_region(answer: Answer) -> None:
    assert region_of(_case(where_you_live={"region": answer})) is None


def test_a_region_that_is_not_known_yet() -> None:
    scotland = _case(where_you_live={"region": "scotland"})
    assert _true(InRegion(regions=("england",)), _case())
    assert not _true(InRegion(regions=("england",), or_unknown=False), _case())
    assert not _true(InRegion(regions=("england",)), scotland)
    assert _true(InRegion(regions=("england", "scotland"), or_unknown=False), scotland)


@pytest.mark.parametrize(
    ("answer", "one_of", "expected"),
    [
        ("yes", ("yes",), True),
        ("no", ("yes",), False),
        (["a", "b"], ("b", "c"), True),
        (["a"], ("b",), False),
        ([], ("b",), False),
        (True, ("true",), True),
        (False, ("true",), False),
        (False, ("false",), True),
        (7, ("7",), True),
        (None, ("yes",), False),
        (None, ("None",), False),
    ],
)
def test_what_was_answered(answer: Answer, one_of: tuple[str, ...], expected: bool) -> None:
    assert _true(Answered(step="job", field="at-work", one_of=one_of), _case(job={"at-work": answer})) is expected


def test_a_question_that_was_never_asked_is_not_answered() -> None:
    assert not _true(Answered(step="other", field="at-work", one_of=("yes",)), _case())


@pytest.mark.parametrize(("rail", "expected"), [("crypto", True), ("cash", False), (None, False)])
def test_how_it_was_paid(rail: Rail | None, expected: bool) -> None:
    assert _true(PaidBy(rails=("crypto", "gift-card")), _paid(rail=rail)) is expected


@pytest.mark.parametrize(
    ("sent_on", "sent_time", "expected"),
    [
        ("2026-11-22", "09:00", True),
        ("2026-11-21", "15:00", True),
        ("2026-11-21", "14:59", False),
        ("2026-11-21", "", True),
        ("2026-11-20", "", False),
        ("", "", False),
        ("2026-11-22", "", True),
        ("2027-11-22", "", False),
        ("last week", "", False),
        ("2026-11-22", "about ten", False),
    ],
)
def test_money_that_went_in_the_last_day(sent_on: str, sent_time: str, expected: bool) -> None:
    case = _paid(sent_on=sent_on, sent_time=sent_time)
    assert _true(MoneyWentWithin(hours=24), case) is expected


def test_money_is_counted_in_the_time_of_this_pc() -> None:
    case = _paid(sent_on="2026-11-21", sent_time="16:00")
    assert _true(MoneyWentWithin(hours=24), case, datetime(2026, 11, 22, 15, 30, tzinfo=UTC))


@pytest.mark.parametrize(("confidence", "expected"), [("certain", True), ("likely", True), ("possible", False)])
def test_only_alarms_count_as_found(confidence: Confidence, expected: bool) -> None:
    finding = Finding(
        id="f-1", host="h", tool_id="t", tool_name="T", category="remote", confidence=confidence, policy="offer"
    )
    assert _true(ToolsFound(), Case(findings={"f-1": KnownFinding(finding=finding)})) is expected
    assert not _true(ToolsFound(), Case())


def test_conditions_are_put_together() -> None:
    yes, no = Always(), Not(Always())
    assert _true(None, Case())
    assert _true(AllOf(()), Case())
    assert _true(AllOf((yes, yes)), Case())
    assert not _true(AllOf((yes, no)), Case())
    assert _true(AnyOf((no, yes)), Case())
    assert not _true(AnyOf((no, no)), Case())
    assert not _true(AnyOf(()), Case())


def test_a_page_that_does_not_concern_somebody_is_not_shown() -> None:
    stage = PLAN.stage("story")
    assert [step.id for step in shown_steps(stage, Case(), PLAN, NOW)] == ["job", "end"]
    scotland = _case(where_you_live={"region": "scotland"})
    assert [step.id for step in shown_steps(stage, scotland, PLAN, NOW)] == ["job", "scots-only", "end"]


def test_a_question_that_does_not_concern_somebody_is_not_shown() -> None:
    step = PLAN.step("job")
    assert shown_fields(step, Case(), PLAN, NOW) == (ASKED,)
    assert shown_fields(step, _case(job={"at-work": "yes"}), PLAN, NOW) == (ASKED, TELL)


@pytest.mark.parametrize(
    ("steps", "expected"),
    [
        ({}, "not-started"),
        ({"job": "answered"}, "in-progress"),
        ({"job": "answered", "end": "completed"}, "completed"),
        ({"job": "answered", "end": "skipped"}, "in-progress"),
        ({"job": "skipped", "end": "skipped"}, "in-progress"),
        ({"scots-only": "answered"}, "not-started"),
    ],
)
def test_what_stands_beside_a_row(steps: dict[str, StepState], expected: str) -> None:
    assert stage_status(PLAN.stage("story"), _case(steps), PLAN, NOW) == expected


def test_a_row_that_cannot_start_yet() -> None:
    assert stage_status(PLAN.stage("late"), Case(), PLAN, NOW) == "cannot-start-yet"
    done = _case({"phone": "completed", "this-pc": "completed"})
    assert stage_status(PLAN.stage("late"), done, PLAN, NOW) == "not-started"


def _walk(case: Case) -> list[str]:
    seen: list[str] = []
    after: str | None = None
    while (step := next_step(case, PLAN, NOW, after)) is not None:
        seen.append(step.id)
        after = step.id
        case = msgspec.structs.replace(case, steps={**case.steps, step.id: "completed"})
    return seen


def test_the_walk_opens_what_the_pages_before_have_opened() -> None:
    assert _walk(Case()) == ["job", "end", "phone", "this-pc", "last"]


def test_the_walk_goes_past_a_page_that_cannot_start_yet() -> None:
    skipped = _case({"job": "skipped", "end": "skipped"})
    step = next_step(skipped, PLAN, NOW)
    assert step is not None
    assert step.id == "phone"
    later = next_step(_case({"job": "skipped", "end": "skipped", "phone": "completed"}), PLAN, NOW)
    assert later is None


def test_the_walk_goes_on_behind_a_page() -> None:
    step = next_step(Case(), PLAN, NOW, after="job")
    assert step is not None
    assert step.id == "end"


def test_the_walk_ends() -> None:
    assert next_step(Case(), PLAN, NOW, after="last") is None


@pytest.mark.parametrize(
    "condition",
    [
        {"is": "always"},
        {"is": "in-region", "regions": ["wales"]},
        {"is": "not", "condition": {"is": "any-of", "conditions": [{"is": "tools-found"}]}},
        {"is": "money-went-within", "hours": 24},
    ],
)
def test_conditions_are_read_from_data(condition: dict[str, object]) -> None:
    read = msgspec.convert(condition, Condition)
    assert msgspec.to_builtins(read)["is"] == condition["is"]


@pytest.mark.parametrize(
    "condition",
    [
        {"is": "eval", "code": "1"},
        {"is": "in-region", "regions": ["france"]},
        {"is": "always", "more": 1},
        {"is": "all-of", "conditions": [{"is": "never"}]},
        {},
    ],
)
def test_nothing_else_is_a_condition(condition: dict[str, object]) -> None:
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert(condition, Condition)


@pytest.mark.parametrize(("hours", "expected"), [(1, True), (24, True), (25, False), (5 * 24, False)])
def test_an_answer_about_the_last_day_is_not_true_for_ever(hours: int, expected: bool) -> None:
    asked = Answered(step="money", field="last-day", one_of=("yes",), within_hours=24)
    case = Case(answers={"money": {"last-day": "yes"}}, step_times={"money": NOW - timedelta(hours=hours)})
    assert _true(asked, case, NOW) is expected
    assert _true(asked, Case(answers={"money": {"last-day": "yes"}}), NOW)


def test_a_question_of_an_earlier_version_is_shown_only_where_it_was_answered() -> None:
    former = Field(id="old", kind="tick", shown_when=Answered(step="page", field="old", one_of=("true",)))
    step = Step(id="page", kind="form", fields=(ASKED, TELL, former))
    assert step.asked == (ASKED, TELL)
    assert shown_fields(step, _case(page={"old": True}), PLAN, NOW) == (ASKED, former)
    assert shown_fields(step, _case(page={"old": False}), PLAN, NOW) == (ASKED,)
    assert shown_fields(step, _case(), PLAN, NOW) == (ASKED,)
