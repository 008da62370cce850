"""How what was left behind on a Linux PC or a Mac is put right: single lines of text files, switches, own services."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from recovery_assistant.domain.left_behind.accounts import is_signed_in
from recovery_assistant.domain.left_behind.fixing import Fix, Fixer, Tells, hosts_line, switched, take_line_out
from recovery_assistant.domain.observation import Setting, System
from recovery_assistant.domain.removal.paths import program_in
from recovery_assistant.domain.removal.plan import RemoveCertificate, SetSwitch, StopService, Switch
from recovery_assistant.domain.text_lines import key_shown, libraries_in, proxies_in, rule_shown

_KEYS_OF: Final = re.compile(r"(?:/root|/var/root|/home/[^/]+|/Users/[^/]+)/\.ssh/authorized_keys2?")
_RULES: Final = re.compile(r"(?:/private)?/etc/sudoers(?:\.d/[A-Za-z0-9_-]+)?")
_ENVIRONMENT: Final = re.compile(
    r"/etc/(?:environment|profile)|(?:/root|/home/[^/]+)/(?:\.profile|\.bashrc|\.bash_profile|\.zshrc)"
)
_SIGN_IN: Final = re.compile(r"/etc/pam\.d/[A-Za-z0-9_-]+")
_SHARING: Final[Mapping[str, Switch]] = {
    "screen-sharing-enabled": "screen-sharing",
    "remote-management-enabled": "remote-management",
}
_SHARED_DESKTOPS: Final = ("gnome-remote-desktop", "vino-server", "app-org.kde.krdpserver")
_UNIT: Final = re.compile(r"[A-Za-z0-9_][A-Za-z0-9:_.@\\-]{0,200}\.(?:service|socket|timer)", re.ASCII)
_THUMBPRINT: Final = re.compile(r"[0-9A-F]{40}", re.ASCII)


def _key(fix: Fix) -> None:
    for fact in fix.settings():
        _line_of(fix, fact, _KEYS_OF, lambda line, told: key_shown(line) == told)


def _sudo(fix: Fix) -> None:
    """Take one rule out, unless it is by this rule that whoever is signed in looks after the PC."""
    for fact in fix.settings():
        if is_signed_in(fact.about, fix):
            fix.steps.refuse("own-account", fact.about)
        else:
            _line_of(fix, fact, _RULES, lambda line, told: rule_shown(line) == told)


def _module(fix: Fix) -> None:
    for fact in fix.settings():
        _line_of(fix, fact, _SIGN_IN, lambda line, told: rule_shown(line) == told)


def _library(fix: Fix) -> None:
    """Take the line of one library out; a line that names several stays, because the others may be needed."""
    for fact in fix.settings():
        take_line_out(fix, fact, lambda line, told: libraries_in(line) == (told,))


def _proxy(fix: Fix) -> None:
    for fact in fix.settings():
        _line_of(fix, fact, _ENVIRONMENT, lambda line, told: told in proxies_in(line))


def _line_of(fix: Fix, fact: Setting, files: re.Pattern[str], tells: Tells) -> None:
    if files.fullmatch(fact.source):
        take_line_out(fix, fact, tells)
    else:
        fix.steps.refuse("no-way-known", fact.source)


def _own_service(fix: Fix) -> None:
    for fact in fix.settings():
        if fix.steps.rights_for(fact.source) != "person":
            continue
        if not _UNIT.fullmatch(fact.value) or not fact.source.endswith(f"/{fact.value}"):
            fix.steps.refuse("no-way-known", fact.source)
            continue
        program = program_in(fact.about, System.LINUX)
        verb = StopService(manager="systemd-user", name=fact.value, program=program, file=fact.source)
        fix.steps.add("stop", verb, "person", fact.source)
        fix.steps.put_away(fact.source)


def _shared_desktop(fix: Fix) -> None:
    for fact in fix.settings():
        if fix.steps.rights_for(fact.source) == "person" and fact.value in _SHARED_DESKTOPS:
            fix.steps.add("last", SetSwitch(switch="desktop-sharing", about=fact.value), "person")


def _sharing(fix: Fix) -> None:
    for fact in fix.settings():
        if fact.name in _SHARING:
            fix.steps.add("last", SetSwitch(switch=_SHARING[fact.name]), "administrator")


def _certificate(fix: Fix) -> None:
    for fact in fix.settings():
        if _THUMBPRINT.fullmatch(fact.about):
            fix.steps.add("last", RemoveCertificate(thumbprint=fact.about, store="machine"), "administrator")


_BOTH: Final[Mapping[str, Fixer]] = {
    "authorized-key": _key,
    "hosts-own-names": hosts_line,
    "hosts-protection-blocked": hosts_line,
    "hosts-redirect": hosts_line,
    "root-certificate": _certificate,
    "sudo-rule": _sudo,
}
LINUX: Final[Mapping[str, Fixer]] = {
    **_BOTH,
    "known-library": _library,
    "loaded-library": _library,
    "own-service": _own_service,
    "proxy": _proxy,
    "proxy-near": _proxy,
    "screen-sharing-on": _shared_desktop,
    "sign-in-module": _module,
}
MACOS: Final[Mapping[str, Fixer]] = {
    **_BOTH,
    "remote-login-on": switched("remote-login"),
    "screen-sharing-on": _sharing,
}
"""Kind -> what puts it right."""
