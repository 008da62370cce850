r"""How what was left behind on a Windows PC is put right: single values of the registry, switches, lists of protection.

A fact tells its place as "HKLM\…\key" or "HKLM\…\key\value". Where a rule (a policy key) holds a switch, the rule goes
first, and then the switch is set: otherwise the rule would hold it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final, Literal

from recovery_assistant.domain.left_behind.fixing import Fix, Fixer, hosts_line, switched
from recovery_assistant.domain.observation import BrowserExtension, RegisteredProgram, Setting
from recovery_assistant.domain.removal.plan import (
    RemoveCertificate,
    RemoveExclusion,
    RemoveKey,
    RemoveValue,
    SetSwitch,
    Switch,
)

_NOT_COMPARED: Final = ""
_RULES: Final = "\\policies\\"
_HOSTS: Final = re.compile(r"[A-Za-z]:\\Windows\\System32\\drivers\\etc\\hosts", re.IGNORECASE)
_PERSON: Final = re.compile(r"HKU\\(S-1-5-21(?:-[0-9]+)+)\\", re.IGNORECASE)
_EXCLUSIONS: Final[Mapping[str, Literal["path", "process", "extension"]]] = {
    "paths": "path",
    "processes": "process",
    "extensions": "extension",
}
_PARTS: Final[Mapping[str, tuple[str, ...]]] = {
    "all of it": ("DisableAntiSpyware", "DisableAntiVirus"),
    "real-time protection": ("DisableRealtimeMonitoring",),
    "watching what programs do": ("DisableBehaviorMonitoring",),
    "looking at files that are opened": ("DisableOnAccessProtection",),
    "looking at programs that run": ("DisableScanOnRealtimeEnable",),
    "looking at downloads": ("DisableIOAVProtection",),
    "looking at scripts": ("DisableScriptScanning",),
}
"""Part of the virus check, as `protection-off` tells it -> the values of a rule that switch it off."""

_LOCKED: Final[Mapping[str, str]] = {
    "Task Manager": "DisableTaskMgr",
    "the registry editor": "DisableRegistryTools",
    "the command prompt": "DisableCMD",
    "Settings and Control Panel": "NoControlPanel",
    "System Restore": "DisableSR",
}
_PROXY_RULES: Final = re.compile(r"(ProxyMode|ProxyServer|ProxyPacUrl|ProxySettings) = ")
_POLICY: Final = re.compile(r"([A-Za-z]{1,80}) = ")
_LISTS_OF_RULES: Final = ("NotificationsAllowedForUrls", "RestoreOnStartupURLs", "Proxy", "Homepage", "Certificates")
"""Rules of browsers that are keys with many values, or that stand inside of one long text."""


def _is_rule(key: str) -> bool:
    return _RULES in key.lower()


def _remove(fix: Fix, key: str, name: str, data: str) -> None:
    rights = fix.steps.rights_for(key)
    if rights is not None:
        fix.steps.add("starts", RemoveValue(key=key, name=name, data=data), rights)


def _switch_and_rule(switch: Switch, data: str) -> Fixer:
    """Return what takes out the rule that holds a switch, where one does, and sets the switch."""

    def fix(fix: Fix) -> None:
        for fact in fix.settings():
            key, _, value = fact.source.rpartition("\\")
            if _is_rule(key):
                _remove(fix, key, value, data)
        fix.steps.add("last", SetSwitch(switch=switch), "administrator")

    return fix


def _value_told(fix: Fix) -> None:
    r"""Take the value out that the place of the fact names at its end; the fact tells what it holds."""
    for fact in fix.settings():
        key, _, value = fact.source.rpartition("\\")
        _remove(fix, key, value, fact.value)


def _protection(fix: Fix) -> None:
    for fact in fix.settings():
        if _is_rule(fact.source):
            for name in _PARTS.get(fact.value, ()):
                _remove(fix, fact.source, name, "1")
    fix.steps.add("last", SetSwitch(switch="defender"), "administrator")


def _exclusion(fix: Fix) -> None:
    for fact in fix.settings():
        kind = _EXCLUSIONS.get(fact.source.rpartition("\\")[2].lower())
        if _is_rule(fact.source):
            _remove(fix, fact.source, fact.value, _NOT_COMPARED)
        elif kind is not None and fact.value.strip():
            fix.steps.add("last", RemoveExclusion(kind=kind, value=fact.value), "administrator")


def _firewall(fix: Fix) -> None:
    for fact in fix.settings():
        if _is_rule(fact.source):
            _remove(fix, fact.source, "EnableFirewall", "0")
        fix.steps.add("last", SetSwitch(switch="firewall", about=fact.about), "administrator")


def _firewall_rule(fix: Fix) -> None:
    """Take the rule of one program out. Its name may hold backslashes, and only Windows knows its whole text."""
    for fact in fix.facts:
        if isinstance(fact, RegisteredProgram):
            key, found, name = fact.source.partition("\\FirewallRules\\")
            if found:
                _remove(fix, rf"{key}\FirewallRules", name, _NOT_COMPARED)


def _hosts(fix: Fix) -> None:
    if all(_HOSTS.fullmatch(fact.source) for fact in fix.settings()):
        hosts_line(fix)
    else:
        fix.steps.refuse("no-way-known", fix.facts[0].source)


def _proxy(fix: Fix) -> None:
    for fact in fix.settings():
        if fact.name == "browser-policy":
            _browser_rule(fix, fact)
        elif fact.source.lower().endswith("\\winhttpsettings"):
            key, _, value = fact.source.rpartition("\\")
            _remove(fix, key, value, _NOT_COMPARED)
        else:
            _proxy_of(fix, fact)


def _proxy_of(fix: Fix, fact: Setting) -> None:
    """Set the proxy of one person or of the PC back; where a rule or Windows' own account has it, take it out there."""
    is_script, key = fact.name == "proxy-auto-config", fact.source
    rights = fix.steps.rights_for(key)
    if rights is None:
        return
    person = _PERSON.match(key)
    if not _is_rule(key) and (person or key.upper().startswith("HKLM\\")):
        switch: Switch = "proxy-script" if is_script else "proxy"
        fix.steps.add("last", SetSwitch(switch=switch, about=person[1] if person else ""), rights)
    elif is_script:
        _remove(fix, key, "AutoConfigURL", fact.value)
    else:
        _remove(fix, key, "ProxyEnable", "1")


def _browser_rule(fix: Fix, fact: Setting) -> None:
    named = (_PROXY_RULES if fix.thing.kind != "browser-policy" else _POLICY).match(fact.value)
    if named is None or named[1] in _LISTS_OF_RULES or not fact.source.upper().startswith(("HKLM\\", "HKU\\")):
        fix.steps.refuse("no-way-known", fact.source)
    else:
        _remove(fix, fact.source, named[1], _NOT_COMPARED)


def _browser_policy(fix: Fix) -> None:
    for fact in fix.settings():
        _browser_rule(fix, fact)


def _forced_extension(fix: Fix) -> None:
    """Take out the one value by which a rule puts the extension there; a rule inside of a long text stays."""
    for fact in fix.facts:
        key, _, value = fact.source.rpartition("\\")
        is_single = "\\ExtensionInstallForcelist" in key or "\\ExtensionSettings\\" in key or "\\Extensions\\" in key
        if isinstance(fact, BrowserExtension) and _is_rule(fact.source) and is_single:
            _remove(fix, key, value, _NOT_COMPARED)
        else:
            fix.steps.refuse("no-way-known", fact.source)


def _debugger(fix: Fix) -> None:
    for fact in fix.settings():
        _remove(fix, fact.source, "Debugger", fact.value)


def _sign_in_program(fix: Fix) -> None:
    """Take out what one person's own list starts; Windows itself needs its own two values, so they are set by hand."""
    for fact in fix.settings():
        if fact.source.upper().startswith("HKLM\\"):
            fix.steps.refuse("no-way-known", fact.source)
        else:
            _remove(fix, fact.source, fact.about.partition(",")[0], fact.value)


def _library(fix: Fix) -> None:
    """Empty the list of libraries where this is the only one in it; which of several is meant, the list cannot say."""
    for fact in fix.settings():
        same_list = [
            one
            for one in fix.around
            if isinstance(one, Setting) and one.name == fact.name and one.source == fact.source
        ]
        if len(same_list) == 1:
            _remove(fix, fact.source, "AppInit_DLLs", fact.value)
        else:
            fix.steps.refuse("no-way-known", fact.source)


def _safe_start(fix: Fix) -> None:
    for fact in fix.settings():
        fix.steps.add("starts", RemoveKey(key=fact.source), "administrator")


def _locked_tool(fix: Fix) -> None:
    for fact in fix.settings():
        name = _LOCKED.get(fact.value)
        if name is not None:
            _remove(fix, fact.source, name, _NOT_COMPARED)


def _certificate(fix: Fix) -> None:
    for fact in fix.settings():
        rights = fix.steps.rights_for(fact.source)
        if rights is None:
            continue
        if _is_rule(fact.source) or "\\EnterpriseCertificates\\" in fact.source:
            fix.steps.refuse("set-by-policy", fact.source)
            continue
        verb = RemoveCertificate(
            thumbprint=fact.about.partition(",")[0], store="person" if rights == "person" else "machine"
        )
        fix.steps.add("last", verb, rights)


def _name_servers(fix: Fix) -> None:
    for fact in fix.settings():
        _remove(fix, fact.source, "NameServer", fact.value.replace(", ", ","))


WINDOWS: Final[Mapping[str, Fixer]] = {
    "accessibility-replaced": _debugger,
    "asking-off": switched("asking"),
    "auto-sign-in": switched("auto-sign-in"),
    "browser-policy": _browser_policy,
    "defender-exclusion": _exclusion,
    "dns-by-hand": _name_servers,
    "extension-forced": _forced_extension,
    "firewall-off": _firewall,
    "firewall-rule-of-tool": _firewall_rule,
    "hosts-own-names": _hosts,
    "hosts-protection-blocked": _hosts,
    "hosts-redirect": _hosts,
    "known-library": _library,
    "loaded-library": _library,
    "protection-off": _protection,
    "proxy": _proxy,
    "proxy-near": _proxy,
    "proxy-script": _proxy,
    "remote-assistance-on": _switch_and_rule("remote-assistance", "1"),
    "remote-desktop-on": _switch_and_rule("remote-desktop", "0"),
    "remote-desktop-sign-in": switched("remote-desktop-sign-in"),
    "remote-desktop-without-asking": _value_told,
    "root-certificate": _certificate,
    "safe-start": _safe_start,
    "safe-start-of-tool": _safe_start,
    "sign-in-program-changed": _sign_in_program,
    "system-tool-off": _locked_tool,
}
"""Kind -> what puts it right."""
