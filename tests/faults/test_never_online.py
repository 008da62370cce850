"""No process of the product opens a connection: the system calls of a whole job, by command line and in the window.

Local sockets (AF_UNIX: the screen, the desktop's bus) and the kernel's own tables (AF_NETLINK) are not connections to
another computer. Anything with AF_INET or AF_INET6 that names a destination is.
"""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
INTAKE = ROOT / "tests" / "journeys" / "bank-transfer-them.toml"
OUTWARD = re.compile(r"\b(connect|sendto|sendmsg|sendmmsg)\(.*AF_INET")
LISTENING = re.compile(r"\b(bind|listen)\(.*AF_INET")

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(shutil.which("strace") is None, reason="strace is not installed"),
]


def network_calls(log: Path, *arguments: str, environment: dict[str, str] | None = None) -> str:
    """Run Python under strace with these arguments and return what it and its children asked of the network."""
    command = ["strace", "-f", "--seccomp-bpf", "-e", "trace=%network", "-o", str(log), sys.executable, *arguments]
    ended = subprocess.run(
        command, cwd=ROOT, env={**os.environ, **(environment or {})}, capture_output=True, text=True, check=False
    )
    # 10 and 11: the scan found something, or could not look everywhere. Both are answers.
    assert ended.returncode in (0, 10, 11), ended.stdout + ended.stderr
    return log.read_text("utf-8", "replace")


def test_the_trace_would_show_a_connection(tmp_path: Path) -> None:
    program = "import socket; s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); s.connect(('127.0.0.1', 9))"
    assert OUTWARD.search(network_calls(tmp_path / "trace", "-c", program))


def test_a_whole_job_by_command_line_stays_offline(tmp_path: Path) -> None:
    phrase = tmp_path / "phrase.txt"
    phrase.write_text("three brown hens\n", "utf-8")
    case = tmp_path / "a.recovery-case"
    key = ("--passphrase-file", str(phrase))
    for number, arguments in enumerate(
        (
            ("case", "new", "--to", str(case), *key),
            ("case", "import", str(case), str(INTAKE), *key),
            ("scan", "--case", str(case), *key),
            ("record", str(case), "--pdf", str(tmp_path / "record.pdf"), *key),
            ("case", "verify", str(case), *key),
            ("self-test",),
        )
    ):
        calls = network_calls(tmp_path / f"trace{number}", "-m", "recovery_assistant", *arguments)
        assert not OUTWARD.search(calls), arguments
        assert not LISTENING.search(calls), arguments


@pytest.mark.skipif(importlib.util.find_spec("PySide6") is None, reason="no window without PySide6")
def test_a_whole_job_in_the_window_stays_offline(tmp_path: Path) -> None:
    journey = "tests/journeys/test_window_keyboard.py"
    calls = network_calls(
        tmp_path / "trace", "-m", "pytest", "-q", "-p", "no:cacheprovider", journey, f"--basetemp={tmp_path / 'inner'}"
    )
    assert not OUTWARD.search(calls)
    assert not LISTENING.search(calls)
