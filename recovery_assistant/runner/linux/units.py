"""Units of systemd: kept from starting, stopped, and started again when they are put back.

A PC without systemd as its first process (a container) still has units as files. There they are only disabled, which
systemctl does without a running systemd when it is told the root folder; the end then carries code U-21.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from typing import Final

from recovery_assistant.runner.hand import Done, Turn, Unable
from recovery_assistant.runner.posix.starting import Programs

if sys.platform == "win32":
    raise ImportError("not on Windows")

SECONDS: Final = 120.0
_ASKED: Final = "LoadState,ActiveState,UnitFileState,ExecStart,TriggeredBy"
_ENABLED: Final = ("enabled", "enabled-runtime", "generated")
_AT_REST: Final = ("inactive", "failed")


class Units:
    """systemd of the PC, or of the person who is signed in."""

    def __init__(self, programs: Programs, *, of_person: bool) -> None:
        self._programs = programs
        self._call = ("systemctl", "--user") if of_person else ("systemctl",)
        self._of_person = of_person

    def close(self, units: Sequence[str], turn: Turn, *, program: str = "") -> Done:
        """Disable and stop units, and wait until they rest.

        Raises:
            Unable: U-13 its program is another one now · U-22 systemctl says no · U-23 it did not stop.
        """
        if not self._programs.find("systemctl"):
            says = "This PC has no systemd, so nothing starts this."
            return Done(
                status="nothing-to-do", code="U-20", says=says, looked=tuple(f"{one}: no systemd" for one in units)
            )
        seen = {unit: self._facts(unit) for unit in units}
        if any(not facts for facts in seen.values()):
            return self._close_by_files(units, turn)
        there = {unit: facts for unit, facts in seen.items() if facts.get("LoadState") not in {"not-found", "masked"}}
        for facts in there.values():
            if program and facts.get("ExecStart") and f"path={program} ;" not in facts["ExecStart"]:
                raise Unable("U-13", "This service runs another program than when the plan was made.")
        enabled = [unit for unit, facts in there.items() if facts.get("UnitFileState") in _ENABLED]
        active = [unit for unit, facts in there.items() if facts.get("ActiveState") not in _AT_REST]
        if not enabled and not active:
            return Done(status="nothing-to-do", looked=tuple(_told(unit, facts) for unit, facts in seen.items()))
        commands = [(*self._call, "disable", "--", unit) for unit in enabled]
        commands += [(*self._call, "stop", "--", unit) for unit in active]
        if not turn.begins(*commands):
            return turn.would_do(*(_told(unit, facts) for unit, facts in there.items()))
        before = {unit: f"{facts.get('UnitFileState')} {facts.get('ActiveState')}" for unit, facts in there.items()}
        kept = turn.keep(turn.manifest(" ".join(there), before=before))
        codes = [self._programs.run(command, SECONDS).exit_code for command in commands]
        is_so = turn.wait_until(lambda: all(self._rests(unit) for unit in active), SECONDS)
        looked = tuple(_told(unit, self._facts(unit)) for unit in there)
        if not is_so:
            raise Unable("U-23", f"It did not stop in time ({'; '.join(looked)}).", "timed-out")
        if any(self._facts(unit).get("UnitFileState") in _ENABLED for unit in enabled):
            raise Unable("U-22", f"It would start again ({'; '.join(looked)}).", "failed")
        return Done(status="done", exit_code=codes[0], kept=kept, looked=looked)

    def open_again(self, before: Mapping[str, str], turn: Turn) -> Done:
        """Set units back to how they stood.

        Raises:
            Unable: U-22, systemctl says no.
        """
        commands: list[tuple[str, ...]] = []
        by_files = [unit for unit, stood in before.items() if stood == "by-files"]
        if not by_files:
            commands.append((*self._call, "daemon-reload"))
        for unit, stood in before.items():
            enabled, _, active = stood.partition(" ")
            if unit in by_files:
                commands.append(("systemctl", "--root=/", "enable", "--", unit))
            elif enabled in _ENABLED:
                commands.append((*self._call, "enable", "--", unit))
            if active and active not in _AT_REST:
                commands.append((*self._call, "start", "--", unit))
        if not turn.begins(*commands):
            return turn.would_do(*before)
        for command in commands:
            ran = self._programs.run(command, SECONDS)
            if ran.exit_code != 0:
                raise Unable("U-22", f"It could not be switched on again: {_last_line(ran.output)}", "failed")
        return Done(status="done", exit_code=0, looked=tuple(_told(unit, self._facts(unit)) for unit in before))

    def is_active(self, unit: str) -> bool:
        """Return whether a unit is at work, as far as systemd tells."""
        facts = self._facts(unit) if self._programs.find("systemctl") else {}
        return bool(facts) and facts.get("ActiveState") not in _AT_REST

    def reload(self) -> None:
        """Have systemd read its files again, after one was moved. Where there is no systemd, nothing needs it."""
        if self._programs.find("systemctl"):
            self._programs.run((*self._call, "daemon-reload"))

    def _close_by_files(self, units: Sequence[str], turn: Turn) -> Done:
        if self._of_person:
            raise Unable("U-21", "systemd does not answer, so this service could not be switched off.", "failed")
        enabled = [unit for unit in units if self._is_enabled_by_files(unit)]
        says = "This PC was not started by systemd. What starts this by itself was switched off in its files."
        if not enabled:
            looked = tuple(f"{unit}: not switched on" for unit in units)
            return Done(status="nothing-to-do", code="U-21", says="This PC was not started by systemd.", looked=looked)
        commands = [("systemctl", "--root=/", "disable", "--", unit) for unit in enabled]
        if not turn.begins(*commands):
            return turn.would_do(*(f"{unit}: switched on" for unit in enabled))
        kept = turn.keep(turn.manifest(" ".join(enabled), before=dict.fromkeys(enabled, "by-files")))
        codes = [self._programs.run(command, SECONDS).exit_code for command in commands]
        if any(self._is_enabled_by_files(unit) for unit in enabled):
            raise Unable("U-22", "It would start again.", "failed")
        looked = tuple(f"{unit}: not switched on" for unit in enabled)
        return Done(status="done", code="U-21", says=says, exit_code=codes[0], kept=kept, looked=looked)

    def _is_enabled_by_files(self, unit: str) -> bool:
        said = self._programs.run(("systemctl", "--root=/", "is-enabled", "--", unit)).output
        return any(line.strip() in _ENABLED for line in said.splitlines())

    def _facts(self, unit: str) -> dict[str, str]:
        ran = self._programs.run((*self._call, "show", "-p", _ASKED, "--", unit))
        facts = dict(line.partition("=")[::2] for line in ran.output.splitlines() if "=" in line)
        return facts if ran.exit_code == 0 and facts.get("LoadState") else {}

    def _rests(self, unit: str) -> bool:
        return self._facts(unit).get("ActiveState") in _AT_REST


def _told(unit: str, facts: Mapping[str, str]) -> str:
    starts = f", {facts['TriggeredBy']} can start it" if facts.get("TriggeredBy") else ""
    return f"{unit}: {facts.get('ActiveState') or 'unknown'}, {facts.get('UnitFileState') or 'no file'}{starts}"


def _last_line(text: str) -> str:
    return (text.strip().splitlines() or [""])[-1][:200]
