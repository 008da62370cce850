"""What banks call the columns of their tables, in English, as exports of banks of six countries have them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, Literal

Role = Literal[
    "day", "amount", "debit", "credit", "direction", "payee", "reference", "currency", "kind", "balance",
    "foreign-amount", "foreign-currency",
]  # fmt: skip

_NAMES: Final[Mapping[Role, tuple[str, ...]]] = MappingProxyType(
    {
        # The earlier of a line is taken before the later where a table has both.
        "day": (
            "transaction date", "trans date", "date of transaction", "date", "date time", "datetime", "started date",
            "created on", "posting date", "posted date", "date posted", "post date", "posted", "booking date",
            "completed date", "effective date", "process date", "processed date", "entry date", "value date",
            "transaction date utc", "created date", "settlement date", "transaction post date",
        ),
        "amount": (
            "amount", "transaction amount", "amount in account currency", "net amount", "value", "total", "cad",
            "local amount", "billing amount", "net", "gross",
        ),
        "debit": (
            "debit", "debits", "debit amount", "amount debit", "money out", "paid out", "withdrawal", "withdrawals",
            "withdrawal amount", "payments out", "payment out", "out", "outgoing", "outgoings", "spent", "dr",
            "charges", "amount out",
        ),
        "credit": (
            "credit", "credits", "credit amount", "amount credit", "money in", "paid in", "deposit", "deposits",
            "deposit amount", "payments in", "payment in", "in", "incoming", "received", "cr", "amount in",
        ),
        "direction": (
            "debit credit", "credit debit", "dr cr", "cr dr", "d c", "debit or credit", "credit debit indicator",
            "debit credit indicator", "in out", "direction", "transaction direction",
        ),
        "payee": (
            "payee", "merchant", "merchant name", "counter party", "counterparty", "counterparty name", "payee name",
            "beneficiary", "beneficiary name", "to from", "other party", "name", "description", "description 1",
            "transaction description", "details", "transaction details", "narrative", "narration", "particulars",
            "memo", "text", "payment details", "description 2", "appears on your statement as", "extended details",
            "target name", "original description", "memo description", "code",
        ),
        "reference": (
            "reference", "ref", "payment reference", "bank reference", "customer reference", "reference number",
            "transaction id", "unique id", "id", "serial", "serial number", "cheque number", "check number",
            "check or slip", "check", "cheque", "chq ref", "fitid", "transaction reference", "transferwise id",
        ),
        "currency": (
            "currency", "ccy", "currency code", "account currency", "transaction currency", "curr", "target currency",
        ),
        "kind": (
            "type", "transaction type", "tran type", "trans type", "payment type", "category", "method",
            "transaction category", "type code",
        ),
        "balance": (
            "balance", "running balance", "running bal", "closing balance", "account balance", "available balance",
            "ledger balance", "balance amount", "balance after",
        ),
        "foreign-amount": (
            "original amount", "foreign amount", "foreign currency amount", "amount in foreign currency",
        ),
        "foreign-currency": ("original currency", "foreign currency", "foreign currency code", "local currency"),
    }
)  # fmt: skip

ORDER: Final = MappingProxyType({name: (role, at) for role, names in _NAMES.items() for at, name in enumerate(names)})
"""Role and place in its line, by the name in plain words."""

_CODE: Final = re.compile(r"\b([A-Z]{3})\b")
_JOINED: Final = re.compile(r"(?<=[a-z])(?=[A-Z])")
_UNLIKE: Final = re.compile(r"[^a-z0-9]+")
_BRACKETS: Final = re.compile(r"[(\[][^)\]]{0,20}[)\]]|[$£€]")
_CODES: Final = frozenset({"GBP", "EUR", "USD", "CAD", "AUD", "NZD"})
_LONGEST: Final = 60


def role_of(header: str) -> tuple[Role, int] | None:
    """Return what a column holds by its header, and how good the name is (0 is best); None for an unknown one."""
    if len(header) > _LONGEST:
        return None
    whole = _plain(header)
    return ORDER.get(whole) or ORDER.get(_plain(_BRACKETS.sub(" ", header))) or ORDER.get(_without_code(header))


def currency_of(header: str) -> str:
    """Return the currency that a header names, as in "Amount (GBP)" or "CAD$"; "" where it names none."""
    return next((code for code in _CODE.findall(header[:_LONGEST]) if code in _CODES), "")


def _without_code(header: str) -> str:
    return _plain(_CODE.sub(lambda found: "" if found[1] in _CODES else found[1], header))


def _plain(header: str) -> str:
    return _UNLIKE.sub(" ", _JOINED.sub(" ", header).lower()).strip()
