"""Letters: which of them a case needs, and one of them filled with what the case tells.

A letter is prose with a closed set of marks (`letter_facts.MARKS`) and conditions (`letter_facts.WHEN`). Nothing is
made up: prose with a mark that nobody told is replaced by its `without`, and the mark becomes a line to write on,
under its name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from types import MappingProxyType
from typing import Literal

from msgspec import Struct

from recovery_assistant.domain.letter_facts import LetterFacts, When
from recovery_assistant.domain.record import Heading, Items, Note, Pairs, RecordBlock, Table, Text
from recovery_assistant.domain.words import filled

LetterId = Literal[
    "bank-unauthorised",
    "bank-authorised",
    "card-issuer",
    "paypal",
    "subscription",
    "closed-account",
    "credit-agency",
    "ombudsman",
    "tool-maker",
    "phone-company",
    "employer-it",
]
LetterTable = Literal["", "payments", "not-mine", "sessions", "rules", "dates"]
MARK = re.compile(r"\{([a-z][a-z.-]*)\}")
"""What is filled from the case; marks with a colon (`{name:ombudsman}`) are the country pack's."""
ROWS_TO_WRITE_ON = 3
"""Of a table of payments, where none is written down."""


class Part(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A piece of a letter; everything in it stands in this order.

    Attributes:
        when: all of these must hold.
        without: takes the place of `text` where a mark of it is not known.
        rows: marks, each as a line with its name: the fact, or a place to write it.
        table: what the case has several of.
        note: set apart by a bar.
    """

    when: tuple[When, ...] = ()
    heading: str = ""
    text: str = ""
    without: str = ""
    items: tuple[str, ...] = ()
    rows: tuple[str, ...] = ()
    table: LetterTable = ""
    note: str = ""


class Unsure(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How a letter is called while the person does not say of each payment who made it: nobody says so for them."""

    name: str
    reason: str
    subject: str


class Letter(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One letter as it is written.

    Attributes:
        name: in the list of letters.
        reason: why a case needs it; where a mark of it is not known, `reason_without` stands instead.
        unsure: takes the place of name, reason and subject where a payment of it has no sure answer.
        to: lines of the address that are known; `to_blank` names what must be written below them.
        how: how to send it, for the screen alone.
        parts: in the order of the file; a country may replace one of them.
        marks: how single facts are called in this letter, where that is not as everywhere.
        enclosed: what to put in with it.
        source, checked_on: of a law that a country's own sentences name.
    """

    name: str
    reason: str
    reason_without: str = ""
    subject: str
    unsure: Unsure | None = None
    to: tuple[str, ...] = ()
    to_blank: str
    how: tuple[str, ...] = ()
    parts: Mapping[str, Part]
    marks: Mapping[str, str] = {}
    enclosed: tuple[str, ...] = ()
    source: str = ""
    checked_on: date | None = None


class Need(Struct, frozen=True, kw_only=True):
    """A letter that a case needs, and why.

    Attributes:
        about: which of several it is for: id of a remote control program; "" where there is one only.
    """

    letter: str
    name: str
    reason: str
    about: str = ""

    @property
    def key(self) -> str:
        """The name of this letter on a command line and in a file's name: "tool-maker.anydesk"."""
        return f"{self.letter}.{self.about}" if self.about else self.letter


class FilledLetter(Struct, frozen=True, kw_only=True):
    """A letter with the facts of a case in it; `blanks` names what must still be written by hand."""

    subject: str
    to: tuple[str, ...]
    to_blank: str
    blocks: tuple[RecordBlock, ...]
    enclosed: tuple[str, ...]
    blanks: tuple[str, ...]


def letters_for(letters: Mapping[str, Letter], facts: LetterFacts) -> tuple[Need, ...]:
    """Return the letters that a case needs, in their order, each with its reason."""
    needed = (facts_of for letter_id in letters for facts_of in _facts_of(letter_id, facts) if facts_of.is_needed())
    return tuple(_need(letters[one.letter], one) for one in needed)


def other_letters(letters: Mapping[str, Letter], facts: LetterFacts) -> tuple[Need, ...]:
    """Return the letters that nothing in the case asks for; the person may know better."""
    asked = {need.letter for need in letters_for(letters, facts)}
    return tuple(
        Need(letter=letter_id, name=filled(letter.name, facts.told.pack), reason="")
        for letter_id, letter in letters.items()
        if letter_id not in asked
    )


def _facts_of(letter_id: str, facts: LetterFacts) -> Iterable[LetterFacts]:
    if letter_id != "tool-maker":
        return (facts.for_letter(letter_id),)
    return tuple(facts.for_letter(letter_id, tool) for tool in facts.makers() or ("",))


def _need(letter: Letter, facts: LetterFacts) -> Need:
    called = _called(letter, facts)
    name = filled(called.name, facts.told.pack)
    if facts.about:
        name = f"{name} ({facts.told.teller.tool(facts.about)})"
    reason = _PutIn(facts).text(called.reason) or letter.reason_without
    return Need(letter=facts.letter, about=facts.about, name=name, reason=reason)


def _called(letter: Letter, facts: LetterFacts) -> Letter | Unsure:
    return letter.unsure if letter.unsure is not None and facts.holds(("not-sure",)) else letter


def filled_bare(text: str) -> str:
    """Return a text with its marks taken out; only for a reason whose facts went away meanwhile."""
    return " ".join(MARK.sub("", text).split())


def fill(letter: Letter, facts: LetterFacts) -> FilledLetter:
    """Return a letter with the facts of a case in it."""
    put_in = _PutIn(facts, letter.marks)
    blocks = [block for part in letter.parts.values() if facts.holds(part.when) for block in put_in.part(part)]
    pack, subject = facts.told.pack, _called(letter, facts).subject
    return FilledLetter(
        subject=put_in.text(subject) or filled_bare(subject),
        to=tuple(line for text in letter.to if (line := put_in.text(text))),
        to_blank=filled(letter.to_blank, pack),
        blocks=tuple(blocks),
        enclosed=tuple(line for text in letter.enclosed if (line := put_in.text(text))),
        blanks=tuple(put_in.blanks),
    )


class _PutIn:
    """Puts facts into prose, and keeps a list of those that are missing."""

    def __init__(self, facts: LetterFacts, names: Mapping[str, str] = MappingProxyType({})) -> None:
        self._facts = facts
        self._names = {**facts.told.papers.marks, **names}
        self.blanks: dict[str, None] = {}
        self._lines: set[str] = set()  # marks that have their line already

    def text(self, text: str) -> str:
        """Return a text with its marks filled; "" when one of them is not known."""
        if any(not self._facts.mark(mark) for mark in MARK.findall(text)):
            return ""
        return MARK.sub(lambda mark: self._facts.mark(mark[1]), filled(text, self._facts.told.pack))

    def part(self, part: Part) -> list[RecordBlock]:
        """Return the blocks of one part, with lines to write on for what its prose misses."""
        blocks: list[RecordBlock] = []
        rows = list(part.rows)
        if part.heading:
            blocks.append(Heading(level=2, text=filled(part.heading, self._facts.told.pack)))
        if part.text:
            said = self.text(part.text)
            if not said:
                rows += self._missing(part.text)
                said = self.text(part.without) if part.without else ""
            blocks += [Text(text=said)] if said else []
        items = [self.text(item) for item in part.items]
        rows += [mark for item, said in zip(part.items, items, strict=True) if not said for mark in self._missing(item)]
        if any(items):
            blocks.append(Items(items=tuple(item for item in items if item)))
        if part.note and (note := self.text(part.note)):
            blocks.append(Note(text=note))
        if part.table:
            blocks += self._table(part.table)
        rows = [mark for mark in dict.fromkeys(rows) if mark not in self._lines]
        if rows:
            blocks.append(Pairs(rows=tuple(self._row(mark) for mark in rows)))
        return blocks

    def _missing(self, text: str) -> list[str]:
        return [mark for mark in MARK.findall(text) if not self._facts.mark(mark)]

    def _row(self, mark: str) -> tuple[str, str]:
        name, value = self._names[mark], self._facts.mark(mark)
        if not value:
            self._lines.add(mark)
            self.blanks[name] = None
        return name, value

    def _table(self, table: LetterTable) -> list[RecordBlock]:
        facts, phrases = self._facts, self._facts.told.papers.letter
        if table == "payments":
            return self._payments()
        if table == "not-mine":
            header = (phrases.row_day, phrases.row_amount, phrases.row_to, phrases.row_text)
            rows = facts.not_mine_rows()
            return [Table(caption=phrases.not_mine, header=header, rows=rows)] if rows else []
        if table == "dates":
            dates = facts.dates()
            return [Text(text=phrases.dates), Pairs(rows=dates)] if dates else []
        said, lines = (phrases.sessions, facts.sessions()) if table == "sessions" else (phrases.rules, facts.rules())
        return [Text(text=said), Items(items=lines)] if lines else []

    def _payments(self) -> list[RecordBlock]:
        """Return the payments of this letter as a table; what is not known of one is a blank place in its column.

        Nobody told of any: then there are rows to write on.
        """
        told, phrases = self._facts.told, self._facts.told.papers.letter
        names, blank = told.record.payments, phrases.blank
        header = (names.when, names.how_much, names.how, names.to_whom, names.who)
        rows = [] if self._facts.payments else [(blank,) * len(header)] * ROWS_TO_WRITE_ON
        for one in self._facts.payments:
            who = names.who_sent.get(one.who_sent, "") if one.who_sent else ""
            facts = (told.when(one), told.money(one), told.rail(one), self._facts.went_to(one), who)
            self.blanks.update(dict.fromkeys(name for name, fact in zip(header, facts, strict=True) if not fact))
            rows.append(tuple(fact or blank for fact in facts))
        return [Table(caption=phrases.payments, header=header, rows=tuple(rows))]
