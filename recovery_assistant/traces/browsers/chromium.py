"""What was downloaded with Chrome, Edge, Brave and their like: the table `downloads` of their file History.

Only downloads are read, never what was visited. Old versions (before 2013) write other columns and Unix seconds.
Form: the data base itself, of versions 8 to 59 and later (columns have only been added since).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from recovery_assistant.domain.addresses import site_of
from recovery_assistant.domain.session import Activity, LogLine, NotUnderstood, Remote
from recovery_assistant.traces import databases, times
from recovery_assistant.traces.databases import Row
from recovery_assistant.traces.log import Log
from recovery_assistant.traces.places import browser_of, person_of
from recovery_assistant.traces.reader import FITS, NOT_THIS, SURE, Reader, TraceEvent

_COLUMNS: Final = (
    "id", "full_path", "target_path", "current_path", "url", "start_time", "state", "tab_url", "referrer", "site_url",
)  # fmt: skip
_FINISHED: Final = 1
_UNFINISHED: Final = {0: "not finished", 2: "cancelled", 3: "broken off", 4: "broken off"}
_OLDEST_IN_WINDOWS_TIME: Final = 10**14  # smaller numbers are Unix seconds: this many microseconds end in 1604


def _recognises(log: Log) -> int:
    if databases.holds(log, "downloads_url_chains", "downloads"):
        return SURE
    return FITS if log.name == "history" and log.head.startswith(databases.MAGIC) else NOT_THIS


def _read(log: Log) -> Iterator[TraceEvent]:
    content = databases.content_of(log)
    if not databases.is_sound(content):
        yield NotUnderstood(path=log.path, lines=1)
        return
    addresses: dict[object, str] = {}
    for link in databases.rows(content, "downloads_url_chains", ("id", "chain_index", "url")):
        addresses[link["id"]] = databases.text(link.get("url"), longest=2000)  # the last one is where it came from
    for row in databases.rows(content, "downloads", _COLUMNS):
        yield _download(log, row, addresses)


def _download(log: Log, row: Row, addresses: dict[object, str]) -> Activity:
    start = databases.number(row.get("start_time"))
    path = next((found for name in ("target_path", "current_path", "full_path") if (found := _text(row, name))), "")
    state = _UNFINISHED.get(int(databases.number(row.get("state", _FINISHED))), "")
    places = (addresses.get(row.get("id"), ""), *(_text(row, name) for name in ("url", "site_url", "tab_url")))
    return Activity(
        tool="",
        instance=browser_of(log.path),
        what="downloaded",
        start=_time(start),
        start_raw=str(int(start)) if start else "",
        zone_basis="epoch",
        local_user=person_of(log.path),
        direction="incoming",
        remote=Remote(name=next((site for place in places if (site := site_of(place))), "")),
        detail=f"{path} ({state})" if state else path,
        sources=(LogLine(path=log.path, line=int(databases.number(row.get("id")))),),
    )


def _text(row: Row, name: str) -> str:
    return databases.text(row.get(name))


def _time(told: float) -> datetime | None:
    if not told:
        return None
    return times.from_windows(told) if told > _OLDEST_IN_WINDOWS_TIME else times.from_unix(told)


READER: Final = Reader(id="chromium-downloads", tool="", recognises=_recognises, read=_read)
