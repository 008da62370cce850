"""Every value that the fact table knows of the most used tools is recognised, or stands aside with its reason.

The fact table lies beside the checkout, with whoever prepares content; without it these tests are skipped and say so.
What must hold everywhere stands in this file's own few values and in the machines of test_used_tools.py.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, Final

import pytest

from recovery_assistant.content.catalogue import load_catalogue
from recovery_assistant.domain.catalogue import Catalogue, InProgram, Tool
from recovery_assistant.domain.judging import findings_of
from recovery_assistant.domain.matching import Hit, Matcher
from recovery_assistant.domain.observation import (
    Autorun,
    BrowserExtension,
    InstalledProgram,
    Observation,
    Process,
    RegisteredProgram,
    Service,
    System,
    VersionInfo,
)
from recovery_assistant.resources import resources_root
from tests.content.fact_observations import FactValue, fact_values

HERE = Path(__file__).parent
FACTS = HERE.parents[2] / "shared" / "facts" / "tools.json"
REJECTED = tomllib.loads((HERE / "rejected_values.toml").read_text("utf-8"))

DETAILS: Final = frozenset({"file_descriptions", "paths", "scheduled_tasks", "team_ids", "url_protocols"})
"""Kinds of values that need only be told. All others are an alarm alone, unless they stand in rejected_values.toml."""

MAKERS: Final = frozenset({"signers", "company_names"})
"""Who made or signed a program: it counts beside a usual name of the tool."""

STILL_SEEN: Final = frozenset({"component", "viewer-side"})
"""Reasons for which a value is no alarm, but is still told."""

BELONGS_ELSEWHERE: Final = frozenset({"other-product", "shared"})
"""Reasons for which another tool may raise an alarm on the value."""

TOOLS: Final[list[str]] = REJECTED["most_used"]


@cache
def catalogue() -> Catalogue:
    return load_catalogue(resources_root())


@cache
def matcher() -> Matcher:
    return Matcher(catalogue())


@cache
def rejected() -> dict[tuple[str, str, str], str]:
    """Return (tool, field, value) -> reason."""
    return {
        (row["tool"], field, value): row["reason"]
        for row in REJECTED["rejected"]
        for field, values in row.items()
        if field not in ("tool", "reason")
        for value in values
    }


@cache
def rows() -> dict[str, dict[str, Any]]:
    """Return the rows of the fact table by the id of our tool."""
    table = json.loads(FACTS.read_text("utf-8"))
    by_name = {name.casefold(): row for row in table for name in (row["name"], *row["aliases"])}
    found = {}
    for tool in catalogue().tools:
        row = next((by_name[name] for name in map(str.casefold, names(tool)) if name in by_name), None)
        if row is not None:
            found[tool.id] = row
    return found


def names(tool: Tool) -> tuple[str, ...]:
    return (tool.name, *tool.aliases)


def with_facts() -> list[Any]:
    if not FACTS.is_file():
        return [pytest.param("", marks=pytest.mark.skip(reason=f"there is no {FACTS.name} beside the checkout"))]
    return [pytest.param(tool, id=tool) for tool in TOOLS if tool in rows()]


def alarms(system: System, observation: Observation) -> set[str]:
    found = findings_of("pc", matcher().hits(system, observation))
    return {one.tool_id for one in found if one.is_alarm}


def visible(tool: str) -> Iterator[tuple[FactValue, Observation]]:
    for value in fact_values(rows()[tool]):
        if value.observation is not None:
            yield value, value.observation


def rests_on_the_maker(hit: Hit) -> bool:
    return isinstance(hit.indicator, InProgram) and bool(hit.indicator.signer or hit.indicator.company)


def complaint(tool: str, value: FactValue, observation: Observation) -> str:
    """Return what is wrong with how one value is judged, or ""."""
    hits = [hit for hit in matcher().hits(value.system, observation) if hit.tool.id == tool]
    reason = rejected().get((tool, value.field, value.value))
    column = value.field.partition(".")[2]
    if reason is not None:
        if column in MAKERS:  # it stands beside the name of a program, which may well be an alarm
            return "it counts, yet stands aside" if any(map(rests_on_the_maker, hits)) else ""
        if tool in alarms(value.system, observation):
            return f"it is an alarm, yet stands aside as {reason}"
        return "it is not told at all" if reason in STILL_SEEN and not hits else ""
    if not hits:
        return "it is not recognised"
    if column in MAKERS and not any(rests_on_the_maker(hit) for hit in hits):
        return "" if catalogue().tool(tool).at_most == "info" else "who made or signed it does not count"
    must_alarm = column not in DETAILS | MAKERS and catalogue().tool(tool).at_most != "info"
    return "it is a detail only" if must_alarm and tool not in alarms(value.system, observation) else ""


@pytest.mark.parametrize("tool", with_facts())
def test_every_value_is_recognised_or_stands_aside(tool: str) -> None:
    wrong = [
        f"{value.field}: {value.value}: {said}"
        for value, observation in visible(tool)
        if (said := complaint(tool, value, observation))
    ]
    assert wrong == []


@pytest.mark.parametrize("tool", with_facts())
def test_no_value_raises_the_alarm_of_another_tool(tool: str) -> None:
    wrong = [
        f"{value.field}: {value.value}: {others}"
        for value, observation in visible(tool)
        if rejected().get((tool, value.field, value.value)) not in BELONGS_ELSEWHERE
        and (others := alarms(value.system, observation) - {tool})
        and not one_name_of_two(value, others)
    ]
    assert wrong == []


def one_name_of_two(value: FactValue, others: set[str]) -> bool:
    """Return whether the fact table itself gives the value to each of the other tools too."""
    group, _, column = value.field.partition(".")
    return all(
        value.value.lower() in (known.lower() for known in rows()[other][group][column])
        for other in others
        if other in rows()
    ) and others <= set(rows())


def test_what_stands_aside_has_a_known_reason_and_stands_once() -> None:
    assert {row["reason"] for row in REJECTED["rejected"]} == set(REJECTED["reasons"])
    total = sum(len(values) for row in REJECTED["rejected"] for key, values in row.items() if "." in key)
    assert len(rejected()) == total


@pytest.mark.parametrize("tool", with_facts())
def test_nothing_stands_aside_that_the_facts_no_longer_hold(tool: str) -> None:
    known = {(tool, value.field, value.value) for value, _ in visible(tool)}
    assert {key for key in rejected() if key[0] == tool} <= known


def test_all_of_the_most_used_tools_are_there() -> None:
    assert {tool.id for tool in catalogue().tools} >= set(TOOLS)


# --- what holds everywhere --------------------------------------------------------------------------------------

DOWNLOADS: Final = "C:\\Users\\pat\\Downloads\\"


def running(name: str, folder: str = DOWNLOADS, signer: str = "", says: VersionInfo | None = None) -> Process:
    return Process(source="test", name=name, exe=folder + name, signer=signer, version_info=says)


@pytest.mark.parametrize(
    ("tool", "observation"),
    [
        ("anydesk", running("AnyDesk (1).exe")),
        ("anydesk", running("Refund.exe", says=VersionInfo(product_name="AnyDesk"))),
        ("anydesk", Service(source="test", name="AnyDesk-ad_1a2b3c4d", binary_path="C:\\x\\AnyDesk-ad_1a2b3c4d.exe")),
        ("anydesk", InstalledProgram(source="test", registry_key="{ED0600A3-9843-4B5B-B47F-586E1C3FC53A}")),
        ("teamviewer", running("bank.exe", says=VersionInfo(file_description="TeamViewer QuickSupport"))),
        ("rustdesk", running("rustdesk-host=203.0.113.7,key=abc.exe")),
        ("screenconnect", Service(source="test", name="Office", binary_path='"C:\\x\\a.exe" "?e=Access&y=Guest&h=h"')),
        ("screenconnect", Service(source="test", name="Update", binary_path="C:\\x\\ScreenConnect.ClientService.exe")),
        ("meshagent", Service(source="test", name="Help", binary_path='C:\\x\\h.exe --meshServiceName="Help"')),
        ("netsupport-manager", running("client32.exe", signer="NetSupport Ltd")),
        ("simplehelp", running("Remote Access.exe", "C:\\ProgramData\\JWrapper-Remote Access\\")),
        ("beyondtrust", Autorun(source="test", name="Bomgar Support Reconnect", command="C:\\x\\a.exe")),
        ("goto-resolve", Service(source="test", name="GoToResolve_8417263549823", binary_path="")),
        ("chrome-remote-desktop", running("remoting_host.exe", signer="Google LLC")),
        ("level", InstalledProgram(source="test", display_name="Level", publisher="Level Software, Inc.")),
        ("gotomypc", running("g2tray.exe", "C:\\Program Files (x86)\\GoToMyPC\\")),
    ],
)
def test_a_single_sight_that_is_enough(tool: str, observation: Observation) -> None:
    assert alarms(System.WINDOWS, observation) == {tool}


@pytest.mark.parametrize(
    "observation",
    [
        running("agent.exe"),
        running("client32.exe"),
        running("rutserv.exe"),
        running("vncviewer.exe"),
        running("Level.exe", "C:\\Games\\Level\\"),
        running("GoTo.exe"),
        running("chrome.exe", signer="Google LLC"),
        running("IperiusBackup.exe", signer="ENTER S.R.L."),
        running("AOMEI.exe", signer="AOMEI International Network Limited"),
        running("notes.exe", "C:\\Users\\pat\\Documents\\AnyDesk\\"),
        running("AnyDesk-Remover.exe"),
        InstalledProgram(source="test", display_name="TeamViewer Meeting", publisher=""),
        InstalledProgram(source="test", display_name="LogMeIn Hamachi", publisher="LogMeIn, Inc."),
        InstalledProgram(source="test", display_name="Radmin Viewer 3.5.2", publisher="Famatech"),
        BrowserExtension(source="test", browser="Google Chrome", extension_id="inomeogfingihgjfjlpeplalcfajhgai"),
        RegisteredProgram(source="test", way="firewall-rule", name="RA", command="C:\\Windows\\System32\\msra.exe"),
        RegisteredProgram(source="test", way="url-protocol", command="C:\\Windows\\System32\\quickassist.exe"),
        RegisteredProgram(source="test", way="firewall-rule", command="C:\\Program Files\\AnyDesk\\AnyDesk.exe"),
        Service(source="test", name="winvnc", display_name="Acme", binary_path="C:\\Acme\\acme.exe -service"),
    ],
)
def test_a_single_sight_that_is_no_alarm(observation: Observation) -> None:
    assert alarms(System.WINDOWS, observation) == set()


def test_the_extension_of_chrome_remote_desktop_is_told() -> None:
    seen = BrowserExtension(source="test", browser="Google Chrome", extension_id="gbchcmhmhahfdphkhkmpfmihenigjmpp")
    assert {hit.tool.id for hit in matcher().hits(System.WINDOWS, seen)} == {"chrome-remote-desktop"}


def test_the_web_app_and_the_extension_of_those_who_look_at_other_pcs_are_no_alarm() -> None:
    seen: list[Observation] = [
        InstalledProgram(source="test", display_name="Chrome Remote Desktop", publisher="Google\\Chrome"),
        BrowserExtension(source="test", browser="Google Chrome", extension_id="inomeogfingihgjfjlpeplalcfajhgai"),
    ]
    hits = [hit for one in seen for hit in matcher().hits(System.WINDOWS, one)]
    assert [one.confidence for one in findings_of("pc", hits)] == ["possible"]


def test_two_screenconnects_are_two_findings() -> None:
    entries = [
        InstalledProgram(source="test", display_name=f"ScreenConnect Client ({number}123456789abcdef)")
        for number in range(2)
    ]
    hits = [hit for entry in entries for hit in matcher().hits(System.WINDOWS, entry)]
    instances = sorted(str(one.instance) for one in findings_of("pc", hits))
    assert instances == ["0123456789abcdef", "1123456789abcdef"]
    assert all(re.fullmatch("[0-9a-f]{16}", instance) for instance in instances)
