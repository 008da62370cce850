"""Make records of a case: build the document, write it in the form asked for, save it so that it is there or not.

A record carries the seal of the journal before it; that it was made is recorded only after its file is on the disk.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import stat
import tempfile
from collections.abc import Callable
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from recovery_assistant.content.loading import load_phrases
from recovery_assistant.domain.errors import AssistantError, CaseError
from recovery_assistant.domain.journal import RecordMade, RecoverySheetMade
from recovery_assistant.domain.record_phrases import Phrases
from recovery_assistant.storage.database import header_of
from recovery_assistant.storage.failures import NEWER_PROGRAM

if TYPE_CHECKING:
    from recovery_assistant.domain.catalogue import Catalogue
    from recovery_assistant.domain.guidance import Guidance
    from recovery_assistant.domain.record import Audience, PaperSize, RecordDocument, TextSize
    from recovery_assistant.services.casebook import Casebook

Form = Literal["pdf", "html", "text", "json"]

NO_ROOM, READ_ONLY_PLACE, NOT_ALLOWED, NO_FOLDER, NOT_SAVED = "R-01", "R-02", "R-03", "R-04", "R-05"
NOT_A_FILE, IS_A_CASE = "R-06", "R-07"
SENTENCES = {
    NO_ROOM: "There is no room left in this place, so the record was not saved. Choose another place.",
    READ_ONLY_PLACE: "Nothing can be saved in this place. Choose another place, such as a stick.",
    NOT_ALLOWED: "This PC does not let you save here. Choose another place.",
    NO_FOLDER: "This folder is not there any more. Was the stick pulled out? Choose another place.",
    NOT_SAVED: "The record could not be saved here. Choose another place, or print it.",
    NOT_A_FILE: "This name belongs to a device or a pipe, not to a file. Choose another name.",
    IS_A_CASE: "This is a case file. Nothing may be saved over it. Choose another name.",
}
_MEANINGS = {
    errno.ENOSPC: NO_ROOM,
    errno.EDQUOT: NO_ROOM,
    errno.EROFS: READ_ONLY_PLACE,
    errno.EACCES: NOT_ALLOWED,
    errno.EPERM: NOT_ALLOWED,
    errno.EISDIR: NOT_ALLOWED,
    errno.ENOENT: NO_FOLDER,
    errno.ENOTDIR: NO_FOLDER,
}


class Exporter:
    """Makes records of one open case. `resources` is the program's resource folder."""

    def __init__(
        self,
        casebook: Casebook,
        guidance: Guidance,
        catalogue: Catalogue,
        clock: Callable[[], datetime],
        resources: Path,
    ) -> None:
        self._casebook = casebook
        self._guidance = guidance
        self._catalogue = catalogue
        self._clock = clock
        self._resources = resources

    @cached_property
    def _phrases(self) -> Phrases:
        return load_phrases(self._resources, self._guidance.words.language, self._guidance.country.code)

    def document(self, audience: Audience) -> RecordDocument:
        """Return the record of the case as it is now, for one audience. Raises ContentError."""
        from recovery_assistant.record.build import build

        casebook = self._casebook
        return build(
            casebook.case,
            casebook.entries,
            self._guidance.plan,
            self._guidance.words,
            self._guidance.country,
            self._catalogue,
            self._phrases,
            audience,
            self._clock(),
            casebook.seal,
        )

    def pdf(self, document: RecordDocument, size: TextSize = 14, paper: PaperSize | None = None) -> bytes:
        """Return the document as a PDF. `size` is that of the text in points; the paper is the country's by default."""
        from recovery_assistant.record.pdf import render

        return render(document, self._resources, size, paper or self._guidance.country.paper)

    def html(self, document: RecordDocument) -> str:
        """Return the document as one HTML file that loads nothing."""
        from recovery_assistant.record.html import write

        return write(document)

    def text(self, document: RecordDocument) -> str:
        """Return the document as plain text of at most 80 columns."""
        from recovery_assistant.record.text import write

        return write(document)

    def json(self, document: RecordDocument) -> bytes:
        """Return the document for programs, with its version in `format`."""
        from recovery_assistant.record.json import encode

        return encode(document)

    def calendar(self) -> bytes:
        """Return the days to keep as a calendar file (RFC 5545): what to do and when, and nothing of the case."""
        from recovery_assistant.domain.calendar_file import calendar_file
        from recovery_assistant.domain.reminders import diary, reminders
        from recovery_assistant.record.wording import Wording

        case, country, now = self._casebook.case, self._guidance.country, self._clock()
        in_words = Wording(self._phrases, country, "me", now).day
        days = diary(reminders(case, country, now.date()), self._guidance.words, country, in_words)
        return calendar_file(days, now, case.number)

    def save(self, path: Path, content: bytes, *, audience: Audience, form: Form) -> None:
        """Write a record to a file, whole or not at all, and record that it was made.

        Raises:
            AssistantError: R-01 no room, R-02 read-only place, R-03 not allowed, R-04 no folder, R-05 another reason,
                R-06 no file but a device, R-07 a case file stands there. Nothing was written then, and what was there
                before is as it was.
            CaseError: the record was saved, but the case could not note it.
        """
        write_whole(path, content)
        self._note(RecordMade(audience=audience, form=form, sha256=hashlib.sha256(content).hexdigest()))

    def printed(self, content: bytes, audience: Audience) -> None:
        """Record that these bytes went to a printer. Raises CaseError."""
        self._note(RecordMade(audience=audience, form="print", sha256=hashlib.sha256(content).hexdigest()))

    def recovery_sheet(self, size: TextSize = 14, paper: PaperSize | None = None) -> bytes:
        """Return the sheet with the recovery code as a PDF. Call `save_sheet` or `sheet_printed` with it."""
        from recovery_assistant.record.recovery_sheet import recovery_sheet

        casebook = self._casebook
        sheet = recovery_sheet(
            casebook.number,
            casebook.path.name,
            casebook.recovery_code(),
            self._phrases,
            self._guidance.country,
            self._clock(),
            casebook.seal,
        )
        return self.pdf(sheet, size, paper)

    def save_sheet(self, path: Path, sheet: bytes) -> None:
        """Write the sheet to a file and record that it was made, never what stands on it. Raises as `save` does."""
        write_whole(path, sheet)
        self._note(RecoverySheetMade())

    def sheet_printed(self) -> None:
        """Record that the sheet went to a printer. Raises CaseError."""
        self._note(RecoverySheetMade())

    def _note(self, event: RecordMade | RecoverySheetMade) -> None:
        if not self._casebook.read_only:  # a copy that can only be read can still be printed
            self._casebook.record(event, "program")


def write_whole(path: Path, content: bytes) -> None:
    """Write a file so that after a crash there is the whole new one or what was there before.

    A link is followed, so that the file it leads to is replaced, and not the link.

    Raises:
        AssistantError: as for `Exporter.save`.
    """
    beside: Path | None = None
    try:
        path = path.resolve()
        _refuse_what_must_stay(path)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:40]}.", suffix=".part")
        beside = Path(name)
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
        _sync_folder(path.parent)
    except OSError as error:
        if beside is not None:
            beside.unlink(missing_ok=True)
        code = _MEANINGS.get(error.errno or 0, NOT_SAVED)
        raise AssistantError(code, SENTENCES[code]) from error


def _refuse_what_must_stay(path: Path) -> None:
    """Raise R-06 for a device or a pipe (a rename would take its place), R-07 for a case file of any kind."""
    try:
        kind = path.stat().st_mode
    except FileNotFoundError:
        return
    if stat.S_ISDIR(kind):
        raise IsADirectoryError(errno.EISDIR, "is a folder", str(path))
    if not stat.S_ISREG(kind):
        raise AssistantError(NOT_A_FILE, SENTENCES[NOT_A_FILE])
    if is_case_file(path):
        raise AssistantError(IS_A_CASE, SENTENCES[IS_A_CASE])


def is_case_file(path: Path) -> bool:
    """Return whether a file begins as a case file does, of this version or a newer one."""
    try:
        header_of(path)
    except CaseError as error:
        return error.code == NEWER_PROGRAM
    return True


def _sync_folder(folder: Path) -> None:
    """Make the new name durable, where that exists: not on Windows, not on every stick. The file is there anyway."""
    if os.name != "posix":
        return
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
