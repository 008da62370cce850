"""One item on its way: seen first, asked for every yes, announced, done step by step, told, and put back."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from msgspec import structs
from PySide6.QtWidgets import QWidget

from recovery_assistant.domain.errors import InputError
from recovery_assistant.domain.finding import LeftBehind
from recovery_assistant.domain.journal import FindingMarked, LeftBehindFound, ScanFinished, ScanStarted, ToolFound
from recovery_assistant.services.removal.events import LookingAgain
from recovery_assistant.ui.journey import At, Item
from recovery_assistant.ui.pages.looking import look_and_copy
from recovery_assistant.ui.pages.problem import ProblemPage
from recovery_assistant.ui.pages.removal.item import RemovalItemPage
from recovery_assistant.ui.widgets.buttons import DoorButton, OpeningCard, SecondButton
from recovery_assistant.ui.widgets.prompt_drawing import PromptDrawing
from recovery_assistant.ui.widgets.text import Label
from tests.made_up_removal import PROMPT, MadeUpRemoving, anydesk_verbs
from tests.window_parts import Bench

DOOR = LeftBehind(host="this", kind="defender-exclusion", says="Old words.", value="<b>C:/x")


class Way:
    """A window with one finding that is not the person's own, and what happens on the page of it."""

    def __init__(self, bench: Bench, *, copied: bool = True) -> None:
        self.bench, self.window = bench, bench.window()
        book = self.window.casebook
        assert book is not None
        if copied:
            list(look_and_copy(self.window.desk, book, lambda: False))
        else:
            from recovery_assistant.services import scanner

            list(scanner.scan_into(book, bench.pc, bench.parts.catalogue()))
        self.item = next(iter(book.case.findings))
        book.record(FindingMarked(finding_id=self.item, mark="not-mine"))
        self.removing: MadeUpRemoving = bench.removing_of(book)
        self.book = book

    def open(self) -> RemovalItemPage:
        self.window.go(At("remove-programs"))
        self.window.go(Item("remove-programs", self.item))
        self.until(lambda: self.page._work is None)
        return self.page

    @property
    def page(self) -> RemovalItemPage:
        assert isinstance(self.window.page, RemovalItemPage)
        return self.window.page

    @property
    def heading(self) -> str:
        assert self.page.heading is not None
        return self.page.heading.words

    @property
    def said(self) -> str:
        return " | ".join(label.words for label in self.page.findChildren(Label) if label.isVisibleTo(self.page))

    def until(self, happened: Callable[[], bool]) -> None:
        self.bench.qtbot.waitUntil(happened)
        self.bench.settle()

    def go_to_the_end(self) -> None:
        """Say every yes that is asked for, and wait."""
        self.page.main_pressed()
        if self.page.findChildren(PromptDrawing):
            self.page.main_pressed()
        self.until(lambda: self.window.removals.plan is None)


def test_what_would_be_done_is_seen_before_anything_is(bench: Bench) -> None:
    way = Way(bench)
    page = way.open()
    assert way.heading == "Remove AnyDesk?"
    assert page.footer().main == "Remove AnyDesk"
    assert page.footer().skip == "Keep it for now"
    for words in ("Nothing has been changed yet.", "Run the maker’s own program", "What stops working", "What stays"):
        assert words in way.said
    assert way.book.case.removals == {}, "seeing is not agreeing"
    assert page.first_focus() is page.heading, "no key that is pressed once too often may say yes"


def test_exact_commands_and_the_steps_by_hand_are_folded(bench: Bench) -> None:
    way = Way(bench)
    page = way.open()
    assert "ChangeServiceConfigW" not in way.said
    cards = {card.accessibleName(): card for card in page.findChildren(OpeningCard)}
    cards["For a technician"].click()
    assert "a1 (administrator): ChangeServiceConfigW AnyDesk" in way.said
    assert "Do these in order, and tick each one." not in way.said
    cards["Do it by hand instead"].click()
    assert "Do these in order, and tick each one." in way.said


def test_a_step_that_the_runner_will_not_do_is_told_before(bench: Bench) -> None:
    way = Way(bench)
    way.removing.declines = "a3"
    way.open()
    assert "What we do not do" in way.said
    assert "A check of ours said no." in way.said


def test_each_caution_has_a_question_of_its_own_and_keeping_is_as_easy(bench: Bench) -> None:
    way = Way(bench)
    way.removing.cautions = ("managed", "connected-now")
    page = way.open()
    page.main_pressed()
    no, yes = page.findChildren(DoorButton)
    assert (no.accessibleName(), yes.accessibleName()) == ("No, leave it", "They said yes. Go on")
    assert no.property("filled") == yes.property("filled"), "both doors are alike"
    assert page.footer().main == ""
    yes.click()
    bench.settle()
    assert "Somebody is connected through AnyDesk now" in way.heading
    next(door for door in page.findChildren(DoorButton) if door.accessibleName() == "No, wait").click()
    assert way.window.journey.here == At("remove-programs")
    assert way.book.case.removals == {}


def test_a_yes_that_was_said_before_going_back_is_asked_for_again(bench: Bench) -> None:
    way = Way(bench)
    way.removing.cautions = ("managed",)
    page = way.open()
    page.main_pressed()
    page._said_yes("managed")
    bench.settle()
    assert page.findChildren(PromptDrawing)
    while way.heading != "Remove AnyDesk?":
        assert page.back_inside()
    page.main_pressed()
    bench.settle()
    assert "Shall AnyDesk go?" in way.heading


def test_the_question_of_the_system_is_announced_and_no_is_no_fault(bench: Bench) -> None:
    way = Way(bench)
    way.removing.not_started = "refused"
    page = way.open()
    page.main_pressed()
    bench.settle()
    assert way.heading == "Windows will now ask you"
    assert "Recovery Assistant (removal)" in way.said
    assert "It never asks for money" in way.said
    page.main_pressed()
    way.until(lambda: way.window.removals.plan is None)
    assert way.heading == "You said no, so AnyDesk stays"
    assert page.footer().main == "Try again"


def test_nobody_is_told_of_a_question_that_is_not_asked(bench: Bench) -> None:
    way = Way(bench)
    way.removing.prompt = None
    way.open().main_pressed()
    way.until(lambda: way.window.removals.plan is None)
    assert way.heading == "AnyDesk is removed"


def test_a_pc_that_cannot_ask_is_promised_no_window(bench: Bench) -> None:
    way = Way(bench)
    way.removing.prompt = structs.replace(PROMPT, can_ask=False)
    page = way.open()
    assert way.heading == "Remove AnyDesk by hand"
    assert "This PC has no window that asks for this" in way.said
    assert "Do these in order, and tick each one." in way.said
    assert page.footer().main == "Continue"
    page.main_pressed()
    assert way.book.case.removals == {}, "nothing was begun"


def test_what_cannot_be_asked_for_is_not_put_back_either(bench: Bench) -> None:
    way = Way(bench)
    page = way.open()
    way.go_to_the_end()
    way.removing.prompt = structs.replace(PROMPT, can_ask=False)
    next(one for one in page.findChildren(SecondButton) if one.text() == "Put it back").click()
    way.until(lambda: page._work is None)
    assert "This PC has no window that asks for this" in way.said
    assert (page.footer().main, page.footer().skip) == ("", "Leave it as it is")


def test_progress_shows_each_step_and_stop_ends_after_it(bench: Bench) -> None:
    way = Way(bench)
    way.removing.held = 1
    page = way.open()
    page.main_pressed()
    page.main_pressed()
    way.until(lambda: page._lines is not None and "We do this now." in " ".join(page._lines.words[1:2]))
    assert way.heading == "We remove AnyDesk"
    assert page._lines is not None
    assert [line.mark for line in page._lines._shown] == ["done", "now", "open", "open", "open"]
    stop = next(one for one in page.findChildren(SecondButton) if one.text() == "Stop after this step")
    stop.click()
    assert "We stop after this step." in way.said
    way.removing.go_on.set()
    way.until(lambda: way.window.removals.plan is None)
    (removal,) = way.book.case.removals.values()
    assert [bool(removal.begun(action)) for action in removal.plan.actions] == [True, True, False, False, True]


def test_while_we_look_again_there_is_no_step_to_stop_after(bench: Bench) -> None:
    way = Way(bench)
    way.removing.held = 1
    page = way.open()
    page.main_pressed()
    page.main_pressed()
    way.until(lambda: page._lines is not None)
    (stop,) = (one for one in page.findChildren(SecondButton) if one.text() == "Stop after this step")
    assert not stop.isHidden()
    page._event(LookingAgain())
    assert stop.isHidden()
    way.removing.go_on.set()
    way.until(lambda: way.window.removals.plan is None)


def test_a_page_that_is_left_does_not_end_the_work_and_one_that_comes_shows_it(bench: Bench) -> None:
    way = Way(bench)
    way.removing.held = 1
    page = way.open()
    page.main_pressed()
    page.main_pressed()
    way.until(lambda: page._lines is not None)
    way.window.go(At("remove-programs"))
    bench.settle()
    assert way.window.removals.is_doing(way.item)
    way.window.go(Item("remove-programs", way.item))
    bench.settle()
    assert way.heading == "We remove AnyDesk"
    way.removing.go_on.set()
    way.until(lambda: way.window.removals.plan is None)
    assert way.heading == "AnyDesk is removed"


def test_a_window_that_closes_lets_go_of_the_runner(bench: Bench) -> None:
    way = Way(bench)
    way.removing.held = 1
    page = way.open()
    page.main_pressed()
    page.main_pressed()
    way.until(lambda: page._lines is not None)
    way.window.close()
    assert way.removing.let_go_count
    assert next(iter(way.book.case.removals.values())).is_cut_off


def test_records_are_copied_before_anything_goes(bench: Bench) -> None:
    way = Way(bench, copied=False)
    way.removing.cautions = ("records-not-copied",)
    page = way.open()
    assert page.footer().main == "Copy the records, then remove AnyDesk"
    page.main_pressed()
    way.until(lambda: bool(way.book.case.exhibits) and page._copies is None)
    assert way.heading == "Windows will now ask you", "what was copied needs no second question"


def test_records_that_cannot_be_copied_need_a_second_yes(bench: Bench) -> None:
    way = Way(bench)
    way.removing.cautions = ("records-not-copied",)
    way.open()
    page = way.page
    page._offer_yes()
    assert page._open_cautions() == [], "they are copied"


def test_what_was_removed_is_put_back_with_its_own_preview_and_yes(bench: Bench) -> None:
    way = Way(bench)
    page = way.open()
    way.go_to_the_end()
    assert way.heading == "AnyDesk is removed"
    assert "Let “AnyDesk” work in the background again" in way.said
    next(one for one in page.findChildren(SecondButton) if one.text() == "Put it back").click()
    way.until(lambda: page._work is None)
    assert way.heading == "Put AnyDesk back?"
    assert "Put “AnyDesk.exe” back to its place." in way.said
    assert "Nothing has been put back yet." in way.said
    assert "You can remove it again with our program." in way.said
    assert "What stops working" not in way.said, "words of a removal"
    heard: list[str] = []
    page.said.connect(heard.append)
    assert page.footer().main == "Put it back"
    way.go_to_the_end()
    assert way.heading == "AnyDesk is put back"
    assert "Now we look if it is back." in heard
    assert "Now we look if it is gone." not in heard
    assert [one.outcome for one in way.book.case.removals.values()] == ["removed-verified", "put-back"]


def test_what_was_put_back_can_be_removed_again(bench: Bench) -> None:
    way = Way(bench)
    page = way.open()
    way.go_to_the_end()
    next(one for one in page.findChildren(SecondButton) if one.text() == "Put it back").click()
    way.until(lambda: page._work is None)
    way.go_to_the_end()
    assert way.page.footer().main == "Remove it after all"
    way.page.main_pressed()
    way.until(lambda: page._work is None)
    assert way.heading == "Remove AnyDesk?"
    way.go_to_the_end()
    assert way.heading == "AnyDesk is removed"
    assert [one.outcome for one in way.book.case.removals.values()][1:] == ["put-back", "removed-verified"]


def test_why_nothing_is_done_is_said_with_the_steps_by_hand(bench: Bench) -> None:
    from recovery_assistant.domain.removal.plan import Refusal

    way = Way(bench)
    way.removing.has_plan = False
    way.removing.refusals = (Refusal(code="uninstaller-signer", about="C:/evil\x1b[2J.exe"),)
    page = way.open()
    assert way.heading == "Remove AnyDesk by hand"
    assert "does not bear the maker’s signature" in way.said
    assert "\x1b" not in way.said
    assert "Do these in order, and tick each one." in way.said
    assert page.footer().main == "Continue"


@pytest.mark.parametrize("is_answer", [True, False])
def test_what_cannot_be_looked_at_leaves_the_steps_by_hand(
    bench: Bench, monkeypatch: pytest.MonkeyPatch, is_answer: bool
) -> None:
    way = Way(bench)

    def broken(_item: str) -> object:
        raise InputError("U-53", "It is not to be seen just now.") if is_answer else OSError("disk")

    monkeypatch.setattr(way.removing, "propose", broken)
    way.window.go(Item("remove-programs", way.item))
    if is_answer:
        way.until(lambda: "It is not to be seen just now." in way.said)
    else:
        way.until(lambda: isinstance(way.window.page, ProblemPage))
        way.window._come_back()
    assert way.heading == "Remove AnyDesk by hand"


def test_while_another_one_is_removed_nothing_else_begins(bench: Bench) -> None:
    way = Way(bench)
    page = way.open()
    offer = page._offer
    assert offer is not None
    way.removing.held = 0
    assert way.window.removals.start(way.book, way.removing.propose(way.item), ())
    page._begin()
    assert way.heading == "Another one is being removed"
    way.removing.go_on.set()
    way.until(lambda: way.window.removals.plan is None)


def test_a_removal_that_cannot_begin_says_so_and_leaves_the_preview(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    way = Way(bench)
    page = way.open()

    def under_way(*_words: object) -> object:
        raise InputError("U-51", "Another removal is under way.")

    monkeypatch.setattr(way.removing, "run", under_way)
    page.main_pressed()
    page.main_pressed()
    way.until(lambda: isinstance(way.window.page, ProblemPage))
    way.window._come_back()
    way.until(lambda: way.page._work is None)
    assert way.heading == "Remove AnyDesk?"


def test_a_second_try_shows_the_steps_of_the_second_plan(bench: Bench) -> None:
    way = Way(bench)
    way.removing.outcome = "still-present"
    page = way.open()
    way.go_to_the_end()
    assert page.footer().main == "Try again"
    page.main_pressed()
    way.until(lambda: page._work is None)
    way.removing.held, way.removing.verbs = 0, anydesk_verbs()[:2]
    page._offer = None
    page.look()
    way.until(lambda: page._work is None)
    page.main_pressed()
    page.main_pressed()
    assert page._lines is not None
    assert len(page._lines.words) == 2
    way.removing.go_on.set()
    way.until(lambda: way.window.removals.plan is None)


def test_a_setting_is_put_right_in_the_same_way(bench: Bench) -> None:
    way = Way(bench)
    for event in (
        ScanStarted(scan_id="s-9", host="this", system="windows", catalogue="1"),
        LeftBehindFound(scan_id="s-9", left_behind=DOOR),
        ScanFinished(scan_id="s-9", complete=True, sources_looked_at=9),
    ):
        way.book.record(event, "program")
    way.window.go(At("left-behind"))
    way.window.go(Item("left-behind", DOOR.id))
    way.until(lambda: way.page._work is None)
    assert way.heading == "Put this right?"
    assert way.window._header.code.words == "Page 7A"
    raw = [label for label in way.page.findChildren(Label) if label.words == "<b>C:/x"]
    assert raw
    assert "&lt;b&gt;" in raw[0].text(), "a name from the PC brings no mark-up along"
    assert way.page.footer().main == "Put it right"
    way.go_to_the_end()
    assert way.heading == "It is put right"
    way.window._footer.main.emit()
    assert way.window.journey.here == At("left-behind")


def test_every_pane_begins_at_its_heading(bench: Bench) -> None:
    way = Way(bench)
    page = way.open()
    shown: list[QWidget | None] = []
    page.pane_shown.connect(lambda: shown.append(page.first_focus()))
    way.go_to_the_end()
    assert shown
    assert all(one is not None for one in shown)


def test_a_part_of_the_system_is_switched_off_and_on_again(bench: Bench) -> None:
    way = Way(bench)
    known = way.book.case.findings[way.item]
    way.book.record(ScanStarted(scan_id="s-9", host="this", system="windows", catalogue="1"), "program")
    built_in = structs.replace(known.finding, category="built-in", tool_name="Remote Desktop")
    way.book.record(ToolFound(scan_id="s-9", finding=built_in), "program")
    page = way.open()
    assert way.heading == "Switch Remote Desktop off?"
    assert page.footer().main == "Switch Remote Desktop off"
    way.go_to_the_end()
    assert way.heading == "Remote Desktop is switched off"
    assert "is removed" not in way.said
