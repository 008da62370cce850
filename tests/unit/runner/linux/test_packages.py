"""A package goes by its own manager, without its settings' removal and without any other package."""

from __future__ import annotations

from pathlib import Path

import pytest

from recovery_assistant.domain.removal.plan import Gone, Packager, RemovePackage
from recovery_assistant.runner.hand import Unable
from recovery_assistant.runner.linux import packages
from recovery_assistant.runner.posix.starting import Ran
from tests.unit.runner.made_up_programs import Recorded, turn_of


class Manager:
    """A package manager that has one package."""

    def __init__(self, taken: str = "x11vnc", ends: int | None = 0, works: bool = True) -> None:
        self.there, self.taken, self.ends, self.works = True, taken, ends, works

    def answer(self, command: tuple[str, ...]) -> Ran | None:
        if command[0] in {"dpkg-query"}:
            return Ran(0, "ii " if self.there else "rc ")
        if "-s" in command:
            return Ran(0, "".join(f"Remv {name} [1.0]\n" for name in self.taken.split()))
        if "--test" in command:
            return Ran(0 if self.taken == "x11vnc" else 1, "error: needed by other\n")
        if command[0] in {"rpm", "snap", "pacman", "flatpak"} and command[1] in {"-q", "list", "-Q", "info"}:
            return Ran(0 if self.there else 1, "")
        self.there = not self.works
        return Ran(self.ends, "E: no\n")


@pytest.mark.parametrize(
    ("packager", "command"),
    [
        ("apt", "apt-get -y -q --no-auto-remove -o DPkg::Lock::Timeout=60 remove x11vnc"),
        ("dnf", "dnf -y --setopt=clean_requirements_on_remove=False remove x11vnc"),
        ("zypper", "zypper --non-interactive remove --no-clean-deps x11vnc"),
        ("pacman", "pacman -R --noconfirm x11vnc"),
        ("flatpak", "flatpak uninstall --system --noninteractive -y x11vnc"),
        ("flatpak-user", "flatpak uninstall --user --noninteractive -y x11vnc"),
        ("snap", "snap remove x11vnc"),
    ],
)
def test_the_command_of_each_manager(packager: Packager, command: str) -> None:
    programs = Recorded(Manager().answer)
    verb = RemovePackage(packager=packager, name="x11vnc")
    turn, kepts = turn_of(verb, rights="administrator")
    done = packages.remove_package(verb, turn, programs)
    assert (done.status, done.looked) == ("done", ("package x11vnc: not installed",))
    assert kepts.begun == [tuple(command.split())]
    assert tuple(command.split()) in programs.commands
    assert not {"purge", "--purge", "autoremove", "--delete-data"} & {
        word for told in programs.commands for word in told
    }


def test_a_preview_removes_nothing_and_writes_no_log() -> None:
    programs = Recorded(Manager().answer)
    verb = RemovePackage(packager="apt", name="x11vnc")
    turn, _ = turn_of(verb, acts=False, rights="administrator")
    assert packages.remove_package(verb, turn, programs).status == "would-do"
    assert [command[0] for command in programs.commands] == ["dpkg-query", "apt-get"]
    assert {"-s", "Dir::Log::Planner=/dev/null"} <= set(programs.commands[1])


@pytest.mark.parametrize("packager", ["apt", "dnf"])
def test_a_package_that_would_take_others_along_stays(packager: Packager) -> None:
    programs = Recorded(Manager(taken="x11vnc gnome-shell:amd64").answer)
    verb = RemovePackage(packager=packager, name="x11vnc")
    turn, kepts = turn_of(verb, rights="administrator")
    with pytest.raises(Unable, match="U-24"):
        packages.remove_package(verb, turn, programs)
    assert not kepts.begun


def test_others_that_the_plan_names_may_go_too() -> None:
    verb = RemovePackage(packager="apt", name="x11vnc", gone=Gone(packages=("x11vnc-data",)))
    turn, _ = turn_of(verb, rights="administrator")
    programs = Recorded(Manager(taken="x11vnc x11vnc-data").answer)
    assert packages.remove_package(verb, turn, programs).status == "done"


def test_what_the_system_shows_counts_and_not_the_exit_code() -> None:
    verb = RemovePackage(packager="apt", name="x11vnc")
    turn, _ = turn_of(verb, rights="administrator")
    done = packages.remove_package(verb, turn, Recorded(Manager(ends=0, works=False).answer))
    assert (done.status, done.code, done.exit_code) == ("failed", "U-22", 0)
    done = packages.remove_package(verb, turn, Recorded(Manager(ends=100).answer))
    assert (done.status, done.exit_code) == ("done", 100)
    with pytest.raises(Unable, match="U-23") as told:
        packages.remove_package(verb, turn, Recorded(Manager(ends=None).answer))
    assert told.value.status == "timed-out"


def test_settings_alone_are_not_installed() -> None:
    manager = Manager()
    manager.there = False
    verb = RemovePackage(packager="apt", name="x11vnc")
    turn, _ = turn_of(verb, rights="administrator")
    assert packages.remove_package(verb, turn, Recorded(manager.answer)).status == "nothing-to-do"


def dpkg(owned: str, state: str = "ii ") -> Recorded:
    def answer(command: tuple[str, ...]) -> Ran:
        if command[:2] == ("dpkg-query", "-S"):
            return Ran(0, f"{owned}: {command[2]}\n") if owned else Ran(1, f"dpkg-query: no path found {command[2]}\n")
        return Ran(0, state)

    return Recorded(answer, lacks=("rpm", "pacman"))


def test_the_owner_of_a_folder_is_asked_of_dpkg() -> None:
    told = dpkg("mesa, photoprog:amd64")
    assert packages.owner_of("/opt/photo[prog", told, going={"mesa"}) == "photoprog:amd64"
    assert told.commands[0] == ("dpkg-query", "-S", "/opt/photo\\[prog")
    assert packages.owner_of("/opt/photoprog", told, going={"mesa", "photoprog"}) == ""
    assert packages.owner_of("/opt/tool: /x", dpkg("photoprog")) == "photoprog"
    assert packages.owner_of("/etc/tool", dpkg("tool", state="rc ")) == ""
    assert packages.owner_of("/opt/none", dpkg("")) == ""
    assert packages.owner_of("/opt/it", dpkg("diversion by other from")) == ""


def test_older_packages_spell_folders_without_usr() -> None:
    told = Recorded(lambda command: Ran(0, "udev: /lib/udev\n" if command[2] == "/lib/udev" else "ii "))
    assert packages.owner_of("/usr/lib/udev", told) == "udev"
    assert ("dpkg-query", "-S", "/usr/lib/udev") in told.commands


def test_each_thing_in_a_folder_is_asked_of_rpm(tmp_path: Path) -> None:
    """A package of rpm owns its files, and not always the folder that they lie in."""
    (tmp_path / "inner").mkdir()
    for number in range(300):
        (tmp_path / "inner" / f"{number:03}").touch()
    last = sorted(path.name for path in (tmp_path / "inner").iterdir())[-1]

    def answer(command: tuple[str, ...]) -> Ran:
        said = ("photoprog" if path.endswith(last) else f"file {path} is not owned by any package" for path in command)
        return Ran(9, "\n".join(said))

    told = Recorded(answer, lacks=("dpkg-query", "pacman"))
    assert packages.owner_of(str(tmp_path), told) == "photoprog"
    nobody = Recorded(lambda _: Ran(1, "file x is not owned by any package\n"), lacks=("dpkg-query", "pacman"))
    assert packages.owner_of(str(tmp_path), nobody) == ""
    asked = [path for command in nobody.commands for path in command[4:]]
    assert len(asked) == len(set(asked)) == 302
    assert len(nobody.commands) > 1


def test_pacman_is_asked_and_one_that_does_not_answer_keeps_it() -> None:
    told = Recorded(lambda _: Ran(0, "photoprog\n"), lacks=("dpkg-query", "rpm"))
    assert packages.owner_of("/opt/photoprog", told) == "photoprog"
    assert packages.owner_of("/opt/none", Recorded(lambda _: Ran(1, "error: No package owns /opt/none"))) == ""
    assert packages.owner_of("/opt/none", Recorded(lacks=("dpkg-query", "rpm", "pacman"))) == ""
    with pytest.raises(Unable, match="U-23"):
        packages.owner_of("/opt/photoprog", Recorded(lambda _: Ran(None, "")))
