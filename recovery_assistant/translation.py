"""Interface strings in the language of the person: buttons, labels, short messages. Guidance prose is content.

The source language is English (United Kingdom), so a missing translation reads as plain English. `resources/locale`
holds one folder a language, and the template for new ones. This makes the template anew: `pybabel extract -k _
-k ngettext:1,2 --no-location --sort-output --no-wrap -o resources/locale/recovery_assistant.pot recovery_assistant`.
"""

from __future__ import annotations

import gettext
from collections.abc import Callable
from pathlib import Path

DOMAIN = "recovery_assistant"
PSEUDO = "pseudo"
"""A made-up language for tests: every string longer, accented and between brackets, so that a string which never went
through `_`, or a label that is too short, is seen at once."""

_ACCENTS = str.maketrans("aeiouyAEIOUYcnCN", "áéíóúýÁÉÍÓÚÝçñÇÑ")


class PseudoTranslations(gettext.NullTranslations):
    """Translates into accented English, about a third longer, in square brackets. Placeholders stay as they are."""

    def gettext(self, message: str) -> str:
        """Return the pseudo-translation of one string."""
        parts = message.replace("}", "{").split("{")
        plain = [part.translate(_ACCENTS) if place % 2 == 0 else f"{{{part}}}" for place, part in enumerate(parts)]
        return f"[{''.join(plain)}{' ~' * max(1, len(message) // 6)}]"

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        """Return the pseudo-translation of a counted string."""
        return self.gettext(msgid1 if n == 1 else msgid2)


class _Chosen:
    """The language in use. The only state of this module, changed once at start (and by tests)."""

    translations: gettext.NullTranslations = gettext.NullTranslations()


class RespelledTranslations(gettext.NullTranslations):
    """Shows the source language in another spelling of it."""

    def __init__(self, respell: Callable[[str], str]) -> None:
        super().__init__()
        self._respell = respell

    def gettext(self, message: str) -> str:
        """Return one string in the other spelling."""
        return self._respell(message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        """Return a counted string in the other spelling."""
        return self._respell(msgid1 if n == 1 else msgid2)


def use(language: str, resources: Path | None = None, respell: Callable[[str], str] | None = None) -> None:
    """Choose the language of the interface ("en", "cy" …, or `PSEUDO`). An unknown one falls back to English.

    `respell` writes English as the country does; a language that has a translation of its own needs it not.
    """
    if language == PSEUDO:
        _Chosen.translations = PseudoTranslations()
    elif resources is None:
        _Chosen.translations = gettext.NullTranslations()
    else:
        _Chosen.translations = gettext.translation(
            DOMAIN, localedir=resources / "locale", languages=[language], fallback=True
        )
    if respell is not None and type(_Chosen.translations) is gettext.NullTranslations:
        _Chosen.translations = RespelledTranslations(respell)


def _(text: str) -> str:
    """Return an interface string in the chosen language."""
    return _Chosen.translations.gettext(text)


def ngettext(one: str, many: str, count: int) -> str:
    """Return the form of a counted interface string; the caller fills in `{count}`."""
    return _Chosen.translations.ngettext(one, many, count)
