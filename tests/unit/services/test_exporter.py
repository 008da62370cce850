"""Records are saved whole or not at all, and noted in the journal only when they are on the disk."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from recovery_assistant.domain import journal as j
from recovery_assistant.domain.errors import AssistantError
from recovery_assistant.services.casebook import Casebook
from recovery_assistant.services.exporter import (
    IS_A_CASE,
    NO_FOLDER,
    NO_ROOM,
    NOT_A_FILE,
    NOT_ALLOWED,
    Exporter,
    write_whole,
)
from tests.unit.record.records import MADE_AT, RESOURCES, press
from tests.unit.storage.case_files import SECRET, make


@pytest.fixture
def casebook(tmp_path: Path) -> Iterator[Casebook]:
    with contextlib.closing(Casebook(make(tmp_path), SECRET, lambda: MADE_AT)) as book:
        yield book


@pytest.fixture
def exporter(casebook: Casebook) -> Exporter:
    content = press()
    return Exporter(casebook, content.guidance, content.catalogue, lambda: MADE_AT, RESOURCES)


def newest(casebook: Casebook) -> j.KnownEvent | j.UnknownEvent:
    return casebook.entries[-1].event


def test_a_saved_record_is_noted_with_its_hash(exporter: Exporter, casebook: Casebook, tmp_path: Path) -> None:
    document = exporter.document("bank")
    content = exporter.pdf(document)
    exporter.save(tmp_path / "record.pdf", content, audience="bank", form="pdf")
    assert (tmp_path / "record.pdf").read_bytes() == content
    assert newest(casebook) == j.RecordMade(audience="bank", form="pdf", sha256=hashlib.sha256(content).hexdigest())


def test_the_seal_is_that_of_the_journal_before_the_record(
    exporter: Exporter, casebook: Casebook, tmp_path: Path
) -> None:
    document = exporter.document("me")
    assert document.seal == casebook.seal
    exporter.save(tmp_path / "record.pdf", exporter.pdf(document), audience="me", form="pdf")
    check = casebook.verify(f"{document.seal} ({document.seal.count} entries)")
    assert (check.holds, check.newer) == (True, 1)


def test_the_paper_is_that_of_the_country_unless_asked(exporter: Exporter) -> None:
    document = exporter.document("me")
    assert exporter.pdf(document) == exporter.pdf(document, 14, "a4")
    assert exporter.pdf(document, 14, "letter") != exporter.pdf(document, 14, "a4")


def test_a_print_is_noted(exporter: Exporter, casebook: Casebook) -> None:
    exporter.printed(b"paper", "me")
    assert newest(casebook) == j.RecordMade(audience="me", form="print", sha256=hashlib.sha256(b"paper").hexdigest())


def test_the_recovery_sheet_is_noted_but_never_its_code(exporter: Exporter, casebook: Casebook, tmp_path: Path) -> None:
    exporter.save_sheet(tmp_path / "sheet.pdf", exporter.recovery_sheet())
    assert isinstance(newest(casebook), j.RecoverySheetMade)
    exporter.sheet_printed()
    groups = casebook.recovery_code().replace("-", " ").split()
    text = str(exporter.document("me"))
    assert not any(group in text for group in groups)


def test_a_case_that_can_only_be_read_can_still_be_printed(tmp_path: Path) -> None:
    from recovery_assistant.storage.case_file import CaseFile

    with contextlib.closing(make(tmp_path)) as file:
        path = file.path
    content = press()
    with contextlib.closing(Casebook(CaseFile.open(path, SECRET, read_only=True), SECRET)) as book:
        exporter = Exporter(book, content.guidance, content.catalogue, lambda: MADE_AT, RESOURCES)
        exporter.save(tmp_path / "r.pdf", b"x", audience="me", form="pdf")
        assert len(book.entries) == 1
    assert (tmp_path / "r.pdf").read_bytes() == b"x"


def test_nothing_is_noted_when_nothing_was_saved(exporter: Exporter, casebook: Casebook, tmp_path: Path) -> None:
    before = casebook.entries
    with pytest.raises(AssistantError) as caught:
        exporter.save(tmp_path / "gone" / "record.pdf", b"x", audience="me", form="pdf")
    assert caught.value.code == NO_FOLDER
    assert casebook.entries == before


def test_a_folder_in_the_way_is_told(tmp_path: Path) -> None:
    (tmp_path / "record.pdf").mkdir()
    with pytest.raises(AssistantError) as caught:
        write_whole(tmp_path / "record.pdf", b"x")
    assert caught.value.code == NOT_ALLOWED
    assert [path.name for path in tmp_path.iterdir()] == ["record.pdf"]


def test_a_case_file_is_never_written_over(exporter: Exporter, casebook: Casebook, tmp_path: Path) -> None:
    for path in (casebook.path, make(tmp_path, name="another.case").path):
        before = path.read_bytes()
        with pytest.raises(AssistantError) as caught:
            exporter.save(path, b"%PDF", audience="me", form="pdf")
        assert caught.value.code == IS_A_CASE
        with pytest.raises(AssistantError):
            exporter.save_sheet(path, b"%PDF")
        assert path.read_bytes() == before


@pytest.mark.skipif(not Path("/dev/null").exists(), reason="there are no device files here")
def test_a_device_stays_a_device() -> None:
    with pytest.raises(AssistantError) as caught:
        write_whole(Path("/dev/null"), b"x")
    assert caught.value.code == NOT_A_FILE
    assert Path("/dev/null").is_char_device()


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights on Windows")
def test_a_link_stays_a_link_and_its_file_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "real.pdf").write_bytes(b"old")
    (tmp_path / "link.pdf").symlink_to(tmp_path / "real.pdf")
    write_whole(tmp_path / "link.pdf", b"new")
    assert (tmp_path / "link.pdf").is_symlink()
    assert (tmp_path / "real.pdf").read_bytes() == b"new"


def test_an_older_record_is_replaced_whole(tmp_path: Path) -> None:
    (tmp_path / "record.pdf").write_bytes(b"old")
    write_whole(tmp_path / "record.pdf", b"new")
    assert (tmp_path / "record.pdf").read_bytes() == b"new"
    assert len(list(tmp_path.iterdir())) == 1


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limit on the size of a file")
def test_a_full_disk_leaves_what_was_there(tmp_path: Path) -> None:
    """A child whose files may not grow beyond 4 KB meets the same error as on a full disk."""
    (tmp_path / "record.pdf").write_bytes(b"old")
    child = (
        "import errno, resource, signal, sys\n"
        "from pathlib import Path\n"
        "from recovery_assistant.domain.errors import AssistantError\n"
        "from recovery_assistant.services import exporter\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))\n"
        "exporter._MEANINGS[errno.EFBIG] = exporter._MEANINGS[errno.ENOSPC]\n"
        "try:\n"
        "    exporter.write_whole(Path(sys.argv[1]), bytes(100_000))\n"
        "except AssistantError as error:\n"
        "    print(error.code)\n"
    )
    run = subprocess.run(
        [sys.executable, "-c", child, str(tmp_path / "record.pdf")],
        cwd=RESOURCES.parent,
        capture_output=True,
        text=True,
        check=True,
    )
    assert run.stdout.strip() == NO_ROOM
    assert (tmp_path / "record.pdf").read_bytes() == b"old"
    assert len(list(tmp_path.iterdir())) == 1


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no device that is always full")
def test_the_system_calls_a_full_disk_by_the_name_we_know() -> None:
    with pytest.raises(OSError, match="No space") as caught, Path("/dev/full").open("wb", buffering=0) as full:
        full.write(b"x")
    assert caught.value.errno == errno.ENOSPC


@pytest.mark.skipif(sys.platform != "linux" or os.geteuid() != 0, reason="mounting a small disk needs root")
@pytest.mark.skipif(shutil.which("mount") is None, reason="there is no mount command")
def test_a_disk_that_is_really_full(tmp_path: Path) -> None:
    disk = tmp_path / "stick"
    disk.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(disk)], check=False)
    if mounted.returncode != 0:
        pytest.skip("this machine does not allow mounting")
    try:
        (disk / "record.pdf").write_bytes(b"old")
        with pytest.raises(AssistantError) as caught:
            write_whole(disk / "record.pdf", bytes(200_000))
        assert caught.value.code == NO_ROOM
        assert [path.name for path in disk.iterdir()] == ["record.pdf"]
        subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
        with pytest.raises(AssistantError) as caught:
            write_whole(disk / "record.pdf", b"x")
        assert caught.value.code == "R-02"
    finally:
        subprocess.run(["umount", str(disk)], check=True)
