"""The ground of a Linux PC: its owners and modes, and which package a file belongs to."""

from __future__ import annotations

import re
import shutil
import subprocess
from typing import Final

from recovery_assistant.domain.removal.plan import Packager
from recovery_assistant.hosts.ground.posix import PosixGround

_TOOLS: Final = "/usr/sbin:/usr/bin:/sbin:/bin"
_CLEAN: Final = {"PATH": _TOOLS, "LC_ALL": "C"}
_SECONDS: Final = 30
_PATTERN_SIGNS: Final = re.compile(r"([\\*?\[])")
_RPM_LISTS: Final = ("/var/lib/rpm", "/usr/lib/sysimage/rpm")
_SNAP: Final = re.compile(r"/(?:var/lib/snapd/)?snap/(?P<name>[a-z0-9-]+)/")
_FLATPAK: Final = re.compile(
    r"(?P<home>/.*/\.local/share|/var/lib)/flatpak/(?:app|exports/.*)/(?P<name>[\w.-]+)(?:/.*)?"
)
_MERGED: Final = re.compile(r"/(?:bin|sbin|lib|lib32|lib64)/")
_MANAGERS: Final[tuple[tuple[str, tuple[tuple[str, Packager], ...]], ...]] = (
    ("/var/lib/dpkg/status", (("apt-get", "apt"),)),
    ("rpm", (("zypper", "zypper"), ("dnf", "dnf"))),
    ("pacman:", (("pacman", "pacman"),)),
    ("flatpak:", (("flatpak", "flatpak"),)),
    ("snap:", (("snap", "snap"),)),
)
"""Beginning of `InstalledProgram.source` -> programs that remove what stands there, the first that is here."""


class LinuxGround(PosixGround):
    """The Linux PC that the program runs on."""

    def __init__(self, *, home: str | None = None, account: int | None = None) -> None:
        """Answer for the account that the program runs as."""
        super().__init__(home=home, account=account)
        self._packages: dict[str, tuple[Packager, str] | None] = {}

    def package_of(self, path: str) -> tuple[Packager, str] | None:
        """Return which package a file belongs to; None when it belongs to none, or nobody can tell."""
        if path not in self._packages:
            self._packages[path] = self._by_place(path) or _dpkg(path) or self._rpm(path) or self._pacman(path)
        return self._packages[path]

    def packager_of(self, source: str) -> Packager | None:
        """Return which package manager removes what a source names; None when none here does."""
        for beginning, tools in _MANAGERS:
            if source.startswith(beginning):
                return next((name for tool, name in tools if _has(tool)), None)
        return None

    def _by_place(self, path: str) -> tuple[Packager, str] | None:
        if (snap := _SNAP.match(path)) is not None and snap["name"] != "bin":
            return "snap", snap["name"]
        if (flatpak := _FLATPAK.fullmatch(path)) is not None:
            return ("flatpak" if flatpak["home"] == "/var/lib" else "flatpak-user"), flatpak["name"]
        return None

    def _rpm(self, path: str) -> tuple[Packager, str] | None:
        if not _has("rpm") or not any(self.kind_of(folder) == "folder" for folder in _RPM_LISTS):
            return None
        name = _answer("rpm", "-qf", "--qf", "%{NAME}\\n", "--", path).partition("\n")[0]
        packager = self.packager_of("rpm")
        return (packager, name) if name and packager is not None else None

    def _pacman(self, path: str) -> tuple[Packager, str] | None:
        name = _answer("pacman", "-Qqo", "--", path).partition("\n")[0] if _has("pacman") else ""
        return ("pacman", name) if name else None


def _has(tool: str) -> bool:
    return shutil.which(tool, path=_TOOLS) is not None


def _answer(tool: str, *words: str) -> str:
    """Return what a tool of the system prints, "" when it fails. It is asked, and changes nothing."""
    program = shutil.which(tool, path=_TOOLS)
    if program is None or "\0" in "".join(words):
        return ""
    try:
        done = subprocess.run(
            [program, *words], capture_output=True, timeout=_SECONDS, stdin=subprocess.DEVNULL, check=False, env=_CLEAN
        )
    except (OSError, subprocess.SubprocessError):
        return ""
    return done.stdout.decode("utf-8", "surrogateescape") if done.returncode == 0 else ""


def _dpkg(path: str) -> tuple[Packager, str] | None:
    """Return the Debian package of a file. Its list may have a path from before /bin became a part of /usr."""
    if not _has("dpkg-query") or not _has("apt-get") or not path.startswith("/") or "\n" in path:
        return None
    spellings = [path]
    if path.startswith("/usr/") and _MERGED.match(path.removeprefix("/usr")):
        spellings.append(path.removeprefix("/usr"))
    elif _MERGED.match(path):
        spellings.append(f"/usr{path}")
    for spelling in spellings:
        for line in _answer("dpkg-query", "-S", "--", _PATTERN_SIGNS.sub(r"\\\1", spelling)).splitlines():
            names, _, found = line.partition(": ")
            if found == spelling and not names.startswith("diversion"):
                return "apt", names.partition(",")[0].partition(":")[0]
    return None
