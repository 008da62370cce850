"""What a letter may know of a case: its marks, its conditions, and which cases need it. Both sets are closed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Literal, NamedTuple, get_args

from recovery_assistant.domain import amounts
from recovery_assistant.domain.case_told import SCREEN_NUMBER, CaseTold
from recovery_assistant.domain.payment import Payment
from recovery_assistant.domain.plan import Step
from recovery_assistant.domain.record import visible
from recovery_assistant.domain.refund import Route
from recovery_assistant.domain.session import Session
from recovery_assistant.domain.suggesting import of_strangers, own_number
from recovery_assistant.domain.telling import LONGEST_NAME, number_shown, public_addresses, quoted, window_words

When = Literal[
    "has-payments",
    "no-payments",
    "by-them",
    "unseen",
    "by-me",
    "not-sure",
    "all-sure",
    "has-session",
    "no-session",
    "was-refused",
    "not-refused",
    "told-bank",
    "not-told-bank",
    "complained",
    "not-complained",
    "has-final-letter",
    "no-final-letter",
    "vulnerable-told",
    "police-told",
    "police-not-told",
    "has-not-mine-rows",
    "papers-shown",
    "phone-touched",
]
WHEN: frozenset[str] = frozenset(get_args(When))
MARKS: frozenset[str] = frozenset(
    {
        "case.number",
        "call.day",
        "call.began",
        "call.ended",
        "caller.company",
        "caller.name",
        "caller.numbers",
        "caller.web",
        "caller.mail",
        "payments.count",
        "payments.total",
        "payments.first-day",
        "payments.last-day",
        "payments.accounts",
        "payments.bank-references",
        "bank.told-on",
        "bank.reference",
        "bank.said",
        "bank.complained-on",
        "bank.final-letter-on",
        "police.body",
        "police.reference",
        "police.reported-on",
        "tool.name",
        "tool.desk",
        "tool.their-numbers",
        "tool.their-names",
        "tool.own-number",
        "tool.addresses",
        "tools.found",
        "screen.number",
        "papers.shown",
        "about-you.harder",
        "about-you.words",
        "subscription.company",
        "person.phone",
        "person.mail",
        "person.born",
        "person.member-number",
        "accounts.which",
        "their-account.company",
        "their-account.number",
        "their-account.opened-on",
        "work.account",
    }
)
_OPPOSITES: Mapping[When, When] = MappingProxyType(
    {
        "no-payments": "has-payments",
        "all-sure": "not-sure",
        "no-session": "has-session",
        "not-refused": "was-refused",
        "not-told-bank": "told-bank",
        "not-complained": "complained",
        "no-final-letter": "has-final-letter",
        "police-not-told": "police-told",
    }
)
NOT_REPORTED = ("", "not-yet", "not-needed")
NO_PAPERS = frozenset({"none", "unknown"})
OPENED, OPENED_FIELD = "accounts-in-your-name", "found"
"""The page that asks whether somebody opened accounts in the person's name."""
SAID_NO, SAID_NO_FIELD, NOES = "bank-says-no", "answer", ("refused", "part-back")
"""The page that asks what the bank answered."""
ASKED_BACK = frozenset({"bank-unauthorised", "bank-authorised", "card-issuer", "paypal"})
"""Letters that ask for money back from a company that an ombudsman may look at."""
FIRST_DAY = "-from"
"""How the id of a date ends that is the first day on which the person may do something."""
CRIME_BODIES = frozenset({"fraud-report", "police"})
"""Roles of those to whom a crime is reported."""


_TOOL_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
"""It becomes part of a file's name, and a case file may come from anywhere."""


class DisputedRow(NamedTuple):
    """A row of a bank statement that the person called "not mine". `amount_minor` is negative for money that went."""

    day: str
    amount_minor: int
    currency: str
    payee: str
    reference: str


class LetterFacts:
    """The facts of one case for one letter.

    Args:
        routes: how each payment is asked back, for all payments of the case.
        not_mine: rows of statements that the person called "not mine".
        letter, about: which letter; `about` is the id of a remote control program.
    """

    def __init__(
        self,
        told: CaseTold,
        routes: Sequence[Route],
        not_mine: Sequence[DisputedRow],
        letter: str = "",
        about: str = "",
    ) -> None:
        self.told = told
        self.letter = letter
        self.about = about
        self._routes = routes
        self._not_mine = not_mine
        self._strangers = of_strangers(told.case, told.teller)
        self._own_routes = [route for route in routes if route.letter == letter]
        self.payments = self._chosen()
        self._marks = self._all_marks()

    def for_letter(self, letter: str, about: str = "") -> LetterFacts:
        """Return the facts for another letter of the same case."""
        return LetterFacts(self.told, self._routes, self._not_mine, letter, about)

    def mark(self, name: str) -> str:
        """Return what stands for a mark; "" when nobody told it. Raises KeyError for a mark that does not exist."""
        if name not in MARKS:
            raise KeyError(name)
        find = self._marks.get(name)
        return find() if find is not None else ""

    def holds(self, conditions: Iterable[When]) -> bool:
        """Return whether all of these are so."""
        return all(self._holds(condition) for condition in conditions)

    # --- who needs it -------------------------------------------------------------------------------------------------

    def is_needed(self) -> bool:
        """Return whether the case asks for this letter."""
        case = self.told.case
        match self.letter:
            case "credit-agency":
                return self._papers() != "" or self._opened()
            case "closed-account":
                return self._opened()
            case "ombudsman":
                said_no = case.answer(SAID_NO, SAID_NO_FIELD) in NOES
                return said_no or any(one.refused or one.final_letter_on for one in case.payments.values())
            case "tool-maker":  # without a known program, the number from the screen is worth a letter to its maker
                return self.about != "" or (self.mark("screen.number") != "" and not self.makers())
            case "employer-it":
                return case.answer("at-work", "work-pc") == "yes"
            case "phone-company":
                return self.told.text("caller-numbers") != ""
            case "bank-unauthorised":
                return bool(self.payments or self._not_mine)
            case _:
                return bool(self.payments)

    def makers(self) -> tuple[str, ...]:
        """Return the ids of the programs whose makers may know more: through which strangers came, or found here."""
        found = (
            known.finding.tool_id
            for known in self.told.case.findings.values()
            if known.finding.is_alarm and known.mark not in ("mine", "known")
        )
        ids = dict.fromkeys((*(one.tool for one in self._strangers), *found))
        return tuple(one for one in ids if _TOOL_ID.fullmatch(one) and self.told.teller.has_maker(one))

    def _opened(self) -> bool:
        return self.told.case.answer(OPENED, OPENED_FIELD) == "yes"

    def _chosen(self) -> tuple[Payment, ...]:
        """Return the payments of this letter, in the order of time."""
        case = self.told.case
        if self.letter == "ombudsman":
            refused = [one for one in case.payments.values() if one.refused or one.final_letter_on]
            asked = {route.payment_id for route in self._routes if route.letter in ASKED_BACK}
            return _in_order(refused or (one for one in case.payments.values() if one.id in asked))
        own = {route.payment_id for route in self._own_routes}
        if self.letter == "subscription":
            own |= {one.id for one in case.payments.values() if one.rail == "subscription"}
        return _in_order(one for one in case.payments.values() if one.id in own)

    # --- conditions ---------------------------------------------------------------------------------------------------

    def _holds(self, condition: When) -> bool:
        opposite = _OPPOSITES.get(condition)
        return not self._plain(opposite) if opposite is not None else self._plain(condition)

    def _plain(self, condition: When) -> bool:
        case, who = self.told.case, {one.who_sent for one in self.payments}
        checks: Mapping[When, Callable[[], bool]] = {
            "has-payments": lambda: bool(self.payments),
            "by-them": lambda: "them" in who,
            "unseen": lambda: "unseen" in who,
            "by-me": lambda: "me" in who,
            "not-sure": lambda: "unknown" in who or None in who,
            "has-session": lambda: bool(self._sessions()),
            "was-refused": lambda: any(one.refused for one in self.payments),
            "told-bank": lambda: self._bank_told_on() != "",
            "complained": lambda: any(one.complained_on for one in self.payments),
            "has-final-letter": lambda: any(one.final_letter_on for one in self.payments),
            "vulnerable-told": lambda: self._harder() != "",
            "police-told": lambda: self._report() is not None,
            "has-not-mine-rows": lambda: bool(self._not_mine),
            "papers-shown": lambda: self._papers() != "",
            "phone-touched": lambda: "phone-too" in _several(case.answer("what-they-did", "did")),
        }
        return checks[condition]()

    # --- tables -------------------------------------------------------------------------------------------------------

    def went_to(self, payment: Payment) -> str:
        """Return to whom a payment went and under which reference, as far as that is known."""
        reference = self.told.papers.told.reference.format(text=visible(payment.reference)) if payment.reference else ""
        return ", ".join(part for part in (visible(payment.to_whom), reference) if part)

    def not_mine_rows(self) -> tuple[tuple[str, ...], ...]:
        """Return the rows of statements that are not the person's."""
        own = self.told.pack.currency
        return tuple(
            (
                self.told.day(row.day),
                amounts.money_words(abs(row.amount_minor), row.currency, own),
                visible(row.payee),
                visible(row.reference),
            )
            for row in self._not_mine
        )

    def sessions(self) -> tuple[str, ...]:
        """Return the connections in a line each, with day, times and the offset of the clock."""
        teller = self.told.teller._replace(as_of=None)  # a letter goes to somebody who does not know the year
        told = []
        for one in self._sessions():
            tool = teller.tool(one.tool) or teller.phrases.who.this_program
            ids = teller.phrases.report.number.format(tool=tool, id=number_shown(one.remote.id))
            told.append(f"{tool}: {window_words(one, teller)}.{f' {ids}' if one.remote.id else ''}")
        return tuple(told)

    def rules(self) -> tuple[str, ...]:
        """Return what the rules say that the payments of this letter rest on, each as a quotation with its day.

        A rule of a row that gives no right stays out, wherever else it stands: a letter is for the person who sends it,
        and advice to that person tells a company nothing. The page is named only where it is one of the body itself: a
        company lays a page of somebody else aside. The record names them all.
        """
        phrases, pack = self.told.papers.letter, self.told.pack
        ids = dict.fromkeys(rule for route in self._own_routes for rule in route.rules)
        rows = pack.payments.routes
        no_right = {rule for row in rows if not row.covered for rule in row.rules}
        rules = [pack.rule(rule_id) for rule_id in ids if rule_id not in no_right]
        return tuple(
            (phrases.rule_with_page if rule.evidence == "official" else phrases.rule).format(
                name=rule.name,
                says=rule.says,
                page=rule.source.split("/")[2].removeprefix("www."),
                day=self.told.date(rule.checked_on),
            )
            for rule in rules
        )

    def dates(self) -> tuple[tuple[str, str], ...]:
        """Return the days by which a company must have done something, once each.

        A day from which the person may do something is nobody's limit, so it is not a company's either.
        """
        theirs = (
            one
            for route in self._own_routes
            for one in route.deadlines
            if not one.is_mine and one.on is not None and not one.id.endswith(FIRST_DAY)
        )
        told = {(self.told.words.deadlines.get(one.id, one.id), one.on): None for one in theirs}
        return tuple((name, self.told.date(on)) for name, on in told if on is not None)

    # --- marks --------------------------------------------------------------------------------------------------------

    def _all_marks(self) -> Mapping[str, Callable[[], str]]:
        told, case = self.told, self.told.case

        def line_of(name: str) -> Callable[[], str]:
            return lambda: _one_line(told.text(name))

        plain = {
            "call.day": "the-call.day",
            "call.began": "the-call.began-at",
            "call.ended": "the-call.ended-at",
            "caller.company": "the-caller.company",
            "caller.name": "the-caller.caller-name",
            "caller.numbers": "caller-numbers",
            "caller.web": "web-addresses",
            "caller.mail": "e-mails",
            "screen.number": SCREEN_NUMBER,
        }
        marks = {mark: line_of(name) for mark, name in plain.items()}
        return MappingProxyType(
            marks
            | {
                "case.number": lambda: visible(case.number),
                "payments.count": self._count,
                "payments.total": lambda: told.total(self.payments),
                "payments.first-day": lambda: self._day(0),
                "payments.last-day": lambda: self._day(-1),
                "payments.accounts": lambda: self._of("account_ending"),
                "payments.bank-references": lambda: self._of("bank_reference"),
                "bank.told-on": self._bank_told_on,
                "bank.reference": lambda: self._of("bank_reference") or self._call_reference(),
                "bank.said": lambda: self._of("bank_said"),
                "bank.complained-on": lambda: self._first_day("complained_on"),
                "bank.final-letter-on": lambda: self._first_day("final_letter_on"),
                "police.body": lambda: told.reported_to(step) if (step := self._report()) else "",
                "police.reference": lambda: self._of_report("reference"),
                "police.reported-on": lambda: self._of_report("reported-on"),
                "tool.name": lambda: told.teller.tool(self.about) if self.about else "",
                "tool.desk": self._desk,
                "tool.their-numbers": lambda: self._remotes("id"),
                "tool.their-names": lambda: self._remotes("name"),
                "tool.own-number": self._own_number,
                "tool.addresses": self._addresses,
                "accounts.which": lambda: _one_line(told.text(f"{OPENED}.which")) if self._opened() else "",
                "tools.found": self._tools,
                "papers.shown": self._papers,
                "about-you.harder": self._harder,
                "about-you.words": lambda: _one_line(told.text("about-you.own-words")) if self._harder() else "",
                "subscription.company": lambda: self._of("to_whom"),
            }
        )

    def _count(self) -> str:
        phrases, count = self.told.papers.letter, len(self.payments)
        return "" if not count else phrases.one_payment if count == 1 else phrases.several_payments.format(count=count)

    def _day(self, place: int) -> str:
        days = [one.sent_on for one in self.payments if one.sent_on]
        return self.told.day(days[place]) if days else ""

    def _of(self, part: str) -> str:
        return ", ".join(dict.fromkeys(visible(text) for one in self.payments if (text := str(getattr(one, part)))))

    def _first_day(self, part: str) -> str:
        days = sorted(day for one in self.payments if (day := str(getattr(one, part))))
        return self.told.day(days[0]) if days else ""

    def _bank_calls(self) -> list[tuple[str, str]]:
        """Return day and reference of each call to the bank."""
        calls = (one for one in self.told.case.calls.values() if self.told.role(one.contact) == "bank")
        return [(one.started_at.date().isoformat(), visible(one.reference)) for one in calls]

    def _bank_told_on(self) -> str:
        return self._first_day("bank_told_on") or next((self.told.day(day) for day, _ in self._bank_calls()), "")

    def _call_reference(self) -> str:
        return ", ".join(dict.fromkeys(reference for _, reference in self._bank_calls() if reference))

    def _report(self) -> Step | None:
        """Return the first page on which the person said that they reported the crime."""
        case = self.told.case
        steps = (step for stage in self.told.plan.stages if stage.id == "report" for step in stage.steps)
        crime = (step for step in steps if any(self.told.role(contact) in CRIME_BODIES for contact in step.contacts))
        return next((step for step in crime if str(case.answer(step.id, "reported") or "") not in NOT_REPORTED), None)

    def _of_report(self, field: str) -> str:
        step = self._report()
        return self.told.text(f"{step.id}.{field}") if step is not None else ""

    def _sessions(self) -> tuple[Session, ...]:
        return tuple(one for one in self._strangers if one.start is not None and self.about in ("", one.tool))

    def _remotes(self, part: Literal["id", "name"]) -> str:
        told = [getattr(one.remote, part) for one in self._strangers if one.tool == self.about or not self.about]
        shown = (number_shown(text) if part == "id" else quoted(text, LONGEST_NAME) for text in told if text)
        return ", ".join(dict.fromkeys(shown))

    def _desk(self) -> str:
        """Return the page on which the maker takes reports, without what browsers put before it."""
        desk = self.told.teller.desks.get(self.about)
        return desk.url.removeprefix("https://").removeprefix("www.").rstrip("/") if desk is not None else ""

    def _own_number(self) -> str:
        number = own_number(self.told.case.traces, self.about) if self.about else ""
        return number_shown(number) if number else ""

    def _addresses(self) -> str:
        return ", ".join(dict.fromkeys(ip for one in self._sessions() for ip in public_addresses(one)))

    def _tools(self) -> str:
        found = (one.finding.tool_name for one in self.told.case.findings.values() if one.finding.is_alarm)
        return ", ".join(dict.fromkeys(visible(name) for name in found))

    def _papers(self) -> str:
        shown = _several(self.told.case.answer("what-they-did", "papers")) - NO_PAPERS
        return _one_line(self.told.text("what-they-did.papers")) if shown else ""

    def _harder(self) -> str:
        """Return what made it harder for the person, only where they allowed that the bank is told."""
        allowed = self.told.case.answer("about-you", "tell-bank") == "yes"
        return _one_line(self.told.text("about-you.harder-for-me")) if allowed else ""


def _in_order(payments: Iterable[Payment]) -> tuple[Payment, ...]:
    return tuple(sorted(payments, key=lambda one: (one.sent_on or "9", one.sent_time or "9", one.id)))


def _several(answer: object) -> set[str]:
    return set(answer) if isinstance(answer, list) else set()


def _one_line(text: str) -> str:
    return "; ".join(text.split("\n"))
