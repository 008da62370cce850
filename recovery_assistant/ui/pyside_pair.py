"""Refuse a pair of Python and PySide6 that loses memory under our feet, before the window opens.

PySide6 6.12 takes a reference off `True` with every emitted signal. Python 3.12 made `True` immortal; below it the
program dies after some hundred signals, in the middle of an answer. The packages are pinned so that this pair is
never installed; this guard is for whoever installs by hand. No PySide6 is imported here.
"""

from __future__ import annotations

import sys

PACKAGE = "PySide6-Essentials"
FIRST_BAD_PYSIDE = (6, 12)
FIRST_SAFE_PYTHON = (3, 12)


class UnsafePairError(RuntimeError):
    """This PySide6 would crash on this Python. The text says what to install instead."""


def is_unsafe(python: tuple[int, int], pyside: str) -> bool:
    """Say whether `pyside` (a version such as "6.11.3") crashes on `python` (major, minor)."""
    major, minor = (int(part) for part in pyside.split(".")[:2])
    return python < FIRST_SAFE_PYTHON and (major, minor) >= FIRST_BAD_PYSIDE


def refuse_unsafe_pair() -> None:
    """Raise UnsafePairError if the installed PySide6 crashes on this Python. Silent if PySide6 is not installed."""
    if sys.version_info[:2] >= FIRST_SAFE_PYTHON:
        return
    from importlib import metadata  # takes as long as half of Qt, so only where there is something to find out

    try:
        pyside = metadata.version(PACKAGE)
    except metadata.PackageNotFoundError:
        return
    refuse_unsafe_version(pyside)


def refuse_unsafe_version(pyside: str) -> None:
    """Raise UnsafePairError if this version of PySide6 crashes on this Python."""
    python = sys.version_info[:2]
    if is_unsafe(python, pyside):
        raise UnsafePairError(
            f"PySide6 {pyside} crashes on Python {python[0]}.{python[1]}. "
            "Install PySide6-Essentials 6.11.3, or use Python 3.12 or newer."
        )
