"""Jobs of launchd: kept from starting, ended, and started again when they are put back. By label, so no file is needed.

Written from launchctl's manual page and the facts of the project; it was never run on a Mac by this project.
"""

from __future__ import annotations

import re
import sys
from typing import Final

from recovery_assistant.domain.removal.plan import Rights
from recovery_assistant.runner.hand import Done, Turn, Unable
from recovery_assistant.runner.kept import Manifest
from recovery_assistant.runner.posix.starting import Programs

if sys.platform == "win32":
    raise ImportError("not on Windows")

SECONDS: Final = 120.0


class Jobs:
    """launchd of the Mac, or of the person who is signed in."""

    def __init__(self, programs: Programs, rights: Rights, account: int) -> None:
        self._programs = programs
        self._domain = "system" if rights == "administrator" else f"gui/{account}"

    def close(self, label: str, turn: Turn, *, program: str = "", file: str = "") -> Done:
        """Disable and end a job, and wait until launchd does not know it. `file`: its list, for putting it back.

        Raises:
            Unable: U-13 its program is another one now · U-22 launchctl says no · U-23 it did not end.
        """
        target = f"{self._domain}/{label}"
        said = self._programs.run(("launchctl", "print", target))
        is_loaded, is_disabled = said.exit_code == 0, self.is_disabled(label)
        told = re.search(r"^\s*program = (.+)$", said.output, re.MULTILINE)
        if is_loaded and program and told and told[1].strip() != program:
            raise Unable("U-13", "This service runs another program than when the plan was made.")
        if not is_loaded and is_disabled:
            return Done(status="nothing-to-do", looked=(f"{target}: not loaded, switched off",))
        commands = [("launchctl", "disable", target)]
        if is_loaded:
            commands.append(("launchctl", "bootout", target))
        if not turn.begins(*commands):
            return turn.would_do(f"{target}: {'loaded' if is_loaded else 'not loaded'}")
        before = {"label": label, "file": file}
        before |= {"disabled": "yes" if is_disabled else "no", "loaded": "yes" if is_loaded else "no"}
        kept = turn.keep(turn.manifest(target, before=before))
        codes = [self._programs.run(command).exit_code for command in commands]
        if not turn.wait_until(lambda: not self.is_loaded(label), SECONDS):
            raise Unable("U-23", "It did not end in time.", "timed-out")
        if not self.is_disabled(label):
            raise Unable("U-22", "It would start again.", "failed")
        return Done(status="done", exit_code=codes[-1], kept=kept, looked=(f"{target}: not loaded, switched off",))

    def open_again(self, manifest: Manifest, turn: Turn) -> Done:
        """Set a job back to how it stood.

        Raises:
            Unable: U-22, launchctl says no.
        """
        before, target = manifest.before, f"{self._domain}/{manifest.before['label']}"
        commands: list[tuple[str, ...]] = []
        if before["disabled"] == "no":
            commands.append(("launchctl", "enable", target))
        if before["loaded"] == "yes" and before["file"]:
            commands.append(("launchctl", "bootstrap", self._domain, before["file"]))
        if not turn.begins(*commands):
            return turn.would_do(f"{target}: switched off")
        for command in commands:
            if self._programs.run(command).exit_code != 0 and not self.is_loaded(before["label"]):
                raise Unable("U-22", "launchd did not start it again.", "failed")
        loaded = "loaded" if self.is_loaded(before["label"]) else "not loaded"
        return Done(status="done", exit_code=0, looked=(f"{target}: {loaded}",))

    def is_loaded(self, label: str) -> bool:
        """Return whether launchd knows a job now."""
        return self._programs.run(("launchctl", "print", f"{self._domain}/{label}")).exit_code == 0

    def is_disabled(self, label: str) -> bool:
        """Return whether a job is kept from starting; newer and older systems say it in two ways."""
        said = self._programs.run(("launchctl", "print-disabled", self._domain)).output
        return re.search(rf'^\s*"{re.escape(label)}" => (?:disabled|true)\s*$', said, re.MULTILINE) is not None
