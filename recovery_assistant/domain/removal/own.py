"""What belongs to one finding alone: its programs and the folders that may be taken away whole.

A folder is the tool's own only where it is called as the catalogue knows the tool, or where what an installer wrote for
the whole PC says so and nothing else was seen in it. A file that somebody laid into the folder of a bank's program, of
mail or of a browser makes none of that the tool's: then the file alone goes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import Final, TypeVar

from recovery_assistant.domain.catalogue import InInstalled, InProgram, InService, Tool
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
    as_spelled,
    below_shared,
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
from recovery_assistant.domain.removal.steps import Seen, program_of
from recovery_assistant.domain.traits import plain as plain_text
from recovery_assistant.domain.traits import program_names

RUNS_OTHERS: Final = re.compile(
    r"(?:ba|da|z|k|c|tc|fi)?sh|env|sudo|nohup|setsid|xvfb-run|perl|ruby|node|nodejs|mono|dotnet|javaw?|python[\d.w]*|electron"
    r"|wine[\w-]*|qemu[\w-]*|box(?:86|64)|bwrap|snap-confine|flatpak|systemd|dbus-\w+|autohotkey\w*|autoit\w*|php[\d.]*|lua\w*",
    re.IGNORECASE,
)
"""Programs that run what they are told. What they run may be a tool; they are none themselves."""
_LONGEST_NAME_OF_A_PROCESS: Final = 15  # Linux keeps no more of it
_NOBODYS_NAME: Final = "qzxjwvkq"
"""A pattern that fits this fits anything, and says nothing about a name."""

Fact = TypeVar("Fact", Process, Service, Autorun, ProgramFile)


def runs_others(path: str) -> bool:
    """Return whether a program is one that runs what it is told, by its name."""
    return RUNS_OTHERS.fullmatch(name_of(path).lower().removesuffix(".exe")) is not None


def is_called(path: str, tool: Tool) -> bool:
    """Return whether the catalogue knows a program of the tool by this name."""
    patterns = [one.program for one in tool.indicator if isinstance(one, InProgram) and one.program]
    return any(compiled(expanded(one)).fullmatch(name) for one in patterns for name in program_names(path))


def has_name_of(program: str, tool: Tool) -> bool:
    """Return whether a program has a name that is the tool's alone, so that no other sign is needed."""
    return any(fits.fullmatch(name) for fits in _names_of(tool)[1] for name in program_names(program))


def is_named_after(folder: str, tool: Tool, system: System) -> bool:
    """Return whether a folder, or one above it below the folders that all share, is called as the tool is."""
    text = plain(folder, system).lower()
    texts, names, paths = _names_of(tool)
    parts = [part.lstrip(".") for part in below_shared(folder, system).lower().split("/")]
    for part in parts:
        spellings = {part, part.removesuffix(".app"), *program_names(part)}
        if part.count(".") > 1:
            spellings.add(part.rpartition(".")[2])  # "com.maker.Tool", as on a Mac
        if any(_bare(one) in texts or any(fits.fullmatch(one) for fits in names) for one in spellings if one):
            return True
    here, anywhere = f"{text}/{_NOBODYS_NAME}.exe", f"{parent(text)}/{_NOBODYS_NAME}/{_NOBODYS_NAME}.exe"
    return any(fits.fullmatch(here) and not fits.fullmatch(anywhere) for fits in paths)


Patterns = tuple[re.Pattern[str], ...]


@cache
def _names_of(tool: Tool) -> tuple[frozenset[str], Patterns, Patterns]:
    """Return the names of a tool without blanks, patterns for its names, and patterns for its paths.

    Only what an indicator says by itself counts: a pattern that needs a signature too may fit any folder.
    """
    texts = {tool.id, tool.name, tool.name.partition("(")[0], *tool.aliases}
    names: dict[str, None] = {}
    paths: dict[str, None] = {}
    for one in tool.indicator:
        if one.strength == "hint":
            continue
        match one:
            case InProgram(program=program) if program and not _is_qualified(one):
                names[program] = None
            case InProgram(path=path) if path and not _is_qualified(one):
                paths[path] = None
            case InService(program="", path="", command=""):
                names.update(dict.fromkeys(filter(None, (one.name, one.display_name))))
            case InInstalled(publisher="", location="", registry_key=""):
                names.update(dict.fromkeys(filter(None, (one.display_name, one.package, one.bundle_id))))
            case _:
                pass
    kept = (compiled(expanded(name)) for name in names)
    return (
        frozenset(filter(None, map(_bare, texts))),
        tuple(fits for fits in kept if not fits.fullmatch(_NOBODYS_NAME)),
        tuple(compiled(expanded(path)) for path in paths),
    )


def _is_qualified(one: InProgram) -> bool:
    return bool(one.product or one.original or one.company or one.description or one.signer or one.contains) or bool(
        one.command or (one.program and one.path)
    )


def _bare(text: str) -> str:
    return "".join(letter for letter in text.lower() if letter.isalnum())


class Own:
    """What belongs to one finding alone: its programs and its folders.

    What any program of a person may write (a start-up entry, an entry of their own list of programs) is not believed
    about a folder: it could name the folder of something else, and have that taken away.

    Attributes:
        programs: program files that are the finding's, as the catalogue or what they hold says.
        folders: folders that are the tool's own and hold nothing else that was seen.
        shared: folders in which a program of the tool lies among others' things: nothing but that program goes.
        called: folders that are called as the tool is, also where something else lives in them.
        left_alone: programs of access aids that the finding's facts name. Nothing is done to them.
    """

    def __init__(self, seen: Seen, system: System, ground: Ground, tool: Tool) -> None:
        self._system, self._ground, self._tool = system, ground, tool
        self._aids = tuple(filter(None, map(self.program_of, seen.aids)))
        places = [one.install_location for one in seen.aids if isinstance(one, InstalledProgram)]
        places += [own_folder(path, system) for path in self._aids]
        self._aid_folders = tuple(one for one in places if one and not is_named_after(one, tool, system))
        self._others = tuple(path for _, facts in seen.others for one in facts if (path := self.program_of(one)))
        rows = [(self.program_of(one), one) for one in seen.own]
        self.left_alone = tuple(dict.fromkeys(path for path, _ in rows if self.is_aids(path)))
        found = [path for path, one in rows if is_called(path, tool) or not self._only_says_so(one, path)]
        self.programs: tuple[str, ...] = tuple(dict.fromkeys(path for path in found if self._is_fit(path)))
        entries = [one for one in seen.own if isinstance(one, InstalledProgram)]
        entries = [one for one in entries if not one.registry_key.upper().startswith("HKU\\")]
        named = [one.install_location.rstrip("\\/") for one in entries]
        named = [path for path in named if own_folder(f"{path}/x".replace("//", "/"), system)]
        folders = [*filter(None, (own_folder(path, system) for path in self.programs)), *named]
        there = dict.fromkeys(path for path in folders if ground.kind_of(path) == "folder")
        tops = [path for path in there if not any(is_below(path, one, system) and one != path for one in there)]
        tops = [path for path in tops if not self.is_strangers(path)]
        self.called: tuple[str, ...] = tuple(path for path in tops if self._is_the_tools(path))
        listed = [path for path in tops if path not in self.called and self._is_by_installer(path, named, seen)]
        mine = (*self.called, *listed)
        self.folders: tuple[str, ...] = tuple(path for path in mine if not self._is_shared(path, seen))
        self.shared: tuple[str, ...] = tuple(path for path in tops if path not in self.folders)

    def program_of(self, observation: Observation) -> str:
        """Return the path of the program that a raw fact is about, spelled as it really is; "" when it names none."""
        return as_spelled(program_of(observation, self._system), self._system, self._ground)

    def is_aids(self, path: str) -> bool:
        """Return whether a program belongs to an access aid. In its folder, only what the catalogue knows does not."""
        if not path or is_called(path, self._tool):
            return False
        is_one = plain(path, self._system) in {plain(one, self._system) for one in self._aids}
        return is_one or is_below_any(path, self._aid_folders, self._system)

    def is_of_other_package(self, path: str) -> bool:
        """Return whether a program came in a package that is none of the tool's, however its unit is called."""
        package = self._ground.package_of(path) if path else None
        if package is None or is_called(path, self._tool):
            return False
        return not any(fits.fullmatch(plain_text(package[1])) for fits in _names_of(self._tool)[1])

    def holds_aid(self, folder: str) -> bool:
        """Return whether an access aid lies in a folder."""
        return any(is_below(path, folder, self._system) for path in (*self._aids, *self._aid_folders))

    def is_strangers(self, folder: str) -> bool:
        """Return whether a folder holds another finding's programs and none of this one's: another copy lives there."""
        if not folder or any(is_below(path, folder, self._system) for path in self.programs):
            return False
        return any(is_below(path, folder, self._system) for path in (*self._others, *self._aids))

    def has(self, path: str) -> bool:
        """Return whether a program is one of the finding's, or lies in a folder that is its alone."""
        path = as_spelled(path, self._system, self._ground)
        return bool(path) and (
            is_below_any(path, self.folders, self._system)
            or plain(path, self._system) in {plain(one, self._system) for one in self.programs}
        )

    def _is_fit(self, path: str) -> bool:
        is_loose = is_clean(path, self._system) and not is_of_system(path, self._system)
        return is_loose and not self.is_aids(path)

    def _only_says_so(self, observation: Observation, path: str) -> bool:
        """Return whether a raw fact names a program that need not be the tool's own, unless it is called like one.

        Any program of a person can write a start-up entry or a unit of that person, and a service can be called as
        it likes. And a process may be another program that runs the tool, as Wine or Java does: then its file has
        another name than the process.
        """
        if isinstance(observation, Autorun) or self.is_of_other_package(path):
            return True
        if isinstance(observation, Service):
            if home_of(observation.source, self._system) or runs_others(path):
                return True
            folder = own_folder(path, self._system)
            return bool(folder) and not self._is_the_tools(folder)
        if isinstance(observation, Process):
            file, name = name_of(path).lower(), observation.name.lower()[:_LONGEST_NAME_OF_A_PROCESS]
            return runs_others(path) or (self._system == System.LINUX and bool(name) and not file.startswith(name))
        return False

    def _is_the_tools(self, folder: str) -> bool:
        """Return whether a folder is called as the tool is, or stands in a recipe of it."""
        left = (self._ground.expanded(text) for one in self._tool.uninstall for text in one.leftovers)
        return is_named_after(folder, self._tool, self._system) or is_below_any(folder, left, self._system)

    def _is_by_installer(self, folder: str, named: Iterable[str], seen: Seen) -> bool:
        """Return whether an installer says that a folder is the tool's, and all that was seen there is the tool's."""
        if not is_below_any(folder, named, self._system):
            return False
        if folder.endswith(".app"):
            return True  # the system's list knows a bundle by its own id
        programs = [path for one in seen.around if (path := self.program_of(one))]
        there = [path for path in programs if is_below(path, folder, self._system)]
        known = {plain(path, self._system) for path in self.programs}
        return bool(there) and all(plain(path, self._system) in known for path in there)

    def _is_shared(self, folder: str, seen: Seen) -> bool:
        """Return whether another tool lives in a folder, or something that was installed by itself below it."""
        known = {plain(path, self._system) for path in self.programs}
        strangers = (path for path in self._others if plain(path, self._system) not in known)
        if any(is_below(path, folder, self._system) for path in strangers) or self.holds_aid(folder):
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


def _is_of_the_pc(observation: Observation) -> bool:
    return isinstance(observation, InstalledProgram) and not observation.registry_key.upper().startswith("HKU\\")


def of_kind(kind: type[Fact], seen: Seen, own: Own) -> list[Fact]:
    """Return the raw facts of one kind that are the finding's, and those about programs out of its own folders.

    Nothing that is about a program of an access aid is among them, and no running program of another package.
    """
    mine: list[Fact] = [one for one in seen.own if isinstance(one, kind)]
    near: list[Fact] = [one for one in seen.around if isinstance(one, kind) and own.has(own.program_of(one))]
    if kind is Process:
        mine = [one for one in mine if not own.is_of_other_package(own.program_of(one))]
    both = mine + [one for one in near if one not in mine]
    return [one for one in both if not own.is_aids(own.program_of(one))]
