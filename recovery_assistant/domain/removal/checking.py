"""Whether a plan may be done at all: closed verbs, closed words, and only targets below the plan's own roots. Pure.

Every action is checked before the first one is done. What the disk holds (links, owners, hashes) is looked at again at
the moment of use, by whoever moves or runs it; here only what the plan itself says is judged. A plan was made by our
own planner, so anything unusual in it means that it was not, and then all of it is refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

import msgspec
from msgspec import structs

from recovery_assistant.domain import system_folders
from recovery_assistant.domain.observation import System
from recovery_assistant.domain.removal import checking_windows as of_windows
from recovery_assistant.domain.removal.hidden_signs import has_hidden_signs
from recovery_assistant.domain.removal.plan import (
    Action,
    DisableAccount,
    EndProcess,
    PutBack,
    Quarantine,
    RemovalPlan,
    RemoveApp,
    RemoveCertificate,
    RemoveLine,
    RemovePackage,
    Rights,
    RunUninstaller,
    SetSwitch,
    StopService,
    Verb,
)
from recovery_assistant.domain.removal.uninstall_words import are_known_words

LONGEST_TEXT: Final = 4096
_PLAN_ID: Final = re.compile(r"r-[0-9a-f]{12}", re.ASCII)
_ACTION_ID: Final = re.compile(r"a[1-9][0-9]{0,3}", re.ASCII)
_KEPT_PROGRAM: Final = re.compile(r".+[\\/]kept[\\/]r-[0-9a-f]{12}[\\/]a[0-9]{1,4}[\\/]content[\\/].+", re.DOTALL)
_SHA256: Final = re.compile(r"[0-9a-f]{64}", re.ASCII)
_SHA1: Final = re.compile(r"[0-9A-Fa-f]{40}", re.ASCII)

# What each system has, and with which rights each manager, packager and switch is reached.
_POSIX_VERBS: Final = (StopService, EndProcess, RunUninstaller, Quarantine, RemoveLine, SetSwitch, PutBack)
_VERBS: Final[Mapping[System, tuple[type[Verb], ...]]] = {
    System.LINUX: (*_POSIX_VERBS, RemovePackage, DisableAccount, RemoveCertificate),
    System.MACOS: (*_POSIX_VERBS, RemoveApp, DisableAccount, RemoveCertificate),
}
_MANAGERS: Final[Mapping[str, tuple[System, Rights]]] = {
    "systemd": (System.LINUX, "administrator"),
    "systemd-user": (System.LINUX, "person"),
    "launchd": (System.MACOS, "administrator"),
    "launchd-user": (System.MACOS, "person"),
}
_SWITCHES: Final[Mapping[tuple[System, str], Rights]] = {
    (System.LINUX, "remote-login"): "administrator",
    (System.LINUX, "desktop-sharing"): "person",
    (System.MACOS, "remote-login"): "administrator",
    (System.MACOS, "remote-management"): "administrator",
    (System.MACOS, "screen-sharing"): "administrator",
}
_UNIT: Final = re.compile(r"[A-Za-z0-9_][A-Za-z0-9:_.@\\-]{0,200}\.(?:service|socket|timer|path)", re.ASCII)
_LABEL: Final = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,200}", re.ASCII)
_PACKAGE: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9+._:-]{0,200}", re.ASCII)
_ACCOUNT: Final = re.compile(r"[a-zA-Z_][a-zA-Z0-9_.-]{0,63}", re.ASCII)
_LINE_FILES: Final = re.compile(
    r"/etc/(?:hosts|ld\.so\.preload|sudoers|sudoers\.d/[A-Za-z0-9_-]+|pam\.d/[A-Za-z0-9_-]+|environment|profile)"
    r"|/private/etc/(?:hosts|sudoers|sudoers\.d/[A-Za-z0-9_-]+)"
    r"|(?:/root|/home/[^/]+|/Users/[^/]+|/var/root)/(?:\.ssh/authorized_keys2?|\.profile|\.bashrc|\.bash_profile|\.zshrc)"
)
"""Text files out of which lines may be taken. Anything else is kept whole or left alone."""

_NEVER_STOPPED: Final = re.compile(
    r"(?:systemd-|dbus|polkit|NetworkManager|networking|network-manager|wpa_supplicant|gdm|sddm|lightdm|display-manager"
    r"|user@|getty|serial-getty|udev|lvm2|cryptsetup|apparmor|auditd|firewalld|ufw|nftables|clamav|com\.apple\.).*",
    re.ASCII,
)
"""Services that the system or its protection needs; their doors are closed by `SetSwitch` alone."""

_NEVER_REMOVED: Final = re.compile(
    r"(?:linux-|kernel|libc6|glibc|systemd|dpkg|apt|rpm|dnf|zypper|pacman|snapd|core[0-9]*$|flatpak|coreutils|bash|sudo"
    r"|base-files|util-linux|login|passwd|init|dbus|polkit|network-manager|NetworkManager|orca|speakup|brltty"
    r"|at-spi2|espeak).*",
    re.ASCII,
)
"""Packages that the system or somebody who cannot see needs."""


class PlanRefusedError(Exception):
    """Nothing of a plan is done. `code`: U and a number; `says`: one plain sentence."""

    def __init__(self, code: str, says: str) -> None:
        super().__init__(f"{code} {says}")
        self.code, self.says = code, says


def check(plan: RemovalPlan, system: System) -> None:
    """See that a plan may be done on this system.

    Raises:
        PlanRefusedError: U-04 it is for another system · U-05 it holds something that no plan of ours holds.
    """
    if plan.system is not system:
        raise PlanRefusedError("U-04", f"The plan is for another system ({plan.system.value}).")
    if _text_objection(structs.replace(plan, actions=())):
        raise PlanRefusedError("U-05", "The plan holds a text that is too long or holds hidden signs.")
    if not _PLAN_ID.fullmatch(plan.id) or (plan.undoes and not _PLAN_ID.fullmatch(plan.undoes)):
        raise PlanRefusedError("U-05", "The plan has no right number.")
    for root in plan.roots:
        if fault := root_objection(root, system):
            raise PlanRefusedError("U-05", f"A root of the plan is not allowed: {fault}.")
    for action in plan.actions:
        if fault := objection(plan, action):
            raise PlanRefusedError("U-05", f"Action {action.id[:8]} is not allowed: {fault}.")


def objection(plan: RemovalPlan, action: Action) -> str | None:
    """Return in a few words why the runner does not take an action of a plan, None when it does."""
    return _text_objection(action) or _objection(plan, action)


def root_objection(root: str, system: System) -> str | None:
    """Return in a few words why the runner does not take a root of a plan, None when it does."""
    return system_folders.objection(root, system) or _text_objection(root)


def texts_of(value: object) -> Iterator[str]:
    """Yield every text that a plan, an action or anything else of a plan holds."""
    yield from _texts(msgspec.to_builtins(value))


def _text_objection(value: object) -> str | None:
    lines = (value.verb.line,) if isinstance(value, Action) and isinstance(value.verb, RemoveLine) else ()
    for text in texts_of(value):
        plain = text.replace("\t", " ") if text in lines else text  # such lines are often set out with tabs
        if len(text) > LONGEST_TEXT or has_hidden_signs(plain):
            return "a text that is too long or holds hidden signs"
    return None


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for one in value.values():
            yield from _texts(one)
    elif isinstance(value, list | tuple):
        for one in value:
            yield from _texts(one)


def _objection(plan: RemovalPlan, action: Action) -> str | None:
    verb = action.verb
    if not _ACTION_ID.fullmatch(action.id):
        return "its number"
    if isinstance(verb, PutBack):
        if not plan.undoes or verb.plan_id != plan.undoes or not _ACTION_ID.fullmatch(verb.action_id):
            return "it puts back something of another plan"
        return "the hash of what was kept" if verb.sha256 and not _SHA256.fullmatch(verb.sha256) else None
    if plan.undoes:
        return "a plan that puts back does nothing else"
    for path in _paths(verb, plan.system):
        if fault := _path_objection(plan, path):
            return fault
    if fault := _words_objection(verb):
        return fault
    if plan.system is System.WINDOWS:
        return of_windows.objection(plan, action)
    return _posix_objection(plan, action)


def _words_objection(verb: Verb) -> str | None:
    if isinstance(verb, RunUninstaller):
        if not are_known_words(verb.family, verb.arguments, verb.works_in):
            return "words that its uninstaller may not be told"
        if not _SHA256.fullmatch(verb.sha256):
            return "an uninstaller without its hash"
    if isinstance(verb, Quarantine) and verb.sha256 and not _SHA256.fullmatch(verb.sha256):
        return "a hash that is none"
    if isinstance(verb, EndProcess) and not 1 < verb.pid < 2**32:
        return "the number of its process"
    return None


def _paths(verb: Verb, system: System) -> Iterator[str]:
    """Yield every path of a verb that something is done to. `RemoveLine` has a list of files of its own."""
    match verb:
        case StopService():  # its program is only compared; launchd alone is told the file, when it is put back
            found = [verb.file] if verb.file and system is System.MACOS else []
        case EndProcess():  # what was running when it was moved to the kept things may be ended there
            found = [] if _is_kept_program(verb.exe, system) else [verb.exe]
        case RunUninstaller():
            found = [verb.program, *([verb.works_in] if verb.works_in else [])]
        case Quarantine() | RemoveApp():
            found = [verb.path]
        case _:
            found = []
    yield from found


def _is_kept_program(path: str, system: System) -> bool:
    return system_folders.is_kept_place(path, system) and _KEPT_PROGRAM.fullmatch(path) is not None


def _path_objection(plan: RemovalPlan, path: str) -> str | None:
    fault = system_folders.objection(path, plan.system)
    if fault:
        return fault
    if not any(system_folders.is_below(path, root, plan.system) for root in plan.roots):
        return "a path outside of the plan's roots"
    return None


def _posix_objection(plan: RemovalPlan, action: Action) -> str | None:  # noqa: C901 - one line for each rule
    verb, rights = action.verb, action.rights
    if not isinstance(verb, _VERBS[plan.system]):
        return "this system has no such thing"
    match verb:
        case StopService():
            if _MANAGERS.get(verb.manager) != (plan.system, rights):
                return "a service that these rights do not reach"
            if not (_UNIT if plan.system is System.LINUX else _LABEL).fullmatch(verb.name):
                return "the name of a service"
            if _NEVER_STOPPED.match(verb.name):
                return "a service that the system needs"
        case SetSwitch():
            if _SWITCHES.get((plan.system, verb.switch)) != rights:
                return "a switch that these rights do not reach"
            if verb.about and not _UNIT.fullmatch(verb.about) and not _LABEL.fullmatch(verb.about):
                return "what a switch is about"
        case RemovePackage():
            if rights != ("person" if verb.packager == "flatpak-user" else "administrator"):
                return "a package that these rights do not reach"
            if any(not _PACKAGE.fullmatch(name) for name in (verb.name, *verb.gone.packages)):
                return "the name of a package"
            if _NEVER_REMOVED.match(verb.name):
                return "a package that the system or somebody needs"
        case RemoveLine():
            if not _LINE_FILES.fullmatch(verb.file) or ".." in verb.file or not verb.line.strip():
                return "a file out of which no line is taken"
        case DisableAccount():
            if rights != "administrator" or not _ACCOUNT.fullmatch(verb.name) or verb.name == "root":
                return "an account that is not switched off"
        case RemoveCertificate():
            if not _SHA1.fullmatch(verb.thumbprint) or (verb.store == "machine") != (rights == "administrator"):
                return "a certificate that these rights do not reach"
        case RemoveApp():
            if not verb.path.endswith(".app") or any(not _LABEL.fullmatch(name) for name in verb.packages):
                return "an app or its package"
            if verb.bundle_id and (not _LABEL.fullmatch(verb.bundle_id) or verb.bundle_id.startswith("com.apple.")):
                return "the name of an app"
        case RunUninstaller():
            if verb.family != "own":
                return "an uninstaller of another system"
        case _:
            pass
    return None
