"""The rules for payments are read whole, and a mistake is told with its key."""

from __future__ import annotations

from pathlib import Path

import pytest

from recovery_assistant.content.payments import load_payments, load_reminders
from recovery_assistant.content.reading import MisfitError
from recovery_assistant.domain.payment_rules import PaymentRules

ROUTE = """
rails = ["wire", "other"]
[[routes]]
id = "recall"
rails = ["wire"]
who = ["me", "none"]
[[routes.dates]]
id = "recall-by"
rule = "quick"
value = "within_hours"
from = "sent"
mine = true
"""


def test_a_country_without_the_files_has_no_rules(tmp_path: Path) -> None:
    assert load_payments(tmp_path) == PaymentRules()
    assert load_reminders(tmp_path) == ()


def test_what_the_files_say(tmp_path: Path) -> None:
    (tmp_path / "payments.toml").write_text(ROUTE, "utf-8")
    (row,) = load_payments(tmp_path).routes
    assert (row.id, row.who, row.covered) == ("recall", ("me", "none"), True)
    assert (row.dates[0].counted_from, row.dates[0].mine, row.dates[0].missed) == ("sent", True, "too-late")
    (tmp_path / "reminders.toml").write_text(
        '[[reminders]]\nid = "ban-ends"\nfrom = "ban.placed-on"\nrule = "ban"\nvalue = "lasts_days"\n', "utf-8"
    )
    (reminder,) = load_reminders(tmp_path)
    assert (reminder.id, reminder.counted_from, reminder.value) == ("ban-ends", "ban.placed-on", "lasts_days")


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ('from = "sent"', 'from = "yesterday"', "routes[0].dates[0].from"),
        ('rails = ["wire"]', 'rails = ["pigeon"]', "routes[0].rails[0]"),
        ('who = ["me", "none"]', "whom = 1", "routes[0]"),
    ],
)
def test_a_mistake_is_told_with_its_key(tmp_path: Path, old: str, new: str, place: str) -> None:
    (tmp_path / "payments.toml").write_text(ROUTE.replace(old, new), "utf-8")
    with pytest.raises(MisfitError) as caught:
        load_payments(tmp_path)
    assert caught.value.place == place
