"""Exit codes: the public numbers, and how help shows them."""

from __future__ import annotations

import re
from pathlib import Path

from recovery_assistant.cli import exits
from tests.unit.cli.test_main import every_command

DOCS = Path(__file__).resolve().parents[3] / "docs"


def test_the_numbers_that_scripts_rely_on() -> None:
    assert exits.MEANINGS.keys() == {0, 1, 2, 3, 4, 5, 6, 7, 8, 10, 11}
    assert (exits.USAGE, exits.NOTHING_READ, exits.STOPPED, exits.ALARM, exits.GAPS) == (2, 3, 4, 10, 11)


def test_help_shows_examples_and_each_code_once() -> None:
    shown = exits.epilog(exits.NOT_RIGHT, examples=("a", ""), _6="the seal does not fit").split("\n")

    assert "  recovery-assistant a" in shown
    assert "  recovery-assistant" in shown
    assert [line for line in shown if line.startswith("   6")] == ["   6  the seal does not fit"]


def test_the_manual_names_every_code_and_every_command() -> None:
    manual = (DOCS / "cli.md").read_text("utf-8")

    assert {int(code) for code in re.findall(r"^\| (\d+) \|", manual, re.MULTILINE)} == set(exits.MEANINGS)
    assert [path for path in every_command() if " ".join(path) not in manual] == []


def test_every_code_of_an_input_error_is_explained() -> None:
    package = DOCS.parent / "recovery_assistant"
    texts = [file.read_text("utf-8") for file in package.rglob("*.py")]
    used = {code for text in texts for code in re.findall(r'"(I-\d\d|U-[5-6]\d)"', text)}

    explained = set(re.findall(r"^\| ([IU]-\d\d) \|", (DOCS / "errors.md").read_text("utf-8"), re.MULTILINE))
    assert used <= explained
