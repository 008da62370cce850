"""Exit codes of the runner, and that a run holds, writes and reads only its own store."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from recovery_assistant.domain.removal.places import plan_name, results_name
from recovery_assistant.domain.removal.plan import Quarantine
from recovery_assistant.domain.removal.results import RunStarted
from tests.unit.runner.made_up_plans import plan_of, ran_by

if sys.platform != "linux":
    pytest.skip("the runner's hand on Linux", allow_module_level=True)


def test_a_run_writes_its_plan_and_its_lines(tmp_path: Path) -> None:
    from recovery_assistant.domain.removal.plan import digest_of, plan_bytes
    from recovery_assistant.runner.linux.hand import LinuxHand

    hand, tool = LinuxHand(known=tmp_path), tmp_path / "tool"
    tool.mkdir()
    plan = plan_of(Quarantine(path=str(tool), kind="folder"), roots=(str(tool),))
    ran = ran_by(hand, plan, tmp_path)
    store = hand.store("person")
    assert (store / plan_name(plan.id, "person")).read_bytes() == plan_bytes(plan)
    assert (store / results_name(plan.id, "person")).stat().st_mode & 0o777 == 0o600
    started = ran.lines[0]
    assert isinstance(started, RunStarted)
    assert (started.sha256, started.acts, started.rights) == (digest_of(plan_bytes(plan)), True, "person")


def test_a_plan_without_work_for_these_rights_is_refused(tmp_path: Path) -> None:
    from recovery_assistant.runner.linux.hand import LinuxHand

    plan = plan_of(Quarantine(path="/opt/tool", kind="folder"), roots=("/opt/tool",))
    ran = ran_by(LinuxHand(known=tmp_path), plan, tmp_path, rights="administrator")
    assert ran.code == 2
    assert ran.said.startswith("U-05 ")


def test_rights_that_are_not_there_and_a_store_that_is_not_ours(tmp_path: Path) -> None:
    from recovery_assistant.runner.linux.hand import LinuxHand

    class Less(LinuxHand):
        def has(self, rights: str) -> bool:
            return False

    plan = plan_of(Quarantine(path="/opt/none", kind="folder"), roots=("/opt/none",))
    assert ran_by(Less(known=tmp_path), plan, tmp_path).code == 4
    assert ran_by(Less(known=tmp_path), plan, tmp_path, "look").code == 0
    (tmp_path / ".local").symlink_to(tmp_path / "elsewhere")
    ran = ran_by(LinuxHand(known=tmp_path), plan, tmp_path)
    assert (ran.code, ran.said[:5]) == (3, "U-06 ")


def test_a_second_run_waits_for_nobody(tmp_path: Path) -> None:
    from recovery_assistant.runner.linux.hand import LinuxHand
    from recovery_assistant.runner.results import lock

    hand = LinuxHand(known=tmp_path)
    hand.prepare(hand.store("person"), "person", None)
    held = os.open(hand.store("person") / "runs" / "lock", os.O_RDWR | os.O_CREAT)
    lock(held)
    plan = plan_of(Quarantine(path="/opt/none", kind="folder"), roots=("/opt/none",))
    ran = ran_by(hand, plan, tmp_path)
    assert (ran.code, ran.said[:5]) == (3, "U-08 ")
    os.close(held)
    assert ran_by(hand, plan, tmp_path).code == 0


@pytest.mark.skipif(os.geteuid() != 0, reason="needs an administrator")
def test_results_of_an_administrator_can_be_read_by_whoever_made_the_plan(tmp_path: Path) -> None:
    import pwd

    from recovery_assistant.runner.linux.hand import LinuxHand

    person = next((one for one in pwd.getpwall() if one.pw_uid), None)
    assert person is not None
    hand = LinuxHand(known=tmp_path)
    assert hand.prepare(hand.store("administrator"), "administrator", person.pw_uid) == person.pw_gid
    assert hand.prepare(hand.store("administrator"), "administrator", 0) is None


@pytest.mark.skipif(os.geteuid() != 0, reason="needs an administrator")
def test_an_administrators_run_gives_its_lines_to_the_person_and_keeps_the_rest(tmp_path: Path) -> None:
    """The person in whose name it was asked for can read what was done, and nobody but root what was kept."""
    import io
    import pwd
    import stat

    from recovery_assistant.domain.observation import System
    from recovery_assistant.domain.removal.places import kept_name
    from recovery_assistant.runner.linux.hand import LinuxHand
    from recovery_assistant.runner.running import run
    from tests.unit.runner.made_up_plans import StillClock, written

    person = next(one for one in pwd.getpwall() if one.pw_uid)
    tool = tmp_path / "tool"
    tool.mkdir()
    (tool / "agent").write_bytes(b"agent")
    os.chown(tool / "agent", person.pw_uid, person.pw_gid)
    verb = Quarantine(path=str(tool), kind="folder")
    plan = plan_of(verb, roots=(str(tool),), rights="administrator")
    path, digest = written(plan, tmp_path)
    os.chown(path, person.pw_uid, person.pw_gid)
    hand = LinuxHand(known=tmp_path)
    words = (str(path), digest, "do", "administrator")
    assert run(words, System.LINUX, hand, StillClock(), io.BytesIO(), io.StringIO()) == 0
    store = hand.store("administrator")
    for name in (results_name(plan.id, "administrator"), plan_name(plan.id, "administrator")):
        facts = (store / name).stat()
        assert (facts.st_uid, facts.st_gid, stat.S_IMODE(facts.st_mode)) == (0, person.pw_gid, 0o640)
    kept = store / kept_name(plan.id, "a1")
    assert stat.S_IMODE((store / "kept").stat().st_mode) == 0o700
    facts = (kept / "content" / "tool" / "agent.quar").stat()
    assert (facts.st_uid, stat.S_IMODE(facts.st_mode)) == (0, 0o400)
