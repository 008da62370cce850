"""What is offered is what the runner foresees; the system's question is announced with its name and its way out."""

from __future__ import annotations

import pytest

from recovery_assistant.domain.observation import System
from recovery_assistant.domain.removal.plan import Proposal
from recovery_assistant.domain.removal.prompt import PromptFacts, WayOfAsking
from recovery_assistant.ui.pages.looking import look_and_copy
from recovery_assistant.ui.pages.removal.offer import announced, offer_of, place_announcement
from recovery_assistant.ui.widgets.text import Label
from tests.made_up_removal import PROMPT, MadeUpRemoving
from tests.window_parts import Bench

WAYS: tuple[tuple[WayOfAsking, System], ...] = (
    ("windows-consent", System.WINDOWS),
    ("polkit", System.LINUX),
    ("macos-password", System.MACOS),
)


def removing_here(bench: Bench) -> tuple[MadeUpRemoving, str]:
    window = bench.window()
    book = window.casebook
    assert book is not None
    list(look_and_copy(window.desk, book, lambda: False))
    return bench.removing_of(book), next(iter(book.case.findings))


def test_an_offer_has_plan_question_and_what_the_runner_foresees(bench: Bench) -> None:
    removing, item = removing_here(bench)
    offer = offer_of(removing, item, "")
    assert offer.proposal.plan is not None
    assert offer.prompt == PROMPT
    assert [one.action for one in offer.foreseen] == list(offer.proposal.plan.actions)


def test_without_a_plan_nobody_is_asked_and_nothing_is_foreseen(bench: Bench) -> None:
    removing, item = removing_here(bench)
    removing.has_plan = False
    assert offer_of(removing, item, "") == (Proposal(plan=None), None, (), "")


@pytest.mark.parametrize(("way", "system"), WAYS)
def test_each_question_is_announced_with_its_way_out(bench: Bench, way: WayOfAsking, system: System) -> None:
    page = bench.page("remove-programs")
    facts = PromptFacts(system=system, way=way, name="Runner", password=way != "windows-consent")
    place_announcement(page, facts)
    told = " | ".join(label.words for label in page.findChildren(Label))
    assert "It must show “Runner”. If it does not, say no." in told
    assert "You may also say no. Then nothing happens" in told
    assert "It never asks for money, for a card, or that you ring somebody." in told
    assert ("We never see it." in told) == (way != "windows-consent")
    heading, button = announced(way)
    assert heading.endswith("will now ask you")
    assert len(button.split()) <= 5
