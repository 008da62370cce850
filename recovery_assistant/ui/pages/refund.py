"""Ask for the money back: for every payment its way, the words to say, and the days that count."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date

from recovery_assistant.domain.payment import Payment
from recovery_assistant.domain.plan import PageKind, Step
from recovery_assistant.domain.refund import Deadline, Route, routes
from recovery_assistant.translation import _
from recovery_assistant.ui import phrases
from recovery_assistant.ui.journey import At
from recovery_assistant.ui.pages.base import Desk
from recovery_assistant.ui.pages.form import FormPage
from recovery_assistant.ui.pages.payment_facts import rail_name
from recovery_assistant.ui.widgets.buttons import SecondButton
from recovery_assistant.ui.widgets.layouts import ADJACENT, BLOCK, GROUP
from recovery_assistant.ui.widgets.text import BulletList, Heading, Label, Panel, WordsToSay


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
        ways: dict[str, list[Route]] = {}
        found = routes(payments, self.desk.parts.country, self.desk.region, self._today)
        for way in found:
            ways.setdefault(way.id, []).append(way)
        for route_id, alike in ways.items():
            self._way(route_id, alike)
        if not payments:
            self.text(_("No payment is written down. If no money went, there is nothing to ask for here."), BLOCK)
            self._to_payments(_("Add a payment on page {code}"))
        self.contact_cards(self._whom_to_ask(found))
        self.ask()
        self.closing()

    def _who_decides(self, payment: Payment) -> bool:
        """Return whether who pressed "send" can change the way of a payment that went like this one."""
        rows = self.desk.parts.country.payments.routes
        return any(row.who for row in rows if payment.rail in row.rails)

    def _whom_to_ask(self, found: Iterable[Route]) -> list[str]:
        """Return ids of the page's contacts and of those who can be asked once somebody has said no, each once."""
        country = self.desk.parts.country
        above = (name for way in found if way.refused for name in way.contacts)
        return list(dict.fromkeys(country.contact(name).id for name in (*self.step.contacts, *above)))

    def _to_payments(self, words: str) -> None:
        """Show the way to the page of the payments."""
        self._to_page("payments", words)

    def _to_page(self, kind: PageKind, words: str) -> None:
        """Show the way to the page of a kind, where the plan has one."""
        plan = self.desk.parts.plan
        step = next((step for stage in plan.stages for step in stage.steps if step.kind == kind), None)
        if step is not None:
            link = SecondButton(self.theme, words.format(code=plan.code(step.id)))
            link.clicked.connect(lambda: self.go.emit(At(step.id)))
            self.column.place(link, ADJACENT)

    def _way(self, route_id: str, alike: list[Route]) -> None:
        """Add one way to ask, with every payment that goes this way."""
        words = self.desk.parts.words
        told = words.routes[route_id]
        payments = [self.desk.case.payments[way.payment_id] for way in alike]
        self.column.place(Heading(self.desk.fill(told.name), "h2"), GROUP)
        for payment in payments:
            self.column.place(Label(self._facts(payment), "strong"), 4)
        self.text(told.reason, 8)
        if told.say:
            self.column.place(
                WordsToSay(self.theme, _("Words you can say or write"), self.desk.fill(told.say)), ADJACENT
            )
        if told.steps:
            steps = tuple(self.desk.fill(one) for one in told.steps)
            self.column.place(BulletList(self.theme, steps, numbered=True), ADJACENT)
        if any(payment.who_sent is None and self._who_decides(payment) for payment in payments):
            self._to_payments(_("Who pressed “send”? Page {code}"))
        self._days(alike)
        for remark in dict.fromkeys(remark for way in alike for remark in way.remarks):
            self.text(words.remarks[remark], ADJACENT)
        self.text(told.note, ADJACENT)
        if any(way.letter for way in alike):
            self._to_page("letters", _("The letter is ready on page {code}"))

    def _facts(self, payment: Payment) -> str:
        country = self.desk.parts.country
        known = payment.amount_minor is not None
        amount = phrases.money(payment.amount_minor or 0, payment.currency, country) if known else _("Amount not known")
        rail = rail_name(self.desk, payment.rail) if payment.rail else ""
        return ", ".join(part for part in (amount, rail, phrases.iso_day(payment.sent_on, country)) if part)

    def _days(self, alike: list[Route]) -> None:
        """Add the days of one way. A day of only some of its payments says which payment it belongs to."""
        dated = [(one, way.payment_id) for way in alike for one in way.deadlines if one.on is not None]
        if not dated:
            return
        times = Counter(self._deadline(one) for one, _payment in dated)
        lines = []
        for one, payment_id in dated:
            line = self._deadline(one)
            is_shared = times[line] == len(alike)
            lines.append(line if is_shared else f"{self._facts(self.desk.case.payments[payment_id])}: {line}")
        panel = Panel(self.theme)
        panel.column.place(Label(_("Days that count"), "strong"))
        panel.column.place(BulletList(self.theme, tuple(dict.fromkeys(lines))), 6)
        panel.column.place(Label(self._checked([one for one, _payment in dated]), "hint"), 8)
        self.column.place(panel, ADJACENT)

    def _checked(self, deadlines: list[Deadline]) -> str:
        country = self.desk.parts.country
        day = phrases.day(min(one.checked_on for one in deadlines), country)
        if any(country.rule(one.rule).is_stale(self._today) for one in deadlines):
            return _("The rules were last checked on {day}. Ask the bank if they still hold.").format(day=day)
        return _("The rules were checked on {day}.").format(day=day)

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
