r"""Plans for look-alikes, and the real runner started on them as a process of its own, as the program starts it."""

from __future__ import annotations

import sys

if sys.platform != "win32":
    raise ImportError("only on Windows")

import os
import subprocess
import uuid
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from recovery_assistant.domain.observation import System
from recovery_assistant.domain.removal.places import results_name
from recovery_assistant.domain.removal.plan import (
    Action,
    AnyVerb,
    Gone,
    PutBack,
    Quarantine,
    RemovalPlan,
    RemoveValue,
    Rights,
    RunUninstaller,
    StopService,
    digest_of,
    plan_bytes,
)
from recovery_assistant.domain.removal.results import ActionBegun, ActionEnded, AnyLine, RunEnded, read_lines
from recovery_assistant.runner.windows.store import store
from tests.windows.removal import prefix_state
from tests.windows.removal.look_alikes import NAME, RUN, SEEN, UNINSTALL, Hive, Installed

PACKAGE = Path(__file__).parents[3]
FULL = [sys.executable, "-I", "-B", str(PACKAGE / "recovery_assistant" / "runner" / "__main__.py")]
QUICK = [sys.executable, "-B", str(Path(__file__).with_name("quick_runner.py")), "10"]
"""The same runner with a clock that is ten times as fast: two minutes of patience are twelve seconds, and the forty in
which a service must have stopped are four, which a busy machine needs."""


class Ran(NamedTuple):
    """One run of the runner: exit code, what it said to its standard error, and the lines that it wrote."""

    code: int
    complaint: str
    lines: tuple[AnyLine, ...]

    def ended(self, action_id: str) -> ActionEnded:
        """Return how an action ended."""
        return next(one for one in self.lines if isinstance(one, ActionEnded) and one.action_id == action_id)

    def __str__(self) -> str:
        """Return all of it in lines that can be read when a test fails."""
        told = [f"ended with {self.code} {self.complaint}"]
        for one in self.lines:
            if isinstance(one, ActionBegun):
                told.append(f"{one.at:%M:%S} {one.action_id} begins: {' '.join(one.command)}")
            if isinstance(one, ActionEnded):
                exit_code = "" if one.exit_code is None else f" exit {one.exit_code}"
                told.append(
                    f"{one.at:%M:%S} {one.action_id} {one.status} {one.code} {one.says}{exit_code} {one.looked}"
                )
        return "\n".join(told)

    @property
    def statuses(self) -> dict[str, str]:
        """Status of each action that ended."""
        return {one.action_id: one.status for one in self.lines if isinstance(one, ActionEnded)}

    @property
    def went_through(self) -> bool:
        """Whether the last action was reached."""
        return bool(self.lines) and isinstance(self.lines[-1], RunEnded) and not self.lines[-1].stopped


def key_place(hive: Hive, path: str) -> str:
    """Return how a plan names a key: the person's hive by their number."""
    return rf"HKLM\{path}" if hive == "HKLM" else rf"HKU\{own_sid()}\{path}"


def own_sid() -> str:
    """Return the number by which Windows knows whoever runs this."""
    from recovery_assistant.hosts.windows.places import read_places
    from recovery_assistant.hosts.windows.registry import LiveRegistry

    return read_places(LiveRegistry()).people[0].sid


def plan_of(actions: list[tuple[Rights, AnyVerb]], *roots: Path | str, undoes: str = "") -> RemovalPlan:
    """Return a plan with these actions in this order."""
    return RemovalPlan(
        id=f"r-{uuid.uuid4().hex[:12]}",
        case_number="RA-TEST-0001",
        item="f-0123456789ab",
        tool_id="" if undoes else "look-alike",
        name=NAME,
        system=System.WINDOWS,
        made_at=datetime.now(UTC),
        roots=tuple(str(root) for root in roots),
        actions=tuple(Action(id=f"a{n}", rights=rights, verb=verb) for n, (rights, verb) in enumerate(actions, 1)),
        undoes=undoes,
    )


def removal_of(installed: Installed, *, works_in: str = "") -> RemovalPlan:
    """Return the plan that removes a look-alike: service, uninstaller, start-up entry, what is left of its folder."""
    rights, folder = installed.rights, str(installed.folder)
    gone = Gone(
        keys=(key_place(installed.hive, rf"{UNINSTALL}\{NAME}"),),
        services=(installed.service,) if installed.service else (),
        folders=(folder,),
    )
    actions: list[tuple[Rights, AnyVerb]] = []
    if installed.service:
        stop = StopService(manager="windows", name=installed.service, program=rf"{folder}\LookAlike.exe")
        actions.append((rights, stop))
    uninstall = RunUninstaller(
        family=installed.family,
        program=str(installed.program),
        arguments=installed.arguments,
        sha256=digest_of(installed.program.read_bytes()),
        works_in=works_in,
        gone=gone,
    )
    value = RemoveValue(key=key_place(installed.hive, RUN), name=NAME, data=installed.value)
    actions += [
        (rights, uninstall),
        (rights, value),
        (rights, Quarantine(path=folder, kind="folder", is_leftover=True)),
    ]
    return plan_of(actions, installed.folder)


def putting_back(plan: RemovalPlan, ran: Ran, rights: Rights, begun: Sequence[str] = ()) -> RemovalPlan:
    """Return the plan that undoes what was kept, the last first; or what was begun, where nobody knows the end."""
    kept = list(begun) or [one.action_id for one in ran.lines if isinstance(one, ActionEnded) and one.kept]
    actions: list[tuple[Rights, AnyVerb]] = [(rights, PutBack(plan_id=plan.id, action_id=one)) for one in kept[::-1]]
    return plan_of(actions, undoes=plan.id)


def run(plan: RemovalPlan, folder: Path, rights: Rights, mode: str = "do", *, command: list[str] = FULL) -> Ran:
    """Give a plan to the runner and wait for it."""
    running = begin(plan, folder, rights, mode, command=command)
    told, complaint = running.communicate(timeout=100)
    lines = read_lines(told) if mode == "look" else results(plan, rights)
    return Ran(running.returncode, complaint.decode("utf-8", "replace"), lines)


def begin(
    plan: RemovalPlan,
    folder: Path,
    rights: Rights,
    mode: str = "do",
    *,
    command: list[str] = FULL,
    variables: Mapping[str, str] | None = None,
    cwd: Path = PACKAGE,
) -> subprocess.Popen[bytes]:
    """Start the runner on a plan."""
    content = plan_bytes(plan)
    place = folder / f"{plan.id}.json"
    place.write_bytes(content)
    words = [*command, str(place), digest_of(content), mode, rights]
    surroundings = os.environ | dict(variables or {})
    pipe = subprocess.PIPE
    return subprocess.Popen(words, cwd=cwd, env=surroundings, stdin=subprocess.DEVNULL, stdout=pipe, stderr=pipe)


def results(plan: RemovalPlan, rights: Rights) -> tuple[AnyLine, ...]:
    """Return what the runner wrote into its store."""
    place = store(rights) / results_name(plan.id, rights)
    return read_lines(place.read_bytes()) if place.exists() else ()


def places_of(plan: RemovalPlan) -> tuple[str, ...]:
    """Return where a plan may change something: its targets, what must be gone, and the runner's own store."""
    places = [*plan.roots, str(SEEN), *(str(store(rights).parent) for rights in ("administrator", "person"))]
    for action in plan.actions:
        verb = action.verb
        if isinstance(verb, StopService):
            places.append(rf"HKLM\System\CurrentControlSet\Services\{verb.name}")
        if isinstance(verb, RemoveValue):
            places.append(f"{as_looked(verb.key)} -> {verb.name}")
        gone: Gone = getattr(verb, "gone", Gone())
        places += [as_looked(key) for key in gone.keys]
        places += [rf"HKLM\System\CurrentControlSet\Services\{name}" for name in gone.services]
    return tuple(places)


def as_looked(key: str) -> str:
    """Return a key as `prefix_state` names it."""
    return key.replace(rf"HKU\{own_sid()}", "HKCU")


def unplanned(
    before: prefix_state.PrefixState, after: prefix_state.PrefixState, plan: RemovalPlan, *also: str
) -> list[str]:
    """Return everything that changed and that the plan did not name; an empty list is the proof."""
    changes = prefix_state.differences(before, after)
    return [str(one) for one in prefix_state.outside(changes, *places_of(plan), *also)]
