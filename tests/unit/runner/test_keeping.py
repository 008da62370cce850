"""What is taken away lies in the store, cannot be run, and comes back byte for byte with its rights and times."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

import pytest

from recovery_assistant.domain.removal.plan import PutBack, Quarantine
from recovery_assistant.domain.removal.results import ActionBegun
from recovery_assistant.runner.hand import Unable
from tests.unit.runner.made_up_plans import Ran, only_on_linux, plan_of, ran_by

pytestmark = only_on_linux


def tree(folder: Path) -> dict[str, tuple[int, int, int, int, bytes]]:
    """Everything about a folder that a put-back must give back."""
    told = {}
    for path in sorted([folder, *folder.rglob("*")]):
        facts = path.lstat()
        content = b""
        if path.is_symlink():
            content = os.fsencode(path.readlink())
        elif path.is_file():
            content = path.read_bytes()
        where = os.fsdecode(os.fsencode(str(path.relative_to(folder.parent))))
        told[where] = (facts.st_mode, facts.st_uid, facts.st_gid, facts.st_mtime_ns, content)
    return told


@pytest.fixture
def home(tmp_path: Path) -> Path:
    made = tmp_path / "home"
    made.mkdir()
    return made


@pytest.fixture
def tool(tmp_path: Path) -> Path:
    folder = tmp_path / "tool"
    (folder / "inner" / "deep").mkdir(parents=True)
    (folder / "agent").write_bytes(b"\x7fELF agent")
    (folder / "agent").chmod(0o4755)
    (folder / "agent.quar").write_bytes(b"a name like ours")
    (folder / "inner" / "run.sh").write_bytes(b"#!/bin/sh\n")
    (folder / "inner" / "run.sh").chmod(0o755)
    (folder / "inner" / "link").symlink_to("/etc/passwd")
    (folder / os.fsdecode(b"odd\xff")).write_bytes(b"no UTF-8")
    (folder / ("n" * 255)).write_bytes(b"a name as long as can be")
    (folder / "inner" / "deep").chmod(0o500)
    for path in (folder / "agent", folder / "inner", folder):
        os.utime(path, ns=(1_600_000_000_000_000_001, 1_600_000_000_000_000_003))
    return folder


def hand_in(home: Path) -> object:
    from recovery_assistant.runner.linux.hand import LinuxHand

    return LinuxHand(known=home)


def take(path: Path, home: Path, kind: str = "folder", mode: str = "do", sha256: str = "") -> tuple[Ran, str]:
    plan = plan_of(Quarantine(path=str(path), kind=kind, sha256=sha256), roots=(str(path),))  # type: ignore[arg-type]
    return ran_by(hand_in(home), plan, home.parent, mode), plan.id


def put_back(plan_id: str, home: Path, mode: str = "do") -> Ran:
    plan = plan_of(PutBack(plan_id=plan_id, action_id="a1"), undoes=plan_id)
    return ran_by(hand_in(home), plan, home.parent, mode)


def kept_below(home: Path) -> list[Path]:
    return [path for path in home.rglob("*") if "content" in path.parts and path.is_file() and not path.is_symlink()]


def test_what_is_taken_away_cannot_be_run_and_comes_back_as_it_was(tool: Path, home: Path) -> None:
    before = tree(tool)
    ran, plan_id = take(tool, home)
    assert (ran.code, ran.statuses) == (0, ["done"])
    assert not os.path.lexists(tool)
    kept = kept_below(home)
    assert len(kept) == 5
    for path in kept:
        assert stat.S_IMODE(path.stat().st_mode) == 0o400
        assert path.name.endswith(".1.quar") or len(path.name) == 255
    again = put_back(plan_id, home)
    assert again.statuses == ["done"], again.ended
    assert tree(tool) == before
    assert put_back(plan_id, home).statuses == ["nothing-to-do"]
    assert tree(tool) == before


def test_a_preview_changes_nothing_and_goes_the_same_way(tool: Path, home: Path) -> None:
    before = tree(tool)
    ran, _ = take(tool, home, mode="look")
    assert ran.statuses == ["would-do"]
    assert [type(line).__name__ for line in ran.lines] == ["RunStarted", "ActionBegun", "ActionEnded", "RunEnded"]
    assert tree(tool) == before
    assert not list(home.iterdir())


def test_a_preview_of_a_put_back_leaves_the_kept_things(tool: Path, home: Path) -> None:
    _, plan_id = take(tool, home)
    before = tree(home)
    assert put_back(plan_id, home, "look").statuses == ["would-do"]
    assert tree(home) == before


def test_a_file_that_was_changed_stays(tool: Path, home: Path) -> None:
    ran, _ = take(tool / "agent", home, "file", sha256="0" * 64)
    assert (ran.statuses, ran.codes) == (["refused"], ["U-13"])
    assert (tool / "agent").is_file()


def test_a_file_in_place_of_a_folder_stays(tool: Path, home: Path) -> None:
    ran, _ = take(tool / "agent", home, "folder")
    assert (ran.statuses, ran.codes) == (["refused"], ["U-13"])


def test_what_is_not_there_is_nothing_to_do(tool: Path, home: Path) -> None:
    assert take(tool / "no", home)[0].statuses == ["nothing-to-do"]
    assert take(tool / "no" / "thing", home)[0].statuses == ["nothing-to-do"]


def test_something_new_in_its_place_is_never_overwritten(tool: Path, home: Path) -> None:
    _, plan_id = take(tool / "agent", home, "file")
    (tool / "agent").write_bytes(b"new")
    ran = put_back(plan_id, home)
    assert (ran.statuses, ran.codes) == (["refused"], ["U-15"])
    assert (tool / "agent").read_bytes() == b"new"
    assert kept_below(home)[0].read_bytes() == b"\x7fELF agent"


def test_kept_things_that_were_changed_are_not_put_back(tool: Path, home: Path) -> None:
    _, plan_id = take(tool / "agent", home, "file")
    kept = kept_below(home)[0]
    kept.chmod(0o600)
    kept.write_bytes(b"changed")
    ran = put_back(plan_id, home)
    assert (ran.statuses, ran.codes) == (["failed"], ["U-17"])
    assert not (tool / "agent").exists()


def test_nothing_kept_is_told_so(home: Path) -> None:
    assert put_back("r-ffffffffffff", home).codes == ["U-16"]


def test_the_command_names_the_file_that_is_there(tool: Path, home: Path) -> None:
    _, plan_id = take(tool / "agent", home, "file")
    kept = str(kept_below(home)[0])
    (begun,) = (line for line in put_back(plan_id, home).lines if isinstance(line, ActionBegun))
    assert begun.command == ("move", kept, str(tool / "agent"))


def test_a_folder_that_is_gone_is_not_made_up(tool: Path, home: Path) -> None:
    _, plan_id = take(tool / "inner" / "run.sh", home, "file")
    take(tool, home)
    assert put_back(plan_id, home).codes == ["U-16"]
    assert all(not path.stat().st_mode & 0o111 for path in kept_below(home)), "what stays kept cannot be run"
    assert {path.name for path in kept_below(home) if "a1" in path.parts and plan_id in path.parts} == {"run.sh.quar"}


@pytest.mark.parametrize("name", ["n" * 255, "n" * 251, "\u6728" * 85, "back\\slash"])
@pytest.mark.parametrize("is_other_volume", [False, True])
def test_a_name_as_long_as_can_be_goes_and_comes_back(
    tool: Path, home: Path, monkeypatch: pytest.MonkeyPatch, name: str, is_other_volume: bool
) -> None:
    (tool / name).write_bytes(b"long")
    if is_other_volume:
        on_another_volume(monkeypatch)
    ran, plan_id = take(tool / name, home, "file")
    assert (ran.statuses, (tool / name).exists()) == (["done"], False)
    assert put_back(plan_id, home).statuses == ["done"]
    assert (tool / name).read_bytes() == b"long"
    assert not kept_below(home)


def on_another_volume(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let nothing be moved into the store or out of it, as between two disks."""
    from recovery_assistant.runner.posix.files import PosixFiles, PosixHeld

    monkeypatch.setattr(PosixHeld, "move", lambda *_: False)
    monkeypatch.setattr(PosixFiles, "move_back", lambda *_: False)


def test_a_full_disk_leaves_no_half_copy(tool: Path, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before, write, left = tree(tool), os.write, [12]

    def filling(descriptor: int, content: bytes) -> int:
        if "/copying/" not in str(Path(f"/proc/self/fd/{descriptor}").readlink()):
            return write(descriptor, content)
        if not left[0]:
            raise OSError(errno.ENOSPC, "No space left on device")
        left[0] -= 1
        return write(descriptor, content[:1])

    on_another_volume(monkeypatch)
    monkeypatch.setattr(os, "write", filling)
    ran, plan_id = take(tool, home)
    assert (ran.statuses, ran.codes) == (["failed"], ["U-17"])
    assert kept_below(home) == []
    assert not list(home.rglob("copying"))
    assert tree(tool) == before
    assert put_back(plan_id, home).statuses == ["nothing-to-do"]


def test_a_put_back_onto_a_full_disk_leaves_what_is_kept_unable_to_run(
    tool: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from recovery_assistant.runner.posix.files import PosixFiles

    _, plan_id = take(tool, home)
    with monkeypatch.context() as full:
        on_another_volume(full)
        full.setattr(PosixFiles, "copy_back", raise_full)
        assert put_back(plan_id, home).codes == ["U-19"]
    assert all(not path.stat().st_mode & 0o111 for path in kept_below(home))
    assert put_back(plan_id, home).statuses == ["done"]


def raise_full(*_: object) -> None:
    raise OSError(errno.ENOSPC, "No space left on device")


def test_what_can_be_copied_and_not_renamed_stays_and_leaves_no_copy(
    tool: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """So it is with a folder of the lower layer of a system that was started from a stick."""
    from recovery_assistant.runner.posix.files import PosixHeld

    before = tree(tool)
    on_another_volume(monkeypatch)
    monkeypatch.setattr(PosixHeld, "move_aside", raise_full)
    assert take(tool, home)[0].codes == ["U-19"]
    assert kept_below(home) == []
    assert tree(tool) == before


def test_a_disk_with_too_little_room_is_not_written_to(tool: Path, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from recovery_assistant.runner import keeping
    from recovery_assistant.runner.posix import trees

    before = tree(tool)
    on_another_volume(monkeypatch)
    with monkeypatch.context() as full:
        full.setattr(keeping, "_ROOM_LEFT", 2**62)
        full.setattr(trees, "copy", raise_full)
        ran, _ = take(tool, home)
        assert (ran.statuses, ran.codes) == (["failed"], ["U-17"])
        assert "no room" in ran.ended[0].says
    assert tree(tool) == before
    _, plan_id = take(tool, home)
    with monkeypatch.context() as full:
        full.setattr(keeping, "_ROOM_LEFT", 2**62)
        assert put_back(plan_id, home).codes == ["U-17"]
    assert all(not path.stat().st_mode & 0o111 for path in kept_below(home))
    assert put_back(plan_id, home).statuses == ["done"]
    assert tree(tool) == before


def test_a_put_back_that_was_cut_off_leaves_nothing_that_runs_when_the_next_is_refused(tool: Path, home: Path) -> None:
    _, plan_id = take(tool / "agent", home, "file")
    (kept,) = kept_below(home)
    kept.chmod(0o755)  # so it stands when the runner is killed between `arm` and the move
    kept.rename(kept.with_name("agent"))
    (tool / "agent").write_bytes(b"new")
    assert put_back(plan_id, home).codes == ["U-15"]
    (kept,) = kept_below(home)
    assert (kept.name, kept.stat().st_mode & 0o777) == ("agent.quar", 0o400)


def test_the_last_look_at_what_was_copied_keeps_what_is_left_from_being_run(
    tool: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Something was mounted in the original after its copy was made: it must not be deleted with it."""
    from recovery_assistant.runner.posix import trees

    def is_mounted(_: int, name: str) -> None:
        if name.startswith(".tool"):
            raise Unable("U-14", "Another folder is mounted in it, so it is not touched.", "failed")

    on_another_volume(monkeypatch)
    monkeypatch.setattr(trees, "see_that_nothing_is_mounted", is_mounted)
    ran, plan_id = take(tool, home)
    assert (ran.statuses, ran.codes) == (["failed"], ["U-14"])
    assert all(not path.stat().st_mode & 0o111 for path in kept_below(home))
    assert (tool.parent / f".tool.{plan_id}-a1" / "agent").is_file()


def test_what_must_not_be_moved_and_came_in_meanwhile_goes_back(
    tool: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from recovery_assistant.runner.posix.files import PosixHeld

    before, move = tree(tool), PosixHeld.move

    def linked_elsewhere(held: PosixHeld, to: Path) -> bool:
        moved = move(held, to)
        os.link(to / "agent", home.parent / "other")
        return moved

    monkeypatch.setattr(PosixHeld, "move", linked_elsewhere)
    ran, _ = take(tool, home)
    assert (ran.statuses, ran.codes) == (["failed"], ["U-13"])
    assert tree(tool) == before
    assert not kept_below(home)


@pytest.mark.parametrize("place", ["link", "inner/through/run.sh"])
def test_links_are_never_followed(tool: Path, home: Path, place: str) -> None:
    (tool / "link").symlink_to(tool / "inner" / "run.sh")
    (tool / "inner" / "through").symlink_to(tool / "inner")
    ran, _ = take(tool / place, home, "file")
    assert (ran.statuses, ran.codes) == (["refused"], ["U-10"])


def test_a_file_with_two_names_stays(tool: Path, home: Path) -> None:
    os.link(tool / "agent", tool.parent / "other")
    assert take(tool / "agent", home, "file")[0].codes == ["U-14"]
    assert take(tool, home)[0].codes == ["U-14"]
    assert (tool.parent / "other").stat().st_mode & 0o4755 == 0o4755


def test_a_plan_is_done_once(tool: Path, home: Path) -> None:
    plan = plan_of(Quarantine(path=str(tool), kind="folder"), roots=(str(tool),))
    assert ran_by(hand_in(home), plan, home.parent).code == 0
    again = ran_by(hand_in(home), plan, home.parent)
    assert again.code == 3
    assert again.said.startswith("U-08 ")


def test_all_that_is_needed_to_put_it_back_is_on_the_disk_before_it_moves(
    tool: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every write before the move was synced, content and name, in this order; a power cut cannot take it back."""
    from recovery_assistant.runner.posix import files
    from recovery_assistant.runner.posix.renaming import rename_new

    told: list[str] = []
    sync = os.fsync

    def synced(descriptor: int) -> None:
        told.append(f"sync {Path(f'/proc/self/fd/{descriptor}').readlink().name}")
        sync(descriptor)

    def renamed(old_folder: int, old: str, new_folder: int, new: str) -> None:
        told.append(f"rename {old}")
        rename_new(old_folder, old, new_folder, new)

    monkeypatch.setattr(os, "fsync", synced)
    monkeypatch.setattr(files, "rename_new", renamed)
    ran, plan_id = take(tool / "agent", home, "file")
    assert ran.statuses == ["done"]
    before, after = told[: told.index("rename agent")], told[told.index("rename agent") :]
    lines = f"sync {plan_id}-person.jsonl"
    # run started, action begun, the two folders of the action, the manifest, its name twice, the folder for the content
    assert before[-8:] == [lines, lines, "sync kept", f"sync {plan_id}", "sync manifest.json.new", *["sync a1"] * 3]
    assert after[1:3] == ["sync content", "sync tool"]
    assert after[-2:] == [lines, lines]


def test_a_folder_in_which_somebody_still_writes_goes_back(
    tool: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from recovery_assistant.runner.posix.files import PosixHeld

    move = PosixHeld.move

    def written_into(held: PosixHeld, to: Path) -> bool:
        moved = move(held, to)
        with (to / "agent").open("ab") as file:
            file.write(b" and more")
        return moved

    monkeypatch.setattr(PosixHeld, "move", written_into)
    ran, _ = take(tool, home)
    assert (ran.statuses, ran.codes) == (["failed"], ["U-13"])
    assert (tool / "agent").read_bytes() == b"\x7fELF agent and more"
    assert (tool / "agent").stat().st_mode & 0o777 == 0o755
    assert not kept_below(home)
