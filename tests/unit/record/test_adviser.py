"""Keep or reset on paper: the reasons, what nobody can know, and nothing of the story for a technician."""

from __future__ import annotations

from recovery_assistant.domain import journal as j
from recovery_assistant.record.adviser import keep_or_reset
from tests.unit.record.records import press, rich_events, said, started, texts_of


def test_the_section_tells_three_sides_and_what_was_chosen() -> None:
    chosen = j.StepAnswered(step="keep-or-reset", answers={"choice": "reset"})
    text = "\n".join(texts_of(tuple(keep_or_reset(press().ground([*rich_events(), chosen])))))
    for part in ("What speaks for keeping it", "What speaks for a reset", "What nobody can know", "Reset it"):
        assert part in text
    assert "copy this case and print your record" in text


def test_an_empty_case_says_that_nothing_is_known() -> None:
    text = "\n".join(texts_of(tuple(keep_or_reset(press().ground([started()])))))
    assert text.count("We know of nothing here.") == 2
    assert "Nobody can prove that nothing is left." in text


def test_a_technician_is_told_nothing_of_the_story() -> None:
    text = said(press().record(rich_events(), "technician"))
    assert "Nobody can prove that nothing is left." in text
    assert "The screen was dark" not in text
    assert "Your bank was open" not in text
