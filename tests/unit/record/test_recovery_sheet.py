"""The recovery sheet is one page with the code on it; no record ever holds that code."""

from __future__ import annotations

import pytest

from recovery_assistant.domain import record as r
from recovery_assistant.domain.journal import Seal
from recovery_assistant.record.pdf import render
from recovery_assistant.record.recovery_sheet import recovery_sheet
from tests.unit.record.paper import broken_marks, text_of
from tests.unit.record.records import MADE_AT, RESOURCES, press

CODE = "DQ92-8HAT-NC6F-5KK8-76P0-8F8P-5E0D"


def sheet(file_name: str = "2026-11-18-A7KD.recovery-case") -> r.RecordDocument:
    seal = Seal(letters="0" * 12, count=1)
    return recovery_sheet("2026-11-18-A7KD", file_name, CODE, press().phrases, press().country, MADE_AT, seal)


@pytest.mark.parametrize("paper", ["a4", "letter"])
def test_it_is_one_page_with_the_whole_code(paper: r.PaperSize) -> None:
    (page,) = text_of(render(sheet(), RESOURCES, 14, paper))
    assert CODE.replace("-", " ") in " ".join(page.split())
    assert "Keep this at home" in page
    assert "Seal" not in page


def test_large_print_holds_the_same_code() -> None:
    pdf = render(sheet(), RESOURCES, 24)
    assert CODE.replace("-", " ") in " ".join(" ".join(text_of(pdf)).split())
    assert broken_marks(pdf) == []


def test_a_hostile_file_name_is_shown() -> None:
    assert "evil[U+202E]fdp" in str(sheet("evil\u202efdp").blocks)
