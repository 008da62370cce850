"""A machine that shows exactly what a test gives it."""

from __future__ import annotations

import io
from collections.abc import Collection, Iterator, Sequence
from datetime import UTC, datetime, tzinfo
from typing import BinaryIO

from msgspec import structs

from recovery_assistant.domain.case import Case
from recovery_assistant.domain.errors import SourceUnreadable
from recovery_assistant.domain.folding import fold
from recovery_assistant.domain.journal import Actor, Entry, ExhibitCopied, KnownEvent, TextGuarded
from recovery_assistant.domain.observation import Gap, Observation, Process, System
from recovery_assistant.hosts.port import Connection, FileFacts, FileNote, KeyText, RemoteSession
from recovery_assistant.storage.case_file import ExhibitWriter
from recovery_assistant.storage.exhibit_store import unpack

AT = datetime(2026, 11, 18, 15, 0, tzinfo=UTC)


class PretendHost:
    """Implements the port from plain dictionaries."""

    def __init__(
        self,
        sources: dict[str, list[Observation | Gap] | SourceUnreadable] | None = None,
        *,
        system: System = System.LINUX,
        files: dict[str, bytes] | None = None,
        connections: list[Connection] | SourceUnreadable | None = None,
        up: bool | SourceUnreadable = True,
        sessions: list[RemoteSession] | SourceUnreadable | None = None,
    ) -> None:
        self.shown = sources or {}
        self.files = files or {}
        self.links = connections or []
        self.up = up
        self.sessions = sessions or []
        self.noted: dict[tuple[str, str], bytes] = {}
        self.keys: dict[str, bytes] = {}
        self.events: dict[str, list[str] | SourceUnreadable] = {}
        self.id = "pc"
        self.system = system
        self.os_name = "Pretend 1"

    def sources(self) -> tuple[str, ...]:
        return tuple(self.shown)

    def observations(self, source: str) -> Iterator[Observation | Gap]:
        rows = self.shown[source]
        if isinstance(rows, SourceUnreadable):
            raise rows
        yield from rows

    def time_zone(self) -> tzinfo | None:
        return UTC

    def network_up(self) -> bool:
        if isinstance(self.up, SourceUnreadable):
            raise self.up
        return self.up

    def connections(self) -> Iterator[Connection]:
        if isinstance(self.links, SourceUnreadable):
            raise self.links
        yield from self.links

    def running(self) -> Iterator[Process]:
        shown = self.observations("processes") if "processes" in self.shown else iter(())
        yield from (one for one in shown if isinstance(one, Process))

    def remote_sessions(self) -> Iterator[RemoteSession]:
        if isinstance(self.sessions, SourceUnreadable):
            raise self.sessions
        yield from self.sessions

    def event_records(self, channel: str, ids: Collection[int], since: datetime | None = None) -> Iterator[str]:
        events = self.events.get(channel, SourceUnreadable("event-logs", "not provided", "G-03"))
        if isinstance(events, SourceUnreadable):
            raise events
        yield from events

    def glob(self, pattern: str) -> Iterator[str]:
        yield from (path for path in sorted(self.files) if path == pattern)

    def open_file(self, path: str) -> BinaryIO:
        if path not in self.files:
            raise SourceUnreadable(path, "access denied", "G-02")
        return io.BytesIO(self.files[path])

    def file_facts(self, path: str) -> FileFacts:
        return FileFacts(size=len(self.open_file(path).read()), modified_at=AT, owner="mary")

    def notes(self, path: str) -> tuple[FileNote, ...]:
        return tuple(FileNote(name, content) for (of, name), content in self.noted.items() if of == path)

    def key_text(self, place: str) -> KeyText | None:
        return KeyText(self.keys[place], AT) if place in self.keys else None


class PretendCasebook:
    """Keeps events in memory; folds them as a casebook does."""

    def __init__(self, *events: KnownEvent) -> None:
        self.events: list[KnownEvent] = list(events)
        self.actors: list[Actor | None] = [None] * len(events)
        self.copies: dict[str, bytes] = {}
        self.under_way: dict[int, list[bytes]] = {}
        self.free: int | None = None

    @property
    def case(self) -> Case:
        entries = [
            Entry(sequence=number, at=AT, actor="person", event=event, digest=bytes(32))
            for number, event in enumerate(self.events, start=1)
        ]
        return fold(entries)

    @property
    def number(self) -> str:
        return self.case.number

    def record_all(self, events: Sequence[KnownEvent], actor: Actor | None = None) -> tuple[TextGuarded, ...]:
        for event in events:
            self.record(event, actor)
        return ()

    def record(self, event: KnownEvent, actor: Actor | None = None) -> Case:
        self.events.append(event)
        self.actors.append(actor)
        return self.case

    def begin_copy(self) -> ExhibitWriter:
        parts: list[bytes] = []
        writer = ExhibitWriter(1, lambda _copy, _first, more: parts.extend(more))
        self.under_way[id(writer)] = parts
        return writer

    def keep_copy(self, copy: ExhibitWriter, event: ExhibitCopied) -> ExhibitCopied:
        staged = copy.end()
        content = b"".join(unpack(staged, iter(self.under_way.pop(id(copy)))))
        told = structs.replace(event, size=staged.stored.size, sha256=staged.stored.sha256)
        self.copies[told.exhibit_id] = content
        self.record(told, "person")
        return told

    def free_bytes(self) -> int | None:
        return self.free
