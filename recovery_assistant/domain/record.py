"""The printed or exported document as blocks: one model, four writers that decide nothing.

Blocks carry plain text only. Text from an inspected machine or from a person passed `visible` first, so that control
and direction characters show as their numbers; each writer escapes for its own format.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from datetime import date, datetime
from typing import Literal

from msgspec import Struct

from recovery_assistant.domain.finding import Confidence, Evidence, Mark
from recovery_assistant.domain.journal import Actor, ExhibitKind, Seal
from recovery_assistant.domain.observation import Gap
from recovery_assistant.domain.payment import Payment
from recovery_assistant.domain.removal.plan import Caution, Rights
from recovery_assistant.domain.removal.results import Status
from recovery_assistant.domain.removal.state import Copies, Look, Outcome, WhyNotStarted
from recovery_assistant.domain.session import AnyTrace
from recovery_assistant.domain.statement_marks import Marked

Audience = Literal["me", "bank", "police", "share", "technician"]
AUDIENCES: tuple[Audience, ...] = ("me", "bank", "police", "share", "technician")
PaperSize = Literal["a4", "letter"]
TextSize = Literal[14, 18, 24]
FORMAT_VERSION = 1


class Block(Struct, frozen=True, kw_only=True, tag_field="block"):
    """Base of everything that stands on a page.

    Attributes:
        with_above: never alone at the top of a page: it stays with the last lines of the block above.
    """

    with_above: bool = False


class Heading(Block, frozen=True, kw_only=True):
    """A heading of level 1 (starts a section; one per page code), 2 or 3."""

    level: Literal[1, 2, 3]
    text: str
    page_code: str = ""
    starts_page: bool = False
    """Always. Other sections share a page with the one before when they fit on it whole."""


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


class LargeCode(Block, frozen=True, kw_only=True):
    """A code to keep and to type, in groups, as large as the page allows."""

    groups: tuple[str, ...]


class LetterHead(Block, frozen=True, kw_only=True):
    """The head of a letter: who writes, to whom (where the window of an envelope is), and the day.

    Attributes:
        sender: labels of lines to write on; "" is one more line of the label before.
        to: known lines of the address; below them are lines to write on, called `to_blank`.
        to_label: before the address, where it does not stand in its place ("To").
    """

    sender: tuple[str, ...]
    to: tuple[str, ...]
    to_label: str
    to_blank: str
    dated: str


class Note(Block, frozen=True, kw_only=True):
    """A remark set apart by a bar: what a person must not miss; `with_above` it is a hint on what stands above."""

    text: str
    strong: bool = False


class FigureBar(Struct, frozen=True, kw_only=True):
    """A stretch of time in a figure. `left` and `right` are parts of its width, from 0 to 1.

    `is_open` draws stripes where the end is not known, `is_start_open` where the start is not.
    """

    left: float
    right: float
    lane: int
    label: str
    is_open: bool = False
    is_start_open: bool = False


class FigureSign(Struct, frozen=True, kw_only=True):
    """A payment (with the sign of the currency), or a program that came (without)."""

    place: float
    text: str = ""


class Figure(Block, frozen=True, kw_only=True):
    """One day as a drawn line of time. `alt` says all of it in words; the list behind it does so as well."""

    alt: str
    lanes: int
    bars: tuple[FigureBar, ...]
    ticks: tuple[tuple[float, str], ...]
    signs: tuple[FigureSign, ...] = ()


RecordBlock = (
    Heading
    | Text
    | ReadOut
    | Pairs
    | Items
    | Ticks
    | Table
    | WriteLines
    | Code
    | LargeCode
    | LetterHead
    | Note
    | Figure
)


class PageWords(Struct, frozen=True, kw_only=True):
    """What stands around the blocks, in the language of the record, so that writers hold no words of their own.

    Attributes:
        head: left of the head, such as "Recovery record, case 2026-11-18-A7KD".
        page: before a page code: "Page 14A".
        of: between the number of a sheet and their count: "1 of 6".
        seal: the whole seal line; "" on a sheet that belongs to no record.
        ticked, empty, to_write, code: said by screen readers for a ticked box, an empty box, a line to write on and
            the picture of a QR code.
    """

    head: str
    page: str
    of: str
    seal: str
    ticked: str
    empty: str
    to_write: str
    code: str


class ToldFinding(Struct, frozen=True, kw_only=True):
    """A finding as this audience may know it.

    Attributes:
        wanted: what shall become of it; the only part of the answer that every audience sees.
        mark, contradiction: the answer itself; None and "" for readers who may not know who put it there.
        evidence: empty for readers who do not need paths.
    """

    id: str
    tool_id: str
    tool_name: str
    confidence: Confidence
    wanted: Literal["keep", "remove", "undecided"]
    mark: Mark | None = None
    contradiction: str = ""
    came_at: datetime | None = None
    evidence: tuple[Evidence, ...] = ()
    steps_ticked: tuple[str, ...] = ()
    looked_again_at: datetime | None = None
    still_there: bool | None = None


class ToldCopy(Struct, frozen=True, kw_only=True):
    """A copied original with its chain of custody; see `journal.ExhibitCopied` for what each field says.

    `path`, `owner` and `host` are "" where they may name a person.
    """

    finding_id: str
    path: str
    size: int
    sha256: str
    copied_at: datetime
    kind: ExhibitKind = "log"
    tool_id: str = ""
    owner: str = ""
    host: str = ""
    os_name: str = ""
    sha256_after: str = ""
    size_after: int | None = None
    modified_at: datetime | None = None
    created_at: datetime | None = None
    accessed_at: datetime | None = None
    changed_at: datetime | None = None
    copied_for: Actor = "program"
    zone: str = ""
    clock_error_seconds: int | None = None
    program_version: str = ""


class ToldMiss(Struct, frozen=True, kw_only=True):
    """An original that could not be copied, and why. `path` and `reason` are "" where they may name a person."""

    path: str
    reason: str
    code: str
    kind: ExhibitKind = "log"
    tool_id: str = ""


class ToldRoute(Struct, frozen=True, kw_only=True):
    """The way to ask for one payment back, with its reason in words and the rules that it rests on.

    Attributes:
        id: the way, such as "app-reimbursement"; its dates are among `Facts.dates`, under the same `payment_id`.
        rules: ids of rules of the country; `sources` are where they were read, in the same order.
        remarks: sentences that stand beside it.
        letter: id of the letter that fits, or "".
        contacts: ids of contacts to ask, besides whoever moved the money.
        refused: somebody said no, so that the dates of a complaint are among the dates.
    """

    payment_id: str
    id: str
    name: str
    reason: str
    rules: tuple[str, ...]
    sources: tuple[str, ...]
    remarks: tuple[str, ...] = ()
    letter: str = ""
    contacts: tuple[str, ...] = ()
    refused: bool = False


class ToldDate(Struct, frozen=True, kw_only=True):
    """A date to keep, with the rule that it rests on. `on` is None while it is not known."""

    id: str
    payment_id: str
    on: date | None
    rule: str
    source: str
    checked_on: date


class ToldContact(Struct, frozen=True, kw_only=True):
    """Somebody to ring or write to, as shown in this record."""

    id: str
    name: str
    phone: str
    url: str
    source: str
    checked_on: date


class ToldStep(Struct, frozen=True, kw_only=True):
    """One step of a removal; see `removal.results.ActionEnded` for what came of it.

    `target`, `command`, `says`, `looked`, `kept_place` and `kept_was` are empty where they may name a person.

    Attributes:
        status: None when the runner did not tell how it ended.
    """

    id: str
    verb: str
    rights: Rights
    target: tuple[str, ...] = ()
    begun_at: datetime | None = None
    ended_at: datetime | None = None
    command: tuple[str, ...] = ()
    status: Status | None = None
    code: str = ""
    says: str = ""
    exit_code: int | None = None
    looked: tuple[str, ...] = ()
    kept_place: str = ""
    kept_sha256: str = ""
    kept_was: str = ""


class ToldRemoval(Struct, frozen=True, kw_only=True):
    """One plan that was agreed to, and everything that came of it.

    Attributes:
        item: id of a finding or of something left behind.
        sha256: of the plan file.
        undoes: id of the plan that this one put back, or "".
        outcome: None while nobody has looked again.
        steps: empty for a bank.
    """

    id: str
    item: str
    tool_id: str
    name: str
    sha256: str
    agreed_at: datetime
    agreed_by: str
    cautions: tuple[Caution, ...] = ()
    copies: Copies
    undoes: str = ""
    outcome: Outcome | None = None
    cut_off: bool = False
    not_started: Mapping[Rights, WhyNotStarted] = {}
    steps: tuple[ToldStep, ...] = ()
    looks: tuple[Look, ...] = ()


class Facts(Struct, frozen=True, kw_only=True):
    """What a program may want of a record, so that it need not read sentences. Masked like the blocks."""

    payments: tuple[Payment, ...] = ()
    findings: tuple[ToldFinding, ...] = ()
    gaps: tuple[Gap, ...] = ()
    copies: tuple[ToldCopy, ...] = ()
    missed_copies: tuple[ToldMiss, ...] = ()
    routes: tuple[ToldRoute, ...] = ()
    dates: tuple[ToldDate, ...] = ()
    contacts: tuple[ToldContact, ...] = ()
    traces: tuple[AnyTrace, ...] = ()
    removals: tuple[ToldRemoval, ...] = ()
    disputed: tuple[Marked, ...] = ()


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
    page_words: PageWords
    facts: Facts = Facts()
    blocks: tuple[RecordBlock, ...]


MOST_MARKS = 3
"""More combining marks than this on one letter climb over the lines above; no written language needs more."""


def visible(text: str) -> str:
    """Return a text as one line in which nothing hides.

    Control characters, direction marks, invisible and unassigned characters become "[U+202E]"; every other kind of
    space becomes a space; accents are joined with their letters.
    """
    text = unicodedata.normalize("NFC", text)
    if text.isprintable() and text.isascii():
        return text
    shown: list[str] = []
    marks = 0
    for letter in text:
        category = unicodedata.category(letter)
        marks = marks + 1 if category in ("Mn", "Me") else 0
        if category == "Zs":
            shown.append(" ")
        elif letter.isprintable() and marks <= MOST_MARKS:
            shown.append(letter)
        else:
            shown.append(f"[U+{ord(letter):04X}]")
    return "".join(shown)


TOGETHER = "\u00a0"
"""Between the parts of a phone number or a seal: they stay on one line."""


def visible_together(text: str) -> str:
    """Return `visible` of a text of the document, but keep what must stay on one line together. For writers."""
    return TOGETHER.join(visible(part) for part in text.split(TOGETHER))


def visible_lines(text: str) -> tuple[str, ...]:
    """Return what a person typed as lines in which nothing hides; empty lines are left out."""
    lines = (visible(line.replace("\t", " ").strip()) for line in text.splitlines())
    return tuple(line for line in lines if line)
