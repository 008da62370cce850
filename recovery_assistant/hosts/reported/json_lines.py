"""JSON Lines from strangers: line by line with numbers, bounded in memory, and one bad line hides no other."""

from __future__ import annotations

import json
import re
from codecs import BOM_UTF8
from collections.abc import Iterator
from typing import BinaryIO, Final, Generic, NamedTuple, TypeVar

import msgspec

from recovery_assistant.domain.observation import Gap
from recovery_assistant.hosts.port import BAD_LINE

Told = TypeVar("Told")

LONGEST_LINE: Final = 32 * 2**20
"""Bytes of one line. A real one has well below one of these mebibytes."""


def numbered(lines: BinaryIO) -> Iterator[tuple[int, bytes | str]]:
    """Yield (number, line); a reason instead of the line when it is longer than anybody's memory should be.

    Empty lines are counted and left out.
    """
    number = 0
    while line := lines.readline(LONGEST_LINE + 1):
        number += 1
        if number == 1:
            line = line.removeprefix(BOM_UTF8)
        if len(line) > LONGEST_LINE and not line.endswith(b"\n"):
            while (rest := lines.readline(LONGEST_LINE)) and not rest.endswith(b"\n"):
                pass
            yield number, f"it is longer than {LONGEST_LINE // 2**20} MiB"
        elif line.strip():
            yield number, line


class Decoded(NamedTuple, Generic[Told]):
    """One line that could be decoded. `whole` is its JSON, in which every letter is a whole one."""

    number: int
    told: Told
    whole: bytes


def decoded(lines: BinaryIO, decoder: msgspec.json.Decoder[Told]) -> Iterator[Decoded[Told] | Gap]:
    """Yield each line decoded, or a gap with its number and the reason."""
    for number, given in numbered(lines):
        if isinstance(given, str):
            yield bad_line(number, given)
            continue
        try:
            whole = whole_letters(given)
            told = decoder.decode(whole)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError, ValueError) as error:
            yield bad_line(number, why(error))
        else:
            yield Decoded(number, told, whole)


def whole_letters(line: bytes) -> bytes:
    """Return a line in which half of a surrogate pair stands as U+FFFD.

    JSON allows such halves, and exporters write them for odd file names. One odd name must not hide a whole machine.

    Raises:
        ValueError: it is not JSON.
    """
    if _SURROGATE.search(line) is None:
        return line
    return msgspec.json.encode(_mended(json.loads(line)))


def _mended(value: object) -> object:
    match value:
        case str():
            return _HALF.sub("\N{REPLACEMENT CHARACTER}", value)
        case list():
            return [_mended(part) for part in value]
        case dict():
            return {_mended(key): _mended(part) for key, part in value.items()}
    return value


_SURROGATE: Final = re.compile(rb"\\u[dD][89a-fA-F]")
_HALF: Final = re.compile("[\ud800-\udfff]")


def bad_line(number: int, reason: str) -> Gap:
    """Return the gap for a line that cannot be used."""
    return Gap(host=f"line {number}", source=f"line {number}", reason=reason, code=BAD_LINE)


def why(error: Exception) -> str:
    """Return in plain words why a line could not be decoded."""
    if isinstance(error, msgspec.ValidationError):
        return f"it does not fit the format: {error}"
    return "it is not JSON"
