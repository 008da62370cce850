"""What is exchanged between a check and its use: on a real Windows the held thing cannot be, or it is noticed.

What Wine 8 cannot show: that a folder above a held file cannot be renamed (Linux lets it be renamed), and junctions.
"""

from __future__ import annotations

import ctypes
import hashlib
import shutil
import sys
import threading
from pathlib import Path

import pytest

if sys.platform != "win32":
    pytest.skip("needs Windows, real or under Wine", allow_module_level=True)

from recovery_assistant.domain.removal.plan import Quarantine
from recovery_assistant.runner.hand import Unable
from recovery_assistant.runner.windows import starting
from recovery_assistant.runner.windows.files import WindowsFiles
from tests.windows.conftest import Subject
from tests.windows.removal_runs import carry_out, folder_of_tool, plan_of, put_back

pytestmark = pytest.mark.wine

TOOL = "Recovery Test Tool"
UNDER_WINE = hasattr(ctypes.WinDLL("ntdll"), "wine_get_version")


def test_a_program_that_is_about_to_be_run_cannot_be_exchanged(subject: Subject) -> None:
    with folder_of_tool(TOOL) as folder:
        program = folder / "uninstall.exe"
        program.write_bytes(subject("anydesk.exe").read_bytes())
        digest = hashlib.sha256(program.read_bytes()).hexdigest()
        with starting.unchanged(str(program), digest, "administrator"):
            for change in (
                lambda: program.write_bytes(b"hostile"),
                program.unlink,
                lambda: program.rename(folder / "away.exe"),
                lambda: (folder / "uninstall.exe").replace(folder / "other.exe"),
            ):
                with pytest.raises(PermissionError):
                    change()
            if not UNDER_WINE:
                with pytest.raises(PermissionError):
                    folder.rename(folder.with_name("Recovery Test Away"))
        assert hashlib.sha256(program.read_bytes()).hexdigest() == digest


def test_a_program_that_somebody_writes_to_is_not_run(subject: Subject) -> None:
    with folder_of_tool(TOOL) as folder:
        program = folder / "uninstall.exe"
        program.write_bytes(subject("anydesk.exe").read_bytes())
        digest = hashlib.sha256(program.read_bytes()).hexdigest()
        with (
            program.open("r+b"),
            pytest.raises(Unable, match="U-48"),
            starting.unchanged(str(program), digest, "administrator"),
        ):
            pytest.fail("it was held although somebody may write to it")


def test_what_was_put_in_its_place_meanwhile_is_not_moved(throwaway: None, tmp_path: Path) -> None:
    with folder_of_tool(TOOL) as folder:
        file = folder / "tool.exe"
        file.write_bytes(b"as planned")
        with WindowsFiles().hold(str(file), "administrator") as held:
            assert held is not None
            held.entries()
            file.rename(folder / "aside.exe")
            file.write_bytes(b"precious")
            with pytest.raises(Unable, match="U-47"):
                held.move(tmp_path / "taken")
        assert file.read_bytes() == b"precious"
        assert not (tmp_path / "taken").exists()


def test_a_place_that_is_taken_meanwhile_is_not_overwritten(throwaway: None, tmp_path: Path) -> None:
    with folder_of_tool(TOOL) as folder:
        (folder / "tool.exe").write_bytes(b"tool")
        (tmp_path / "taken").write_bytes(b"precious")
        with WindowsFiles().hold(str(folder / "tool.exe"), "administrator") as held:
            assert held is not None
            with pytest.raises(Unable, match="U-15"):
                held.move(tmp_path / "taken")
        assert (tmp_path / "taken").read_bytes() == b"precious"


def test_a_folder_that_changes_all_the_time_is_whole_in_one_place(throwaway: None, tmp_path: Path) -> None:
    """Somebody exchanges a file during forty removals and put-backs; nothing outside is ever touched."""
    with folder_of_tool(TOOL) as folder, folder_of_tool("Recovery Test Other") as other:
        (other / "precious.txt").write_bytes(b"precious")
        (folder / "tool.exe").write_bytes(b"tool")
        over = threading.Event()

        def exchange() -> None:
            number = 0
            while not over.wait(0.002):
                number += 1
                try:
                    (folder / "new.tmp").write_bytes(b"%d" % number)
                    (folder / "new.tmp").replace(folder / "tool.exe")
                except OSError:
                    continue

        attacker = threading.Thread(target=exchange)
        attacker.start()
        statuses: set[str] = set()
        try:
            for _ in range(20):
                ran = carry_out(plan_of(Quarantine(path=str(folder), kind="folder"), roots=(str(folder),)), tmp_path)
                statuses.add(ran.only.status)
                if ran.only.kept is not None:
                    statuses.add(f"back: {put_back(ran, tmp_path).only.status}")
                folder.mkdir(exist_ok=True)
        finally:
            over.set()
            attacker.join()
        assert {path.name: path.read_bytes() for path in other.iterdir()} == {"precious.txt": b"precious"}
        assert statuses <= {
            *("done", "failed", "refused", "restart-needed"),
            *(f"back: {one}" for one in ("done", "failed", "refused", "nothing-to-do")),
        }
        shutil.rmtree(folder, ignore_errors=True)
