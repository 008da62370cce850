"""Errors carry a sentence for the person and a code for whoever is on the phone with them."""

from __future__ import annotations

import re
from pathlib import Path

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


CODE = re.compile(r'"([A-Z]-\d\d)"')
ROOT = Path(__file__).parents[3]


def test_every_code_of_the_program_is_in_the_list_once_and_no_other() -> None:
    """Codes are read out on the phone: whoever adds one adds its row to docs/errors.md."""
    modules = (ROOT / "recovery_assistant").rglob("*.py")
    used = {code for module in modules for code in CODE.findall(module.read_text("utf-8"))}
    lines = (ROOT / "docs" / "errors.md").read_text("utf-8").splitlines()
    listed = [line[2:6] for line in lines if re.match(r"\| [A-Z]-\d\d \|", line)]
    assert sorted(listed) == sorted(used)
