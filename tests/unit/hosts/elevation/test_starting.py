"""Only an administrator's part is asked for, and only where the rights are not there already."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from recovery_assistant.domain.observation import System
from recovery_assistant.domain.removal.prompt import PromptFacts
from recovery_assistant.hosts.elevation.direct import EndedRun
from recovery_assistant.hosts.elevation.port import Ended, Run
from recovery_assistant.hosts.elevation.starting import RunnerStarter, has_all_rights, this_starter

LONG = 20.0
PLAN, DIGEST = Path("plan.json"), "0" * 64
ECHO = (sys.executable, "-I", "-c", "import sys; print(sys.argv[1:]); sys.exit(3)")


class Asked:
    """Notes what it was asked for, and says no."""

    def __init__(self) -> None:
        self.argv: tuple[str, ...] = ()

    def prompt_shows(self, program: str) -> PromptFacts:
        return PromptFacts(system=System.LINUX, way="polkit", name=program, password=True)

    def start(self, argv: Sequence[str]) -> Run:
        self.argv = tuple(argv)
        return EndedRun(Ended(None, "refused"))


def test_the_system_asks_for_an_administrators_part_alone() -> None:
    asker = Asked()
    starter = RunnerStarter(ECHO, asker)
    assert starter.start(PLAN, DIGEST, "administrator").wait(LONG) == Ended(None, "refused")
    assert asker.argv == (*ECHO, str(PLAN), DIGEST, "do", "administrator")
    assert starter.start(PLAN, DIGEST, "person").wait(LONG) == Ended(3)
    shown = starter.prompt_shows()
    assert shown is not None
    assert shown.name == sys.executable


def test_who_has_the_rights_is_not_asked() -> None:
    starter = RunnerStarter(ECHO, None)
    assert starter.prompt_shows() is None
    assert starter.start(PLAN, DIGEST, "administrator").wait(LONG) == Ended(3)


@pytest.mark.parametrize("rights", ["administrator", "person"])
def test_a_preview_asks_nobody(rights: str) -> None:
    asker = Asked()
    shown = RunnerStarter(ECHO, asker).look(PLAN, DIGEST, "administrator" if rights == "administrator" else "person")
    assert asker.argv == ()
    assert shown.exit_code == 3
    assert shown.lines.decode().strip() == str([str(PLAN), DIGEST, "look", rights])


@pytest.mark.skipif(sys.platform == "win32", reason="accounts of Unix")
def test_root_is_not_asked() -> None:
    if sys.platform != "win32":
        assert has_all_rights() is (os.geteuid() == 0)
    assert (this_starter(in_terminal=False).prompt_shows() is None) is has_all_rights()
