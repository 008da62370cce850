"""When a plan is offered, what it tells, and that whatever a PC shows, the runner would take the plan."""

from __future__ import annotations

from typing import get_args

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from msgspec import structs

from recovery_assistant.domain.catalogue import Tool
from recovery_assistant.domain.finding import Confidence, Finding, Mark, Policy
from recovery_assistant.domain.observation import (
    Autorun,
    InstalledProgram,
    Observation,
    Process,
    ProgramFile,
    Service,
    System,
)
from recovery_assistant.domain.removal.checking import check
from recovery_assistant.domain.removal.plan import MOST_ACTIONS, RefusalCode, plan_bytes, read_plan
from recovery_assistant.domain.removal.planning import Seen, plan_removal
from tests.unit.domain.fake_ground import FakeGround
from tests.unit.domain.removal_machines import AT, FACTS, catalogue, lies, planned, programs_of, service, starts, told

PATH = r"C:\Users\jane\Downloads\AnyDesk.exe"
ROWS = (lies(PATH, "AnyDesk Software GmbH"),)
GROUND = FakeGround(files=[PATH])
TOOL = catalogue().tool("anydesk")


def finding(confidence: Confidence = "certain", policy: Policy = "offer", tool: Tool = TOOL) -> Finding:
    return Finding(
        id="f-0123456789ab",
        host="this",
        tool_id=tool.id,
        tool_name=tool.name,
        category=tool.category,
        confidence=confidence,
        policy=policy,
    )


@pytest.mark.parametrize("confidence", ["certain", "likely"])
@pytest.mark.parametrize("mark", ["not-mine", "unknown", None])
def test_a_plan_is_offered_for_what_is_sure_enough(confidence: Confidence, mark: Mark | None) -> None:
    facts = FACTS._replace(mark=mark)
    proposal = plan_removal(finding(confidence), Seen(ROWS, ROWS), TOOL, System.WINDOWS, GROUND, facts)
    assert proposal.plan is not None
    assert ("likely" in proposal.cautions) == (confidence == "likely")
    assert read_plan(plan_bytes(proposal.plan)) == proposal.plan
    assert proposal.plan.made_at == AT
    assert proposal.plan.roots == (PATH,)


@pytest.mark.parametrize(
    ("one", "mark", "code"),
    [
        (finding("possible"), "not-mine", "only-possible"),
        (finding("info"), "not-mine", "only-possible"),
        (finding(), "mine", "kept-by-person"),
        (finding(), "known", "kept-by-person"),
        (finding(policy="never"), "not-mine", "no-way-known"),
    ],
)
def test_nothing_is_offered(one: Finding, mark: Mark, code: str) -> None:
    facts = FACTS._replace(mark=mark)
    proposal = plan_removal(one, Seen(ROWS, ROWS), TOOL, System.WINDOWS, GROUND, facts)
    assert proposal.plan is None
    assert proposal.cautions == ()
    assert [refusal.code for refusal in proposal.refusals] == [code]


def test_an_access_aid_is_never_offered_whatever_else_is_said() -> None:
    aids = [tool for tool in catalogue().tools if tool.category == "access-aid"]
    assert aids
    for aid in aids:
        proposal = plan_removal(finding(tool=aid), Seen(ROWS, ROWS), aid, System.WINDOWS, GROUND, FACTS)
        assert (proposal.plan, [refusal.code for refusal in proposal.refusals]) == (None, ["access-aid"])


def test_a_tool_that_is_gone_leaves_no_plan_and_says_so() -> None:
    proposal = plan_removal(finding(), Seen(ROWS, ROWS), TOOL, System.WINDOWS, FakeGround(), FACTS)
    assert proposal.plan is None
    assert [refusal.code for refusal in proposal.refusals] == ["no-way-known"]


def test_what_should_go_first_is_told_when_it_is_here() -> None:
    tool = structs.replace(
        TOOL, uninstall=tuple(structs.replace(recipe, before=("atera", "level")) for recipe in TOOL.uninstall)
    )
    seen = Seen(ROWS, ROWS, others=(("atera", ()),))
    assert plan_removal(finding(), seen, tool, System.WINDOWS, GROUND, FACTS).first == ("atera",)
    assert plan_removal(finding(), Seen(ROWS, ROWS), tool, System.WINDOWS, GROUND, FACTS).first == ()


def test_a_password_that_somebody_else_has_is_said_beforehand() -> None:
    tool = structs.replace(TOOL, uninstall=tuple(structs.replace(recipe, password=True) for recipe in TOOL.uninstall))
    proposal = plan_removal(finding(), Seen(ROWS, ROWS), tool, System.WINDOWS, GROUND, FACTS)
    assert proposal.plan is not None
    assert "password-needed" in {refusal.code for refusal in proposal.refusals}


@pytest.mark.parametrize("system", list(System))
def test_every_leftover_of_the_catalogue_is_one_that_the_runner_takes(system: System) -> None:
    place = {System.WINDOWS: PATH, System.LINUX: "/home/jane/Downloads/x", System.MACOS: "/Users/jane/Downloads/x"}
    path = place[system]
    ask = FakeGround(system)
    tried = 0
    for tool in catalogue().tools:
        recipes = [recipe for recipe in tool.uninstall if recipe.system == system]
        leftovers = [ask.expanded(text) for recipe in recipes for text in recipe.leftovers]
        if tool.category == "built-in" or not leftovers:
            continue
        row = (ProgramFile(source=path, path=path),)
        ground = FakeGround(system, files=[path], folders=[text for text in leftovers if "%" not in text])
        proposal = plan_removal(finding(tool=tool), Seen(row, row), tool, system, ground, FACTS)
        assert proposal.plan is not None
        check(proposal.plan, system)
        left = [line for line in told(proposal) if "leftover" in line]
        known = {text.lower() for text in leftovers if "%" not in text and not text.startswith("/root/")}
        assert len(left) == len(known), (tool.id, left, leftovers, proposal.refusals)
        tried += 1
    assert tried > 3


def test_the_same_look_gives_the_same_plan() -> None:
    first, second = (planned(System.WINDOWS, ROWS, GROUND, "anydesk") for _ in range(2))
    assert first == second


@pytest.mark.parametrize("name", ["Spooler", "WinDefend", "Schedule", "n" * 257])
def test_a_service_under_a_name_that_is_never_stopped_costs_only_its_own_steps(name: str) -> None:
    rows: list[Observation] = [*ROWS, service(name, PATH)]
    proposal = planned(System.WINDOWS, rows, GROUND, "anydesk")
    assert told(proposal) == ["quarantine AnyDesk.exe"]
    assert "part-of-system" in {refusal.code for refusal in proposal.refusals}


def test_hundreds_of_start_entries_do_not_push_the_file_itself_out_of_the_plan() -> None:
    proposal = planned(System.WINDOWS, [*ROWS, *(starts(f"n{one}", PATH) for one in range(300))], GROUND, "anydesk")
    assert proposal.plan is not None
    assert len(proposal.plan.actions) == MOST_ACTIONS
    assert "quarantine AnyDesk.exe" in told(proposal)
    assert [refusal.code for refusal in proposal.refusals] == ["too-many"]


@pytest.mark.parametrize("sign", ["\n", "\x1b", "\x85", "\u2028", "\u202e", "\U000e0041"])
def test_a_name_with_hidden_signs_is_said_to_hold_them(sign: str) -> None:
    path = rf"C:\Users\jane\Downloads\{sign}\AnyDesk.exe"
    proposal = planned(System.WINDOWS, [lies(path, "AnyDesk Software GmbH")], FakeGround(files=[path]), "anydesk")
    assert (proposal.plan, [refusal.code for refusal in proposal.refusals]) == (None, ["hidden-signs"])


# --- whatever a PC shows ----------------------------------------------------------------------------------------

HOSTILE = {
    System.WINDOWS: [
        r"C:\Windows\System32\svchost.exe",
        r"C:\Program Files\AnyDesk\AnyDesk.exe",
        r"C:\Users\jane\Downloads\AnyDesk.exe",
        r"C:\Users\bob\Desktop\AnyDesk.exe",
        r"C:\AnyDesk.exe",
        r"C:\ProgramData\AnyDesk.exe",
        r"C:\Users\jane\AppData\Roaming\AnyDesk.exe",
        r"\\server\share\AnyDesk.exe",
        r"C:\Users\jane\..\bob\AnyDesk.exe",
        r"C:\Program Files\WindowsApps\AnyDesk\AnyDesk.exe",
        r"C:\Users\jane\AnyDesk\con\AnyDesk.exe",
        r"C:\PROGRA~1\AnyDesk.exe",
        r"\??\C:\x\AnyDesk.exe",
        "",
    ],
    System.LINUX: [
        "/usr/bin/anydesk",
        "/opt/anydesk/anydesk",
        "/home/jane/anydesk",
        "/home/bob/anydesk",
        "/dev/shm/anydesk",
        "/tmp/x/anydesk",
        "/bin/anydesk",
        "/usr/lib/systemd/anydesk",
        "/home/jane/../bob/anydesk",
        "/anydesk",
        "/home/jane/.config/autostart/anydesk",
        "/var/lib/flatpak/app/anydesk",
        "/etc/anydesk",
        "",
    ],
    System.MACOS: [
        "/Applications/AnyDesk.app/Contents/MacOS/AnyDesk",
        "/System/Library/AnyDesk",
        "/Users/jane/Downloads/AnyDesk",
        "/Users/bob/AnyDesk",
        "/Library/AnyDesk",
        "/private/tmp/AnyDesk",
        "/usr/local/bin/anydesk",
        "/Applications/Utilities/AnyDesk",
        "/Library/Application Support/Apple/AnyDesk",
        "",
    ],
}
NAMES = st.sampled_from(["AnyDesk", "anydesk.service", "a\\b", "x\ny", "../x", "\u202e", "", "a" * 300, "com.x.y"])


def rows_of(system: System) -> st.SearchStrategy[list[Observation]]:
    paths = st.one_of(st.sampled_from(HOSTILE[system]), st.text(max_size=30))
    places = {
        System.WINDOWS: ["HKLM\\SYSTEM\\x", "HKU\\S-1-5-21-1-2-3-1001\\x", r"C:\Windows\System32\Tasks\x", "x"],
        System.LINUX: ["/etc/systemd/system/x.service", "/etc/cron.d/x", "/home/jane/.config/autostart/x.desktop", "x"],
        System.MACOS: ["/Library/LaunchDaemons/x.plist", "/Users/bob/Library/LaunchAgents/x.plist", "login items"],
    }
    sources = st.one_of(st.sampled_from(places[system]), st.text(max_size=20))
    return st.lists(
        st.one_of(
            st.builds(
                lambda path, pid: Process(source="p", exe=path, pid=pid, started_at=AT), paths, st.integers(2, 99)
            ),
            st.builds(lambda path: ProgramFile(source=path, path=path), paths),
            st.builds(lambda s, n, p: Service(source=s, name=n, binary_path=p, enabled=True), sources, NAMES, paths),
            st.builds(lambda s, n, p: Autorun(source=s, location=s, name=n, command=p), sources, NAMES, paths),
            st.builds(
                lambda n, p, c: InstalledProgram(
                    source="x", registry_key=f"HKLM\\SOFTWARE\\{n}", install_location=p, uninstall_string=c, package=n
                ),
                NAMES,
                paths,
                paths,
            ),
        ),
        max_size=8,
    )


@settings(max_examples=60, deadline=None, phases=(Phase.explicit, Phase.reuse, Phase.generate))
@given(st.data(), st.sampled_from(list(System)), st.sampled_from(["anydesk", "meshagent", "openssh-server"]))
def test_whatever_a_pc_shows_the_plan_is_one_that_the_runner_takes(
    data: st.DataObject, system: System, tool_id: str
) -> None:
    rows = tuple(data.draw(rows_of(system)))
    tool = catalogue().tool(tool_id)
    cut = data.draw(st.integers(0, len(rows)))
    files = [path for path in (*programs_of(rows, system), *(row.source for row in rows)) if path]
    folders = [path.rpartition("\\" if system == System.WINDOWS else "/")[0] for path in files]
    ground = FakeGround(system, files=files, folders=folders)
    proposal = plan_removal(finding(tool=tool), Seen(rows[:cut], rows), tool, system, ground, FACTS)
    assert {refusal.code for refusal in proposal.refusals} <= set(get_args(RefusalCode))
    if proposal.plan is None:
        assert proposal.refusals
        return
    assert 0 < len(proposal.plan.actions) <= MOST_ACTIONS
    read_plan(plan_bytes(proposal.plan))
    check(proposal.plan, system)
