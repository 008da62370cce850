"""New files take nobody's place: nothing is written when one of them would, and a folder is made for many."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from recovery_assistant.domain.errors import InputError
from recovery_assistant.services.new_files import refuse_to_replace, write_files

TWO = {"a.txt": b"one", "b.txt": b"two"}


def test_many_go_into_a_folder_that_is_made(tmp_path: Path) -> None:
    written = write_files(tmp_path / "new" / "packs", TWO)
    assert [path.read_bytes() for path in written] == [b"one", b"two"]
    assert written[0] == tmp_path / "new" / "packs" / "a.txt"


def test_one_goes_to_the_very_path_or_into_a_folder(tmp_path: Path) -> None:
    assert write_files(tmp_path / "x.csv", {"a.csv": b"1"}) == [tmp_path / "x.csv"]
    assert write_files(tmp_path / "folder", {"a.csv": b"1"}) == [tmp_path / "folder" / "a.csv"]
    (tmp_path / "dotted.d").mkdir()
    assert write_files(tmp_path / "dotted.d", {"a.csv": b"1"}) == [tmp_path / "dotted.d" / "a.csv"]


def test_nothing_is_written_when_one_is_there(tmp_path: Path) -> None:
    (tmp_path / "b.txt").write_bytes(b"mine")
    with pytest.raises(InputError, match="I-25"):
        write_files(tmp_path, TWO)
    assert [path.name for path in tmp_path.iterdir()] == ["b.txt"]
    assert len(write_files(tmp_path, TWO, force=True)) == 2
    assert (tmp_path / "b.txt").read_bytes() == b"two"


@pytest.mark.skipif(
    sys.platform == "win32", reason="links need rights on Windows, and Wine makes none that lead nowhere"
)
def test_a_link_that_leads_nowhere_is_in_the_way_too(tmp_path: Path) -> None:
    (tmp_path / "a").symlink_to(tmp_path / "none")
    with pytest.raises(InputError):
        refuse_to_replace(tmp_path / "a")


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(InputError, match="I-26"):
        write_files(tmp_path / "file" / "packs", TWO)
