"""Read a country's rules for payments from `payments.toml`, and the dates it brings itself from `reminders.toml`."""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct

from recovery_assistant.content.reading import read
from recovery_assistant.domain.payment_rules import PaymentRules
from recovery_assistant.domain.reminder_rules import ReminderRule

PAYMENTS_FILE = "payments.toml"
REMINDERS_FILE = "reminders.toml"


class _Reminders(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """reminders.toml of a country."""

    reminders: tuple[ReminderRule, ...]


def load_payments(folder: Path) -> PaymentRules:
    """Return the rules in a country's folder; none at all where the country has no such file yet.

    Raises:
        ContentError: the file cannot be read, or does not fit; the sentence names the key.
    """
    path = folder / PAYMENTS_FILE
    return read(path, PaymentRules) if path.exists() else PaymentRules()


def load_reminders(folder: Path) -> tuple[ReminderRule, ...]:
    """Return the dates that a country brings itself; none where it has no such file. Raises ContentError likewise."""
    path = folder / REMINDERS_FILE
    return read(path, _Reminders).reminders if path.exists() else ()
