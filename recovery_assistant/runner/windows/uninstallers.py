"""The maker's own uninstaller, and Windows Installer: run once, then waited for by facts and never by its word.

An uninstaller that hangs is not ended. It may be in the middle of its work, or show a window that waits for the person;
half an uninstallation is worse than one that goes on. It is told as "timed-out", and the next look tells what came of
it. msiexec is never ended either: it holds the database of all installed programs.
"""

from __future__ import annotations

import sys

if sys.platform != "win32":
    raise ImportError("only on Windows")

import subprocess
from ctypes import wintypes
from typing import Final

from recovery_assistant.domain.removal.plan import Gone, RunUninstaller, UninstallMsi
from recovery_assistant.domain.removal.windows_wording import PRODUCT
from recovery_assistant.runner.hand import Done, Turn, Unable
from recovery_assistant.runner.windows import gone
from recovery_assistant.runner.windows.native import call, closing, system_program
from recovery_assistant.runner.windows.starting import Tree, start, unchanged

PATIENCE: Final = 120.0
PATIENCE_WITH_WINDOWS: Final = 600.0
"""Seconds for an uninstaller: one that works by itself, one whose windows the person answers, and for MSI packages."""

AFTER_ITS_END: Final = 30.0
AFTER_A_FAULT: Final = 5.0
"""Seconds in which things may still go when no program of the uninstaller runs any more."""

AFTER_ALL_IS_GONE: Final = 15.0
"""Seconds in which an uninstaller may still tidy up. One that then shows a page of its maker is not waited for."""

RESTART: Final = (3010, 1641)
_NOT_INSTALLED: Final = 1605
_SAID: Final = {
    1602: "The person said no in a window of the uninstaller.",
    1603: "Windows Installer met a fault. Its log is kept beside the results.",
    1618: "Another installation is running. Try again when it is done.",
}
_OTHER_RUNS: Final = 1618
_KNOWN_STATES: Final = (1, 2, 5)  # named only, for another user, installed
_IS_PER_FAMILY: Final = {"nsis": "_?="}


def run_uninstaller(verb: RunUninstaller, turn: Turn) -> Done:
    """Run the maker's uninstaller once, and wait until what it should remove is gone."""
    before = gone.look(verb.gone)
    if not before.still and before.looked and verb.gone.keys:
        return Done(status="nothing-to-do", looked=before.looked)
    last = (
        verb.arguments[-1]
        if verb.arguments and verb.arguments[-1].startswith(_IS_PER_FAMILY.get(verb.family, "\0"))
        else ""
    )
    words = verb.arguments[:-1] if last else verb.arguments
    with unchanged(verb.program, verb.sha256, turn.action.rights):
        if not turn.begins((verb.program, *verb.arguments)):
            return turn.would_do(*before.looked)
        try:
            tree = start((verb.program, *words), turn, last)
        except OSError as error:
            raise Unable("U-37", f"The uninstaller did not start ({error.winerror}).", "failed") from error
    return _waited(tree, verb.gone, turn, PATIENCE_WITH_WINDOWS if verb.asks else PATIENCE)


def uninstall_msi(verb: UninstallMsi, turn: Turn) -> Done:
    """Let Windows Installer remove a product, one at a time, and wait until it is gone."""
    if PRODUCT.fullmatch(verb.product) is None:
        raise Unable("U-32", "This is no code of Windows Installer.")
    before = gone.look(verb.gone)
    if not knows(verb.product):
        if before.still:
            raise Unable("U-32", "Windows Installer does not know this product, but parts of it are there.")
        return Done(status="nothing-to-do", looked=(f"product {verb.product}: not installed", *before.looked))
    log = str(turn.folder / "msiexec.log")
    quiet = ("/qn", "/norestart", "REBOOT=ReallySuppress", "/l*v", log)
    argv = (system_program("msiexec.exe"), "/x", verb.product.upper(), *quiet)
    if not turn.begins(argv):
        return turn.would_do(f"product {verb.product}: installed", *before.looked)
    turn.folder.mkdir(parents=True, exist_ok=True)
    deadline = turn.clock.monotonic() + PATIENCE_WITH_WINDOWS
    code = _OTHER_RUNS
    while code == _OTHER_RUNS and turn.clock.monotonic() < deadline:
        turn.wait_until(lambda: not another_runs(), deadline - turn.clock.monotonic(), 1)
        code = _run_msiexec(argv, turn, deadline)
    left, is_known = gone.look(verb.gone), knows(verb.product)
    left = left._replace(looked=(f"product {verb.product}: {'' if is_known else 'not '}installed", *left.looked))
    if code in (0, _NOT_INSTALLED, *RESTART):
        return _ended(left, code, is_known=is_known)
    says = _SAID.get(code, f"Windows Installer ended with the number {code}.")
    number = "U-34" if code == _OTHER_RUNS else "U-33"
    return Done(status="failed", code=number, says=says, exit_code=code, looked=left.looked)


def knows(product: str) -> bool:
    """Return whether Windows Installer has a product of this code."""
    return call("msi", "MsiQueryProductStateW", wintypes.INT, wintypes.LPCWSTR)(product) in _KNOWN_STATES


def another_runs() -> bool:
    """Return whether Windows Installer is at work for somebody else: it does one thing at a time."""
    open_mutex = call("kernel32", "OpenMutexW", wintypes.HANDLE, wintypes.DWORD, wintypes.BOOL, wintypes.LPCWSTR)
    handle = open_mutex(
        0x00100001,
        False,  # to wait for it, and to let it go again
        "Global\\_MSIExecute",
    )
    if not handle:
        return False
    wait = call("kernel32", "WaitForSingleObject", wintypes.DWORD, wintypes.HANDLE, wintypes.DWORD)
    release = call("kernel32", "ReleaseMutex", wintypes.BOOL, wintypes.HANDLE)
    with closing(handle):
        is_free = wait(handle, 0) in (0, 0x80)
        if is_free:
            release(handle)
    return not is_free


def _run_msiexec(argv: tuple[str, ...], turn: Turn, deadline: float) -> int:
    try:
        return start(argv, turn).first.wait(max(1.0, deadline - turn.clock.monotonic()))
    except subprocess.TimeoutExpired as error:
        raise Unable(
            "U-38", "Windows Installer still works after ten minutes. It was left to go on.", "timed-out"
        ) from error
    except OSError as error:
        raise Unable("U-33", "Windows Installer did not start.", "failed") from error


def _waited(tree: Tree, wanted: Gone, turn: Turn, patience: float) -> Done:
    """Wait until all is gone and the uninstaller with it; how long depends on what still runs and what is left."""
    now = turn.clock.monotonic
    until = now() + patience
    ended_at: float | None = None
    gone_at: float | None = None
    while True:
        runs, left = tree.runs() or another_runs(), gone.look(wanted)
        ended_at = None if runs else ended_at or now()
        gone_at = None if left.still else gone_at or now()
        grace = AFTER_A_FAULT if tree.exit_code not in (0, *RESTART) else AFTER_ITS_END
        if (ended_at and gone_at) or now() >= until:
            break
        if (ended_at and now() - ended_at >= grace) or (gone_at and now() - gone_at >= AFTER_ALL_IS_GONE):
            break
        turn.clock.sleep(0.5)
    if runs and left.still:
        return Done(
            status="timed-out",
            code="U-38",
            says="The uninstaller still works, or waits for an answer. It was left to go on.",
            exit_code=tree.exit_code,
            looked=left.looked,
        )
    return _ended(left, tree.exit_code)


def _ended(left: gone.Left, code: int | None, *, is_known: bool = False) -> Done:
    if code in RESTART or (left.until_restart and not left.still):
        return Done(status="restart-needed", exit_code=code, looked=left.looked)
    if left.still or is_known:
        says = "The uninstaller ended, but not everything is gone."
        return Done(status="failed", code="U-37", says=says, exit_code=code, looked=left.looked)
    return Done(status="done", exit_code=code, looked=left.looked)
