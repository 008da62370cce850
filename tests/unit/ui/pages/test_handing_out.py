"""Papers to hand out stand where they are needed, and are saved whole."""

from __future__ import annotations

from pathlib import Path

import pytest

from recovery_assistant.domain.errors import AssistantError
from recovery_assistant.ui.pages.cases import HelpAside
from recovery_assistant.ui.pages.handing_out import HandoutPanel
from recovery_assistant.ui.widgets.text import Label
from tests.window_parts import Bench


@pytest.mark.parametrize(
    ("step", "paper"),
    [
        ("e-mail-first", "List of your accounts"),
        ("bank-accounts", "List of your accounts"),
        ("they-will-ring-back", "Card for beside the phone"),
        ("keep-safe", "Card for beside the phone"),
    ],
)
def test_the_paper_stands_on_the_page_that_needs_it(bench: Bench, step: str, paper: str) -> None:
    (panel,) = bench.page(step).findChildren(HandoutPanel)
    assert panel.offer.name == paper


def test_other_pages_offer_none(bench: Bench) -> None:
    assert bench.page("look-at-statements").findChildren(HandoutPanel) == []


def test_it_is_saved_and_said(bench: Bench, tmp_path: Path) -> None:
    (panel,) = bench.page("they-will-ring-back").findChildren(HandoutPanel)
    panel.save_to(tmp_path / "card.pdf")
    bench.qtbot.waitUntil(lambda: "The card is saved." in [label.words for label in panel.findChildren(Label)])
    assert (tmp_path / "card.pdf").read_bytes().startswith(b"%PDF-")


def test_what_cannot_be_saved_is_reported(bench: Bench, tmp_path: Path) -> None:
    (panel,) = bench.page("they-will-ring-back").findChildren(HandoutPanel)
    told: list[object] = []
    panel.failed.connect(told.append)
    panel.save_to(tmp_path / "gone" / "card.pdf")
    bench.qtbot.waitUntil(lambda: bool(told))
    assert isinstance(told[0], AssistantError)


def test_the_booklet_stands_on_the_page_of_numbers(bench: Bench) -> None:
    aside = HelpAside(bench.window().desk)
    (panel,) = aside.findChildren(HandoutPanel)
    assert panel.offer.name == "Booklet with all pages"
