"""A second process exchanges files, links and folders as fast as it can while the runner takes things away.

Whatever it does: what it points at keeps its name, content, rights and number of names, and nothing else is ever kept.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

import pytest

from recovery_assistant.domain.removal.plan import Quarantine, RemoveLine
from tests.unit.runner.made_up_plans import plan_of, ran_by

pytestmark = [pytest.mark.slow]
if sys.platform != "linux":
    pytest.skip("the runner's hand on Linux", allow_module_level=True)
ROUNDS = 150

EXCHANGE = """
import ctypes, os, sys
call = ctypes.CDLL(None).renameat2
one, other = (os.fsencode(word) for word in sys.argv[1:3])
print("on", flush=True)
while True:
    call(-100, one, -100, other, 2)  # RENAME_EXCHANGE: both names change places in one step
"""
SECOND_NAME = """
import os, sys
precious, name = sys.argv[1:3]
print("on", flush=True)
while True:
    try:
        os.link(precious, name)
        os.unlink(name)
    except OSError:
        pass
"""


@contextmanager
def meanwhile(program: str, *words: Path) -> Iterator[None]:
    with subprocess.Popen([sys.executable, "-c", program, *map(str, words)], stdout=subprocess.PIPE) as attacker:
        assert attacker.stdout is not None
        attacker.stdout.readline()
        try:
            yield
        finally:
            attacker.kill()


@pytest.fixture
def precious(tmp_path: Path) -> Iterator[Path]:
    path = tmp_path / "elsewhere" / "agent"
    path.parent.mkdir()
    path.write_bytes(b"precious")
    path.chmod(0o4755)
    before = path.stat()
    yield path
    after = path.stat()
    assert path.read_bytes() == b"precious"
    assert (after.st_mode, after.st_ino, after.st_mtime_ns) == (before.st_mode, before.st_ino, before.st_mtime_ns)


def taken(path: Path, home: Path, kind: Literal["file", "folder"] = "file") -> str:
    from recovery_assistant.runner.linux.hand import LinuxHand

    plan = plan_of(Quarantine(path=str(path), kind=kind), roots=(str(path),))
    ran = ran_by(LinuxHand(known=home), plan, home)
    assert ran.code == 0
    return ran.statuses[0]


def kept_in(home: Path) -> set[bytes]:
    kept = [path for path in home.rglob("*") if "content" in path.parts and not path.is_dir()]
    assert not any(path.is_symlink() for path in kept if path.parent.name == "content")
    return {path.read_bytes() for path in kept if not path.is_symlink()}


def home_of(tmp_path: Path) -> Path:
    home = tmp_path / "home"
    home.mkdir()
    return home


def test_a_file_that_is_exchanged_for_a_link(tmp_path: Path, precious: Path) -> None:
    home, place = home_of(tmp_path), tmp_path / "place"
    place.mkdir()
    told: dict[str, int] = {}
    for _ in range(ROUNDS):
        for path in place.iterdir():
            path.unlink()
        (place / "agent").write_bytes(b"agent")
        (place / "link").symlink_to(precious)
        with meanwhile(EXCHANGE, place / "agent", place / "link"):
            status = taken(place / "agent", home)
        told[status] = told.get(status, 0) + 1
    assert kept_in(home) <= {b"agent"}
    assert set(told) <= {"done", "refused", "failed"}
    assert len(told) > 1, f"the race was never close: {told}"


def test_a_folder_on_the_way_that_is_exchanged_for_a_link(tmp_path: Path, precious: Path) -> None:
    home, place = home_of(tmp_path), tmp_path / "place"
    place.mkdir()
    (place / "link").symlink_to(precious.parent)
    (place / "inner").mkdir()
    with meanwhile(EXCHANGE, place / "inner", place / "link"):
        for _ in range(ROUNDS * 4):
            real = place / "inner" if (place / "link").is_symlink() else place / "link"
            if not real.is_symlink():
                try:
                    descriptor = os.open(real, os.O_DIRECTORY | os.O_NOFOLLOW)
                except OSError:
                    continue
                file = os.open("agent", os.O_CREAT | os.O_WRONLY, 0o755, dir_fd=descriptor)
                os.write(file, b"agent")
                os.close(file)
                os.close(descriptor)
            taken(place / "inner" / "agent", home)
    assert kept_in(home) == {b"agent"}


def test_a_file_of_somebody_else_that_gets_a_second_name_in_the_folder(tmp_path: Path, precious: Path) -> None:
    home = home_of(tmp_path)
    statuses = set()
    for number in range(ROUNDS):
        tool = tmp_path / f"tool{number}"
        tool.mkdir()
        (tool / "agent").write_bytes(b"agent")
        with meanwhile(SECOND_NAME, precious, tool / "second"):
            statuses.add(taken(tool, home, "folder"))
        (tool / "second").unlink(missing_ok=True)
    assert statuses <= {"done", "refused", "failed"}


def test_a_text_file_that_is_exchanged_for_a_link(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import re

    from recovery_assistant.domain.removal import checking
    from recovery_assistant.runner.linux.hand import LinuxHand

    monkeypatch.setattr(checking, "_LINE_FILES", re.compile(".*"))
    precious = tmp_path / "precious"
    precious.write_bytes(b"precious\n")
    before = precious.stat()
    home, place = home_of(tmp_path), tmp_path / "place"
    place.mkdir()
    (place / "hosts").write_bytes(b"precious\nkeep\n")
    (place / "link").symlink_to(precious)
    with meanwhile(EXCHANGE, place / "hosts", place / "link"):
        for _ in range(ROUNDS):
            plan = plan_of(RemoveLine(file=str(place / "hosts"), line="precious"))
            assert ran_by(LinuxHand(known=home), plan, home).code == 0
    after = precious.stat()
    assert precious.read_bytes() == b"precious\n"
    assert (after.st_mode, after.st_ino, after.st_mtime_ns) == (before.st_mode, before.st_ino, before.st_mtime_ns)


def test_a_plan_file_that_is_exchanged_after_its_digest_was_told(tmp_path: Path) -> None:
    from recovery_assistant.domain.removal.checking import PlanRefusedError
    from recovery_assistant.domain.removal.plan import digest_of, plan_bytes
    from recovery_assistant.runner.opening import open_plan

    plan = plan_of(Quarantine(path=str(tmp_path / "tool"), kind="folder"), roots=(str(tmp_path / "tool"),))
    other = plan_of(Quarantine(path=str(tmp_path / "precious"), kind="folder"), roots=(str(tmp_path / "precious"),))
    (tmp_path / "plan.json").write_bytes(plan_bytes(plan))
    (tmp_path / "other.json").write_bytes(plan_bytes(other))
    codes = set()
    with meanwhile(EXCHANGE, tmp_path / "plan.json", tmp_path / "other.json"):
        for _ in range(ROUNDS * 20):
            try:
                opened = open_plan(tmp_path / "plan.json", digest_of(plan_bytes(plan)))
            except PlanRefusedError as told:
                codes.add(told.code)
            else:
                assert opened.plan == plan
    assert "U-02" in codes
    assert codes <= {"U-01", "U-02"}


INSIDE = """
import ctypes, os, sys
call = ctypes.CDLL(None).renameat2
tool, precious = sys.argv[1:3]
os.setgroups([])
os.setgid(int(sys.argv[4]))
os.setuid(int(sys.argv[3]))
folder = os.open(tool, os.O_RDONLY)  # stays open wherever the folder is moved to
print("on", flush=True)
while True:
    for name in (b"agent", b"agent.quar", b"run", b"run.quar"):
        call(folder, name, folder, b"link", 2)
    try:
        os.link(precious, "second", dst_dir_fd=folder)
    except OSError:
        pass
"""


@pytest.mark.skipif(os.geteuid() != 0, reason="needs an administrator and somebody else")
def test_somebody_without_rights_works_inside_what_an_administrator_moves(precious: Path) -> None:
    """Their folder is open in their hands all the while. No owner and no rights outside of it are ever changed."""
    import pwd

    from recovery_assistant.domain.removal.plan import PutBack
    from recovery_assistant.runner.linux.hand import LinuxHand

    somebody = next(one for one in pwd.getpwall() if one.pw_uid)
    with tempfile.TemporaryDirectory(dir="/var/tmp") as made:
        place = Path(made)
        place.chmod(0o755)
        victim = place / "victim"
        victim.write_bytes(b"precious")
        victim.chmod(0o4750)
        before = victim.stat()
        hand, statuses = LinuxHand(known=place), set()
        for number in range(ROUNDS // 3):
            tool = place / f"tool{number}"
            tool.mkdir()
            for name in ("agent", "run"):
                (tool / name).write_bytes(name.encode())
                os.chown(tool / name, somebody.pw_uid, somebody.pw_gid)
            (tool / "link").symlink_to(victim)
            os.chown(tool, somebody.pw_uid, somebody.pw_gid)
            verb = Quarantine(path=str(tool), kind="folder")
            plan = plan_of(verb, roots=(str(tool),), rights="administrator")
            words = [sys.executable, "-c", INSIDE, str(tool), str(victim), str(somebody.pw_uid), str(somebody.pw_gid)]
            with subprocess.Popen(words, stdout=subprocess.PIPE) as attacker:
                assert attacker.stdout is not None
                attacker.stdout.readline()
                taken_now = ran_by(hand, plan, place, rights="administrator")
                back = plan_of(PutBack(plan_id=plan.id, action_id="a1"), undoes=plan.id, rights="administrator")
                back_now = ran_by(hand, back, place, rights="administrator")
                attacker.kill()
            statuses |= {*taken_now.statuses, *back_now.statuses}
            after = victim.stat()
            assert (after.st_mode, after.st_uid, after.st_gid, after.st_nlink) == (
                before.st_mode,
                before.st_uid,
                before.st_gid,
                1,
            )
        assert victim.read_bytes() == b"precious"
        assert statuses <= {"done", "refused", "failed", "nothing-to-do"}, statuses
