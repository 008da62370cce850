"""Real programs taken off a real Debian by the command line, with the system's own tools as witness; one is put back.

Nothing of it touches the PC below: see lab.py. Every change anywhere on the machine is held against the plan.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest

from tests.hosts.removal.debian_machine import AGENT, AGENT_UNIT, AUTOSTART, PACKAGES, PORTABLE, set_up
from tests.hosts.removal.lab import ROOT, SHARED, Lab, beside, changed, lab, snapshot, until

if sys.platform != "linux":
    pytest.skip("takes programs off a Linux", allow_module_level=True)

pytestmark = [pytest.mark.slow]

CASE: Final = f"{SHARED}/jones.recovery-case"
SECRET: Final = ("--passphrase-file", f"{SHARED}/phrase.txt")
NOT_RIGHT: Final = 6
CERTAIN: Final = ("x11vnc", "xrdp", "tigervnc", "meshagent")
OURS: Final = (
    rf"{re.escape(str(ROOT))}(?:/.*)?",  # content read once and kept
    *(re.escape(str(folder)) for folder in ROOT.parents),
    r"/root/\.cache(?:/dconf(?:/user)?)?",  # gsettings makes its cache when it is asked how the desktop is set
    r"/root/\.local(?:/share)?",
    r"/root/\.local/share/recovery-assistant(?:/.*)?",
    r"/var/lib/recovery-assistant(?:/.*)?",
)
"""What the program itself writes: its caches, the results of the runner, the kept things."""
LIVING: Final = (r"/usr/local/mesh_services/meshagent/meshagent\.db", r"/var/log/xrdp(?:-sesman)?\.log")
"""Files that the running servers write to whenever they like."""
DPKG: Final = (
    r"/var/lib/dpkg(?:/.*)?",
    r"/var/lib/apt(?:/extended_states|/lists(?:/auxfiles)?)?",
    r"/var/lib/systemd(?:/deb-systemd-helper-.*)?",
    r"/var/cache(?:/apt(?:/.*)?|/debconf(?:/.*)?|/ldconfig(?:/.*)?)?",
    r"/var/log(?:/apt(?:/.*)?|/dpkg\.log|/alternatives\.log)?",
    r"/etc/ld\.so\.cache",
)
"""Known by-products of apt and dpkg, whoever starts them: their lists, logs and locks, and the list of libraries."""


@pytest.fixture(scope="module")
def machine(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Iterator[Lab]:
    with lab(tmp_path_factory.mktemp("debian")) as made:
        set_up(made, request.config)
        (made.shared / "phrase.txt").write_text("seven grey herons wait\n")
        made.assistant("case", "new", "--to", CASE, *SECRET)
        yield made


@pytest.fixture(scope="module")
def ids(machine: Lab) -> dict[str, str]:
    return found_and_marked(machine)


def found_and_marked(machine: Lab) -> dict[str, str]:
    """Return tool -> id of its finding, after a look whose records went into the case; all marked "not mine"."""
    told = machine.assistant("scan", "--json", "--quiet", "--case", CASE, *SECRET, check=False)
    assert told.returncode == 10, told.stderr
    rows = [json.loads(line) for line in told.stdout.splitlines()]
    found = {row["tool"]["id"]: row for row in rows if row["event"] == "finding" and row["confidence"] != "info"}
    assert {tool: found[tool]["confidence"] for tool in CERTAIN} == dict.fromkeys(CERTAIN, "certain")
    assert found["rustdesk"]["confidence"] == "likely"
    for row in found.values():
        machine.assistant("case", "mark", CASE, row["id"], "not-mine", *SECRET)
    return {tool: row["id"] for tool, row in found.items()}


def remove(machine: Lab, what: str, item: str, *more: str) -> tuple[int, list[dict[str, Any]]]:
    told = machine.assistant("remove", what, CASE, "--item", item, *more, "--json", "--quiet", *SECRET, check=False)
    assert told.returncode != 1, told.stderr
    return told.returncode, [json.loads(line) for line in told.stdout.splitlines()]


def run(machine: Lab, item: str, *also: str) -> list[dict[str, Any]]:
    words = [word for one in also for word in ("--also", one)]
    code, events = remove(machine, "--run", item, "--yes", *words)
    assert (code, events[-1]["outcome"]) == (0, "removed-verified"), events[-1]
    return events


def ended(events: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the lines of the runner that say how an action ended."""
    lines = [event["line"] for event in events if event["event"] == "reported"]
    return [line for line in lines if line["line"] == "action-ended"]


def files_of(machine: Lab, package: str) -> set[str]:
    """Return what `dpkg -L` says belongs to a package; /lib and /sbin are links into /usr."""
    listed = machine.run("dpkg", "-L", package).stdout.splitlines()
    return {re.sub(r"^/(lib|bin|sbin)/", r"/usr/\1/", path) for path in listed}


def really(paths: set[str], *more: str) -> list[str]:
    """Return the changed paths that nothing explains: no by-product, nothing of the plan."""
    return beside(paths, (*OURS, *LIVING, *more))


def test_a_preview_tells_the_whole_plan_and_changes_nothing(machine: Lab, ids: dict[str, str]) -> None:
    before, asked = snapshot(machine), machine.asked_of_systemctl()
    told = machine.assistant("remove", "--plan", CASE, "--quiet", *SECRET)
    assert really(changed(before, snapshot(machine))) == []
    assert all(line.startswith("show ") for line in machine.asked_of_systemctl()[len(asked) :])
    assert all(word in told.stdout for word in ("x11vnc", "XRDP", "TigerVNC", "MeshAgent", "RustDesk"))
    assert "-fulluninstall" in told.stdout
    assert all(machine.listens(port) for port in (5970, 5977, 3389))
    assert all(machine.installed(package) for package in PACKAGES)


def test_the_first_yes_is_no_second_one(machine: Lab, ids: dict[str, str]) -> None:
    before = snapshot(machine)
    for tool, caution in (("meshagent", "company-tool"), ("rustdesk", "likely")):
        told = machine.assistant("remove", "--run", CASE, "--item", ids[tool], "--yes", *SECRET, check=False)
        assert told.returncode == 8
        assert f"--also {caution}" in told.stderr
    assert really(changed(before, snapshot(machine))) == []
    assert machine.pids("meshagent")


def test_x11vnc_is_removed_and_nothing_else_is(machine: Lab, ids: dict[str, str]) -> None:
    of_it, before = files_of(machine, "x11vnc"), snapshot(machine)
    run(machine, ids["x11vnc"])
    assert not machine.installed("x11vnc")
    assert machine.pids("x11vnc") == []
    assert not machine.listens(5970)
    assert not machine.has("/usr/bin/x11vnc")
    assert set(really(changed(before, snapshot(machine)), *DPKG)) <= of_it
    assert machine.pids("Xvfb"), "the screen that it showed is not its own"


def test_tigervnc_is_removed_with_what_it_shows(machine: Lab, ids: dict[str, str]) -> None:
    of_it, before = files_of(machine, "tigervnc-standalone-server"), snapshot(machine)
    run(machine, ids["tigervnc"])
    assert not machine.installed("tigervnc-standalone-server")
    assert machine.installed("tigervnc-common"), "what came with it is left to the package manager"
    assert machine.pids("Xtigervnc") == []
    assert not machine.listens(5977)
    links = (r"/etc/alternatives/.*", r"/usr/(?:bin|sbin|share/man/man\d)/(?:Xvnc|vncserver|vncsession).*")
    assert set(really(changed(before, snapshot(machine)), *DPKG, *links)) <= of_it


def test_xrdp_is_cut_off_in_the_middle_and_then_removed(machine: Lab, ids: dict[str, str]) -> None:
    of_it, before, asked = files_of(machine, "xrdp"), snapshot(machine), len(machine.asked_of_systemctl())
    with machine.running_assistant("remove", "--run", CASE, "--item", ids["xrdp"], "--yes", *SECRET):
        until(lambda: "stop -- xrdp-sesman.service" in machine.asked_of_systemctl()[asked:], "nothing was begun")
        machine.kill_assistant()
    assert machine.installed("xrdp")
    told = machine.assistant("remove", "--check", CASE, *SECRET, check=False)
    assert told.returncode == NOT_RIGHT
    assert "XRDP" in told.stdout

    events = run(machine, ids["xrdp"])
    assert {line["status"] for line in ended(events)} <= {"done", "nothing-to-do"}
    assert not machine.installed("xrdp")
    assert machine.run("dpkg", "--audit").stdout == ""
    assert machine.pids("xrdp") == machine.pids("xrdp-sesman") == []
    assert not machine.listens(3389)
    order = [line for line in machine.asked_of_systemctl()[asked:] if line.startswith(("disable", "stop"))]
    for unit in ("xrdp-sesman.service", "xrdp.service"):
        assert order.index(f"disable -- {unit}") < order.index(f"stop -- {unit}")
    wants = (r"/etc/systemd/system/multi-user\.target\.wants/xrdp.*", r"/etc/rc\d\.d(?:/[SK]\d\dxrdp)?")
    folders = (r"/etc/init\.d", r"/usr/lib/x86_64-linux-gnu(?:/pkgconfig)?", r"/usr/include", r"/usr/share/.*")
    left = set(really(changed(before, snapshot(machine)), *DPKG, *wants)) - of_it
    assert beside(left, folders) == []


def test_the_real_meshagent_takes_itself_off(machine: Lab, ids: dict[str, str]) -> None:
    before, asked = snapshot(machine), len(machine.asked_of_systemctl())
    lines = {line["action_id"]: line for line in ended(run(machine, ids["meshagent"], "company-tool"))}
    assert [lines[one]["status"] for one in ("a1", "a2", "a3")] == ["done"] * 3
    assert lines["a3"]["exit_code"] == 0
    assert machine.pids("meshagent") == []
    assert not machine.has(AGENT)
    assert not machine.has(AGENT_UNIT)
    later = machine.asked_of_systemctl()[asked:]
    assert later.index("disable -- meshagent.service") < later.index("stop -- meshagent.service")
    unit = (r"/usr/lib/systemd/system(?:/meshagent\.service)?", r"/etc/systemd/.*/meshagent\.service")
    folder = (r"/usr/local/mesh_services(?:/.*)?",)
    assert really(changed(before, snapshot(machine)), *unit, *folder) == []


def test_a_portable_program_is_kept_and_put_back_as_it_was(machine: Lab, ids: dict[str, str]) -> None:
    before = snapshot(machine)
    run(machine, ids["rustdesk"], "likely")
    assert machine.pids(Path(PORTABLE).name) == []
    assert not machine.has(PORTABLE)
    assert not machine.has(AUTOSTART)
    gone = set(really(changed(before, snapshot(machine))))
    assert gone == {PORTABLE, AUTOSTART}
    kept = machine.run("find", "/root/.local/share/recovery-assistant/removed/kept", "-type", "f", "-perm", "/111")
    assert kept.stdout == "", "nothing that is kept can be run"

    code, events = remove(machine, "--put-back", ids["rustdesk"], "--yes")
    assert (code, events[-1]["outcome"]) == (0, "put-back")
    assert really(changed(before, snapshot(machine))) == []
    machine.start(PORTABLE, "600")
    until(lambda: bool(machine.pids(Path(PORTABLE).name)), "what was put back does not run")


def test_the_case_tells_all_of_it(machine: Lab, ids: dict[str, str]) -> None:
    told = machine.assistant("case", "show", CASE, "--journal", *SECRET).stdout
    assert all(item in told for item in ids.values())
    assert machine.assistant("case", "verify", CASE, *SECRET).returncode == 0
