"""What to put in a diary, and that nothing in it has passed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from recovery_assistant.content.loading import load_guidance
from recovery_assistant.domain.case import Case
from recovery_assistant.domain.journal import Answer
from recovery_assistant.domain.payment import Payment
from recovery_assistant.domain.reminder_rules import ReminderRule
from recovery_assistant.domain.reminders import Reminder, diary, reminders
from recovery_assistant.resources import resources_root
from tests.unit.domain.gb_pack import GB

TODAY = date(2026, 11, 22)


def _case(*payments: Mapping[str, object], **answers: dict[str, Answer]) -> Case:
    rows = [msgspec.convert(payment, Payment) for payment in payments]
    return Case(
        started_at=datetime(2026, 11, 20, 9, 0, tzinfo=UTC),
        payments={row.id: row for row in rows},
        answers={step.replace("_", "-"): given for step, given in answers.items()},
    )


def _lines(case: Case, today: date = TODAY) -> list[str]:
    return [
        f"{one.id} {one.on}{f' until {one.until}' if one.until else ''} {one.payment_id}".strip()
        for one in reminders(case, GB, today)
    ]


def test_statements_each_week_then_each_month_then_once() -> None:
    assert _lines(_case(the_call={"day": "2026-11-18"})) == [
        "statements-weekly 2026-11-25 until 2027-02-18",
        "statements-monthly 2027-03-18 until 2027-12-18",
        "last-look 2027-11-18",
    ]


def test_the_start_of_the_case_stands_in_for_the_day_of_the_call() -> None:
    assert _lines(_case())[0] == "statements-weekly 2026-11-27 until 2027-02-20"


@pytest.mark.parametrize("day", ["", "Tuesday", "9999-12-31", "0001-01-01", None, 4])
def test_a_day_that_is_no_day_does_not_count(day: Answer) -> None:
    assert _lines(_case(the_call={"day": day})) == _lines(_case())


def test_a_day_to_come_counts_as_today() -> None:
    assert _lines(_case(the_call={"day": "2027-11-18"}))[0] == "statements-weekly 2026-11-29 until 2027-02-22"


def test_half_a_year_later_only_what_is_to_come_is_left() -> None:
    assert _lines(_case(the_call={"day": "2026-11-18"}), date(2027, 5, 20)) == [
        "statements-monthly 2027-06-18 until 2027-12-18",
        "last-look 2027-11-18",
    ]
    assert _lines(_case(the_call={"day": "2026-11-18"}), date(2028, 5, 20)) == []


def test_time_limits_of_every_payment_that_are_mine_to_keep() -> None:
    tricked = {
        "id": "p1",
        "rail": "bank-transfer",
        "who_sent": "me",
        "sent_on": "2026-11-18",
        "bank_told_on": "2026-11-18",
    }
    card = {"id": "p2", "rail": "debit-card", "who_sent": "me", "sent_on": "2026-11-17"}
    late = {"id": "p3", "rail": "debit-card", "who_sent": "me", "sent_on": "2026-01-01"}
    found = [line for line in _lines(_case(tricked, card, late)) if " p" in line]
    assert found == ["chargeback-by 2027-03-17 p2", "claim-by 2027-12-18 p1"]


def test_the_ombudsman_and_cifas() -> None:
    case = _case(
        bank_says_no={"complained-on": "2026-11-19", "final-letter-on": "2026-12-01"},
        cifas={"registered-on": "2026-11-22"},
    )
    found = _lines(case)
    assert "ombudsman-by 2027-06-01" in found
    assert "cifas-ends 2028-11-22" in found
    assert not any(line.startswith("complaint") for line in found)


def test_an_entry_says_what_to_do_and_when_and_nothing_of_the_case() -> None:
    card = {"rail": "debit-card", "who_sent": "me", "sent_on": "2026-11-17", "amount_minor": 12_345}
    case = _case(*({"id": f"p{number}", "to_whom": "Mallory"} | card for number in (1, 2)))
    words = load_guidance(resources_root(), "en", "gb").words
    found = diary(reminders(case, GB, TODAY), words, GB, lambda day: f"{day:%d.%m.%Y}")
    assert [one.summary for one in found] == [
        "Each week: look at your statements",
        "Ask for a chargeback by 17.03.2027",
        "Each month: look at your statements and credit files",
        "Last look, before the time limit of the bank",
    ]
    assert [one.every for one in found] == ["week", "", "month", ""]
    assert [one.is_limit for one in found] == [False, True, False, False]


def test_a_country_brings_its_own_dates_by_region() -> None:
    ends = ReminderRule(
        id="tell-by", counted_from="ban.placed-on", rule="chargeback", value="within_days", regions=("scotland",)
    )
    pack = structs.replace(GB, reminders=(ends,))
    told = _case(ban={"placed-on": "2026-11-20"}, where_you_live={"region": "scotland"})
    assert Reminder(id="tell-by", on=date(2027, 3, 20), is_limit=True) in reminders(told, pack, TODAY)
    elsewhere = _case(ban={"placed-on": "2026-11-20"}, where_you_live={"region": "wales"})
    assert not any(one.id == "tell-by" for one in reminders(elsewhere, pack, TODAY))
    slip = _case(ban={"placed-on": "2027-11-20"}, where_you_live={"region": "scotland"})
    assert not any(one.id == "tell-by" for one in reminders(slip, pack, TODAY))


@given(st.dates(date(2026, 1, 1), date(2028, 12, 31)), st.dates(date(2026, 1, 1), date(2028, 12, 31)))
def test_nothing_in_the_diary_has_passed(day: date, today: date) -> None:
    found = reminders(_case(the_call={"day": day.isoformat()}), GB, today)
    assert all(one.on >= today and (one.until is None or one.until >= one.on) for one in found)
    assert [one.on for one in found] == sorted(one.on for one in found)


def test_what_was_reported_is_asked_about_again_on_the_day_that_was_chosen_or_two_weeks_later() -> None:
    def chased(**reports: dict[str, Answer]) -> list[date]:
        return [one.on for one in reminders(_case(**reports), GB, TODAY) if one.id == "chase-report"]

    reported: dict[str, Answer] = {"reported": "online", "reported-on": "2026-11-20"}
    assert chased(report_fraud=reported) == [date(2026, 12, 4)]
    assert chased(report_fraud={**reported, "chase-on": "2026-12-18"}) == [date(2026, 12, 18)]
    assert chased(one=reported, two={"reported": "not-yet"}, three=reported) == [date(2026, 12, 4)]
    assert chased(one={**reported, "reported-on": "2026-10-01"}, two={"reported-on": "2026-11-20"}) == []
