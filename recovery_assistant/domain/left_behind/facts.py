"""Which raw facts stand behind a thing that was left behind, so that a plan can say exactly where it is put right."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from recovery_assistant.domain.finding import LeftBehind
from recovery_assistant.domain.left_behind.judging import account_shown, setting_shown
from recovery_assistant.domain.observation import Account, BrowserExtension, Observation, RegisteredProgram, Setting

_OF_ACCOUNTS: Final = ("account", "account-hidden", "administrator")
SETTINGS_BEHIND: Final[Mapping[str, tuple[str, ...]]] = {
    "accessibility-grant": ("accessibility-granted",),
    "accessibility-replaced": ("accessibility-debugger",),
    "asking-off": ("asking-off",),
    "authorized-key": ("authorized-key",),
    "auto-sign-in": ("auto-sign-in",),
    "browser-policy": ("browser-policy",),
    "configuration-profile": ("configuration-profile",),
    "defender-exclusion": ("defender-exclusion",),
    "dns-by-hand": ("dns-server",),
    "firewall-off": ("firewall-off",),
    "full-disk": ("full-disk-granted",),
    "hosts-own-names": ("hosts-entry",),
    "hosts-protection-blocked": ("hosts-entry",),
    "hosts-redirect": ("hosts-entry",),
    "input-monitoring": ("input-monitoring-granted",),
    "known-library": ("appinit-library", "preloaded-library"),
    "loaded-library": ("appinit-library", "preloaded-library"),
    "managed": ("managed-by",),
    "notifications": ("browser-notifications",),
    "own-service": ("own-service",),
    "protection-off": ("protection-off",),
    "proxy": ("proxy-server", "browser-policy"),
    "proxy-near": ("proxy-server", "proxy-auto-config"),
    "proxy-script": ("proxy-auto-config", "browser-policy"),
    "remote-assistance-on": ("remote-assistance-enabled",),
    "remote-desktop-on": ("remote-desktop-enabled",),
    "remote-desktop-sign-in": ("remote-desktop-sign-in",),
    "remote-desktop-without-asking": ("remote-desktop-without-asking",),
    "remote-login-on": ("remote-login-enabled",),
    "root-certificate": ("root-certificate",),
    "safe-start": ("safe-boot-service",),
    "safe-start-of-tool": ("safe-boot-service",),
    "saved-passwords": ("browser-saved-passwords",),
    "screen-recording": ("screen-recording-granted",),
    "screen-sharing-on": ("desktop-sharing-enabled", "remote-management-enabled", "screen-sharing-enabled"),
    "second-root-account": ("second-root-account",),
    "sign-in-module": ("sign-in-module",),
    "sign-in-program-changed": ("sign-in-program",),
    "startup-password": ("startup-password",),
    "sudo-rule": ("sudo-rule",),
    "system-tool-off": ("system-tool-off",),
    "tamper-protection-off": ("tamper-protection-off",),
}
"""Kind -> the settings that it may be told from. What is about accounts, extensions and firewall rules is none."""


def facts_behind(thing: LeftBehind, observations: Iterable[Observation]) -> tuple[Observation, ...]:
    """Return the raw facts that a thing left behind is told from, each once; empty when they are not there any more.

    Of an extension that a rule puts there, the rule. Of what is only counted ("… 12 more"), nothing.
    """
    return tuple(dict.fromkeys(fact for fact in observations if _tells(fact, thing)))


def _tells(fact: Observation, thing: LeftBehind) -> bool:
    match fact:
        case Setting():
            return fact.name in SETTINGS_BEHIND.get(thing.kind, ()) and setting_shown(fact) == thing.value
        case Account():
            return thing.kind in _OF_ACCOUNTS and account_shown(fact) == thing.value
        case BrowserExtension():
            is_forced = thing.kind == "extension-forced"
            if thing.kind not in ("extension", "extension-forced") or fact.from_policy != is_forced:
                return False
            ends = (f": {fact.extension_id}", f" ({fact.extension_id})")
            return thing.value.startswith(f"{fact.browser}: ") and thing.value.endswith(ends)
        case RegisteredProgram(way="firewall-rule"):
            is_it = thing.value.startswith(f"{fact.name} (") and thing.value.endswith(f": {fact.command})")
            return thing.kind == "firewall-rule-of-tool" and is_it
        case _:
            return False
