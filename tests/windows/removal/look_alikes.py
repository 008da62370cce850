r"""Look-alikes of installed programs, one for each way in which makers build uninstallers, that act as a test wants.

Their uninstaller is subjects/look_alike.c: it reads from a file beside it what it is to do, and writes every call of it
to `SEEN`. What is installed here stands on the PC as the makers' installers leave it: folder, entry in the list of
installed programs, service that runs, start-up entry.
"""

from __future__ import annotations

import sys

if sys.platform != "win32":
    raise ImportError("only on Windows")

import shutil
import subprocess
import time
import winreg
from collections.abc import Iterable
from pathlib import Path
from typing import Literal, NamedTuple

from recovery_assistant.domain.removal.plan import Family, Rights
from recovery_assistant.domain.removal.uninstall_words import QUIET
from recovery_assistant.runner.windows.places import expanded

SEEN = Path(r"C:\seen-by-tests")
UNINSTALL = r"SOFTWARE\Microsoft\Windows\CurrentVersion\Uninstall"
RUN = r"SOFTWARE\Microsoft\Windows\CurrentVersion\Run"
SERVICE = "LookAlikeRemote"
NAME = "Look-alike Remote"

Hive = Literal["HKLM", "HKCU"]
ROOTS: dict[Hive, int] = {"HKLM": winreg.HKEY_LOCAL_MACHINE, "HKCU": winreg.HKEY_CURRENT_USER}
ALL = winreg.KEY_ALL_ACCESS | winreg.KEY_WOW64_64KEY


class Shape(NamedTuple):
    """Where and how the uninstallers of one family stand.

    Attributes:
        folder: of the program, with %VARIABLES%.
        exe: name of the uninstaller.
        arguments: with which it asks nothing.
        copy: name of the copy in the temporary folder in which it goes on, after the first one has ended; "" if none.
    """

    folder: str
    exe: str
    arguments: tuple[str, ...]
    rights: Rights
    copy: str = ""


SHAPES: dict[Family, Shape] = {
    "inno": Shape(rf"%ProgramFiles%\{NAME}", "unins000.exe", QUIET["inno"], "administrator", "_iu14D2N.tmp"),
    "nsis": Shape(rf"%ProgramFiles%\{NAME}", "uninstall.exe", QUIET["nsis"], "administrator", "Au_.exe"),
    "squirrel": Shape(rf"%LocalAppData%\{NAME}", "Update.exe", QUIET["squirrel"], "person"),
    "burn": Shape(
        r"%ProgramData%\Package Cache\{7E0A3C52-7D0B-4C11-8E53-0D1B3C4F7C11}",
        "setup.exe",
        QUIET["burn"],
        "administrator",
    ),
    "own": Shape(rf"%ProgramFiles%\{NAME}", "LookAlike.exe", ("--remove", "--silent"), "administrator"),
}


class Installed(NamedTuple):
    """One look-alike on this PC. `steps` are those that it was told to take away; `value` is that of start-up."""

    family: Family
    rights: Rights
    folder: Path
    program: Path
    arguments: tuple[str, ...]
    hive: Hive
    service: str
    value: str

    @property
    def calls(self) -> tuple[str, ...]:
        """The command lines with which its uninstaller was called; copies of it are in files of their own."""
        return tuple(line.split("\t")[0] for line in seen(self.program.name))

    def is_listed(self) -> bool:
        """Return whether it stands in the list of installed programs."""
        return has_key(self.hive, rf"{UNINSTALL}\{NAME}")


def seen(exe: str) -> tuple[str, ...]:
    """Return what a look-alike of this file name wrote: command line, folder it worked in and PATH, apart by tabs."""
    place = SEEN / f"{exe}.txt"
    return tuple(place.read_text("utf-16-le").splitlines()) if place.exists() else ()


def install(
    stub: Path,
    family: Family,
    steps: str | None = None,
    *,
    code: int = 0,
    arguments: tuple[str, ...] | None = None,
    with_service: bool = True,
) -> Installed:
    """Install a look-alike whose uninstaller does `steps`; without steps, what a good one does."""
    shape = SHAPES[family]
    told = shape.arguments if arguments is None else arguments
    folder = Path(expanded(shape.folder))
    folder.mkdir(parents=True)
    for name in {shape.exe, "LookAlike.exe"}:
        shutil.copy(stub, folder / name)
    hive: Hive = "HKLM" if shape.rights == "administrator" else "HKCU"
    service = SERVICE if with_service and hive == "HKLM" else ""
    copies = f"copies:{shape.copy} wait:1500 " if shape.copy else ""
    lines = {
        "is": {"folder": folder, "key": rf"{UNINSTALL}\{NAME}", "hive": hive, "service": service, "run": NAME},
        "does": {
            "steps": f"{copies}service run key files" if steps is None else steps,
            "needs": " ".join(told),
            "code": code,
        },
    }
    text = "".join(f"[{head}]\n" + "".join(f"{k}={v}\n" for k, v in body.items()) for head, body in lines.items())
    (folder / "look-alike.ini").write_text(text, "utf-8")
    value = f'"{folder}\\LookAlike.exe" --control'
    listed = {
        "DisplayName": NAME,
        "DisplayVersion": "9.0.1",
        "Publisher": "Look-alike Makers",
        "InstallLocation": str(folder),
        "UninstallString": f'"{folder / shape.exe}"',
    }
    write_texts(hive, rf"{UNINSTALL}\{NAME}", listed)
    write_texts(hive, RUN, {NAME: value})
    if service:
        sc("create", service, "binPath=", f'"{folder}\\LookAlike.exe" --service', "start=", "auto")
        sc("start", service)
    return Installed(family, shape.rights, folder, folder / shape.exe, told, hive, service, value)


def sc(*words: str) -> int:
    """Run Windows' own program for services; return its exit code."""
    return subprocess.run(["sc", *words], capture_output=True, check=False, timeout=60).returncode


def has_service(name: str) -> bool:
    """Return whether Windows knows a service."""
    return has_key("HKLM", rf"SYSTEM\CurrentControlSet\Services\{name}") and sc("query", name) == 0


def wait_for(what: str, is_so: object, seconds: float = 60) -> None:
    """Wait until something is so; fail with `what` if it does not come."""
    assert callable(is_so)
    until = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < until, f"did not come: {what}"
        time.sleep(0.2)


def end_all_from(folders: Iterable[Path]) -> None:
    """End what runs from these folders, so that they can be taken away."""
    import psutil

    above = tuple(str(folder).casefold() for folder in folders)
    for process in psutil.process_iter():
        try:
            if process.exe().casefold().startswith(above):
                process.kill()
                process.wait(10)
        except (psutil.Error, OSError):
            continue


def remove_all() -> None:
    """Take away whatever a test left of any look-alike."""
    sc("stop", SERVICE)
    sc("delete", SERVICE)
    folders = [Path(expanded(shape.folder)) for shape in SHAPES.values()]
    end_all_from([*folders, Path(expanded(r"%ProgramData%\Recovery Assistant"))])  # there temporary copies run
    for folder in folders:
        shutil.rmtree(folder, ignore_errors=True)
    for hive in ROOTS:
        delete_key(hive, rf"{UNINSTALL}\{NAME}")
        delete_value(hive, RUN, NAME)
    shutil.rmtree(SEEN, ignore_errors=True)


def has_key(hive: Hive, path: str) -> bool:
    """Return whether a key is there."""
    try:
        winreg.OpenKey(ROOTS[hive], path, 0, winreg.KEY_READ | winreg.KEY_WOW64_64KEY).Close()
    except FileNotFoundError:
        return False
    return True


def read_value(hive: Hive, path: str, name: str) -> tuple[object, int] | None:
    """Return a value and its type, None when it is not there."""
    try:
        with winreg.OpenKey(ROOTS[hive], path, 0, winreg.KEY_READ | winreg.KEY_WOW64_64KEY) as key:
            data, kind = winreg.QueryValueEx(key, name)
            return data, kind
    except FileNotFoundError:
        return None


def write_texts(hive: Hive, path: str, values: dict[str, str]) -> None:
    """Write texts (REG_SZ) into a key, which is made if need be."""
    with winreg.CreateKeyEx(ROOTS[hive], path, 0, ALL) as key:
        for name, text in values.items():
            winreg.SetValueEx(key, name, 0, winreg.REG_SZ, text)


def delete_key(hive: Hive, path: str) -> None:
    """Delete a key without keys below it, if it is there."""
    if has_key(hive, path):
        winreg.DeleteKeyEx(ROOTS[hive], path, winreg.KEY_WOW64_64KEY)


def delete_value(hive: Hive, path: str, name: str) -> None:
    """Delete a value, if it is there."""
    if read_value(hive, path, name) is not None:
        with winreg.OpenKey(ROOTS[hive], path, 0, ALL) as key:
            winreg.DeleteValue(key, name)
