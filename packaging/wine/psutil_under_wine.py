"""Fills one gap of Wine 8 for psutil: the path of a process's program file.

psutil asks NtQuerySystemInformation for it, with a question that Wine does not know (WinError 87). This asks
QueryFullProcessImageNameW instead. Only the psutil of the test lane's Windows Python imports it, at its own end, and on
a real Windows it does nothing.
"""

from __future__ import annotations

import sys

LIMITED_QUERY = 0x1000
LONGEST_PATH = 32768
NO_SUCH_PROCESS = 87


def fill_gap() -> None:
    """Replace psutil's question by one that Wine can answer."""
    if sys.platform != "win32":
        return
    import ctypes

    if not hasattr(ctypes.WinDLL("ntdll"), "wine_get_version"):
        return
    from ctypes import wintypes

    import psutil._psutil_windows as questions

    kernel = ctypes.WinDLL("kernel32", use_last_error=True)
    kernel.OpenProcess.restype = wintypes.HANDLE
    kernel.OpenProcess.argtypes = [wintypes.DWORD, wintypes.BOOL, wintypes.DWORD]
    kernel.QueryFullProcessImageNameW.argtypes = [
        wintypes.HANDLE,
        wintypes.DWORD,
        wintypes.LPWSTR,
        ctypes.POINTER(wintypes.DWORD),
    ]
    kernel.CloseHandle.argtypes = [wintypes.HANDLE]

    def proc_exe(pid: int) -> str:
        process = kernel.OpenProcess(LIMITED_QUERY, False, pid)
        if not process:
            error = ctypes.get_last_error()
            raise ProcessLookupError(pid) if error == NO_SUCH_PROCESS else ctypes.WinError(error)
        try:
            length = wintypes.DWORD(LONGEST_PATH)
            path = ctypes.create_unicode_buffer(length.value)
            if not kernel.QueryFullProcessImageNameW(process, 0, path, ctypes.byref(length)):
                raise ctypes.WinError(ctypes.get_last_error())
            return path.value
        finally:
            kernel.CloseHandle(process)

    questions.proc_exe = proc_exe


fill_gap()
