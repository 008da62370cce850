"""Runs the runner's hand on Linux as a process of its own, with a store below a folder, and may kill it on the way.

`python -m tests.faults.removal_driver KNOWN_FOLDER KILL_AT PLAN SHA256 look|do RIGHTS`: at the KILL_AT-th call that
could touch a file or start a program the process kills itself as `kill -9` does; 0 lets it live. The number of calls
is written to descriptor 2 as its last line.
"""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

CALLS = ("open", "os.", "shutil.", "subprocess.", "ctypes.", "fcntl.")


def main() -> int:
    """Run, counted."""
    from recovery_assistant.domain.observation import System
    from recovery_assistant.runner.clock import SystemClock
    from recovery_assistant.runner.linux.hand import LinuxHand
    from recovery_assistant.runner.running import run

    known, kill_at = Path(sys.argv[1]), int(sys.argv[2])
    hand, clock = LinuxHand(known=known), SystemClock()
    count = 0

    def counted(event: str, arguments: tuple[object, ...]) -> None:
        nonlocal count
        if event.startswith(CALLS):
            count += 1
            if count == kill_at:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(counted)
    code = run(sys.argv[3:], System.LINUX, hand, clock, sys.stdout.buffer, sys.stderr)
    total, kill_at = count, -1
    sys.stderr.write(f"{total}\n")
    return code


if __name__ == "__main__":
    raise SystemExit(main())
