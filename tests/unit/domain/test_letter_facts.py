"""The closed sets of marks and conditions, and what each of them says of a case."""

from __future__ import annotations

from typing import get_args

import pytest

from recovery_assistant.content.letters import LETTER_IDS
from recovery_assistant.domain.letter_facts import MARKS, WHEN, When
from tests.unit.domain.paper_cases import COUNTRIES, ROWS, empty, facts, full, guidance

BY_HAND = frozenset(mark for mark in MARKS if mark.startswith(("person.", "their-account.", "work.")))


def test_every_mark_is_told_by_a_full_case_but_those_that_only_the_person_knows() -> None:
    own = facts("gb", full("gb"))
    told = {mark for name in ("bank-unauthorised", "tool-maker") for mark in MARKS if mark_of(own, name, mark)}
    assert told == MARKS - BY_HAND


def mark_of(own: object, name: str, mark: str) -> str:
    from recovery_assistant.domain.letter_facts import LetterFacts

    assert isinstance(own, LetterFacts)
    return own.for_letter(name, "anydesk" if name == "tool-maker" else "").mark(mark)


def test_an_empty_case_tells_only_its_number() -> None:
    own = facts("gb", empty("gb"))
    assert {mark for mark in MARKS if own.mark(mark)} == {"case.number"}


def test_a_mark_that_does_not_exist_is_refused() -> None:
    with pytest.raises(KeyError):
        facts("gb", empty("gb")).mark("card.number")


def test_every_condition_can_be_asked_and_opposites_never_hold_together() -> None:
    for case, rows in ((full("gb"), ROWS), (empty("gb"), ())):
        own = facts("gb", case, rows=rows).for_letter("bank-unauthorised")
        holding = {condition for condition in get_args(When) if own.holds((condition,))}
        for condition in WHEN:
            bare = condition.removeprefix("no-").removeprefix("not-")
            pairs = {condition, f"has-{bare}", bare} & holding
            assert len(pairs) <= 1 or bare == condition, pairs


def test_dates_and_rules_are_those_of_the_payments_of_the_letter() -> None:
    own = facts("gb", full("gb"))
    assert own.for_letter("phone-company").rules() == ()
    rules = own.for_letter("bank-unauthorised").rules()
    assert "13 months" in rules[0]
    assert "22 November 2026 at fca.org.uk" in rules[0]
    assert ("The bank should pay it back by", "19 November 2026") in own.for_letter("bank-unauthorised").dates()


@pytest.mark.parametrize("code", COUNTRIES)
def test_only_a_page_of_the_body_itself_is_named_in_a_letter(code: str) -> None:
    own, pack = facts(code, full(code)), guidance(code).country
    said = [line for name in LETTER_IDS for line in own.for_letter(name).rules()]
    assert said
    official = {rule.says: rule.evidence == "official" for rule in pack.rules}
    for line in said:
        says = line.partition("“")[2].rpartition("”")[0]
        assert (" at " in line.rpartition("”")[2]) is official[says], line
        assert "(read on " in line


@pytest.mark.parametrize("code", COUNTRIES)
def test_what_stands_where_there_is_no_right_is_never_quoted_to_a_company(code: str) -> None:
    own, pack = facts(code, full(code)), guidance(code).country
    no_right = {pack.rule(rule).says for row in pack.payments.routes if not row.covered for rule in row.rules}
    said = " ".join(line for name in LETTER_IDS for line in own.for_letter(name).rules())
    assert [says for says in no_right if says in said] == []


def test_connections_are_told_with_year_and_offset() -> None:
    lines = facts("gb", full("gb")).for_letter("tool-maker", "anydesk").sessions()
    assert len(lines) == 1
    assert "18 November 2026, 10:44 – 11:15 (UTC +0000)" in lines[0]
