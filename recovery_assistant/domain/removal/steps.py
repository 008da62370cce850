"""Steps of a removal plan while it is made: what is done in which order, with whose rights, and what is left undone.

Shared by the planners of tools and of what was left behind. A step is only added where the ground says that its
target is there, is no link, is not another person's and is no part of the system; otherwise the reason is kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime
from typing import Final, Literal, NamedTuple

from recovery_assistant.domain.finding import Mark
from recovery_assistant.domain.observation import (
    Autorun,
    Observation,
    Process,
    ProgramFile,
    Service,
    System,
)
from recovery_assistant.domain.removal.ground import Ground
from recovery_assistant.domain.removal.hidden_signs import has_hidden_signs
from recovery_assistant.domain.removal.paths import (
    as_spelled,
    home_of,
    is_below,
    is_clean,
    is_of_system,
    parent,
    plain,
    program_in,
)
from recovery_assistant.domain.removal.plan import (
    Action,
    AnyVerb,
    EndProcess,
    Quarantine,
    Refusal,
    RefusalCode,
    RemoveTask,
    RemoveValue,
    Rights,
    StopService,
)
from recovery_assistant.domain.removal.state import Copies
from recovery_assistant.domain.system_folders import is_kept_place, objection

MOST_PROCESSES: Final = 60
Stage = Literal["stop", "end", "uninstall", "starts", "quarantine", "last"]
_STAGES: Final[tuple[Stage, ...]] = ("stop", "end", "uninstall", "starts", "quarantine", "last")
_PERSONS_HIVE: Final = re.compile(r"HKU\\S-1-(?:5-21|12-1)-[\d-]+(?:_Classes)?(?:\\.*)?", re.IGNORECASE)
_TASKS: Final = "/system32/tasks/"
_TASK: Final = re.compile(
    r'(?!\\microsoft\\)(?:\\[^\\/:*?"<>|. ](?:[^\\/:*?"<>|]{0,198}[^\\/:*?"<>|. ])?){1,8}', re.IGNORECASE
)
_STARTS_KEY: Final = re.compile(
    r"(?:HKLM|HKU\\[A-Za-z0-9_.-]+)\\SOFTWARE\\(?:WOW6432Node\\)?Microsoft\\Windows\\CurrentVersion"
    r"\\(?:Run|RunOnce|Policies\\Explorer\\Run)",
    re.IGNORECASE,
)
LONGEST_TEXT: Final = 4096
"""Characters of one text of a plan. A longer command line than a plan can hold is left to the person."""


class Seen(NamedTuple):
    """What a fresh look at the PC saw.

    Attributes:
        own: the raw facts that the finding rests on.
        around: every raw fact of the look, so that what runs out of the tool's own folder is known too.
        others: tool id and raw facts of each other finding that is likely or certain.
        aids: raw facts of everything that helps a person to see, hear or move. Nothing of it is ever in a plan.
    """

    own: tuple[Observation, ...]
    around: tuple[Observation, ...] = ()
    others: tuple[tuple[str, tuple[Observation, ...]], ...] = ()
    aids: tuple[Observation, ...] = ()


class Facts(NamedTuple):
    """What is known beside the look.

    Attributes:
        mark: the person's answer to "is this yours?".
        managed_by: names of companies or schools that this PC says it belongs to.
        copies: whether the records of this item were copied.
    """

    plan_id: str
    case_number: str
    made_at: datetime
    mark: Mark | None = None
    is_connected: bool = False
    managed_by: tuple[str, ...] = ()
    copies: Copies = "none-known"


def is_sayable(text: str) -> bool:
    """Return whether a plan can hold a text: not too long, and without signs that no name of an honest maker has."""
    return len(text) <= LONGEST_TEXT and not has_hidden_signs(text)


def program_of(observation: Observation, system: System) -> str:
    """Return the path of the program that a raw fact is about, with its system's slashes; "" when it names none."""
    path = _named_by(observation, system)
    return path.replace("/", "\\") if system == System.WINDOWS else path


def _named_by(observation: Observation, system: System) -> str:
    match observation:
        case Process():
            return observation.exe
        case ProgramFile():
            return observation.path
        case Service():
            return program_in(observation.binary_path, system)
        case Autorun():
            return program_in(observation.command, system)
    return ""


class Steps:
    """The steps of one plan, gathered in any order."""

    def __init__(self, system: System, ground: Ground) -> None:
        self.system = system
        self.ground = ground
        self.refusals: dict[Refusal, None] = {}
        self.roots: dict[str, None] = {}
        self._steps: dict[AnyVerb, tuple[Stage, Rights]] = {}

    def add(self, stage: Stage, verb: AnyVerb, rights: Rights, *roots: str) -> None:
        """Add a step once; `roots` are the paths that it touches."""
        self._steps.setdefault(verb, (stage, rights))
        self.roots.update(dict.fromkeys(path for path in roots if path))

    def refuse(self, code: RefusalCode, about: str = "") -> None:
        """Keep the reason why something is left to the person."""
        self.refusals[Refusal(code=code, about=about)] = None

    def has(self, kind: type[AnyVerb]) -> bool:
        """Return whether there is a step of a kind."""
        return any(isinstance(verb, kind) for verb in self._steps)

    def actions(self) -> tuple[Action, ...]:
        """Return the steps in the order in which they are done: first an administrator's, then stage after stage."""
        order = sorted(self._steps.items(), key=lambda step: (step[1][1] != "administrator", _STAGES.index(step[1][0])))
        return tuple(
            Action(id=f"a{number}", rights=rights, verb=verb) for number, (verb, (_, rights)) in enumerate(order, 1)
        )

    def rights_for(self, place: str) -> Rights | None:
        """Return whose rights a path or registry key needs; None, with the reason kept, when it is another person's."""
        if self.ground.is_own(place):
            return "person"
        if home_of(place, self.system) or (self.system == System.WINDOWS and _PERSONS_HIVE.fullmatch(place)):
            self.refuse("other-person", place)
            return None
        return "administrator"

    def end(self, process: Process) -> None:
        """Add the end of a running program whose number and start are both known."""
        exe = as_spelled(process.exe, self.system, self.ground)
        if process.pid is None or process.started_at is None or not is_clean(exe, self.system):
            return
        is_kept = is_kept_place(exe, self.system)
        if is_of_system(exe, self.system) and not is_kept:
            is_stopped = self._is_stopped(exe)
            if not is_stopped:
                self.refuse("part-of-system", exe)
            if not is_stopped or objection(exe, self.system) is not None:
                return  # with its service it ends as well
        if sum(isinstance(verb, EndProcess) for verb in self._steps) < MOST_PROCESSES:
            rights: Rights = "person" if self.ground.is_own(exe) else "administrator"
            verb = EndProcess(pid=process.pid, started_at=process.started_at, exe=exe)
            self.add("end", verb, rights, *(() if is_kept else (exe,)))

    def _is_stopped(self, exe: str) -> bool:
        """Return whether a program is that of a service that the plan stops: with the service, it may be ended."""
        stopped = (verb.program for verb in self._steps if isinstance(verb, StopService))
        return plain(exe, self.system) in {plain(program, self.system) for program in stopped}

    def put_away(self, path: str, *, is_leftover: bool = False, stage: Stage = "quarantine") -> None:
        """Add the move of a file or folder to the kept things, when it is there and may be touched."""
        path = as_spelled(path, self.system, self.ground)
        if is_kept_place(path, self.system):
            return  # it was taken away before; what still runs from there is ended, and no more
        if not is_clean(path, self.system) or is_of_system(path, self.system):
            self.refuse("part-of-system", path)
            return
        kind = self.ground.kind_of(path)
        if kind in ("missing", "closed"):
            return
        if kind not in ("file", "folder") or self._leads_elsewhere(path):
            self.refuse("link", path)
            return
        rights = self.rights_for(path)
        if rights is None or self._is_in_a_moved_folder(path):
            return
        digest = self.ground.sha256_of(path) if kind == "file" else ""
        verb = Quarantine(
            path=path, kind="file" if kind == "file" else "folder", sha256=digest, is_leftover=is_leftover
        )
        self.add(stage, verb, rights, path)

    def _leads_elsewhere(self, path: str) -> bool:
        real = self.ground.real_path(path)
        return bool(real) and plain(real, self.system) != plain(path, self.system)

    def _is_in_a_moved_folder(self, path: str) -> bool:
        return any(
            isinstance(verb, Quarantine) and verb.kind == "folder" and is_below(path, verb.path, self.system)
            for verb in self._steps
        )

    def remove_autorun(self, autorun: Autorun) -> None:
        """Add the removal of something that starts by itself, whatever keeps it."""
        source = autorun.source
        if not is_sayable(autorun.name) or not is_sayable(autorun.command):
            self.refuse("no-way-known", source)
        elif _STARTS_KEY.fullmatch(source):
            rights = self.rights_for(source)
            if rights is not None:
                verb = RemoveValue(key=source, name=autorun.name, data=autorun.command)
                self.add("starts", verb, rights)
        elif self.system == System.WINDOWS and _TASKS in plain(source, self.system):
            if not _TASK.fullmatch(autorun.name) or not autorun.command:
                self.refuse("part-of-system", autorun.name)
            else:
                self.add("starts", RemoveTask(path=autorun.name, command=autorun.command), "administrator")
        elif is_clean(source, self.system) and parent(source):
            self.put_away(source, stage="starts")
        else:
            self.refuse("no-way-known", autorun.name or source)


def same_task(autoruns: Iterable[Autorun], task: Autorun) -> list[Autorun]:
    """Return all that one scheduled task starts."""
    return [one for one in autoruns if one.source == task.source]
