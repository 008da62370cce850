"""Set-up on a bare machine: the parts that can be tested without fetching packages."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

PACKAGING = Path(__file__).resolve().parents[2] / "packaging"
sys.path.insert(0, str(PACKAGING))

import bootstrap  # noqa: E402
import debian  # noqa: E402
import lanes  # noqa: E402
import python_floor  # noqa: E402


def test_the_fingerprint_follows_the_lock(tmp_path: Path) -> None:
    lock = tmp_path / "a.lock"
    lock.write_text("one==1\n", "utf-8")
    before = bootstrap.fingerprint(lock)
    assert before == bootstrap.fingerprint(lock)
    lock.write_text("one==2\n", "utf-8")
    assert before != bootstrap.fingerprint(lock)


@pytest.mark.slow
def test_an_environment_is_made_once_and_again_when_the_lock_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(bootstrap, "ROOT", tmp_path)
    (tmp_path / "packaging").mkdir()
    lock = tmp_path / "packaging" / "empty.lock"
    lock.write_text("# nothing to install\n", "utf-8")
    python = bootstrap.ensure_environment(".venv", "empty.lock")
    assert "Setting up" in capsys.readouterr().out
    asked = subprocess.run([python, "-c", "import sys; print(sys.prefix)"], capture_output=True, text=True, check=True)
    assert Path(asked.stdout.strip()) == tmp_path / ".venv"
    bootstrap.ensure_environment(".venv", "empty.lock")
    assert capsys.readouterr().out == ""
    # A lock that cannot be installed: the environment is made anew, and the half of it that stands is not used.
    lock.write_text("a-package-without-a-hash==1\n", "utf-8")
    with pytest.raises(bootstrap.SetupError):
        bootstrap.ensure_environment(".venv", "empty.lock")
    assert "Setting up" in capsys.readouterr().out
    assert not (tmp_path / ".venv" / bootstrap.STAMP).exists()


def test_what_runs_inside_imports_the_checkout(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONHOME", "elsewhere")
    variables = bootstrap.child_environment()
    assert "PYTHONHOME" not in variables
    assert variables["PYTHONPATH"] == str(bootstrap.ROOT)


def test_an_old_python_is_told_what_it_needs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(python_floor, "FLOOR", (99, 0))
    with pytest.raises(SystemExit, match=r"needs Python 99\.0 or newer, and this is Python 3\."):
        python_floor.ensure_new_enough("start.py")


@pytest.mark.parametrize("script", ["start.py", "check.py", "python_floor.py"])
def test_the_ways_in_can_be_read_by_an_old_python(script: str) -> None:
    # No old Python is at hand everywhere; its grammar is.
    import ast

    ast.parse((PACKAGING / script).read_text("utf-8"), feature_version=(3, 6))


def test_the_line_to_type_names_what_is_missing() -> None:
    assert debian.line_to_type(["libgl1", "libegl1"]).endswith("libgl1 libegl1")


def test_a_library_that_is_not_there_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    if sys.platform != "linux":
        pytest.skip("only Linux names these libraries")
    monkeypatch.setattr(debian, "QT_LIBRARIES", {"libnone1": "libthere-is-no-such-thing.so.1", "libc6": "libc.so.6"})
    assert debian.missing_qt_packages() == ["libnone1"]


def test_nothing_to_install_is_done_already() -> None:
    assert debian.install([])


def test_every_lane_has_a_name_of_its_own_and_a_known_environment() -> None:
    table = lanes.lanes(quick=False)
    assert len({lane.name for lane in table}) == len(table)
    assert {lane.environment for lane in table} <= set(lanes.ENVIRONMENTS)


def test_a_lane_that_is_not_there_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert lanes.main(["--lane", "no-such-lane"]) == 2
    assert "no-such-lane" in capsys.readouterr().err


def test_one_red_lane_makes_the_run_red_and_the_others_still_run(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    table = [lanes.Lane("first", ("-c", "raise SystemExit(3)")), lanes.Lane("second", ("-c", "print('it ran')"))]
    monkeypatch.setattr(lanes, "lanes", lambda **_: table)
    monkeypatch.setattr(bootstrap, "ensure_environment", lambda *_: Path(sys.executable))
    assert lanes.main([]) == 1
    out = capfd.readouterr().out
    assert "it ran" in out
    assert "RED    first" in out
    assert "green  second" in out
