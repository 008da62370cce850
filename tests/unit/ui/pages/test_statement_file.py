"""Choose, see how it is read, look, answer: nothing preselected, only marked rows kept, bad files said kindly."""

from __future__ import annotations

from pathlib import Path

from recovery_assistant.domain.journal import StatementRowsMarked, StepAnswered
from recovery_assistant.domain.statement_case import disputed_rows
from recovery_assistant.ui.pages.statement_file import SHOWN, StatementFilePage
from recovery_assistant.ui.widgets.buttons import SecondButton
from recovery_assistant.ui.widgets.text import Label
from tests.window_parts import Bench

SAMPLES = Path(__file__).resolve().parents[2] / "statements" / "samples"


def opened(bench: Bench) -> StatementFilePage:
    window = bench.window()
    assert window.casebook is not None
    window.casebook.record(StepAnswered(step="the-call", answers={"day": "2026-11-18"}))
    page = bench.page("statement-file", window)
    assert isinstance(page, StatementFilePage)
    return page


def taken(bench: Bench, page: StatementFilePage, path: Path) -> None:
    page.take(path)
    bench.qtbot.waitUntil(lambda: not page.is_reading)


def looked(bench: Bench, path: Path) -> StatementFilePage:
    page = opened(bench)
    taken(bench, page, path)
    page.main_pressed()
    bench.qtbot.waitUntil(lambda: not page.is_reading)
    return page


def said(page: StatementFilePage) -> str:
    return "\n".join(label.words for label in page.findChildren(Label))


def test_it_begins_with_a_choice(bench: Bench) -> None:
    page = opened(bench)
    assert page.footer().main == "Choose a file"
    assert page.footer().skip


def test_the_guess_is_shown_before_anything_is_looked_at(bench: Bench) -> None:
    page = opened(bench)
    taken(bench, page, SAMPLES / "uk-current.csv")
    assert "2 March 2026: £31.20 went out, WATER WORKS LTD" in said(page)
    assert page.footer().main == "Look through it"
    assert page.desk.case.statements == {}


def test_a_guess_can_be_corrected(bench: Bench) -> None:
    page = opened(bench)
    taken(bench, page, SAMPLES / "us-card.csv")
    assert page._form is not None
    plus = page._form.lists["plus"]
    plus.control.setCurrentIndex(plus.control.findData("in"))
    plus.chose.emit()
    bench.qtbot.waitUntil(lambda: not page.is_reading)
    assert "came in, GIFT CARDS" in page._form.sample.words
    day = page._form.lists["day"]
    day.control.setCurrentIndex(0)
    day.chose.emit()
    bench.qtbot.waitUntil(lambda: not page.is_reading)
    page.main_pressed()
    assert not page.is_reading
    assert "choose" in page._form.sample.words


def test_rows_are_told_with_reasons_and_nothing_is_preselected(bench: Bench) -> None:
    page = looked(bench, SAMPLES / "uk-current.csv")
    assert [card.buttons["mine"].isChecked() for card in page.cards] == [False] * 3
    assert "the day of the call" in said(page)
    assert "can still be wrong" in said(page)
    (known,) = page.desk.case.statements.values()
    assert "WATER WORKS" not in repr(known)


def test_an_answer_is_kept_at_once_and_a_payment_is_made_on_request(bench: Bench) -> None:
    page = looked(bench, SAMPLES / "uk-current.csv")
    card = page.cards[1]
    assert card.link.isHidden()
    card.buttons["not-mine"].click()
    assert [one.row.amount_minor for one in disputed_rows(page.desk.case)] == [-185_000]
    assert not card.link.isHidden()
    card.link.click()
    (payment,) = page.desk.case.payments.values()
    assert (payment.amount_minor, payment.who_sent, payment.rail) == (185_000, None, None)
    assert card.link.isHidden()
    card.buttons["mine"].click()
    assert disputed_rows(page.desk.case) == ()


def test_each_answer_says_of_which_row(bench: Bench) -> None:
    page = looked(bench, SAMPLES / "uk-current.csv")
    names = [button.accessibleName() for card in page.cards for button in card.buttons.values()]
    assert len(set(names)) == len(names)
    assert any(name.startswith("Not mine: £1,850.00 went out, QUICKHELP") for name in names)


def test_of_many_rows_the_first_are_shown(bench: Bench, tmp_path: Path) -> None:
    path = tmp_path / "many.csv"
    path.write_text("Date,Description,Amount\n" + "".join(f"18/11/2026,SHOP {n},-{n}.00\n" for n in range(1, 26)))
    page = looked(bench, path)
    assert len(page.cards) == SHOWN
    more = next(one for one in page.findChildren(SecondButton) if one.text() == "Show 10 more rows")
    more.click()
    assert len(page.cards) == 2 * SHOWN
    assert page.cards[SHOWN].buttons["mine"].hasFocus() or not page.isActiveWindow()


def test_a_file_that_is_none_is_said_on_the_page(bench: Bench, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"%PDF-1.7")
    page = opened(bench)
    taken(bench, page, path)
    assert "This is a PDF." in said(page)
    assert "I-65" in said(page)
    assert page.footer().main == "Choose a file"


def test_a_case_with_a_statement_begins_with_its_rows(bench: Bench) -> None:
    page = looked(bench, SAMPLES / "one.ofx")
    window = bench.window_of(page)
    again = bench.page("statement-file", window)
    assert isinstance(again, StatementFilePage)
    assert len(again.cards) == len(page.cards) > 0
    assert again.footer().main == "Continue"
    assert isinstance(next(iter(again.desk.case.statements.values())).told, StatementRowsMarked)


def test_leaving_stops_the_work(bench: Bench) -> None:
    page = opened(bench)
    page.take(SAMPLES / "uk-current.csv")
    page.left()
    assert not page.is_reading


def test_hostile_names_are_shown_and_do_nothing(bench: Bench, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("Date,Description,Amount\n18/11/2026,<b>TEA</b>\u202e<img src=x>,-3.00\n")
    page = looked(bench, path)
    assert "<b>TEA</b>[U+202E]" in said(page)
