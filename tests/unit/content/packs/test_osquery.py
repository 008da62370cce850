"""osquery packs: SQL that real SQLite runs on osquery's own columns, never narrower than our matcher."""

from __future__ import annotations

import io
import json
from functools import cache
from typing import Any

import pytest

from recovery_assistant.content.catalogue import load_catalogue
from recovery_assistant.content.packs import osquery
from recovery_assistant.content.packs.candidates import candidates
from recovery_assistant.domain.catalogue import Catalogue, InInstalled, InProgram, InService
from recovery_assistant.domain.fleet import ABOUT, QUESTIONS, pack_name
from recovery_assistant.domain.matching import Matcher
from recovery_assistant.domain.observation import Gap, InstalledProgram, Observation, Process, Service, System
from recovery_assistant.hosts.reported.fleet_answers import FleetHost, observation_of
from recovery_assistant.hosts.reported.osquery import read_osquery
from recovery_assistant.resources import resources_root
from tests.unit.content.packs.fitting import recall_set
from tests.unit.content.packs.osquery_machine import TABLES, OsqueryMachine
from tests.unit.domain.catalogue_rows import SOURCE, tool

EVERYWHERE = frozenset(System)


@cache
def shipped() -> Catalogue:
    return load_catalogue(resources_root())


@cache
def packs() -> dict[str, Any]:
    return {name: json.loads(text) for name, text in osquery.files(shipped(), EVERYWHERE).items()}


def queries(system: System) -> dict[str, str]:
    pack = packs()[f"{pack_name(system)}.conf"]
    return {name: one["query"] for name, one in pack["queries"].items()}


def logged(system: System, machine: OsqueryMachine, host: str = "pc-1") -> bytes:
    """Return what osquery writes into its results log for one run of the pack."""
    lines = [
        {
            "name": f"pack_{pack_name(system)}_{name}", "hostIdentifier": host, "calendarTime": "Sun Nov 22 2026",
            "unixTime": 1_795_000_000, "epoch": 0, "counter": 0, "numerics": False,
            "snapshot": machine.ask(query), "action": "snapshot",
        }
        for name, query in queries(system).items()
    ]  # fmt: skip
    return "".join(json.dumps(line) + "\n" for line in lines).encode()


def read(log: bytes) -> list[Observation | Gap]:
    shown: list[Observation | Gap] = []
    for host in read_osquery(io.BytesIO(log), print):
        assert isinstance(host, FleetHost)
        for source in host.sources():
            shown += host.observations(source)
    return shown


def test_one_pack_for_each_system_with_edition_licence_and_sources() -> None:
    assert set(packs()) == {f"recovery-assistant-{system}.conf" for system in ("windows", "macos", "linux")}
    assert [pack["platform"] for pack in packs().values()] == ["windows", "darwin", "linux"]
    for pack in packs().values():
        words = pack["queries"][ABOUT]["description"]
        assert shipped().edition in words
        assert "Licence: Apache-2.0" in words
        assert "LOLRMM" in words
        assert all(query["snapshot"] and query["interval"] > 0 for query in pack["queries"].values())
    assert list(osquery.files(shipped(), frozenset({System.LINUX}))) == ["recovery-assistant-linux.conf"]


def test_the_same_catalogue_gives_the_same_bytes_and_they_are_ascii() -> None:
    once, again = (osquery.files(shipped(), frozenset({System.LINUX})) for _ in range(2))
    assert once == again
    assert all(text.isascii() for text in once.values())


@pytest.mark.parametrize("system", System)
def test_every_query_runs_and_its_rows_have_our_columns(system: System) -> None:
    machine = OsqueryMachine(system)
    for question in QUESTIONS[system]:
        machine.ask(queries(system)[question.name])
        inner = osquery.ROWS.get((system, question.name)) or osquery.ROWS[None, question.name]
        cursor = machine._database.execute(f"SELECT * FROM ({inner})")
        names = [column[0] for column in cursor.description]
        missing = osquery._NOT_GIVEN.get(question.name, frozenset())
        assert set(names) == set(question.columns) - missing, question.name
    assert [one for one in osquery.ROWS if one[0] is system and one[1] not in {q.name for q in QUESTIONS[system]}] == []


def test_osquery_itself_would_not_reach_its_limits() -> None:
    """SQLite as osquery builds it: a million bytes of SQL, a thousand steps deep."""
    assert all(len(query) < 200_000 for system in System for query in queries(system).values())


def an_example(system: System, every: int = 9) -> list[Observation]:
    return [made for where, _, _, made in recall_set(shipped()) if where is system][::every]


@pytest.mark.parametrize("system", System)
def test_what_comes_back_through_the_log_leads_to_the_tools(system: System) -> None:
    matcher = Matcher(shipped())
    machine = OsqueryMachine(system, an_example(system))
    shown = read(logged(system, machine))
    assert not [gap for gap in shown if isinstance(gap, Gap)]
    found = {hit.tool.id for hit in matcher.hits_in(system, [one for one in shown if not isinstance(one, Gap)])}
    assert len(found) > 20


@pytest.mark.slow
@pytest.mark.parametrize("system", System)
def test_wider_never_narrower_over_the_recall_set(system: System) -> None:
    """Whatever our matcher takes for a tool among all rows that osquery could send, it does send."""
    matcher = Matcher(shipped())
    machine = OsqueryMachine(system, an_example(system, every=1))
    seen_at_all: set[str] = set()
    for question in QUESTIONS[system]:
        rows = machine.ask(osquery.ROWS.get((system, question.name)) or osquery.ROWS[None, question.name])
        shown = [observation_of(question, str(index), dict(row)) for index, row in enumerate(rows)]
        hits = matcher.hits_in(system, shown)
        passed = {json.dumps(row) for row in machine.ask(queries(system)[question.name])}
        seen_at_all |= {hit.tool.id for hit in hits}
        for row in (rows[int(hit.observation.source)] for hit in hits):
            assert json.dumps(row) in passed, (question.name, row)
    assert len(seen_at_all) > 0.6 * len({one.id for where, one, _, _ in recall_set(shipped()) if where is system})


def test_an_ordinary_pc_sends_next_to_nothing() -> None:
    ordinary: list[Observation] = [
        Process(source="", name=f"{name}.exe", exe=f"C:\\Windows\\System32\\{name}.exe", cmdline=f"{name}.exe -k x")
        for name in (
            "svchost",
            "lsass",
            "csrss",
            "winlogon",
            "dwm",
            "explorer",
            "spoolsv",
            "SearchIndexer",
            "taskhostw",
        )
    ]
    ordinary += [
        Service(source="", name=name, display_name=name, binary_path=f"C:\\Windows\\System32\\svchost.exe -k {name}")
        for name in ("Dhcp", "Dnscache", "Spooler", "WinDefend", "BITS", "EventLog", "LanmanServer")
    ]
    ordinary += [
        InstalledProgram(source="", display_name=name, publisher="Maker")
        for name in ("Mozilla Firefox", "7-Zip 24.08 (x64)", "LibreOffice 24.2")
    ]
    ordinary += [
        Process(source="", name="app.exe", exe=f"{folder}\\Photo Studio {number}\\app.exe", cmdline="app.exe --type=x")
        for number, folder in enumerate(
            ("C:\\Program Files", "C:\\Program Files (x86)", "C:\\ProgramData", "C:\\Users\\q\\AppData\\Local", "D:")
        )
    ]
    machine = OsqueryMachine(System.WINDOWS, ordinary)
    sent = sum(len(machine.ask(query)) for query in queries(System.WINDOWS).values())
    assert sent <= 2


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("FARVIEW.EXE", ""),
        ("", "C:\\x\\FarView (1).exe"),
        ("", "c:/x/farview.exe"),
        ("\u2003farview.exe", ""),
        ("", "C:\\x\\FarV\u0131ew.exe"),  # a dotless i is an i where capital letters do not matter
    ],
)
def test_letters_blanks_and_slashes_of_all_kinds(name: str, path: str) -> None:
    catalogue = Catalogue(
        edition="e", tools=(tool("a", "A", InProgram(strength="proof", source=SOURCE, program="farview")),)
    )
    question = next(one for one in QUESTIONS[System.WINDOWS] if one.name == "processes")
    machine = OsqueryMachine(System.WINDOWS)
    machine.insert("processes", {"pid": 1, "name": name, "path": path})
    machine.insert("processes", {"pid": 2, "name": "other.exe", "path": "C:\\farview\\other.exe", "cmdline": "farview"})

    (row,) = machine.ask(osquery.query(catalogue, System.WINDOWS, question))
    assert row["pid"] == "1"


def test_a_hostile_pattern_stays_a_text() -> None:
    nasty = InService(strength="proof", source=SOURCE, name=r"it's'\); drop table x; --%_\"")
    catalogue = Catalogue(edition="e'\"\n", tools=(tool("a", "A'", nasty),))
    pack = json.loads(osquery.files(catalogue, EVERYWHERE)["recovery-assistant-windows.conf"])
    machine = OsqueryMachine(System.WINDOWS)
    machine.insert("services", {"name": "It's'); drop table x; --%_\"", "path": ""})
    machine.insert("services", {"name": "other", "path": ""})
    assert len(machine.ask(pack["queries"]["services"]["query"])) == 1


def test_an_indicator_that_gives_no_text_asks_for_every_row() -> None:
    anything = InInstalled(strength="sign", source=SOURCE, display_name=r"\d+")
    catalogue = Catalogue(edition="e", tools=(tool("a", "A", anything),))
    question = next(one for one in QUESTIONS[System.WINDOWS] if one.name == "programs")
    assert candidates(catalogue, System.WINDOWS, question) is None
    assert "WHERE" not in osquery.query(catalogue, System.WINDOWS, question)


def test_a_catalogue_without_anything_asks_for_nothing() -> None:
    machine = OsqueryMachine(System.LINUX)
    machine.insert("deb_packages", {"name": "bash", "status": "install ok installed"})
    for one in json.loads(osquery.files(Catalogue(edition="e", tools=()), EVERYWHERE)["recovery-assistant-linux.conf"])[
        "queries"
    ].values():
        assert machine.ask(one["query"]) == []


def test_a_removed_package_is_not_installed() -> None:
    machine = OsqueryMachine(System.LINUX)
    for name, status in (("anydesk", "deinstall ok config-files"), ("x11vnc", "install ok installed")):
        machine.insert("deb_packages", {"name": name, "status": status})
    assert machine.ask(queries(System.LINUX)["deb-packages"]) == [{"package": "x11vnc"}]


def test_the_committed_tables_are_those_that_are_used() -> None:
    used = " ".join(osquery.ROWS.values()) + osquery._MACHINE
    assert all(f" {table}" in used for table in TABLES)
