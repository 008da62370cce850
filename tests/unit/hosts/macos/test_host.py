"""A whole Mac from a tree of files. tests/contract and tests/hosts/test_mac_packages.py hold the rest."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from recovery_assistant.domain.errors import SourceUnreadable
from recovery_assistant.domain.observation import System
from recovery_assistant.hosts import port
from recovery_assistant.hosts.macos.host import MacHost, homes_in
from tests.unit.hosts.mac_tree import clean_mac, put, put_list

if sys.platform == "win32":
    pytest.skip("links of another machine cannot be made here", allow_module_level=True)


@pytest.fixture
def host(tmp_path: Path) -> MacHost:
    return MacHost(root=clean_mac(tmp_path), host_id="mac")


def test_it_says_what_it_is(host: MacHost, tmp_path: Path) -> None:
    assert (host.id, host.system, host.os_name) == ("mac", System.MACOS, "macOS 14.5")
    version = "System/Library/CoreServices/SystemVersion.plist"
    put_list(tmp_path, version, {"ProductName": "Mac OS X", "ProductVersion": "10.13.6"})
    assert host.os_name == "macOS 10.13.6"
    put(tmp_path, version, b"")
    assert host.os_name == "macOS"


def test_homes_are_those_of_people_and_of_root(tmp_path: Path) -> None:
    clean_mac(tmp_path)
    (tmp_path / "Users/Guest").mkdir()
    (tmp_path / "Users/.localized").write_text("")
    (tmp_path / "Users/away").symlink_to("/")
    assert [path.name for path in homes_in(tmp_path)] == ["mary", "root"]
    assert homes_in(tmp_path / "none") == ()


def test_nothing_runs_on_a_copy_of_a_disk(host: MacHost) -> None:
    assert not {port.PROCESSES, port.LISTENING_SOCKETS} & set(host.sources())
    with pytest.raises(SourceUnreadable, match="copy of a disk"):
        host.network_up()
    with pytest.raises(SourceUnreadable, match="copy of a disk"):
        host.connections()


def test_logs_are_found_and_opened_under_the_names_of_the_mac(host: MacHost, tmp_path: Path) -> None:
    put(tmp_path, "Users/mary/Library/Logs/TeamViewer/a.log", "one")
    put(tmp_path, "Library/Logs/x.log", "two")
    assert list(host.glob("~/Library/Logs/TeamViewer/*")) == ["/Users/mary/Library/Logs/TeamViewer/a.log"]
    (path,) = host.glob("/Library/Logs/*.log")
    with host.open_file(path) as file:
        assert file.read() == b"two"
    assert host.file_facts(path).size == 3
    (tmp_path / "Library/Logs/y.log").symlink_to("/etc/passwd")
    with pytest.raises(SourceUnreadable):
        host.open_file("/Library/Logs/y.log")


def test_a_link_in_place_of_a_folder_shows_nobody_of_ours(tmp_path: Path) -> None:
    (tmp_path / "ours/tech").mkdir(parents=True)
    disk = tmp_path / "disk"
    (disk / "private/var").mkdir(parents=True)
    (disk / "Users").symlink_to(tmp_path / "ours")
    (disk / "private/var/root").symlink_to(tmp_path / "ours")
    assert homes_in(disk) == ()
