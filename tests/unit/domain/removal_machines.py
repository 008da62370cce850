"""Machines as a look sees them, for the tests of removal plans: rows of observations and the real catalogue."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from functools import cache

from recovery_assistant.content.catalogue import load_catalogue
from recovery_assistant.domain.catalogue import Catalogue
from recovery_assistant.domain.finding import Finding, Mark
from recovery_assistant.domain.judging import Tally
from recovery_assistant.domain.matching import Matcher
from recovery_assistant.domain.observation import (
    Autorun,
    InstalledProgram,
    Observation,
    Process,
    ProgramFile,
    Service,
    System,
)
from recovery_assistant.domain.removal.checking import check
from recovery_assistant.domain.removal.ground import Ground
from recovery_assistant.domain.removal.plan import Proposal, Quarantine, StopService
from recovery_assistant.domain.removal.planning import Facts, Seen, plan_removal
from recovery_assistant.domain.removal.steps import program_of
from recovery_assistant.resources import resources_root
from tests.unit.domain.fake_ground import OWN_HIVE

AT = datetime(2026, 11, 22, 14, 5, tzinfo=UTC)
UNINSTALL = r"HKLM\SOFTWARE\Microsoft\Windows\CurrentVersion\Uninstall"
UNINSTALL_32 = r"HKLM\SOFTWARE\WOW6432Node\Microsoft\Windows\CurrentVersion\Uninstall"
RUN = rf"{OWN_HIVE}\SOFTWARE\Microsoft\Windows\CurrentVersion\Run"
RUN_OF_ALL = r"HKLM\SOFTWARE\Microsoft\Windows\CurrentVersion\Run"
FACTS = Facts("r-0123456789ab", "2026-11-18-A7KD", AT, mark="not-mine")


@cache
def catalogue() -> Catalogue:
    """Return the catalogue that is shipped."""
    return load_catalogue(resources_root())


@cache
def _matcher() -> Matcher:
    return Matcher(catalogue())


def entry(key: str, name: str, command: str = "", *, place: str = "", publisher: str = "") -> InstalledProgram:
    """Return an entry of the list of installed programs."""
    return InstalledProgram(
        source=key,
        registry_key=key,
        display_name=name,
        uninstall_string=command,
        install_location=place,
        publisher=publisher,
    )


def service(name: str, command: str, display_name: str = "") -> Service:
    """Return a Windows service that starts by itself."""
    source = rf"HKLM\SYSTEM\CurrentControlSet\Services\{name}"
    return Service(
        source=source, name=name, display_name=display_name or name, binary_path=command, enabled=True, running=True
    )


def runs(exe: str, pid: int = 4711, cmdline: str = "") -> Process:
    """Return a running program."""
    name = exe.replace("\\", "/").rpartition("/")[2]
    return Process(source=f"processes: {pid}", name=name, exe=exe, cmdline=cmdline or exe, pid=pid, started_at=AT)


def lies(path: str, signer: str = "") -> ProgramFile:
    """Return a loose program file."""
    return ProgramFile(source=path, path=path, form="pe", signer=signer)


def starts(name: str, command: str, key: str = RUN) -> Autorun:
    """Return a Run value."""
    return Autorun(source=key, location=key, name=name, command=command)


def findings(system: System, rows: Sequence[Observation]) -> tuple[Tally, tuple[Finding, ...]]:
    """Return what the catalogue makes of a machine."""
    tally = Tally("this")
    tally.add(_matcher().hits_in(system, list(rows)))
    return tally, tally.findings()


def planned(
    system: System,
    rows: Sequence[Observation],
    ground: Ground,
    tool_id: str,
    *,
    instance: str = "",
    facts: Facts = FACTS,
    mark: Mark | None = "not-mine",
) -> Proposal:
    """Return the proposal for one tool of a machine, held to what the runner allows."""
    tally, found = findings(system, rows)
    mine = [one for one in found if one.tool_id == tool_id and instance in (one.instance or "").lower()]
    assert mine, [(one.tool_id, one.confidence) for one in found]
    finding = mine[0]
    others = tuple((one.tool_id, tally.observations(one.id)) for one in found if one.id != finding.id and one.is_alarm)
    aids = tuple(fact for one in found if one.category == "access-aid" for fact in tally.observations(one.id))
    seen = Seen(tally.observations(finding.id), tuple(rows), others, aids)
    tool = catalogue().tool(tool_id)
    proposal = plan_removal(finding, seen, tool, system, ground, facts._replace(mark=mark))
    if proposal.plan is not None:
        check(proposal.plan, system)
    return proposal


def told(proposal: Proposal) -> list[str]:
    """Return the steps of a proposal as short lines, an administrator's marked with "!"."""
    lines = []
    for action in proposal.plan.actions if proposal.plan else ():
        verb = action.verb
        mark = "!" if action.rights == "administrator" else ""
        kind = str(type(verb).__struct_config__.tag)
        about = ""
        for field in ("name", "program", "product", "family_name", "path", "key", "switch", "exe"):
            about = str(getattr(verb, field, "")) or about
            if about:
                break
        more = " (leftover)" if isinstance(verb, Quarantine) and verb.is_leftover else ""
        short = about if isinstance(verb, StopService) else about.replace("\\", "/").rpartition("/")[2]
        lines.append(f"{mark}{kind} {short}{more}")
    return lines


def programs_of(rows: Sequence[Observation], system: System) -> list[str]:
    """Return every path that a machine's rows name."""
    return [path for row in rows if (path := program_of(row, system))]
