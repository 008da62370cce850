"""What a case tells under a name ("the-call.day", "payments.total"), in words for a form, a phone call or a letter.

Nothing is made up: what nobody told is "", and stands with the page that asks for it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from typing import NamedTuple

from recovery_assistant.domain import amounts
from recovery_assistant.domain.case import Call, Case
from recovery_assistant.domain.country import CountryPack
from recovery_assistant.domain.journal import Answer
from recovery_assistant.domain.paper_phrases import PaperPhrases
from recovery_assistant.domain.payment import Payment
from recovery_assistant.domain.plan import Field, PageKind, Plan, Step, region_of
from recovery_assistant.domain.record import visible, visible_lines
from recovery_assistant.domain.record_phrases import Phrases
from recovery_assistant.domain.refund.choosing import row_for
from recovery_assistant.domain.suggesting import of_strangers, sessions_told
from recovery_assistant.domain.telling import Teller, is_number, number_shown
from recovery_assistant.domain.timeline_summary import connected_between
from recovery_assistant.domain.words import FieldWords, Words, filled

ONLY_THE_PERSON = ("person-name", "person-address", "person-phone", "person-e-mail", "person-born")
"""Facts that are never asked for: a line to write on."""
WHOLES = (
    "payments",
    "payments.total",
    "payments.asked-of-bank",
    "payments.accounts",
    "payments.references",
    "payments.first-day",
    "payments.last-day",
    "accounts-paid",
    "sessions",
    "sessions.times",
    "findings",
    "remote-ids",
    "calls",
    "bank-told",
    "references",
    "caller-numbers",
    "web-addresses",
    "e-mails",
    "story",
    "region",
)
"""Names that are no single answer."""
OTHER_COMPANIES = ("paypal", "money-transfer")
"""Ways of paying on which a complaint goes to the company that was paid through."""
STORY = ("the-caller.said", "what-they-did.did-text", "the-call.what-alerted")
"""In the order of events."""
SCREEN_NUMBER = "photo-of-screen.screen-number"
_DONE = ("answered", "completed")


class Told(NamedTuple):
    """What is known under a name.

    Attributes:
        text: "" when nobody told it; may have several lines.
        step: the page that asks for it; "" where none does.
        gaps: what is missing inside a text that is there, such as the day of a payment.
        from_records: the text comes from the records of the PC, and not from somebody's memory.
    """

    text: str
    step: str = ""
    gaps: tuple[str, ...] = ()
    from_records: bool = False


class CaseTold:
    """Says what one case tells. `teller` says what the records of the PC tell."""

    def __init__(
        self,
        case: Case,
        plan: Plan,
        words: Words,
        pack: CountryPack,
        teller: Teller,
        record: Phrases,
        papers: PaperPhrases,
    ) -> None:
        self.case = case
        self.plan = plan
        self.words = words
        self.pack = pack
        self.teller = teller
        self.record = record
        self.papers = papers
        wholes: Mapping[str, Callable[[], Told]] = {
            "payments": self._payments,
            "payments.total": lambda: self._of_payments(self.total(case.payments.values())),
            "payments.asked-of-bank": lambda: self._of_payments(self.total(filter(self._is_for_bank, self._paid()))),
            "payments.accounts": self._accounts,
            "accounts-paid": self._accounts,
            "payments.references": lambda: self._of_payments(_lines(visible(one.reference) for one in self._paid())),
            "payments.first-day": lambda: self._of_payments(self._day_at(0)),
            "payments.last-day": lambda: self._of_payments(self._day_at(-1)),
            "sessions": self._sessions,
            "sessions.times": self._session_times,
            "findings": self._findings,
            "remote-ids": self._remote_ids,
            "calls": lambda: Told(_lines(self.call(one) for one in case.calls.values()), self._page("call")),
            "bank-told": self._bank_told,
            "references": lambda: Told(_lines(f"{name}: {text}" for name, text in self.references())),
            "caller-numbers": lambda: self._several("the-caller.caller-number", "the-caller.number-i-rang"),
            "web-addresses": lambda: self._several("the-caller.web-address"),
            "e-mails": lambda: self._several("the-caller.e-mail-address"),
            "story": lambda: self._several(*STORY),
            "region": lambda: self._answer("where-you-live", "region"),
        }
        self._wholes = wholes

    def told(self, name: str) -> Told:
        """Return what is known under a name; nothing for a name that this plan does not ask."""
        whole = self._wholes.get(name)
        if whole is not None:
            return whole()
        step, dot, field = name.partition(".")
        return self._answer(step, field) if dot else Told("")

    def text(self, name: str) -> str:
        """Return what is known under a name, without where it comes from."""
        return self.told(name).text

    # --- single facts -------------------------------------------------------------------------------------------------

    def day(self, text: str) -> str:
        """Return an ISO day in words."""
        return amounts.told_day(text, self.papers.told.day, self.record.everywhere.months) if text else ""

    def date(self, day: date) -> str:
        """Return a day in words."""
        return amounts.day_words(day, self.papers.told.day, self.record.everywhere.months)

    def money(self, payment: Payment) -> str:
        """Return the amount of a payment, or "" while it is not known."""
        if payment.amount_minor is None:
            return ""
        return amounts.money_words(payment.amount_minor, payment.currency, self.pack.currency)

    def total(self, payments: Iterable[Payment]) -> str:
        """Return the sum of what is known; "" where nothing is."""
        known = ((one.amount_minor, one.currency) for one in payments if one.amount_minor is not None)
        return amounts.total_words(known, self.pack.currency)

    def rail(self, payment: Payment) -> str:
        """Return how a payment was made, or ""."""
        return self.record.payments.rails.get(payment.rail, visible(payment.rail)) if payment.rail else ""

    def when(self, payment: Payment) -> str:
        """Return day and time of a payment, as far as they are known."""
        day = self.day(payment.sent_on)
        if day and payment.sent_time:
            return self.record.everywhere.day_and_time.format(day=day, time=visible(payment.sent_time))
        return day or visible(payment.sent_time)

    def contact(self, contact_id: str) -> str:
        """Return the name of somebody to ring; one of another edition by its id."""
        try:
            return self.pack.contact(contact_id).name
        except KeyError:
            return visible(contact_id)

    def call(self, call: Call) -> str:
        """Return a call in one line: whom, when, and which reference."""
        phrases, began = self.papers.told, call.started_at  # it carries the offset of the clock by which it was noted
        when = self.record.everywhere.day_and_time.format(day=self.date(began), time=amounts.clock_words(began))
        reference = phrases.reference.format(text=visible(call.reference)) if call.reference else ""
        return phrases.call.format(
            who=self.contact(call.contact), rest=", ".join(part for part in (when, reference) if part)
        )

    def payment(self, payment: Payment) -> str:
        """Return a payment in one line."""
        phrases = self.papers.told
        parts = (
            self.money(payment) or phrases.amount_unknown,
            self.rail(payment),
            self.when(payment),
            phrases.to.format(name=visible(payment.to_whom)) if payment.to_whom else "",
            phrases.reference.format(text=visible(payment.reference)) if payment.reference else "",
            phrases.account_ending.format(text=visible(payment.account_ending)) if payment.account_ending else "",
        )
        return ", ".join(part for part in parts if part)

    def gaps(self, payment: Payment) -> Iterator[str]:
        """Yield what a report asks about a payment and nobody told."""
        phrases = self.papers.told
        missing = (
            (payment.amount_minor is None, phrases.gap_amount),
            (payment.rail is None, phrases.gap_rail),
            (not payment.sent_on, phrases.gap_day),
            (bool(payment.sent_on) and not payment.sent_time, phrases.gap_time),
            (not payment.to_whom, phrases.gap_to),
        )
        yield from (name for is_missing, name in missing if is_missing)

    def references(self) -> Iterator[tuple[str, str]]:
        """Yield every reference number that was got so far: from whom, and the number."""
        for call in self.case.calls.values():
            if call.reference:
                yield self.contact(call.contact), visible(call.reference)
        for step, field in self._reference_fields():
            answer = self.case.answer(step.id, field.id)
            if isinstance(answer, str) and answer.strip():
                yield self.reported_to(step), visible(answer)

    def reported_to(self, step: Step) -> str:
        """Return to whom a page reports, as the record calls it."""
        words = self._field_words(step.id, "reported")
        if words is not None and words.in_record:
            return filled(words.in_record, self.pack)
        contact = next(iter(step.contacts), "")
        return self.contact(contact) if contact else step.id

    def _reference_fields(self) -> Iterator[tuple[Step, Field]]:
        for stage in self.plan.stages:
            for step in stage.steps:
                if any(field.id == "reported" for field in step.fields):
                    yield from ((step, field) for field in step.fields if field.kind == "reference")

    # --- wholes -------------------------------------------------------------------------------------------------------

    def _paid(self) -> list[Payment]:
        return sorted(self.case.payments.values(), key=lambda one: (one.sent_on or "9", one.sent_time or "9"))

    def _is_for_bank(self, payment: Payment) -> bool:
        """Return whether a bank or card company is asked for a payment, and not a shop or another company."""
        row = row_for(payment, self.pack, region_of(self.case))
        return row.complaint != "none" and payment.rail not in OTHER_COMPANIES

    def _of_payments(self, text: str) -> Told:
        return Told(text, self._page("payments"))

    def _payments(self) -> Told:
        paid, page, phrases = self._paid(), self._page("payments"), self.papers.told
        if not paid:  # no payment is an answer too, once the page was passed
            return Told(phrases.none if self.case.steps.get(page) in _DONE else "", page)
        lines = [phrases.payment.format(number=number, text=self.payment(one)) for number, one in enumerate(paid, 1)]
        gaps = tuple(dict.fromkeys(gap for one in paid for gap in self.gaps(one)))
        return Told("\n".join(lines), page, gaps)

    def _accounts(self) -> Told:
        paid = [one for one in self._paid() if one.rail != "gift-card"]  # the name there is that of a shop
        if self.case.payments and not paid:
            return self._of_payments(self.papers.told.none)
        to = [_lines((visible(one.to_whom), visible(one.reference)), ", ") for one in paid]
        gaps = (self.papers.told.gap_to,) if any(to) and not all(one.to_whom for one in paid) else ()
        return Told(_lines(dict.fromkeys(to)), self._page("payments"), gaps)

    def _day_at(self, place: int) -> str:
        days = sorted(one.sent_on for one in self.case.payments.values() if one.sent_on)
        return self.day(days[place]) if days else ""

    def _sessions(self) -> Told:
        page = self._page("timeline")
        if not self.case.readings:
            return Told("", page)
        told = sessions_told(self.case, self.teller)
        return Told("\n".join(told) or self.papers.told.no_sessions, page, from_records=bool(told))

    def _session_times(self) -> Told:
        page = self._page("timeline")
        told = [line for one in of_strangers(self.case, self.teller) for line in connected_between([one], self.teller)]
        return Told(_lines(dict.fromkeys(told)), page, from_records=bool(told))

    def _findings(self) -> Told:
        names = (visible(one.finding.tool_name) for one in self.case.findings.values() if one.finding.is_alarm)
        looked = self.papers.told.none_found if self.case.newest_scan is not None else ""
        return Told(", ".join(dict.fromkeys(names)) or looked, self._page("findings"))

    def _remote_ids(self) -> Told:
        came = [one for one in of_strangers(self.case, self.teller) if one.remote.id]
        number = self.teller.phrases.report.number
        ids = [number.format(tool=self.teller.tool(one.tool), id=number_shown(one.remote.id)) for one in came]
        noted = self._answer(*SCREEN_NUMBER.split("."))
        digits = "".join(filter(str.isdigit, noted.text))
        known = any(is_number(one.remote.id) and one.remote.id == digits for one in came)
        from_screen = self.papers.told.from_screen.format(number=noted.text) if noted.text and not known else ""
        return Told(_lines((*dict.fromkeys(ids), from_screen)), noted.step, from_records=bool(ids))

    def _bank_told(self) -> Told:
        calls = (one for one in self.case.calls.values() if self.role(one.contact) == "bank")
        days = dict.fromkeys(one.bank_told_on for one in self._paid() if one.bank_told_on)
        told = (self.papers.told.bank_told_on.format(day=self.day(day)) for day in days)
        lines = [self.call(one) for one in calls]
        return Told(_lines(lines or told), self._page("call"))

    def role(self, contact_id: str) -> str:
        """Return what somebody in the country's contacts is for; "" for one of another edition."""
        try:
            return self.pack.contact(contact_id).role
        except KeyError:
            return ""

    def _several(self, *names: str) -> Told:
        told = [self._answer(*name.split(".")) for name in names]
        return Told(_lines(dict.fromkeys(one.text for one in told)), next((one.step for one in told if one.step), ""))

    # --- answers ------------------------------------------------------------------------------------------------------

    def _page(self, kind: PageKind) -> str:
        return next((step.id for stage in self.plan.stages for step in stage.steps if step.kind == kind), "")

    def _field_words(self, step_id: str, field_id: str) -> FieldWords | None:
        try:
            return self.words.step(step_id).fields.get(field_id)
        except KeyError:
            return None

    def _answer(self, step_id: str, field_id: str) -> Told:
        try:
            fields = self.plan.step(step_id).fields
        except KeyError:
            return Told("")
        field = next((one for one in fields if one.id == field_id), None)
        if field is None:
            return Told("", step_id)
        return Told(
            self._said(field, self._field_words(step_id, field_id), self.case.answer(step_id, field_id)), step_id
        )

    def _said(self, field: Field, words: FieldWords | None, answer: Answer) -> str:
        if answer is None or answer in ("", []):
            return ""
        if isinstance(answer, bool):
            return self.papers.told.yes if answer else self.papers.told.no
        if isinstance(answer, list):
            return "\n".join(self._option(words, one) for one in answer)
        if isinstance(answer, int):
            return str(answer)
        if field.kind == "one-of":
            return self._option(words, answer)
        return self.day(answer) if field.kind == "date" else "\n".join(visible_lines(answer))

    def _option(self, words: FieldWords | None, option: str) -> str:
        known = words.options.get(option) if words else None
        return filled(known.label, self.pack) if known else visible(option)


def _lines(parts: Iterable[str], between: str = "\n") -> str:
    return between.join(part for part in parts if part)
