"""What is known of a removal by hand, and never more than that."""

from __future__ import annotations

from recovery_assistant.domain.case import KnownFinding
from recovery_assistant.ui.pages.removal.words import end_headings, state_words, was_not_seen_again
from tests.window_parts import NOW, found


def test_a_look_with_gaps_is_never_called_gone() -> None:
    finding = found("AnyDesk", "offer")
    half = KnownFinding(finding=finding, looked_again_at=NOW, still_there=False, gaps_when_looked_again=2)
    assert "could not look everywhere" in state_words(half)
    assert "still there" in state_words(KnownFinding(finding=finding, looked_again_at=NOW, still_there=True))
    assert "no longer there" in state_words(KnownFinding(finding=finding, looked_again_at=NOW, still_there=False))
    assert state_words(KnownFinding(finding=finding, mark="not-mine")) == "Still to do"


def test_seen_again_and_not_looked_for_are_both_not_gone() -> None:
    finding = found("AnyDesk", "offer")
    assert not was_not_seen_again(KnownFinding(finding=finding))
    assert not was_not_seen_again(KnownFinding(finding=finding, looked_again_at=NOW, still_there=True))
    assert was_not_seen_again(KnownFinding(finding=finding, looked_again_at=NOW, still_there=False))


def test_a_part_of_the_system_is_never_called_removed() -> None:
    for now in ("removed-verified", "still-present", "came-back", "put-back", "unknown", "cut-off", "not-put-back"):
        program, setting, built_in = end_headings(now)
        assert "{name}" in program
        assert "{name}" not in setting
        assert "removed" not in built_in
        assert "clean" not in f"{program} {setting} {built_in}"
