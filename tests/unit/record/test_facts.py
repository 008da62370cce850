"""Facts are masked like the sentences: a program learns nothing that a reader of the same copy may not know."""

from __future__ import annotations

import pytest

from recovery_assistant.domain import journal as j
from recovery_assistant.domain.observation import Gap
from recovery_assistant.domain.payment import Payment
from recovery_assistant.domain.record import AUDIENCES, Audience, Facts
from recovery_assistant.record.json import encode
from tests.unit.record.records import press, rich_events, started
from tests.unit.record.test_build import HEALTH_AND_FAMILY, NAMES_AND_NUMBERS


def facts(audience: Audience) -> Facts:
    return press().record(rich_events(), audience).facts


def test_the_whole_json_of_the_copy_to_share_names_nobody() -> None:
    told = encode(press().record(rich_events(), "share")).decode()
    for fact in (*NAMES_AND_NUMBERS, *HEALTH_AND_FAMILY, "may have put it there", '"known"', '"mine"'):
        assert fact not in told
    assert facts("share").payments[0].amount_minor == 185000
    typed = j.PaymentRecorded(payment=Payment(id="to Margaret", amount_minor=5))
    assert "Margaret" not in encode(press().record([started(), typed], "share")).decode()


def test_the_whole_json_of_the_technician_knows_no_money_and_no_people() -> None:
    told = encode(press().record(rich_events(), "technician")).decode()
    hidden = [fact for fact in NAMES_AND_NUMBERS if fact not in ("Margaret", "Peter")]
    for fact in (*hidden, *HEALTH_AND_FAMILY, "may have put it there", '"known"', "185000", "who_sent"):
        assert fact not in told
    assert [one.wanted for one in facts("technician").findings] == ["remove", "keep", "undecided"]
    assert facts("technician").findings[0].evidence


@pytest.mark.parametrize("audience", ["bank", "share"])
def test_a_gap_in_the_facts_names_no_folder_either(audience: Audience) -> None:
    gap = Gap(host="margarets-pc", source="services: C:\\margaret", reason="margaret said no", code="G-02")
    scan = j.ScanStarted(scan_id="s1", host="margarets-pc", system="windows", catalogue="1")
    document = press().record([started(), scan, j.SourceMissed(scan_id="s1", gap=gap)], audience)
    assert document.facts.gaps == (Gap(host="", source="", reason="", code="G-02"),)
    assert "margaret" not in encode(document).decode()


@pytest.mark.parametrize("audience", ["bank", "police"])
def test_health_is_in_no_fact(audience: Audience) -> None:
    told = encode(press().record(rich_events(), audience)).decode()
    assert not any(fact in told for fact in HEALTH_AND_FAMILY)


def test_each_audience_has_the_facts_of_its_sections() -> None:
    has = {
        audience: {name for name in Facts.__struct_fields__ if getattr(facts(audience), name)} for audience in AUDIENCES
    }
    assert has == {
        "me": {"payments", "findings", "gaps", "copies", "dates", "contacts"},
        "bank": {"payments", "findings", "gaps"},
        "police": {"payments", "findings", "gaps", "copies"},
        "share": {"payments", "findings", "gaps", "copies"},
        "technician": {"findings", "gaps", "copies"},
    }


def test_an_empty_case_has_contacts_and_nothing_else() -> None:
    found = press().record([started()]).facts
    assert found.contacts
    assert found == Facts(contacts=found.contacts)
