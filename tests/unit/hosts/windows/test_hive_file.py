"""A registry file key by key: what stands in it in the types of winreg, and damage as problems, never as a crash."""

from __future__ import annotations

import io
import random
import struct
from collections.abc import Callable

import msgspec
import pytest

from recovery_assistant.hosts.windows import hive_file
from recovery_assistant.hosts.windows import registry as windows_registry
from recovery_assistant.hosts.windows.hive_file import HiveFile, typed
from recovery_assistant.hosts.windows.hive_pages import CUT_OFF, DAMAGED, NoHiveError
from recovery_assistant.hosts.windows.registry import RegistryKey
from tests.unit.hosts.hive_bytes import PAGE, WRITTEN, Raw, Written, hive, log_of

KEYS: dict[str, dict[str, object]] = {
    r"Software\Äpfel\K": {
        "": "default",
        "text": "Zürich 日本",
        "path": r"%SystemRoot%\x.exe",
        "small": 5,
        "long": 1 << 40,
        "bytes": b"ab\0c",
        "list": ["a", "", "b"],
        "big": "z" * 30_000,
        "tail": Raw(1, "shown\0hidden".encode("utf-16-le")),
        "none": Raw(0, b""),
        "odd": Raw(1, b"a\0b\0c"),
        "half": Raw(1, "x\udc00y".encode("utf-16-le", "surrogatepass")),
    },
    "Software\\日本": {},
    **{f"Many\\k{number:04}": {"text": f"text {number}"} for number in range(1100)},
}


def opened(written: Written) -> HiveFile:
    return HiveFile(io.BytesIO(written.seal()))


def keys_below(hive: HiveFile, most: int = 100_000) -> list[tuple[str, RegistryKey | OSError | None]]:
    """Read everything; the bound is far above what a file of this size can honestly hold."""
    found: list[tuple[str, RegistryKey | OSError | None]] = []
    waiting = [""]
    while waiting:
        assert len(found) < most
        path = waiting.pop()
        try:
            key = hive.read(path)
        except OSError as error:
            found.append((path, error))
            continue
        found.append((path, key))
        if key is not None and path.count("\\") < 8:
            waiting += [f"{path}\\{name}".lstrip("\\") for name in key.subkeys]
    return found


def test_values_have_the_types_of_winreg() -> None:
    key = opened(hive(KEYS)).read(r"software\äPFEL\k")
    assert key is not None
    assert key.values == {
        "": "default",
        "text": "Zürich 日本",
        "path": r"%SystemRoot%\x.exe",
        "small": 5,
        "long": 1 << 40,
        "bytes": b"ab\0c",
        "list": ["a", "", "b"],
        "big": "z" * 30_000,
        "tail": "shown",
        "none": None,
        "odd": "ab",
        "half": "x�y",
    }
    assert (key.written_at, key.subkeys, key.problems) == (WRITTEN, (), ())


def test_numbers_of_an_odd_length_are_numbers() -> None:
    assert typed(4, b"") == 0
    assert typed(4, b"\x01\0\0\0\x09") == 1
    assert typed(11, b"\x02\0\0\0\0\0\0\0") == 2
    assert typed(5, b"\0\0\0\x01") == b"\0\0\0\x01"
    assert typed(0xFFFF0012, b"ab") == b"ab"


def test_keys_are_listed_and_found_whatever_their_capitals() -> None:
    hive_ = opened(hive(KEYS))
    top = hive_.read("")
    assert top is not None
    assert top.subkeys == ("Many", "Software")
    many = hive_.read("MANY")
    assert many is not None
    assert len(many.subkeys) == 1100
    last = hive_.read(r"many\K1099")
    assert last is not None
    assert last.values == {"text": "text 1099"}
    assert hive_.read(r"many\none") is None
    assert hive_.read(r"none\none") is None


def test_names_that_cannot_be_written_become_visible_and_are_found() -> None:
    hive_ = opened(hive({"a\ud800b": {"\udfff": "x"}, "c": {}}))
    top = hive_.read("")
    assert top is not None
    assert top.subkeys == ("a[U+D800]b", "c")
    key = hive_.read("a[U+D800]b")
    assert key is not None
    assert key.values == {"[U+DFFF]": "x"}
    assert msgspec.json.encode([top.subkeys, dict(key.values)])


def test_a_second_key_of_the_same_name_is_shown_too() -> None:
    # A NUL ends a name for Windows' own tools, so that the second one would be hidden behind the first.
    hive_ = opened(hive({"tool": {"x": "open"}, "tool\0": {"x": "hidden"}}))
    top = hive_.read("")
    assert top is not None
    assert top.problems
    assert {key.values.get("x") for _, key in keys_below(hive_) if isinstance(key, RegistryKey)} >= {"open", "hidden"}


def test_lists_longer_than_allowed_are_cut_and_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(windows_registry, "MOST_MEMBERS", 500)
    many = opened(hive(KEYS)).read("Many")
    assert many is not None
    assert len(many.subkeys) == 500
    assert many.problems == ("only 500 of 1100 sub-keys were looked at",)


def test_a_value_that_is_too_large_is_left_out_and_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hive_file, "LARGEST_VALUE", 1000)
    key = opened(hive(KEYS)).read(r"Software\Äpfel\K")
    assert key is not None
    assert "big" not in key.values
    assert key.problems == ("big has 60000 bytes and was left out",)


def test_what_stands_only_in_the_log_is_read() -> None:
    before, after = hive({"Run": {"tool": "aaaa.exe"}}), hive({"Run": {"tool": "evil.exe"}})
    data = before.seal(first=8, second=7)
    log = log_of(data, {0: bytes(after.data[PAGE : 2 * PAGE])}, sequence=7)
    hive_ = HiveFile(io.BytesIO(data), [io.BytesIO(log)])
    key = hive_.read("Run")
    assert key is not None
    assert key.values == {"tool": "evil.exe"}
    assert hive_.problems == ()


def test_behind_a_damaged_bin_the_rest_is_read() -> None:
    written = hive(KEYS)
    written.data[2 * PAGE] ^= 1
    hive_ = opened(written)
    assert hive_.problems == (DAMAGED,)
    assert len(keys_below(hive_)) > 1000


def test_a_file_without_its_end_is_read_as_far_as_it_goes_and_refused_without_its_beginning() -> None:
    written = hive(KEYS)
    struct.pack_into("<I", written.data, 40, len(written.data))  # says one page more than there is
    hive_ = opened(written)
    assert hive_.problems == (CUT_OFF,)
    assert len(keys_below(hive_)) > 1100
    with pytest.raises(NoHiveError):
        HiveFile(io.BytesIO(bytes(written.data[: 2 * PAGE])))


def _itself(written: Written) -> None:
    """Let a list of lists name itself."""
    at = written.list_at["many"]
    for number in range(3):
        struct.pack_into("<I", written.data, at + 8 + 4 * number, at - PAGE)


def _own_child(written: Written) -> None:
    struct.pack_into("<I", written.data, written.list_at["software"] + 8, written.key_at["software"] - PAGE)


def _many_children(written: Written) -> None:
    struct.pack_into("<I", written.data, written.key_at["many"] + 4 + 20, 0x7FFFFFFF)


def _many_values(written: Written) -> None:
    struct.pack_into("<I", written.data, written.key_at["software\\äpfel\\k"] + 4 + 36, 0x7FFFFFFF)


def _huge_value(written: Written) -> None:
    struct.pack_into("<I", written.data, written.value_at["software\\äpfel\\k", "text"] + 8, 0x7FFFFFFF)


def _nowhere(written: Written) -> None:
    struct.pack_into("<I", written.data, written.list_at["software"] + 8, 0xFFFFFFF0)


@pytest.mark.parametrize("damage", [_itself, _own_child, _many_children, _many_values, _huge_value, _nowhere])
def test_lists_that_lie_end_and_are_told(damage: Callable[[Written], None]) -> None:
    written = hive(KEYS)
    damage(written)
    shown = keys_below(opened(written))
    # A key that is its own child harms nobody: nothing here walks down without a bound.
    assert damage is _own_child or any(key is None or isinstance(key, OSError) or key.problems for _, key in shown)


@pytest.mark.parametrize("seed", range(60))
def test_flipped_bits_never_end_in_a_crash_or_a_circle(seed: int) -> None:
    luck = random.Random(seed)
    written = hive({path: values for path, values in KEYS.items() if path < "Many\\k0040" or path[0] == "S"})
    places = [*written.key_at.values(), *written.list_at.values(), *written.value_at.values()]
    data = bytearray(written.seal())
    for _ in range(luck.choice((1, 5, 40))):  # at the cells that steer, and anywhere
        at = luck.choice((luck.choice(places) + luck.randrange(60), luck.randrange(len(data))))
        data[at % len(data)] ^= 1 << luck.randrange(8)
    cut = luck.choice((len(data), luck.randrange(len(data))))
    try:
        hive_ = HiveFile(io.BytesIO(bytes(data[:cut])))
    except OSError:
        return
    for _, key in keys_below(hive_):
        if isinstance(key, RegistryKey):
            msgspec.json.encode([key.subkeys, key.problems, dict(key.values)])


def test_a_closed_file_is_closed() -> None:
    file = io.BytesIO(hive({}).seal())
    HiveFile(file).close()
    assert file.closed
