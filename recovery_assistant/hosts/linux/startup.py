"""What starts by itself on a Linux machine: systemd units, init scripts, desktop start-up entries, timed jobs."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Final, NamedTuple

from recovery_assistant.domain.observation import Autorun, Gap, Service
from recovery_assistant.hosts.homes import is_open
from recovery_assistant.hosts.mounted.tree_links import inside
from recovery_assistant.hosts.port import ACCESS_DENIED, AUTORUNS, SCHEDULED_TASKS, SERVICES, UNREADABLE
from recovery_assistant.hosts.untouched import text_at

_SYSTEM_UNITS: Final = (
    "etc/systemd/system",
    "run/systemd/system",
    "run/systemd/transient",
    "run/systemd/generator",
    "usr/local/lib/systemd/system",
    "usr/lib/systemd/system",
    "lib/systemd/system",
)
_USER_UNITS: Final = (
    "etc/systemd/user",
    "usr/local/lib/systemd/user",
    "usr/lib/systemd/user",
    "usr/local/share/systemd/user",
)
_HOME_UNITS: Final = (".config/systemd/user", ".local/share/systemd/user")
_UNIT_ENDINGS: Final = (".service", ".socket")
_LARGEST_UNIT: Final = 256 * 1024
_EXEC_START: Final = re.compile(r"^ExecStart\s*=\s*(\S.*)$", re.MULTILINE)
_DESCRIPTION: Final = re.compile(r"^Description\s*=\s*(\S.*)$", re.MULTILINE)
_INIT_SCRIPTS: Final = "etc/init.d"
_RUN_LEVELS: Final = ("etc/rc2.d", "etc/rc3.d", "etc/rc5.d", "etc/rc.d/rc3.d", "etc/rc.d/rc5.d")
_AUTOSTART: Final = "etc/xdg/autostart"
_HOME_AUTOSTART: Final = ".config/autostart"
_DESKTOP_NAME: Final = re.compile(r"^Name\s*=\s*(.*)$", re.MULTILINE)
_DESKTOP_EXEC: Final = re.compile(r"^Exec\s*=\s*(.*)$", re.MULTILINE)
_DESKTOP_OFF: Final = re.compile(r"^(?:Hidden\s*=\s*true|X-GNOME-Autostart-enabled\s*=\s*false)\s*$", re.MULTILINE)
_AT_BOOT: Final = "etc/rc.local"
_SESSION_SCRIPTS: Final = (".xprofile", ".xsessionrc", ".xsession", ".xinitrc", ".vnc/xstartup")
_TIMETABLE: Final = "etc/crontab"
_TIMETABLES: Final = ("etc/cron.d", "var/spool/cron/crontabs", "var/spool/cron")
_TIMED: Final = re.compile(r"^\s*(@\w+|(?:[\d*/,A-Za-z-]+\s+){4}[\d*/,A-Za-z-]+)\s+(?P<rest>\S.*)$")


def services(host: str, root: Path, homes: tuple[Path, ...]) -> Iterator[Service | Gap]:
    """Yield systemd units (also of single people) and old init scripts; a gap for each folder that is closed."""
    folders = [root / name for name in (*_SYSTEM_UNITS, *_USER_UNITS)]
    folders += [home / name for home in homes for name in _HOME_UNITS]
    wanted = _wanted(root, folders)
    seen: set[tuple[int, int]] = set()
    for folder in folders:
        for entry in _listed(host, root, SERVICES, folder):
            if isinstance(entry, Gap):
                yield entry
            elif entry.name.endswith(_UNIT_ENDINGS) and not entry.is_link:
                facts = entry.facts
                if (facts.st_dev, facts.st_ino) not in seen:  # /lib is often the same folder as /usr/lib
                    seen.add((facts.st_dev, facts.st_ino))
                    yield from _unit(host, root, entry, wanted)
    yield from _init_scripts(host, root)


def _unit(host: str, root: Path, entry: _Entry, wanted: set[str]) -> Iterator[Service | Gap]:
    text = _text(host, root, SERVICES, entry.path)
    if isinstance(text, Gap):
        yield text
        return
    start = _EXEC_START.search(text)
    description = _DESCRIPTION.search(text)
    yield Service(
        source=_inside(root, entry.path),
        name=entry.name,
        display_name=description[1].strip() if description else "",
        binary_path=start[1].strip() if start else "",
        enabled=entry.name in wanted,
        installed_at=_arrived(entry.facts),
    )


def _wanted(root: Path, folders: Iterable[Path]) -> set[str]:
    """Return the names of units that something else starts: links in folders called "….wants" or "….requires"."""
    names: set[str] = set()
    for folder in folders:
        for links in _names_in(root, folder):
            if links.endswith((".wants", ".requires")):
                names.update(_names_in(root, folder / links))
    instances = {re.sub(r"@[^.]*\.", "@.", name) for name in names}
    return names | instances


def _names_in(root: Path, folder: Path) -> list[str]:
    """Return the names in a folder; none when it is closed: the listing of the units themselves tells that gap."""
    try:
        return os.listdir(inside(root, folder))  # noqa: PTH208 (only the names are wanted)
    except OSError:
        return []


def _init_scripts(host: str, root: Path) -> Iterator[Service | Gap]:
    started = {name[3:] for level in _RUN_LEVELS for name in _names_in(root, root / level) if name.startswith("S")}
    for entry in _listed(host, root, SERVICES, root / _INIT_SCRIPTS):
        if isinstance(entry, Gap):
            yield entry
        elif stat.S_ISREG(entry.facts.st_mode) and _may_run(entry.facts.st_mode):
            yield Service(
                source=_inside(root, entry.path),
                name=entry.name,
                binary_path=_inside(root, entry.path),
                enabled=entry.name in started,
                installed_at=_arrived(entry.facts),
            )


def _may_run(mode: int) -> bool:
    """Return whether init would start a script of this mode.

    Debian leaves the script of a removed package there as one of its settings, and takes the right to run it away.
    Windows shows no such right of a Linux disk, so there every script counts.
    """
    return os.name != "posix" or bool(mode & (stat.S_IXUSR | stat.S_IXGRP | stat.S_IXOTH))


def autoruns(host: str, root: Path, homes: tuple[Path, ...]) -> Iterator[Autorun | Gap]:
    """Yield what starts when somebody signs in."""
    for folder in (root / _AUTOSTART, *(home / _HOME_AUTOSTART for home in homes)):
        for entry in _listed(host, root, AUTORUNS, folder):
            if isinstance(entry, Gap):
                yield entry
            elif entry.name.endswith(".desktop"):
                text = _text(host, root, AUTORUNS, entry.path)
                if isinstance(text, Gap):
                    yield text
                elif not _DESKTOP_OFF.search(text):
                    name, command = _DESKTOP_NAME.search(text), _DESKTOP_EXEC.search(text)
                    yield Autorun(
                        source=_inside(root, entry.path),
                        location=_inside(root, str(folder)),
                        name=name[1].strip() if name else entry.name,
                        command=command[1].strip() if command else "",
                    )
    opened = [home for home in homes if is_open(home)]  # a closed one was told above
    for path in (root / _AT_BOOT, *(home / name for home in opened for name in _SESSION_SCRIPTS)):
        yield from _script(host, root, str(path))


def _script(host: str, root: Path, path: str) -> Iterator[Autorun | Gap]:
    """Yield the lines of a script that runs at every start; most are no programs, and then fit nothing."""
    text = _text(host, root, AUTORUNS, path)
    if isinstance(text, Gap):
        yield text
        return
    where = _inside(root, path)
    for line in text.splitlines():
        command = line.strip().removeprefix("exec ").removeprefix("nohup ").rstrip("&; ")
        if command and not command.startswith("#"):
            yield Autorun(source=where, location=where, name=where.rpartition("/")[2], command=command)


def timed_jobs(host: str, root: Path) -> Iterator[Autorun | Gap]:
    """Yield the jobs of every timetable (cron)."""
    yield from _timetable(host, root, str(root / _TIMETABLE))
    for name in _TIMETABLES:
        for entry in _listed(host, root, SCHEDULED_TASKS, root / name):
            if isinstance(entry, Gap):
                yield entry
            elif stat.S_ISREG(entry.facts.st_mode) and not entry.name.startswith("."):
                yield from _timetable(host, root, entry.path)


def _timetable(host: str, root: Path, path: str) -> Iterator[Autorun | Gap]:
    text = _text(host, root, SCHEDULED_TASKS, path)
    if isinstance(text, Gap):
        yield text
        return
    where = _inside(root, path)
    names_a_user = where in ("/etc/crontab",) or where.startswith("/etc/cron.d/")
    for line in text.splitlines():
        job = _TIMED.match(line)
        if job and not line.lstrip().startswith("#"):
            command = job["rest"].partition(" ")[2].lstrip() if names_a_user else job["rest"]
            yield Autorun(source=where, location=where, name=job[1], command=command)


class _Entry(NamedTuple):
    """A name in a folder, with the facts of what it names."""

    name: str
    path: str
    facts: os.stat_result
    is_link: bool


def _listed(host: str, root: Path, source: str, folder: Path) -> Iterator[_Entry | Gap]:
    try:
        with os.scandir(inside(root, folder)) as entries:
            listed = sorted(entries, key=lambda entry: entry.name)
    except (FileNotFoundError, NotADirectoryError):
        return
    except OSError as error:
        yield _gap(host, root, source, str(folder), error)
        return
    for entry in listed:
        path = os.path.join(folder, entry.name)  # noqa: PTH118 (thousands of times)
        try:
            is_link = entry.is_symlink()
            facts = inside(root, Path(path)).stat() if is_link else entry.stat(follow_symlinks=False)
            yield _Entry(entry.name, path, facts, is_link)
        except FileNotFoundError:
            continue  # a link that leads nowhere, or gone since the folder was listed
        except OSError as error:
            yield _gap(host, root, source, path, error)


def _gap(host: str, root: Path, source: str, path: str, error: OSError) -> Gap:
    denied = isinstance(error, PermissionError)
    reason = "access denied" if denied else (error.strerror or "it cannot be read").lower()
    return Gap(
        host=host,
        source=f"{source}: {_inside(root, path)}",
        reason=reason,
        code=ACCESS_DENIED if denied else UNREADABLE,
    )


def _text(host: str, root: Path, source: str, path: str) -> str | Gap:
    """Return the beginning of a text file, "" when there is none, or why it cannot be read."""
    try:
        return text_at(inside(root, Path(path)), _LARGEST_UNIT)
    except FileNotFoundError:
        return ""
    except OSError as error:
        return _gap(host, root, source, path, error)


def _arrived(facts: os.stat_result) -> datetime:
    """Return when a file arrived here. Its own time is the packager's; the time of its last change of place is ours."""
    return datetime.fromtimestamp(facts.st_ctime).astimezone()


def _inside(root: Path, path: str) -> str:
    """Return a path as the inspected machine calls it."""
    return "/" + os.path.relpath(path, root)
