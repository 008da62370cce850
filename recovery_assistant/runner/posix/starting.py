"""Starts programs of the system on Linux and macOS: full path, list of words, clean surroundings, no shell.

The surroundings are the same whoever started the runner: nothing is taken over from it. A program that does not end in
time is left alone, never killed: a package manager that is cut off leaves the PC half.
"""

from __future__ import annotations

import os
import pwd
import stat
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Final, NamedTuple, Protocol

from recovery_assistant.runner.hand import Clock, Unable

if sys.platform == "win32":
    raise ImportError("not on Windows")

PATH: Final = ("/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin")
_MOST_OUTPUT: Final = 2**20


class Ran(NamedTuple):
    """How a program ended: its code, None when it still runs; and what it said."""

    exit_code: int | None
    output: str


class Programs(Protocol):
    """Starts programs; tests record them."""

    def find(self, name: str) -> str:
        """Return the full path of a program of the system, "" when there is none."""

    def run(self, command: Sequence[str], seconds: float = 60) -> Ran:
        """Run a program whose first word is a name of the system's or a full path.

        Raises:
            Unable: U-20, this PC has no such program.
        """


class SystemPrograms:
    """See `Programs`. `path`: folders in which programs of the system are looked for."""

    def __init__(self, clock: Clock, path: Sequence[str] = PATH) -> None:
        self._clock, self._path = clock, tuple(path)

    def find(self, name: str) -> str:
        """See `Programs`. As root, only what nobody else can change is taken."""
        for folder in self._path:
            found = Path(folder, name)
            try:
                facts, above = found.stat(), found.parent.stat()
            except OSError:
                continue
            is_closed = _is_closed(facts) and _is_closed(above)
            if stat.S_ISREG(facts.st_mode) and os.access(found, os.X_OK) and (is_closed or os.geteuid() != 0):
                return str(found)
        return ""

    def run(self, command: Sequence[str], seconds: float = 60) -> Ran:
        """See `Programs`."""
        program = command[0] if command[0].startswith("/") else self.find(command[0])
        if not program:
            raise Unable("U-20", f"This PC has no program {command[0]}.", "failed")
        with tempfile.TemporaryFile(dir="/tmp") as output:
            started = subprocess.Popen(
                [program, *command[1:]],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                env=self._surroundings(),
                cwd="/",
                close_fds=True,
                start_new_session=True,
            )
            until = self._clock.monotonic() + seconds
            while started.poll() is None and self._clock.monotonic() < until:
                self._clock.sleep(0.05)
            output.seek(0)
            said = output.read(_MOST_OUTPUT).decode("utf-8", "replace")
            code = started.returncode
            started.returncode = 0 if code is None else code  # it may go on; nobody waits for it any more
            return Ran(code, said)

    def _surroundings(self) -> dict[str, str]:
        account = os.geteuid()
        fixed = {"PATH": ":".join(self._path), "LC_ALL": "C", "LANG": "C", "TZ": "UTC"}
        fixed["DEBIAN_FRONTEND"] = "noninteractive"
        try:
            person = pwd.getpwuid(account)
        except KeyError:
            return fixed
        fixed |= {"HOME": person.pw_dir, "USER": person.pw_name, "LOGNAME": person.pw_name}
        if Path(f"/run/user/{account}").is_dir():
            fixed["XDG_RUNTIME_DIR"] = f"/run/user/{account}"
            fixed["DBUS_SESSION_BUS_ADDRESS"] = f"unix:path=/run/user/{account}/bus"
        return fixed


def _is_closed(facts: os.stat_result) -> bool:
    return facts.st_uid == 0 and not facts.st_mode & (stat.S_IWGRP | stat.S_IWOTH)
