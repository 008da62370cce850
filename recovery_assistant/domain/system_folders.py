"""Which paths no plan may touch, whatever else is right about it: folders of the system, of persons, and odd spellings.

Pure: only the spelling is judged here. That the disk agrees (no link, no junction on the way) is seen when it is used.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from recovery_assistant.domain.observation import System

_POSIX_ZONES: Final = re.compile(
    r"/opt/.+|/srv/.+|/usr/local/.+|/usr/(?:share|lib|lib64|libexec|bin|sbin|games)/.+|/var/(?:lib|opt|log|cache)/.+"
    r"|/etc/(?:systemd/(?:system|user)|init\.d|xdg/(?:autostart|systemd/user)|cron\.[a-z]+|profile\.d|opt|udev/rules\.d"
    r"|apt/(?:sources\.list\.d|trusted\.gpg\.d|keyrings|preferences\.d)|yum\.repos\.d|zypp/repos\.d"
    r"|ca-certificates|X11/xinit|X11/Xsession\.d|NetworkManager/dispatcher\.d)/.+"
    r"|/etc/(?:anydesk|teamviewer|rustdesk|x11vnc|xrdp|tigervnc|vnc|dwservice|meshagent|splashtop|nomachine|cloudflared|netbird|remoteit)[^/]*(?:/.+)?"
    r"|/lib/systemd/(?:system|user)/.+|/run/systemd/(?:generator|generator\.late|system|transient)/.+"
    r"|/home/[^/]+/.+|/root/.+|/tmp/.+|/var/tmp/.+|/run/media/[^/]+/[^/]+/.+|/media/[^/]+/[^/]+/.+|/mnt/[^/]+/.+"
    r"|/dev/shm/.+|/run/user/[0-9]+/.+",
    re.DOTALL,
)
_MAC_ZONES: Final = re.compile(
    r"/Applications/.+|/Library/(?:LaunchAgents|LaunchDaemons|PrivilegedHelperTools|Application Support|StartupItems"
    r"|Preferences|Logs|Caches|Internet Plug-Ins|QuickLook|Services|Frameworks|Extensions"
    r"|Security/SecurityAgentPlugins)/.+"
    r"|/Library/Tailscale(?:/.+)?"
    r"|/Users/[^/]+/.+|/private/var/root/.+|/opt/.+|/usr/local/.+|/private/tmp/.+|/private/var/tmp/.+"
    r"|/private/etc/(?:newsyslog\.d|paths\.d|manpaths\.d)/.+|/Volumes/[^/]+/.+",
    re.DOTALL,
)
_WINDOWS_ZONES: Final = re.compile(
    r"[a-z]:\\(?!windows\\)(?!windows$)(?!boot(?:\\|$))(?!recovery(?:\\|$))(?!system volume information(?:\\|$))"
    r"(?!\$)(?!efi(?:\\|$))[^\\]+(?:\\.+)?|[a-z]:\\windows\\(?:system32\\|syswow64\\)?[^\\]+\.(?:exe|dll|sys)"
    r"|[a-z]:\\windows\\temp\\.+",
    re.DOTALL,
)


def _listed(text: str) -> frozenset[str]:
    """Return the paths of a list, with "|" or the end of a line between them."""
    return frozenset(path.strip() for line in text.splitlines() for path in line.split("|") if path.strip())


_EXACT: Final[Mapping[System, frozenset[str]]] = {
    System.LINUX: _listed(
        r"""
        /usr/local/bin | /usr/local/sbin | /usr/local/lib | /usr/local/share | /usr/local/etc
        /usr/local/include | /usr/local/src | /usr/local/games | /usr/local/man
        /usr/local/share/applications | /usr/local/share/ca-certificates | /usr/local/lib/systemd
        /usr/local/lib/systemd/system | /usr/share/applications | /usr/share/icons | /usr/share/doc
        /usr/share/man | /usr/share/fonts | /usr/share/themes | /usr/share/locale | /usr/share/dbus-1
        /usr/share/polkit-1 | /usr/share/xml | /usr/share/zoneinfo | /usr/share/mime | /usr/share/xsessions
        /usr/share/ca-certificates | /usr/share/keyrings | /usr/share/perl | /usr/share/python3
        /usr/share/recovery-assistant | /usr/share/X11 | /usr/share/glib-2.0 | /usr/share/pixmaps
        /usr/share/info | /usr/lib/systemd | /usr/lib/systemd/system | /usr/lib/systemd/user
        /usr/lib/x86_64-linux-gnu | /usr/lib/aarch64-linux-gnu | /usr/lib/modules | /usr/lib/firmware
        /usr/lib/udev | /usr/lib/dpkg | /usr/lib/apt | /usr/lib/rpm | /usr/lib/python3 | /usr/lib/sudo
        /usr/lib/locale | /usr/lib/dbus-1.0 | /usr/lib/polkit-1 | /usr/lib/security | /usr/lib/gcc
        /usr/lib/ssl | /var/lib/dpkg | /var/lib/apt | /var/lib/rpm | /var/lib/pacman | /var/lib/flatpak
        /var/lib/snapd | /var/lib/systemd | /var/lib/dbus | /var/lib/NetworkManager | /var/lib/polkit-1
        /var/lib/AccountsService | /var/lib/recovery-assistant | /var/lib/docker | /var/lib/postgresql
        /var/lib/mysql | /var/log/journal | /var/log/audit | /var/cache/apt
        /etc/systemd/system/multi-user.target.wants | /etc/systemd/system/default.target.wants
        """
    ),
    System.MACOS: _listed(
        r"""
        /Applications/Utilities | /Applications/Safari.app | /usr/local/bin | /usr/local/lib
        /usr/local/share | /opt/homebrew | /opt/homebrew/bin | /Library/Application Support/Apple
        /Library/Preferences/SystemConfiguration | /Library/Application Support/com.apple.TCC
        /Library/Application Support/Recovery Assistant
        """
    ),
    System.WINDOWS: _listed(
        r"""
        c:\program files | c:\program files (x86) | c:\programdata | c:\users | c:\perflogs
        c:\users\public | c:\users\default | c:\users\all users | c:\program files\common files
        c:\program files (x86)\common files | c:\programdata\microsoft | c:\programdata\microsoft\windows
        c:\programdata\package cache | c:\program files\windowsapps | c:\program files\windows defender
        c:\programdata\recovery assistant | c:\programdata\microsoft\windows\start menu
        c:\programdata\microsoft\windows\start menu\programs
        c:\programdata\microsoft\windows\start menu\programs\startup | c:\documents and settings
        """
    ),
}
"""Folders that are nobody's: they may stand above a target and are never one."""

_NOTHING_BELOW: Final[Mapping[System, tuple[str, ...]]] = {
    System.LINUX: (
        "/var/lib/recovery-assistant",
        "/var/lib/dpkg",
        "/var/lib/rpm",
        "/var/lib/pacman",
        "/usr/lib/modules",
        "/usr/lib/x86_64-linux-gnu",
        "/usr/lib/aarch64-linux-gnu",
        "/usr/lib/firmware",
        "/usr/share/recovery-assistant",
    ),
    System.MACOS: (
        "/Library/Application Support/Recovery Assistant",
        "/Library/Application Support/com.apple.TCC",
        "/Library/Application Support/Apple",
    ),
    System.WINDOWS: (
        r"c:\programdata\recovery assistant",
        r"c:\program files\windows defender",
        r"c:\programdata\microsoft\windows defender",
        r"c:\program files\windowsapps",
    ),
}
_HOME: Final[Mapping[System, re.Pattern[str]]] = {
    System.LINUX: re.compile(r"(?:/root|/home/[^/]+)(?:/(.*))?", re.DOTALL),
    System.MACOS: re.compile(r"(?:/private/var/root|/Users/[^/]+)(?:/(.*))?", re.DOTALL),
    System.WINDOWS: re.compile(r"c:\\users\\[^\\]+(?:\\(.*))?", re.DOTALL),
}
_OF_A_HOME: Final[Mapping[System, frozenset[str]]] = {
    System.LINUX: _listed(
        r"""
        Desktop | Documents | Downloads | Music | Pictures | Videos | Public | Templates | .config | .cache
        .local | .local/share | .local/bin | .local/lib | .local/state | .ssh | .gnupg | .mozilla
        .thunderbird | .config/autostart | .config/systemd | .config/systemd/user
        .local/share/applications | .local/share/keyrings | .local/share/recovery-assistant | .config/dconf
        .var | .var/app | snap | .bashrc | .profile | .bash_profile | .zshrc | .ssh/authorized_keys
        """
    ),
    System.MACOS: _listed(
        r"""
        Desktop | Documents | Downloads | Movies | Music | Pictures | Public | Applications | Library
        Library/Application Support | Library/LaunchAgents | Library/Preferences | Library/Keychains
        Library/Logs | Library/Caches | Library/Containers | Library/Group Containers | Library/Mail
        Library/Mobile Documents | Library/Application Support/Recovery Assistant | .ssh | .zshrc | .profile
        .bash_profile
        """
    ),
    System.WINDOWS: _listed(
        r"""
        desktop | documents | downloads | music | pictures | videos | favorites | contacts | links
        saved games | searches | onedrive | appdata | appdata\local | appdata\locallow | appdata\roaming
        appdata\local\temp | appdata\local\programs | appdata\local\microsoft | appdata\roaming\microsoft
        appdata\local\packages | appdata\roaming\microsoft\windows
        appdata\roaming\microsoft\windows\start menu | appdata\roaming\microsoft\windows\start menu\programs
        appdata\roaming\microsoft\windows\start menu\programs\startup | appdata\local\recovery assistant
        ntuser.dat
        """
    ),
}
_KEPT_OF_A_HOME: Final[Mapping[System, str]] = {
    System.LINUX: ".local/share/recovery-assistant",
    System.MACOS: "Library/Application Support/Recovery Assistant",
    System.WINDOWS: "appdata\\local\\recovery assistant",
}
_KEPT_OF_THE_PC: Final[Mapping[System, str]] = {
    System.LINUX: "/var/lib/recovery-assistant",
    System.MACOS: "/Library/Application Support/Recovery Assistant",
    System.WINDOWS: r"c:\programdata\recovery assistant",
}
"""Where this program keeps what it took away (`domain/removal/places`). It is never taken away a second time."""

_ZONES: Final = {System.LINUX: _POSIX_ZONES, System.MACOS: _MAC_ZONES, System.WINDOWS: _WINDOWS_ZONES}
_DEVICE: Final = re.compile(r"(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$)(?:\..*)?")
_NOT_IN_A_NAME: Final = re.compile(r'[<>:"/|?*]')


def plain(path: str, system: System) -> str:
    """Return the spelling by which paths of a system are compared."""
    return path.lower() if system is System.WINDOWS else path


def is_below(path: str, root: str, system: System) -> bool:
    """Return whether a path is a root or stands below it. Both must be free of objections."""
    mark = "\\" if system is System.WINDOWS else "/"
    return f"{plain(path, system)}{mark}".startswith(f"{plain(root, system)}{mark}")


def is_kept_place(path: str, system: System) -> bool:
    """Return whether a path lies where this program keeps what it took away.

    Something may still run from there, because it was running when it was moved; that may be ended.
    """
    if (_windows_spelling if system is System.WINDOWS else _posix_spelling)(path):
        return False
    asked = plain(path, system)
    home = _HOME[system].fullmatch(asked)
    inside = home[1] or "" if home else ""
    return is_below(asked, _KEPT_OF_THE_PC[system], system) or is_below(inside, _KEPT_OF_A_HOME[system], system)


def objection(path: str, system: System) -> str | None:
    """Return why a path may not be touched, None when it may."""
    mark = "\\" if system is System.WINDOWS else "/"
    fault = _windows_spelling(path) if system is System.WINDOWS else _posix_spelling(path)
    if fault:
        return fault
    asked = plain(path, system)
    if not _ZONES[system].fullmatch(asked) or asked in _EXACT[system]:
        return "a folder of the system"
    if any(one.startswith(f"{asked}{mark}") for one in (*_EXACT[system], *_NOTHING_BELOW[system])):
        return "a folder above one of the system"
    if any(is_below(asked, one, system) for one in _NOTHING_BELOW[system]):
        return "a place that only the system changes"
    if is_kept_place(path, system):
        return "a place where removed things are kept"
    home = _HOME[system].fullmatch(asked)
    if home:
        inside = home[1] or ""
        if not inside or any(f"{one}{mark}".startswith(f"{inside}{mark}") for one in _OF_A_HOME[system]):
            return "a person's own folder"
    return None


def _posix_spelling(path: str) -> str | None:
    parts = path.split("/")
    if parts[0] or len(path) > 4096 or any(part in {"", ".", ".."} or len(part.encode()) > 255 for part in parts[1:]):
        return "a path that is not spelled out"
    return None


def _windows_spelling(path: str) -> str | None:
    parts = path.split("\\")
    if not re.fullmatch(r"[A-Za-z]:", parts[0], re.ASCII) or len(path) > 4096 or len(parts) < 2:
        return "a path that is not spelled out"
    for part in parts[1:]:
        if not part or part in {".", ".."} or part[-1] in " ." or _NOT_IN_A_NAME.search(part) or "~" in part[:-1]:
            return "a path that is not spelled out"
        if _DEVICE.fullmatch(part.lower()):
            return "a device"
    return None
