"""JSON: the model itself with its version, and facts that a program can use without reading sentences."""

from __future__ import annotations

import json

import msgspec
import pytest

from recovery_assistant.domain.record import AUDIENCES, FORMAT_VERSION, Audience, RecordDocument
from recovery_assistant.record.json import encode
from tests.unit.record.records import hostile_events, press, rich_events


@pytest.mark.parametrize("audience", AUDIENCES)
def test_it_is_the_document_and_comes_back_as_it_was(audience: Audience) -> None:
    for events in (rich_events(), hostile_events()):
        document = press().record(events, audience)
        assert msgspec.json.decode(encode(document), type=RecordDocument) == document


def test_it_says_its_version_and_what_it_was_made_from() -> None:
    told = json.loads(encode(press().record(rich_events())))
    assert told["format"] == FORMAT_VERSION
    assert told["seal"]["count"] == len(rich_events())
    assert told["case_number"] == "2026-11-18-A7KD"
    assert told["made_at"].startswith("2026-11-22T14:05")


def test_facts_can_be_read_without_sentences() -> None:
    facts = json.loads(encode(press().record(rich_events())))["facts"]
    assert [(one["amount_minor"], one["currency"], one["who_sent"]) for one in facts["payments"]] == [
        (185000, "GBP", "them"),
        (20000, "GBP", "me"),
    ]
    assert {one["tool_id"]: one["wanted"] for one in facts["findings"]} == {
        "anydesk": "remove",
        "teamviewer": "keep",
        "quick-assist": "undecided",
    }
    assert facts["gaps"][0]["code"] == "G-01"
    assert {"id": "refund-by", "payment_id": "p1", "on": "2026-11-19"}.items() <= facts["dates"][0].items()
    assert all(one["source"] and one["checked_on"] for one in (*facts["dates"], *facts["contacts"]))


def test_the_same_record_has_the_same_bytes() -> None:
    assert encode(press().record(rich_events())) == encode(press().record(rich_events()))
    assert encode(press().record(rich_events())).endswith(b"}\n")
