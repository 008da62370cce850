"""What stands on a page is in the case within seconds, and "Saved" is only shown when it is true."""

from __future__ import annotations

from recovery_assistant.domain.journal import AnswersKept
from recovery_assistant.storage.failures import DISK_FULL, case_error
from recovery_assistant.ui.journey import At
from recovery_assistant.ui.pages.form import FormPage
from recovery_assistant.ui.widgets.answers import TickRow
from recovery_assistant.ui.widgets.fields import LabeledField
from tests.window_parts import Bench


def caller(bench: Bench) -> FormPage:
    page = bench.page("the-caller")
    assert isinstance(page, FormPage)
    page.keeper.rest.setInterval(20)
    return page


def field(page: FormPage, kind: str = "text") -> tuple[str, LabeledField]:
    return next(
        (name, widget)
        for name, widget in page.questions._widgets.items()
        if isinstance(widget, LabeledField) and page.questions._kinds[name].kind == kind
    )


def kept(bench: Bench, page: FormPage) -> list[AnswersKept]:
    bench.book(page).refresh()
    return [entry.event for entry in bench.book(page).entries if isinstance(entry.event, AnswersKept)]


def test_a_text_is_in_the_case_soon_after_the_last_key_and_the_page_is_not_done_by_it(bench: Bench) -> None:
    page = caller(bench)
    name, written = field(page)
    written.write("Kevin")
    assert not page.is_saved
    bench.qtbot.waitUntil(lambda: page.is_saved)
    assert bench.book(page).refresh().answer("the-caller", name) == "Kevin"
    assert "the-caller" not in bench.book(page).case.steps


def test_leaving_a_field_keeps_it_at_once_and_only_once(bench: Bench) -> None:
    page = caller(bench)
    page.keeper.rest.setInterval(60_000)
    _name, written = field(page)
    written.write("Kevin")
    written.control.left.emit()
    written.control.left.emit()
    assert len(kept(bench, page)) == 1
    assert page.is_saved


def test_somebody_who_never_rests_is_kept_too(bench: Bench) -> None:
    page = caller(bench)
    page.keeper.rest.setInterval(60_000)
    page.keeper.longest.setInterval(20)
    field(page)[1].write("Kevin")
    bench.qtbot.waitUntil(lambda: page.is_saved)
    assert len(kept(bench, page)) == 1


def test_a_secret_waits_for_the_button_and_is_not_taken_out_under_the_hands(bench: Bench) -> None:
    page = caller(bench)
    name, written = field(page)
    written.write("card 4111 1111 1111 1111")
    written.control.left.emit()
    assert written.text == "card 4111 1111 1111 1111"
    assert not page.is_saved
    assert kept(bench, page) == []
    page.main_pressed()
    assert "4111 1111" not in str(bench.book(page).case.answer("the-caller", name))
    assert page.is_saved


def test_back_keeps_what_was_written(bench: Bench) -> None:
    page = caller(bench)
    name, written = field(page)
    written.write("Kevin")
    window = bench.window_of(page)
    window.go(At("the-call"))
    assert window.desk.case.answer("the-caller", name) == "Kevin"


def test_what_was_kept_stands_in_the_fields_again(bench: Bench) -> None:
    page = caller(bench)
    window = bench.window_of(page)
    name, written = field(page)
    written.write("Kevin")
    page.keeper.keep()
    again = bench.page("the-caller", window)
    assert isinstance(again, FormPage)
    assert again is not page
    shown = again.questions._widgets[name]
    assert isinstance(shown, LabeledField)
    assert shown.text == "Kevin"


def test_a_full_disk_frightens_nobody_while_they_write_but_nothing_says_saved(bench: Bench) -> None:
    page = caller(bench)
    window = bench.window_of(page)
    book = bench.book(page)
    whole = book.record_all

    def full(*_events: object) -> None:
        raise case_error(DISK_FULL)

    book.record_all = full  # type: ignore[assignment]
    field(page)[1].write("Kevin")
    page.keeper.keep()
    assert not page.is_saved
    assert window._footer._saved.currentIndex() == 1
    assert window.page is page
    book.record_all = whole  # type: ignore[method-assign]
    page.keeper.keep()
    assert window._footer._saved.currentIndex() == 0


def test_a_tick_does_not_say_that_the_page_is_done(bench: Bench) -> None:
    page = bench.page("e-mail-first")
    tick = page.findChildren(TickRow)[0]
    tick.click()
    book = bench.book(page)
    assert book.refresh().answer("e-mail-first", tick.option.id) is True
    assert "e-mail-first" not in book.case.steps
