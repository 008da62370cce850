"""The kinds of things that may be left behind, the settings that hosts tell of, and the shape of the words for each."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Final

from msgspec import Struct

from recovery_assistant.domain.finding import Weight
from recovery_assistant.domain.observation import System

SETTINGS: Final[Mapping[str, str]] = {
    "accessibility-debugger": "value: command that is started instead; about: the access program, such as sethc.exe",
    "accessibility-granted": "value: bundle id or path (macOS)",
    "antivirus-registered": "value: name of virus protection that Windows knows, its own left out",
    "appinit-library": "value: path of a library that every program must load",
    "asking-off": "value 1: Windows does not ask before a program changes the PC",
    "authorized-key": "value: kind and comment of a key; about: whose",
    "auto-sign-in": "value: who is signed in without a password",
    "browser-notifications": "value: the site; about: browser and profile",
    "browser-policy": "value: name and content of a policy; about: the browser",
    "browser-saved-passwords": "value: name of the browser; about: whose",
    "configuration-profile": "value: name of the profile; about: who made it (macOS)",
    "defender-exclusion": "value: path, program or ending; about: policy when one says so",
    "desktop-sharing-enabled": "value: the service of the desktop that shows the screen (Linux)",
    "dns-server": "value: addresses, set by hand; about: the connection",
    "firewall-off": "value 1; about: for which kind of network",
    "firewall-registered": "value: name of a firewall that Windows knows, its own left out",
    "full-disk-granted": "value: bundle id or path (macOS)",
    "hosts-entry": "value: address and name; one for each name",
    "managed-by": "value: the domain or service that manages this PC",
    "input-monitoring-granted": "value: bundle id or path (macOS)",
    "own-service": "value: unit; about: its command (Linux)",
    "preloaded-library": "value: path of a library that every program must load (Linux)",
    "protection-off": "value: which part of the virus protection; about: policy when one says so",
    "proxy-auto-config": "value: address of the script; about: whose",
    "proxy-server": "value: host and port, only when switched on; about: whose",
    "remote-assistance-enabled": "value 1 or 0",
    "remote-desktop-enabled": "value 1 or 0",
    "remote-desktop-sign-in": "value 0: the sign-in screen is shown before somebody has said who they are",
    "remote-desktop-without-asking": "value: number of the policy",
    "remote-login-enabled": "value 1 or 0 (macOS)",
    "remote-management-enabled": "value 1 or 0 (macOS)",
    "root-certificate": "value: name; about: thumbprint",
    "safe-boot-service": "value: service; about: its program",
    "screen-recording-granted": "value: bundle id or path (macOS)",
    "screen-sharing-enabled": "value 1 or 0 (macOS)",
    "second-root-account": "value: name of an account with the rights of root (Linux)",
    "sign-in-module": "value: a line that runs at sign-in; about: the file (Linux)",
    "sign-in-program": "value: the command; about: Shell or Userinit, and whose",
    "startup-password": "value: number of the mode, 2 or 3",
    "sudo-rule": "value: the line; about: whose (Linux)",
    "system-tool-off": "value: the part of Windows that was switched off; about: whose",
    "tamper-protection-off": "value 1",
}
"""What hosts may tell: name of a setting -> what its value holds. Value "0" of a switch is never left behind."""


class PutRight(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How it is put right on one system.

    Attributes:
        steps: one thing to do each, in order.
        sources: pages on which the menus are named; may be empty only when `general_knowledge` says so.
        general_knowledge: nobody has tried these steps on a real PC of this system for this program.
    """

    system: System
    steps: tuple[str, ...]
    sources: tuple[str, ...] = ()
    general_knowledge: bool = False


class LeftBehindKind(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One kind of thing that may be left behind, in words.

    Attributes:
        says: what it means, in one sentence; also the words of `scan --json`.
        why: how callers use it, and when it is ordinary.
        checked_on: the day on which somebody last compared it with its sources.
    """

    id: str
    systems: tuple[System, ...]
    weight: Weight
    title: str
    says: str
    why: str
    put_right: tuple[PutRight, ...]
    sources: tuple[str, ...]
    checked_on: date

    def steps_for(self, system: System | None) -> tuple[str, ...]:
        """Return what to do on a system; empty when it does not occur there."""
        return next((way.steps for way in self.put_right if way.system == system), ())


_NOTABLE: Final = (
    "account-hidden",
    "second-root-account",
    "remote-desktop-on",
    "remote-desktop-without-asking",
    "screen-sharing-on",
    "protection-off",
    "defender-exclusion",
    "firewall-off",
    "hosts-redirect",
    "hosts-protection-blocked",
    "proxy",
    "proxy-script",
    "extension-forced",
    "accessibility-replaced",
    "sign-in-program-changed",
    "loaded-library",
    "safe-start-of-tool",
    "startup-password",
    "system-tool-off",
)
_LOOK_OVER: Final = (
    "administrator",
    "account",
    "saved-passwords",
    "extension",
    "notifications",
    "browser-policy",
    "remote-assistance-on",
    "remote-desktop-sign-in",
    "remote-login-on",
    "firewall-rule-of-tool",
    "safe-start",
    "tamper-protection-off",
    "asking-off",
    "auto-sign-in",
    "proxy-near",
    "dns-by-hand",
    "hosts-own-names",
    "hosts-blocked",
    "root-certificate",
    "known-library",
    "authorized-key",
    "sudo-rule",
    "own-service",
    "sign-in-module",
    "screen-recording",
    "input-monitoring",
    "accessibility-grant",
    "full-disk",
    "configuration-profile",
    "set-by-office",
    "managed",
)
KINDS: Final[Mapping[str, Weight]] = {
    **dict.fromkeys(_NOTABLE, "notable"),
    **dict.fromkeys(_LOOK_OVER, "look-over"),
}
"""Every kind, in the order in which kinds are told, with its weight."""

MAY_COME_WITH_CALL: Final = frozenset(
    {
        "account",
        "administrator",
        "authorized-key",
        "extension",
        "notifications",
        "own-service",
        "root-certificate",
        "sudo-rule",
    }
)
"""Kinds that every PC may have, and whose day tells something: those of the day of the call come first."""

OF_BROWSERS: Final = frozenset({"browser-policy", "extension", "extension-forced", "notifications", "saved-passwords"})
"""Kinds that are put right inside a browser."""
