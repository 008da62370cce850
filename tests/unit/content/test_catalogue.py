"""Reading the catalogue: every real file, and what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from recovery_assistant.content.catalogue import load_catalogue
from recovery_assistant.domain.errors import ContentError
from recovery_assistant.resources import resources_root

TOOL = """id = "{id}"
name = "Tool"
vendor = "Maker"
website = "https://example.org/"
category = "remote-access"
policy = "offer"
systems = ["linux"]
what = "It steers a PC."
who = "People use it."
sources = ["a test"]
checked_on = {day}

[[indicator]]
kind = "program"
strength = "proof"
program = 'tool'
source = "a test"
"""


def written(resources: Path, name: str, text: str) -> Path:
    (resources / "catalogue").mkdir(exist_ok=True)
    (resources / "catalogue" / name).write_text(text, encoding="utf-8")
    return resources


def test_the_real_catalogue_loads() -> None:
    catalogue = load_catalogue(resources_root())
    assert len(catalogue.tools) >= 10
    assert [tool.id for tool in catalogue.tools] == sorted(tool.id for tool in catalogue.tools)


def test_the_edition_is_the_newest_day_and_changes_with_every_letter(tmp_path: Path) -> None:
    written(tmp_path, "a.toml", TOOL.format(id="a", day="2026-01-01"))
    one = load_catalogue(written(tmp_path, "b.toml", TOOL.format(id="b", day="2026-02-03"))).edition
    two = load_catalogue(written(tmp_path, "b.toml", TOOL.format(id="b", day="2026-02-03") + "\n")).edition
    assert one.startswith("2026-02-03.")
    assert one != two


def test_no_file_at_all_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ContentError, match="no content"):
        load_catalogue(tmp_path)


def test_a_file_is_called_by_its_tool(tmp_path: Path) -> None:
    with pytest.raises(ContentError, match=r"name it b\.toml"):
        load_catalogue(written(tmp_path, "a.toml", TOOL.format(id="b", day="2026-01-01")))


def test_an_unknown_key_is_named(tmp_path: Path) -> None:
    text = TOOL.format(id="a", day="2026-01-01") + "colour = 'red'\n"
    with pytest.raises(ContentError, match=r"a\.toml.*colour"):
        load_catalogue(written(tmp_path, "a.toml", text))


def test_an_unknown_strength_is_refused(tmp_path: Path) -> None:
    text = TOOL.format(id="a", day="2026-01-01").replace('"proof"', '"certain"')
    with pytest.raises(ContentError, match="indicator"):
        load_catalogue(written(tmp_path, "a.toml", text))
