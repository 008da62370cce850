"""How a country's rules for payments are written down: which way to ask fits which payment, and which dates follow.

Read from `payments.toml` of a country. The engine that applies them is `domain/refund`; it knows no country. Figures
stand in the rules of the pack (`Rule.values`), so that each has a source; here they are named, never repeated, but for
the bounds by which a route is chosen, which lint holds against the rule.
"""

from __future__ import annotations

from datetime import date
from typing import Literal

from msgspec import Struct

from recovery_assistant.domain.payment import Rail
from recovery_assistant.domain.region import Region

WhoAnswered = Literal["them", "me", "unseen", "unknown", "none"]
"""Who pressed "send", as answered; "none" while nothing was answered."""
YesNo = Literal["yes", "no", "unknown"]
CountedFrom = Literal["sent", "last-of-claim", "noticed", "told", "statement", "complained", "final-letter"]
"""The day of: the payment · the last payment of the claim · the person noticing it · the bank being told · the first
statement that shows it · the complaint · the company's final letter."""

TOO_LATE = "too-late"


class RouteDate(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, rename={"counted_from": "from"}):
    """One date of a route.

    Attributes:
        id: names the words (`Words.deadlines`), such as "claim-by".
        rule: id of the rule in the pack whose `values` hold the figure.
        value: key of that figure; its ending is the unit: _business_days, _days, _weeks, _months or _hours.
        counted_from: `from` in the file.
        mine: the person must keep it; a company must keep the others.
        missed: remark that stands beside the route once a date of the person's was missed; "" for none. "too-late"
            means that the way is closed by it (said only when every such date of the route was missed). A date with
            another remark changes how much comes back, or by which of two ways, and closes nothing.
    """

    id: str
    rule: str
    value: str
    counted_from: CountedFrom
    mine: bool = False
    missed: str = TOO_LATE


class RouteRule(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One way to ask for a payment back, and which payments it is for. Empty conditions hold for all.

    Attributes:
        id: names the words (`Words.routes`); several may share an id, when the same words fit.
        rails: ways of paying.
        who: who pressed "send".
        to_own_account, sent_abroad: answers that fit.
        sent_from: payments of that day and later; an unknown day fits.
        sent_before: payments before that day; an unknown day does not fit.
        amount_above_minor, amount_up_to_minor: in the country's currency; an unknown amount fits, and so does one in
            another currency (with the remark "other-currency").
        regions: where it holds; while nobody has said where they live, only routes of the whole country hold.
        rules: ids of the rules that it rests on, the first one first.
        dates: see `RouteDate`.
        as_if: for an answer that is not sure: the route takes the rules and dates of the routes that the same payment
            would have, had it been sent by each of these.
        covered: False for a way that no rule gives a right to, so that one asks for goodwill. Beside a route that is
            not sure and may turn out to be this one, stands the remark "not-covered".
        limit_rule: rule whose `limit_minor` the sum of all payments of this route is held against ("over-limit").
        letter: id of the letter that fits, or "".
        contacts: contacts to ring or write to besides whoever moved the money: ids, or a role for the first with it.
        remarks: ids of sentences that always stand beside it.
        complaint: which rules hold once somebody said no: those for payments, the others of the country, or "none"
            for a shop or a company that no ombudsman for banks binds.
    """

    id: str
    rails: tuple[Rail, ...] = ()
    who: tuple[WhoAnswered, ...] = ()
    to_own_account: tuple[YesNo, ...] = ()
    sent_abroad: tuple[YesNo, ...] = ()
    sent_from: date | None = None
    sent_before: date | None = None
    amount_above_minor: int | None = None
    amount_up_to_minor: int | None = None
    regions: tuple[Region, ...] = ()
    rules: tuple[str, ...] = ()
    dates: tuple[RouteDate, ...] = ()
    as_if: tuple[WhoAnswered, ...] = ()
    covered: bool = True
    limit_rule: str = ""
    letter: str = ""
    contacts: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()
    complaint: Literal["payment", "other", "none"] = "payment"


class ComplaintRule(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What follows when a company refuses: dates counted from the complaint or the final letter, and whom to ask then.

    Attributes:
        rules: ids of the rules that it rests on.
        letter: id of the letter to the ombudsman, or "".
        contacts: ids or roles, such as "ombudsman".
    """

    rules: tuple[str, ...] = ()
    dates: tuple[RouteDate, ...] = ()
    letter: str = ""
    contacts: tuple[str, ...] = ()


class PaymentRules(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """payments.toml of a country.

    Attributes:
        rails: ways of paying that exist there, in the order of the page.
        routes: in order: the first one that fits a payment is its route.
        complaint, other_complaint: see `RouteRule.complaint`.
    """

    rails: tuple[Rail, ...] = ()
    routes: tuple[RouteRule, ...] = ()
    complaint: ComplaintRule = ComplaintRule()
    other_complaint: ComplaintRule = ComplaintRule()

    def complaint_of(self, row: RouteRule) -> ComplaintRule:
        """Return what follows when a payment of this row is refused."""
        kinds = {"payment": self.complaint, "other": self.other_complaint, "none": ComplaintRule()}
        return kinds[row.complaint]
