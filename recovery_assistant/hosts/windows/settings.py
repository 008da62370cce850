"""Switches of Windows itself that decide who may come in, and what its virus protection and firewall leave out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from recovery_assistant.domain.observation import Gap, Setting
from recovery_assistant.hosts import port
from recovery_assistant.hosts.windows import network as windows_network
from recovery_assistant.hosts.windows import sign_in as windows_sign_in
from recovery_assistant.hosts.windows.certificates import root_certificates
from recovery_assistant.hosts.windows.files import Disk
from recovery_assistant.hosts.windows.keys import Keys
from recovery_assistant.hosts.windows.places import Places, hives
from recovery_assistant.hosts.windows.registry import MACHINE, Registry

_CONTROL: Final = rf"{MACHINE}\SYSTEM\CurrentControlSet\Control"
_SERVICES: Final = rf"{MACHINE}\SYSTEM\CurrentControlSet\Services"
_POLICIES: Final = rf"{MACHINE}\SOFTWARE\Policies\Microsoft"
_DEFENDER: Final = rf"{MACHINE}\SOFTWARE\Microsoft\Windows Defender"
_CENTRE: Final = rf"{MACHINE}\SOFTWARE\Microsoft\Security Center\Provider"
_VERSION: Final = rf"{MACHINE}\SOFTWARE\Microsoft\Windows\CurrentVersion"
_TERMINAL: Final = rf"{_POLICIES}\Windows NT\Terminal Services"
_FIREWALL: Final = rf"{_SERVICES}\SharedAccess\Parameters\FirewallPolicy"
_BY_RULE: Final = "a rule"

# name of the setting -> keys and value to look at, the first that is there decides; the number that means "on".
_SWITCHES: Final[dict[str, tuple[tuple[str, ...], str, int]]] = {
    "remote-desktop-enabled": ((_TERMINAL, rf"{_CONTROL}\Terminal Server"), "fDenyTSConnections", 0),
    "remote-assistance-enabled": ((_TERMINAL, rf"{_CONTROL}\Remote Assistance"), "fAllowToGetHelp", 1),
}
_KINDS_OF_EXCLUSION: Final = ("Paths", "Processes", "Extensions")
_PARTS: Final = {
    "DisableAntiSpyware": "all of it",
    "DisableAntiVirus": "all of it",
    "DisableRealtimeMonitoring": "real-time protection",
    "DisableBehaviorMonitoring": "watching what programs do",
    "DisableOnAccessProtection": "looking at files that are opened",
    "DisableScanOnRealtimeEnable": "looking at programs that run",
    "DisableIOAVProtection": "looking at downloads",
    "DisableScriptScanning": "looking at scripts",
}
"""Values of Microsoft Defender's keys (its policies are documented under these names) -> what no longer works."""
_SWITCHED_OFF: Final = 4  # Start type of a service: disabled
_TAMPER_OFF: Final = (0, 4)  # 5 and 1 mean on
_OF_WINDOWS: Final = "{d68ddc3a-831f-4fae-9e44-da132c1acf46}"  # Microsoft Defender, as the security centre knows it
_NETWORKS: Final = {"DomainProfile": "work", "StandardProfile": "home", "PublicProfile": "public"}


def settings(registry: Registry, disk: Disk, host: str, where: Places) -> Iterator[Setting | Gap]:
    """Yield every switch, exclusion, detour and start that `domain.left_behind.kinds.SETTINGS` names for Windows."""
    keys = Keys(registry, host, port.SETTINGS)
    loaded = hives(registry)
    yield from _switches(keys)
    yield from _protection(keys)
    yield from _firewall(keys)
    yield from windows_network.settings(keys, loaded, where)
    yield from windows_network.hosts_entries(keys, disk, host, where)
    yield from windows_sign_in.settings(keys, loaded, where)
    yield from root_certificates(keys, loaded, where)
    yield from keys.gaps()


def _switches(keys: Keys) -> Iterator[Setting]:
    for name, (paths, value, on) in _SWITCHES.items():
        for path in paths:
            entry = keys.entry(path)
            number = entry.number(value)
            if number is not None:
                is_on = number == on
                yield Setting(
                    source=rf"{path}\{value}",
                    name=name,
                    value="1" if is_on else "0",
                    about=_let_in(keys) if is_on and name == "remote-desktop-enabled" else "",
                    changed_at=entry.written_at,
                )
                if is_on and name == "remote-desktop-enabled":
                    yield from _sign_in_screen(keys)
                break
    yield from _number(keys, _TERMINAL, "Shadow", "remote-desktop-without-asking")
    rules = rf"{_VERSION}\Policies\System"
    entry = keys.entry(rules)
    if entry.number("EnableLUA") == 0 or entry.number("ConsentPromptBehaviorAdmin") == 0:
        yield Setting(source=rules, name="asking-off", value="1", changed_at=entry.written_at)


def _let_in(keys: Keys) -> str:
    """Return in words whether the firewall lets Remote Desktop in, by the rules that Windows has for it."""
    rules = keys.entry(rf"{_FIREWALL}\FirewallRules")
    own = [rule for name, rule in rules.texts() if name.lower().startswith("remotedesktop-")]
    if not own:
        return ""
    is_let_in = any("|active=true|" in rule.lower() and "|action=allow|" in rule.lower() for rule in own)
    return "the firewall lets it in" if is_let_in else "the firewall keeps it out"


def _sign_in_screen(keys: Keys) -> Iterator[Setting]:
    return _number(
        keys, rf"{_CONTROL}\Terminal Server\WinStations\RDP-Tcp", "UserAuthentication", "remote-desktop-sign-in"
    )


def _number(keys: Keys, path: str, value: str, name: str) -> Iterator[Setting]:
    entry = keys.entry(path)
    number = entry.number(value)
    if number is not None:
        yield Setting(source=rf"{path}\{value}", name=name, value=str(number), changed_at=entry.written_at)


def _protection(keys: Keys) -> Iterator[Setting]:
    for top, about in ((_DEFENDER, ""), (rf"{_POLICIES}\Windows Defender", _BY_RULE)):
        for kind in _KINDS_OF_EXCLUSION:
            path = rf"{top}\Exclusions\{kind}"
            key = keys.key(path)
            for excluded in key.values:
                yield Setting(
                    source=path, name="defender-exclusion", value=excluded, about=about, changed_at=key.written_at
                )
        for path in (top, rf"{top}\Real-Time Protection"):
            entry = keys.entry(path)
            off = [words for value, words in _PARTS.items() if entry.number(value) == 1]
            for words in dict.fromkeys(off):
                yield Setting(source=path, name="protection-off", value=words, about=about, changed_at=entry.written_at)
    service = keys.entry(rf"{_SERVICES}\WinDefend")
    if service.number("Start") == _SWITCHED_OFF:
        yield Setting(source=service.place, name="protection-off", value="its service", changed_at=service.written_at)
    if keys.entry(rf"{_DEFENDER}\Features").number("TamperProtection") in _TAMPER_OFF:
        yield Setting(source=rf"{_DEFENDER}\Features", name="tamper-protection-off", value="1")
    for part, name in (("Av", "antivirus-registered"), ("Fw", "firewall-registered")):
        for product, entry in keys.below(rf"{_CENTRE}\{part}"):
            if product.lower() != _OF_WINDOWS and entry.text("DISPLAYNAME"):
                yield Setting(source=entry.place, name=name, value=entry.text("DISPLAYNAME"))


def _firewall(keys: Keys) -> Iterator[Setting]:
    places = (rf"{_POLICIES}\WindowsFirewall", _FIREWALL)
    for profile, network in _NETWORKS.items():
        for place in places:
            entry = keys.entry(rf"{place}\{profile}")
            number = entry.number("EnableFirewall")
            if number is not None:
                if number == 0:
                    yield Setting(
                        source=entry.place, name="firewall-off", value="1", about=network, changed_at=entry.written_at
                    )
                break
