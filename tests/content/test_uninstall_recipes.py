"""The shipped uninstall recipes: how many there are, which tools must have one, and that the unconfirmed ones ask."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from functools import cache
from typing import Final

import pytest

from recovery_assistant.content.catalogue import load_catalogue
from recovery_assistant.content.uninstall_lint import lint_uninstall
from recovery_assistant.domain.catalogue import InInstalled, Tool, UninstallRecipe
from recovery_assistant.domain.observation import System
from recovery_assistant.domain.removal.checking import check
from recovery_assistant.domain.removal.plan import Quarantine, RemovalPlan
from recovery_assistant.domain.removal.steps import Steps
from recovery_assistant.resources import resources_root
from tests.unit.domain.fake_ground import FakeGround

ON_WINDOWS = frozenset(
    {
        "anydesk",
        "teamviewer",
        "ultraviewer",
        "screenconnect",
        "rustdesk",
        "hoptodesk",
        "supremo",
        "zoho-assist",
        "splashtop",
        "atera",
        "logmein",
        "goto-resolve",
        "chrome-remote-desktop",
        "dwagent",
        "meshagent",
        "remote-utilities",
        "remotepc",
        "simplehelp",
        "tightvnc",
        "realvnc",
        "ultravnc",
        "anyviewer",
        "netsupport-manager",
        "action1",
        "litemanager",
    }
)
"""The 25 that callers and technicians use most on Windows, after the levels of abuse in the facts on tools."""
ON_MACOS = frozenset(
    {
        "anydesk",
        "teamviewer",
        "rustdesk",
        "screenconnect",
        "splashtop",
        "chrome-remote-desktop",
        "supremo",
        "hoptodesk",
        "logmein",
        "realvnc",
    }
)
NOT_CONFIRMED = frozenset({"hoptodesk", "supremo", "zoho-assist", "remotepc", "simplehelp", "todesk", "parsec"})
"""Tools whose silent removal on Windows nobody has confirmed: their uninstaller is only run with its windows."""


@cache
def tools() -> tuple[Tool, ...]:
    return load_catalogue(resources_root()).tools


def recipes(system: System) -> Iterator[tuple[Tool, UninstallRecipe]]:
    return ((tool, one) for tool in tools() for one in tool.uninstall if one.system == system)


def test_our_own_recipes_are_right() -> None:
    assert list(lint_uninstall(load_catalogue(resources_root()))) == []


def test_the_most_used_tools_have_a_recipe() -> None:
    assert len(ON_WINDOWS) == 25
    assert len(ON_MACOS) == 10
    assert {tool.id for tool, _ in recipes(System.WINDOWS)} >= ON_WINDOWS
    assert {tool.id for tool, _ in recipes(System.MACOS)} >= ON_MACOS


def test_every_package_of_linux_has_one() -> None:
    packaged = {
        tool.id
        for tool in tools()
        for one in tool.indicator
        if isinstance(one, InInstalled) and one.package and (not one.systems or System.LINUX in one.systems)
        if tool.policy == "offer"
    }
    assert packaged - {tool.id for tool, one in recipes(System.LINUX) if one.family == "package"} == set()


def test_what_is_not_confirmed_asks() -> None:
    silent = {
        tool.id
        for tool, one in recipes(System.WINDOWS)
        if tool.id in NOT_CONFIRMED and one.family != "msi" and not one.asks
    }
    assert silent == set()


def test_atera_goes_before_what_it_brings_back() -> None:
    assert all(one.before == ("atera",) for tool, one in recipes(System.WINDOWS) if tool.id == "splashtop")


FOLDERS: Final[Mapping[str, str]] = {
    "%PROGRAMDATA%": r"C:\ProgramData",
    "%APPDATA%": r"C:\Users\jane\AppData\Roaming",
    "%LOCALAPPDATA%": r"C:\Users\jane\AppData\Local",
    "%PROGRAMFILES%": r"C:\Program Files",
    "%PROGRAMFILES(X86)%": r"C:\Program Files (x86)",
}
HOMES: Final[Mapping[System, str]] = {System.LINUX: "/home/jane", System.MACOS: "/Users/jane"}


def _path_of(text: str, system: System) -> str:
    variable, _, rest = text.partition("\\")
    return f"{FOLDERS[variable]}\\{rest}" if system == System.WINDOWS else text.replace("~", HOMES[system], 1)


@pytest.mark.parametrize("system", list(System))
def test_planner_and_runner_let_every_leftover_be_kept(system: System) -> None:
    for tool, recipe in recipes(system):
        for text in recipe.leftovers:
            path = _path_of(text, system)
            steps = Steps(system, FakeGround(system, folders=(path,)))
            steps.put_away(path, is_leftover=True)
            assert not steps.refusals, (tool.id, text)
            plan = RemovalPlan(
                id="r-0123456789ab",
                case_number="2026-11-22-ABCD",
                item="f-1",
                name=tool.name,
                system=system,
                made_at=datetime(2026, 11, 22, tzinfo=UTC),
                roots=tuple(steps.roots),
                actions=steps.actions(),
            )
            check(plan, system)
            assert [type(action.verb) for action in plan.actions] == [Quarantine], (tool.id, text)
