"""Payments: all of them in one table, one row each, then each by itself with what the bank needs to find it."""

from __future__ import annotations

from recovery_assistant.domain import record as r
from recovery_assistant.domain.payment import Payment
from recovery_assistant.record.ground import Ground, pairs
from recovery_assistant.record.wording import together

OTHER_WAYS = "other-money"
LAST_DIGITS = 4


def payments(ground: Ground) -> list[r.RecordBlock]:
    """Return the section on money."""
    phrases = ground.phrases.payments
    blocks: list[r.RecordBlock] = [r.Heading(level=1, text=phrases.heading)]
    rows = tuple(ground.case.payments.values())
    if not rows:
        blocks.append(r.Text(text=phrases.nothing))
    else:
        header = (phrases.when, together(phrases.how_much), phrases.how, phrases.who)
        table = tuple(_row(ground, payment) for payment in rows)
        blocks.append(r.Table(caption=phrases.caption, header=header, rows=table))
    for number, payment in enumerate(rows, 1):
        details = _details(ground, payment)
        blocks += [r.Heading(level=2, text=phrases.one.format(number=number)), *details] if details else []
    try:
        step = ground.plan.step(OTHER_WAYS)
    except KeyError:
        return blocks
    other = pairs(ground.told(step))
    return [*blocks, r.Heading(level=2, text=phrases.other), *other] if other else blocks


def _row(ground: Ground, payment: Payment) -> tuple[str, ...]:
    phrases, wording = ground.phrases.payments, ground.wording
    amount = wording.money(payment.amount_minor, payment.currency) if payment.amount_minor is not None else ""
    return (
        wording.day_and_time(wording.told_day(payment.sent_on), r.visible(payment.sent_time)),
        amount,
        phrases.rails[payment.rail] if payment.rail else "",
        phrases.who_sent[payment.who_sent] if payment.who_sent else "",
    )


def _details(ground: Ground, payment: Payment) -> list[r.RecordBlock]:
    phrases, wording = ground.phrases.payments, ground.wording
    when, amount, how, who = _row(ground, payment)
    told = pairs(
        (
            (phrases.noticed_on, wording.told_day(payment.noticed_on)),
            (phrases.bank_told_on, wording.told_day(payment.bank_told_on)),
            (phrases.account_ending, wording.free(payment.account_ending[-LAST_DIGITS:])),
            (phrases.to_whom, wording.free(payment.to_whom)),
            (phrases.reference, wording.free(payment.reference)),
            (phrases.to_own_account, _yes_or_no(ground, payment.to_own_account)),
            (phrases.sent_abroad, _yes_or_no(ground, payment.sent_abroad)),
            (phrases.bank_said, wording.free(payment.bank_said)),
            (phrases.bank_reference, wording.free(payment.bank_reference)),
            (phrases.statement_on, wording.told_day(payment.statement_on)),
            (phrases.refused, _yes_or_no(ground, payment.refused)),
            (phrases.complained_on, wording.told_day(payment.complained_on)),
            (phrases.final_letter_on, wording.told_day(payment.final_letter_on)),
        )
    )
    if not told:
        return []
    again = ((phrases.when, when), (phrases.how_much, amount), (phrases.how, how), (phrases.who, who))
    return [*pairs(again), *told]


def _yes_or_no(ground: Ground, answer: bool | None) -> str:
    everywhere = ground.phrases.everywhere
    return "" if answer is None else everywhere.yes if answer else everywhere.no
