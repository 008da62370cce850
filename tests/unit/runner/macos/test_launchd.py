"""Jobs are disabled and ended by exact commands, by label alone, and set back to how they stood."""

from __future__ import annotations

import pytest

from recovery_assistant.domain.removal.plan import StopService
from recovery_assistant.runner.hand import Unable
from recovery_assistant.runner.posix.starting import Ran
from tests.unit.runner.made_up_plans import only_on_linux
from tests.unit.runner.made_up_programs import Recorded, turn_of

pytestmark = only_on_linux
LABEL = "com.philandro.anydesk.service"
FILE = f"/Library/LaunchDaemons/{LABEL}.plist"
VERB = StopService(manager="launchd", name=LABEL, file=FILE)


class Launchd:
    """A launchd that knows one job. `says`: how it tells that a job is disabled."""

    def __init__(self, says: str = "disabled") -> None:
        self.loaded, self.disabled, self.ends, self.says = True, False, True, says

    def answer(self, command: tuple[str, ...]) -> Ran | None:
        match command[1]:
            case "print":
                told = "system/x = {\n\tprogram = /Applications/AnyDesk.app/Contents/MacOS/AnyDesk\n}\n"
                return Ran(0, told) if self.loaded else Ran(113, "Could not find service\n")
            case "print-disabled":
                shown = self.says if self.disabled else "enabled"
                return Ran(0, f'disabled services = {{\n\t"com.other" => {self.says}\n\t"{LABEL}" => {shown}\n}}\n')
            case "disable" | "enable":
                self.disabled = command[1] == "disable"
            case "bootout":
                self.loaded = not self.ends
            case "bootstrap":
                self.loaded = True
        return None


@pytest.mark.parametrize("says", ["disabled", "true"])
def test_a_job_is_disabled_then_ended_and_set_back(says: str) -> None:
    from recovery_assistant.runner.macos.launchd import Jobs

    programs = Recorded(Launchd(says).answer)
    jobs = Jobs(programs, "administrator", 0)
    turn, kepts = turn_of(VERB, rights="administrator")
    assert (
        jobs.close(LABEL, turn, program="/Applications/AnyDesk.app/Contents/MacOS/AnyDesk", file=FILE).status == "done"
    )
    target = f"system/{LABEL}"
    commands = [("launchctl", "disable", target), ("launchctl", "bootout", target)]
    assert programs.changes("print", "print-disabled") == commands
    assert kepts.begun == [(*commands[0], ";", *commands[1])]
    assert jobs.close(LABEL, turn).status == "nothing-to-do"
    programs.commands.clear()
    assert jobs.open_again(kepts.manifests[0], turn).status == "done"
    assert programs.changes("print", "print-disabled") == [
        ("launchctl", "enable", target),
        ("launchctl", "bootstrap", "system", FILE),
    ]


def test_a_job_of_a_person_is_in_their_own_domain() -> None:
    from recovery_assistant.runner.macos.launchd import Jobs

    programs = Recorded(Launchd().answer)
    turn, _ = turn_of(VERB)
    Jobs(programs, "person", 501).close(LABEL, turn)
    assert ("launchctl", "bootout", f"gui/501/{LABEL}") in programs.commands


def test_a_preview_only_asks() -> None:
    from recovery_assistant.runner.macos.launchd import Jobs

    programs = Recorded(Launchd().answer)
    turn, _ = turn_of(VERB, acts=False)
    assert Jobs(programs, "administrator", 0).close(LABEL, turn).status == "would-do"
    assert not programs.changes("print", "print-disabled")


def test_another_program_and_one_that_goes_on() -> None:
    from recovery_assistant.runner.macos.launchd import Jobs

    launchd = Launchd()
    launchd.ends = False
    turn, kepts = turn_of(VERB)
    with pytest.raises(Unable, match="U-13"):
        Jobs(Recorded(launchd.answer), "administrator", 0).close(LABEL, turn, program="/tmp/other")
    assert not kepts.begun
    with pytest.raises(Unable, match="U-23"):
        Jobs(Recorded(launchd.answer), "administrator", 0).close(LABEL, turn)
