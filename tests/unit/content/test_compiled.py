"""Content that is kept after it was read: the same as from TOML, never a stale one, and never an error of its own."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from recovery_assistant.content import compiled
from recovery_assistant.content.catalogue import load_catalogue
from recovery_assistant.content.loading import load_guidance
from recovery_assistant.domain.errors import ContentError
from recovery_assistant.resources import resources_root
from tests.unit.content.test_catalogue import TOOL

LONG_AGO = 1_700_000_000


@pytest.fixture
def resources(tmp_path: Path) -> Path:
    """Return a resources folder with one tool that was written long ago."""
    folder = tmp_path / "resources"
    (folder / "catalogue").mkdir(parents=True)
    write(folder, "It steers a PC.")
    return folder


@pytest.fixture(autouse=True)
def _settled(monkeypatch: pytest.MonkeyPatch) -> None:
    """Files of a test were all made just now, and nobody can set back when; so every file counts as settled."""
    monkeypatch.setattr(compiled, "SETTLED_AFTER_NS", -(10**12))


def write(folder: Path, what: str, at: int = LONG_AGO) -> None:
    path = folder / "catalogue" / "tool.toml"
    text = TOOL.format(id="tool", day="2026-01-01").replace("It steers a PC.", what)
    path.write_text(text, encoding="utf-8")
    os.utime(path, (at, at))


def what(folder: Path) -> str:
    return compiled.catalogue(folder).tool("tool").what


def kept(folder: Path) -> Path:
    return folder.parent / compiled.FOLDER / f"catalogue-{os.name}.msgpack"


def never(_: object) -> None:
    raise AssertionError("The TOML was read.")


def no_toml(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tomllib.loads", never)


def test_everything_comes_back_as_it_was_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "resources"
    shutil.copytree(resources_root(), folder, ignore=shutil.ignore_patterns("fonts", "pictures", "icons"))
    compiled.compile_all(folder, "en", ["GB"])
    guidance, tools = load_guidance(folder, "en", "gb"), load_catalogue(folder)
    no_toml(monkeypatch)
    assert compiled.guidance(folder, "en", "GB") == guidance
    catalogue = compiled.catalogue(folder)
    assert catalogue.tools == tools.tools
    assert catalogue.edition == tools.edition
    assert catalogue.searches


@pytest.mark.parametrize("code", ["fr", "../gb", ""])
def test_a_country_that_nobody_knows_is_no_file_name(code: str) -> None:
    with pytest.raises(ContentError) as caught:
        compiled.guidance(resources_root(), "en", code)
    assert caught.value.code == "T-05"


def test_a_changed_file_is_read_again(resources: Path) -> None:
    assert what(resources) == "It steers a PC."
    write(resources, "It shows a PC.", LONG_AGO + 1)
    assert what(resources) == "It shows a PC."
    # The same size and the same time of change: the system still tells that the file was touched.
    write(resources, "It draws a PC.", LONG_AGO + 1)
    assert what(resources) == "It draws a PC."


def test_a_new_and_a_missing_file_are_seen(resources: Path) -> None:
    assert len(compiled.catalogue(resources).tools) == 1
    (resources / "catalogue" / "b.toml").write_text(TOOL.format(id="b", day="2026-01-01"), encoding="utf-8")
    assert len(compiled.catalogue(resources).tools) == 2
    (resources / "catalogue" / "b.toml").unlink()
    assert len(compiled.catalogue(resources).tools) == 1
    (resources / "catalogue" / "tool.toml").unlink()
    with pytest.raises(ContentError, match="no content"):
        compiled.catalogue(resources)
    (resources / "catalogue").rmdir()
    with pytest.raises(ContentError, match="no content"):
        compiled.catalogue(resources)


def test_a_wrong_file_is_told_as_if_nothing_were_kept(resources: Path) -> None:
    compiled.catalogue(resources)
    (resources / "catalogue" / "tool.toml").write_text("id = 1", encoding="utf-8")
    with pytest.raises(ContentError, match=r"tool\.toml"):
        compiled.catalogue(resources)


def test_other_times_and_the_same_bytes_need_no_reading(resources: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    compiled.catalogue(resources)
    write(resources, "It steers a PC.", LONG_AGO + 99)
    no_toml(monkeypatch)
    assert what(resources) == "It steers a PC."
    monkeypatch.setattr(compiled, "_content", never)  # and it was kept with the new times
    assert what(resources) == "It steers a PC."


def test_another_version_of_the_program_reads_again(resources: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    compiled.catalogue(resources)
    monkeypatch.setattr("recovery_assistant.__version__", "another")
    no_toml(monkeypatch)
    with pytest.raises(AssertionError, match="TOML"):
        compiled.catalogue(resources)


def test_a_file_that_has_only_just_changed_is_not_kept(resources: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compiled, "SETTLED_AFTER_NS", 10**12)
    assert what(resources) == "It steers a PC."
    assert not kept(resources).exists()


def cut(data: bytes) -> bytes:
    return data[: len(data) // 2]


def flipped(data: bytes) -> bytes:
    return data[:-9] + bytes([data[-9] ^ 1]) + data[-8:]


def longer(data: bytes) -> bytes:
    return data + b"x"


def empty(_: bytes) -> bytes:
    return b""


def of_another_shape(data: bytes) -> bytes:
    """Return a file that is whole in itself, and holds something else."""
    head = len(compiled._MAGIC) + compiled._CHECK
    body = data[head : head + 2 * compiled._DIGEST] + msgspec.msgpack.encode({"edition": 1, "tools": [[[]]]})
    return compiled._MAGIC + compiled._check(body) + body


@pytest.mark.parametrize(
    "spoilt",
    [cut, flipped, longer, empty, of_another_shape],
)
def test_a_damaged_or_hostile_file_is_read_over(resources: Path, spoilt: Callable[[bytes], bytes]) -> None:
    whole = compiled.catalogue(resources)
    kept(resources).write_bytes(spoilt(kept(resources).read_bytes()))
    assert compiled.catalogue(resources) == whole
    assert compiled._read(kept(resources)) is not None  # and it was mended


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=300))
def test_a_payload_of_noise_is_nothing(payload: bytes) -> None:
    compiled._decoded(payload, dict[str, str])


def test_a_huge_length_is_nothing() -> None:
    assert compiled._decoded(b"\xdd\xff\xff\xff\xff", list[int]) is None
    assert compiled._decoded(b"\x91" * 100_000, object) is None


def test_a_folder_where_a_file_should_be_is_read_over(resources: Path) -> None:
    kept(resources).mkdir(parents=True)
    assert what(resources) == "It steers a PC."
    assert [path.name for path in kept(resources).parent.iterdir()] == [kept(resources).name]


@pytest.mark.skipif(sys.platform == "win32", reason="folders have no such switch there")
def test_where_nothing_can_be_written_the_toml_is_read(resources: Path) -> None:
    (resources.parent / compiled.FOLDER).write_text("in the way", encoding="utf-8")  # root may write everywhere
    assert what(resources) == "It steers a PC."
    assert what(resources) == "It steers a PC."


def test_nothing_stays_beside_what_is_kept(resources: Path) -> None:
    compiled.catalogue(resources)
    assert sorted(path.name for path in resources.parent.iterdir()) == [compiled.FOLDER, "resources"]
    assert [path.name for path in kept(resources).parent.iterdir()] == [kept(resources).name]
