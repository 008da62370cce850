"""What can still be read of a damaged case file, in a new case file: the longest beginning of its journal that holds.

The damaged file is copied first, and only the copy is opened; the original is never written to. Entries are taken over
to the byte, so that the seal of a paper printed from them still fits. That the rest is missing is the next entry.
"""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Final

import apsw

from recovery_assistant.domain import journal
from recovery_assistant.domain.errors import CaseError
from recovery_assistant.domain.journal import EntriesLost, ExhibitCopied
from recovery_assistant.storage import exhibit_store
from recovery_assistant.storage.case_file import CaseFile
from recovery_assistant.storage.case_key import file_key
from recovery_assistant.storage.copies import copy_case
from recovery_assistant.storage.database import (
    header_of,
    lines_in_order,
    lines_page_by_page,
    longest_beginning,
    open_damaged,
    remove,
    told_count,
    write_entries,
    write_lines,
)
from recovery_assistant.storage.exhibit_store import Staged
from recovery_assistant.storage.failures import NAME_TAKEN, NOTHING_TO_SAVE, case_error, from_system

_ASIDE: Final = "-aside"
_LOOSE: Final = "-pages"


def salvage(path: Path, to: Path, secret: bytes, at: datetime) -> CaseFile:
    """Read what can be read of the case file at `path` into a new one at `to`, and open that for writing.

    It opens with the same passphrase or recovery code. A file that is whole is taken over whole.

    Raises:
        CaseError: C-01, C-02, C-04, C-15 the damaged file; C-24 not even its first entry can be read; C-14 there is
            a file at `to`; C-09, C-10, C-11, C-20, C-23 the place.
    """
    if to.exists():
        raise case_error(NAME_TAKEN)
    header, aside = header_of(path), to.resolve().with_name(to.name + _ASIDE)
    key = file_key(secret, header)
    remove(aside)
    try:
        copy_case(path, aside)
        with contextlib.closing(open_damaged(aside, key)) as old:
            told = told_count(old)
            rows = longest_beginning(lines_in_order(old))
            if len(rows) != told:
                rows = max(rows, _beginning_page_by_page(aside, key), key=len)
            if not rows:
                raise case_error(NOTHING_TO_SAVE)
            wanted = _exhibit_ids(rows)
            whole = _whole_exhibits(old, wanted)
            lost = EntriesLost(
                kept=len(rows),
                lost=told - len(rows) if told is not None and told >= len(rows) else None,
                files_lost=len(wanted) - len(whole),
            )

            def fill(new: apsw.Connection) -> None:
                write_lines(new, rows)
                for exhibit_id, staged in whole.items():
                    _take_over(old, new, exhibit_id, staged)
                write_entries(new, "program", (lost,), at)

            return CaseFile.create_filled(to, secret, header, fill)
    finally:
        remove(aside)


def _beginning_page_by_page(aside: Path, key: bytes) -> list[tuple[bytes, bytes]]:
    """Look for entries that a damaged page no longer leads to. The copy aside is being read, so another is made."""
    loose = aside.with_name(aside.name + _LOOSE)
    remove(loose)
    try:
        shutil.copyfile(aside, loose)
        return longest_beginning(lines_page_by_page(loose, key))
    except OSError as error:
        raise from_system(error) from error
    finally:
        remove(loose)


def _exhibit_ids(rows: Iterable[tuple[bytes, bytes]]) -> list[str]:
    events = (journal.read_line(line, digest).event for line, digest in rows)
    return [event.exhibit_id for event in events if isinstance(event, ExhibitCopied)]


def _whole_exhibits(old: apsw.Connection, wanted: Iterable[str]) -> dict[str, Staged]:
    """Return those copied files that can be read in full and have their size and hash."""
    whole = {}
    for exhibit_id in wanted:
        with contextlib.suppress(apsw.Error, CaseError):
            staged = exhibit_store.staged_as(old, exhibit_id)
            parts = (exhibit_store.read_part(old, staged, number) for number in range(staged.stored.parts))
            for _ in exhibit_store.unpack(staged, parts):
                pass
            whole[exhibit_id] = staged
    return whole


def _take_over(old: apsw.Connection, new: apsw.Connection, exhibit_id: str, staged: Staged) -> None:
    for number in range(staged.stored.parts):
        exhibit_store.write_part(new, staged.copy, number, exhibit_store.read_part(old, staged, number))
    exhibit_store.write_exhibit(new, exhibit_id, staged)
