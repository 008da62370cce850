"""The home folders of the people on a Linux machine, and the places in them where downloads lie."""

from __future__ import annotations

import contextlib
import os
import re
from pathlib import Path

from recovery_assistant.hosts.mounted.tree_links import inside
from recovery_assistant.hosts.untouched import text_at

_LARGEST_LIST = 1 << 20
_FIRST_PERSON = 1000  # user ids below belong to the system, by the convention of every large distribution
_USER_DIRECTORY = re.compile(r'^XDG_(?:DOWNLOAD|DESKTOP)_DIR="\$HOME/([^"]+)"', re.MULTILINE)


def homes_in(root: Path) -> tuple[Path, ...]:
    """Return the home folder of root and of every person, from the list of users and from /home itself."""
    found: dict[Path, None] = {}
    try:
        lines = text_at(inside(root, root / "etc/passwd"), _LARGEST_LIST).splitlines()
    except OSError:
        lines = []
    for line in lines:
        fields = line.split(":")
        if len(fields) >= 6 and fields[2].isdigit() and (int(fields[2]) >= _FIRST_PERSON or fields[2] == "0"):
            home = _really(root, root / fields[5].lstrip("/"))
            if fields[5] not in ("", "/") and home is not None:
                found[home] = None
    with contextlib.suppress(OSError):  # no /home: whoever has a home elsewhere stands in the list of users
        homes = sorted(inside(root, root / "home").iterdir())
        found.update(dict.fromkeys(home for path in homes if (home := _really(root, path)) is not None))
    return tuple(found)


def _really(root: Path, path: Path) -> Path | None:
    """Return where a home lies, links followed as that machine follows them; None where there is no folder."""
    try:
        place = inside(root, path)
        return place if place.is_dir() and place != root else None
    except PermissionError:
        return path  # somebody's, and closed to us: looking into it will tell that gap
    except OSError:
        return None


def is_open(home: Path) -> bool:
    """Return whether what is in a home can be looked at; False also when it is not there."""
    try:
        os.lstat(os.path.join(home, os.curdir))  # noqa: PTH118 (a Path drops the dot that asks for entry)
    except OSError:
        return False
    return True


def download_places(home: Path, root: Path = Path("/")) -> tuple[Path, ...]:
    """Return the folders of one home where downloaded programs lie, also under the names of other languages."""
    names = ["Downloads", "Desktop"]
    with contextlib.suppress(OSError):  # the file is only there where a desktop was used
        text = text_at(inside(root, home / ".config/user-dirs.dirs"), _LARGEST_LIST)
        names += [name for name in _USER_DIRECTORY.findall(text) if ".." not in name]
    return tuple(dict.fromkeys(home / name for name in names))
