"""Payments of every country with the way and the dates that somebody worked out by hand from the rules.

`payment_cases/<country>.toml` holds them; its keys are those of the intake form. Run one country with `-k gb`.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, get_args

import msgspec
import pytest
from msgspec import Struct

from recovery_assistant.content.loading import load_guidance
from recovery_assistant.content.reading import fit
from recovery_assistant.domain.country import CountryPack
from recovery_assistant.domain.payment import Payment, Rail, WhoSent, minor_units
from recovery_assistant.domain.refund import Route, routes
from recovery_assistant.domain.region import REGIONS_OF, Region
from recovery_assistant.resources import resources_root

FOLDER = Path(__file__).with_name("payment_cases")
COUNTRIES = sorted(path.parent.name for path in (resources_root() / "countries").glob("*/payments.toml"))
ENOUGH = 120


class _Paid(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One of [[cases.payments]], with the keys of the intake form."""

    rail: Rail | None = None
    who_sent: WhoSent | None = None
    amount: int | Decimal | None = None
    currency: str = ""
    sent_on: date | None = None
    sent_time: str = ""
    noticed_on: date | None = None
    bank_told_on: date | None = None
    statement_on: date | None = None
    to_own_account: bool | None = None
    sent_abroad: bool | None = None
    refused: bool | None = None
    complained_on: date | None = None
    final_letter_on: date | None = None


class _Expected(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a payment must give: its way, all its dates ("unknown" for one that cannot be worked out), its remarks."""

    route: str
    dates: dict[str, Any] = {}
    remarks: tuple[str, ...] = ()


class _Case(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Payments of one person on one day."""

    name: str
    today: date
    payments: tuple[_Paid, ...]
    expect: tuple[_Expected, ...]
    region: Region | None = None


class _Table(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A whole file."""

    cases: tuple[_Case, ...]


def _table(country: str) -> tuple[_Case, ...]:
    path = FOLDER / f"{country}.toml"
    if not path.exists():
        return ()
    raw = tomllib.loads(path.read_text("utf-8"), parse_float=Decimal)
    return fit(raw, _Table, f"payment_cases/{country}.toml").cases


TABLES = {country: _table(country) for country in COUNTRIES}
PACKS = {country: load_guidance(resources_root(), "en", country).country for country in COUNTRIES}
ALL = [pytest.param(country, case, id=f"{country}: {case.name}") for country in COUNTRIES for case in TABLES[country]]


def _payment(number: int, paid: _Paid, pack: CountryPack) -> Payment:
    written: dict[str, Any] = msgspec.to_builtins(paid, builtin_types=(Decimal,))
    told = {name: value for name, value in written.items() if value is not None}
    amount, currency = told.pop("amount", None), paid.currency or pack.currency
    minor = None if amount is None else int(Decimal(amount) * minor_units(currency))
    return msgspec.convert(told | {"id": f"p{number}", "currency": currency, "amount_minor": minor}, Payment)


def _found(case: _Case, pack: CountryPack) -> tuple[Route, ...]:
    paid = [_payment(number, one, pack) for number, one in enumerate(case.payments, 1)]
    return routes(paid, pack, case.region, case.today)


def _differences(found: Route, expected: _Expected) -> Iterator[str]:
    """Say in words where the engine and the hand do not agree."""
    if found.id != expected.route:
        yield f"its way is {found.id}, expected {expected.route}"
    dates = {one.id: one.on or "unknown" for one in found.deadlines}
    for name in sorted(dates.keys() | expected.dates.keys()):
        given, wanted = dates.get(name, "not there"), expected.dates.get(name, "not there")
        if given != wanted:
            yield f"{name} is {given}, expected {wanted}"
    if set(found.remarks) != set(expected.remarks):
        yield f"its remarks are {list(found.remarks)}, expected {list(expected.remarks)}"


@pytest.mark.parametrize(("country", "case"), ALL)
def test_the_hand_and_the_engine_agree(country: str, case: _Case) -> None:
    found = _found(case, PACKS[country])
    assert len(found) == len(case.expect), "a case needs one of [[cases.expect]] for each of its payments"
    wrong = [
        f"payment {number}: {difference}"
        for number, (route, expected) in enumerate(zip(found, case.expect, strict=True), 1)
        for difference in _differences(route, expected)
    ]
    assert not wrong, f"{country}: {case.name}: " + "; ".join(wrong)


@pytest.mark.parametrize("country", COUNTRIES)
def test_names_and_regions_are_right(country: str) -> None:
    cases = TABLES[country]
    names = [case.name for case in cases]
    assert len(names) == len(set(names)), "two cases have one name"
    assert all(case.region is None or case.region in PACKS[country].regions for case in cases)


@pytest.mark.parametrize("country", COUNTRIES)
def test_every_way_of_a_country_is_reached(country: str) -> None:
    reached = {route.id for case in TABLES[country] for route in _found(case, PACKS[country])}
    written = {row.id for row in PACKS[country].payments.routes}
    assert not written - reached, f"no case of {country} reaches {sorted(written - reached)}"


@pytest.mark.parametrize("country", COUNTRIES)
@pytest.mark.parametrize("who", [*get_args(WhoSent), None])
def test_every_payment_has_a_way_with_words_and_sources(country: str, who: WhoSent | None) -> None:
    guidance = load_guidance(resources_root(), "en", country)
    pack, words = guidance.country, guidance.words
    assert pack.payments.rails, f"{country} has no rails"
    days = {"sent_on": "2026-11-18", "bank_told_on": "2026-11-18", "noticed_on": "2026-11-18"}
    for rail in pack.payments.rails:
        payment = msgspec.convert({"id": "p7", "rail": rail, "who_sent": who, "refused": True, **days}, Payment)
        (found,) = routes([payment], pack, None, date(2026, 11, 22))
        where = f"{country}, {rail}, {who}: {found.id}"
        assert found.id in words.routes, f"{where} has no words"
        assert rail == "other" or found.id != "ask-anyway", f"{where}: write a way of its own for {rail}"
        for deadline in found.deadlines:
            rule = pack.rule(deadline.rule)
            assert (deadline.source, deadline.checked_on) == (rule.source, rule.checked_on)
            assert deadline.id in words.deadlines, f"{where}: the date {deadline.id} has no words"
        assert set(found.remarks) <= words.remarks.keys(), f"{where}: a remark has no words: {found.remarks}"
        for name in found.contacts:
            pack.contact(name)


@pytest.mark.skipif({code.lower() for code in REGIONS_OF} != set(COUNTRIES), reason="not all countries are written yet")
def test_there_are_enough_cases_in_every_country() -> None:
    counted = {country: len(cases) for country, cases in TABLES.items()}
    assert sum(counted.values()) >= ENOUGH, counted
    assert all(count >= 20 for count in counted.values()), counted
