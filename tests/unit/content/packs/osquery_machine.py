"""A machine with osquery on it: osquery's own tables in a real SQLite, filled with what our observations tell."""

from __future__ import annotations

import sqlite3
import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from recovery_assistant.domain.observation import (
    Autorun,
    BrowserExtension,
    InstalledProgram,
    ListeningSocket,
    Observation,
    Process,
    Service,
    Setting,
    System,
)

TABLES = tomllib.loads(Path(__file__).with_name("osquery_tables.toml").read_text("utf-8"))
_CONTROL = "HKEY_LOCAL_MACHINE\\SYSTEM\\CurrentControlSet\\Control\\"
_UNINSTALL = "HKEY_LOCAL_MACHINE\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Uninstall"


def _rows(system: System, one: Observation) -> Iterable[tuple[str, dict[str, Any]]]:  # noqa: C901 (a table)
    match one, system:
        case InstalledProgram(), System.WINDOWS:
            key = one.registry_key.rpartition("\\")[2]
            yield "programs", {
                "name": one.display_name, "publisher": one.publisher, "install_location": one.install_location,
                "uninstall_string": one.uninstall_string,
            }  # fmt: skip
            yield "registry", {"key": _UNINSTALL, "name": key, "type": "subkey", "path": f"{_UNINSTALL}\\{key}"}
        case InstalledProgram(), System.MACOS:
            yield "apps", {
                "name": f"{one.display_name}.app", "bundle_identifier": one.bundle_id, "path": one.install_location
            }  # fmt: skip
        case InstalledProgram(), System.LINUX:
            yield "deb_packages", {"name": one.package, "status": "install ok installed"}
            yield "rpm_packages", {"name": one.package}
        case Service(), System.WINDOWS:
            yield "services", {
                "name": one.name, "display_name": one.display_name, "path": one.binary_path,
                "start_type": "AUTO_START", "status": "RUNNING",
            }  # fmt: skip
        case Service(), System.MACOS:
            yield "launchd", {"label": one.name, "program_arguments": one.binary_path, "disabled": ""}
        case Service(), System.LINUX:
            yield "systemd_units", {
                "id": f"{one.name}.service", "load_state": "loaded", "active_state": "active",
                "unit_file_state": "enabled",
            }  # fmt: skip
        case Process(), _:
            yield "processes", {"pid": one.pid or 1, "name": one.name, "path": one.exe, "cmdline": one.cmdline}
        case Autorun(), _:
            yield "startup_items", {"name": one.name, "path": one.command, "args": "", "source": one.location}
            yield "scheduled_tasks", {"name": one.name, "action": one.command, "path": one.location}
        case ListeningSocket(), _:
            yield "processes", {"pid": 1, "name": one.process_name, "path": "", "cmdline": ""}
            yield "listening_ports", {"pid": 1, "port": one.port, "address": one.address}
        case BrowserExtension(), _:
            yield "users", {"uid": 1000}
            yield "chrome_extensions", {
                "uid": 1000, "browser_type": "chrome", "identifier": one.extension_id, "name": one.name
            }  # fmt: skip
        case Setting(name="remote-desktop-enabled"), System.WINDOWS:
            yield "registry", {"path": f"{_CONTROL}Terminal Server\\fDenyTSConnections", "data": "0"}
        case Setting(name="remote-assistance-enabled"), System.WINDOWS:
            yield "registry", {"path": f"{_CONTROL}Remote Assistance\\fAllowToGetHelp", "data": "1"}
        case Setting(), System.MACOS:
            columns = {"screen-sharing-enabled": "screen_sharing", "remote-management-enabled": "remote_management",
                       "remote-login-enabled": "remote_login"}  # fmt: skip
            if one.name in columns:
                yield "sharing_preferences", {columns[one.name]: int(one.value or 0)}


class OsqueryMachine:
    """Answers SQL as osquery does: its tables, its columns, and rows of names and texts."""

    def __init__(self, system: System, shown: Iterable[Observation] = ()) -> None:
        self._database = sqlite3.connect(":memory:")
        self._database.row_factory = sqlite3.Row
        for table, columns in TABLES.items():
            named = ", ".join(f"{name} {'TEXT' if kind == 'TEXT' else 'INTEGER'}" for name, kind in columns.items())
            self._database.execute(f"CREATE TABLE {table} ({named})")
        for one in shown:
            for table, row in _rows(system, one):
                self.insert(table, row)

    def insert(self, table: str, row: dict[str, Any]) -> None:
        marks = ", ".join("?" * len(row))
        self._database.execute(f"INSERT INTO {table} ({', '.join(row)}) VALUES ({marks})", list(row.values()))

    def ask(self, query: str) -> list[dict[str, str]]:
        """Return rows as osquery logs them: every value a text."""
        rows = self._database.execute(query).fetchall()
        return [{name: "" if row[name] is None else str(row[name]) for name in row.keys()} for row in rows]  # noqa: SIM118
