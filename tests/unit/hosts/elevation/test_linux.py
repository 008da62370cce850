"""pkexec is asked for real, as a stand-in that behaves like it; its exit codes and words are those of polkit 122."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from recovery_assistant.domain.removal.state import WhyNotStarted
from recovery_assistant.hosts.elevation.linux import ACTION, SYSTEM_PROGRAMS, Pkexec, told_by_pkexec
from recovery_assistant.hosts.elevation.port import Ended
from tests.unit.hosts.elevation.standing_in import StandIn, ends

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="programs of Linux")

LONG = 20.0
RUNNER = "/opt/recovery assistant/runner"
ARGV = (RUNNER, "/home/anna/it's $(a) plan.json", "0" * 64, "do", "administrator")
POLICY = Path("packaging/linux/recovery-assistant.remove.policy")


def asked(tmp_path: Path, then: str, *, in_terminal: bool = False) -> tuple[StandIn, Ended | None]:
    pkexec = StandIn(tmp_path / "bin", "pkexec", then)
    return pkexec, Pkexec(str(pkexec.folder), in_terminal=in_terminal).start(ARGV).wait(LONG)


@pytest.mark.parametrize(
    ("code", "says", "why"),
    [
        (126, "Error executing command as another user: Request dismissed", "refused"),
        (127, "Error executing command as another user: Not authorized\n\nThis incident", "not-allowed"),
        (127, "Error executing command as another user: No authentication agent was found.", "nobody-asks"),
        (127, "Error getting authority: Error initializing authority: Could not connect: No such file", "nobody-asks"),
        (127, "Error creating textual authentication agent: Error opening current controlling terminal", "nobody-asks"),
        (127, "Cannot run program /opt/runner: No such file or directory", "failed"),
    ],
)  # fmt: skip
def test_a_no_is_an_outcome(tmp_path: Path, code: int, says: str, why: WhyNotStarted) -> None:
    _, ended = asked(tmp_path, ends(code, says))
    assert ended == Ended(None, why, " ".join(says.split()))


@pytest.mark.parametrize("code", [0, 2, 3, 4])
def test_the_runners_own_end_is_passed_on(tmp_path: Path, code: int) -> None:
    assert asked(tmp_path, ends(code, "U-03 another digest"))[1] == Ended(code, None, "U-03 another digest")


def test_every_argument_arrives_as_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHELL", "/bin/not-in-etc-shells")
    pkexec, _ = asked(tmp_path, ends(0))
    arguments, environment, folder = pkexec.called()
    assert arguments == ["--disable-internal-agent", *ARGV]
    assert "SHELL" not in environment
    assert folder == "/"
    on_terminal, _ = asked(tmp_path, ends(0), in_terminal=True)
    assert on_terminal.called()[0] == list(ARGV)


def test_without_pkexec_nobody_asks(tmp_path: Path) -> None:
    ended = Pkexec(str(tmp_path), in_terminal=False).start(ARGV).wait(0)
    assert ended is not None
    assert ended.why_not == "nobody-asks"
    assert not Pkexec(str(tmp_path), in_terminal=False).prompt_shows("/venv/bin/python").can_ask  # so nobody waits
    StandIn(tmp_path, "pkexec", ends(0))
    assert Pkexec(str(tmp_path), in_terminal=False).prompt_shows("/venv/bin/python").can_ask


def test_a_planted_pkexec_is_not_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    planted = StandIn(tmp_path / "home", "pkexec", ends(0))
    monkeypatch.setenv("PATH", f"{planted.folder}{os.pathsep}{os.environ['PATH']}")
    assert str(planted.folder) not in SYSTEM_PROGRAMS
    nowhere = tmp_path / "empty"
    nowhere.mkdir()
    assert Pkexec(str(nowhere), in_terminal=False).start(ARGV).wait(LONG) is not None
    assert not planted.was_called


def test_while_the_system_asks_nothing_is_known(tmp_path: Path) -> None:
    go = tmp_path / "go"
    pkexec = StandIn(
        tmp_path / "bin",
        "pkexec",
        f"import time\nwhile not os.path.exists({str(go)!r}): time.sleep(0.01)\nsys.exit(126)",
    )
    run = Pkexec(str(pkexec.folder), in_terminal=False).start(ARGV)
    assert run.wait(0.1) is None
    go.touch()
    ended = run.wait(LONG)
    assert ended is not None
    assert ended.why_not == "refused"


def test_what_stands_in_the_question(tmp_path: Path) -> None:
    bare = Pkexec(in_terminal=False).prompt_shows("/venv/bin/python")
    assert "/venv/bin/python" in bare.says
    assert (bare.way, bare.publisher, bare.password) == ("polkit", "", True)
    policy = POLICY.read_text("utf-8")
    (tmp_path / f"{ACTION}.policy").write_text(policy, "utf-8")
    path = "/usr/lib/recovery-assistant/recovery-assistant-runner"
    ours = Pkexec(in_terminal=False, actions=tmp_path)
    assert ours.prompt_shows(path).says == "Recovery Assistant wants to do what you just agreed to."
    assert "super user" in ours.prompt_shows("/elsewhere/runner").says


def test_the_runner_never_ends_with_a_code_of_pkexec() -> None:
    assert told_by_pkexec(Ended(-2)) == Ended(None, "refused")
    assert told_by_pkexec(Ended(1)) == Ended(1)
