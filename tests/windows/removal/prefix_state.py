r"""A whole Windows at one moment, and what is different at another: every file, every key and value of its registry.

A test takes one state before and one after, and says which places were to change; `outside` gives the rest, which must
be empty. Files are hashed; one whose size and time are those of an earlier state is taken to have the same bytes, and a
key that was last written at the same time as then to have the same values and keys.
"""

from __future__ import annotations

import getpass
import hashlib
import os
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

DRIVE = "C:\\"
WINDOWS = "C:\\windows\\"
LARGE = 2**20

# Written by Wine while it runs, whatever a program does.
OF_WINE = (
    r"C:\windows\temp",
    r"HKCU\Software\Wine",
    r"HKCU\Console",  # how windows of text look, written when the first one is made
    r"HKCU\Volatile Environment",
    r"HKLM\HARDWARE",
    r"HKLM\System\CurrentControlSet\Control\ServiceCurrent",  # counts the services that were started
    r"HKLM\Software\Microsoft\Windows NT\CurrentVersion\Perflib",
)


class FileState(NamedTuple):
    """A file: bytes in it, time of the last change (ns), SHA-256 in hex. A folder has none of these."""

    size: int = 0
    changed: int = 0
    sha256: str = ""


class KeyState(NamedTuple):
    """A key: when it was last written (100 ns since 1601), its values told as type and data, the keys in it."""

    written: int
    values: dict[str, str]
    below: tuple[str, ...]


class PrefixState(NamedTuple):
    """Files and folders by path; registry values by "KEY -> NAME", told as type and data; keys as "KEY".

    `keys` holds the registry once more, key by key, for the next look.
    """

    files: dict[str, FileState]
    registry: dict[str, str]
    keys: dict[str, KeyState] = {}  # noqa: RUF012 - never written to


class Change(NamedTuple):
    """One difference. `how`: "+" is new, "-" is gone, "~" is not what it was; `text` tells what there was and is."""

    how: str
    place: str
    text: str = ""

    def __str__(self) -> str:
        """Return one line, as it stands in the manual."""
        return f"{self.how} {self.place}{f' = {self.text}' if self.text else ''}"


def is_below(place: str, above: str) -> bool:
    """Return whether a path or key is another one, a value of it, or lies below it. Windows knows no capitals."""
    place, above = place.casefold(), above.casefold().rstrip("\\")
    return place == above or place.startswith((above + "\\", above + " -> "))


def differences(before: PrefixState, after: PrefixState) -> tuple[Change, ...]:
    """Return everything that is not the same, by place."""
    found = list(_files(before.files, after.files))
    for place in before.registry.keys() | after.registry.keys():
        old, new = before.registry.get(place), after.registry.get(place)
        if old is None:
            found.append(Change("+", place, new or ""))
        elif new is None:
            found.append(Change("-", place, old))
        elif old != new:
            found.append(Change("~", place, f"{old} => {new}"))
    return tuple(sorted(found, key=lambda change: change.place.casefold()))


def _files(before: dict[str, FileState], after: dict[str, FileState]) -> Iterator[Change]:
    for path in before.keys() | after.keys():
        old, new = before.get(path), after.get(path)
        if old is None and new is not None:
            yield Change("+", path, f"{new.size} bytes" if new.sha256 else "")
        elif new is None and old is not None:
            yield Change("-", path, f"{old.size} bytes" if old.sha256 else "")
        elif old is not None and new is not None and old.sha256 != new.sha256:
            yield Change("~", path, "other bytes")


def outside(changes: Sequence[Change], *expected: str) -> tuple[Change, ...]:
    """Return the changes at other places than these, at places below them, and where Wine and pytest write."""
    places = (*expected, *OF_WINE, str(Path(tempfile.gettempdir(), f"pytest-of-{getpass.getuser()}")))
    return tuple(one for one in changes if not any(is_below(one.place, place) for place in places))


if sys.platform == "win32":
    import winreg

    HIVES = {"HKLM": winreg.HKEY_LOCAL_MACHINE, "HKCU": winreg.HKEY_CURRENT_USER}
    KINDS = {
        number: name
        for name, number in vars(winreg).items()
        if name in {"REG_SZ", "REG_EXPAND_SZ", "REG_MULTI_SZ", "REG_DWORD", "REG_QWORD", "REG_BINARY", "REG_NONE"}
    }

    def look(earlier: PrefixState | None = None) -> PrefixState:
        """Return how this Windows is now: all of drive C:, and the registry as 64-bit programs see it."""
        keys: dict[str, KeyState] = {}
        for name, hive in HIVES.items():
            _walk_key(name, hive, "", keys, earlier.keys if earlier else {})
        registry: dict[str, str] = {}
        for place, key in keys.items():
            registry[place] = ""
            registry.update({f"{place} -> {name}": told for name, told in key.values.items()})
        files: dict[str, FileState] = {}
        _walk_folder(DRIVE, files, earlier.files if earlier else {})
        return PrefixState(files, registry, keys)

    def _walk_key(place: str, hive: int, path: str, told: dict[str, KeyState], earlier: dict[str, KeyState]) -> None:
        state = KeyState(0, {}, ())
        try:
            with winreg.OpenKey(hive, path, 0, winreg.KEY_READ | winreg.KEY_WOW64_64KEY) as key:
                state = _key_state(key, earlier.get(place))
        except OSError:  # made up by Windows when it is asked for, or gone meanwhile
            pass
        told[place] = state
        for name in state.below:
            _walk_key(f"{place}\\{name}", hive, f"{path}\\{name}" if path else name, told, earlier)

    def _key_state(key: winreg.HKEYType, known: KeyState | None) -> KeyState:
        below, count, written = winreg.QueryInfoKey(key)
        if known is not None and (known.written, len(known.values), len(known.below)) == (written, count, below):
            return known
        values = {}
        for number in range(count):
            name, data, kind = winreg.EnumValue(key, number)
            values[name or "(standard)"] = f"{KINDS.get(kind, kind)} {data!r}"
        return KeyState(written, values, tuple(winreg.EnumKey(key, number) for number in range(below)))

    def _walk_folder(folder: str, told: dict[str, FileState], earlier: dict[str, FileState]) -> None:
        for entry in os.scandir(folder):
            if entry.is_dir(follow_symlinks=False):
                told[entry.path] = FileState()
                _walk_folder(entry.path, told, earlier)
                continue
            note = entry.stat(follow_symlinks=False)
            known = earlier.get(entry.path)
            if known is None or (known.size, known.changed) != (note.st_size, note.st_mtime_ns):
                is_of_windows = note.st_size > LARGE and entry.path.casefold().startswith(WINDOWS)
                sha256 = f"from {note.st_mtime_ns}" if is_of_windows else _hash_of(entry.path)
                known = FileState(note.st_size, note.st_mtime_ns, sha256)
            told[entry.path] = known

    def _hash_of(path: str) -> str:
        try:
            return hashlib.sha256(Path(path).read_bytes()).hexdigest()
        except OSError as error:  # held by the system
            return f"closed: {error.errno}"
