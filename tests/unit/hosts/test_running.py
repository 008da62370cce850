"""What runs now, asked of this very system."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from recovery_assistant.domain.observation import Process
from recovery_assistant.hosts.running import LONGEST_COMMAND, processes


def test_this_very_program_is_among_them() -> None:
    shown = {one.pid: one for one in processes("pc") if isinstance(one, Process)}
    mine = shown[os.getpid()]
    assert Path(mine.exe).samefile(Path(sys.executable).resolve())
    assert "pytest" in mine.cmdline
    assert mine.started_at is not None
    assert mine.started_at.utcoffset() is not None
    assert all(len(one.cmdline) <= LONGEST_COMMAND for one in shown.values())
