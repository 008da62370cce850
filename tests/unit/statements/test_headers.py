"""What columns are called."""

from __future__ import annotations

import pytest

from recovery_assistant.statements.headers import currency_of, role_of


@pytest.mark.parametrize(
    ("header", "role"),
    [
        ("Date", "day"),
        ("Transaction Date", "day"),
        ("Amount (GBP)", "amount"),
        ("CAD$", "amount"),
        ("Paid out", "debit"),
        ("Money In", "credit"),
        ("Debit Amount", "debit"),
        ("ForeignCurrencyAmount", "foreign-amount"),
        ("Credit/Debit", "direction"),
        ("Running Bal.", "balance"),
        ("Payee", "payee"),
        ("Narrative", "payee"),
        ("Check or Slip #", "reference"),
    ],
)
def test_known_names(header: str, role: str) -> None:
    found = role_of(header)
    assert found is not None
    assert found[0] == role


def test_unknown_and_endless_names() -> None:
    assert role_of("Sparkle") is None
    assert role_of("Date" * 100) is None
    assert role_of("") is None


def test_the_currency_in_a_name() -> None:
    assert currency_of("Amount (GBP)") == "GBP"
    assert currency_of("CAD$") == "CAD"
    assert currency_of("Amount") == ""
    assert currency_of("THE AMOUNT") == ""
