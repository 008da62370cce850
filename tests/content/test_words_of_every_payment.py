"""Words to say and letters fit what was answered: nobody is made to say on the phone what they did not tell us."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import get_args

import msgspec
import pytest

from recovery_assistant.content.loading import load_guidance
from recovery_assistant.domain.guidance import Guidance
from recovery_assistant.domain.payment import Payment, WhoSent
from recovery_assistant.domain.refund import Route, routes
from recovery_assistant.domain.region import REGIONS_OF
from recovery_assistant.resources import resources_root

TODAY = date(2026, 11, 22)
GUIDANCE = {code: load_guidance(resources_root(), "en", code) for code in sorted(REGIONS_OF)}
ALL = pytest.mark.parametrize("guidance", GUIDANCE.values(), ids=GUIDANCE)
ANSWERS: tuple[WhoSent | None, ...] = (*get_args(WhoSent), None)
HANDED_OVER = ("cash",)
"""Nobody but the person can have handed it over."""

MINE = ("I was tricked into", "I withdraw my consent", "I take back my yes")
NOT_MINE = (
    "I did not make",
    "I did not allow",
    "I did not agree to it",
    "I did not agree to this",
    "I did not knowingly",
)


def _ways(guidance: Guidance, *answers: WhoSent | None) -> Iterator[tuple[str, Route, str]]:
    pack = guidance.country
    for rail in pack.payments.rails:
        for who in answers:
            told = {"id": "p1", "rail": rail, "who_sent": who, "sent_on": "2026-11-18", "currency": pack.currency}
            for region in (*pack.regions, None):
                (way,) = routes([msgspec.convert(told, Payment)], pack, region, TODAY)
                yield f"{rail}, {who}, {region}: {way.id}", way, guidance.words.routes[way.id].say


@ALL
def test_only_who_sent_it_says_so(guidance: Guidance) -> None:
    others = [who for who in ANSWERS if who != "me"]
    ways = [(where, way, say) for where, way, say in _ways(guidance, *others) if not where.startswith(HANDED_OVER)]
    assert not [where for where, _, say in ways if any(claim in say for claim in MINE)]
    assert not [where for where, way, _ in ways if way.letter == "bank-authorised"]


@ALL
def test_only_who_did_not_send_it_says_so(guidance: Guidance) -> None:
    ways = list(_ways(guidance, "me", "unknown", None))
    assert not [where for where, _, say in ways if any(claim in say for claim in NOT_MINE)]


@ALL
def test_nothing_is_told_us_before_the_answer(guidance: Guidance) -> None:
    for where, way, _ in _ways(guidance, None):
        words = guidance.words.routes[way.id]
        assert "You told us" not in words.reason, where
        assert "not-covered" not in way.remarks, where
