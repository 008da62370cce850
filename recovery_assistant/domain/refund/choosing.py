"""Find the row of a country's rules that fits a payment: the first one whose every condition holds."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import structs

from recovery_assistant.domain.country import CountryPack
from recovery_assistant.domain.payment import Payment, WhoSent
from recovery_assistant.domain.payment_rules import RouteRule, WhoAnswered, YesNo
from recovery_assistant.domain.refund.dates import plausible_day
from recovery_assistant.domain.region import Region

LAST_RESORT = RouteRule(id="ask-anyway")
"""The way for a payment that no row of a pack speaks of: whoever moved the money can be asked."""


def row_for(payment: Payment, pack: CountryPack, region: Region | None) -> RouteRule:
    """Return the row that fits a payment."""
    fitting = (row for row in pack.payments.routes if all(_conditions(row, payment, pack, region)))
    return next(fitting, LAST_RESORT)


def rows_behind(row: RouteRule, payment: Payment, pack: CountryPack, region: Region | None) -> tuple[RouteRule, ...]:
    """Return the rows that a payment may turn out to belong to: `row` alone, once it is sure who sent it."""
    if not row.as_if:
        return (row,)
    return tuple(row_for(structs.replace(payment, who_sent=_sender(who)), pack, region) for who in row.as_if)


def in_own_currency(payment: Payment, pack: CountryPack) -> int | None:
    """Return the amount where it can be compared with limits of the law; nothing here knows what a dollar was worth."""
    return payment.amount_minor if payment.currency == pack.currency else None


def _sender(who: WhoAnswered) -> WhoSent | None:
    return None if who == "none" else who


def _conditions(row: RouteRule, payment: Payment, pack: CountryPack, region: Region | None) -> Iterator[bool]:
    yield not row.rails or payment.rail in row.rails
    yield not row.who or (payment.who_sent or "none") in row.who
    yield not row.to_own_account or _yes_no(payment.to_own_account) in row.to_own_account
    yield not row.sent_abroad or _yes_no(payment.sent_abroad) in row.sent_abroad
    yield not row.regions or region in row.regions
    sent, amount = plausible_day(payment.sent_on), in_own_currency(payment, pack)
    yield row.sent_from is None or sent is None or sent >= row.sent_from
    yield row.sent_before is None or (sent is not None and sent < row.sent_before)
    yield row.amount_above_minor is None or amount is None or amount > row.amount_above_minor
    yield row.amount_up_to_minor is None or amount is None or amount <= row.amount_up_to_minor


def _yes_no(answer: bool | None) -> YesNo:
    return "unknown" if answer is None else "yes" if answer else "no"
