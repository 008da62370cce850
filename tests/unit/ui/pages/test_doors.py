"""The first page: two doors, 999, the promise, three links."""

from __future__ import annotations

from recovery_assistant.ui.journey import Aside
from recovery_assistant.ui.pages.doors import DoorsPage
from recovery_assistant.ui.widgets.text import Label
from tests.window_parts import Bench


def test_two_doors_the_emergency_number_and_the_promise(bench: Bench) -> None:
    window = bench.window(case=False)
    page = window.page
    assert isinstance(page, DoorsPage)
    assert len(page.doors) == 2
    said = " ".join(label.words for label in page.findChildren(Label))
    assert "Ring 999 first." in said
    assert "never asks for a password" in said
    assert page.code() == "Start page"
    assert page.footer().main == "", "the doors are the buttons"


def test_links_lead_beside_the_plan(bench: Bench) -> None:
    window = bench.window(case=False)
    for name in ("check-program", "technician", "open"):
        if name == "open":
            window._footer.skip.emit()
        else:
            window._footer.side.emit(name)
        assert window.journey.here == Aside(name)
        window._footer.back.emit()
        assert isinstance(window.page, DoorsPage)
