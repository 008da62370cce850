"""The root command: help, version, and errors without a traceback."""

from __future__ import annotations

import re

import click
import pytest

from recovery_assistant import __version__
from recovery_assistant.cli.main import root
from recovery_assistant.domain.errors import AssistantError
from tests.unit.cli.conftest import CommandLine


def every_command() -> list[tuple[str, ...]]:
    found: list[tuple[str, ...]] = []

    def walk(command: click.Command, path: tuple[str, ...]) -> None:
        found.append(path)
        if isinstance(command, click.Group):
            for name, inner in command.commands.items():
                walk(inner, (*path, name))

    walk(root, ())
    return found


def test_the_commands_that_scripts_rely_on_are_there() -> None:
    names = {" ".join(path) for path in every_command()}

    assert {
        "scan", "case new", "case import", "case show", "case mark", "case step", "case verify", "case export",
        "case wipe", "case recovery-sheet", "record", "content lint",
        "content sources", "catalogue list", "catalogue show",
        "catalogue lint", "self-test",
    } <= names  # fmt: skip


@pytest.mark.parametrize("path", every_command(), ids=" ".join)
def test_every_help_has_examples_and_exit_codes(terminal: CommandLine, path: tuple[str, ...]) -> None:
    ended = terminal.type(*path, "--help")

    assert ended.code == 0
    assert "Examples:\n    recovery-assistant" in ended.out
    assert re.search(r"Exit codes:\n +0  ", ended.out)
    assert " 2  the command was not typed as it has to be" in ended.out
    assert ended.err == ""


@pytest.mark.parametrize("path", every_command(), ids=" ".join)
def test_no_secret_is_ever_an_argument(path: tuple[str, ...]) -> None:
    command: click.Command = root
    for name in path:
        assert isinstance(command, click.Group)
        command = command.commands[name]

    assert not {"passphrase", "password", "recovery", "recovery_code", "code"} & {one.name for one in command.params}


@pytest.mark.parametrize("path", [path for path in every_command() if path[:1] in (("case",), ("record",), ("scan",))])
def test_every_command_that_opens_a_case_takes_both_secrets(path: tuple[str, ...]) -> None:
    command: click.Command = root
    for name in path:
        assert isinstance(command, click.Group)
        command = command.commands[name]
    names = {one.name for one in command.params}
    if path in ((("case",)), ("case", "new"), ("case", "wipe")):
        assert "recovery_file" not in names, "nothing is opened"
    else:
        assert {"passphrase_file", "recovery_file"} <= names


def test_says_its_version(terminal: CommandLine) -> None:
    ended = terminal.type("--version")

    assert (ended.code, ended.out) == (0, f"Recovery Assistant {__version__}\n")


@pytest.mark.parametrize(
    "typed", [("nonsense",), ("case",), ("scan", "--colour"), ("case", "show"), ("case", "mark", "a", "b", "theirs")]
)
def test_what_is_typed_wrongly_ends_with_2(terminal: CommandLine, typed: tuple[str, ...]) -> None:
    ended = terminal.type(*typed)

    assert ended.code == 2
    assert "Usage: recovery-assistant" in ended.err + ended.out
    assert "Traceback" not in ended.err


def test_an_error_is_a_sentence_with_its_code(terminal: CommandLine) -> None:
    def fails() -> str:
        raise AssistantError("X-01", "It is raining.")

    ended = terminal.using(catalogue=fails).type("catalogue", "list")

    assert (ended.code, ended.out, ended.err) == (1, "", "It is raining. (code X-01)\n")


def test_ctrl_c_ends_with_4(terminal: CommandLine) -> None:
    def is_stopped() -> str:
        raise KeyboardInterrupt

    ended = terminal.using(catalogue=is_stopped).type("catalogue", "list")

    assert (ended.code, ended.err) == (4, "Stopped.\n")
