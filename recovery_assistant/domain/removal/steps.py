"""Steps of a removal plan while it is made: what is done in which order, with whose rights, and what is left undone.

Shared by the planners of tools and of what was left behind. A step is only added where the ground says that its
target is there, is no link, is not another person's and is no part of the system; otherwise the reason is kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime
from typing import Final, Literal, NamedTuple, TypeVar

from recovery_assistant.domain.catalogue import InProgram, Tool
from recovery_assistant.domain.finding import Mark
from recovery_assistant.domain.observation import (
    Autorun,
    InstalledProgram,
    Observation,
    Process,
    ProgramFile,
    Service,
    System,
)
from recovery_assistant.domain.patterns import compiled, expanded
from recovery_assistant.domain.removal.ground import Ground
from recovery_assistant.domain.removal.paths import (
    home_of,
    is_below,
    is_below_any,
    is_clean,
    is_of_system,
    name_of,
    own_folder,
    parent,
    plain,
    program_in,
)
from recovery_assistant.domain.removal.plan import (
    MOST_ACTIONS,
    Action,
    AnyVerb,
    EndProcess,
    Quarantine,
    Refusal,
    RefusalCode,
    RemoveTask,
    RemoveValue,
    Rights,
)
from recovery_assistant.domain.removal.state import Copies
from recovery_assistant.domain.traits import program_names

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
_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
LONGEST_TEXT: Final = 4096
"""Characters of one text of a plan. A longer command line than a plan can hold is left to the person."""


class Seen(NamedTuple):
    """What a fresh look at the PC saw.

    Attributes:
        own: the raw facts that the finding rests on.
        around: every raw fact of the look, so that what runs out of the tool's own folder is known too.
        others: tool id and raw facts of each other finding that is likely or certain.
    """

    own: tuple[Observation, ...]
    around: tuple[Observation, ...] = ()
    others: tuple[tuple[str, tuple[Observation, ...]], ...] = ()


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
    return len(text) <= LONGEST_TEXT and not _CONTROL.search(text)


def program_of(observation: Observation, system: System) -> str:
    """Return the path of the program that a raw fact is about, as it stands there; "" when it names none."""
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


RUNS_OTHERS: Final = re.compile(
    r"(?:ba|da|z|k|c|tc|fi)?sh|env|sudo|nohup|setsid|xvfb-run|perl|ruby|node|nodejs|mono|dotnet|javaw?|python[\d.w]*|electron"
    r"|wine[\w-]*|qemu[\w-]*|box(?:86|64)|bwrap|snap-confine|flatpak|systemd|dbus-\w+|autohotkey\w*|autoit\w*|php[\d.]*|lua\w*",
    re.IGNORECASE,
)
"""Programs that run what they are told. What they run may be a tool; they are none themselves."""
_LONGEST_NAME_OF_A_PROCESS: Final = 15  # Linux keeps no more of it


def _only_says_so(observation: Observation, path: str, system: System) -> bool:
    """Return whether a raw fact names a program that need not be the tool's own, unless it is called like one.

    Any program of a person can write a start-up entry or a unit of that person. And a process may be another program
    that runs the tool, as Wine or Java does: then its file has another name than the process.
    """
    if isinstance(observation, Autorun):
        return True
    if isinstance(observation, Service):
        return bool(home_of(observation.source, system)) or runs_others(path)
    if isinstance(observation, Process):
        file, name = name_of(path).lower(), observation.name.lower()[:_LONGEST_NAME_OF_A_PROCESS]
        return runs_others(path) or (system == System.LINUX and bool(name) and not file.startswith(name))
    return False


def runs_others(path: str) -> bool:
    """Return whether a program is one that runs what it is told, by its name."""
    return RUNS_OTHERS.fullmatch(name_of(path).lower().removesuffix(".exe")) is not None


def _is_called(path: str, tool: Tool) -> bool:
    """Return whether the catalogue knows a program of the tool by this name."""
    patterns = [one.program for one in tool.indicator if isinstance(one, InProgram) and one.program]
    return any(compiled(expanded(one)).fullmatch(name) for one in patterns for name in program_names(path))


Fact = TypeVar("Fact", Process, Service, Autorun, ProgramFile)


class Own:
    """What belongs to one finding alone: its programs and its folders.

    What any program of a person may write (a start-up entry, an entry of their own list of programs) is not believed
    about a folder: it could name the folder of something else, and have that taken away.
    """

    def __init__(self, seen: Seen, system: System, ground: Ground, tool: Tool) -> None:
        self._system = system
        self._others = tuple(path for _, facts in seen.others for one in facts if (path := program_of(one, system)))
        rows = [(program_of(one, system), one) for one in seen.own]
        found = [path for path, one in rows if _is_called(path, tool) or not _only_says_so(one, path, system)]
        self.programs: tuple[str, ...] = tuple(
            dict.fromkeys(path for path in found if is_clean(path, system) and not is_of_system(path, system))
        )
        named = [
            one.install_location
            for one in seen.own
            if isinstance(one, InstalledProgram)
            if not one.registry_key.upper().startswith("HKU\\")
        ]
        named = [path.rstrip("\\/") for path in named if own_folder(f"{path}/x".replace("//", "/"), system)]
        named = [path for path in named if not self.is_strangers(path)]
        folders = [*filter(None, (own_folder(path, system) for path in self.programs)), *named]
        there = dict.fromkeys(path for path in folders if ground.kind_of(path) == "folder")
        tops = [path for path in there if not any(is_below(path, one, system) and one != path for one in there)]
        self.folders: tuple[str, ...] = tuple(path for path in tops if not self._is_shared(path, seen))
        """Folders in which nothing else was seen."""
        self.shared: tuple[str, ...] = tuple(path for path in tops if path not in self.folders)

    def is_strangers(self, folder: str) -> bool:
        """Return whether a folder holds another finding's programs and none of this one's: another copy lives there."""
        if not folder or any(is_below(path, folder, self._system) for path in self.programs):
            return False
        return any(is_below(path, folder, self._system) for path in self._others)

    def _is_shared(self, folder: str, seen: Seen) -> bool:
        """Return whether another tool lives in a folder, or something that was installed by itself below it."""
        known = {plain(path, self._system) for path in self.programs}
        strangers = (path for path in self._others if plain(path, self._system) not in known)
        if any(is_below(path, folder, self._system) for path in strangers):
            return True
        entries = [one for one in seen.around if isinstance(one, InstalledProgram)]
        places = [one.install_location for one in entries]
        places += [parent(program_in(one.uninstall_string, self._system)) for one in entries if one not in seen.own]
        top = plain(folder, self._system)
        return any(
            is_below(path, folder, self._system) and plain(path, self._system) != top
            for path in places
            if path and not any(isinstance(one, InstalledProgram) and one.install_location == path for one in seen.own)
        )

    def has(self, path: str) -> bool:
        """Return whether a program is one of the finding's, or lies in a folder that is its alone."""
        return bool(path) and (
            is_below_any(path, self.folders, self._system)
            or plain(path, self._system) in {plain(one, self._system) for one in self.programs}
        )


def of_kind(kind: type[Fact], seen: Seen, own: Own, system: System) -> list[Fact]:
    """Return the raw facts of one kind that are the finding's, and those about programs out of its own folders."""
    mine: list[Fact] = [one for one in seen.own if isinstance(one, kind)]
    near: list[Fact] = [one for one in seen.around if isinstance(one, kind) and own.has(program_of(one, system))]
    return mine + [one for one in near if one not in mine]


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
            Action(id=f"a{number}", rights=rights, verb=verb)
            for number, (verb, (_, rights)) in enumerate(order[:MOST_ACTIONS], 1)
        )

    def _spelled(self, path: str) -> str:
        return path.replace("/", "\\") if self.system == System.WINDOWS else path

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
        exe = self._spelled(process.exe)
        if process.pid is None or process.started_at is None or not is_clean(exe, self.system):
            return
        if is_of_system(exe, self.system):
            self.refuse("part-of-system", exe)
            return
        if sum(isinstance(verb, EndProcess) for verb in self._steps) < MOST_PROCESSES:
            rights: Rights = "person" if self.ground.is_own(exe) else "administrator"
            verb = EndProcess(pid=process.pid, started_at=process.started_at, exe=exe)
            self.add("end", verb, rights, exe)

    def put_away(self, path: str, *, is_leftover: bool = False, stage: Stage = "quarantine") -> None:
        """Add the move of a file or folder to the kept things, when it is there and may be touched."""
        path = self._spelled(path)
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
