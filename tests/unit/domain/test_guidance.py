"""Plan, words and facts of one country fit together: every page has words, and every contact on it is known."""

from __future__ import annotations

import pytest

from recovery_assistant.domain.region import REGIONS_OF
from tests.made_up_parts import guidance


@pytest.mark.parametrize("code", [code.lower() for code in REGIONS_OF])
def test_every_page_of_a_country_has_words_and_contacts_that_are_known(code: str) -> None:
    told = guidance(code)
    assert told.country.code == code.upper()
    assert told.country.regions == REGIONS_OF[code.upper()]
    for stage in told.plan.stages:
        for step in stage.steps:
            assert told.words.step(step.id).title
            for name in (*step.contacts, *(name for field in step.fields for name in field.contacts)):
                assert told.country.contact(name).name, f"{step.id}: {name}"
