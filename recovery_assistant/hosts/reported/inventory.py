"""Machines from an inventory: JSON Lines, one machine a line, as other engines export them.

A bad line is a gap with its number, and the other lines are still answered. Keys that nobody knows are ignored and
told once. The keys that only test data has are not even read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, BinaryIO, Final

import msgspec
from msgspec import UNSET, Struct, UnsetType

from recovery_assistant.domain.errors import SourceUnreadable
from recovery_assistant.domain.observation import (
    Autorun,
    Gap,
    InstalledProgram,
    Observation,
    Process,
    Service,
    System,
    VersionInfo,
)
from recovery_assistant.hosts.port import NOT_PROVIDED
from recovery_assistant.hosts.reported.json_lines import bad_line, numbered, whole_letters, why
from recovery_assistant.hosts.reported.only_lists import OnlyLists

_TEST_DATA_ONLY: Final = frozenset({"expected", "also_acceptable", "tags", "note"})


class _Program(Struct, frozen=True):
    display_name: str | None = None
    publisher: str | None = None
    install_location: str | None = None
    uninstall_string: str | None = None
    bundle_id: str | None = None
    package: str | None = None
    registry_key: str | None = None


class _Service(Struct, frozen=True):
    name: str | None = None
    display_name: str | None = None
    binary_path: str | None = None


class _Version(Struct, frozen=True, rename="pascal"):
    original_filename: str | None = None
    product_name: str | None = None
    company_name: str | None = None
    file_description: str | None = None


class _Process(Struct, frozen=True):
    name: str | None = None
    exe: str | None = None
    cmdline: str | list[str] | None = None
    signer: str | None = None
    version_info: _Version | None = None


class _Autorun(Struct, frozen=True):
    location: str | None = None
    name: str | None = None
    command: str | None = None


class _Machine(Struct, frozen=True):
    id: str
    os: str
    installed_programs: list[_Program] | UnsetType | None = UNSET
    services: list[_Service] | UnsetType | None = UNSET
    processes: list[_Process] | UnsetType | None = UNSET
    autoruns: list[_Autorun] | UnsetType | None = UNSET


_OTHER_VERSION_KEYS: Final = frozenset({"FileVersion", "ProductVersion", "InternalName", "LegalCopyright", "Comments"})
"""Standing parts of a version resource that are no evidence; nobody needs to be told of them."""

_LISTS: Final[dict[str, type[Struct]]] = {
    "installed_programs": _Program,
    "services": _Service,
    "processes": _Process,
    "autoruns": _Autorun,
}
_decoder = msgspec.json.Decoder(_Machine)
_keys_decoder = msgspec.json.Decoder(dict[str, msgspec.Raw])
_rows_decoder = msgspec.json.Decoder(list[dict[str, msgspec.Raw]])


def read_inventory(lines: BinaryIO, tell: Callable[[str], None]) -> Iterator[InventoryHost | Gap]:
    """Yield a host for each good line and a gap for each bad one, in order.

    Args:
        lines: an open file or standard input; read as it comes, one line at a time.
        tell: called with one plain sentence for each key that is not known, once for the whole file.
    """
    told: set[str] = set()
    ids: set[str] = set()
    for number, given in numbered(lines):
        if isinstance(given, str):
            yield bad_line(number, given)
            continue
        try:
            line = whole_letters(given)
            machine = _decoder.decode(line)
            system = _system(machine.os)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError, ValueError) as error:
            yield bad_line(number, _why(error))
            continue
        if not machine.id or machine.id in ids:
            yield bad_line(number, f"the id {machine.id[:80]} stands twice" if machine.id else "it has no id")
            continue
        ids.add(machine.id)
        for key in _unknown_keys(line):
            if key not in told:
                told.add(key)
                tell(f"The key {key} is not known and was not looked at.")
        yield InventoryHost(machine, system)


def _why(error: Exception) -> str:
    return error.reason if isinstance(error, _UnknownSystemError) else why(error)


class _UnknownSystemError(ValueError):
    reason = 'its os begins neither with "Windows" nor "macOS" nor "Linux"'


def _system(os_name: str) -> System:
    name = os_name.strip().lower()
    for start, system in (("windows", System.WINDOWS), ("macos", System.MACOS), ("linux", System.LINUX)):
        if name.startswith(start):
            return system
    raise _UnknownSystemError


def _unknown_keys(line: bytes) -> Iterator[str]:
    machine = _keys_decoder.decode(line)
    for key in machine:
        if key not in _Machine.__struct_fields__ and key not in _TEST_DATA_ONLY:
            yield key
    for name, kind in _LISTS.items():
        if name not in machine or bytes(machine[name]).strip() == b"null":
            continue
        rows = _rows_decoder.decode(machine[name])
        for key in dict.fromkeys(key for row in rows for key in row):
            if key not in kind.__struct_fields__:
                yield f"{name}[].{key}"
        yield from _unknown_version_keys(name, rows)


def _unknown_version_keys(name: str, rows: list[dict[str, msgspec.Raw]]) -> Iterator[str]:
    for row in rows:
        if name == "processes" and bytes(row.get("version_info", b"null")).strip() != b"null":
            for key in _keys_decoder.decode(row["version_info"]):
                if key not in _Version.__struct_encode_fields__ and key not in _OTHER_VERSION_KEYS:
                    yield f"{name}[].version_info.{key}"


class InventoryHost(OnlyLists):
    """One line of an inventory."""

    def __init__(self, machine: _Machine, system: System) -> None:
        self._machine = machine
        self._system = system

    @property
    def id(self) -> str:
        """The id of the line."""
        return self._machine.id

    @property
    def system(self) -> System:
        """The system that `os` names."""
        return self._system

    @property
    def os_name(self) -> str:
        """The text of `os`."""
        return self._machine.os

    def sources(self) -> tuple[str, ...]:
        """Return the four lists of the format; one that is not there is a gap when it is read."""
        return tuple(_LISTS)

    def observations(self, source: str) -> Iterator[Observation | Gap]:
        """Yield the rows of one list. Raises SourceUnreadable G-03 when the line does not have it."""
        rows: list[Any] | UnsetType | None = getattr(self._machine, source)
        if rows is None or isinstance(rows, UnsetType):
            raise SourceUnreadable(source, "not provided", NOT_PROVIDED)
        for index, row in enumerate(rows):
            yield _observation(f"{source}[{index}]", row)


def _observation(source: str, row: _Program | _Service | _Process | _Autorun) -> Observation:
    match row:
        case _Program():
            texts = _texts(row)
            return InstalledProgram(source=source, **(texts | {"package": texts["package"].partition(":")[0]}))
        case _Service():
            return Service(source=source, **_texts(row))
        case _Autorun():
            return Autorun(source=source, **_texts(row))
        case _Process():
            command = " ".join(row.cmdline) if isinstance(row.cmdline, list) else row.cmdline
            version = VersionInfo(**_texts(row.version_info)) if row.version_info else None
            return Process(
                source=source,
                name=row.name or "",
                exe=row.exe or "",
                cmdline=command or "",
                signer=row.signer or "",
                version_info=version,
            )


def _texts(row: Struct) -> dict[str, Any]:
    """Return the texts of a row; what is null there is empty here."""
    return {name: getattr(row, name) or "" for name in row.__struct_fields__}
