"""A recording gives what the machine gave, gaps too."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest

from recovery_assistant.domain.errors import InputError, SourceUnreadable
from recovery_assistant.domain.observation import Gap, Process, System
from recovery_assistant.hosts.linux.host import LinuxHost
from recovery_assistant.hosts.reported.recorded import (
    RecordedConnection,
    RecordedFile,
    RecordedHost,
    Recording,
    Unread,
    read_recording,
    recording_of,
)
from tests.unit.hosts.linux_tree import linux_tree

AT = datetime(2026, 1, 2, 3, 4, tzinfo=UTC)
RECORDING = Recording(
    format=1,
    id="pc",
    system=System.WINDOWS,
    sources={"processes": [Process(source="p", name="x.exe")]},
    gaps={"processes": [Gap(host="pc", source="processes", reason="access denied", code="G-02")]},
    unread={"services": Unread(reason="access denied")},
    network_up=True,
    connections=[RecordedConnection(pid=1, process_name="x.exe", remote="192.0.2.1:443")],
    files=[
        RecordedFile(path="C:\\ProgramData\\AnyDesk\\ad_svc.trace", content=b"one", modified_at=AT),
        RecordedFile(path="C:\\Users\\mary\\AppData\\Roaming\\AnyDesk\\ad.trace", content=b"two", modified_at=AT),
        RecordedFile(path="/home/mary/.anydesk/ad.trace", content=b"three", modified_at=AT, owner="mary"),
    ],
)


def written(tmp_path: Path, content: bytes) -> Path:
    path = tmp_path / "pc.json"
    path.write_bytes(content)
    return path


def test_a_recording_comes_back_as_it_was(tmp_path: Path) -> None:
    host = read_recording(written(tmp_path, msgspec.json.encode(RECORDING)))
    assert host.sources() == ("processes", "services")
    assert [type(one).__name__ for one in host.observations("processes")] == ["Process", "Gap"]
    with pytest.raises(SourceUnreadable, match="access denied"):
        list(host.observations("services"))
    assert host.network_up() is True
    assert [one.remote for one in host.connections()] == ["192.0.2.1:443"]


def test_a_linux_pc_and_its_recording_give_the_same(tmp_path: Path) -> None:
    live = LinuxHost(root=linux_tree(tmp_path / "root"), host_id="pc")
    again = read_recording(written(tmp_path, recording_of(live)))
    assert again.sources() == live.sources()
    assert (again.id, again.system, again.os_name) == (live.id, live.system, live.os_name)
    for source in live.sources():
        assert list(again.observations(source)) == list(live.observations(source))


def test_files_are_found_by_the_patterns_of_the_catalogue() -> None:
    host = RecordedHost(RECORDING)
    assert list(host.glob("%PROGRAMDATA%/AnyDesk/*.trace")) == ["C:\\ProgramData\\AnyDesk\\ad_svc.trace"]
    assert list(host.glob("%APPDATA%/AnyDesk/*.trace")) == ["C:\\Users\\mary\\AppData\\Roaming\\AnyDesk\\ad.trace"]
    assert list(host.glob("%PROGRAMDATA%/*.trace")) == []
    assert list(host.glob("~/.anydesk/*.trace")) == ["/home/mary/.anydesk/ad.trace"]
    assert list(host.glob("/home/*/ad.trace")) == []
    with host.open_file("/home/mary/.anydesk/ad.trace") as file:
        assert file.read() == b"three"
    facts = host.file_facts("/home/mary/.anydesk/ad.trace")
    assert (facts.size, facts.owner, facts.modified_at) == (5, "mary", AT)
    with pytest.raises(SourceUnreadable):
        host.open_file("/none")


@pytest.mark.parametrize("content", [b"", b"{}", b"[]", b'{"format": 1', msgspec.json.encode(RECORDING) + b"x"])
def test_what_is_no_recording_is_refused_in_plain_words(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(InputError) as caught:
        read_recording(written(tmp_path, content))
    assert caught.value.code == "I-20"


def test_another_edition_and_a_missing_file_are_refused(tmp_path: Path) -> None:
    newer = msgspec.structs.replace(RECORDING, format=2)
    with pytest.raises(InputError, match="another edition"):
        read_recording(written(tmp_path, msgspec.json.encode(newer)))
    with pytest.raises(InputError, match="cannot be read"):
        read_recording(tmp_path / "none.json")


def test_what_was_not_recorded_is_not_known() -> None:
    bare = RecordedHost(Recording(format=1, id="pc", system=System.LINUX, sources={}))
    with pytest.raises(SourceUnreadable):
        bare.network_up()
    assert list(bare.connections()) == []
