"""A PC in a folder, on which the real runner removes real files: one download with an entry that starts it.

Run as a program, it is the command line on that PC: `python -m tests.unit.services.removal_bench FOLDER ARGUMENTS…`.
"""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

from recovery_assistant.content import compiled
from recovery_assistant.content.loading import load_guidance
from recovery_assistant.domain.journal import FindingMarked
from recovery_assistant.domain.observation import Autorun, Gap, Observation, ProgramFile, System
from recovery_assistant.domain.removal.ground import FileKind
from recovery_assistant.domain.removal.plan import Rights
from recovery_assistant.domain.removal.prompt import PromptFacts
from recovery_assistant.hosts.elevation.direct import EndedRun
from recovery_assistant.hosts.elevation.port import Ended, Run
from recovery_assistant.hosts.elevation.results import StoredResults
from recovery_assistant.hosts.elevation.starting import Asker, RunnerStarter
from recovery_assistant.services.casebook import Casebook
from recovery_assistant.services.removal.removing import Removing
from recovery_assistant.services.removal.running import ThisPc
from recovery_assistant.services.scanner import scan_into
from tests.unit.domain.fake_ground import FakeGround
from tests.unit.services.pretend_host import PretendHost

ROOT = Path(__file__).resolve().parents[3]
DRIVER = ROOT / "tests" / "faults" / "removal_driver.py"
TOOL = "anydesk"
NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
STORE = Path(".local", "share", "recovery-assistant", "removed")

catalogue = cache(lambda: compiled.catalogue(ROOT / "resources"))


class FolderHost(PretendHost):
    """Shows the download and its entry for as long as they are there."""

    def __init__(self, home: Path) -> None:
        super().__init__({"program-files": [], "autoruns": []}, system=System.LINUX)
        self.home = home
        self.copies = (home / "Downloads" / TOOL, home / "again" / TOOL)
        self.entry = home / ".config" / "autostart" / f"{TOOL}.desktop"
        self.hidden: list[Gap] = []

    def observations(self, source: str) -> Iterator[Observation | Gap]:
        yield from (gap for gap in self.hidden if gap.source == source)
        if source == "program-files":
            for path in self.copies:
                if path.exists():
                    yield ProgramFile(source=str(path), path=str(path), form="elf", size=path.stat().st_size)
        elif self.entry.exists():
            command = str(self.copies[0])
            yield Autorun(source=str(self.entry), location="autostart", name="AnyDesk", command=command)


class FolderGround(FakeGround):
    """Asks the disk about files; all of them are the person's own, or an administrator's."""

    def __init__(self, *, is_own: bool) -> None:
        super().__init__(System.LINUX)
        self._is_own = is_own

    def kind_of(self, path: str) -> FileKind:
        place = Path(path)
        if place.is_symlink():
            return "link"
        return "file" if place.is_file() else "folder" if place.is_dir() else "missing"

    def real_path(self, path: str) -> str:
        return str(Path(path).resolve()) if Path(path).exists() else ""

    def is_protected(self, path: str) -> bool:
        return not self._is_own

    def is_own(self, place: str) -> bool:
        return self._is_own

    def sha256_of(self, path: str) -> str:
        return hashlib.sha256(Path(path).read_bytes()).hexdigest() if Path(path).is_file() else ""


class SaysNo:
    """The system asks, and the person says no."""

    def __init__(self, ended: Ended | None = None) -> None:
        self.ended = ended or Ended(None, "refused", "Request dismissed")

    def prompt_shows(self, program: str) -> PromptFacts:
        return PromptFacts(system=System.LINUX, way="polkit", name=program, password=True)

    def start(self, argv: Sequence[str]) -> Run:
        return EndedRun(self.ended)


class Bench:
    """The PC, and what is needed to remove something from it."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.home = folder, folder / "home"
        self.host = FolderHost(self.home)
        self.booted_at = NOW - timedelta(days=1)
        self.kill_at = 0
        self.results = StoredResults(self._store)

    def put_tool(self) -> Path:
        """Put the tool on this PC, as a caller had somebody do."""
        path = self.host.copies[0]
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"\x7fELF anydesk")
        path.chmod(0o755)
        self.host.entry.parent.mkdir(parents=True, exist_ok=True)
        self.host.entry.write_text(f"[Desktop Entry]\nExec={path}\n", "utf-8")
        return path

    def _store(self, _rights: Rights) -> Path:
        return self.home / STORE

    def pc(self, asker: Asker | None = None, *, is_own: bool = True) -> ThisPc:
        """Return the PC as services see it. `asker`: who asks where nothing is the person's own."""
        driver = (sys.executable, str(DRIVER), str(self.home), str(self.kill_at))
        return ThisPc(
            host=self.host,
            catalogue=catalogue(),
            ground=FolderGround(is_own=is_own),
            starter=RunnerStarter(driver, asker),
            results=self.results,
            folder=self.folder / "running",
            booted_at=lambda: self.booted_at,
            clock=lambda: NOW,
        )

    def removing(self, casebook: Casebook, asker: Asker | None = None, *, is_own: bool = True) -> Removing:
        """Return what removes things here."""
        return Removing(casebook, self.pc(asker, is_own=is_own))

    def found(self, casebook: Casebook) -> str:
        """Look at the PC, say that the tool is not one's own, and return the id of what was found."""
        (item,) = self.all_found(casebook)
        return item

    def all_found(self, casebook: Casebook) -> list[str]:
        """Do as `found` for every copy of the tool that the case ever knew."""
        for _event in scan_into(casebook, self.host, catalogue()):
            pass
        known = casebook.case.findings.items()
        items = [item for item, one in known if one.finding.tool_id == TOOL]
        for item in items:
            casebook.record(FindingMarked(finding_id=item, mark="not-mine", contradiction=""))
        return items


def main() -> int:
    """Be the command line on the PC of a folder."""
    from recovery_assistant.cli.main import run
    from recovery_assistant.cli.parts import CliParts
    from recovery_assistant.services.cases import Cases
    from recovery_assistant.services.exporter import Exporter

    folder = Path(sys.argv[1])
    bench = Bench(folder)
    resources = ROOT / "resources"

    def exporter(casebook: Casebook) -> Exporter:
        return Exporter(casebook, load_guidance(resources, "en", "gb"), catalogue(), lambda: NOW, resources)

    parts = CliParts(
        resources=resources,
        guidance=lambda code: load_guidance(resources, "en", code),
        catalogue=catalogue,
        cases=lambda: Cases(folder / "cases", None),
        host=lambda: bench.host,
        exporter=exporter,
        removing=bench.removing,
        key_store=lambda: None,
        check_window=None,
        clock=lambda: NOW,
    )
    return run(sys.argv[2:], parts)


if __name__ == "__main__":
    raise SystemExit(main())
