"""Real packages for tests: fetched through the system's own tools, kept in pytest's cache, unpacked into a folder.

Nothing is installed: `apt-get download` and unpacking leave this PC as it is.
"""

from __future__ import annotations

import functools
import os
import shutil
import subprocess
from pathlib import Path

import pytest

SECONDS_TO_FETCH = 120
TOOLS = ("apt-get", "dpkg-deb", "systemctl")


@functools.cache
def _fetched(package: str, cache: Path) -> Path | None:
    for _attempt in range(2):
        kept = sorted(cache.glob(f"{package}_*.deb"))
        if kept:
            return kept[-1]
        fetch = ["apt-get", "-q", "-o", "APT::Sandbox::User=root", "download", package]
        try:
            subprocess.run(fetch, cwd=cache, capture_output=True, timeout=SECONDS_TO_FETCH, check=True)
        except (OSError, subprocess.SubprocessError):
            return None
    return None


def package(name: str, cache: Path) -> Path:
    """Return the file of a package; the test is skipped where it cannot be had."""
    missing = [tool for tool in TOOLS if shutil.which(tool) is None]
    if missing:
        pytest.skip(f"not here: {', '.join(missing)}")
    found = _fetched(name, cache)
    if found is None:
        pytest.skip(f"the package {name} is neither kept here nor to be had from the network")
    return found


def unpack(file: Path, root: Path) -> None:
    """Unpack a package below `root`, and write it into the list of installed packages there."""
    content = subprocess.run(["dpkg-deb", "--fsys-tarfile", str(file)], check=True, capture_output=True).stdout
    into = ["tar", "-x", "--keep-directory-symlink", "-C", str(root)]  # /lib is a link, as on every Debian since 12
    subprocess.run(into, input=content, check=True)
    control = subprocess.run(["dpkg-deb", "-f", str(file)], check=True, capture_output=True, text=True).stdout
    head, _, rest = control.partition("\n")
    status = root / "var/lib/dpkg/status"
    status.parent.mkdir(parents=True, exist_ok=True)
    with status.open("a", encoding="utf-8") as listed:
        listed.write(f"{head}\nStatus: install ok installed\n{rest}\n")


def enable(root: Path, *units: str) -> None:
    """Switch units on as the package's own script does after installing: links below /etc/systemd."""
    command = ["systemctl", f"--root={root}", "enable", *units]
    subprocess.run(command, check=True, capture_output=True, env={**os.environ, "SYSTEMCTL_SKIP_SYSV": "1"})
