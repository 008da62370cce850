"""Drawings take the colours of the scheme, and every name used in code or plan has a file."""

from __future__ import annotations

import re
from pathlib import Path

from PySide6.QtSvg import QSvgRenderer

from recovery_assistant.ui.artwork import Icon, Picture, coloured, tinted
from recovery_assistant.ui.theme import DARK, LIGHT
from tests.window_parts import RESOURCES, Bench, plan

UI = Path(__file__).resolve().parents[3] / "recovery_assistant" / "ui"


def test_light_colours_are_exchanged_for_those_of_the_scheme() -> None:
    assert coloured(f'fill="{LIGHT.ink}"', DARK) == f'fill="{DARK.ink}"'
    assert tinted('stroke="currentColor"', "#123456") == 'stroke="#123456"'


def test_every_icon_that_code_names_exists_and_draws() -> None:
    named = set()
    for path in UI.rglob("*.py"):
        text = path.read_text("utf-8")
        named |= set(re.findall(r'icon="([a-z-]+)"', text))
        named |= set(re.findall(r'Icon\((?:self\.)?_?(?:desk\.)?theme, "([a-z-]+)"', text))
    assert len(named) > 5
    for name in named:
        assert QSvgRenderer(str(RESOURCES / "icons" / f"{name}.svg")).isValid(), name


def test_every_picture_of_the_plan_exists(bench: Bench) -> None:
    for stage in plan().stages:
        for step in stage.steps:
            assert not step.picture or Picture.exists(bench.theme, step.picture), step.picture


def test_pictures_hold_only_colours_that_can_be_exchanged() -> None:
    known = {LIGHT.ink, LIGHT.accent, LIGHT.tint, LIGHT.pale, LIGHT.screen, LIGHT.picture_fill}
    for path in (RESOURCES / "pictures").glob("*.svg"):
        assert set(re.findall(r"#[0-9A-Fa-f]{6}", path.read_text("utf-8"))) <= known, path.name


def test_a_picture_keeps_its_shape_and_says_its_sentence(bench: Bench) -> None:
    picture = Picture(bench.theme, "unplug", "A hand pulls the cable out.")
    bench.qtbot.addWidget(picture)
    assert picture.accessibleName() == "A hand pulls the cable out."
    assert picture.heightForWidth(680) == 222


def test_icons_grow_with_the_text(bench: Bench) -> None:
    icon = Icon(bench.theme, "tick")
    bench.qtbot.addWidget(icon)
    bench.theme.set_percent(200)
    icon.restyle()
    assert icon.width() == 48
