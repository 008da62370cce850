"""Takes exact lines out of a small text file of the system, and puts them back: the file is replaced in one step."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Callable
from typing import Final

from recovery_assistant.domain.removal.plan import RemoveLine, Rights
from recovery_assistant.runner.hand import Done, Turn, Unable
from recovery_assistant.runner.kept import Manifest
from recovery_assistant.runner.posix.way import FILE, facts_in, folder_of, open_in
from recovery_assistant.runner.results import write_all, write_new

if sys.platform == "win32":
    raise ImportError("not on Windows")

LARGEST: Final = 2**22
_NEW: Final = ".new-by-recovery-assistant"
IsRight = Callable[[str], bool]
"""Whether the system's own program finds a new version of a file to be right; its path is given."""


def remove_line(verb: RemoveLine, turn: Turn, account: int, is_right: IsRight) -> Done:
    """See the verb. Every line that is exactly this one goes; a copy of the whole file is kept.

    Raises:
        Unable: U-10 to U-14 as for files · U-28 the system's own check says no to what would be left.
    """
    content = _read(verb.file, turn.action.rights, account)
    line = verb.line.encode()
    lines = content.splitlines(keepends=True)
    found = [number for number, one in enumerate(lines) if one.rstrip(b"\r\n") == line]
    if not found:
        return Done(status="nothing-to-do", looked=(f"{verb.file}: the line is not there",))
    if not turn.begins(("rewrite", verb.file, "without", verb.line)):
        return turn.would_do(f"{verb.file}: the line is there")
    numbers = ",".join(map(str, found))
    kept = turn.keep(turn.manifest(verb.file, before={"at": numbers, "ends": lines[found[0]][len(line) :].decode()}))
    write_new(turn.folder / "before", content)
    left = b"".join(one for number, one in enumerate(lines) if number not in found)
    _replace(verb.file, content, left, turn.action.rights, account, is_right)
    if line in (one.rstrip(b"\r\n") for one in _read(verb.file, turn.action.rights, account).splitlines()):
        raise Unable("U-26", "The line is there again.", "failed")
    return Done(status="done", kept=kept, looked=(f"{verb.file}: the line is not there",))


def put_line_back(verb: RemoveLine, manifest: Manifest, turn: Turn, account: int, is_right: IsRight) -> Done:
    """Put lines back where they were. What else changed in the file since stays."""
    content = _read(verb.file, manifest.rights, account)
    line, lines = verb.line.encode(), content.splitlines(keepends=True)
    if any(one.rstrip(b"\r\n") == line for one in lines):
        if turn.acts:
            _remove_new(verb.file, manifest.rights)
        return Done(status="nothing-to-do", looked=(f"{verb.file}: the line is there",))
    if not turn.begins(("rewrite", verb.file, "with", verb.line)):
        return turn.would_do(f"{verb.file}: the line is not there")
    for number in map(int, manifest.before["at"].split(",")):
        ends = manifest.before["ends"].encode()
        if lines and number >= len(lines) and not lines[-1].endswith(b"\n"):
            lines[-1] += b"\n"
        lines.insert(number, line + (ends if number >= len(lines) else ends or b"\n"))
    _replace(verb.file, content, b"".join(lines), manifest.rights, account, is_right)
    return Done(status="done", looked=(f"{verb.file}: the line is there",))


def _read(path: str, rights: Rights, account: int) -> bytes:
    with folder_of(path, rights) as folder:
        opened = None if folder is None else open_in(folder, path.rpartition("/")[2], FILE)
        if opened is None:
            return b""
        try:
            facts = os.fstat(opened)
            if not stat.S_ISREG(facts.st_mode) or facts.st_nlink != 1 or facts.st_size > LARGEST:
                raise Unable("U-14", "It is not an ordinary file, or has another name elsewhere. It is not touched.")
            if facts.st_uid != (0 if rights == "administrator" else account):
                raise Unable("U-11", "The file belongs to somebody else.")
            content = b""
            while block := os.read(opened, LARGEST):
                content += block
            return content
        finally:
            os.close(opened)


def _replace(path: str, was: bytes, content: bytes, rights: Rights, account: int, is_right: IsRight) -> None:
    name = path.rpartition("/")[2]
    with folder_of(path, rights) as folder:
        facts = None if folder is None else facts_in(folder, name)
        if folder is None or facts is None:
            raise Unable("U-13", "It is not there any more.")
        new = f".{name}{_NEW}"  # programs that read whole folders (sudo, cron) pass over names with a dot
        _unlink(folder, new)
        made = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600, dir_fd=folder)
        try:
            os.fchown(made, facts.st_uid, facts.st_gid)
            os.fchmod(made, stat.S_IMODE(facts.st_mode))
            _copy_marks(folder, name, made)
            write_all(made, content)
        finally:
            os.close(made)
        if not is_right(f"{path.rpartition('/')[0]}/{new}"):
            os.unlink(new, dir_fd=folder)
            raise Unable("U-28", "The system's own check finds the file wrong without this line. It stays.", "failed")
        if _read(path, rights, account) != was:
            os.unlink(new, dir_fd=folder)
            raise Unable("U-13", "The file was changed while we looked at it. It stays.")
        os.rename(new, name, src_dir_fd=folder, dst_dir_fd=folder)
        os.fsync(folder)


def _remove_new(path: str, rights: Rights) -> None:
    """Remove what a run that was cut off left beside a file."""
    with folder_of(path, rights) as folder:
        if folder is not None:
            _unlink(folder, f".{path.rpartition('/')[2]}{_NEW}")


def _unlink(folder: int, name: str) -> None:
    if facts_in(folder, name) is not None:
        os.unlink(name, dir_fd=folder)


def _copy_marks(folder: int, name: str, made: int) -> None:
    if sys.platform != "linux":
        return
    opened = open_in(folder, name, FILE)
    if opened is not None:
        try:
            for mark in os.listxattr(opened):
                os.setxattr(made, mark, os.getxattr(opened, mark))
        finally:
            os.close(opened)
