"""What a Mac notes by itself: what was installed, and what was fetched from the internet.

InstallHistory.plist (dates in UTC), LaunchServices' table of quarantine events (seconds since 2001 UTC), and Safari's
Downloads.plist. Forms: the files themselves, and the plugins of plaso (commit 4ea03ef9) that read them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Final

from recovery_assistant import property_list
from recovery_assistant.domain.addresses import site_of
from recovery_assistant.domain.errors import SourceUnreadable
from recovery_assistant.domain.session import Activity, LogLine, NotUnderstood, Remote
from recovery_assistant.property_list import LARGEST, NotAPropertyList, text_of
from recovery_assistant.traces import databases, times
from recovery_assistant.traces.databases import TOO_LARGE
from recovery_assistant.traces.log import Log
from recovery_assistant.traces.places import person_of, unescaped
from recovery_assistant.traces.reader import FITS, NOT_THIS, SURE, Reader, TraceEvent

_EVENT: Final = "LSQuarantineEvent"
_EVENT_COLUMNS: Final = (
    "LSQuarantineTimeStamp", "LSQuarantineAgentName", "LSQuarantineDataURLString", "LSQuarantineOriginURLString",
)  # fmt: skip


def _is_list(log: Log, name: str, *marks: bytes) -> int:
    if not log.head.startswith((b"bplist", b"<?xml", b"\xef\xbb\xbf<?xml")):
        return NOT_THIS
    if all(mark in log.head for mark in marks):
        return SURE
    return FITS if log.name == name else NOT_THIS


def _content(log: Log) -> bytes:
    with log.open() as file:
        content = file.read(LARGEST + 1)
    if len(content) > LARGEST:
        raise SourceUnreadable(log.path, f"it is larger than {LARGEST >> 20} MB", TOO_LARGE)
    return content


def _moment(value: object) -> tuple[datetime | None, str]:
    if not isinstance(value, datetime):
        return None, ""
    return value.replace(tzinfo=UTC), value.isoformat()


def _read_installs(log: Log) -> Iterator[TraceEvent]:
    try:
        entries = property_list.read_rows(_content(log))
    except NotAPropertyList:
        yield NotUnderstood(path=log.path, lines=1)
        return
    for number, entry in enumerate(entries, 1):
        start, raw = _moment(entry.get("date"))
        name = " ".join((text_of(entry, "displayName"), text_of(entry, "displayVersion"))).strip()
        yield Activity(
            tool="",
            instance=text_of(entry, "processName"),
            what="installed",
            start=start,
            start_raw=raw,
            zone_basis="utc-documented",
            detail=name[:500],
            sources=(LogLine(path=log.path, line=number),),
        )


def _read_safari(log: Log) -> Iterator[TraceEvent]:
    try:
        entries = property_list.read_list(_content(log)).get("DownloadHistory")
    except NotAPropertyList:
        yield NotUnderstood(path=log.path, lines=1)
        return
    for number, entry in enumerate(entries if isinstance(entries, list) else (), 1):
        if isinstance(entry, dict):
            yield _safari_download(log, number, entry)


def _safari_download(log: Log, number: int, entry: Mapping[str, object]) -> Activity:
    start, raw = _moment(entry.get("DownloadEntryDateAddedKey"))
    finished, _ = _moment(entry.get("DownloadEntryDateFinishedKey"))
    path = text_of(entry, "DownloadEntryPostPath", "DownloadEntryPath")
    return Activity(
        tool="",
        instance="Safari",
        what="downloaded",
        start=start,
        start_raw=raw,
        zone_basis="utc-documented",
        local_user=person_of(log.path),
        direction="incoming",
        remote=Remote(name=site_of(text_of(entry, "DownloadEntryURL"))),
        detail=path[:1000] if finished else f"{path[:1000]} (not finished)",
        sources=(LogLine(path=log.path, line=number),),
    )


def _recognises_events(log: Log) -> int:
    return SURE if databases.holds(log, _EVENT) else NOT_THIS


def _read_events(log: Log) -> Iterator[TraceEvent]:
    content = databases.content_of(log)
    if not databases.is_sound(content):
        yield NotUnderstood(path=log.path, lines=1)
        return
    for number, row in enumerate(databases.rows(content, _EVENT, _EVENT_COLUMNS), 1):
        seconds = databases.number(row.get("LSQuarantineTimeStamp"))
        address = databases.text(row.get("LSQuarantineDataURLString"), longest=2000)
        page = databases.text(row.get("LSQuarantineOriginURLString"), longest=2000)
        yield Activity(
            tool="",
            instance=databases.text(row.get("LSQuarantineAgentName"), longest=100),
            what="downloaded",
            start=times.from_apple(seconds) if seconds else None,
            start_raw=str(seconds) if seconds else "",
            zone_basis="epoch",
            local_user=person_of(log.path),
            direction="incoming",
            remote=Remote(name=site_of(address) or site_of(page)),
            detail=_file_of(address),
            sources=(LogLine(path=log.path, line=number),),
        )


def _file_of(address: str) -> str:
    """Return the last part of a web address without its question, which can carry a name or a code."""
    return unescaped(address.partition("?")[0].partition("#")[0].rstrip("/").rpartition("/")[2])[:500]


READERS: Final = (
    Reader(
        id="mac-installs",
        tool="",
        recognises=lambda log: _is_list(log, "installhistory.plist", b"packageIdentifiers", b"processName"),
        read=_read_installs,
    ),
    Reader(
        id="safari-downloads",
        tool="",
        recognises=lambda log: _is_list(log, "downloads.plist", b"DownloadHistory", b"DownloadEntry"),
        read=_read_safari,
    ),
    Reader(id="mac-quarantine", tool="", recognises=_recognises_events, read=_read_events),
)
