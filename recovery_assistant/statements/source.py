"""A statement file that is open: what it is, and its bytes in blocks, as often as they are asked for.

The whole file is never in memory. A pipe or a device is refused before it is opened: a pipe would be waited for without
end, and cannot be read twice.
"""

from __future__ import annotations

import codecs
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from recovery_assistant.domain.statement import FileKind, Letters
from recovery_assistant.statements import refusals
from recovery_assistant.statements.refusals import refused

LARGEST: Final = 1 << 30
"""Bytes. A hundred thousand rows of CAMT.053, the wordiest kind, are about a tenth of it."""
BLOCK: Final = 1 << 16
_HEAD: Final = 4096
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"


class Source:
    """One file, known to be a regular one, and of which kind.

    Attributes:
        name: of the file, without its folder.
        size: bytes.
        letters: how its text is written, as far as the first bytes or the whole file tell.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self.name = path.name
        self._stamp = self._look()
        self.size = self._stamp[0]
        head = next(self.blocks(), b"")
        self.kind, self._marked = _kind(head[:_HEAD])
        self._guessed: Letters | None = None

    @property
    def letters(self) -> Letters:
        """How the text is written: by its mark, else UTF-8 where the whole file is, else what Windows writes."""
        if self._guessed is None:
            self._guessed = self._marked or ("utf-8" if self._is_utf8() else "cp1252")
        return self._guessed

    def blocks(self) -> Iterator[bytes]:
        """Yield the bytes from the start. Raises InputError I-60, I-61, I-71, I-72."""
        try:
            with self._path.open("rb") as file:
                while block := file.read(BLOCK):
                    yield block
        except OSError as error:
            raise refused(_meaning(error)) from error

    def check_same(self) -> None:
        """Raise InputError I-71 where the file is another one by now."""
        if self._look() != self._stamp:
            raise refused(refusals.CHANGED)

    def _look(self) -> tuple[int, int]:
        try:
            found = self._path.stat()
        except (OSError, ValueError) as error:  # ValueError: a NUL byte in the name
            raise refused(_meaning(error)) from error
        if not stat.S_ISREG(found.st_mode):
            raise refused(refusals.NO_FILE)
        if not found.st_size:
            raise refused(refusals.EMPTY)
        if found.st_size > LARGEST:
            raise refused(refusals.TOO_LARGE)
        return found.st_size, found.st_mtime_ns

    def _is_utf8(self) -> bool:
        decoder = codecs.getincrementaldecoder("utf-8")()
        try:
            for block in self.blocks():
                decoder.decode(block)
        except UnicodeDecodeError:
            return False
        return True


def _meaning(error: OSError | ValueError) -> str:
    if isinstance(error, FileNotFoundError | NotADirectoryError | ValueError):
        return refusals.NOT_THERE
    return refusals.NOT_ALLOWED if isinstance(error, PermissionError) else refusals.NOT_READ


def _kind(head: bytes) -> tuple[FileKind, Letters | None]:
    """Return what a file is by its first bytes, and how it says its letters are written. Raises InputError."""
    letters: Letters | None = None
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or _looks_utf16(head):
        letters = "utf-16"
        text = head.decode(_utf16(head), "replace")
    else:
        if head.startswith(codecs.BOM_UTF8):
            letters = "utf-8"
        text = head.removeprefix(codecs.BOM_UTF8).decode("latin-1")
    if text.startswith("%PDF"):
        raise refused(refusals.IS_PDF)
    if head.startswith((_ZIP, _OLE)):
        raise refused(refusals.IS_SHEET)
    if letters != "utf-16" and (b"\0" in head or sum(byte < 9 for byte in head)):
        raise refused(refusals.NOT_TEXT)
    start = text.lstrip("\ufeff \t\r\n")
    upper = start.upper()
    if upper.startswith("OFXHEADER") or "<OFX>" in upper or "<?OFX" in upper:
        return "ofx", letters
    if "camt.053" in start or "camt.052" in start or "camt.054" in start or "<BkToCstmr" in start:
        return "camt", letters
    if start.startswith("<"):
        raise refused(refusals.UNSAFE_XML if "<!DOCTYPE" in upper or "<!ENTITY" in upper else refusals.NOT_TEXT)
    return "table", letters


def _looks_utf16(head: bytes) -> bool:
    """Return whether every other byte is a zero, as in plain text in UTF-16 without its mark."""
    half = len(head) // 2
    return half > 8 and any(
        head[start::2].count(0) > half * 0.8 and not head[1 - start :: 2].count(0) for start in (0, 1)
    )


def _utf16(head: bytes) -> str:
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    return "utf-16-le" if head[1::2].count(0) > head[0::2].count(0) else "utf-16-be"


def codec(letters: Letters, head: bytes) -> str:
    """Return Python's name of a codec for these letters. Only UTF-16 without its mark needs the first bytes."""
    return _utf16(head) if letters == "utf-16" else {"utf-8": "utf-8-sig"}.get(letters, letters)
