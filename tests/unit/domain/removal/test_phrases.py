"""Every sentence about removals is said somewhere, and there are words for everything that can happen."""

from __future__ import annotations

import re
import string
from pathlib import Path
from typing import get_args

import msgspec
import pytest

from recovery_assistant.domain.removal.plan import Caution, RefusalCode, Switch, undo_of
from recovery_assistant.domain.removal.results import Status
from recovery_assistant.domain.removal.state import Outcome, WhyNotStarted
from recovery_assistant.domain.removal.telling import VERBS
from tests.unit.domain.removal_verbs import ONE_OF_EACH
from tests.unit.domain.removal_words import REMOVING
from tests.unit.domain.test_telling_phrases import texts

ROOT = Path(__file__).resolve().parents[4] / "recovery_assistant"
BUTTONS = {"go_on", "put_back", "mine_after_all"}
"""Words of the window alone."""
MARKS = {
    "name",
    "thing",
    "program",
    "maker",
    "switch",
    "code",
    "says",
    "target",
    "names",
    "outcome",
    "who",
    "when",
    "count",
    "begun",
    "ended",
    "command",
    "seen",
    "was",
    "place",
    "hash",
    "page",
    "why",
}


def groups() -> list[msgspec.Struct]:
    found: list[msgspec.Struct] = [REMOVING]
    for group in found:
        inner = [getattr(group, name) for name in group.__struct_fields__]
        found += [part for part in inner if isinstance(part, msgspec.Struct)]
    return found


@pytest.mark.parametrize("group", groups(), ids=lambda group: type(group).__name__)
def test_every_phrase_is_used(group: msgspec.Struct) -> None:
    said_by = [
        *ROOT.glob("domain/removal/telling*.py"),
        *ROOT.glob("record/*.py"),
        *ROOT.glob("ui/**/*.py"),
        *ROOT.glob("cli/*.py"),
    ]
    code = "\n".join(path.read_text("utf-8") for path in said_by)
    unused = [name for name in group.__struct_fields__ if not re.search(rf"\.{name}\b", code)]
    assert not set(unused) - BUTTONS


def test_every_verb_has_words() -> None:
    assert {type(verb).__struct_config__.tag for verb in ONE_OF_EACH} == set(VERBS)
    said_apart = {"set-switch", "put-back"}
    assert set(REMOVING.does.tool) == set(REMOVING.does.alone) == set(VERBS) - said_apart
    assert set(REMOVING.ended.done) == set(VERBS)
    kept = {str(type(verb).__struct_config__.tag) for verb in ONE_OF_EACH if undo_of(verb) == "put-back"}
    assert set(REMOVING.does.back) == kept - {"put-back"}
    assert set(REMOVING.plan.stops) <= set(VERBS)


def test_everything_that_can_happen_has_words() -> None:
    assert set(REMOVING.does.switch) == set(REMOVING.plan.stops_switch) == set(get_args(Switch))
    assert set(REMOVING.ended.status) == set(get_args(Status)) - {"done"}
    assert set(REMOVING.ended.word) == set(get_args(Status))
    every = set(get_args(Outcome))
    assert set(REMOVING.outcome.program) == set(REMOVING.outcome.setting) == set(REMOVING.outcome.word) == every
    assert set(REMOVING.refused.code) == set(get_args(RefusalCode))
    assert set(REMOVING.caution) == set(get_args(Caution))
    assert set(REMOVING.begin) == set(get_args(WhyNotStarted))


def test_marks_are_those_that_the_program_fills() -> None:
    for text in texts(msgspec.to_builtins(REMOVING)):
        for _, name, _, _ in string.Formatter().parse(text):
            assert name is None or name in MARKS, text


def test_nothing_is_called_clean_or_all_clear() -> None:
    for text in texts(msgspec.to_builtins(REMOVING)):
        assert not re.search(r"\bclean|all clear|\bsafe now\b|your fault|you let them|you should have", text, re.I), (
            text
        )
