"""Plain text: at most 80 columns, and nothing in it can steer a terminal."""

from __future__ import annotations

import unicodedata

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from recovery_assistant.domain import record as r
from recovery_assistant.record.text import WIDTH, write
from tests.unit.record.records import hostile_events, press, rich_events, started


def columns(line: str) -> int:
    """Return the columns of a line on a terminal, counted another way than the writer does."""
    wide = sum(unicodedata.east_asian_width(letter) in "WF" for letter in line)
    return len(line) + wide - sum(unicodedata.combining(letter) != 0 for letter in line)


def test_it_reads_like_a_letter() -> None:
    text = write(press().record([started()]))
    lines = text.splitlines()
    assert lines[0] == "Recovery record, case 2026-11-18-A7KD"
    assert "Page 14A" in lines
    place = lines.index("Read this out on the phone")
    assert lines[place + 1] == "=" * len("Read this out on the phone")
    assert "[ ] Can you stop or bring back the payments?" in lines
    assert any(line.startswith("Who I spoke to") and line.endswith("____") for line in lines)
    assert lines[-1].startswith("Seal of 22 November 2026: ")


def test_pairs_stand_in_two_columns() -> None:
    lines = write(press().record(rich_events())).splitlines()
    assert "They said they were from    Microsoft" in lines
    assert "[x] E-mail: new password" in lines


@pytest.mark.parametrize("audience", r.AUDIENCES)
@pytest.mark.parametrize("hostile", [False, True])
def test_no_line_is_too_long_and_nothing_is_hidden(audience: r.Audience, hostile: bool) -> None:
    events = hostile_events() if hostile else rich_events()
    for line in write(press().record(events, audience)).split("\n"):
        assert columns(line) <= WIDTH
        assert line.isprintable()


@given(st.text(max_size=300), st.booleans())
def test_any_text_stays_text(text: str, numbered: bool) -> None:
    blocks = (
        r.Heading(level=2, text=text),
        r.Text(text=text),
        r.Note(text=text),
        r.Items(items=(text,), numbered=numbered),
        r.Ticks(items=((text, True),)),
        r.Table(caption=text, header=(text,), rows=((text,),)),
        r.Code(target="tel:1", label=text, shown=text),
        r.LargeCode(groups=(text,)),
        r.LetterHead(sender=(text,), to=(text,), to_label=text, to_blank=text, dated=text),
    )
    document = msgspec.structs.replace(press().record([started()]), blocks=blocks)
    written = write(document)
    for line in written.split("\n"):
        assert columns(line) <= WIDTH
        assert line.isprintable()
    letters = "".join("".join(r.visible(part) for part in text.split("\n")).split())
    assert "".join(written.replace("|", "").split()).count(letters.replace("|", "")) >= (1 if letters else 0)
