"""The few questions that only Windows itself can answer; the readers around it run, and are tested, everywhere."""

from __future__ import annotations

import os
import sys
from functools import cache
from pathlib import Path
from typing import Any, BinaryIO

from recovery_assistant.hosts.untouched import open_untouched

SHARE_EVERYTHING = 1 | 2 | 4
GENERIC_READ = 0x80000000
OPEN_EXISTING = 3
WITHOUT_FETCHING = 0x00100000
"""FILE_FLAG_OPEN_NO_RECALL: a file that OneDrive keeps online is not fetched, so that nothing goes online."""
DISK_FILE = 1
BUFFER = 8192
REMOVABLE = 2
REMOTE = 4


def open_shared(path: Path) -> BinaryIO:
    """Open an ordinary file to read while another program writes, renames or deletes it. Raises OSError.

    Python's own open does not share the right to delete, so that a tool which turns its log over would fail, or
    keep us out.
    """
    if sys.platform != "win32":
        return open_untouched(str(path))
    import ctypes
    import msvcrt

    kernel, no_handle = _kernel()
    handle = kernel.CreateFileW(str(path), GENERIC_READ, SHARE_EVERYTHING, None, OPEN_EXISTING, WITHOUT_FETCHING, None)
    if handle is None or handle == no_handle:
        raise ctypes.WinError(ctypes.get_last_error())
    if kernel.GetFileType(handle) != DISK_FILE:
        kernel.CloseHandle(handle)
        raise OSError(22, "not an ordinary file", str(path))
    # With a size of its own for the buffer nobody asks whether this is a terminal.
    return os.fdopen(msvcrt.open_osfhandle(handle, os.O_RDONLY), "rb", BUFFER)


@cache
def _kernel() -> tuple[Any, int | None]:
    """Return kernel32 with the types of what is called thousands of times, and what stands for "no handle"."""
    if sys.platform != "win32":
        raise OSError(f"no kernel32 on {sys.platform}")
    import ctypes
    from ctypes import wintypes

    kernel = ctypes.WinDLL("kernel32", use_last_error=True)
    number, handle = wintypes.DWORD, wintypes.HANDLE
    kernel.CreateFileW.restype = handle
    kernel.CreateFileW.argtypes = [wintypes.LPCWSTR, number, number, wintypes.LPVOID, number, number, handle]
    kernel.GetFileType.argtypes = [handle]
    kernel.CloseHandle.argtypes = [handle]
    return kernel, handle(-1).value


def hardware_is_up() -> bool | None:
    """Return whether a real network device (cable, Wi-Fi, mobile) is connected; None if Windows does not tell.

    Bridges of virtual machines and private networks stay "up" with the cable out. They are no hardware.
    """
    if sys.platform != "win32":
        return None
    import ctypes
    from ctypes import wintypes

    class Row(ctypes.Structure):
        """MIB_IF_ROW2 of netioapi.h; the counters at its end are only there for their size."""

        _fields_ = (
            ("luid", ctypes.c_uint64),
            ("index", wintypes.ULONG),
            ("guid", ctypes.c_byte * 16),
            ("alias", wintypes.WCHAR * 257),
            ("description", wintypes.WCHAR * 257),
            ("address_length", wintypes.ULONG),
            ("addresses", ctypes.c_byte * 64),
            ("mtu_and_kinds", wintypes.ULONG * 7),
            ("flags", ctypes.c_ubyte),
            ("oper_status", ctypes.c_int),
            ("admin_status", ctypes.c_int),
            ("media_state", ctypes.c_int),
            ("network_guid", ctypes.c_byte * 16),
            ("connection_type", ctypes.c_int),
            ("counters", ctypes.c_uint64 * 20),
        )

    is_hardware, is_up = 1, 1
    helper = ctypes.WinDLL("iphlpapi")
    table = ctypes.c_void_p()
    if helper.GetIfTable2(ctypes.byref(table)) != 0 or not table.value:
        return None
    try:
        count = wintypes.ULONG.from_address(table.value).value
        rows = (Row * count).from_address(table.value + 8)
        devices = [int(row.oper_status) for row in rows if row.flags & is_hardware]
    finally:
        helper.FreeMibTable.argtypes = [ctypes.c_void_p]
        helper.FreeMibTable(table)
    return is_up in devices if devices else None


def owner_of(path: Path) -> str:
    r"""Return the owner of a file as "PC\name", or "" where the system does not tell."""
    if sys.platform != "win32":
        return ""
    import ctypes
    from ctypes import wintypes

    advapi = ctypes.WinDLL("advapi32", use_last_error=True)
    kernel = ctypes.WinDLL("kernel32", use_last_error=True)
    file_object, owner_information = 1, 1
    owner, descriptor = ctypes.c_void_p(), ctypes.c_void_p()
    answer = advapi.GetNamedSecurityInfoW(
        wintypes.LPCWSTR(str(path)),
        file_object,
        owner_information,
        ctypes.byref(owner),
        None,
        None,
        None,
        ctypes.byref(descriptor),
    )
    if answer != 0:
        return ""
    name, domain = ctypes.create_unicode_buffer(256), ctypes.create_unicode_buffer(256)
    lengths, kind = [wintypes.DWORD(256), wintypes.DWORD(256)], wintypes.DWORD()
    known = advapi.LookupAccountSidW(
        None, owner, name, ctypes.byref(lengths[0]), domain, ctypes.byref(lengths[1]), ctypes.byref(kind)
    )
    kernel.LocalFree.argtypes = [ctypes.c_void_p]
    kernel.LocalFree(descriptor)
    return f"{domain.value}\\{name.value}".lstrip("\\") if known else ""


def removable_drives() -> tuple[str, ...]:
    """Return the sticks and cards that are plugged in, such as ("E:",). Drives of the network are never asked."""
    if sys.platform != "win32":
        return ()
    import ctypes

    kernel = ctypes.WinDLL("kernel32")
    present = kernel.GetLogicalDrives()
    letters = (chr(ord("A") + number) for number in range(2, 26) if present >> number & 1)  # A and B are for floppies
    return tuple(f"{letter}:" for letter in letters if kernel.GetDriveTypeW(f"{letter}:\\") == REMOVABLE)


@cache
def is_on_the_network(drive: str) -> bool:
    """Return whether a drive, such as "Z:", is a folder of another computer: reading it would go online."""
    if sys.platform != "win32":
        return False
    import ctypes

    return int(ctypes.WinDLL("kernel32").GetDriveTypeW(f"{drive}\\")) == REMOTE
