"""Every way in which a case file can fail: one stable code and one sentence each, and what SQLite's errors mean here.

The list is also docs/errors.md, which adds what to do. A code is never used again for something else.
"""

from __future__ import annotations

import errno
from types import MappingProxyType

import apsw

from recovery_assistant.domain.errors import CaseError, KeyStoreError

NOT_A_CASE = "C-01"
NEWER_PROGRAM = "C-02"
OPEN_ELSEWHERE = "C-03"
KEY_DOES_NOT_FIT = "C-04"
CODE_MISTYPED = "C-05"
PHRASE_NEEDED = "C-06"
NO_PHRASE_HERE = "C-07"
DAMAGED = "C-08"
READ_ONLY_PLACE = "C-09"
DISK_FULL = "C-10"
DISK_FAILED = "C-11"
PHRASE_TOO_SHORT = "C-12"
TECHNICIAN_NEEDS_PHRASE = "C-13"
NAME_TAKEN = "C-14"
NOTHING_THERE = "C-15"
READING_ONLY = "C-16"
EXHIBIT_DAMAGED = "C-17"
NO_SUCH_ENTRY = "C-18"
BUSY = "C-19"
NOT_ALLOWED = "C-20"
CUT_OFF = "C-21"
NO_SUCH_EXHIBIT = "C-22"
NO_SUCH_FOLDER = "C-23"
NOTHING_TO_SAVE = "C-24"

SENTENCES = MappingProxyType(
    {
        NOT_A_CASE: "This is not a case file of this program. Choose another file.",
        NEWER_PROGRAM: "A newer version of this program made this case file. Open it with that version.",
        OPEN_ELSEWHERE: "This case is already open in another window. You can read it here, but not change it.",
        KEY_DOES_NOT_FIT: "That does not open this case. Type it again, letter by letter. "
        "If it still does not open, the file may be damaged.",
        CODE_MISTYPED: "There is a typing mistake in the recovery code. Compare it with your sheet, group by group.",
        PHRASE_NEEDED: "This case opens with its passphrase, or with the code on the recovery sheet.",
        NO_PHRASE_HERE: "This case was made without a passphrase. Use the code on your recovery sheet.",
        DAMAGED: "This case file is damaged. The program has not changed it. Make a copy of the file before you go on.",
        READ_ONLY_PLACE: "The program cannot save in this place. Make a copy on this PC and go on there.",
        DISK_FULL: "The disk is full, so the last answer was not saved. Make some space, then answer again.",
        DISK_FAILED: "The disk did not take the last answer. Answers before it are kept. "
        "Copy the case to another place.",
        PHRASE_TOO_SHORT: "The passphrase is too short. Use at least 8 letters. Four words are better.",
        TECHNICIAN_NEEDS_PHRASE: "A technician's case needs a passphrase. Its key is never left on this PC.",
        NAME_TAKEN: "There is already a file with this name. Choose another name.",
        NOTHING_THERE: "There is no case file here. It may have been moved, or its stick is not plugged in.",
        READING_ONLY: "This case is open for reading only. Change it in the window that opened it first, or in a copy.",
        EXHIBIT_DAMAGED: "A file that was copied into this case can no longer be read in full. "
        "Your answers are not affected.",
        NO_SUCH_ENTRY: "There is no such entry to take back.",
        BUSY: "Another program is using the case file. Wait a moment, then try again.",
        NOT_ALLOWED: "This PC does not let you use this file or folder. Choose another place.",
        CUT_OFF: "The last answer in this file was cut off, and the program cannot save in this place. Open a copy.",
        NO_SUCH_EXHIBIT: "There is no such copied file in this case.",
        NOTHING_TO_SAVE: "Nothing of this case can be read any more, so nothing was saved. "
        "Look for an older copy of it.",
        NO_SUCH_FOLDER: "There is no such folder. Its stick may not be plugged in. Choose another place.",
    }
)

NO_KEY_STORE = "K-01"
KEY_STORE_LOCKED = "K-02"
KEY_STORE_SILENT = "K-03"
KEY_STORE_NOT_SAFE = "K-04"
KEY_NOT_KEPT = "K-05"
KEY_MISSING = "K-06"
KEY_STORE_FAILED = "K-07"

KEY_SENTENCES = MappingProxyType(
    {
        NO_KEY_STORE: "This PC has no safe place for the key of your case. Choose a passphrase instead.",
        KEY_STORE_LOCKED: "The place where this PC keeps passwords is locked. Unlock it, or use your recovery code.",
        KEY_STORE_SILENT: "The place where this PC keeps passwords does not answer. Look for a window that asks "
        "for a password. Or use your recovery code.",
        KEY_STORE_NOT_SAFE: "This PC would keep the key of your case where anybody can read it. "
        "Choose a passphrase instead.",
        KEY_NOT_KEPT: "This PC did not keep the key of your case. Choose a passphrase instead.",
        KEY_MISSING: "The key of this case is no longer on this PC. Use the code on your recovery sheet.",
        KEY_STORE_FAILED: "The place where this PC keeps passwords reported a fault. Use your recovery code.",
    }
)


def case_error(code: str) -> CaseError:
    """Return the error with this code, ready to raise."""
    return CaseError(code, SENTENCES[code])


def key_error(code: str) -> KeyStoreError:
    """Return the key store's error with this code, ready to raise."""
    return KeyStoreError(code, KEY_SENTENCES[code])


def from_system(error: OSError, *, missing: str = NOTHING_THERE) -> CaseError:
    """Return what an error of the operating system means for a case file, and what `missing` where nothing is there."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return case_error(DISK_FULL)
    if error.errno == errno.EROFS:
        return case_error(READ_ONLY_PLACE)
    if error.errno in (errno.EACCES, errno.EPERM, errno.EISDIR):
        return case_error(NOT_ALLOWED)
    if error.errno in (errno.ENOENT, errno.ENOTDIR):
        return case_error(missing)
    if error.errno == errno.EEXIST:
        return case_error(NAME_TAKEN)
    return case_error(DISK_FAILED)


_WHILE_WORKING: tuple[tuple[type[apsw.Error], str], ...] = (
    (apsw.FullError, DISK_FULL),
    (apsw.BusyError, BUSY),
    (apsw.LockedError, BUSY),
    (apsw.ReadOnlyError, READ_ONLY_PLACE),
    (apsw.CantOpenError, READ_ONLY_PLACE),
    (apsw.PermissionsError, NOT_ALLOWED),
    (apsw.IOError, DISK_FAILED),
)


def from_sqlite(error: apsw.Error) -> CaseError:
    """Return what an error of SQLite means for a case file that was opened; whatever is not known is damage."""
    for kind, code in _WHILE_WORKING:
        if isinstance(error, kind):
            return case_error(code)
    return case_error(DAMAGED)
