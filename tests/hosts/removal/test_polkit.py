"""The real polkit of Debian asks, on a machine of its own: see lab.py. Our action file says what it shows."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from typing import Any, Final

import pytest

from tests.hosts.removal.lab import ROOT, SHARED, Lab, install, lab, until

if sys.platform != "linux":
    pytest.skip("polkit asks on Linux", allow_module_level=True)

pytestmark = [pytest.mark.slow]

RUNNER: Final = "/usr/lib/recovery-assistant/recovery-assistant-runner"
POLICY: Final = ROOT / "packaging" / "linux" / "recovery-assistant.remove.policy"
RAN: Final = f"{SHARED}/ran.txt"
HOSTILE: Final = 'it\'s $(touch /lab/evil) "plan".json'
WORDS: Final = (HOSTILE, "0" * 64, "do", "administrator")
ALLOWED: Final = f"{SHARED}/allowed"
RULE: Final = f"""polkit.addRule(function (action, subject) {{
    try {{
        polkit.spawn(["test", "-e", "{ALLOWED}"]);
    }} catch (nothing_there) {{
        return polkit.Result.NOT_HANDLED;
    }}
    return polkit.Result.YES;
}});
"""
STAND_IN: Final = f"""#!/bin/sh
printf '%s\\n' "$(id -u)" "$(pwd)" "$@" > {RAN}
exit 3
"""


@pytest.fixture(scope="module")
def machine(tmp_path_factory: pytest.TempPathFactory, pytestconfig: pytest.Config) -> Iterator[Lab]:
    cache = pytestconfig.cache.mkdir("debian-packages")
    with lab(tmp_path_factory.mktemp("polkit")) as made:
        install(made, cache, "dbus", "polkitd", "pkexec")
        made.run("useradd", "-m", "-s", "/bin/bash", "-G", "sudo", "jane")
        made.run("sh", "-c", "echo jane:herons | chpasswd")
        made.write(RUNNER, STAND_IN, 0o755)
        made.write("/etc/polkit-1/rules.d/01-lab.rules", RULE)
        made.run("mkdir", "-p", "/run/dbus")
        made.start("dbus-daemon", "--system", "--nofork", "--nopidfile")
        until(lambda: made.has("/run/dbus/system_bus_socket"), "the bus")
        made.start("/usr/lib/polkit-1/polkitd", "--no-debug")
        until(lambda: bool(made.pids("polkitd")), "polkitd")
        yield made


def asked(machine: Lab, password: str, program: str = RUNNER) -> tuple[str, Any]:
    """Ask as jane; return what was shown on her terminal, and how it ended."""
    machine.run("rm", "-f", RAN)
    jane = ("setpriv", "--reuid=jane", "--regid=jane", "--init-groups")
    words = (sys.executable, "-m", "tests.hosts.removal.asked_by_polkit", password, program, *WORDS)
    told = machine.run(*jane, *words, HOME="/home/jane", USER="jane", PYTHONPATH=str(ROOT), SHELL="/bin/none")
    answer = json.loads(told.stdout)
    return answer["shown"], answer["ended"]


def ran(machine: Lab) -> list[str]:
    return machine.run("cat", RAN, check=False).stdout.splitlines()


@pytest.fixture
def allowed(machine: Lab) -> Iterator[None]:
    """Have polkit answer yes by itself: its helper finds no session of jane's on a machine without logind."""
    machine.run("touch", ALLOWED)
    yield
    machine.run("rm", ALLOWED)


def test_without_our_action_polkit_names_the_program(machine: Lab) -> None:
    shown, _ = asked(machine, "herons")
    assert f"needed to run `{RUNNER}' as the super user" in shown.replace("\r\n", " ")


@pytest.mark.usefixtures("allowed")
def test_after_a_yes_root_gets_every_argument_as_it_was(machine: Lab) -> None:
    for password in ("", "herons"):  # as the window asks, and as the command line
        _, ended = asked(machine, password)
        assert ended[:2] == [3, None]  # the runner's own exit code
        assert ran(machine) == ["0", "/root", *WORDS]
        assert not machine.has(f"{SHARED}/evil")


def test_nobody_asks_without_a_terminal_and_without_an_agent(machine: Lab) -> None:
    _, ended = asked(machine, "")
    assert ended[:2] == [None, "nobody-asks"]
    assert ran(machine) == []


def test_a_no_and_a_wrong_password_are_outcomes(machine: Lab) -> None:
    _, cancelled = asked(machine, "^C")
    assert cancelled[:2] == [None, "refused"]
    _, wrong = asked(machine, "starlings")
    assert wrong[:2] == [None, "not-allowed"], (cancelled, wrong)
    assert ran(machine) == []


def test_our_action_says_our_words_and_lets_nobody_in_from_elsewhere(machine: Lab) -> None:
    machine.write("/usr/share/polkit-1/actions/recovery-assistant.remove.policy", POLICY.read_text("utf-8"))
    until(lambda: "recovery-assistant.remove" in machine.run("pkaction").stdout, "our action")
    _, ended = asked(machine, "herons")  # jane sits at no screen of this machine
    assert ended[:2] == [None, "not-allowed"]
    assert ran(machine) == []
    at_a_seat = POLICY.read_text("utf-8").replace("<allow_any>no<", "<allow_any>auth_admin<")
    machine.write("/usr/share/polkit-1/actions/recovery-assistant.remove.policy", at_a_seat)
    until(lambda: "implicit any:      auth_admin" in verbose(machine), "its new default")
    shown, _ = asked(machine, "starlings")
    assert "Recovery Assistant wants to do what you just agreed to." in shown
    other = "/usr/lib/recovery-assistant/another-program"
    machine.write(other, STAND_IN, 0o755)
    shown, _ = asked(machine, "^C", other)
    assert "Recovery Assistant wants" not in shown
    assert other in shown


def verbose(machine: Lab) -> str:
    return machine.run("pkaction", "--verbose", "--action-id", "recovery-assistant.remove").stdout


@pytest.mark.usefixtures("allowed")
def test_a_person_without_rights_removes_a_package_through_polkit(machine: Lab, pytestconfig: pytest.Config) -> None:
    """The whole way: jane's command line, polkit, the runner as root, and its results read by jane alone."""
    install(machine, pytestconfig.cache.mkdir("debian-packages"), "x11vnc")
    machine.run("chmod", "711", "/root")  # where the Python of a test machine may lie
    case, secret = "/home/jane/jones.recovery-case", ("--passphrase-file", "/home/jane/phrase.txt")
    machine.run("sh", "-c", "echo seven grey herons wait > /home/jane/phrase.txt")
    jane = ("setpriv", "--reuid=jane", "--regid=jane", "--init-groups")

    def assistant(*words: str, code: int | None = 0) -> str:
        program = (sys.executable, "-m", "recovery_assistant", *words, *secret)
        done = machine.run(
            *jane, *program, check=False, HOME="/home/jane", USER="jane", LOGNAME="jane", PYTHONPATH=str(ROOT)
        )
        assert code is None or done.returncode == code, (
            words,
            done.returncode,
            done.stdout[-6000:],
            done.stderr[-2000:],
        )
        return done.stdout

    assistant("case", "new", "--to", case)
    told = [json.loads(line) for line in assistant("scan", "--case", case, "--json", "--quiet", code=None).splitlines()]
    (item,) = [one["id"] for one in told if one["event"] == "finding" and one["tool"]["id"] == "x11vnc"]
    assistant("case", "mark", case, item, "not-mine")
    (plan,) = [json.loads(line) for line in assistant("remove", "--plan", case, "--item", item, "--json").splitlines()]
    assert plan["prompt"]["way"] == "polkit"
    also = [word for one in plan["cautions"] for word in ("--also", one["caution"])]
    events = [
        json.loads(line)
        for line in assistant("remove", "--run", case, "--item", item, "--yes", *also, "--json").splitlines()
    ]
    assert events[1]["event"] == "asking"
    started = next(one["line"] for one in events if one["event"] == "reported")
    assert (started["user"], started["rights"]) == ("root", "administrator")
    assert events[-1]["outcome"] == "removed-verified"
    assert not machine.installed("x11vnc")
    kept = machine.run(*jane, "sh", "-c", "ls /var/lib/recovery-assistant/kept", check=False)
    assert kept.returncode != 0  # results are hers to read, the kept things are not
