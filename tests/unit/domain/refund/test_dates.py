"""Reckoning with days."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from recovery_assistant.domain.refund.dates import business_days_after, months_after
from tests.unit.domain.gb_pack import GB


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(0, 48))
def test_months_later_is_the_same_day_or_the_last_of_the_month(day: date, months: int) -> None:
    later = months_after(day, months)
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    assert later.day == day.day or (later.day < day.day and (later + timedelta(days=1)).day == 1)


@given(st.dates(date(2026, 1, 1), date(2027, 1, 31)), st.integers(1, 40))
def test_business_days_are_days_on_which_banks_work(day: date, count: int) -> None:
    later = business_days_after(day, count, GB, "scotland")
    between = [day + timedelta(days=number) for number in range(1, (later - day).days + 1)]
    open_days = [one for one in between if one.weekday() < 5 and one not in GB.closed_days["scotland"]]
    assert len(open_days) == count
    assert open_days[-1] == later
