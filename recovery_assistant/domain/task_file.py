r"""A scheduled task of Windows, out of its file: XML, one a task, as Windows keeps them below System32\Tasks.

The parser is expat from the standard library with document types refused: no entity can then be declared, none can
grow and none can point at another file. defusedxml would be one more package for that one line.
"""

from __future__ import annotations

from typing import Final, NamedTuple
from xml.parsers import expat

LARGEST_TASK: Final = 1 << 20
"""Bytes. Windows itself writes a few thousand, and allows 32 actions."""
MOST_ACTIONS: Final = 64
_LONGEST_TEXT: Final = 1 << 15

_ACTIONS: Final = ("Task", "Actions")
_TEXTS: Final = {
    ("Task", "RegistrationInfo", "Date"): "date",
    ("Task", "RegistrationInfo", "Author"): "author",
    ("Task", "RegistrationInfo", "URI"): "uri",
    ("Task", "Settings", "Enabled"): "enabled",
}


class NoTaskError(ValueError):
    """The bytes are no task, or one that no honest program writes."""


class Task(NamedTuple):
    r"""What a task starts, and what it says of itself. All texts are hostile.

    Attributes:
        commands: one for each action; a class id in braces stands for a part of a program that Windows looks up.
        date: when it was set up, as written; local time without a zone.
        uri: its own name, such as "\Updater".
    """

    commands: tuple[str, ...]
    is_enabled: bool
    date: str = ""
    author: str = ""
    uri: str = ""


def read_task(data: bytes) -> Task:
    """Return what a task file says. Raises NoTaskError."""
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
    told = reader.told
    return Task(
        tuple(reader.commands),
        told.get("enabled", "").lower() not in ("false", "0"),
        told.get("date", ""),
        told.get("author", ""),
        told.get("uri", ""),
    )


def _refuse_document_type(*_declaration: object) -> None:
    raise NoTaskError("it declares a document type, which no task has")


class _Reader:
    """Collects the texts of the elements that are wanted."""

    def __init__(self) -> None:
        self.commands: list[str] = []
        self.told: dict[str, str] = {}
        self.saw_task = False
        self._path: list[str] = []
        self._text: list[str] = []
        self._command = ""

    def start(self, name: str, _attributes: object) -> None:
        self._path.append(name.rpartition(" ")[2])
        self._text.clear()
        self.saw_task = self.saw_task or self._path == ["Task"]
        if len(self._path) == len(_ACTIONS) + 1:
            self._command = ""

    def text(self, part: str) -> None:
        self._text.append(part)

    def end(self, _name: str) -> None:
        path, text = tuple(self._path), "".join(self._text)[:_LONGEST_TEXT].strip()
        self._path.pop()
        self._text.clear()
        if path[:2] == _ACTIONS:
            self._end_of_action(path[2:], text)
        elif path in _TEXTS:
            self.told.setdefault(_TEXTS[path], text)

    def _end_of_action(self, inside: tuple[str, ...], text: str) -> None:
        match inside:
            case ("Exec", "Command"):
                self._command = f"{text} {self._command}".strip()
            case ("Exec", "Arguments"):
                self._command = f"{self._command} {text}".strip()
            case ("ComHandler", "ClassId"):
                self._command = text
            case (_,) if self._command:
                if len(self.commands) == MOST_ACTIONS:
                    raise NoTaskError(f"more than {MOST_ACTIONS} actions")
                self.commands.append(self._command)
