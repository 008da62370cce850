"""Mounts the disk of `lossy_disk` for a test, and takes it away again."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def can_mount() -> bool:
    """Whether this machine has FUSE."""
    return os.access("/dev/fuse", os.R_OK | os.W_OK) and shutil.which("fusermount3") is not None


needs_fuse = pytest.mark.skipif(not can_mount(), reason="needs /dev/fuse and the package fuse3")


@contextlib.contextmanager
def mounted(folder: Path, *options: str) -> Iterator[Path]:
    """Mount a disk at folder/disk; its log is folder/log afterwards."""
    if sys.platform == "win32":
        raise NotImplementedError
    place = folder / "disk"
    place.mkdir()
    command = [sys.executable, "-m", "tests.faults.lossy_disk", str(place), str(folder / "log"), *options]
    with subprocess.Popen(command, cwd=ROOT) as server:
        try:
            deadline = time.monotonic() + 20
            while not place.is_mount():
                assert server.poll() is None, "the disk could not be mounted"
                assert time.monotonic() < deadline
                time.sleep(0.01)
            yield place
        finally:
            subprocess.run(["fusermount3", "-u", "-z", str(place)], check=False)
            server.wait(timeout=20)
