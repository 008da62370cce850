"""The real command line with real parts, all of them in a temporary folder; the PC is one that a test makes up."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from recovery_assistant.cli.main import CliParts, run
from recovery_assistant.content import compiled
from recovery_assistant.content.loading import load_guidance
from recovery_assistant.domain.observation import Gap, InstalledProgram, Observation, Service, System
from recovery_assistant.hosts.port import Host
from recovery_assistant.hosts.reported.recorded import RecordedHost, Recording
from recovery_assistant.services.casebook import Casebook
from recovery_assistant.services.cases import Cases
from recovery_assistant.services.exporter import Exporter
from recovery_assistant.services.removal.removing import Removing
from recovery_assistant.storage.key_store import KeyStore

RESOURCES = Path(__file__).resolve().parents[3] / "resources"
PASSPHRASE = "four plain words here"
NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)

guidance = cache(lambda code: load_guidance(RESOURCES, "en", code))


catalogue = cache(lambda: compiled.catalogue(RESOURCES))


def nothing_here() -> Host:
    """Return a PC on which everything could be looked at and nothing was found."""
    return pc({"installed-programs": [InstalledProgram(source="list", display_name="Solitaire")], "services": []})


def pc(sources: dict[str, list[Observation]], **more: Any) -> Host:  # noqa: ANN401 (fields of Recording)
    """Return a PC that shows these observations."""
    return RecordedHost(
        Recording(format=1, id="pc", system=System.WINDOWS, os_name="Windows 11", sources=sources, **more)
    )


def with_anydesk(**more: Any) -> Host:  # noqa: ANN401 (fields of Recording)
    """Return a PC with AnyDesk, surely."""
    service = Service(
        source="services[0]",
        name="AnyDesk",
        display_name="AnyDesk Service",
        binary_path='"C:\\Program Files (x86)\\AnyDesk\\AnyDesk.exe" --service',
    )
    program = InstalledProgram(
        source="list[0]",
        display_name="AnyDesk",
        publisher="AnyDesk Software GmbH",
        install_location="C:\\Program Files (x86)\\AnyDesk",
        registry_key="AnyDesk",
    )
    return pc({"installed-programs": [program], "services": [service]}, **more)


def a_gap(source: str = "services") -> dict[str, list[Gap]]:
    """Return one part that could not be looked at."""
    return {source: [Gap(host="pc", source=source, reason="access denied", code="G-02")]}


@dataclass(frozen=True)
class Ended:
    """How a command ended."""

    code: int
    out: str
    err: str
    raw: bytes = b""

    def lines(self) -> list[dict[str, Any]]:
        """Return stdout as JSON Lines."""
        return [json.loads(line) for line in self.raw.splitlines()]


@dataclass
class CommandLine:
    """Types commands."""

    parts: CliParts
    folder: Path
    made: dict[str, str] = field(default_factory=dict)

    def type(self, *argv: str | Path, given: bytes = b"") -> Ended:
        """Run a command in this process and return how it ended; `given` is its standard input."""
        with CliRunner().isolation(input=given) as (out, err, _):
            code = run([str(word) for word in argv], self.parts)
            raw, told = out.getvalue(), err.getvalue()
        return Ended(code, raw.decode("utf-8", "replace"), told.decode("utf-8", "replace"), raw)

    def using(self, **parts: Any) -> CommandLine:  # noqa: ANN401 (fields of CliParts)
        """Return the same with other parts."""
        return replace(self, parts=replace(self.parts, **parts))

    @property
    def phrase(self) -> tuple[str, str]:
        """Options for a passphrase."""
        return "--passphrase-file", str(self.folder / "phrase.txt")

    @property
    def key(self) -> tuple[str, str]:
        """Options that open a case of `new_case`; quicker than its passphrase, whose slowness is its purpose."""
        (self.folder / "code.txt").write_text(ready_case()[1] + "\n", "utf-8")
        return "--recovery-file", str(self.folder / "code.txt")

    def new_case(self, name: str = "jones") -> Path:
        """Return a technician's case that was just started."""
        path = self.folder / f"{name}.recovery-case"
        path.write_bytes(ready_case()[0])
        return path

    def open(self, path: Path) -> Casebook:
        """Open a case of `new_case` as a window would."""
        return self.parts.cases().open(path, recovery_code=ready_case()[1])


@cache
def ready_case() -> tuple[bytes, str]:
    """Return the bytes of a new case file, and its recovery code."""
    with tempfile.TemporaryDirectory() as folder:
        casebook = Cases(Path(folder), None, lambda: NOW).new("GB", "technician", PASSPHRASE)
        casebook.close()
        return casebook.path.read_bytes(), casebook.recovery_code()


def nothing_removes(_casebook: Casebook) -> Removing:
    raise AssertionError("this command removes nothing")


def parts_in(folder: Path, host: Callable[[], Host] = nothing_here, key_store: KeyStore | None = None) -> CliParts:
    def exporter(casebook: Casebook) -> Exporter:
        return Exporter(casebook, guidance(casebook.case.country), catalogue(), lambda: NOW, RESOURCES)

    return CliParts(
        resources=RESOURCES,
        guidance=guidance,
        catalogue=catalogue,
        cases=lambda: Cases(folder / "cases", key_store, lambda: NOW),
        host=host,
        exporter=exporter,
        removing=nothing_removes,
        key_store=lambda: key_store,
        check_window=None,
        clock=lambda: NOW,
    )


@pytest.fixture
def terminal(tmp_path: Path) -> CommandLine:
    (tmp_path / "phrase.txt").write_text(PASSPHRASE + "\n", "utf-8")
    return CommandLine(parts_in(tmp_path), tmp_path)
