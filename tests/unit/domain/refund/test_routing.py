"""Which way to ask for a payment back, and until when: a table of cases reckoned by hand, and the edges."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path
from typing import get_args

import msgspec
import pytest
from msgspec import structs

from recovery_assistant.content.loading import load_country
from recovery_assistant.domain.country import CountryPack
from recovery_assistant.domain.payment import Payment, WhoSent
from recovery_assistant.domain.payment_rules import ComplaintRule, RouteDate
from recovery_assistant.domain.refund import REMARKS, Route, complaint_deadlines, routes
from recovery_assistant.domain.region import Region
from recovery_assistant.resources import resources_root
from tests.unit.domain.gb_pack import GB
from tests.unit.domain.refund.rows import PACK, paid

with Path(__file__).with_name("refund_cases.csv").open(encoding="utf-8", newline="") as table:
    CASES = list(csv.DictReader(table))
SHIPPED = load_country(resources_root(), "gb")
YES_NO = {"yes": True, "no": False, "": None}
TODAY = date(2026, 11, 22)


def _route(payment: Payment) -> Route:
    (found,) = routes([payment], GB, None, TODAY)
    return found


def _payment(case: dict[str, str]) -> Payment:
    told = {
        "id": "p1",
        "amount_minor": int(case["amount"]) if case["amount"] else None,
        "rail": case["rail"] or None,
        "who_sent": case["who"] or None,
        "sent_on": case["sent"],
        "bank_told_on": case["told"],
        "to_own_account": YES_NO[case["own"]],
        "sent_abroad": YES_NO[case["abroad"]],
    }
    return msgspec.convert(told, Payment)


def _dates(found: Route) -> set[str]:
    return {f"{one.id}={one.on or ''}{'!' if one.passed else ''}" for one in found.deadlines}


@pytest.mark.parametrize("pack", [GB, SHIPPED], ids=["small", "shipped"])
@pytest.mark.parametrize("case", CASES, ids=[case["case"] for case in CASES])
def test_the_table_of_cases(case: dict[str, str], pack: CountryPack) -> None:
    region = msgspec.convert(case["region"] or None, Region | None)
    (found,) = routes([_payment(case)], pack, region, date.fromisoformat(case["today"]))
    assert found.id == case["route"]
    assert _dates(found) == set(case["deadlines"].split())
    assert found.remarks == tuple(case["remarks"].split())
    known = [deadline.on or date.max for deadline in found.deadlines]
    assert known == sorted(known)


def test_the_table_is_worth_its_name() -> None:
    assert len(CASES) >= 60
    assert {case["route"] for case in CASES} == {row.id for row in GB.payments.routes}
    assert {case["rail"] for case in CASES} == {*GB.payments.rails, ""}
    assert {case["who"] for case in CASES} == {*get_args(WhoSent), ""}


def test_the_excess_and_the_limit_stand_beside_the_way_that_has_them() -> None:
    payment = Payment(id="p1", rail="bank-transfer", who_sent="me", sent_on="2026-11-18")
    assert {"app-limit", "app-excess"} <= set(_route(payment).rules)


def _transfer(number: int, day: str, who: WhoSent | None = "me", **told: object) -> Payment:
    transfer = {"id": f"p{number}", "rail": "bank-transfer", "who_sent": who, "sent_on": day}
    return msgspec.convert(transfer | told, Payment)


def _claim_days(*payments: Payment) -> list[tuple[str, bool]]:
    found = routes(payments, GB, None, TODAY)
    return [(str(one.on), "too-late" in way.remarks) for way in found for one in way.deadlines if one.id == "claim-by"]


def test_the_time_of_a_claim_runs_from_its_last_payment() -> None:
    assert _claim_days(_transfer(1, "2025-10-01")) == [("2026-11-01", True)]
    assert _claim_days(_transfer(1, "2025-10-01"), _transfer(2, "2026-11-01")) == [("2027-12-01", False)] * 2
    assert _claim_days(_transfer(1, "2026-11-01"), _transfer(2, "2025-10-01")) == [("2027-12-01", False)] * 2


@pytest.mark.parametrize(
    "other",
    [
        _transfer(2, "2026-11-01", "them"),
        _transfer(2, "2026-11-01", to_own_account=True),
        _transfer(2, "2026-11-01", sent_abroad=True),
        Payment(id="p2", rail="debit-card", who_sent="me", sent_on="2026-11-01"),
    ],
)
def test_payments_that_are_no_part_of_the_claim_do_not_make_its_time_longer(other: Payment) -> None:
    assert _claim_days(_transfer(1, "2025-10-01"), other) == [("2026-11-01", True)]


@pytest.mark.parametrize(("day", "who"), [("2026-11-01", "unknown"), ("2026-11-01", None), ("", "me"), ("", "unknown")])
def test_nobody_is_told_too_late_while_a_payment_may_belong_to_the_claim(day: str, who: WhoSent | None) -> None:
    first, *_ = _claim_days(_transfer(1, "2025-10-01"), _transfer(2, day, who))
    assert first == ("2026-11-01", False)


def test_a_payment_whose_day_is_missing_still_asks_for_it() -> None:
    _, without = routes([_transfer(1, "2026-11-01"), _transfer(2, "")], GB, None, TODAY)
    assert "no-day-sent" in without.remarks


def test_the_limit_counts_the_payments_of_a_claim_together() -> None:
    three = [_transfer(number, "2026-11-18", amount_minor=3_000_000) for number in (1, 2, 3)]
    assert all("over-limit" in way.remarks for way in routes(three, GB, None, TODAY))
    assert not any("over-limit" in way.remarks for way in routes(three[:2], GB, None, TODAY))
    foreign = _transfer(1, "2026-11-18", amount_minor=9_000_000, currency="USD")
    assert "over-limit" not in _route(foreign).remarks


@pytest.mark.parametrize("amount", [500, 15_000, 4_000_000])
def test_dollars_are_not_compared_with_limits_in_pounds(amount: int) -> None:
    payment = Payment(
        id="p1", rail="credit-card", who_sent="me", amount_minor=amount, currency="USD", sent_on="2026-11-18"
    )
    found = _route(payment)
    assert (found.id, found.remarks) == ("section-75", ("other-currency",))


def test_rules_that_never_covered_a_payment_are_not_named_beside_it() -> None:
    assert _route(_transfer(1, "2024-01-20", "unknown")).rules == ("unauthorised-payment", "app-start")
    assert _route(_transfer(1, "2026-11-18", None, sent_abroad=True)).rules == (
        "unauthorised-payment",
        "app-not-covered",
    )


@pytest.mark.parametrize(
    ("region", "answer", "latest"),
    [
        ("england", date(2026, 12, 9), date(2027, 1, 11)),
        ("scotland", date(2026, 12, 10), date(2027, 1, 13)),
        ("northern-ireland", date(2026, 12, 9), date(2027, 1, 11)),
        (None, date(2026, 12, 9), date(2027, 1, 11)),
    ],
)
def test_a_complaint_is_answered_in_business_days(region: Region | None, answer: date, latest: date) -> None:
    first, second, third = complaint_deadlines("2026-11-18", "2027-01-31", GB, region, date(2026, 11, 22))
    assert (first.id, first.on) == ("complaint-answer", answer)
    assert (second.id, second.on) == ("complaint-latest", latest)
    assert (third.id, third.on) == ("ombudsman-by", date(2027, 7, 31))
    assert third.is_mine
    assert not first.is_mine


def test_a_complaint_without_days_has_no_dates() -> None:
    assert [deadline.on for deadline in complaint_deadlines("", "", GB, None, date(2026, 11, 22))] == [None] * 3


def test_the_ombudsman_after_august_31() -> None:
    *_, last = complaint_deadlines("", "2026-08-31", GB, None, date(2027, 3, 1))
    assert last.on == date(2027, 2, 28)
    assert last.passed


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01", "1999-12-31", "2101-01-01", "18.11.2026", "2026-02-30"])
def test_a_day_on_which_nobody_paid_gives_no_dates(day: str) -> None:
    payment = Payment(id="p1", rail="bank-transfer", who_sent="them", sent_on=day, bank_told_on=day)
    assert [deadline.on for deadline in _route(payment).deadlines] == [None, None]


def _made_up(*payments: Payment, region: Region | None = None) -> list[tuple[str, dict[str, str], tuple[str, ...]]]:
    return [
        (way.id, {one.id: str(one.on or "") for one in way.deadlines}, way.remarks)
        for way in routes(payments, PACK, region, TODAY)
    ]


def test_few_business_days_after_noticing_and_many_days_after_the_statement() -> None:
    told = {"noticed_on": "2026-11-18", "statement_on": "2026-11-20", "bank_told_on": "2026-11-18"}
    dates = {"tell-by": "2026-11-23", "dispute-by": "2027-01-19"}  # the 20th is closed in Ontario, the first region
    assert _made_up(paid("zelle", "them", **told)) == [("electronic", dates, ())]
    quebec = dates | {"tell-by": "2026-11-20"}
    assert _made_up(paid("zelle", "them", **told), region="quebec") == [("electronic", quebec, ())]


def test_a_missed_day_that_only_changes_the_sum_closes_nothing() -> None:
    told = {"sent_on": "2026-08-01", "noticed_on": "2026-10-01", "statement_on": "2026-10-15"}
    ((_way, dates, remarks),) = _made_up(paid("zelle", "them", **told))
    assert dates == {"tell-by": "2026-10-05", "dispute-by": "2026-12-14"}
    assert remarks == ("limit-500",)
    ((_way, _dates, late),) = _made_up(paid("zelle", "them", **told | {"statement_on": "2026-09-01"}))
    assert late == ("too-late", "limit-500")
    ((_way, _dates, kept),) = _made_up(paid("zelle", "them", **told, bank_told_on="2026-10-05"))
    assert kept == ()


def test_days_that_are_missing_are_asked_for() -> None:
    assert _made_up(paid("zelle", "them")) == [
        ("electronic", {"tell-by": "", "dispute-by": ""}, ("no-day-noticed", "no-day-statement"))
    ]


def test_hours_count_from_the_time_of_the_payment_or_the_end_of_its_day() -> None:
    assert _made_up(paid("wire", sent_on="2026-11-20", sent_time="11:00")) == [
        ("recall", {"recall-by": "2026-11-23"}, ())
    ]
    assert _made_up(paid("wire", sent_on="2026-11-20")) == [("recall", {"recall-by": "2026-11-23"}, ())]
    assert _made_up(paid("wire", sent_on="2026-11-18", sent_time="11:00")) == [
        ("recall", {"recall-by": "2026-11-21"}, ("too-late",))
    ]


def test_a_refused_payment_has_the_dates_and_the_contacts_of_a_complaint() -> None:
    (way,) = routes([paid("cash", complained_on="2026-11-18", final_letter_on="2026-11-20")], PACK, None, TODAY)
    assert way.refused
    dates = {one.id: str(one.on) for one in way.deadlines}
    assert dates == {"ombudsman-by": "2027-05-20"}, "nobody waits for an answer once the last letter is there"
    ((_way, waiting, _remarks),) = _made_up(paid("cash", complained_on="2026-11-18"))
    assert waiting == {"complaint-answer": "2026-12-18", "ombudsman-by": ""}
    assert (way.rules, way.contacts) == (("complaint",), ("ombudsman",))
    ((_way, dates, remarks),) = _made_up(paid("cash", refused=True))
    assert dates == {"complaint-answer": "", "ombudsman-by": ""}
    assert remarks == ("no-day-complained", "no-day-final-letter")
    assert _made_up(paid("cash", refused=False)) == [("ask-anyway", {}, ())]


def test_letter_contacts_and_remarks_of_a_row_are_those_of_its_payments() -> None:
    (way,) = routes([paid("zelle", "them")], PACK, None, TODAY)
    assert (way.letter, way.contacts, way.refused) == ("bank-unauthorised", ("regulator",), False)
    over = paid("zelle", amount_minor=100_001)
    assert _made_up(over) == [("code", {"claim-by": "2027-02-16"}, ("over-limit", "ask-kindly"))]


def test_an_unsure_payment_has_rules_and_dates_of_both_ways() -> None:
    (way,) = routes([paid("zelle", "unknown", noticed_on="2026-11-16", statement_on="2026-11-20")], PACK, None, TODAY)
    assert way.rules == ("notice", "claim")
    assert [one.id for one in way.deadlines] == ["tell-by", "dispute-by", "claim-by"]
    assert way.remarks == (), "what changes the sum of one way only is not said of both"
    (abroad,) = routes([paid("zelle", "unknown", sent_abroad=True)], PACK, None, TODAY)
    assert "not-covered" in abroad.remarks


def test_who_has_not_answered_is_not_told_what_an_answer_would_mean() -> None:
    abroad = _transfer(1, "2026-11-18", None, sent_abroad=True)
    (silent,) = routes([abroad], GB, None, TODAY)
    (unsure,) = routes([msgspec.structs.replace(abroad, who_sent="unknown")], GB, None, TODAY)
    assert "not-covered" not in silent.remarks
    assert "not-covered" in unsure.remarks


@pytest.mark.parametrize("told", ["2025-08-20", "2026-12-01"])
def test_a_slip_in_the_day_that_the_bank_was_told_makes_nobody_too_late(told: str) -> None:
    found = _route(_transfer(1, "2025-09-01", "them", bank_told_on=told))
    assert "too-late" not in found.remarks
    assert "check-days" in found.remarks
    assert "too-late" in _route(_transfer(1, "2025-09-01", "them")).remarks


def test_every_remark_that_is_given_here_is_on_the_list() -> None:
    assert len(set(REMARKS)) == len(REMARKS)
    shipped = {remark for case in CASES for remark in case["remarks"].split()}
    assert shipped - {"only-chargeback"} <= set(REMARKS)


def test_a_shop_has_no_rules_for_complaints_about_payments_and_others_have_their_own() -> None:
    told = paid("cash", complained_on="2026-11-18")
    for kind, dates in (("none", set()), ("other", {"letter-by"})):
        last = structs.replace(PACK.payments.routes[-1], complaint=kind)
        other = ComplaintRule(
            rules=("complaint",),
            dates=(RouteDate(id="letter-by", rule="complaint", value="answer_within_days", counted_from="complained"),),
        )
        rules = structs.replace(PACK.payments, routes=(*PACK.payments.routes[:-1], last), other_complaint=other)
        (way,) = routes([told], structs.replace(PACK, payments=rules), None, TODAY)
        assert {one.id for one in way.deadlines} == dates
        assert way.contacts == ()


def test_a_day_of_telling_that_is_a_slip_makes_nobody_late() -> None:
    told = {"sent_on": "2026-07-02", "statement_on": "2026-07-10", "noticed_on": "2026-07-03"}
    ((_way, _dates, remarks),) = _made_up(paid("zelle", "them", **told, bank_told_on="2026-06-30"))
    assert remarks == ("check-days",)
