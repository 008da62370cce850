"""Take people out of texts by allow-list: what is known to be the system's or a program's stays, all else is replaced.

Nothing looks for names, because nobody knows all names. A word stays when it is known; any other becomes a placeholder,
the same for the same word, so that two things with one name still have one. Words of one or two plain letters stay:
hardly any of them is a name, and commands are full of them. Six digits and more are replaced as well: they may be a
telephone number, a day of birth or the number of a remote session; versions, ports and the numbers of copies stay.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from recovery_assistant.domain.known_words import KNOWN_WORDS

SHORTEST_INSIDE: Final = 5
"""Letters of a known word that is also looked for inside a longer one, as in "AnyDeskService"."""
_SHORT: Final = 2
_LONGEST_CUT: Final = 64

EVERYBODY: Final = frozenset(
    {
        "public",
        "default",
        "default user",
        "all users",
        "shared",
        "guest",
        "user",
        "users",
        "admin",
        "administrator",
        "root",
    }
)
"""Folders and accounts that belong to nobody."""

_TOKEN: Final = re.compile(
    r"""
      (?P<mail>[\w.+-]{1,64}@[\w.-]{1,255})
    | (?P<sid>S-1-5-21(?:-\d{1,10})+)
    | (?P<home>(?<![^\W\d_])(?:users|home|documents\ and\ settings)[\\/]+)
      (?P<person>[^\\/"'<>|:*?\r\n]{1,100}(?=[\\/])|[^\\/"'\s]{1,100})
    | (?P<kept>\{?[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\}?
      | (?<=ad_)\d{8}(?!\d) | (?<=\()\d{16}(?=\))
      | (?<![^\W_])(?=[a-f]*\d)(?=\d*[a-f])[0-9a-f]{8,64}(?![^\W_])
      | (?<![^\W_])[a-p]{32}(?![^\W_]))
    | (?P<number>(?<![^\W_])(?<!\d\.)\d(?:[ -]?\d){5,30}(?![^\W_])(?!\.\d))
    | (?P<word>[^\W\d_]+)
    """,
    re.VERBOSE | re.IGNORECASE,
)
_CAMEL: Final = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[^A-Za-z]+")


class Redaction:
    """One recording's placeholders.

    Args:
        known: words of the catalogue, in small letters.
    """

    def __init__(self, known: Iterable[str]) -> None:
        words = {word.casefold() for word in known}
        self._known = KNOWN_WORDS | words
        self._people: set[str] = set()
        self._placeholders: dict[str, str] = {}
        self._numbers: Counter[str] = Counter()

    @property
    def replaced(self) -> Mapping[str, int]:
        """How many different names, files, addresses and so on were replaced, by the word of their placeholders."""
        return dict(sorted(self._numbers.items()))

    def learn(self, name: str) -> None:
        """Take a text as somebody's name: its words are replaced everywhere, even where they are known words."""
        if name.strip().casefold() not in EVERYBODY:
            self._people.update(word for word in _words(name) if word not in EVERYBODY)

    def learn_homes(self, text: str) -> None:
        """Learn the names of the home folders in a text."""
        for found in _TOKEN.finditer(text):
            if found["home"]:
                self.learn(found["person"])

    def person(self, name: str) -> str:
        """Return the placeholder of somebody's name; nobody's account keeps its own."""
        return name if not name.strip() or name.strip().casefold() in EVERYBODY else self._one("person", name)

    def file(self, name: str) -> str:
        """Return the placeholder of a file's name, with its ending."""
        stem, dot, ending = name.rpartition(".")
        if not stem or ending.casefold() not in _ENDINGS:
            stem, dot, ending = name, "", ""
        return f"{self._one('file', stem)}{dot}{ending.lower()}"

    def machine(self, name: str) -> str:
        """Return the placeholder of a computer's name."""
        return self._one("pc", name)

    def text(self, text: str, kept: frozenset[str] = frozenset(), *, letters_only: bool = False) -> str:
        """Return a text with everything replaced that is not known.

        Args:
            kept: words in small letters that stay although they are not known, unless they are somebody's name.
            letters_only: placeholders without digits and dashes, where only letters may stand.
        """
        whole = text.encode("utf-8", "replace").decode("utf-8")  # half of a letter has no place in JSON
        return _TOKEN.sub(lambda found: self._instead(found, kept, letters_only=letters_only), whole)

    def unknown(self, text: str) -> frozenset[str]:
        """Return the words of a text that would be replaced."""
        return frozenset(word for word in _words(text) if not self._stays(word))

    def _instead(self, found: re.Match[str], kept: frozenset[str], *, letters_only: bool) -> str:
        if found["mail"]:
            person, at, place = found["mail"].partition("@")
            if "." in place and place.rpartition(".")[2].casefold() not in _UNITS:
                return self._one("mail", found["mail"])
            return at.join(self.text(part, kept, letters_only=letters_only) for part in (person, place))
        if found["sid"]:
            return f"S-1-5-21-0-0-0-{self._one('sid', found['sid']).rpartition('-')[2]}"
        if found["home"]:
            return found["home"] + self.person(found["person"])
        if found["kept"]:
            return found["kept"]
        if found["number"]:
            return self._named(found["number"], kind="number", letters_only=letters_only)
        return self._word(found["word"], kept, letters_only=letters_only)

    def _stays(self, word: str) -> bool:
        if word in self._people:
            return False
        return word in self._known or (len(word) <= _SHORT and word.isascii())

    def _word(self, word: str, kept: frozenset[str], *, letters_only: bool) -> str:
        small = word.casefold()
        if self._stays(small) or (small in kept and small not in self._people):
            return word
        if small in self._people:
            return self._named(word, letters_only=letters_only)
        parts = self._known_parts(word)
        return "".join(part if is_known else self._named(part, letters_only=letters_only) for part, is_known in parts)

    def _known_parts(self, word: str) -> list[tuple[str, bool]]:
        """Return a word cut into what is known of it and what is not; neighbours that are not known stay together."""
        joined: list[tuple[str, bool]] = []
        for piece, is_known in self._cut(word):
            if joined and not is_known and not joined[-1][1]:
                joined[-1] = (joined[-1][0] + piece, False)
            else:
                joined.append((piece, is_known))
        return joined

    def _cut(self, word: str) -> Iterator[tuple[str, bool]]:
        """Yield the longest known words inside a word, then what capital letters set apart, and the rest."""
        small, place, start = word.lower(), 0, 0
        while place + SHORTEST_INSIDE <= len(word) <= _LONGEST_CUT:
            ends = range(len(word), place + SHORTEST_INSIDE - 1, -1)
            end = next((end for end in ends if small[place:end] in self._known), 0)
            if end:
                yield from self._by_capitals(word[start:place])
                yield word[place:end], True
                start = end
            place = end or place + 1
        yield from self._by_capitals(word[start:])

    def _by_capitals(self, part: str) -> Iterator[tuple[str, bool]]:
        for piece in _CAMEL.findall(part):
            yield piece, len(piece) > _SHORT and piece.casefold() in self._known

    def _named(self, word: str, *, kind: str = "name", letters_only: bool) -> str:
        placeholder = self._one(kind, word)
        if not letters_only:
            return placeholder
        number = int(placeholder.rpartition("-")[2])
        return kind + "".join(chr(ord("a") + int(digit)) for digit in str(number))

    def _one(self, kind: str, original: str) -> str:
        key = f"{kind}\0{original.strip().casefold()}"
        placeholder = self._placeholders.get(key)
        if placeholder is None:
            if _PLACEHOLDER.fullmatch(original):  # recorded before
                return original
            self._numbers[kind] += 1
            placeholder = self._placeholders[key] = f"{kind}-{self._numbers[kind]}"
        return placeholder


_PLACEHOLDER: Final = re.compile(r"(?:person|file|pc|mail|name|number)-\d+")
_UNIT_NAMES: Final = "service socket timer target mount automount path slice scope device swap"
_UNITS: Final = frozenset(_UNIT_NAMES.split())
"""Endings of systemd units: "getty@tty1.service" is no address."""

_ENDING_NAMES: Final = (
    "exe com scr msi bat cmd ps1 vbs js jar zip app appimage run bin deb rpm dmg pkg command desktop sh dll sys lnk"
)
_ENDINGS: Final = frozenset(_ENDING_NAMES.split())


def _words(text: str) -> list[str]:
    return [found["word"].casefold() for found in _TOKEN.finditer(_UNSPLIT.sub(" ", text)) if found["word"]]


_UNSPLIT: Final = re.compile(r"[\\/@]")
"""What would make more than words of a text."""
