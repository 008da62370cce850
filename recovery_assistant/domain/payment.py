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
        sent_on, noticed_on, bank_told_on: ISO dates ("2026-11-18"), or "".
        sent_time: "HH:MM" as the person remembers it, or "".
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
    to_own_account: bool | None = None
    sent_abroad: bool | None = None
