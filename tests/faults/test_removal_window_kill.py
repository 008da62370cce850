"""Whoever asks the runner to work is killed at every event: nothing is half-recorded, and the next start takes it up.

The command line is a real process of its own on a PC that is a folder; the runner is the real one and goes on alone.
"""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from recovery_assistant.domain.journal import RemovalAgreed, RemovalReported
from recovery_assistant.domain.removal.results import read_lines
from recovery_assistant.services.casebook import Casebook
from recovery_assistant.services.cases import Cases
from tests.unit.cli.conftest import ready_case
from tests.unit.services.removal_bench import ROOT, Bench

if sys.platform != "linux":
    pytest.skip("the runner's hand on Linux", allow_module_level=True)

pytestmark = [pytest.mark.slow]

EVENTS = ("agreed", *(f"reported-{number}" for number in range(6)), "looking_again")
PATIENCE = 30.0


def opened(folder: Path) -> Casebook:
    return Cases(folder / "cases", None).open(folder / "jones.recovery-case", recovery_code=ready_case()[1])


def killed_at(folder: Path, item: str, event: str) -> None:
    """Run the command line and kill it as soon as it tells an event; "reported-3" is the fourth line of the runner."""
    (folder / "code.txt").write_text(ready_case()[1] + "\n", "utf-8")
    case, key = str(folder / "jones.recovery-case"), ("--recovery-file", str(folder / "code.txt"))
    words = ("remove", "--run", case, "--item", item, "--yes", "--also", "likely", "--json", *key)
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.unit.services.removal_bench", str(folder), *words],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    seen = 0
    with process:
        assert process.stdout is not None
        for line in process.stdout:
            kind = json.loads(line)["event"]
            name = f"reported-{seen}" if kind == "reported" else kind
            seen += kind == "reported"
            if name == event:
                process.kill()
                break
    assert process.returncode == -signal.SIGKILL, f"{event} never came"


def after_the_runner(bench: Bench, casebook: Casebook, plan_id: str) -> bool:
    """Wait until the runner has ended. Return whether it began at all."""
    until = time.monotonic() + PATIENCE
    begun_by = time.monotonic() + 3
    while time.monotonic() < until:
        content = bench.results.lines(plan_id, "person")
        if b"run-ended" in content and not bench.results.is_at_work(plan_id, "person"):
            return True
        if not content and time.monotonic() > begun_by:
            return False
        time.sleep(0.02)
    raise AssertionError("the runner did not end by itself")


@pytest.mark.parametrize("event", EVENTS)
def test_whatever_is_cut_off_is_taken_up(tmp_path: Path, event: str) -> None:
    bench = Bench(tmp_path)
    tool = bench.put_tool()
    (tmp_path / "jones.recovery-case").write_bytes(ready_case()[0])
    casebook = opened(tmp_path)
    item = bench.found(casebook)
    casebook.close()

    killed_at(tmp_path, item, event)

    casebook = opened(tmp_path)  # the lock went with its process, and every page of the file is whole
    casebook.check_every_page()
    (removal,) = casebook.case.removals.values()
    plan_id = removal.plan.id
    began = after_the_runner(bench, casebook, plan_id)
    removing = bench.removing(casebook)
    picked = removing.pick_up()
    removing.pick_up()

    removal = casebook.case.removals[plan_id]
    told = read_lines(bench.results.lines(plan_id, "person"))
    reported = [entry.event for entry in casebook.entries if isinstance(entry.event, RemovalReported)]
    assert removal.lines.get("person", ()) == told  # each line once, in order, none half
    assert [one.number for one in reported] == list(range(len(told)))
    assert sum(isinstance(entry.event, RemovalAgreed) for entry in casebook.entries) == 1
    if began:
        assert [one.state for one in picked] == ["look-again"]
        assert removing.look_again(plan_id) == "removed-verified"
        assert not tool.exists()
    else:
        assert picked == ()
        assert removal.not_started == {"person": "failed"}
        assert tool.exists()
        again = removing.propose(item)
        list(removing.run(again, again.cautions))
        assert not tool.exists()
    assert not (tmp_path / "running").exists()
    casebook.close()


def test_a_yes_that_was_killed_before_the_runner_leads_to_nothing_later(tmp_path: Path) -> None:
    """The plan file of a killed window is withdrawn, so that no late start of a runner finds it."""
    bench = Bench(tmp_path)
    tool = bench.put_tool()
    (tmp_path / "jones.recovery-case").write_bytes(ready_case()[0])
    casebook = opened(tmp_path)
    removing = bench.removing(casebook)
    proposal = removing.propose(bench.found(casebook))
    assert proposal.plan is not None
    events = removing.run(proposal, proposal.cautions)
    next(events)
    events.close()
    (tmp_path / "running").mkdir()
    left = tmp_path / "running" / f"{proposal.plan.id}.json"
    left.write_bytes(b"as a killed window leaves it")
    bench.removing(casebook).pick_up()
    assert not left.exists()
    assert casebook.case.removals[proposal.plan.id].not_started == {"person": "failed"}
    assert tool.exists()
    casebook.close()
