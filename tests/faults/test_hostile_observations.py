"""A machine that says what it likes: hundreds of hostile observations are compared in bounded time, and told in plain.

Time is counted in times of as many ordinary observations, never in seconds, so a slow PC changes nothing.
"""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest

from recovery_assistant.content.catalogue import load_catalogue
from recovery_assistant.domain.judging import Tally
from recovery_assistant.domain.matching import Matcher
from recovery_assistant.domain.observation import (
    Autorun,
    InstalledProgram,
    Observation,
    PastRun,
    Process,
    ProgramFile,
    RegisteredProgram,
    Service,
    System,
    VersionInfo,
)
from recovery_assistant.resources import resources_root

LONG = 100_000
MOST_TIMES_SLOWER = 1_500
"""An ordinary text has some fifty letters, one here 100,000: what is read letter by letter may take as much longer."""

SHAPES = {
    "long": "x" * LONG,
    "name many times": "AnyDesk/" * (LONG // 8),
    "name with many versions": "anydesk" + " 1.2.3" * (LONG // 6),
    "more words": "TeamViewer " + "remote support agent " * (LONG // 21),
    "brackets": "(" * (LONG // 2) + "AnyDesk" + ")" * (LONG // 2),
    "copies": "AnyDesk.exe" + " (1)" * (LONG // 4),
    "endings": "AnyDesk" + ".exe" * (LONG // 4),
    "digits": "ScreenConnect Client (" + "0123456789abcdef" * (LONG // 16) + ")",
    "blanks": " " * LONG + "AnyDesk.exe",
    "slashes": "/\\" * (LONG // 2) + "AnyDesk.exe",
    "quotes": '"' * LONG,
    "names of the environment": "A=b " * (LONG // 4) + "anydesk",
    "common names": "CN=" * (LONG // 3),
    "half letters": "\ud800" * LONG,
    "nothing": "\x00" * LONG,
    "turned": "\u202e" * LONG + "exe.ksedynA",
    "growing": "\u0130" * LONG,
    "marks": "a" + "\u0301" * LONG,
    "lines": "AnyDesk\n\r\u2028" * (LONG // 10),
    "escapes": "\x1b[31mAnyDesk\x1b]0;x\x07" * (LONG // 20),
}


def observations(text: str) -> Iterator[Observation]:
    told = VersionInfo(original_filename=text, product_name=text, company_name=text, file_description=text)
    yield Process(source="p", name=text, exe=text, cmdline=text, signer=text, version_info=told)
    yield Process(source="p", name=f"{text}AnyDesk.exe")
    yield ProgramFile(source="f", path=text, signer=text, version_info=told, came_from=text, inside=(text,))
    yield ProgramFile(source="f", path=f"C:\\Users\\x\\Downloads\\{text}AnyDesk.exe")
    yield Service(source="s", name=text, display_name=text, binary_path=text)
    yield Service(source="s", name="AnyDesk", display_name=text, binary_path=f'"{text}" -x')
    yield Autorun(source="a", location=text, name=text, command=text)
    yield Autorun(source="a", name="x", command=f"{text} AnyDesk.exe")
    yield InstalledProgram(source="i", display_name=text, publisher=text, install_location=text, registry_key=text)
    yield InstalledProgram(source="i", display_name=f"AnyDesk {text}", package=text, bundle_id=text)
    yield PastRun(source="r", name=text, path=text, version_info=told)
    yield RegisteredProgram(source="g", way="firewall-rule", name=text, command=text)


@pytest.fixture(scope="module")
def matcher() -> Matcher:
    ready = Matcher(load_catalogue(resources_root()))
    for system in System:
        ready.hits_in(system, [*observations("anydesk")])  # whatever is compiled once
    return ready


def seconds(matcher: Matcher, text: str) -> float:
    rows = list(observations(text))
    began = time.process_time()
    for system in System:
        tally = Tally("pc")
        tally.add(matcher.hits_in(system, rows))
        tally.findings()
    return time.process_time() - began


@pytest.mark.parametrize("shape", SHAPES)
def test_a_hostile_text_costs_no_more_than_its_length(matcher: Matcher, shape: str) -> None:
    ordinary = min(seconds(matcher, "C:\\Program Files\\AnyDesk\\AnyDesk.exe") for _ in range(3))
    assert min(seconds(matcher, SHAPES[shape]) for _ in range(2)) < MOST_TIMES_SLOWER * ordinary


def test_what_is_told_of_hostile_texts_is_short_and_plain(matcher: Matcher) -> None:
    rows = [row for text in SHAPES.values() for row in observations(text)]
    assert len(rows) >= 240
    tally = Tally("pc")
    tally.add(matcher.hits_in(System.WINDOWS, rows))
    findings = tally.findings()
    assert "anydesk" in {finding.tool_id for finding in findings if finding.is_alarm}
    for part in (part for finding in findings for part in finding.evidence):
        assert len(part.says) < 600
        assert part.says.isprintable()
