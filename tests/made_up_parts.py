"""Made-up parts for tests and screenshots: shipped content, a recorded PC with AnyDesk, a clock that stands still."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

from recovery_assistant.content import compiled
from recovery_assistant.content.loading import load_guidance
from recovery_assistant.domain.catalogue import Catalogue
from recovery_assistant.domain.country import CountryPack
from recovery_assistant.domain.finding import Finding, Policy
from recovery_assistant.domain.guidance import Guidance
from recovery_assistant.domain.observation import Gap, InstalledProgram, Process, Service, System
from recovery_assistant.domain.plan import Plan
from recovery_assistant.domain.words import Words
from recovery_assistant.hosts.port import INSTALLED_PROGRAMS, PROCESSES, SCHEDULED_TASKS, SERVICES
from recovery_assistant.hosts.reported.recorded import RecordedConnection, RecordedFile, RecordedHost, Recording, Unread
from recovery_assistant.resources import resources_root
from recovery_assistant.services.casebook import Casebook
from recovery_assistant.services.cases import Cases
from recovery_assistant.services.exporter import Exporter
from recovery_assistant.storage.failures import KEY_MISSING, key_error
from recovery_assistant.ui.ports import Parts
from tests.made_up_removal import MadeUpRemoving

RESOURCES = resources_root()
NOW = datetime(2026, 11, 22, 14, 5, tzinfo=UTC)
CAME = datetime(2026, 11, 18, 10, 42, tzinfo=UTC)


class Drawer:
    """A key store in memory. `refuses` makes every call fail with that code."""

    def __init__(self) -> None:
        self.kept: dict[str, bytes] = {}
        self.refuses = ""

    def put(self, case_id: str, secret: bytes) -> None:
        self._refuse()
        self.kept[case_id] = secret

    def get(self, case_id: str) -> bytes:
        self._refuse()
        if case_id not in self.kept:
            raise key_error(KEY_MISSING)
        return self.kept[case_id]

    def delete(self, case_id: str) -> None:
        self.kept.pop(case_id, None)

    def _refuse(self) -> None:
        if self.refuses:
            raise key_error(self.refuses)


class StillClock:
    """Shows the same moment until somebody moves it on."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now

    def pass_seconds(self, seconds: int) -> None:
        self.now += timedelta(seconds=seconds)


def anydesk_pc(*, connected: bool = False, network_up: bool = False, removed: bool = False) -> RecordedHost:
    """Return a recorded Windows PC with AnyDesk and its log; one source of it cannot be read."""
    program = InstalledProgram(
        source="HKLM/Uninstall/AnyDesk",
        display_name="AnyDesk",
        publisher="AnyDesk Software GmbH",
        install_location="C:/Program Files (x86)/AnyDesk",
        installed_at=CAME,
    )
    service = Service(
        source="services/AnyDesk", name="AnyDesk", binary_path="C:/Program Files (x86)/AnyDesk/AnyDesk.exe"
    )
    process = Process(source="processes", name="AnyDesk.exe", exe="C:/Program Files (x86)/AnyDesk/AnyDesk.exe", pid=40)
    link = RecordedConnection(
        pid=40, process_name="AnyDesk.exe", remote="203.0.113.9:443", exe="C:/Program Files (x86)/AnyDesk/AnyDesk.exe"
    )
    log = RecordedFile(
        path="C:/ProgramData/AnyDesk/connection_trace.txt", content=b"Incoming  2026-11-18, 10:44\n", modified_at=CAME
    )
    gap = Gap(host="this", source=PROCESSES, reason="access denied to 2 of 90", code="G-02")
    return RecordedHost(
        Recording(
            format=1,
            id="this",
            system=System.WINDOWS,
            os_name="Windows 11 Home",
            sources={
                INSTALLED_PROGRAMS: [] if removed else [program],
                SERVICES: [] if removed else [service],
                PROCESSES: [] if removed else [process],
            },
            gaps={PROCESSES: [gap]},
            unread={SCHEDULED_TASKS: Unread(reason="access denied", code="G-02")},
            network_up=network_up,
            connections=[link] if connected else [],
            files=[log],
        )
    )


def found(name: str, policy: Policy) -> Finding:
    """Return a certain finding of a made-up tool."""
    return Finding(
        id="f-1",
        host="this",
        tool_id=name.lower(),
        tool_name=name,
        category="other",
        confidence="certain",
        policy=policy,
    )


@cache
def guidance(code: str = "gb") -> Guidance:
    return load_guidance(RESOURCES, "en", code)


def plan() -> Plan:
    return guidance().plan


def words() -> Words:
    return guidance().words


def country() -> CountryPack:
    return guidance().country


@cache
def catalogue() -> Catalogue:
    return compiled.catalogue(RESOURCES)


class MadeUp:
    """Parts of a window in a folder. What a test wants different it sets here: the PC, the clock, the key store."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.drawer, self.clock, self.pc = Drawer(), StillClock(), anydesk_pc()
        self._removing: MadeUpRemoving | None = None
        self.cases = Cases(folder / "cases", self.drawer, self.clock)
        self.parts = Parts(
            resources=RESOURCES,
            guidance=guidance(),
            guidance_for=lambda code: guidance(code.lower()),
            cases=lambda: self.cases,
            settings_path=folder / "settings.json",
            clock=self.clock,
            host=lambda: self.pc,
            catalogue=catalogue,
            exporter=self._exporter,
            removing=self.removing_of,
        )

    def removing_of(self, casebook: Casebook) -> MadeUpRemoving:
        """Return what removes things in a case: the same for as long as the case is the same."""
        if self._removing is None or self._removing.casebook is not casebook:
            self._removing = MadeUpRemoving(casebook)
        return self._removing

    def _exporter(self, casebook: Casebook) -> Exporter:
        return Exporter(casebook, guidance(casebook.case.country.lower()), catalogue(), self.clock, RESOURCES)
