"""A report sheet as a paper."""

from __future__ import annotations

import io
from itertools import pairwise

import pytest
from msgspec import structs
from pypdf import PdfReader

from recovery_assistant.domain import record as r
from recovery_assistant.domain.journal import Seal
from recovery_assistant.domain.report_sheet import sheet_of
from recovery_assistant.record import html, text
from recovery_assistant.record.pdf import render
from recovery_assistant.record.report_sheet import sheet_document
from tests.unit.domain.paper_cases import COUNTRIES, NOW, RESOURCES, empty, forms, full, told
from tests.unit.record.records import HOSTILE

SEAL = Seal(letters="7F3K92QD4MTX", count=31)
SHEETS = [(code, known.form.id) for code in COUNTRIES for known in forms(code)]


def document(code: str, form_id: str, *, is_full: bool = True, hostile: str = "") -> r.RecordDocument:
    case = (full(code, lambda _text: hostile) if hostile else full(code)) if is_full else empty(code)
    known = next(one for one in forms(code) if one.form.id == form_id)
    return sheet_document(sheet_of(known, told(code, case)), told(code, case), NOW, SEAL)


@pytest.mark.parametrize(("code", "form_id"), SHEETS)
def test_every_sheet_of_every_country_can_be_written_full_and_empty(code: str, form_id: str) -> None:
    for is_full in (True, False):
        made = document(code, form_id, is_full=is_full)
        plain = text.write(made)
        assert "{" not in plain
        assert html.write(made)
        rows = [row for block in made.blocks if isinstance(block, r.Pairs) for row in block.rows]
        assert len(rows) == len(next(one for one in forms(code) if one.form.id == form_id).form.questions)
        assert is_full == any(value for _, value in rows)


def test_what_is_missing_says_where_it_can_be_added() -> None:
    code, form_id = SHEETS[0]
    notes = [block.text for block in document(code, form_id, is_full=False).blocks if isinstance(block, r.Note)]
    assert any("You can add it on page" in note for note in notes)


@pytest.mark.parametrize("code", COUNTRIES)
def test_a_hint_stays_with_its_question_and_the_day_of_checking_with_the_sheet(code: str) -> None:
    for known in forms(code):
        made = document(code, known.form.id, is_full=False)
        assert made.blocks[-1].with_above
        for before, block in pairwise(made.blocks):
            assert not isinstance(block, r.Note) or (block.with_above and isinstance(before, r.Pairs))


def test_no_page_begins_with_a_hint() -> None:
    made = document("gb", "financial-ombudsman", is_full=False)
    for spare in range(12):
        blocks = (*(r.Text(text="Spare line.") for _ in range(spare)), *made.blocks)
        pages = PdfReader(io.BytesIO(render(structs.replace(made, blocks=blocks), RESOURCES))).pages
        for number, page in enumerate(pages):
            told = " ".join(page.extract_text().split())
            assert not told.startswith(("You can add it", "The order of the questions")), (spare, number)


def test_a_sheet_is_paper() -> None:
    code, form_id = SHEETS[0]
    reader = PdfReader(io.BytesIO(render(document(code, form_id), RESOURCES, 18)))
    assert "Report sheet, case 2026-11-18-A7KD" in reader.pages[0].extract_text()


@pytest.mark.parametrize("hostile", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_texts_stay_texts(hostile: str) -> None:
    code, form_id = SHEETS[0]
    made = document(code, form_id, hostile=hostile)
    assert not set(text.write(made)) & set("\x1b\x07\x00\u202e\u2066\u200f")
    assert "<b onload" not in html.write(made)
    assert PdfReader(io.BytesIO(render(made, RESOURCES))).pages
