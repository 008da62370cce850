"""Interface strings: English as it stands, the pseudo-language longer and in brackets, placeholders untouched."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from recovery_assistant import translation
from recovery_assistant.translation import _, ngettext


@pytest.fixture(autouse=True)
def _english_again() -> Iterator[None]:
    yield
    translation.use("en")


def test_english_is_the_source() -> None:
    translation.use("en")
    assert _("Continue") == "Continue"
    assert ngettext("{count} page", "{count} pages", 2) == "{count} pages"


def test_the_pseudo_language_is_longer_and_keeps_placeholders() -> None:
    translation.use(translation.PSEUDO)
    said = _("Page {at} of {total}")
    assert said.startswith("[")
    assert len(said) > len("Page {at} of {total}") + 2
    assert said.format(at=1, total=2).count("1") == 1


def test_an_unknown_language_reads_as_english(tmp_path: object) -> None:
    from pathlib import Path

    translation.use("xx", Path(str(tmp_path)))
    assert _("Continue") == "Continue"
