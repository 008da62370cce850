"""Copies of a case file: to another place, for a repair that may fail, and what can be saved of a damaged one.

None of this writes to the original. A case file is removed here too, where the person said so.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import apsw

from recovery_assistant.domain.errors import CaseError
from recovery_assistant.storage.case_key import file_key
from recovery_assistant.storage.database import (
    checked_entries,
    connect,
    header_of,
    journal_path,
    key_fits,
    remove,
    sync_folder,
    was_cut_off,
)
from recovery_assistant.storage.failures import (
    DAMAGED,
    KEY_DOES_NOT_FIT,
    NAME_TAKEN,
    NO_SUCH_FOLDER,
    NOTHING_THERE,
    case_error,
    from_sqlite,
    from_system,
)
from recovery_assistant.storage.writer_lock import WriterLock

_TRIAL: Final = "-trial"


def copy_case(path: Path, to: Path) -> None:
    """Copy a case file, with the change that was cut off if there is one, and without touching the original.

    Raises:
        CaseError: C-14 there is a file at `to`, C-15 nothing to copy, C-09, C-10, C-11, C-20, C-23 the place does not
            take it. Then nothing of the copy is left, as far as the place lets it be removed.
    """
    if to.exists():
        raise case_error(NAME_TAKEN)
    if not path.is_file():
        raise case_error(NOTHING_THERE)
    # The change that was cut off goes first: a copy without it would be torn.
    wanted = [(journal_path(path), journal_path(to))] if was_cut_off(path) else []
    made: list[Path] = []
    try:
        for source, target in (*wanted, (path, to)):
            descriptor = _new_file(target)
            made.append(target)
            _copy_file(source, descriptor)
        sync_folder(to.parent)
    except OSError as error:
        for target in made:
            with contextlib.suppress(OSError):  # the stick was pulled out: what is on it can wait
                target.unlink()
        raise from_system(error, missing=NO_SUCH_FOLDER) from error


def _new_file(target: Path) -> int:
    return os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY | getattr(os, "O_BINARY", 0), 0o600)


def _copy_file(source: Path, descriptor: int) -> None:
    with os.fdopen(descriptor, "wb") as copy, source.open("rb") as original:
        while piece := original.read(1 << 20):
            copy.write(piece)
        copy.flush()
        os.fsync(copy.fileno())


def try_repair_on_a_copy(path: Path, secret: bytes) -> None:
    """Let SQLite put back the unfinished change in a copy, so that the original stays as it is when that fails.

    A wrong key counts as failing too: SQLite would repair before it can know.

    Raises:
        CaseError: C-04, C-08, C-10.
    """
    trial, key = path.with_name(path.name + _TRIAL), file_key(secret, header_of(path))
    remove(trial)
    try:
        copy_case(path, trial)
        database, _ = connect(trial, key, read_only=False)
        with contextlib.closing(database):
            checked_entries(database)
    except apsw.Error as error:
        raise from_sqlite(error) from error
    except CaseError as error:
        # SQLite calls a repair with a wrong key "malformed".
        raise (error if error.code != DAMAGED or key_fits(path, key) else case_error(KEY_DOES_NOT_FIT)) from error
    finally:
        remove(trial)


@contextlib.contextmanager
def for_removal(path: Path) -> Iterator[None]:
    """Remove a case file when the block ends well. Until then nobody else may write it.

    Raises:
        CaseError: C-03 it is open in a window; C-09, C-11, C-20 it cannot be removed.
    """
    path = path.resolve()
    lock = WriterLock(path)
    try:
        yield
        remove(path)
        remove(path.with_name(path.name + _TRIAL))  # left where the PC stopped in the middle of a repair
        sync_folder(path.parent)
    except OSError as error:
        raise from_system(error) from error
    finally:
        lock.release()
