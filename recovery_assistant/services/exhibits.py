"""Copy the log files of the tools that were found into the case, byte for byte, before anything is removed.

A log may grow while it is copied. So the bytes that were there at the first look are copied, compared by hash, and
looked at once more: what lies in the case is what lay on the disk, or the file is told as missed.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Final, Protocol

from msgspec import Struct

from recovery_assistant.domain import journal
from recovery_assistant.domain.case import Case
from recovery_assistant.domain.catalogue import Catalogue
from recovery_assistant.domain.errors import SourceUnreadable
from recovery_assistant.hosts.port import CHANGED_WHILE_READ, TOO_LARGE, UNREADABLE, FileFacts, Host

LARGEST_EXHIBIT: Final = 256 * 2**20
_CHUNK: Final = 2**20
_ATTEMPTS: Final = 3


class CopyProgress(Struct, frozen=True, kw_only=True):
    """`done` of `total` files were copied; `path` is the next one."""

    done: int
    total: int
    path: str


class Copied(Struct, frozen=True, kw_only=True):
    """A file lies in the case now."""

    exhibit: journal.ExhibitCopied


class MissedCopy(Struct, frozen=True, kw_only=True):
    """A file, or a folder of files, could not be copied."""

    missed: journal.ExhibitMissed


CopyEvent = CopyProgress | Copied | MissedCopy


class ExhibitKeeper(Protocol):
    """The part of a casebook that copies go to."""

    @property
    def case(self) -> Case:
        """The case as it is now."""

    def record(self, event: journal.KnownEvent, actor: journal.Actor | None = None) -> Case:
        """Write an event; durable on return."""

    def add_exhibit(
        self,
        exhibit_id: str,
        chunks: Iterable[bytes],
        *,
        finding_id: str,
        path: str,
        modified_at: datetime | None = None,
        owner: str = "",
    ) -> journal.ExhibitCopied:
        """Store a file as it streams in and write that down."""


class _ChangedError(Exception):
    """The file is no longer what it was at the first look."""


def copy_logs(
    casebook: ExhibitKeeper, host: Host, catalogue: Catalogue, finding_ids: Iterable[str]
) -> Iterator[CopyEvent]:
    """Copy every known log file of the tools behind these findings. A file that lies in the case already is skipped."""
    jobs: dict[str, str] = {}
    for finding_id in finding_ids:
        yield from _list_logs(casebook, host, catalogue, finding_id, jobs)
    for done, (path, finding_id) in enumerate(jobs.items()):
        yield CopyProgress(done=done, total=len(jobs), path=path)
        yield from _copy(casebook, host, finding_id, path)
    yield CopyProgress(done=len(jobs), total=len(jobs), path="")


def _list_logs(
    casebook: ExhibitKeeper, host: Host, catalogue: Catalogue, finding_id: str, jobs: dict[str, str]
) -> Iterator[CopyEvent]:
    """Add the log files of one finding to `jobs` (path -> finding)."""
    known = casebook.case.findings.get(finding_id)
    try:
        tool = catalogue.tool(known.finding.tool_id) if known else None
    except KeyError:  # found with another edition of the catalogue
        return
    for log in tool.log if tool else ():
        if log.system != host.system:
            continue
        try:
            for path in host.glob(log.path):
                jobs.setdefault(path, finding_id)
        except SourceUnreadable as error:
            yield _missed(casebook, finding_id, log.path, error.reason, error.code)


def _copy(casebook: ExhibitKeeper, host: Host, finding_id: str, path: str) -> Iterator[CopyEvent]:
    try:
        for attempt in range(_ATTEMPTS):
            facts = host.file_facts(path)
            if facts.size > LARGEST_EXHIBIT:
                reason = f"it is larger than {LARGEST_EXHIBIT // 2**20} MiB"
                yield _missed(casebook, finding_id, path, reason, TOO_LARGE)
                return
            digest = _digest(host, path, facts.size)
            exhibit_id = _exhibit_id(path, digest)
            if any(exhibit.id == exhibit_id for exhibit in casebook.case.exhibits):
                return
            try:
                yield Copied(exhibit=_stored(casebook, host, finding_id, path, facts, digest, exhibit_id))
                return
            except _ChangedError:
                if attempt == _ATTEMPTS - 1:
                    yield _missed(casebook, finding_id, path, "it changed while it was copied", CHANGED_WHILE_READ)
    except SourceUnreadable as error:
        yield _missed(casebook, finding_id, path, error.reason, error.code)
    except OSError as error:
        yield _missed(casebook, finding_id, path, (error.strerror or "it cannot be read").lower(), UNREADABLE)


def _stored(
    casebook: ExhibitKeeper, host: Host, finding_id: str, path: str, facts: FileFacts, digest: str, exhibit_id: str
) -> journal.ExhibitCopied:
    return casebook.add_exhibit(
        exhibit_id,
        _checked(host, path, facts.size, digest),
        finding_id=finding_id,
        path=path,
        modified_at=facts.modified_at,
        owner=facts.owner,
    )


def _checked(host: Host, path: str, size: int, digest: str) -> Iterator[bytes]:
    """Yield the first `size` bytes; raise at the end when they, or those on the disk, are not what they were."""
    copied = hashlib.sha256()
    for chunk in _chunks(host, path, size):
        copied.update(chunk)
        yield chunk
    if not copied.hexdigest() == digest == _digest(host, path, size):
        raise _ChangedError


def _chunks(host: Host, path: str, size: int) -> Iterator[bytes]:
    with host.open_file(path) as file:
        left = size
        while left and (chunk := file.read(min(_CHUNK, left))):
            left -= len(chunk)
            yield chunk


def _digest(host: Host, path: str, size: int) -> str:
    digest = hashlib.sha256()
    for chunk in _chunks(host, path, size):
        digest.update(chunk)
    return digest.hexdigest()


def _exhibit_id(path: str, digest: str) -> str:
    return "x-" + hashlib.sha256(f"{path}\0{digest}".encode("utf-8", "surrogatepass")).hexdigest()[:12]


def _missed(casebook: ExhibitKeeper, finding_id: str, path: str, reason: str, code: str) -> MissedCopy:
    missed = journal.ExhibitMissed(finding_id=finding_id, path=path, reason=reason, code=code)
    casebook.record(missed, "program")
    return MissedCopy(missed=missed)
