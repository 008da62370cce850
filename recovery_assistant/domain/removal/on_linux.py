"""The steps that remove a tool from Linux: its units, its programs, its packages by their own manager, its starts.

A package is removed by the manager that installed it, and its settings stay. What came in no package (an AppImage, a
folder below /opt with its own unit) is kept away as files.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from recovery_assistant.domain.catalogue import InInstalled, Tool
from recovery_assistant.domain.observation import Autorun, InstalledProgram, Process, ProgramFile, Service, System
from recovery_assistant.domain.patterns import compiled, expanded
from recovery_assistant.domain.removal.own import Own, of_kind, runs_others
from recovery_assistant.domain.removal.paths import (
    home_of,
    is_below_any,
    is_clean,
    name_of,
    own_folder,
    program_in,
)
from recovery_assistant.domain.removal.plan import (
    Gone,
    Packager,
    RemovePackage,
    Rights,
    RunUninstaller,
    StopService,
)
from recovery_assistant.domain.removal.steps import Seen, Steps
from recovery_assistant.domain.traits import plain as plain_text

LINUX: Final = System.LINUX
_PACKAGE: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._+:-]{0,200}", re.ASCII)
_UNIT: Final = re.compile(r"[A-Za-z0-9_][A-Za-z0-9:_.\\@-]{0,200}\.(?:service|socket)", re.ASCII)
_ENDINGS: Final = (".service", ".socket")
_OF_ONE_PERSON: Final = ("flatpak-user",)
_TIMETABLES: Final = "/etc/cron.d/"
_VARIABLE: Final = re.compile(r"\w+\s*=")
_ELSEWHERE: Final = ("/snap/", "/app/", "/var/lib/flatpak/", "/bin/", "/sbin/", "/tmp/.mount_")  # noqa: S108 (where an AppImage shows what it holds)
"""What runs from here ends with its package, or stands there by another name."""


def add_steps(tool: Tool, seen: Seen, own: Own, steps: Steps) -> None:
    """Add every step for one tool on this Linux."""
    services = one_of_each(of_kind(Service, seen, own))
    for service in services:
        stop_unit(service, steps)
    for process in of_kind(Process, seen, own):
        if not runs_others(process.exe) and not process.exe.startswith(_ELSEWHERE):
            steps.end(process)
    packages = _packages(tool, seen, own, steps)
    _remove_packages(packages, services, own, steps)
    runs = _run_by_recipe(tool, services, own, steps)
    for autorun in of_kind(Autorun, seen, own):
        remove_start(autorun, steps)
    _put_away(seen, own, services, steps, runs=runs)


def one_of_each(services: Iterable[Service]) -> list[Service]:
    """Return each unit once. Of a unit and an init script of one name, systemd takes the unit."""
    found: dict[tuple[str, str], Service] = {}
    for service in sorted(services, key=lambda one: not one.source.endswith(_ENDINGS)):
        found.setdefault((unit_name(service), home_of(service.source, LINUX)), service)
    return list(found.values())


def unit_name(service: Service) -> str:
    """Return the name by which systemd knows a unit or an init script."""
    return service.name if service.name.endswith(_ENDINGS) else f"{service.name}.service"


def stop_unit(service: Service, steps: Steps) -> None:
    """Add the stop of a systemd unit, of the PC or of the person. A template ("x@.service") starts nothing itself."""
    name = unit_name(service)
    if not _UNIT.fullmatch(name) or "@." in name:
        return
    is_persons = bool(home_of(service.source, LINUX))
    rights = steps.rights_for(service.source) if is_persons else "administrator"
    if rights is None:
        return
    program = program_in(service.binary_path, LINUX)
    file = service.source if service.source.endswith(_ENDINGS) and is_clean(service.source, LINUX) else ""
    verb = StopService(
        manager="systemd-user" if is_persons or "/systemd/user/" in service.source else "systemd",
        name=name,
        program=program if is_clean(program, LINUX) else "",
        file=file,
    )
    steps.add("stop", verb, "person" if verb.manager == "systemd-user" else rights)


def _packages(tool: Tool, seen: Seen, own: Own, steps: Steps) -> dict[tuple[Packager, str], None]:
    """Return the packages to remove: those of the list, and those to which the tool's own programs belong."""
    found: dict[tuple[Packager, str], None] = {}
    for one in seen.own:
        if isinstance(one, InstalledProgram) and one.package and not _only_looks(tool, one.package):
            packager = steps.ground.packager_of(one.source)
            if packager == "flatpak" and home_of(one.install_location, LINUX):
                packager = "flatpak-user"
            if packager is None or not _PACKAGE.fullmatch(one.package):
                steps.refuse("no-way-known", one.package)
            elif packager == "flatpak-user" and steps.rights_for(one.install_location) is None:
                continue
            else:
                found[packager, one.package] = None
    for path in own.programs:
        package = None if runs_others(path) else steps.ground.package_of(path)
        if package is not None and not _only_looks(tool, package[1]) and _PACKAGE.fullmatch(package[1]):
            found[package] = None
    return found


def _only_looks(tool: Tool, package: str) -> bool:
    """Return whether the catalogue says that a package is only there: a viewer, which lets nobody in."""
    fits = [
        one.strength
        for one in tool.indicator
        if isinstance(one, InInstalled) and one.package
        if compiled(expanded(one.package)).fullmatch(plain_text(package))
    ]
    return bool(fits) and set(fits) <= {"presence", "hint"} and tool.category != "built-in"


def _remove_packages(
    packages: Iterable[tuple[Packager, str]], services: Iterable[Service], own: Own, steps: Steps
) -> None:
    units = tuple(dict.fromkeys(unit_name(service) for service in services))
    for packager, name in packages:
        gone = Gone(packages=(name,), services=units, folders=own.folders)
        rights: Rights = "person" if packager in _OF_ONE_PERSON else "administrator"
        steps.add("uninstall", RemovePackage(packager=packager, name=name, gone=gone), rights)


def _run_by_recipe(tool: Tool, services: Iterable[Service], own: Own, steps: Steps) -> bool:
    """Add the uninstaller that the catalogue names for a tool that came in no package. Return whether it will run.

    Linux programs carry no signatures, so an administrator's rights are for what only an administrator can have put
    there, and the catalogue names it.
    """
    units = tuple(dict.fromkeys(unit_name(service) for service in services))
    for recipe in tool.uninstall:
        if recipe.system != LINUX or recipe.family != "own":
            continue
        fits = re.compile(recipe.program)
        named = [path for path in own.programs if fits.fullmatch(name_of(path).lower())]
        folders = dict.fromkeys((*own.folders, *own.called))
        plain_name = recipe.program.replace("\\", "")
        for program in (*named, *(f"{folder}/{plain_name}" for folder in folders)):
            ground = steps.ground
            if ground.kind_of(program) != "file" or ground.package_of(program) or not own_folder(program, LINUX):
                continue
            if not ground.is_protected(program):
                steps.refuse("uninstaller-not-protected", program)
                continue
            verb = RunUninstaller(
                family="own",
                program=program,
                arguments=recipe.arguments,
                sha256=ground.sha256_of(program),
                asks=recipe.asks,
                gone=Gone(services=units, folders=own.folders),
            )
            steps.add("uninstall", verb, "administrator", program)
            return True
    return False


def remove_start(autorun: Autorun, steps: Steps) -> None:
    """Add the removal of a start-up entry: a desktop entry, or a timetable that holds nothing else."""
    source = autorun.source
    if steps.ground.package_of(source) is not None:
        return  # it goes with its package
    if source.endswith(".desktop"):
        steps.remove_autorun(autorun)
    elif source.startswith(_TIMETABLES) and not _other_jobs(source, autorun, steps):
        steps.put_away(source, stage="starts")
    else:
        steps.refuse("no-way-known", f"{source}: {autorun.command}")


def _other_jobs(file: str, autorun: Autorun, steps: Steps) -> bool:
    """Return whether a timetable holds anything else, or cannot be read."""
    lines = [line.strip() for line in steps.ground.lines_of(file)]
    jobs = [line for line in lines if line and not line.startswith("#") and not _VARIABLE.match(line)]
    return not jobs or not all(autorun.command and autorun.command in line for line in jobs)


def _put_away(seen: Seen, own: Own, services: Iterable[Service], steps: Steps, *, runs: bool) -> None:
    """Keep what came in no package: folders and files of the tool, and its units."""
    ground = steps.ground
    packaged = {path for path in own.programs if ground.package_of(path) is not None}
    moved: list[str] = []
    for folder in own.folders:
        holds_package = is_below_any(folder, ("/usr/lib", "/usr/share", "/usr/libexec"), LINUX) and not any(
            path.startswith(f"{folder}/") for path in own.programs
        )
        is_packaged = any(path.startswith(f"{folder}/") for path in packaged)
        if ground.package_of(folder) is not None and not is_packaged:
            steps.refuse("shared-folder", folder)  # a package manager knows it, and not as the tool's
        elif not holds_package and not is_packaged:
            steps.put_away(folder, is_leftover=runs)
            moved.append(folder)
    for folder in own.shared:
        steps.refuse("shared-folder", folder)
    files = [fact.path for fact in of_kind(ProgramFile, seen, own)]
    files += [fact.exe for fact in of_kind(Process, seen, own)]
    for path in dict.fromkeys((*files, *own.programs)):
        is_loose = not is_below_any(path, moved, LINUX) and own.has(path) and not path.startswith(_ELSEWHERE)
        is_loose = is_loose and not runs_others(path) and is_clean(path, LINUX)
        if is_loose and ground.package_of(path) is None:
            steps.put_away(path, is_leftover=runs)
    for service in services:
        if is_clean(service.source, LINUX) and ground.package_of(service.source) is None:
            steps.put_away(service.source, is_leftover=runs)
