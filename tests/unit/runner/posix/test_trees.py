"""What lies in a folder is described without following anything, and what must not be moved is refused."""

from __future__ import annotations

import hashlib
import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from recovery_assistant.runner.hand import Unable

if sys.platform != "linux":
    pytest.skip("the runner's hand on Linux", allow_module_level=True)


def described(path: Path, owner: int | None = None, suffix: str = "") -> dict[str, tuple[str, str, str]]:
    from recovery_assistant.runner.posix.trees import entries_of

    folder = os.open(path.parent, os.O_RDONLY)
    try:
        return {one.name: (one.kind, one.sha256, one.leads_to) for one in entries_of(folder, path.name, owner, suffix)}
    finally:
        os.close(folder)


def test_everything_is_told(tmp_path: Path) -> None:
    tool = tmp_path / "tool"
    (tool / "inner").mkdir(parents=True)
    (tool / "inner" / "agent.quar").write_bytes(b"x")
    (tool / "link").symlink_to("/etc/shadow")
    os.mkfifo(tool / "pipe")
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(tool / "socket"))
    (tool / os.fsdecode(b"\xff")).write_bytes(b"")
    empty = hashlib.sha256(b"").hexdigest()
    assert described(tool, os.geteuid()) == {
        "": ("folder", "", ""),
        "inner": ("folder", "", ""),
        "inner/agent.quar": ("file", hashlib.sha256(b"x").hexdigest(), ""),
        "link": ("link", "", "/etc/shadow"),
        "pipe": ("socket", "", ""),
        "socket": ("socket", "", ""),
        "\ufffdff": ("file", empty, ""),
    }
    assert "inner/agent" in described(tool, None, ".quar")
    assert described(tmp_path / "none") == {}


def test_what_must_not_be_moved_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from recovery_assistant.runner.posix import trees

    tool = tmp_path / "tool"
    tool.mkdir()
    (tool / "agent").write_bytes(b"x")
    with pytest.raises(Unable, match="U-11"):
        described(tool, os.geteuid() + 1)
    os.link(tool / "agent", tmp_path / "other")
    with pytest.raises(Unable, match="U-14"):
        described(tool)
    (tmp_path / "other").unlink()
    monkeypatch.setattr(trees, "MOST_ENTRIES", 1)
    with pytest.raises(Unable, match="U-14"):
        described(tool)
    with pytest.raises(Unable, match="U-14"):
        described(Path("/dev/null"))


_BINDS = """
import os, subprocess, sys
from recovery_assistant.runner.hand import Unable
from recovery_assistant.runner.posix.trees import disarm, entries_of, see_that_nothing_is_mounted
tool, photos = sys.argv[1:]
folder = os.open(os.path.dirname(tool), os.O_RDONLY)
for what, bound in ((photos, tool + "/pictures"), (photos, tool), (photos + "/pipe", tool + "/pipe")):
    assert entries_of(folder, "tool", None)
    see_that_nothing_is_mounted(folder, "tool")
    subprocess.run(["mount", "--bind", what, bound], check=True)
    for look in (lambda: entries_of(folder, "tool", None), lambda: see_that_nothing_is_mounted(folder, "tool")):
        try:
            look()
        except Unable as unable:
            print(unable.code)
    disarm(folder, "tool", ".quar")
    subprocess.run(["umount", bound], check=True)
"""


@pytest.mark.skipif(os.geteuid() != 0 or not shutil.which("unshare"), reason="needs root, to bind a folder elsewhere")
def test_a_folder_of_the_same_disk_that_is_bound_in_is_refused(tmp_path: Path) -> None:
    """Else somebody's pictures, shown inside the folder of a tool, would be taken away with it."""
    (tmp_path / "tool" / "pictures").mkdir(parents=True)
    (tmp_path / "photos").mkdir()
    (tmp_path / "photos" / "me.jpg").write_bytes(b"photo")
    for folder in ("tool", "photos"):
        os.mkfifo(tmp_path / folder / "pipe")
    command = ["unshare", "-m", "--propagation", "private", sys.executable, "-c", _BINDS]
    asked = [*command, str(tmp_path / "tool"), str(tmp_path / "photos")]
    ran = subprocess.run(asked, capture_output=True, text=True, check=False)
    if "unshare" in ran.stderr or "permission denied" in ran.stderr:
        pytest.skip("no mounts of its own can be made here")
    # a pipe that is bound in is no folder, so it cannot be gone through when the original is deleted
    assert ran.stdout.split() == ["U-14"] * 5, ran.stderr
    assert (tmp_path / "photos" / "me.jpg").read_bytes() == b"photo"


def test_owner_and_rights_of_a_file_with_another_name_are_never_changed(tmp_path: Path) -> None:
    """Whoever holds a folder of the kept things open could link a file of the system into it."""
    from recovery_assistant.runner.posix.trees import arm, disarm, entries_of

    tool = tmp_path / "tool"
    tool.mkdir()
    (tool / "agent").write_bytes(b"x")
    (tool / "agent").chmod(0o755)
    folder = os.open(tmp_path, os.O_RDONLY)
    entries = entries_of(folder, "tool", None)
    (tool / "agent").unlink()
    (tmp_path / "precious").write_bytes(b"precious")
    (tmp_path / "precious").chmod(0o640)
    os.link(tmp_path / "precious", tool / "agent")
    disarm(folder, "tool", ".quar")
    with pytest.raises(Unable, match="U-14"):
        arm(folder, "tool", entries, ".quar")
    os.close(folder)
    assert (tmp_path / "precious").stat().st_mode & 0o777 == 0o640


def test_a_copy_has_all_but_sockets(tmp_path: Path) -> None:
    from recovery_assistant.runner.posix.trees import copy

    tool = tmp_path / "tool"
    (tool / "inner").mkdir(parents=True)
    (tool / "inner" / "agent").write_bytes(b"x" * 3_000_000)
    (tool / "link").symlink_to("/etc/shadow")
    before = described(tool)
    os.mkfifo(tool / "pipe")
    folder = os.open(tmp_path, os.O_RDONLY)
    copy(folder, "tool", folder, "copied")
    os.close(folder)
    assert described(tmp_path / "copied") == before
