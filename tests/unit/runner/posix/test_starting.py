"""Real programs are started with clean surroundings, and one that does not end is left alone."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

import pytest

from recovery_assistant.runner.clock import SystemClock
from recovery_assistant.runner.hand import Unable
from tests.unit.runner.made_up_plans import StillClock

if sys.platform != "linux":
    pytest.skip("the runner's hand on Linux", allow_module_level=True)


def test_what_a_program_gets_and_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from recovery_assistant.runner.posix.starting import PATH, SystemPrograms

    monkeypatch.setenv("LD_PRELOAD_FAKE", "planted")
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    programs = SystemPrograms(SystemClock())
    ran = programs.run(("env",))
    assert ran.exit_code == 0
    told = dict(line.split("=", 1) for line in ran.output.splitlines())
    assert told["PATH"] == ":".join(PATH)
    assert told["LC_ALL"] == "C"
    assert "planted" not in ran.output
    assert programs.run(("pwd",)).output == "/\n"
    assert programs.run(("sh", "-c", "cat; echo to err >&2; exit 3")) == (3, "to err\n")


def test_words_are_words_and_never_a_shell() -> None:
    from recovery_assistant.runner.posix.starting import SystemPrograms

    said = SystemPrograms(SystemClock()).run(("printf", "%s|", "; id", "$(id)", "`id`", "a b", "*")).output
    assert said == "; id|$(id)|`id`|a b|*|"


def test_one_that_does_not_end_is_left_alone(tmp_path: Path) -> None:
    from recovery_assistant.runner.posix.starting import SystemPrograms

    mark = tmp_path / "mark"
    ran = SystemPrograms(StillClock()).run(("sh", "-c", f"sleep 0.3; echo on > {mark}"), 1)
    assert ran.exit_code is None
    until = time.monotonic() + 10
    while not mark.exists() and time.monotonic() < until:
        time.sleep(0.01)
    assert mark.exists()


def test_a_missing_program_is_told() -> None:
    from recovery_assistant.runner.posix.starting import SystemPrograms

    programs = SystemPrograms(SystemClock())
    assert programs.find("no-such-program") == ""
    with pytest.raises(Unable, match="U-20"):
        programs.run(("no-such-program",))


@pytest.mark.skipif(os.geteuid() != 0, reason="the rule is for an administrator")
def test_an_administrator_starts_nothing_that_others_could_change(tmp_path: Path) -> None:
    from recovery_assistant.runner.posix.starting import SystemPrograms

    planted = tmp_path / "systemctl"
    planted.write_text("#!/bin/sh\n")
    planted.chmod(0o777)
    programs = SystemPrograms(SystemClock(), (str(tmp_path),))
    assert programs.find("systemctl") == ""
    planted.chmod(0o755)
    assert programs.find("systemctl") == str(planted)
    tmp_path.chmod(0o777)
    assert programs.find("systemctl") == ""
    tmp_path.chmod(0o755)
    os.chown(planted, 12345, 0)
    assert programs.find("systemctl") == ""
