"""Errors carry a sentence for the person and a code for whoever is on the phone with them."""

from __future__ import annotations

import pytest

from recovery_assistant.domain import errors
from recovery_assistant.domain.errors import AssistantError, CaseError, SourceUnreadable

KINDS = [errors.CaseError, errors.KeyStoreError, errors.ContentError, errors.InputError]


@pytest.mark.parametrize("kind", KINDS)
def test_sentence_and_code_are_both_said(kind: type[AssistantError]) -> None:
    error = kind("C-08", "This case file is damaged.")
    assert (error.code, error.sentence) == ("C-08", "This case file is damaged.")
    assert str(error) == "This case file is damaged. (code C-08)"
    assert isinstance(error, AssistantError)


def test_a_source_that_cannot_be_read_names_itself_and_the_reason() -> None:
    gap = SourceUnreadable("processes", "access denied")
    assert (gap.source, gap.reason, gap.code) == ("processes", "access denied", "G-01")
    assert gap.sentence == "Could not look at processes: access denied."


def test_a_front_end_can_catch_all_of_them_at_once() -> None:
    with pytest.raises(AssistantError):
        raise CaseError("C-01", "This is not a case file of this program.")
