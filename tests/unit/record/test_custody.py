"""The chain of custody: plain words first, every fact for those who need it, and nobody's name on a copy to share."""

from __future__ import annotations

from dataclasses import replace

import pytest
from msgspec import structs

from recovery_assistant.domain import journal as j
from recovery_assistant.domain import record as r
from recovery_assistant.domain.folding import fold
from recovery_assistant.domain.record import AUDIENCES, Audience
from recovery_assistant.record.custody import copied
from tests.unit.record.records import NOON, press, rich_events, texts_of

HASH = "ab" * 32
FULL = j.ExhibitCopied(
    exhibit_id="e9",
    finding_id="",
    tool_id="anydesk",
    path="C:\\Users\\Peter\\gone.log",
    size=5_000_000,
    sha256=HASH,
    modified_at=NOON,
    owner="PC\\Peter",
    sha256_after=HASH,
    size_after=5_000_100,
    created_at=NOON,
    accessed_at=NOON,
    host="this",
    zone="Europe/London",
    clock_error_seconds=-95,
    program_version="1.0",
)


def told(*events: j.KnownEvent, audience: Audience = "me") -> str:
    return "\n".join(texts_of(copied(press().ground([*rich_events(), *events], audience))))


def test_dozens_of_copied_files_stay_short() -> None:
    copies = [
        j.ExhibitCopied(
            exhibit_id=f"x{n}", finding_id="f-1", path=f"/var/log/{n}.log", size=n, sha256=HASH, modified_at=None
        )
        for n in range(30)
    ]
    ground = press().ground([*rich_events(), *copies])
    files = next(block for block in copied(ground) if isinstance(block, r.Items))
    assert len(files.items) == 31
    assert files.items[1] == "Copy 2: /var/log/0.log\nLog, 0 bytes\nSHA-256 begins abab abab abab abab"


@pytest.mark.parametrize("audience", AUDIENCES)
def test_each_audience_gets_what_it_needs(audience: Audience) -> None:
    text = told(FULL, audience=audience)
    whole = audience in ("police", "technician")
    assert (" ".join(["abababab"] * 8) in text) == whole
    assert ("It gave the same number, or" in text) == whole
    assert ("Owner PC\\Peter" in text) == whole
    assert ("to 5,000,100 bytes" in text) == whole
    assert ("Europe/London" in text) == (whole or audience == "me")
    assert ("it was 95 seconds slow" in text) == (whole or audience == "me")
    assert ("Peter" in text) == (audience not in ("bank", "share"))
    assert ("ad_svc.trace" in text) == (audience not in ("bank", "share"))
    assert ("could not be copied: 1." in text) == (audience == "share")
    assert (text == "") == (audience == "bank")


def test_copies_of_several_programs_are_numbered_through_as_they_are_written_out() -> None:
    copies = [structs.replace(FULL, exhibit_id=tool, tool_id=tool) for tool in ("anydesk", "teamviewer")]
    blocks = copied(press().ground([*copies], "police"))
    lists = [block.items for block in blocks if isinstance(block, r.Items)]
    assert [items[0].partition(":")[0] for items in lists] == ["Copy 1", "Copy 2"]


def test_logs_of_a_program_that_is_gone_say_so() -> None:
    assert "Files that AnyDesk left. It was not found any more" in told(FULL)


def test_an_older_case_has_no_empty_lines() -> None:
    text = told(audience="police")
    assert "nobody compared it" in text
    assert "  " not in text
    assert "\n\n" not in text


def test_without_copies_that_is_said() -> None:
    assert copied(press().ground([]))[-1] == r.Text(text="No files were copied.")


def test_an_owner_that_nobody_knows_is_said() -> None:
    assert "Owner not known" not in told(FULL, audience="police")
    assert told(structs.replace(FULL, owner=""), audience="police").count("Owner not known") == 1
    assert "Owner not known" not in told(structs.replace(FULL, owner="", kind="registry"), audience="police")


@pytest.mark.parametrize("actor", ["person", "technician"])
def test_a_technician_signs(actor: j.Actor) -> None:
    ground = press().ground([])
    entry = j.Entry(sequence=1, at=NOON, actor=actor, event=FULL, digest=bytes(32))
    blocks = copied(replace(ground, case=fold([entry]), audience="police"))
    lines = [block.labels[0] for block in blocks if isinstance(block, r.WriteLines)]
    assert lines == (["Name of the technician"] if actor == "technician" else [])
