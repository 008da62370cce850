"""For every kind of thing left behind, on each of its systems: exact steps that the runner takes, or a reason."""

from __future__ import annotations

from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recovery_assistant.content.left_behind import load_left_behind
from recovery_assistant.domain.finding import LeftBehind
from recovery_assistant.domain.left_behind.kinds import KINDS, LeftBehindKind
from recovery_assistant.domain.left_behind.planning import FIXERS, REFUSED, plan_fix
from recovery_assistant.domain.observation import Observation, Service, Setting, System
from recovery_assistant.domain.removal import plan as r
from recovery_assistant.domain.removal.telling import preview, tag_of
from tests.unit.domain.fake_ground import OWN_HIVE
from tests.unit.domain.left_behind_machines import codes, fixed, ground, left
from tests.unit.domain.left_behind_rows import (
    AT,
    CONTROL,
    CURRENT,
    HOSTS,
    LINUX,
    MAC,
    OTHER_HIVE,
    POLICIES,
    RESOURCES,
    ROWS,
    THUMB,
    WIN,
    Row,
    hosts,
    setting,
)
from tests.unit.domain.removal_words import REMOVING

BY_HAND: Final = frozenset(
    {
        ("browser-policy", LINUX),
        ("browser-policy", MAC),
        ("dns-by-hand", LINUX),
        ("dns-by-hand", MAC),
        ("extension-forced", LINUX),
        ("extension-forced", MAC),
        ("proxy", MAC),
        ("proxy-near", MAC),
        ("proxy-script", LINUX),
        ("proxy-script", MAC),
    }
)
"""Kinds that the program puts right on another system, and here leaves to the person."""


@pytest.mark.parametrize(
    ("kind", "system", "seen", "steps"), ROWS, ids=[f"{row[0]}-{row[1]}-{n}" for n, row in enumerate(ROWS)]
)
def test_exactly_this_is_put_right(
    kind: str, system: System, seen: tuple[Observation, ...], steps: tuple[r.AnyVerb, ...]
) -> None:
    beside = (Service(source="s", name="AnyDesk", display_name="", binary_path=r"C:\x\AnyDesk.exe"),)
    thing = left(seen, system)[kind]
    proposal = fixed(thing, (*beside, *seen), system)
    assert proposal.plan is not None, proposal.refusals
    verbs = [action.verb for action in proposal.plan.actions]
    for verb, wanted in zip(verbs, steps, strict=True):
        if isinstance(wanted, r.Quarantine):
            assert isinstance(verb, r.Quarantine)
            assert verb.path == wanted.path
        else:
            assert verb == wanted
    assert proposal.plan.item == thing.id
    assert proposal.plan.tool_id == ""
    assert ("not-sure" in proposal.cautions) == (KINDS[kind] == "look-over")
    for action in proposal.plan.actions:
        place = getattr(action.verb, "key", "")
        assert (action.rights == "person") == (
            place.startswith(OWN_HIVE)
            or ("jane" in str(action.verb) and tag_of(action.verb) in ("remove-line", "quarantine", "stop-service"))
            or getattr(action.verb, "about", "").startswith(("S-1", "vino"))
            or getattr(action.verb, "store", "") == "person"
        )
    assert preview(proposal.plan, proposal, REMOVING).steps


def kinds() -> list[LeftBehindKind]:
    return list(load_left_behind(RESOURCES))


@pytest.mark.parametrize("kind", kinds(), ids=lambda kind: kind.id)
def test_every_kind_has_steps_or_a_reason_and_steps_by_hand_on_each_system(kind: LeftBehindKind) -> None:
    for system in kind.systems:
        assert kind.steps_for(system)  # for whoever does it by hand
        has_rows = any(row[:2] == (kind.id, system) for row in ROWS)
        if kind.id in REFUSED or (kind.id, system) in BY_HAND:
            assert not has_rows
            thing = LeftBehind(host="this", kind=kind.id, says="", value="x", weight=kind.weight)
            proposal = fixed(thing, (), system)
            assert proposal.plan is None
            assert [one.code for one in proposal.refusals] == [REFUSED.get(kind.id, "no-way-known")]
        else:
            assert kind.id in FIXERS[system]
            near = {"hosts-own-names", "hosts-protection-blocked", "proxy-near"}
            assert has_rows or kind.id in near


def test_the_tables_name_kinds_that_exist() -> None:
    told = {kind.id for kind in kinds()}
    assert set(REFUSED) <= told
    assert {kind for fixers in FIXERS.values() for kind in fixers} <= told
    assert not set(REFUSED) & {kind for fixers in FIXERS.values() for kind in fixers}


def test_what_is_another_persons_is_theirs_to_put_right() -> None:
    proxy = setting("proxy-server", rf"{OTHER_HIVE}\{CURRENT}\Internet Settings", "93.184.216.9:8080", "bob")
    assert codes((proxy,), WIN, "proxy") == ["other-person"]
    unit = setting("own-service", "/home/bob/.config/systemd/user/x.service", "x.service", "/x")
    assert codes((unit,), LINUX, "own-service") == ["other-person"]


def test_what_a_rule_of_the_office_sets_stays() -> None:
    seen = (setting("managed-by", "x", "Acme"), setting("remote-desktop-enabled", rf"{CONTROL}\Terminal Server\x"))
    assert codes(seen, WIN, "set-by-office") == ["set-by-policy"]
    assert codes(seen, WIN, "managed") == ["set-by-policy"]
    notable = (setting("managed-by", "x", "Acme"), setting("hosts-entry", HOSTS[LINUX], "0.0.0.0 windowsupdate.com"))
    thing = left(notable, LINUX)["hosts-protection-blocked"]
    assert fixed(thing, notable, LINUX).cautions == ("managed",)
    by_rule = setting(
        "root-certificate",
        rf"{POLICIES}\SystemCertificates\Root\Certificates\{THUMB}",
        "X",
        f"{THUMB}, this PC, by a rule",
    )
    assert codes((by_rule,), WIN, "root-certificate") == ["set-by-policy"]


def test_what_nobody_sees_now_gives_no_plan() -> None:
    thing = LeftBehind(host="this", kind="remote-desktop-on", says="", value="on")
    assert fixed(thing, (), WIN).plan is None
    more = LeftBehind(host="this", kind="hosts-redirect", says="", value="… 12 more")
    assert fixed(more, (hosts(WIN, "93.184.216.7 www.paypal.com"),), WIN).plan is None


def test_a_plan_has_a_name_that_hides_nothing() -> None:
    seen = (setting("remote-desktop-enabled", rf"{CONTROL}\Terminal Server\x"),)
    thing = left(seen, WIN)["remote-desktop-on"]
    proposal = fixed(thing, seen, WIN)
    assert proposal.plan is not None
    assert proposal.plan.name == "remote-desktop-on"
    named = plan_fix(
        thing,
        seen,
        WIN,
        ground(WIN),
        plan_id="r-0123456789ab",
        case_number="x",
        made_at=AT,
        name="Remote\u202e Desktop",
    )
    assert named.plan is not None
    assert named.plan.name == "Remote[U+202E] Desktop"


@given(st.text(max_size=60), st.sampled_from([row for row in ROWS if isinstance(row[2][0], Setting)]))
def test_hostile_values_never_reach_the_runner_as_something_else(text: str, row: Row) -> None:
    _kind, system, (fact, *_), _steps = row
    assert isinstance(fact, Setting)
    hostile = Setting(source=fact.source, name=fact.name, value=text, about=fact.about)
    things = left((hostile,), system)
    for thing in things.values():
        fixed(thing, (hostile,), system)  # the runner's own check says yes to every plan
