"""One run of the runner, from its four words to its exit code. docs/adr/0024 lists the codes."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator, Sequence
from datetime import UTC
from pathlib import Path
from typing import IO, Final, cast

from recovery_assistant import __version__
from recovery_assistant.domain.observation import System
from recovery_assistant.domain.removal.checking import PlanRefusedError, check
from recovery_assistant.domain.removal.places import plan_name, results_name
from recovery_assistant.domain.removal.plan import RemovalPlan, Rights
from recovery_assistant.domain.removal.results import RunStarted
from recovery_assistant.runner.hand import Clock, Hand, Unable
from recovery_assistant.runner.opening import Opened, open_plan
from recovery_assistant.runner.performing import Work, perform
from recovery_assistant.runner.results import Results, ResultsFile, Told, lock, write_new

WENT_THROUGH: Final = 0
PLAN_REFUSED: Final = 2
NO_STORE: Final = 3
NOT_THESE_RIGHTS: Final = 4

STOP: Final = ".stop"
"""Behind the name of the plan file: a file of this name asks to stop after the action that is being done. All that
whoever may write there can do is to leave later actions undone, which the results say."""


def run(words: Sequence[str], system: System, hand: Hand, clock: Clock, out: IO[bytes], err: IO[str] | None) -> int:
    """Do what four words ask for: PLAN_FILE SHA256 look|do person|administrator. Return the exit code."""
    try:
        if len(words) != 4 or words[2] not in {"look", "do"} or words[3] not in {"person", "administrator"}:
            raise PlanRefusedError("U-09", "Say: PLAN_FILE SHA256 look|do person|administrator")
        acts, rights = words[2] == "do", cast("Rights", words[3])
        opened = open_plan(Path(words[0]), words[1])
        check(opened.plan, system)
        if not opened.plan.of(rights):
            raise PlanRefusedError("U-05", "The plan has nothing to do with these rights.")
    except PlanRefusedError as refused:
        _say(err, refused.code, refused.says)
        return PLAN_REFUSED
    if acts and not hand.has(rights):
        _say(err, "U-07", "The runner does not have the rights that were asked for.")
        return NOT_THESE_RIGHTS
    store = hand.store(rights)
    try:
        with _results(opened, rights, store, hand, out if not acts else None) as results:
            results.write(_started(opened.plan, words[1], rights, acts, hand, clock))
            stop = f"{words[0]}{STOP}"
            perform(Work(opened.plan, rights, acts, hand, store, results, clock, lambda: os.path.lexists(stop)))
    except Unable as unable:
        _say(err, unable.code, unable.says)
        return NO_STORE
    except OSError as fault:
        _say(err, "U-06", f"The place for what is kept cannot be used: {fault.strerror or type(fault).__name__}.")
        return NO_STORE
    return WENT_THROUGH


def _started(plan: RemovalPlan, sha256: str, rights: Rights, acts: bool, hand: Hand, clock: Clock) -> RunStarted:
    return RunStarted(
        plan_id=plan.id,
        sha256=sha256,
        rights=rights,
        acts=acts,
        at=clock.now().astimezone(UTC),
        user=hand.user(),
        version=__version__,
    )


@contextlib.contextmanager
def _results(opened: Opened, rights: Rights, store: Path, hand: Hand, out: IO[bytes] | None) -> Iterator[Results]:
    """Give the place for the lines. A run holds the store for itself meanwhile; a preview writes nothing anywhere."""
    if out is not None:
        yield Told(out)
        return
    group = hand.prepare(store, rights, opened.owner)
    mode = 0o600 if group is None else 0o640
    turnstile = os.open(store / "runs" / "lock", os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), 0o600)
    try:
        lock(turnstile)
        results = ResultsFile(store / results_name(opened.plan.id, rights), mode, group)
        try:
            write_new(store / plan_name(opened.plan.id, rights), opened.content, mode, group)
            yield results
        finally:
            results.close()
    finally:
        os.close(turnstile)


def _say(err: IO[str] | None, code: str, says: str) -> None:
    """Tell why on one line. Nobody may be listening any more; that changes nothing."""
    if err is not None:
        with contextlib.suppress(OSError, ValueError):
            err.write(f"{code} {says}\n")
            err.flush()
