"""Velociraptor's rows: each says which question it answers; a row that says only that it was asked is no answer."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest

from recovery_assistant.domain.errors import SourceUnreadable
from recovery_assistant.domain.observation import Gap, Process, Service
from recovery_assistant.hosts.reported.fleet_answers import FleetHost
from recovery_assistant.hosts.reported.velociraptor import read_velociraptor


def row(question: str = "services", machine: str | None = "pc", **more: object) -> dict[str, Any]:
    return {
        "question": f"recovery-assistant-windows/{question}", "machine": machine, "asked_at": 1_795_000_000,
        "is_marker": False, "_Source": "Custom.RecoveryAssistant.Windows/services", **more,
    }  # fmt: skip


def read(*lines: dict[str, Any] | bytes) -> tuple[list[FleetHost], list[Gap], list[str]]:
    told: list[str] = []
    text = b"\n".join(one if isinstance(one, bytes) else json.dumps(one).encode() for one in lines)
    hosts, gaps = [], []
    for host in read_velociraptor(io.BytesIO(text), told.append):
        if isinstance(host, Gap):
            gaps.append(host)
        else:
            shown = {source: _shown(host, source) for source in host.sources()}
            hosts.append(host)
            _SHOWN[host.id] = shown
    return hosts, gaps, told


_SHOWN: dict[str, dict[str, Any]] = {}


def _shown(host: FleetHost, source: str) -> object:
    try:
        return list(host.observations(source))
    except SourceUnreadable as error:
        return error.reason


def test_rows_and_the_row_that_says_only_that_it_was_asked() -> None:
    marker = row(is_marker=True, name="", binary_path="", enabled="")
    read(marker, row(name="AnyDesk", enabled=True), row("processes", is_marker=True, name=""))
    (service,) = _SHOWN["pc"]["services"]
    assert isinstance(service, Service)
    assert (service.name, service.enabled, service.running) == ("AnyDesk", True, None)
    assert _SHOWN["pc"]["processes"] == [], "asked, and nothing there"
    assert _SHOWN["pc"]["settings"] == "not provided"


def test_a_newer_collection_takes_the_place_of_an_older_one() -> None:
    read(row(name="old", asked_at=1), row(name="new", asked_at=2.0), row(name="old too", asked_at="1"))
    assert [one.name for one in _SHOWN["pc"]["services"]] == ["new"]


def test_the_servers_own_id_comes_first() -> None:
    hosts, _, _ = read(row(ClientId="C.1", name="a"), row(ClientId="C.2", name="a"))
    assert [host.id for host in hosts] == ["C.1", "C.2"], "two machines may have one name"


def test_what_a_program_file_says_of_itself() -> None:
    read(row("processes", name="update.exe", product_name="AnyDesk", signer="CN=AnyDesk Software GmbH, C=DE"))
    (process,) = _SHOWN["pc"]["processes"]
    assert isinstance(process, Process)
    assert process.version_info is not None
    assert (process.version_info.product_name, process.signer) == ("AnyDesk", "CN=AnyDesk Software GmbH, C=DE")


def test_what_it_calls_its_system() -> None:
    about = row("about", os_name="Microsoft Windows 11 Pro", os_version="10.0.22631")
    hosts = read_velociraptor(io.BytesIO(json.dumps(about).encode()), print)
    host = next(hosts)
    assert isinstance(host, FleetHost)
    assert host.os_name == "Microsoft Windows 11 Pro 10.0.22631"


def test_rows_of_other_artifacts_are_counted_and_left_alone() -> None:
    hosts, gaps, told = read({"Name": "x"}, {"question": "what"}, row(name="a"))
    assert (len(hosts), gaps) == (1, [])
    assert told == ["Rows of other artifacts, left alone: 2."]


@pytest.mark.parametrize(
    "bad",
    [b"x", b"[]", row(machine=None), row(machine=""), row("colours"), b'{"question": 5}', row(asked_at=[1]), b"\xff"],
)
def test_a_bad_line_is_a_gap_with_its_number(bad: dict[str, Any] | bytes) -> None:
    _, gaps, _ = read(row(name="a"), bad, row(name="b"))
    assert [(gap.source, gap.code) for gap in gaps] == [("line 2", "G-04")]


@pytest.mark.parametrize("moment", ["x", "", None, -5, 1e300, "1e400", "nan"])
def test_an_odd_time_is_no_time(moment: object) -> None:
    hosts, gaps, _ = read(row(name="a", asked_at=moment))
    assert (len(hosts), gaps) == (1, [])
