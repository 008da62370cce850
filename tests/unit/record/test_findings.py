"""What the PC showed is told with what was done about it, and always with what could not be looked at."""

from __future__ import annotations

from dataclasses import replace as changed
from datetime import UTC, datetime, timedelta

import pytest
from msgspec.structs import replace

from recovery_assistant.domain import journal as j
from recovery_assistant.domain import record as r
from recovery_assistant.domain.finding import Finding, LeftBehind
from recovery_assistant.domain.folding import fold
from recovery_assistant.domain.observation import Gap, System
from recovery_assistant.record.findings import LONGEST_NAME, alarms, found, gap_text, names_of, tool_name
from tests.unit.record.records import press, rich_events, started, texts_of

SCAN = j.ScanStarted(scan_id="s1", host="this", system="windows", catalogue="1")
ANYDESK = next(event.finding for event in rich_events() if isinstance(event, j.ToolFound))


def told(*events: j.KnownEvent, audience: r.Audience = "me") -> str:
    return "\n".join(texts_of(found(press().ground([started(), *events], audience))))


def test_a_pc_that_was_not_looked_at_is_said_to_be_that() -> None:
    assert "did not look at this PC" in told()


def test_nothing_found_is_not_a_verdict() -> None:
    text = told(SCAN, j.ScanFinished(scan_id="s1", complete=True, sources_looked_at=3))
    assert "We found no remote control program in the places that we looked at." in text
    assert "Kinds of places looked at\n3" in text
    assert "It does not say that nothing else is there." in text
    assert "There are other places that we do not know." in text


@pytest.mark.parametrize(
    ("events", "said"),
    [
        ((), "did not come to its end"),
        ((j.ScanFinished(scan_id="s1", complete=False, sources_looked_at=1),), "was stopped before its end"),
        ((j.ScanFinished(scan_id="s1", complete=True, sources_looked_at=9),), "We looked on 18 November 2026, 12:03."),
    ],
)
def test_it_says_whether_the_look_was_whole(events: tuple[j.KnownEvent, ...], said: str) -> None:
    assert said in told(SCAN, *events)


def test_a_gap_names_the_place_in_words_and_keeps_its_code() -> None:
    gap = Gap(host="this", source="services", reason="access denied", code="G-02")
    assert gap_text(press().ground([started()]), gap) == (
        "Programs that run in the background: access denied (code G-02)"
    )
    part = Gap(host="this", source="program-files: C:/x", reason="access denied", code="G-02")
    assert gap_text(press().ground([started()]), part) == (
        "Downloads, the desktop and similar folders (C:/x): access denied (code G-02)"
    )


@pytest.mark.parametrize("audience", ["share", "bank"])
def test_a_gap_names_no_folder_to_readers_who_need_none(audience: r.Audience) -> None:
    """A gap's source may hold a path, and a path the name of a person."""
    from_pc = Gap(
        host="margarets-pc", source="services: C:\\Users\\margaret", reason="C:\\Users\\margaret", code="G-01"
    )
    known = Gap(host="margarets-pc", source="services", reason="margaret said no", code="G-02")
    ground = press().ground([started()], audience)
    assert gap_text(ground, from_pc) == "Another place on the PC (code G-01)"
    assert gap_text(ground, known) == "Programs that run in the background (code G-02)"


@pytest.mark.parametrize("system", ["windows", "Windows 11 Home"])
def test_steps_by_hand_stand_on_paper_for_those_who_do_them(system: str) -> None:
    scan = j.ScanStarted(scan_id="s1", host="this", system=system, catalogue="1", os_name="Windows 11 Home")
    events = (scan, j.ToolFound(scan_id="s1", finding=ANYDESK), j.FindingMarked(finding_id="f-1", mark="not-mine"))
    for audience, shown in (("me", True), ("technician", True), ("bank", False)):
        text = told(*events, audience=audience)  # type: ignore[arg-type]
        assert ("Steps by hand" in text) == shown
        assert "Windows 11 Home" in text


def test_what_else_was_left_is_told_and_its_folder_only_to_those_who_need_it() -> None:
    left = LeftBehind(
        host="this", kind="defender-exclusion", says="A folder is not looked at.", value="C:\\Users\\m\\x"
    )
    events = (SCAN, j.LeftBehindFound(scan_id="s1", left_behind=left))
    assert "C:\\Users\\m\\x" in told(*events)
    assert "The virus check leaves out a place" in told(*events, audience="share")
    assert "Users" not in told(*events, audience="share")
    assert "Also left on the PC" not in told(*events, audience="bank")


@pytest.mark.parametrize(
    ("again", "said"),
    [
        (j.FindingLookedForAgain(finding_id="f-1", still_there=False, gaps=0), ": not found."),
        (j.FindingLookedForAgain(finding_id="f-1", still_there=False, gaps=2), "Not every place could be looked at."),
        (j.FindingLookedForAgain(finding_id="f-1", still_there=True, gaps=0), ": still there."),
        (j.FindingLookedForAgain(finding_id="f-1", still_there=None, gaps=3), ": could not be looked at."),
    ],
)
def test_what_the_second_look_said_is_told(again: j.KnownEvent, said: str) -> None:
    assert said in told(SCAN, j.ToolFound(scan_id="s1", finding=ANYDESK), again)


def test_removal_by_hand_says_how_far_it_went() -> None:
    ground = press().ground(rich_events())
    steps = press().catalogue.steps_for(ANYDESK, System.WINDOWS)
    base = (SCAN, j.ToolFound(scan_id="s1", finding=ANYDESK))
    ticks = [j.RemovalStepTicked(finding_id="f-1", step=step.id, done=True) for step in steps]
    assert f"1 of {len(steps)} steps ticked" in told(*base, ticks[0])
    assert "Removed by hand, 18 November 2026" in told(*base, *ticks)
    assert "Nothing yet" in told(*base)
    assert alarms(ground.case)[0].finding == ANYDESK


def test_an_access_aid_is_left_alone() -> None:
    aid = Finding(
        id="f-9",
        host="this",
        tool_id="nvda",
        tool_name="NVDA",
        category="access-aid",
        confidence="likely",
        policy="never",
    )
    text = told(SCAN, j.ToolFound(scan_id="s1", finding=aid))
    assert "Left alone. It helps people to use the PC." in text
    assert "Steps by hand" not in text


def call_on(day: str, began: str = "") -> j.StepAnswered:
    return j.StepAnswered(step="the-call", answers={"day": day, "began-at": began})


MAY_BE_THEIRS = "The caller may have put it there."


def test_who_put_it_there_is_not_for_the_technician() -> None:
    events = (SCAN, j.ToolFound(scan_id="s1", finding=ANYDESK), call_on("2026-11-18", "10:31"))
    known = j.FindingMarked(finding_id="f-1", mark="known")
    assert "someone I know in person" in told(*events, known)
    assert MAY_BE_THEIRS in told(*events, known, audience="police")
    assert MAY_BE_THEIRS not in told(*events, known, audience="bank")
    for audience in ("technician", "share"):
        assert "someone I know" not in told(*events, known, audience=audience)
        assert MAY_BE_THEIRS not in told(*events, known, audience=audience)


def test_what_speaks_against_a_mark_is_worked_out_from_the_case_as_it_is_now() -> None:
    """People scan, mark, and tell the day of the call later; or they put it right."""
    marked = (SCAN, j.ToolFound(scan_id="s1", finding=ANYDESK), j.FindingMarked(finding_id="f-1", mark="mine"))
    assert MAY_BE_THEIRS not in told(*marked)
    assert "18 November 2026, 10:42. That is after the call began." in told(*marked, call_on("2026-11-18", "10:31"))
    assert "10:42. That is the day of the call." in told(*marked, call_on("2026-11-18", "11:00"))
    assert MAY_BE_THEIRS not in told(*marked, call_on("2026-11-18", "10:31"), call_on("2026-11-19"))
    assert MAY_BE_THEIRS not in told(*marked, call_on("2026-11-18"), j.FindingMarked(finding_id="f-1", mark="not-mine"))


def test_a_day_without_a_time_is_told_without_midnight() -> None:
    by_day = replace(ANYDESK, came_at=datetime(2026, 11, 18, tzinfo=UTC))
    mine = j.FindingMarked(finding_id="f-1", mark="mine")
    text = told(SCAN, j.ToolFound(scan_id="s1", finding=by_day), mine, call_on("2026-11-18", "10:31"))
    assert "came to this PC on 18 November 2026. That is the day of the call." in text
    assert "00:00" not in text


def test_a_name_from_the_pc_cannot_fill_the_paper() -> None:
    assert len(tool_name(replace(ANYDESK, tool_name="A" * 9999))) == LONGEST_NAME + 2


def test_two_copies_of_one_program_can_be_told_apart() -> None:
    twice = [j.ToolFound(scan_id="s1", finding=replace(ANYDESK, id=f"f-{n}", instance=str(n))) for n in (1, 2)]
    ground = press().ground([started(), SCAN, *twice])
    assert names_of(ground) == {"f-1": "AnyDesk, copy 1", "f-2": "AnyDesk, copy 2"}
    assert "AnyDesk, copy 2" in told(SCAN, *twice)


def test_a_sentence_before_a_path_loses_its_dot() -> None:
    part = replace(ANYDESK.evidence[0], says="It is in the list of programs.", value="AnyDesk 9")
    finding = replace(ANYDESK, evidence=(part,))
    assert "It is in the list of programs: AnyDesk 9" in told(SCAN, j.ToolFound(scan_id="s1", finding=finding))


def test_entries_of_a_newer_program_are_counted() -> None:
    ground = press().ground(rich_events())
    newer = j.Entry(
        sequence=99,
        at=ground.made_at - timedelta(hours=1),
        actor="program",
        digest=bytes(32),
        event=j.UnknownEvent(name="Later", payload=b"{}"),
    )
    with_newer = changed(ground, case=fold([*ground.entries, newer]))
    assert any("1 entries that this version cannot show" in text for text in texts_of(found(with_newer)))


@pytest.mark.parametrize(
    ("os_name", "shared"),
    [("Windows 11 Home", "Windows 11"), ("Ubuntu of Quillfeather 24.04", "Ubuntu 24.04"), ("Quillfeather", "")],
)
def test_a_copy_to_share_names_the_kind_of_system_alone(os_name: str, shared: str) -> None:
    scan = j.ScanStarted(scan_id="s1", host="this", system="linux", catalogue="1", os_name=os_name)
    text = told(scan, audience="share")
    assert "Quillfeather" not in text
    assert "Home" not in text
    assert shared in text
    assert os_name in told(scan)
