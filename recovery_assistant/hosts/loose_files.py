"""Find program files where people keep downloads: what was only downloaded and started is in no list of programs."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Final

from recovery_assistant.domain.observation import Gap, ProgramFile
from recovery_assistant.hosts.port import ACCESS_DENIED, PROGRAM_FILES, TOO_LARGE, UNREADABLE
from recovery_assistant.hosts.program_file import look_inside
from recovery_assistant.hosts.untouched import open_untouched

SMALLEST_PROGRAM: Final = 8 * 1024
"""Bytes. No remote-control program is smaller, and thousands of small files need not be opened."""

DEEPEST: Final = 3
"""Folders below a download place that are walked through: an unpacked archive is one or two deep."""

MOST_CLOSED_TOLD: Final = 3
"""Closed files and folders of one place that are told one by one."""

MOST_FILES: Final = 20_000
"""Files of one place that are looked at; beyond it a gap is told."""


def loose_programs(host: str, places: Iterable[str], deepest: int = DEEPEST) -> Iterator[ProgramFile | Gap]:
    """Yield every program file in the given folders; a gap for each folder or file that could not be looked at.

    `deepest` is the number of folders below each place that are walked through; 0 looks at the place itself only.
    """
    for place in places:
        yield from told_together(host, place, _in_place(host, place, deepest))


def told_together(host: str, place: str, shown: Iterable[ProgramFile | Gap]) -> Iterator[ProgramFile | Gap]:
    """Yield the same, but many closed files as one gap: a temporary folder is full of other people's."""
    closed: list[Gap] = []
    for one in shown:
        if isinstance(one, Gap) and one.code == ACCESS_DENIED:
            closed.append(one)
        else:
            yield one
    if len(closed) <= MOST_CLOSED_TOLD:
        yield from closed
        return
    reason = f"access denied to {len(closed)} files and folders"
    yield Gap(host=host, source=f"{PROGRAM_FILES}: {_clean(place)}", reason=reason, code=ACCESS_DENIED)


def _in_place(host: str, place: str, deepest: int) -> Iterator[ProgramFile | Gap]:
    left = MOST_FILES
    folders = [(place, 0)]
    while folders:
        folder, depth = folders.pop()
        try:
            with os.scandir(folder) as entries:
                listed = sorted(entries, key=lambda entry: entry.name)
        except FileNotFoundError:
            continue
        except OSError as error:
            yield _gap(host, folder, error)
            continue
        for entry in listed:
            if left <= 0:
                reason = f"more than {MOST_FILES} files; the rest was not looked at"
                yield Gap(host=host, source=f"{PROGRAM_FILES}: {_clean(place)}", reason=reason, code=TOO_LARGE)
                return
            left -= 1
            if entry.is_dir(follow_symlinks=False):
                if depth < deepest:
                    folders.append((entry.path, depth + 1))
            elif entry.is_file(follow_symlinks=False):
                yield from loose_program(host, entry.path)


def loose_program(host: str, path: str) -> Iterator[ProgramFile | Gap]:
    """Yield one file if it is a program; a gap when it cannot be looked at; nothing when it is gone."""
    try:
        facts = os.lstat(path)
        if facts.st_size < SMALLEST_PROGRAM:
            return
        with open_untouched(path) as file:
            shown = look_inside(file)
    except FileNotFoundError:
        return  # gone since it was seen
    except OSError as error:
        yield _gap(host, path, error)
        return
    clean = _clean(path)
    if shown.note:
        yield Gap(host=host, source=f"{PROGRAM_FILES}: {clean}", reason=shown.note, code=UNREADABLE)
    if shown.form:
        yield ProgramFile(
            source=clean,
            path=clean,
            size=facts.st_size,
            form=shown.form,
            inside=shown.inside,
            signer=shown.signer,
            version_info=shown.version_info,
            modified_at=datetime.fromtimestamp(facts.st_mtime).astimezone(),
            # Not the file's own date, which an archive or a package brings along.
            arrived_at=datetime.fromtimestamp(facts.st_ctime).astimezone(),
        )


def _gap(host: str, path: str, error: OSError) -> Gap:
    denied = isinstance(error, PermissionError)
    reason = "access denied" if denied else (error.strerror or "it cannot be read").lower()
    source = f"{PROGRAM_FILES}: {_clean(path)}"
    return Gap(host=host, source=source, reason=reason, code=ACCESS_DENIED if denied else UNREADABLE)


def _clean(path: str) -> str:
    """Return a path that can be written as UTF-8; bytes that are none become visible."""
    return path.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
