"""A disk looked at by the whole program: on real NTFS, with its logs copied into a case, and never written."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.faults.disks import can_mount
from tests.unit.hosts.mounted_pc import mounted_pc

if sys.platform != "linux":
    pytest.skip("mounts a disk as Linux does", allow_module_level=True)

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
INVOICE = r"C:\Users\Ada\Downloads\invoice.exe"
MEGABYTES = 16
CHANGES = "link|unlink|rename|mkdir|rmdir|symlink|truncate|chmod|fchmod|chown|fchown|utime|setxattr|removexattr|mknod"
WRITES = re.compile(rf"\b(?:O_WRONLY|O_RDWR|O_CREAT|O_TRUNC)\b|^\d+ +(?:{CHANGES})")


def scanned(folder: Path, *more: str, under: tuple[str, ...] = ()) -> subprocess.CompletedProcess[str]:
    command = [
        *under,
        sys.executable,
        "-m",
        "recovery_assistant",
        "scan",
        "--host",
        f"mount:{folder}",
        "--quiet",
        *more,
    ]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONWARNINGS": "error", "PYTHONUTF8": "1"}
    ended = subprocess.run(command, cwd=folder.parent, env=environment, capture_output=True, check=False, text=True)
    assert "Traceback" not in ended.stderr, ended.stderr
    return ended


def events(answer: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in answer.splitlines()]


@contextmanager
def ntfs(image: Path, place: Path, *options: str) -> Iterator[Path]:
    place.mkdir(exist_ok=True)
    command = ["ntfs-3g", str(image), str(place), *(("-o", ",".join(options)) if options else ())]
    subprocess.run(command, check=True, capture_output=True)
    try:
        yield place
    finally:
        subprocess.run(["fusermount3", "-u", "-z", str(place)], check=True)


@pytest.fixture
def image(tmp_path: Path) -> Path:
    """Return an NTFS disk with a Windows PC on it, and the note of a browser beside a download."""
    if not can_mount() or shutil.which("ntfs-3g") is None or shutil.which("mkfs.ntfs") is None:
        pytest.skip("needs /dev/fuse and the packages fuse3 and ntfs-3g")
    disk = tmp_path / "disk.img"
    disk.write_bytes(b"")
    os.truncate(disk, MEGABYTES << 20)
    subprocess.run(["mkfs.ntfs", "-F", "-q", str(disk)], check=True, capture_output=True)
    with ntfs(disk, tmp_path / "made") as place:
        mounted_pc(place)
        note = b"[ZoneTransfer]\r\nZoneId=3\r\nHostUrl=https://helpdesk.example/x/invoice.exe\r\n"
        os.setxattr(place / "Users/Ada/downloads/invoice.exe", "user.Zone.Identifier", note)
    return disk


@pytest.mark.fuse
@pytest.mark.parametrize("interface", ["xattr", "windows"])
def test_a_real_ntfs_disk_mounted_read_only(image: Path, tmp_path: Path, interface: str) -> None:
    with ntfs(image, tmp_path / "disk", "ro", f"streams_interface={interface}") as disk:
        ended = scanned(disk, "--json")
    found = events(ended.stdout)
    assert ended.returncode == 10
    assert found[0]["host"] == "SHOP-PC"
    told = json.dumps([event for event in found if event["event"] == "finding"])
    assert {"anydesk", "teamviewer"} <= {event["tool"]["id"] for event in found if event["event"] == "finding"}
    assert json.dumps(INVOICE)[1:-1] in told
    assert "helpdesk.example" in told
    assert next(event["reason"] for event in found if event["event"] == "gap") == "this PC is not running"
    assert str(disk) not in ended.stdout, "only the paths of that PC are shown"


def test_logs_of_a_disk_are_copied_into_a_case(tmp_path: Path) -> None:
    disk = mounted_pc(tmp_path / "disk")
    phrase = tmp_path / "phrase.txt"
    phrase.write_text("four plain words here")
    secret = ("--passphrase-file", str(phrase))
    case = tmp_path / "a.recovery-case"
    new = [sys.executable, "-m", "recovery_assistant", "case", "new", "--to", str(case), *secret]
    subprocess.run(new, cwd=ROOT, check=True, capture_output=True)
    ended = scanned(disk, "--case", str(case), *secret)
    assert r"Copied into the case: C:\ProgramData\AnyDesk\ad_svc.trace (16 bytes)" in ended.stdout


@pytest.mark.skipif(shutil.which("strace") is None, reason="needs the package strace")
def test_a_disk_is_never_written(tmp_path: Path) -> None:
    disk = mounted_pc(tmp_path / "disk")
    calls = tmp_path / "calls.txt"
    scanned(disk, under=("strace", "-f", "-e", "trace=%file", "-o", str(calls)))
    about_disk = [line for line in calls.read_text("utf-8", "replace").splitlines() if f'"{disk}' in line]
    assert len(about_disk) > 50
    assert WRITES.search('12 openat(AT_FDCWD, "x", O_RDWR|O_CREAT, 0666) = 3')
    assert WRITES.search('12 unlinkat(AT_FDCWD, "x", 0) = 0')
    assert not [line for line in about_disk if WRITES.search(line)]
    opened = [line for line in about_disk if "openat(" in line and "O_DIRECTORY" not in line and "ENOENT" not in line]
    assert opened
    assert not [line for line in opened if "O_NOATIME" not in line], "not even the time of the last look is changed"
