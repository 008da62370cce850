"""A finding's card: evidence opens and closes, hostile text can neither hide nor flood."""

from __future__ import annotations

from recovery_assistant.ui.widgets.finding_card import FindingCard, shown_text
from recovery_assistant.ui.widgets.text import Label
from tests.window_parts import Bench


def test_evidence_opens_and_closes_and_the_link_says_which(bench: Bench) -> None:
    card = FindingCard(
        bench.theme,
        "AnyDesk",
        (("Came to this PC", "18 November"),),
        (("What it is", "It shows this screen to somebody far away."),),
        (("A file", "x"), ("Not looked at", "y")),
    )
    bench.qtbot.addWidget(card)
    assert card._how.isHidden()
    card.link.click()
    assert not card._how.isHidden()
    assert card.link.accessibleName() == "Hide how we know"
    assert [label.words for label in card._how.findChildren(Label)][-2:] == ["Not looked at", "y"]
    card.link.click()
    assert card._how.isHidden()


def test_text_from_the_pc_cannot_hide_or_flood() -> None:
    assert "\u202e" not in shown_text("evil\u202egpj.exe")
    assert "[U+202E]" in shown_text("evil\u202egpj.exe")
    assert len(shown_text("x" * 10_000)) < 500
