"""The composition root: the only place that chooses concrete adapters and hands them to a front end."""

from __future__ import annotations

from recovery_assistant import __version__


def run(argv: list[str]) -> int:
    """Start the front end that the arguments ask for and return its exit code."""
    print(f"Recovery Assistant {__version__}")  # noqa: T201
    return 0 if argv == ["--version"] else 2
