"""Which way to ask for one payment back, and until when: who pressed "send", how it was paid, where, which day.

Nothing here promises a refund. A route says whom to ask and under which rule; its words stand under the same id in the
prose (`Words.routes`). Every date names the rule that it rests on. A date that cannot be worked out, because a day was
not told, is there with `on=None`, so that its absence is seen.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Literal

from msgspec import Struct

from recovery_assistant.domain.country import CountryPack, Rule
from recovery_assistant.domain.payment import Payment
from recovery_assistant.domain.plan import Region

RouteId = Literal[
    "unauthorised",
    "unseen",
    "app-reimbursement",
    "own-account",
    "abroad",
    "before-the-rules",
    "not-sure",
    "not-answered",
    "card-unauthorised",
    "section-75",
    "chargeback",
    "card-not-sure",
    "direct-debit",
    "paypal-unauthorised",
    "paypal",
    "gift-card",
    "money-transfer",
    "crypto",
    "cash",
    "cheque",
    "subscription",
    "ask-anyway",
]
DeadlineId = Literal[
    "tell-by",
    "refund-by",
    "claim-by",
    "answer-by",
    "answer-latest",
    "chargeback-by",
    "complaint-answer",
    "complaint-latest",
    "ombudsman-by",
    "cifas-ends",
]
Remark = Literal["over-limit", "too-late", "no-day-sent", "no-day-told"]

UNKNOWN_REGION: Region = "england"
"""Whose bank holidays count while nobody has said where they live: most people live there."""
OWN_LIMITS: frozenset[DeadlineId] = frozenset({"tell-by", "claim-by", "chargeback-by", "ombudsman-by", "cifas-ends"})
"""Dates that the person must keep. The others are dates that a company must keep."""


class Deadline(Struct, frozen=True, kw_only=True):
    """One date of a route.

    Attributes:
        on: the last day that still counts; None while the day it is counted from is not known.
        rule: id of the rule in the country pack; `source` and `checked_on` are that rule's.
        passed: the day lies before today.
    """

    id: DeadlineId
    on: date | None
    rule: str
    source: str
    checked_on: date
    passed: bool = False

    @property
    def is_mine(self) -> bool:
        """Whether the person must keep this date, and not a company."""
        return self.id in OWN_LIMITS


class Route(Struct, frozen=True, kw_only=True):
    """How to ask for one payment back.

    Attributes:
        id: names the words.
        rules: ids of the rules that it rests on, the first one first.
        deadlines: in the order of time, those without a date last.
        remarks: ids of sentences that must stand beside it.
    """

    id: RouteId
    payment_id: str
    rules: tuple[str, ...] = ()
    deadlines: tuple[Deadline, ...] = ()
    remarks: tuple[Remark, ...] = ()


def route(payment: Payment, pack: CountryPack, region: Region | None, today: date) -> Route:
    """Return the way to ask for this payment back, as the rules of the pack stand on `today`.

    Raises KeyError when the pack lacks a rule that the route rests on.
    """
    route_id = _route_id(payment, pack)
    rules = RULES_OF_ROUTES.get(route_id, ())
    count = _Counter(payment, pack, region, today)
    deadlines = tuple(deadline for name in rules for deadline in count.deadlines(name))
    return Route(
        id=route_id,
        payment_id=payment.id,
        rules=rules,
        deadlines=tuple(sorted(deadlines, key=lambda deadline: deadline.on or date.max)),
        remarks=_remarks(route_id, payment, pack, deadlines),
    )


def complaint_deadlines(
    complained_on: str, final_letter_on: str, pack: CountryPack, region: Region | None, today: date
) -> tuple[Deadline, ...]:
    """Return by when a complaint about a payment is answered, and until when the ombudsman can be asked.

    Days are ISO dates, or "" when they are not known. Northern Ireland, Scotland and the rest differ in bank holidays.
    """
    told, letter = plausible_day(complained_on), plausible_day(final_letter_on)
    answer, ombudsman = pack.rule("payment-complaint"), pack.rule("ombudsman-time")
    within = answer.values["answer_within_business_days"]
    latest = answer.values["answer_at_latest_business_days"]
    return (
        _deadline("complaint-answer", told and business_days_after(told, within, pack, region), answer, today),
        _deadline("complaint-latest", told and business_days_after(told, latest, pack, region), answer, today),
        _deadline("ombudsman-by", letter and months_after(letter, ombudsman.values["within_months"]), ombudsman, today),
    )


def cifas_ends(registered_on: str, pack: CountryPack, today: date) -> Deadline:
    """Return the day on which a Cifas registration ends, counted from an ISO date or ""."""
    rule, begun = pack.rule("cifas-cost"), plausible_day(registered_on)
    return _deadline("cifas-ends", begun and months_after(begun, rule.values["lasts_months"]), rule, today)


def months_after(day: date, months: int) -> date:
    """Return the same day of the month some months later; the last day of a shorter month stands in for it."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    first_of_next = date(year + (month + 1) // 12, (month + 1) % 12 + 1, 1)
    return min(date(year, month + 1, 1) + timedelta(days=day.day - 1), first_of_next - timedelta(days=1))


def business_days_after(day: date, count: int, pack: CountryPack, region: Region | None) -> date:
    """Return the business day that lies `count` business days after `day`; `day` itself does not count."""
    closed = pack.closed_days.get(region or UNKNOWN_REGION, frozenset())
    while count > 0:
        day += timedelta(days=1)
        if day.weekday() < _SATURDAY and day not in closed:
            count -= 1
    return day


_SATURDAY = 5
_FIRST_YEAR, _LAST_YEAR = 2000, 2100

RULES_OF_ROUTES: Mapping[RouteId, tuple[str, ...]] = {
    "unauthorised": ("unauthorised-payment",),
    "unseen": ("unauthorised-payment",),
    "app-reimbursement": ("app-reimbursement", "app-limit", "app-excess"),
    "own-account": ("app-not-covered",),
    "abroad": ("app-not-covered",),
    "before-the-rules": ("app-start",),
    "not-sure": ("unauthorised-payment", "app-reimbursement"),
    "not-answered": ("unauthorised-payment", "app-reimbursement"),
    "card-unauthorised": ("unauthorised-payment",),
    "section-75": ("section-75", "chargeback"),
    "chargeback": ("chargeback",),
    "card-not-sure": ("unauthorised-payment", "chargeback"),
    "direct-debit": ("direct-debit-guarantee",),
    "paypal-unauthorised": ("paypal-report",),
    "paypal": ("paypal-report",),
    "gift-card": ("gift-card-ask",),
    "money-transfer": ("money-transfer-stop",),
    "crypto": ("app-not-covered",),
    "cash": ("app-not-covered",),
    "subscription": ("stop-card-payments",),
}


def _route_id(payment: Payment, pack: CountryPack) -> RouteId:
    choose = _BY_RAIL.get(payment.rail or "other", _ask_anyway)
    return choose(payment, pack)


def _bank_transfer(payment: Payment, pack: CountryPack) -> RouteId:
    match payment.who_sent:
        case "them":
            return "unauthorised"
        case "unseen":
            return "unseen"
        case "me":
            return _sent_by_me(payment, pack)
        case "unknown":
            return "not-sure"
        case None:
            return "not-answered"


def _sent_by_me(payment: Payment, pack: CountryPack) -> RouteId:
    sent, begins = plausible_day(payment.sent_on), pack.rule("app-reimbursement").in_force_from
    if payment.to_own_account:
        return "own-account"
    if payment.sent_abroad:
        return "abroad"
    if sent is not None and begins is not None and sent < begins:
        return "before-the-rules"
    return "app-reimbursement"


def _card(payment: Payment, pack: CountryPack) -> RouteId:
    match payment.who_sent:
        case "them" | "unseen":
            return "card-unauthorised"
        case "me":
            return "section-75" if _fits_section_75(payment, pack) else "chargeback"
        case "unknown" | None:
            return "card-not-sure"


def _fits_section_75(payment: Payment, pack: CountryPack) -> bool:
    if payment.rail != "credit-card":
        return False
    values = pack.rule("section-75").values
    return payment.amount_minor is None or values["above_minor"] < payment.amount_minor <= values["up_to_minor"]


def _direct_debit(payment: Payment, _pack: CountryPack) -> RouteId:
    return "subscription" if payment.who_sent == "me" else "direct-debit"


def _paypal(payment: Payment, _pack: CountryPack) -> RouteId:
    return "paypal-unauthorised" if payment.who_sent in ("them", "unseen") else "paypal"


def _ask_anyway(_payment: Payment, _pack: CountryPack) -> RouteId:
    return "ask-anyway"


def _always(route_id: RouteId) -> Callable[[Payment, CountryPack], RouteId]:
    return lambda _payment, _pack: route_id


_BY_RAIL: Mapping[str, Callable[[Payment, CountryPack], RouteId]] = {
    "bank-transfer": _bank_transfer,
    "debit-card": _card,
    "credit-card": _card,
    "direct-debit": _direct_debit,
    "paypal": _paypal,
    "gift-card": _always("gift-card"),
    "money-transfer": _always("money-transfer"),
    "crypto": _always("crypto"),
    "cash": _always("cash"),
    "cheque": _always("cheque"),
    "subscription": _always("subscription"),
    "other": _ask_anyway,
}


class _Counter:
    """Counts the dates of one payment under one rule after the other."""

    def __init__(self, payment: Payment, pack: CountryPack, region: Region | None, today: date) -> None:
        self._pack, self._region, self._today = pack, region, today
        self._sent, self._told = plausible_day(payment.sent_on), plausible_day(payment.bank_told_on)

    def deadlines(self, rule_id: str) -> tuple[Deadline, ...]:
        rule = self._pack.rule(rule_id)
        match rule_id:
            case "unauthorised-payment":
                return (
                    self._months("tell-by", rule, "tell_within_months"),
                    self._business("refund-by", rule, "refund_within_business_days"),
                )
            case "app-reimbursement":
                return (
                    self._months("claim-by", rule, "claim_within_months"),
                    self._business("answer-by", rule, "answer_within_business_days"),
                    self._business("answer-latest", rule, "answer_at_latest_business_days"),
                )
            case "chargeback":
                last = self._sent and self._sent + timedelta(days=rule.values["within_days"])
                return (_deadline("chargeback-by", last, rule, self._today),)
            case _:
                return ()

    def _months(self, name: DeadlineId, rule: Rule, value: str) -> Deadline:
        return _deadline(name, self._sent and months_after(self._sent, rule.values[value]), rule, self._today)

    def _business(self, name: DeadlineId, rule: Rule, value: str) -> Deadline:
        told = self._told
        last = told and business_days_after(told, rule.values[value], self._pack, self._region)
        return _deadline(name, last, rule, self._today)


def _deadline(name: DeadlineId, last: date | None, rule: Rule, today: date) -> Deadline:
    return Deadline(
        id=name,
        on=last,
        rule=rule.id,
        source=rule.source,
        checked_on=rule.checked_on,
        passed=last is not None and last < today,
    )


def _remarks(
    route_id: RouteId, payment: Payment, pack: CountryPack, deadlines: tuple[Deadline, ...]
) -> tuple[Remark, ...]:
    remarks: list[Remark] = []
    mine = [deadline for deadline in deadlines if deadline.is_mine]
    if mine and all(deadline.passed for deadline in mine):
        remarks.append("too-late")
    limit = pack.rule("app-limit").values["limit_minor"] if route_id == "app-reimbursement" else None
    if limit is not None and payment.amount_minor is not None and payment.amount_minor > limit:
        remarks.append("over-limit")
    if any(deadline.on is None for deadline in mine):
        remarks.append("no-day-sent")
    if any(deadline.on is None for deadline in deadlines if not deadline.is_mine):
        remarks.append("no-day-told")
    return tuple(remarks)


def plausible_day(text: str) -> date | None:
    """Return an ISO day, or None for a text that is none, or a year in which nobody made this payment."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if _FIRST_YEAR <= day.year <= _LAST_YEAR else None
