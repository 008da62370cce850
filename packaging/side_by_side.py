"""Run several commands at the same time, each with its output kept whole: what one says never lies among another's."""

from __future__ import annotations

import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import IO, NamedTuple


class Job(NamedTuple):
    """A command, the folder it runs in, its variables, and the name under which its output is shown."""

    name: str
    command: Sequence[str]
    folder: Path
    variables: Mapping[str, str]


class Ended(NamedTuple):
    """How a job ended: its exit code (minus the signal if one ended it), and how long it took (s)."""

    code: int
    seconds: float


def let_children_be_interrupted() -> None:
    """Give SIGINT back what it does. A shell has whatever it starts in the background ignore it, with all children.

    Tests that press Ctrl-C in a program would then wait for ever. A handler of ours is not inherited: what we start
    begins with the system's own.
    """
    signal.signal(signal.SIGINT, signal.default_int_handler)


def run_all(jobs: Sequence[Job], at_once: int) -> dict[str, Ended]:
    """Run the jobs in their order, so many at once. Return how each ended, in the order of `jobs`.

    One at a time writes straight through. Otherwise the output of a job is shown when it has ended. When this is
    interrupted, no further job is begun, and those that run are waited for: they were interrupted as well.
    """
    if at_once == 1 or len(jobs) < 2:
        return {job.name: _run_through(job) for job in jobs}
    screen = threading.Lock()
    pool = ThreadPoolExecutor(at_once)
    try:
        running = [pool.submit(_run_kept, job, screen) for job in jobs]
        return {job.name: one.result() for job, one in zip(jobs, running, strict=True)}
    finally:
        pool.shutdown(cancel_futures=True)


def _run_through(job: Job) -> Ended:
    print(f"\n=== {job.name}", flush=True)
    return _run(job, None)


def _run_kept(job: Job, screen: threading.Lock) -> Ended:
    """Run a job with its output in a file, and show that in one piece."""
    with screen:
        print(f"... {job.name} begins", flush=True)
    with tempfile.TemporaryFile() as output:
        ended = _run(job, output)
        output.seek(0)
        with screen:
            print(f"\n=== {job.name}", flush=True)
            # The bytes as they are: a test may have written what no text can hold.
            sys.stdout.buffer.write(output.read())
            sys.stdout.flush()
    return ended


def _run(job: Job, output: IO[bytes] | None) -> Ended:
    """Run a job; what it says goes into `output`, or straight through."""
    began = time.monotonic()
    errors = subprocess.STDOUT if output else None
    ended = subprocess.run([*job.command], cwd=job.folder, env=job.variables, stdout=output, stderr=errors, check=False)
    return Ended(ended.returncode, time.monotonic() - began)
