"""The facts behind a thing are those that it was told from, whatever else stands on the PC."""

from __future__ import annotations

import pytest

from recovery_assistant.domain.finding import LeftBehind
from recovery_assistant.domain.left_behind.facts import SETTINGS_BEHIND, facts_behind
from recovery_assistant.domain.left_behind.kinds import KINDS, SETTINGS
from recovery_assistant.domain.observation import BrowserExtension, System
from tests.unit.domain.left_behind_machines import left
from tests.unit.domain.left_behind_rows import CHROME, EXTENSION, ROWS, Row, forced, setting, user


@pytest.mark.parametrize("row", ROWS, ids=[f"{row[0]}-{row[1]}-{number}" for number, row in enumerate(ROWS)])
def test_a_thing_leads_back_to_what_it_was_told_from(row: Row) -> None:
    kind, system, seen, _steps = row
    others = (user("somebody"), setting("hosts-entry", "x", "1.2.3.4 x.example"))
    found = facts_behind(left(seen, system)[kind], (*others, *seen))
    assert found
    assert set(found) <= set(seen)


def test_of_a_forced_extension_it_is_the_rule() -> None:
    there = BrowserExtension(source="profile", browser="Google Chrome", extension_id=EXTENSION, name="Shopper")
    rule = forced(rf"{CHROME}\ExtensionInstallForcelist\1")
    thing = left((there, rule), System.WINDOWS)["extension-forced"]
    assert thing.value == f"Google Chrome: Shopper ({EXTENSION})"
    assert facts_behind(thing, (there, rule)) == (rule,)
    plain = LeftBehind(host="this", kind="extension", says="", value=thing.value)
    assert facts_behind(plain, (there, rule)) == (there,)


def test_what_is_only_counted_has_no_facts() -> None:
    thing = LeftBehind(host="this", kind="account", says="", value="… 3 more")
    assert facts_behind(thing, (user("a"), user("b"))) == ()


def test_the_table_names_what_there_is() -> None:
    assert set(SETTINGS_BEHIND) <= set(KINDS)
    named = {name for names in SETTINGS_BEHIND.values() for name in names}
    assert named <= set(SETTINGS)
    never_left = {"antivirus-registered", "firewall-registered"}
    assert set(SETTINGS) - named == never_left
