"""Ask for the money back: for every payment its way, the words to say, and the days that count."""

from __future__ import annotations

from datetime import date

from recovery_assistant.domain.payment import Payment
from recovery_assistant.domain.plan import Step
from recovery_assistant.domain.refund import Deadline, route
from recovery_assistant.translation import _
from recovery_assistant.ui import phrases
from recovery_assistant.ui.journey import At
from recovery_assistant.ui.pages.base import Desk
from recovery_assistant.ui.pages.form import FormPage
from recovery_assistant.ui.pages.payment_facts import rail_words
from recovery_assistant.ui.widgets.buttons import SecondButton
from recovery_assistant.ui.widgets.layouts import ADJACENT, BLOCK, GROUP
from recovery_assistant.ui.widgets.text import BulletList, Heading, Label, Panel, WordsToSay

WHO_DECIDES = ("not-answered", "card-not-sure", "direct-debit", "paypal")
"""Routes that are shown while nobody said who pressed send, and that the answer can change."""


class RefundPage(FormPage):
    """One part for each payment. Without a payment it says where to write one down."""

    def __init__(self, desk: Desk, step: Step) -> None:
        self._today: date = desk.parts.clock().date()
        super().__init__(desk, step)

    def build(self) -> None:
        """Put the page together."""
        self.opening()
        self.paragraphs(self.words.body)
        self.note(self.words.note)
        payments = list(self.desk.case.payments.values())
        for payment in payments:
            self._payment(payment)
        if not payments:
            self.text(_("No payment is written down. If no money went, there is nothing to ask for here."), BLOCK)
            self._to_payments(_("Add a payment on page {code}"))
        self.contact_cards(self.step.contacts)
        self.ask()
        self.closing()

    def _to_payments(self, words: str) -> None:
        """Show the way to the page of the payments."""
        plan = self.desk.parts.plan
        step = next(step for stage in plan.stages for step in stage.steps if step.kind == "payments")
        link = SecondButton(self.theme, words.format(code=plan.code(step.id)))
        link.clicked.connect(lambda: self.go.emit(At(step.id)))
        self.column.place(link, ADJACENT)

    def _payment(self, payment: Payment) -> None:
        country, words = self.desk.parts.country, self.desk.parts.words
        way = route(payment, country, self.desk.region, self._today)
        told = words.routes[way.id]
        amount = phrases.money(payment.amount_minor, payment.currency) if payment.amount_minor is not None else ""
        rail = rail_words()[payment.rail] if payment.rail else ""
        self.column.place(Heading(self.desk.fill(told.name), "h2"), GROUP)
        facts = ", ".join(part for part in (amount, rail, phrases.iso_day(payment.sent_on, country)) if part)
        if facts:
            self.column.place(Label(facts, "strong"), 4)
        self.text(told.reason, 8)
        if told.say:
            self.column.place(
                WordsToSay(self.theme, _("Words you can say or write"), self.desk.fill(told.say)), ADJACENT
            )
        if told.steps:
            steps = tuple(self.desk.fill(one) for one in told.steps)
            self.column.place(BulletList(self.theme, steps, numbered=True), ADJACENT)
        if payment.who_sent is None and way.id in WHO_DECIDES:
            self._to_payments(_("Say who pressed “send” on page {code}"))
        self._days(way.deadlines)
        for remark in way.remarks:
            self.text(words.remarks[remark], ADJACENT)
        self.text(told.note, ADJACENT)

    def _days(self, deadlines: tuple[Deadline, ...]) -> None:
        lines = tuple(self._deadline(one) for one in deadlines if one.on is not None)
        if lines:
            panel = Panel(self.theme)
            panel.column.place(Label(_("Days that count"), "strong"))
            panel.column.place(BulletList(self.theme, lines), 6)
            oldest = min(one.checked_on for one in deadlines if one.on is not None)
            checked = _("The rules were checked on {day}.").format(day=phrases.day(oldest, self.desk.parts.country))
            panel.column.place(Label(checked, "hint"), 8)
            self.column.place(panel, ADJACENT)

    def _deadline(self, deadline: Deadline) -> str:
        country = self.desk.parts.country
        words = self.desk.fill(self.desk.parts.words.deadlines[deadline.id])
        day = phrases.day(deadline.on, country) if deadline.on is not None else ""
        passed = f" {_('This day has passed.')}" if deadline.passed else ""
        return f"{words} {day}.{passed}"

    def main_pressed(self) -> None:
        """Say that it was read."""
        given = self.questions.answers()
        if given:
            super().main_pressed()
        elif given is not None:
            self.complete()
