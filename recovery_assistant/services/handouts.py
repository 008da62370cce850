"""Papers to hand out: the list of accounts, the card for beside the phone, the booklet, and the one for reviewers.

They are made of the same content as the window, by one command, and need no case; a list of accounts may have one.
What is saved is saved as safely as a record. Nothing of it goes into a journal: these papers tell nothing of a case
but ticks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal

from recovery_assistant.content.forms import load_forms
from recovery_assistant.content.letters import letters_prose, load_letters
from recovery_assistant.content.loading import load_phrases
from recovery_assistant.content.prose import pack_prose, placed, prose
from recovery_assistant.content.sources import facts_of
from recovery_assistant.content.whole import whole
from recovery_assistant.domain.case import Case
from recovery_assistant.domain.handout_phrases import HandoutPhrases
from recovery_assistant.domain.plan import region_of
from recovery_assistant.services.exporter import write_whole

if TYPE_CHECKING:
    from recovery_assistant.domain.guidance import Guidance
    from recovery_assistant.domain.record import PaperSize, RecordDocument, TextSize
    from recovery_assistant.domain.region import Region
    from recovery_assistant.domain.report_sheet import KnownForm
    from recovery_assistant.record.handout import Press

HandoutKind = Literal["worksheet", "card", "booklet", "review"]
CARD_SIZES: Final[tuple[TextSize, ...]] = (24, 18, 14)
"""The card is one sheet: the largest letters with which it is one are taken."""
BODY_SIZE: Final[TextSize] = 14


def squares_for_a_phone(address: str, side: float) -> list[tuple[float, float, float, float]]:
    """Return left, down, width and height of the dark squares that a phone reads; "down" is that of the lower edge."""
    from recovery_assistant.record.qr import qr_squares

    return qr_squares(address, side)


def _form_texts(known: KnownForm) -> Iterator[tuple[str, str]]:
    """Yield every text of a form with its key."""
    yield "name", known.words.name
    for name, texts in (("before", known.words.before), ("after", known.words.after)):
        yield from ((f"{name}[{at}]", text) for at, text in enumerate(texts))
    for question, words in known.words.questions.items():
        yield f"questions.{question}.label", words.label
        if words.hint:
            yield f"questions.{question}.hint", words.hint


class Handouts:
    """Makes papers to hand out for one country. `resources` is the program's resource folder."""

    def __init__(self, guidance: Guidance, clock: Callable[[], datetime], resources: Path) -> None:
        self._guidance = guidance
        self._clock = clock
        self._resources = resources

    @cached_property
    def _press(self) -> Press:
        from recovery_assistant.record.handout import Press

        language, code = self._guidance.words.language, self._guidance.country.code
        return Press(
            guidance=self._guidance,
            phrases=whole(self._resources, language, code, "handouts", HandoutPhrases),
            frame=load_phrases(self._resources, language, code),
            made_at=self._clock(),
            forms={known.form.id: known for known in load_forms(self._resources, language, code)},
        )

    def document(self, kind: HandoutKind, case: Case | None = None) -> RecordDocument:
        """Return a paper; of the list of accounts and of the card, for a case. Raises ContentError."""
        match kind:
            case "worksheet":
                from recovery_assistant.record.worksheet import worksheet

                return worksheet(self._press, case or Case(), self._clock())
            case "card":
                from recovery_assistant.record.card import card

                return card(self._press, self._region(case))
            case "booklet":
                from recovery_assistant.record.booklet import booklet

                return booklet(self._press)
            case "review":
                return self._review()

    def _region(self, case: Case | None) -> Region | None:
        """Return where the case says that the person lives; of a country with one region, that one."""
        regions = self._guidance.country.regions
        told = region_of(case) if case is not None else None
        return told or (regions[0] if len(regions) == 1 else None)

    def _review(self) -> RecordDocument:
        from recovery_assistant.record.review import ReviewFact, ReviewText, review

        language, pack = self._guidance.words.language, self._guidance.country
        texts = placed(prose(self._guidance.words), self._resources, language, pack.code)
        letters = letters_prose(load_letters(self._resources, language, pack.code), f"words/{language}")
        told = [ReviewText(one.page, one.key, one.text) for one in (*texts, *pack_prose(pack))]
        told += [ReviewText(f"letters.{one.page}", one.key, one.text) for one in letters]
        told += [
            ReviewText(f"forms.{known.form.id}", key, text)
            for known in self._press.forms.values()
            for key, text in _form_texts(known)
        ]
        found = [
            ReviewFact(one.id, one.value, one.source, one.checked_on, one.evidence, tuple(one.used_in), one.is_stale)
            for one in facts_of(self._resources, self._guidance, self._clock().date())
        ]
        return review(self._press, told, found)

    def pdf(self, document: RecordDocument, size: TextSize = BODY_SIZE, paper: PaperSize | None = None) -> bytes:
        """Return a paper as a PDF. `size` is that of the text in points; the paper is the country's by default."""
        from recovery_assistant.record.pdf import render

        return render(document, self._resources, size, paper or self._guidance.country.paper)

    def card_pdf(self, document: RecordDocument, paper: PaperSize | None = None) -> bytes:
        """Return the card as a PDF of one sheet, with letters as large as fit on it."""
        from recovery_assistant.record.pdf import render, sheets

        chosen = paper or self._guidance.country.paper
        fitting = (size for size in CARD_SIZES if sheets(document, self._resources, size, chosen) == 1)
        return render(document, self._resources, next(fitting, CARD_SIZES[-1]), chosen)

    def html(self, document: RecordDocument) -> bytes:
        """Return a paper as one HTML file that loads nothing."""
        from recovery_assistant.record.html import write

        return write(document).encode()

    def text(self, document: RecordDocument) -> bytes:
        """Return a paper as plain text of at most 80 columns."""
        from recovery_assistant.record.text import write

        return write(document).encode()

    def save(self, path: Path, content: bytes) -> None:
        """Write a paper to a file, whole or not at all. Raises AssistantError as `exporter.write_whole` does."""
        write_whole(path, content)
