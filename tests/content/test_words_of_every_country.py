"""What every country must hear, whatever it says in its own words."""

from __future__ import annotations

import pytest

from recovery_assistant.content.loading import load_guidance
from recovery_assistant.domain.guidance import Guidance
from recovery_assistant.domain.region import REGIONS_OF
from recovery_assistant.resources import resources_root

GUIDANCE = {code: load_guidance(resources_root(), "en", code) for code in sorted(REGIONS_OF)}
ALL = pytest.mark.parametrize("guidance", GUIDANCE.values(), ids=GUIDANCE)


@ALL
@pytest.mark.parametrize("promise", ["must", "rule", "law", "give it back", "refund"])
def test_who_pressed_send_is_answered_with_no_law_and_no_promise(guidance: Guidance, promise: str) -> None:
    """Which law holds depends on country and way of paying; page 11B tells it for each payment."""
    asked = guidance.words.step("payments").fields["who_sent"]
    said = [option.then for option in asked.options.values()]
    assert all("Page 11B" in then for then in said)
    assert not [then for then in said if promise in then]


@ALL
def test_everybody_is_warned_of_those_who_get_money_back_for_a_fee(guidance: Guidance) -> None:
    headings = [part.heading for part in guidance.words.step("they-will-ring-back").body]
    assert headings[:3] == ["They may say", "What you do", "Who gets money back for you"]
    assert "Print the card" in guidance.words.step("they-will-ring-back").body[-1].text


def test_days_of_the_cfpb_are_counted_from_a_complaint_to_the_cfpb() -> None:
    words = GUIDANCE["US"].words
    assert "CFPB" in words.deadlines["complaint-answer"]
    assert "CFPB" in words.step("payments").fields["complained_on"].label
    assert "CFPB" in words.step("bank-says-no").fields["complained-on"].label


@ALL
def test_no_rule_that_a_letter_quotes_speaks_against_the_person(guidance: Guidance) -> None:
    """Pages say what is no law; a letter to the bank does not do the bank's work."""
    pack = guidance.country
    quoted = {name for row in pack.payments.routes if row.covered and row.letter for name in row.rules}
    against = ("no right to it", "not a law", "There is no chargeback", "does not cover")
    assert not [name for name in sorted(quoted) if any(part in pack.rule(name).says for part in against)]
    assert not quoted & {"no-chargeback-eftpos"}


@ALL
def test_the_last_page_of_a_part_leads_to_the_list(guidance: Guidance) -> None:
    parts = [stage for stage in guidance.plan.stages if stage.group != "right-now"]
    last = [stage.steps[-1] for stage in parts if stage.steps[-1].kind not in ("removal", "record")]
    assert len(last) > 6
    assert [step.id for step in last if "your list" not in guidance.words.step(step.id).next.lower()] == []
