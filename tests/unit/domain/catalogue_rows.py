"""A small catalogue for tests: tools that show each rule of matching, and nothing of the real one."""

from __future__ import annotations

from datetime import date
from typing import Any

from recovery_assistant.domain.catalogue import (
    AnyIndicator,
    Catalogue,
    InInstalled,
    InListening,
    InProgram,
    InService,
    InSetting,
    Removal,
    RemovalStep,
    Tool,
)
from recovery_assistant.domain.observation import System

SOURCE = "a test"


def tool(tool_id: str, name: str, *indicators: AnyIndicator, **more: object) -> Tool:
    facts: dict[str, Any] = {
        "vendor": "Maker",
        "website": "https://example.org/",
        "category": "remote-access",
        "policy": "offer",
        "systems": tuple(System),
        "what": "It steers a PC.",
        "who": "People use it.",
        "sources": (SOURCE,),
        "checked_on": date(2026, 1, 1),
        **more,
    }
    return Tool(id=tool_id, name=name, indicator=tuple(indicators), **facts)


def steps(system: System, copy: str, step: str) -> Removal:
    return Removal(
        system=system,
        copy="portable" if copy == "portable" else "installed",
        steps=(RemovalStep(id=step, text="Do it."),),
        source=SOURCE,
    )


FARVIEW = tool(
    "farview",
    "FarView",
    InProgram(strength="proof", source=SOURCE, program=r"farview(?:qs.*)?", unless=".*/farviewtoolbar/.*"),
    InProgram(strength="proof", source=SOURCE, product="farview.*"),
    InProgram(strength="sign", source=SOURCE, signer="farview gmbh"),
    InProgram(strength="sign", source=SOURCE, program="fv|fvhelp"),
    InProgram(strength="hint", source=SOURCE, path=".*/farviewlogs/.*"),
    InProgram(strength="proof", source=SOURCE, contains=("FarView core", "farview.example")),
    InInstalled(strength="proof", source=SOURCE, display_name=r"farview client \((?P<instance>[0-9a-f]{4})\)"),
    InInstalled(strength="proof", source=SOURCE, package="farview"),
    InService(strength="proof", source=SOURCE, name=r"farview(?: client \((?P<instance>[0-9a-f]{4})\))?"),
    InProgram(strength="proof", source=SOURCE, path=r".*/farview client \((?P<instance>[0-9a-f]{4})\)/.*"),
    InListening(strength="sign", source=SOURCE, program="farviewd", port=5900),
    removal=(
        steps(System.WINDOWS, "installed", "uninstall"),
        steps(System.WINDOWS, "portable", "delete"),
        steps(System.LINUX, "installed", "apt"),
    ),
)
READER = tool(
    "reader",
    "Screen Reader",
    InProgram(strength="proof", source=SOURCE, program="reader"),
    InInstalled(strength="proof", source=SOURCE, package="reader"),
    category="access-aid",
    policy="never",
    at_most="info",
    removal=(steps(System.WINDOWS, "installed", "never-shown"),),
)
DOOR = tool(
    "door",
    "System Door",
    InService(strength="presence", source=SOURCE, name="doord"),
    InService(strength="proof", source=SOURCE, name="doord", enabled=True),
    InSetting(strength="proof", source=SOURCE, name="door-open", value="1"),
    category="built-in",
    policy="inform",
)
CATALOGUE = Catalogue(edition="test", tools=(DOOR, FARVIEW, READER))
