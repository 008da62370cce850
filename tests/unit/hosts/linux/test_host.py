"""A whole Linux machine from a tree of files: each source, its gaps, and finding files for copying."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import psutil
import pytest

from recovery_assistant.domain.errors import SourceUnreadable
from recovery_assistant.domain.observation import Gap, Observation, Process, ProgramFile, System
from recovery_assistant.hosts import port
from recovery_assistant.hosts.linux.host import LinuxHost
from tests.unit.hosts.linux_tree import ELF, LARGE, linux_tree, process, put

if sys.platform == "win32":
    pytest.skip("looks at a Linux machine", allow_module_level=True)


@pytest.fixture
def host(tmp_path: Path) -> LinuxHost:
    return LinuxHost(root=linux_tree(tmp_path), host_id="pc")


def seen(host: LinuxHost, source: str) -> list[Observation | Gap]:
    return list(host.observations(source))


def test_it_says_what_it_is(host: LinuxHost) -> None:
    assert (host.id, host.system, host.os_name) == ("pc", System.LINUX, "Debian GNU/Linux 12 (bookworm)")


def test_a_tree_of_files_has_no_sockets(host: LinuxHost) -> None:
    assert port.LISTENING_SOCKETS not in host.sources()
    assert port.LISTENING_SOCKETS in LinuxHost().sources()


def test_processes_are_read_without_parts_of_the_kernel(host: LinuxHost) -> None:
    shown = [one for one in seen(host, port.PROCESSES) if isinstance(one, Process)]
    assert [(one.pid, one.exe, one.cmdline, one.name) for one in shown] == [
        (7, "/usr/bin/x11vnc", "x11vnc -display :0", "x11vnc"),
        (8, "/home/mary/Downloads/invoice-viewer", "./invoice-viewer", "invoice-viewer"),
    ]


def test_a_hostile_command_line_is_cut_and_readable(tmp_path: Path) -> None:
    process(tmp_path, 5, "/bin/x", "x", "x")
    (tmp_path / "proc/5/cmdline").write_bytes(b"\xff\xfe\x1b[31m" + b"a" * 100_000)
    (shown,) = [one for one in seen(LinuxHost(root=tmp_path), port.PROCESSES) if isinstance(one, Process)]
    assert shown.cmdline.startswith("\ufffd\ufffd\x1b[31m")
    assert len(shown.cmdline) <= 4096


def test_no_process_list_is_a_gap_and_not_silence(tmp_path: Path) -> None:
    with pytest.raises(SourceUnreadable):
        seen(LinuxHost(root=tmp_path), port.PROCESSES)


def test_program_files_are_found_in_downloads_in_any_language_and_in_tmp(host: LinuxHost, tmp_path: Path) -> None:
    shown = [one for one in seen(host, port.PROGRAM_FILES) if isinstance(one, ProgramFile)]
    assert {(one.path, one.form) for one in shown} == {
        ("/home/mary/Downloads/invoice-viewer", "elf"),
        ("/home/mary/Arbeitsplatz/setup.exe", "pe"),
        ("/tmp/deep/er/tool.AppImage", "appimage"),
    }


def test_what_runs_from_an_odd_folder_is_looked_into(tmp_path: Path) -> None:
    root = linux_tree(tmp_path)
    put(root, "srv/.cache/helper", ELF + LARGE)
    process(root, 11, "/srv/.cache/helper", "helper", "helper")
    process(root, 12, "/srv/.cache/helper", "helper", "helper")
    process(root, 13, "/srv/gone", "gone", "gone")
    shown = [one.path for one in seen(LinuxHost(root=root), port.PROGRAM_FILES) if isinstance(one, ProgramFile)]
    assert shown.count("/srv/.cache/helper") == 1


def test_programs_that_came_in_no_package_are_found_by_name(host: LinuxHost, tmp_path: Path) -> None:
    for name in ("usr/local/bin/rustdesk", "home/mary/.local/bin/helper", "home/mary/Applications/tool"):
        put(tmp_path, name, ELF + LARGE)
    put(tmp_path, "opt/anydesk-6.3/anydesk", ELF + LARGE).chmod(0o755)
    put(tmp_path, "opt/anydesk-6.3/readme").chmod(0o644)
    put(tmp_path, "opt/a/b/c/deep", ELF).chmod(0o755)
    shown = {one.path for one in seen(host, port.PROGRAM_FILES) if isinstance(one, ProgramFile)}
    by_hand = {path.removeprefix(str(tmp_path)) for path in shown if "Downloads" not in path and "tmp/deep" not in path}
    assert by_hand - {"/home/mary/Arbeitsplatz/setup.exe"} == {
        "/usr/local/bin/rustdesk",
        "/home/mary/.local/bin/helper",
        "/home/mary/Applications/tool",
        "/opt/anydesk-6.3/anydesk",
    }


def test_looking_leaves_the_time_of_the_last_look_alone(host: LinuxHost, tmp_path: Path) -> None:
    file = tmp_path / "home/mary/Downloads/invoice-viewer"
    os.utime(file, (1_000_000, 1_000_000))
    seen(host, port.PROGRAM_FILES)
    assert file.stat().st_atime == 1_000_000


def test_glob_finds_the_logs_of_every_person(host: LinuxHost, tmp_path: Path) -> None:
    put(tmp_path, "home/mary/.anydesk/ad.trace")
    put(tmp_path, "root/.anydesk/ad.trace")
    put(tmp_path, "var/log/anydesk/a.trace")
    assert sorted(host.glob("~/.anydesk/*.trace")) == ["/home/mary/.anydesk/ad.trace", "/root/.anydesk/ad.trace"]
    assert len(list(host.glob("/var/log/anydesk*/*.trace"))) == 1
    assert list(host.glob("/var/log/none/*.trace")) == []


def test_glob_never_follows_a_link_out_of_a_home(host: LinuxHost, tmp_path: Path) -> None:
    put(tmp_path, "etc/shadow.d/secret.trace", "secret")
    (tmp_path / "home/mary/.anydesk").symlink_to(tmp_path / "etc/shadow.d")
    assert list(host.glob("~/.anydesk/*.trace")) == []
    (tmp_path / "home/mary/.rustdesk").mkdir()
    (tmp_path / "home/mary/.rustdesk/a.log").symlink_to(tmp_path / "etc/shadow.d/secret.trace")
    assert list(host.glob("~/.rustdesk/*.log")) == []


def test_open_file_refuses_links_and_devices(host: LinuxHost, tmp_path: Path) -> None:
    put(tmp_path, "a", "text")
    (tmp_path / "link").symlink_to("/a")
    os.mkfifo(tmp_path / "pipe")
    with host.open_file("/a") as file:
        assert file.read() == b"text"
    for path in ("/link", "/pipe", "/missing"):
        with pytest.raises(SourceUnreadable):
            host.open_file(path)
    with pytest.raises(SourceUnreadable):
        host.file_facts("/missing")
    assert host.file_facts("/a").size == 4


def test_links_of_a_tree_lead_where_they_lead_on_that_machine(tmp_path: Path) -> None:
    ours = put(tmp_path, "ours/secret.log", "ours").parent
    put(tmp_path, "ours/.config/user-dirs.dirs", 'XDG_DESKTOP_DIR="$HOME/Private"\n')
    put(tmp_path, "ours/Private/tool", ELF + LARGE)
    root = tmp_path / "disk"
    put(root, "usr/share/os", 'PRETTY_NAME="Theirs"\n')
    put(root, "data/units/evil.service", "[Service]\nExecStart=/opt/evil\n")
    put(root, "data/mary/Downloads/tool", ELF + LARGE)
    put(root, "etc/passwd", "mary:x:1000:1000::/home/mary:/bin/sh\n")
    for name, target in (
        ("etc/os-release", "/usr/share/os"),
        ("etc/systemd/system", "/data/units"),
        ("home", "/data"),
        ("data/mary/.config", str(ours / ".config")),
        ("var/log", str(ours)),
        ("etc/xdg/autostart", str(ours)),
        ("var/tmp", str(ours)),
    ):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).symlink_to(target)
    host = LinuxHost(root=root, host_id="pc")
    assert host.os_name == "Theirs"
    assert [one.source for one in seen(host, port.SERVICES)] == ["/etc/systemd/system/evil.service"]
    assert [one.source for one in seen(host, port.PROGRAM_FILES)] == ["/data/mary/Downloads/tool"]
    assert seen(host, port.AUTORUNS) == []
    assert list(host.glob("/var/log/*.log")) == []
    for path in ("/var/log/secret.log", str(ours / "secret.log"), "/../ours/secret.log"):
        with pytest.raises(SourceUnreadable):
            host.open_file(path)


def test_a_running_program_is_known_by_its_number_and_its_start() -> None:
    """Numbers are given out again, so that a program is only ended when both fit."""
    running = [one for one in LinuxHost().observations(port.PROCESSES) if isinstance(one, Process)]
    me = next(one for one in running if one.pid == os.getpid())
    assert me.started_at is not None
    assert abs(me.started_at.timestamp() - psutil.Process().create_time()) <= 2  # the clock may have been set


def test_a_start_that_nobody_tells_is_no_start(host: LinuxHost) -> None:
    assert {one.started_at for one in host.observations(port.PROCESSES) if isinstance(one, Process)} == {None}
