"""The booklet for reviewers: every text, every fact, each page to sign."""

from __future__ import annotations

from datetime import date

from recovery_assistant.domain import record as r
from recovery_assistant.record.review import ReviewFact, ReviewText, review
from tests.unit.record.handout_press import press_of
from tests.unit.record.records import said

DAY = date(2026, 11, 22)
TEXTS = (
    ReviewText("steps.bank-call", "steps.bank-call.lead", "Ring {contact:bank}."),
    ReviewText("routes.crypto", "routes.crypto.name", "Crypto money"),
)
FACTS = (
    ReviewFact("GB/contact/x", "159", "https://one.example", DAY, "official", ("3A",), False),
    ReviewFact("GB/rule/y", "A rule", "https://two.example", DAY, "secondary", (), True),
)


def test_texts_and_facts_stand_on_their_page_with_a_line_to_sign() -> None:
    paper = review(press_of("gb"), TEXTS, FACTS)
    codes = {block.page_code: at for at, block in enumerate(paper.blocks) if isinstance(block, r.Heading)}
    here = paper.blocks[codes["3A"] : codes["3B"]]
    assert ("lead", "Ring 159.") in next(block.rows for block in here if isinstance(block, r.Pairs))
    assert any(isinstance(block, r.WriteLines) for block in here)
    assert "https://one.example" in str(here)


def test_nothing_is_left_out() -> None:
    text = said(review(press_of("gb"), TEXTS, FACTS))
    for part in (
        "Crypto money",
        "https://two.example",
        "22 November 2026, past its shelf life",
        "Somebody else reports it",
    ):
        assert part in text
    assert text.count("Name and day") >= len([s for stage in press_of("gb").guidance.plan.stages for s in stage.steps])
