"""A call: start, silent timer, end, notes kept; a secret in the notes is taken out and told."""

from __future__ import annotations

from datetime import timedelta

from recovery_assistant.ui.pages.call import CallPage, running_time
from tests.window_parts import Bench


def call(bench: Bench, step: str = "bank-call") -> CallPage:
    page = bench.page(step)
    assert isinstance(page, CallPage)
    return page


def test_running_time() -> None:
    assert running_time(timedelta(minutes=4, seconds=12)) == "04:12"
    assert running_time(timedelta(hours=1, seconds=5)) == "1:00:05"
    assert running_time(timedelta(seconds=-4)) == "00:00"


def test_a_call_is_timed_and_its_notes_are_kept(bench: Bench) -> None:
    page = call(bench)
    page.log.button.click()
    bench.clock.pass_seconds(252)
    page.log._show_time()
    assert page.log._time.text() == "04:12"
    assert page.log._time.accessibleName() == "00:00", "silent: no second is read aloud"
    page.log.reference.write("FR-771")
    page.log.button.click()
    kept = bench.book(page).case.calls["call-1"]
    assert kept.contact == "bank-159"
    assert kept.reference == "FR-771"
    assert kept.ended_at is not None
    page.main_pressed()
    assert bench.book(page).case.steps["bank-call"] == "completed"


def test_going_on_ends_a_call_that_still_runs(bench: Bench) -> None:
    page = call(bench)
    page.log.button.click()
    page.main_pressed()
    assert bench.book(page).case.calls["call-1"].ended_at is not None


def test_notes_without_a_started_call_are_kept_too(bench: Bench) -> None:
    page = call(bench)
    page.log.spoke_to.write("Fraud team")
    page.main_pressed()
    assert bench.book(page).case.calls["call-1"].spoke_to == "Fraud team"


def test_no_call_and_no_notes_is_skipped(bench: Bench) -> None:
    page = call(bench)
    page.main_pressed()
    assert bench.book(page).case.steps["bank-call"] == "skipped"


def test_a_second_call_is_another_call(bench: Bench) -> None:
    page = call(bench)
    for _press in range(3):
        page.log.button.click()
    assert list(bench.book(page).case.calls) == ["call-1", "call-2"]


def test_a_secret_in_the_notes_is_taken_out_and_told(bench: Bench) -> None:
    page = call(bench)
    page.log.button.click()
    page.log.said.write("They asked for my card 4111 1111 1111 1111")
    page.main_pressed()
    assert bench.window_of(page).page is page
    assert "left out a card number" in page.log.said._message.words
    assert "4111" not in page.log.said.text.replace("1111", "")


def test_the_focus_goes_where_one_writes_when_the_call_starts(bench: Bench) -> None:
    page = call(bench)
    window = bench.window_of(page)
    window.activateWindow()
    page.log.button.setFocus()
    page.log.button.click()
    bench.settle()
    assert window.focusWidget() is page.log.spoke_to.control
    bench.qtbot.keyClick(page.log.spoke_to.control, " ")  # type: ignore[no-untyped-call]
    assert bench.book(page).case.calls["call-1"].ended_at is None


def test_nothing_jumps_when_the_call_starts(bench: Bench) -> None:
    page = call(bench)
    bench.settle()
    before = page.log.spoke_to.y()
    page.log.button.click()
    bench.settle()
    assert page.log.spoke_to.y() == before


def test_a_message_pulls_no_other_field_apart(bench: Bench) -> None:
    page = call(bench)
    bench.settle()
    before = page.log.spoke_to.control.y()
    page.log.reference.tell("We left out something secret. Never write a password, a PIN or a code here.")
    bench.settle()
    assert page.log.spoke_to.control.y() == before


def test_what_was_taken_out_is_scrolled_to(bench: Bench) -> None:
    page = call(bench)
    window = bench.window_of(page)
    page.log.button.click()
    page.log.reference.write("card 4111 1111 1111 1111")
    bench.settle()
    bar = window.scroller.verticalScrollBar()
    bar.setValue(bar.maximum())
    page.main_pressed()
    bench.settle()
    assert window.focusWidget() is page.log.reference.control
    assert not page.log.reference._message_row.visibleRegion().isEmpty()


def test_notes_are_kept_while_they_talk(bench: Bench) -> None:
    page = call(bench)
    page.keeper.rest.setInterval(20)
    page.log.button.click()
    page.log.said.write("They look into it")
    assert not page.is_saved
    bench.qtbot.waitUntil(lambda: page.is_saved)
    assert bench.book(page).refresh().calls["call-1"].said == "They look into it"


def test_a_secret_in_the_notes_waits_and_the_rest_is_kept(bench: Bench) -> None:
    page = call(bench)
    page.log.button.click()
    page.log.spoke_to.write("Fraud team")
    page.log.said.write("card 4111 1111 1111 1111")
    page.keeper.keep()
    kept = bench.book(page).case.calls["call-1"]
    assert (kept.spoke_to, kept.said) == ("Fraud team", "")
    assert page.log.said.text == "card 4111 1111 1111 1111"
    assert not page.is_saved


def test_notes_before_a_call_are_kept_and_become_its_notes(bench: Bench) -> None:
    page = call(bench)
    window = bench.window_of(page)
    page.log.spoke_to.write("Fraud team")
    page.keeper.keep()
    assert page.is_saved
    assert bench.book(page).refresh().calls == {}
    again = bench.page("bank-call", window)
    assert isinstance(again, CallPage)
    assert again.log.spoke_to.text == "Fraud team"
    again.log.button.click()
    case = bench.book(again).case
    assert case.calls["call-1"].spoke_to == "Fraud team"
    assert "Fraud team" not in case.answers["bank-call"].values()


def test_the_time_in_the_queue_is_noted(bench: Bench) -> None:
    page = call(bench)
    assert page.log.answered.isHidden()
    page.log.button.click()
    assert not page.log.answered.isHidden()
    bench.clock.pass_seconds(28 * 60)
    page.log.answered.click()
    kept = bench.book(page).case.calls["call-1"]
    assert kept.answered_at == kept.started_at + timedelta(minutes=28)
    assert page.log._waited.words == "You waited 28 minutes until somebody answered."
    assert page.log.answered.isHidden()
    bench.clock.pass_seconds(60)
    page.log.button.click()
    assert bench.book(page).case.calls["call-1"].answered_at == kept.answered_at
    assert page.log._waited.words == "You waited 28 minutes until somebody answered."


def test_a_call_taken_at_once_has_no_minutes(bench: Bench) -> None:
    page = call(bench)
    page.log.button.click()
    page.log.answered.click()
    assert page.log._waited.words == "Somebody answered within a minute."


def test_what_was_asked_is_ticked_and_stays_ticked(bench: Bench) -> None:
    page = call(bench)
    questions = [choice.option.id for choice in page.to_ask.choices]
    assert "Have my limits been raised?" in questions
    page.to_ask.choices[1].click()
    assert bench.book(page).case.answer("bank-call", "asked") == [questions[1]]
    window = bench.window_of(page)
    bench.page("other-money", window)
    again = bench.page("bank-call", window)
    assert isinstance(again, CallPage)
    assert again.to_ask.all_chosen == [questions[1]]
    again.main_pressed()
    assert bench.book(again).case.steps["bank-call"] == "completed"
