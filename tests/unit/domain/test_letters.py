"""Letters: which a case needs, and that nothing in them is made up."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from recovery_assistant.content.letters import LETTER_IDS
from recovery_assistant.domain import record as r
from recovery_assistant.domain.journal import PaymentRecorded, StepAnswered
from recovery_assistant.domain.letters import FilledLetter, Letter, Part, fill, filled_bare, letters_for, other_letters
from recovery_assistant.domain.payment import Payment, WhoSent
from tests.unit.domain.paper_cases import COUNTRIES, ROWS, case_of, empty, events, facts, full, guidance, letters

HOLE = re.compile(r"[{}]|\bNone\b|  |\(\)|“”|: \.|^[,.;]| [,.;]")
"""What a sentence shows where a fact was missing."""


def texts(letter: FilledLetter) -> Iterator[str]:
    yield from (letter.subject, letter.to_blank, *letter.to, *letter.enclosed)
    for block in letter.blocks:
        match block:
            case r.Heading() | r.Text() | r.Note():
                yield block.text
            case r.Items():
                yield from block.items
            case r.Pairs():
                yield from (text for row in block.rows for text in row)
            case r.Table():
                yield from (block.caption, *block.header, *(cell for row in block.rows for cell in row))


def about(name: str, *, is_full: bool) -> str:
    return "anydesk" if name == "tool-maker" and is_full else ""


@pytest.mark.parametrize("name", LETTER_IDS)
@pytest.mark.parametrize("code", COUNTRIES)
def test_no_letter_has_a_mark_left_or_a_hole_in_a_sentence(code: str, name: str) -> None:
    for case, rows in ((full(code), ROWS), (empty(code), ())):
        own = facts(code, case, rows=rows).for_letter(name, about(name, is_full=bool(rows)))
        filled = fill(letters(code)[name], own)
        assert [text for text in texts(filled) if HOLE.search(text)] == []
        assert all(text for text in (filled.subject, filled.to_blank))
        assert filled.blocks


@pytest.mark.parametrize("name", LETTER_IDS)
def test_what_nobody_told_is_a_line_with_its_name(name: str) -> None:
    filled = fill(letters("gb")[name], facts("gb", empty("gb")).for_letter(name))
    rows = [row for block in filled.blocks if isinstance(block, r.Pairs) for row in block.rows]
    assert rows
    assert [label for label, value in rows if value] == []
    assert {label for label, _ in rows} <= set(filled.blanks)
    assert len(rows) == len({label for label, _ in rows})


@pytest.mark.parametrize("code", COUNTRIES)
def test_a_full_case_needs_every_letter_and_says_why(code: str) -> None:
    needed = letters_for(letters(code), facts(code, full(code)))
    assert {need.letter for need in needed} == set(LETTER_IDS)
    assert all(need.reason.endswith(".") and "{" not in need.reason for need in needed)
    assert "tool-maker.anydesk" in {need.key for need in needed}
    assert other_letters(letters(code), facts(code, full(code))) == ()


def test_an_empty_case_needs_none_and_may_have_any() -> None:
    own = facts("gb", empty("gb"))
    assert letters_for(letters("gb"), own) == ()
    assert {need.letter for need in other_letters(letters("gb"), own)} == set(LETTER_IDS)


def test_rows_of_a_statement_that_are_not_theirs_are_reason_enough_to_write_to_the_bank() -> None:
    own = facts("gb", empty("gb"), rows=ROWS)
    needed = letters_for(letters("gb"), own)
    assert [(need.letter, need.reason) for need in needed] == [
        ("bank-unauthorised", "You marked rows of your statement as not yours.")
    ]
    filled = fill(letters("gb")["bank-unauthorised"], own.for_letter("bank-unauthorised"))
    tables = [block for block in filled.blocks if isinstance(block, r.Table)]
    assert ("19 November 2026", "£1.00", "TEST SHOP", "") in tables[-1].rows


@pytest.mark.parametrize("who", ["unknown", None])
@pytest.mark.parametrize("code", COUNTRIES)
def test_no_letter_says_who_made_a_payment_before_the_person_has_said_so(code: str, who: WhoSent | None) -> None:
    currency = guidance(code).country.currency
    paid = PaymentRecorded(
        payment=Payment(id="p1", rail="bank-transfer", amount_minor=100, currency=currency, who_sent=who)
    )
    own = facts(code, case_of([*events(code)[:1], paid]))
    for need in letters_for(letters(code), own):
        filled = texts(fill(letters(code)[need.letter], own.for_letter(need.letter)))
        told = " ".join(text for text in filled if "(read on " not in text)  # what rules are called is no claim
        for claim in ("did not make", "tricked", "they did", "I did not agree to it", "did not knowingly"):
            assert claim not in f"{need.name} {need.reason} {told}", (need.key, claim)


def test_a_number_from_the_screen_is_reason_enough_to_write_to_a_maker_that_nobody_knows_yet() -> None:
    noted = StepAnswered(step="photo-of-screen", answers={"screen-number": "418 220 911"})
    own = facts("gb", case_of([*events("gb")[:1], noted]))
    needed = letters_for(letters("gb"), own)
    assert [(need.key, need.reason) for need in needed] == [
        ("tool-maker", "The makers can shut out the person who used their program.")
    ]
    filled = fill(letters("gb")["tool-maker"], own.for_letter("tool-maker"))
    assert ("Number that stood on the screen", "418 220 911") in [
        row for block in filled.blocks if isinstance(block, r.Pairs) for row in block.rows
    ]


def test_payments_stand_only_in_the_letter_that_fits_them() -> None:
    own = facts("gb", full("gb"))
    chosen = {name: [one.id for one in own.for_letter(name).payments] for name in LETTER_IDS}
    assert chosen["bank-unauthorised"] == ["p1", "p2"]
    assert chosen["bank-authorised"] == ["p3"]
    assert chosen["card-issuer"] == ["p4", "p5"]
    assert chosen["paypal"] == ["p6"]
    assert chosen["subscription"] == ["p7"]
    assert chosen["ombudsman"] == [f"p{number}" for number in range(1, 8)]


def test_a_letter_says_nothing_of_hard_times_that_was_not_allowed() -> None:
    said_no = case_of([*events("gb"), StepAnswered(step="about-you", answers={"tell-bank": "no"})])
    told = [
        text for name in LETTER_IDS for text in texts(fill(letters("gb")[name], facts("gb", said_no).for_letter(name)))
    ]
    assert not [text for text in told if "husband" in text or "ill" in text.split()]


def test_prose_with_a_missing_fact_gives_way_to_its_other_words() -> None:
    letter = Letter(
        name="x",
        reason="x",
        subject="Since {call.day}",
        to_blank="y",
        parts={
            "one": Part(text="It was on {call.day}.", without="I do not know the day."),
            "two": Part(items=("On {call.day}", "Always")),
            "three": Part(text="Rung from {caller.numbers}."),
        },
    )
    filled = fill(letter, facts("gb", empty("gb")))
    assert filled.subject == "Since"
    assert [block.text for block in filled.blocks if isinstance(block, r.Text)] == ["I do not know the day."]
    assert [block.items for block in filled.blocks if isinstance(block, r.Items)] == [("Always",)]
    assert filled.blanks == ("Day of the call", "Phone numbers they used")
    assert filled_bare("a {call.day} b") == "a b"


def test_in_the_united_states_a_card_is_disputed_at_the_address_that_the_law_asks_for() -> None:
    filled = fill(letters("us")["card-issuer"], facts("us", full("us")).for_letter("card-issuer"))
    assert filled.to == ("Billing inquiries",)
    assert "billing questions" in filled.to_blank
    told = " ".join(texts(filled))
    assert "ake these payments off my bill" in told
    assert "card disputes team" not in told
    assert "address for billing questions" in told
    assert fill(letters("gb")["card-issuer"], facts("gb", full("gb"))).to == ("The card disputes team",)
