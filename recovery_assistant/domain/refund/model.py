"""What is told about one payment: the way to ask for it back, the dates to keep, and what stands beside it."""

from __future__ import annotations

from datetime import date

from msgspec import Struct


class Deadline(Struct, frozen=True, kw_only=True):
    """One date of a route.

    Attributes:
        id: names the words (`Words.deadlines`).
        on: the last day that still counts; None while the day it is counted from is not known.
        rule: id of the rule in the country pack; `source` and `checked_on` are that rule's.
        is_mine: the person must keep this date, and not a company.
        passed: the day lies before today.
    """

    id: str
    on: date | None
    rule: str
    source: str
    checked_on: date
    is_mine: bool = False
    passed: bool = False


class Route(Struct, frozen=True, kw_only=True):
    """How to ask for one payment back.

    Attributes:
        id: names the words (`Words.routes`).
        rules: ids of the rules that it rests on, the first one first.
        deadlines: in the order of time, those without a date last.
        remarks: ids of sentences that must stand beside it (`Words.remarks`).
        letter: id of the letter that fits, or "".
        contacts: contacts to ring or write to, besides whoever moved the money: ids, or roles.
        refused: somebody said no, so that the dates and contacts of a complaint are among these.
    """

    id: str
    payment_id: str
    rules: tuple[str, ...] = ()
    deadlines: tuple[Deadline, ...] = ()
    remarks: tuple[str, ...] = ()
    letter: str = ""
    contacts: tuple[str, ...] = ()
    refused: bool = False
