"""Ask by Windows' own question (User Account Control): ShellExecuteExW with the verb "runas".

Structures and codes: shellapi.h, winerror.h. Nothing can be read from what is started this way; its results lie in its
own store. `SEE_MASK_NOCLOSEPROCESS` gives a handle to wait on, and no window of Windows speaks of errors in our place.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from recovery_assistant.domain.observation import System
from recovery_assistant.domain.removal.prompt import PromptFacts
from recovery_assistant.domain.removal.state import WhyNotStarted
from recovery_assistant.hosts.elevation.direct import EndedRun, folder
from recovery_assistant.hosts.elevation.port import Ended, Run
from recovery_assistant.hosts.program_file import look_inside

REFUSED: Final = 1223
_WHY: Final[dict[int, WhyNotStarted]] = {
    REFUSED: "refused",  # ERROR_CANCELLED: no at the question
    5: "not-allowed",  # ERROR_ACCESS_DENIED
    740: "not-allowed",  # ERROR_ELEVATION_REQUIRED: the question is switched off by a rule
    1260: "not-allowed",  # ERROR_ACCESS_DISABLED_BY_POLICY
    1314: "not-allowed",  # ERROR_PRIVILEGE_NOT_HELD
    1327: "not-allowed",  # ERROR_ACCOUNT_RESTRICTION: an account without a password
}
_NO_CLOSE_PROCESS: Final = 0x40
_NO_ASYNC: Final = 0x100
_NO_UI: Final = 0x400
_HIDDEN: Final = 0
_APARTMENT: Final = 0x2 | 0x4  # COINIT_APARTMENTTHREADED | COINIT_DISABLE_OLE1DDE, as ShellExecuteEx asks for
_STILL_WAITING: Final = 0x102


def not_started(error: int) -> Ended:
    """Return what an error of ShellExecuteExW means."""
    return Ended(None, _WHY.get(error, "failed"), f"Windows error {error}")


def quoted(arguments: Sequence[str]) -> str:
    """Return arguments as one line, from which a program of Windows reads exactly these again.

    Raises:
        ValueError: a zero byte would end the line early.
    """
    if any("\0" in one for one in arguments):
        raise ValueError("a zero byte in an argument")
    return subprocess.list2cmdline(arguments)


class RunAs:
    """The question of Windows."""

    def prompt_shows(self, program: str) -> PromptFacts:
        """Return what Windows will show for a program: what the file says of itself, and whose signature it carries.

        Windows verifies the signature, which we do not; one that does not hold is shown as unknown.
        """
        name, publisher = Path(program).name, ""
        try:
            with Path(program).open("rb") as file:
                inside = look_inside(file)
        except OSError:
            inside = None
        if inside is not None and inside.signer:
            publisher = inside.signer
            name = (inside.version_info and inside.version_info.file_description) or name
        return PromptFacts(system=System.WINDOWS, way="windows-consent", name=name, publisher=publisher, password=False)

    def start(self, argv: Sequence[str]) -> Run:
        """Start a program as administrator once Windows has asked. Returns after the answer."""
        try:
            line = quoted(argv[1:])
        except ValueError as error:
            return EndedRun(Ended(None, "failed", str(error)))
        return _shell_execute(argv[0], line)


if sys.platform == "win32":
    import ctypes
    from ctypes import wintypes

    class _ExecuteInfo(ctypes.Structure):
        """SHELLEXECUTEINFOW."""

        _fields_ = (
            ("size", wintypes.DWORD),
            ("mask", wintypes.ULONG),
            ("window", wintypes.HWND),
            ("verb", wintypes.LPCWSTR),
            ("file", wintypes.LPCWSTR),
            ("parameters", wintypes.LPCWSTR),
            ("directory", wintypes.LPCWSTR),
            ("show", ctypes.c_int),
            ("instance", wintypes.HINSTANCE),
            ("id_list", wintypes.LPVOID),
            ("class_name", wintypes.LPCWSTR),
            ("class_key", wintypes.HKEY),
            ("hot_key", wintypes.DWORD),
            ("icon", wintypes.HANDLE),
            ("process", wintypes.HANDLE),
        )

    _kernel = ctypes.WinDLL("kernel32", use_last_error=True)
    _kernel.WaitForSingleObject.argtypes = (wintypes.HANDLE, wintypes.DWORD)
    _kernel.WaitForSingleObject.restype = wintypes.DWORD
    _kernel.GetExitCodeProcess.argtypes = (wintypes.HANDLE, ctypes.POINTER(wintypes.DWORD))
    _kernel.CloseHandle.argtypes = (wintypes.HANDLE,)

    class _HandleRun:
        """A process that was started for us; the handle lets us wait and ask for its exit code, and nothing more."""

        def __init__(self, handle: int) -> None:
            self._handle: int | None = handle
            self._ended = Ended(None)

        def wait(self, seconds: float) -> Ended | None:
            if self._handle is None:
                return self._ended
            if _kernel.WaitForSingleObject(self._handle, int(seconds * 1000)) == _STILL_WAITING:
                return None
            code = wintypes.DWORD()
            if _kernel.GetExitCodeProcess(self._handle, ctypes.byref(code)):
                self._ended = Ended(code.value)
            _kernel.CloseHandle(self._handle)
            self._handle = None
            return self._ended

    def _shell_execute(program: str, line: str) -> Run:
        shell = ctypes.WinDLL("shell32", use_last_error=True)
        shell.ShellExecuteExW.argtypes = (ctypes.POINTER(_ExecuteInfo),)
        shell.ShellExecuteExW.restype = wintypes.BOOL
        ole = ctypes.WinDLL("ole32")
        info = _ExecuteInfo()
        info.size = ctypes.sizeof(info)
        info.mask = _NO_CLOSE_PROCESS | _NO_ASYNC | _NO_UI
        info.verb, info.file, info.parameters, info.directory = "runas", program, line, folder()
        info.show = _HIDDEN
        entered = ole.CoInitializeEx(None, _APARTMENT)
        try:
            if not shell.ShellExecuteExW(ctypes.byref(info)):
                return EndedRun(not_started(ctypes.get_last_error()))
        finally:
            if entered >= 0:  # a thread that chose another model before must not be left by us
                ole.CoUninitialize()
        # Without a handle it runs, and nobody can wait for it; its results tell.
        return _HandleRun(info.process) if info.process else EndedRun(Ended(None))

else:

    def _shell_execute(program: str, line: str) -> Run:
        return EndedRun(Ended(None, "nobody-asks", f"this is not Windows: {program} {line}"))
