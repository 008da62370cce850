"""Packages of Linux: removed by their own manager, without their settings' removal, and never with anything else."""

from __future__ import annotations

import itertools
import os
import re
import sys
from collections.abc import Collection, Iterator, Mapping
from typing import Final

from recovery_assistant.domain.removal.plan import Packager, RemovePackage
from recovery_assistant.runner.hand import Done, Turn, Unable
from recovery_assistant.runner.posix.starting import Programs

if sys.platform == "win32":
    raise ImportError("not on Windows")

SECONDS: Final = 600.0
_ASKED_AT_ONCE: Final = 200
_MERGED: Final = re.compile(r"/usr/(?:bin|sbin|lib(?:32|64|x32)?)(?:/|$)")
_RPM_TEST: Final = ("rpm", "-e", "--test")
_IS_THERE: Final[Mapping[Packager, tuple[str, ...]]] = {
    "apt": ("dpkg-query", "-W", "-f=${db:Status-Abbrev}"),
    "dnf": ("rpm", "-q"),
    "zypper": ("rpm", "-q"),
    "pacman": ("pacman", "-Q"),
    "flatpak": ("flatpak", "info", "--system"),
    "flatpak-user": ("flatpak", "info", "--user"),
    "snap": ("snap", "list"),
}
_WOULD_TAKE: Final[Mapping[Packager, tuple[str, ...]]] = {
    "apt": ("apt-get", "-s", "-q", "--no-auto-remove", "-o", "Dir::Log::Planner=/dev/null", "remove"),
    "dnf": _RPM_TEST,
    "zypper": _RPM_TEST,
}
"""What tells beforehand which other packages would go too. pacman, flatpak and snap take no others along."""

_REMOVE: Final[Mapping[Packager, tuple[str, ...]]] = {
    "apt": ("apt-get", "-y", "-q", "--no-auto-remove", "-o", "DPkg::Lock::Timeout=60", "remove"),
    "dnf": ("dnf", "-y", "--setopt=clean_requirements_on_remove=False", "remove"),
    "zypper": ("zypper", "--non-interactive", "remove", "--no-clean-deps"),
    "pacman": ("pacman", "-R", "--noconfirm"),
    "flatpak": ("flatpak", "uninstall", "--system", "--noninteractive", "-y"),
    "flatpak-user": ("flatpak", "uninstall", "--user", "--noninteractive", "-y"),
    "snap": ("snap", "remove"),
}


def remove_package(verb: RemovePackage, turn: Turn, programs: Programs) -> Done:
    """See the verb.

    Raises:
        Unable: U-24 others would go too · U-22 the manager says no · U-23 it did not end in time.
    """
    names = tuple(dict.fromkeys((verb.name, *verb.gone.packages)))
    if not is_installed(verb.packager, verb.name, programs):
        return Done(status="nothing-to-do", looked=(f"package {verb.name}: not installed",))
    if others := _others(verb, turn, programs):
        raise Unable("U-24", f"Other packages would be removed with it ({others}), so it was not.")
    command = (*_REMOVE[verb.packager], verb.name)
    if not turn.begins(command):
        return turn.would_do(f"package {verb.name}: installed")
    ran = programs.run(command, SECONDS)
    if ran.exit_code is None:
        raise Unable("U-23", "The package manager did not end in time. It may still be at work.", "timed-out")
    left = [name for name in names if is_installed(verb.packager, name, programs)]
    if left:
        said = (ran.output.strip().splitlines() or [""])[-1][:200]
        return Done(
            status="failed",
            code="U-22",
            says=f"The package manager did not remove it: {said}",
            exit_code=ran.exit_code,
            looked=tuple(f"package {name}: installed" for name in left),
        )
    return Done(
        status="done", exit_code=ran.exit_code, looked=tuple(f"package {name}: not installed" for name in names)
    )


def is_installed(packager: Packager, name: str, programs: Programs) -> bool:
    """Return whether a manager has a package. One whose settings alone are left is not installed."""
    ran = programs.run((*_IS_THERE[packager], name))
    if packager == "apt":
        return any(line[1:2] not in {"n", "c", ""} for line in ran.output.splitlines() if ran.exit_code == 0)
    return ran.exit_code == 0


def is_anywhere(name: str, programs: Programs) -> bool:
    """Return whether any package manager of this PC has a package of this name."""
    return any(programs.find(call[0]) and is_installed(one, name, programs) for one, call in _IS_THERE.items())


def owner_of(path: str, programs: Programs, going: Collection[str] = ()) -> str:
    """Return an installed package that a file, a folder or anything in that folder belongs to; "" when there is none.

    Args:
        going: packages that are removed before, so that nothing belongs to them by then.

    Raises:
        Unable: U-23, a package manager does not answer.
    """
    owners = itertools.chain(_by_dpkg(path, programs), _by_rpm(path, programs), _by_pacman(path, programs))
    return next((owner[:100] for owner in owners if owner.partition(":")[0] not in going), "")


def _by_dpkg(path: str, programs: Programs) -> Iterator[str]:
    """Yield owners; dpkg lists the folders above each file as well. Settings of a removed package belong to nobody."""
    if not programs.find("dpkg-query"):
        return
    for spelled in _spellings(path):
        exactly = re.sub(r"([*?\[\\])", r"\\\1", spelled)
        for line in _said(("dpkg-query", "-S", exactly), programs):
            owners, colon, _ = line.partition(": /")
            for owner in owners.split(", ") if colon and " " not in owners.replace(", ", "") else ():
                if is_installed("apt", owner, programs):
                    yield owner


def _by_rpm(path: str, programs: Programs) -> Iterator[str]:
    """Yield owners. A package of rpm need not own the folder that its files lie in, so each of them is asked for."""
    if not programs.find("rpm"):
        return
    inside = (f"{folder}/{name}" for folder, *names in os.walk(path) for name in itertools.chain(*names))
    asked = itertools.chain((path,), inside)
    while part := tuple(itertools.islice(asked, _ASKED_AT_ONCE)):
        lines = _said(("rpm", "-qf", "--qf", "%{NAME}\\n", *part), programs)
        yield from (line for line in lines if " " not in line)  # others say that a file is not owned


def _by_pacman(path: str, programs: Programs) -> Iterator[str]:
    if programs.find("pacman"):
        yield from (line for line in _said(("pacman", "-Qoq", path), programs) if " " not in line)


def _said(command: tuple[str, ...], programs: Programs) -> list[str]:
    ran = programs.run(command)
    if ran.exit_code is None:
        raise Unable("U-23", "The package manager did not say in time whom this belongs to. It stays.")
    return [line.strip() for line in ran.output.splitlines() if line.strip()]


def _spellings(path: str) -> tuple[str, ...]:
    """Return a path, and as older packages spell it that still think of /lib and /bin as folders of their own."""
    return (path, path.removeprefix("/usr")) if _MERGED.match(path) else (path,)


def _others(verb: RemovePackage, turn: Turn, programs: Programs) -> str:
    if verb.packager not in _WOULD_TAKE:
        return ""
    named = {verb.name, *verb.gone.packages}
    named |= {one.verb.name for one in turn.plan.actions if isinstance(one.verb, RemovePackage)}
    ran = programs.run((*_WOULD_TAKE[verb.packager], verb.name))
    if verb.packager != "apt":
        return "" if ran.exit_code == 0 else (ran.output.strip().splitlines() or ["something"])[-1].strip()[:200]
    if ran.exit_code != 0:
        raise Unable("U-22", "The package manager cannot remove it.", "failed")
    goes = [line.split()[1] for line in ran.output.splitlines() if line.startswith("Remv ") and len(line.split()) > 1]
    return ", ".join(name for name in goes if name.partition(":")[0] not in {one.partition(":")[0] for one in named})
