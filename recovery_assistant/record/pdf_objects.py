"""PDF objects as PDF/A wants them, where reportlab writes them a little differently."""

from __future__ import annotations

import zlib
from typing import Any, Protocol

from reportlab.pdfbase import pdfdoc


class Document(Protocol):
    """What is used of reportlab's document, which has no types of its own."""

    idToObject: dict[str, Any]  # noqa: N815 (reportlab's name)
    idToObjectNumberAndVersion: dict[str, tuple[int, int]]  # noqa: N815

    def Reference(self, obj: pdfdoc.PDFObject, name: str) -> pdfdoc.PDFObject:  # noqa: N802
        """Give the object a number under this name."""


class Stream(pdfdoc.PDFStream):
    """A stream with a line end before "endstream", which PDF/A asks for and reportlab leaves out."""

    END = b"endstream\n"

    def format(self, document: Document) -> bytes:
        """Return the object as it stands in the file."""
        written: bytes = super().format(document)
        return written.removesuffix(self.END) + b"\n" + self.END


RETURN = 0x0D


def settled(content: bytes, filler: bytes) -> bytes:
    """Return the content so that its compressed form does not end in a carriage return.

    Such a stream is right, but some checkers take its last byte for a part of the line end. The last byte of a
    compressed stream is the last byte of a sum over the content, so a harmless filler changes it.
    """
    return content + filler if zlib.adler32(content) & 0xFF == RETURN else content


def stream(content: bytes, *, compressed: bool = True, **entries: object) -> Stream:
    """Return a stream with these entries in its dictionary. Metadata must stay readable: not compressed."""
    made = Stream(content=content, filters=[pdfdoc.PDFZCompress] if compressed else None)
    for name, value in entries.items():
        made.dictionary[name] = value
    return made


class Raw(pdfdoc.PDFObject):
    """An object that is already in PDF's own words."""

    __RefOnly__ = 1

    def __init__(self, text: str = "") -> None:
        self.text = text

    def format(self, _document: Document) -> bytes:
        """Return the object as it stands in the file."""
        return self.text.encode("latin-1")


def hex_text(value: str) -> str:
    """Return a text as a PDF string: UTF-16 in hex, so that nothing in it can end the string."""
    return f"<FEFF{value.encode('utf-16-be').hex().upper()}>"


def reference(document: Document, name: str) -> str:
    """Return the reference to an object that the document knows by this name: "12 0 R"."""
    return f"{document.idToObjectNumberAndVersion[name][0]} 0 R"
