"""A case is handed over as a copy that was opened, with its copied files beside it in clear."""

from __future__ import annotations

import hashlib
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from recovery_assistant.domain.errors import CaseError, InputError
from recovery_assistant.services.casebook import Casebook
from recovery_assistant.services.cases import Cases
from recovery_assistant.services.handing_over import HASHES, hand_over

PASSPHRASE = "four plain words here"
PATHS = (
    "C:\\ProgramData\\AnyDesk\\ad.trace",
    "/var/log/../../etc/passwd",
    "..",
    "C:\\x\\CON: \u202e\x1b.txt",
    "/a/.hidden",
)


@pytest.fixture
def cases(tmp_path: Path) -> Cases:
    return Cases(tmp_path / "cases", None, lambda: datetime(2026, 11, 18, tzinfo=UTC))


@pytest.fixture
def casebook(cases: Cases) -> Iterator[Casebook]:
    book = cases.new("GB", "technician", PASSPHRASE)
    for number, path in enumerate(PATHS):
        book.add_exhibit(f"x-{number}", [b"content ", b"of %d" % number], finding_id="f-1", path=path)
    yield book
    book.close()


def test_the_copy_holds_the_same_and_the_files_their_exact_bytes(
    cases: Cases, casebook: Casebook, tmp_path: Path
) -> None:
    to, files = tmp_path / "copy.recovery-case", tmp_path / "out" / "files"

    handed = hand_over(cases, casebook.path, to, files, passphrase=PASSPHRASE)

    assert (handed.path, handed.seal, handed.files) == (to, casebook.seal, len(PATHS))
    assert handed.sha256 == hashlib.sha256(to.read_bytes()).hexdigest()
    names = sorted(path.name for path in files.iterdir() if path.name != HASHES)
    assert names == ["001-ad.trace", "002-passwd", "003-file", "004-CON____.txt", "005-hidden"]
    assert [(files / name).read_bytes() for name in names] == [
        b"content of %d" % number for number in range(len(PATHS))
    ]
    assert "\x1b" not in (files / HASHES).read_text("utf-8")


def test_the_list_of_hashes_is_read_by_sha256sum(cases: Cases, casebook: Casebook, tmp_path: Path) -> None:
    files = tmp_path / "files"
    hand_over(cases, casebook.path, tmp_path / "copy.recovery-case", files, passphrase=PASSPHRASE)
    try:
        ended = subprocess.run(
            ["sha256sum", "--check", "--strict", HASHES], cwd=files, capture_output=True, text=True, check=False
        )
    except FileNotFoundError:
        pytest.skip("there is no sha256sum here")

    assert ended.returncode == 0, ended.stderr
    assert ended.stdout.count(": OK") == len(PATHS)


def test_nothing_that_exists_is_overwritten(cases: Cases, casebook: Casebook, tmp_path: Path) -> None:
    taken = tmp_path / "taken"
    taken.mkdir()

    with pytest.raises(InputError, match="I-16"):
        hand_over(cases, casebook.path, tmp_path / "copy.recovery-case", taken, passphrase=PASSPHRASE)
    assert not (tmp_path / "copy.recovery-case").exists()
    with pytest.raises(CaseError, match="C-14"):
        hand_over(cases, casebook.path, taken, passphrase=PASSPHRASE)


def test_a_folder_that_cannot_be_made(cases: Cases, casebook: Casebook, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")

    with pytest.raises(InputError, match="I-17"):
        hand_over(cases, casebook.path, tmp_path / "copy.recovery-case", tmp_path / "file" / "x", passphrase=PASSPHRASE)


def test_the_wrong_key_makes_no_copy_that_opens(cases: Cases, casebook: Casebook, tmp_path: Path) -> None:
    with pytest.raises(CaseError, match="C-04"):
        hand_over(cases, casebook.path, tmp_path / "copy.recovery-case", passphrase="something else entirely")


def test_a_folder_that_is_not_there_is_named(cases: Cases, casebook: Casebook, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="The folder for the copy is not there"):
        hand_over(cases, casebook.path, tmp_path / "none" / "copy.recovery-case", passphrase=PASSPHRASE)
