"""The drawing of the system's question: the name that it will show, and nothing that could be pressed."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QAbstractButton, QLineEdit

from recovery_assistant.domain.observation import System
from recovery_assistant.domain.removal.prompt import PromptFacts, WayOfAsking
from recovery_assistant.ui.widgets.prompt_drawing import PromptDrawing
from recovery_assistant.ui.widgets.text import Label
from tests.window_parts import Bench

WAYS: tuple[tuple[WayOfAsking, System, str], ...] = (
    ("windows-consent", System.WINDOWS, "Publisher: Unknown"),
    ("polkit", System.LINUX, "Remove a program"),
    ("macos-password", System.MACOS, "Remove a program"),
)


@pytest.mark.parametrize(("way", "system", "shows"), WAYS)
def test_it_shows_the_name_and_cannot_be_pressed(bench: Bench, way: WayOfAsking, system: System, shows: str) -> None:
    facts = PromptFacts(system=system, way=way, name="Runner\u202e<b>", password=True, says="Remove a program")
    drawing = PromptDrawing(bench.theme, facts)
    said = " ".join(label.words for label in drawing.findChildren(Label))
    assert shows in said
    assert "Runner" in said
    assert "A drawing, not the real window." in said, "a box for a password looks as if one could type there"
    assert "\u202e" not in said, "a name cannot turn the line around"
    assert not drawing.findChildren(QAbstractButton)
    assert not drawing.findChildren(QLineEdit), "nobody types a password into a drawing"
    assert drawing.accessibleName() == "A drawing of the question"


def test_a_known_maker_is_named(bench: Bench) -> None:
    facts = PromptFacts(
        system=System.WINDOWS, way="windows-consent", name="Runner", publisher="The project", password=False
    )
    drawing = PromptDrawing(bench.theme, facts)
    said = [label.words for label in drawing.findChildren(Label)]
    assert "Publisher: The project" in said
