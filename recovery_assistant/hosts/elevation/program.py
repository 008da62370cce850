"""How the runner is started on this PC: the one place that decides it.

A frozen build has the runner as a program of its own beside ours. A checkout starts it with the Python that runs us, in
isolated mode: no variable of the environment, no folder that it happens to stand in, and nothing of the person's own
packages decides what is loaded. It writes no compiled files: as administrator, they would belong to somebody else.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Final

from recovery_assistant.domain.observation import System

RUNNER: Final = "recovery-assistant-runner"
_ENTRY: Final = Path(__file__).resolve().parents[2] / "runner" / "__main__.py"


def runner_program(executable: str, system: System, *, is_frozen: bool) -> tuple[str, ...]:
    """Return the beginning of the runner's argv. `executable`: full path of the program that runs us."""
    if not is_frozen:
        return (executable, "-I", "-B", str(_ENTRY))
    name = f"{RUNNER}.exe" if system is System.WINDOWS else RUNNER
    return (str(Path(executable).with_name(name)),)


def this_system() -> System:
    """Return the system that the program runs on; what is neither Windows nor macOS counts as Linux."""
    return {"win32": System.WINDOWS, "darwin": System.MACOS}.get(sys.platform, System.LINUX)


def this_runner() -> tuple[str, ...]:
    """Return how the runner is started on the PC that the program runs on."""
    return runner_program(sys.executable, this_system(), is_frozen=getattr(sys, "frozen", False))
