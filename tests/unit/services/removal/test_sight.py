"""What counts as still there, what counts as gone, and when nobody can tell."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from msgspec import structs

from recovery_assistant.domain.case import Case, KnownFinding
from recovery_assistant.domain.finding import Evidence, Finding, LeftBehind
from recovery_assistant.domain.journal import FindingLookedForAgain, RemovalAgreed
from recovery_assistant.domain.observation import Gap, System
from recovery_assistant.domain.removal.outcome import Sight
from recovery_assistant.domain.removal.plan import (
    Action,
    PutBack,
    Quarantine,
    RemovalPlan,
    RemovePackage,
    SetSwitch,
    StopService,
)
from recovery_assistant.services.removal.events import LookingAgain
from recovery_assistant.services.removal.running import ThisPc
from recovery_assistant.services.removal.sight import MOST_SEEN, NewLook, look_anew, note_look, sight_of
from tests.unit.domain.fake_ground import FakeGround
from tests.unit.runner.made_up_plans import only_on_linux
from tests.unit.services.pretend_host import AT, PretendCasebook
from tests.unit.services.removal_bench import Bench

PLACE = "/home/anna/anydesk"
MOVE = Action(id="a1", rights="person", verb=Quarantine(path=PLACE, kind="file"))
PLAN = RemovalPlan(
    id="r-1", case_number="c", item="f-1", tool_id="anydesk", name="AnyDesk", system=System.LINUX, made_at=AT,
    actions=(MOVE,),
)  # fmt: skip


def evidence(kind: str, value: str = "anydesk") -> Evidence:
    return Evidence(kind=kind, source=kind, says="x", value=value)


def finding(name: str = "f-1", *kinds: str, tool: str = "anydesk") -> Finding:
    return Finding(
        id=name, host="pc", tool_id=tool, tool_name="AnyDesk", category="remote-access", confidence="likely",
        policy="offer", evidence=tuple(evidence(kind) for kind in kinds),
    )  # fmt: skip


def a_look(
    *findings: Finding, left: tuple[LeftBehind, ...] = (), gaps: tuple[Gap, ...] = (), earlier: tuple[Gap, ...] = (),
    is_whole: bool = True,
) -> NewLook:  # fmt: skip
    return NewLook(findings, left, gaps, is_whole, 14, frozenset({"f-1", "f-other"}), earlier)


def a_case(*kinds: str) -> Case:
    return Case(findings={"f-1": KnownFinding(finding=finding("f-1", *(kinds or ("process",))))})


def gap(source: str, code: str = "G-02") -> Gap:
    return Gap(host="pc", source=source, reason="access denied", code=code)


EMPTY, FULL = FakeGround(System.LINUX), FakeGround(System.LINUX, files=(PLACE,))


def test_gone_is_told_with_the_places() -> None:
    seen = sight_of(a_case(), PLAN, a_look(), EMPTY)
    assert seen == Sight(gone=("AnyDesk: not seen in 14 places that were looked at", f"{PLACE}: not there"))


def test_a_file_that_no_scan_shows_is_there_all_the_same() -> None:
    assert sight_of(a_case(), PLAN, a_look(), FULL).there == (f"{PLACE}: still there",)


@pytest.mark.parametrize(
    ("found", "is_there"),
    [
        (finding("f-1", "process"), True),
        (finding("f-1", "past_run"), False),  # that it was run once outlives it
        (finding("f-1", "registered_program"), False),
        (finding("f-1", "past_run", "service"), True),
        (finding("f-new", "program_file"), True),  # a copy of which nobody knew
        (finding("f-other", "process"), False),  # another copy, which is removed by itself
        (finding("f-new", "process", tool="teamviewer"), False),
    ],
)
def test_what_counts_as_still_there(found: Finding, is_there: bool) -> None:
    assert bool(sight_of(a_case(), PLAN, a_look(found), EMPTY).there) is is_there


@pytest.mark.parametrize(
    ("look", "is_blind"),
    [
        (a_look(gaps=(gap("processes"),)), True),
        (a_look(gaps=(gap("processes: 1234"),)), True),
        (a_look(gaps=(gap("browsers"),)), False),  # nothing of it ever showed there
        (a_look(gaps=(gap("processes: 7"),), earlier=(gap("processes: 5"),)), False),  # closed when it was found
        (a_look(gaps=(gap("processes", "G-01"),), earlier=(gap("processes", "G-02"),)), True),
        (a_look(is_whole=False), True),
    ],
)
def test_when_nobody_can_tell(look: NewLook, is_blind: bool) -> None:
    seen = sight_of(a_case("process", "service"), PLAN, look, EMPTY)
    assert seen.is_blind is is_blind
    assert seen.gaps == len(look.gaps)


@pytest.mark.parametrize(
    ("part", "services_on", "is_there"),
    [
        (evidence("installed_program", "openssh-server"), frozenset(), False),
        (evidence("service", "ssh: /usr/sbin/sshd"), frozenset({"cron"}), False),
        (evidence("service", "ssh: /usr/sbin/sshd"), frozenset({"ssh"}), True),
        (evidence("process", "/usr/sbin/sshd"), frozenset(), True),
        (evidence("listening_socket", "sshd 0.0.0.0:22"), frozenset(), True),
        (evidence("setting", "1"), frozenset(), True),
    ],
)
def test_a_part_of_the_system_is_turned_off_and_stays(
    part: Evidence, services_on: frozenset[str], is_there: bool
) -> None:
    built_in = structs.replace(finding("f-1"), category="built-in", evidence=(part,))
    case = Case(findings={"f-1": KnownFinding(finding=built_in)})
    stop = Action(id="a1", rights="administrator", verb=StopService(manager="systemd", name="ssh.service"))
    turned_off = structs.replace(PLAN, actions=(stop,))
    look = a_look(built_in)._replace(services_on=services_on)
    assert bool(sight_of(case, turned_off, look, EMPTY).there) is is_there
    uninstalled = structs.replace(
        PLAN, actions=(Action(id="a1", rights="administrator", verb=RemovePackage(packager="apt", name="x")),)
    )
    assert sight_of(case, uninstalled, look, EMPTY).there  # what was to be taken away must be away
    tool = Case(findings={"f-1": KnownFinding(finding=structs.replace(built_in, category="remote-access"))})
    assert sight_of(tool, turned_off, look, EMPTY).there


def test_a_setting_is_known_by_its_id() -> None:
    thing = LeftBehind(host="pc", kind="remote-desktop-on", says="x", value="on")
    plan = RemovalPlan(
        id="r-2", case_number="c", item=thing.id, name="Remote Desktop", system=System.WINDOWS, made_at=AT,
        actions=(Action(id="a1", rights="administrator", verb=SetSwitch(switch="remote-desktop")),),
    )  # fmt: skip
    assert sight_of(Case(), plan, a_look(left=(thing,)), EMPTY).there == ("on: still so",)
    assert sight_of(Case(), plan, a_look(), EMPTY).there == ()
    assert sight_of(Case(), plan, a_look(gaps=(gap("settings"),)), EMPTY).is_blind


def test_a_thousand_files_are_a_few_lines() -> None:
    many = Finding(
        id="f-1", host="pc", tool_id="anydesk", tool_name="AnyDesk", category="x", confidence="likely", policy="offer",
        evidence=tuple(evidence("program_file", f"/x/{number}") for number in range(1000)),
    )  # fmt: skip
    assert len(sight_of(a_case(), PLAN, a_look(many), FULL).there) == MOST_SEEN


@only_on_linux
def test_a_new_look_stands_in_the_case(tmp_path: object) -> None:
    from pathlib import Path

    bench = Bench(Path(str(tmp_path)))
    bench.put_tool()
    pc: ThisPc = bench.pc()
    casebook = PretendCasebook()
    events: list[LookingAgain] = []
    looks: list[NewLook] = []

    def looking() -> Iterator[LookingAgain]:
        looks.append((yield from look_anew(casebook, pc, lambda: False)))

    events.extend(looking())
    (look,) = looks
    assert [event.source_words for event in events if not event.source_words] == []
    assert look.is_whole
    assert [one.tool_id for one in look.findings] == ["anydesk"]
    assert look.known == frozenset()
    assert list(casebook.case.findings) == [look.findings[0].id]


def test_putting_back_is_no_looking_for_it() -> None:
    casebook = PretendCasebook()
    back = RemovalPlan(
        id="r-3", case_number="c", item="f-1", name="AnyDesk", system=System.LINUX, made_at=AT, undoes="r-1",
        actions=(Action(id="a1", rights="person", verb=PutBack(plan_id="r-1", action_id="a1")),),
    )  # fmt: skip
    note_look(casebook, back, Sight(there=("x",)))
    note_look(casebook, PLAN, Sight())
    assert not any(isinstance(event, FindingLookedForAgain | RemovalAgreed) for event in casebook.events)
