r"""The steps that remove a tool from Windows, in the order of what must not come back: stop, end, uninstall, clean up.

The maker's uninstaller is what the catalogue names, else what the registry's entry stands for by the rules of
`uninstall_command`. Where it is refused, what starts the tool is taken away all the same, and the rest is left to the
steps by hand.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Final, get_args

from recovery_assistant.domain.catalogue import InInstalled, Tool, UninstallRecipe
from recovery_assistant.domain.observation import (
    Autorun,
    InstalledProgram,
    Process,
    ProgramFile,
    Service,
    System,
)
from recovery_assistant.domain.patterns import compiled, expanded
from recovery_assistant.domain.removal.own import Own, has_name_of, of_kind
from recovery_assistant.domain.removal.paths import (
    home_of,
    is_below_any,
    is_clean,
    is_of_system,
    name_of,
    parent,
    plain,
    program_in,
)
from recovery_assistant.domain.removal.plan import (
    Family,
    Gone,
    Refusal,
    RemoveKey,
    RemoveStoreApp,
    Rights,
    RunUninstaller,
    StopService,
    UninstallMsi,
)
from recovery_assistant.domain.removal.steps import Seen, Steps, is_sayable, same_task
from recovery_assistant.domain.removal.uninstall_command import (
    MsiProduct,
    Uninstaller,
    checked_program,
    may_run,
    product_code,
    uninstaller_of,
)
from recovery_assistant.domain.traits import plain as plain_text

WINDOWS: Final = System.WINDOWS
SERVICES: Final = r"HKLM\SYSTEM\CurrentControlSet\Services"
SAFE_MODE: Final = r"HKLM\SYSTEM\CurrentControlSet\Control\SafeBoot"
_SERVICE_NAME: Final = re.compile(r"[^\\/\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]{1,256}")
_PROGRAMS_OF_WINDOWS: Final = re.compile(r"[a-z]:/windows/(?:(?:system32|syswow64|winsxs)/.*|[^/]*)")
_KEY: Final = re.compile(
    r"(?:HKLM|HKU\\[A-Za-z0-9_.-]+)\\SOFTWARE\\(?:WOW6432Node\\)?Microsoft\\Windows\\CurrentVersion\\Uninstall"
    r"\\[^\\\x00-\x1f\x7f-\x9f]{1,255}",
    re.IGNORECASE,
)
_STORE_NAME: Final = re.compile(r"(?P<name>[A-Za-z0-9.-]{3,50})_[\d.]+_\w*_\w*_(?P<maker>[a-z0-9]{13})")
_STORE_PLACES: Final = ("\\appmodel\\repository\\packages\\", "\\appxalluserstore\\applications\\")
_NO_PATTERN: Final = re.compile(r"(?:[\w .-]|\\[.-])+")
_FAMILIES: Final[Mapping[str, Family]] = {name: name for name in get_args(Family)}
_NUMBERED: Final = r"unins\d{3}\.exe"


def add_steps(tool: Tool, seen: Seen, own: Own, steps: Steps) -> None:
    """Add every step for one tool on this Windows."""
    services = [service for service in of_kind(Service, seen, own) if not service.is_driver]
    for service in services:
        stop_service(service, tool, steps)
    for process in of_kind(Process, seen, own):
        steps.end(process)
    entries = _entries(seen, own, steps)
    runs = _uninstall(tool, entries, services, own, steps)
    _starts(seen, own, steps)
    is_kept = _put_away(seen, own, steps, entries, runs=runs)
    for service in services:
        _forget_service(service, tool, steps, is_kept=is_kept)


def stop_service(service: Service, tool: Tool, steps: Steps) -> None:
    """Add the stop of a service that is no part of Windows."""
    if not _may_stop(service, tool):
        steps.refuse("part-of-system", service.name)
        return
    program = program_in(service.binary_path, WINDOWS)
    program = steps.ground.expanded(program) if program.startswith("%") else program
    steps.add("stop", StopService(manager="windows", name=service.name, program=program), "administrator")


def _may_stop(service: Service, tool: Tool) -> bool:
    """Return whether a service has a program of its own: one that Windows runs inside its own programs is left.

    Some makers put theirs among the programs of Windows; those the catalogue knows by name.
    """
    program = plain(program_in(service.binary_path, WINDOWS), WINDOWS)
    if not is_sayable(service.binary_path):
        return False
    is_of_windows = _PROGRAMS_OF_WINDOWS.fullmatch(program) is not None and not has_name_of(program, tool)
    return bool(program) and not is_of_windows and is_service_name(service.name)


def is_service_name(name: str) -> bool:
    """Return whether a text can be the name of a service of Windows."""
    return _SERVICE_NAME.fullmatch(name) is not None


def _entries(seen: Seen, own: Own, steps: Steps) -> list[InstalledProgram]:
    """Return the tool's entries in the list of programs, also one that hides under another name, without others'."""
    mine = [one for one in seen.own if isinstance(one, InstalledProgram)]
    for one in seen.around:
        if isinstance(one, InstalledProgram) and one not in mine and _points_into(one, own):
            mine.append(one)
    mine = [one for one in mine if _KEY.fullmatch(one.registry_key) or _is_of_store(one)]
    mine = [one for one in mine if not any(map(own.is_strangers, _places_of(one)))]
    return [one for one in mine if steps.rights_for(one.registry_key) is not None]


def _places_of(entry: InstalledProgram) -> tuple[str, ...]:
    """Return the folders that an entry speaks of."""
    return entry.install_location.rstrip("\\/"), parent(program_in(entry.uninstall_string, WINDOWS))


def _points_into(entry: InstalledProgram, own: Own) -> bool:
    places = {plain(folder, WINDOWS) for folder in own.folders}
    program = program_in(entry.uninstall_string, WINDOWS)
    return plain(entry.install_location, WINDOWS) in places or is_below_any(program, own.folders, WINDOWS)


def _is_of_store(entry: InstalledProgram) -> bool:
    return any(place in entry.registry_key.lower() for place in _STORE_PLACES)


def _uninstall(tool: Tool, entries: list[InstalledProgram], services: list[Service], own: Own, steps: Steps) -> bool:
    """Add the maker's uninstallers. Return whether at least one will run."""
    gone = Gone(
        keys=tuple(entry.registry_key for entry in entries if not _is_of_store(entry)),
        services=tuple(service.name for service in services if is_service_name(service.name)),
        folders=own.folders,
    )
    for entry in entries:
        if _is_of_store(entry):
            _remove_store_app(entry, steps)
    listed = [(entry, _meaning(entry, tool, steps)) for entry in entries if not _is_of_store(entry)]
    products = [(entry, what) for entry, what in listed if isinstance(what, MsiProduct)]
    for entry, what in products:
        rights: Rights = "person" if steps.ground.is_own(entry.registry_key) else "administrator"
        steps.add("uninstall", UninstallMsi(product=what.product, gone=gone), rights)
    if not products and not _run_by_recipe(tool, listed, own, steps, gone):
        for entry, found in listed:
            _run_by_entry(entry, found, tool, steps, gone)
    return steps.has(UninstallMsi) or steps.has(RunUninstaller) or steps.has(RemoveStoreApp)


Meaning = MsiProduct | Uninstaller | Refusal


def _remove_store_app(entry: InstalledProgram, steps: Steps) -> None:
    found = _STORE_NAME.fullmatch(name_of(entry.registry_key))
    if found is None:
        steps.refuse("no-way-known", entry.display_name)
    else:
        steps.add("uninstall", RemoveStoreApp(family_name=f"{found['name']}_{found['maker']}"), "person")


def _meaning(entry: InstalledProgram, tool: Tool, steps: Steps) -> Meaning:
    """Return what an entry stands for. A product is believed only when Windows Installer itself calls it the tool's."""
    code = product_code(name_of(entry.registry_key))
    ground = steps.ground
    # An entry of Windows Installer is named by its product.
    is_known = bool(code) and ground.knows_product(code)
    what: Meaning = MsiProduct(code) if is_known else uninstaller_of(entry.uninstall_string, ground)
    if not isinstance(what, MsiProduct):
        return what
    name = ground.product_name(what.product)
    is_machines = entry.registry_key.upper().startswith("HKLM\\")
    if _is_called(name, tool) or (is_machines and name and name == entry.display_name):
        return what
    return Refusal(code="uninstaller-ambiguous", about=entry.uninstall_string or entry.registry_key)


def _is_called(name: str, tool: Tool) -> bool:
    return any(
        compiled(expanded(one.display_name)).fullmatch(plain_text(name))
        for one in tool.indicator
        if isinstance(one, InInstalled) and one.display_name and one.strength in ("proof", "sign")
        if not (one.publisher or one.location or one.registry_key or one.unless)
    )


def _run_by_recipe(
    tool: Tool, listed: list[tuple[InstalledProgram, Meaning]], own: Own, steps: Steps, gone: Gone
) -> bool:
    """Add the uninstaller that the catalogue names, if it stands in a folder of the tool. Return whether it does."""
    refused: dict[str, Refusal] = {}
    for recipe in tool.uninstall:
        family = _FAMILIES.get(recipe.family)
        if recipe.system != WINDOWS or family is None:
            continue
        for candidate in _candidates(recipe, listed, own):
            program = checked_program(candidate, steps.ground)
            if isinstance(program, Refusal) or not is_below_any(program, (*own.folders, *own.called), WINDOWS):
                continue
            if home_of(program, WINDOWS) and not steps.ground.is_own(program):
                continue  # another person's: said where their things are left alone
            rights = may_run(program, tool, steps.ground, is_in_catalogue=True)
            if isinstance(rights, Refusal):
                refused.setdefault(plain(program, WINDOWS), rights)
                continue
            _run(steps, family, program, recipe.arguments, rights, gone, asks=recipe.asks)
            return True
    for refusal in refused.values():
        steps.refusals[refusal] = None
    return bool(refused)


def _candidates(recipe: UninstallRecipe, listed: Iterable[tuple[InstalledProgram, Meaning]], own: Own) -> Iterator[str]:
    """Yield each file that may be the uninstaller which a recipe describes."""
    fits = re.compile(recipe.program, re.IGNORECASE)
    known = [what.program for _, what in listed if isinstance(what, Uninstaller)]
    seen: dict[str, None] = dict.fromkeys(path for path in (*known, *own.programs) if fits.fullmatch(name_of(path)))
    if recipe.program == _NUMBERED:
        name = "unins000.exe"
    else:
        name = recipe.program.replace("\\", "") if _NO_PATTERN.fullmatch(recipe.program) else ""
    folders = dict.fromkeys((*own.folders, *own.called))
    yield from dict.fromkeys((*seen, *(f"{folder}\\{name}" for folder in folders if name and folder)))


def _run_by_entry(entry: InstalledProgram, found: Meaning, tool: Tool, steps: Steps, gone: Gone) -> None:
    if isinstance(found, Uninstaller):
        rights = may_run(found.program, tool, steps.ground, is_in_catalogue=False)
        if not isinstance(rights, Refusal):
            _run(steps, found.family, found.program, found.arguments, rights, gone, asks=found.asks)
            return
        found = rights
    if isinstance(found, Refusal):
        steps.refusals[Refusal(code=found.code, about=found.about or entry.display_name)] = None


def _run(
    steps: Steps, family: Family, program: str, words: tuple[str, ...], rights: Rights, gone: Gone, *, asks: bool
) -> None:
    digest = steps.ground.sha256_of(program)
    if not digest:
        steps.refuse("uninstaller-missing", program)
        return
    verb = RunUninstaller(
        family=family,
        program=program,
        arguments=words,
        sha256=digest,
        asks=asks,
        works_in=parent(program) if family == "nsis" and parent(program) in gone.folders else "",
        gone=gone,
    )
    steps.add("uninstall", verb, rights, program)


def _starts(seen: Seen, own: Own, steps: Steps) -> None:
    every = [one for one in seen.around if isinstance(one, Autorun)]
    for autorun in of_kind(Autorun, seen, own):
        strangers = [one for one in same_task(every, autorun) if not own.has(program_in(one.command, WINDOWS))]
        is_task = autorun.source.lower().replace("/", "\\").find("\\system32\\tasks\\") > 0
        if is_task and any(one not in seen.own for one in strangers):
            steps.refuse("shared-folder", autorun.name)  # it starts something else too
        else:
            steps.remove_autorun(autorun)


def _put_away(seen: Seen, own: Own, steps: Steps, entries: list[InstalledProgram], *, runs: bool) -> bool:
    """Keep what nobody uninstalls: portable copies, loose files, folders that anybody could write to.

    What an installer put where only administrators write stays when its uninstaller is refused: the steps by hand
    remain. Return whether the tool's files are kept here instead of being uninstalled.
    """
    ground = steps.ground
    is_installed = any(not ground.is_own(entry.registry_key) for entry in entries)
    keeps = not runs and not (is_installed and any(map(ground.is_protected, (*own.folders, *own.shared))))
    if keeps:
        for folder in own.folders:
            steps.put_away(folder)
        for folder in own.shared:
            steps.refuse("shared-folder", folder)
        for entry in entries:
            rights = None if _is_of_store(entry) else steps.rights_for(entry.registry_key)
            if rights is not None:
                steps.add("last", RemoveKey(key=entry.registry_key), rights)
    elif runs:
        for folder in own.folders:  # a copy of one person, beside what was installed for all
            if ground.is_own(folder) or not ground.is_protected(folder):
                steps.put_away(folder, is_leftover=True)
    files = [own.program_of(fact) for fact in of_kind(ProgramFile, seen, own)]
    files += [own.program_of(fact) for fact in of_kind(Process, seen, own)]
    for path in dict.fromkeys((*files, *own.programs)):
        is_loose = is_clean(path, WINDOWS) and not is_below_any(path, own.folders, WINDOWS)
        if is_loose and not is_of_system(path, WINDOWS) and not (is_installed and ground.is_protected(path)):
            steps.put_away(path)
    return keeps


def _forget_service(service: Service, tool: Tool, steps: Steps, *, is_kept: bool) -> None:
    """Take out a stopped service that no uninstaller takes out, and its starts in safe mode."""
    if not _may_stop(service, tool):
        return
    if is_kept:
        steps.add("last", RemoveKey(key=rf"{SERVICES}\{service.name}"), "administrator")
    for mode in ("Minimal", "Network"):
        key = rf"{SAFE_MODE}\{mode}\{service.name}"
        if steps.ground.has_key(key):
            steps.add("last", RemoveKey(key=key), "administrator")
