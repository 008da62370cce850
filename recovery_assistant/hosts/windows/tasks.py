r"""The scheduled tasks of Windows, read from their files: XML, one a task, below System32\Tasks.

The parser is expat from the standard library with document types refused: no entity can then be declared, none can
grow and none can point at another file. defusedxml would be one more package for that one line.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple
from xml.parsers import expat

from recovery_assistant.domain.observation import Autorun, Gap
from recovery_assistant.hosts import port
from recovery_assistant.hosts.windows import gaps as windows_gaps
from recovery_assistant.hosts.windows.files import Disk
from recovery_assistant.hosts.windows.places import Places
from recovery_assistant.hosts.windows.registry import Problem

FOLDER = r"%SYSTEMROOT%\System32\Tasks"
DEEPEST = 8
LARGEST_TASK = 1 << 20
"""Bytes. Windows itself writes a few thousand, and allows 32 actions."""
MOST_ACTIONS = 64
SWITCHED_OFF = " (switched off)"

_COMMAND = ("Task", "Actions", "Exec", "Command")
_ARGUMENTS = ("Task", "Actions", "Exec", "Arguments")
_CLASS = ("Task", "Actions", "ComHandler", "ClassId")
_ENABLED = ("Task", "Settings", "Enabled")


class NoTaskError(ValueError):
    """The bytes are no task, or one that no honest program writes."""


class Task(NamedTuple):
    """What a task starts. A class id in braces stands for a part of a program that Windows looks up."""

    commands: tuple[str, ...]
    is_enabled: bool


def read_task(data: bytes) -> Task:
    """Return what a task file starts. Raises NoTaskError."""
    if len(data) > LARGEST_TASK:
        raise NoTaskError(f"larger than {LARGEST_TASK} bytes")
    reader = _Reader()
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse_document_type
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.text
    try:
        parser.Parse(data, True)
    except (expat.ExpatError, ValueError) as error:
        raise NoTaskError(f"no task that can be read ({error})") from None
    if not reader.saw_task:
        raise NoTaskError("no task")
    return Task(tuple(reader.commands), reader.is_enabled)


def scheduled_tasks(disk: Disk, host: str, places: Places) -> Iterator[Autorun | Gap]:
    """Yield every action of every task file."""
    say = windows_gaps.of_place(host, port.SCHEDULED_TASKS)
    folder = places.expand(FOLDER)
    problems: list[Problem] = []
    for found in disk.walk(folder, DEEPEST):
        if isinstance(found, OSError):
            yield say(str(found.filename or folder), found)
            continue
        try:
            with disk.open(found.path) as file:
                task = read_task(file.read(LARGEST_TASK + 1))
        except OSError as error:
            yield say(found.path, error)
        except NoTaskError as error:
            problems.append(Problem(found.path, str(error)))
        else:
            for command in task.commands:
                yield Autorun(
                    source=found.path,
                    location=folder + ("" if task.is_enabled else SWITCHED_OFF),
                    name=found.path[len(folder) :],
                    command=places.expand(command),
                )
    yield from windows_gaps.of_values(host, port.SCHEDULED_TASKS, problems)


def _refuse_document_type(*_declaration: object) -> None:
    raise NoTaskError("it declares a document type, which no task has")


class _Reader:
    """Collects the texts of the elements that are wanted."""

    def __init__(self) -> None:
        self.commands: list[str] = []
        self.is_enabled = True
        self.saw_task = False
        self._path: list[str] = []
        self._text: list[str] = []
        self._command = ""

    def start(self, name: str, _attributes: object) -> None:
        self._path.append(name.rpartition(" ")[2])
        self._text.clear()
        self.saw_task = self.saw_task or self._path == ["Task"]
        if len(self._path) == len(_COMMAND) - 1:
            self._command = ""

    def text(self, part: str) -> None:
        self._text.append(part)

    def end(self, _name: str) -> None:
        path, text = tuple(self._path), "".join(self._text).strip()
        self._path.pop()
        self._text.clear()
        if path == _COMMAND:
            self._command = f"{text} {self._command}".strip()
        elif path == _ARGUMENTS:
            self._command = f"{self._command} {text}".strip()
        elif path == _CLASS:
            self._command = text
        elif path == _ENABLED:
            self.is_enabled = text.lower() not in ("false", "0")
        elif path[:2] == _COMMAND[:2] and len(path) == len(_COMMAND) - 1 and self._command:
            if len(self.commands) == MOST_ACTIONS:
                raise NoTaskError(f"more than {MOST_ACTIONS} actions")
            self.commands.append(self._command)
