"""One writer per case: a lock of the operating system on a small file beside the case file.

The system lets go of such a lock when the process ends, however it ends, so there is nothing stale to clean up after a
crash. (A file that merely holds a process number cannot promise that.) Readers take no lock.
"""

from __future__ import annotations

import contextlib
import os
import sys
from pathlib import Path
from typing import Final

from recovery_assistant.storage.failures import NO_SUCH_FOLDER, OPEN_ELSEWHERE, case_error, from_system

SUFFIX: Final = "-lock"


def lock_path(case: Path) -> Path:
    """Return where the lock of a case file lies."""
    return case.with_name(case.name + SUFFIX)


class WriterLock:
    """The right to write one case file, until `release`."""

    def __init__(self, case: Path) -> None:
        """Take the lock.

        Raises:
            CaseError: C-03 another window has it; C-09, C-10, C-20, C-23 the place cannot be written to.
        """
        self._path = lock_path(case)
        while True:
            self._descriptor = _open(self._path)
            if not _take(self._descriptor):
                os.close(self._descriptor)
                raise case_error(OPEN_ELSEWHERE)
            if self._is_the_one_on_disk():
                return
            # Between our open and our lock its last holder removed it: what we hold is no longer there.
            os.close(self._descriptor)

    def _is_the_one_on_disk(self) -> bool:
        try:
            return os.path.samestat(os.fstat(self._descriptor), self._path.stat())
        except FileNotFoundError:
            return False

    def release(self) -> None:
        """Let go, and leave nothing behind."""
        if sys.platform == "win32":
            # Windows does not remove a file that is open. Another window may have it by now; then it stays.
            os.close(self._descriptor)
            with contextlib.suppress(OSError):
                self._path.unlink()
        else:
            with contextlib.suppress(OSError):
                self._path.unlink()
            os.close(self._descriptor)


def _open(path: Path) -> int:
    try:
        return os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0), 0o600)
    except OSError as error:
        raise from_system(error, missing=NO_SUCH_FOLDER) from error


def _take(descriptor: int) -> bool:
    """Try to lock; the lock belongs to this open file, so a second window of the same process is refused as well."""
    if sys.platform == "win32":
        import msvcrt

        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True
    import fcntl

    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError as error:
        os.close(descriptor)
        raise from_system(error) from error
    return True
