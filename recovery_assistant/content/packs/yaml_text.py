"""YAML, as much as packs need: maps, lists and texts, quoted so that no text can be taken for anything else."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

Value = str | int | Sequence["Value"] | Mapping[str, "Value"]

_PLAIN_KEY: Final = re.compile(r"(?!(?:y|n|yes|no|on|off|true|false|null)$)[a-z_][a-z0-9_|.]*", re.IGNORECASE)


def written(value: Mapping[str, Value]) -> str:
    """Return a map as a YAML document without its "---" line; the same map gives the same letters."""
    return "".join(f"{line}\n" for line in _map(value, 0))


def quoted(text: str) -> str:
    """Return a text as a YAML scalar on one line: in single quotes where that is readable, else escaped."""
    if all(" " <= letter <= "~" for letter in text):
        return "'" + text.replace("'", "''") + "'"
    return '"' + "".join(_escaped(letter) for letter in text) + '"'


def _escaped(letter: str) -> str:
    if letter in '"\\':
        return f"\\{letter}"
    if " " <= letter <= "~" or (letter >= "\xa1" and letter.isprintable() and ord(letter) <= 0xFFFF):
        return letter
    return f"\\u{ord(letter):04x}" if ord(letter) <= 0xFFFF else f"\\U{ord(letter):08x}"


def _map(value: Mapping[str, Value], indent: int) -> Iterator[str]:
    for key, inner in value.items():
        yield from _entry(f"{' ' * indent}{key if _PLAIN_KEY.fullmatch(key) else quoted(key)}:", inner, indent)


def _list(value: Sequence[Value], indent: int) -> Iterator[str]:
    for inner in value:
        if isinstance(inner, Mapping):
            first, *rest = _map(inner, indent + 2)
            yield f"{' ' * indent}- {first.lstrip(' ')}"
            yield from rest
        else:
            yield from _entry(f"{' ' * indent}-", inner, indent)


def _entry(start: str, value: Value, indent: int) -> Iterator[str]:
    match value:
        case str() if "\n" in value and _fits_a_block(value):
            yield f"{start} |"
            yield from (f"{' ' * (indent + 2)}{line}" if line else "" for line in value.rstrip("\n").split("\n"))
        case str():
            yield f"{start} {quoted(value)}"
        case int():
            yield f"{start} {value}"
        case Mapping():
            yield start if value else f"{start} {{}}"
            yield from _map(value, indent + 2)
        case _:
            yield start if value else f"{start} []"
            yield from _list(value, indent + 2)


def _fits_a_block(text: str) -> bool:
    """Return whether a text of several lines can stand as it is: whole lines of plain letters, none empty at first."""
    return (
        text.endswith("\n")
        and not text.endswith("\n\n")
        and not text.startswith((" ", "\n"))
        and all(letter == "\n" or " " <= letter <= "~" for letter in text)
    )
