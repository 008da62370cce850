"""Read one TOML file of ours into a validated object, or say which file and which key is wrong.

The people who write content are not programmers. An error therefore names the file and the full key path, and says in
words what was expected. Unknown keys are refused by the structs themselves (`forbid_unknown_fields`).
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from recovery_assistant.domain.errors import ContentError

MISSING = "T-01"
NOT_TOML = "T-02"
DOES_NOT_FIT = "T-03"
NOT_WHOLE = "T-04"
UNKNOWN_COUNTRY = "T-05"

Value = TypeVar("Value")
_ANY_KEY = "[...]"
_UNKNOWN = re.compile(r"unknown field `(.+)`")
_PLAIN = {
    "`int`": "a whole number",
    "`float`": "a number",
    "`str`": "a text in quotation marks",
    "`bool`": "true or false",
    "`array`": "a list in square brackets",
    "`object`": "a table of keys",
    "`date`": "a day such as 2026-11-22",
    "Object contains unknown field": "There is no key",
    "Object missing required field": "It needs the key",
    "Invalid enum value": "There is no choice",
}
"""What msgspec says, for people who do not program."""


class MisfitError(ContentError):
    """A value does not fit.

    Attributes:
        place: the key path, or "its top level".
        reason: what is wrong there, in plain words without a full stop.
        unknown_key: the key that nobody knows, or "".
    """

    def __init__(self, name: str, place: str, reason: str) -> None:
        unknown = _UNKNOWN.search(reason)
        self.place = place
        self.reason = _plainly(reason)
        self.unknown_key = unknown[1] if unknown else ""
        super().__init__(DOES_NOT_FIT, f"The file {name} is wrong at {place}: {self.reason}.")


def read(path: Path, kind: type[Value]) -> Value:
    """Return the content of a TOML file as an object of type `kind`.

    Raises:
        ContentError: T-01 the file cannot be read, T-02 it is not TOML in UTF-8, T-03 (MisfitError) a value does not
            fit; the sentence then names the key path, such as `steps.report.fields.region`.
    """
    return fit(read_raw(path), kind, shown_name(path))


def read_raw(path: Path) -> dict[str, Any]:
    """Return the content of a TOML file as plain dictionaries. Raises ContentError T-01 or T-02."""
    name = shown_name(path)
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ContentError(MISSING, f"The file {name} cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise ContentError(NOT_TOML, f"The file {name} is not UTF-8 text, at byte {error.start}.") from error
    except tomllib.TOMLDecodeError as error:
        raise ContentError(NOT_TOML, f"The file {name} is not right TOML: {error}.") from error


def fit(raw: object, kind: type[Value], name: str) -> Value:
    """Return plain values as an object of type `kind`. Raises MisfitError (T-03) naming `name` and the key path."""
    try:
        return msgspec.convert(raw, kind)
    except msgspec.ValidationError as error:
        reason, key_path = _split(str(error))
        raise MisfitError(name, _name_keys(raw, kind, key_path, reason), reason) from error


def shown_name(path: Path) -> str:
    """Return how a file is called in errors: its name with two folders before it."""
    return "/".join(path.parts[-3:])


def _split(message: str) -> tuple[str, str]:
    reason, _, place = message.partition(" - at `")
    key_path = place.removeprefix("key` in `").rstrip("`").removeprefix("$").removeprefix(".")
    return reason, key_path or "its top level"


def _plainly(reason: str) -> str:
    for said, plain in _PLAIN.items():
        reason = reason.replace(said, plain)
    return reason.replace("`", "“", 1).replace("`", "”", 1)


def _name_keys(raw: object, kind: type[Any], key_path: str, reason: str) -> str:
    """Replace each "[...]" of a key path (msgspec does not name the keys of mappings) by the key that fails."""
    while _ANY_KEY in key_path:
        before, _, after = key_path.partition(_ANY_KEY)
        place = _at(raw, before)
        if not isinstance(place, dict):
            return key_path
        guilty = next((key for key in place if _fails_alone(raw, kind, before, key, reason)), None)
        if guilty is None:
            return key_path
        key_path = f"{before}.{guilty}{after}".removeprefix(".")
    return key_path


def _fails_alone(raw: object, kind: type[Any], place: str, key: str, reason: str) -> bool:
    """Return whether the same error stays when the mapping at `place` holds this key only."""
    try:
        msgspec.convert(_narrowed(raw, list(_parts(place)), key), kind)
    except msgspec.ValidationError as error:
        return _split(str(error))[0] == reason
    return False


def _parts(place: str) -> Iterator[str | int]:
    for name in filter(None, place.replace("[", ".[").split(".")):
        yield int(name[1:-1]) if name.startswith("[") else name


def _at(raw: object, place: str) -> object:
    for part in _parts(place):
        if isinstance(raw, list) and isinstance(part, int):
            raw = raw[part]
        elif isinstance(raw, dict):
            raw = raw.get(part)
    return raw


def _narrowed(raw: object, parts: list[str | int], key: str) -> object:
    if not parts:
        return {key: raw[key]} if isinstance(raw, dict) else raw
    first, rest = parts[0], parts[1:]
    if isinstance(raw, list) and isinstance(first, int):
        return [*raw[:first], _narrowed(raw[first], rest, key), *raw[first + 1 :]]
    if isinstance(raw, dict) and isinstance(first, str):
        return {**raw, first: _narrowed(raw.get(first), rest, key)}
    return raw
