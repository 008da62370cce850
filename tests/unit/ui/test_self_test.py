"""The first page paints where nobody sees it."""

from __future__ import annotations

from recovery_assistant.compose import window_parts
from recovery_assistant.ui.self_test import paint_off_screen


def test_the_first_page_is_painted(qapp: object) -> None:
    assert paint_off_screen(window_parts()).startswith("First page painted, ")
