"""Every kind of page of the plan has a class, and every step of the plan can be shown."""

from __future__ import annotations

import pytest

from recovery_assistant.ui.journey import At
from recovery_assistant.ui.pages.base import StepPage, WaitingPage
from recovery_assistant.ui.pages.choose import page_for
from recovery_assistant.ui.widgets.buttons import SecondButton
from tests.window_parts import Bench, plan

STEPS = [step.id for stage in plan().stages for step in stage.steps]


@pytest.mark.parametrize("step", STEPS)
def test_every_step_has_a_page(bench: Bench, step: str) -> None:
    page = bench.page(step)
    assert isinstance(page, StepPage)
    assert page.heading is not None
    assert page.heading.words


def test_a_page_that_must_wait_is_no_other_page(bench: Bench) -> None:
    window = bench.window()
    page = page_for(window.desk, plan().step("plug-back-in"))
    bench.qtbot.addWidget(page)
    assert isinstance(page, WaitingPage)


def test_a_page_that_must_wait_shows_the_way_to_what_comes_first(bench: Bench) -> None:
    window = bench.window()
    page = bench.page("plug-back-in", window)
    page.findChildren(SecondButton)[0].click()
    bench.settle()
    assert window.journey.here == At("programs-found")
