"""A recording finds what the PC found, and no name that was planted anywhere on the PC stands in its file."""

from __future__ import annotations

import random
import string
from datetime import UTC, datetime
from functools import cache
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from recovery_assistant.content.catalogue import load_catalogue
from recovery_assistant.domain.catalogue import Catalogue, InProgram, InService
from recovery_assistant.domain.observation import (
    Account,
    Autorun,
    BrowserExtension,
    Gap,
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
from recovery_assistant.hosts.reported.recorded import RecordedFile, RecordedHost, Recording, Unread
from recovery_assistant.resources import resources_root
from recovery_assistant.services.recording import Tape, encoded, words_of
from recovery_assistant.services.scanner import Found, Left, Missed, ToCheck, scan
from tests.unit.content.packs.fitting import recall_set
from tests.unit.domain.catalogue_rows import SOURCE, tool


@cache
def shipped() -> Catalogue:
    return load_catalogue(resources_root())


def a_pc(observations: list[Observation], host_id: str = "this", **more: Any) -> RecordedHost:  # noqa: ANN401
    sources: dict[str, list[Observation]] = {}
    for one in observations:
        sources.setdefault(type(one).__name__.lower(), []).append(one)
    return RecordedHost(Recording(format=1, id=host_id, system=System.WINDOWS, sources=sources, **more))


def recorded(host: RecordedHost, catalogue: Catalogue | None = None) -> tuple[list[Any], bytes]:
    """Scan a host onto a tape; return what was told, and the file."""
    catalogue = catalogue or shipped()
    tape = Tape(host, catalogue)
    told = list(scan(tape, catalogue))
    return told, encoded(tape.recording())


def again(file: bytes, catalogue: Catalogue | None = None) -> list[Any]:
    return list(scan(RecordedHost(msgspec.json.decode(file, type=Recording)), catalogue or shipped()))


def essence(told: list[Any]) -> list[Any]:
    """Return what has to be the same: which tools, how sure, by which kinds of evidence, and what was left behind."""
    kept: list[Any] = []
    for event in told:
        match event:
            case Found(finding=found):
                parts = sorted(part.kind for part in found.evidence)
                kept.append((found.tool_id, found.confidence, found.policy, len(parts), parts))
            case Left(left_behind=left) | ToCheck(left_behind=left):
                kept.append((type(event).__name__, left.kind))
            case Missed(gap=gap):
                kept.append(("gap", gap.code))
    return sorted(kept, key=repr)


WHEN = datetime(2026, 11, 1, tzinfo=UTC)


def planted(*names: str) -> list[Observation]:
    """Return a PC with somebody's names in every place that we can think of, and with tools among them."""
    first, last, pc, firm = names
    home = f"C:\\Users\\{first} {last}"
    return [
        Process(source="", name="AnyDesk.exe", exe=f"{home}\\AnyDesk.exe", cmdline=f"AnyDesk.exe --user {first}"),
        Process(
            source="", name=f"{first}.exe", exe=f"{home}\\{last}.exe", cmdline=f"{first}.exe /to {last}@{firm}.example"
        ),
        Process(
            source="",
            name="x.exe",
            exe="C:\\x.exe",
            signer=f"{first} {last}",
            version_info=VersionInfo(product_name=f"{firm} tool", company_name=f"{last} & Sons"),
        ),
        ProgramFile(
            source=f"{home}\\Desktop\\Letter to {last}.exe", path=f"{home}\\Desktop\\Letter to {last}.exe", form="pe"
        ),
        ProgramFile(source="", path=f"{home}\\Downloads\\TeamViewerQS.exe", form="pe", came_from=f"{firm}.example"),
        Service(
            source="",
            name="ScreenConnect Client (0123456789abcdef)",
            display_name=f"Help for {first}",
            binary_path=f'"C:\\Program Files (x86)\\ScreenConnect Client (0123456789abcdef)\\x.exe" "?h={firm}"',
        ),
        Service(source="", name=f"{firm}Service", display_name=f"{firm} for {last}", binary_path=f"C:\\{pc}\\a.exe"),
        InstalledProgram(
            source=f"HKEY_USERS\\S-1-5-21-1111111111-222-333-1001\\{first}",
            display_name=f"{firm} of {last}",
            publisher=f"{first} {last}",
            install_location=f"D:\\{last}\\{firm}",
        ),
        InstalledProgram(source="", display_name="AnyDesk", publisher="AnyDesk Software GmbH", registry_key="AnyDesk"),
        Autorun(
            source="", location=f"{home}\\Start Menu", name=f"{last}", command=f'cmd /c echo {first} > "{home}\\x"'
        ),
        RegisteredProgram(source="", way="firewall-rule", name=f"{first}", command=f"{home}\\AppData\\{firm}.exe"),
        PastRun(source="", name=f"{last.upper()}.EXE", path=f"\\Device\\{pc}\\{last}.EXE"),
        BrowserExtension(
            source=f"{home}\\AppData", browser="Google Chrome", extension_id="a" * 32, name=f"{firm} help"
        ),
        Account(source="", name=first, full_name=f"{first} {last}", is_enabled=True, is_admin=True, created_at=WHEN),
        Account(source="", name="Administrator", built_in=True, is_enabled=False),
        ListeningSocket(source="", address="0.0.0.0", port=5900, process_name=f"{first}-{pc}"),
        Setting(source=f"\\\\{pc}\\x", name="remote-desktop-enabled", value="1", about=f"{first}"),
        Setting(source="", name="defender-exclusion", value=f"{home}\\Downloads", about=""),
        Setting(source="", name="hosts-entry", value=f"10.0.0.7 {firm}.example"),
    ]


def gaps_of(first: str, pc: str) -> dict[str, Any]:
    home = f"/home/{first}"
    return {
        "gaps": {"service": [Gap(host=pc, source=f"services: {home}/x", reason=f"{first} is away", code="G-02")]},
        "unread": {"browsers": Unread(reason=f"{home} is locked", code="G-02")},
        "os_name": f"Windows 11 of {first}",
    }


NAMES = ["Qzorvath", "Wlkjhgf", "VBNMQX7", "Pfrtzgh"]


def test_findings_are_the_same_and_no_planted_name_is_left() -> None:
    host = a_pc(planted(*NAMES), host_id="VBNMQX7", **gaps_of(NAMES[0], NAMES[2]))
    live, file = recorded(host)

    assert essence(again(file)) == essence(live)
    assert len([event for event in live if isinstance(event, Found)]) >= 3
    text = file.decode().casefold()
    assert not [name for name in ("qzorvath", "wlkjhgf", "vbnmqx", "pfrtzgh", "1111111111") if name in text]


def test_a_recording_of_a_recording_is_the_same() -> None:
    _, file = recorded(a_pc(planted(*NAMES)))
    once = msgspec.json.decode(file, type=Recording)
    _, twice = recorded(RecordedHost(once))
    assert msgspec.json.decode(twice, type=Recording).sources == once.sources


def test_the_recording_says_what_was_replaced_and_what_is_placed_alike() -> None:
    _, file = recorded(a_pc(planted(*NAMES), host_id="VBNMQX7"))
    told = msgspec.json.decode(file, type=Recording)
    assert told.id == "pc-1"
    assert told.replaced["person"] >= 1
    assert set(told.replaced) <= {"person", "pc", "mail", "sid", "file", "name"}
    paths = [one.path for one in told.sources["programfile"] if isinstance(one, ProgramFile)]
    assert paths[0].endswith("\\Desktop\\file-1.exe")
    assert paths[1].endswith("\\Downloads\\TeamViewerQS.exe")
    assert paths[0].split("\\")[2] == paths[1].split("\\")[2] == "person-1"


@settings(max_examples=10)
@given(st.integers())
def test_random_names_planted_everywhere_never_appear(seed: int) -> None:
    dice = random.Random(seed)
    names = ["".join(dice.choices(string.ascii_letters, k=dice.randint(5, 11))) for _ in range(4)]
    tape = Tape(a_pc(planted(*names), host_id=names[2], **gaps_of(names[0], names[2])), shipped())
    live = list(scan(tape, shipped()))
    file = encoded(tape.recording())
    text = file.decode().casefold()
    assert not [name for name in names if name.casefold() in text]
    assert essence(again(file)) == essence(live)


@pytest.mark.slow
@pytest.mark.parametrize("system", System)
def test_every_thing_that_shows_a_tool_still_shows_it(system: System) -> None:
    seen = [made for where, _, _, made in recall_set(shipped()) if where is system][::5]
    host = RecordedHost(Recording(format=1, id="this", system=system, sources={"all": seen}))
    live, file = recorded(host)
    tools = {event.finding.tool_id for event in live if isinstance(event, Found)}
    replayed = {event.finding.tool_id for event in again(file) if isinstance(event, Found)}
    assert replayed == tools
    assert len(tools) > 30


def test_a_word_that_decides_is_kept_unless_it_is_somebodys_name() -> None:
    exact = tool("a", "A", InService(strength="proof", source=SOURCE, name="[q-z]{7}"), systems=(System.WINDOWS,))
    catalogue = Catalogue(edition="e", tools=(exact,))
    decides = Service(source="", name="qqrrsst")

    _, kept = recorded(a_pc([decides]), catalogue)
    assert b"qqrrsst" in kept
    live, left_out = recorded(a_pc([decides, Account(source="", name="Qqrrsst")]), catalogue)
    assert b"qqrrsst" not in left_out.lower()
    assert [event for event in live if isinstance(event, Found)]
    (gap,) = [event.gap for event in again(left_out, catalogue) if isinstance(event, Missed)]
    assert (gap.code, "without somebody's name" in gap.reason) == ("G-07", True)


def test_what_stands_inside_a_file_is_found_again_without_the_file() -> None:
    inside = tool(
        "a", "A", InProgram(strength="proof", source=SOURCE, contains=("FarView core",)), systems=(System.LINUX,)
    )
    catalogue = Catalogue(edition="e", tools=(inside,))
    path = "/home/qzorvath/Downloads/wlkjhgf"
    file = RecordedFile(path=path, content=b"..FarView core..Qzorvath", modified_at=WHEN)
    seen: list[Observation] = [ProgramFile(source=path, path=path, form="elf")]
    host = RecordedHost(
        Recording(format=1, id="this", system=System.LINUX, sources={"program-files": seen}, files=[file])
    )
    live, written = recorded(host, catalogue)
    assert essence(again(written, catalogue)) == essence(live)
    assert [event for event in live if isinstance(event, Found)]
    assert b"zorvath" not in written
    assert b"wlkjhgf" not in written


def test_words_of_the_catalogue_are_words_and_no_groups() -> None:
    words = words_of(shipped())
    assert {"anydesk", "screenconnect", "philandro"} <= words
    assert "instance" not in words
