"""A plan file is read back as it was, and nothing that is no plan is taken for one."""

from __future__ import annotations

from datetime import UTC, datetime

import msgspec
import pytest
from msgspec import structs

from recovery_assistant.domain.observation import System
from recovery_assistant.domain.removal.plan import (
    MOST_ACTIONS,
    Action,
    AnyVerb,
    EndProcess,
    Quarantine,
    RemovalPlan,
    SetSwitch,
    StopService,
    Verb,
    digest_of,
    plan_bytes,
    read_plan,
    undo_of,
)

AT = datetime(2026, 11, 18, 14, 5, tzinfo=UTC)
STOP = Action(id="a1", rights="administrator", verb=StopService(manager="windows", name="AnyDesk"))
MOVE = Action(id="a2", rights="person", verb=Quarantine(path=r"C:\Users\Jane\Downloads\AnyDesk.exe", kind="file"))
PLAN = RemovalPlan(
    id="r-0123456789ab",
    case_number="2026-11-18-A7KD",
    item="f-1",
    tool_id="anydesk",
    name="AnyDesk",
    system=System.WINDOWS,
    made_at=AT,
    actions=(STOP, MOVE),
)


def test_a_plan_comes_back_as_it_was() -> None:
    assert read_plan(plan_bytes(PLAN)) == PLAN
    assert len(digest_of(plan_bytes(PLAN))) == 64
    assert digest_of(plan_bytes(PLAN)) != digest_of(plan_bytes(structs.replace(PLAN, name="x")))


def test_the_system_asks_once_and_first() -> None:
    assert PLAN.rights == ("administrator", "person")
    assert PLAN.of("person") == (MOVE,)
    assert structs.replace(PLAN, actions=(MOVE,)).rights == ("person",)


@pytest.mark.parametrize(
    "actions",
    [(), (STOP, STOP), tuple(structs.replace(STOP, id=f"a{number}") for number in range(MOST_ACTIONS + 1))],
    ids=["none", "one id twice", "too many"],
)
def test_a_plan_without_order_is_no_plan(actions: tuple[Action, ...]) -> None:
    with pytest.raises(msgspec.ValidationError):
        read_plan(plan_bytes(structs.replace(PLAN, actions=actions)))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b'"stop-service"', b'"run-shell"'),
        (b'"format":1', b'"format":2'),
        (b'"person"', b'"system"'),
        (b'"kind":"file"', b'"kind":"file","then":"del"'),
    ],
)
def test_a_word_that_nobody_knows_is_refused(old: bytes, new: bytes) -> None:
    content = plan_bytes(structs.replace(PLAN)).replace(b'{"id"', b'{"format":1,"id"', 1)
    assert read_plan(content) == PLAN
    assert old in content
    with pytest.raises(msgspec.DecodeError):
        read_plan(content.replace(old, new))


def test_every_verb_says_how_it_is_undone() -> None:
    assert set(AnyVerb.__args__) == set(Verb.__subclasses__())
    assert undo_of(STOP.verb) == "put-back"
    assert undo_of(SetSwitch(switch="remote-desktop")) == "put-back"
    assert undo_of(SetSwitch(switch="quick-assist")) == "install-again"
    assert undo_of(SetSwitch(switch="defender")) == "no-need"
    assert undo_of(EndProcess(pid=1, started_at=AT, exe="x")) == "no-need"
