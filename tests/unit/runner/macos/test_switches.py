"""The three ways into a Mac are switched by exact commands, and what the system says afterwards counts."""

from __future__ import annotations

import pytest

from recovery_assistant.domain.removal.plan import SetSwitch
from recovery_assistant.runner.hand import Unable
from recovery_assistant.runner.posix.starting import Ran
from tests.unit.runner.made_up_plans import only_on_linux
from tests.unit.runner.made_up_programs import Recorded, turn_of

pytestmark = only_on_linux
KICKSTART = "/System/Library/CoreServices/RemoteManagement/ARDAgent.app/Contents/Resources/kickstart"


class Mac:
    """A Mac on which everything is on."""

    def __init__(self, *, obeys: bool = True) -> None:
        self.login = self.managed = True
        self.obeys = obeys

    def answer(self, command: tuple[str, ...]) -> Ran | None:
        if command == ("systemsetup", "-getremotelogin"):
            return Ran(0, f"Remote Login: {'On' if self.login else 'Off'}\n")
        if command[0] == "ps":
            agent = "/System/Library/CoreServices/RemoteManagement/ARDAgent.app/Contents/MacOS/ARDAgent\n"
            return Ran(0, f"/sbin/launchd\n{agent if self.managed else ''}")
        if self.obeys and "-setremotelogin" in command:
            self.login = command[-1] == "on"
        if self.obeys and command[0] == KICKSTART:
            self.managed = "-activate" in command
        return Ran(0, "")


@pytest.mark.parametrize(
    ("switch", "off", "on"),
    [
        ("remote-login", "systemsetup -f -setremotelogin off", "systemsetup -f -setremotelogin on"),
        (
            "remote-management",
            f"{KICKSTART} -deactivate -configure -access -off",
            f"{KICKSTART} -activate -configure -access -on",
        ),
    ],
)
def test_off_and_on_again(switch: str, off: str, on: str) -> None:
    from recovery_assistant.runner.macos.launchd import Jobs
    from recovery_assistant.runner.macos.switches import set_back, set_switch

    verb = SetSwitch(switch=switch)  # type: ignore[arg-type]
    programs = Recorded(Mac().answer)
    jobs = Jobs(programs, "administrator", 0)
    turn, _ = turn_of(verb, acts=False, rights="administrator")
    assert set_switch(verb, turn, programs, jobs).status == "would-do"
    turn, kepts = turn_of(verb, rights="administrator")
    assert set_switch(verb, turn, programs, jobs).status == "done"
    assert kepts.begun == [tuple(off.split())]
    assert tuple(off.split()) in programs.commands
    assert set_switch(verb, turn, programs, jobs).status == "nothing-to-do"
    assert set_back(verb, kepts.manifests[0], turn, programs, jobs).status == "done"
    assert tuple(on.split()) in programs.commands


def test_a_system_that_does_not_obey_is_told() -> None:
    from recovery_assistant.runner.macos.launchd import Jobs
    from recovery_assistant.runner.macos.switches import set_switch

    for switch in ("remote-login", "remote-management"):
        verb = SetSwitch(switch=switch)
        programs = Recorded(Mac(obeys=False).answer)
        turn, _ = turn_of(verb, rights="administrator")
        with pytest.raises(Unable, match="U-22"):
            set_switch(verb, turn, programs, Jobs(programs, "administrator", 0))


def test_screen_sharing_is_a_job_of_launchd() -> None:
    from recovery_assistant.runner.macos.launchd import Jobs
    from recovery_assistant.runner.macos.switches import set_switch

    loaded = [True]

    def answer(command: tuple[str, ...]) -> Ran | None:
        if command[1] == "print":
            return Ran(0 if loaded[0] else 113, "")
        if command[1] == "bootout":
            loaded[0] = False
        is_off = command[1] == "print-disabled" and not loaded[0]
        return Ran(0, '"com.apple.screensharing" => disabled\n' if is_off else "")

    verb = SetSwitch(switch="screen-sharing")
    programs = Recorded(answer)
    turn, kepts = turn_of(verb, rights="administrator")
    assert set_switch(verb, turn, programs, Jobs(programs, "administrator", 0)).status == "done"
    assert kepts.manifests[0].before["file"] == "/System/Library/LaunchDaemons/com.apple.screensharing.plist"
