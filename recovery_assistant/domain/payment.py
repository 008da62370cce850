"""Money that went: one row per payment, and who pressed send.

Nothing here is ever preselected, and what an answer means for a refund is told only afterwards.
"""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

WhoSent = Literal["them", "me", "unseen", "unknown"]
"""They did, while they controlled the PC · I did, because they told me to · I could not see it · I don't know."""

Rail = Literal[
    "bank-transfer",
    "wire",
    "zelle",
    "e-transfer",
    "pay-id",
    "debit-card",
    "credit-card",
    "direct-debit",
    "paypal",
    "gift-card",
    "money-transfer",
    "crypto",
    "cash",
    "cheque",
    "subscription",
    "other",
]


class Payment(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One payment, as the person tells it. Every part may be missing: nobody is made to answer.

    Attributes:
        id: "p1", "p2" … within the case.
        amount_minor: in the smallest unit of `currency` (pence); None when not known.
        currency: three letters of ISO 4217.
        sent_on, noticed_on, bank_told_on, statement_on, complained_on, final_letter_on: ISO dates ("2026-11-18"), or
            ""; `statement_on` is the day on which the first statement that shows it was sent.
        sent_time: "HH:MM" as the person remembers it, or "".
        bank_reference: what the bank gave as a reference when it was told.
        refused: whether the bank or company said no.
        account_ending: at most the last four digits of the account or card that paid.
    """

    id: str
    amount_minor: int | None = None
    currency: str = "GBP"
    rail: Rail | None = None
    who_sent: WhoSent | None = None
    sent_on: str = ""
    sent_time: str = ""
    noticed_on: str = ""
    bank_told_on: str = ""
    account_ending: str = ""
    to_whom: str = ""
    reference: str = ""
    bank_said: str = ""
    bank_reference: str = ""
    statement_on: str = ""
    to_own_account: bool | None = None
    sent_abroad: bool | None = None
    refused: bool | None = None
    complained_on: str = ""
    final_letter_on: str = ""


NO_MINOR_UNITS: frozenset[str] = frozenset(
    {"BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "VND", "VUV", "XAF", "XOF", "XPF"}
)
"""Currencies of ISO 4217 whose amounts have no decimals; all others are counted in hundredths."""


def minor_units(currency: str) -> int:
    """Return how many of the smallest unit make one of a currency: 100, or 1 for those that have no smaller unit."""
    return 1 if currency in NO_MINOR_UNITS else 100
