"""What was downloaded with Firefox: annotations in places.sqlite, and downloads.sqlite of versions before 26."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Final

import msgspec

from recovery_assistant.domain.addresses import site_of
from recovery_assistant.domain.session import Activity, LogLine, NotUnderstood, Remote
from recovery_assistant.traces import databases, times
from recovery_assistant.traces.databases import Row
from recovery_assistant.traces.log import Log
from recovery_assistant.traces.places import person_of, unescaped
from recovery_assistant.traces.reader import FITS, NOT_THIS, SURE, Reader, TraceEvent

_WHERE_TO: Final = "downloads/destinationFileURI"
_MORE: Final = "downloads/metaData"
_FINISHED: Final = 1


class _MetaData(msgspec.Struct):
    """What Firefox notes of a download: `state` 1 is finished; `end_time` in milliseconds since 1970."""

    state: int = _FINISHED
    end_time: int | float = msgspec.field(name="endTime", default=0)


def _recognises(log: Log) -> int:
    if databases.holds(log, "moz_annos", "moz_downloads"):
        return SURE
    named = log.name in {"places.sqlite", "downloads.sqlite"}
    return FITS if named and log.head.startswith(databases.MAGIC) else NOT_THIS


def _read(log: Log) -> Iterator[TraceEvent]:
    content = databases.content_of(log)
    if not databases.is_sound(content):
        yield NotUnderstood(path=log.path, lines=1)
        return
    yield from _annotated(log, content)
    columns = ("id", "source", "target", "startTime", "state")
    for row in databases.rows(content, "moz_downloads", columns):
        start = databases.number(row.get("startTime"))
        state = int(databases.number(row.get("state", _FINISHED)))
        path = _path(databases.text(row.get("target")))
        moment = times.from_unix(start / 1_000_000) if start else None
        yield _download(log, row, moment, str(start), path, databases.text(row.get("source")), state)


def _annotated(log: Log, content: bytes) -> Iterator[Activity]:
    names = {row["id"]: row.get("name") for row in databases.rows(content, "moz_anno_attributes", ("id", "name"))}
    asked = ("id", "place_id", "anno_attribute_id", "content", "dateAdded")
    notes = [row for row in databases.rows(content, "moz_annos", asked) if names.get(row["anno_attribute_id"])]
    addresses = {row["id"]: row.get("url") for row in databases.rows(content, "moz_places", ("id", "url"))}
    more = {row["place_id"]: row for row in notes if names[row["anno_attribute_id"]] == _MORE}
    for row in notes:
        if names[row["anno_attribute_id"]] != _WHERE_TO:
            continue
        told = _meta(more.get(row["place_id"]))
        added = databases.number(row.get("dateAdded"))
        moment = times.from_unix(added / 1_000_000) if added else times.from_unix(told.end_time / 1000)
        address = databases.text(addresses.get(row["place_id"]), longest=2000)
        yield _download(
            log, row, moment, str(int(added)), _path(databases.text(row.get("content"))), address, told.state
        )


def _meta(row: Row | None) -> _MetaData:
    note = row.get("content") if row else None
    try:
        return msgspec.json.decode(note, type=_MetaData) if isinstance(note, str) else _MetaData()
    except (msgspec.MsgspecError, ValueError, RecursionError):
        return _MetaData()


def _download(log: Log, row: Row, start: datetime | None, raw: str, path: str, address: str, state: int) -> Activity:
    return Activity(
        tool="",
        instance="Firefox",
        what="downloaded",
        start=start,
        start_raw=raw,
        zone_basis="epoch",
        local_user=person_of(log.path),
        direction="incoming",
        remote=Remote(name=site_of(address)),
        detail=path if state == _FINISHED else f"{path} (not finished)",
        sources=(LogLine(path=log.path, line=int(databases.number(row.get("id")))),),
    )


def _path(address: str) -> str:
    """Return "C:/Users/Ada/a b.exe" for "file:///C:/Users/Ada/a%20b.exe"."""
    path = address.removeprefix("file://")
    if path[:1] == "/" and path[2:3] == ":":
        path = path[1:]
    return unescaped(path)


READER: Final = Reader(id="firefox-downloads", tool="", recognises=_recognises, read=_read)
