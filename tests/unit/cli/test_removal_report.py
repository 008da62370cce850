"""How outcomes become exit codes, and how hostile texts of a plan come out."""

from __future__ import annotations

import typing

import pytest
from msgspec import structs

from recovery_assistant.cli import exits
from recovery_assistant.cli.removal_report import OUTCOME_CODES, Offer, Teller, worst
from recovery_assistant.domain.removal.plan import Proposal, Refusal
from recovery_assistant.domain.removal.results import ActionBegun, ActionEnded, RunEnded
from recovery_assistant.domain.removal.state import KnownRemoval, Look, Outcome
from recovery_assistant.services.removal.events import (
    Agreed,
    Done,
    LookingAgain,
    NotDone,
    Reported,
    Running,
    StillWorking,
)
from tests.unit.cli.conftest import guidance
from tests.unit.domain.removal.test_plan import AT, MOVE, PLAN, STOP

HOSTILE = "Any\x1b[2JDesk\nremoved"


def test_every_outcome_has_an_exit_code() -> None:
    assert OUTCOME_CODES.keys() == set(typing.get_args(Outcome))
    assert [outcome for outcome, code in OUTCOME_CODES.items() if code == exits.OK] == ["removed-verified", "put-back"]


def test_the_worst_of_several_counts() -> None:
    assert worst([]) == exits.OK
    assert worst([exits.OK, exits.GAPS, exits.NOT_RIGHT, exits.RESTART]) == exits.NOT_RIGHT
    assert worst([exits.OK, exits.RESTART, exits.GAPS]) == exits.GAPS
    assert worst([exits.RESTART, exits.OK]) == exits.RESTART


def test_a_hostile_plan_makes_no_line_of_its_own(capsys: pytest.CaptureFixture[str]) -> None:
    proposal = Proposal(
        plan=structs.replace(PLAN, name=HOSTILE),
        refusals=(Refusal(code="link", about=HOSTILE),),
        cautions=("managed",),
        stays=(HOSTILE,),
    )
    Offer("f-1", HOSTILE, proposal, by_hand=("Step.",)).show(guidance("GB").words.removing)
    shown = capsys.readouterr().out
    assert "\x1b" not in shown
    assert not any(line.startswith("removed") for line in shown.splitlines())
    assert "a1 (administrator) stop-service AnyDesk" in shown
    assert "By hand:" in shown


def test_the_object_of_a_plan_has_every_key_also_without_a_plan() -> None:
    with_plan = Offer("f-1", "AnyDesk", Proposal(plan=PLAN)).as_json(guidance("GB").words.removing)
    without = Offer("f-1", "AnyDesk", Proposal(plan=None)).as_json(guidance("GB").words.removing)
    assert with_plan.keys() == without.keys()
    assert (without["plan"], without["sha256"], without["steps"]) == (None, "", [])


def test_a_run_in_words(capsys: pytest.CaptureFixture[str]) -> None:
    teller = Teller(guidance("GB").words.removing, PLAN, as_json=False)
    ended = ActionEnded(action_id="a1", at=AT, status="failed", code="U-12", says="it did not stop")
    look = Look(at=AT, outcome="still-present", seen=(f"service {HOSTILE}: still there",))
    removal = KnownRemoval(plan=PLAN, sha256="0", agreed_at=AT, agreed_by="person", looks=(look,))
    for event in (
        Agreed(plan=PLAN),
        Running(rights="administrator", action=STOP, command=("sc", "stop", "Any Desk")),
        Reported(rights="administrator", line=ActionBegun(action_id="a1", at=AT)),
        Reported(rights="administrator", line=ended),
        Reported(rights="administrator", line=RunEnded(at=AT)),
        Running(rights="person", action=MOVE),
        NotDone(rights="person", reason="not-reached", says="why"),
        LookingAgain(),
        LookingAgain(done=1, total=2, source_words="the disk"),
        Done(outcome="still-present", removal=removal),
    ):
        teller.take(event)
    shown = capsys.readouterr().out
    assert 'sc stop "Any Desk"' in shown
    assert "(code U-12)" in shown
    assert "\x1b" not in shown
    assert shown.count("Now we look") == 1
    assert teller.exit_code == exits.NOT_RIGHT


def test_stopping_to_wait_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    teller = Teller(guidance("GB").words.removing, PLAN, as_json=False)
    teller.take(StillWorking(rights="administrator"))
    assert "goes on by itself" in capsys.readouterr().err
    assert teller.exit_code == exits.STOPPED
