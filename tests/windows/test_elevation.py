"""Start programs through ShellExecuteExW on Windows, or under Wine, where nobody is asked.

Wine has no question of its own, so a "no" is tested by its number (1223) in tests/unit. That every argument arrives as
it is, that the end is heard, and how the results file is seen while somebody writes it, is tested here.
"""

from __future__ import annotations

import json
import subprocess
import sys
import uuid
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

if sys.platform != "win32":
    pytest.skip("needs Windows, or Wine", allow_module_level=True)

from recovery_assistant.domain.removal.plan import digest_of
from recovery_assistant.hosts.elevation.direct import folder, look, start
from recovery_assistant.hosts.elevation.port import Ended
from recovery_assistant.hosts.elevation.program import this_runner
from recovery_assistant.hosts.elevation.results import StoredResults, is_held, known_folder, store_here
from recovery_assistant.hosts.elevation.starting import RunnerStarter, has_all_rights, this_starter
from recovery_assistant.hosts.elevation.windows import RunAs, quoted

LONG = 60.0
TELLS = (
    "import json, os, sys; open(sys.argv[1], 'w', encoding='utf-8', errors='surrogatepass')"
    ".write(json.dumps([sys.argv[2:], os.getcwd()])); sys.exit(7)"
)
HOSTILE = st.text(st.sampled_from("ab\" \\\t&|%^<>;$`'é"), max_size=10)


def asked_for(tmp_path: Path, *arguments: str) -> tuple[list[str], str, Ended | None]:
    notes = tmp_path / f"{uuid.uuid4().hex}.json"
    run = RunAs().start((sys.executable, "-I", "-c", TELLS, str(notes), *arguments))
    ended = run.wait(LONG)
    told, where = json.loads(notes.read_text("utf-8"))
    return told, where, ended


def test_the_end_of_what_was_started_is_heard(tmp_path: Path) -> None:
    told, where, ended = asked_for(tmp_path, "plan file.json", "0" * 64, "do", "administrator")
    assert told == ["plan file.json", "0" * 64, "do", "administrator"]
    assert ended == Ended(7)
    assert where.lower() == folder().lower()


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(arguments=st.lists(HOSTILE, min_size=1, max_size=4))
def test_every_argument_arrives_as_it_is(tmp_path: Path, arguments: list[str]) -> None:
    assert asked_for(tmp_path, *arguments)[0] == arguments


def test_a_program_that_is_not_there_is_an_outcome(tmp_path: Path) -> None:
    ended = RunAs().start((str(tmp_path / "missing.exe"), "x")).wait(0)
    assert ended is not None
    assert ended.exit_code is None
    assert ended.why_not == "failed"
    assert "Windows error" in ended.says


def test_waiting_may_end_before_the_program(tmp_path: Path) -> None:
    go = tmp_path / "go"
    waits = f"import os, time\nwhile not os.path.exists({str(go)!r}): time.sleep(0.02)"
    run = RunAs().start((sys.executable, "-I", "-c", waits))
    assert run.wait(0.3) is None
    go.touch()
    assert run.wait(LONG) == Ended(0)
    assert run.wait(0) == Ended(0)


def test_directly_too() -> None:
    assert start((sys.executable, "-I", "-c", "import sys; sys.stderr.write('why'); sys.exit(3)")).wait(LONG) == Ended(
        3, None, "why"
    )


def test_windows_own_folder_and_stores() -> None:
    assert folder().lower().endswith("\\system32")
    assert str(store_here("administrator")).lower() == known_folder("program-data").lower() + (
        "\\recovery assistant\\removed"
    )
    assert str(store_here("person")).lower().startswith(known_folder("local-app-data").lower())


def test_a_file_that_somebody_writes_is_held_and_can_be_read(tmp_path: Path) -> None:
    (tmp_path / "runs").mkdir()
    path = tmp_path / "runs" / "r-1-person.jsonl"
    results = StoredResults(lambda _rights: tmp_path)
    assert not results.is_at_work("r-1", "person")
    writes = (
        f"import sys; f = open({str(path)!r}, 'ab', buffering=0); f.write(b'line'); print('x', flush=True); input()"
    )
    child = subprocess.Popen([sys.executable, "-I", "-c", writes], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    with child:
        assert child.stdout is not None
        assert child.stdin is not None
        assert child.stdout.readline().strip() == b"x"
        assert results.is_at_work("r-1", "person")
        assert results.lines("r-1", "person") == b"line"
        child.stdin.close()
    assert not is_held(path)
    assert results.lines("r-1", "person") == b"line"


def test_the_real_runner_is_there_and_refuses_what_is_no_plan(tmp_path: Path) -> None:
    path = tmp_path / "plan.json"
    path.write_bytes(b"{}")
    shown = RunnerStarter(this_runner(), None).look(path, digest_of(b"{}"), "person")
    assert shown.exit_code not in (0, None)
    assert shown.says.startswith("U-")
    run = RunnerStarter(this_runner(), RunAs()).start(path, digest_of(b"{}"), "administrator")
    ended = run.wait(LONG)
    assert ended is not None
    assert ended.exit_code not in (0, None)


def test_what_the_question_shows_is_read_from_the_file_itself() -> None:
    shown = RunAs().prompt_shows(sys.executable)
    assert shown.way == "windows-consent"
    assert shown.name
    assert (this_starter(in_terminal=False).prompt_shows() is None) is has_all_rights()


def test_one_line_for_windows() -> None:
    assert quoted(["C:\\a b\\", 'say "x"']) == '"C:\\a b\\\\" "say \\"x\\""'
    assert look((sys.executable, "-I", "-c", "print(1)")).exit_code == 0
