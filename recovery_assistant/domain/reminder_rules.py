"""Dates of a country that follow from a day which the person told on a page: when a ban, an alert or a notice ends.

Read from `reminders.toml` of a country. What is counted is `domain/reminders.py`'s to do.
"""

from __future__ import annotations

from msgspec import Struct

from recovery_assistant.domain.region import Region


class ReminderRule(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, rename={"counted_from": "from"}):
    """One date.

    Attributes:
        id: names the words (`Words.deadlines`), such as "cifas-ends".
        counted_from: `from` in the file: "step.field" of an answer that is a day, such as "cifas.registered-on".
        rule: id of the rule in the pack whose `values` hold the figure.
        value: key of that figure; its ending is the unit: _business_days, _days, _weeks, _months or _hours.
        regions: where it holds; empty for the whole country.
    """

    id: str
    counted_from: str
    rule: str
    value: str
    regions: tuple[Region, ...] = ()
