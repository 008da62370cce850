"""`content booklet`, `review`, `card`, `worksheet`: three forms of each, in a folder that is made."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.unit.cli.conftest import CommandLine


@pytest.mark.parametrize("kind", ["card", "worksheet"])
def test_a_paper_is_written_in_three_forms(terminal: CommandLine, tmp_path: Path, kind: str) -> None:
    ended = terminal.type("content", kind, "--country", "ie", "--out", tmp_path / "new" / "folder")

    assert ended.code == 0, ended.out
    names = sorted(path.name for path in (tmp_path / "new" / "folder").iterdir())
    assert names == [f"{kind}-ie.html", f"{kind}-ie.pdf", f"{kind}-ie.txt"]
    assert ended.out.count("Saved:") == 3


def test_the_booklet_has_every_page(terminal: CommandLine, tmp_path: Path) -> None:
    ended = terminal.type("content", "booklet", "--country", "us", "--out", tmp_path)

    assert ended.code == 0, ended.out
    assert "8C: Your e-mail comes first" in (tmp_path / "booklet-us.txt").read_text("utf-8")


def test_a_place_that_is_no_folder_is_said(terminal: CommandLine, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")

    ended = terminal.type("content", "card", "--country", "gb", "--out", tmp_path / "file" / "below")

    assert ended.code == 1
    assert "R-03" in ended.err


@pytest.mark.parametrize("kind", ["booklet", "review", "card", "worksheet"])
def test_no_country_is_ever_guessed(terminal: CommandLine, tmp_path: Path, kind: str) -> None:
    ended = terminal.type("content", kind, "--out", tmp_path / "out")
    assert ended.code == 2
    assert "Say for which country" in ended.err
    assert not (tmp_path / "out").exists()
