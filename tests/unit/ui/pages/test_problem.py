"""The problem page: the sentence, the code to read out; a fault of ours says that it is ours."""

from __future__ import annotations

from recovery_assistant.domain.errors import CaseError
from recovery_assistant.ui.pages.problem import ProblemPage
from recovery_assistant.ui.stream import WorkBrokeError
from recovery_assistant.ui.widgets.text import Label
from tests.window_parts import Bench


def test_sentence_and_code(bench: Bench) -> None:
    page = ProblemPage(bench.window().desk, CaseError("C-10", "The disk is full."))
    bench.qtbot.addWidget(page)
    said = [label.words for label in page.findChildren(Label)]
    assert "The disk is full." in said
    assert "C-10" in said


def test_a_fault_of_ours_is_nobodys_fault_else(bench: Bench) -> None:
    page = ProblemPage(bench.window().desk, WorkBrokeError("X-01", "ZeroDivisionError: nothing"))
    bench.qtbot.addWidget(page)
    said = " ".join(label.words for label in page.findChildren(Label))
    assert "It is not your fault." in said
