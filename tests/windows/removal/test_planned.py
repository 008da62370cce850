"""From a fresh look to "nothing seen any more": real installers, our own plan for what was found, the real runner."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path
from typing import NamedTuple

import pytest

if sys.platform != "win32":
    pytest.skip("needs Windows, real or under Wine", allow_module_level=True)

from recovery_assistant.content.catalogue import load_catalogue
from recovery_assistant.domain.catalogue import Catalogue
from recovery_assistant.domain.errors import SourceUnreadable
from recovery_assistant.domain.finding import Finding
from recovery_assistant.domain.judging import Tally
from recovery_assistant.domain.matching import Matcher
from recovery_assistant.domain.observation import Gap, Observation, System
from recovery_assistant.domain.removal.plan import Proposal, RunUninstaller, UninstallMsi
from recovery_assistant.domain.removal.planning import Facts, Seen, plan_removal
from recovery_assistant.hosts.ground import this_ground
from recovery_assistant.hosts.windows.host import WindowsHost
from recovery_assistant.resources import resources_root
from tests.windows.conftest import Subject
from tests.windows.removal.runs import plan_of, run

pytestmark = pytest.mark.wine

SOURCES = ("installed-programs", "services", "processes", "autoruns", "scheduled-tasks", "registered-programs")
PATIENCE = 30


class Look(NamedTuple):
    """One look at this Windows."""

    tally: Tally
    rows: tuple[Observation, ...]

    def finding(self, tool: str) -> Finding | None:
        return next((one for one in self.tally.findings() if one.tool_id == tool and one.is_alarm), None)


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load_catalogue(resources_root())


def look(catalogue: Catalogue) -> Look:
    host, rows = WindowsHost(), list[Observation]()
    for source in SOURCES:
        try:
            rows += [one for one in host.observations(source) if not isinstance(one, Gap)]
        except SourceUnreadable:
            continue
    tally = Tally("this")
    tally.add(Matcher(catalogue).hits_in(System.WINDOWS, rows))
    return Look(tally, tuple(rows))


def proposed(seen: Look, tool: str, catalogue: Catalogue) -> Proposal:
    finding = seen.finding(tool)
    assert finding is not None
    blank = plan_of([])
    facts = Facts(blank.id, blank.case_number, blank.made_at, mark="not-mine")
    around = Seen(seen.tally.observations(finding.id), seen.rows)
    return plan_removal(finding, around, catalogue.tool(tool), System.WINDOWS, this_ground(), facts)


def setup(program: Path) -> None:
    words = ["msiexec", "/i", str(program), "/qn"] if program.suffix == ".msi" else [str(program), "/S"]
    ended = subprocess.run(words, capture_output=True, check=False, timeout=60)
    assert ended.returncode == 0, (words, ended.stdout)


@pytest.mark.parametrize(
    ("installer", "tool", "kind"),
    [
        ("like-teamviewer-setup.exe", "teamviewer", RunUninstaller),
        ("like-teamviewer.msi", "teamviewer", UninstallMsi),
    ],
)
def test_what_was_installed_is_found_planned_removed_and_gone(
    installer: str, tool: str, kind: type, subject: Subject, catalogue: Catalogue, tmp_path: Path, own_windows: None
) -> None:
    setup(subject(installer))
    proposal = proposed(look(catalogue), tool, catalogue)
    assert proposal.plan is not None, proposal.refusals
    verbs = [type(action.verb) for action in proposal.plan.actions]
    assert kind in verbs, (proposal.plan.actions, proposal.refusals)
    for rights in proposal.plan.rights:
        ran = run(proposal.plan, tmp_path, rights)
        assert ran.code == 0, str(ran)
        assert ran.went_through, str(ran)
        # Wine's service manager sometimes tells only late that a service has stopped; what counts is the last look.
        assert set(ran.statuses.values()) <= {"done", "nothing-to-do"}, str(ran)
    until = time.monotonic() + PATIENCE
    while look(catalogue).finding(tool) is not None and time.monotonic() < until:
        time.sleep(0.5)
    assert look(catalogue).finding(tool) is None


def test_an_unsigned_uninstaller_is_not_run_and_what_starts_it_is_taken_away(
    subject: Subject, catalogue: Catalogue, tmp_path: Path, own_windows: None
) -> None:
    setup(subject("anydesk-setup.exe"))
    uninstaller = Path(r"C:\Program Files\AnyDesk\uninstall.exe")
    try:
        proposal = proposed(look(catalogue), "anydesk", catalogue)
        assert proposal.plan is not None
        assert "uninstaller-signer" in {refusal.code for refusal in proposal.refusals}
        assert not any(isinstance(action.verb, RunUninstaller) for action in proposal.plan.actions)
        ran = run(proposal.plan, tmp_path, "administrator")
        assert ran.went_through, str(ran)
        after = look(catalogue)
        assert uninstaller.exists()
        kinds = {type(one).__name__ for one in after.rows if "AnyDesk.exe" in repr(one)}
        assert "Process" not in kinds
        assert "Autorun" not in kinds, str(ran)
    finally:
        subprocess.run([str(uninstaller), "/S"], capture_output=True, check=False, timeout=60)
