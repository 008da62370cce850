"""What is done and what is open: every box of the plan is in one list or the other, never in both."""

from __future__ import annotations

from datetime import timedelta

import pytest

from recovery_assistant.domain import journal as j
from recovery_assistant.domain import record as r
from recovery_assistant.record.progress import done, for_the_phone, still_to_do
from tests.unit.record.records import MADE_AT, press, rich_events, started, texts_of


def ticks(blocks: list[r.RecordBlock], *, ticked: bool) -> list[str]:
    return [text for b in blocks if isinstance(b, r.Ticks) for text, state in b.items if state == ticked]


def test_what_is_ticked_is_done_and_the_rest_is_open() -> None:
    ground = press().ground(rich_events())
    assert "E-mail: new password" in ticks(done(ground), ticked=True)
    assert not ticks(done(ground), ticked=False)
    open_boxes = ticks(still_to_do(ground), ticked=False)
    assert "Equifax told (page 9A)" in open_boxes
    assert not any("Experian told" in text for text in open_boxes)
    assert not ticks(still_to_do(ground), ticked=True)


def test_steps_that_were_taken_are_done() -> None:
    steps = ticks(done(press().ground(rich_events())), ticked=True)
    assert steps[0] == "Hang up and unplug"
    assert "Ring your bank from another phone" in steps


def test_who_could_not_unplug_is_not_told_that_it_is_done() -> None:
    could_not = j.StepAnswered(step="unplug", answers={"how": "could-not"})
    assert "Hang up and unplug" not in ticks(done(press().ground([started(), could_not])), ticked=True)


def test_an_untouched_case_has_nothing_done_and_the_bank_first() -> None:
    ground = press().ground([started()])
    assert r.Text(text="Nothing is ticked yet.") in done(ground)
    boxes = ticks(still_to_do(ground), ticked=False)
    assert boxes.index("Ring your bank (page 3A)") < boxes.index("Look for remote control programs (page 6A)")


def test_a_call_that_was_made_is_not_open_any_more() -> None:
    call = j.CallStarted(call_id="c1", contact="bank-159", started_at=MADE_AT)
    answered = j.StepAnswered(step="other-money", answers={"ways": ["none"]})
    boxes = ticks(still_to_do(press().ground([started(), call, answered])), ticked=False)
    assert not any("(page 3" in text for text in boxes)


@pytest.mark.parametrize("audience", ["me", "technician"])
def test_a_program_that_is_not_gone_is_open_whatever_was_clicked(audience: r.Audience) -> None:
    clicked = [j.StepCompleted(step="programs-found"), j.StepCompleted(step="remove-programs")]
    found = [event for event in rich_events() if not isinstance(event, j.FindingMarked | j.FindingLookedForAgain)]

    def open_programs(*events: j.KnownEvent) -> list[str]:
        boxes = ticks(still_to_do(press().ground([*found, *clicked, *events], audience)), ticked=False)
        return [text for text in boxes if "(page 6" in text]

    not_mine = j.FindingMarked(finding_id="f-1", mark="not-mine")
    kept = j.FindingMarked(finding_id="f-2", mark="mine")
    gone = j.FindingLookedForAgain(finding_id="f-1", still_there=False, gaps=0)
    there = j.FindingLookedForAgain(finding_id="f-1", still_there=True, gaps=0)
    assert open_programs() == ["Say whether AnyDesk is yours (page 6A)", "Say whether TeamViewer is yours (page 6A)"]
    assert open_programs(not_mine, kept) == ["Remove AnyDesk (page 6C)"]
    assert open_programs(not_mine, kept, there) == ["Remove AnyDesk (page 6C)"]
    assert open_programs(not_mine, kept, gone) == []


@pytest.mark.parametrize("audience", ["me", "technician"])
def test_the_look_for_programs_is_not_done_while_one_is_open(audience: r.Audience) -> None:
    steps = ("look-and-save", "programs-found", "when-connected", "remove-programs")
    clicked = [j.StepCompleted(step=step) for step in steps]
    found = [event for event in rich_events() if not isinstance(event, j.FindingMarked | j.FindingLookedForAgain)]
    marks = [j.FindingMarked(finding_id="f-1", mark="not-mine"), j.FindingMarked(finding_id="f-2", mark="mine")]

    def is_done(*again: j.KnownEvent) -> bool:
        told = done(press().ground([*found, *clicked, *marks, *again], audience))
        return "Look for remote control programs" in ticks(told, ticked=True)

    assert not is_done(j.FindingLookedForAgain(finding_id="f-1", still_there=True, gaps=0))
    assert is_done(j.FindingLookedForAgain(finding_id="f-1", still_there=False, gaps=0))


def test_a_call_that_was_made_leaves_its_part_of_the_plan_no_longer_untouched() -> None:
    """The bank was rung, and nothing else of the part was opened: it cannot be done and open at once."""
    ground = press().ground([started(), j.CallStarted(call_id="c1", contact="bank-159", started_at=MADE_AT)])
    assert "Ring your bank from another phone" in ticks(done(ground), ticked=True)
    assert "Ring your bank (page 3A)" not in ticks(still_to_do(ground), ticked=False)


def test_a_button_pressed_twice_is_no_call() -> None:
    slip = j.CallStarted(call_id="c1", contact="bank-159", started_at=MADE_AT)
    ended = j.CallEnded(call_id="c1", ended_at=MADE_AT + timedelta(seconds=3))
    ground = press().ground([started(), slip, ended])
    assert "Ring your bank from another phone" not in ticks(done(ground), ticked=True)
    assert "Ring your bank (page 3A)" in ticks(still_to_do(ground), ticked=False)


def test_the_technician_sees_tasks_on_the_pc_alone() -> None:
    boxes = ticks(still_to_do(press().ground(rich_events(), "technician")), ticked=False)
    assert boxes
    assert all(any(f"(page {page}" in text for page in ("6", "7", "12")) for text in boxes)


def test_codes_never_dial_an_emergency_number() -> None:
    codes = [block for block in for_the_phone(press().ground([started()])) if isinstance(block, r.Code)]
    assert codes
    assert not any(code.target in ("tel:999", "tel:112") for code in codes)
    for code in codes:
        assert code.target.startswith(("tel:", "https://"))
        digits = "".join(letter for letter in code.shown if letter.isdigit())
        assert digits == code.target.removeprefix("tel:").lstrip("+") or not code.target.startswith("tel:")


def test_the_old_name_of_report_fraud_stands_beside_its_number() -> None:
    """People still look for Action Fraud."""
    codes = [b for b in for_the_phone(press().ground(rich_events())) if isinstance(b, r.Code)]
    told = {code.target: code.label for code in codes if "Report Fraud" in code.label}
    assert "Action Fraud" in told["tel:03001232040"]


def test_an_old_number_stays_and_says_so() -> None:
    fresh = "\n".join(texts_of(for_the_phone(press().ground([started()]))))
    assert "Last checked on" not in fresh
    later = press().ground([started()], "me", MADE_AT.replace(year=2029))
    old = "\n".join(texts_of(for_the_phone(later)))
    assert "Check it on your card or statement." in old
    assert "159" in old


def test_a_secret_that_was_taken_out_is_told_to_me_alone() -> None:
    assert "never saved" in "\n".join(texts_of(done(press().ground(rich_events()))))
    assert "never saved" not in "\n".join(texts_of(done(press().ground(rich_events(), "share"))))


def test_a_note_on_a_skipped_page_stands_under_what_is_open() -> None:
    skipped = j.StepSkipped(step="e-mail-first", note="My son will do it")
    ground = press().ground([started(), skipped])
    assert "My son will do it" not in texts_of(done(ground))
    assert "My son will do it" in texts_of(still_to_do(ground))


def test_a_reader_who_sees_nothing_open_keeps_the_note_where_it_was() -> None:
    skipped = j.StepSkipped(step="e-mail-first", note="My son will do it")
    assert "My son will do it" in texts_of(done(press().ground([started(), skipped], "police")))


def test_a_note_on_a_page_that_is_done_stays_there() -> None:
    noted = j.StepCompleted(step="e-mail-first", note="On the tablet")
    ground = press().ground([started(), noted])
    assert "On the tablet" in texts_of(done(ground))
    assert "On the tablet" not in texts_of(still_to_do(ground))


FORMER = ("bank", "computer-account", "phone-account", "phone-company", "government", "paypal", "shops", "social")


def test_ticks_that_only_an_earlier_version_asked_stay_done_and_are_never_open() -> None:
    set_then: dict[str, j.Answer] = {name: name != "shops" for name in (*FORMER, "same-password")}
    ground = press().ground([started(), j.StepAnswered(step="what-unlocks-what", answers=set_then)])
    told = ticks(done(ground), ticked=True)
    assert {"Bank accounts: done", "PayPal: done", "Places with the same password: done"} <= set(told)
    assert "Shops: done" not in told
    page = f"Which of these do you have? (page {ground.plan.code('what-unlocks-what')})"
    open_boxes = ticks(still_to_do(ground), ticked=False)
    assert not any(": done" in text for text in open_boxes)
    skipped = press().ground([started(), j.StepSkipped(step="what-unlocks-what")])
    assert page in ticks(still_to_do(skipped), ticked=False), "the question itself is still open"
