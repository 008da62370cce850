"""Entry point of the runner: `python -I recovery_assistant/runner/__main__.py PLAN_FILE SHA256 look|do RIGHTS`.

It reads four words and no environment variable. Called by its path it finds the package that it is part of by that path
alone, so that it works isolated (-I), where neither the folder it is started in nor PYTHONPATH counts.
"""

from __future__ import annotations

import signal
import sys
from pathlib import Path

if not __package__:
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from recovery_assistant.domain.observation import System
from recovery_assistant.runner.clock import SystemClock
from recovery_assistant.runner.hand import Hand
from recovery_assistant.runner.running import run


def this_hand() -> tuple[System, Hand]:
    """Return the system that this is, and its hand."""
    if sys.platform == "win32":
        from recovery_assistant.runner.windows.hand import WindowsHand

        return System.WINDOWS, WindowsHand()
    if sys.platform == "darwin":
        from recovery_assistant.runner.macos.hand import MacHand

        return System.MACOS, MacHand()
    from recovery_assistant.runner.linux.hand import LinuxHand

    return System.LINUX, LinuxHand()


def main() -> int:
    """Run, and return the exit code. Ctrl-C in the window's terminal stops its waiting, not the work in the middle."""
    for name in ("SIGINT", "SIGHUP", "SIGQUIT"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), signal.SIG_IGN)
    system, hand = this_hand()
    return run(sys.argv[1:], system, hand, SystemClock(), sys.stdout.buffer, sys.stderr)


if __name__ == "__main__":
    raise SystemExit(main())
