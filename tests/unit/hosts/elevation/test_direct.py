"""What is started without a question goes on by itself, and what it says is heard."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from recovery_assistant.hosts.elevation.direct import EndedRun, exists, folder, look, plain, start
from recovery_assistant.hosts.elevation.port import Ended

LONG = 20.0


def python(code: str) -> tuple[str, ...]:
    return (sys.executable, "-I", "-c", code)


def test_the_end_tells_code_and_words() -> None:
    run = start(python("import sys; sys.stderr.write('U-02  no\\nplan'); sys.exit(2)"))
    assert run.wait(LONG) == Ended(2, None, "U-02 no plan")
    assert run.wait(0) == Ended(2, None, "U-02 no plan")


@pytest.mark.skipif(sys.platform == "win32", reason="sessions of Unix")
def test_it_goes_on_when_our_terminal_goes(tmp_path: Path) -> None:
    if sys.platform == "win32":
        return
    told = tmp_path / "session"
    code = f"import os, pathlib; pathlib.Path({str(told)!r}).write_text(f'{{os.getsid(0)}} {{os.getcwd()}}')"
    assert start(python(code)).wait(LONG) == Ended(0)
    session, where = told.read_text().split()
    assert int(session) != os.getsid(0)
    assert where == folder() == "/"
    assert start(python(code), keeps_terminal=True).wait(LONG) == Ended(0)
    assert int(told.read_text().split()[0]) == os.getsid(0)


def test_what_cannot_be_started_is_an_outcome() -> None:
    for argv in (("/no/such/program",), ("/zero\0byte",)):
        ended = start(argv).wait(0)
        assert ended is not None
        assert (ended.exit_code, ended.why_not) == (None, "failed")
        assert look(argv).exit_code is None


def test_a_look_gives_what_it_writes_and_never_waits_for_ever() -> None:
    shown = look(python("import sys; print('line'); sys.stderr.write('why'); sys.exit(2)"))
    assert (shown.lines.strip(), shown.exit_code, shown.says) == (b"line", 2, "why")
    assert look(python("import time; time.sleep(60)"), seconds=0.3).says == "it did not answer"


def test_ended_before_anybody_waited() -> None:
    assert EndedRun(Ended(3)).wait(5) == Ended(3)


def test_what_is_said_is_one_line() -> None:
    assert plain(b"a\r\n\xff  b\n") == "a \N{REPLACEMENT CHARACTER} b"


def test_only_a_full_path_is_a_program() -> None:
    assert exists(sys.executable)
    assert not exists("python3")
