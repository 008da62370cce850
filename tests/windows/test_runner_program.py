"""The runner as a program of its own: its four words, its exit codes, and nothing of its surroundings."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

if sys.platform != "win32":
    pytest.skip("needs Windows, real or under Wine", allow_module_level=True)

import winreg

from recovery_assistant.domain.removal.places import results_name
from recovery_assistant.domain.removal.plan import PutBack, RemoveValue, digest_of, plan_bytes
from recovery_assistant.domain.removal.results import ActionEnded, RunEnded, RunStarted, read_lines
from recovery_assistant.runner.windows import store
from tests.windows.conftest import WriteKey
from tests.windows.removal_runs import plan_of

pytestmark = pytest.mark.wine

RUNNER = Path(__file__).parents[2] / "recovery_assistant" / "runner" / "__main__.py"
RUN = r"SOFTWARE\Microsoft\Windows\CurrentVersion\Run"
VERB = RemoveValue(key=rf"HKLM\{RUN}", name="Recovery Test", data="tool.exe")


def start(*words: str, folder: Path) -> subprocess.CompletedProcess[bytes]:
    """Start the runner where somebody has planted libraries, modules and variables."""
    for name in ("advapi32.dll", "msi.dll", "version.dll", "msgspec.py", "os.py"):
        (folder / name).write_bytes(b"raise SystemExit('planted')")
    planted = {"PYTHONPATH": str(folder), "PYTHONSTARTUP": str(folder / "os.py"), "ProgramData": str(folder)}
    command = [sys.executable, "-I", str(RUNNER), *words]
    return subprocess.run(
        command, cwd=folder, env=os.environ | planted, stdin=subprocess.DEVNULL, capture_output=True, check=False
    )


def test_a_look_and_a_run_are_told_line_by_line(write_key: WriteKey, tmp_path: Path) -> None:
    write_key(winreg.HKEY_LOCAL_MACHINE, RUN, {"Recovery Test": (1, "tool.exe")})
    plan = plan_of(VERB)
    content, file = plan_bytes(plan), tmp_path / "plan.json"
    file.write_bytes(content)
    looked = start(str(file), digest_of(content), "look", "administrator", folder=tmp_path)
    assert looked.returncode == 0, looked
    kinds = [type(line) for line in read_lines(looked.stdout)]
    assert (kinds[0], kinds[-2:]) == (RunStarted, [ActionEnded, RunEnded])
    ran = start(str(file), digest_of(content), "do", "administrator", folder=tmp_path)
    assert (ran.returncode, ran.stdout) == (0, b""), ran
    results = store.store("administrator") / results_name(plan.id, "administrator")
    ended = [line for line in read_lines(results.read_bytes()) if isinstance(line, ActionEnded)]
    assert [one.status for one in ended] == ["done"]
    again = start(str(file), digest_of(content), "do", "administrator", folder=tmp_path)
    assert (again.returncode, b"U-08" in again.stderr) == (3, True), "a plan is done once"
    back = plan_bytes(plan_of(PutBack(plan_id=plan.id, action_id="a1"), undoes=plan.id))
    file.write_bytes(back)
    assert start(str(file), digest_of(back), "do", "administrator", folder=tmp_path).returncode == 0
    with winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, RUN) as key:
        assert winreg.QueryValueEx(key, "Recovery Test") == ("tool.exe", 1)


def test_a_plan_of_another_digest_is_refused(throwaway: None, tmp_path: Path) -> None:
    content = plan_bytes(plan_of(VERB))
    file = tmp_path / "plan.json"
    file.write_bytes(content + b" ")
    ran = start(str(file), digest_of(content), "do", "administrator", folder=tmp_path)
    assert ran.returncode == 2
    assert ran.stderr.startswith(b"U-0")


@pytest.mark.parametrize("words", [(), ("x",), ("x", "y", "do", "root"), ("x", "y", "run", "person")])
def test_other_words_are_refused(throwaway: None, tmp_path: Path, words: tuple[str, ...]) -> None:
    assert start(*words, folder=tmp_path).returncode == 2
