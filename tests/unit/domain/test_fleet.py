"""The questions put to engines: named once, and in the words of our own observations."""

from __future__ import annotations

import pytest

from recovery_assistant.domain.fleet import ABOUT, QUESTIONS, pack_name
from recovery_assistant.domain.observation import Process, System, VersionInfo


@pytest.mark.parametrize("system", System)
def test_columns_are_fields_of_the_observation(system: System) -> None:
    for question in QUESTIONS[system]:
        known = set(question.kind.__struct_fields__)
        if question.kind is Process:
            known |= set(VersionInfo.__struct_fields__)
        assert set(question.columns) <= known, question.name
        assert question.words


@pytest.mark.parametrize("system", System)
def test_names_tell_questions_apart(system: System) -> None:
    names = [ABOUT, *(question.name for question in QUESTIONS[system])]
    assert len(set(names)) == len(names)
    assert all(name == name.lower() and name.replace("-", "").isalpha() for name in names)
    assert pack_name(system) == f"recovery-assistant-{system.value}"
