"""The printed or exported document as blocks: one model, four writers that decide nothing.

Blocks carry plain text only. Text from an inspected machine is put in as it was read, after `visible` made its control
and direction characters visible; each writer escapes for its own format.
"""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from msgspec import Struct

from recovery_assistant.domain.journal import Seal

Audience = Literal["me", "bank", "police", "share", "technician"]
FORMAT_VERSION = 1


class Block(Struct, frozen=True, kw_only=True, tag_field="block"):
    """Base of everything that stands on a page."""


class Heading(Block, frozen=True, kw_only=True):
    """A heading of level 1 (starts a section; one per page code), 2 or 3."""

    level: Literal[1, 2, 3]
    text: str
    page_code: str = ""
    starts_page: bool = False


class Text(Block, frozen=True, kw_only=True):
    """A paragraph. `strong` is for the one sentence that matters most."""

    text: str
    strong: bool = False


class ReadOut(Block, frozen=True, kw_only=True):
    """Words to read out on the phone, in a frame."""

    text: str


class Pairs(Block, frozen=True, kw_only=True):
    """Label and value, kept together; an empty value prints a line to write on."""

    rows: tuple[tuple[str, str], ...]


class Items(Block, frozen=True, kw_only=True):
    """A list, numbered or plain."""

    items: tuple[str, ...]
    numbered: bool = False


class Ticks(Block, frozen=True, kw_only=True):
    """Boxes to tick; True prints a ticked box, False an empty one."""

    items: tuple[tuple[str, bool], ...]


class Table(Block, frozen=True, kw_only=True):
    """A table with one header row. Cells are plain text."""

    caption: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


class WriteLines(Block, frozen=True, kw_only=True):
    """Labelled lines to write on by hand."""

    labels: tuple[str, ...]


class Code(Block, frozen=True, kw_only=True):
    """A QR code with the same content printed beside it. `target` is "tel:…", "https://…" or plain text."""

    target: str
    label: str
    shown: str


class Note(Block, frozen=True, kw_only=True):
    """A remark set apart by a bar: what a person must not miss."""

    text: str


RecordBlock = Heading | Text | ReadOut | Pairs | Items | Ticks | Table | WriteLines | Code | Note


class RecordDocument(Struct, frozen=True, kw_only=True):
    """A whole record.

    Attributes:
        made_at: the moment of making, passed in; the same case, entry and moment give the same bytes.
        seal: of the journal before this record.
    """

    format: int = FORMAT_VERSION
    title: str
    language: str
    case_number: str
    audience: Audience
    made_at: datetime
    seal: Seal
    promise: str
    blocks: tuple[RecordBlock, ...]
