"""Which way to ask for each payment back, and until when: who pressed "send", how it was paid, where, which day.

Payments of a case are looked at together: what somebody was tricked into is one claim, and its time runs from the last
payment of them all. Nothing here promises a refund. A route says whom to ask and under which rule; its words stand
under the same id in the prose (`Words.routes`). Every date names the rule that it rests on. A date that cannot be
worked out, because a day was not told, is there with `on=None`, so that its absence is seen.

What the routes are, and for which payments, is data of each country (`domain/payment_rules.py`).
"""

from __future__ import annotations

from recovery_assistant.domain.refund.asking import Part, parts_asked
from recovery_assistant.domain.refund.choosing import LAST_RESORT
from recovery_assistant.domain.refund.dates import (
    business_days_after,
    deadline,
    months_after,
    plausible_day,
    unit_of,
)
from recovery_assistant.domain.refund.model import Deadline, Route
from recovery_assistant.domain.refund.routing import REMARKS, complaint_deadlines, routes

__all__ = [
    "LAST_RESORT",
    "REMARKS",
    "Deadline",
    "Part",
    "Route",
    "business_days_after",
    "complaint_deadlines",
    "deadline",
    "months_after",
    "parts_asked",
    "plausible_day",
    "routes",
    "unit_of",
]
