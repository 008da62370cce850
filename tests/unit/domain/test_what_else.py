"""What a look at the PC tells of times, and where else may be looked."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from recovery_assistant.domain.left_behind.kinds import SETTINGS
from recovery_assistant.domain.observation import (
    Account,
    BrowserExtension,
    InstalledProgram,
    Observation,
    PastRun,
    Process,
    ProgramFile,
    Service,
    Setting,
    System,
)
from recovery_assistant.domain.what_else import _OF_PROTECTION, PLACES, SCOPES, SOURCES, TOOL_LOGS, happened
from recovery_assistant.hosts import port

AT = datetime(2026, 3, 5, 14, 2, 11, tzinfo=UTC)


@pytest.mark.parametrize(
    ("observation", "what", "detail"),
    [
        (InstalledProgram(source="s", display_name="AnyDesk", installed_at=AT), "installed", "AnyDesk"),
        (InstalledProgram(source="s", package="x11vnc", installed_at=AT), "installed", "x11vnc"),
        (BrowserExtension(source="s", browser="b", extension_id="abc", installed_at=AT), "installed", "abc"),
        (Service(source="s", name="AnyDesk", installed_at=AT), "service-made", "AnyDesk"),
        (Account(source="s", name="helper", created_at=AT), "account-made", "helper"),
        (PastRun(source="s", name="X.EXE", path="C:/X.exe", last_at=AT), "program-run", "C:/X.exe"),
        (ProgramFile(source="s", path="C:/X.exe", came_from="example.org", arrived_at=AT), "downloaded", "C:/X.exe"),
        (ProgramFile(source="s", path="C:/X.exe", arrived_at=AT), "file-received", "C:/X.exe"),
        (
            Setting(source="s", name="remote-desktop-enabled", value="1", changed_at=AT),
            "protection-changed",
            "remote-desktop-enabled = 1",
        ),
        (
            Setting(source="s", name="typed-command", value="net user x Zbig1 /add", about="Ada", changed_at=AT),
            "command-typed",
            "net user x [password taken out] /add",
        ),
    ],
)
def test_what_has_a_time(observation: Observation, what: str, detail: str) -> None:
    found = happened(observation)
    assert found is not None
    assert (found.what, found.detail, found.start) == (what, detail, AT)
    assert found.tool == ""


@pytest.mark.parametrize(
    "observation",
    [
        InstalledProgram(source="s", display_name="AnyDesk"),
        Service(source="s", name="disk", is_driver=True, installed_at=AT),
        Account(source="s", name="Guest", built_in=True, created_at=AT),
        Setting(source="s", name="hosts-entry", value="1 a", changed_at=AT),
        Process(source="s", name="x"),
    ],
)
def test_what_has_none_or_is_ordinary(observation: Observation) -> None:
    assert happened(observation) is None


def test_a_typed_line_without_a_time_is_told_without_one() -> None:
    found = happened(Setting(source="s", name="typed-command", value="cmd", about="Ada"))
    assert found is not None
    assert (found.start, found.zone_basis, found.local_user) == (None, "unknown", "Ada")


def test_every_scope_but_the_first_has_somewhere_to_look() -> None:
    for scope in SCOPES:
        looks = [bool(PLACES[system].get(scope)) or scope in SOURCES for system in System]
        assert all(looks) == (scope != TOOL_LOGS)
    known = {value for name, value in vars(port).items() if name.isupper() and isinstance(value, str)}
    assert {source for sources in SOURCES.values() for source in sources} <= known


def test_settings_are_called_as_hosts_call_them() -> None:
    assert set(SETTINGS) >= _OF_PROTECTION
