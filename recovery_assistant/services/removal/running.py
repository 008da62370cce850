"""Have the runner carry out one plan, and write each of its lines into the case as it comes.

The runner writes into its own store, so nothing is lost when this program is ended in the middle: whatever it has not
taken over by then is taken over at the next start, each line once.
"""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Callable, Generator, Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Final, NamedTuple, Protocol

from recovery_assistant.domain import journal
from recovery_assistant.domain.case import Case
from recovery_assistant.domain.catalogue import Catalogue
from recovery_assistant.domain.errors import CaseError, InputError
from recovery_assistant.domain.removal.ground import Ground
from recovery_assistant.domain.removal.plan import RemovalPlan, Rights, digest_of, plan_bytes
from recovery_assistant.domain.removal.results import ActionBegun, AnyLine, RunEnded, RunStarted, read_lines
from recovery_assistant.domain.removal.state import KnownRemoval, WhyNotStarted
from recovery_assistant.hosts.elevation.port import Ended, Run, Starter
from recovery_assistant.hosts.elevation.results import Results
from recovery_assistant.hosts.port import Host
from recovery_assistant.services.removal.events import (
    Asking,
    NotDone,
    RemovalEvent,
    Reported,
    Running,
    StillWorking,
)
from recovery_assistant.storage.failures import OPEN_ELSEWHERE
from recovery_assistant.storage.writer_lock import WriterLock

UNDER_WAY: Final = "U-51"
NO_PLACE: Final = "U-55"
NOT_TEXT: Final = "U-56"
POLL: Final = 0.2
"""Seconds between two looks at what the runner has written."""

_LOCK: Final = "removal"
_WITHOUT_HANDLE: Final = 30.0  # seconds in which a runner that nobody can wait for must have begun

_OPENING: Final = 3.0  # seconds that a runner takes at most from its start to its first line


class ThisPc(NamedTuple):
    """The PC that the program runs on, with all that a removal needs of it.

    Attributes:
        folder: of the person, for plan files on their way to the runner.
        booted_at: when this PC was started; None where it does not tell.
    """

    host: Host
    catalogue: Catalogue
    ground: Ground
    starter: Starter
    results: Results
    folder: Path
    booted_at: Callable[[], datetime | None]
    clock: Callable[[], datetime]


class RemovalKeeper(Protocol):
    """The part of a casebook that a removal writes to."""

    @property
    def case(self) -> Case:
        """The case as it is now."""

    @property
    def number(self) -> str:
        """The case number."""

    def record(self, event: journal.KnownEvent, actor: journal.Actor | None = None) -> Case:
        """Write an event; durable on return."""

    def record_all(
        self, events: Sequence[journal.KnownEvent], actor: journal.Actor | None = None
    ) -> tuple[journal.TextGuarded, ...]:
        """Write several events at once, all or none."""


def bytes_of(plan: RemovalPlan) -> bytes:
    """Return the bytes of a plan file. Raises InputError U-56 for a plan that names something which is not text."""
    try:
        return plan_bytes(plan)
    except UnicodeEncodeError as error:
        sentence = (
            "A name on this PC is not text, so the program does not touch it. A technician can remove it by hand."
        )
        raise InputError(NOT_TEXT, sentence) from error


@contextlib.contextmanager
def one_at_a_time(pc: ThisPc, case: Case) -> Iterator[None]:
    """Hold the right to remove something on this PC.

    Raises:
        InputError: U-51 another removal is under way, U-55 the person's own folder cannot be written to.
    """
    busy = InputError(UNDER_WAY, "Another removal is still under way on this PC. Wait until it has ended.")
    if any(pc.results.is_at_work(one.plan.id, rights) for one in case.removals.values() for rights in one.plan.rights):
        raise busy
    make_private(pc.folder)
    try:
        lock = WriterLock(pc.folder / _LOCK)
    except CaseError as error:
        raise (busy if error.code == OPEN_ELSEWHERE else InputError(NO_PLACE, _no_place())) from error
    try:
        yield
    finally:
        lock.release()
        with contextlib.suppress(OSError):
            pc.folder.rmdir()


def make_private(folder: Path) -> None:
    """Make the folder for plan files, closed to everybody else. Raises InputError U-55."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        folder.chmod(0o700)
    except OSError as error:
        raise InputError(NO_PLACE, _no_place()) from error


def _no_place() -> str:
    return "This account cannot keep files of its own on this PC, so nothing was removed."


@contextlib.contextmanager
def plan_file(folder: Path, name: str, content: bytes) -> Iterator[Path]:
    """Give a plan file that nobody else can read or change, and take it away at the end. Raises InputError U-55."""
    path = folder / name
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        raise InputError(NO_PLACE, _no_place()) from error
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:  # a full disk, say: nothing half written stays
        with contextlib.suppress(OSError):
            path.unlink(missing_ok=True)
        raise InputError(NO_PLACE, _no_place()) from error
    try:
        yield path
    finally:
        with contextlib.suppress(OSError):
            path.unlink(missing_ok=True)
            folder.rmdir()  # not while a run holds its lock in there


def ask_to_stop(folder: Path, plan_id: str) -> None:
    """Leave the mark for which the runner looks before each action. Where there is no run, nothing is left."""
    if (folder / f"{plan_id}.json").exists():
        with contextlib.suppress(OSError):
            _mark(folder, plan_id).touch(0o600)


def withdraw(folder: Path, plan_id: str) -> None:
    """Take a plan file and its mark away, so that no runner can begin with it any more."""
    for path in (folder / f"{plan_id}.json", _mark(folder, plan_id)):
        with contextlib.suppress(OSError):
            path.unlink(missing_ok=True)


@contextlib.contextmanager
def nobody_runs(folder: Path) -> Iterator[bool]:
    """Say whether no start of ours waits for a runner, and keep one from beginning. Tidy up after a killed one."""
    if not folder.is_dir():
        yield True
        return
    try:
        lock = WriterLock(folder / _LOCK)
    except CaseError:
        yield False
        return
    try:
        yield True
    finally:
        lock.release()
        with contextlib.suppress(OSError):
            folder.rmdir()


def _mark(folder: Path, plan_id: str) -> Path:
    return folder / f"{plan_id}.json.stop"


def take_over(casebook: RemovalKeeper, results: Results, plan_id: str, rights: Rights) -> tuple[AnyLine, ...]:
    """Write into the case what the runner has written since the last time, and return it.

    Lines that are not about the plan that was agreed to are passed over: the store of a person is no safe place.
    """
    removal = casebook.case.removals[plan_id]
    told = read_lines(results.lines(plan_id, rights))
    if not told or not _belongs(told[0], removal, rights):
        return ()
    known = len(removal.lines.get(rights, ()))
    events = [
        journal.RemovalReported(plan_id=plan_id, rights=rights, number=number, line=line)
        for number, line in enumerate(told[known:], known)
    ]
    casebook.record_all(events, "program")
    return told[known:]


def _belongs(first: AnyLine, removal: KnownRemoval, rights: Rights) -> bool:
    return isinstance(first, RunStarted) and (first.plan_id, first.sha256, first.rights, first.acts) == (
        removal.plan.id,
        removal.sha256,
        rights,
        True,
    )


def began(removal: KnownRemoval, rights: Rights) -> bool:
    """Return whether the runner is known to have started with these rights."""
    return bool(removal.lines.get(rights))


def went_through(removal: KnownRemoval, rights: Rights) -> bool:
    """Return whether all actions of these rights were gone through and none kept later ones from being tried."""
    return any(isinstance(line, RunEnded) and not line.stopped for line in removal.lines.get(rights, ()))


def events_of(plan: RemovalPlan, rights: Rights, lines: Sequence[AnyLine]) -> Iterator[RemovalEvent]:
    """Yield what lines of the runner tell a window."""
    actions = {action.id: action for action in plan.actions}
    for line in lines:
        if isinstance(line, ActionBegun) and line.action_id in actions:
            yield Running(rights=rights, action=actions[line.action_id], command=line.command)
        yield Reported(rights=rights, line=line)


def close_rights(
    casebook: RemovalKeeper, plan: RemovalPlan, rights: Rights, reason: WhyNotStarted, says: str = ""
) -> NotDone:
    """Write down that the runner did not start with these rights."""
    casebook.record(journal.RemovalNotStarted(plan_id=plan.id, rights=rights, reason=reason), "program")
    return NotDone(rights=rights, reason=reason, says=says)


def carry_out(
    casebook: RemovalKeeper, pc: ThisPc, plan: RemovalPlan, content: bytes, stopped: Callable[[], bool]
) -> Generator[RemovalEvent, None, bool]:
    """Have a plan that was agreed to done, first what needs an administrator.

    Returns whether it came to an end; False when we were asked to stop waiting.
    """
    try:
        with plan_file(pc.folder, f"{plan.id}.json", content) as file:
            for number, rights in enumerate(plan.rights):
                if not (yield from _with_rights(casebook, pc, plan, rights, file, stopped)):
                    return False
                was_stopped = _mark(pc.folder, plan.id).exists()
                if was_stopped or not went_through(casebook.case.removals[plan.id], rights):
                    for later in plan.rights[number + 1 :]:
                        yield close_rights(casebook, plan, later, "not-reached")
                    break
    except InputError as error:
        for rights in plan.rights:
            yield close_rights(casebook, plan, rights, "failed", error.sentence)
    finally:
        withdraw(pc.folder, plan.id)
    return True


def _with_rights(
    casebook: RemovalKeeper, pc: ThisPc, plan: RemovalPlan, rights: Rights, file: Path, stopped: Callable[[], bool]
) -> Generator[RemovalEvent, None, bool]:
    prompt = pc.starter.prompt_shows() if rights == "administrator" else None
    if prompt is not None and prompt.can_ask:
        yield Asking(rights=rights, prompt=prompt)
    run = pc.starter.start(file, casebook.case.removals[plan.id].sha256, rights)
    ended: Ended | None = None
    while ended is None:
        ended = _waited(run, pc.results, plan.id, rights)
        yield from events_of(plan, rights, take_over(casebook, pc.results, plan.id, rights))
        if ended is None and stopped():
            yield from _left_alone(casebook, pc, plan, rights, file if prompt is not None else None)
            return False
    if not began(casebook.case.removals[plan.id], rights):
        yield close_rights(casebook, plan, rights, ended.why_not or "failed", ended.says)
    return True


def _left_alone(
    casebook: RemovalKeeper, pc: ThisPc, plan: RemovalPlan, rights: Rights, asked_for: Path | None
) -> Iterator[RemovalEvent]:
    """Stop waiting. A runner at work goes on; while the system still asks, the plan is withdrawn from it.

    `asked_for`: the plan file that a runner will open after a yes; None where nobody is asked.
    """
    until = time.monotonic() + _OPENING
    if asked_for is not None and not began(casebook.case.removals[plan.id], rights):
        with contextlib.suppress(OSError):
            asked_for.unlink()
    while not began(casebook.case.removals[plan.id], rights) and time.monotonic() < until:
        time.sleep(POLL)
        yield from events_of(plan, rights, take_over(casebook, pc.results, plan.id, rights))
    if began(casebook.case.removals[plan.id], rights):
        yield StillWorking(rights=rights)
    else:
        yield close_rights(casebook, plan, rights, "failed", "nobody waited for it any more")


def _waited(run: Run, results: Results, plan_id: str, rights: Rights) -> Ended | None:
    ended = run.wait(POLL)
    if ended is None or ended.exit_code is not None or ended.why_not is not None:
        return ended
    # It runs and there is nothing to wait on: its file tells, once it is there.
    until = time.monotonic() + _WITHOUT_HANDLE
    while not results.lines(plan_id, rights) and time.monotonic() < until:
        time.sleep(POLL)
    return None if results.is_at_work(plan_id, rights) else ended


def digest_and_bytes(plan: RemovalPlan) -> tuple[str, bytes]:
    """Return the SHA-256 of a plan file and its bytes. Raises InputError U-56."""
    content = bytes_of(plan)
    return digest_of(content), content
