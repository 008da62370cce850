"""Runs the runner's hand on Linux as a process of its own, with a store below a folder, and may kill it on the way.

`python -m tests.faults.removal_driver KNOWN_FOLDER KILL_AT PLAN SHA256 look|do RIGHTS`: at the KILL_AT-th call that
could touch a file or start a program the process kills itself as `kill -9` does; 0 lets it live. The number of calls
is written to descriptor 2 as its last line.

Without words it serves: each line on its standard input is a JSON list of such words, done in a child of its own, and
answered by a line with the child's exit code and what it wrote to descriptor 2. Starting Python anew costs far more.
`"any line"` as the first word lets the plan name any file to take lines from; the runner's own list is for real homes.
"""

from __future__ import annotations

import json
import os
import re
import signal
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from recovery_assistant.domain.observation import System
from recovery_assistant.domain.removal import checking
from recovery_assistant.runner.clock import SystemClock
from recovery_assistant.runner.linux.hand import LinuxHand
from recovery_assistant.runner.running import run

if sys.platform != "linux":
    raise SystemExit("only on Linux")

CALLS = ("open", "os.", "shutil.", "subprocess.", "ctypes.", "fcntl.")


def counted_run(words: Sequence[str]) -> int:
    """Run, and count."""
    known, kill_at, count = Path(words[0]), int(words[1]), 0
    hand, clock = LinuxHand(known=known), SystemClock()

    def counted(event: str, about: tuple[object, ...]) -> None:
        nonlocal count
        if event.startswith(CALLS) and not str(about[0] if about else "").startswith("/proc/"):  # only looks there
            count += 1
            if count == kill_at:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(counted)
    code = run(words[2:], System.LINUX, hand, clock, sys.stdout.buffer, sys.stderr)
    total, kill_at = count, -1
    sys.stderr.write(f"{total}\n")
    sys.stderr.flush()
    return code


def serve() -> None:
    """Do one job after the other, each in a child."""
    for line in sys.stdin:
        words = json.loads(line)
        with tempfile.TemporaryFile() as said:
            child = os.fork()
            if child == 0:
                os.dup2(said.fileno(), 2)
                if words[0] == "any line":
                    vars(checking)["_LINE_FILES"] = re.compile(".*")
                    words = words[1:]
                os._exit(counted_run(words))
            code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
            said.seek(0)
            sys.stdout.write(json.dumps([code, said.read().decode()]) + "\n")
            sys.stdout.flush()


if __name__ == "__main__":
    if len(sys.argv) > 1:
        raise SystemExit(counted_run(sys.argv[1:]))
    serve()
