"""The stores on Linux and macOS: made by us, held by us, closed to others; anything else is refused, not repaired."""

from __future__ import annotations

import os
import pwd
import stat
import sys
from pathlib import Path

from recovery_assistant.domain.observation import System
from recovery_assistant.domain.removal.places import known_folder_of, parts_of_store
from recovery_assistant.domain.removal.plan import Rights
from recovery_assistant.runner.hand import Unable
from recovery_assistant.runner.posix.way import FOLDER, facts_in, open_in

if sys.platform == "win32":
    raise ImportError("not on Windows")


def known_folder(system: System, rights: Rights, account: int) -> Path:
    """Return the known folder of a store, as the list of accounts tells it."""
    if known_folder_of(system, rights) == "root":
        return Path("/")
    return Path(pwd.getpwuid(account).pw_dir)


def prepare(known: Path, system: System, rights: Rights, account: int) -> None:
    """Make the store below a known folder, with `runs` and `kept` in it, or see that nobody else can change it.

    Of an administrator's, others may enter `runs` and open a file there whose name they know and whose group they
    are in; they see no names and nothing of `kept`.

    Raises:
        Unable: U-06, a link on the way, or somebody else's folder.
    """
    parts = parts_of_store(system, rights)
    closed = 0o711 if rights == "administrator" else 0o700
    here = os.open(known, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        _see(here, account)
        for number, part in enumerate(parts):
            below = _made(here, part, account, closed if number == len(parts) - 1 else 0o755)
            os.close(here)
            here = below
        os.fchmod(here, closed)
        for name, mode in (("runs", closed), ("kept", 0o700)):
            made = _made(here, name, account, mode)
            os.fchmod(made, mode)
            os.close(made)
        os.fsync(here)
    finally:
        os.close(here)


def _made(folder: int, name: str, account: int, mode: int) -> int:
    try:
        if facts_in(folder, name) is None:
            os.mkdir(name, mode, dir_fd=folder)
            os.fsync(folder)
        opened = open_in(folder, name, FOLDER)
    except Unable:
        raise Unable("U-06", "There is a link on the way to the place for what is kept.") from None
    if opened is None:
        raise Unable("U-06", "The place for what is kept went away while it was made.")
    try:
        _see(opened, account)
    except Unable:
        os.close(opened)
        raise
    return opened


def _see(folder: int, account: int) -> None:
    facts = os.fstat(folder)
    others = stat.S_IWOTH if account else stat.S_IWGRP | stat.S_IWOTH
    if facts.st_uid not in {0, account} or facts.st_mode & others:
        raise Unable("U-06", "Somebody else could change the place for what is kept.")
