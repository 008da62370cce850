"""A file of a language with a country's own laid over it, in its spelling."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from msgspec import Struct

from recovery_assistant.content.whole import whole
from recovery_assistant.domain.errors import ContentError
from tests.unit.domain.paper_cases import RESOURCES


class Texts(Struct, forbid_unknown_fields=True):
    """Two texts."""

    one: str
    two: str


@pytest.fixture
def resources(tmp_path: Path) -> Path:
    shutil.copytree(RESOURCES / "countries", tmp_path / "countries")
    shutil.copytree(RESOURCES / "words" / "spelling", tmp_path / "words" / "spelling")
    (tmp_path / "words" / "en" / "us").mkdir(parents=True)
    (tmp_path / "words" / "en" / "x.toml").write_text('one = "The colour"\ntwo = "Two"\n', "utf-8")
    return tmp_path


def test_a_country_replaces_what_differs_and_spells_as_it_does(resources: Path) -> None:
    (resources / "words" / "en" / "us" / "x.toml").write_text('two = "Zwei"\n', "utf-8")
    assert whole(resources, "en", "us", "x", Texts) == Texts("The color", "Zwei")
    assert whole(resources, "en", "GB", "x", Texts) == Texts("The colour", "Two")


def test_what_is_wrong_is_named_with_its_file(resources: Path) -> None:
    (resources / "words" / "en" / "us" / "x.toml").write_text('three = "3"\n', "utf-8")
    with pytest.raises(ContentError, match=r"en/us/x\.toml"):
        whole(resources, "en", "us", "x", Texts)
