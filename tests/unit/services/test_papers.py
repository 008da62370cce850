"""Letters and sheets of an open case: made, saved as safely as records, and noted in the journal."""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from recovery_assistant.domain import journal as j
from recovery_assistant.domain.errors import AssistantError
from recovery_assistant.domain.statement import StatementRow
from recovery_assistant.domain.statement_marks import LookedAt, Marked
from recovery_assistant.services.casebook import Casebook
from recovery_assistant.services.exporter import IS_A_CASE
from recovery_assistant.services.papers import NO_SUCH_FORM, NO_SUCH_LETTER, Papers
from tests.made_up_parts import catalogue
from tests.unit.domain.paper_cases import NOW, RESOURCES, events, guidance
from tests.unit.storage.case_files import SECRET, make


@pytest.fixture
def casebook(tmp_path: Path) -> Iterator[Casebook]:
    with contextlib.closing(Casebook(make(tmp_path), SECRET, lambda: NOW)) as book:
        for event in events("gb")[1:]:
            book.record(event)
        yield book


@pytest.fixture
def papers(casebook: Casebook) -> Papers:
    return Papers(casebook, guidance("gb"), catalogue(), lambda: NOW, RESOURCES)


def test_a_saved_letter_is_noted_with_its_hash_and_stands_in_the_case(
    papers: Papers, casebook: Casebook, tmp_path: Path
) -> None:
    content = papers.text(papers.letter("paypal")).encode()
    papers.save(tmp_path / "letter.txt", content, kind="letter", paper="paypal", form="text")
    assert (tmp_path / "letter.txt").read_bytes() == content
    digest = hashlib.sha256(content).hexdigest()
    assert casebook.entries[-1].event == j.PaperMade(kind="letter", paper="paypal", form="text", sha256=digest)
    assert [(one.kind, one.paper) for one in casebook.case.papers] == [("letter", "paypal")]


def test_no_letter_is_saved_over_a_case_and_nothing_is_noted_then(papers: Papers, casebook: Casebook) -> None:
    count = len(casebook.entries)
    with pytest.raises(AssistantError) as error:
        papers.save(casebook.path, b"letter", kind="letter", paper="paypal", form="pdf")
    assert error.value.code == IS_A_CASE
    assert len(casebook.entries) == count


@pytest.mark.parametrize("key", ["", "nothing", "..", "tool-maker./../../evil", "tool-maker.no-such-tool", "paypal.x"])
def test_only_letters_that_exist_can_be_asked_for(papers: Papers, key: str) -> None:
    with pytest.raises(AssistantError) as error:
        papers.letter(key)
    assert error.value.code == NO_SUCH_LETTER


def test_letters_stand_in_the_order_in_which_a_country_offers_them(papers: Papers) -> None:
    needed = papers.needed(("paypal", "bank-unauthorised"))
    assert [need.key for need in needed] == ["paypal", "bank-unauthorised"]
    assert "tool-maker.anydesk" in {need.key for need in papers.needed()}
    assert papers.others() == ()


def test_how_to_send_and_what_is_left_to_fill_in(papers: Papers) -> None:
    how, blanks = papers.advice("closed-account")
    assert how
    assert blanks == 2


def test_sheets_are_those_of_the_region(papers: Papers) -> None:
    ids = [form.id for form in papers.forms()]
    assert "report-fraud" in ids
    assert "police-scotland" not in ids
    assert papers.form("report-fraud").contact == "report-fraud"
    assert papers.sheet("report-fraud").rows
    assert papers.sheet_paper("report-fraud").blocks
    with pytest.raises(AssistantError) as error:
        papers.sheet("no-such-form")
    assert error.value.code == NO_SUCH_FORM


def test_leads_are_those_of_the_case(papers: Papers) -> None:
    assert [lead.id for lead in papers.leads() if lead.is_missing] == []


def test_letters_are_paper_and_pages(papers: Papers) -> None:
    document = papers.letter("tool-maker.anydesk")
    assert papers.pdf(document).startswith(b"%PDF-")
    assert "<html" in papers.html(document)
    assert "602 700 001" in papers.text(document).replace("\u00a0", " ")


def test_rows_of_a_statement_that_are_not_theirs_stand_in_the_letter_unless_they_are_payments_already(
    papers: Papers, casebook: Casebook
) -> None:
    day = date(2026, 11, 19)
    odd = StatementRow(number=4, day=day, amount_minor=-999, currency="GBP", payee="PC CARE", reference="X1")
    known = StatementRow(
        number=5, day=date(2026, 11, 18), amount_minor=-10000, currency="GBP", payee="J Brown", reference="REF 1"
    )
    rows = tuple(Marked(row=row, marks=("new-payee",)) for row in (odd, known))
    casebook.record(j.StatementRowsMarked(statement_id="s1", name="a.csv", looked=LookedAt(), rows=rows))
    assert "PC CARE" not in papers.text(papers.letter("bank-unauthorised"))
    for row in (4, 5):
        casebook.record(j.StatementRowAnswered(statement_id="s1", row=row, answer="not-mine"))
    text = papers.text(papers.letter("bank-unauthorised"))
    assert "£9.99" in text
    assert text.count("J Brown") == 2  # the two payments, and not a row of the statement once more
