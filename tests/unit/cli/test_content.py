"""`content`: lint and sources, of the program's own guidance and of somebody's checkout."""

from __future__ import annotations

import shutil
from pathlib import Path

from tests.unit.cli.conftest import RESOURCES, CommandLine


def test_our_own_guidance_has_no_errors(terminal: CommandLine) -> None:
    newest = max(line["checked_on"] for line in terminal.type("content", "sources", "--json").lines())

    ended = terminal.type("content", "lint", "--on", newest)

    assert ended.code == 0, ended.out


def test_a_mistake_in_a_checkout_ends_with_6(terminal: CommandLine, tmp_path: Path) -> None:
    resources = tmp_path / "resources"
    shutil.copytree(RESOURCES, resources, ignore=shutil.ignore_patterns("fonts", "pictures"))
    words = resources / "words" / "en" / "unplug.toml"
    words.write_text(
        words.read_text("utf-8").replace("title = ", 'title = "The endpoint of the victim" # ', 1), "utf-8"
    )

    ended = terminal.type("content", "lint", "--resources", resources)
    told = terminal.type("content", "lint", "--resources", resources, "--json")

    assert ended.code == told.code == 6
    assert "words/en/unplug.toml" in ended.out
    assert {"level", "file", "rule", "reason", "suggestion"} == set(told.lines()[0])


def test_every_fact_has_a_source_and_a_day(terminal: CommandLine) -> None:
    lines = terminal.type("content", "sources", "--json").lines()

    assert len(lines) > 20
    assert all(line["source"] and line["checked_on"] for line in lines)


def test_what_is_stale_depends_on_the_day(terminal: CommandLine) -> None:
    assert terminal.type("content", "stale", "--on", "2026-01-01").code == 0
    later = terminal.type("content", "stale", "--on", "2099-01-01")

    assert later.code == 6
    assert "(past its shelf life)" in later.out
    assert "GB/contact/police-999" not in later.out, "emergency numbers do not expire"
