"""Inventories: every rule of the format, above all that a bad line costs only itself."""

from __future__ import annotations

import io
import json

import pytest

from recovery_assistant.domain.errors import SourceUnreadable
from recovery_assistant.domain.observation import Gap, InstalledProgram, Process, Service, System, VersionInfo
from recovery_assistant.hosts.reported import json_lines
from recovery_assistant.hosts.reported.inventory import InventoryHost, read_inventory


def lines(*machines: object) -> io.BytesIO:
    raw = [one if isinstance(one, bytes) else json.dumps(one).encode() for one in machines]
    return io.BytesIO(b"\n".join(raw) + b"\n")


def read(*machines: object) -> tuple[list[InventoryHost | Gap], list[str]]:
    told: list[str] = []
    return list(read_inventory(lines(*machines), told.append)), told


PC = {"id": "a", "os": "Windows 10 Home"}


def test_rows_become_observations_with_their_place() -> None:
    machine = {
        **PC,
        "services": [{"name": "x"}, {"name": "AnyDesk", "binary_path": "C:\\x.exe -s", "display_name": None}],
        "processes": [
            {
                "name": "i.exe",
                "cmdline": ["i.exe", "-x"],
                "version_info": {"ProductName": "AnyDesk", "FileVersion": "1"},
            }
        ],
    }
    (host,), told = read(machine)
    assert isinstance(host, InventoryHost)
    assert (host.id, host.system, host.os_name) == ("a", System.WINDOWS, "Windows 10 Home")
    assert list(host.observations("services"))[1] == Service(
        source="services[1]", name="AnyDesk", binary_path="C:\\x.exe -s"
    )
    (process,) = host.observations("processes")
    assert process == Process(
        source="processes[0]", name="i.exe", cmdline="i.exe -x", version_info=VersionInfo(product_name="AnyDesk")
    )
    assert told == []


def test_a_missing_list_is_a_gap_and_an_empty_one_was_looked_at() -> None:
    (host,), _ = read({**PC, "services": []})
    assert isinstance(host, InventoryHost)
    assert list(host.observations("services")) == []
    with pytest.raises(SourceUnreadable, match="not provided"):
        list(host.observations("processes"))


@pytest.mark.parametrize(
    "bad",
    [
        b"{not json",
        b"[]",
        b"7",
        b'{"os": "Linux"}',
        b'{"id": "x"}',
        b'{"id": 7, "os": "Linux"}',
        b'{"id": "", "os": "Linux"}',
        b'{"id": "x", "os": "Plan 9"}',
        b'{"id": "x", "os": "Linux", "services": {}}',
        b'{"id": "x", "os": "Linux", "services": [7]}',
        b'{"id": "x", "os": "Linux", "processes": [{"name": 7}]}',
        b'{"id": "\xff", "os": "Linux"}',
        b"[" * 100_000,
        b'{"id": "x", "os": "Linux", "services": ' + b"[" * 100_000,
    ],
)
def test_a_bad_line_is_a_gap_with_its_number_and_the_others_are_answered(bad: bytes) -> None:
    (first, gap, last), _ = read(PC, bad, {**PC, "id": "b"})
    assert isinstance(first, InventoryHost)
    assert isinstance(last, InventoryHost)
    assert isinstance(gap, Gap)
    assert (gap.host, gap.source, gap.code) == ("line 2", "line 2", "G-04")
    assert gap.reason


def test_an_id_stands_once() -> None:
    (_, gap), _ = read(PC, PC)
    assert isinstance(gap, Gap)
    assert "twice" in gap.reason


def test_a_line_that_is_too_long_is_not_kept_in_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(json_lines, "LONGEST_LINE", 1000)
    (gap, host, end), _ = read(b'{"id": "' + b"x" * 5000 + b'"}', PC, b"y" * 3000)
    assert isinstance(gap, Gap)
    assert gap.source == "line 1"
    assert isinstance(host, InventoryHost)
    assert isinstance(end, Gap)
    assert end.source == "line 3"


def test_empty_lines_are_nothing_but_count() -> None:
    (host, gap), _ = read(b"", PC, b"  ", b"x")
    assert isinstance(host, InventoryHost)
    assert isinstance(gap, Gap)
    assert gap.source == "line 4"


def test_unknown_keys_are_told_once_and_those_of_test_data_not_at_all() -> None:
    extra = {**PC, "colour": "red", "expected": ["AnyDesk"], "note": "x", "services": [{"name": "x", "state": "up"}]}
    _, told = read(extra, {**extra, "id": "b"})
    assert told == [
        "The key colour is not known and was not looked at.",
        "The key services[].state is not known and was not looked at.",
    ]


def test_unknown_keys_of_a_version_resource_are_told_and_common_ones_are_not() -> None:
    version = {"ProductName": "x", "FileVersion": "1", "Weird": 1}
    _, told = read({**PC, "processes": [{"name": "x", "version_info": version}, {"name": "y", "version_info": None}]})
    assert told == ["The key processes[].version_info.Weird is not known and was not looked at."]


def test_half_a_surrogate_pair_hides_no_machine() -> None:
    row = b'{"id": "a", "os": "Linux", "processes": [{"name": "\\ud83d\\ude00", "exe": "/x\\udcff\\\\ud800/AnyDesk"}]}'
    (host,), _ = read(row)
    assert isinstance(host, InventoryHost)
    (process,) = host.observations("processes")
    assert isinstance(process, Process)
    assert process.name == "\U0001f600"
    assert process.exe == "/x\ufffd\\ud800/AnyDesk"


def test_what_test_data_expects_is_not_even_kept() -> None:
    (host,), _ = read({**PC, "expected": ["AnyDesk"]})
    assert "AnyDesk" not in repr(vars(host))


def test_a_line_is_answered_before_the_next_is_read() -> None:
    class Endless(io.RawIOBase):
        def readline(self, size: int | None = -1, /) -> bytes:
            self.asked = getattr(self, "asked", 0) + 1
            return json.dumps({**PC, "id": str(self.asked)}).encode() + b"\n"

    stream = Endless()
    hosts = read_inventory(stream, print)  # type: ignore[arg-type]
    assert isinstance(next(hosts), InventoryHost)
    assert stream.asked == 1


def test_a_byte_order_mark_does_no_harm() -> None:
    (host,), _ = read(b"\xef\xbb\xbf" + json.dumps(PC).encode())
    assert isinstance(host, InventoryHost)


def test_a_package_of_linux_is_known_without_its_architecture() -> None:
    (host,) = read_inventory(
        io.BytesIO(b'{"id":"a","os":"Linux","installed_programs":[{"package":"anydesk:amd64"},{"package":null}]}'),
        lambda _: None,
    )
    assert isinstance(host, InventoryHost)
    rows = list(host.observations("installed_programs"))
    assert [row.package for row in rows if isinstance(row, InstalledProgram)] == ["anydesk", ""]
