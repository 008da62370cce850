"""Facts are masked like the sentences: a program learns nothing that a reader of the same copy may not know."""

from __future__ import annotations

import pytest

from recovery_assistant.domain import journal as j
from recovery_assistant.domain.observation import Gap
from recovery_assistant.domain.payment import Payment
from recovery_assistant.domain.record import AUDIENCES, Audience, Facts
from recovery_assistant.record.json import encode
from tests.unit.record.records import MADE_AT, press, rich_events, started
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
        "me": {"payments", "disputed", "findings", "gaps", "copies", "missed_copies", "routes", "dates", "contacts"},
        "bank": {"payments", "disputed", "findings", "gaps"},
        "police": {"payments", "disputed", "findings", "gaps", "copies", "missed_copies"},
        "share": {"payments", "disputed", "findings", "gaps", "copies", "missed_copies"},
        "technician": {"findings", "gaps", "copies", "missed_copies"},
    }


def test_an_empty_case_has_contacts_and_nothing_else() -> None:
    found = press().record([started()]).facts
    assert found.contacts
    assert found == Facts(contacts=found.contacts)


def kept(audience: Audience) -> Facts:
    """Return the facts of a case with one copy and one that could not be made."""
    copied = j.ExhibitCopied(
        exhibit_id="e",
        finding_id="",
        path="C:/Users/Margaret/ad.trace",
        size=10,
        sha256="0" * 64,
        modified_at=None,
        owner="MARGARET-PC\\margaret",
        tool_id="anydesk",
        sha256_after="0" * 64,
        size_after=12,
        accessed_at=MADE_AT,
        host="margaret-pc",
        zone="Europe/London",
        clock_error_seconds=-4,
        program_version="1.2",
    )
    missed = j.ExhibitMissed(finding_id="", path="C:/Users/Margaret/x.log", reason="Margaret has it open", code="G-09")
    return press().record([started(), copied, missed], audience).facts


@pytest.mark.parametrize("audience", ["me", "police", "technician"])
def test_a_copy_carries_its_chain_of_custody(audience: Audience) -> None:
    (copy,) = kept(audience).copies
    assert (copy.owner, copy.tool_id, copy.host) == ("MARGARET-PC\\margaret", "anydesk", "margaret-pc")
    assert (copy.sha256_after, copy.size_after, copy.accessed_at) == ("0" * 64, 12, MADE_AT)
    assert (copy.zone, copy.clock_error_seconds, copy.program_version) == ("Europe/London", -4, "1.2")
    (missed,) = kept(audience).missed_copies
    assert (missed.path, missed.code) == ("C:/Users/Margaret/x.log", "G-09")


def test_a_copy_to_share_keeps_hashes_and_names_nobody() -> None:
    told = kept("share")
    assert "argaret" not in str(told).casefold()
    assert told.copies[0].sha256 == "0" * 64
    assert told.missed_copies[0].code == "G-09"
    assert not kept("bank").copies
    assert not kept("bank").missed_copies
