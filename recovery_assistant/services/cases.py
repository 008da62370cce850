"""Cases: make a new case file, open one by key, passphrase or recovery code, copy it, and wipe it without trace."""

from __future__ import annotations

import contextlib
import secrets
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from msgspec import Struct

from recovery_assistant import __version__
from recovery_assistant.domain.errors import CaseError, KeyStoreError
from recovery_assistant.domain.journal import CaseStarted
from recovery_assistant.services.casebook import Casebook, Clock, local_time
from recovery_assistant.storage import case_key
from recovery_assistant.storage.case_file import SUFFIX, CaseFile
from recovery_assistant.storage.case_key import Header, SecretFrom
from recovery_assistant.storage.copies import copy_case, for_removal
from recovery_assistant.storage.database import header_of
from recovery_assistant.storage.failures import (
    NO_KEY_STORE,
    NOT_ALLOWED,
    OPEN_ELSEWHERE,
    PHRASE_NEEDED,
    READ_ONLY_PLACE,
    TECHNICIAN_NEEDS_PHRASE,
    case_error,
    from_system,
    key_error,
)
from recovery_assistant.storage.key_store import KeyStore
from recovery_assistant.storage.salvage import salvage

Mode = Literal["person", "technician"]

_NUMBER_LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # nothing that is misheard on the phone as 0, 1, I, L, O or U
_CAN_STILL_BE_READ = frozenset((OPEN_ELSEWHERE, READ_ONLY_PLACE, NOT_ALLOWED))


class CaseOnDisk(Struct, frozen=True, kw_only=True):
    """A case file in the folder of cases, as far as it can be known without its key.

    Attributes:
        name: file name without its ending; the case number, unless somebody renamed it.
        opens_with: "key-store" or "passphrase" (or always the recovery code); "unknown" when it cannot be read.
    """

    path: Path
    name: str
    modified_at: datetime
    opens_with: Literal["key-store", "passphrase", "unknown"]


class Cases:
    """The cases of this PC.

    The key store is asked in `new`, `open`, `remember` and `wipe`. It may show a prompt and wait for an answer, so
    these four must not run in the thread that draws the window.
    """

    def __init__(self, folder: Path, key_store: KeyStore | None, clock: Clock = local_time) -> None:
        self._folder = folder
        self._key_store = key_store
        self._clock = clock

    @property
    def folder(self) -> Path:
        """Where new cases lie unless another place is chosen."""
        return self._folder

    def new(self, country: str, mode: Mode, passphrase: str | None = None, path: Path | None = None) -> Casebook:
        """Start a case in a file of its own.

        With a passphrase, the key store of this PC is neither asked nor written.

        Raises:
            KeyStoreError: K-01 to K-05, K-07; a passphrase is the way on.
            CaseError: C-09, C-10, C-11, C-20 the place; C-12 passphrase too short; C-13 a technician's case without
                passphrase; C-14 there is such a file already.
        """
        if mode == "technician" and passphrase is None:
            raise case_error(TECHNICIAN_NEEDS_PHRASE)
        at = self._clock()
        started = CaseStarted(number=_new_number(at), country=country, mode=mode, program_version=__version__)
        where = path or self._free_path(started.number)
        header = case_key.new_header(SecretFrom.RANDOM if passphrase is None else SecretFrom.PASSPHRASE)
        secret = self._keep_new_secret(header) if passphrase is None else _from_passphrase(passphrase, header)
        try:
            file = CaseFile.create(
                where, secret, header, started, actor="technician" if mode == "technician" else "person", at=at
            )
        except CaseError:
            if passphrase is None:
                self._forget(header)
            raise
        return Casebook(file, secret, self._clock)

    def open(self, path: Path, *, passphrase: str | None = None, recovery_code: str | None = None) -> Casebook:
        """Open a case with its recovery code, its passphrase, or the key store of this PC.

        When another window writes it, or the place is read-only, the casebook is read-only and says why.

        Raises:
            CaseError: C-01 to C-08, C-11, C-15, C-20, C-21.
            KeyStoreError: K-01 to K-04, K-06, K-07; the recovery code is the way on. No new key is ever made.
        """
        secret = self._secret(header_of(path), passphrase, recovery_code)
        try:
            return Casebook(CaseFile.open(path, secret), secret, self._clock)
        except CaseError as error:
            if error.code not in _CAN_STILL_BE_READ:
                raise
            why = error.sentence
        file = CaseFile.open(path, secret, read_only=True)
        return Casebook(file, secret, self._clock, why_read_only=why)

    def open_copy(
        self, path: Path, to: Path | None = None, *, passphrase: str | None = None, recovery_code: str | None = None
    ) -> Casebook:
        """Copy a case (from a read-only stick, say) into the folder of cases or to `to`, and open the copy.

        Raises:
            CaseError: as for `open`; C-14 there is a file at `to`.
            KeyStoreError: as for `open`.
        """
        secret = self._secret(header_of(path), passphrase, recovery_code)
        where = to or self._free_path(path.name.removesuffix(SUFFIX))
        copy_case(path, where)
        return Casebook(CaseFile.open(where, secret), secret, self._clock)

    def salvage(
        self,
        path: Path,
        to: Path | None = None,
        *,
        passphrase: str | None = None,
        recovery_code: str | None = None,
    ) -> Casebook:
        """Take what can still be read of a damaged case into a new file in the folder of cases, or at `to`; open that.

        The damaged file is not touched. `Casebook.case.lost` says how many entries were kept, and how many are missing.

        Raises:
            CaseError: C-01, C-02, C-04 to C-07, C-15 the damaged file; C-24 nothing of it can be read; C-14 there is a
                file at `to`; C-09, C-10, C-11, C-20, C-23 the place.
            KeyStoreError: as for `open`.
        """
        secret = self._secret(header_of(path), passphrase, recovery_code)
        where = to or self._free_path(path.name.removesuffix(SUFFIX))
        return Casebook(salvage(path, where, secret, self._clock()), secret, self._clock)

    def remember(self, casebook: Casebook) -> None:
        """Put the key of an open case into the key store of this PC, after a reset of the PC for instance.

        Raises:
            CaseError: C-06 a passphrase opens this case; its key is never left on a PC.
            KeyStoreError: K-01 to K-05, K-07.
        """
        if header_of(casebook.path).secret_from is SecretFrom.PASSPHRASE:
            raise case_error(PHRASE_NEEDED)
        if self._key_store is None:
            raise key_error(NO_KEY_STORE)
        self._key_store.put(casebook.case_id, case_key.secret_from_code(casebook.recovery_code()))

    def known(self) -> list[CaseOnDisk]:
        """Return the case files in the folder of cases, newest first."""
        with contextlib.suppress(OSError):
            found = [_on_disk(path) for path in self._folder.glob("*" + SUFFIX)]
            return sorted(found, key=lambda case: case.modified_at, reverse=True)
        return []

    def wipe(self, path: Path) -> None:
        """Remove a case file and its key from this PC. There is no way back, not with the recovery code either.

        Raises:
            CaseError: C-01 not a case file, C-03 open in a window, C-09, C-15, C-20.
            KeyStoreError: K-02, K-03, K-07: the key could not be removed; the file is still there.
        """
        header = header_of(path)
        with for_removal(path):
            self._forget(header, quietly=False)

    def _secret(self, header: Header, passphrase: str | None, recovery_code: str | None) -> bytes:
        if recovery_code is not None:
            return case_key.secret_from_code(recovery_code)
        if passphrase is not None:
            return case_key.secret_from_passphrase(passphrase, header)
        if header.secret_from is SecretFrom.PASSPHRASE:
            raise case_error(PHRASE_NEEDED)
        if self._key_store is None:
            raise key_error(NO_KEY_STORE)
        return self._key_store.get(header.case_id)

    def _keep_new_secret(self, header: Header) -> bytes:
        """Make a secret and keep it before there is a file: a file without its key would be lost."""
        if self._key_store is None:
            raise key_error(NO_KEY_STORE)
        secret = case_key.new_secret()
        self._key_store.put(header.case_id, secret)
        return secret

    def _forget(self, header: Header, *, quietly: bool = True) -> None:
        if header.secret_from is not SecretFrom.RANDOM or self._key_store is None:
            return
        try:
            self._key_store.delete(header.case_id)
        except KeyStoreError as error:
            if not quietly and error.code != NO_KEY_STORE:
                raise

    def _free_path(self, name: str) -> Path:
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            raise from_system(error) from error
        path = self._folder / (name + SUFFIX)
        more = 2
        while path.exists():
            path = self._folder / f"{name} ({more}){SUFFIX}"
            more += 1
        return path


def _from_passphrase(passphrase: str, header: Header) -> bytes:
    case_key.check_new_passphrase(passphrase)
    return case_key.secret_from_passphrase(passphrase, header)


def _new_number(at: datetime) -> str:
    """Return a case number such as "2026-11-18-A7KD": the day, and four letters so that two cases differ."""
    return f"{at:%Y-%m-%d}-" + "".join(secrets.choice(_NUMBER_LETTERS) for _ in range(4))


def _on_disk(path: Path) -> CaseOnDisk:
    opens_with: Literal["key-store", "passphrase", "unknown"] = "unknown"
    with contextlib.suppress(CaseError):
        made = header_of(path).secret_from
        opens_with = "key-store" if made is SecretFrom.RANDOM else "passphrase"
    return CaseOnDisk(
        path=path,
        name=path.name.removesuffix(SUFFIX),
        modified_at=datetime.fromtimestamp(path.stat().st_mtime, tz=UTC).astimezone(),
        opens_with=opens_with,
    )
