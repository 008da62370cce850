"""Earlier answers shown again, in the order in which a report form asks for them; and what is still missing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QBoxLayout

from recovery_assistant.domain.case import Call
from recovery_assistant.domain.country import CountryPack
from recovery_assistant.domain.journal import Answer
from recovery_assistant.domain.payment import Payment
from recovery_assistant.domain.plan import Step
from recovery_assistant.domain.record import visible
from recovery_assistant.translation import _
from recovery_assistant.ui import phrases
from recovery_assistant.ui.journey import DONE, At
from recovery_assistant.ui.pages.base import Desk
from recovery_assistant.ui.pages.from_records import sessions_here
from recovery_assistant.ui.pages.payment_facts import rail_name
from recovery_assistant.ui.pages.questions import shown_day
from recovery_assistant.ui.widgets.buttons import LinkButton
from recovery_assistant.ui.widgets.layouts import ADJACENT, Block, Pairs, column, row
from recovery_assistant.ui.widgets.text import Label, Panel

PAYMENTS, CALLS, SESSIONS = "payments", "calls", "sessions"
"""Names in `Step.recap` that are no single answer; the fourth is "findings"."""


@dataclass(frozen=True)
class Lead:
    """One line of a report. `value` is "" when nobody told it; `step` is the page that asks for it.

    Attributes:
        gaps: what is missing inside a value that is there, such as the day of a payment.
    """

    label: str
    value: str
    step: str
    gaps: tuple[str, ...] = ()


def leads(desk: Desk, step: Step) -> Iterator[Lead]:
    """Yield what the report of this page needs, in the order in which its form asks."""
    for name in step.recap:
        page, dot, field = name.partition(".")
        yield _answer(desk, page, field) if dot else _whole(desk, name)


def _answer(desk: Desk, step: str, field: str) -> Lead:
    words = desk.parts.words.step(step).fields[field]
    kind = next((one.kind for one in desk.parts.plan.step(step).fields if one.id == field), "text")
    answer = desk.case.answer(step, field)
    if kind == "date" and isinstance(answer, str):
        value = shown_day(answer, desk)
    else:
        value = said(answer, {option: text.label for option, text in words.options.items()})
    return Lead(words.in_record or words.label, value, step)


def _whole(desk: Desk, name: str) -> Lead:
    case, country = desk.case, desk.parts.country
    if name == PAYMENTS:
        paid = [
            payment_words(one, country, rail_name(desk, one.rail) if one.rail else "") for one in case.payments.values()
        ]
        gaps = tuple(dict.fromkeys(gap for one in case.payments.values() for gap in payment_gaps(one)))
        # No payment is an answer too, once the page was passed.
        page = _page(desk, "payments")
        none = _("None") if case.steps.get(page) in DONE else ""
        return Lead(_("Payments"), "\n".join(paid) or none, page, gaps)
    if name == CALLS:
        made = [call_words(one, country) for one in case.calls.values()]
        return Lead(_("Calls you made"), "\n".join(made), _page(desk, "call"))
    if name == SESSIONS:
        told = "\n".join(sessions_here(desk))
        none = _("None in the records") if case.readings else ""
        return Lead(desk.parts.words.telling.suggest.lead, told or none, _page(desk, "timeline"))
    names = (visible(known.finding.tool_name) for known in case.findings.values() if known.finding.is_alarm)
    looked = _("None found") if case.newest_scan is not None else ""
    return Lead(_("Programs found"), ", ".join(dict.fromkeys(names)) or looked, _page(desk, "findings"))


def _page(desk: Desk, kind: str) -> str:
    """Return the first page of a kind."""
    return next(step.id for stage in desk.parts.plan.stages for step in stage.steps if step.kind == kind)


def said(answer: Answer, options: dict[str, str]) -> str:
    """Return an answer in words, one line for each of several, or "" when there is none."""
    if isinstance(answer, bool):
        return _("Yes") if answer else _("No")
    if isinstance(answer, list):
        return "\n".join(options.get(one, one) for one in answer)
    return options.get(str(answer), str(answer)) if answer is not None else ""


def payment_words(payment: Payment, country: CountryPack, way: str = "") -> str:
    """Return a payment in one line: amount, way, day and time, to whom, reference."""
    amount = phrases.money(payment.amount_minor, payment.currency, country) if payment.amount_minor is not None else ""
    day = phrases.iso_day(payment.sent_on, country)
    to = _("to {name}").format(name=payment.to_whom) if payment.to_whom else ""
    reference = _("reference {text}").format(text=payment.reference) if payment.reference else ""
    parts = (amount or _("Amount not known"), way, f"{day} {payment.sent_time}".strip(), to, reference)
    return ", ".join(part for part in parts if part)


def payment_gaps(payment: Payment) -> Iterator[str]:
    """Yield what a report asks about a payment and nobody told."""
    if payment.amount_minor is None:
        yield _("Amount of a payment")
    if payment.rail is None:
        yield _("How it was paid")
    if not payment.sent_on:
        yield _("Day of a payment")
    if not payment.to_whom:
        yield _("Who a payment went to")


def call_words(call: Call, country: CountryPack) -> str:
    """Return a call in one line: who, when, which reference."""
    try:
        name = country.contact(call.contact).name
    except KeyError:  # a case made with another edition of the country's contacts
        name = call.contact
    reference = _("reference {text}").format(text=call.reference) if call.reference else ""
    return ", ".join(part for part in (name, phrases.moment(call.started_at, country), reference) if part)


class Recap(Panel):
    """Label and answer in pairs."""

    def __init__(self, desk: Desk, told: tuple[Lead, ...]) -> None:
        super().__init__(desk.theme)
        self.column.place(Label(_("What you told us, in the order of the form"), "strong"))
        self._pairs = Pairs(desk.theme, label_width=220)
        for lead in told:
            self._pairs.add_pair(Label(lead.label, "caption"), Label(lead.value or _("Not told")))
        self.column.gap(8)
        self.column.addLayout(self._pairs)

    def stack(self, *, stacked: bool) -> None:
        """Put values below their labels."""
        self._pairs.stack(stacked)


class MissingLeads(Block):
    """What a report asks for and nobody told yet, page by page, each with a link to that page.

    Signals:
        go: go to a page (an `At`).
    """

    go = Signal(object)

    def __init__(self, desk: Desk, told: tuple[Lead, ...]) -> None:
        super().__init__()
        panel = Panel(desk.theme)
        missing: dict[str, list[str]] = {}
        for lead in told:
            wanted = lead.gaps if lead.value else (lead.label,)
            if wanted:
                missing.setdefault(lead.step, []).extend(wanted)
        heading = _("Not told yet") if missing else _("Nothing is missing that a report mostly asks for.")
        panel.column.place(Label(heading, "strong"))
        if missing:
            panel.column.place(Label(_("Do you know one of these? You can add it. A gap is fine too.")), 4)
        for step, labels in missing.items():
            panel.column.place(Label("; ".join(labels)), ADJACENT)
            panel.column.addLayout(self._link(desk, step, "; ".join(labels)))
        lines = column(desk.theme)
        lines.addWidget(panel)
        self.setLayout(lines)

    def _link(self, desk: Desk, step: str, description: str) -> QBoxLayout:
        words = _("Add it on page {code}").format(code=desk.parts.plan.code(step))
        link = LinkButton(desk.theme, words, description=description)
        link.clicked.connect(lambda: self.go.emit(At(step)))
        line = row(desk.theme)
        line.addWidget(link)
        line.addStretch(1)
        return line


__all__ = ["Lead", "MissingLeads", "Recap", "call_words", "leads", "payment_gaps", "payment_words", "said"]
