"""What stands at a path, whose it is, who could change the way to it: on a real tree of files."""

from __future__ import annotations

import hashlib
import os
import stat
import sys
from pathlib import Path

import pytest

if sys.platform == "win32":
    pytest.skip("owners and modes are not of Windows", allow_module_level=True)

from recovery_assistant.hosts.ground.posix import LARGEST_TEXT, PosixGround

ME = os.geteuid()


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path.resolve()


def test_what_stands_at_a_path(home: Path) -> None:
    ground = PosixGround()
    (home / "file").write_bytes(b"x")
    (home / "link").symlink_to(home / "file")
    (home / "astray").symlink_to(home / "nowhere")
    os.mkfifo(home / "pipe")
    kinds = {name: ground.kind_of(str(home / name)) for name in ("file", "link", "astray", "pipe", "gone", "file/x")}
    assert kinds == {
        "file": "file",
        "link": "link",
        "astray": "link",
        "pipe": "other",
        "gone": "missing",
        "file/x": "missing",
    }
    assert ground.kind_of(str(home)) == "folder"
    assert ground.kind_of("/x\0y") == "closed"
    assert ground.real_path(str(home / "link")) == str(home / "file")
    assert ground.real_path(str(home / "astray")) == ""
    assert ground.real_path("/x\0y") == ""


def test_only_what_nobody_else_can_change_is_protected(home: Path) -> None:
    ground = PosixGround()
    system = "/usr/bin/env" if sys.platform == "linux" else "/usr/bin/true"
    assert ground.is_protected(os.path.realpath(system))
    (home / "file").write_bytes(b"x")
    assert not ground.is_protected(str(home / "file")), "below a folder that everybody may write to, or not root's"
    assert not ground.is_protected("/gone")
    assert not ground.is_protected("/usr/../usr/bin/env/..")


@pytest.mark.skipif(ME != 0, reason="only root can make files that are root's")
@pytest.mark.parametrize(
    ("owner", "group", "mode", "is_protected"),
    [
        (0, 0, 0o755, True),
        (0, 0, 0o775, True),  # only root is in that group
        (0, 1000, 0o775, False),
        (0, 1000, 0o755, True),
        (0, 0, 0o757, False),
        (1000, 0, 0o755, False),
    ],
)
def test_each_part_of_the_way_counts(owner: int, group: int, mode: int, is_protected: bool) -> None:
    place = Path("/opt/recovery-assistant-test-of-protection")
    folder = place / "tool"
    folder.mkdir(parents=True)
    try:
        file = folder / "uninstall"
        file.write_bytes(b"x")
        file.chmod(0o755)
        os.chown(folder, owner, group)
        folder.chmod(mode)
        assert PosixGround().is_protected(str(file)) is is_protected
        os.chown(folder, 0, 0)
        folder.chmod(0o755)
        os.chown(file, owner, group)
        file.chmod(mode)
        assert PosixGround().is_protected(str(file)) is is_protected
        (place / "link").symlink_to(folder)
        assert not PosixGround().is_protected(str(place / "link" / "uninstall"))
    finally:
        for path in (place / "link", folder / "uninstall"):
            path.unlink(missing_ok=True)
        folder.rmdir()
        place.rmdir()


def test_what_is_the_persons_own(home: Path) -> None:
    ground = PosixGround(home=str(home / "jane"), account=ME)
    (home / "jane" / "Downloads").mkdir(parents=True)
    assert ground.is_own(str(home / "jane" / "Downloads" / "x"))
    assert ground.is_own(str(home / "jane" / "gone" / "x"))
    at_home = PosixGround(home="/home/jane", account=ME)
    assert not at_home.is_own("/home/jane")
    assert not at_home.is_own("/home/janet/x")
    assert not ground.is_own("/etc/passwd")
    somebody = PosixGround(home=str(home / "jane"), account=ME + 4711)
    assert not somebody.is_own(str(home / "jane" / "Downloads" / "x"))
    assert (somebody.rights, PosixGround(account=0).rights) == ("person", "administrator")


@pytest.mark.skipif(not os.access("/var/tmp", os.W_OK), reason="there is no place for everybody's files")
def test_a_file_in_a_place_for_everybody_is_its_owners() -> None:
    place = Path("/var/tmp/recovery-assistant-test-of-owner")
    place.write_bytes(b"x")
    try:
        assert PosixGround(account=ME).is_own(str(place))
        assert not PosixGround(account=ME + 4711).is_own(str(place))
        assert not PosixGround(account=ME).is_own(f"{place}.gone")
    finally:
        place.unlink()


def test_hashes_lines_and_what_is_not_of_this_system(home: Path) -> None:
    ground = PosixGround(home="/home/jane", account=1000)
    (home / "file").write_bytes(b"one\r\ntwo\n")
    (home / "large").write_bytes(b"x" * (LARGEST_TEXT + 1))
    (home / "bytes").write_bytes(b"\xff\xfe")
    (home / "link").symlink_to(home / "file")
    assert ground.sha256_of(str(home / "file")) == hashlib.sha256(b"one\r\ntwo\n").hexdigest()
    assert ground.sha256_of(str(home)) == ground.sha256_of(str(home / "gone")) == ""
    assert ground.lines_of(str(home / "file")) == ("one", "two")
    assert ground.lines_of(str(home / "large")) == ground.lines_of(str(home / "bytes")) == ()
    assert ground.lines_of(str(home / "gone")) == ()
    assert ground.expanded("~/x") == "/home/jane/x"
    assert ground.expanded("/etc/~x") == "/etc/~x"
    assert (ground.signer_of("/x"), ground.product_name("{}")) == ("", "")
    assert not ground.knows_product("{}")
    assert not ground.has_key("HKLM\\x")
    assert ground.package_of("/x") is None
    assert ground.packager_of("/x") is None


def test_nothing_is_changed_by_asking(home: Path) -> None:
    file = home / "file"
    file.write_bytes(b"x")
    os.utime(file, ns=(1, 1))
    before = file.stat()
    ground = PosixGround(home=str(home), account=ME)
    ground.sha256_of(str(file))
    ground.lines_of(str(file))
    ground.is_protected(str(file))
    after = file.stat()
    assert (before.st_mtime_ns, before.st_ctime_ns, stat.S_IMODE(before.st_mode)) == (
        after.st_mtime_ns,
        after.st_ctime_ns,
        stat.S_IMODE(after.st_mode),
    )
