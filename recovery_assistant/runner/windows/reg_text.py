"""Registry keys as the text of a .reg file, exact to the byte, and back. Pure.

It is the form of "Windows Registry Editor Version 5.00", so that a technician can put a key back without this program.
Only plain texts and numbers are written as such; everything else as bytes with its kind, so that nothing is lost.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

TEXT, TEXTS, NUMBER, BYTES = 1, 7, 4, 3
_HEAD: Final = "Windows Registry Editor Version 5.00"
_ROOTS: Final = {"HKLM": "HKEY_LOCAL_MACHINE", "HKU": "HKEY_USERS"}
_SHORT: Final = {name: short for short, name in _ROOTS.items()}
_BREAKS: Final = re.compile(r"[\x00-\x1f\x7f\x85\u2028\u2029\ud800-\udfff]")
_VALUE: Final = re.compile(
    r'(@|"(?:[^"\\]|\\.)*")='
    r'(?:"((?:[^"\\]|\\.)*)"|dword:([0-9a-f]{8})|hex(?:\(([0-9a-f]+)\))?:([0-9a-f,]*))'
)


class Value(NamedTuple):
    """One value as it is stored: its name ("" for the key's own), the kind as a number, and its bytes."""

    name: str
    kind: int
    data: bytes


class Key(NamedTuple):
    r"""One key with its values. `place`: "HKLM\…" or "HKU\…"."""

    place: str
    values: tuple[Value, ...]


def text_of(keys: tuple[Key, ...]) -> str:
    """Return keys as a .reg file, in their order.

    Raises:
        ValueError: a name holds what a line cannot hold.
    """
    lines = [_HEAD]
    for key in keys:
        root, _, inside = key.place.partition("\\")
        lines += ["", f"[{_ROOTS[root]}\\{_in_one_line(inside)}]", *map(_line, key.values)]
    return "\r\n".join([*lines, "", ""])


def read_text(text: str) -> tuple[Key, ...]:
    """Read back what `text_of` wrote.

    Raises:
        ValueError: it is something else.
    """
    head, _, rest = text.partition("\r\n")
    if head != _HEAD:
        raise ValueError("no export of the registry")
    return tuple(_keys(rest))


def _keys(text: str) -> Iterator[Key]:
    place = ""
    values: list[Value] = []
    for line in text.split("\r\n"):
        if line.startswith("["):
            if place:
                yield Key(place, tuple(values))
            root, _, inside = line[1:-1].partition("\\")
            place, values = f"{_SHORT[root]}\\{inside}", []
        elif line:
            values.append(_value(line))
    if place:
        yield Key(place, tuple(values))


def _line(value: Value) -> str:
    name = f'"{_quoted(_in_one_line(value.name))}"' if value.name else "@"
    shown = shown_text(value)
    if shown is not None and value.kind == TEXT:
        return f'{name}="{_quoted(shown)}"'
    if value.kind == NUMBER and len(value.data) == 4:
        return f"{name}=dword:{int.from_bytes(value.data, 'little'):08x}"
    kind = "" if value.kind == BYTES else f"({value.kind:x})"
    return f"{name}=hex{kind}:{value.data.hex(',')}"


def _value(line: str) -> Value:
    found = _VALUE.fullmatch(line)
    if found is None:
        raise ValueError("a line that is no value")
    name = "" if found[1] == "@" else _unquoted(found[1][1:-1])
    if found[2] is not None:
        return Value(name, TEXT, (_unquoted(found[2]) + "\0").encode("utf-16-le"))
    if found[3] is not None:
        return Value(name, NUMBER, int(found[3], 16).to_bytes(4, "little"))
    return Value(name, int(found[4], 16) if found[4] else BYTES, bytes.fromhex(found[5].replace(",", "")))


def shown_text(value: Value) -> str | None:
    """Return a text that stands in a line as it is, with one NUL at its end; None where it is anything else."""
    if len(value.data) % 2 or not value.data.endswith(b"\0\0"):
        return None
    try:
        text = value.data[:-2].decode("utf-16-le")
    except UnicodeDecodeError:
        return None
    return None if _BREAKS.search(text) else text


def as_told(value: Value) -> str:
    """Return what a value holds as a look at this PC tells it: texts up to a NUL, numbers, lists as one line."""
    if value.kind == NUMBER:
        return str(int.from_bytes(value.data, "little"))
    if value.kind == TEXTS:
        return "; ".join(parts_of(value))
    if value.kind == BYTES:
        return value.data.hex()
    return value.data[: len(value.data) & ~1].decode("utf-16-le", "replace").partition("\0")[0]


def parts_of(value: Value) -> tuple[str, ...]:
    """Return the texts of a list (REG_MULTI_SZ)."""
    text = value.data[: len(value.data) & ~1].decode("utf-16-le", "surrogatepass")
    return tuple(part for part in text.split("\0") if part)


def with_parts(value: Value, parts: tuple[str, ...]) -> Value:
    """Return a list with other texts in it."""
    text = "".join(f"{part}\0" for part in parts) + "\0"
    return value._replace(data=text.encode("utf-16-le", "surrogatepass"))


def _quoted(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"')


def _unquoted(text: str) -> str:
    return re.sub(r"\\(.)", r"\1", text)


def _in_one_line(name: str) -> str:
    if _BREAKS.search(name):
        raise ValueError("a name that no line can hold")
    return name


def is_of(keys: tuple[Key, ...], key: str, name: str | None = None) -> bool:
    """Return whether an export holds one key with what is below it, or only one value of it, and nothing else.

    Args:
        name: of the value; None for the key with all below it.
    """
    wanted = key.lower()
    if name is not None:
        values = [value.name.lower() for one in keys for value in one.values]
        return [one.place.lower() for one in keys] == [wanted] and values == [name.lower()]
    return bool(keys) and all(f"{one.place.lower()}\\".startswith(f"{wanted}\\") for one in keys)
