"""A Windows PC as its disk: real registry files, a folder for drive C:, spelled as such disks are spelled."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from tests.unit.hosts.hive_bytes import hive
from tests.unit.hosts.windows_pc import ADA, BOB, PROFILES, program

CURRENT = r"Microsoft\Windows\CurrentVersion"
INSTALLER = r"C:\Program Files (x86)\AnyDesk\AnyDesk.exe"

Keys = Mapping[str, Mapping[str, object]]

SOFTWARE: Keys = {
    r"Microsoft\Windows NT\CurrentVersion": {
        "SystemRoot": r"C:\WINDOWS",
        "ProductName": "Windows 10 Home",
        "DisplayVersion": "23H2",
        "CurrentBuildNumber": "22631",
    },
    CURRENT: {"ProgramFilesDir": r"C:\Program Files", "ProgramFilesDir (x86)": r"C:\Program Files (x86)"},
    PROFILES.removeprefix("HKLM\\SOFTWARE\\"): {"ProgramData": r"%SystemDrive%\ProgramData"},
    rf"{PROFILES}\S-1-5-18".removeprefix("HKLM\\SOFTWARE\\"): {
        "ProfileImagePath": r"%systemroot%\system32\config\systemprofile"
    },
    rf"{PROFILES}\{ADA}".removeprefix("HKLM\\SOFTWARE\\"): {"ProfileImagePath": r"C:\Users\Ada"},
    rf"{PROFILES}\{BOB}".removeprefix("HKLM\\SOFTWARE\\"): {"ProfileImagePath": r"C:\Users\Bob"},
    rf"{CURRENT}\Uninstall\Photos": {"DisplayName": "Photos", "InstallDate": "20240105"},
    rf"WOW6432Node\{CURRENT}\Uninstall\AnyDesk": {
        "DisplayName": "AnyDesk",
        "Publisher": "AnyDesk Software GmbH",
        "UninstallString": f'"{INSTALLER}" --uninstall',
    },
    rf"{CURRENT}\Run": {"Clock": r"C:\Program Files\Clock\clock.exe"},
}
SYSTEM: Keys = {
    "Select": {"Current": 2, "Default": 1},
    r"ControlSet001\Services\Old": {"Type": 16, "Start": 2, "ImagePath": r"C:\old.exe"},
    r"ControlSet002\Services\AnyDesk": {
        "DisplayName": "AnyDesk Service",
        "Type": 16,
        "Start": 2,
        "ImagePath": f'"{INSTALLER}" --service',
    },
    r"ControlSet002\Control\ComputerName\ComputerName": {"ComputerName": "SHOP-PC"},
}
ADAS: Keys = {rf"Software\{CURRENT}\Run": {"Helper": r"C:\Users\Ada\helper.exe"}}
BOBS: Keys = {rf"Software\{CURRENT}\Uninstall\QuickSupport": {"DisplayName": "TeamViewer QuickSupport"}}


def put(root: Path, path: str, data: bytes = b"") -> Path:
    place = root / path
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(data)
    return place


def mounted_pc(root: Path, *, software: Keys = MappingProxyType({}), system: Keys = MappingProxyType({})) -> Path:
    """Build the disk in a folder and return it; more keys may be put in."""
    config = "WINDOWS/system32/config"
    put(root, f"{config}/software", hive({**SOFTWARE, **software}).seal())
    put(root, f"{config}/SYSTEM", hive({**SYSTEM, **system}).seal())
    for name in ("SAM", "SECURITY", "DEFAULT"):
        put(root, f"{config}/{name}", hive({}).seal())
    put(root, "Users/Ada/NTUSER.DAT", hive(ADAS).seal())
    put(root, "Users/Ada/AppData/Local/Microsoft/Windows/UsrClass.dat", hive({r"Local Settings": {}}).seal())
    put(root, "Users/Bob/ntuser.dat", hive(BOBS).seal())
    put(root, "Users/Public/Documents/readme.txt", b"x")
    put(root, "Users/Ada/downloads/invoice.exe", program({"ProductName": "AnyDesk"}))
    put(root, "ProgramData/AnyDesk/ad_svc.trace", b"a line of a log\n")
    put(root, "WINDOWS/System32/Tasks/Nightly", TASK)
    return root


TASK = (
    b'<Task xmlns="http://schemas.microsoft.com/windows/2004/02/mit/task"><Actions><Exec>'
    b"<Command>C:\\night.exe</Command></Exec></Actions></Task>"
)
