"""Still connected? Nothing but unplug, numbers and a link while it looks live; it lets go by itself."""

from __future__ import annotations

from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QRadioButton

from recovery_assistant.services.live_check import LiveState
from recovery_assistant.ui.journey import At
from recovery_assistant.ui.pages.live import LivePage, answer_in_words
from recovery_assistant.ui.widgets.text import Label
from tests.window_parts import Bench, anydesk_pc


def live(bench: Bench) -> LivePage:
    page = bench.page("still-connected")
    assert isinstance(page, LivePage)
    page._again.setInterval(20)
    bench.qtbot.waitUntil(lambda: page._state is not None)
    return page


def test_while_somebody_is_connected_there_is_only_unplug_and_numbers(bench: Bench) -> None:
    bench.pc = anydesk_pc(connected=True, network_up=True)
    page = live(bench)
    assert page._danger.isVisible()
    assert page.footer().main == ""
    assert page.footer().skip == "Go on anyway"
    for kind in (QLineEdit, QPlainTextEdit, QRadioButton):
        assert page.findChildren(kind) == []
    huge = [label.words for label in page.findChildren(Label) if label.property("role") == "huge-number"]
    assert huge[:2] == ["999", "159"]
    assert "AnyDesk" in page._answer.words


def test_it_lets_go_by_itself_as_soon_as_no_interface_is_up(bench: Bench) -> None:
    bench.pc = anydesk_pc(connected=True, network_up=True)
    page = live(bench)
    window = bench.window_of(page)
    bench.pc = anydesk_pc(connected=True, network_up=False)
    bench.qtbot.waitUntil(lambda: window.journey.here == At("bank-call"))
    assert window.desk.case.steps["still-connected"] == "completed"


def test_nobody_is_told_that_the_line_is_cut_while_it_is_not(bench: Bench) -> None:
    bench.pc = anydesk_pc(network_up=True)
    page = live(bench)
    bench.qtbot.waitUntil(lambda: page._answer.words.startswith("This PC is still connected to the internet."))
    page.main_pressed()
    assert page.safe_words() == ""


def test_the_words_follow_the_cable(bench: Bench) -> None:
    bench.pc = anydesk_pc(network_up=True)
    page = live(bench)
    bench.pc = anydesk_pc()
    bench.qtbot.waitUntil(lambda: "no connection to the outside" in page._answer.words)


def test_without_a_network_it_says_so(bench: Bench) -> None:
    page = live(bench)
    assert "no connection to the outside" in page._answer.words
    page.main_pressed()
    assert page.safe_words() != ""


def test_the_focus_never_stands_on_go_on_anyway_by_itself(bench: Bench) -> None:
    bench.pc = anydesk_pc(connected=True, network_up=True)
    page = live(bench)
    window = bench.window_of(page)
    bench.settle()
    bench.qtbot.waitUntil(lambda: window.focusWidget() is page.heading)


def test_each_answer_has_its_own_words() -> None:
    def words(**told: object) -> str:
        return answer_in_words(LiveState(**{"connected": False, "interface_up": True, **told}))  # type: ignore[arg-type]

    assert words(connected=True, answer="live", tools=("AnyDesk",)).startswith("Somebody may still be connected with")
    assert words(connected=True, answer="live") == "Somebody may still be connected. Pull the cable out now."
    assert words(answer="cannot-tell").endswith("We cannot tell if somebody is connected.")
    assert "Nobody looks connected just now. But we do not know every program." in words(answer="not-live")
    assert words(interface_up=False, answer="not-live").endswith("Nobody is connected.")


def test_the_reasons_stand_below_the_answer(bench: Bench) -> None:
    bench.pc = anydesk_pc(connected=True, network_up=True)
    page = live(bench)
    assert page._reasons.isVisible()
    assert "AnyDesk" in page._reasons.words
