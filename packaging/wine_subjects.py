"""Build what the Windows tests install, run, find and remove: programs, real NSIS installers and real MSI packages.

Their sources lie in tests/windows/subjects. They are built on the Linux side, in a few seconds, each time the Windows
tests run; what cannot be built for want of a tool is left out, and the tests that need it skip and say so.
"""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from typing import NamedTuple

import bootstrap

SOURCES = bootstrap.ROOT / "tests" / "windows" / "subjects"
MINGW = "x86_64-w64-mingw32-"

# file -> what it says of itself: product, company, original name.
PROGRAMS = {
    "anydesk.exe": ("AnyDesk", "AnyDesk Software GmbH", "AnyDesk.exe"),
    "screenconnect.exe": ("ScreenConnect", "ScreenConnect Software", "ScreenConnect.ClientService.exe"),
    "ultraviewer.exe": ("UltraViewer", "DucFabulous Co, LTD", "UltraViewer_Desktop.exe"),
}
SIGNER = "DucFabulous Co., LTD"


class LookAlike(NamedTuple):
    """A program that looks like a remote-control tool, and its own uninstaller. `stem` names what is built of it."""

    stem: str
    name: str
    exe: str
    publisher: str
    signer: str
    service: str
    code: str = ""
    """Product code; with one, an NSIS installer and an MSI package are built as well."""


# The first is nobody's; the catalogue knows the others by their looks.
LOOK_ALIKES = (
    LookAlike(
        "look-alike",
        "Look-alike Remote",
        "LookAlike.exe",
        "Look-alike Makers",
        "Look-alike Makers",
        "LookAlikeRemote",
        "7E0A3C52-7D0B-4C11-8E53-0D1B3C4F7A11",
    ),
    LookAlike(
        "like-teamviewer",
        "TeamViewer",
        "TeamViewer.exe",
        "TeamViewer",
        "TeamViewer Germany GmbH",
        "TeamViewer",
        "7E0A3C52-7D0B-4C11-8E53-0D1B3C4F7B11",
    ),
    LookAlike("like-anydesk", "AnyDesk", "AnyDesk.exe", "AnyDesk Software GmbH", "AnyDesk Software GmbH", "AnyDesk"),
    LookAlike(
        "like-rustdesk", "RustDesk", "rustdesk.exe", "RustDesk", "Open Source Developer, Huabing Zhou", "RustDesk"
    ),
    LookAlike(
        "like-ultraviewer",
        "UltraViewer",
        "UltraViewer_Desktop.exe",
        "DucFabulous Co, LTD",
        "DucFabulous Co., LTD",
        "UltraViewService",
    ),
    LookAlike("like-meshagent", "MeshCentral Agent", "MeshAgent.exe", "MeshCentral", "MeshCentral", "Mesh Agent"),
)


def build(folder: Path) -> None:
    """Put everything that can be built here into `folder`. Raises SetupError when a tool that is there fails."""
    if not all(shutil.which(f"{MINGW}{tool}") for tool in ("gcc", "windres")):
        return
    serve, main, look_alike = (_part(folder, name) for name in ("program.c", "main.c", "look_alike.c"))
    for name, told in PROGRAMS.items():
        _program(folder, name, told, serve, main)
    _link(folder / "msiexec-scripted.exe", _part(folder, "msiexec.c"), "-municode")
    _link(folder / "planted.dll", _part(folder, "planted.c"), "-shared")
    if shutil.which("makensis"):
        defined = {"OUT": folder / "anydesk-setup.exe", "PROGRAM": folder / "anydesk.exe", "TASK": SOURCES / "task.xml"}
        _installer("anydesk.nsi", {name: str(path) for name, path in defined.items()})
    if shutil.which("wixl"):
        _package(folder, "screenconnect.wxs", "screenconnect.msi", {"PROGRAM": "screenconnect.exe"})
    can_sign = bool(shutil.which("osslsigncode") and shutil.which("openssl"))
    if can_sign:
        _run(["openssl", "genrsa", "-out", str(folder / "key.pem"), "2048"])
        _run(_signing(folder, SIGNER, folder / "ultraviewer.exe", folder / "ultraviewer-signed.exe"))
    for one in LOOK_ALIKES:
        _program(folder, f"{one.stem}.exe", (one.name, one.publisher, one.exe), serve, look_alike, "-municode")
        _look_alike(folder, one, can_sign=can_sign)


def _look_alike(folder: Path, one: LookAlike, *, can_sign: bool) -> None:
    program = folder / f"{one.stem}.exe"
    if can_sign:
        program.rename(folder / "unsigned.exe")
        _run(_signing(folder, one.signer, folder / "unsigned.exe", program))
    if not one.code:
        return
    told = {"NAME": one.name, "EXE": one.exe, "PUBLISHER": one.publisher, "SERVICE": one.service}
    if shutil.which("makensis"):
        task = folder / f"{one.stem}-task.xml"
        text = (SOURCES / "look_alike_task.xml").read_text("utf-8")
        task.write_text(text.replace("PROGRAM", rf"C:\Program Files\{one.name}\{one.exe}"), "utf-8")
        told_files = {"OUT": f"{folder / one.stem}-setup.exe", "PROGRAM": str(program), "TASK": str(task)}
        _installer("look_alike.nsi", told | told_files | ({"SIGN": _script(folder, one)} if can_sign else {}))
    if shutil.which("wixl"):
        _package(folder, "look_alike.wxs", f"{one.stem}.msi", told | {"CODE": one.code, "PROGRAM": program.name})


def _program(folder: Path, name: str, told: tuple[str, str, str], *parts: str) -> None:
    """Link a program that tells these three things of itself."""
    resource = folder / f"{name}.o"
    texts = zip(("PRODUCT", "COMPANY", "ORIGINAL"), told, strict=True)
    defined = [f'-D{field}=\\"{text}\\"' for field, text in texts]
    _run([f"{MINGW}windres", *defined, str(SOURCES / "version.rc"), str(resource)])
    _link(folder / name, str(resource), *parts)
    resource.unlink()


def _part(folder: Path, source: str) -> str:
    """Compile one source, once, for all programs that it is part of. Return the path of what came of it."""
    part = str(folder / f"{source}.o")
    _run([f"{MINGW}gcc", "-O2", "-municode", "-c", "-o", part, str(SOURCES / source)])
    return part


def _link(target: Path, *parts: str) -> None:
    _run([f"{MINGW}gcc", "-s", "-o", str(target), *parts, "-lshell32", "-lshlwapi"])


def _installer(source: str, told: dict[str, str]) -> None:
    _run(["makensis", "-V1", *(f"-D{name}={text}" for name, text in told.items()), str(SOURCES / source)])


def _package(folder: Path, source: str, target: str, told: dict[str, str]) -> None:
    shutil.copy(SOURCES / source, folder)  # wixl takes names of files from beside the source only
    options = [word for name, text in told.items() for word in ("-D", f"{name}={text}")]
    _run(["wixl", "-a", "x64", *options, "-o", target, source], folder)


def _script(folder: Path, one: LookAlike) -> str:
    """Write what signs the uninstaller while the installer is built; return its path."""
    script = folder / f"sign-{one.stem}.sh"
    signed = folder / f"signed-{one.stem}.exe"
    words = " ".join(f"'{word}'" for word in _signing(folder, one.signer, Path("UNSIGNED"), signed))
    command = words.replace("'UNSIGNED'", '"$1"')
    script.write_text(f'#!/bin/sh\nset -e\nrm -f "{signed}"\n{command}\nmv "{signed}" "$1"\n', "utf-8")
    script.chmod(0o755)
    return str(script)


def _signing(folder: Path, signer: str, unsigned: Path, signed: Path) -> list[str]:
    """Return the command that signs a program in somebody's name. Anybody can make a certificate in any name."""
    certificate = folder / f"{signer}.pem"
    if not certificate.exists():
        new = [
            "openssl",
            "req",
            "-x509",
            "-key",
            str(folder / "key.pem"),
            "-days",
            "9",
            "-subj",
            f"/O={signer}/CN={signer}",
        ]
        _run([*new, "-out", str(certificate)])
    whose = ["-certs", str(certificate), "-key", str(folder / "key.pem")]
    return ["osslsigncode", "sign", "-h", "sha256", *whose, "-in", str(unsigned), "-out", str(signed)]


def _run(command: list[str], folder: Path | None = None) -> None:
    ended = subprocess.run(command, cwd=folder, check=False, capture_output=True, text=True)
    if ended.returncode != 0:
        raise bootstrap.SetupError(f"{command[0]} failed:\n{ended.stdout}{ended.stderr}")
