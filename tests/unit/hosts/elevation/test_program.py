"""The runner is started from a checkout and from a frozen build, never by a name that something else decides about."""

from __future__ import annotations

import sys
from pathlib import Path

from recovery_assistant.domain.observation import System
from recovery_assistant.hosts.elevation.direct import look
from recovery_assistant.hosts.elevation.program import runner_program, this_runner, this_system


def test_a_checkout_starts_it_in_isolated_mode() -> None:
    *start, entry = this_runner()
    assert start == [sys.executable, "-I", "-B"]
    assert Path(entry).is_absolute()
    assert Path(entry).parts[-3:] == ("recovery_assistant", "runner", "__main__.py")
    shown = look((*start, entry))
    assert shown.exit_code not in (0, None)  # it is there, and wants a plan
    assert "U-" in shown.says


def test_a_frozen_build_has_it_beside_itself() -> None:
    linux = runner_program("/usr/lib/recovery-assistant/recovery-assistant", System.LINUX, is_frozen=True)
    assert [Path(one).as_posix() for one in linux] == ["/usr/lib/recovery-assistant/recovery-assistant-runner"]
    (windows,) = runner_program("/x/Recovery Assistant.exe", System.WINDOWS, is_frozen=True)
    assert windows.endswith("recovery-assistant-runner.exe")


def test_the_system_is_the_one_that_runs_us() -> None:
    expected = {"win32": System.WINDOWS, "darwin": System.MACOS}.get(sys.platform, System.LINUX)
    assert this_system() is expected
