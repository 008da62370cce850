"""Units are disabled and stopped by exact commands, waited for, and set back to how they stood."""

from __future__ import annotations

import pytest

from recovery_assistant.domain.removal.plan import StopService
from recovery_assistant.runner.hand import Unable
from recovery_assistant.runner.linux.units import Units
from recovery_assistant.runner.posix.starting import Ran
from tests.unit.runner.made_up_programs import Recorded, turn_of

UNIT = "x11vnc.service"
VERB = StopService(manager="systemd", name=UNIT, program="/usr/bin/x11vnc")


class Systemd:
    """A systemd with one unit."""

    def __init__(self, enabled: str = "enabled", active: str = "active", stops: bool = True) -> None:
        self.enabled, self.active, self.stops, self.load = enabled, active, stops, "loaded"
        self.by_files = False

    def answer(self, command: tuple[str, ...]) -> Ran | None:
        if "is-enabled" in command:
            return Ran(0, f"{self.enabled}\n")
        if "show" in command:
            if self.by_files:
                return Ran(1, "System has not been booted with systemd as init system (PID 1). Can't operate.\n")
            start = "{ path=/usr/bin/x11vnc ; argv[]=/usr/bin/x11vnc -forever ; ignore_errors=no }"
            told = (
                f"LoadState={self.load}\nActiveState={self.active}\nUnitFileState={self.enabled}\nExecStart={start}\n"
            )
            return Ran(0, told + "TriggeredBy=\n")
        if "disable" in command:
            self.enabled = "disabled"
        if "stop" in command and self.stops:
            self.active = "inactive"
        if "enable" in command:
            self.enabled = "enabled"
        if "start" in command:
            self.active = "active"
        return Ran(0, "")


def test_a_unit_is_disabled_then_stopped_and_set_back() -> None:
    systemd = Systemd()
    programs = Recorded(systemd.answer)
    turn, kepts = turn_of(VERB, rights="administrator")
    done = Units(programs, of_person=False).close((UNIT,), turn, program="/usr/bin/x11vnc")
    assert done.status == "done"
    commands = [("systemctl", "disable", "--", UNIT), ("systemctl", "stop", "--", UNIT)]
    assert programs.changes("show") == commands
    assert kepts.begun == [(*commands[0], ";", *commands[1])]
    assert kepts.manifests[0].before == {UNIT: "enabled active"}
    assert done.looked == (f"{UNIT}: inactive, disabled",)
    programs.commands.clear()
    Units(programs, of_person=False).open_again(kepts.manifests[0].before, turn)
    assert programs.changes("show") == [
        ("systemctl", "daemon-reload"),
        ("systemctl", "enable", "--", UNIT),
        ("systemctl", "start", "--", UNIT),
    ]
    assert (systemd.enabled, systemd.active) == ("enabled", "active")


def test_a_unit_of_a_person_is_asked_of_their_own_systemd() -> None:
    programs = Recorded(Systemd().answer)
    turn, _ = turn_of(VERB)
    Units(programs, of_person=True).close((UNIT,), turn)
    assert programs.changes("show")[0] == ("systemctl", "--user", "disable", "--", UNIT)


def test_a_preview_only_asks() -> None:
    programs = Recorded(Systemd().answer)
    turn, kepts = turn_of(VERB, acts=False)
    assert Units(programs, of_person=False).close((UNIT,), turn).status == "would-do"
    assert not programs.changes("show")
    assert not kepts.manifests


@pytest.mark.parametrize(
    ("enabled", "active", "load"), [("disabled", "inactive", "loaded"), ("", "inactive", "not-found")]
)
def test_a_unit_at_rest_is_nothing_to_do(enabled: str, active: str, load: str) -> None:
    systemd = Systemd(enabled, active)
    systemd.load = load
    turn, _ = turn_of(VERB)
    assert Units(Recorded(systemd.answer), of_person=False).close((UNIT,), turn).status == "nothing-to-do"


def test_another_program_is_not_touched() -> None:
    turn, kepts = turn_of(VERB)
    with pytest.raises(Unable, match="U-13"):
        Units(Recorded(Systemd().answer), of_person=False).close((UNIT,), turn, program="/usr/bin/other")
    assert not kepts.begun


def test_a_unit_that_goes_on_is_waited_for_and_told() -> None:
    turn, _ = turn_of(VERB)
    with pytest.raises(Unable, match="U-23") as told:
        Units(Recorded(Systemd(stops=False).answer), of_person=False).close((UNIT,), turn)
    assert told.value.status == "timed-out"


def test_without_a_running_systemd_units_are_disabled_by_their_files() -> None:
    systemd = Systemd()
    systemd.by_files = True
    programs = Recorded(systemd.answer)
    turn, kepts = turn_of(VERB)
    done = Units(programs, of_person=False).close((UNIT,), turn)
    assert (done.status, done.code) == ("done", "U-21")
    assert programs.changes("show", "is-enabled") == [("systemctl", "--root=/", "disable", "--", UNIT)]
    programs.commands.clear()
    Units(programs, of_person=False).open_again(kepts.manifests[0].before, turn)
    assert programs.changes("show") == [("systemctl", "--root=/", "enable", "--", UNIT)]
    turn, _ = turn_of(VERB)
    systemd.enabled = "disabled"
    assert Units(programs, of_person=False).close((UNIT,), turn).status == "nothing-to-do"
    with pytest.raises(Unable, match="U-21"):
        Units(programs, of_person=True).close((UNIT,), turn)


def test_a_pc_without_systemd_is_told_so() -> None:
    turn, _ = turn_of(VERB)
    programs = Recorded(lacks=("systemctl",))
    done = Units(programs, of_person=False).close((UNIT,), turn)
    assert (done.status, done.code) == ("nothing-to-do", "U-20")
    Units(programs, of_person=False).reload()
    assert not programs.commands
