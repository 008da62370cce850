"""A verb that only another system has is refused by the hand too, should a plan ever come so far."""

from __future__ import annotations

import pytest

from recovery_assistant.domain.removal.plan import RemoveKey
from recovery_assistant.runner.hand import Unable
from recovery_assistant.runner.posix.lacking import Lacking
from tests.unit.runner.made_up_programs import turn_of


def test_each_verb_is_refused() -> None:
    verb = RemoveKey(key="HKLM\\SOFTWARE\\X")
    names = [name for name in vars(Lacking) if not name.startswith("_")]
    assert len(names) == 8
    for name in names:
        turn, _ = turn_of(verb)
        with pytest.raises(Unable, match="U-27"):
            getattr(Lacking(), name)(verb, turn)
