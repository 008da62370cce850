"""Where the address of a letter stands: in the window of an envelope."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from pypdf import PdfReader

from recovery_assistant.domain.record import PaperSize, TextSize
from recovery_assistant.record.pdf import render
from recovery_assistant.record.pdf_pieces import PAPERS
from tests.unit.domain.paper_cases import RESOURCES
from tests.unit.record.paper import broken_marks, nodes, reader_of
from tests.unit.record.test_letters import document
from tests.unit.record.test_pdf import faults

WINDOW_LEFT, WINDOW_RIGHT, WINDOW_TOP, WINDOW_BOTTOM = 56.7, 312.0, 127.0, 226.0


@pytest.mark.parametrize("paper", ["a4", "letter"])
def test_the_address_shows_in_the_window_and_the_sender_stands_beside_it(paper: PaperSize) -> None:
    page = PdfReader(io.BytesIO(render(document("gb", "ombudsman"), RESOURCES, 14, paper))).pages[0]
    places: dict[str, tuple[float, float]] = {}

    def visit(text: str, _cm: object, matrix: list[float], _font: object, _size: object) -> None:
        if text.strip():
            places.setdefault(" ".join(text.split()), (matrix[4], PAPERS[paper][1] - matrix[5]))

    page.extract_text(visitor_text=visit)
    across, down = places["Financial Ombudsman Service"]
    assert WINDOW_LEFT <= across < WINDOW_RIGHT
    assert WINDOW_TOP <= down <= WINDOW_BOTTOM
    assert places["My name"][0] > across + 200
    assert places["Date: 22 November 2026"][1] > WINDOW_BOTTOM


@pytest.mark.parametrize("size", [14, 24])
@pytest.mark.parametrize("is_full", [True, False])
def test_a_letter_is_accessible_and_archivable(size: TextSize, tmp_path: Path, *, is_full: bool) -> None:
    pdf = render(document("gb", "bank-unauthorised", is_full=is_full), RESOURCES, size)
    assert faults(pdf, tmp_path, "ua1") == ""
    assert faults(pdf, tmp_path, "2a") == ""
    assert broken_marks(pdf) == []


def test_a_reader_hears_every_line_to_write_on_with_its_name() -> None:
    lines = [
        element for element, _ in nodes(reader_of(render(document("gb", "paypal"), RESOURCES))) if element.get("/Alt")
    ]
    assert len(lines) >= 4 + 2 + 2  # sender, address, signature
    assert {str(element["/Alt"]) for element in lines} == {document("gb", "paypal").page_words.to_write}
