"""What papers to hand out are made from, for every test of one."""

from __future__ import annotations

from functools import cache

from recovery_assistant.content.forms import load_forms
from recovery_assistant.content.loading import load_guidance, load_phrases
from recovery_assistant.content.whole import whole
from recovery_assistant.domain.handout_phrases import HandoutPhrases
from recovery_assistant.record.handout import Press
from tests.unit.record.records import MADE_AT, RESOURCES

COUNTRIES = ("gb", "ie", "us", "ca", "au", "nz")


@cache
def press_of(code: str) -> Press:
    """Return the press of a country; reading its content once serves every test."""
    return Press(
        guidance=load_guidance(RESOURCES, "en", code),
        phrases=whole(RESOURCES, "en", code, "handouts", HandoutPhrases),
        frame=load_phrases(RESOURCES, "en", code),
        made_at=MADE_AT,
        forms={known.form.id: known for known in load_forms(RESOURCES, "en", code)},
    )
