"""What was answered before there is a case: kept in order, guarded, and seen by the plan as a case would be."""

from __future__ import annotations

from recovery_assistant.domain.journal import StepAnswered, StepCompleted, TextGuarded
from recovery_assistant.ui.draft import Draft
from tests.window_parts import NOW


def test_a_draft_shows_what_was_answered_as_a_case_does() -> None:
    draft = Draft(lambda: NOW)
    assert draft.answer("unplug", {"how": "cable-out"}) == ()
    draft.record(StepCompleted(step="still-connected"))
    assert draft.case.answer("unplug", "how") == "cable-out"
    assert draft.case.steps == {"unplug": "answered", "still-connected": "completed"}
    assert draft.events == (
        StepAnswered(step="unplug", answers={"how": "cable-out"}),
        StepCompleted(step="still-connected"),
    )


def test_a_draft_keeps_no_secret_either() -> None:
    draft = Draft(lambda: NOW)
    removed = draft.answer("unplug", {"how": "my card is 4111 1111 1111 1111"})
    assert removed
    assert "4111" not in str(draft.events)
    assert any(isinstance(event, TextGuarded) for event in draft.events)
