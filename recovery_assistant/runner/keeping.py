"""Takes a file or folder away so that it can be put back, and puts it back: the order of steps, on every system.

The manifest is written through to the disk first. Then comes one step that either happened or did not: a move into the
store on the same volume, or, where the store is on another volume, a new name for the original after its whole copy was
compared. Whatever follows can be done again. So at any cut the thing is whole in exactly one of the two places (for a
copy: in one of them under its own name), and the manifest says what it was.
"""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from recovery_assistant.domain.removal.plan import Rights
from recovery_assistant.runner.files import Files, Held
from recovery_assistant.runner.hand import Done, Turn, Unable
from recovery_assistant.runner.kept import CONTENT, Entry, EntryKind, Manifest, suffix_for

_COPYING = "copying"
_ROOM_LEFT: Final = 2**24
"""Bytes that stay free on a disk that something is copied to: the record of the removal must fit too."""
_BLOCK: Final = 4096


def take_away(files: Files, path: str, turn: Turn, *, kind: EntryKind, sha256: str = "") -> Done:
    """Move what stands at a path to the kept things, where it cannot be run.

    Raises:
        Unable: it is not what the plan says, or it is not safe to move.
    """
    with files.hold(path, turn.action.rights) as held:
        if held is None:
            return Done(status="nothing-to-do", looked=(f"{path}: not there",))
        entries = held.entries()
        if entries[0].kind != kind:
            raise Unable("U-13", f"There is no {kind} there, as there was when the plan was made.")
        if sha256 and entries[0].sha256 != sha256:
            raise Unable("U-13", "This file was changed since the plan was made. It stays.")
        if not turn.begins(("move", path, str(turn.folder))):
            return turn.would_do(f"{path}: there")
        suffix = suffix_for((*(entry.name for entry in entries), _last(path)))
        kept = turn.keep(turn.manifest(path, entries=entries, identity=held.identity, suffix=suffix))
        place = _place(turn.folder, path)
        place.parent.mkdir(mode=0o700)
        files.sync(turn.folder)
        is_moved = held.move(place)
        if is_moved:
            if not _is_whole(files, place, entries):
                try:
                    files.move_back(place, path, turn.action.rights)
                except (Unable, OSError):
                    files.disarm(place, suffix)
                    raise
                raise Unable("U-13", "It was changed while it was moved, so it is back where it was.", "failed")
        else:
            try:
                _copy(files, held, turn.folder, place, entries)
                held.move_aside(_mark(turn.plan.id, turn.action.id))
            except (Unable, OSError):
                if _still_stands(files, path, turn.action.rights, held.identity):
                    files.remove_in_store(place)  # the whole thing stands where it was, so this is a copy of it
                raise
    files.disarm(place, suffix)
    if not is_moved:
        files.remove_aside(path, turn.action.rights, _mark(turn.plan.id, turn.action.id))
    if _stands(files, path, turn.action.rights):
        raise Unable("U-26", "Something stands in its place again.", "failed")
    return Done(status="done", kept=kept, looked=(f"{path}: not there",))


def bring_back(files: Files, manifest: Manifest, folder: Path, turn: Turn) -> Done:
    """Put back what `take_away` moved, from whatever point it was cut off at.

    Raises:
        Unable: something else stands there now, or what was kept is not whole; nothing is changed then.
    """
    try:
        return _bring_back(files, manifest, folder, turn)
    except (Unable, OSError):
        if turn.acts:
            # It stays kept, so it must not be one that can be run: now, or since an earlier try was cut off.
            files.disarm(_place(folder, manifest.was), manifest.suffix)
        raise


def _bring_back(files: Files, manifest: Manifest, folder: Path, turn: Turn) -> Done:
    path, rights, place = manifest.was, manifest.rights, _place(folder, manifest.was)
    mark = _mark(manifest.plan_id, manifest.action_id)
    kept = files.entries_in_store(place, manifest.suffix)
    with files.hold(path, rights) as held:
        there = held.entries() if held is not None else ()
    if there and _same(there, manifest.entries):
        # Nothing was moved yet, or all of it is back; what a cut may have left is a copy.
        if turn.acts:
            files.remove_in_store(place)
            files.remove_in_store(folder / _COPYING)
            files.remove_aside(path, rights, mark)
        return Done(status="nothing-to-do", looked=(f"{path}: there, as it was",))
    if there:
        raise Unable("U-15", "Something else stands there now. It was not touched, and what was kept stays kept.")
    if not kept:
        raise Unable("U-16", "What was kept is not there any more.", "failed")
    if not _same(kept, manifest.entries):
        raise Unable("U-17", "What was kept was changed, so it is not put back.", "failed")
    armed = place.with_name(place.name + manifest.suffix) if manifest.entries[0].kind == "file" else place
    # lexists: a name that is as long as a name can be has no suffix, and asking for it is no error
    if not turn.begins(("move", str(armed if os.path.lexists(armed) else place), path)):
        return turn.would_do(f"{path}: not there")
    if not _has_folder(files, path, rights):
        raise Unable("U-16", "The folder that it was in is not there any more. What was kept stays kept.")
    files.arm(place, manifest.entries, manifest.suffix)
    if not files.move_back(place, path, rights):
        try:
            _see_room(Path(path).parent, manifest.entries, "There is no room to put it back. It stays kept.")
            files.copy_back(place, manifest.entries, path, rights, mark)
        except (Unable, OSError):
            with contextlib.suppress(Unable, OSError):
                files.remove_aside(path, rights, mark)  # half a copy
            raise
    files.remove_in_store(place)
    files.remove_aside(path, rights, mark)
    with files.hold(path, rights) as held:
        if held is None or not _same(held.entries(), manifest.entries):
            raise Unable("U-26", "It is not there as it was.", "failed")
    return Done(status="done", looked=(f"{path}: there, as it was",))


def _copy(files: Files, held: Held, folder: Path, place: Path, entries: Sequence[Entry]) -> None:
    no_room = "There is no room to keep it, so it stays where it is."
    _see_room(folder, entries, no_room)
    part = folder / _COPYING / place.name
    part.parent.mkdir(mode=0o700)
    try:
        held.copy(part)
        if not _is_whole(files, part, entries):
            raise Unable("U-17", "It could not be copied whole, so it stays where it is.", "failed")
    except (Unable, OSError) as fault:
        files.remove_in_store(part.parent)  # else half a copy would fill the disk for ever
        if isinstance(fault, OSError) and fault.errno in {errno.ENOSPC, errno.EDQUOT}:
            raise Unable("U-17", no_room, "failed") from None
        raise
    part.rename(place)
    files.sync(place.parent)
    files.remove_in_store(part.parent)


def _see_room(folder: Path, entries: Sequence[Entry], no_room: str) -> None:
    needed = sum(entry.size + _BLOCK for entry in entries) + _ROOM_LEFT
    if shutil.disk_usage(folder).free < needed:
        raise Unable("U-17", no_room, "failed")


def _is_whole(files: Files, place: Path, entries: Sequence[Entry]) -> bool:
    """Return whether all that was looked at lies at a place of the store, with nothing in it that must not be moved."""
    try:
        return _same(files.entries_in_store(place, ""), entries)
    except (Unable, OSError):
        return False


def _has_folder(files: Files, path: str, rights: Rights) -> bool:
    above = Path(path).parent
    if above == above.parent:
        return True  # the top of a disk
    with files.hold(str(above), rights) as held:
        return held is not None


def _stands(files: Files, path: str, rights: Rights) -> bool:
    try:
        with files.hold(path, rights) as held:
            return held is not None
    except Unable:
        return True


def _still_stands(files: Files, path: str, rights: Rights, identity: str) -> bool:
    """Return whether the very thing that was held stands at its place."""
    try:
        with files.hold(path, rights) as held:
            return held is not None and held.identity == identity
    except (Unable, OSError):
        return False


def _same(some: Sequence[Entry], others: Sequence[Entry]) -> bool:
    """Return whether two lists tell of the same names with the same content. Sockets hold nothing and may go."""

    def told(entries: Sequence[Entry]) -> dict[str, tuple[str, str, str]]:
        return {one.name: (one.kind, one.sha256, one.leads_to) for one in entries if one.kind != "socket"}

    return told(some) == told(others)


def _place(folder: Path, path: str) -> Path:
    return folder / CONTENT / _last(path)


def _last(path: str) -> str:
    return path.replace("\\", "/").rpartition("/")[2]


def _mark(plan_id: str, action_id: str) -> str:
    return f"{plan_id}-{action_id}"
