"""What Linux and macOS answer alike: what stands at a path, whose it is, and who could change the way to it."""

from __future__ import annotations

import hashlib
import os
import stat
import sys
from typing import Final

from recovery_assistant.domain.removal.ground import FileKind
from recovery_assistant.domain.removal.plan import Packager, Rights
from recovery_assistant.hosts.untouched import open_untouched

LARGEST_HASHED: Final = 2**31
LARGEST_TEXT: Final = 256 * 1024
_OF_EVERYBODY: Final = ("/tmp/", "/var/tmp/", "/private/tmp/", "/private/var/tmp/")  # noqa: S108 (nothing is made there)
_CHUNK: Final = 2**20


class PosixGround:
    """The part of a ground that rests on owners and modes."""

    trusted_groups: frozenset[int] = frozenset((0,))
    """Groups of which only administrators are members."""

    def __init__(self, *, home: str | None = None, account: int | None = None) -> None:
        """Answer for the account that the program runs as; both are given where another one is asked about."""
        self._account = _account() if account is None else account
        self._home = _home(self._account) if home is None else home

    @property
    def rights(self) -> Rights:
        """Rights that this process has already."""
        return "administrator" if self._account == 0 else "person"

    def kind_of(self, path: str) -> FileKind:
        """Return what stands at a path, not following it if it is a link."""
        try:
            mode = os.lstat(path).st_mode
        except (FileNotFoundError, NotADirectoryError):
            return "missing"
        except (OSError, ValueError):
            return "closed"
        if stat.S_ISLNK(mode):
            return "link"
        return "file" if stat.S_ISREG(mode) else "folder" if stat.S_ISDIR(mode) else "other"

    def real_path(self, path: str) -> str:
        """Return where a path really leads, "" when it leads nowhere or nobody can tell."""
        try:
            return os.path.realpath(path, strict=True)
        except (OSError, ValueError):
            return ""

    def is_protected(self, path: str) -> bool:
        """Return whether only root can change a file and all folders above it."""
        real = self.real_path(path)
        if not real or real != path:
            return False
        parts = real.split("/")
        ways = ["/".join(parts[:end]) or "/" for end in range(1, len(parts) + 1)]
        return all(self._only_root_changes(way) for way in ways)

    def _only_root_changes(self, path: str) -> bool:
        try:
            facts = os.lstat(path)
        except OSError:
            return False
        if facts.st_uid != 0 or facts.st_mode & stat.S_IWOTH or _has_access_list(path):
            return False
        return not facts.st_mode & stat.S_IWGRP or facts.st_gid in self.trusted_groups

    def is_own(self, place: str) -> bool:
        """Return whether a path lies in the person's own home, in a folder that is theirs to change.

        Or in a place for everybody's short-lived files, when it is theirs there.
        """
        if self._home in ("", "/") or not place.startswith(f"{self._home}/"):
            return place.startswith(_OF_EVERYBODY) and self._owns(place)
        folder = os.path.dirname(place)  # noqa: PTH120 (plain text, which must not be changed)
        try:
            facts = os.lstat(folder)
        except (FileNotFoundError, NotADirectoryError):
            return True  # nothing is there that could be somebody else's
        except (OSError, ValueError):
            return False
        return stat.S_ISDIR(facts.st_mode) and facts.st_uid == self._account

    def _owns(self, path: str) -> bool:
        try:
            return os.lstat(path).st_uid == self._account
        except (OSError, ValueError):
            return False

    def sha256_of(self, path: str) -> str:
        """Return the SHA-256 of a file, "" when it cannot be read."""
        digest = hashlib.sha256()
        try:
            with open_untouched(path) as file:
                if file.seek(0, os.SEEK_END) > LARGEST_HASHED:
                    return ""
                file.seek(0)
                while chunk := file.read(_CHUNK):
                    digest.update(chunk)
        except (OSError, ValueError):
            return ""
        return digest.hexdigest()

    def signer_of(self, path: str) -> str:  # noqa: ARG002 (no program of Linux carries one)
        """Return "": programs carry no signature here."""
        return ""

    def expanded(self, text: str) -> str:
        """Return a text with "~" filled in for the person's own home."""
        return self._home + text[1:] if text.startswith("~/") and self._home else text

    def knows_product(self, code: str) -> bool:  # noqa: ARG002 (of Windows alone)
        """Return False: there is no Windows Installer."""
        return False

    def product_name(self, code: str) -> str:  # noqa: ARG002 (of Windows alone)
        """Return "": there is no Windows Installer."""
        return ""

    def has_key(self, key: str) -> bool:  # noqa: ARG002 (of Windows alone)
        """Return False: there is no registry."""
        return False

    def lines_of(self, path: str) -> tuple[str, ...]:
        """Return the lines of a small text file, () when it cannot be read as text."""
        try:
            with open_untouched(path) as file:
                content = file.read(LARGEST_TEXT + 1)
            return tuple(content.decode("utf-8").splitlines()) if len(content) <= LARGEST_TEXT else ()
        except (OSError, ValueError):
            return ()

    def package_of(self, path: str) -> tuple[Packager, str] | None:  # noqa: ARG002 (of Linux alone)
        """Return None: nobody can tell."""
        return None

    def packager_of(self, source: str) -> Packager | None:  # noqa: ARG002 (of Linux alone)
        """Return None: there is no package manager."""
        return None


def _account() -> int:
    if sys.platform == "win32":
        return -1
    return os.geteuid()


def _home(account: int) -> str:
    """Return the home of an account as the system lists it; the environment may say anything."""
    if sys.platform == "win32":
        return ""
    import pwd

    try:
        return os.path.realpath(pwd.getpwuid(account).pw_dir)
    except KeyError:
        return ""


def _has_access_list(path: str) -> bool:
    """Return whether a list of further permissions stands beside the mode."""
    if sys.platform != "linux":
        return False
    try:
        return "system.posix_acl_access" in os.listxattr(path, follow_symlinks=False)
    except OSError:
        return False
