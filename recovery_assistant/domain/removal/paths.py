r"""Paths as a removal compares them: what lies below what, and which folders are one tool's own.

Only words are looked at here. Whether a path is there, is a link or is protected, the ground says. A folder that many
programs share ("C:\Program Files", "/usr/bin", somebody's downloads) is never a tool's own, and neither is anything
that is not named below a place where installers make folders.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from recovery_assistant.domain.observation import System
from recovery_assistant.domain.removal.ground import Ground
from recovery_assistant.domain.removal.hidden_signs import has_hidden_signs
from recovery_assistant.domain.system_folders import objection

LONGEST_PATH: Final = 1024

_WINDOWS_PATH: Final = re.compile(r'[a-z]:(?:/[^/:*?"<>|]+)*', re.IGNORECASE)
_UP: Final = frozenset((".", ".."))
_WINDOWS_PROGRAM: Final = re.compile(r"(.{1,1024}?\.(?:exe|com|scr|sys|dll|bat|cmd))(?=$|[\s,\"])", re.IGNORECASE)
_MAC_PROGRAM: Final = re.compile(r"(/.{0,1024}?\.app/Contents/MacOS/.{1,255}?)(?= [-/]|$)", re.IGNORECASE)
_UNIT_MARKS: Final = "-@:+!|"

_APP_DATA: Final = r"users/[^/]+/appdata/(?:local|locallow|roaming)"
_WINDOWS_OWN: Final = re.compile(
    rf"[a-z]:/(?:program files(?: \(x86\))?|programdata|{_APP_DATA}(?:/programs)?)/(?P<name>[^/]+)(?:/.*)?"
)
_WINDOWS_SHARED: Final = re.compile(
    r"(?:common files|windows[^/]*|microsoft[^/]*|package cache|packages|programs|temp|google|mozilla[^/]*|apple[^/]*"
    r"|internet explorer|reference assemblies|dotnet|modifiablewindowsapps|desktop|documents|start menu|ssh"
    r"|chocolatey|scoop|npm|nodejs|python.*|pip|git|java|oracle|go|msys.*|cygwin.*|intel|nvidia.*|amd|dell|hp|lenovo|asus.*|acer"
    r"|realtek|adobe|steam.*|thunderbird|onedrive|dropbox|usoshared|usoprivate|regid\..*"
    r"|crashdumps|connecteddevicesplatform|comms|d3dscache|placeholdertilelogofolder|uninstall information)"
)
_UNIX_OWN: Final = re.compile(
    r"/opt/(?P<opt>[^/]+)(?:/.*)?"
    r"|/usr/local/(?:(?:lib|libexec|share)/)?(?P<local>[^/]+)(?:/.*)?"
    r"|/usr/(?:lib|libexec|share)/(?P<usr>[^/]+)(?:/.*)?"
    r"|/(?:home/[^/]+|root|Users/[^/]+)/(?:\.config|\.local/(?:share|lib|opt))/(?P<data>[^/]+)(?:/.*)?"
    r"|/(?:home/[^/]+|root|Users/[^/]+)/\.(?P<dot>[^/]+)(?:/.*)?"
    r"|(?:/Users/[^/]+)?/Library/Application Support/(?P<mac>[^/]+)(?:/.*)?"
)
_UNIX_SHARED: Final = re.compile(
    r"bin|sbin|lib|lib32|lib64|libexec|share|etc|games|include|man|src|python.*|node.*|ruby.*|perl.*|gcc.*|git.*|sudo"
    r"|systemd|dbus.*|applications|icons|doc|locale|fonts|themes|polkit-1|pam.*|xsessions|.*-linux-.*|openssh|ssh|apt"
    r"|dpkg|rpm|snapd?|flatpak|config|local|cache|gnupg|gnome.*|kde.*|mozilla|autostart|keyrings|trash|homebrew"
    r"|cellar|linuxbrew|microsoft|containerd|thunderbird|docker|steam|var|wine|cups|java.*|jvm|go|npm|cargo|rustup"
    r"|cellar|apple.*|com\.apple.*|google|addressbook|callhistory.*|mobilesync",
    re.IGNORECASE,
)
_INNER: Final = re.compile(r"bin|sbin|x64|x86|win32|win64|native|runtime|current|app-\d[\w.]*|v?\d+(?:\.\d+)+", re.I)
"""Names of folders inside a tool's own: "…/dwagent/native", "…\\Tool\\app-1.2.3"."""

_WINDOWS_HOME: Final = re.compile(r"([a-z]:/users/[^/]+)(?:/.*)?")
_UNIX_HOME: Final = re.compile(r"(/home/[^/]+|/Users/[^/]+|/root|/var/root)(?:/.*)?")
_OF_WINDOWS: Final = re.compile(r"[a-z]:[\\/]windows[\\/](?!temp[\\/])", re.IGNORECASE)
_SHORT_NAME: Final = re.compile(r"~\d")
_NOBODYS: Final = ("public", "default", "all users", "shared", "default user")


def plain(path: str, system: System) -> str:
    r"""Return a path as it is compared: on Windows small and with slashes leaning forward, without a slash at its end.

    >>> plain("C:\\Program Files\\AnyDesk\\", System.WINDOWS)
    'c:/program files/anydesk'
    """
    if system == System.WINDOWS:
        path = path.replace("\\", "/").lower()
    return path.rstrip("/") or path[:1]


def as_spelled(path: str, system: System, ground: Ground) -> str:
    r"""Return a path as its system spells it: on Windows with its slashes, and %NAMES% and "JANE~1" written out.

    A short name is only another name of the same place. What leads elsewhere (a link on the way) is given as it is.
    """
    if system != System.WINDOWS:
        return path
    path = (ground.expanded(path) if path.startswith("%") else path).replace("/", "\\")
    if not _SHORT_NAME.search(path) or not is_clean(path, system):
        return path
    parts, real = path.split("\\"), ground.real_path(path).split("\\")
    same = (one.lower() == other.lower() or _SHORT_NAME.search(one) for one, other in zip(parts, real, strict=False))
    return "\\".join(real) if len(parts) == len(real) and all(same) else path


def is_clean(path: str, system: System) -> bool:
    """Return whether a path is whole and says where it leads: no "..", no device, no other PC, no signs that hide."""
    if not 1 < len(path) <= LONGEST_PATH or has_hidden_signs(path):
        return False
    if system != System.WINDOWS:
        return path.startswith("/") and not any(part in _UP for part in path.split("/")) and "//" not in path
    shape = path.replace("\\", "/")
    if not _WINDOWS_PATH.fullmatch(shape):
        return False
    return not any(part in _UP or part != part.rstrip(". ") for part in shape.split("/")[1:])


def is_below(path: str, folder: str, system: System) -> bool:
    """Return whether a path is a folder or lies below it."""
    inner, outer = plain(path, system), plain(folder, system)
    return bool(outer) and (inner == outer or inner.startswith(f"{outer}/"))


def is_below_any(path: str, folders: Iterable[str], system: System) -> bool:
    """Return whether a path lies below one of the folders, or is one of them."""
    return any(is_below(path, folder, system) for folder in folders)


def parent(path: str) -> str:
    """Return the folder in which something lies, "" when none is named."""
    return path[: max(path.rfind("/"), path.rfind("\\"), 0)]


def name_of(path: str) -> str:
    """Return the name without folder."""
    return path[max(path.rfind("/"), path.rfind("\\")) + 1 :]


def program_in(command: str, system: System) -> str:
    r"""Return the program file of a command line as it stands there, without quotes and arguments; "" for none.

    >>> program_in('"C:\\Program Files\\X\\x.exe" --service', System.WINDOWS)
    'C:\\Program Files\\X\\x.exe'
    >>> program_in("/opt/x/x -d", System.LINUX)
    '/opt/x/x'
    """
    line = command.strip()
    if system == System.LINUX and line[:1] in _UNIT_MARKS:
        line = line.lstrip(_UNIT_MARKS)
    if line[:1] in ('"', "'") and line:
        return line[1:].partition(line[0])[0]
    if system == System.WINDOWS:
        line = line.removeprefix("\\??\\")
        found = _WINDOWS_PROGRAM.match(line)
        return found[1] if found else line.partition(" ")[0]
    if system == System.MACOS and (found := _MAC_PROGRAM.match(line)) is not None:
        return found[1]
    return line.split()[0] if line else ""


def home_of(path: str, system: System) -> str:
    """Return the home folder in which a path lies, as it is compared; "" for what is nobody's alone."""
    found = (_WINDOWS_HOME if system == System.WINDOWS else _UNIX_HOME).fullmatch(plain(path, system))
    return found[1] if found and name_of(found[1]).lower() not in _NOBODYS else ""


def is_of_system(path: str, system: System) -> bool:
    """Return whether a path is one that no plan touches: of the system, or a folder that is all that a person has.

    The runner would take single files out of Windows' own folder; a plan of ours never asks for it.
    """
    return objection(path, system) is not None or (system == System.WINDOWS and bool(_OF_WINDOWS.match(path)))


def below_shared(folder: str, system: System) -> str:
    """Return what of a folder stands below the folders that all programs share, with "/" between; "" for nothing."""
    text = plain(folder, system)
    if system != System.WINDOWS and text.lower().endswith(".app"):
        return name_of(text)
    found = (_WINDOWS_OWN if system == System.WINDOWS else _UNIX_OWN).fullmatch(text)
    if found is None:
        return ""
    return text[min(start for start in map(found.start, range(1, found.re.groups + 1)) if start >= 0) :]


def may_be_own(folder: str, system: System) -> bool:
    """Return whether a folder may belong to one program alone, by where it stands and what it is called."""
    text = plain(folder, system)
    if system == System.WINDOWS:
        found, shared = _WINDOWS_OWN.fullmatch(text), _WINDOWS_SHARED
    elif text.lower().endswith(".app"):
        return True
    else:
        found, shared = _UNIX_OWN.fullmatch(text), _UNIX_SHARED
    if found is None:
        return False
    name = next(filter(None, found.groups()), "")
    if not shared.fullmatch(name):
        return True
    inner = text.partition(f"/{name}/")[2].split("/")[0]  # "…/Google/Chrome Remote Desktop" is one program's again
    return bool(inner) and name in ("google", "programs") and not shared.fullmatch(inner)


def own_folder(program: str, system: System) -> str:
    """Return the folder that a program file has for itself, "" when it lies among others."""
    bundle = re.match(r"(/.*?\.app)/", program) if system != System.WINDOWS else None
    if bundle:
        return "" if is_of_system(bundle[1], system) else bundle[1]
    folder = parent(program)
    while _INNER.fullmatch(name_of(folder)) and may_be_own(parent(folder), system):
        folder = parent(folder)
    is_fit = may_be_own(folder, system) and is_clean(folder, system) and not is_of_system(folder, system)
    return folder if is_fit else ""
