"""What a Windows program says about itself, read from a few of its bytes; held against pefile."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from recovery_assistant.domain.observation import VersionInfo
from recovery_assistant.hosts.portable_executable import LONGEST_TEXT, layout_of, version_of
from tests.unit.hosts.windows_pc import program

STRINGS = {"ProductName": "AnyDesk", "OriginalFilename": "AnyDesk.exe", "CompanyName": "Maker\u202e", "Odd": "x"}


class Counted(io.BytesIO):
    """Counts the bytes that are read from it."""

    taken = 0

    def read(self, size: int | None = -1, /) -> bytes:
        data = super().read(size)
        self.taken += len(data)
        return data


def version(data: bytes) -> VersionInfo | None:
    file = io.BytesIO(data)
    layout = layout_of(file)
    return version_of(file, layout) if layout else None


def test_it_says_who_it_is() -> None:
    assert version(program(STRINGS)) == VersionInfo(
        product_name="AnyDesk", original_filename="AnyDesk.exe", company_name="Maker\u202e"
    )


def test_little_is_read_of_a_large_file() -> None:
    file = Counted(program(STRINGS) + bytes(50 * 2**20))
    layout = layout_of(file)
    assert layout is not None
    assert version_of(file, layout) is not None
    assert file.taken < 20_000


@pytest.mark.parametrize("data", [b"", b"MZ", b"MZ" + bytes(200), b"MZ" + b"\xff" * 9000, b"\x7fELF" + bytes(200)])
def test_what_is_no_program_says_nothing(data: bytes) -> None:
    assert version(data) is None


def test_a_program_without_a_resource_and_one_with_an_empty_one() -> None:
    assert version(program({})) is None
    cut = program(STRINGS)
    assert all(version(cut[:length]) is None for length in range(0, 0x240, 7))


def test_long_texts_are_cut() -> None:
    shown = version(program({"ProductName": "A" * 9000}))
    assert shown is not None
    assert shown.product_name == "A" * LONGEST_TEXT


@settings(max_examples=200)
@given(st.lists(st.tuples(st.integers(0, 1200), st.sampled_from([0, 1, 2, 4, 0x7F, 0x80, 0xFF])), max_size=12))
def test_no_bytes_break_it_or_keep_it_busy(changes: list[tuple[int, int]]) -> None:
    data = bytearray(program(STRINGS))
    for place, value in changes:
        data[place] = value
    file = Counted(bytes(data))
    layout = layout_of(file)
    if layout is not None:
        version_of(file, layout)
    assert file.taken < 300_000


def test_it_reads_the_same_as_pefile() -> None:
    pefile = pytest.importorskip("pefile")
    folder = Path(sys.prefix) / "lib" / f"python{sys.version_info.major}.{sys.version_info.minor}" / "site-packages"
    marked = "StringFileInfo".encode("utf-16-le")
    programs = [path for path in folder.glob("**/*.exe") if marked in path.read_bytes()]
    made = [program(STRINGS), program({"FileDescription": "ß" * 99, "ProductName": "", "CompanyName": "x"})]
    for data in [*made, *(path.read_bytes() for path in programs[:8])]:
        portable = pefile.PE(data=data, fast_load=True)
        portable.parse_data_directories(directories=[pefile.DIRECTORY_ENTRY["IMAGE_DIRECTORY_ENTRY_RESOURCE"]])
        told: dict[str, str] = {}
        for group in portable.FileInfo:
            for entry in group:
                for table in getattr(entry, "StringTable", ()):
                    told |= {key.decode(): value.decode("utf-8").strip("\0 ") for key, value in table.entries.items()}
        portable.close()
        assert version(data) == VersionInfo(
            original_filename=told.get("OriginalFilename", ""),
            product_name=told.get("ProductName", ""),
            company_name=told.get("CompanyName", ""),
            file_description=told.get("FileDescription", ""),
        )
