"""Build what the Windows tests install, run and find: real programs, a real NSIS installer and a real MSI package.

Their sources lie in tests/windows/subjects. They are built on the Linux side, in a second, each time the Windows tests
run; what cannot be built for want of a tool is left out, and the tests that need it skip and say so.
"""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import bootstrap

SOURCES = bootstrap.ROOT / "tests" / "windows" / "subjects"
MINGW = "x86_64-w64-mingw32-"

# file -> what it says of itself: product, company, original name.
PROGRAMS = {
    "anydesk.exe": ("AnyDesk", "AnyDesk Software GmbH", "AnyDesk.exe"),
    "screenconnect.exe": ("ScreenConnect", "ScreenConnect Software", "ScreenConnect.ClientService.exe"),
    "ultraviewer.exe": ("UltraViewer", "DucFabulous Co, LTD", "UltraViewer_Desktop.exe"),
}
SIGNER = "/C=VN/O=DucFabulous Co. Ltd/CN=DucFabulous Co., LTD"


def build(folder: Path) -> None:
    """Put everything that can be built here into `folder`. Raises SetupError when a tool that is there fails."""
    if not all(shutil.which(f"{MINGW}{tool}") for tool in ("gcc", "windres")):
        return
    for name, told in PROGRAMS.items():
        _program(folder, name, told)
    if shutil.which("makensis"):
        defined = {"OUT": folder / "anydesk-setup.exe", "PROGRAM": folder / "anydesk.exe", "TASK": SOURCES / "task.xml"}
        options = [f"-D{name}={path}" for name, path in defined.items()]
        _run(["makensis", "-V1", *options, str(SOURCES / "anydesk.nsi")])
    if shutil.which("wixl"):
        shutil.copy(SOURCES / "screenconnect.wxs", folder)  # wixl takes names of files from beside the source only
        program = "PROGRAM=screenconnect.exe"
        _run(["wixl", "-a", "x64", "-D", program, "-o", "screenconnect.msi", "screenconnect.wxs"], folder)
    if shutil.which("osslsigncode") and shutil.which("openssl"):
        _sign(folder, "ultraviewer.exe", "ultraviewer-signed.exe")


def _program(folder: Path, name: str, told: tuple[str, str, str]) -> None:
    resource = folder / f"{name}.o"
    texts = zip(("PRODUCT", "COMPANY", "ORIGINAL"), told, strict=True)
    defined = [f'-D{field}=\\"{text}\\"' for field, text in texts]
    _run([f"{MINGW}windres", *defined, str(SOURCES / "version.rc"), str(resource)])
    _run([f"{MINGW}gcc", "-O2", "-s", "-o", str(folder / name), str(SOURCES / "program.c"), str(resource)])
    resource.unlink()


def _sign(folder: Path, name: str, signed: str) -> None:
    key, certificate = str(folder / "key.pem"), str(folder / "certificate.pem")
    new = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "9", "-subj", SIGNER]
    _run([*new, "-keyout", key, "-out", certificate])
    whose = ["-certs", certificate, "-key", key]
    _run(["osslsigncode", "sign", "-h", "sha256", *whose, "-in", str(folder / name), "-out", str(folder / signed)])


def _run(command: list[str], folder: Path | None = None) -> None:
    ended = subprocess.run(command, cwd=folder, check=False, capture_output=True, text=True)
    if ended.returncode != 0:
        raise bootstrap.SetupError(f"{command[0]} failed:\n{ended.stdout}{ended.stderr}")
