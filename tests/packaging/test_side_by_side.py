"""Commands that run at the same time: nothing of their output is mixed or lost, and each tells how it ended."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "packaging"))

from side_by_side import Job, let_children_be_interrupted, run_all

PACKAGING = Path(__file__).resolve().parents[2] / "packaging"


def job(name: str, script: str, folder: Path) -> Job:
    return Job(name, [sys.executable, "-c", script], folder, dict(os.environ))


def meeting(own: str, other: str, folder: Path) -> Job:
    """Return a job that ends only when another one runs at the same time; it speaks before and after it met it."""
    script = (
        "import pathlib, time\n"
        f"print('{own} came', flush=True)\n"
        f"pathlib.Path('{own}').touch()\n"
        f"while not pathlib.Path('{other}').exists(): time.sleep(0.01)\n"
        f"print('{own} met {other}')\n"
    )
    return job(own, script, folder)


def test_two_run_at_once_and_each_is_shown_whole(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    ended = run_all([meeting("a", "b", tmp_path), meeting("b", "a", tmp_path)], 2)
    assert {name: one.code for name, one in ended.items()} == {"a": 0, "b": 0}
    said = capfd.readouterr().out
    assert "=== a\na came\na met b\n" in said
    assert "=== b\nb came\nb met a\n" in said


@pytest.mark.parametrize("at_once", [1, 2])
def test_each_tells_how_it_ended_and_keeps_what_it_complained_of(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], at_once: int
) -> None:
    jobs = [
        job("good", "print('fine')", tmp_path),
        job("bad", "import sys; sys.stderr.write('oh no\\n'); sys.exit(3)", tmp_path),
        job("left out", "raise SystemExit(77)", tmp_path),
        job("raw", r"import sys; sys.stdout.buffer.write(b'\xff\n')", tmp_path),
    ]
    ended = run_all(jobs, at_once)
    assert [(name, one.code) for name, one in ended.items()] == [("good", 0), ("bad", 3), ("left out", 77), ("raw", 0)]
    said = capfd.readouterr()
    assert "fine" in said.out
    assert "oh no" in said.out + said.err


@pytest.mark.skipif(sys.platform == "win32", reason="signals of Unix")
def test_what_is_started_can_be_interrupted_though_we_were_started_in_the_background(tmp_path: Path) -> None:
    asked = "import signal; print(signal.getsignal(signal.SIGINT) is signal.default_int_handler)"
    script = (
        "import os, pathlib, sys\n"
        f"sys.path.insert(0, {str(PACKAGING)!r})\n"
        "from side_by_side import Job, let_children_be_interrupted, run_all\n"
        "let_children_be_interrupted()\n"
        f"jobs = [Job(name, [sys.executable, '-c', {asked!r}], pathlib.Path(), os.environ) for name in 'ab']\n"
        "run_all(jobs, 2)\n"
    )
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)  # as a shell has it for what it starts with "&"
    try:
        told = subprocess.run([sys.executable, "-c", script], cwd=tmp_path, capture_output=True, text=True, check=True)
    finally:
        signal.signal(signal.SIGINT, before)
    assert told.stdout.count("True") == 2, told.stdout


def test_our_own_answer_to_an_interruption_is_an_exception() -> None:
    before = signal.getsignal(signal.SIGINT)
    try:
        let_children_be_interrupted()
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(signal.SIGINT)
    finally:
        signal.signal(signal.SIGINT, before)
