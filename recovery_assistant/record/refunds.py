"""How to ask for each payment back, and the dates to keep. The engine is `domain/refund`."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from recovery_assistant.domain import record as r
from recovery_assistant.domain import refund
from recovery_assistant.domain.payment import Payment
from recovery_assistant.domain.plan import region_of
from recovery_assistant.domain.reminders import reminders
from recovery_assistant.record.ground import Ground, pairs


def money_back(ground: Ground) -> list[r.RecordBlock]:
    """Return one way to ask for each kind of payment, with the payments that it is for and their dates."""
    today, region = ground.made_at.date(), region_of(ground.case)
    ways: dict[str, list[tuple[int, Payment, refund.Route]]] = {}
    payments = ground.case.payments.values()
    routes = refund.routes(payments, ground.country, region, today)
    for number, (payment, route) in enumerate(zip(payments, routes, strict=True), 1):
        ways.setdefault(route.id, []).append((number, payment, route))
    blocks: list[r.RecordBlock] = []
    for route_id, rows in ways.items():
        blocks += _way(ground, route_id, rows)
    return [r.Heading(level=2, text=ground.phrases.to_do.money_back), *blocks] if blocks else []


def _way(ground: Ground, route_id: str, rows: list[tuple[int, Payment, refund.Route]]) -> list[r.RecordBlock]:
    words, wording = ground.words.routes.get(route_id), ground.wording
    if words is None:
        return []
    blocks: list[r.RecordBlock] = [r.Heading(level=3, text=wording.filled(words.name))]
    for number, payment, route in rows:
        blocks += [
            r.Text(text=_payment(ground, number, payment), strong=True),
            *_dates(ground, to_keep(payment, route)),
        ]
        blocks += [r.Text(text=wording.filled(ground.words.remarks[remark])) for remark in route.remarks]
    blocks += [r.Text(text=wording.filled(words.reason)), r.ReadOut(text=f"“{wording.filled(words.say)}”")]
    if words.steps:
        blocks.append(r.Items(items=tuple(wording.filled(step) for step in words.steps), numbered=True))
    blocks += [r.Note(text=wording.filled(words.note))] if words.note else []
    return [*blocks, *_age(ground, rows)]


def to_keep(payment: Payment, route: refund.Route) -> tuple[refund.Deadline, ...]:
    """Return the dates of a payment without the day to tell the bank by, once the bank was told."""
    was_told = bool(payment.bank_told_on)
    return tuple(one for one in route.deadlines if not (was_told and one.id == "tell-by"))


def _age(ground: Ground, rows: list[tuple[int, Payment, refund.Route]]) -> list[r.RecordBlock]:
    """Return when the rules of a way were last checked, once one of them is past its shelf life."""
    names = {name for _, _, route in rows for name in route.rules}
    stale = [
        rule.checked_on for rule in ground.country.rules if rule.id in names and rule.is_stale(ground.made_at.date())
    ]
    if not stale:
        return []
    return [r.Text(text=ground.phrases.to_do.rules_checked.format(day=ground.wording.day(min(stale))), strong=True)]


def _payment(ground: Ground, number: int, payment: Payment) -> str:
    wording = ground.wording
    amount = wording.money(payment.amount_minor, payment.currency) if payment.amount_minor is not None else ""
    rail = ground.phrases.payments.rails[payment.rail] if payment.rail else ""
    details = ", ".join(part for part in (amount, rail, wording.told_day(payment.sent_on)) if part)
    phrases = ground.phrases
    return phrases.to_do.one_payment.format(number=number, details=details or phrases.to_do.not_known)


def _dates(ground: Ground, deadlines: Iterable[refund.Deadline]) -> list[r.RecordBlock]:
    return pairs((ground.wording.filled(ground.words.deadlines[one.id]), _date(ground, one)) for one in deadlines)


def _date(ground: Ground, deadline: refund.Deadline) -> str:
    phrases = ground.phrases.to_do
    if deadline.on is None:
        return phrases.not_known
    day = ground.wording.day(deadline.on)
    return phrases.before.format(day=day) if deadline.passed else day


def _reminders(ground: Ground, today: date) -> list[tuple[str, str]]:
    """Return the days for a diary that belong to no payment: those stand beside their payment."""
    rows = []
    for one in reminders(ground.case, ground.country, today):
        if not one.payment_id:
            day = ground.wording.day(one.on)
            if one.until is not None:
                day = ground.phrases.to_do.until.format(first=day, last=ground.wording.day(one.until))
            rows.append((ground.wording.filled(ground.words.deadlines[one.id]), day))
    return rows


def other_dates(ground: Ground) -> list[r.RecordBlock]:
    """Return the days to look at statements again, and the dates of a complaint and of a Cifas registration."""
    today, region = ground.made_at.date(), region_of(ground.case)
    complained = str(ground.answer("bank-says-no", "complained-on") or "")
    letter = str(ground.answer("bank-says-no", "final-letter-on") or "")
    of_the_bank = refund.complaint_deadlines(complained, letter, ground.country, region, today)
    answers = [one for one in of_the_bank if one.on is not None and not one.is_mine]
    told = [*pairs(_reminders(ground, today)), *_dates(ground, answers)]
    return [r.Heading(level=2, text=ground.phrases.to_do.dates), *told] if told else []
