"""The real runner behind the real window, on a home under a layer of its own: removed by keyboard, and put back."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = [pytest.mark.journey, pytest.mark.slow]

ROOT = Path(__file__).resolve().parents[2]
MOUNTED = """mount -t overlay overlay -o "lowerdir=$0,upperdir=$1/layer,workdir=$1/work" "$0" && cd "$2" && shift 2 &&
exec "$@"
"""
"""What is written to the home lands in a layer, and is seen by this program and its children alone."""


def test_a_portable_program_is_removed_and_put_back_by_keyboard(tmp_path: Path) -> None:
    if sys.platform != "linux" or os.geteuid() != 0 or shutil.which("unshare") is None:
        pytest.skip("needs Linux, root and unshare for a home of its own")
    home = str(Path("~root").expanduser())
    for folder in ("layer", "work"):
        (tmp_path / folder).mkdir()
    words = ["-m", "pytest", "-q", "-p", "no:cacheprovider", "tests/journeys/removal_in_a_home.py"]
    alone = ("unshare", "-m", "-p", "-f", "--mount-proc", "--kill-child", "--propagation", "private")
    done = subprocess.run(
        [*alone, "sh", "-c", MOUNTED, home, str(tmp_path), str(ROOT), sys.executable, *words],
        env={**os.environ, "HOME": home, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        check=False,
        text=True,
        timeout=300,
    )
    if "mount:" in done.stderr:
        pytest.skip(f"no home of its own can be made here: {done.stderr.strip()}")
    assert done.returncode == 0, done.stdout + done.stderr
