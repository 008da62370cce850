"""Files are opened so that nothing of them changes."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from recovery_assistant.hosts.port import ACCESS_DENIED, UNREADABLE
from recovery_assistant.hosts.untouched import facts_of, is_online_only, open_untouched, text_at, unreadable

if sys.platform == "win32":
    pytest.skip("looks at a Linux machine", allow_module_level=True)


def test_reading_leaves_the_time_of_the_last_look_alone(tmp_path: Path) -> None:
    file = tmp_path / "a"
    file.write_bytes(b"text")
    os.utime(file, (1_000_000, 2_000_000))
    with open_untouched(str(file)) as opened:
        assert opened.read() == b"text"
    assert (file.stat().st_atime, file.stat().st_mtime) == (1_000_000, 2_000_000)


def test_what_is_no_ordinary_file_is_refused_and_never_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "link").symlink_to(tmp_path / "pipe")
    for path in (tmp_path / "pipe", tmp_path / "link", tmp_path):
        with pytest.raises(OSError):  # noqa: PT011 (each system words it differently)
            open_untouched(str(path))


def test_a_name_that_is_no_text_is_opened_by_its_visible_form(tmp_path: Path) -> None:
    try:
        Path(os.fsdecode(os.fsencode(tmp_path) + b"/bad\xff\xfe")).write_bytes(b"one")
    except OSError:
        pytest.skip("this file system has no such names")
    (tmp_path / "plain\\xff").write_bytes(b"two")
    for shown, content in (("bad\\xff\\xfe", b"one"), ("plain\\xff", b"two")):
        with open_untouched(f"{tmp_path}/{shown}") as opened:
            assert opened.read() == content
    for missing in ("none", "none\\xff", "bad\\xff"):
        with pytest.raises(FileNotFoundError):
            open_untouched(f"{tmp_path}/{missing}")


def test_what_a_mac_keeps_online_is_known_by_its_mark(tmp_path: Path) -> None:
    assert is_online_only(SimpleNamespace(st_flags=0x40000020))
    assert not is_online_only(SimpleNamespace(st_flags=0x20))
    assert not is_online_only(tmp_path.stat())


def test_facts_carry_size_time_with_offset_and_owner(tmp_path: Path) -> None:
    file = tmp_path / "a"
    file.write_bytes(b"text")
    facts = facts_of(str(file))
    assert facts.size == 4
    assert facts.modified_at.utcoffset() is not None
    assert facts.owner == file.owner()


def test_an_error_of_the_system_becomes_a_reason_in_plain_words() -> None:
    denied = unreadable("a", PermissionError(13, "Permission denied"))
    assert (denied.reason, denied.code) == ("access denied", ACCESS_DENIED)
    broken = unreadable("a", OSError(5, "Input/output error"))
    assert (broken.reason, broken.code) == ("input/output error", UNREADABLE)


def test_a_text_is_read_through_links_but_never_out_of_a_pipe(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"text\xff and more")
    (tmp_path / "link").symlink_to(tmp_path / "file")
    (tmp_path / "off").symlink_to(os.devnull)
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "to-pipe").symlink_to(tmp_path / "pipe")
    assert text_at(tmp_path / "link", 5) == "text\ufffd"
    assert text_at(tmp_path / "off", 5) == ""
    for name in ("pipe", "to-pipe", "."):
        with pytest.raises(OSError, match="not an ordinary file"):
            text_at(tmp_path / name, 5)
