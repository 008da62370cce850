"""The style sheet: every token known, every length scaled, hairlines left alone."""

from __future__ import annotations

from dataclasses import fields

import pytest

from recovery_assistant.ui import sheet
from recovery_assistant.ui.theme import LIGHT


def tokens() -> dict[str, str]:
    return {field.name: str(getattr(LIGHT, field.name)) for field in fields(LIGHT)}


def test_lengths_double_and_hairlines_stay() -> None:
    made = sheet.generate(tokens(), lambda size: round(size * 2), contrast=False)
    assert "font-size: 38px" in made
    assert "1px solid" in made
    assert "$" not in made


def test_a_contrast_theme_adds_wide_borders_and_fills_nothing_but_the_main_button() -> None:
    plain = sheet.generate(tokens(), round, contrast=False)
    contrast = sheet.generate(tokens(), round, contrast=True)
    assert contrast.startswith(plain)
    assert "border: 4px solid" in contrast


def test_an_unknown_token_is_refused() -> None:
    with pytest.raises(KeyError):
        sheet.generate({}, round, contrast=False)
