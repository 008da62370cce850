"""What was left behind on a real Debian is put right by the command line, line for line, and one thing is put back.

Nothing of it touches the PC below: see lab.py.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from typing import Any, Final

import pytest

from recovery_assistant.domain.finding import LeftBehind
from tests.hosts.removal.lab import ROOT, SHARED, Lab, beside, changed, lab, snapshot

if sys.platform != "linux":
    pytest.skip("puts things right on a Linux", allow_module_level=True)

pytestmark = [pytest.mark.slow]

CASE: Final = f"{SHARED}/jones.recovery-case"
SECRET: Final = ("--passphrase-file", f"{SHARED}/phrase.txt")
HOSTS: Final = "127.0.0.1\tlocalhost\n93.184.216.7\twww.paypal.com paypal.com # theirs\n10.0.0.2 printer\n"
KEYS: Final = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAA boss\nssh-ed25519 AAAAC3NzaC1lZDI1NTE5BBBB jane\n"
PROFILE: Final = "export LANG=C\nexport http_proxy=http://93.184.216.9:8080/\n"
UNIT: Final = "/root/.config/systemd/user/helper.service"
OURS: Final = (
    rf"{ROOT}(?:/.*)?",
    *(re.escape(str(folder)) for folder in ROOT.parents),  # whose time changes when content is kept below
    r"/root/\.cache(?:/dconf(?:/user)?)?",
    r"/root/\.local(?:/share)?",
    r"/root/\.local/share/recovery-assistant(?:/.*)?",
    r"/var/lib/recovery-assistant(?:/.*)?",
)
"""What the program itself writes."""


@pytest.fixture(scope="module")
def machine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    with lab(tmp_path_factory.mktemp("left-behind")) as made:
        made.write("/etc/hosts", HOSTS)
        made.write("/root/.ssh/authorized_keys", KEYS, 0o600)
        made.write("/root/.profile", PROFILE)
        made.write("/etc/sudoers.d/90-help", "# ours\nhelper ALL=(ALL) NOPASSWD:ALL\n", 0o440)
        made.write(UNIT, "[Service]\nExecStart=/root/helper --run\n")
        for name in ("helper", "jane"):
            made.run("useradd", "-m", "-G", "sudo", "-p", "x", name)
        made.run("useradd", "-o", "-u", "0", "-p", "x", "toor")
        (made.shared / "phrase.txt").write_text("seven grey herons wait\n")
        made.assistant("case", "new", "--to", CASE, *SECRET)
        yield made


@pytest.fixture(scope="module")
def ids(machine: Lab) -> dict[tuple[str, str], str]:
    """Return the ids of what a look told into the case, by kind and value."""
    told = machine.assistant("scan", "--json", "--quiet", "--case", CASE, *SECRET, check=False)
    assert told.returncode in (0, 10), told.stderr
    rows = [json.loads(line) for line in told.stdout.splitlines()]
    things = [
        LeftBehind(host=row["host"], kind=row["kind"], says="", value=row["value"])
        for row in rows
        if row["event"] in ("left_behind", "to_check")
    ]
    return {(thing.kind, thing.value): thing.id for thing in things}


def remove(machine: Lab, what: str, item: str, *more: str) -> tuple[int, list[dict[str, Any]]]:
    told = machine.assistant("remove", what, CASE, "--item", item, *more, "--json", "--quiet", *SECRET, check=False)
    assert told.returncode != 1, told.stderr
    return told.returncode, [json.loads(line) for line in told.stdout.splitlines()]


def put_right(machine: Lab, item: str, *also: str) -> set[str]:
    """Put one thing right; return every path that changed, but for what the program writes itself."""
    before = snapshot(machine)
    words = [word for one in also for word in ("--also", one)]
    code, events = remove(machine, "--run", item, "--yes", *words)
    assert (code, events[-1]["outcome"]) == (0, "removed-verified"), events[-1]
    return set(beside(changed(before, snapshot(machine)), OURS))


def text_of(machine: Lab, path: str) -> str:
    return machine.run("cat", path).stdout


def test_one_line_of_the_hosts_file_goes_and_comes_back(machine: Lab, ids: dict[tuple[str, str], str]) -> None:
    item = ids["hosts-redirect", "93.184.216.7 www.paypal.com"]
    before = snapshot(machine)
    assert put_right(machine, item) == {"/etc/hosts"}
    assert text_of(machine, "/etc/hosts") == HOSTS.replace("93.184.216.7\twww.paypal.com paypal.com # theirs\n", "")
    code, events = remove(machine, "--put-back", item, "--yes")
    assert (code, events[-1]["outcome"]) == (0, "put-back"), events
    assert text_of(machine, "/etc/hosts") == HOSTS
    assert beside(changed(before, snapshot(machine)), OURS) == []


def test_a_way_through_another_computer_goes(machine: Lab, ids: dict[tuple[str, str], str]) -> None:
    (item,) = [one for (kind, _), one in ids.items() if kind == "proxy"]
    assert put_right(machine, item) == {"/root/.profile"}
    assert text_of(machine, "/root/.profile") == "export LANG=C\n"


def test_what_every_pc_may_have_needs_a_second_yes(machine: Lab, ids: dict[tuple[str, str], str]) -> None:
    item = ids["authorized-key", "ssh-ed25519 boss (root)"]
    before = snapshot(machine)
    told = machine.assistant("remove", "--run", CASE, "--item", item, "--yes", *SECRET, check=False)
    assert (told.returncode, "--also not-sure" in told.stderr) == (8, True)
    assert beside(changed(before, snapshot(machine)), OURS) == []
    assert put_right(machine, item, "not-sure") == {"/root/.ssh/authorized_keys"}
    assert text_of(machine, "/root/.ssh/authorized_keys").splitlines() == KEYS.splitlines()[1:]
    assert machine.run("stat", "-c", "%a", "/root/.ssh/authorized_keys").stdout == "600\n"


def test_a_rule_of_sudo_goes_and_sudo_still_likes_its_files(machine: Lab, ids: dict[tuple[str, str], str]) -> None:
    item = ids["sudo-rule", "helper ALL=(ALL) NOPASSWD:ALL (helper)"]
    assert put_right(machine, item, "not-sure") == {"/etc/sudoers.d/90-help"}
    assert text_of(machine, "/etc/sudoers.d/90-help") == "# ours\n"


def test_accounts_are_locked_and_keep_their_files(machine: Lab, ids: dict[tuple[str, str], str]) -> None:
    lists = {"/etc/shadow", "/etc/shadow-", "/etc/passwd-", "/etc/passwd"}
    assert put_right(machine, ids["second-root-account", "toor"]) <= lists
    assert put_right(machine, ids["administrator", "helper"], "not-sure") <= lists
    for name in ("toor", "helper"):
        assert machine.run("passwd", "-S", name).stdout.split()[1] == "L"
    assert machine.has("/home/helper/.bashrc")


def test_an_own_service_is_stopped_and_its_file_kept(machine: Lab, ids: dict[tuple[str, str], str]) -> None:
    item = ids["own-service", "helper.service (/root/helper --run)"]
    assert put_right(machine, item, "not-sure") == {UNIT}
    assert not machine.has(UNIT)
    code, events = remove(machine, "--put-back", item, "--yes")
    assert (code, events[-1]["outcome"]) == (0, "put-back"), events
    assert machine.has(UNIT)


def test_the_record_tells_it(machine: Lab, ids: dict[tuple[str, str], str]) -> None:
    paper = f"{SHARED}/record.txt"
    machine.assistant("record", CASE, "--text", paper, "--audience", "police", *SECRET)
    text = re.sub(r"\s+", " ", (machine.shared / "record.txt").read_text("utf-8"))
    for fact in (
        "A web address leads somewhere else",
        "It is put back as it stood before.",
        "The line is taken out.",
        "It is put right.",
        "“usermod” “-L” “-e” “1” “toor”",
    ):
        assert fact in text
