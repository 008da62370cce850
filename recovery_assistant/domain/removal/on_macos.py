"""The steps that remove a tool from a Mac: its jobs, its programs, its app, and the lists that start it again."""

from __future__ import annotations

import re
from typing import Final

from recovery_assistant.domain.catalogue import Tool
from recovery_assistant.domain.observation import Autorun, InstalledProgram, Process, ProgramFile, Service, System
from recovery_assistant.domain.removal.own import Own, of_kind
from recovery_assistant.domain.removal.paths import (
    home_of,
    is_below,
    is_below_any,
    is_clean,
    is_of_system,
    name_of,
    program_in,
)
from recovery_assistant.domain.removal.plan import Gone, RemoveApp, Rights, RunUninstaller, StopService
from recovery_assistant.domain.removal.steps import Seen, Steps

MACOS: Final = System.MACOS
_LABEL: Final = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,200}", re.ASCII)
_BUNDLE: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9.-]{0,200}", re.ASCII)
_TOOLS_OF_ALL: Final = "/Library/PrivilegedHelperTools"
_INSIDE_APP: Final = re.compile(r"(/.*?\.app)(?:/.*)?", re.IGNORECASE)


def add_steps(tool: Tool, seen: Seen, own: Own, steps: Steps) -> None:
    """Add every step for one tool on this Mac."""
    services = of_kind(Service, seen, own)
    for service in services:
        stop_job(service, steps)
    for process in of_kind(Process, seen, own):
        steps.end(process)
    apps = _apps(seen, own)
    runs = _run_by_recipe(tool, apps, services, own, steps)
    for service in services:
        if is_clean(service.source, MACOS):
            steps.put_away(service.source, is_leftover=runs, stage="starts")
        helper = program_in(service.binary_path, MACOS)
        if is_clean(helper, MACOS) and is_below(helper, _TOOLS_OF_ALL, MACOS):
            steps.put_away(helper, is_leftover=runs)
    for autorun in of_kind(Autorun, seen, own):
        if "backgrounditems" in autorun.source.lower() or autorun.location == "login items":
            steps.refuse("no-way-known", autorun.name)  # the list is the system's own: it drops what is not there
        else:
            steps.remove_autorun(autorun)
    _remove_apps(tool, apps, seen, steps)
    _put_away(seen, own, apps, steps, runs=runs)


def stop_job(service: Service, steps: Steps) -> None:
    """Add the stop of a job of launchd, of the Mac or of the person."""
    if not _LABEL.fullmatch(service.name) or not is_clean(service.source, MACOS):
        return
    if service.name.startswith("com.apple."):
        steps.refuse("part-of-system", service.name)
        return
    is_agent = "/LaunchAgents/" in service.source
    if home_of(service.source, MACOS) and steps.rights_for(service.source) is None:
        return
    program = program_in(service.binary_path, MACOS)
    rights: Rights = "person" if is_agent else "administrator"
    verb = StopService(
        manager="launchd-user" if is_agent else "launchd",
        name=service.name,
        program=program if is_clean(program, MACOS) else "",
        file=service.source,
    )
    steps.add("stop", verb, rights, service.source)


def _apps(seen: Seen, own: Own) -> dict[str, str]:
    """Return path -> bundle id of each app of the tool, without the helpers that stand inside another."""
    found: dict[str, str] = {}
    for one in seen.own:
        if isinstance(one, InstalledProgram) and one.install_location.lower().endswith(".app"):
            found[one.install_location] = one.bundle_id
    for path in own.programs:
        bundle = _INSIDE_APP.fullmatch(path)
        if bundle is not None and "/Applications/" in f"{bundle[1]}/" and bundle[1] in own.folders:
            found.setdefault(bundle[1], "")
    return {
        path: bundle_id
        for path, bundle_id in found.items()
        if is_clean(path, MACOS)
        and not own.holds_aid(path)
        and not any(path != other and is_below(path, other, MACOS) for other in found)
    }


def _remove_apps(tool: Tool, apps: dict[str, str], seen: Seen, steps: Steps) -> None:
    receipts = [one.package for one in seen.own if isinstance(one, InstalledProgram) and one.package]
    receipts += [name for recipe in tool.uninstall if recipe.system == MACOS for name in recipe.packages]
    names = tuple(dict.fromkeys(name for name in receipts if _BUNDLE.fullmatch(name)))
    for path, bundle_id in apps.items():
        if is_of_system(path, MACOS):
            steps.refuse("part-of-system", path)
            continue
        kind = steps.ground.kind_of(path)
        if kind == "link":
            steps.refuse("link", path)
        rights = steps.rights_for(path) if kind == "folder" else None
        if rights is not None:
            verb = RemoveApp(path=path, bundle_id=bundle_id if _BUNDLE.fullmatch(bundle_id) else "", packages=names)
            steps.add("uninstall", verb, rights, path)


def _run_by_recipe(tool: Tool, apps: dict[str, str], services: list[Service], own: Own, steps: Steps) -> bool:
    """Add the uninstaller that the catalogue names, where only an administrator can have put it. Return whether."""
    for recipe in tool.uninstall:
        if recipe.system != MACOS or recipe.family != "own":
            continue
        name = recipe.program.replace("\\", "")
        bundles = [f"{path}/Contents/MacOS/{name}" for path in apps]
        beside = [path for path in own.programs if name_of(path).lower() == name.lower()]
        folders = dict.fromkeys((*own.folders, *own.called))
        for program in (*bundles, *beside, *(f"{folder}/{name}" for folder in folders)):
            if steps.ground.kind_of(program) != "file":
                continue
            if not steps.ground.is_protected(program):
                steps.refuse("uninstaller-not-protected", program)
                continue
            verb = RunUninstaller(
                family="own",
                program=program,
                arguments=recipe.arguments,
                sha256=steps.ground.sha256_of(program),
                asks=recipe.asks,
                gone=Gone(services=tuple(service.name for service in services), folders=own.folders),
            )
            steps.add("uninstall", verb, "administrator", program)
            return True
    return False


def _put_away(seen: Seen, own: Own, apps: dict[str, str], steps: Steps, *, runs: bool) -> None:
    for folder in own.folders:
        if not is_below_any(folder, apps, MACOS):
            steps.put_away(folder, is_leftover=runs)
    for folder in own.shared:
        steps.refuse("shared-folder", folder)
    files = [fact.path for fact in of_kind(ProgramFile, seen, own)]
    for path in dict.fromkeys((*files, *(fact.exe for fact in of_kind(Process, seen, own)))):
        if is_clean(path, MACOS) and not is_below_any(path, (*own.folders, *apps), MACOS):
            steps.put_away(path, is_leftover=runs)
