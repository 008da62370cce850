"""Read `resources/left_behind/*.toml`, one file for each kind of thing that may be left behind on a PC."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from recovery_assistant.content.reading import NOT_WHOLE, read, shown_name
from recovery_assistant.domain.errors import ContentError
from recovery_assistant.domain.left_behind.kinds import KINDS, LeftBehindKind

FOLDER: Final = "left_behind"


def load_left_behind(resources: Path) -> tuple[LeftBehindKind, ...]:
    """Return the words for every kind, in the order in which kinds are told.

    Raises:
        ContentError: a file cannot be read or does not fit (T-01 to T-03), or a file's name is not its kind, a kind
            is not known, has no words, or another weight than the program gives it (T-04).
    """
    folder = resources / FOLDER
    found: dict[str, LeftBehindKind] = {}
    for path in sorted(folder.glob("*.toml")):
        kind = read(path, LeftBehindKind)
        if kind.id != path.stem:
            raise ContentError(NOT_WHOLE, f"The file {shown_name(path)} holds {kind.id}; name it {kind.id}.toml.")
        if KINDS.get(kind.id) != kind.weight:
            known = f"its weight is {KINDS[kind.id]}" if kind.id in KINDS else "the program does not know this kind"
            raise ContentError(NOT_WHOLE, f"The file {shown_name(path)} does not fit: {known}.")
        found[kind.id] = kind
    missing = [name for name in KINDS if name not in found]
    if missing:
        raise ContentError(NOT_WHOLE, f"In {shown_name(folder)} there is no file {missing[0]}.toml.")
    return tuple(found[name] for name in KINDS)
