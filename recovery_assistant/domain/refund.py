"""Which way to ask for each payment back, and until when: who pressed "send", how it was paid, where, which day.

Payments of a case are looked at together: what somebody was tricked into is one claim, and its time runs from the last
payment of them all. Nothing here promises a refund. A route says whom to ask and under which rule; its words stand
under the same id in the prose (`Words.routes`). Every date names the rule that it rests on. A date that cannot be
worked out, because a day was not told, is there with `on=None`, so that its absence is seen.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import date, timedelta
from typing import Literal

import msgspec
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
Remark = Literal[
    "over-limit",
    "too-late",
    "only-chargeback",
    "limits-in-pounds",
    "not-covered",
    "check-days",
    "no-day-sent",
    "no-day-told",
]

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


def routes(payments: Collection[Payment], pack: CountryPack, region: Region | None, today: date) -> tuple[Route, ...]:
    """Return, for each payment of one case, the way to ask for it back, as the rules of the pack stand on `today`.

    All payments of the case must be given: the time of a claim runs from the last of them, and its limit counts them
    together.

    Raises KeyError when the pack lacks a rule that a route rests on.
    """
    claim = _Claim(payments, pack, today)
    return tuple(_route(payment, claim, pack, region, today) for payment in payments)


def _route(payment: Payment, claim: _Claim, pack: CountryPack, region: Region | None, today: date) -> Route:
    route_id = _route_id(payment, pack)
    rules = _rules(route_id, payment, pack)
    count = _Counter(payment, claim, pack, region, today)
    deadlines = tuple(deadline for name in rules for deadline in count.deadlines(name))
    route = Route(
        id=route_id,
        payment_id=payment.id,
        rules=rules,
        deadlines=tuple(sorted(deadlines, key=lambda deadline: deadline.on or date.max)),
    )
    return msgspec.structs.replace(route, remarks=tuple(_remarks(route, payment, claim, pack, count.days)))


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


_TRICKED = "app-reimbursement"
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
    sent, begins = plausible_day(payment.sent_on), pack.rule(_TRICKED).in_force_from
    if payment.to_own_account:
        return "own-account"
    if payment.sent_abroad:
        return "abroad"
    if sent is not None and begins is not None and sent < begins:
        return "before-the-rules"
    return "app-reimbursement"


def _rules(route_id: RouteId, payment: Payment, pack: CountryPack) -> tuple[str, ...]:
    """Return the rules of a route, without those that never covered this payment."""
    rules = RULES_OF_ROUTES.get(route_id, ())
    if _TRICKED not in rules or (way := _sent_by_me(payment, pack)) == "app-reimbursement":
        return rules
    return (*(rule for rule in rules if rule != _TRICKED), *RULES_OF_ROUTES[way])


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
    values, pence = pack.rule("section-75").values, _in_own_currency(payment, pack)
    return pence is None or values["above_minor"] < pence <= values["up_to_minor"]


def _in_own_currency(payment: Payment, pack: CountryPack) -> int | None:
    """Return the amount where it can be compared with limits of the law; nothing here knows what a dollar was worth."""
    return payment.amount_minor if payment.currency == pack.currency else None


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


class _Days(Struct, frozen=True, kw_only=True):
    """Days of one payment that dates can be counted from; None for one that was not told, or that cannot be right."""

    sent: date | None
    told: date | None
    odd_sent: bool
    odd_told: bool


def _days_of(payment: Payment, today: date) -> _Days:
    """Take no day that is still to come, and no telling before the payment: a wrong year moves a limit by a year."""
    sent, told = plausible_day(payment.sent_on), plausible_day(payment.bank_told_on)
    odd_sent = sent is not None and sent > today
    if odd_sent:
        sent = None
    odd_told = told is not None and (told > today or (sent is not None and told < sent))
    return _Days(sent=sent, told=None if odd_told else told, odd_sent=odd_sent, odd_told=odd_told)


class _Claim:
    """What the rules for tricked payments see as one claim: all such payments of the case."""

    def __init__(self, payments: Iterable[Payment], pack: CountryPack, today: date) -> None:
        self._pack, self._today = pack, today
        covered = [one for one in payments if one.rail == "bank-transfer" and self._covers(one)]
        self._sure = [one for one in covered if one.who_sent == "me"]
        self._possible = [one for one in covered if one.who_sent in ("me", "unknown", None)]

    def _covers(self, payment: Payment) -> bool:
        return _sent_by_me(payment, self._pack) == "app-reimbursement"

    def last_day(self, payment: Payment) -> date | None:
        """Return the day of the last payment of the claim that this payment belongs to."""
        own = _days_of(payment, self._today).sent
        days = [day for one in self._sure if (day := _days_of(one, self._today).sent) is not None]
        return max((own, *days)) if own is not None else max(days, default=None)

    def may_run_longer(self) -> bool:
        """Return whether a payment of which not all is known may keep the time from being over."""
        months = self._pack.rule(_TRICKED).values["claim_within_months"]
        days = [_days_of(one, self._today).sent for one in self._possible]
        return any(day is None or months_after(day, months) >= self._today for day in days)

    def total(self) -> int:
        """Return the sum of the amounts that are known."""
        return sum(_in_own_currency(one, self._pack) or 0 for one in self._sure)


class _Counter:
    """Counts the dates of one payment under one rule after the other."""

    def __init__(self, payment: Payment, claim: _Claim, pack: CountryPack, region: Region | None, today: date) -> None:
        self._pack, self._region, self._today = pack, region, today
        self.days = _days_of(payment, today)
        self._claimed_from = claim.last_day(payment)

    def deadlines(self, rule_id: str) -> tuple[Deadline, ...]:
        rule, sent = self._pack.rule(rule_id), self.days.sent
        match rule_id:
            case "unauthorised-payment":
                return (
                    self._months("tell-by", rule, "tell_within_months", sent),
                    self._business("refund-by", rule, "refund_within_business_days"),
                )
            case "app-reimbursement":
                return (
                    self._months("claim-by", rule, "claim_within_months", self._claimed_from),
                    self._business("answer-by", rule, "answer_within_business_days"),
                    self._business("answer-latest", rule, "answer_at_latest_business_days"),
                )
            case "chargeback":
                last = sent and sent + timedelta(days=rule.values["within_days"])
                return (_deadline("chargeback-by", last, rule, self._today),)
            case _:
                return ()

    def _months(self, name: DeadlineId, rule: Rule, value: str, begun: date | None) -> Deadline:
        return _deadline(name, begun and months_after(begun, rule.values[value]), rule, self._today)

    def _business(self, name: DeadlineId, rule: Rule, value: str) -> Deadline:
        told = self.days.told
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


def _remarks(route: Route, payment: Payment, claim: _Claim, pack: CountryPack, days: _Days) -> Iterable[Remark]:
    """Yield what must stand beside a route, in the order in which it is read."""
    mine = [deadline for deadline in route.deadlines if deadline.is_mine]
    missed = bool(mine) and all(_was_missed(deadline, days.told) for deadline in mine)
    if missed and not _can_still_be_asked(route, payment, claim, pack):
        yield "too-late"
    if missed and route.id == "section-75":
        yield "only-chargeback"
    if route.id == "app-reimbursement" and claim.total() > pack.rule("app-limit").values["limit_minor"]:
        yield "over-limit"
    if route.id == "section-75" and payment.currency != pack.currency:
        yield "limits-in-pounds"
    if route.rules != RULES_OF_ROUTES.get(route.id, ()):
        yield "not-covered"
    if mine and (days.odd_sent or days.odd_told):
        yield "check-days"
    if mine and days.sent is None and not days.odd_sent:
        yield "no-day-sent"
    if any(deadline.on is None for deadline in route.deadlines if not deadline.is_mine) and not days.odd_told:
        yield "no-day-told"


def _was_missed(deadline: Deadline, told: date | None) -> bool:
    """Return whether the day is over; who told the bank before it has kept it."""
    return deadline.passed and not (told is not None and deadline.on is not None and told <= deadline.on)


def _can_still_be_asked(route: Route, payment: Payment, claim: _Claim, pack: CountryPack) -> bool:
    """Return whether a way is open that no date of the route speaks of: nobody may be told "too late" wrongly."""
    if route.id in ("section-75", "card-not-sure") and _fits_section_75(payment, pack):
        return True  # the 120 days are those of a chargeback; Section 75 has none
    return _TRICKED in route.rules and claim.may_run_longer()


def plausible_day(text: str) -> date | None:
    """Return an ISO day, or None for a text that is none, or a year in which nobody made this payment."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if _FIRST_YEAR <= day.year <= _LAST_YEAR else None
