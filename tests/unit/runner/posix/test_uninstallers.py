"""A maker's uninstaller is run only as the file that was seen, and what is gone afterwards decides."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from recovery_assistant.domain.removal.plan import Gone, Rights, RunUninstaller, digest_of
from recovery_assistant.runner.hand import Done, Unable
from recovery_assistant.runner.posix.starting import Ran
from tests.unit.runner.made_up_programs import Recorded, turn_of

if sys.platform != "linux":
    pytest.skip("the runner's hand on Linux", allow_module_level=True)


@pytest.fixture
def program(tmp_path: Path) -> Path:
    path = tmp_path / "uninstall"
    path.write_bytes(b"#!/bin/sh\n")
    path.chmod(0o755)
    return path


def run(program: Path, ran: Ran = Ran(0, ""), left: tuple[str, ...] = (), rights: Rights = "person") -> Done:  # noqa: B008
    from recovery_assistant.runner.posix.files import PosixFiles
    from recovery_assistant.runner.posix.uninstallers import run_uninstaller

    digest = digest_of(b"#!/bin/sh\n")
    verb = RunUninstaller(family="own", program=str(program), sha256=digest, gone=Gone(folders=("/opt/tool",)))
    turn, _ = turn_of(verb, rights=rights)
    return run_uninstaller(verb, turn, PosixFiles(os.geteuid()), Recorded(lambda _: ran), lambda _: left)


def test_what_is_gone_decides(program: Path) -> None:
    assert run(program).status == "done"
    assert run(program, Ran(7, "")).status == "done"
    failed = run(program, Ran(0, ""), ("process 7: runs",))
    assert (failed.status, failed.code, failed.exit_code) == ("failed", "U-26", 0)
    late = run(program, Ran(None, ""), ("process 7: runs",))
    assert (late.status, late.code) == ("timed-out", "U-23")


def test_a_changed_or_missing_file_is_not_run(program: Path) -> None:
    program.write_bytes(b"#!/bin/sh\nrm\n")
    with pytest.raises(Unable, match="U-13"):
        run(program)
    program.unlink()
    with pytest.raises(Unable, match="U-16"):
        run(program)


@pytest.mark.skipif(os.geteuid() != 0, reason="the rule is for an administrator")
@pytest.mark.parametrize(("mode", "owner"), [(0o775, 0), (0o757, 0), (0o755, 12345)])
def test_an_administrator_runs_nothing_that_others_could_change(program: Path, mode: int, owner: int) -> None:
    os.chown(program, owner, 0)
    program.chmod(mode)
    with pytest.raises(Unable, match="U-12"):
        run(program, rights="administrator")
