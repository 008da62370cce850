"""What the Windows Python of the `wine` lane is made from, and what happens where there is no Wine."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from packaging.requirements import Requirement

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "packaging"))

import bootstrap
import debian
import lanes
import under_wine
import windows_python


def test_packages_are_chosen_by_the_markers_of_windows_and_keep_their_hashes() -> None:
    lines = windows_python.windows_requirements().splitlines()
    names = {Requirement(line.partition(" --hash=")[0]).name for line in lines}
    assert names >= {"pywin32-ctypes", "tzdata", "colorama", "keyring", "pytest", "pyside6-essentials"}
    assert not names & {"secretstorage", "jeepney", "mypy", "ruff"}
    assert all("--hash=sha256:" in line and ";" not in line for line in lines)
    assert len(names) == len(lines), "one version of each"


def test_another_lock_or_stand_in_makes_it_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = windows_python.fingerprint()
    assert before == windows_python.fingerprint()
    (tmp_path / "icuuc.c").write_text("int changed;")
    monkeypatch.setattr(windows_python, "PARTS", tmp_path)
    assert windows_python.fingerprint() != before


def test_it_can_lie_elsewhere(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("RECOVERY_WINDOWS_PYTHON", str(tmp_path / "w"))
    assert windows_python.default_folder() == tmp_path / "w"


def test_without_wine_the_lane_is_left_out_and_says_what_to_type(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("RECOVERY_WINDOWS_PYTHON", str(tmp_path / "none"))
    assert under_wine.main(["--if-possible", "-c", "pass"]) == lanes.LEFT_OUT
    assert "apt-get install" in capsys.readouterr().out
    assert under_wine.main(["-c", "pass"]) == 2
    assert "wine" in capsys.readouterr().err


def test_a_lane_that_is_left_out_is_neither_green_nor_red(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    table = [lanes.Lane("wine", ("-c", f"raise SystemExit({lanes.LEFT_OUT})"))]
    monkeypatch.setattr(lanes, "lanes", lambda **_: table)
    monkeypatch.setattr(bootstrap, "ensure_environment", lambda *_: Path(sys.executable))
    monkeypatch.setattr(debian, "missing_wine_packages", list)
    assert lanes.main([]) == 0
    out = capfd.readouterr().out
    assert "out    wine" in out
    assert "green" not in out
