"""From hits to findings: kinds of evidence, confidences, instances, ids."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import pytest

from recovery_assistant.domain.catalogue import Catalogue, InInstalled, InProgram, InService, Tool
from recovery_assistant.domain.finding import Confidence, Finding
from recovery_assistant.domain.judging import MOST_EVIDENCE, MOST_OF_AN_INDICATOR, Tally, findings_of
from recovery_assistant.domain.matching import Matcher
from recovery_assistant.domain.observation import (
    Autorun,
    InstalledProgram,
    ListeningSocket,
    Observation,
    PastRun,
    Process,
    ProgramFile,
    RegisteredProgram,
    Service,
    Setting,
    System,
    VersionInfo,
)
from tests.unit.domain.catalogue_rows import CATALOGUE, SOURCE, tool

MATCHER = Matcher(CATALOGUE)
NAMED = Process(source="processes[0]", name="FarView.exe", exe="C:\\x\\FarView.exe")
SERVICE = Service(source="services[0]", name="FarView", binary_path='"C:\\x\\FarView.exe" -s')
PACKAGE = InstalledProgram(source="installed_programs[0]", package="farview")
RENAMED = Process(
    source="processes[1]",
    name="invoice.exe",
    exe="C:\\y\\invoice.exe",
    version_info=VersionInfo(product_name="FarView 3"),
)


def look(*observations: Observation, system: System = System.WINDOWS) -> tuple[Finding, ...]:
    hits = [hit for observation in observations for hit in MATCHER.hits(system, observation)]
    return findings_of("pc", hits)


def one(*observations: Observation, system: System = System.WINDOWS) -> Finding:
    found = look(*observations, system=system)
    assert len(found) == 1, found
    return found[0]


def signed(name: str) -> Process:
    return Process(source="p", name=name, exe=f"C:\\z\\{name}", signer="FarView GmbH")


@pytest.mark.parametrize(
    ("observations", "confidence"),
    [
        ([NAMED], "likely"),
        ([RENAMED], "likely"),
        ([PACKAGE], "likely"),
        ([SERVICE], "likely"),
        ([NAMED, SERVICE], "certain"),
        ([NAMED, PACKAGE], "certain"),
        ([NAMED, ProgramFile(source="f", path="C:\\x\\FarView.exe")], "likely"),
        ([signed("FarView.exe")], "certain"),
        ([signed("other.exe")], "possible"),
        ([Process(source="p", name="fv.exe")], "possible"),
        ([signed("fv.exe")], "certain"),
        ([Process(source="p", name="a.exe", exe="C:\\farviewlogs\\a.exe")], "possible"),
    ],
)
def test_confidence_counts_independent_kinds(observations: list[Observation], confidence: Confidence) -> None:
    assert one(*observations).confidence == confidence


def test_two_shared_names_in_one_folder_are_more_than_chance() -> None:
    def process(path: str) -> Process:
        return Process(source=path, name=path.rpartition("\\")[2], exe=path)

    assert one(process("C:\\a\\fv.exe"), process("C:\\a\\fvhelp.exe")).confidence == "likely"
    assert one(process("C:\\a\\fv.exe"), process("C:\\a\\fv (1).exe")).confidence == "possible"
    assert {each.confidence for each in look(process("C:\\a\\fv.exe"), process("C:\\b\\fvhelp.exe"))} == {"possible"}


def test_a_name_inside_a_longer_name_or_in_a_folder_is_nothing() -> None:
    for process in (
        Process(source="p", name="myfarview2.exe", exe="C:\\x\\myfarview2.exe"),
        Process(source="p", name="notepad.exe", exe="C:\\Users\\farview\\notepad.exe"),
        Process(source="p", name="FarView.exe", exe="C:\\Program Files\\FarViewToolbar\\FarView.exe"),
    ):
        assert look(process) == ()


def test_second_download_and_capital_letters_are_the_same_name() -> None:
    assert one(Process(source="p", name="FARVIEW (2).exe", exe="C:\\d\\FARVIEW (2).exe")).confidence == "likely"


def test_an_access_aid_never_rises_above_a_detail() -> None:
    found = one(Process(source="p", name="reader.exe"), InstalledProgram(source="i", package="reader"))
    assert (found.confidence, found.policy) == ("info", "never")


def test_a_part_of_the_system_counts_when_it_is_switched_on() -> None:
    assert one(Service(source="s", name="doord")).confidence == "info"
    assert one(Service(source="s", name="doord", enabled=True)).confidence == "likely"
    assert one(Setting(source="s", name="door-open", value="1")).confidence == "likely"
    assert look(Setting(source="s", name="door-open", value="0")) == ()


def test_two_instance_ids_are_two_findings_that_keep_their_ids() -> None:
    rows: list[Observation] = [
        InstalledProgram(source="i[0]", display_name="FarView Client (00aa)"),
        InstalledProgram(source="i[1]", display_name="FarView Client (00bb)"),
        Service(source="s[0]", name="FarView Client (00bb)", binary_path="C:\\p\\FarView Client (00bb)\\fv.exe"),
    ]
    found = look(*rows)
    assert [(one.instance, one.confidence) for one in found] == [("00bb", "certain"), ("00aa", "likely")]
    assert look(rows[1], rows[2])[0].id == found[0].id
    assert {one.id for one in found} != {
        one.id for one in findings_of("other pc", MATCHER.hits(System.WINDOWS, rows[0]))
    }


def test_evidence_without_an_instance_joins_by_folder() -> None:
    found = look(
        Service(source="s", name="FarView Client (00bb)", binary_path="C:\\p\\FarView Client (00bb)\\svc.exe"),
        Process(source="p", name="farview.exe", exe="C:\\p\\FarView Client (00bb)\\farview.exe"),
        Process(source="p", name="farview.exe", exe="C:\\Downloads\\farview.exe"),
    )
    assert [(one.instance, one.confidence) for one in found] == [("00bb", "certain"), (None, "likely")]


def test_a_loose_copy_is_an_instance_of_its_own() -> None:
    loose = ProgramFile(source="f", path="/home/x/Downloads/invoice", inside=("FarView core", "farview.example"))
    running = Process(source="/proc/7", name="invoice", exe="/home/x/Downloads/invoice")
    found = look(PACKAGE, loose, running, system=System.LINUX)
    assert {(one.instance, one.confidence) for one in found} == {(None, "likely"), ("/home/x/Downloads", "likely")}


def test_a_port_counts_only_with_its_program() -> None:
    def socket(name: str, port: int) -> ListeningSocket:
        return ListeningSocket(source="l", address="0.0.0.0", port=port, process_name=name)

    assert one(socket("farviewd", 5900)).confidence == "possible"
    assert look(socket("farviewd", 1), socket("other", 5900)) == ()


def test_the_day_it_came_is_the_earliest_that_is_known() -> None:
    early, late = datetime(2026, 1, 2, tzinfo=UTC), datetime(2026, 3, 4, tzinfo=UTC)
    found = one(
        InstalledProgram(source="i", package="farview", installed_at=late),
        Service(source="s", name="farview", installed_at=early),
        NAMED,
    )
    assert found.came_at == early
    assert one(NAMED).came_at is None


def test_a_renamed_copy_is_told_in_plain_words() -> None:
    part = one(RENAMED).evidence[0]
    assert part.says == (
        "The program file says that it is FarView 3, although it is called invoice.exe. It is running now."
    )
    assert part.value == "C:\\y\\invoice.exe"


def test_many_like_processes_are_one_piece_of_evidence() -> None:
    same = [Process(source=f"processes[{n}]", name="farview", exe="/usr/bin/farview") for n in range(300)]
    other = [Process(source=f"processes[{n}]", name="farview", exe=f"/opt/{n}/farview") for n in range(300)]
    assert len(one(*same).evidence) == 1
    assert len(one(*other).evidence) == MOST_EVIDENCE


def test_hostile_texts_stay_what_they_are() -> None:
    hostile = "C:\\<b>\u202e\x1b[31m\\FarView.exe"
    assert one(Process(source="p", name="FarView.exe", exe=hostile)).evidence[0].value == hostile
    assert one(Process(source="p", name="FarView.exe", exe="C:\\\ud800\\FarView.exe")).id.startswith("f-")


def test_findings_stand_in_a_stable_order() -> None:
    rows: list[Any] = [Process(source="p", name="reader"), PACKAGE, Service(source="s", name="doord", enabled=True)]
    forwards = [one.tool_name for one in look(*rows)]
    assert forwards == [one.tool_name for one in look(*reversed(rows))] == ["FarView", "System Door", "Screen Reader"]


def test_reading_one_name_five_times_is_one_kind_of_evidence() -> None:
    path = "C:\\z\\fv.exe"
    readings: list[Observation] = [
        Process(source="p", name="fv.exe", exe=path),
        ProgramFile(source="f", path=path),
        Autorun(source="a", name="x", command=f'"{path}" -s'),
        PastRun(source="r", name="FV.EXE", path=path),
        RegisteredProgram(source="g", way="app-path", name="fv.exe", command=path),
    ]
    assert {one.confidence for one in look(*readings)} == {"possible"}


def test_a_path_of_a_service_is_the_name_of_its_file_again() -> None:
    by_path = tool("t", "T", InService(strength="sign", source=SOURCE, path=".*/fv/agent[.]exe"), *FV_AGENT)
    by_name = tool("t", "T", InService(strength="sign", source=SOURCE, name="fvsvc"), *FV_AGENT)
    path = "C:\\fv\\agent.exe"
    rows: list[Observation] = [
        Service(source="s", name="fvsvc", binary_path=path),
        Process(source="p", name="agent.exe", exe=path),
    ]
    assert sureness(by_path, rows) == ["possible"]
    assert sureness(by_name, rows) == ["certain"]


FV_AGENT = (InProgram(strength="sign", source=SOURCE, program="agent"),)


def sureness(one_tool: Tool, rows: Sequence[Observation]) -> list[Confidence]:
    hits = Matcher(Catalogue(edition="x", tools=(one_tool,))).hits_in(System.WINDOWS, rows)
    return [finding.confidence for finding in findings_of("pc", hits)]


def test_a_driver_alone_or_what_the_system_only_knows_is_no_alarm() -> None:
    driver = Service(source="s", name="FarView", is_driver=True)
    known = RegisteredProgram(source="g", way="firewall-rule", command="C:\\x\\farview.exe")
    assert one(driver).confidence == "possible"
    assert one(known).confidence == "possible"
    assert one(driver, PACKAGE).confidence == "certain"


@pytest.mark.parametrize(
    "row",
    [
        RegisteredProgram(source="g", way="firewall-rule", command="C:\\Windows\\doord.exe"),
        ProgramFile(source="f", path="C:\\Windows\\doord.exe"),
        PastRun(source="r", name="DOORD.EXE"),
    ],
)
def test_a_part_of_the_system_that_is_only_there_is_a_detail(row: Observation) -> None:
    built_in = tool(
        "d", "D", InProgram(strength="proof", source=SOURCE, program="doord"), category="built-in", policy="inform"
    )
    assert sureness(built_in, [row]) == ["info"]
    assert sureness(built_in, [Process(source="p", name="doord.exe")]) == ["likely"]


def test_all_that_one_observation_shows_belongs_to_its_instance() -> None:
    both = tool(
        "t",
        "T",
        InInstalled(strength="sign", source=SOURCE, display_name="far.*"),
        InInstalled(strength="proof", source=SOURCE, display_name=r"far \((?P<instance>[0-9a-f]{4})\)"),
    )
    rows = [InstalledProgram(source="i", display_name=f"Far ({name})") for name in ("00aa", "00bb")]
    hits = Matcher(Catalogue(edition="x", tools=(both,))).hits_in(System.WINDOWS, rows)
    assert [finding.instance for finding in findings_of("pc", hits)] == ["00aa", "00bb"]


def test_a_copy_that_runs_out_of_downloads_stands_beside_the_installed_one() -> None:
    portable = Process(source="p", name="farview.exe", exe="C:\\Users\\x\\Downloads\\farview.exe")
    both = look(NAMED, SERVICE, PACKAGE, portable)
    assert [finding.instance for finding in both] == [None, "C:/Users/x/Downloads"]
    # Alone it is the one that is there, and evidence that is too weak alone is not torn apart.
    assert one(portable).instance is None
    weak = Process(source="p", name="fv.exe", exe="C:\\Users\\x\\Downloads\\fv.exe")
    assert one(PACKAGE, weak).instance is None


def test_a_service_its_process_and_its_entry_are_one_finding() -> None:
    process = Process(source="p", name="farview.exe", exe="C:\\Program Files\\FarView\\farview.exe")
    service = Service(source="s", name="farview", binary_path='"C:\\Program Files\\FarView\\farview.exe" -s')
    assert one(process, service, PACKAGE).confidence == "certain"


def test_a_tally_tells_when_a_tool_rises_and_keeps_no_more_than_anybody_reads() -> None:
    tally = Tally("pc")
    assert tally.add(MATCHER.hits(System.WINDOWS, Process(source="p", name="fv.exe"))) == ()
    assert [tool.id for tool in tally.add(MATCHER.hits(System.WINDOWS, NAMED))] == ["farview"]
    assert tally.add(MATCHER.hits(System.WINDOWS, SERVICE)) == ()
    many = [ProgramFile(source="f", path=f"C:\\{n}\\farview.exe") for n in range(3 * MOST_OF_AN_INDICATOR)]
    tally.add(MATCHER.hits_in(System.WINDOWS, many))
    tally.add(MATCHER.hits(System.WINDOWS, PACKAGE))  # many files crowd nothing else out
    assert len(tally.findings()) <= MOST_OF_AN_INDICATOR + 1
    assert "installed_program" in {part.kind for finding in tally.findings() for part in finding.evidence}


def test_a_tally_gives_the_raw_facts_of_one_finding_each_process_with_its_own_number() -> None:
    running = [
        Process(source=f"processes: {pid}", name="FarView.exe", exe="C:\\x\\FarView.exe", pid=pid) for pid in (4, 5, 6)
    ]
    other = ProgramFile(source="f", path="C:\\Users\\x\\Downloads\\FarView.exe")
    tally = Tally("pc")
    tally.add(MATCHER.hits_in(System.WINDOWS, [*running, SERVICE, other]))
    first, second = sorted(tally.findings(), key=lambda finding: finding.confidence)

    assert (first.confidence, second.confidence) == ("certain", "likely")
    assert {id(one) for one in tally.observations(first.id)} == {id(one) for one in [*running, SERVICE]}
    assert tally.observations(second.id) == (other,)
    assert tally.observations("f-000000000000") == ()


def test_a_flood_of_like_facts_stays_bounded() -> None:
    rows = [Process(source="p", name="FarView.exe", exe="C:\\x\\FarView.exe", pid=pid) for pid in range(1000)]
    tally = Tally("pc")
    tally.add(MATCHER.hits_in(System.WINDOWS, rows))
    assert 1 < len(tally.observations(tally.findings()[0].id)) <= 2 * MOST_OF_AN_INDICATOR
