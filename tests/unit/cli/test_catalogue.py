"""`catalogue`: list, show, lint."""

from __future__ import annotations

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
