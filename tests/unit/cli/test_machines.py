"""The table of kinds of `--host`: what is typed decides which reader is asked."""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import Any

import click
import pytest

from recovery_assistant.cli.machines import HOSTS, forms, machines_of
from recovery_assistant.domain.observation import Gap, System
from recovery_assistant.hosts.port import Host
from tests.unit.cli.conftest import CommandLine
from tests.unit.hosts.mounted_pc import mounted_pc, put

NO_PARTS: Any = None


def test_help_and_message_are_made_of_the_table() -> None:
    assert forms().startswith("this, ")
    assert all(kind.form.partition(":")[0] == word for word, kind in HOSTS.items())
    assert all(kind.form in forms() for kind in HOSTS.values())


@pytest.mark.parametrize("typed", ["", "that", "this:", "this:x", "recorded", "recorded:", "inventory:", ":x", "//x"])
def test_a_wrong_form_is_refused_at_once_and_names_the_right_ones(typed: str) -> None:
    with contextlib.ExitStack() as stack, pytest.raises(click.BadParameter) as told:
        machines_of(NO_PARTS, typed, stack)
    assert forms() in told.value.message


@pytest.mark.parametrize("word", [word for word, kind in HOSTS.items() if ":" in kind.form])
def test_what_is_not_there_is_one_gap_of_that_name(word: str, tmp_path: Path) -> None:
    missing = f"{tmp_path}/C:none"

    with contextlib.ExitStack() as stack:
        shown: list[Host | Gap] = list(machines_of(NO_PARTS, f"{word}:{missing}", stack))

    assert [one.host for one in shown if isinstance(one, Gap)] == [missing], "a colon may stand in the name"
    assert ["cannot be read" in one.reason for one in shown if isinstance(one, Gap)] == [True]


def test_an_opened_file_is_closed_with_the_command(tmp_path: Path) -> None:
    path = tmp_path / "machines.jsonl"
    path.write_text('{"id":"one","os":"Linux"}\n', "utf-8")

    with contextlib.ExitStack() as stack:
        machines = machines_of(NO_PARTS, f"inventory:{path}", stack)
        assert not isinstance(next(machines), Gap)
    with pytest.raises(ValueError, match="closed"):
        next(machines)


def test_a_mounted_disk_with_two_systems_is_two_machines(tmp_path: Path) -> None:
    mounted_pc(tmp_path / "C")
    put(tmp_path, "root/etc/os-release", b"NAME=Debian\n")
    with contextlib.ExitStack() as stack:
        shown = list(machines_of(NO_PARTS, f"mount:{tmp_path}", stack))
    assert [(one.id, one.system) for one in shown if not isinstance(one, Gap)] == [
        ("SHOP-PC", System.WINDOWS),
        ("root", System.LINUX),
    ]


OSQUERY = (
    '{"name":"pack_recovery-assistant-windows_services","hostIdentifier":"two","snapshot":[{"name":"Spooler"}]}\n'
    "not JSON\n"
    '{"name":"pack_recovery-assistant-windows_services","hostIdentifier":"one","snapshot":[{"name":"AnyDesk",'
    '"binary_path":"C:\\\\Program Files (x86)\\\\AnyDesk\\\\AnyDesk.exe"}]}\n'
)
VELOCIRAPTOR = (
    '{"question":"recovery-assistant-windows/services","machine":"pc","ClientId":"C.1","asked_at":1,"is_marker":true}\n'
    '{"question":"recovery-assistant-windows/services","machine":"pc","ClientId":"C.1","asked_at":1,"is_marker":false,'
    '"name":"AnyDesk","binary_path":"C:\\\\AnyDesk\\\\AnyDesk.exe"}\n'
)


def test_the_answers_of_a_fleet_become_findings(terminal: CommandLine) -> None:
    ended = terminal.type("scan", "--host", "osquery:-", "--json", "--quiet", given=OSQUERY.encode())

    told = [(line["event"], line["host"]) for line in ended.lines() if line["event"] != "gap"]
    gaps = [line for line in ended.lines() if line["event"] == "gap"]
    assert ended.code == 10
    assert told == [
        ("started", "two"),
        ("finished", "two"),
        ("started", "one"),
        ("finding", "one"),
        ("finished", "one"),
    ]
    assert gaps[0]["host"] == "line 2", "told at once, before the machines"
    assert {gap["reason"] for gap in gaps[1:]} == {"not provided"}


def test_velociraptor_rows_become_findings_of_the_servers_own_ids(terminal: CommandLine) -> None:
    ended = terminal.type("scan", "--host", "velociraptor:-", "--json", "--quiet", given=VELOCIRAPTOR.encode())
    (finding,) = [line for line in ended.lines() if line["event"] == "finding"]
    assert (ended.code, finding["host"], finding["tool"]["id"]) == (10, "C.1", "anydesk")


@pytest.mark.parametrize("engine", ["osquery", "velociraptor"])
def test_results_without_an_answer_to_us_are_3(terminal: CommandLine, engine: str) -> None:
    ended = terminal.type(
        "scan", "--host", f"{engine}:-", "--json", given=b'{"name":"schedule","hostIdentifier":"x"}\n'
    )
    assert ended.code == 3
    assert "left alone: 1." in ended.err
