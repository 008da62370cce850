"""`catalogue`: list, show, lint."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from tests.unit.cli.conftest import RESOURCES, CommandLine, catalogue


def test_lists_every_program_or_those_of_one_system(terminal: CommandLine) -> None:
    every = terminal.type("catalogue", "list", "--json").lines()
    linux = terminal.type("catalogue", "list", "--system", "linux").out

    assert [tool["id"] for tool in every] == [tool.id for tool in catalogue().tools]
    assert "x11vnc" in linux
    assert "quick-assist" not in linux


@pytest.mark.parametrize("name", ["anydesk", "AnyDesk", "ANYDESK"])
def test_shows_one_by_any_of_its_names(terminal: CommandLine, name: str) -> None:
    ended = terminal.type("catalogue", "show", name)

    assert ended.code == 0
    assert "AnyDesk (anydesk)" in ended.out
    assert "removing it from windows" in ended.out
    assert "source: " in ended.out
    assert terminal.type("catalogue", "show", name, "--json").lines()[0]["id"] == "anydesk"


def test_an_unknown_program(terminal: CommandLine) -> None:
    ended = terminal.type("catalogue", "show", "nothing")

    assert (ended.code, "(code I-18)" in ended.err) == (1, True)


def test_our_own_catalogue_has_no_mistakes(terminal: CommandLine) -> None:
    ended = terminal.type("catalogue", "lint")

    assert ended.code == 0, ended.out


def test_two_programs_with_one_name_and_a_broken_file(terminal: CommandLine, tmp_path: Path) -> None:
    folder = tmp_path / "catalogue"
    shutil.copytree(RESOURCES / "catalogue", folder)
    shutil.copytree(RESOURCES / "lint", tmp_path / "lint")
    twin = (folder / "anydesk.toml").read_text("utf-8").replace('id = "anydesk"', 'id = "twin"', 1)
    (folder / "twin.toml").write_text(twin, "utf-8")

    doubled = terminal.type("catalogue", "lint", "--resources", tmp_path)
    (folder / "twin.toml").write_text("id = ", "utf-8")
    broken = terminal.type("catalogue", "lint", "--resources", tmp_path)

    assert doubled.code == broken.code == 6
    assert "catalogue/twin.toml: “anydesk” is also a name of anydesk" in doubled.out
    assert "twin.toml" in broken.out


# --- export ---------------------------------------------------------------------------------------------------------


def test_what_is_one_file_goes_to_stdout(terminal: CommandLine) -> None:
    ended = terminal.type("catalogue", "export", "--format", "csv")
    assert ended.code == 0
    assert ended.raw.startswith(b"tool,name,vendor,")
    assert ended.raw == terminal.type("catalogue", "export", "--format", "csv").raw
    one = terminal.type("catalogue", "export", "--format", "osquery", "--system", "linux")
    assert json.loads(one.raw)["platform"] == "linux"


def test_many_files_want_a_folder(terminal: CommandLine) -> None:
    ended = terminal.type("catalogue", "export", "--format", "velociraptor")
    assert ended.code == 2
    assert "Say with --output in which folder they go" in ended.err


def test_a_folder_of_packs_is_written_once_and_over_only_when_asked(terminal: CommandLine, tmp_path: Path) -> None:
    there = str(tmp_path / "packs")
    first = terminal.type("catalogue", "export", "--format", "velociraptor", "--output", there)
    names = sorted(path.name for path in (tmp_path / "packs").iterdir())

    assert first.code == 0
    assert names == [f"Custom.RecoveryAssistant.{name}.yaml" for name in ("Linux", "MacOS", "Windows")]
    assert first.out.count("Written: ") == 3
    again = terminal.type("catalogue", "export", "--format", "velociraptor", "--output", there)
    assert (again.code, "I-25" in again.err) == (1, True)
    assert terminal.type("catalogue", "export", "--format", "velociraptor", "--output", there, "--force").code == 0


def test_a_form_that_nobody_knows_is_2(terminal: CommandLine) -> None:
    assert terminal.type("catalogue", "export", "--format", "xml").code == 2
