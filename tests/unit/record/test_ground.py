"""The questions that sections ask of a case."""

from __future__ import annotations

from recovery_assistant.domain import journal as j
from recovery_assistant.domain.record import Pairs
from recovery_assistant.record.ground import page_code, pairs
from tests.unit.record.records import press, rich_events, started


def test_codes_carry_the_number_of_the_records_own_stage() -> None:
    assert page_code(press().plan, "D") == "14D"


def test_only_pairs_that_say_something_are_printed() -> None:
    assert pairs([("a", ""), ("b", "c")]) == [Pairs(rows=(("b", "c"),))]
    assert pairs([("a", "")]) == []


def test_private_questions_are_for_me_alone() -> None:
    step = press().plan.step("about-you")
    for audience in ("bank", "police", "share", "technician"):
        ground = press().ground(rich_events(), audience)
        assert not any(ground.shows(field) for field in step.fields)
    assert all(press().ground(rich_events()).shows(field) for field in step.fields)


def test_a_page_of_another_edition_is_called_by_its_id() -> None:
    ground = press().ground([started()])
    assert ground.step_words("from-the-future").title == "from-the-future"
    assert ground.stage("from-the-future") is None
    assert ground.contact("from-the-future") is None


def test_notes_are_for_me_and_the_police() -> None:
    events = [started(), j.StepCompleted(step="e-mail-first", note="Anna helped")]
    assert press().ground(events).note("e-mail-first") == "Anna helped"
    assert press().ground(events, "technician").note("e-mail-first") == ""
    assert press().ground(events, "share").note("e-mail-first") == ""
