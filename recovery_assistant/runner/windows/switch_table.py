"""Which values of the registry a switch of Windows is made of, and what they hold on a new PC. Pure.

Names and meanings: Microsoft's own pages on Terminal Services, Remote Assistance, Winlogon, UAC, WinINet and the
firewall's policy; the same values are read by `hosts/windows/settings.py` and `network.py`.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from recovery_assistant.domain.removal.plan import SetSwitch
from recovery_assistant.runner.windows.reg_text import NUMBER, TEXT, Value

_CONTROL: Final = r"HKLM\SYSTEM\CurrentControlSet\Control"
_RULES: Final = r"HKLM\SOFTWARE\Policies\Microsoft"
_VERSION: Final = r"HKLM\SOFTWARE\Microsoft\Windows\CurrentVersion"
_TERMINAL: Final = rf"{_RULES}\Windows NT\Terminal Services"
_FIREWALL: Final = r"HKLM\SYSTEM\CurrentControlSet\Services\SharedAccess\Parameters\FirewallPolicy"
_INTERNET: Final = r"Microsoft\Windows\CurrentVersion\Internet Settings"
_DEFENDER: Final = r"Microsoft\Windows Defender"
_PROFILES: Final = {"work": "DomainProfile", "home": "StandardProfile", "public": "PublicProfile"}
_PARTS_OF_DEFENDER: Final = (
    ("", "DisableAntiSpyware"),
    ("", "DisableAntiVirus"),
    (r"\Real-Time Protection", "DisableRealtimeMonitoring"),
    (r"\Real-Time Protection", "DisableBehaviorMonitoring"),
    (r"\Real-Time Protection", "DisableOnAccessProtection"),
    (r"\Real-Time Protection", "DisableScanOnRealtimeEnable"),
    (r"\Real-Time Protection", "DisableIOAVProtection"),
    (r"\Real-Time Protection", "DisableScriptScanning"),
)


class Wanted(NamedTuple):
    """One value as it should be.

    Attributes:
        value: None in `data` means that the value should not be there.
        rule: key in which a rule of whoever manages the PC would stand under the same name, "" where there is none.
        needs_restart: Windows takes it when it starts next.
        only_if_there: a missing value means the same already.
    """

    key: str
    name: str
    kind: int
    data: bytes | None
    rule: str = ""
    needs_restart: bool = False
    only_if_there: bool = False

    @property
    def value(self) -> Value | None:
        """The value to be stored, None when it should not be there."""
        return None if self.data is None else Value(self.name, self.kind, self.data)


def wanted(verb: SetSwitch) -> tuple[Wanted, ...]:
    """Return the values of a switch as they should be; () for a switch that is made of something else."""
    match verb.switch:
        case "remote-desktop":
            return (_number(rf"{_CONTROL}\Terminal Server", "fDenyTSConnections", 1, _TERMINAL),)
        case "remote-assistance":
            return (_number(rf"{_CONTROL}\Remote Assistance", "fAllowToGetHelp", 0, _TERMINAL),)
        case "remote-desktop-sign-in":
            place = rf"{_CONTROL}\Terminal Server\WinStations\RDP-Tcp"
            return (_number(place, "UserAuthentication", 1, _TERMINAL),)
        case "asking":
            place = rf"{_VERSION}\Policies\System"
            asks = _number(place, "ConsentPromptBehaviorAdmin", 5)
            return (_number(place, "EnableLUA", 1)._replace(needs_restart=True), asks)
        case "auto-sign-in":
            place = r"HKLM\SOFTWARE\Microsoft\Windows NT\CurrentVersion\Winlogon"
            return (Wanted(place, "AutoAdminLogon", TEXT, "0\0".encode("utf-16-le"), only_if_there=True),)
        case "proxy" | "proxy-script":
            return (_of_proxy(verb),)
        case "firewall":
            profiles = [_PROFILES[verb.about]] if verb.about else [*_PROFILES.values()]
            rules = rf"{_RULES}\WindowsFirewall"
            return tuple(_number(rf"{_FIREWALL}\{one}", "EnableFirewall", 1, rf"{rules}\{one}") for one in profiles)
        case "defender":
            return tuple(
                Wanted(rf"HKLM\SOFTWARE\{_DEFENDER}{place}", name, NUMBER, None, rf"{_RULES}\Windows Defender{place}")
                for place, name in _PARTS_OF_DEFENDER
            )
        case _:
            return ()


def _number(key: str, name: str, number: int, rule: str = "") -> Wanted:
    return Wanted(key, name, NUMBER, number.to_bytes(4, "little"), rule)


def _of_proxy(verb: SetSwitch) -> Wanted:
    root = rf"HKU\{verb.about}" if verb.about else "HKLM"
    place, rule = rf"{root}\SOFTWARE\{_INTERNET}", rf"{root}\SOFTWARE\Policies\{_INTERNET}"
    if verb.switch == "proxy":
        return _number(place, "ProxyEnable", 0, rule)._replace(only_if_there=True)
    return Wanted(place, "AutoConfigURL", TEXT, None, rule)
