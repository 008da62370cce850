"""Every page of every country that shows a report form in the crime part asks the same questions."""

from __future__ import annotations

import pytest

from recovery_assistant.domain.report_fields import CHASE_AFTER, CHASE_ON, REFERENCE, REPORTED, REPORTED_ON
from tests.unit.domain.paper_cases import COUNTRIES, guidance

KINDS = {REPORTED: "one-of", REPORTED_ON: "date", REFERENCE: "reference", CHASE_ON: "date"}


@pytest.mark.parametrize("code", COUNTRIES)
def test_report_pages_keep_what_became_of_the_report(code: str) -> None:
    pages = [step for step in guidance(code).plan.stage("report").steps if step.form]
    assert pages
    for step in pages:
        kinds = {field.id: field.kind for field in step.fields}
        assert {name: kinds.get(name) for name in KINDS} == KINDS, step.id
        options = next(field.options for field in step.fields if field.id == REPORTED)
        assert {"not-yet", "not-needed"} <= set(options), step.id


def test_there_is_time_for_an_answer_before_somebody_asks() -> None:
    assert CHASE_AFTER >= 7
