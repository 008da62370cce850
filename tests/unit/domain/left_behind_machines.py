"""Plans for things left behind on machines made up for tests, each held to what the runner allows."""

from __future__ import annotations

from recovery_assistant.domain.finding import LeftBehind
from recovery_assistant.domain.left_behind.judging import Gathering
from recovery_assistant.domain.left_behind.planning import plan_fix
from recovery_assistant.domain.observation import Observation, System
from recovery_assistant.domain.removal import plan as r
from recovery_assistant.domain.removal.checking import check
from tests.unit.domain.fake_ground import FakeGround
from tests.unit.domain.left_behind_rows import ANYDESK, AT, LINES, LINUX, UNIT


def ground(system: System) -> FakeGround:
    return FakeGround(system, files=[f"{UNIT}/x.service"] if system is LINUX else [], lines=LINES)


def left(observations: tuple[Observation, ...], system: System) -> dict[str, LeftBehind]:
    gathering = Gathering()
    for one in observations:
        gathering.add(one)
    found: dict[str, LeftBehind] = {}
    for thing in gathering.judged("this", system, [ANYDESK]):
        found.setdefault(thing.kind, thing)
    return found


def fixed(thing: LeftBehind, observations: tuple[Observation, ...], system: System) -> r.Proposal:
    proposal = plan_fix(
        thing, observations, system, ground(system), plan_id="r-0123456789ab", case_number="2026-11-22-A7KD", made_at=AT
    )
    if proposal.plan is not None:
        check(proposal.plan, system)
    return proposal


def codes(seen: tuple[Observation, ...], system: System, kind: str) -> list[str]:
    proposal = fixed(left(seen, system)[kind], seen, system)
    assert proposal.plan is None
    return [one.code for one in proposal.refusals]
