"""`scan --record`: what it says before it writes, and that it takes nobody's place."""

from __future__ import annotations

import json
from pathlib import Path

from recovery_assistant.domain.observation import Process
from tests.unit.cli.conftest import CommandLine, pc, with_anydesk

TWO = (
    '{"id":"qzorvath-pc","os":"Windows 11","services":[],"processes":[],"installed_programs":[],"autoruns":[]}\n'
    '{"id":"other","os":"Windows 11","services":[],"processes":[],"installed_programs":[],"autoruns":[]}\n'
)


def test_a_recording_gives_what_the_pc_gave_and_says_what_it_holds(terminal: CommandLine, tmp_path: Path) -> None:
    path = tmp_path / "pc.json"
    live = terminal.using(host=with_anydesk).type("scan", "--record", str(path))
    told = terminal.type("scan", "--host", f"recorded:{path}", "--json").lines()

    assert live.code == 10
    assert "The recording of pc-1 holds" in live.out
    assert live.out.index("Replaced by placeholders: 1 computer name") < live.out.index(f"Written: {path}")
    assert [line["event"] for line in told] == ["started", "finding", "finished"]
    assert told[1]["tool"]["id"] == "anydesk"


def test_with_json_the_summary_goes_to_stderr(terminal: CommandLine, tmp_path: Path) -> None:
    ended = terminal.using(host=with_anydesk).type("scan", "--json", "--record", str(tmp_path / "pc.json"))
    assert all("event" in line for line in ended.lines())
    assert "Written: " in ended.err


def test_another_file_is_left_alone_before_anything_is_looked_at(terminal: CommandLine, tmp_path: Path) -> None:
    path = tmp_path / "pc.json"
    path.write_text("mine", "utf-8")
    ended = terminal.using(host=with_anydesk).type("scan", "--record", str(path))
    assert (ended.code, "I-25" in ended.err, ended.out) == (1, True, "")
    assert path.read_text("utf-8") == "mine"
    assert terminal.using(host=with_anydesk).type("scan", "--record", str(path), "--force").code == 10
    assert json.loads(path.read_text("utf-8"))["format"] == 1


def test_each_machine_of_an_inventory_has_a_file_of_its_own(terminal: CommandLine, tmp_path: Path) -> None:
    inventory = tmp_path / "machines.jsonl"
    inventory.write_text(TWO, "utf-8")
    terminal.type("scan", "--host", f"inventory:{inventory}", "--record", str(tmp_path / "pc.json"))
    assert sorted(path.name for path in tmp_path.glob("pc*")) == ["pc-2.json", "pc.json"]
    assert "qzorvath" not in (tmp_path / "pc.json").read_text("utf-8")


def test_hostile_names_do_nothing_on_the_terminal(terminal: CommandLine, tmp_path: Path) -> None:
    odd = Process(source="", name="\x1b[2J", exe="C:\\\ud800\\x.exe")
    ended = terminal.using(host=lambda: pc({"processes": [odd]})).type("scan", "--record", str(tmp_path / "pc.json"))
    assert "\x1b" not in ended.out + ended.err
    assert "Written: " in ended.out
