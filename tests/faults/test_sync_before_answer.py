"""The system calls of an answer: what makes it durable has returned before it is acknowledged, in the right order.

The promise is architecture decision 4: a rollback journal that is synced before the case file is written, the case file
synced before the journal is emptied, and that synced too (`synchronous=EXTRA`), all before `append` returns.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.unit.storage.case_files import made

ROOT = Path(__file__).parents[2]
ANSWERS = 12
CALL = re.compile(r"^(?:\d+ +)?(?P<name>\w+)\(\d+(?:<(?P<path>[^>]*)>)?,? ?(?P<rest>.*)\) += (?P<result>-?\d+)")
PROGRAM = """
import sys, os
from pathlib import Path
from recovery_assistant.storage.case_file import CaseFile
from tests.unit.storage.case_files import AT, SECRET, answered
file = CaseFile.open(Path(sys.argv[1]), SECRET)
for number in range(int(sys.argv[2])):
    file.append("person", answered(str(number)), AT)
    os.write(1, b"ack %d" % number)
"""

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(shutil.which("strace") is None, reason="strace is not installed"),
]


def trace_of(path: Path, log: Path) -> list[str]:
    """Answer under strace; return "<call> <file>" for each call that matters, in order."""
    calls = "trace=write,pwrite64,fsync,fdatasync,ftruncate"
    command = ["strace", "-f", "-y", "-qq", "-s", "16", "-e", calls, "-o", str(log)]
    traced = subprocess.run(
        [*command, sys.executable, "-c", PROGRAM, str(path), str(ANSWERS)], cwd=ROOT, capture_output=True, check=False
    )
    if b"ptrace" in traced.stderr:
        pytest.skip("tracing is not allowed on this machine")
    assert traced.returncode == 0, traced.stderr
    steps = []
    for line in log.read_text("utf-8", "replace").splitlines():
        call = CALL.match(line)
        if call is None:
            continue
        if call["name"] == "write" and '"ack ' in call["rest"]:
            steps.append("ack")
        elif call["path"] and Path(call["path"]).parent == path.parent:
            assert call["result"] != "-1", line
            kind = "journal" if call["path"].endswith("-journal") else "case"
            steps.append(f"{call['name'].replace('fdatasync', 'fsync').replace('pwrite64', 'write')} {kind}")
        elif call["path"] == str(path.parent):
            steps.append("fsync folder")
    return steps


def test_every_sync_has_returned_before_the_acknowledgement(tmp_path: Path) -> None:
    steps = trace_of(made(tmp_path, "one"), tmp_path / "log")
    answers = " ".join(steps).split("ack")[:-1]
    assert len(answers) == ANSWERS
    for answer in answers:
        # journal written and synced, then the file written and synced, then the journal emptied and that synced
        assert re.search(
            r"write journal.* fsync journal (?:fsync folder )?(?:write journal fsync journal )?"
            r"(?:write case )+fsync case ftruncate journal fsync journal\s*$",
            answer,
        ), answer
