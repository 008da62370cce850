"""A network of its own for tests: two ends of one cable, no way out, and gone when the test is over."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

ADDRESS = "10.99.0.1"
SECONDS = 20
ENDS_WITH_US = ("setpriv", "--pdeathsig", "KILL", "--")
"""Begins a command that must not outlive the tests, not even when they are killed."""

TOOLS = ("setpriv", "unshare", "nsenter", "ip", "mount")
SET_UP = f"""
ip link set lo up && ip link add veth0 type veth peer name veth1 && ip addr add {ADDRESS}/24 dev veth0 &&
ip link set veth0 up && ip link set veth1 up && echo ready && exec sleep 600
"""


class Namespace:
    """Programs that are started here see only this network. Files are those of the PC."""

    def __init__(self, keeper: subprocess.Popen[bytes]) -> None:
        self._keeper = keeper
        self._asked: subprocess.Popen[bytes] | None = None

    def command(self, *words: str) -> list[str]:
        return [*ENDS_WITH_US, "nsenter", "-t", str(self._keeper.pid), "-n", "-m", "--", *words]

    @contextlib.contextmanager
    def running(self, *words: str, cwd: Path | None = None, **environment: str) -> Iterator[subprocess.Popen[bytes]]:
        """Run a program until the block ends."""
        started = subprocess.Popen(
            self.command(*words),
            cwd=cwd,
            env={**os.environ, **environment},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            yield started
        finally:
            end(started)

    def answer(self, code: str) -> str:
        """Return the line that a piece of Python prints here for each line that it is given; it is started once."""
        if self._asked is None:
            words = self.command(sys.executable, "-c", code)
            place = Path(__file__).parents[2]
            self._asked = subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=place)
        assert self._asked.stdin is not None
        assert self._asked.stdout is not None
        self._asked.stdin.write(b"\n")
        self._asked.stdin.flush()
        return self._asked.stdout.readline().decode()

    def close(self) -> None:
        """End what was asked."""
        if self._asked is not None:
            self._asked.communicate()


@contextlib.contextmanager
def namespace(more: str = "") -> Iterator[Namespace]:
    """Yield a network of its own; the test is skipped where none can be made. `more` is done in it first."""
    missing = [tool for tool in TOOLS if shutil.which(tool) is None]
    if sys.platform == "win32" or missing or os.geteuid() != 0:
        pytest.skip(f"needs root, and {', '.join(missing) or 'nothing else'}")
    lines = [*ENDS_WITH_US, "unshare", "-n", "-m", "--propagation", "private", "sh", "-c", f"{more}\n{SET_UP}"]
    keeper = subprocess.Popen(lines, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    try:
        assert keeper.stdout is not None
        if keeper.stdout.readline() != b"ready\n":
            pytest.skip("no network of its own can be made here")
        inside = Namespace(keeper)
        yield inside
        inside.close()
    finally:
        end(keeper)
        if keeper.stdout is not None:
            keeper.stdout.close()


def end(started: subprocess.Popen[bytes]) -> None:
    """End a program, whatever it says to that."""
    started.terminate()
    try:
        started.wait(SECONDS)
    except subprocess.TimeoutExpired:
        started.kill()
        started.wait(SECONDS)


def until(happens: Callable[[], bool], what: str) -> None:
    end = time.monotonic() + SECONDS
    while not happens():
        assert time.monotonic() < end, what
        time.sleep(0.1)
