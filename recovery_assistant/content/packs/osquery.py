"""osquery packs: one for each system. The SQL picks candidates by plain texts; our matcher judges what comes back.

Tables and columns are those of osquery 5 (specs/ in its repository). Queries are snapshots, so a machine that has
nothing to tell still answers with an empty list, and "looked at" differs from "not asked".
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Final

from recovery_assistant.content.packs.candidates import SLASHED, Wanted, candidates
from recovery_assistant.content.packs.heading import heading
from recovery_assistant.domain.catalogue import Catalogue
from recovery_assistant.domain.fleet import ABOUT, QUESTIONS, Question, pack_name
from recovery_assistant.domain.observation import System

ONCE_A_DAY: Final = 86_400
_PLATFORM: Final = {System.WINDOWS: "windows", System.MACOS: "darwin", System.LINUX: "linux"}

_UNINSTALL: Final = "\\Microsoft\\Windows\\CurrentVersion\\Uninstall"
_HKLM: Final = "HKEY_LOCAL_MACHINE\\"
_CONTROL: Final = f"{_HKLM}SYSTEM\\CurrentControlSet\\Control\\"

_ARGUMENTS: Final = "CASE WHEN coalesce(args, '') = '' THEN path ELSE path || ' ' || args END"
_STARTUP_ITEMS: Final = f"SELECT source AS location, name, {_ARGUMENTS} AS command FROM startup_items"  # noqa: S608
_KEYS: Final = "SELECT name AS registry_key FROM registry WHERE key {} AND type = 'subkey'"
_SWITCH: Final = (
    "SELECT '{}' AS name, CASE WHEN data = '{}' THEN '1' ELSE '0' END AS value FROM registry WHERE path = '{}'"
)

ROWS: Final[Mapping[tuple[System | None, str], str]] = {
    (None, "processes"): "SELECT pid, name, path AS exe, cmdline FROM processes",
    (None, "startup-items"): _STARTUP_ITEMS,
    (None, "listening-ports"): (
        "SELECT l.address, l.port, l.pid, p.name AS process_name FROM listening_ports AS l"
        " JOIN processes AS p ON p.pid = l.pid WHERE l.port > 0"
    ),
    (None, "chrome-extensions"): (
        "SELECT c.browser_type AS browser, c.identifier AS extension_id, c.name"
        " FROM users AS u CROSS JOIN chrome_extensions AS c USING (uid)"
    ),
    (System.WINDOWS, "programs"): (
        "SELECT name AS display_name, publisher, install_location, uninstall_string,"
        " identifying_number AS registry_key FROM programs"
    ),
    (System.WINDOWS, "uninstall-keys"): " UNION ALL ".join(
        (
            _KEYS.format(f"= '{_HKLM}SOFTWARE{_UNINSTALL}'"),
            _KEYS.format(f"= '{_HKLM}SOFTWARE\\WOW6432Node{_UNINSTALL}'"),
            _KEYS.format(f"LIKE 'HKEY_USERS\\%\\Software{_UNINSTALL}'"),
        )
    ),
    (System.WINDOWS, "services"): (
        "SELECT name, display_name, path AS binary_path,"
        " start_type IN ('BOOT_START', 'SYSTEM_START', 'AUTO_START') AS enabled, status = 'RUNNING' AS running"
        " FROM services"
    ),
    (System.WINDOWS, "scheduled-tasks"): "SELECT path AS location, name, action AS command FROM scheduled_tasks",
    (System.WINDOWS, "settings"): " UNION ALL ".join(
        (
            _SWITCH.format("remote-desktop-enabled", 0, f"{_CONTROL}Terminal Server\\fDenyTSConnections"),
            _SWITCH.format("remote-assistance-enabled", 1, f"{_CONTROL}Remote Assistance\\fAllowToGetHelp"),
        )
    ),
    (System.MACOS, "apps"): (
        "SELECT CASE WHEN name LIKE '%.app' THEN substr(name, 1, length(name) - 4) ELSE name END AS display_name,"
        " bundle_identifier AS bundle_id, path AS install_location FROM apps"
    ),
    (System.MACOS, "launchd"): (
        "SELECT label AS name,"
        " CASE WHEN coalesce(program_arguments, '') = '' THEN program ELSE program_arguments END AS binary_path,"
        " coalesce(disabled, '') NOT IN ('1', 'true') AS enabled, 0 AS running FROM launchd"
    ),
    (System.MACOS, "settings"): " UNION ALL ".join(
        f"SELECT '{name}' AS name, CAST({column} AS TEXT) AS value FROM sharing_preferences"  # noqa: S608
        for name, column in (
            ("screen-sharing-enabled", "screen_sharing"),
            ("remote-management-enabled", "remote_management"),
            ("remote-login-enabled", "remote_login"),
        )
    ),
    (System.LINUX, "deb-packages"): (
        "SELECT name AS package FROM deb_packages"
        " WHERE coalesce(status, '') NOT LIKE 'deinstall%' AND coalesce(status, '') NOT LIKE 'purge%'"
    ),
    (System.LINUX, "rpm-packages"): "SELECT name AS package FROM rpm_packages",
    (System.LINUX, "systemd-units"): (
        "SELECT id AS name,"
        " coalesce(unit_file_state, '') LIKE 'enabled%' AS enabled, active_state = 'active' AS running"
        " FROM systemd_units WHERE id LIKE '%.service' AND load_state <> 'not-found'"
    ),
}
"""What is read for each question, with columns under our own names; None stands for every system."""

_NOT_GIVEN: Final[Mapping[str, frozenset[str]]] = {
    "processes": frozenset({"signer", "original_filename", "product_name", "company_name", "file_description"}),
    "launchd": frozenset({"display_name"}),
    "systemd-units": frozenset({"display_name", "binary_path"}),
}
"""Columns of a question that no table of osquery gives without reading every program file."""

_MACHINE: Final = "SELECT name AS os_name, version AS os_version FROM os_version"

# Python takes these off the ends of a text before it compares; SQLite by itself only takes off spaces.
_BLANKS: Final = (
    9,
    10,
    11,
    12,
    13,
    28,
    29,
    30,
    31,
    32,
    133,
    160,
    5760,
    *range(8192, 8203),
    8232,
    8233,
    8239,
    8287,
    12288,
)
_BLANK: Final = f"char({', '.join(map(str, _BLANKS))})"
_TRIMMED: Final = "ltrim({}, " + _BLANK + ")"

# Letters that are no plain ones and still count as k, s or i when capital letters do not matter. A text with one of
# them is always a candidate.
_ODD: Final = "'*[' || char(8490, 383, 304, 305) || ']*'"


def files(catalogue: Catalogue, systems: frozenset[System]) -> dict[str, str]:
    """Return one pack for each system: the name of its file, and its JSON."""
    return {
        f"{pack_name(system)}.conf": json.dumps(_pack(catalogue, system), indent=1) + "\n"
        for system in System
        if system in systems
    }


def _pack(catalogue: Catalogue, system: System) -> dict[str, object]:
    about = {
        "query": _MACHINE + ";",
        "interval": ONCE_A_DAY,
        "snapshot": True,
        "description": heading(catalogue),
    }
    asked = {
        question.name: {
            "query": query(catalogue, system, question),
            "interval": ONCE_A_DAY,
            "snapshot": True,
            "description": f"Candidates among {question.words}.",
        }
        for question in QUESTIONS[system]
    }
    return {"platform": _PLATFORM[system], "queries": {ABOUT: about} | asked}


def query(catalogue: Catalogue, system: System, question: Question) -> str:
    """Return the SQL of a question: every row that our matcher could take for anything, and few others."""
    rows = ROWS.get((system, question.name)) or ROWS[None, question.name]
    given = tuple(column for column in question.columns if column not in _NOT_GIVEN.get(question.name, ()))
    wanted = candidates(catalogue, system, question._replace(columns=given))
    if wanted is None or question.source == "settings":
        return f"{rows};"
    if not wanted:
        return f"SELECT * FROM ({rows}) WHERE 0;"  # noqa: S608
    ways = list(dict.fromkeys((one.column, one.form) for one in wanted))
    texts = ", ".join(f"({ways.index((one.column, one.form))}, {_literal(_pattern(one))})" for one in wanted)
    compared = ", ".join(f"{_compared(*way)} AS way{number}" for number, way in enumerate(ways))
    chosen = " ".join(f"WHEN {number} THEN way{number}" for number in range(len(ways)))
    odd = " OR ".join(f"{column} GLOB {_ODD}" for column in dict.fromkeys(column for column, _ in ways))
    return (
        f"WITH wanted(way, text) AS (VALUES {texts}),"  # noqa: S608 (texts are literals, all else is ours)
        f" asked AS MATERIALIZED (SELECT *, {compared} FROM ({rows}))"
        f" SELECT {', '.join(given)} FROM asked"
        f" WHERE EXISTS (SELECT 1 FROM wanted WHERE CASE way {chosen} END LIKE text) OR {odd};"
    )


def _pattern(one: Wanted) -> str:
    """Return what LIKE compares. "%" and "_" of the text itself fit any letters there, so nothing is lost."""
    return f"%{one.text}%" if one.form == "holds" else f"{one.text}%"


def _compared(column: str, form: str) -> str:
    match form:
        case "begins":
            return _TRIMMED.format(column)
        case "names":
            path = f"rtrim(replace({column}, '\\', '/'), '/' || {_BLANK})"
            folder = f"rtrim({path}, replace({path}, '/', ''))"  # takes off all letters behind the last slash
            return _TRIMMED.format(f"substr({path}, length({folder}) + 1)")
    return f"replace({column}, '\\', '/')" if column in SLASHED else column


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
