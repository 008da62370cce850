"""How to ask for each payment back, and the dates to keep. The rules stand in `domain/refund.py`."""

from __future__ import annotations

from collections.abc import Iterable

from recovery_assistant.domain import record as r
from recovery_assistant.domain import refund
from recovery_assistant.domain.payment import Payment
from recovery_assistant.domain.plan import region_of
from recovery_assistant.record.ground import Ground, pairs


def money_back(ground: Ground) -> list[r.RecordBlock]:
    """Return one way to ask for each kind of payment, with the payments that it is for and their dates."""
    today, region = ground.made_at.date(), region_of(ground.case)
    ways: dict[str, list[tuple[int, Payment, refund.Route]]] = {}
    for number, payment in enumerate(ground.case.payments.values(), 1):
        route = refund.route(payment, ground.country, region, today)
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
        blocks += [r.Text(text=_payment(ground, number, payment), strong=True), *_dates(ground, route.deadlines)]
        blocks += [r.Text(text=wording.filled(ground.words.remarks[remark])) for remark in route.remarks]
    blocks += [r.Text(text=wording.filled(words.reason)), r.ReadOut(text=f"“{wording.filled(words.say)}”")]
    if words.steps:
        blocks.append(r.Items(items=tuple(wording.filled(step) for step in words.steps), numbered=True))
    return [*blocks, r.Note(text=wording.filled(words.note))] if words.note else blocks


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


def other_dates(ground: Ground) -> list[r.RecordBlock]:
    """Return the dates of a complaint that was made and of a Cifas registration."""
    today, region = ground.made_at.date(), region_of(ground.case)
    complained = str(ground.answer("bank-says-no", "complained-on") or "")
    letter = str(ground.answer("bank-says-no", "final-letter-on") or "")
    registered = str(ground.answer("cifas", "registered-on") or "")
    dates: list[refund.Deadline] = []
    if complained or letter:
        dates += refund.complaint_deadlines(complained, letter, ground.country, region, today)
    if registered:
        dates.append(refund.cifas_ends(registered, ground.country, today))
    told = _dates(ground, (one for one in dates if one.on is not None))
    return [r.Heading(level=2, text=ground.phrases.to_do.dates), *told] if told else []
