"""Opening a file that others use. The Windows half of it is proven in tests/windows."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from recovery_assistant.hosts.windows.api import is_on_the_network, open_shared, owner_of, removable_drives


def test_an_ordinary_file_is_opened(tmp_path: Path) -> None:
    (tmp_path / "log").write_bytes(b"x")
    with open_shared(tmp_path / "log") as file:
        assert file.read() == b"x"


def test_a_pipe_is_refused_and_does_not_hang(tmp_path: Path) -> None:
    if sys.platform == "win32":
        pytest.skip("a pipe has no name in a folder there")
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(OSError, match="ordinary"):
        open_shared(tmp_path / "pipe")
    assert owner_of(tmp_path / "pipe") == ""


@pytest.mark.skipif(sys.platform == "win32", reason="a Windows may have a stick plugged in")
def test_without_windows_there_are_no_drive_letters() -> None:
    assert removable_drives() == ()


def test_the_drive_of_the_system_is_here() -> None:
    assert not is_on_the_network("C:")
