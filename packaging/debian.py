"""The Debian packages that the program and its tests need, and how to get them with the rights at hand.

On other systems every function here does nothing and says so by its return value.
"""

from __future__ import annotations

import ctypes
import os
import shutil
import subprocess
import sys
from pathlib import Path

# Debian package -> the library that Qt loads from it. Asking the loader, not dpkg, is right on every distribution.
QT_LIBRARIES: dict[str, str] = {
    "libgl1": "libGL.so.1",
    "libegl1": "libEGL.so.1",
    "libxkbcommon0": "libxkbcommon.so.0",
    "libdbus-1-3": "libdbus-1.so.3",
    "libfontconfig1": "libfontconfig.so.1",
    "libglib2.0-0": "libglib-2.0.so.0",
    "libxcb-cursor0": "libxcb-cursor.so.0",
    "libxcb-icccm4": "libxcb-icccm.so.4",
    "libxcb-keysyms1": "libxcb-keysyms.so.1",
    "libxkbcommon-x11-0": "libxkbcommon-x11.so.0",
    "libxcb-shape0": "libxcb-shape.so.0",
}

# What the tests drive. A test whose package is missing skips and says so.
TEST_PACKAGES: tuple[str, ...] = (
    "at-spi2-core",
    "dbus",
    "fuse3",
    "gir1.2-atspi-2.0",
    "gnome-keyring",
    "libsecret-tools",
    "ntfs-3g",
    "poppler-utils",
    "python3-gi",
    "qpdf",
    "strace",
    "xauth",
    "xdotool",
    "xvfb",
)

# What the Windows tests run under: Wine, a compiler for the few lines that Wine lacks, fonts, a screen. And what makes
# installers and signatures for them to find.
WINE_PACKAGES: tuple[str, ...] = (
    "fonts-liberation",
    "fonts-wine",
    "gcc-mingw-w64-x86-64",
    "nsis",
    "osslsigncode",
    "wine",
    "wine64",
    "wixl",
    "xvfb",
)

# Remote-control programs for the scan journey. On a machine with systemd Debian would start them as services and
# open a port on somebody's PC, so they are only installed where nothing starts by itself (a container, a CI runner).
REMOTE_TOOLS: tuple[str, ...] = ("x11vnc", "xrdp")


def is_debian() -> bool:
    """Say whether apt and dpkg are here."""
    return sys.platform == "linux" and bool(shutil.which("apt-get") and shutil.which("dpkg-query"))


def starts_services_by_itself() -> bool:
    """Say whether installing a service package would also start the service."""
    return Path("/run/systemd/system").exists()


def missing_qt_packages() -> list[str]:
    """Return the Debian names of the libraries that Qt needs and the loader cannot find."""
    if sys.platform != "linux":
        return []
    return [package for package, library in QT_LIBRARIES.items() if not _loads(library)]


def missing_test_packages() -> list[str]:
    """Return the Debian packages for the tests that are not installed; empty on other systems."""
    return _missing(TEST_PACKAGES if starts_services_by_itself() else TEST_PACKAGES + REMOTE_TOOLS)


def missing_wine_packages() -> list[str]:
    """Return the Debian packages for the Windows tests that are not installed; empty on other systems."""
    return _missing(WINE_PACKAGES)


def install(packages: list[str]) -> bool:
    """Install packages as root, or with a sudo that asks nothing. Return False without either, or if apt fails."""
    prefix = _rights()
    if not packages or not is_debian() or prefix is None:
        return not packages
    print(f"Installing system packages: {' '.join(packages)}", flush=True)
    command = [*prefix, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq", "-o", "DPkg::Lock::Timeout=300"]
    get = [*command, "install", "-y", "--no-install-recommends", *packages]
    if subprocess.run(get, check=False, capture_output=True).returncode == 0:
        return True
    # The lists may be missing or old on a fresh system. Asking for them first every time would cost a minute.
    subprocess.run([*command, "update"], check=False)
    return subprocess.run(get, check=False, stdout=subprocess.DEVNULL).returncode == 0


def line_to_type(packages: list[str]) -> str:
    """Return the one line that a person with the rights can type."""
    return f"sudo apt-get install --no-install-recommends {' '.join(packages)}"


def pip_without_rights(folder: Path) -> Path | None:
    """Fetch Debian's pip as a plain folder to put on PYTHONPATH; needs no rights. None where that does not work."""
    if not is_debian() or not shutil.which("dpkg-deb"):
        return None
    folder.mkdir(parents=True, exist_ok=True)
    fetched = subprocess.run(["apt-get", "-qq", "download", "python3-pip-whl"], cwd=folder, check=False)
    archives = sorted(folder.glob("python3-pip-whl_*.deb"))
    if fetched.returncode != 0 or not archives:
        return None
    subprocess.run(["dpkg-deb", "-x", str(archives[-1]), str(folder / "deb")], check=True)
    wheels = sorted((folder / "deb").glob("usr/share/python-wheels/pip-*.whl"))
    if not wheels:
        return None
    shutil.unpack_archive(wheels[-1], folder / "pip", format="zip")
    return folder / "pip"


def _rights() -> list[str] | None:
    """Return what to put before a command to run it as root: nothing, sudo, or None if neither is possible."""
    if sys.platform == "win32":
        return None
    if os.geteuid() == 0:
        return []
    if (
        shutil.which("sudo")
        and subprocess.run(["sudo", "-n", "true"], check=False, capture_output=True).returncode == 0
    ):
        return ["sudo", "-n"]
    return None


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def _missing(packages: tuple[str, ...]) -> list[str]:
    return [package for package in packages if not _is_installed(package)] if is_debian() else []


def _is_installed(package: str) -> bool:
    asked = subprocess.run(
        ["dpkg-query", "-W", "-f", "${db:Status-Status}", package], check=False, capture_output=True, text=True
    )
    return asked.stdout == "installed"
