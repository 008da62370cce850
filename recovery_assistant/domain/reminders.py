"""Days to put in a diary: when to look at statements again, and until when money can be asked for.

The rhythm (each week for three months, then each month until the thirteenth) follows the time limit for payments that
somebody did not make; small tests come before big takings.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from typing import Final, Literal

from msgspec import Struct

from recovery_assistant.domain.calendar_file import DiaryDay
from recovery_assistant.domain.case import Case
from recovery_assistant.domain.country import CountryPack
from recovery_assistant.domain.payment_rules import RouteDate
from recovery_assistant.domain.plan import region_of
from recovery_assistant.domain.refund import (
    Deadline,
    complaint_deadlines,
    deadline,
    months_after,
    plausible_day,
    routes,
)
from recovery_assistant.domain.report_fields import CHASE_AFTER, CHASE_ON, REPORTED, REPORTED_ON
from recovery_assistant.domain.words import Words, filled

HabitId = Literal["statements-weekly", "statements-monthly", "last-look", "chase-report"]

WEEKLY_MONTHS = 3
LAST_LOOK_MONTHS = 12
MONTHLY_MONTHS = 13
_WEEK = timedelta(days=7)
_ROWS: Final[dict[str, Literal["week", "month"]]] = {"statements-weekly": "week", "statements-monthly": "month"}


class Reminder(Struct, frozen=True, kw_only=True):
    """One line for a diary; its words stand in `Words.deadlines`.

    Attributes:
        on: the day, or the first of a row of days; never before today.
        until: the last of a row of days; None for a single day.
        payment_id: the payment that it is about, or "".
        is_limit: the last day for something.
    """

    id: str
    on: date
    is_limit: bool = False
    until: date | None = None
    payment_id: str = ""


def reminders(case: Case, pack: CountryPack, today: date) -> tuple[Reminder, ...]:
    """Return what is still to come, in the order of days. Days that the person must keep, never those of a bank."""
    found = [*_habits(_began(case, today), today), *_payments(case, pack, today), *_others(case, pack, today)]
    found += [Reminder(id="chase-report", on=day) for day in _chases(case, today)]
    return tuple(sorted(found, key=lambda reminder: (reminder.on, reminder.id, reminder.payment_id)))


def diary(
    found: Iterable[Reminder], words: Words, pack: CountryPack, in_words: Callable[[date], str]
) -> tuple[DiaryDay, ...]:
    """Return reminders as entries of a calendar: what to do and when, and nothing of the case.

    Two payments with one day give one entry: calendars take two of the same name for a mistake.

    `in_words` says a day ("18 December 2027"); a limit has it in its text, since an entry may be moved to another day.
    """
    entries = (
        DiaryDay(
            summary=" ".join((filled(words.deadlines[one.id], pack), *([in_words(one.on)] if one.is_limit else []))),
            on=one.on,
            until=one.until,
            every=_ROWS.get(one.id, ""),
            is_limit=one.is_limit,
        )
        for one in found
    )
    return tuple(dict.fromkeys(entries))


def _began(case: Case, today: date) -> date:
    """Return the day of the call; the day on which the case was started stands in for it."""
    answer = case.answer("the-call", "day")
    told = plausible_day(answer) if isinstance(answer, str) else None
    started = case.started_at.date() if case.started_at else today
    return min(told, today) if told else started


def _habits(began: date, today: date) -> list[Reminder]:
    weekly_until, monthly_until = months_after(began, WEEKLY_MONTHS), months_after(began, MONTHLY_MONTHS)
    weeks = max(1, -(-(today - began).days // _WEEK.days))
    weekly = began + weeks * _WEEK
    monthly = next(
        (
            day
            for months in range(WEEKLY_MONTHS + 1, MONTHLY_MONTHS + 1)
            if (day := months_after(began, months)) >= today
        ),
        None,
    )
    last_look = months_after(began, LAST_LOOK_MONTHS)
    found = []
    if weekly <= weekly_until:
        found.append(Reminder(id="statements-weekly", on=weekly, until=weekly_until))
    if monthly is not None:
        found.append(Reminder(id="statements-monthly", on=monthly, until=monthly_until))
    if last_look >= today:
        found.append(Reminder(id="last-look", on=last_look))
    return found


def _payments(case: Case, pack: CountryPack, today: date) -> list[Reminder]:
    return [
        reminder
        for route in routes(case.payments.values(), pack, region_of(case), today)
        for one in route.deadlines
        for reminder in _kept(one, route.payment_id)
    ]


def _others(case: Case, pack: CountryPack, today: date) -> list[Reminder]:
    complained, letter = (
        str(case.answer("bank-says-no", field) or "") for field in ("complained-on", "final-letter-on")
    )
    complaint = complaint_deadlines(complained, letter, pack, region_of(case), today)
    return [reminder for one in (*complaint, *_of_country(case, pack, today)) for reminder in _kept(one, "")]


def _of_country(case: Case, pack: CountryPack, today: date) -> list[Deadline]:
    """Return when the bans, alerts and notices end that the person has told the day of."""
    region, found = region_of(case), []
    for rule in pack.reminders:
        answer = case.answer(*rule.counted_from.split(".", 1))
        begun = plausible_day(answer) if isinstance(answer, str) else None
        if begun is not None and (not rule.regions or region in rule.regions):
            # A registration was made, so it was made by today: a day to come is a slip of the pen.
            asked = RouteDate(id=rule.id, rule=rule.rule, value=rule.value, counted_from="sent", mine=True)
            found.append(deadline(asked, begun if begun <= today else None, pack, region, today))
    return found


def _chases(case: Case, today: date) -> set[date]:
    """Return the days on which to ask what became of a report: as the person chose, else two weeks after it."""
    days: set[date] = set()
    for answers in case.answers.values():
        chosen, reported = (plausible_day(str(answers.get(field) or "")) for field in (CHASE_ON, REPORTED_ON))
        if REPORTED in answers and (chosen or reported):
            days.add(chosen or (reported or today) + timedelta(days=CHASE_AFTER))
    return {day for day in days if day >= today}


def _kept(one: Deadline, payment_id: str) -> list[Reminder]:
    if one.on is None or one.passed or not one.is_mine:
        return []
    return [Reminder(id=one.id, on=one.on, payment_id=payment_id, is_limit=True)]
