"""The registry as something to be read: views, capitals, and values that nobody can trust."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recovery_assistant.hosts.windows.registry import (
    LONGEST_TEXT,
    Entry,
    RecordedRegistry,
    RegistryKey,
    View,
    moment,
    shown,
    views,
)

ANY_VALUE = st.none() | st.text() | st.binary() | st.integers() | st.lists(st.text()) | st.booleans()


def entry(**values: object) -> Entry:
    return Entry(RegistryKey(values), r"HKLM\X")


def test_keys_above_a_named_key_exist_and_capitals_do_not_matter() -> None:
    registry = RecordedRegistry({r"HKLM\SOFTWARE\AnyDesk\Config": {"a": 1}})
    above = registry.read(r"hklm\Software\ANYDESK")
    assert above is not None
    assert above.subkeys == ("Config",)
    assert registry.read(r"HKLM\SOFTWARE\TeamViewer") is None


def test_the_view_for_old_programs_is_a_key_of_its_own() -> None:
    registry = RecordedRegistry(
        {
            r"HKLM\SOFTWARE\X": {"bits": 64},
            r"HKLM\SOFTWARE\WOW6432Node\X": {"bits": 32},
            r"HKU\S\SOFTWARE\X": {"bits": 1},
        }
    )
    found = [registry.read(r"HKLM\SOFTWARE\X", view) for view in (View.NATIVE, View.OLD)]
    assert [key.values["bits"] for key in found if key] == [64, 32]
    own = registry.read(r"HKU\S\SOFTWARE\X", View.OLD)
    assert own is not None, "only HKLM is kept twice"
    assert shown(r"HKLM\SOFTWARE\X", View.OLD) == r"HKLM\SOFTWARE\WOW6432Node\X"
    assert views(registry) == (View.NATIVE, View.OLD)
    assert views(RecordedRegistry({r"HKLM\SOFTWARE\X": {}})) == (View.NATIVE,)


def test_a_denied_key_says_so() -> None:
    registry = RecordedRegistry({}, denied={r"HKU\S-1-5-21-9"})
    with pytest.raises(PermissionError):
        registry.read(r"HKU\S-1-5-21-9")
    users = registry.read("HKU")
    assert users is not None
    assert users.subkeys == ("S-1-5-21-9",)


def test_text_behind_a_nul_is_hidden_as_windows_hides_it_and_is_told() -> None:
    found = entry(DisplayName="Notepad\0AnyDesk")
    assert found.text("displayname") == "Notepad"
    assert "NUL" in found.problems[0].reason


def test_a_closing_nul_is_no_problem() -> None:
    found = entry(DisplayName="AnyDesk\0")
    assert found.text("DisplayName") == "AnyDesk"
    assert found.problems == []


def test_a_megabyte_is_cut_and_told() -> None:
    found = entry(DisplayName="A" * 1_000_000)
    assert len(found.text("DisplayName")) == LONGEST_TEXT
    assert "1000000 characters" in found.problems[0].reason


def test_a_missing_value_is_no_problem() -> None:
    found = entry()
    assert found.text("DisplayName") == ""
    assert found.number("Start") is None
    assert found.problems == []


@pytest.mark.parametrize(("value", "number"), [(2, 2), ("22631", 22631), ("7\0", 7), (None, None)])
def test_numbers(value: object, number: int | None) -> None:
    assert entry(Start=value).number("Start") == number


@pytest.mark.parametrize("value", [b"\2\0\0\0", "two", True, ["2"]])
def test_what_is_no_number_is_told(value: object) -> None:
    found = entry(Start=value)
    assert found.number("Start") is None
    assert found.problems[0] == (r"HKLM\X", "Start is no number")


@given(st.dictionaries(st.text(), ANY_VALUE))
def test_no_value_can_break_the_reader(values: dict[str, object]) -> None:
    found = Entry(RegistryKey(values), r"HKLM\X")
    for name in values:
        assert len(found.text(name)) <= LONGEST_TEXT
        found.number(name)
    assert all(text and "\0" not in text for _, text in found.texts())


def test_time_stamps() -> None:
    assert moment(133_000_000_000_000_000) == datetime(2022, 6, 18, 4, 26, 40, tzinfo=UTC)
    assert moment(0) is None
    assert moment(2**63) is None
