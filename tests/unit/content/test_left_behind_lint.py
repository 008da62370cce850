"""The lint of the words on left-behind things finds what would trip a reader."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from recovery_assistant.content.left_behind_lint import lint_left_behind
from recovery_assistant.resources import resources_root

FILE = "left_behind/firewall-off.toml"
SIXTH = "steps = ["


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    shutil.copytree(resources_root() / "left_behind", tmp_path / "left_behind")
    return tmp_path


def test_our_own_words_are_right() -> None:
    assert lint_left_behind(resources_root(), date(2026, 11, 22)) == []


def test_old_words_are_told() -> None:
    late = lint_left_behind(resources_root(), date(2030, 1, 1))
    assert {finding.rule for finding in late} == {"fresh"}
    assert {finding.level for finding in late} == {"warning"}


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        (('systems = ["windows"]', 'systems = ["windows", "linux"]'), "steps"),
        ((SIXTH, 'steps = ["1.", "2.", "3.", "4.", '), "steps"),
        (("general_knowledge = true", ""), "sources"),
        (("general_knowledge = true", 'general_knowledge = true\nsources = ["x"]'), "sources"),
        (("sources = [\n", "sources = []\nx = [\n"), "loads"),
        (('title = "', f'title = "{"Long " * 20}'), "title"),
        (('says = "', 'says = "☠ '), "letters"),
        (('says = "', f'says = "{"word " * 21}. '), "sentence"),
        (('says = "', 'says = "You are a victim. '), "banned"),
        (('why = "', f'why = "{"Incomprehensibilities notwithstanding. " * 9}'), "reading-age"),
        (('id = "firewall-off"', 'id = "x"'), "loads"),
    ],
)
def test_what_is_wrong_is_found(copy: Path, change: tuple[str, str], rule: str) -> None:
    path = copy / FILE
    text = path.read_text(encoding="utf-8")
    assert change[0] in text
    path.write_text(text.replace(*change), encoding="utf-8")
    assert rule in {finding.rule for finding in lint_left_behind(copy)}
