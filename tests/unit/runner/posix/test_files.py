"""A file is held by its folder: what arrives in the store is what was opened, and nothing is ever replaced."""

from __future__ import annotations

import errno
import os
import sys
from pathlib import Path

import pytest

from recovery_assistant.runner.hand import Unable

if sys.platform != "linux":
    pytest.skip("the runner's hand on Linux", allow_module_level=True)


def test_what_is_exchanged_between_look_and_move_goes_back(tmp_path: Path) -> None:
    from recovery_assistant.runner.posix.files import PosixFiles

    store = tmp_path / "store"
    store.mkdir()
    (tmp_path / "agent").write_bytes(b"agent")
    (tmp_path / "other").write_bytes(b"other")
    with PosixFiles(os.geteuid()).hold(str(tmp_path / "agent"), "person") as held:
        assert held is not None
        (tmp_path / "other").rename(tmp_path / "agent")
        with pytest.raises(Unable, match="U-13"):
            held.move(store / "agent")
        with pytest.raises(Unable, match="U-13"):
            held.move_aside("mark")
    assert (tmp_path / "agent").read_bytes() == b"other"
    assert not list(store.iterdir())


def test_a_folder_that_is_moved_meanwhile_does_not_take_our_hands_along(tmp_path: Path) -> None:
    from recovery_assistant.runner.posix.files import PosixFiles

    store, folder = tmp_path / "store", tmp_path / "folder"
    store.mkdir()
    folder.mkdir()
    (folder / "agent").write_bytes(b"agent")
    (tmp_path / "victim").mkdir()
    (tmp_path / "victim" / "agent").write_bytes(b"precious")
    with PosixFiles(os.geteuid()).hold(str(folder / "agent"), "person") as held:
        assert held is not None
        folder.rename(tmp_path / "away")
        folder.symlink_to(tmp_path / "victim")
        assert held.move(store / "agent")
    assert (store / "agent").read_bytes() == b"agent"
    assert (tmp_path / "victim" / "agent").read_bytes() == b"precious"


def test_leftovers_beside_are_removed_and_only_those(tmp_path: Path) -> None:
    from recovery_assistant.runner.posix.files import PosixFiles

    files = PosixFiles(os.geteuid())
    (tmp_path / "agent").mkdir()
    (tmp_path / "agent" / "link").symlink_to(tmp_path / "precious")
    (tmp_path / "precious").write_bytes(b"precious")
    with files.hold(str(tmp_path / "agent"), "person") as held:
        assert held is not None
        held.move_aside("r-1-a1")
    assert {path.name for path in tmp_path.iterdir()} == {".agent.r-1-a1", "precious"}
    files.remove_aside(str(tmp_path / "agent"), "person", "r-1-a1")
    files.remove_aside(str(tmp_path / "agent"), "person", "r-1-a1")
    assert {path.name for path in tmp_path.iterdir()} == {"precious"}


@pytest.mark.parametrize("fault", [errno.EXDEV, errno.EIO])
def test_what_cannot_be_named_anew_has_its_own_name_afterwards(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fault: int
) -> None:
    from recovery_assistant.runner.posix import files

    def refused(*_: object) -> None:
        raise OSError(fault, os.strerror(fault))

    (tmp_path / "agent").write_bytes(b"agent")
    with files.PosixFiles(os.geteuid()).hold(str(tmp_path / "agent"), "person") as held:
        assert held is not None
        with monkeypatch.context() as broken:
            # a live system does not rename its own folders; a bad disk takes the name and then cannot write it through
            broken.setattr(*((files, "rename_new") if fault == errno.EXDEV else (os, "fsync")), refused)
            with pytest.raises((Unable, OSError), match="U-19" if fault == errno.EXDEV else os.strerror(fault)):
                held.move_aside("mark")
    assert [path.name for path in tmp_path.iterdir()] == ["agent"]


def test_a_name_aside_fits_wherever_the_name_itself_did(tmp_path: Path) -> None:
    from recovery_assistant.runner.posix.files import PosixFiles

    for name in ("\u6728" * 85, "n" * 255, os.fsdecode(b"\xff" * 255), "e" + "\u0301" * 120):
        (tmp_path / name).write_bytes(b"")
        with PosixFiles(os.geteuid()).hold(str(tmp_path / name), "person") as held:
            assert held is not None
            held.move_aside("r-0123456789ab-a200")
        (aside,) = tmp_path.iterdir()
        assert len(os.fsencode(aside.name)) <= 143
        aside.name.encode()
        aside.unlink()
