"""Put together what is told about each payment: its way, its dates, and what must stand beside them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import date

from recovery_assistant.domain.country import CountryPack
from recovery_assistant.domain.payment import Payment
from recovery_assistant.domain.payment_rules import TOO_LATE, CountedFrom, RouteDate, RouteRule
from recovery_assistant.domain.refund.choosing import row_for, rows_behind
from recovery_assistant.domain.refund.claim import Claims
from recovery_assistant.domain.refund.dates import Days, days_of, deadline, plausible_day
from recovery_assistant.domain.refund.model import Deadline, Route
from recovery_assistant.domain.region import Region

REMARKS: tuple[str, ...] = (
    TOO_LATE,
    "over-limit",
    "other-currency",
    "not-covered",
    "check-days",
    "no-day-sent",
    "no-day-noticed",
    "no-day-statement",
    "no-day-told",
    "no-day-complained",
    "no-day-final-letter",
)
"""Remarks that are given here, in the order in which they are read. A country's rows name others of their own."""

_ASKED_IN_ORDER: tuple[CountedFrom, ...] = ("sent", "noticed", "statement", "told", "complained", "final-letter")


def routes(payments: Collection[Payment], pack: CountryPack, region: Region | None, today: date) -> tuple[Route, ...]:
    """Return, for each payment of one case, the way to ask for it back, as the rules of the pack stand on `today`.

    All payments of the case must be given: the time of a claim runs from the last of them, and its limit counts them
    together.

    Raises KeyError when the pack lacks a rule or a figure that a row rests on.
    """
    claims = Claims(payments, pack, region, today)
    return tuple(_Way(payment, claims, pack, region, today).route() for payment in payments)


def complaint_deadlines(
    complained_on: str, final_letter_on: str, pack: CountryPack, region: Region | None, today: date
) -> tuple[Deadline, ...]:
    """Return by when a complaint about a payment is answered, and until when somebody above can be asked.

    Days are ISO dates, or "" when they are not known.
    """
    told = {"complained": plausible_day(complained_on), "final-letter": plausible_day(final_letter_on)}
    return tuple(
        deadline(asked, told.get(asked.counted_from), pack, region, today) for asked in pack.payments.complaint.dates
    )


class _Way:
    """The way of one payment, and what it may turn out to be."""

    def __init__(self, payment: Payment, claims: Claims, pack: CountryPack, region: Region | None, today: date) -> None:
        self._payment, self._claims = payment, claims
        self._pack, self._region, self._today = pack, region, today
        self._days: Days = days_of(payment, today)
        self._row = row_for(payment, pack, region)
        self._behind = rows_behind(self._row, payment, pack, region)
        self._refused = bool(payment.refused or payment.complained_on or payment.final_letter_on)
        self._above = pack.payments.complaint_of(self._row)
        is_answered = self._is_complaint_answered()
        self._asked_above = [
            asked
            for asked in (self._above.dates if self._refused else ())
            if not (is_answered and asked.counted_from == "complained")
        ]
        self._dated = [(row, asked, self._deadline(row, asked)) for row in self._behind for asked in row.dates]

    def route(self) -> Route:
        rows, above = (self._row, *self._behind), self._above
        rules = [name for row in rows for name in row.rules]
        contacts = [name for row in rows for name in row.contacts]
        dates = [found for _, _, found in self._dated]
        if self._refused:
            rules += above.rules
            contacts += above.contacts
            dates += [self._deadline(self._row, asked) for asked in self._asked_above]
        return Route(
            id=self._row.id,
            payment_id=self._payment.id,
            rules=_once(rules),
            deadlines=_in_order(dates),
            remarks=_once(self._remarks()),
            letter=self._row.letter,
            contacts=_once(contacts),
            refused=self._refused,
        )

    def _is_complaint_answered(self) -> bool:
        """Return whether nobody waits for an answer any more; a letter before the complaint is a no, and no answer."""
        letter, complained = (self._days.known.get(name) for name in ("final-letter", "complained"))
        return letter is not None and (complained is None or letter >= complained)

    def _deadline(self, row: RouteRule, asked: RouteDate) -> Deadline:
        if asked.counted_from == "last-of-claim":
            begun = self._claims.last_day(row, self._payment)
        else:
            begun = self._days.known.get(asked.counted_from)
        at = self._days.sent_at if asked.counted_from == "sent" else Days().sent_at
        return deadline(asked, begun, self._pack, self._region, self._today, at)

    def _remarks(self) -> Iterator[str]:
        """Yield what must stand beside a route, in the order in which it is read."""
        row = self._row
        if self._is_too_late():
            yield TOO_LATE
        for _, asked, found in self._dated:
            # Of a payment that may be one or the other, only what holds for both is said.
            if not row.as_if and asked.missed not in ("", TOO_LATE) and self._was_missed(row, asked, found):
                yield asked.missed
        if row.limit_rule and self._claims.total(row) > self._pack.rule(row.limit_rule).values["limit_minor"]:
            yield "over-limit"
        has_bounds = row.amount_above_minor is not None or row.amount_up_to_minor is not None
        if has_bounds and self._payment.currency != self._pack.currency:
            yield "other-currency"
        # Who has not answered yet is not told what an answer would mean: it would push towards one.
        has_answered = self._payment.who_sent is not None
        if has_answered and row.as_if and not all(one.covered for one in self._behind):
            yield "not-covered"
        yield from row.remarks
        yield from self._missing_days()

    def _missing_days(self) -> Iterator[str]:
        """Yield which days are asked for; a day of a claim may be known from another payment and is asked for still."""
        wanted = {asked.counted_from for asked in (*(asked for _, asked, _ in self._dated), *self._asked_above)}
        if "last-of-claim" in wanted:
            wanted.add("sent")
        if wanted and self._days.odd & {*wanted, "sent", "told"}:
            yield "check-days"
        for name in _ASKED_IN_ORDER:
            if name in wanted and name not in self._days.known and name not in self._days.odd:
                yield f"no-day-{name}"

    def _is_too_late(self) -> bool:
        """Return whether no way is open any more. Nobody may be told "too late" wrongly."""
        closing = [(row, asked, found) for row, asked, found in self._dated if asked.mine and asked.missed == TOO_LATE]
        closed = {id(row) for row, _, _ in closing}
        stays_open = any(row.covered and id(row) not in closed for row in self._behind)
        return bool(closing) and not stays_open and all(self._was_missed(*one) for one in closing)

    def _was_missed(self, row: RouteRule, asked: RouteDate, found: Deadline) -> bool:
        """Return whether a day of the person's is over; who told the bank before it has kept it."""
        if not asked.mine or found.on is None or not found.passed:
            return False
        if "told" in self._days.odd:
            # The bank was told, and only the day is a slip of the pen.
            return False
        told = self._days.known.get("told")
        if told is not None and told <= found.on:
            return False
        return asked.counted_from != "last-of-claim" or not self._claims.may_run_longer(row, asked)


def _in_order(found: Iterable[Deadline]) -> tuple[Deadline, ...]:
    """Return dates in the order of time, those without a day last, each once."""
    once = {(one.id, one.on): one for one in found}
    return tuple(sorted(once.values(), key=lambda one: one.on or date.max))


def _once(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))
