"""The fixed phrases of letters and report sheets, as they stand in `words/<language>/papers/phrases.toml`.

`{name}` is filled by the program. What the plan or the record already says is taken from there.
"""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct


class _Phrases(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Base: every phrase must be there, and none that nobody prints."""


class ToldPhrases(_Phrases, frozen=True, kw_only=True):
    """What a case tells, in words."""

    day: str
    yes: str
    no: str
    none: str
    none_found: str
    no_sessions: str
    from_screen: str
    payment: str
    amount_unknown: str
    to: str
    reference: str
    account_ending: str
    call: str
    bank_told_on: str
    gap_amount: str
    gap_rail: str
    gap_day: str
    gap_time: str
    gap_to: str


class LeadPhrases(_Phrases, frozen=True, kw_only=True):
    """The check before a report is made: how each lead is called, and where to look for it."""

    names: Mapping[str, str]
    find: Mapping[str, tuple[str, ...]]


class SheetPhrases(_Phrases, frozen=True, kw_only=True):
    """A report sheet."""

    title: str
    head: str
    lead: str
    ways: Mapping[str, str]
    before: str
    answers: str
    after: str
    too_long: str
    from_records: str
    fill_in: str
    only_you: str
    checked: str
    promise: str


class LetterPhrases(_Phrases, frozen=True, kw_only=True):
    """What every letter says."""

    title: str
    head: str
    to: str
    from_name: str
    from_address: str
    from_phone: str
    dated: str
    greeting: str
    closing: str
    signature: str
    name_again: str
    enclosed: str
    promise: str
    payments: str
    not_mine: str
    row_day: str
    row_amount: str
    row_to: str
    row_text: str
    number: str
    sessions: str
    rules: str
    rule: str
    rule_with_page: str
    dates: str
    blank: str
    one_payment: str
    several_payments: str


class PaperPhrases(_Phrases, frozen=True, kw_only=True):
    """All of them, and how each fact is called where it is missing."""

    told: ToldPhrases
    leads: LeadPhrases
    sheet: SheetPhrases
    letter: LetterPhrases
    marks: Mapping[str, str]
