"""Plans for the tests of the runner, a clock that does not wait, and one call that runs a plan in this process."""

from __future__ import annotations

import io
import itertools
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from recovery_assistant.domain.observation import System
from recovery_assistant.domain.removal.plan import Action, AnyVerb, RemovalPlan, Rights, digest_of, plan_bytes
from recovery_assistant.domain.removal.results import ActionEnded, AnyLine, read_lines
from recovery_assistant.runner.hand import Clock

only_on_linux = pytest.mark.skipif(sys.platform != "linux", reason="the runner's hand on Linux")
NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
_numbers = itertools.count(1)


class StillClock:
    """A clock on which waiting takes no time."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def now(self) -> datetime:
        return NOW + timedelta(seconds=self.seconds)

    def monotonic(self) -> float:
        return self.seconds

    def sleep(self, seconds: float) -> None:
        self.seconds += seconds


def plan_of(
    *verbs: AnyVerb,
    rights: Rights = "person",
    roots: tuple[str, ...] = (),
    system: System = System.LINUX,
    undoes: str = "",
) -> RemovalPlan:
    return RemovalPlan(
        id=f"r-{next(_numbers):012x}",
        case_number="RA-1",
        item="f-anydesk",
        tool_id="anydesk",
        name="AnyDesk",
        system=system,
        made_at=NOW,
        roots=roots,
        actions=tuple(Action(id=f"a{number}", rights=rights, verb=verb) for number, verb in enumerate(verbs, 1)),
        undoes=undoes,
    )


def written(plan: RemovalPlan, folder: Path) -> tuple[Path, str]:
    """Write a plan file; return its path and digest."""
    content = plan_bytes(plan)
    path = folder / f"{plan.id}.json"
    path.write_bytes(content)
    return path, digest_of(content)


class Ran:
    """What one run told."""

    def __init__(self, code: int, lines: tuple[AnyLine, ...], said: str) -> None:
        self.code, self.lines, self.said = code, lines, said

    @property
    def ended(self) -> list[ActionEnded]:
        return [line for line in self.lines if isinstance(line, ActionEnded)]

    @property
    def statuses(self) -> list[str]:
        return [line.status for line in self.ended]

    @property
    def codes(self) -> list[str]:
        return [line.code for line in self.ended]


def ran_by(
    hand: object,
    plan: RemovalPlan,
    folder: Path,
    mode: str = "do",
    rights: Rights = "person",
    *,
    clock: Clock | None = None,
) -> Ran:
    """Run a plan in this process with a hand whose store lies below `folder`; on a clock that does not wait, or one."""
    from recovery_assistant.domain.removal.places import results_name
    from recovery_assistant.runner.running import run

    path, digest = written(plan, folder)
    out, err = io.BytesIO(), io.StringIO()
    code = run((str(path), digest, mode, rights), plan.system, hand, clock or StillClock(), out, err)  # type: ignore[arg-type]
    results = hand.store(rights) / results_name(plan.id, rights)  # type: ignore[attr-defined]
    content = out.getvalue() if mode == "look" or not results.exists() else results.read_bytes()
    return Ran(code, read_lines(content), err.getvalue())
