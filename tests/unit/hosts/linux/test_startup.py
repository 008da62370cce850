"""What starts by itself: units, init scripts, desktop entries, timed jobs."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

import pytest

from recovery_assistant.domain.observation import Autorun, Gap, Service
from recovery_assistant.hosts.homes import homes_in
from recovery_assistant.hosts.linux.startup import autoruns, services, timed_jobs
from tests.unit.hosts.linux_tree import linux_tree, put

if sys.platform == "win32":
    pytest.skip("looks at a Linux machine", allow_module_level=True)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return linux_tree(tmp_path)


def test_units_of_the_system_and_of_a_person_and_init_scripts(root: Path) -> None:
    shown = {one.name: one for one in services("pc", root, homes_in(root)) if isinstance(one, Service)}
    assert set(shown) == {"xrdp.service", "idle.service", "vino-server.service", "shellinabox"}
    xrdp = shown["xrdp.service"]
    assert (xrdp.display_name, xrdp.binary_path, xrdp.enabled) == ("xrdp daemon", "/usr/sbin/xrdp", True)
    assert xrdp.source == "/usr/lib/systemd/system/xrdp.service"
    assert shown["idle.service"].enabled is False
    assert shown["shellinabox"].enabled is True
    assert xrdp.installed_at is not None


@pytest.mark.skipif(os.name != "posix", reason="Windows knows no right to run a file")
def test_the_script_that_a_removed_package_left_is_no_service(root: Path) -> None:
    (root / "etc/init.d/shellinabox").chmod(0o644)
    shown = {one.name for one in services("pc", root, homes_in(root)) if isinstance(one, Service)}
    assert "shellinabox" not in shown


def test_one_folder_under_two_names_is_read_once(root: Path) -> None:
    (root / "lib").symlink_to(root / "usr/lib")
    names = [one.name for one in services("pc", root, ()) if isinstance(one, Service)]
    assert names.count("xrdp.service") == 1


def test_desktop_entries_that_are_switched_off_do_not_count(root: Path) -> None:
    shown = [one for one in autoruns("pc", root, homes_in(root)) if isinstance(one, Autorun)]
    assert {(one.name, one.command) for one in shown} == {
        ("Tool", "/usr/bin/tool --start"),
        ("anydesk.desktop", "/usr/bin/anydesk"),
    }


def test_lines_of_scripts_that_run_at_every_start(root: Path) -> None:
    put(root, "etc/rc.local", "#!/bin/sh -e\n# x11vnc\nnohup /usr/bin/x11vnc -forever &\nexit 0\n")
    put(root, "home/mary/.xprofile", "exec anydesk\n\n")
    shown = [one for one in autoruns("pc", root, homes_in(root)) if isinstance(one, Autorun)]
    scripts = [(one.location, one.command) for one in shown if not one.location.endswith("autostart")]
    assert scripts == [
        ("/etc/rc.local", "/usr/bin/x11vnc -forever"),
        ("/etc/rc.local", "exit 0"),
        ("/home/mary/.xprofile", "anydesk"),
    ]


def test_timed_jobs_of_the_system_name_a_user_and_those_of_a_person_do_not(root: Path) -> None:
    shown = [one for one in timed_jobs("pc", root) if isinstance(one, Autorun)]
    assert {(one.location, one.command) for one in shown} == {
        ("/etc/crontab", "/usr/bin/hourly"),
        ("/var/spool/cron/crontabs/mary", "/home/mary/x11vnc -forever"),
    }


def test_a_machine_without_any_of_it_is_empty_and_not_broken(root: Path) -> None:
    shutil.rmtree(root / "etc")
    shutil.rmtree(root / "usr")
    shutil.rmtree(root / "var")
    assert list(services("pc", root, ())) == []
    assert list(autoruns("pc", root, ())) == []
    assert list(timed_jobs("pc", root)) == []


def test_a_pipe_in_place_of_a_file_is_a_gap_and_never_waited_for(root: Path) -> None:
    for name in (
        "etc/systemd/system/wait.service",
        "home/mary/.config/autostart/wait.desktop",
        "home/mary/.xprofile",
        "etc/crontab",
    ):
        place = root / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.unlink(missing_ok=True)
        os.mkfifo(place)
    homes = homes_in(root)
    looks = (*services("pc", root, homes), *autoruns("pc", root, homes), *timed_jobs("pc", root))
    gaps = [(one.source, one.reason) for one in looks if isinstance(one, Gap)]
    assert gaps == [
        ("services: /etc/systemd/system/wait.service", "it is not an ordinary file"),
        ("autoruns: /home/mary/.config/autostart/wait.desktop", "it is not an ordinary file"),
        ("autoruns: /home/mary/.xprofile", "it is not an ordinary file"),
        ("scheduled-tasks: /etc/crontab", "it is not an ordinary file"),
    ]


def test_an_entry_that_leads_to_nothing_on_purpose_is_no_gap(root: Path) -> None:
    (root / "home/mary/.config/autostart/off.desktop").symlink_to("/dev/null")
    assert not [one for one in autoruns("pc", root, homes_in(root)) if isinstance(one, Gap)]
