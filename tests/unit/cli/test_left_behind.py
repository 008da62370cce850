"""`catalogue left-behind`."""

from __future__ import annotations

import json

from recovery_assistant.domain.left_behind.kinds import KINDS
from recovery_assistant.domain.observation import Setting
from tests.unit.cli.conftest import CommandLine, pc


def test_lists_every_kind(terminal: CommandLine) -> None:
    done = terminal.type("catalogue", "left-behind")
    assert done.code == 0
    assert all(kind in done.out for kind in KINDS)


def test_explains_one_with_its_steps_and_what_they_rest_on(terminal: CommandLine) -> None:
    done = terminal.type("catalogue", "left-behind", "hosts-redirect")
    assert done.code == 0
    assert "How to put it right (windows):" in done.out
    assert "Source: https://support.microsoft.com" in done.out
    assert "nobody has tried these steps" in done.out


def test_one_json_object_a_line(terminal: CommandLine) -> None:
    done = terminal.type("catalogue", "left-behind", "--json")
    assert [json.loads(line)["id"] for line in done.out.splitlines()] == list(KINDS)


def test_an_unknown_kind(terminal: CommandLine) -> None:
    done = terminal.type("catalogue", "left-behind", "nonsense")
    assert done.code != 0
    assert "I-24" in done.err


def test_a_scan_tells_open_doors_with_the_way_to_put_them_right_and_the_rest_without(terminal: CommandLine) -> None:
    door = Setting(source="s", name="defender-exclusion", value="C:\\x\x1b[31m")
    dns = Setting(source="s", name="dns-server", value="1.1.1.1")
    open_pc, calm_pc = (lambda: pc({"settings": [door, dns]})), (lambda: pc({"settings": [dns]}))
    ended = terminal.using(host=open_pc).type("scan")
    assert ended.code == 10
    assert "left behind (defender-exclusion): The virus check was told not to look here." in ended.out
    assert "how to put it right: recovery-assistant catalogue left-behind defender-exclusion" in ended.out
    assert "to look over (dns-by-hand): Somebody told this PC" in ended.out
    assert "left-behind dns-by-hand" not in ended.out
    assert "\x1b[31m" not in ended.out
    assert terminal.using(host=calm_pc).type("scan").code == 0, "what every PC has is no alarm"
    events = [line["event"] for line in terminal.using(host=open_pc).type("scan", "--json").lines()]
    assert events == ["started", "left_behind", "to_check", "finished"]
