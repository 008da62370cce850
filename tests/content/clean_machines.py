"""Machines without any remote-control program, made of the lists in `clean/` (its README says where each is from).

A list has headings in square brackets: system, kind, and for names alone the folder or program that they share.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

LISTS: Final = Path(__file__).parent / "clean"
_OS: Final = {"windows": "Windows 11 Home 23H2", "macos": "macOS 14.5 Sonoma", "linux": "Linux Debian 12"}
_HEADING: Final = re.compile(r"\[(windows|macos|linux) (\w+)(?: (.+))?\]")
_KEYS: Final = ("installed_programs", "services", "processes", "autoruns")

Machine = dict[str, Any]


def machines() -> Iterator[tuple[str, Machine]]:
    """Yield (name, machine in the inventory format), one for each part of each list."""
    for path in sorted(LISTS.glob("*.txt")):
        for number, (system, kind, shared, lines) in enumerate(_parts(path)):
            machine: Machine = {"id": f"{path.stem}-{number}", "os": _OS[system]} | {key: [] for key in _KEYS}
            for key, row in _rows(kind, shared, lines):
                machine[key].append(row)
            yield f"{path.stem}: {kind} {shared}".strip(), machine


def _parts(path: Path) -> Iterator[tuple[str, str, str, list[str]]]:
    heading: tuple[str, str, str] | None = None
    lines: list[str] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        if (found := _HEADING.fullmatch(line)) is not None:
            if heading:
                yield (*heading, lines)
            heading, lines = (found[1], found[2], found[3] or ""), []
        elif line and not line.startswith("#"):
            lines.append(line)
    assert heading, path
    yield (*heading, lines)


def _rows(kind: str, shared: str, lines: list[str]) -> Iterator[tuple[str, Machine]]:
    for line in lines:
        fields = [field.strip() for field in line.split("|")] if "|" in line else line.split()
        match kind:
            case "packages":
                yield from (("installed_programs", {"display_name": name, "package": name}) for name in fields)
            case "bundles":
                yield from (("installed_programs", {"bundle_id": name}) for name in fields)
            case "programs":
                slash = "/" if shared.startswith("/") else "\\"
                for name in fields:
                    yield "processes", {"name": name.rpartition("\\")[2], "exe": f"{shared}{slash}{name}"}
            case "services" if "|" in line:
                yield "services", dict(zip(("name", "display_name", "binary_path"), fields, strict=True))
            case "services":
                yield from (("services", {"name": name, "binary_path": shared}) for name in fields)
            case "autoruns" if "|" in line:
                yield "autoruns", {"name": fields[0], "command": fields[1]}
            case "autoruns":
                yield from (("autoruns", {"location": "/etc/xdg/autostart", "name": name}) for name in fields)
            case "installed":
                yield "installed_programs", {"display_name": fields[0], "publisher": fields[1]}
            case "ordinary":
                yield from _ordinary(line)
            case _:
                raise ValueError(kind)


def _ordinary(line: str) -> Iterator[tuple[str, Machine]]:
    """Yield what one ordinary program leaves: `name | maker | program | service`."""
    name, maker, program, service = (field.strip() for field in line.split("|"))
    folder = program.rpartition("\\")[0]
    yield "installed_programs", {"display_name": name, "publisher": maker, "install_location": folder}
    if program:
        base = program.rpartition("\\")[2]
        yield "processes", {"name": base, "exe": program, "signer": maker}
        yield "autoruns", {"location": "HKCU\\…\\Run", "name": name, "command": f'"{program}" /background'}
    if service:
        command = f'"{program}"' if program else "C:\\Windows\\System32\\svchost.exe"
        yield "services", {"name": service, "display_name": service, "binary_path": command}
