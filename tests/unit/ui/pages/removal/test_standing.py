"""How an item stands after the newest plan for it, out of the case alone."""

from __future__ import annotations

from typing import get_args

import pytest

from recovery_assistant.domain.case import Case, KnownFinding
from recovery_assistant.domain.removal.plan import Action, RemovalPlan, StopService
from recovery_assistant.domain.removal.results import ActionBegun, ActionEnded, Kept, RunEnded, RunStarted
from recovery_assistant.domain.removal.state import KnownRemoval, Look, Outcome, WhyNotStarted
from recovery_assistant.ui.pages.removal import standing as stands
from tests.made_up_parts import words
from tests.made_up_removal import AT, anydesk_verbs
from tests.window_parts import found

PHRASES = words().removing
STARTED = RunStarted(plan_id="r-1", sha256="0", rights="administrator", acts=True, at=AT, user="x", version="1")
KEPT = ActionEnded(action_id="a1", at=AT, status="done", kept=Kept(place="p", sha256="0"))


def plan(plan_id: str = "r-1", undoes: str = "") -> RemovalPlan:
    verbs = anydesk_verbs()
    return RemovalPlan(
        id=plan_id,
        case_number="c",
        item="f-1",
        tool_id="anydesk",
        name="AnyDesk",
        system="windows",  # type: ignore[arg-type]
        made_at=AT,
        actions=tuple(Action(id=f"a{at}", rights=rights, verb=verb) for at, (rights, verb) in enumerate(verbs, 1)),
        undoes=undoes,
    )


def known(*lines: object, outcome: Outcome | None = None, gaps: int = 0, **more: object) -> KnownRemoval:
    looks = (Look(at=AT, outcome=outcome, gaps=gaps),) if outcome is not None else ()
    told = {"administrator": tuple(lines)} if lines else {}
    return KnownRemoval(plan=plan(), sha256="0", agreed_at=AT, agreed_by="person", looks=looks, lines=told, **more)  # type: ignore[arg-type]


def test_nothing_was_done() -> None:
    assert stands.standing(None) == "to-do"
    assert stands.standing(known()) == "not-begun"
    assert stands.standing(known(), is_doing=True) == "going-on"


def test_a_runner_that_did_not_come_to_its_end_was_cut_off() -> None:
    assert stands.standing(known(STARTED)) == "cut-off"
    assert stands.standing(known(STARTED, outcome="still-present")) == "cut-off", "going on is still the way"


@pytest.mark.parametrize("outcome", get_args(Outcome))
def test_what_was_seen_is_how_it_stands(outcome: Outcome) -> None:
    assert stands.standing(known(outcome=outcome)) == outcome
    assert stands.short_words(outcome)


@pytest.mark.parametrize(
    ("why", "now"), [("refused", "refused-by-person"), ("not-allowed", "blocked-by-policy"), ("failed", "not-begun")]
)
def test_a_runner_that_never_started_says_why(why: WhyNotStarted, now: str) -> None:
    assert stands.standing(known(not_started={"administrator": why})) == now


def test_only_a_whole_look_makes_it_safe() -> None:
    assert stands.is_safe(known(outcome="removed-verified"))
    assert not stands.is_safe(known(outcome="removed-verified", gaps=1))
    assert not stands.is_safe(known(outcome="removed-pending-restart"))
    assert not stands.is_safe(None)


def test_what_is_kept_can_be_put_back_once() -> None:
    removal = known(STARTED, KEPT, RunEnded(at=AT), outcome="removed-verified")
    assert [action.id for action in stands.kept_steps(removal)] == ["a1"]
    assert stands.to_put_back(Case(removals={"r-1": removal}), "f-1") is removal
    back = KnownRemoval(
        plan=plan("r-2", "r-1"),
        sha256="0",
        agreed_at=AT,
        agreed_by="person",
        looks=(Look(at=AT, outcome="put-back"),),
    )
    assert stands.to_put_back(Case(removals={"r-1": removal, "r-2": back}), "f-1") is None
    words = stands.back_said(removal.plan, removal.plan.actions[0], PHRASES)
    assert words == "Let “AnyDesk” work in the background again, as it did before."


def test_each_step_says_how_it_stands() -> None:
    removal = known(STARTED, ActionBegun(action_id="a1", at=AT), KEPT, ActionBegun(action_id="a2", at=AT))
    doing = stands.step_lines(removal, Case(), PHRASES, is_doing=True)
    assert [line.mark for line in doing] == ["done", "now", "open", "open", "open"]
    after = stands.step_lines(removal, Case(), PHRASES, is_doing=False)
    assert [line.mark for line in after][1:] == ["other"] * 4
    assert "cut off" in after[1].state


def test_a_technician_reads_exact_commands_and_no_control_characters() -> None:
    begun = ActionBegun(action_id="a1", at=AT, command=("sc.exe", "stop", "Any\x1b[31mDesk"))
    (first, *_) = stands.technical_lines(known(STARTED, begun))
    assert first.startswith("a1 (administrator): sc.exe stop Any")
    assert "\x1b" not in first
    assert isinstance(plan().actions[0].verb, StopService)


def test_an_access_aid_is_never_offered() -> None:
    aid = found("NVDA", "never")
    assert stands.findings_to_remove({"f-1": KnownFinding(finding=aid)}) == []
    assert stands.findings_to_remove({"f-1": KnownFinding(finding=found("AnyDesk", "offer"))}) == ["f-1"]
    mine = KnownFinding(finding=found("AnyDesk", "offer"), mark="mine")
    assert stands.findings_to_remove({"f-1": mine}) == []


def test_what_many_homes_have_is_offered_once_it_is_nobodys() -> None:
    part = found("Remote Desktop", "inform")
    assert stands.findings_to_remove({"f-1": KnownFinding(finding=part)}) == []
    assert stands.findings_to_remove({"f-1": KnownFinding(finding=part, mark="not-mine")}) == ["f-1"]
    assert stands.findings_to_remove({"f-1": KnownFinding(finding=part, mark="known")}) == []
