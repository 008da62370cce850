"""A Windows looked at twice: while it runs, and as a disk with its registry in files. Both must show the same."""

from __future__ import annotations

import sys
from contextlib import suppress
from pathlib import Path

import pytest

if sys.platform != "win32":
    pytest.skip("needs Windows, real or under Wine", allow_module_level=True)

import winreg

from msgspec import structs

from recovery_assistant.domain.observation import Autorun, InstalledProgram, RegisteredProgram, Service
from recovery_assistant.hosts import port
from recovery_assistant.hosts.mounted.windows import mounted_windows
from recovery_assistant.hosts.port import Host
from recovery_assistant.hosts.windows.host import WindowsHost
from recovery_assistant.hosts.windows.places import Person
from tests.unit.hosts.hive_bytes import Raw, hive
from tests.windows.conftest import WriteKey

pytestmark = pytest.mark.wine

MACHINE, USER = winreg.HKEY_LOCAL_MACHINE, winreg.HKEY_CURRENT_USER
CURRENT = r"SOFTWARE\Microsoft\Windows\CurrentVersion"
TEXT, EXPAND, NUMBER, BYTES = winreg.REG_SZ, winreg.REG_EXPAND_SZ, winreg.REG_DWORD, winreg.REG_BINARY
LEFT_OUT = ("classes", "software\\classes")
"""Thousands of keys that none of the compared sources reads."""

Kept = dict[str, dict[str, object]]


def raw(kind: int, value: object) -> Raw:
    """Return a value that winreg gave as the bytes that stand for it in a registry file."""
    if isinstance(value, str):
        return Raw(kind, f"{value}\0".encode("utf-16-le", "surrogatepass"))
    if isinstance(value, list):
        return Raw(kind, "".join(f"{text}\0" for text in [*value, ""]).encode("utf-16-le", "surrogatepass"))
    if isinstance(value, int):
        return Raw(kind, value.to_bytes(8 if kind == winreg.REG_QWORD else 4, "little"))
    return Raw(kind, value if isinstance(value, bytes) else b"")


def kept(root: int, top: str, under: str = "") -> tuple[Kept, dict[str, int]]:
    """Return everything below a running key, and when each key was written."""
    keys: Kept = {}
    times: dict[str, int] = {}
    waiting = [""]
    while waiting:
        path = waiting.pop()
        if path.lower() in LEFT_OUT:
            continue
        full = f"{top}\\{path}".strip("\\")
        place = f"{under}\\{path}".strip("\\")
        with suppress(OSError), winreg.OpenKey(root, full, 0, winreg.KEY_READ | winreg.KEY_WOW64_64KEY) as key:
            subkeys, values, times[place] = winreg.QueryInfoKey(key)  # Wine has keys that open and cannot be asked
            found = (winreg.EnumValue(key, number) for number in range(values))
            keys[place] = {name: raw(kind & 0xFFFFFFFF, value) for name, value, kind in found}
            waiting += [f"{path}\\{winreg.EnumKey(key, number)}".strip("\\") for number in range(subkeys)]
    return keys, times


def put(place: Path, keys: Kept, times: dict[str, int]) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(hive(keys, filetimes=times).seal())


def as_a_disk(root: Path, me: Person) -> Host:
    """Keep the registry of the running Windows in files below a folder, and mount it."""
    config = root / "windows" / "system32" / "config"
    put(config / "SOFTWARE", *kept(MACHINE, "SOFTWARE"))
    control, times = kept(MACHINE, r"SYSTEM\CurrentControlSet", "ControlSet001")
    put(config / "SYSTEM", {**control, "Select": {"Current": 1}}, times)
    put(config / "DEFAULT", *kept(winreg.HKEY_USERS, ".DEFAULT"))
    put(root.joinpath(*me.home.split("\\")[1:]) / "NTUSER.DAT", *kept(winreg.HKEY_USERS, me.sid))
    return mounted_windows(root, "windows", {})


def seen(pc: Host, source: str) -> list[object]:
    """Return what a source shows of the registry, without what only a running Windows knows."""
    found: list[object] = []
    for one in pc.observations(source):
        if isinstance(one, Service):
            found.append(structs.replace(one, running=None))
        elif isinstance(one, InstalledProgram | Autorun | RegisteredProgram) and _is_compared(one.source):
            found.append(one)
    return sorted(found, key=repr)


def _is_compared(source: str) -> bool:
    return source.startswith("HK") and "_Classes" not in source and "\\Classes" not in source


def test_running_and_mounted_show_the_same(pc: WindowsHost, me: Person, write_key: WriteKey, tmp_path: Path) -> None:
    for root, view, name in ((MACHINE, 64, "TeamViewer"), (MACHINE, 32, "AnyDesk"), (USER, 64, "Zoho Assist")):
        values = {"DisplayName": (TEXT, f"{name} ü日本"), "InstallDate": (TEXT, "20260101"), "Size": (NUMBER, 7)}
        write_key(root, rf"{CURRENT}\Uninstall\{name}", values, view)
    write_key(MACHINE, rf"{CURRENT}\Run", {"Tool": (EXPAND, r"%ProgramFiles%\tool.exe")}, 32)
    write_key(USER, rf"{CURRENT}\Run", {"Mine": (TEXT, r"C:\mine.exe"), "Off": (TEXT, r"C:\off.exe")})
    write_key(USER, rf"{CURRENT}\Explorer\StartupApproved\Run", {"Off": (BYTES, b"\x03" + bytes(11))})
    write_key(
        MACHINE,
        r"SYSTEM\CurrentControlSet\Services\RustDesk",
        {"Type": (NUMBER, 16), "Start": (NUMBER, 2), "ImagePath": (EXPAND, r"%ProgramFiles%\RustDesk\rustdesk.exe")},
    )
    disk = as_a_disk(tmp_path, me)
    for source in (port.INSTALLED_PROGRAMS, port.AUTORUNS, port.SERVICES, port.REGISTERED_PROGRAMS):
        running, mounted = seen(pc, source), seen(disk, source)
        assert mounted == running, source
    assert len(seen(disk, port.SERVICES)) > 5
    texts = repr(seen(disk, port.INSTALLED_PROGRAMS) + seen(disk, port.AUTORUNS) + seen(disk, port.SERVICES))
    for name in (
        "TeamViewer ü日本",
        "AnyDesk ü日本",
        "Zoho Assist ü日本",
        "C:\\\\mine.exe",
        "(switched off)",
        "rustdesk",
    ):
        assert name in texts
