"""Facts grow old and are still shown; a contact serves a region; a premium number is recognised however written."""

from __future__ import annotations

from datetime import date, timedelta

import msgspec
import pytest

from recovery_assistant.domain.country import CONTACT_SHELF_LIFE, LAW_SHELF_LIFE, premium_prefix, serves
from tests.unit.domain.gb_pack import GB, READ


def test_a_contact_is_stale_after_twelve_months_and_not_a_day_before() -> None:
    contact = GB.contact("mail")
    assert not contact.is_stale(READ + CONTACT_SHELF_LIFE)
    assert contact.is_stale(READ + CONTACT_SHELF_LIFE + timedelta(days=1))


def test_an_emergency_number_never_expires() -> None:
    assert not GB.contact("bank-159").is_stale(date(2099, 1, 1))


def test_a_rule_is_stale_after_half_a_year() -> None:
    rule = GB.rule("chargeback")
    assert not rule.is_stale(READ + LAW_SHELF_LIFE)
    assert rule.is_stale(READ + LAW_SHELF_LIFE + timedelta(days=1))


def test_whom_a_contact_serves() -> None:
    everywhere, scottish = GB.contact("mail"), GB.contact("web")
    assert serves(everywhere, "wales")
    assert serves(scottish, "scotland")
    assert serves(scottish, None)
    assert not serves(scottish, "wales")


@pytest.mark.parametrize("find", [GB.contact, GB.rule])
def test_an_unknown_id_is_an_error(find: object) -> None:
    assert callable(find)
    with pytest.raises(KeyError):
        find("nobody")


@pytest.mark.parametrize(
    ("number", "prefix"),
    [
        ("0871 234 5678", "0871"),
        ("(0871) 234-5678", "0871"),
        ("+44 871 234 5678", "0871"),
        ("+44 (0)871 234 5678", "0871"),
        ("0044 871 234 5678", "0871"),
        ("0909 8790000", "09"),
        ("070 1234 5678", "070"),
        ("118 118", "118"),
        ("0118 496 0123", None),
        ("+44 118 496 0123", None),
        ("07700 900123", None),
        ("0300 123 2040", None),
        ("+1 900 555 0100", None),
        ("+33 9 00 00 00 00", None),
        ("0033 9 00 00 00 00", None),
        ("", None),
        ("withheld", None),
        ("٠٨٧١", None),
    ],
)
def test_numbers_that_cost_extra(number: str, prefix: str | None) -> None:
    found = premium_prefix(number, GB)
    assert (found.prefix if found else None) == prefix


def test_a_country_without_a_calling_code_reads_numbers_as_they_are() -> None:
    bare = msgspec.structs.replace(GB, calling_code="", trunk="")
    assert premium_prefix("0871 1", bare) is not None
    assert premium_prefix("+44 871 1", bare) is None
