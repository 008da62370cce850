"""What is installed on a Linux machine: dpkg, rpm, flatpak and snap, each read from where it keeps its list."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Final

from msgspec import structs

from recovery_assistant.domain.errors import SourceUnreadable
from recovery_assistant.domain.observation import Gap, InstalledProgram
from recovery_assistant.hosts.mounted.tree_links import inside
from recovery_assistant.hosts.port import INSTALLED_PROGRAMS, UNREADABLE
from recovery_assistant.hosts.untouched import text_at, unreadable

_DPKG_STATUS: Final = "var/lib/dpkg/status"
_LARGEST_STATUS: Final = 128 << 20
"""Bytes of the list that are read; a Debian with everything has a tenth."""
_RPM_LISTS: Final = ("var/lib/rpm", "usr/lib/sysimage/rpm")
_RPM_SECONDS: Final = 60
_FLATPAK_APPS: Final = "var/lib/flatpak/app"
_HOME_FLATPAK_APPS: Final = ".local/share/flatpak/app"
_SNAPS: Final = "snap"
_SNAP_FILES: Final = "var/lib/snapd/snaps"
_PACMAN: Final = "var/lib/pacman/local"


def packages(host: str, root: Path, homes: tuple[Path, ...]) -> Iterator[InstalledProgram | Gap]:
    """Yield every installed package of the machine under `root`; a gap for each list that cannot be read."""
    for part, read in (("dpkg", dpkg_packages), ("rpm", rpm_packages), ("pacman", pacman), ("snap", snaps)):
        try:
            yield from read(root)
        except SourceUnreadable as error:
            yield Gap(host=host, source=f"{INSTALLED_PROGRAMS}: {part}", reason=error.reason, code=error.code)
    for folder in (root / _FLATPAK_APPS, *(home / _HOME_FLATPAK_APPS for home in homes)):
        try:
            yield from flatpaks(folder, root)
        except SourceUnreadable as error:
            source = f"{INSTALLED_PROGRAMS}: {error.source}"
            yield Gap(host=host, source=source, reason=error.reason, code=error.code)


def dpkg_packages(root: Path) -> Iterator[InstalledProgram]:
    """Yield what Debian's list says is installed. Raises SourceUnreadable."""
    try:
        status = inside(root, root / _DPKG_STATUS)
        text = text_at(status, _LARGEST_STATUS)
    except (FileNotFoundError, NotADirectoryError):
        return
    except OSError as error:
        raise unreadable("dpkg", error) from error
    came = _came_times(status.parent / "info")
    for name in installed_in(text):
        yield InstalledProgram(source=f"/{_DPKG_STATUS}", display_name=name, package=name, installed_at=came.get(name))


def installed_in(status: str) -> list[str]:
    """Return the names of the packages that a dpkg status text calls installed."""
    names = []
    for stanza in status.split("\n\n"):
        head = stanza[:400]
        if "\nStatus: " in head and " installed\n" in head and head.startswith(("Package: ", "\nPackage: ")):
            names.append(head.lstrip("\n").partition("\n")[0].removeprefix("Package: ").strip())
    return names


def _came_times(folder: Path) -> dict[str, datetime]:
    """Return when each package was unpacked: the time of its list of files ("name.list" or "name:amd64.list")."""
    came = {}
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                if entry.name.endswith(".list"):
                    name = entry.name[: -len(".list")].partition(":")[0]
                    came[name] = datetime.fromtimestamp(entry.stat().st_mtime).astimezone()
    except OSError:
        return came  # the package is still reported, only without its day
    return came


def rpm_packages(root: Path) -> Iterator[InstalledProgram]:
    """Yield what the rpm tool lists; its data base has no other readable form. Raises SourceUnreadable."""
    if not any(_holds_rpm_list(root, root / name) for name in _RPM_LISTS):
        return
    if root != Path("/"):  # the tool would write locks beside the list
        raise SourceUnreadable("rpm", "this disk keeps a list that only its own running system can read", UNREADABLE)
    tool = shutil.which("rpm")
    if tool is None:
        raise SourceUnreadable(
            "rpm", "this PC keeps a list that only its own tool can read, and the tool is missing", UNREADABLE
        )
    command = [tool, "-qa", "--qf", r"%{NAME}\t%{VENDOR}\t%{INSTALLTIME}\n"]
    try:
        answer = subprocess.run(
            command, capture_output=True, timeout=_RPM_SECONDS, stdin=subprocess.DEVNULL, check=True
        )
    except (OSError, subprocess.SubprocessError) as error:
        raise SourceUnreadable("rpm", "its tool did not answer", UNREADABLE) from error
    yield from rpm_lines(answer.stdout.decode("utf-8", "replace"))


def _holds_rpm_list(root: Path, folder: Path) -> bool:
    try:
        names = inside(root, folder).iterdir()
        return any(path.name == "Packages" or path.name.startswith("rpmdb") for path in names)
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError as error:
        raise unreadable("rpm", error) from error


def rpm_lines(text: str) -> Iterator[InstalledProgram]:
    """Yield the packages of lines "name TAB vendor TAB seconds since 1970"."""
    for line in text.splitlines():
        name, _, rest = line.partition("\t")
        vendor, _, seconds = rest.partition("\t")
        moment = datetime.fromtimestamp(int(seconds)).astimezone() if seconds.isdigit() else None
        if name:
            yield InstalledProgram(source="rpm", display_name=name, package=name, publisher=vendor, installed_at=moment)


def flatpaks(folder: Path, root: Path = Path("/")) -> Iterator[InstalledProgram]:
    """Yield the applications in one flatpak folder. Raises SourceUnreadable."""
    yield from _one_folder_each(root, folder, "flatpak", frozenset())


def pacman(root: Path) -> Iterator[InstalledProgram]:
    """Yield what Arch's list holds: a folder "name-version-release" for each package. Raises SourceUnreadable."""
    for listed in _one_folder_each(root, root / _PACMAN, "pacman", frozenset()):
        name = listed.package.rsplit("-", 2)[0]
        yield structs.replace(listed, display_name=name, package=name, install_location="")


def snaps(root: Path) -> Iterator[InstalledProgram]:
    """Yield the mounted snaps, and on a disk that does not run their files. Raises SourceUnreadable."""
    mounted = list(_one_folder_each(root, root / _SNAPS, "snap", frozenset({"bin"})))
    yield from mounted
    known = {snap.package for snap in mounted}
    try:
        names = sorted(path.name for path in inside(root, root / _SNAP_FILES).iterdir() if path.suffix == ".snap")
    except (FileNotFoundError, NotADirectoryError):
        return
    except OSError as error:
        raise unreadable(f"snap in {_SNAP_FILES}", error) from error
    for name in dict.fromkeys(file.partition("_")[0] for file in names):
        if name not in known:
            yield InstalledProgram(source=f"snap:{name}", display_name=name, package=name)


def _one_folder_each(root: Path, folder: Path, source: str, skipped: frozenset[str]) -> Iterator[InstalledProgram]:
    try:
        with os.scandir(inside(root, folder)) as entries:
            folders = (entry for entry in entries if entry.is_dir(follow_symlinks=False))
            listed = sorted((entry.name, entry.stat(follow_symlinks=False).st_mtime) for entry in folders)
    except (FileNotFoundError, NotADirectoryError):
        return
    except OSError as error:
        raise unreadable(f"{source} in /{os.path.relpath(folder, root)}", error) from error
    for name, changed in listed:
        if name not in skipped:
            moment = datetime.fromtimestamp(changed).astimezone()
            yield InstalledProgram(
                source=f"{source}:{name}",
                display_name=name,
                package=name,
                install_location="/" + os.path.relpath(folder / name, root),
                installed_at=moment,
            )
