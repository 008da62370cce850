"""The list of accounts: in the order of what unlocks what, only what the person has, and room for no secret."""

from __future__ import annotations

import pytest

from recovery_assistant.domain import journal as j
from recovery_assistant.domain import record as r
from recovery_assistant.domain.case import Case
from recovery_assistant.domain.folding import fold
from recovery_assistant.record.pdf import render
from recovery_assistant.record.worksheet import accounts, worksheet
from tests.unit.record.handout_press import COUNTRIES, press_of
from tests.unit.record.paper import broken_marks
from tests.unit.record.records import MADE_AT, RESOURCES, entries_of, said, started


def case(*events: j.KnownEvent) -> Case:
    return fold(entries_of([started(), *events]))


def have(*kinds: str) -> j.KnownEvent:
    return j.StepAnswered(step="what-unlocks-what", answers={"have": list(kinds)})


def ids(told: Case) -> list[str]:
    return [step.id for step in accounts(press_of("gb").guidance.plan, told, MADE_AT)]


def test_only_the_accounts_that_were_ticked_stand_on_it_in_their_order() -> None:
    told = case(have("social", "google"))
    assert ids(told) == [
        "e-mail-first",
        "this-pc",
        "bank-accounts",
        "google-account",
        "social-accounts",
        "other-passwords",
    ]


def test_without_an_answer_every_account_stands_on_it() -> None:
    assert {"paypal-account", "work-account", "phone-company"} <= set(ids(Case()))
    assert "what-unlocks-what" not in ids(Case())


def test_the_work_account_comes_with_a_pc_of_work() -> None:
    at_work = j.StepAnswered(step="at-work", answers={"work-pc": "yes"})
    assert "work-account" in ids(case(have("apple"), at_work))
    assert "work-account" not in ids(case(have("apple")))


def test_it_says_that_it_holds_no_secrets_and_asks_for_none() -> None:
    paper = worksheet(press_of("gb"), Case(), MADE_AT)
    lines = [label for block in paper.blocks if isinstance(block, r.WriteLines) for label in block.labels]
    assert "Never write a password, a PIN or a code on this sheet." in said(paper)
    assert set(lines) == {"Which one", "Done on (day)"}


def test_ticks_of_the_case_are_ticked_and_its_number_stands_in_the_head() -> None:
    ticked = j.StepAnswered(step="e-mail-first", answers={"new-password": True})
    paper = worksheet(press_of("gb"), case(ticked), MADE_AT)
    boxes = [box for block in paper.blocks if isinstance(block, r.Ticks) for box in block.items]
    assert ("My e-mail has a new password", True) in boxes
    assert sum(is_ticked for _, is_ticked in boxes) == 1
    assert "2026-11-18-A7KD" in paper.page_words.head


def test_squares_open_only_pages_of_contacts_and_numbers_are_printed_as_numbers() -> None:
    paper = worksheet(press_of("gb"), Case(), MADE_AT)
    targets = {block.target for block in paper.blocks if isinstance(block, r.Code)}
    assert {"https://myaccount.google.com", "https://account.microsoft.com", "https://account.apple.com"} <= targets
    assert all(target.startswith("https://") for target in targets)
    assert "159" in said(paper)


def test_the_words_on_a_square_stay_with_it() -> None:
    press = press_of("ca")
    blocks = worksheet(press, Case(), MADE_AT).blocks
    leads = [number for number, block in enumerate(blocks) if block == r.Text(text=press.phrases.worksheet.code)]
    assert leads
    assert all(isinstance(blocks[number + 1], r.Code) and blocks[number + 1].with_above for number in leads)


@pytest.mark.parametrize("code", COUNTRIES)
def test_every_country_prints(code: str) -> None:
    assert broken_marks(render(worksheet(press_of(code), Case(), MADE_AT), RESOURCES)) == []


def test_the_lock_of_this_pc_says_that_it_waits() -> None:
    press = press_of("gb")
    paper = worksheet(press, Case(), MADE_AT)
    waits = press.fill(press.guidance.words.step("this-pc").cannot_start)
    assert [block.text for block in paper.blocks if isinstance(block, r.Note) and block.text == waits] == [waits]
