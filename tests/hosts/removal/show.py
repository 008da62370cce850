"""Writes docs/removal-debian.md, what really changed at each removal: `python -m tests.hosts.removal.show`."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final, cast

import pytest

from tests.hosts.removal.debian_machine import set_up
from tests.hosts.removal.lab import ROOT, TAKEN, Lab, beside, changed, lab, snapshot
from tests.hosts.removal.test_debian import CASE, DPKG, LIVING, OURS, SECRET, files_of, found_and_marked, remove

DOC: Final = ROOT / "docs" / "removal-debian.md"
if sys.platform != "linux":
    raise SystemExit("only on Linux")

HEAD: Final = """# What changed on a Debian machine, removal by removal

Made by `python -m tests.hosts.removal.show`: Debian 12, real packages and the real MeshAgent, taken off by the command
line. The machine is this PC under a layer of its own, so every file that anything wrote or took away, anywhere, is in
the lists: `-` taken away, `+` new, `~` changed. What was not seen: [removal.md](removal.md).
"""
ORDER: Final = (
    ("x11vnc", ()),
    ("tigervnc", ()),
    ("xrdp", ()),
    ("meshagent", ("company-tool",)),
    ("rustdesk", ("likely",)),
)
PACKAGE_OF: Final = {"x11vnc": "x11vnc", "tigervnc": "tigervnc-standalone-server", "xrdp": "xrdp"}


class _Kept:
    """The part of pytest's configuration that fetching needs: where things are kept."""

    def __init__(self) -> None:
        self.cache = self

    def mkdir(self, name: str) -> Path:
        folder = ROOT / ".pytest_cache" / "d" / name
        folder.mkdir(parents=True, exist_ok=True)
        return folder


def _rows(events: list[dict[str, Any]]) -> Iterator[str]:
    yield "| step | command | ended | looked at afterwards |"
    yield "|---|---|---|---|"
    begun = {line["action_id"]: " ".join(line.get("command", ())) for line in _lines(events, "action-begun")}
    for line in _lines(events, "action-ended"):
        command = f"`{begun[line['action_id']]}`" if begun.get(line["action_id"]) else "nothing was started"
        looked = "; ".join(line.get("looked", ()))
        yield f"| {line['action_id']} | {command} | {line['status']} | {looked} |"


def _lines(events: list[dict[str, Any]], kind: str) -> list[dict[str, Any]]:
    lines = [event["line"] for event in events if event["event"] == "reported"]
    return [line for line in lines if line["line"] == kind]


def _lists(machine: Lab, tool: str, before: dict[str, str], of_it: set[str]) -> Iterator[str]:
    after = snapshot(machine)
    paths = changed(before, after)
    rest = set(beside(paths, (*OURS, *LIVING)))
    others = set(beside(rest, DPKG)) if tool in PACKAGE_OF else rest
    for title, some in (
        ("Of the plan and the package", others),
        ("By-products of apt and dpkg", rest - others),
        ("Our own: results, kept things, caches", set(beside(paths, LIVING)) - rest),
    ):
        yield f"\n{title} ({len(some)}):\n\n```text"
        yield from (f"{_sign(path, before, after)} {path}" for path in sorted(some) if not path.startswith(str(ROOT)))
        yield "```"
    if tool in PACKAGE_OF:
        told = ", ".join(sorted(others - of_it)) or "none"
        yield f"\nNot in `dpkg -L {PACKAGE_OF[tool]}`: {told}."


def _sign(path: str, before: dict[str, str], after: dict[str, str]) -> str:
    was = before.get(path, "there" if os.path.lexists(path) else TAKEN)  # what is in no layer is as on the PC below
    now = after.get(path, TAKEN)
    if now == TAKEN:
        return "-"
    return "+" if was == TAKEN else "~"


def _document(machine: Lab, ids: dict[str, str]) -> Iterator[str]:
    yield HEAD
    for tool, also in ORDER:
        of_it = files_of(machine, PACKAGE_OF[tool]) if tool in PACKAGE_OF else set()
        before = snapshot(machine)
        words = [word for one in also for word in ("--also", one)]
        code, events = remove(machine, "--run", ids[tool], "--yes", *words)
        yield f"\n## {tool}: {events[-1]['outcome']} (exit code {code})\n"
        yield from _rows(events)
        yield from _lists(machine, tool, before, of_it)
    before = snapshot(machine)
    code, events = remove(machine, "--put-back", ids["rustdesk"], "--yes")
    yield f"\n## rustdesk, put back: {events[-1]['outcome']} (exit code {code})\n"
    yield from _rows(events)
    yield from _lists(machine, "rustdesk", before, set())


def main() -> None:
    place = Path(tempfile.mkdtemp())
    try:
        with lab(place / "machine") as machine:
            set_up(machine, cast(pytest.Config, _Kept()))
            (machine.shared / "phrase.txt").write_text("seven grey herons wait\n")
            machine.assistant("case", "new", "--to", CASE, *SECRET)
            ids = found_and_marked(machine)
            DOC.write_text("\n".join(_document(machine, ids)) + "\n", encoding="utf-8")
    finally:
        shutil.rmtree(place)


if __name__ == "__main__":
    main()
