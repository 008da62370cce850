"""Runs a maker's own uninstaller on Linux or macOS: the very file of the plan, which nobody else can exchange."""

from __future__ import annotations

import stat
import sys
from collections.abc import Callable
from typing import Final

from recovery_assistant.domain.removal.plan import Gone, RunUninstaller
from recovery_assistant.runner.files import Files
from recovery_assistant.runner.hand import Done, Turn, Unable
from recovery_assistant.runner.posix.starting import Programs

if sys.platform == "win32":
    raise ImportError("not on Windows")

SECONDS: Final = 120.0
Left = Callable[[Gone], tuple[str, ...]]
"""What of the things that must be gone is still there, one line each."""


def run_uninstaller(verb: RunUninstaller, turn: Turn, files: Files, programs: Programs, left: Left) -> Done:
    """See the verb. Done is what the system shows afterwards, whatever the program says.

    Raises:
        Unable: U-13 it was changed · U-12 others can change it · U-23 not all is gone in time.
    """
    with files.hold(verb.program, turn.action.rights) as held:
        if held is None:
            raise Unable("U-16", "The maker's uninstaller is not there.", "failed")
        entry = held.entries()[0]
        if entry.kind != "file" or entry.sha256 != verb.sha256:
            raise Unable("U-13", "The maker's uninstaller was changed since the plan was made. It was not run.")
        is_closed = entry.owner == 0 and not entry.mode & (stat.S_IWGRP | stat.S_IWOTH)
        if turn.action.rights == "administrator" and not is_closed:
            raise Unable("U-12", "Others than an administrator can change the maker's uninstaller. It was not run.")
        command = (verb.program, *verb.arguments)
        if not turn.begins(command):
            return turn.would_do(f"{verb.program}: there")
        ran = programs.run(command, SECONDS)
    is_gone = turn.wait_until(lambda: not left(verb.gone), SECONDS)
    still = left(verb.gone)
    if is_gone and not still:
        looked = tuple(f"{name}: gone" for name in (*verb.gone.services, *verb.gone.folders, *verb.gone.packages))
        return Done(status="done", exit_code=ran.exit_code, looked=looked)
    says = "The maker's uninstaller did not remove everything."
    if ran.exit_code is None:
        return Done(status="timed-out", code="U-23", says=says, looked=still)
    return Done(status="failed", code="U-26", says=says, exit_code=ran.exit_code, looked=still)
