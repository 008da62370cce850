"""PySide6 6.12 below Python 3.12 corrupts memory: the pins, the guard and the installed pair all keep it away."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, Signal

from recovery_assistant.ui import pyside_pair

ROOT = Path(__file__).resolve().parents[3]
EMITS = 50


class Bell(QObject):
    """Something that rings."""

    rung = Signal(bool)


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="True is immortal from Python 3.12 on")
def test_emitting_takes_no_reference_off_true() -> None:
    bell = Bell()
    before = sys.getrefcount(True)
    for _ in range(EMITS):
        bell.rung.emit(True)
    # The broken pair loses one for each emit. Whatever else runs meanwhile moves the count by a few.
    assert sys.getrefcount(True) > before - EMITS // 2


@pytest.mark.parametrize(
    ("python", "pyside", "unsafe"),
    [
        ((3, 11), "6.11.3", False),
        ((3, 11), "6.12.0", True),
        ((3, 11), "7.0.0", True),
        ((3, 12), "6.12.0", False),
        ((3, 13), "6.12.1", False),
    ],
)
def test_the_guard_knows_the_pair(python: tuple[int, int], pyside: str, unsafe: bool) -> None:
    assert pyside_pair.is_unsafe(python, pyside) is unsafe


def test_the_installed_pair_is_safe() -> None:
    pyside_pair.refuse_unsafe_pair()


def test_an_unsafe_pair_is_refused_with_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pyside_pair, "FIRST_BAD_PYSIDE", (6, 0))
    monkeypatch.setattr(pyside_pair, "FIRST_SAFE_PYTHON", (99, 0))
    with pytest.raises(pyside_pair.UnsafePairError, match=r"6\.11\.3"):
        pyside_pair.refuse_unsafe_pair()


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-dev.lock"])
def test_the_lock_keeps_the_pair_of_markers(lock: str) -> None:
    lines = (ROOT / "packaging" / lock).read_text("utf-8").splitlines()
    pinned = [line for line in lines if line.startswith("pyside6-essentials==")]
    assert len(pinned) == 2
    below = next(line for line in pinned if "python_full_version < '3.12'" in line)
    above = next(line for line in pinned if "python_full_version >= '3.12'" in line)
    assert below.startswith("pyside6-essentials==6.11.")
    assert not above.startswith("pyside6-essentials==6.11.")
