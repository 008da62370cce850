"""What the runner would refuse is left out of a plan and told; the rest of the plan is always one that it takes."""

from __future__ import annotations

from recovery_assistant.domain.observation import System
from recovery_assistant.domain.removal.checking import check
from recovery_assistant.domain.removal.fitting import fitted, said
from recovery_assistant.domain.removal.plan import (
    LARGEST_PLAN,
    MOST_ACTIONS,
    Action,
    AnyVerb,
    EndProcess,
    Quarantine,
    Refusal,
    RemovalPlan,
    RemoveKey,
    RemoveValue,
    StopService,
    plan_bytes,
    read_plan,
)
from tests.unit.runner.made_up_plans import NOW, plan_of

EXE = r"C:\Program Files\AnyDesk\AnyDesk.exe"
RUN = r"HKLM\SOFTWARE\Microsoft\Windows\CurrentVersion\Run"
SERVICES = r"HKLM\SYSTEM\CurrentControlSet\Services"
KEPT = Quarantine(path=EXE, kind="file")


def whole(*verbs: AnyVerb, roots: tuple[str, ...] = (EXE,)) -> RemovalPlan:
    return plan_of(*verbs, rights="administrator", system=System.WINDOWS, roots=roots)


def stop(name: str, program: str = EXE) -> StopService:
    return StopService(manager="windows", name=name, program=program)


def verbs_of(actions: tuple[Action, ...]) -> list[AnyVerb]:
    return [action.verb for action in actions]


def test_a_plan_that_the_runner_takes_stays_as_it_is() -> None:
    plan = whole(stop("AnyDesk"), KEPT, RemoveKey(key=rf"{SERVICES}\AnyDesk"))
    assert fitted(plan) == (plan, ())


def test_only_what_the_runner_refuses_is_left_out_with_all_that_leans_on_it() -> None:
    spooler = RemoveKey(key=rf"{SERVICES}\Spooler")
    plan, refusals = fitted(whole(stop("Spooler"), stop("s" * 257), spooler, KEPT))
    assert verbs_of(plan.actions) == [KEPT]
    assert [action.id for action in plan.actions] == ["a1"]
    assert Refusal(code="part-of-system", about="Spooler") in refusals
    assert Refusal(code="part-of-system", about=spooler.key) in refusals
    check(plan, System.WINDOWS)


def test_a_value_in_a_hive_of_windows_own_accounts_is_left_out() -> None:
    for sid in ("S-1-5-82-1", "S-1-5-96-0-1"):
        value = RemoveValue(key=rf"HKU\{sid}\SOFTWARE\Microsoft\Windows\CurrentVersion\Run", name="x", data="y")
        plan, refusals = fitted(whole(value, KEPT))
        assert verbs_of(plan.actions) == [KEPT]
        assert len(refusals) == 1


def test_what_lies_in_the_temporary_folder_of_windows_is_kept() -> None:
    path = r"C:\Windows\Temp\AnyDesk.exe"
    plan, refusals = fitted(whole(Quarantine(path=path, kind="file"), roots=(path,)))
    assert (len(plan.actions), refusals) == (1, ())


def test_a_root_that_is_not_allowed_costs_only_what_stands_below_it() -> None:
    bad = r"C:\Program Files\Common Files"
    plan, refusals = fitted(whole(KEPT, Quarantine(path=rf"{bad}\x", kind="folder"), roots=(EXE, bad)))
    assert (plan.roots, verbs_of(plan.actions)) == ((EXE,), [KEPT])
    assert [refusal.about for refusal in refusals] == [rf"{bad}\x"]
    check(plan, System.WINDOWS)


def test_hidden_signs_are_told_as_such() -> None:
    for sign in ("\u2028", "\x85", "\u202e", "\U000e0041"):
        path = rf"C:\Users\jane\Downloads\Any{sign}Desk.exe"
        plan, refusals = fitted(whole(KEPT, Quarantine(path=path, kind="file"), roots=(EXE, path)))
        assert verbs_of(plan.actions) == [KEPT]
        assert refusals == (Refusal(code="hidden-signs", about=path),)
        assert said(Refusal(code="part-of-system", about=path)) == refusals[0]
    plain = Refusal(code="part-of-system", about=EXE)
    assert said(plain) == plain


def test_what_matters_most_stays_when_there_is_too_much() -> None:
    values = [RemoveValue(key=RUN, name=f"n{number}", data=EXE) for number in range(2 * MOST_ACTIONS)]
    ends = [EndProcess(pid=number, started_at=NOW, exe=EXE) for number in range(2, 62)]
    plan, refusals = fitted(whole(stop("AnyDesk"), *ends, *values, KEPT, RemoveKey(key=rf"{SERVICES}\AnyDesk")))
    left = verbs_of(plan.actions)
    assert len(left) == MOST_ACTIONS
    assert {stop("AnyDesk"), *ends, KEPT} <= set(left)
    assert left.index(KEPT) > left.index(values[0]), "the order stays"
    assert refusals == (Refusal(code="too-many", about=plan.name),)
    assert read_plan(plan_bytes(plan)) == plan


def test_a_plan_is_never_too_large_to_be_read() -> None:
    values = [RemoveValue(key=RUN, name=f"n{number}", data="日" * 4000) for number in range(MOST_ACTIONS - 1)]
    plan, refusals = fitted(whole(*values, KEPT))
    assert len(plan_bytes(plan)) < LARGEST_PLAN
    assert KEPT in verbs_of(plan.actions)
    assert [refusal.code for refusal in refusals] == ["too-many"]
