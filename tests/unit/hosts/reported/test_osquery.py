"""osquery's results log in all its forms; lines of others are left alone, and bad ones are gaps with their number."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest

from recovery_assistant.domain.observation import Gap, InstalledProgram, Service, System
from recovery_assistant.hosts.reported.fleet_answers import FleetHost
from recovery_assistant.hosts.reported.osquery import read_osquery

NAME = "pack_recovery-assistant-windows_services"


def line(name: str = NAME, host: str | None = "pc", **more: object) -> dict[str, Any]:
    return {"name": name, "hostIdentifier": host, "calendarTime": "", "unixTime": 10, "epoch": 0, "counter": 1, **more}


def read(*lines: dict[str, Any] | bytes) -> tuple[dict[str, list[str]], list[Gap], list[str]]:
    """Return services by machine, gaps, and what was told."""
    told: list[str] = []
    text = b"\n".join(one if isinstance(one, bytes) else json.dumps(one).encode() for one in lines)
    services: dict[str, list[str]] = {}
    gaps: list[Gap] = []
    for host in read_osquery(io.BytesIO(text), told.append):
        if isinstance(host, Gap):
            gaps.append(host)
            continue
        shown = list(host.observations("services"))
        services[host.id] = [one.name for one in shown if isinstance(one, Service)]
        gaps += [one for one in shown if isinstance(one, Gap)]
    return services, gaps, told


ROW = {"name": "AnyDesk", "binary_path": "C:\\AnyDesk.exe", "enabled": "1", "running": "0"}
OTHER = {"name": "Other"}


@pytest.mark.parametrize(
    "lines",
    [
        [line(snapshot=[ROW], action="snapshot")],
        [line(columns=ROW, action="snapshot", unixTime="10")],
        [line(columns=ROW, action="added")],
        [line(columns=OTHER, action="added"), line(columns=ROW, action="added"), line(columns=OTHER, action="removed")],
        [line(diffResults={"added": [ROW, OTHER]}), line(diffResults={"removed": [OTHER], "added": []})],
        [line(columns=OTHER, action="added", unixTime=1), line(columns=ROW, action="added", counter=0, unixTime=2)],
        [line(snapshot=[OTHER], unixTime=1), line(snapshot=[ROW], unixTime=2)],
        [line(columns=OTHER, action="snapshot", unixTime=1), line(columns=ROW, action="snapshot", unixTime=2)],
        [line("pack/recovery-assistant-windows/services", snapshot=[ROW])],
        [line("pack:fleet:recovery-assistant-windows:services", snapshot=[ROW])],
        [line(snapshot=[ROW], decorations={"username": "x"}, extra=[1], host_uuid="y")],
    ],
)
def test_every_form_of_the_loggers(lines: list[dict[str, Any]]) -> None:
    services, gaps, _ = read(*lines)
    assert (services, gaps) == ({"pc": ["AnyDesk"]}, [])


def test_machines_may_come_mixed() -> None:
    mixed = [line(host=host, columns={"name": name}, action="added") for name in "ab" for host in ("one", "two")]
    assert read(*mixed)[0] == {"one": ["a", "b"], "two": ["a", "b"]}


def test_lines_of_other_queries_are_counted_and_left_alone() -> None:
    services, gaps, told = read(line("pack_osquery-monitoring_schedule", columns={}), line(snapshot=[ROW]))
    assert (services, gaps) == ({"pc": ["AnyDesk"]}, [])
    assert told == ["Lines of other queries, left alone: 1."]


@pytest.mark.parametrize(
    ("bad", "word"),
    [
        (b"not JSON", "not JSON"),
        (b"{}", "name"),
        (b"[]", "format"),
        (line(host=None, snapshot=[]), "format"),
        (line(host="", snapshot=[]), "hostIdentifier"),
        (line("recovery-assistant-windows_colours", snapshot=[]), "not known"),
        (line(diffResults=5), "format"),
        (b"\xff\xfe", "JSON"),
        (b"[" * 100_000, "format"),
        (json.dumps(line(host="pc")).replace('"pc"', "7").encode(), "format"),
    ],
)
def test_a_bad_line_is_a_gap_with_its_number(bad: dict[str, Any] | bytes, word: str) -> None:
    services, gaps, _ = read(b"", line(snapshot=[ROW]), bad, line(host="two", snapshot=[]))
    assert services == {"pc": ["AnyDesk"], "two": []}
    (gap,) = gaps
    assert (gap.source, gap.code) == ("line 3", "G-04")
    assert word in gap.reason


def test_columns_of_a_wrong_form_are_a_gap_and_the_rest_is_answered() -> None:
    services, gaps, _ = read(line(snapshot=[{"name": ["x"]}]), line(host="two", snapshot=[ROW]))
    assert services == {"pc": [], "two": ["AnyDesk"]}
    assert [gap.source for gap in gaps] == ["line 1"]


def test_a_machine_of_another_system_and_what_it_is_called() -> None:
    log = [
        line("pack_recovery-assistant-linux_about", snapshot=[{"os_name": "Debian", "os_version": "12"}]),
        line("pack_recovery-assistant-linux_deb-packages", snapshot=[{"package": "x11vnc"}]),
        line("pack_recovery-assistant-linux_rpm-packages", snapshot=[]),
    ]
    hosts = read_osquery(io.BytesIO("\n".join(map(json.dumps, log)).encode()), print)
    host = next(hosts)
    assert isinstance(host, FleetHost)
    assert (host.system, host.os_name) == (System.LINUX, "Debian 12")
    (package,) = host.observations("installed-programs")
    assert isinstance(package, InstalledProgram)
    assert (package.package, package.source) == ("x11vnc", "deb-packages[0]")
