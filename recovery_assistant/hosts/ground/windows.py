r"""The ground of a Windows PC: permissions of files, what Windows Installer knows, signatures, the registry.

Folders and people come from the registry and the token of this process, never from the environment. What is on a drive
of the network is never asked for.
"""

from __future__ import annotations

import hashlib
import os
import re
import stat
import sys
from functools import cached_property
from pathlib import Path, PureWindowsPath
from typing import Final

from recovery_assistant.domain.removal.ground import FileKind
from recovery_assistant.domain.removal.plan import Packager, Rights
from recovery_assistant.domain.windows_permissions import (
    CHANGES_FILE,
    CHANGES_FOLDER,
    CHANGES_ROOT,
    CHANGES_WAY,
    read_descriptor,
    who_may,
)
from recovery_assistant.hosts.program_file import look_inside
from recovery_assistant.hosts.windows.api import is_on_the_network, open_shared
from recovery_assistant.hosts.windows.places import Person, Places, read_places
from recovery_assistant.hosts.windows.registry import LiveRegistry, Registry

LARGEST_HASHED: Final = 2**31
LARGEST_TEXT: Final = 256 * 1024
_CHUNK: Final = 2**20
_ON_A_DRIVE: Final = re.compile(r"[A-Za-z]:\\")
_LINK_TAGS: Final = (0xA000000C, 0xA0000003)  # symbolic link, junction
_INSTALLED_STATES: Final = (1, 5)  # advertised, installed
_PRODUCT: Final = re.compile(r"\{[0-9A-F]{8}(?:-[0-9A-F]{4}){3}-[0-9A-F]{12}\}", re.ASCII)


class WindowsGround:
    """The Windows PC that the program runs on."""

    def __init__(self, registry: Registry | None = None) -> None:
        """Look at this PC; another registry stands for its folders and people in tests."""
        self._registry = registry or LiveRegistry()

    @property
    def rights(self) -> Rights:
        """Rights that this process has already."""
        return "administrator" if _is_elevated() else "person"

    @cached_property
    def _places(self) -> Places:
        return read_places(self._registry)

    @cached_property
    def _person(self) -> Person | None:
        sid = _own_sid().lower()
        return next((person for person in self._places.people if person.sid.lower() == sid), None)

    def kind_of(self, path: str) -> FileKind:
        """Return what stands at a path, not following it if it is a link."""
        if not _is_here(path):
            return "closed"
        try:
            facts = os.lstat(path)
        except (FileNotFoundError, NotADirectoryError):
            return "missing"
        except (OSError, ValueError):
            return "closed"
        if stat.S_ISLNK(facts.st_mode) or getattr(facts, "st_reparse_tag", 0) in _LINK_TAGS:
            return "link"
        return "file" if stat.S_ISREG(facts.st_mode) else "folder" if stat.S_ISDIR(facts.st_mode) else "other"

    def real_path(self, path: str) -> str:
        """Return where a path really leads: links, junctions and short names followed. "" when it leads nowhere."""
        if not _is_here(path):
            return ""
        try:
            real = os.path.realpath(path, strict=True)
        except (OSError, ValueError):
            return ""
        return real.removeprefix("\\\\?\\") if _ON_A_DRIVE.match(real.removeprefix("\\\\?\\")) else ""

    def is_protected(self, path: str) -> bool:
        """Return whether only administrators can change a file, its folder, and the way to it."""
        if self.kind_of(path) not in ("file", "folder") or self.real_path(path).lower() != path.lower():
            return False
        whole = PureWindowsPath(path)
        above = [str(folder) for folder in whole.parents]
        asked = [(path, CHANGES_FILE if self.kind_of(path) == "file" else CHANGES_FOLDER)]
        asked += [(folder, CHANGES_FOLDER if number == 0 else CHANGES_WAY) for number, folder in enumerate(above[:-1])]
        asked += [(folder, CHANGES_ROOT) for folder in above[-1:]]
        return all(_nobody_else_may(place, mask) for place, mask in asked)

    def is_own(self, place: str) -> bool:
        """Return whether a path or registry key belongs to the person who is signed in."""
        person = self._person
        if person is None:
            return False
        small = place.lower()
        hive = f"hku\\{person.sid.lower()}"
        own = (f"{person.home.lower()}\\", f"{hive}\\", f"{hive}_classes\\")
        return small.startswith(own)

    def sha256_of(self, path: str) -> str:
        """Return the SHA-256 of a file, "" when it cannot be read."""
        if self.kind_of(path) != "file":
            return ""
        digest = hashlib.sha256()
        try:
            with open_shared(Path(path)) as file:
                if file.seek(0, os.SEEK_END) > LARGEST_HASHED:
                    return ""
                file.seek(0)
                while chunk := file.read(_CHUNK):
                    digest.update(chunk)
        except (OSError, ValueError):
            return ""
        return digest.hexdigest()

    def signer_of(self, path: str) -> str:
        """Return whose signature a program carries and fits its bytes, "" when none does."""
        if self.kind_of(path) != "file":
            return ""
        try:
            with open_shared(Path(path)) as file:
                return look_inside(file).signer
        except (OSError, ValueError):
            return ""

    def expanded(self, text: str) -> str:
        """Return a text with %VARIABLES% filled in for the person who is signed in."""
        return self._places.expand(text, self._person.home if self._person is not None else "")

    def knows_product(self, code: str) -> bool:
        """Return whether Windows Installer has a product of this code."""
        return bool(_PRODUCT.fullmatch(code)) and _product_state(code) in _INSTALLED_STATES

    def product_name(self, code: str) -> str:
        """Return what Windows Installer itself calls a product, "" when it knows none."""
        return _product_name(code) if self.knows_product(code) else ""

    def has_key(self, key: str) -> bool:
        """Return whether a key of the registry is there and can be read."""
        try:
            return self._registry.read(key) is not None
        except (OSError, KeyError, ValueError):
            return False

    def lines_of(self, path: str) -> tuple[str, ...]:
        """Return the lines of a small text file, () when it cannot be read as text."""
        if self.kind_of(path) != "file":
            return ()
        try:
            with open_shared(Path(path)) as file:
                content = file.read(LARGEST_TEXT + 1)
            return tuple(content.decode("utf-8").splitlines()) if len(content) <= LARGEST_TEXT else ()
        except (OSError, ValueError):
            return ()

    def package_of(self, path: str) -> tuple[Packager, str] | None:  # noqa: ARG002 (of Linux alone)
        """Return None: files of Windows belong to no package."""
        return None

    def packager_of(self, source: str) -> Packager | None:  # noqa: ARG002 (of Linux alone)
        """Return None: Windows has no such packages."""
        return None


def _is_here(path: str) -> bool:
    """Return whether a path is on a drive of this PC."""
    return bool(_ON_A_DRIVE.match(path)) and "\0" not in path and not is_on_the_network(path[:2].upper())


def _nobody_else_may(path: str, mask: int) -> bool:
    content = _descriptor_of(path)
    if content is None:
        return False
    try:
        return not who_may(read_descriptor(content), mask)
    except ValueError:
        return False


def _descriptor_of(path: str) -> bytes | None:
    """Return owner and permissions of a file or folder as Windows keeps them, None when it does not tell."""
    if sys.platform != "win32":
        return None
    import ctypes
    from ctypes import wintypes

    owner_and_list = 1 | 4
    ask = ctypes.WinDLL("advapi32", use_last_error=True).GetFileSecurityW
    ask.argtypes = [wintypes.LPCWSTR, wintypes.DWORD, ctypes.c_void_p, wintypes.DWORD, ctypes.c_void_p]
    needed = wintypes.DWORD()
    ask(path, owner_and_list, None, 0, ctypes.byref(needed))
    if not 0 < needed.value <= 2**16:
        return None
    content = ctypes.create_string_buffer(needed.value)
    if not ask(path, owner_and_list, content, needed, ctypes.byref(needed)):
        return None
    return content.raw


def _product_state(code: str) -> int:
    if sys.platform != "win32":
        return -1
    import ctypes
    from ctypes import wintypes

    ask = ctypes.WinDLL("msi").MsiQueryProductStateW
    ask.argtypes = [wintypes.LPCWSTR]
    return int(ask(code))


def _product_name(code: str) -> str:
    if sys.platform != "win32":
        return ""
    import ctypes
    from ctypes import wintypes

    ask = ctypes.WinDLL("msi").MsiGetProductInfoW
    ask.argtypes = [wintypes.LPCWSTR, wintypes.LPCWSTR, wintypes.LPWSTR, ctypes.c_void_p]
    length = wintypes.DWORD(512)
    text = ctypes.create_unicode_buffer(length.value)
    answer = ask(code, "InstalledProductName", text, ctypes.byref(length))
    return text.value if answer == 0 else ""


def _is_elevated() -> bool:
    if sys.platform != "win32":
        return False
    import ctypes

    return bool(ctypes.WinDLL("shell32").IsUserAnAdmin())


def _own_sid() -> str:
    """Return the SID of the account that this process runs as, "" when Windows does not tell."""
    if sys.platform != "win32":
        return ""
    import ctypes
    from ctypes import wintypes

    kernel, advapi = ctypes.WinDLL("kernel32", use_last_error=True), ctypes.WinDLL("advapi32", use_last_error=True)
    kernel.GetCurrentProcess.restype = wintypes.HANDLE
    kernel.CloseHandle.argtypes = [wintypes.HANDLE]
    kernel.LocalFree.argtypes = [ctypes.c_void_p]
    advapi.OpenProcessToken.argtypes = [wintypes.HANDLE, wintypes.DWORD, ctypes.c_void_p]
    advapi.GetTokenInformation.argtypes = [
        wintypes.HANDLE,
        ctypes.c_int,
        ctypes.c_void_p,
        wintypes.DWORD,
        ctypes.c_void_p,
    ]
    advapi.ConvertSidToStringSidW.argtypes = [ctypes.c_void_p, ctypes.c_void_p]
    query, token_user = 8, 1
    token = wintypes.HANDLE()
    if not advapi.OpenProcessToken(kernel.GetCurrentProcess(), query, ctypes.byref(token)):
        return ""
    try:
        content, length = ctypes.create_string_buffer(512), wintypes.DWORD()
        if not advapi.GetTokenInformation(token, token_user, content, 512, ctypes.byref(length)):
            return ""
        text = wintypes.LPWSTR()
        sid = ctypes.c_void_p.from_buffer(content)  # TOKEN_USER begins with the pointer to the SID
        if not advapi.ConvertSidToStringSidW(sid, ctypes.byref(text)):
            return ""
        try:
            return text.value or ""
        finally:
            kernel.LocalFree(ctypes.cast(text, ctypes.c_void_p))
    finally:
        kernel.CloseHandle(token)
