"""Into a case: the doors, no key store, the technician, a saved case, a wrong code, a second window."""

from __future__ import annotations

import pytest

from recovery_assistant.domain.errors import CaseError
from recovery_assistant.domain.journal import StepAnswered, StepCompleted
from recovery_assistant.services.casebook import Casebook
from recovery_assistant.storage.failures import NO_KEY_STORE
from recovery_assistant.ui.journey import Aside, At, Home
from recovery_assistant.ui.pages.cases import OpenCasePage, PassphrasePage, UnlockPage
from recovery_assistant.ui.pages.doors import DoorsPage
from recovery_assistant.ui.pages.home import HomePage
from recovery_assistant.ui.pages.live import LivePage
from recovery_assistant.ui.pages.problem import ProblemPage
from recovery_assistant.ui.pages.unplug import UnplugPage
from recovery_assistant.ui.widgets.answers import AnswerChoice
from recovery_assistant.ui.widgets.text import Label
from recovery_assistant.ui.window import Window
from tests.window_parts import Bench


def start_page(bench: Bench) -> tuple[Window, DoorsPage]:
    window = bench.window(case=False)
    assert isinstance(window.page, DoorsPage)
    return window, window.page


@pytest.mark.parametrize(("door", "place"), [(0, At("unplug")), (1, Home())])
def test_a_door_starts_a_case_keeps_the_answer_and_leads_on(bench: Bench, door: int, place: object) -> None:
    window, page = start_page(bench)
    page.doors[door].click()
    bench.qtbot.waitUntil(lambda: window.journey.here == place)
    assert window.casebook is not None
    newest = window.casebook.entries[-1].event
    assert isinstance(newest, StepAnswered)
    assert newest.answers == {"when": ("today", "before")[door]}


def words_asked(bench: Bench, window: Window) -> PassphrasePage:
    bench.qtbot.waitUntil(lambda: isinstance(window.page, PassphrasePage))
    assert isinstance(window.page, PassphrasePage)
    return window.page


def lock(asked: PassphrasePage) -> None:
    asked._first.write("correct horse battery")
    asked._second.write("correct horse battery")
    asked.main_pressed()


def pulled_out_without_a_case(bench: Bench, *, how: int | None = None) -> Window:
    """Return a window on a PC without a key store, with the first two pages done; the words are asked now."""
    bench.drawer.refuses = NO_KEY_STORE
    window, page = start_page(bench)
    page.doors[0].click()
    bench.qtbot.waitUntil(lambda: isinstance(window.page, UnplugPage))
    first = window.page
    assert isinstance(first, UnplugPage)
    assert window.casebook is None
    assert window._footer._saved.currentIndex() == 1, "nothing is on the disk, so nothing says Saved"
    if how is not None:
        first.findChildren(AnswerChoice)[how].click()
    first.main_pressed()
    assert isinstance(window.page, LivePage)
    window.page.main_pressed()
    words_asked(bench, window)
    return window


def test_without_a_key_store_the_cable_comes_first_and_no_answer_is_lost(bench: Bench) -> None:
    window = pulled_out_without_a_case(bench, how=0)
    lock(words_asked(bench, window))
    bench.qtbot.waitUntil(lambda: window.journey.here == At("bank-call"))
    assert window.casebook is not None
    assert window.draft is None
    case = window.casebook.case
    assert (case.answer("start", "when"), case.answer("unplug", "how")) == ("today", "cable-out")
    assert [case.steps.get(step) for step in ("unplug", "still-connected")] == ["answered", "completed"]
    window._back()
    assert isinstance(window.page, LivePage), "Back leads to the page before, not to the words again"


def test_back_from_the_words_leads_to_the_page_before_and_the_words_come_again(bench: Bench) -> None:
    window = pulled_out_without_a_case(bench)
    assert window._footer.back_button.isVisible()
    window._back()
    assert isinstance(window.page, LivePage)
    window.page.main_pressed()
    asked = words_asked(bench, window)
    lock(asked)
    bench.qtbot.waitUntil(lambda: window.casebook is not None)


def test_a_full_disk_keeps_the_first_answers_for_another_try(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    window = pulled_out_without_a_case(bench)
    asked = words_asked(bench, window)

    def full(_book: Casebook, _events: object) -> None:
        raise CaseError("C-10", "The disk is full.")

    with monkeypatch.context() as broken:
        broken.setattr(Casebook, "record_all", full)
        lock(asked)
        bench.qtbot.waitUntil(lambda: isinstance(window.page, ProblemPage))
    assert window.casebook is None
    assert window.draft is not None
    window._left()
    lock(words_asked(bench, window))
    bench.qtbot.waitUntil(lambda: window.casebook is not None)
    assert window.casebook is not None
    assert window.casebook.case.steps["unplug"] == "completed"


def test_without_a_key_store_the_second_door_asks_for_words_with_a_way_back(bench: Bench) -> None:
    bench.drawer.refuses = NO_KEY_STORE
    window, page = start_page(bench)
    page.doors[1].click()
    asked = words_asked(bench, window)
    assert window._footer.back_button.isVisible()
    asked._first.write("correct horse battery")
    asked._second.write("correct horse")
    asked.main_pressed()
    assert window.casebook is None, "the two do not fit"
    asked._second.write("correct horse battery")
    asked.main_pressed()
    bench.qtbot.waitUntil(lambda: window.journey.here == Home())
    assert window.casebook is not None
    assert window.casebook.case.answer("start", "when") == "before"


def test_a_technician_never_touches_the_key_store_or_the_settings(bench: Bench) -> None:
    window, _page = start_page(bench)
    window.go(Aside("technician"))
    asked = window.page
    assert isinstance(asked, PassphrasePage)
    asked._first.write("four quiet words here")
    asked._second.write("four quiet words here")
    asked.main_pressed()
    bench.qtbot.waitUntil(lambda: window.casebook is not None)
    assert window.casebook is not None
    assert window.casebook.case.mode == "technician"
    assert bench.drawer.kept == {}
    assert not bench.parts.settings_path.exists()


def test_the_last_case_is_offered_and_goes_on_where_it_was(bench: Bench) -> None:
    window, page = start_page(bench)
    page.doors[0].click()
    bench.qtbot.waitUntil(lambda: window.journey.here == At("unplug"))
    assert window.casebook is not None
    window.casebook.record(StepCompleted(step="unplug"))
    window.close()
    again, first = start_page(bench)
    assert len(first.doors) == 3
    assert first.doors[0].accessibleName() == "Go on with your case"
    first.doors[0].click()
    bench.qtbot.waitUntil(lambda: again.journey.here == At("still-connected"))


def test_a_saved_case_opens_by_recovery_code_and_a_wrong_one_says_so(bench: Bench) -> None:
    book = bench.cases.new("GB", "person")
    code, path = book.recovery_code(), book.path
    book.close()
    bench.drawer.kept.clear()
    window, _page = start_page(bench)
    window.go(Aside("open"))
    listed = window.page
    assert isinstance(listed, OpenCasePage)
    listed._doors[0].click()
    bench.qtbot.waitUntil(lambda: isinstance(window.page, UnlockPage))
    asked = window.page
    assert isinstance(asked, UnlockPage)
    asked._how.choices[0].click()
    asked._field.write("0000-0000-0000-0000-0000-0000-0000")
    asked.main_pressed()
    bench.qtbot.waitUntil(lambda: "Code" in asked._field._message.words)
    asked._field.write(code.lower())
    asked.main_pressed()
    bench.qtbot.waitUntil(lambda: window.casebook is not None)
    assert window.casebook is not None
    assert window.casebook.path == path


def test_a_second_window_reads_only_and_says_why(bench: Bench) -> None:
    book = bench.cases.new("GB", "person")
    window, _page = start_page(bench)
    window.access.open(book.path)
    bench.qtbot.waitUntil(lambda: window.casebook is not None)
    assert window.casebook is not None
    assert window.casebook.read_only
    assert window.property("announced") == window.casebook.why_read_only
    home = window.page
    assert isinstance(home, HomePage)
    assert any(window.casebook.why_read_only in label.words for label in home.findChildren(Label))
    home.asked.emit("copy")
    bench.qtbot.waitUntil(lambda: window.casebook is not None and not window.casebook.read_only)
    assert window.casebook.path != book.path, "the file of the other window stays as it is"
    book.close()
