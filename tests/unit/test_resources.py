"""The one resolver finds `resources/` in a checkout, in a wheel and in a frozen program."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from recovery_assistant import resources

ROOT = Path(__file__).resolve().parents[2]


def test_checkout_is_found() -> None:
    assert resources.resources_root() == ROOT / "resources"


def test_a_frozen_folder_comes_first(tmp_path: Path) -> None:
    bundle = tmp_path / "bundle"
    (bundle / "resources").mkdir(parents=True)
    package = tmp_path / "recovery_assistant"
    (package / "_resources").mkdir(parents=True)
    assert resources.first_existing(resources.candidates(package, bundle)) == bundle / "resources"


def test_the_freezer_is_asked_by_its_own_mark(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "resources").mkdir()
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)
    assert resources.resources_root() == tmp_path / "resources"


def test_a_folder_named_resources_beside_an_installed_package_is_not_ours(tmp_path: Path) -> None:
    (tmp_path / "resources").mkdir()
    package = tmp_path / "recovery_assistant"
    (package / "_resources").mkdir(parents=True)
    assert resources.first_existing(resources.candidates(package, None)) == package / "_resources"


def test_a_copy_that_is_not_whole_says_where_it_looked(tmp_path: Path) -> None:
    with pytest.raises(resources.ResourcesMissingError, match="_resources"):
        resources.first_existing(resources.candidates(tmp_path / "recovery_assistant", None))


def test_the_wheel_carries_every_resource_and_finds_it(tmp_path: Path) -> None:
    pytest.importorskip("hatchling", reason="hatchling builds the wheel; the command-line lane has none")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")
    installed = tmp_path / "site"
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(installed)
    carried = {path.relative_to(installed) for path in installed.rglob("*") if path.is_file()}
    for source in (ROOT / "resources").rglob("*"):
        if source.is_file():
            assert Path("recovery_assistant/_resources", source.relative_to(ROOT / "resources")) in carried
    ask = "from recovery_assistant.resources import resources_root; print(resources_root())"
    asked = subprocess.run(
        [sys.executable, "-P", "-c", ask],
        cwd=tmp_path,
        env={"PYTHONPATH": str(installed), "SYSTEMROOT": "C:\\Windows"},
        check=True,
        capture_output=True,
        text=True,
    )
    assert Path(asked.stdout.strip()) == installed / "recovery_assistant" / "_resources"
