"""The way to a file on Linux and macOS: folder by folder, each opened in the one before, never through a link.

What is opened so cannot be exchanged: whoever renames a folder on the way afterwards does not move our hands with it.
For an administrator's work each folder must also be closed to everybody else, or they could give us another file under
the same name between two looks.
"""

from __future__ import annotations

import contextlib
import errno
import os
import stat
import sys
from collections.abc import Iterator
from typing import Final

from recovery_assistant.domain.removal.plan import Rights
from recovery_assistant.runner.hand import Unable

if sys.platform == "win32":
    raise ImportError("not on Windows")

FOLDER: Final = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
FILE: Final = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
_OTHERS_WRITE: Final = stat.S_IWGRP | stat.S_IWOTH
_TRUSTED_GROUPS_OF_MACOS: Final = (0, 80)  # wheel, admin: whoever is in them is an administrator already


@contextlib.contextmanager
def folder_of(path: str, rights: Rights) -> Iterator[int | None]:
    """Open the folder that a path stands in; None when there is none.

    Raises:
        Unable: U-10 a link on the way · U-12 others could change the way while an administrator works.
    """
    parts = path.split("/")[1:]
    here: int | None = os.open("/", FOLDER)
    try:
        for number, part in enumerate(parts):
            if rights == "administrator" and here is not None:
                _see_that_it_is_closed(here, part)
            if number == len(parts) - 1 or here is None:
                break
            below = open_in(here, part, FOLDER)
            os.close(here)
            here = below
        yield here
    finally:
        if here is not None:
            os.close(here)


def open_in(folder: int, name: str, flags: int) -> int | None:
    """Open a name in an open folder, None when it is not there.

    Raises:
        Unable: U-10, it is a link, or a file where a folder should be.
    """
    try:
        return os.open(name, flags, dir_fd=folder)
    except FileNotFoundError:
        return None
    except OSError as fault:
        if fault.errno in {errno.ELOOP, errno.ENOTDIR, errno.EMLINK}:
            raise Unable("U-10", "There is a link on the way to it, so it is not touched.") from None
        raise


def facts_in(folder: int, name: str) -> os.stat_result | None:
    """Return what a name in an open folder is, a link not followed; None when nothing has it, or nothing can."""
    try:
        return os.stat(name, dir_fd=folder, follow_symlinks=False)
    except OSError as fault:
        if fault.errno in {errno.ENOENT, errno.ENAMETOOLONG}:
            return None
        raise


def _see_that_it_is_closed(folder: int, name: str) -> None:
    facts = os.fstat(folder)
    if facts.st_uid != 0:
        raise Unable("U-12", "It lies in a folder that others than an administrator can change.")
    if not facts.st_mode & _OTHERS_WRITE:
        return
    if facts.st_mode & stat.S_ISVTX:
        inside = facts_in(folder, name)
        if inside is None or inside.st_uid == 0:
            return  # nobody else may rename what belongs to root in such a folder
    elif not facts.st_mode & stat.S_IWOTH and _is_trusted(facts.st_gid) and not _has_access_list(folder):
        return
    raise Unable("U-12", "It lies in a folder that others than an administrator can change.")


def _is_trusted(group: int) -> bool:
    """Return whether nobody but administrators is in a group."""
    if sys.platform == "darwin":
        return group in _TRUSTED_GROUPS_OF_MACOS
    import grp
    import pwd

    try:
        members = [pwd.getpwnam(name).pw_uid for name in grp.getgrgid(group).gr_mem]
    except KeyError:
        return False
    members += [one.pw_uid for one in pwd.getpwall() if one.pw_gid == group]
    return not any(members)


def _has_access_list(folder: int) -> bool:
    if sys.platform != "linux":
        return False
    with contextlib.suppress(OSError):
        return "system.posix_acl_access" in os.listxattr(folder)
    return False
