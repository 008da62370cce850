"""Which parts of a payment matter for a country's rules, so that nobody is asked for what changes nothing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from recovery_assistant.domain.payment import Rail
from recovery_assistant.domain.payment_rules import ComplaintRule, PaymentRules, RouteRule

Part = Literal["to-own-account", "sent-abroad", "statement", "refused", "complained", "final-letter"]


def parts_asked(rules: PaymentRules, rail: Rail | None) -> frozenset[Part]:
    """Return what to ask about a payment made in one way, beside the parts that every payment has.

    While the way of paying is not known, everything that any rule needs.
    """
    rows = [row for row in rules.routes if rail is None or not row.rails or rail in row.rails]
    complaints = [rules.complaint_of(row) for row in rows]
    return frozenset(part for parts in (*map(_of_row, rows), *map(_of_complaint, complaints)) for part in parts)


def _of_row(row: RouteRule) -> Iterator[Part]:
    if row.to_own_account:
        yield "to-own-account"
    if row.sent_abroad:
        yield "sent-abroad"
    if any(date.counted_from == "statement" for date in row.dates):
        yield "statement"


def _of_complaint(complaint: ComplaintRule) -> Iterator[Part]:
    if complaint.dates:
        yield "refused"
    for date in complaint.dates:
        if date.counted_from in ("complained", "final-letter"):
            yield date.counted_from
