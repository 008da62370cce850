"""Stand-ins for the programs by which a system asks: real executables that note how they were called."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

SCRIPT = """#!{python}
import json, os, sys
with open({notes!r}, "w", encoding="utf-8", errors="surrogateescape") as file:
    json.dump([sys.argv[1:], dict(os.environ), os.getcwd()], file)
{then}
"""


class StandIn:
    """An executable of its own in a folder of its own."""

    def __init__(self, folder: Path, name: str, then: str) -> None:
        folder.mkdir(exist_ok=True)
        self.folder, self.program, self._notes = folder, folder / name, folder / "notes.json"
        self.program.write_text(SCRIPT.format(python=sys.executable, notes=str(self._notes), then=then), "utf-8")
        self.program.chmod(0o755)

    def called(self) -> tuple[list[str], dict[str, str], str]:
        """Return with which arguments, environment and folder it was called."""
        arguments, environment, folder = json.loads(self._notes.read_text("utf-8", "surrogateescape"))
        return [os.fsencode(one).decode("utf-8", "surrogateescape") for one in arguments], environment, folder

    @property
    def was_called(self) -> bool:
        """Whether anybody started it."""
        return self._notes.exists()


def ends(code: int, says: str = "") -> str:
    """Return what a stand-in does: say something on stderr and end."""
    return f"sys.stderr.write({says!r})\nsys.exit({code})"
