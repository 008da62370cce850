"""Runs of the real runner on a real Windows: a plan with these actions, done or looked at, and what it reported."""

from __future__ import annotations

import io
import itertools
import secrets
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import pytest

if sys.platform != "win32":
    pytest.skip("needs Windows, real or under Wine", allow_module_level=True)

from recovery_assistant.domain.observation import System
from recovery_assistant.domain.removal.places import results_name
from recovery_assistant.domain.removal.plan import (
    Action,
    AnyVerb,
    PutBack,
    RemovalPlan,
    Rights,
    digest_of,
    plan_bytes,
)
from recovery_assistant.domain.removal.results import ActionBegun, ActionEnded, read_lines
from recovery_assistant.runner.clock import SystemClock
from recovery_assistant.runner.running import run
from recovery_assistant.runner.windows.hand import WindowsHand

PROGRAM_FILES = Path(r"C:\Program Files")
_numbers = itertools.count()


class Ran(NamedTuple):
    """What a run reported."""

    plan: RemovalPlan
    code: int
    error: str
    begun: tuple[ActionBegun, ...]
    ended: tuple[ActionEnded, ...]

    @property
    def only(self) -> ActionEnded:
        """How the only action ended."""
        assert len(self.ended) == 1, (self.code, self.error, self.ended)
        return self.ended[0]


def plan_of(
    *verbs: AnyVerb, roots: tuple[str, ...] = (), rights: Rights = "administrator", undoes: str = ""
) -> RemovalPlan:
    return RemovalPlan(
        id=f"r-{secrets.token_hex(6)}",
        case_number="C-1",
        item="f-1",
        name="A tool",
        system=System.WINDOWS,
        made_at=datetime.now(UTC),
        roots=roots,
        actions=tuple(Action(id=f"a{n}", rights=rights, verb=verb) for n, verb in enumerate(verbs, 1)),
        undoes=undoes,
    )


def carry_out(plan: RemovalPlan, folder: Path, mode: str = "do") -> Ran:
    """Hand a plan to the runner as a file, and read what it reports."""
    content, rights = plan_bytes(plan), plan.actions[0].rights
    file = folder / f"{next(_numbers)}.plan.json"
    file.write_bytes(content)
    out, err, hand = io.BytesIO(), io.StringIO(), WindowsHand()
    code = run((str(file), digest_of(content), mode, rights), System.WINDOWS, hand, SystemClock(), out, err)
    results = hand.store(rights) / results_name(plan.id, rights)
    told = out.getvalue() if mode == "look" else results.read_bytes() if results.exists() else b""
    lines = read_lines(told)
    begun = tuple(line for line in lines if isinstance(line, ActionBegun))
    return Ran(plan, code, err.getvalue(), begun, tuple(line for line in lines if isinstance(line, ActionEnded)))


def put_back(ran: Ran, folder: Path, mode: str = "do") -> Ran:
    """Undo everything of a run that kept something, last first."""
    verbs = [PutBack(plan_id=ran.plan.id, action_id=one.action_id) for one in reversed(ran.ended) if one.kept]
    rights = ran.plan.actions[0].rights
    return carry_out(plan_of(*verbs, rights=rights, undoes=ran.plan.id), folder, mode)


@contextmanager
def folder_of_tool(name: str) -> Iterator[Path]:
    """Make a folder below Program Files, and take it away again."""
    folder = PROGRAM_FILES / name
    shutil.rmtree(folder, ignore_errors=True)  # left by a run that was stopped
    folder.mkdir()
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
