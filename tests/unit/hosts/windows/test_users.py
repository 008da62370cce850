"""Questions that only a running Windows answers (tests/windows asks a real one)."""

from __future__ import annotations

import sys
from datetime import UTC, datetime

import pytest

from recovery_assistant.hosts.windows.users import _before, administrators, local_users


@pytest.mark.skipif(sys.platform == "win32", reason="a Windows answers")
def test_elsewhere_nobody_answers() -> None:
    assert local_users() is None
    assert administrators() is None


@pytest.mark.parametrize("seconds", [0, 0xFFFFFFFF])
def test_an_age_that_says_nothing(seconds: int) -> None:
    assert _before(datetime(2026, 11, 18, tzinfo=UTC), seconds) is None


def test_an_age() -> None:
    assert _before(datetime(2026, 11, 18, 0, 1, tzinfo=UTC), 60) == datetime(2026, 11, 18, tzinfo=UTC)
