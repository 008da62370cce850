"""`scan --record FILE`: say what a recording holds, then write it, and never over another file unasked."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final

from recovery_assistant.cli import screen
from recovery_assistant.services.exporter import write_whole
from recovery_assistant.services.new_files import refuse_to_replace
from recovery_assistant.services.recording import Tape, encoded

_WORDS: Final = {
    "person": "person",
    "pc": "computer name",
    "mail": "mail address",
    "sid": "account number",
    "file": "file name",
    "name": "other word",
}

_MANY: Final = {"person": "people", "mail": "mail addresses"}


class Recorder:
    """Writes the recordings of one command: the first machine to the path itself, the next to "path-2" and so on.

    Args:
        say: where the summary goes.

    Raises:
        InputError: I-25 the file is there already.
    """

    def __init__(self, path: Path, *, force: bool, say: Callable[[str], None]) -> None:
        self._path = path
        self._force = force
        self._say = say
        self._written = 0
        if not force:
            refuse_to_replace(path)

    def write(self, tape: Tape) -> None:
        """Say what the tape holds without its people, and write it.

        Raises:
            InputError: I-25 the file is there already.
            AssistantError: R-01 to R-07, it cannot be written.
        """
        number = self._written + 1
        path = self._path if number == 1 else self._path.with_stem(f"{self._path.stem}-{number}")
        if not self._force:
            refuse_to_replace(path)
        recording = tape.recording()
        seen = sum(map(len, recording.sources.values()))
        places = screen.count(len(recording.sources), "place")
        self._say(f"The recording of {recording.id} holds {screen.count(seen, 'thing')} from {places}.")
        replaced = [
            screen.count(count, _WORDS[kind], _MANY.get(kind, "")) for kind, count in recording.replaced.items()
        ]
        self._say(f"Replaced by placeholders: {', '.join(replaced) or 'nothing'}.")
        write_whole(path, encoded(recording))
        self._written = number
        self._say(f"Written: {path}")
