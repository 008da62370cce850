"""Lines of the hosts file: the whole file is kept as it stood, then exact lines are taken out of it in one step."""

from __future__ import annotations

import sys

if sys.platform != "win32":
    raise ImportError("only on Windows")

import base64
import hashlib
import os
from ctypes import c_void_p, wintypes
from pathlib import Path
from typing import Final

from recovery_assistant.domain.removal.plan import RemoveLine
from recovery_assistant.domain.removal.windows_wording import is_same, without_line
from recovery_assistant.runner.hand import Done, Turn, Unable
from recovery_assistant.runner.kept import Manifest
from recovery_assistant.runner.windows.handles import READ_BYTES, held, read_all
from recovery_assistant.runner.windows.native import call, check, system_folder

_NOT_CHANGED: Final = 0x1 | 0x2 | 0x4  # read only, hidden, system
_ORDINARY: Final = 0x80

LARGEST: Final = 1 << 22
"""Bytes. Lists that block advertisements have a million or two."""


def remove_line(verb: RemoveLine, turn: Turn) -> Done:
    """Keep the file and take the line out of it, wherever it stands in it."""
    if not is_same(verb.file, rf"{system_folder()}\drivers\etc\hosts"):
        raise Unable("U-47", "This is not the hosts file of this Windows.")
    content = _content(verb.file)
    left = without_line(content, verb.line)
    where = f"line {verb.line!r} of {verb.file}"
    if left == content:
        return Done(status="nothing-to-do", looked=(f"{where}: not there",))
    if not turn.begins(("ReplaceFileW", verb.file)):
        return turn.would_do(f"{where}: there")
    before = {"content": base64.b64encode(content).decode("ascii"), "after": hashlib.sha256(left).hexdigest()}
    kept = turn.keep(turn.manifest(verb.file, before=before))
    _replace(verb.file, left, turn)
    if without_line(_content(verb.file), verb.line) != _content(verb.file):
        raise Unable("U-49", "The line was taken out, and is there again.", "failed")
    return Done(status="done", kept=kept, looked=(f"{where}: not there",))


def put_back_line(verb: RemoveLine, kept: Manifest, turn: Turn) -> Done:
    """Put the line back: where it was if the file is as we left it, else at the end."""
    content = _content(verb.file)
    where = f"line {verb.line!r} of {verb.file}"
    if without_line(content, verb.line) != content:
        return Done(status="nothing-to-do", looked=(f"{where}: there",))
    try:
        original = base64.b64decode(kept.before["content"], validate=True)
    except (KeyError, ValueError) as error:
        raise Unable("U-49", "What was kept cannot be read.", "failed") from error
    if not turn.begins(("ReplaceFileW", verb.file)):
        return turn.would_do(f"{where}: not there")
    if hashlib.sha256(content).hexdigest() != kept.before.get("after"):
        original = content.rstrip(b"\r\n") + f"\r\n{verb.line}\r\n".encode("utf-8", "surrogateescape")
    _replace(verb.file, original, turn)
    return Done(status="done", looked=(f"{where}: there",))


def _content(path: str) -> bytes:
    with held(path, READ_BYTES, 7) as handle:
        content = b"" if handle is None else read_all(handle, LARGEST + 1)
    if len(content) > LARGEST:
        raise Unable("U-49", "This file is longer than any that we change.")
    return content


def _replace(path: str, content: bytes, turn: Turn) -> None:
    """Write a file anew beside it, then exchange both in one step; the new one gets the permissions of the old."""
    new = Path(f"{path}.{turn.plan.id}-{turn.action.id}")
    with new.open("xb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    attributes = os.lstat(path).st_file_attributes
    mark = call("kernel32", "SetFileAttributesW", wintypes.BOOL, wintypes.LPCWSTR, wintypes.DWORD)
    exchange = call("kernel32", "ReplaceFileW", wintypes.BOOL, *[wintypes.LPCWSTR] * 3, wintypes.DWORD, *[c_void_p] * 2)
    try:
        check(mark(path, attributes & ~_NOT_CHANGED or _ORDINARY), path)  # who changed it may have made it read-only
        check(exchange(path, str(new), None, 0, None, None), path)
    except OSError:
        new.unlink(missing_ok=True)
        raise
    finally:
        mark(path, attributes)
