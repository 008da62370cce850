"""The runner is killed at every step, and the disk is copied away at every step: nothing is ever half.

After each cut: the lines tell truthfully how far it came, the thing is whole in one place, a put-back brings it to its
place byte for byte, and doing that once more changes nothing.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from recovery_assistant.domain.removal.places import results_name
from recovery_assistant.domain.removal.plan import PutBack, Quarantine, RemovalPlan, RemoveLine
from recovery_assistant.domain.removal.results import ActionBegun, ActionEnded, AnyLine, RunEnded, read_lines
from tests.unit.runner.made_up_plans import plan_of, written

pytestmark = [pytest.mark.slow]
if sys.platform != "linux":
    pytest.skip("the runner's hand on Linux", allow_module_level=True)
ROOT = Path(__file__).resolve().parents[2]
STORE = Path(".local/share/recovery-assistant/removed")


def told(folder: Path) -> dict[str, tuple[int, int, bytes]]:
    found = {}
    for path in sorted([folder, *folder.rglob("*")]):
        facts = path.lstat()
        content = path.read_bytes() if path.is_file() and not path.is_symlink() else b""
        found[str(path.relative_to(folder.parent))] = (facts.st_mode, facts.st_mtime_ns, content)
    return found


def made(place: Path, volume: Path | None = None) -> Path:
    """Make a tool with programs, an inner folder and a link in a folder of its own, and an empty home."""
    place.mkdir(parents=True)
    if volume is None:
        (place / "home").mkdir()
    else:
        (volume / place.name).mkdir()
        (place / "home").symlink_to(volume / place.name)
    tool = place / "opt" / "tool"
    (tool / "inner").mkdir(parents=True)
    (tool / "agent").write_bytes(b"agent" * 5000)
    (tool / "agent").chmod(0o755)
    (tool / "inner" / "run.sh").write_bytes(b"#!/bin/sh\n")
    (tool / "inner" / "run.sh").chmod(0o700)
    (tool / "inner" / "link").symlink_to("/nowhere")
    os.utime(tool / "inner", ns=(10**18, 10**18 + 5))
    os.utime(tool, ns=(10**18, 10**18 + 7))
    return tool


def command(place: Path, plan: RemovalPlan, kill_at: int = 0) -> list[str]:
    path, digest = written(plan, place)
    words = [str(place / "home"), str(kill_at), str(path), digest, "do", "person"]
    return [sys.executable, "-m", "tests.faults.removal_driver", *words]


@cache
def server() -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "tests.faults.removal_driver"],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


@pytest.fixture(scope="module", autouse=True)
def _server() -> Iterator[None]:
    yield
    with server() as running:
        assert running.stdin is not None
        running.stdin.close()
    server.cache_clear()


def ran(place: Path, plan: RemovalPlan, kill_at: int = 0, *, any_line: bool = False) -> tuple[int, str]:
    running = server()
    assert running.stdin is not None
    assert running.stdout is not None
    words = command(place, plan, kill_at)[3:]
    running.stdin.write(json.dumps(["any line", *words] if any_line else words) + "\n")
    running.stdin.flush()
    code, said = json.loads(running.stdout.readline())
    assert code in {0, -signal.SIGKILL}, said
    return code, said


def lines_of(place: Path, plan: RemovalPlan) -> tuple[AnyLine, ...]:
    path = place / "home" / STORE / results_name(plan.id, "person")
    return read_lines(path.read_bytes()) if path.exists() else ()


def put_back(place: Path, plan: RemovalPlan, *, any_line: bool = False) -> str:
    back = plan_of(PutBack(plan_id=plan.id, action_id="a1"), undoes=plan.id)
    code, said = ran(place, back, any_line=any_line)
    assert code == 0, said
    (end,) = (line for line in lines_of(place, back) if isinstance(line, ActionEnded))
    return end.status


def holds_true(place: Path, plan: RemovalPlan, tool: Path, before: dict[str, tuple[int, int, bytes]]) -> None:
    """See that a cut-off removal left nothing half, told the truth, and can be undone twice."""
    lines = lines_of(place, plan)
    ended = [line for line in lines if isinstance(line, ActionEnded)]
    begun = any(isinstance(line, ActionBegun) for line in lines)
    if os.path.lexists(tool):
        assert told(tool) == before, "what stands in its place is not whole"
        assert not ended or ended[0].status != "done"
    else:
        assert begun, "something was moved that no line tells of"
    assert put_back(place, plan) in {"done", "nothing-to-do"}
    assert told(tool) == before
    assert put_back(place, plan) == "nothing-to-do"
    assert told(tool) == before
    assert sorted(path.name for path in tool.parent.iterdir()) == [tool.name]


def taking(tool: Path) -> RemovalPlan:
    return plan_of(Quarantine(path=str(tool), kind="folder"), roots=(str(tool),))


def counted(place: Path) -> int:
    code, said = ran(place, taking(made(place)))
    assert code == 0
    return int(said.splitlines()[-1])


MEMORY = Path("/dev/shm")


@pytest.fixture(params=["same volume", "another volume"])
def volume(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Path | None]:
    """Give None, or a folder on another volume than the tool's for the store, so that all has to be copied."""
    if request.param == "same volume":
        yield None
        return
    if not os.access(MEMORY, os.W_OK) or MEMORY.stat().st_dev == tmp_path.stat().st_dev:
        pytest.skip("there is no second volume here")
    with tempfile.TemporaryDirectory(dir=MEMORY) as folder:
        yield Path(folder)


def test_killed_at_every_call(tmp_path: Path, volume: Path | None) -> None:
    total = number = cut = 0
    while number <= total:
        place = tmp_path / f"k{number}"
        tool = made(place, volume)
        before, plan = told(tool), taking(tool)
        code, said = ran(place, plan, number)
        if number == 0:
            total = int(said.splitlines()[-1])
            assert total > 40
        cut += code == -signal.SIGKILL
        holds_true(place, plan, tool, before)
        shutil.rmtree(place)
        number += 1
    assert cut >= total * 0.9  # the last ones may fall away: how often Python itself opens a file differs a little


def test_killed_at_every_call_of_a_put_back(tmp_path: Path, volume: Path | None) -> None:
    total = number = cut = 0
    while number <= total:
        place = tmp_path / f"k{number}"
        tool = made(place, volume)
        before, plan = told(tool), taking(tool)
        assert ran(place, plan)[0] == 0
        back = plan_of(PutBack(plan_id=plan.id, action_id="a1"), undoes=plan.id)
        code, said = ran(place, back, number)
        if number == 0:
            total = int(said.splitlines()[-1])
            assert total > 40
        cut += code == -signal.SIGKILL
        assert not os.path.lexists(tool) or told(tool) == before
        assert put_back(place, plan) in {"done", "nothing-to-do"}
        assert told(tool) == before
        assert sorted(path.name for path in tool.parent.iterdir()) == [tool.name]
        shutil.rmtree(place)
        number += 1
    assert cut >= total * 0.9  # the last ones may fall away: how often Python itself opens a file differs a little


def test_a_line_is_taken_out_whole_or_not_at_all(tmp_path: Path) -> None:
    text = "# own\n127.0.0.1 localhost\n6.6.6.6 bank.example\n::1 localhost"
    expected = text.replace("6.6.6.6 bank.example\n", "")
    total = number = 0
    while number <= total:
        place = tmp_path / f"k{number}"
        file = place / "home" / ".ssh" / "authorized_keys"
        file.parent.mkdir(parents=True)
        file.write_text(text)
        plan = plan_of(RemoveLine(file=str(file), line="6.6.6.6 bank.example"))
        code, said = ran(place, plan, number, any_line=True)
        if number == 0:
            assert code == 0
            total = int(said.splitlines()[-1])
        assert file.read_text() in ({expected} if number == 0 else {text, expected})
        assert put_back(place, plan, any_line=True) in {"done", "nothing-to-do"}
        assert file.read_text() == text
        assert [path.name for path in file.parent.iterdir()] == [file.name]
        number += 1


def test_killed_at_any_moment(tmp_path: Path) -> None:
    chosen = random.Random(5)
    cut = 0
    for number in range(60):
        place = tmp_path / f"k{number}"
        tool = made(place)
        (tool / "large").write_bytes(os.urandom(2**22))
        before, plan = told(tool), taking(tool)
        started = subprocess.Popen(command(place, plan), cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        until = time.monotonic() + 20
        while not (place / "home" / STORE / "runs").exists() and time.monotonic() < until:
            time.sleep(0.001)
        time.sleep(chosen.uniform(0, 0.04))
        started.kill()
        started.communicate()
        cut += started.returncode == -signal.SIGKILL
        holds_true(place, plan, tool, before)
        shutil.rmtree(place)
    assert cut > 10, "hardly one of them was cut off, so this proves nothing"


def test_the_state_copied_away_in_the_middle(tmp_path: Path) -> None:
    """As a power cut: what stands on the disk between two calls is copied, and the copy must come right by itself."""
    total = counted(tmp_path / "all")
    for number in range(3, total, 3):
        place = tmp_path / f"p{number}"
        tool = made(place)
        before, plan = told(tool), taking(tool)
        ran(place, plan, number)
        after = tmp_path / "after"
        subprocess.run(["cp", "-a", str(place), str(after)], check=True)
        shutil.rmtree(place)
        after.rename(place)  # the same paths, and other numbers of files, as on a disk that was restored
        assert not os.path.lexists(tool) or told(tool) == before
        assert put_back(place, plan) in {"done", "nothing-to-do"}
        assert told(tool) == before
        shutil.rmtree(place)


def test_two_at_once_wait_for_nobody(tmp_path: Path) -> None:
    place = tmp_path / "p"
    tool = made(place)
    (tool / "large").write_bytes(b"x" * 2**28)
    first = subprocess.Popen(command(place, taking(tool)), cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    until = time.monotonic() + 20
    runs = place / "home" / STORE / "runs"
    while not list(runs.glob("*.jsonl")) and time.monotonic() < until:
        time.sleep(0.001)
    other = taking(tool / "inner")
    second = subprocess.run(command(place, other), cwd=ROOT, capture_output=True, text=True, check=False)
    assert second.returncode == 3
    assert second.stderr.startswith("U-08 ")
    assert first.communicate() is not None
    assert any(isinstance(line, RunEnded) for line in read_lines(next(runs.glob("*.jsonl")).read_bytes()))
