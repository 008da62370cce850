"""A part of the system is switched off and on again: Debian's real SSH server, on the lab machine."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.hosts.removal.lab import SHARED, Lab, beside, changed, install, lab, snapshot, until
from tests.hosts.removal.test_debian import CASE, OURS, SECRET, remove

if sys.platform != "linux":
    pytest.skip("switches a part of Linux off", allow_module_level=True)

pytestmark = [pytest.mark.slow]

PORT = 2222
UNIT = "ssh.service"
STARTS = (r"/etc/rc\d\.d/[SK]\d\dssh", r"/etc/systemd/system/(?:sshd\.service|multi-user\.target\.wants/ssh\.service)")


@pytest.fixture
def machine(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Lab]:
    with lab(tmp_path / "ssh") as made:
        install(made, Path(request.config.cache.mkdir("debian-packages")), "openssh-server")
        made.run("systemctl", "enable", UNIT)
        made.run("mkdir", "-p", "/run/sshd")
        made.run("touch", f"{SHARED}/obeys")  # who starts sshd here is the test, so the recorder ends it
        made.start("/usr/sbin/sshd", "-D", "-p", str(PORT))
        until(lambda: made.listens(PORT), "sshd did not start")
        (made.shared / "phrase.txt").write_text("seven grey herons wait\n")
        made.assistant("case", "new", "--to", CASE, *SECRET)
        yield made


def test_the_ssh_server_is_switched_off_and_on_again(machine: Lab) -> None:
    told = machine.assistant("scan", "--json", "--quiet", "--case", CASE, *SECRET, check=False).stdout
    rows = [json.loads(line) for line in told.splitlines()]
    (item,) = [row["id"] for row in rows if row["event"] == "finding" and row["tool"]["id"] == "openssh-server"]
    machine.assistant("case", "mark", CASE, item, "not-mine", *SECRET)
    before, asked = snapshot(machine), len(machine.asked_of_systemctl())

    code, events = remove(machine, "--run", item, "--yes")
    assert (code, events[-1]["outcome"]) == (0, "removed-verified"), events[-1]
    assert machine.installed("openssh-server"), "a part of the system is closed, not removed"
    assert machine.pids("sshd") == []
    assert not machine.listens(PORT)
    later = machine.asked_of_systemctl()[asked:]
    assert later.index(f"disable -- {UNIT}") < later.index(f"stop -- {UNIT}")
    paths = set(beside(changed(before, snapshot(machine)), OURS))
    assert paths
    assert beside(paths, STARTS) == []

    code, events = remove(machine, "--put-back", item, "--yes")
    assert (code, events[-1]["outcome"]) == (0, "put-back")
    assert beside(changed(before, snapshot(machine)), OURS) == []
    assert f"start -- {UNIT}" in machine.asked_of_systemctl()[asked:]
