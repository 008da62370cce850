"""Every rule of the payments' lint can fail: each is broken once in the made-up country."""

from __future__ import annotations

from datetime import date

import pytest
from msgspec import structs

from recovery_assistant.content.lint_parts import Library
from recovery_assistant.content.loading import load_guidance
from recovery_assistant.content.payments_lint import payments, words_in_use
from recovery_assistant.domain.payment_rules import ComplaintRule, PaymentRules, RouteRule
from recovery_assistant.domain.reminder_rules import ReminderRule
from recovery_assistant.domain.words import RouteWords
from recovery_assistant.resources import resources_root
from tests.unit.domain.refund.rows import CLAIM, LITTLE, PACK, PAYMENTS

SHIPPED = load_guidance(resources_root(), "en", "gb")
ROUTES, DEADLINES, REMARKS = words_in_use(PACK)
TELLING = RouteWords(name="A way", reason="Why.", say="Say this.", steps=("Do this.",))
WORDS = structs.replace(
    SHIPPED.words,
    routes=dict.fromkeys(ROUTES, TELLING),
    deadlines=dict.fromkeys(DEADLINES, "By"),
    remarks=dict.fromkeys(REMARKS, "So."),
)
NO_FIGURE = "There is no rule claim with a value soon_days."
ANYWAY = PAYMENTS.routes[-1]


def _found(rules: PaymentRules, *reminders: ReminderRule) -> set[str]:
    pack = structs.replace(PACK, payments=rules, reminders=reminders)
    return {one.reason for one in payments(Library(plan=SHIPPED.plan, words=WORDS, pack=pack, texts=()))}


def _with(*rows: RouteRule) -> PaymentRules:
    return structs.replace(PAYMENTS, routes=(*rows, *PAYMENTS.routes))


def _of(**parts: object) -> RouteRule:
    return structs.replace(RouteRule(id="code", rails=("cash",), rules=("claim",)), **parts)


def test_the_made_up_country_lacks_only_ways_that_it_needs_not_have() -> None:
    assert {reason.partition(" for ")[0] for reason in _found(PAYMENTS)} <= {"No way is written"}


@pytest.mark.parametrize(
    ("rules", "reason"),
    [
        (PaymentRules(), "There are no rules for payments."),
        (structs.replace(PAYMENTS, routes=PAYMENTS.routes[:-1]), "The last way is not “ask-anyway” for all payments."),
        (_with(_of(rails=("paypal",))), "paypal has a way, but is not asked for."),
        (structs.replace(PAYMENTS, rails=(*PAYMENTS.rails, "wire")), "wire stands twice in rails."),
        (structs.replace(PAYMENTS, rails=("cheque",), routes=(ANYWAY,)), "No way is written for cheque with who = me."),
        (_with(_of(rules=("nothing",))), "Somewhere has no rule “nothing”."),
        (_with(_of(contacts=("nobody",))), "Somewhere has no contact “nobody”."),
        (_with(_of(as_if=("them",), who=("me",))), "as_if is for who = unknown and none only."),
        (_with(_of(as_if=("unknown",), who=("none",))), "as_if takes them, me and unseen only."),
        (_with(_of(regions=("england",))), "Somewhere has no region england."),
        (_with(_of(amount_above_minor=7)), "amount_above_minor is 7, but no rule of the way has above_minor = 7."),
        (_with(_of(sent_from=date(2026, 1, 1))),
         "sent_from is 2026-01-01, but no rule of the way is in force from that day."),
        (_with(_of(limit_rule="notice")), "notice is no rule with limit_minor."),
        (_with(_of(dates=(structs.replace(CLAIM, counted_from="complained"),))), "claim-by belongs to a complaint."),
        (_with(_of(dates=(structs.replace(CLAIM, value="limit_minor"),))), "limit_minor does not end in a unit."),
        (_with(_of(dates=(structs.replace(CLAIM, value="soon_days"),))), NO_FIGURE),
        (_with(_of(rules=(), dates=(CLAIM,))), "The way does not rest on claim."),
        (_with(_of(rules=("notice",), dates=(structs.replace(LITTLE, mine=False),))),
         "Only a date with mine = true can be missed."),
        (structs.replace(PAYMENTS, complaint=ComplaintRule(rules=("claim",), dates=(CLAIM,))),
         "claim-by is not counted from a complaint."),
        (_with(_of(id="quite-new")), "“quite-new” of Somewhere has no words."),
        (_with(_of(remarks=("unsaid",))), "“unsaid” of Somewhere has no words."),
    ],
)  # fmt: skip
def test_each_mistake_is_found(rules: PaymentRules, reason: str) -> None:
    assert reason in _found(rules)


def test_a_reminder_counts_from_a_day_that_a_page_asks() -> None:
    asked = ReminderRule(id="claim-by", counted_from="the-call.day", rule="claim", value="claim_within_months")
    assert _found(PAYMENTS, asked) == _found(PAYMENTS)
    told = _found(PAYMENTS, structs.replace(asked, counted_from="the-call.began-at"))
    assert "No page asks the-call.began-at as a day." in told
    assert NO_FIGURE in _found(PAYMENTS, structs.replace(asked, value="soon_days"))
