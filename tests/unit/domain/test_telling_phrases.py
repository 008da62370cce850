"""Every sentence about logs is said somewhere, and every mark in it is one that the program fills."""

from __future__ import annotations

import re
import string
from pathlib import Path
from typing import get_args

import msgspec
import pytest

from recovery_assistant.domain.session import How, What
from tests.unit.domain.telling_words import TELLING

ROOT = Path(__file__).resolve().parents[3] / "recovery_assistant"
SAID_BY = (
    "domain/statement_telling.py",
    "domain/maker_report.py",
    "domain/telling.py",
    "domain/timeline.py",
    "domain/timeline_summary.py",
    "domain/suggesting.py",
    "record/timeline.py",
    "record/first_page.py",
    "ui/pages/from_records.py",
)


def texts(value: object) -> list[str]:
    if isinstance(value, str):
        return [value]
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list | tuple) else ()
    return [text for part in parts for text in texts(part)]


@pytest.mark.parametrize("group", TELLING.__struct_fields__)
def test_every_phrase_is_used(group: str) -> None:
    code = "\n".join((ROOT / name).read_text("utf-8") for name in SAID_BY if (ROOT / name).exists())
    unused = [name for name in getattr(TELLING, group).__struct_fields__ if not re.search(rf"\.{name}\b", code)]
    assert not unused


def test_every_kind_has_words() -> None:
    kinds = set(get_args(What)) - {"unconfirmed"}
    assert set(TELLING.activity.said) == kinds
    assert set(TELLING.activity.named) == kinds
    assert set(TELLING.activity.more) == kinds | {"unconfirmed"}
    assert set(TELLING.session.how) == set(get_args(How)) - {"unknown"}


def test_marks_have_names() -> None:
    for text in texts(msgspec.to_builtins(TELLING)):
        for _, name, _, _ in string.Formatter().parse(text):
            assert name is None or name.isidentifier()
