r"""Plans and surroundings that somebody made so that the runner does their work, on a real Windows: nothing is run."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

if sys.platform != "win32":
    pytest.skip("needs Windows, real or under Wine", allow_module_level=True)

import ctypes
import io
import os
import shutil
import subprocess

from recovery_assistant.domain.removal.plan import (
    AnyVerb,
    Gone,
    Quarantine,
    RemoveKey,
    RemoveValue,
    Rights,
    RunUninstaller,
    StopService,
    UninstallMsi,
    digest_of,
    plan_bytes,
)
from recovery_assistant.runner import running
from recovery_assistant.runner.__main__ import this_hand
from recovery_assistant.runner.clock import SystemClock
from recovery_assistant.runner.windows.store import store
from tests.windows.conftest import Subject
from tests.windows.removal import prefix_state
from tests.windows.removal.look_alikes import NAME, RUN, SEEN, UNINSTALL, has_key, install, seen
from tests.windows.removal.prefix_state import PrefixState, differences, outside
from tests.windows.removal.runs import FULL, Ran, begin, key_place, plan_of, removal_of, results, run

pytestmark = pytest.mark.wine

SYSTEM32 = r"C:\windows\system32"
NOTHING = "0" * 64


def uninstaller(program: str, *arguments: str) -> RunUninstaller:
    path = Path(program)
    sha256 = digest_of(path.read_bytes()) if path.is_file() else NOTHING
    gone = Gone(keys=(key_place("HKLM", rf"{UNINSTALL}\{NAME}"),))
    return RunUninstaller(family="own", program=program, arguments=arguments, sha256=sha256, gone=gone)


def own(key: str) -> str:
    return key_place("HKCU", key)


HOSTILE: dict[str, tuple[Rights, AnyVerb, str]] = {
    "cmd.exe": ("administrator", uninstaller(rf"{SYSTEM32}\cmd.exe", "/S"), rf"{SYSTEM32}\cmd.exe"),
    "rundll32": ("administrator", uninstaller(rf"{SYSTEM32}\rundll32.exe", "uninstall"), rf"{SYSTEM32}\rundll32.exe"),
    "msiexec as a program": ("person", uninstaller(rf"{SYSTEM32}\msiexec.exe", "/quiet"), rf"{SYSTEM32}\msiexec.exe"),
    "free words": ("administrator", uninstaller(r"C:\Program Files\A\a.exe", "/c", "calc"), r"C:\Program Files\A"),
    "one word with spaces": (
        "administrator",
        uninstaller(r"C:\Program Files\A\a.exe", "/S & calc"),
        r"C:\Program Files\A",
    ),
    "outside of the roots": ("administrator", uninstaller(r"C:\Program Files\B\b.exe", "/S"), r"C:\Program Files\A"),
    "up and out": ("administrator", uninstaller(r"C:\Program Files\A\..\B\b.exe", "/S"), r"C:\Program Files\A"),
    "8.3 name": ("administrator", uninstaller(r"C:\PROGRA~1\A\a.exe", "/S"), r"C:\PROGRA~1\A"),
    "a share": ("administrator", uninstaller(r"\\server\share\a.exe", "/S"), r"\\server\share"),
    "device path": ("administrator", uninstaller(r"\\?\C:\Program Files\A\a.exe", "/S"), r"\\?\C:\Program Files\A"),
    "another stream": ("administrator", uninstaller(r"C:\Program Files\A\a.txt:b.exe", "/S"), r"C:\Program Files\A"),
    "a script": ("administrator", uninstaller(r"C:\Program Files\A\a.cmd", "/S"), r"C:\Program Files\A"),
    "Windows itself": ("administrator", Quarantine(path=r"C:\windows", kind="folder"), r"C:\windows"),
    "a library of Windows": (
        "administrator",
        Quarantine(path=rf"{SYSTEM32}\look-alike.dll", kind="file"),
        rf"{SYSTEM32}\look-alike.dll",
    ),
    "all programs": ("administrator", Quarantine(path=r"C:\Program Files", kind="folder"), r"C:\Program Files"),
    "a person's files": (
        "person",
        Quarantine(path=r"C:\users\root\Documents", kind="folder"),
        r"C:\users\root\Documents",
    ),
    "the kept things": (
        "administrator",
        Quarantine(path=str(store("administrator")), kind="folder"),
        str(store("administrator")),
    ),
    "a person's key as administrator": ("administrator", RemoveValue(key=own(RUN), name="a", data="b"), ""),
    "the PC's key as a person": ("person", RemoveValue(key=key_place("HKLM", RUN), name="a", data="b"), ""),
    "any key": ("administrator", RemoveKey(key=r"HKLM\SOFTWARE\Microsoft\Windows NT\CurrentVersion\Winlogon"), ""),
    "the shell": (
        "administrator",
        RemoveValue(
            key=r"HKLM\SOFTWARE\Microsoft\Windows NT\CurrentVersion\Winlogon", name="Shell", data="explorer.exe"
        ),
        "",
    ),
    "protection": ("administrator", StopService(manager="windows", name="WinDefend", program=r"C:\a.exe"), ""),
    "no product code": ("administrator", UninstallMsi(product="{7E0A3C52} /i http://x", gone=Gone()), ""),
}


def test_plans_that_were_not_made_by_us_are_refused_as_a_whole(
    stub: Path, tmp_path: Path, first_state: PrefixState
) -> None:
    before = prefix_state.look(first_state)
    taken: list[str] = []
    for name, (rights, verb, root) in HOSTILE.items():
        content = plan_bytes(plan_of([(rights, verb)], *((root,) if root else ())))
        place = tmp_path / f"{len(content)}.json"
        place.write_bytes(content)
        said, complaint = io.BytesIO(), io.StringIO()
        system, hand = this_hand()
        words = [str(place), digest_of(content), "do", rights]
        code = running.run(words, system, hand, SystemClock(), said, complaint)
        if code != 2 or not complaint.getvalue().startswith("U-0") or said.getvalue():
            taken.append(f"{name}: {code} {complaint.getvalue()}")
    assert taken == []
    assert outside(differences(before, prefix_state.look(before))) == ()


def let_everybody_write(path: Path) -> None:
    """Give a file the access list that a program in somebody's own folder has at the least."""
    words, made = "D:(A;;FA;;;WD)", ctypes.c_void_p()
    convert = ctypes.windll.advapi32.ConvertStringSecurityDescriptorToSecurityDescriptorW
    assert convert(words, 1, ctypes.byref(made), None)
    assert ctypes.windll.advapi32.SetFileSecurityW(str(path), 4, made)


def test_a_file_that_anybody_can_change_is_not_run_as_administrator(stub: Path, tmp_path: Path) -> None:
    installed = install(stub, "squirrel")
    let_everybody_write(installed.program)
    plan = removal_of(installed)
    (uninstall,) = (action.verb for action in plan.actions if isinstance(action.verb, RunUninstaller))
    raised = plan_of([("administrator", uninstall)], installed.folder)
    ran = run(raised, tmp_path, "administrator")
    assert ran.code == 2 or ran.ended("a1").status == "refused", str(ran)
    assert not installed.calls
    assert installed.is_listed()


def test_a_plan_file_that_was_changed_after_the_yes(stub: Path, tmp_path: Path) -> None:
    installed = install(stub, "own")
    plan = removal_of(installed)
    digest = digest_of(plan_bytes(plan))
    place = tmp_path / "plan.json"
    place.write_bytes(plan_bytes(plan).replace(b"--silent", b"--remove"))
    words = [*FULL, str(place), digest, "do", "administrator"]
    ended = subprocess.run(words, capture_output=True, check=False, stdin=subprocess.DEVNULL, timeout=60)
    assert ended.returncode == 2
    assert ended.stderr.startswith(b"U-02")
    assert not installed.calls
    assert has_key("HKLM", rf"{UNINSTALL}\{NAME}")


def test_variables_and_libraries_that_somebody_set_are_not_used(stub: Path, tmp_path: Path, subject: Subject) -> None:
    evil = tmp_path / "evil"
    evil.mkdir()
    for name in ("msi.dll", "version.dll", "ole32.dll", "shell32.dll", "advapi32.dll", "userenv.dll", "wtsapi32.dll"):
        shutil.copy(subject("planted.dll"), evil / name)
    for name in ("msgspec.py", "recovery_assistant.py", "sitecustomize.py", "subprocess.py"):
        (evil / name).write_text(f"open(r'{SEEN}\\python.txt', 'a').write({name!r})\n", "utf-8")
    for name in ("sc.exe", "msiexec.exe", "cmd.exe", "schtasks.exe"):
        shutil.copy(stub, evil / name)
    SEEN.mkdir(exist_ok=True)
    variables = {
        "PATH": f"{evil};{os.environ['PATH']}",
        "PYTHONPATH": str(evil),
        "PYTHONSTARTUP": str(evil / "sitecustomize.py"),
        "PROGRAMDATA": str(evil / "data"),
        "LOCALAPPDATA": str(evil / "local"),
        "TEMP": str(evil),
        "TMP": str(evil),
        "COMSPEC": str(evil / "cmd.exe"),
    }
    installed = install(stub, "own")
    plan = removal_of(installed)
    started = begin(plan, tmp_path, "administrator", variables=variables, cwd=evil)
    _, complaint = started.communicate(timeout=100)
    ran = Ran(started.returncode, complaint.decode(), results(plan, "administrator"))
    assert set(ran.statuses.values()) <= {"done", "nothing-to-do"}, str(ran)
    assert ran.went_through
    assert not (SEEN / "planted.txt").exists()
    assert not (SEEN / "python.txt").exists()
    assert [name for name in ("sc.exe", "msiexec.exe", "cmd.exe", "schtasks.exe") if seen(name)] == []
    assert not (evil / "data").exists()
    (line,) = seen(installed.program.name)
    assert str(evil).casefold() not in line.casefold()
