"""A made-up but ordinary inventory for benchmarks: what stands on PCs at home and in small firms, and a few real tools.

Names of folders and programs are put together from word lists, so that nearly all of them differ, as on a real PC.
The same seed gives the same inventory.
"""

from __future__ import annotations

import random
from collections.abc import Iterator

from recovery_assistant.domain.observation import (
    Autorun,
    InstalledProgram,
    Observation,
    Process,
    ProgramFile,
    Service,
    System,
    VersionInfo,
)

MAKERS = (
    "Microsoft Corporation|Google LLC|Adobe Inc.|HP Inc.|Dell Inc.|Intel Corporation|NVIDIA Corporation|Realtek|Mozilla"
    "|Valve Corporation|Logitech|Canon Inc.|Seiko Epson Corporation|Lenovo|Apple Inc.|Spotify AB|Oracle America, Inc."
    "|The Document Foundation|VideoLAN|Igor Pavlov|DATEV eG|Buhl Data Service GmbH|Brother Industries|Sonos, Inc."
)
FIRST = (
    "Office Photo Print Scan Sound Cloud Backup Mail Video Game Web Photo Tax Fax Map Driver Touch Power Display Audio"
    " System Security Update Media Home Family School Music Network Disk Key Color Camera Pen Wallet Note Task Font"
)
SECOND = (
    "Center Manager Assistant Studio Suite Helper Service Agent Host Client Tool Monitor Launcher Broker Tray Updater"
    " Player Viewer Editor Express Hub Engine Support Connector Desktop Console Daemon Worker Notifier Index Runtime"
)
_MAKERS, _FIRST, _SECOND = MAKERS.split("|"), FIRST.split(), SECOND.split()
_FOLDERS = ("C:\\Program Files", "C:\\Program Files (x86)", "C:\\Windows\\System32", "C:\\ProgramData")
_LOOSE = ("Downloads", "Desktop", "AppData\\Local\\Temp", "AppData\\Local\\Programs", "Documents")
_TOOLS = (
    ("AnyDesk", "AnyDesk Software GmbH", "C:\\Program Files (x86)\\AnyDesk\\AnyDesk.exe", "AnyDesk Service"),
    ("TeamViewer", "TeamViewer", "C:\\Program Files\\TeamViewer\\TeamViewer_Service.exe", "TeamViewer"),
    ("RustDesk", "Purslane", "C:\\Program Files\\RustDesk\\rustdesk.exe", "RustDesk"),
)


def observations(system: System, number: int = 10_000, seed: int = 1) -> list[Observation]:
    """Return about `number` observations of one machine, source by source, as an inventory gives them."""
    made = random.Random(seed)
    rows = _windows(made, number) if system is System.WINDOWS else _linux(made, number)
    return sorted(rows, key=lambda row: type(row).__name__)


def _name(made: random.Random) -> str:
    return f"{made.choice(_FIRST)}{made.choice(('', ' ', '-', ''))}{made.choice(_SECOND)}{made.choice(('', '64', '2'))}"


def _windows(made: random.Random, number: int) -> Iterator[Observation]:
    for name, maker, path, service in _TOOLS:
        yield Process(source="processes", name=path.rpartition("\\")[2], exe=path, cmdline=f'"{path}" --service')
        yield Service(source="services", name=service, display_name=service, binary_path=f'"{path}" --service')
        yield InstalledProgram(source="installed_programs", display_name=name, publisher=maker)
    yield ProgramFile(
        source="program-files",
        path="C:\\Users\\pat\\Downloads\\update.exe",
        version_info=VersionInfo(original_filename="AnyDesk.exe", product_name="AnyDesk"),
    )
    for _ in range(number):
        yield _windows_row(made)


def _windows_row(made: random.Random) -> Observation:
    maker, name = made.choice(_MAKERS), _name(made)
    program = f"{name.replace(' ', '')}.exe"
    folder = f"{made.choice(_FOLDERS)}\\{maker.split()[0]}\\{_name(made)}"
    path = f"{folder}\\{program}"
    match made.choices(("process", "service", "installed", "autorun", "file"), (25, 25, 20, 5, 25))[0]:
        case "process":
            line = f'"{path}" --type={made.choice(_FIRST).lower()} /prefetch:{made.randrange(9)}'
            return Process(source="processes", name=program, exe=path, cmdline=line, pid=made.randrange(60_000))
        case "service":
            line = f'"{path}" -k {made.choice(_SECOND)}'
            return Service(
                source="services", name=name.replace(" ", ""), display_name=f"{maker} {name}", binary_path=line
            )
        case "installed":
            return InstalledProgram(
                source="installed_programs",
                display_name=f"{name} {made.randrange(20)}.{made.randrange(10)}",
                publisher=maker,
                install_location=folder,
                uninstall_string=f"MsiExec.exe /X{{{made.getrandbits(128):032X}}}",
                registry_key=f"SOFTWARE\\Uninstall\\{{{made.getrandbits(128):032X}}}",
            )
        case "autorun":
            return Autorun(source="autoruns", location="HKLM\\...\\Run", name=name, command=f'"{path}" -quiet')
    told = VersionInfo(
        original_filename=program, product_name=name, company_name=maker, file_description=f"{name} for Windows"
    )
    loose = f"C:\\Users\\pat\\{made.choice(_LOOSE)}\\{name} ({made.randrange(1, 30)}).exe"
    return ProgramFile(source="program-files", path=loose, form="pe", version_info=told, signer=maker)


def _linux(made: random.Random, number: int) -> Iterator[Observation]:
    yield Process(source="processes", name="x11vnc", exe="/usr/bin/x11vnc", cmdline="x11vnc -display :0 -forever")
    yield InstalledProgram(source="installed-programs", package="x11vnc", display_name="x11vnc")
    yield Process(source="processes", name="anydesk", exe="/usr/bin/anydesk", cmdline="/usr/bin/anydesk --tray")
    for _ in range(number):
        yield _linux_row(made)


def _linux_row(made: random.Random) -> Observation:
    name = _name(made).lower().replace(" ", "-")
    folder = f"/usr/{made.choice(('bin', 'lib', 'libexec', 'sbin'))}/{made.choice(('', 'gnome/', 'x86_64-linux-gnu/'))}"
    path = f"{folder}{name}"
    match made.choices(("process", "service", "installed", "autorun", "file"), (25, 20, 30, 5, 20))[0]:
        case "process":
            return Process(
                source="processes", name=name[:15], exe=path, cmdline=f"{path} --session={made.randrange(99)}"
            )
        case "service":
            return Service(source="services", name=f"{name}.service", display_name=name, binary_path=f"{path} --daemon")
        case "installed":
            package = f"lib{name}{made.randrange(9)}"
            return InstalledProgram(source="installed-programs", package=package, display_name=package)
        case "autorun":
            return Autorun(source="autoruns", location="/etc/xdg/autostart", name=name, command=f"{path} --autostart")
    return ProgramFile(
        source="program-files", path=f"/home/pat/Downloads/{name}-{made.randrange(9)}.AppImage", form="elf"
    )
