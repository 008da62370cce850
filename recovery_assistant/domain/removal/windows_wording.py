r"""Paths, keys and command lines of Windows as text; the same on every system.

Windows compares names without regard to case. "\\?\" before a full path changes nothing but its greatest length.
"""

from __future__ import annotations

import re
from typing import Final

PRODUCT: Final = re.compile(r"\{[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}\}")
_FULL: Final = re.compile(r"[A-Za-z]:\\[^<>:\"/|?*\x00-\x1f]+")
_STRANGE_PART: Final = re.compile(r"\.{1,2}|.*[. ]|")
"""A part that Windows itself would read as another one: ".", "..", one that ends in a dot or a blank, none."""


def plain(path: str) -> str:
    r"""Return a path as it is compared: small letters, no "\\?\" before it, no "\" at its end."""
    return path.removeprefix("\\\\?\\").rstrip("\\").lower()


def is_same(path: str, other: str) -> bool:
    """Return whether two full paths name the same place."""
    return bool(path) and plain(path) == plain(other)


def is_below(path: str, folder: str) -> bool:
    """Return whether a path is a folder, or lies anywhere below it."""
    return bool(folder) and (plain(path) + "\\").startswith(plain(folder) + "\\")


def is_full(path: str) -> bool:
    r"""Return whether a path begins at a drive and every part of it says exactly what it says.

    No streams ("file:name"), no network, no devices ("\\.\"), no "..", no part that ends in a dot or blank.
    """
    return _FULL.fullmatch(path) is not None and not any(map(_STRANGE_PART.fullmatch, path[3:].split("\\")))


def folders_above(path: str) -> tuple[str, ...]:
    r"""Return the folders in which a full path lies, the nearest first, the drive ("C:\") last."""
    parts = path.split("\\")[:-1]
    above = ["\\".join(parts[: number + 1]) for number in range(len(parts))]
    return tuple(folder if folder[-1:] != ":" else folder + "\\" for folder in reversed(above))


def starts_program(command: str, program: str) -> bool:
    """Return whether a command line, of a service or a task, starts this program."""
    line, wanted = command.strip().lower(), plain(program)
    if not wanted:
        return False
    if line.startswith('"'):
        return plain(line[1:].partition('"')[0]) == wanted
    rest = line.removeprefix("\\\\?\\")
    return rest.startswith(wanted) and rest[len(wanted) :][:1] in ("", " ", "\t")


def without_line(content: bytes, line: str) -> bytes:
    """Return the content of a text file without each line that is exactly this one, whatever ends it."""
    wanted = line.encode("utf-8", "surrogateescape")
    return b"".join(one for one in content.splitlines(keepends=True) if one.rstrip(b"\r\n") != wanted)


def without_move(wishes: bytes, path: str) -> bytes:
    r"""Return the moves that wait for Windows' next start without those of one path.

    wishes: texts by twos as Windows keeps them, "\??\C:\from", "\??\C:\to"; an empty second one means "delete".
    """
    texts = wishes.decode("utf-16-le", "surrogatepass").split("\0")
    pairs = [(one, other) for one, other in zip(texts[::2], texts[1::2], strict=False) if one]
    left = [pair for pair in pairs if not is_same(pair[0].removeprefix("\\??\\"), path)]
    return ("".join(f"{one}\0{other}\0" for one, other in left) + "\0").encode("utf-16-le", "surrogatepass")
