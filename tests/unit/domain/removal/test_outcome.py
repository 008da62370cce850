"""What is seen decides what came of a removal; a report of success alone never does."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from recovery_assistant.domain.removal.outcome import Sight, left_to_put_back, outcome_of, was_gone, was_put_back
from recovery_assistant.domain.removal.plan import (
    Action,
    Gone,
    PutBack,
    Quarantine,
    RemoveKey,
    Rights,
    RunUninstaller,
    StopService,
    UninstallMsi,
)
from recovery_assistant.domain.removal.results import (
    ActionBegun,
    ActionEnded,
    AnyLine,
    Kept,
    RunEnded,
    RunStarted,
    Status,
)
from recovery_assistant.domain.removal.state import KnownRemoval, Look, Outcome, WhyNotStarted
from tests.unit.domain.removal.test_plan import AT, PLAN

STOP = Action(id="a1", rights="administrator", verb=StopService(manager="windows", name="AnyDesk"))
UNINSTALL = Action(
    id="a2",
    rights="administrator",
    verb=RunUninstaller(family="own", program=r"C:\AnyDesk\AnyDesk.exe", sha256="0" * 64, gone=Gone()),
)
MSI = Action(id="a2", rights="administrator", verb=UninstallMsi(product="{0}", gone=Gone()))
KEY = Action(id="a3", rights="administrator", verb=RemoveKey(key=r"HKLM\SYSTEM\x"))
MOVE = Action(id="a4", rights="person", verb=Quarantine(path=r"C:\Users\Jane\AnyDesk.exe", kind="file"))

NOT_SEEN = Sight(gone=("AnyDesk: not seen in 14 places",))
OTHERS = Sight(others=("f-2: process AnyDesk: still there",))
BLIND = Sight(gaps=1, is_blind=True)
SEEN = Sight(there=("process AnyDesk.exe: still there",))
KEPT = Kept(place="kept/r/a4", sha256="1" * 64)


def ran(*actions: tuple[Action, Status | None], rights: Rights = "administrator", ends: bool = True) -> list[AnyLine]:
    """Return a runner's lines; an action with status None has begun and no end."""
    lines: list[AnyLine] = [
        RunStarted(plan_id=PLAN.id, sha256="0", rights=rights, acts=True, at=AT, user="root", version="1")
    ]
    for action, status in actions:
        lines.append(ActionBegun(action_id=action.id, at=AT))
        if status is not None:
            code = 0 if isinstance(action.verb, RunUninstaller | UninstallMsi) else None
            lines.append(ActionEnded(action_id=action.id, at=AT, status=status, exit_code=code))
    return [*lines, RunEnded(at=AT)] if ends else lines


def removal(
    *actions: Action,
    lines: list[AnyLine] | None = None,
    not_started: dict[Rights, WhyNotStarted] | None = None,
    looks: tuple[Outcome, ...] = (),
) -> KnownRemoval:
    return KnownRemoval(
        plan=structs.replace(PLAN, actions=actions),
        sha256="0",
        agreed_at=AT,
        agreed_by="person",
        lines={"administrator": tuple(lines)} if lines else {},
        not_started=not_started or {},
        looks=tuple(Look(at=AT, outcome=one) for one in looks),
    )


WELL = ran((STOP, "done"), (UNINSTALL, "done"))
PENDING = ran((STOP, "done"), (UNINSTALL, "restart-needed"))


@pytest.mark.parametrize(
    ("known", "sight", "restarted", "expected"),
    [
        # Gone, and nothing hid it.
        (removal(STOP, UNINSTALL, lines=WELL), NOT_SEEN, False, "removed-verified"),
        # Gone, and another one of the same tool is there: nobody may say that the tool is gone.
        (removal(STOP, UNINSTALL, lines=WELL), OTHERS, False, "copy-removed"),
        (removal(STOP, UNINSTALL, lines=WELL), structs.replace(OTHERS, is_blind=True), False, "unknown"),
        (removal(STOP, UNINSTALL, lines=WELL, looks=("copy-removed",)), SEEN, False, "came-back"),
        # An exit code of 0 and a "done" are worth nothing against what is seen, or against closed doors.
        (removal(STOP, UNINSTALL, lines=WELL), SEEN, False, "still-present"),
        (removal(STOP, UNINSTALL, lines=WELL), BLIND, False, "unknown"),
        # The system finishes it when it starts next; then it is looked at again.
        (removal(STOP, UNINSTALL, lines=PENDING), SEEN, False, "removed-pending-restart"),
        (removal(STOP, UNINSTALL, lines=PENDING), NOT_SEEN, False, "removed-pending-restart"),
        (
            removal(STOP, UNINSTALL, lines=PENDING, looks=("removed-pending-restart",)),
            SEEN, False, "removed-pending-restart",
        ),
        (removal(STOP, UNINSTALL, lines=PENDING, looks=("removed-pending-restart",)), SEEN, True, "still-present"),
        (
            removal(STOP, UNINSTALL, lines=PENDING, looks=("removed-pending-restart",)),
            NOT_SEEN, True, "removed-verified",
        ),
        (removal(STOP, UNINSTALL, lines=PENDING, looks=("removed-pending-restart",)), BLIND, True, "unknown"),
        # Waiting for a restart explains nothing where something else went wrong.
        (
            removal(STOP, UNINSTALL, lines=ran((STOP, "failed"), (UNINSTALL, "restart-needed"))),
            SEEN, False, "still-present",
        ),
        # It was gone, and is there again.
        (removal(STOP, UNINSTALL, lines=WELL, looks=("removed-verified",)), SEEN, False, "came-back"),
        (removal(STOP, UNINSTALL, lines=WELL, looks=("removed-verified", "came-back")), SEEN, True, "came-back"),
        (removal(STOP, UNINSTALL, lines=WELL, looks=("removed-verified", "unknown")), SEEN, True, "came-back"),
        (removal(STOP, UNINSTALL, lines=WELL, looks=("still-present",)), SEEN, True, "still-present"),
        (removal(STOP, UNINSTALL, lines=WELL, looks=("came-back",)), NOT_SEEN, True, "removed-verified"),
        # Somebody said no, or nobody could be asked.
        (removal(STOP, not_started={"administrator": "refused"}), SEEN, False, "refused-by-person"),
        (removal(STOP, not_started={"administrator": "refused"}), NOT_SEEN, False, "refused-by-person"),
        (removal(STOP, not_started={"administrator": "not-allowed"}), SEEN, False, "blocked-by-policy"),
        (removal(STOP, not_started={"administrator": "nobody-asks"}), SEEN, False, "still-present"),
        (removal(STOP, not_started={"administrator": "failed"}), SEEN, False, "still-present"),
        (removal(STOP, not_started={"administrator": "failed"}), NOT_SEEN, False, "unknown"),
        (
            removal(STOP, MOVE, not_started={"administrator": "refused", "person": "not-reached"}),
            SEEN, False, "refused-by-person",
        ),
        # Later, by hand.
        (
            removal(STOP, not_started={"administrator": "refused"}, looks=("refused-by-person",)),
            NOT_SEEN, False, "removed-verified",
        ),
        (
            removal(STOP, not_started={"administrator": "refused"}, looks=("refused-by-person",)),
            SEEN, True, "refused-by-person",
        ),
        # What may go on without us is not known yet; later it is.
        (removal(UNINSTALL, lines=ran((UNINSTALL, "timed-out"))), NOT_SEEN, False, "unknown"),
        (removal(UNINSTALL, lines=ran((UNINSTALL, "timed-out"))), SEEN, False, "still-present"),
        (removal(UNINSTALL, lines=ran((UNINSTALL, "timed-out")), looks=("unknown",)), NOT_SEEN, False,
         "removed-verified"),
        (removal(UNINSTALL, lines=ran((UNINSTALL, "timed-out"))), NOT_SEEN, True, "removed-verified"),
        # Cut off in the middle.
        (removal(STOP, UNINSTALL, lines=ran((STOP, None), ends=False)), NOT_SEEN, False, "unknown"),
        (removal(STOP, UNINSTALL, lines=ran((STOP, "done"), ends=False)), NOT_SEEN, False, "unknown"),
        (removal(STOP, UNINSTALL, lines=ran((STOP, "done"), ends=False)), SEEN, False, "still-present"),
        (removal(STOP, UNINSTALL, lines=ran((STOP, None), ends=False), looks=("unknown",)), NOT_SEEN, False,
         "removed-verified"),
        # A step that no look can show did not work.
        (removal(STOP, KEY, lines=ran((STOP, "done"), (KEY, "failed"))), NOT_SEEN, False, "unknown"),
        (removal(STOP, KEY, lines=ran((STOP, "done"), (KEY, "done"))), NOT_SEEN, False, "removed-verified"),
        # A step that a look shows did not work, and yet it is gone: the uninstaller was quicker.
        (removal(STOP, UNINSTALL, lines=ran((STOP, "failed"), (UNINSTALL, "done"))), NOT_SEEN, False,
         "removed-verified"),
    ],
)  # fmt: skip
def test_what_came_of_it(known: KnownRemoval, sight: Sight, restarted: bool, expected: Outcome) -> None:
    assert outcome_of(known, sight, restarted=restarted) == expected


@pytest.mark.parametrize("code", [1260, 1625, 1640, 1643, 1644])
def test_a_rule_of_the_pc_that_forbids_it_is_told_as_one(code: int) -> None:
    lines = [*ran(ends=False), ActionEnded(action_id="a2", at=AT, status="failed", exit_code=code), RunEnded(at=AT)]
    assert outcome_of(removal(MSI, lines=lines), SEEN, restarted=False) == "blocked-by-policy"
    assert outcome_of(removal(MSI, lines=lines), NOT_SEEN, restarted=False) == "removed-verified"


STATUSES: tuple[Status, ...] = ("done", "nothing-to-do", "restart-needed", "refused", "failed", "timed-out")


@given(
    statuses=st.lists(st.sampled_from(STATUSES), min_size=1, max_size=3),
    looks=st.lists(st.sampled_from(("removed-verified", "still-present", "unknown")), max_size=2),
    restarted=st.booleans(),
)
def test_what_is_seen_is_never_told_as_removed(statuses: list[Status], looks: list[Outcome], restarted: bool) -> None:
    actions = (STOP, UNINSTALL, KEY)[: len(statuses)]
    known = removal(*actions, lines=ran(*zip(actions, statuses, strict=True)), looks=tuple(looks))
    seen = outcome_of(known, structs.replace(SEEN, gaps=3), restarted=restarted)
    assert seen in ("still-present", "came-back", "removed-pending-restart")
    assert (seen == "removed-pending-restart") <= ("restart-needed" in statuses and not restarted)
    assert outcome_of(known, BLIND, restarted=restarted) in ("unknown", "removed-pending-restart")


def back(*statuses: Status, not_started: dict[Rights, WhyNotStarted] | None = None) -> KnownRemoval:
    actions = tuple(
        Action(id=f"a{number}", rights="administrator", verb=PutBack(plan_id=PLAN.id, action_id=f"a{number}"))
        for number in range(1, max(len(statuses), 1) + 1)
    )
    lines = ran(*zip(actions, statuses, strict=True)) if statuses else None
    known = removal(*actions, lines=lines, not_started=not_started)
    return structs.replace(known, plan=structs.replace(known.plan, undoes=PLAN.id, id="r-back"))


@pytest.mark.parametrize(
    ("known", "expected"),
    [
        (back("done", "nothing-to-do"), "put-back"),
        (back("done", "restart-needed"), "put-back"),
        (back("done", "failed"), "not-put-back"),
        (back("refused"), "not-put-back"),
        (back(not_started={"administrator": "refused"}), "not-put-back"),
        (back(not_started={"administrator": "nobody-asks"}), "not-put-back"),
        (back(not_started={"administrator": "failed"}), "not-put-back"),
    ],
)
def test_putting_back_is_judged_by_what_the_runner_looked_at(known: KnownRemoval, expected: Outcome) -> None:
    assert outcome_of(known, SEEN, restarted=False) == expected
    assert outcome_of(known, BLIND, restarted=True) == expected


def test_what_was_kept_is_put_back_the_last_first_and_once() -> None:
    kept = ActionEnded(action_id="a4", at=AT, status="done", kept=KEPT)
    lines = [*ran((STOP, "done"), ends=False), kept]
    known = removal(STOP, UNINSTALL, KEY, MOVE, lines=lines)
    known = structs.replace(known, lines={"administrator": tuple(lines[:-1]), "person": (kept,)})
    assert left_to_put_back(known, ()) == (MOVE,)  # nothing of the service was kept, and no uninstaller can be undone
    cut = removal(STOP, KEY, lines=[*ran(ends=False), structs.replace(kept, action_id="a1"), *ran((KEY, None))[1:-1]])
    assert left_to_put_back(cut, ()) == (KEY, STOP)  # cut off in the middle of the key: the runner knows what it kept
    assert [one.id for one in left_to_put_back(cut, (back("done"),))] == ["a3"]
    assert [one.id for one in left_to_put_back(cut, (back("failed"),))] == ["a3", "a1"]
    assert left_to_put_back(removal(UNINSTALL, lines=ran((UNINSTALL, None), ends=False)), ()) == ()


def test_what_was_put_back_even_in_part_did_not_come_back_by_itself() -> None:
    assert was_put_back((back("failed", "done"),))
    assert not was_put_back((back("failed"), back(not_started={"administrator": "refused"})))


def test_gone_once_means_that_being_there_is_coming_back() -> None:
    assert was_gone(removal(looks=("still-present", "removed-verified")))
    assert not was_gone(removal(looks=("still-present", "removed-pending-restart")))


def test_the_lines_of_a_look_begin_with_what_is_still_there() -> None:
    assert Sight(there=("x",), others=("z",), gone=("y",)).seen == ("x", "z", "y")
