"""A country pack: who to ring, under which rules, each fact with its source and the day it was checked.

Past its shelf life a fact stays visible, with "last checked on …" beside it. Emergency numbers, 101 and 159 do not
expire. Only facts that were verified are shown as certain; one in conflict carries no number at all.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Literal, get_args

from msgspec import Struct

from recovery_assistant.domain.payment_rules import PaymentRules
from recovery_assistant.domain.region import Region
from recovery_assistant.domain.reminder_rules import ReminderRule

Role = Literal[
    "emergency",
    "bank",
    "police",
    "fraud-report",
    "credit-agency",
    "identity",
    "ombudsman",
    "advice",
    "support",
    "scam-message",
    "payment-company",
    "tool-maker",
    "government",
    "older-people",
    "phone-company",
    "account",
]
NumericDays = Literal["day-first", "month-first", "unclear"]
EvidenceLevel = Literal["official", "secondary"]
CONTACT_SHELF_LIFE = timedelta(days=365)
LAW_SHELF_LIFE = timedelta(days=183)
ROLES: frozenset[str] = frozenset(get_args(Role))


class Contact(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Somebody to ring or write to.

    Attributes:
        phone: as printed on paper, grouped for reading aloud; "" when no number is sure.
        dial: digits for a QR code ("tel:…"); "" when it must not be dialled from a code (emergency numbers).
        url: full address for a QR code, or "".
        regions: empty means the whole country.
        covers, not_covers: plain words.
        otherwise: what stands in a sentence where the number would, such as "the number on your card"; "" where there
            is a number, or nothing better than the web address.
        hours, cost: "" unless sure.
        source: page address or publication that the fact was read in.
        checked_on: the day somebody read that source.
        expires: False for emergency numbers, 101 and 159.
    """

    id: str
    name: str
    role: Role
    source: str
    checked_on: date
    evidence: EvidenceLevel
    phone: str = ""
    dial: str = ""
    url: str = ""
    email: str = ""
    otherwise: str = ""
    regions: tuple[Region, ...] = ()
    covers: str = ""
    not_covers: str = ""
    hours: str = ""
    cost: str = ""
    note: str = ""
    expires: bool = True

    def is_stale(self, on: date) -> bool:
        """Return whether "last checked on …" must stand beside this contact on that day."""
        return self.expires and on > self.checked_on + CONTACT_SHELF_LIFE


class Rule(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A law, code or company rule that a text or a date rests on.

    Attributes:
        says: the rule in plain words.
        short: its heart in a few words, put into texts as `{rule:ID}` ("28 days", "£30 for two years"); or "".
        values: its figures by name, such as {"claim_within_months": 13, "limit_minor": 8500000}.
        in_force_from: None means long since.
    """

    id: str
    name: str
    says: str
    source: str
    checked_on: date
    evidence: EvidenceLevel
    short: str = ""
    values: dict[str, int] = {}
    regions: tuple[Region, ...] = ()
    in_force_from: date | None = None

    def is_stale(self, on: date) -> bool:
        """Return whether "last checked on …" must stand beside this rule on that day."""
        return on > self.checked_on + LAW_SHELF_LIFE


class PremiumPrefix(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A telephone prefix, as dialled inside the country, whose calls cost extra ("0871", "118")."""

    prefix: str
    says: str
    source: str
    checked_on: date


class CountryPack(Struct, frozen=True, kw_only=True):
    """Everything of one country.

    Attributes:
        calling_code: digits of the international code, such as "44".
        trunk: digit dialled inside the country instead of that code, or "".
        help_column: contact ids in their fixed order.
        closed_days: days on which banks do not work, beside Saturdays and Sundays, by region.
        payments: which way to ask for which payment back.
        reminders: when bans, alerts and notices end.
        numeric_days: how people there read "11/12/2026"; where both readings are common, it means nothing.
        spelling: whether words are shown as they are written ("uk") or with American spelling ("us").
    """

    code: str
    name: str
    currency: str
    paper: Literal["a4", "letter"]
    regions: tuple[Region, ...]
    help_column: tuple[str, ...]
    contacts: tuple[Contact, ...]
    rules: tuple[Rule, ...]
    premium_prefixes: tuple[PremiumPrefix, ...] = ()
    calling_code: str = ""
    trunk: str = ""
    closed_days: Mapping[Region, frozenset[date]] = {}
    payments: PaymentRules = PaymentRules()
    reminders: tuple[ReminderRule, ...] = ()
    spelling: Literal["uk", "us"] = "uk"
    numeric_days: NumericDays = "day-first"

    def contact(self, name: str) -> Contact:
        """Return a contact by its id; or by a role, then the first of that role. Raises KeyError."""
        for contact in self.contacts:
            if contact.id == name:
                return contact
        if name in ROLES and (first := next((one for one in self.contacts if one.role == name), None)) is not None:
            return first
        raise KeyError(name)

    def first(self, role: Role, region: Region | None) -> Contact | None:
        """Return the first contact of a role that serves a region; None when the pack has none."""
        return next((one for one in self.contacts if one.role == role and serves(one, region)), None)

    def rule(self, rule_id: str) -> Rule:
        """Return a rule. Raises KeyError."""
        for rule in self.rules:
            if rule.id == rule_id:
                return rule
        raise KeyError(rule_id)


def serves(contact: Contact, region: Region | None) -> bool:
    """Return whether a contact is for people who live there; while the region is unknown, all are shown."""
    return not contact.regions or region is None or region in contact.regions


def premium_prefix(number: str, pack: CountryPack) -> PremiumPrefix | None:
    """Return why a telephone number, as somebody wrote it, costs extra; None when no prefix of the pack fits it.

    Spaces, dashes and brackets do not matter; "+44 (0)871 …" and "0044871…" are read as "0871…".
    """
    dialled = _as_dialled(number, pack)
    fitting = [prefix for prefix in pack.premium_prefixes if dialled.startswith(prefix.prefix)]
    return max(fitting, key=lambda prefix: len(prefix.prefix), default=None)


def _as_dialled(number: str, pack: CountryPack) -> str:
    digits = "".join(letter for letter in number if letter in "0123456789")
    abroad = "+" if number.strip().startswith("+") else "00" if digits.startswith("00") else ""
    if not abroad or not pack.calling_code:
        return digits
    international = digits.removeprefix("00") if abroad == "00" else digits
    if not international.startswith(pack.calling_code):
        return ""
    national = international.removeprefix(pack.calling_code)
    return pack.trunk + national.removeprefix(pack.trunk)
