"""The case file: one encrypted SQLite file that holds the journal and the copied originals.

SQLite3MC encrypts every page (ChaCha20-Poly1305) and leaves the first 16 bytes clear for our header. The journal's rows
are chained by hash; its head and its count stand in a table of their own, which is on another page, so that one page
put back from an older copy of the file shows on opening. `append` returns when the entry is durable.
"""

from __future__ import annotations

import contextlib
import os
import sys
import threading
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import apsw
import msgspec

from recovery_assistant.domain import journal
from recovery_assistant.domain.journal import GENESIS, Actor, Entry, KnownEvent
from recovery_assistant.storage import exhibit_store
from recovery_assistant.storage.case_key import HEADER_BYTES, Header, file_key, read_header
from recovery_assistant.storage.exhibit_store import StoredExhibit
from recovery_assistant.storage.failures import (
    BUSY,
    CUT_OFF,
    DAMAGED,
    KEY_DOES_NOT_FIT,
    NAME_TAKEN,
    NEWER_PROGRAM,
    NOT_A_CASE,
    NOTHING_THERE,
    READ_ONLY_PLACE,
    READING_ONLY,
    case_error,
    from_sqlite,
    from_system,
)
from recovery_assistant.storage.writer_lock import WriterLock

SUFFIX: Final = ".recovery-case"
_TRIAL = "-trial"
_UNFINISHED = "-unfinished"
_LAYOUT = 1
_PAGE_BYTES = 4096
_BUSY_MS = 5000
_SCHEMA = """
    CREATE TABLE entry (sequence INTEGER PRIMARY KEY, line BLOB NOT NULL, digest BLOB NOT NULL) STRICT;
    CREATE TABLE head (one INTEGER PRIMARY KEY CHECK (one = 1), count INTEGER NOT NULL, digest BLOB NOT NULL) STRICT;
"""


class CaseFile:
    """An open case file. Its methods may be called from any thread, one at a time takes its turn.

    Attributes:
        path: where the file lies.
        read_only: whether `append` and `add_exhibit` are refused.
        header: the 16 clear bytes, which name the case in a key store.
    """

    def __init__(self, path: Path, secret: bytes, *, read_only: bool) -> None:
        self.path = path.resolve()
        self.read_only = read_only
        self.header = header_of(self.path)
        self._turn = threading.RLock()
        self._lock = None if read_only else WriterLock(self.path)
        try:
            if not read_only and was_cut_off(self.path):
                _try_repair_on_a_copy(self.path, secret)
            self._database, self._next_copy = _connect(self.path, file_key(secret, self.header), read_only=read_only)
        except BaseException:
            self._let_go()
            raise

    @classmethod
    def create(
        cls, path: Path, secret: bytes, header: Header, first: KnownEvent, *, actor: Actor, at: datetime
    ) -> CaseFile:
        """Make a new case file whose journal begins with `first`, and open it for writing.

        Until it is whole it lies under another name, so that no half-made case file can be met.

        Raises:
            CaseError: C-14 there is a file with this name; C-09, C-10, C-11, C-20 the place does not take it.
        """
        path = path.resolve()
        lock = WriterLock(path)
        unfinished = path.with_name(path.name + _UNFINISHED)
        try:
            if path.exists():
                raise case_error(NAME_TAKEN)
            _lay_out(unfinished, file_key(secret, header), header, first, actor, at)
            unfinished.rename(path)
            _sync_folder(path.parent)
        except OSError as error:
            raise from_system(error) from error
        finally:
            _remove(unfinished)
            lock.release()
        return cls.open(path, secret)

    @classmethod
    def open(cls, path: Path, secret: bytes, *, read_only: bool = False) -> CaseFile:
        """Open a case file.

        Raises:
            CaseError: C-01 not a case file, C-02 newer program, C-03 another window writes it, C-04 wrong key, C-08
                damaged, C-09 or C-20 the place is read-only, C-15 nothing there, C-21 the last answer was cut off
                and the place is read-only.
        """
        opened = cls(path, secret, read_only=read_only)
        try:
            opened.entries()
        except BaseException:
            opened.close()
            raise
        return opened

    def append(self, actor: Actor, event: KnownEvent, at: datetime) -> Entry:
        """Write one event; when this returns, it survives a power cut.

        Raises:
            CaseError: C-10 disk full, C-11 disk failed, C-16 reading only, C-19 busy.
        """
        return self.append_all(actor, (event,), at)[0]

    def append_all(self, actor: Actor, events: Sequence[KnownEvent], at: datetime) -> list[Entry]:
        """Write several events together: after a power cut all of them are there, or none.

        Raises:
            CaseError: as for `append`.
        """
        with self._writing() as database:
            return _write_entries(database, actor, events, at)

    def entries(self) -> list[Entry]:
        """Read the whole journal and check it: no hole, every link of the chain, head and count.

        Raises:
            CaseError: C-08 damaged, C-19 busy.
        """
        with self._reading() as database:
            return _checked_entries(database)

    def add_exhibit(self, exhibit_id: str, chunks: Iterable[bytes]) -> StoredExhibit:
        """Store a copied file, compressed, as it streams in; memory stays flat. Returns its size and SHA-256.

        An exhibit that was not stored whole (an error from `chunks`, a power cut) is not there at all. Answers can be
        saved meanwhile: between two parts others have their turn.

        Raises:
            CaseError: as for `append`.
            ValueError: there is an exhibit with this id already.
        """
        with self._reading() as database:
            if exhibit_store.find(database, exhibit_id) is not None:
                raise ValueError(f"exhibit {exhibit_id} is already in the case")
            copy = self._next_copy
            self._next_copy += 1
        intake = exhibit_store.Intake(chunks)
        for number, part in enumerate(intake.parts()):
            with self._writing() as database:
                exhibit_store.write_part(database, copy, number, part)
        stored = intake.stored
        with self._writing() as database:
            exhibit_store.write_exhibit(database, exhibit_id, copy, stored)
        return stored

    def exhibit(self, exhibit_id: str) -> Iterator[bytes]:
        """Yield the exact bytes of a copied file, in pieces, and check them against their size and hash.

        Raises:
            CaseError: C-17 it cannot be read in full (raised at the end at the latest), C-22 not in this case.
        """
        with self._reading() as database:
            place = exhibit_store.place(database, exhibit_id)
        yield from exhibit_store.unpack(place, self._parts(place))

    def _parts(self, place: exhibit_store.Place) -> Iterator[bytes]:
        for number in range(place.stored.parts):
            with self._reading(damage=exhibit_store.DAMAGE) as database:
                part = exhibit_store.read_part(database, place, number)
            yield part

    def exhibit_ids(self) -> list[str]:
        """Return the ids of all copied files, oldest first."""
        with self._reading() as database:
            return exhibit_store.ids(database)

    def check_every_page(self) -> None:
        """Read everything that is in the file, copied files too.

        Raises:
            CaseError: C-08 damaged, C-17 a copied file is damaged.
        """
        self.entries()
        with self._reading() as database:
            _check_structure(database)
        for exhibit_id in self.exhibit_ids():
            for _ in self.exhibit(exhibit_id):
                pass

    def close(self) -> None:
        """Close the file and let go of it; nothing but the one file is left."""
        with self._turn:
            if not self.read_only:
                # Every commit left an empty journal beside the file; this mode removes it.
                with contextlib.suppress(apsw.Error):
                    self._database.pragma("journal_mode", "delete")
            self._database.close()
            self._let_go()

    def _let_go(self) -> None:
        if self._lock is not None:
            self._lock.release()
            self._lock = None

    @contextlib.contextmanager
    def _reading(self, damage: str = DAMAGED) -> Iterator[apsw.Connection]:
        with self._turn:
            try:
                yield self._database
            except apsw.Error as error:
                found = from_sqlite(error)
                raise (found if found.code != DAMAGED else case_error(damage)) from error

    @contextlib.contextmanager
    def _writing(self) -> Iterator[apsw.Connection]:
        """Run one transaction: durable at the end of the block; a block or commit that fails leaves nothing."""
        if self.read_only:
            raise case_error(READING_ONLY)
        with self._turn:
            try:
                self._database.execute("BEGIN IMMEDIATE")
                try:
                    yield self._database
                    self._database.execute("COMMIT")
                except BaseException:
                    if self._database.in_transaction:
                        self._database.execute("ROLLBACK")
                    raise
            except apsw.Error as error:
                raise from_sqlite(error) from error


def header_of(path: Path) -> Header:
    """Return the clear header of a case file.

    Raises:
        CaseError: C-01 not a case file, C-02 newer program, C-15 nothing there, C-20 may not be read.
    """
    try:
        with path.open("rb") as file:
            return read_header(file.read(HEADER_BYTES))
    except OSError as error:
        raise from_system(error) from error


def journal_path(path: Path) -> Path:
    """Return where SQLite keeps the pages that an unfinished change may have to put back."""
    return path.with_name(path.name + "-journal")


def was_cut_off(path: Path) -> bool:
    """Return whether a change was under way when the program or the PC stopped."""
    try:
        return journal_path(path).stat().st_size > 0
    except OSError:
        return False


def _connect(path: Path, key: bytes, *, read_only: bool) -> tuple[apsw.Connection, int]:
    """Return a checked connection and the number for the next copied file."""
    flags = apsw.SQLITE_OPEN_READONLY if read_only else apsw.SQLITE_OPEN_READWRITE
    cut_off = was_cut_off(path)
    try:
        database = apsw.Connection(str(path), flags=flags)
    except apsw.Error as error:
        raise from_sqlite(error) from error
    try:
        _unlock(database, key)
        # The first read: a wrong key and a damaged first page look the same, both are "not a database".
        known = database.pragma("application_id"), database.pragma("user_version")
        _check_kind(known)
        if not read_only and database.readonly("main"):
            raise case_error(READ_ONLY_PLACE)  # write-protected; SQLite opens such a file without a word
        _settle(database, read_only=read_only)
        _check_size(database, path, read_only=read_only)
        return database, exhibit_store.next_copy(database)
    except apsw.NotADBError as error:
        database.close()
        raise case_error(KEY_DOES_NOT_FIT) from error
    except apsw.Error as error:
        database.close()
        raise (case_error(CUT_OFF) if cut_off and read_only else from_sqlite(error)) from error
    except BaseException:
        database.close()
        raise


def _unlock(database: apsw.Connection, key: bytes, header: Header | None = None) -> None:
    """Hand the key over; with a header, the file begins with it (only in a new file)."""
    material = key + (header.to_bytes() if header else b"")
    database.set_busy_timeout(_BUSY_MS)
    database.pragma("cipher", "chacha20")
    database.pragma("key", "raw:" + material.hex())


_APPLICATION_ID = int.from_bytes(b"RACF", "big")


def _check_kind(known: tuple[object, object]) -> None:
    application_id, layout = known
    if application_id != _APPLICATION_ID or not isinstance(layout, int) or layout < 1:
        raise case_error(NOT_A_CASE)
    if layout > _LAYOUT:
        raise case_error(NEWER_PROGRAM)


def _settle(database: apsw.Connection, *, read_only: bool) -> None:
    """Set what SQLite does not keep in the file. EXTRA also syncs the folder: FULL loses the last answer."""
    database.pragma("trusted_schema", "off")
    database.pragma("cell_size_check", "on")
    database.pragma("temp_store", "memory")
    if read_only:
        database.pragma("query_only", "on")
        return
    if database.pragma("journal_mode", "truncate") != "truncate":
        raise case_error(BUSY)
    database.pragma("synchronous", "extra")
    database.pragma("fullfsync", "on")  # macOS: fsync alone leaves data in the drive's cache


def _check_size(database: apsw.Connection, path: Path, *, read_only: bool) -> None:
    """Look closer where the file is not as long as its first page says, or holds free pages (ours never does).

    An older first page put back by itself names an older length; writing on would then overwrite newer pages.
    """
    with _one_view(database, read_only=read_only):
        pages, free = database.pragma("page_count"), database.pragma("freelist_count")
        if free or path.stat().st_size != pages * _PAGE_BYTES:
            _check_structure(database)


@contextlib.contextmanager
def _one_view(database: apsw.Connection, *, read_only: bool) -> Iterator[None]:
    """Hold a shared lock, so that a writer cannot make the file longer in the middle of a comparison."""
    database.execute("BEGIN")
    try:
        database.execute("SELECT count(*) FROM head").fetchall()
        yield
    finally:
        database.execute("ROLLBACK" if read_only else "COMMIT")


def _check_structure(database: apsw.Connection) -> None:
    if database.pragma("integrity_check") != "ok":
        raise case_error(DAMAGED)


def _checked_entries(database: apsw.Connection) -> list[Entry]:
    """Read the journal in one view of the file, and check it against its head and count."""
    rows: list[tuple[Any, ...]] = database.execute(
        "SELECT sequence, line, digest, 0 FROM entry UNION ALL SELECT count, x'', digest, one FROM head ORDER BY 4, 1"
    ).fetchall()
    entries: list[Entry] = []
    digest = GENESIS
    for sequence, line, stored, _ in rows[:-1]:
        digest = journal.chain(digest, line)
        if digest != stored or sequence != len(entries) + 1:
            raise case_error(DAMAGED)
        entries.append(_read_entry(line, digest, sequence))
    if not rows or rows[-1] != (len(entries), b"", digest, 1):
        raise case_error(DAMAGED)
    return entries


def _read_entry(line: bytes, digest: bytes, sequence: int) -> Entry:
    try:
        entry = journal.read_line(line, digest)
    except msgspec.DecodeError as error:
        raise case_error(DAMAGED) from error
    if entry.sequence != sequence:
        raise case_error(DAMAGED)
    return entry


def _write_entries(database: apsw.Connection, actor: Actor, events: Sequence[KnownEvent], at: datetime) -> list[Entry]:
    # The head is read again each time: after a failed commit only the file knows what it holds.
    row = database.execute("SELECT count, digest FROM head").fetchone()
    if row is None:
        raise case_error(DAMAGED)
    count, digest = row
    entries: list[Entry] = []
    for event in events:
        count += 1
        line = journal.line_bytes(count, at, actor, event)
        digest = journal.chain(digest, line)
        database.execute("INSERT INTO entry VALUES (?, ?, ?)", (count, line, digest))
        entries.append(_read_entry(line, digest, count))  # what is stored is what is told, to the letter
    database.execute("UPDATE head SET count = ?, digest = ?", (count, digest))
    return entries


def _lay_out(path: Path, key: bytes, header: Header, first: KnownEvent, actor: Actor, at: datetime) -> None:
    _remove(path)
    # So that nobody else on this PC can even copy it; SQLite would use the usual rights of a new file.
    os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    try:
        with contextlib.closing(apsw.Connection(str(path), flags=apsw.SQLITE_OPEN_READWRITE)) as database:
            _unlock(database, key, header)
            database.pragma("page_size", _PAGE_BYTES)
            database.pragma("synchronous", "extra")
            database.pragma("fullfsync", "on")
            database.execute("BEGIN IMMEDIATE")
            database.pragma("application_id", _APPLICATION_ID)
            database.pragma("user_version", _LAYOUT)
            database.execute(_SCHEMA + exhibit_store.SCHEMA).fetchall()
            database.execute("INSERT INTO head VALUES (1, 0, ?)", (GENESIS,))
            _write_entries(database, actor, (first,), at)
            database.execute("COMMIT")
    except apsw.Error as error:
        raise from_sqlite(error) from error


def _sync_folder(folder: Path) -> None:
    """Make a new name durable. Windows has no call for it and writes names through its own log."""
    if sys.platform == "win32":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _try_repair_on_a_copy(path: Path, secret: bytes) -> None:
    """Let SQLite put back the unfinished change in a copy, so that the original stays as it is when that fails.

    A wrong key counts as failing too: SQLite would repair before it can know.
    """
    trial = path.with_name(path.name + _TRIAL)
    _remove(trial)
    try:
        copy_case(path, trial)
        CaseFile.open(trial, secret).close()
    finally:
        _remove(trial)


def _remove(path: Path) -> None:
    for one in (path, journal_path(path)):
        one.unlink(missing_ok=True)


@contextlib.contextmanager
def for_removal(path: Path) -> Iterator[None]:
    """Remove a case file when the block ends well. Until then nobody else may write it.

    Raises:
        CaseError: C-03 it is open in a window; C-09, C-11, C-20 it cannot be removed.
    """
    lock = WriterLock(path.resolve())
    try:
        yield
        _remove(path.resolve())
        _sync_folder(path.resolve().parent)
    except OSError as error:
        raise from_system(error) from error
    finally:
        lock.release()


def copy_case(path: Path, to: Path) -> None:
    """Copy a case file, with the change that was cut off if there is one, and without touching the original.

    Raises:
        CaseError: C-14 there is a file at `to`, C-10 disk full, C-15 nothing to copy, C-20 not allowed.
    """
    if to.exists():
        raise case_error(NAME_TAKEN)
    if not path.is_file():
        raise case_error(NOTHING_THERE)
    made = [(path, to)] + ([(journal_path(path), journal_path(to))] if was_cut_off(path) else [])
    try:
        for source, target in reversed(made):
            _copy_file(source, target)
        _sync_folder(to.parent)
    except OSError as error:
        for _, target in made:
            target.unlink(missing_ok=True)
        raise from_system(error) from error


def _copy_file(source: Path, target: Path) -> None:
    descriptor = os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY | getattr(os, "O_BINARY", 0), 0o600)
    with source.open("rb") as original, os.fdopen(descriptor, "wb") as copy:
        while piece := original.read(1 << 20):
            copy.write(piece)
        copy.flush()
        os.fsync(copy.fileno())
