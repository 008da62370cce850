r"""Scheduled tasks: kept as the exact bytes of their file, switched off, deleted, and made again from those bytes.

Windows' own schtasks does it, so that the task is gone from its running scheduler as well as from the disk. The file
below System32\Tasks is what a look at the PC reads; it is looked at again afterwards.
"""

from __future__ import annotations

import sys

if sys.platform != "win32":
    raise ImportError("only on Windows")

import base64
from typing import Final

from recovery_assistant.domain.removal.plan import RemoveTask
from recovery_assistant.domain.task_file import LARGEST_TASK, NoTaskError, read_task
from recovery_assistant.runner.hand import Done, Turn, Unable
from recovery_assistant.runner.kept import Manifest
from recovery_assistant.runner.windows.handles import READ_BYTES, held, read_all
from recovery_assistant.runner.windows.native import system_folder, system_program
from recovery_assistant.runner.windows.places import expanded
from recovery_assistant.runner.windows.starting import run

_PROGRAM: Final = "schtasks.exe"
_XML: Final = "task.xml"


def remove_task(verb: RemoveTask, turn: Turn) -> Done:
    """Export, switch off and delete one task."""
    content = _content(verb.path)
    if content is None:
        return Done(status="nothing-to-do", looked=(f"task {verb.path}: not there",))
    try:
        commands = [expanded(command).lower() for command in read_task(content).commands]
    except NoTaskError as error:
        raise Unable("U-40", "This task cannot be read, so it was not touched.") from error
    if expanded(verb.command).lower() not in commands:
        raise Unable("U-40", "This task starts something else now than when the plan was made.")
    program = system_program(_PROGRAM)
    off = (program, "/Change", "/TN", verb.path, "/DISABLE")
    delete = (program, "/Delete", "/TN", verb.path, "/F")
    if not turn.begins(off, delete):
        return turn.would_do(f"task {verb.path}: there")
    kept = turn.keep(turn.manifest(verb.path, before={"xml": base64.b64encode(content).decode("ascii")}))
    run(off, turn)  # it does not start while it is deleted; a scheduler that cannot switch it off may still delete it
    code = run(delete, turn)
    if _content(verb.path) is not None:
        raise Unable("U-40", "Windows did not delete this task.", "failed")
    return Done(status="done", exit_code=code, kept=kept, looked=(f"task {verb.path}: not there",))


def put_back_task(verb: RemoveTask, kept: Manifest, turn: Turn) -> Done:
    """Make a task again. One that ran under a password that Windows kept cannot be made again without that password."""
    try:
        content = base64.b64decode(kept.before["xml"], validate=True)
    except (KeyError, ValueError) as error:
        raise Unable("U-40", "What was kept cannot be read.", "failed") from error
    there = _content(verb.path)
    if there is not None:
        if there == content:
            return Done(status="nothing-to-do", looked=(f"task {verb.path}: there",))
        raise Unable("U-40", "There is a task of this name again. It was not overwritten.")
    file = turn.folder / _XML
    create = (system_program(_PROGRAM), "/Create", "/TN", verb.path, "/XML", str(file))
    if not turn.begins(create):
        return turn.would_do(f"task {verb.path}: not there")
    turn.folder.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content)
    try:
        code = run(create, turn)
    finally:
        file.unlink()
    if _content(verb.path) is None:
        raise Unable("U-40", "Windows did not make this task again.", "failed")
    return Done(status="done", exit_code=code, looked=(f"task {verb.path}: there",))


def _content(path: str) -> bytes | None:
    """Return the bytes of the file of a task, None when there is none. Raises OSError."""
    with held(rf"{system_folder()}\Tasks{path}", READ_BYTES, 7) as handle:
        return None if handle is None else read_all(handle, LARGEST_TASK + 1)
