"""Known folders of Windows, as Windows tells them: no variable of the environment is ever read."""

from __future__ import annotations

import sys

if sys.platform != "win32":
    raise ImportError("only on Windows")

import ctypes
import re
import uuid
import winreg
from ctypes import wintypes
from functools import cache
from typing import Final

from recovery_assistant.runner.windows.native import call, system_folder, windows_folder

_SESSION: Final = r"SYSTEM\CurrentControlSet\Control\Session Manager"
PROGRAM_DATA: Final = "62AB5D82-FDC1-4DC3-A9DD-070D1D495D97"
LOCAL_APP_DATA: Final = "F1B32785-6FBA-4FCF-9D55-7B8E7F157091"
_ROAMING_APP_DATA: Final = "3EB685DB-65F9-4CF6-A03A-E3EF65729F3D"
_PROFILE: Final = "5E6C858F-0E22-4760-9AFE-EA3317B67173"
_PROGRAM_FILES: Final = "905E63B6-C1BF-494E-B29C-65B732D3D21A"
_PROGRAM_FILES_OLD: Final = "7C5A40EF-A0FB-4BFC-874A-C0F2E0B9FA8E"
_COMMON_FILES: Final = "F7F1ED05-9F6D-47A2-AAAE-29D317C6F066"
_COMMON_FILES_OLD: Final = "DE974D24-D9C6-4D3E-BF91-F4455120B917"
"""KNOWNFOLDERID of KnownFolders.h."""


@cache
def known_folder(number: str) -> str:
    """Return a known folder of whoever this process runs as. Raises OSError."""
    guid = (ctypes.c_byte * 16).from_buffer_copy(uuid.UUID(number).bytes_le)
    told = ctypes.c_void_p()
    take = call(
        "shell32", "SHGetKnownFolderPath", ctypes.c_long, *[ctypes.c_void_p] * 2, wintypes.HANDLE, *[ctypes.c_void_p]
    )
    free = call("ole32", "CoTaskMemFree", None, ctypes.c_void_p)
    answer = take(guid, None, None, ctypes.byref(told))
    try:
        if answer != 0 or not told.value:
            raise OSError(f"Windows does not tell where a known folder is ({answer & 0xFFFFFFFF:#x})")
        return ctypes.wstring_at(told.value).rstrip("\\")
    finally:
        free(told)


def clean_environment(temporary: str) -> dict[str, str]:
    """Return the variables with which every program is started: nothing of what whoever called us had set.

    temporary: folder for its own files, which nobody else may write when it runs as an administrator.
    """
    windows, system = windows_folder(), system_folder()
    return {
        "SystemRoot": windows,
        "windir": windows,
        "SystemDrive": windows[:2],
        "ComSpec": rf"{system}\cmd.exe",
        "PATH": rf"{system};{windows};{system}\Wbem",
        "PATHEXT": ".COM;.EXE;.BAT;.CMD",
        "TEMP": temporary,
        "TMP": temporary,
        "ProgramData": known_folder(PROGRAM_DATA),
        "ALLUSERSPROFILE": known_folder(PROGRAM_DATA),
        "ProgramFiles": known_folder(_PROGRAM_FILES),
        "ProgramW6432": known_folder(_PROGRAM_FILES),
        "ProgramFiles(x86)": known_folder(_PROGRAM_FILES_OLD),
        "CommonProgramFiles": known_folder(_COMMON_FILES),
        "CommonProgramW6432": known_folder(_COMMON_FILES),
        "CommonProgramFiles(x86)": known_folder(_COMMON_FILES_OLD),
        "USERPROFILE": known_folder(_PROFILE),
        "APPDATA": known_folder(_ROAMING_APP_DATA),
        "LOCALAPPDATA": known_folder(LOCAL_APP_DATA),
        "OS": "Windows_NT",
        "PROCESSOR_ARCHITECTURE": _architecture(),
    }


@cache
def _architecture() -> str:
    """Return what Windows itself gives every program under this name; only administrators can change it."""
    with winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, rf"{_SESSION}\Environment") as key:
        return str(winreg.QueryValueEx(key, "PROCESSOR_ARCHITECTURE")[0])


@cache
def _variables() -> dict[str, str]:
    return {name.lower(): value for name, value in clean_environment(rf"{known_folder(LOCAL_APP_DATA)}\Temp").items()}


def expanded(text: str) -> str:
    r"""Return a command of the registry with its %VARIABLES% filled in, and "\SystemRoot\" and "\??\" replaced."""
    filled = re.sub(r"%([^%]{1,64})%", lambda found: _variables().get(found[1].lower(), found[0]), text)
    filled = re.sub(r"^\\SystemRoot\\", lambda _: windows_folder() + "\\", filled, flags=re.IGNORECASE)
    return filled.removeprefix("\\??\\")
