"""Letters, report sheets and the check of leads for one open case: what it needs, and the papers themselves.

What is saved is saved as safely as a record (`exporter.write_whole`), and the journal says which paper was made.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from recovery_assistant.content.forms import load_forms
from recovery_assistant.content.letters import load_letters, load_paper_phrases
from recovery_assistant.content.loading import load_phrases
from recovery_assistant.domain.case_told import CaseTold
from recovery_assistant.domain.errors import AssistantError
from recovery_assistant.domain.journal import PaperMade
from recovery_assistant.domain.leads import Lead, leads
from recovery_assistant.domain.letter_facts import DisputedRow, LetterFacts
from recovery_assistant.domain.letters import Need, fill, letters_for, other_letters
from recovery_assistant.domain.plan import region_of
from recovery_assistant.domain.refund import routes
from recovery_assistant.domain.remembered import teller_of
from recovery_assistant.domain.report_sheet import Form, KnownForm, Sheet, forms_of, sheet_of
from recovery_assistant.domain.statement_case import disputed_rows, is_added
from recovery_assistant.domain.words import filled
from recovery_assistant.services.exporter import write_whole

if TYPE_CHECKING:
    from recovery_assistant.domain.catalogue import Catalogue
    from recovery_assistant.domain.guidance import Guidance
    from recovery_assistant.domain.letters import Letter
    from recovery_assistant.domain.paper_phrases import PaperPhrases
    from recovery_assistant.domain.record import PaperSize, RecordDocument, TextSize
    from recovery_assistant.domain.record_phrases import Phrases
    from recovery_assistant.services.casebook import Casebook

PaperKind = Literal["letter", "sheet"]
PaperForm = Literal["pdf", "html", "text", "print", "copied"]
NO_SUCH_LETTER, NO_SUCH_FORM = "R-08", "R-09"


class Papers:
    """Makes letters and report sheets of one open case. `resources` is the program's resource folder."""

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

    # --- what there is ------------------------------------------------------------------------------------------------

    def needed(self, offered: tuple[str, ...] = ()) -> tuple[Need, ...]:
        """Return the letters that the case needs, each with its reason; `offered` restricts them. Raises ContentError.

        They stand in the order of `offered`, or in their own.
        """
        return letters_for(self._offered(offered), self._facts())

    def others(self, offered: tuple[str, ...] = ()) -> tuple[Need, ...]:
        """Return the letters that nothing in the case asks for. Raises ContentError."""
        return other_letters(self._offered(offered), self._facts())

    def forms(self) -> tuple[Form, ...]:
        """Return the report forms of where the person lives. Raises ContentError."""
        return tuple(known.form for known in forms_of(self._forms, region_of(self._casebook.case)))

    def leads(self) -> tuple[Lead, ...]:
        """Return what police and companies can follow, and what of it is missing. Raises ContentError."""
        return leads(self._told())

    def form(self, form_id: str) -> Form:
        """Return a report form. Raises AssistantError R-09 for one that this country does not have."""
        return self._known(form_id).form

    def sheet(self, form_id: str) -> Sheet:
        """Return the sheet of a report form, filled. Raises AssistantError R-09, ContentError."""
        return sheet_of(self._known(form_id), self._told())

    # --- papers -------------------------------------------------------------------------------------------------------

    def letter(self, key: str) -> RecordDocument:
        """Return a letter by its key ("paypal", "tool-maker.anydesk"). Raises AssistantError R-08, ContentError."""
        from recovery_assistant.record.letters import letter_document

        letter, own = self._parts_of(key)
        name, about = own.letter, own.about
        need = next((one for one in (*self.needed(), *self.others()) if one.key == key), None)
        if need is None:
            need = Need(letter=name, name=fill(letter, own).subject, reason="", about=about)
        return letter_document(need, fill(letter, own), own.told, self._clock(), self._casebook.seal)

    def advice(self, key: str) -> tuple[tuple[str, ...], int]:
        """Return how to send a letter, and how many lines of it must be filled in by hand. Raises as `letter` does."""
        letter, own = self._parts_of(key)
        return tuple(filled(text, self._guidance.country) for text in letter.how), len(fill(letter, own).blanks)

    def sheet_paper(self, form_id: str) -> RecordDocument:
        """Return a report sheet as a paper. Raises AssistantError R-09, ContentError."""
        from recovery_assistant.record.report_sheet import sheet_document

        told = self._told()
        return sheet_document(sheet_of(self._known(form_id), told), told, self._clock(), self._casebook.seal)

    def pdf(self, document: RecordDocument, size: TextSize = 14, paper: PaperSize | None = None) -> bytes:
        """Return a paper as a PDF. `size` is that of the text in points; the paper is the country's by default."""
        from recovery_assistant.record.pdf import render

        return render(document, self._resources, size, paper or self._guidance.country.paper)

    def html(self, document: RecordDocument) -> str:
        """Return a paper as one HTML file that loads nothing."""
        from recovery_assistant.record.html import write

        return write(document)

    def text(self, document: RecordDocument) -> str:
        """Return a paper as plain text, to be changed in any editor."""
        from recovery_assistant.record.text import write

        return write(document)

    def save(self, path: Path, content: bytes, *, kind: PaperKind, paper: str, form: PaperForm) -> None:
        """Write a paper to a file, whole or not at all, and record that it was made. Raises as `Exporter.save` does."""
        write_whole(path, content)
        self.given_out(content, kind=kind, paper=paper, form=form)

    def given_out(self, content: bytes, *, kind: PaperKind, paper: str, form: PaperForm) -> None:
        """Record that a paper was made: saved, printed, or copied into another program. Raises CaseError."""
        if not self._casebook.read_only:  # a copy that can only be read can still be printed
            digest = hashlib.sha256(content).hexdigest()
            self._casebook.record(PaperMade(kind=kind, paper=paper, form=form, sha256=digest), "program")

    # --- what they are made from --------------------------------------------------------------------------------------

    @cached_property
    def _record_phrases(self) -> Phrases:
        return load_phrases(self._resources, self._language, self._code)

    @cached_property
    def _phrases(self) -> PaperPhrases:
        return load_paper_phrases(self._resources, self._language, self._code)

    @cached_property
    def _letters(self) -> dict[str, Letter]:
        return load_letters(self._resources, self._language, self._code)

    @cached_property
    def _forms(self) -> tuple[KnownForm, ...]:
        return load_forms(self._resources, self._language, self._code)

    @property
    def _language(self) -> str:
        return self._guidance.words.language

    @property
    def _code(self) -> str:
        return self._guidance.country.code

    def _known(self, form_id: str) -> KnownForm:
        known = next((one for one in self._forms if one.form.id == form_id), None)
        if known is None:
            raise AssistantError(NO_SUCH_FORM, "There is no report sheet of this name for this country.")
        return known

    def _parts_of(self, key: str) -> tuple[Letter, LetterFacts]:
        """Return a letter and its facts. A key may become the name of a file, so that only known ones are taken."""
        name, dot, about = key.partition(".")
        letter, facts = self._letters.get(name), self._facts()
        if letter is None or (dot and about not in facts.makers()):
            raise AssistantError(NO_SUCH_LETTER, "There is no such letter for this case.")
        return letter, facts.for_letter(name, about)

    def _offered(self, offered: tuple[str, ...]) -> dict[str, Letter]:
        return {name: self._letters[name] for name in offered or self._letters}

    def _told(self) -> CaseTold:
        case, guidance, now = self._casebook.case, self._guidance, self._clock()
        here = now.tzinfo
        assert here is not None, "the clock of this PC carries its offset"  # noqa: S101 - `CliParts.clock` says so
        teller = teller_of(case, guidance.words.telling, self._catalogue, here, now.date())
        return CaseTold(
            case, guidance.plan, guidance.words, guidance.country, teller, self._record_phrases, self._phrases
        )

    def _facts(self) -> LetterFacts:
        case, country, today = self._casebook.case, self._guidance.country, self._clock().date()
        ways = routes(case.payments.values(), country, region_of(case), today)
        rows = (one.row for one in disputed_rows(case) if not is_added(case, one.row))
        not_mine = [
            DisputedRow(
                row.day.isoformat(), row.amount_minor, row.currency or country.currency, row.payee, row.reference
            )
            for row in rows
        ]
        return LetterFacts(self._told(), ways, not_mine)
