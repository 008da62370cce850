"""Keep or reset: reasons first, then the question, and names from the PC as plain text."""

from __future__ import annotations

from recovery_assistant.ui.pages.adviser import AdviserPage
from recovery_assistant.ui.widgets.text import Label
from tests.window_parts import Bench


def test_the_page_tells_reasons_and_asks(bench: Bench) -> None:
    window = bench.window()
    assert window.casebook is not None
    window.casebook.answer("what-they-did", {"did": ["saw-bank", "dark-screen"]})
    page = bench.page("keep-or-reset", window)
    assert isinstance(page, AdviserPage)
    said = "\n".join(label.words for label in page.findChildren(Label))
    for part in ("What speaks for keeping it", "What nobody can know", "Your bank was open on this PC", "dark"):
        assert part in said
    assert "Before any reset" in said
    assert page.questions.count == 1
    assert page.code() == "Page 12A"
