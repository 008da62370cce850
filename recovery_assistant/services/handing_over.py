"""Hand a case over: a copy of its file that was opened to see that it holds the same, and the copied files in clear."""

from __future__ import annotations

import hashlib
from pathlib import Path, PureWindowsPath
from typing import Final

from msgspec import Struct

from recovery_assistant.domain.case import Exhibit
from recovery_assistant.domain.errors import InputError
from recovery_assistant.domain.journal import Seal
from recovery_assistant.domain.record import visible
from recovery_assistant.services.casebook import Casebook
from recovery_assistant.services.cases import Cases

FOLDER_TAKEN: Final = "I-16"
NO_FOLDER: Final = "I-21"
NOT_WRITTEN: Final = "I-17"
HASHES: Final = "SHA256SUMS"
_LONGEST_NAME: Final = 80


class HandedOver(Struct, frozen=True, kw_only=True):
    """A copy that was made. `sha256` is that of the copied case file; `files` counts those written beside it."""

    path: Path
    seal: Seal
    sha256: str
    files: int = 0


def hand_over(
    cases: Cases,
    path: Path,
    to: Path,
    files: Path | None = None,
    *,
    passphrase: str | None = None,
    recovery_code: str | None = None,
) -> HandedOver:
    """Copy the case at `path` to `to`, open the copy, read all of it, and write its copied files into `files`.

    `files` becomes a new folder with the exact bytes of each copied file and a list of hashes that `sha256sum -c`
    reads. The key of the case does not travel: the copy opens with the passphrase or recovery code.

    Raises:
        CaseError: as for `Cases.open_copy`; C-08, C-17 when the copy cannot be read in full.
        InputError: I-16 the folder is there already, I-17 a file could not be written,
            I-21 the folder for the copy is not there.
    """
    if not to.absolute().parent.is_dir():
        raise InputError(NO_FOLDER, "The folder for the copy is not there. Was the stick pulled out?")
    if files is not None and files.exists():
        raise InputError(FOLDER_TAKEN, "There is already a folder with this name. Choose another name.")
    copy = cases.open_copy(path, to, passphrase=passphrase, recovery_code=recovery_code)
    try:
        copy.check_every_page()
        count = _write_files(copy, files) if files is not None else 0
        seal = copy.seal
    finally:
        copy.close()
    with to.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return HandedOver(path=to, seal=seal, sha256=digest, files=count)


def _write_files(casebook: Casebook, folder: Path) -> int:
    listed = []
    try:
        folder.mkdir(parents=True)
        for number, exhibit in enumerate(casebook.case.exhibits, start=1):
            name = _file_name(number, exhibit)
            with (folder / name).open("xb") as file:
                for chunk in casebook.exhibit(exhibit.id):
                    file.write(chunk)
            listed.append(f"{exhibit.sha256}  {name}\n# {visible(exhibit.path)}\n")
        (folder / HASHES).write_text("".join(listed), "utf-8")
    except OSError as error:
        raise InputError(NOT_WRITTEN, f"The copied files could not be written: {error.strerror}.") from error
    return len(casebook.case.exhibits)


def _file_name(number: int, exhibit: Exhibit) -> str:
    """Return a name that every system takes. The path comes from the inspected PC: only its last part is used."""
    last = PureWindowsPath(exhibit.path).name
    plain = "".join(letter if letter.isascii() and (letter.isalnum() or letter in "-_.") else "_" for letter in last)
    return f"{number:03}-{plain[-_LONGEST_NAME:].lstrip('.') or 'file'}"
