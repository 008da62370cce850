"""Real logs of public repositories, told to the end: a case, its timeline, its record."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from recovery_assistant.content import compiled
from recovery_assistant.content.loading import load_words
from recovery_assistant.domain.case import Case
from recovery_assistant.domain.folding import fold
from recovery_assistant.domain.journal import Actor, Entry, KnownEvent
from recovery_assistant.domain.remembered import known_of, teller_of
from recovery_assistant.domain.telling import tell
from recovery_assistant.domain.timeline import Timeline, timeline_of
from recovery_assistant.resources import resources_root
from recovery_assistant.services.log_sources import logs_at
from recovery_assistant.services.trace_recording import written
from recovery_assistant.services.tracing import traces_of

SAMPLES = Path(__file__).resolve().parents[3] / "shared" / "samples"
pytestmark = pytest.mark.skipif(not SAMPLES.is_dir(), reason="the sample logs stand only beside some checkouts")
NOW = datetime(2026, 11, 22, 14, 5, tzinfo=UTC)


class Keeper:
    """Keeps events as a casebook does, without a disk."""

    def __init__(self) -> None:
        self.entries: list[Entry] = []

    def record(self, event: KnownEvent, actor: Actor | None = None) -> Case:
        entry = Entry(sequence=len(self.entries) + 1, at=NOW, actor=actor or "program", event=event, digest=bytes(32))
        self.entries.append(entry)
        return fold(self.entries)


def told(folder: str) -> tuple[Timeline, list[str]]:
    """Return the timeline of a folder of logs, and every sentence that is said about it."""
    keeper = Keeper()
    list(written(keeper, traces_of(logs_at([SAMPLES / folder], lambda: UTC)), "this"))
    case, words = fold(keeper.entries), load_words(resources_root(), "en", "gb")
    teller = teller_of(case, words.telling, compiled.catalogue(resources_root()), UTC, None)
    timeline = timeline_of(known_of(case, lambda minor, currency: f"{currency} {minor}", str), teller)
    return timeline, [sentence.replace("\u00a0", " ") for one in case.traces for sentence in tell(one, teller).all]


def test_four_visits_through_getscreen() -> None:
    timeline, sentences = told("getscreen")
    assert timeline.headline == "4 connections on 12 April 2026. Together 13 minutes."
    assert timeline.days[0].band is not None
    assert [bar.label for bar in timeline.days[0].band.bars] == ["3 minutes", "7 seconds", "2 minutes", "7 minutes"]
    assert "Getscreen.me’s record names the internet address 94.156.14.71." in sentences


def test_one_visit_through_teamviewer_and_none_the_other_way() -> None:
    timeline, sentences = told("teamviewer")
    assert timeline.headline == "One connection on 16 February 2024. Together 2 minutes."
    said = "Someone using TeamViewer number 1 660 360 496 connected at 14:16 on 16 February 2024"
    assert any(sentence.startswith(said) for sentence in sentences)
    assert any(sentence.startswith("This PC connected to TeamViewer number 1 660 360 496") for sentence in sentences)
    assert "The maker of TeamViewer takes reports at teamviewer.com/en-us/report-a-scam." in sentences


def test_a_router_is_no_place() -> None:
    _timeline, sentences = told("ammyy")
    assert any("log shows only the maker’s own computer" in sentence for sentence in sentences)
