"""Things that meet the indicators of the catalogue, made of the patterns themselves: the recall set of the packs."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from recovery_assistant.content.packs.shapes import _parsed, _Piece, patterns_in
from recovery_assistant.domain.catalogue import (
    AnyIndicator,
    Catalogue,
    InAutorun,
    InExtension,
    InInstalled,
    InListening,
    InProgram,
    InService,
    InSetting,
    Tool,
)
from recovery_assistant.domain.matching import Matcher
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
    VersionInfo,
)

SOURCE = "made of the pattern"


def a_text(pattern: str, part: int = 0) -> str:
    """Return a text that fits a pattern: of each choice the part of that number, as little repeated as may be."""
    parsed = _parsed(pattern)
    assert parsed is not None, pattern
    choice = parsed[0]
    return "".join(_one(piece, part) for piece in choice[part % len(choice)])


def _one(piece: _Piece, part: int) -> str:
    once = ""
    if piece.letter:
        once = piece.letter
    elif piece.choice:
        once = "".join(_one(inner, part) for inner in piece.choice[part % len(piece.choice)])
    elif piece.copied == ".":
        once = "q"
    elif piece.copied and not piece.copied.startswith("(?:[ _-]"):
        letters = ("q", "7", "a", *map(chr, range(32, 127)))
        once = next((letter for letter in letters if re.fullmatch(piece.copied, letter, re.IGNORECASE)), "")
    if not piece.quantifier or piece.quantifier[0] == "+":
        return once
    if piece.quantifier[0] == "{":
        return once * int(re.findall(r"\d+", piece.quantifier)[0])
    return once if part % 2 and piece.quantifier[0] == "?" else ""


def _fields(indicator: AnyIndicator, part: int) -> dict[str, str]:
    return {field: a_text(pattern, part) for field, pattern in patterns_in(indicator)}


_FOLDERS = {System.WINDOWS: "C:\\Users\\q\\", System.MACOS: "/Users/q/", System.LINUX: "/home/q/"}


def _program(system: System, texts: dict[str, str]) -> str:
    """Return a path that has both the folder and the name that are asked for."""
    ending = ".EXE" if system is System.WINDOWS else ""
    name = texts.get("program", "")
    path = texts.get("path", "")
    if path.endswith("/"):
        path += name or "q"
    whole = path or f"{_FOLDERS[system]}{name or 'q'}{ending}"
    return whole.replace("/", "\\") if system is System.WINDOWS else whole


def one_that_meets(system: System, indicator: AnyIndicator, part: int = 0) -> Observation:
    """Return an observation made of an indicator's patterns. It may fail to meet it where the pattern looks around."""
    texts: dict[str, Any] = dict(_fields(indicator, part))
    match indicator:
        case InProgram():
            said = {name: texts.get(name, "") for name in ("original", "product", "company", "description")}
            return Process(
                source=SOURCE,
                name=_program(system, texts).replace("\\", "/").rpartition("/")[2],
                exe=_program(system, texts),
                cmdline=texts.get("command", _program(system, texts)),
                signer=texts.get("signer", ""),
                version_info=VersionInfo(
                    original_filename=said["original"],
                    product_name=said["product"],
                    company_name=said["company"],
                    file_description=said["description"],
                ),
            )
        case InService():
            command = texts.get("command") or _program(system, texts)
            named: dict[str, Any] = {name: texts.get(name, "") for name in ("name", "display_name")}
            return Service(source=SOURCE, binary_path=command, enabled=True, running=True, **named)
        case InInstalled():
            texts["install_location"] = texts.pop("location", "")
            if "registry_key" in texts:
                texts["registry_key"] = "HKEY_LOCAL_MACHINE\\SOFTWARE\\Uninstall\\" + texts["registry_key"]
            return InstalledProgram(source=SOURCE, **texts)
        case InAutorun():
            return Autorun(source=SOURCE, **texts)
        case InExtension():
            return BrowserExtension(source=SOURCE, browser="A browser", **({"extension_id": ""} | texts))
        case InListening():
            return ListeningSocket(
                source=SOURCE, address="0.0.0.0", port=indicator.port or 5900, process_name=texts["program"]
            )
        case InSetting():
            return Setting(source=SOURCE, name=texts["name"], value=texts.get("value", ""))


@lru_cache(maxsize=1)
def recall_set(catalogue: Catalogue) -> list[tuple[System, Tool, AnyIndicator, Observation]]:
    """Return, for every indicator on every system, things that our own matcher takes for the tool."""
    matcher = Matcher(catalogue)
    found = []
    for tool in catalogue.tools:
        for indicator in tool.indicator:
            for system in indicator.systems or tool.systems:
                for part in range(3):
                    made = one_that_meets(system, indicator, part)
                    if any(hit.tool is tool for hit in matcher.hits(system, made)):
                        found.append((system, tool, indicator, made))
    return found
