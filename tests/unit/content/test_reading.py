"""A content file that is wrong says where, in words for people who do not program."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Literal

import pytest
from msgspec import Struct

from recovery_assistant.content.reading import read
from recovery_assistant.domain.errors import ContentError


class Leaf(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A page."""

    title: str
    minutes: int = 0


class Tree(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A file."""

    name: str
    leaves: Mapping[str, Leaf] = {}
    rows: tuple[Mapping[str, Leaf], ...] = ()
    days: Mapping[Literal["monday", "friday"], int] = {}


def _file(folder: Path, text: str) -> Path:
    path = folder / "leaf.toml"
    path.write_text(text, encoding="utf-8")
    return path


def _wrong(folder: Path, text: str) -> ContentError:
    with pytest.raises(ContentError) as caught:
        read(_file(folder, text), Tree)
    assert "leaf.toml" in caught.value.sentence
    return caught.value


def test_a_right_file_becomes_an_object(tmp_path: Path) -> None:
    tree = read(_file(tmp_path, 'name = "a"\n[leaves.b]\ntitle = "c"\n'), Tree)
    assert tree == Tree(name="a", leaves={"b": Leaf(title="c")})


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(ContentError, match=r"gone\.toml") as caught:
        read(tmp_path / "gone.toml", Tree)
    assert caught.value.code == "T-01"


def test_broken_toml_names_the_line(tmp_path: Path) -> None:
    error = _wrong(tmp_path, "name = \n")
    assert error.code == "T-02"
    assert "line 1" in error.sentence


def test_a_file_in_another_encoding_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "leaf.toml"
    path.write_bytes(b'name = "\xa3"\n')
    with pytest.raises(ContentError, match="UTF-8") as caught:
        read(path, Tree)
    assert caught.value.code == "T-02"


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("name = 3\n", "at name:"),
        ("\n", "at its top level:"),
        ('name = "a"\n[days]\nmonday = 1\nsunday = 2\n', "at days: There is no choice 'sunday'."),
        ('name = "a"\n[days]\nmonday = 1\nfriday = "2"\n', "at days.friday:"),
        ('name = "a"\ncolour = "b"\n', "“colour”"),
        (
            'name = "a"\n[leaves.one]\ntitle = "x"\n[leaves.two]\ntitle = 5\n',
            "at leaves.two.title: Expected a text in quotation marks, got a whole number.",
        ),
        ('name = "a"\n[leaves.one]\ntitle = "x"\n[leaves.two]\ntitle = "y"\nsize = 5\n', "at leaves.two:"),
        (
            'name = "a"\n[[rows]]\n[[rows]]\nok = {title = ""}\nbad = {title = "y", minutes = "z"}\n',
            "rows[1].bad.minutes:",
        ),
    ],
)
def test_the_key_path_is_named(tmp_path: Path, text: str, place: str) -> None:
    error = _wrong(tmp_path, text)
    assert error.code == "T-03"
    assert place in error.sentence
