"""Asks polkit as our window or our command line does, and tells what was shown and how it ended, as one line of JSON.

`python -m tests.hosts.removal.asked_by_polkit PASSWORD RUNNER WORDS…`: an empty PASSWORD asks as the window does, with
no terminal; otherwise it is typed into the terminal where pkexec asks. "^C" presses Ctrl-C there instead.
"""

from __future__ import annotations

import json
import os
import select
import signal
import sys
import time
from pathlib import Path

from recovery_assistant.hosts.elevation.linux import Pkexec
from recovery_assistant.hosts.elevation.port import Ended

PATIENCE = 120.0
SETTLES = 0.5  # pkexec drops what was typed before it has switched the echo off, which is after its prompt
AGAIN = 5.0


def asked(argv: list[str], *, in_terminal: bool) -> Ended:
    """Start a program through pkexec and wait for its end."""
    ended = Pkexec(in_terminal=in_terminal).start(argv).wait(PATIENCE)
    return ended if ended is not None else Ended(None, "failed", "it did not end")


def main() -> int:
    """Ask, type, tell."""
    password, argv = sys.argv[1], sys.argv[2:]
    if not password:
        sys.stdout.write(json.dumps({"shown": "", "ended": asked(argv, in_terminal=False)}))
        return 0
    answer = Path.home() / "ended.json"
    if sys.platform == "win32":
        return 2
    import pty

    child, terminal = pty.fork()
    if child == 0:
        signal.signal(signal.SIGINT, lambda *_: None)  # as the command line does: Ctrl-C ends our waiting only
        answer.unlink(missing_ok=True)
        answer.write_text(json.dumps(asked(argv, in_terminal=True)), "utf-8")
        os._exit(0)
    shown, type_at, until = b"", 0.0, time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if type_at and time.monotonic() > type_at:
            os.write(terminal, b"\x03" if password == "^C" else password.encode() + b"\n")
            type_at = time.monotonic() + AGAIN
        if not select.select([terminal], [], [], 0.1)[0]:
            continue
        try:
            shown += os.read(terminal, 4096)
        except OSError:
            break
        if b"Password:" in shown and not type_at:
            type_at = time.monotonic() + SETTLES
    os.waitpid(child, 0)
    told = {"shown": shown.decode("utf-8", "replace"), "ended": json.loads(answer.read_text("utf-8"))}
    sys.stdout.write(json.dumps(told))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
