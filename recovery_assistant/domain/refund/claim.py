"""What one rule sees as one claim: all payments of a case that go the same way."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from recovery_assistant.domain.country import CountryPack
from recovery_assistant.domain.payment import Payment
from recovery_assistant.domain.payment_rules import RouteDate, RouteRule
from recovery_assistant.domain.refund.choosing import in_own_currency, row_for, rows_behind
from recovery_assistant.domain.refund.dates import days_of, later, unit_of
from recovery_assistant.domain.region import Region


class Claims:
    """The payments of a case, by the ways that they go, or may go."""

    def __init__(self, payments: Collection[Payment], pack: CountryPack, region: Region | None, today: date) -> None:
        self._pack, self._region, self._today = pack, region, today
        self._sure: dict[str, list[Payment]] = {}
        self._possible: dict[str, list[Payment]] = {}
        for payment in payments:
            row = row_for(payment, pack, region)
            self._sure.setdefault(row.id, []).append(payment)
            for name in {behind.id for behind in rows_behind(row, payment, pack, region)}:
                self._possible.setdefault(name, []).append(payment)

    def last_day(self, row: RouteRule, payment: Payment) -> date | None:
        """Return the day of the last payment of the claim that this payment belongs to, if it goes this way."""
        days = [day for one in self._sure.get(row.id, []) if (day := self._sent(one)) is not None]
        own = self._sent(payment)
        return max((own, *days)) if own is not None else max(days, default=None)

    def may_run_longer(self, row: RouteRule, asked: RouteDate) -> bool:
        """Return whether a payment of which not all is known may keep the time of a claim from being over."""
        count = self._pack.rule(asked.rule).values[asked.value]
        days = [self._sent(one) for one in self._possible.get(row.id, [])]
        unit = unit_of(asked.value)
        return any(day is None or later(day, count, unit, self._pack, self._region) >= self._today for day in days)

    def total(self, row: RouteRule) -> int:
        """Return the sum of the amounts that are known, in the smallest unit of the country's currency."""
        return sum(in_own_currency(one, self._pack) or 0 for one in self._sure.get(row.id, []))

    def _sent(self, payment: Payment) -> date | None:
        return days_of(payment, self._today).known.get("sent")
