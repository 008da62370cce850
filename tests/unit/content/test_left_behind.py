"""The words on left-behind things: read whole, refused when a kind is missing or weighs something else."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from recovery_assistant.content.left_behind import load_left_behind
from recovery_assistant.domain.errors import ContentError
from recovery_assistant.domain.left_behind.kinds import KINDS
from recovery_assistant.domain.observation import System
from recovery_assistant.resources import resources_root


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    shutil.copytree(resources_root() / "left_behind", tmp_path / "left_behind")
    return tmp_path


def test_every_kind_has_words_in_the_order_of_telling() -> None:
    kinds = load_left_behind(resources_root())
    assert [kind.id for kind in kinds] == list(KINDS)
    exclusion = next(kind for kind in kinds if kind.id == "defender-exclusion")
    assert exclusion.steps_for(System.WINDOWS)
    assert exclusion.steps_for(System.LINUX) == ()
    assert exclusion.steps_for(None) == ()


def test_a_kind_without_a_file_is_refused(copy: Path) -> None:
    (copy / "left_behind/proxy.toml").unlink()
    with pytest.raises(ContentError, match=r"no file proxy\.toml"):
        load_left_behind(copy)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (('weight = "notable"', 'weight = "look-over"'), "its weight is notable"),
        (('id = "proxy"', 'id = "proxies"'), r"name it proxies\.toml"),
        (('title = "', 'colour = "red"\ntitle = "'), "colour"),
    ],
)
def test_what_does_not_fit_is_refused(copy: Path, change: tuple[str, str], says: str) -> None:
    path = copy / "left_behind/proxy.toml"
    path.write_text(path.read_text(encoding="utf-8").replace(*change), encoding="utf-8")
    with pytest.raises(ContentError, match=says):
        load_left_behind(copy)


def test_a_kind_that_nobody_knows_is_refused(copy: Path) -> None:
    text = (copy / "left_behind/proxy.toml").read_text(encoding="utf-8").replace('id = "proxy"', 'id = "new"')
    (copy / "left_behind/new.toml").write_text(text, encoding="utf-8")
    with pytest.raises(ContentError, match="does not know this kind"):
        load_left_behind(copy)
