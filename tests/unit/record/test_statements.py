"""The list to dispute: for whom, what it says, and what is hidden on a copy to share."""

from __future__ import annotations

import msgspec
import pytest

from recovery_assistant.domain import record as r
from recovery_assistant.domain.record import Audience, RecordDocument
from tests.unit.record.records import press, rich_events, started

HEADING = "Payments on my statements that are not mine"


def text(document: RecordDocument) -> str:
    return msgspec.json.encode(document.blocks).decode()


def headings(document: RecordDocument) -> list[str]:
    return [block.text for block in document.blocks if isinstance(block, r.Heading)]


@pytest.mark.parametrize("audience", ["me", "bank", "police"])
def test_rows_to_dispute_stand_in_the_record(audience: Audience) -> None:
    document = press().record(rich_events(), audience)
    assert HEADING in headings(document)
    assert "£1,850.00 out" in text(document)
    assert "£9.00 in" in text(document)
    assert "£1.00 out" not in text(document)
    assert [one.row.number for one in document.facts.disputed] == [4]


def test_a_technician_sees_none_of_it() -> None:
    document = press().record(rich_events(), "technician")
    assert HEADING not in headings(document)
    assert "QUICKHELP" not in text(document)
    assert document.facts.disputed == ()


def test_a_copy_to_share_names_nobody() -> None:
    document = press().record(rich_events(), "share")
    assert HEADING in headings(document)
    assert "QUICKHELP" not in msgspec.json.encode(document).decode()
    assert document.facts.disputed[0].row.amount_minor == -185_000


def test_only_the_own_copy_says_what_was_looked_at() -> None:
    assert "We looked at 12 of 90 rows" in text(press().record(rich_events(), "me"))
    assert "We looked at 12 of 90 rows" not in text(press().record(rich_events(), "bank"))


def test_nothing_marked_is_said() -> None:
    assert "No row of a statement was marked" in text(press().record([started()], "me"))
