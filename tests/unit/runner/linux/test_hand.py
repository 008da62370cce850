"""The hand on Linux brings each verb to its place, and puts back each kind of thing that it kept."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Literal

import pytest

from recovery_assistant.domain.removal.plan import (
    AnyVerb,
    DisableAccount,
    PutBack,
    Quarantine,
    RemoveLine,
    RemovePackage,
    Rights,
    RunUninstaller,
    SetSwitch,
    StopService,
    digest_of,
)
from recovery_assistant.domain.removal.plan import Gone as MustGo
from recovery_assistant.runner.posix.starting import Ran as Ended
from tests.unit.runner.made_up_plans import Ran, plan_of, ran_by
from tests.unit.runner.made_up_programs import Recorded

if sys.platform != "linux":
    pytest.skip("the runner's hand on Linux", allow_module_level=True)


def done_by(
    programs: Recorded, known: Path, verb: AnyVerb, rights: Rights = "person", roots: tuple[str, ...] = ()
) -> tuple[Ran, str]:
    from recovery_assistant.runner.linux.hand import LinuxHand

    plan = plan_of(verb, rights=rights, roots=roots)
    return ran_by(LinuxHand(programs=programs, known=known), plan, known, rights=rights), plan.id


def back_by(programs: Recorded, known: Path, plan_id: str, rights: Rights = "person") -> Ran:
    from recovery_assistant.runner.linux.hand import LinuxHand

    plan = plan_of(PutBack(plan_id=plan_id, action_id="a1"), undoes=plan_id, rights=rights)
    return ran_by(LinuxHand(programs=programs, known=known), plan, known, rights=rights)


def systemd(command: tuple[str, ...]) -> Ended | None:
    """Answer for a systemd on which ssh.service alone is on, until it is stopped."""
    if "show" in command:
        is_on = command[-1] == "ssh.service" and not stopped
        told = "LoadState=loaded\nActiveState=active\nUnitFileState=enabled\n"
        return Ended(0, told if is_on else "LoadState=loaded\nActiveState=inactive\nUnitFileState=disabled\n")
    if "stop" in command:
        stopped.append(command)
    return None


stopped: list[tuple[str, ...]] = []


def test_ways_in_of_the_system_are_closed_and_opened_again(tmp_path: Path) -> None:
    stopped.clear()
    programs = Recorded(systemd)
    verb = SetSwitch(switch="remote-login")
    ran, plan_id = done_by(programs, tmp_path, verb, "administrator")
    if os.geteuid() != 0:
        assert ran.code == 4
        return
    assert ran.statuses == ["done"]
    assert programs.changes("show") == [
        ("systemctl", "disable", "--", "ssh.service"),
        ("systemctl", "stop", "--", "ssh.service"),
    ]
    programs.commands.clear()
    assert back_by(programs, tmp_path, plan_id, "administrator").statuses == ["done"]
    assert ("systemctl", "enable", "--", "ssh.service") in programs.commands
    assert ("systemctl", "start", "--", "ssh.service") in programs.commands


def test_sharing_of_the_desktop_belongs_to_the_person(tmp_path: Path) -> None:
    programs = Recorded(lambda _: Ended(0, "LoadState=not-found\nActiveState=inactive\n"))
    ran, _ = done_by(programs, tmp_path, SetSwitch(switch="desktop-sharing"))
    assert ran.statuses == ["nothing-to-do"]
    assert all(command[:2] == ("systemctl", "--user") for command in programs.commands)


def test_a_unit_file_that_is_moved_is_read_again(tmp_path: Path) -> None:
    folder = tmp_path / ".config" / "systemd" / "user"
    folder.mkdir(parents=True)
    (folder / "tool.service").write_text("[Service]\nExecStart=/opt/tool\n")
    path, programs = str(folder / "tool.service"), Recorded()
    ran, plan_id = done_by(programs, tmp_path, Quarantine(path=path, kind="file"), roots=(path,))
    assert ran.statuses == ["done"]
    assert programs.changes("-S", "-qf", "-Qoq") == [("systemctl", "--user", "daemon-reload")]
    assert back_by(programs, tmp_path, plan_id).statuses == ["done"]
    assert Path(path).exists()


@pytest.mark.skipif(os.geteuid() != 0, reason="a file of the system needs an administrator")
def test_what_belongs_to_a_package_stays(tmp_path: Path) -> None:
    programs = Recorded(lambda command: Ended(0, f"coreutils: {command[-1]}\n") if command[0] == "dpkg-query" else None)
    path = "/usr/bin/env"
    ran, _ = done_by(programs, tmp_path, Quarantine(path=path, kind="file"), "administrator", (path,))
    assert (ran.statuses, ran.codes) == (["refused"], ["U-25"])
    assert Path(path).exists()


def test_a_folder_that_belongs_to_a_package_stays_unless_the_package_goes_first(tmp_path: Path) -> None:
    from recovery_assistant.runner.linux.hand import LinuxHand

    path = "/opt/photoprog"
    move = Quarantine(path=path, kind="folder")
    hand = LinuxHand(programs=Recorded(owned, lacks=("rpm", "pacman")), known=tmp_path)
    plan = plan_of(move, rights="administrator", roots=(path,))
    ran = ran_by(hand, plan, tmp_path, "look", "administrator")
    assert (ran.statuses, ran.codes) == (["refused"], ["U-25"])
    plan = plan_of(RemovePackage(packager="apt", name="photoprog"), move, rights="administrator", roots=(path,))
    assert ran_by(hand, plan, tmp_path, "look", "administrator").statuses == ["would-do", "nothing-to-do"]
    if os.geteuid() == 0:
        plan = plan_of(move, rights="administrator", roots=(path,))
        assert ran_by(hand, plan, tmp_path, "do", "administrator").codes == ["U-25"]


def owned(command: tuple[str, ...]) -> Ended:
    """Answer for a dpkg that has one package, in /opt."""
    return Ended(0, "photoprog: /opt/photoprog\n" if "-S" in command else "ii ")


def test_the_makers_own_uninstaller_must_be_the_one_that_was_seen(tmp_path: Path) -> None:
    folder = tmp_path / "tool"
    folder.mkdir()
    program = folder / "uninstall"
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    gone, programs = MustGo(folders=(str(folder),)), Recorded()
    wrong = RunUninstaller(family="own", program=str(program), arguments=("uninstall",), sha256="0" * 64, gone=gone)
    ran, _ = done_by(programs, tmp_path, wrong, roots=(str(folder),))
    assert (ran.codes, programs.commands) == (["U-13"], [])
    right = RunUninstaller(
        family="own",
        program=str(program),
        arguments=("uninstall",),
        sha256=digest_of(program.read_bytes()),
        gone=gone,
    )
    ran, plan_id = done_by(programs, tmp_path, right, roots=(str(folder),))
    assert ran.statuses == ["done"]
    assert programs.commands == [(str(program), "uninstall")]
    assert back_by(programs, tmp_path, plan_id).codes == ["U-16"]


def test_a_refused_uninstaller_keeps_later_actions_from_being_tried(tmp_path: Path) -> None:
    from recovery_assistant.domain.removal.results import RunEnded
    from recovery_assistant.runner.linux.hand import LinuxHand

    folder = str(tmp_path / "tool")
    (tmp_path / "tool").mkdir()
    gone = RunUninstaller(family="own", program=f"{folder}/no", sha256="0" * 64, gone=MustGo())
    plan = plan_of(gone, Quarantine(path=folder, kind="folder"), roots=(folder,))
    ran = ran_by(LinuxHand(programs=Recorded(), known=tmp_path), plan, tmp_path)
    assert ran.statuses == ["failed"]
    assert isinstance(ran.lines[-1], RunEnded)
    assert ran.lines[-1].stopped
    assert Path(folder).exists()


@pytest.mark.parametrize("kind", ["file", "folder"])
@pytest.mark.parametrize("is_copied", [False, True])
def test_what_was_started_just_before_the_move_is_ended_after_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: Literal["file", "folder"], is_copied: bool
) -> None:
    """A watchdog starts it between the end of its process and the move; from the kept things it would run on."""
    from recovery_assistant.runner.clock import SystemClock
    from recovery_assistant.runner.linux.hand import LinuxHand
    from recovery_assistant.runner.posix.files import PosixHeld

    (tmp_path / "tool").mkdir()
    agent = tmp_path / "tool" / "agent"
    shutil.copy2("/bin/sleep", agent)
    if is_copied:
        monkeypatch.setattr(PosixHeld, "move", lambda _held, _to: False)
    path = str(agent if kind == "file" else agent.parent)
    with subprocess.Popen([agent, "600"]) as started, subprocess.Popen(["/bin/sleep", "600"]) as other:
        try:
            plan = plan_of(Quarantine(path=path, kind=kind), roots=(path,))
            ran = ran_by(LinuxHand(programs=Recorded(), known=tmp_path), plan, tmp_path, clock=SystemClock())
            assert ran.statuses == ["done"], ran.ended
            assert f"process {started.pid}: not there" in ran.ended[0].looked
            assert started.wait(5) < 0
            assert other.poll() is None
        finally:
            started.kill()
            other.kill()
    assert not Path(path).exists()


def test_rights_that_it_has(tmp_path: Path) -> None:
    from recovery_assistant.runner.linux.hand import LinuxHand

    hand = LinuxHand(programs=Recorded(), known=tmp_path)
    assert hand.has("person")
    assert hand.has("administrator") == (os.geteuid() == 0)
    assert hand.store("person") == tmp_path / ".local/share/recovery-assistant/removed"
    assert hand.store("administrator") == tmp_path / "var/lib/recovery-assistant"
    assert LinuxHand(programs=Recorded()).store("administrator") == Path("/var/lib/recovery-assistant")
    assert hand.user()


def test_verbs_of_another_system_raise(tmp_path: Path) -> None:
    ran, _ = done_by(Recorded(), tmp_path, StopService(manager="launchd-user", name="com.example.agent"))
    assert ran.code == 2
    ran, _ = done_by(Recorded(), tmp_path, DisableAccount(name="helper"))
    assert ran.code == 2
    ran, _ = done_by(Recorded(), tmp_path, RemoveLine(file="/etc/passwd", line="x"))
    assert ran.code == 2
