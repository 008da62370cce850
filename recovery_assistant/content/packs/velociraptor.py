"""Velociraptor artifacts: one for each system, with one source for each question.

The VQL picks candidates by regular expressions that stand in the artifact as parameters; our matcher judges what comes
back. Every row says itself which question it answers, and each source begins with a row that says only that it was
asked: so "nothing there" differs from "not asked".
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NamedTuple

from recovery_assistant.content.packs.candidates import Form, Wanted, candidates
from recovery_assistant.content.packs.heading import heading
from recovery_assistant.content.packs.yaml_text import Value, written
from recovery_assistant.domain.catalogue import Catalogue
from recovery_assistant.domain.fleet import ABOUT, QUESTIONS, Question, pack_name
from recovery_assistant.domain.observation import System

_OS: Final = {System.WINDOWS: "windows", System.MACOS: "darwin", System.LINUX: "linux"}
_NAME: Final = {System.WINDOWS: "Windows", System.MACOS: "MacOS", System.LINUX: "Linux"}


class Rows(NamedTuple):
    """How a question is put: VQL that defines `Rows`, and the columns that it gives."""

    columns: tuple[str, ...]
    vql: str


_UNINSTALL: Final = """[
    '''HKEY_LOCAL_MACHINE\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Uninstall\\*''',
    '''HKEY_LOCAL_MACHINE\\SOFTWARE\\WOW6432Node\\Microsoft\\Windows\\CurrentVersion\\Uninstall\\*''',
    '''HKEY_USERS\\*\\Software\\Microsoft\\Windows\\CurrentVersion\\Uninstall\\*''']"""

_PROCESS: Final = ("pid", "name", "exe", "cmdline")
_PROCESSES: Final = Rows(
    _PROCESS,
    "LET Rows = SELECT Pid AS pid, Name AS name, Exe AS exe, CommandLine AS cmdline FROM pslist()\n",
)
_LISTENING: Final = Rows(
    ("address", "port", "pid", "process_name"),
    """LET Running <= SELECT Name, Pid AS ItsPid FROM pslist()
LET Rows = SELECT Laddr.IP AS address, Laddr.Port AS port, Pid AS pid,
    { SELECT Name FROM Running WHERE ItsPid = Pid LIMIT 1 } AS process_name
  FROM netstat() WHERE Status =~ 'LISTEN'
""",
)
_EXTENSIONS: Final = """LET Rows = SELECT 'chrome' AS browser, OSPath[-3] AS extension_id
  FROM glob(globs=[{}])
"""
_MANIFEST: Final = "Extensions/*/*/manifest.json"

ROWS: Final[Mapping[tuple[System, str], Rows]] = {
    (System.WINDOWS, "programs"): Rows(
        ("display_name", "publisher", "install_location", "uninstall_string", "registry_key"),
        f"""LET Rows = SELECT DisplayName AS display_name, Publisher AS publisher, InstallLocation AS install_location,
    UninstallString AS uninstall_string, Key.Name AS registry_key
  FROM read_reg_key(accessor='registry', globs={_UNINSTALL})
""",  # noqa: S608 (nothing here comes from outside)
    ),
    (System.WINDOWS, "uninstall-keys"): Rows(
        ("registry_key",),
        f"""LET Rows = SELECT Key.Name AS registry_key
  FROM read_reg_key(accessor='registry', globs={_UNINSTALL})
""",  # noqa: S608 (nothing here comes from outside)
    ),
    (System.WINDOWS, "services"): Rows(
        ("name", "display_name", "binary_path", "enabled"),
        """LET Rows = SELECT Key.Name AS name, DisplayName AS display_name, ImagePath AS binary_path,
    Start IN (0, 1, 2) AS enabled
  FROM read_reg_key(accessor='registry', globs='''HKEY_LOCAL_MACHINE\\SYSTEM\\CurrentControlSet\\Services\\*''')
  WHERE ImagePath
""",
    ),
    (System.WINDOWS, "processes"): Rows(
        (*_PROCESS, "signer", "original_filename", "product_name", "company_name", "file_description"),
        """LET Files = SELECT Pid, Name, Exe, CommandLine, parse_pe(file=Exe).VersionInformation AS Version,
    authenticode(filename=Exe) AS Signed
  FROM pslist()
LET Rows = SELECT Pid AS pid, Name AS name, Exe AS exe, CommandLine AS cmdline,
    if(condition=Signed.Trusted = 'trusted', then=Signed.SubjectName, else='') AS signer,
    Version.OriginalFilename AS original_filename, Version.ProductName AS product_name,
    Version.CompanyName AS company_name, Version.FileDescription AS file_description
  FROM Files
""",
    ),
    (System.WINDOWS, "startup-items"): Rows(
        ("location", "name", "command"),
        """LET Keys = SELECT format(format='%v', args=OSPath.Dirname) AS location, Name AS name, Data.value AS command
  FROM glob(accessor='registry', globs=[
    '''HKEY_LOCAL_MACHINE\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Run*\\*''',
    '''HKEY_LOCAL_MACHINE\\SOFTWARE\\WOW6432Node\\Microsoft\\Windows\\CurrentVersion\\Run*\\*''',
    '''HKEY_USERS\\*\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Run*\\*'''])
LET Folders = SELECT format(format='%v', args=OSPath.Dirname) AS location, Name AS name,
    format(format='%v', args=OSPath) AS command
  FROM glob(globs=[
    'C:/ProgramData/Microsoft/Windows/Start Menu/Programs/Startup/*',
    'C:/Users/*/AppData/Roaming/Microsoft/Windows/Start Menu/Programs/Startup/*'])
LET Rows = SELECT * FROM chain(a={ SELECT * FROM Keys }, b={ SELECT * FROM Folders })
""",
    ),
    (System.WINDOWS, "scheduled-tasks"): Rows(
        ("location", "name", "command"),
        """LET Files = SELECT OSPath, Name AS Task, utf16(string=read_file(filename=OSPath, length=1048576)) AS Text
  FROM glob(globs='C:/Windows/System32/Tasks/**') WHERE NOT IsDir
LET Actions(Text) = SELECT Command, Arguments FROM parse_records_with_regex(accessor='data', file=Text,
    regex='''(?s)<Command>(?P<Command>.*?)</Command>(?:\\s*<Arguments>(?P<Arguments>.*?)</Arguments>)?''')
LET Rows = SELECT * FROM foreach(row={ SELECT * FROM Files }, query={
    SELECT format(format='%v', args=OSPath) AS location, Task AS name,
      regex_replace(source=Command + ' ' + Arguments, re='&quot;', replace='"') AS command
    FROM Actions(Text=Text) })
""",
    ),
    (System.WINDOWS, "listening-ports"): _LISTENING,
    (System.WINDOWS, "chrome-extensions"): Rows(
        ("browser", "extension_id"),
        _EXTENSIONS.format(
            f"\n    'C:/Users/*/AppData/Local/Google/Chrome/User Data/*/{_MANIFEST}',"
            f"\n    'C:/Users/*/AppData/Local/Microsoft/Edge/User Data/*/{_MANIFEST}',"
            f"\n    'C:/Users/*/AppData/Local/BraveSoftware/Brave-Browser/User Data/*/{_MANIFEST}'"
        ),
    ),
    (System.WINDOWS, "settings"): Rows(
        ("name", "value"),
        """LET Desktop = SELECT 'remote-desktop-enabled' AS name,
    if(condition=fDenyTSConnections = 0, then='1', else='0') AS value
  FROM read_reg_key(accessor='registry',
    globs='''HKEY_LOCAL_MACHINE\\SYSTEM\\CurrentControlSet\\Control\\Terminal Server''')
LET Assistance = SELECT 'remote-assistance-enabled' AS name,
    if(condition=fAllowToGetHelp = 1, then='1', else='0') AS value
  FROM read_reg_key(accessor='registry',
    globs='''HKEY_LOCAL_MACHINE\\SYSTEM\\CurrentControlSet\\Control\\Remote Assistance''')
LET Rows = SELECT * FROM chain(a={ SELECT * FROM Desktop }, b={ SELECT * FROM Assistance })
""",
    ),
    (System.MACOS, "apps"): Rows(
        ("display_name", "bundle_id", "install_location"),
        """LET Rows = SELECT regex_replace(source=OSPath[-3], re='[.]app$', replace='') AS display_name,
    plist(file=OSPath).CFBundleIdentifier AS bundle_id,
    regex_replace(source=format(format='%v', args=OSPath), re='/Contents/Info.plist$', replace='') AS install_location
  FROM glob(globs=[
    '/Applications/**3/*.app/Contents/Info.plist', '/Users/*/Applications/**3/*.app/Contents/Info.plist'])
""",
    ),
    (System.MACOS, "launchd"): Rows(
        ("name", "binary_path", "enabled"),
        """LET Jobs = SELECT plist(file=OSPath) AS Job FROM glob(globs=[
    '/Library/LaunchAgents/*.plist', '/Library/LaunchDaemons/*.plist', '/Users/*/Library/LaunchAgents/*.plist',
    '/System/Library/LaunchAgents/*.plist', '/System/Library/LaunchDaemons/*.plist'])
LET Rows = SELECT Job.Label AS name,
    if(condition=Job.ProgramArguments, then=join(array=Job.ProgramArguments, sep=' '), else=Job.Program) AS binary_path,
    NOT Job.Disabled AS enabled
  FROM Jobs
""",
    ),
    (System.MACOS, "processes"): _PROCESSES,
    (System.MACOS, "listening-ports"): _LISTENING,
    (System.MACOS, "chrome-extensions"): Rows(
        ("browser", "extension_id"),
        _EXTENSIONS.format(f"\n    '/Users/*/Library/Application Support/Google/Chrome/*/{_MANIFEST}'"),
    ),
    (System.LINUX, "deb-packages"): Rows(
        ("package",),
        """LET Records = SELECT parse_string_with_regex(string=Record, regex=[
    '''(?m)^Package: (?P<Package>.+)$''', '''(?m)^Status: (?P<Status>.+)$''']) AS One
  FROM parse_records_with_regex(file='/var/lib/dpkg/status', regex='''(?sm)^(?P<Record>Package:.+?)\\n\\n''')
LET Rows = SELECT One.Package AS package FROM Records WHERE NOT One.Status =~ '^(deinstall|purge)'
""",
    ),
    (System.LINUX, "rpm-packages"): Rows(
        ("package",),
        """LET Listed = SELECT Stdout FROM execve(argv=['rpm', '-qa', '--queryformat', '%{NAME}\\\\n'], length=10000000)
LET Rows = SELECT Line AS package FROM parse_lines(accessor='data', filename=Listed.Stdout)
""",
    ),
    (System.LINUX, "systemd-units"): Rows(
        ("name", "binary_path", "enabled"),
        """LET Started <= SELECT Name FROM glob(globs=[
    '/etc/systemd/system/*.wants/*.service', '/home/*/.config/systemd/user/*.wants/*.service'])
LET Rows = SELECT Name AS name, Name IN Started.Name AS enabled,
    parse_string_with_regex(string=read_file(filename=OSPath, length=65536),
      regex='''(?m)^ExecStart\\s*=\\s*(?P<Command>.+)$''').Command AS binary_path
  FROM glob(globs=['/etc/systemd/system/*.service', '/usr/lib/systemd/system/*.service',
    '/lib/systemd/system/*.service', '/home/*/.config/systemd/user/*.service'])
""",
    ),
    (System.LINUX, "processes"): _PROCESSES,
    (System.LINUX, "startup-items"): Rows(
        ("location", "name", "command"),
        """LET Rows = SELECT format(format='%v', args=OSPath.Dirname) AS location, Name AS name,
    parse_string_with_regex(string=read_file(filename=OSPath, length=65536),
      regex='''(?m)^Exec\\s*=\\s*(?P<Command>.+)$''').Command AS command
  FROM glob(globs=['/etc/xdg/autostart/*.desktop', '/home/*/.config/autostart/*.desktop'])
""",
    ),
    (System.LINUX, "listening-ports"): _LISTENING,
    (System.LINUX, "chrome-extensions"): Rows(
        ("browser", "extension_id"),
        _EXTENSIONS.format(
            f"\n    '/home/*/.config/google-chrome/*/{_MANIFEST}', '/home/*/.config/chromium/*/{_MANIFEST}'"
        ),
    ),
}
"""What is read for each question. Start-up items and switches of a Mac are not: they stand as gaps."""

_PURPOSE: Final = "Candidates for remote control programs, to be judged by Recovery Assistant."
_BLANKS: Final = r"[\s\x{85}\x{1c}-\x{1f}\p{Z}]*"
_FORMS: Final[Mapping[Form, str]] = {
    "begins": f"^{_BLANKS}(?:{{}})",
    "holds": "{}",
    "names": rf"(?:^|[\\/]){_BLANKS}(?:{{}})[^\\/]*[\\/]*$",
}
_ODD: Final = r"(?-i:[\x{130}\x{131}])"
"""Letters that are no plain ones and still count as i for us, but not for Go: a text with one of them is always a
candidate. Capital letters matter here, or every i would be one."""


def files(catalogue: Catalogue, systems: frozenset[System]) -> dict[str, str]:
    """Return one artifact for each system: the name of its file, and its YAML."""
    return {
        f"{artifact_name(system)}.yaml": written(_artifact(catalogue, system)) for system in System if system in systems
    }


def artifact_name(system: System) -> str:
    """Return the name of the artifact of a system."""
    return f"Custom.RecoveryAssistant.{_NAME[system]}"


def _artifact(catalogue: Catalogue, system: System) -> Mapping[str, Value]:
    parameters: list[Value] = []
    sources: list[Value] = [{"name": ABOUT, "query": _about(system)}]
    for question in QUESTIONS[system]:
        rows = ROWS.get((system, question.name))
        if rows is None:
            continue
        patterns = _patterns(catalogue, system, question, rows)
        names = {column: f"{question.name.replace('-', '_')}_{column}" for column in patterns or ()}
        parameters += [
            {
                "name": names[column],
                "description": f"Candidates among {question.words}, by {column}.",
                "type": "regex",
                "default": pattern,
            }
            for column, pattern in (patterns or {}).items()
        ]
        where = None if patterns is None else [f"{column} =~ {names[column]}" for column in patterns]
        sources.append({"name": question.name, "query": _source(system, question, rows, where)})
    artifact: dict[str, Value] = {
        "name": artifact_name(system),
        "description": f"{_PURPOSE}\n\n{heading(catalogue)}\n",
        "type": "CLIENT",
        "precondition": f"SELECT OS FROM info() WHERE OS = '{_OS[system]}'",  # noqa: S608 (three words of ours)
    }
    if system is System.LINUX:
        artifact["implied_permissions"] = ["EXECVE"]
    return artifact | {"parameters": parameters, "sources": sources}


def _patterns(catalogue: Catalogue, system: System, question: Question, rows: Rows) -> dict[str, str] | None:
    """Return a regular expression for each column; None when every row is asked for."""
    wanted = candidates(catalogue, system, question._replace(columns=rows.columns))
    if wanted is None or question.source == "settings":
        return None
    columns: dict[str, dict[Form, list[Wanted]]] = {}
    for one in wanted:
        columns.setdefault(one.column, {}).setdefault(one.form, []).append(one)
    return {column: "|".join([*map(_pattern, forms.values()), _ODD]) for column, forms in columns.items()}


def _pattern(wanted: list[Wanted]) -> str:
    return _FORMS[wanted[0].form].replace("{}", "|".join(_escaped(one.text) for one in wanted))


def _escaped(text: str) -> str:
    return "".join(
        r"[\\/]" if letter == "/" else f"\\{letter}" if letter in ".^$*+?{}[]|()\\" else letter for letter in text
    )


def _about(system: System) -> str:
    return (
        f"SELECT '{pack_name(system)}/{ABOUT}' AS question, Hostname AS machine, now() AS asked_at,\n"
        "  FALSE AS is_marker, Platform AS os_name, PlatformVersion AS os_version\nFROM info()\n"
    )


def _source(system: System, question: Question, rows: Rows, where: list[str] | None) -> str:
    name = f"'{pack_name(system)}/{question.name}' AS question, Me[0].Hostname AS machine, Asked AS asked_at"
    empty = ", ".join(f"'' AS {column}" for column in rows.columns)
    condition = "" if where is None else f"\n    WHERE {' OR '.join(where) or 'FALSE'}"
    asked = f"SELECT {name}, TRUE AS is_marker, {empty} FROM scope()"  # noqa: S608 (names of ours)
    found = f"SELECT {name}, FALSE AS is_marker, {', '.join(rows.columns)} FROM Rows{condition}"  # noqa: S608
    chained = f"SELECT * FROM chain(\n  a={{ {asked} }},\n  b={{ {found} }})\n"  # noqa: S608
    return f"LET Asked <= now()\nLET Me <= SELECT Hostname FROM info()\n{rows.vql}{chained}"  # noqa: S608
