"""Interface strings: English as it stands, the pseudo-language longer and in brackets, placeholders untouched."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from recovery_assistant import translation
from recovery_assistant.resources import resources_root
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


def test_an_unknown_language_reads_as_english(tmp_path: Path) -> None:
    translation.use("xx", tmp_path)
    assert _("Continue") == "Continue"


def test_the_template_holds_the_interface_strings() -> None:
    """A release makes it anew; between two, a few strings may be behind."""
    with (resources_root() / "locale" / "recovery_assistant.pot").open("rb") as file:
        template = {one for message in read_po(file) for one in texts(message.id) if one}
    package = Path(translation.__file__).parent
    keywords = {"_": None, "ngettext": (1, 2)}
    used = {
        one
        for _name, _line, message, _comments, _context in extract_from_dir(package, keywords=keywords)
        for one in texts(message)
    }
    assert len(used) > 200
    assert len(used - template) <= len(used) // 20, "make it anew: recovery_assistant/translation.py says how"


def texts(message: str | tuple[str, ...] | list[str]) -> tuple[str, ...]:
    """Return a message as one text, or as its forms."""
    return (message,) if isinstance(message, str) else tuple(message)
