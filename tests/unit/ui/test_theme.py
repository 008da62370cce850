"""Tokens reach their contrast, the scale follows system and person, a contrast theme replaces every colour."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication

from recovery_assistant.ui.theme import DARK, FACE, LIGHT, Colours, contrast_colours, system_factor
from tests.window_parts import Bench


def luminance(colour: str) -> float:
    def linear(part: float) -> float:
        return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4

    shown = QColor(colour)
    return 0.2126 * linear(shown.redF()) + 0.7152 * linear(shown.greenF()) + 0.0722 * linear(shown.blueF())


def ratio(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(
    ("text", "ground"),
    [
        ("ink", "bg"),
        ("ink", "surface"),
        ("ink", "side"),
        ("ink", "tint"),
        ("ink", "note_bg"),
        ("ink2", "bg"),
        ("ink2", "surface"),
        ("ink2", "side"),
        ("ink2", "tint"),
        ("on_accent", "accent"),
        ("on_accent", "accent_over"),
        ("on_accent2", "accent"),
        ("link", "bg"),
        ("link", "surface"),
        ("tag_text", "tint"),
    ],
)
def test_text_is_seven_to_one(colours: Colours, text: str, ground: str) -> None:
    assert ratio(getattr(colours, text), getattr(colours, ground)) >= 6.95


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(
    ("edge", "ground"),
    [
        ("edge", "bg"),
        ("edge", "surface"),
        ("edge", "tint"),
        ("accent", "bg"),
        ("accent", "tint"),
        ("note_bar", "note_bg"),
        ("focus", "focus_ink"),
    ],
)
def test_edges_and_icons_are_three_to_one(colours: Colours, edge: str, ground: str) -> None:
    assert ratio(getattr(colours, edge), getattr(colours, ground)) >= 3


def test_the_systems_font_size_counts_but_never_shrinks() -> None:
    assert system_factor(9, "win32") == 1
    assert system_factor(18, "win32") == 2
    assert system_factor(7, "linux") == 1


def test_scale_is_system_times_own_choice(bench: Bench) -> None:
    bench.theme.set_percent(150)
    assert bench.theme.px(20) == 30
    bench.theme.set_percent(110)
    assert bench.theme.percent == 150, "only the five sizes"


def test_the_own_face_is_used(bench: Bench, qapp: QApplication) -> None:
    assert qapp.font().families()[0] == FACE


def test_a_contrast_theme_gives_every_colour(bench: Bench, qapp: QApplication) -> None:
    palette = QPalette()
    for role, colour in (
        (QPalette.ColorRole.Window, "#000000"),
        (QPalette.ColorRole.WindowText, "#ffffff"),
        (QPalette.ColorRole.Button, "#000000"),
        (QPalette.ColorRole.ButtonText, "#ffee32"),
        (QPalette.ColorRole.Highlight, "#d6b4fd"),
        (QPalette.ColorRole.Link, "#8080ff"),
    ):
        palette.setColor(role, QColor(colour))
    bench.theme.force("contrast", palette)
    colours = bench.theme.colours
    assert colours == contrast_colours(palette)
    assert {colours.bg, colours.tint, colours.note_bg, colours.side} == {"#000000"}
    assert LIGHT.tint not in qapp.styleSheet()
    bench.theme.force("light")
