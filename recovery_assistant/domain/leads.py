"""The check before a report is made: what police and companies can follow, what is missing, and where to find it."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from msgspec import Struct

from recovery_assistant.domain.case_told import CaseTold
from recovery_assistant.domain.words import filled

LEADS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "caller-numbers": ("caller-numbers",),
        "remote-id": ("remote-ids",),
        "accounts-paid": ("payments.accounts",),
        "amounts": ("payments",),
        "times": ("the-call.day", "the-call.began-at", "the-call.ended-at", "sessions.times"),
        "web-addresses": ("web-addresses",),
        "e-mails": ("e-mails",),
    }
)
"""Each kind of lead, with the names under which a case tells it."""
NO_MONEY_NO_LEAD: Final = frozenset({"accounts-paid", "amounts"})
"""Not missing where the person said that nothing was paid."""


class Lead(Struct, frozen=True, kw_only=True):
    """One kind of lead.

    Attributes:
        value: what is there; "" when nothing is.
        gaps: what is missing inside of it.
        find: where to look for it, in sentences.
        step, page: where it can be added.
        from_records: it holds what the records of the PC say.
    """

    id: str
    name: str
    value: str
    gaps: tuple[str, ...]
    find: tuple[str, ...]
    step: str
    page: str
    from_records: bool

    @property
    def is_missing(self) -> bool:
        """Whether something of it can still be looked for."""
        return not self.value or bool(self.gaps)


def leads(told: CaseTold) -> tuple[Lead, ...]:
    """Return every kind of lead, those that are there as well as those that are missing."""
    return tuple(_lead(kind, names, told) for kind, names in LEADS.items())


def _lead(kind: str, names: tuple[str, ...], told: CaseTold) -> Lead:
    phrases, found = told.papers.leads, [told.told(name) for name in names]
    value = "\n".join(dict.fromkeys(one.text for one in found if one.text))
    no_money = kind in NO_MONEY_NO_LEAD and not told.case.payments and bool(told.text("payments"))
    step = next((one.step for one in found if one.step), "")
    return Lead(
        id=kind,
        name=phrases.names[kind],
        value=told.papers.told.none if no_money else value,
        gaps=tuple(dict.fromkeys(gap for one in found for gap in one.gaps)),
        find=tuple(filled(text, told.pack) for text in phrases.find[kind]),
        step=step,
        page=told.plan.code(step) if step else "",
        from_records=any(one.from_records for one in found),
    )
