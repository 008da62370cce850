"""The parts are handed over whole, and nothing is made before a command asks for it."""

from __future__ import annotations

import dataclasses

import pytest

from tests.unit.cli.conftest import CommandLine


def test_help_and_version_make_no_part(terminal: CommandLine) -> None:
    def made() -> None:
        raise AssertionError("a part was made")

    names = [
        field.name for field in dataclasses.fields(terminal.parts) if field.name not in ("resources", "check_window")
    ]
    idle = terminal.using(**dict.fromkeys(names, made))

    for typed in (("--help",), ("--version",), ("scan", "--help"), ("case", "new", "--help")):
        assert idle.type(*typed).code == 0


def test_parts_stay_as_they_are(terminal: CommandLine) -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        setattr(terminal.parts, "check_window", None)  # noqa: B010 (mypy knows that it must not be set)
