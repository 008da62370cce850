"""Every form of the catalogue: the same bytes each time, only the systems asked for, and plain file names."""

from __future__ import annotations

import re

import pytest

from recovery_assistant.content.packs.formats import FORMATS
from recovery_assistant.domain.catalogue import Catalogue
from recovery_assistant.domain.observation import System
from tests.unit.domain.catalogue_rows import FARVIEW

SMALL = Catalogue(edition="2026-01-01.abc", tools=(FARVIEW,))


@pytest.mark.parametrize("name", FORMATS)
def test_the_same_catalogue_gives_the_same_bytes(name: str) -> None:
    once = FORMATS[name].files(SMALL, frozenset(System))
    assert once
    assert once == FORMATS[name].files(SMALL, frozenset(System))
    for file, text in once.items():
        assert re.fullmatch(r"[A-Za-z0-9.-]+\.(?:conf|yaml|yml|csv)", file)
        assert "2026-01-01.abc" in text
        assert "Apache-2.0" in text
        text.encode()


@pytest.mark.parametrize("name", FORMATS)
def test_only_the_systems_that_are_asked_for(name: str) -> None:
    linux = "".join(FORMATS[name].files(SMALL, frozenset({System.LINUX})).values()).lower()
    assert "linux" in linux
    assert "macos" not in linux.replace("osquery", "")
    assert FORMATS[name].words
