"""What counts as still there, what counts as gone, and when nobody can tell."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from msgspec import structs

from recovery_assistant.domain.case import Case, KnownFinding
from recovery_assistant.domain.finding import Evidence, Finding, LeftBehind, Mark
from recovery_assistant.domain.journal import FindingLookedForAgain, ScanStarted, ToolFound
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
from recovery_assistant.domain.removal.state import KnownRemoval
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
    return NewLook(findings, left, gaps, is_whole, 14, earlier)


def a_case(*kinds: str, **kept: Mark) -> Case:
    """Return a case with a yes to the plan, when two findings were known. `kept`: what was said of others later."""
    agreed = KnownRemoval(plan=PLAN, sha256="0", agreed_at=AT, agreed_by="person", known=("f-1", "f-other"))
    known = {"f-1": KnownFinding(finding=finding("f-1", *(kinds or ("process",))))}
    later = {f"f-{name}": KnownFinding(finding=finding(f"f-{name}"), mark=mark) for name, mark in kept.items()}
    return Case(findings={**known, **later}, removals={PLAN.id: agreed})


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


@pytest.mark.parametrize(
    ("found", "is_told"),
    [
        (finding("f-other", "process"), True),
        (finding("f-other", "past_run"), False),
        (structs.replace(finding("f-other", "process"), confidence="possible"), False),
        (finding("f-other", "process", tool="teamviewer"), False),
    ],
)
def test_another_copy_that_stays_is_told(found: Finding, is_told: bool) -> None:
    seen = sight_of(a_case(), PLAN, a_look(found), EMPTY)
    assert seen.there == ()
    assert seen.others == (("f-other: running program anydesk: still there",) if is_told else ())
    assert seen.gone[0].startswith("this copy of AnyDesk" if is_told else "AnyDesk: not seen")


def test_a_look_in_between_makes_nothing_known_but_a_word_of_the_person_does() -> None:
    look = a_look(finding("f-new", "process"))
    assert sight_of(a_case(new="not-mine"), PLAN, look, EMPTY).there
    kept = sight_of(a_case(new="mine"), PLAN, look, EMPTY)
    assert (kept.there, kept.others) == ((), ("f-new: running program anydesk: still there",))


def test_after_a_put_back_it_is_there_and_not_still_there() -> None:
    case = a_case()
    look = a_look(finding("f-1", "process"))
    assert sight_of(case, structs.replace(PLAN, undoes="r-0", actions=()), look, EMPTY).there == (
        "running program anydesk: there",
    )


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
    assert list(casebook.case.findings) == [look.findings[0].id]


def test_the_newest_look_counts_for_the_finding_after_a_put_back_too() -> None:
    scan = ScanStarted(scan_id="s-1", host="pc", system="linux", catalogue="1")
    casebook = PretendCasebook(scan, ToolFound(scan_id="s-1", finding=finding("f-1", "process")))
    back = RemovalPlan(
        id="r-3", case_number="c", item="f-1", name="AnyDesk", system=System.LINUX, made_at=AT, undoes="r-1",
        actions=(Action(id="a1", rights="person", verb=PutBack(plan_id="r-1", action_id="a1")),),
    )  # fmt: skip
    note_look(casebook, PLAN, Sight())
    assert casebook.case.findings["f-1"].still_there is False
    note_look(casebook, back, Sight(there=("x",)))
    assert casebook.case.findings["f-1"].still_there is True
    note_look(casebook, structs.replace(back, item="l-1"), Sight())  # a thing left behind has no page of its own
    assert sum(isinstance(event, FindingLookedForAgain) for event in casebook.events) == 2
