"""A letter as a paper: who, to whom, when, what, and where to sign; the same in all forms, and nothing breaks out."""

from __future__ import annotations

import io
import re
from html.parser import HTMLParser

import pytest
from msgspec import structs
from pypdf import PdfReader

from recovery_assistant.content.letters import LETTER_IDS
from recovery_assistant.domain import record as r
from recovery_assistant.domain.journal import Seal
from recovery_assistant.domain.letters import Need, fill
from recovery_assistant.record import html, text
from recovery_assistant.record.letters import letter_document
from recovery_assistant.record.pdf import render
from tests.unit.domain.paper_cases import COUNTRIES, NOW, RESOURCES, ROWS, empty, facts, full, letters
from tests.unit.record.records import HOSTILE

SEAL = Seal(letters="7F3K92QD4MTX", count=31)


def document(code: str, name: str, *, is_full: bool = True, hostile: str = "") -> r.RecordDocument:
    case = (full(code, lambda _text: hostile) if hostile else full(code)) if is_full else empty(code)
    own = facts(code, case, rows=ROWS if is_full else ())
    own = own.for_letter(name, "anydesk" if name == "tool-maker" and is_full else "")
    need = Need(letter=name, name=letters(code)[name].name, reason="")
    return letter_document(need, fill(letters(code)[name], own), own.told, NOW, SEAL)


@pytest.mark.parametrize("name", LETTER_IDS)
def test_a_letter_has_sender_address_day_subject_and_a_place_to_sign(name: str) -> None:
    made = document("gb", name)
    head, subject, greeting, *_ = made.blocks
    assert isinstance(head, r.LetterHead)
    assert head.dated == "Date: 22 November 2026"
    assert head.to_blank
    assert isinstance(subject, r.Heading)
    assert subject.level == 1
    assert greeting == r.Text(text="Dear Sir or Madam,")
    assert r.WriteLines(labels=("Signature", "Name in capital letters"), with_above=True) in made.blocks
    assert made.page_words.seal == ""


@pytest.mark.parametrize("name", LETTER_IDS)
@pytest.mark.parametrize("code", COUNTRIES)
@pytest.mark.parametrize("is_full", [True, False])
def test_every_letter_of_every_country_can_be_written_in_every_form(code: str, name: str, *, is_full: bool) -> None:
    made = document(code, name, is_full=is_full)
    plain, page = text.write(made), html.write(made)
    assert not re.search(r"\{[a-z]", plain)
    assert "Signature" in plain
    assert "<h2" in page
    if code == "gb":
        assert len(PdfReader(io.BytesIO(render(made, RESOURCES))).pages) <= 4


@pytest.mark.parametrize("size", [14, 18, 24])
def test_a_letter_is_paper_in_every_size(size: r.TextSize) -> None:
    reader = PdfReader(io.BytesIO(render(document("gb", "bank-unauthorised"), RESOURCES, size)))
    told = " ".join(" ".join(page.extract_text().split()) for page in reader.pages)
    for said in ("Payments that I did not make", "My name", "Name and address of my bank", "Signature", "£300.00"):
        assert said in told


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.seen: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.add(tag)
        assert not any(name.startswith("on") for name, _ in attrs)


@pytest.mark.parametrize("hostile", HOSTILE, ids=range(len(HOSTILE)))
@pytest.mark.parametrize("name", ["bank-unauthorised", "tool-maker", "employer-it"])
def test_hostile_texts_stay_texts(name: str, hostile: str) -> None:
    made = document("gb", name, hostile=hostile)
    plain, page = text.write(made), html.write(made)
    assert not set(plain) & set("\x1b\x07\x00\u202e\u2066\u200f")
    tags = _Tags()
    tags.feed(page)
    assert not tags.seen & {"b", "script", "para", "img"}
    content = render(made, RESOURCES)
    assert PdfReader(io.BytesIO(content)).pages


def test_a_signature_never_stands_without_a_paragraph_of_its_letter() -> None:
    made, sizes = document("gb", "bank-authorised"), set()
    end = next(number for number, block in enumerate(made.blocks) if block == r.Text(text="Dear Sir or Madam,"))
    last = made.blocks[end + 1 :]
    closing = next(number for number, block in enumerate(last) if block.with_above)
    for lines in range(28, 42):  # page 1 alone gives up white space before it becomes two
        body = tuple(r.Text(text=f"Paragraph {number}.") for number in range(lines))
        blocks = (*made.blocks[: end + 1], *body, *last[closing:])
        pages = PdfReader(io.BytesIO(render(structs.replace(made, blocks=blocks), RESOURCES))).pages
        told = [" ".join(page.extract_text().split()) for page in pages]
        sizes.add(len(pages))
        for said in (f"Paragraph {lines - 1}.", "Signature", "Name in capital letters", "With this letter"):
            assert said in told[-1], (lines, said)
    assert sizes == {2, 3}
