"""Every rule for uninstall recipes, on a recipe that breaks it; a good recipe for each system breaks none."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from recovery_assistant.content.catalogue import load_catalogue
from recovery_assistant.content.uninstall_lint import lint_uninstall
from recovery_assistant.resources import resources_root

TODAY = date(2026, 11, 22)
TOOL = """id = "{id}"
name = "{name}"
vendor = "Maker"
website = "https://example.org/"
category = "remote-access"
policy = "offer"
systems = ["windows", "macos", "linux"]
what = "It shows this screen to somebody else."
who = "People use it."
sources = ["a test"]
checked_on = 2026-01-01

[[indicator]]
kind = "program"
strength = "proof"
program = '{id}'
source = "a test"
"""
FARVIEW = TOOL.format(id="farview", name="FarView")
WINDOWS = r"""
[[uninstall]]
system = "windows"
family = "inno"
program = 'unins\d{3}\.exe'
arguments = ["/VERYSILENT", "/SUPPRESSMSGBOXES", "/NORESTART"]
leftovers = ['%PROGRAMDATA%\FarView']
stays = ["How it was set up stays in /etc/farview."]
proof = "facts"
source = "a test"
checked_on = 2026-01-01
"""
OTHERS = """
[[uninstall]]
system = "macos"
family = "app"
packages = ["org.example.farview"]
leftovers = ["/Library/LaunchDaemons/org.example.farview.plist", "~/Library/Logs/FarView"]
proof = "facts"
source = "a test"
checked_on = 2026-01-01

[[uninstall]]
system = "linux"
family = "package"
leftovers = ["/etc/apt/sources.list.d/farview.list", "~/.farview"]
proof = "facts"
source = "a test"
checked_on = 2026-01-01
"""
NEARVIEW = TOOL.format(id="nearview", name="NearView") + OTHERS.replace("farview", "nearview").replace(
    "FarView", "NearView"
)


def found(tmp_path: Path, *files: str) -> list[tuple[str, str]]:
    shutil.copytree(resources_root() / "lint", tmp_path / "lint")
    (tmp_path / "catalogue").mkdir()
    for text in files:
        name = text.partition('id = "')[2].partition('"')[0]
        (tmp_path / "catalogue" / f"{name}.toml").write_text(text, encoding="utf-8")
    return [(one.level, one.rule.removeprefix("uninstall-")) for one in lint_uninstall(load_catalogue(tmp_path), TODAY)]


def test_good_recipes_are_left_alone(tmp_path: Path) -> None:
    assert found(tmp_path, FARVIEW + WINDOWS + OTHERS, NEARVIEW) == []


@pytest.mark.parametrize(
    ("rule", "old", "new"),
    [
        ("family", '"inno"', '"package"'),
        ("twice", '"windows"\nfamily = "inno"', '"linux"\nfamily = "package"'),
        ("program", "program = 'unins\\d{3}\\.exe'\n", ""),
        ("program", "unins\\d{3}", "unins("),
        ("program", "unins\\d{3}", "un.*"),
        ("program", "unins\\d{3}", "Unins\\d{3}"),
        ("program", "unins\\d{3}\\.exe", "setup\\.exe"),
        ("program", "unins\\d{3}\\.exe", "unins000\\.exe|.*"),
        ("program", '"inno"', '"msi"'),
        ("words", '"/NORESTART"', '"/NORESTART", "& del *"'),
        ("words", '"/NORESTART"', "'/LOG=C:\\x'"),
        ("silent", '["/VERYSILENT", "/SUPPRESSMSGBOXES", "/NORESTART"]', "[]"),
        ("packages", 'proof = "facts"', 'packages = ["org.example.x"]\nproof = "facts"'),
        ("leftover", "%PROGRAMDATA%\\FarView", "%PROGRAMDATA%\\FarView*"),
        ("leftover", "%PROGRAMDATA%\\FarView", "%PROGRAMDATA%\\FarView\\..\\Other"),
        ("leftover", "%PROGRAMDATA%\\FarView", "%PROGRAMDATA%"),
        ("leftover", "%PROGRAMDATA%\\FarView", "%PROGRAMDATA%\\Microsoft"),
        ("leftover", "%PROGRAMDATA%\\FarView", "%PROGRAMFILES%\\Common Files"),
        ("leftover", "%PROGRAMDATA%\\FarView", "%WINDIR%\\FarView"),
        ("leftover", "%PROGRAMDATA%\\FarView", "C:\\FarView"),
        ("leftover", "%PROGRAMDATA%\\FarView", "%PROGRAMDATA%\\Things of others"),
        ("stays", "How it was set up stays in /etc/farview.", "Stays " + "and stays " * 12 + "here."),
        ("stays", "How it was set up", "Organisational peculiarities and administrative structures"),
        ("stays", "How it was set up", "What the RAT did"),
        ("stays", "How it was set up", "☠ It"),
        ("source", 'source = "a test"', 'source = " "'),
        ("future", "2026-01-01", "2027-01-01"),
        ("before", 'proof = "facts"', 'before = ["nothing"]\nproof = "facts"'),
        ("before", 'proof = "facts"', 'before = ["farview"]\nproof = "facts"'),
    ],
)
def test_each_mistake_on_windows_is_named(tmp_path: Path, rule: str, old: str, new: str) -> None:
    assert old in WINDOWS
    told = found(tmp_path, FARVIEW + OTHERS + WINDOWS.replace(old, new), NEARVIEW)
    assert ("error", rule) in told
    assert len(set(told)) == 1 or rule in ("family", "twice")  # these two break more than themselves


@pytest.mark.parametrize(
    ("rule", "old", "new"),
    [
        ("packages", '"org.example.farview"', '"org.example.*"'),
        ("leftover", "/Library/LaunchDaemons/org.example.farview.plist", "/Library/LaunchDaemons"),
        ("leftover", "/Library/LaunchDaemons/org.example.farview.plist", "/System/Library/farview"),
        ("leftover", "~/Library/Logs/FarView", "~/Library"),
        ("leftover", "~/.farview", "~"),
        ("leftover", "~/.farview", "~/.config"),
        ("leftover", "~/.farview", "/usr/bin/farview"),
        ("leftover", "~/.farview", "/root/.farview"),  # another person's
        ("leftover", "/etc/apt/sources.list.d/farview.list", "/etc/apt/sources.list.d"),
        ("leftover", "/etc/apt/sources.list.d/farview.list", "/etc/apt/sources.list.d/nearview.list"),
        ("family", '"package"', '"msi"'),
    ],
)
def test_each_mistake_elsewhere_is_named(tmp_path: Path, rule: str, old: str, new: str) -> None:
    assert old in OTHERS
    told = found(tmp_path, FARVIEW + OTHERS.replace(old, new), NEARVIEW)
    assert set(told) == {("error", rule)}


def test_what_must_never_be_removed_has_no_recipe(tmp_path: Path) -> None:
    text = (FARVIEW + OTHERS).replace('policy = "offer"', 'policy = "never"')
    assert found(tmp_path, text) == [("error", "never")]


def test_a_tool_that_nothing_could_remove_is_a_doubt(tmp_path: Path) -> None:
    only_a_port = FARVIEW.replace('kind = "program"', 'kind = "autorun"').replace("program = 'farview'", "name = 'x'")
    assert found(tmp_path, only_a_port) == [("warning", "no-way")]


def test_two_that_wait_for_each_other_are_a_mistake(tmp_path: Path) -> None:
    first = FARVIEW + WINDOWS.replace('proof = "facts"', 'before = ["nearview"]\nproof = "facts"')
    second = NEARVIEW.replace('proof = "facts"', 'before = ["farview"]\nproof = "facts"')
    assert set(found(tmp_path, first, second)) == {("error", "before")}


def test_an_old_recipe_is_a_doubt(tmp_path: Path) -> None:
    assert found(tmp_path, FARVIEW + WINDOWS.replace("2026-01-01", "2023-01-01")) == [("warning", "stale")]
