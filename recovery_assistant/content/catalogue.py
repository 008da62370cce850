"""Read `resources/catalogue/*.toml`, one file a tool, into the catalogue."""

from __future__ import annotations

import hashlib
from pathlib import Path

from recovery_assistant.content.left_behind import FOLDER as LEFT_BEHIND
from recovery_assistant.content.left_behind import load_left_behind
from recovery_assistant.content.reading import NOT_WHOLE, read, shown_name
from recovery_assistant.domain.catalogue import Catalogue, Tool
from recovery_assistant.domain.errors import ContentError

FOLDER = "catalogue"


def load_catalogue(resources: Path) -> Catalogue:
    """Return all tools, sorted by id, and the words for what may be left behind, where there are any.

    Raises:
        ContentError: a file cannot be read or does not fit (T-01 to T-03), there is no file at all, or a file's name
            is not its tool's id (T-04; so no id can stand twice).
    """
    folder = resources / FOLDER
    paths = sorted(folder.glob("*.toml"))
    if not paths:
        raise ContentError(NOT_WHOLE, f"There is no content in {shown_name(folder)}.")
    digest = hashlib.sha256()
    tools = []
    for path in paths:
        tool = read(path, Tool)
        if tool.id != path.stem:
            raise ContentError(
                NOT_WHOLE, f"The file {shown_name(path)} holds the tool {tool.id}; name it {tool.id}.toml."
            )
        digest.update(path.read_bytes())
        tools.append(tool)
    newest = max(tool.checked_on for tool in tools)
    return Catalogue(
        edition=f"{newest.isoformat()}.{digest.hexdigest()[:8]}",
        tools=tuple(sorted(tools, key=lambda tool: tool.id)),
        left_behind=load_left_behind(resources) if (resources / LEFT_BEHIND).is_dir() else (),
    )
