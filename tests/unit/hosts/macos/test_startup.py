"""What starts by itself on a Mac."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from recovery_assistant.domain.observation import Autorun, Gap, Service
from recovery_assistant.hosts.machine_files import MachineFiles
from recovery_assistant.hosts.macos.startup import autoruns, command_of, services, timed_jobs
from tests.unit.hosts.mac_tree import background_items, clean_mac, put, put_job, put_list

if sys.platform == "win32":
    pytest.skip("links of another machine cannot be made here", allow_module_level=True)

HOMES = ("/Users/mary",)


def test_jobs_of_the_system_and_of_a_person_and_whether_they_are_on(tmp_path: Path) -> None:
    root = clean_mac(tmp_path)
    put_job(root, "Library/LaunchDaemons/a.daemon.plist", ["/Library/My Tool/a", "--x"])
    put_job(root, "Library/LaunchAgents/b.off.plist", ["/b"], Disabled=True)
    put_job(root, "Library/LaunchAgents/c.on.plist", ["/c"], Disabled=True)
    put_job(root, "Users/mary/Library/LaunchAgents/d.off.plist", ["d", "-e"], Program="/usr/local/bin/d")
    put_job(root, "System/Library/LaunchDaemons/com.apple.screensharing.plist", ["/System/x"])
    put_list(root, "private/var/db/com.apple.xpc.launchd/disabled.plist", {"c.on": False, "a.daemon": False})
    put_list(root, "private/var/db/com.apple.xpc.launchd/disabled.501.plist", {"d.off": True, "a.daemon": True})
    seen = {one.name: one for one in services("mac", MachineFiles(root), HOMES) if isinstance(one, Service)}
    assert {name: (one.binary_path, one.enabled) for name, one in seen.items()} == {
        "a.daemon": ('"/Library/My Tool/a" --x', True),
        "b.off": ("/b", False),
        "c.on": ("/c", True),
        "d.off": ("/usr/local/bin/d -e", False),
    }
    assert seen["a.daemon"].source == "/Library/LaunchDaemons/a.daemon.plist"
    assert seen["a.daemon"].installed_at is not None


def test_a_job_may_be_a_link_on_the_same_disk_but_never_to_ours(tmp_path: Path) -> None:
    root = clean_mac(tmp_path / "disk")
    put_job(root, "opt/homebrew/x.plist", ["/opt/x"])
    (root / "Library/LaunchAgents").mkdir(parents=True)
    (root / "Library/LaunchAgents/x.plist").symlink_to("../../opt/homebrew/x.plist")
    put_list(tmp_path, "ours.plist", {"Label": "ours"})
    (root / "Library/LaunchAgents/y.plist").symlink_to(tmp_path / "ours.plist")
    (service,) = services("mac", MachineFiles(root), ())
    assert isinstance(service, Service)
    assert service.name == "x"


def test_login_items_old_and_new(tmp_path: Path) -> None:
    root = clean_mac(tmp_path)
    items = [
        {"identifier": "2.a", "disposition": 11, "name": "A.app", "url": "file:///Applications/A%20B%C3%BC.app/"},
        {"identifier": "8.b", "disposition": 2, "name": "B", "executablePath": "/b"},
        {"identifier": "8.c", "disposition": 3, "executablePath": "/c"},
    ]
    folder = "private/var/db/com.apple.backgroundtaskmanagement"
    put(root, f"{folder}/BackgroundItems-v16.btm", background_items(items))
    old = "Users/mary/Library/Application Support/com.apple.backgroundtaskmanagementagent/backgrounditems.btm"
    put(root, old, b"book\x00\x08\x00\x00\x00Applications\x0b\x00\x00\x00AnyDesk.app\x00\x00AnyDesk.app\x01")
    put_list(root, "Library/Preferences/com.apple.loginwindow.plist", {"LoginHook": "/tmp/hook.sh"})
    (root / "Library/StartupItems/Old").mkdir(parents=True)
    seen = [one for one in autoruns("mac", MachineFiles(root), HOMES) if isinstance(one, Autorun)]
    assert [(one.name, one.command) for one in seen] == [
        ("A.app", "/Applications/A Bü.app"),
        ("8.c", "/c"),
        ("AnyDesk.app", "AnyDesk.app"),
        ("LoginHook", "/tmp/hook.sh"),
        ("Old", "/Library/StartupItems/Old/Old"),
    ]


def test_timed_jobs(tmp_path: Path) -> None:
    put(tmp_path, "private/var/at/tabs/mary", "# x\n@reboot /Users/mary/x -y\n")
    put(tmp_path, "private/etc/crontab", "5 * * * * root /bin/z -q\n")
    seen = [one for one in timed_jobs("mac", MachineFiles(tmp_path)) if isinstance(one, Autorun)]
    assert [(one.location, one.command) for one in seen] == [
        ("/private/var/at/tabs/mary", "/Users/mary/x -y"),
        ("/private/etc/crontab", "/bin/z -q"),
    ]


def test_hostile_lists_are_gaps(tmp_path: Path) -> None:
    put(tmp_path, "Library/LaunchDaemons/a.plist", b"\x00" * 50)
    put(tmp_path, "private/var/db/com.apple.backgroundtaskmanagement/BackgroundItems-v4.btm", b"bplist00")
    put(tmp_path, "Library/Preferences/com.apple.loginwindow.plist", b"")
    gaps = [*services("mac", MachineFiles(tmp_path), ()), *autoruns("mac", MachineFiles(tmp_path), ())]
    assert len(gaps) == 3
    assert all(isinstance(gap, Gap) for gap in gaps)


def test_a_bookmark_made_to_hold_us_up_does_not(tmp_path: Path) -> None:
    old = "Users/mary/Library/Application Support/com.apple.backgroundtaskmanagementagent/backgrounditems.btm"
    put(tmp_path, old, b"a" * 4_000_000 + b".app" * 500_000)
    (shown,) = autoruns("mac", MachineFiles(tmp_path), HOMES)
    assert isinstance(shown, Autorun)
    assert shown.name == "a" * 120 + ".app"


def test_a_job_without_a_program_has_an_empty_command() -> None:
    assert command_of({}) == ""
    assert command_of({"Program": "/a", "ProgramArguments": "x"}) == "/a"
