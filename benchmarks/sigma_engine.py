"""The catalogue's Sigma export as a log engine evaluates it: pySigma makes SQL of the rules, real SQLite runs it.

Used by benchmarks/matching.py and by the tests of the export. An observation becomes the log line that the same thing
would leave: a process `process_creation`, a service event 7045, an installed program and a start-up entry registry
changes. Needs the packages pysigma and pysigma-backend-sqlite.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any, Final

from sigma.backends import sqlite
from sigma.collection import SigmaCollection

from recovery_assistant.content.packs import sigma
from recovery_assistant.domain.catalogue import Catalogue
from recovery_assistant.domain.observation import (
    Autorun,
    InstalledProgram,
    Observation,
    Process,
    ProgramFile,
    Service,
    Setting,
    System,
    VersionInfo,
)

COLUMNS: Final = (
    "log", "system", "Image", "CommandLine", "OriginalFileName", "Product", "Company", "Description",
    "Provider_Name", "EventID", "ServiceName", "ImagePath", "TargetObject", "Details",
)  # fmt: skip
_UNINSTALL: Final = "HKLM\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Uninstall\\"
_RUN: Final = "HKU\\S-1-5-21-1-2-3-1001\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Run\\"
_SWITCHES: Final = {
    "remote-desktop-enabled": (
        "HKLM\\System\\CurrentControlSet\\Control\\Terminal Server\\fDenyTSConnections", {"1": 0, "0": 1}
    ),
    "remote-assistance-enabled": (
        "HKLM\\System\\CurrentControlSet\\Control\\Remote Assistance\\fAllowToGetHelp", {"1": 1, "0": 0}
    ),
}  # fmt: skip


def log_lines(system: System, observation: Observation) -> Iterator[dict[str, Any]]:
    """Yield what an observation would leave in the logs that the rules are written for."""
    match observation:
        case Process():
            yield _started(system, observation.exe or observation.name, observation.cmdline, observation.version_info)
        case ProgramFile():
            yield _started(system, observation.path, "", observation.version_info)
        case Service() if system is System.WINDOWS:
            for name in dict.fromkeys((observation.name, observation.display_name)):
                yield {
                    "log": "system", "system": "windows", "Provider_Name": "Service Control Manager",
                    "EventID": 7045, "ServiceName": name, "ImagePath": observation.binary_path,
                }  # fmt: skip
        case InstalledProgram() if system is System.WINDOWS:
            key = _UNINSTALL + (observation.registry_key.rpartition("\\")[2] or "unknown")
            yield _set(f"{key}\\DisplayName", observation.display_name)
        case Autorun() if system is System.WINDOWS:
            yield _set(_RUN + observation.name, observation.command)
            yield _started(system, _program_in(observation.command), observation.command, None)
        case Setting() if system is System.WINDOWS and observation.name in _SWITCHES:
            place, values = _SWITCHES[observation.name]
            yield _set(place, f"DWORD (0x{values.get(observation.value, 2):08x})")


def _started(system: System, image: str, command: str, version: VersionInfo | None) -> dict[str, Any]:
    said = version or VersionInfo()
    return {
        "log": "process_creation", "system": system.value, "Image": image, "CommandLine": command,
        "OriginalFileName": said.original_filename, "Product": said.product_name, "Company": said.company_name,
        "Description": said.file_description,
    }  # fmt: skip


def _set(place: str, details: str) -> dict[str, Any]:
    return {"log": "registry_set", "system": "windows", "TargetObject": place, "Details": details}


def _program_in(command: str) -> str:
    quoted = re.match(r'\s*"([^"]+)"', command)
    return quoted[1] if quoted else (re.match(r"\s*(.*?\.exe|\S*)", command, re.IGNORECASE) or [""])[0].strip()


class SigmaEngine:
    """All rules of the catalogue as SQL, and a database to run them in.

    >>> engine = SigmaEngine(catalogue)
    >>> engine.load(log_lines)
    >>> engine.tools()
    {'anydesk'}
    """

    def __init__(self, catalogue: Catalogue, systems: frozenset[System] = frozenset(System)) -> None:
        self.rules: list[Any] = [
            rule for text in sigma.files(catalogue, systems).values() for rule in SigmaCollection.from_yaml(text).rules
        ]
        self.queries = [_query(rule) for rule in self.rules]
        self._database = sqlite3.connect(":memory:")
        self._database.create_function("REGEXP", 2, _fits, deterministic=True)
        self._database.execute(f"CREATE TABLE logs ({', '.join(COLUMNS)})")

    def load(self, lines: Iterable[dict[str, Any]]) -> None:
        """Put log lines into the database in place of those before."""
        self._database.execute("DELETE FROM logs")
        marks = ", ".join("?" * len(COLUMNS))
        rows = ([line.get(column) for column in COLUMNS] for line in lines)
        self._database.executemany(f"INSERT INTO logs VALUES ({marks})", rows)  # noqa: S608 (only question marks)

    def tools(self) -> set[str]:
        """Run every rule over the log lines and return the ids of the tools that any of them names."""
        return {tool for tool, query in self.queries if self.found(query)}

    def found(self, query: str) -> bool:
        """Return whether any log line fits one rule."""
        return self._database.execute(query).fetchone() is not None

    def run(self) -> int:
        """Run every rule and fetch every line that it names, as an engine that alarms has to; return their number."""
        return sum(len(self._database.execute(query).fetchall()) for _, query in self.queries)


_backend: Final[Any] = vars(sqlite)["sqliteBackend"]()  # not named in its package's types


def _query(rule: Any) -> tuple[str, str]:  # noqa: ANN401 (pySigma's types are not for export)
    """Return the tool of a rule and its SQL, which pySigma writes without the kind of log."""
    (query,) = _backend.convert_rule(rule)
    where = query.partition(" WHERE ")[2]
    log = f"log = '{rule.logsource.category or rule.logsource.service}' AND system = '{rule.logsource.product}'"
    return rule.custom_attributes["tool"], f"SELECT * FROM logs WHERE {log} AND ({where})"  # noqa: S608


@lru_cache(maxsize=8192)
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


def _fits(pattern: str, text: str | None) -> bool:
    return text is not None and _compiled(pattern).search(text) is not None
