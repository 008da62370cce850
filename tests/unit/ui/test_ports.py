"""What the window is handed cannot be changed under its feet."""

from __future__ import annotations

import dataclasses

import pytest

from recovery_assistant.ui.ports import Parts


def test_parts_are_frozen() -> None:
    assert dataclasses.fields(Parts)
    made = Parts.__new__(Parts)
    with pytest.raises(dataclasses.FrozenInstanceError):
        made.clock = None  # type: ignore[misc, assignment]
