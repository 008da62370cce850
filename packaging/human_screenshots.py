"""The pictures of the human half, for `screenshots.py`: country, payments, accounts, reports, letters, statements.

Each is the real window, or a page of real paper, with one of the whole cases of tests/journeys brought in.
"""

# A photographer may look behind the curtain.
# ruff: noqa: S101, SLF001

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pypdfium2
from PIL import Image
from PySide6.QtWidgets import QApplication

from recovery_assistant.content.loading import load_guidance
from recovery_assistant.services.handouts import Handouts
from recovery_assistant.services.intake import read_intake
from recovery_assistant.services.papers import Papers
from recovery_assistant.ui.journey import Start
from recovery_assistant.ui.pages.letter_links import papers_of
from recovery_assistant.ui.pages.statement_file import StatementFilePage
from tests.made_up_parts import RESOURCES, MadeUp

if TYPE_CHECKING:
    from screenshots import Photographer

JOURNEYS = Path(__file__).resolve().parent.parent / "tests" / "journeys"
PAGES = {
    "scotland": ("GB", {"report-scotland": "report-sheet", "letters": "letters", "keep-or-reset": "keep-or-reset"}),
    "united-states": ("US", {"ask-for-money-back": "money-back-us", "credit-freeze": "credit-freeze-us"}),
    "new-zealand": ("NZ", {"lead-check": "lead-check-nz", "microsoft-account": "microsoft-account-nz"}),
}
"""By intake form: the country, and which pages are pictured under which name."""
STATEMENTS = {
    code: JOURNEYS.parent / "unit" / "statements" / "samples" / name
    for code, name in (("GB", "uk-current.csv"), ("US", "us-checking.csv"), ("NZ", "nz-particulars.csv"))
}


class HumanPictures:
    """Brings in one whole case after the other, each in a window of its own."""

    def __init__(
        self,
        photograph: Callable[[MadeUp, QApplication], Photographer],
        application: QApplication,
        wait_until: Callable[[Callable[[], bool]], None],
    ) -> None:
        self._photograph, self._application, self._wait_until = photograph, application, wait_until

    def all(self) -> None:
        """Take every picture."""
        self._country()
        for region, (code, pages) in PAGES.items():
            self._case(region, code, pages)

    def _country(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            made_up = MadeUp(Path(folder))
            made_up.parts = replace(made_up.parts, country_is_known=False)
            photographer = self._photograph(made_up, self._application)
            photographer.window.go(Start())
            photographer.take("country")
            photographer.window.close()

    def _case(self, region: str, code: str, pages: dict[str, str]) -> None:
        with tempfile.TemporaryDirectory() as folder:
            photographer = self._photograph(MadeUp(Path(folder)), self._application)
            window = photographer.window
            book = photographer.made_up.cases.new(code, "person")
            window.use_country(code)
            window.casebook = book
            read_intake(JOURNEYS / f"{region}.toml", window.parts.plan, window.parts.country).record_into(book)
            for step, name in pages.items():
                photographer.at(step, name)
            self._statement(photographer, code)
            papers = papers_of(window.desk)
            if papers is not None:
                self._paper(photographer, papers, code)
            window.close()

    def _statement(self, photographer: Photographer, code: str) -> None:
        """Look through a statement of a made-up bank: how it is read, and the rows to answer."""
        photographer.at("statement-file")
        page = photographer.window.page
        assert isinstance(page, StatementFilePage)
        page.take(STATEMENTS[code])
        self._wait_until(lambda: page.heading is not None and "read" in page.heading.words.lower())
        photographer.take(f"statement-guess-{code.lower()}")
        page._look()
        self._wait_until(lambda: not page.is_reading)
        photographer.take(f"statement-rows-{code.lower()}")

    def _paper(self, photographer: Photographer, papers: Papers, code: str) -> None:
        letter = papers.needed()[0]
        photographer.print_pages(f"letter-{code.lower()}", papers.pdf(papers.letter(letter.key)))
        handouts = Handouts(load_guidance(RESOURCES, "en", code), photographer.made_up.clock, RESOURCES)
        photographer.print_pages(f"worksheet-{code.lower()}", handouts.pdf(handouts.document("worksheet")))
        photographer.print_pages(f"card-{code.lower()}", handouts.card_pdf(handouts.document("card")))


def side_by_side(pdf: bytes, most: int = 3) -> Image.Image:
    """Return the first pages of a PDF as one picture."""
    pages = [page.render(scale=1.2).to_pil().convert("L") for page in list(pypdfium2.PdfDocument(pdf))[:most]]
    whole = Image.new("L", (sum(page.width for page in pages), max(page.height for page in pages)), 255)
    left = 0
    for page in pages:
        whole.paste(page, (left, 0))
        left += page.width
    return whole
