"""For tests that install and remove: they run in a copy of a Windows that is thrown away, and nowhere else."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

if sys.platform == "win32":
    from tests.windows.conftest import Subject
    from tests.windows.removal import prefix_state
    from tests.windows.removal.look_alikes import remove_all

    @pytest.fixture(scope="session")
    def own_windows() -> None:
        """Skip where somebody could miss what is lost."""
        if "RECOVERY_MAY_BE_THROWN_AWAY" not in os.environ:
            pytest.skip("needs a Windows that is thrown away: python packaging/under_wine.py --throw-away")

    @pytest.fixture(scope="session")
    def first_state(own_windows: None) -> prefix_state.PrefixState:
        """Return how this Windows was before any of these tests; it knows the hashes of what never changes."""
        return prefix_state.look()

    @pytest.fixture
    def uninstalled(first_state: prefix_state.PrefixState) -> prefix_state.PrefixState:
        """Return how this Windows is before anything is installed; other tests may have been at work since the first.

        Name it before the fixture that installs.
        """
        return prefix_state.look(first_state)

    @pytest.fixture
    def stub(own_windows: None, subject: Subject) -> Iterator[Path]:
        """Return the look-alike program; whatever is installed of it is taken away again."""
        remove_all()
        yield subject("look-alike.exe")
        remove_all()
