"""A scan as a stream of events, into a case, and again after a removal."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from recovery_assistant.domain import journal
from recovery_assistant.domain.errors import SourceUnreadable
from recovery_assistant.domain.finding import Finding, Mark
from recovery_assistant.domain.judging import MOST_OF_AN_INDICATOR
from recovery_assistant.domain.observation import (
    Gap,
    InstalledProgram,
    Observation,
    Process,
    ProgramFile,
    Service,
    Setting,
    System,
)
from recovery_assistant.services.scanner import (
    MOST_AT_ONCE,
    Finished,
    Found,
    Left,
    Missed,
    Progress,
    ScanEvent,
    Sighted,
    Started,
    ToCheck,
    contradiction,
    look_again,
    scan,
    scan_into,
    source_words,
)
from tests.unit.domain.catalogue_rows import CATALOGUE
from tests.unit.services.pretend_host import PretendCasebook, PretendHost

DENIED = SourceUnreadable("scheduled-tasks", "access denied", "G-02")
GAP = Gap(host="pc", source="services: /home/x", reason="access denied", code="G-02")
PACKAGE = InstalledProgram(source="dpkg", package="farview")
RUNNING = Process(source="/proc/1", name="farview", exe="/usr/bin/farview")
PC = PretendHost(
    {"installed-programs": [PACKAGE], "services": [GAP], "processes": [RUNNING], "scheduled-tasks": DENIED}
)


def kinds(events: list[ScanEvent]) -> list[str]:
    return [type(event).__name__ for event in events]


def test_the_stream_is_started_then_gaps_as_they_come_then_findings_then_the_end() -> None:
    events = list(scan(PC, CATALOGUE))
    assert kinds([event for event in events if not isinstance(event, Progress)]) == [
        "Started",
        "Sighted",
        "Missed",
        "Missed",
        "Found",
        "Finished",
    ]
    assert events[0] == Started(host="pc", system="linux", os_name="Pretend 1", catalogue="test")
    assert events[-1] == Finished(host="pc", complete=True, findings=1, gaps=2, sources_looked_at=3)
    progress = [event for event in events if isinstance(event, Progress)]
    assert [(one.done, one.total) for one in progress] == [(0, 4), (1, 4), (2, 4), (3, 4), (4, 4)]


def test_a_source_that_cannot_be_read_is_a_gap_of_this_pc() -> None:
    (missed,) = [
        event for event in scan(PretendHost({"scheduled-tasks": DENIED}), CATALOGUE) if isinstance(event, Missed)
    ]
    assert missed.gap == Gap(host="pc", source="scheduled-tasks", reason="access denied", code="G-02")


def test_two_scans_of_one_machine_are_the_same() -> None:
    assert list(scan(PC, CATALOGUE)) == list(scan(PC, CATALOGUE))


def test_a_tool_is_sighted_once_as_soon_as_it_is_more_than_a_detail() -> None:
    rows: list[Observation | Gap] = [Process(source="p", name="fv"), GAP, Process(source="p", name="farview"), RUNNING]
    host = PretendHost({"program-files": [], "services": list(rows), "processes": [RUNNING]})
    told = [event for event in scan(host, CATALOGUE) if isinstance(event, Sighted | Progress)]
    assert [event.source_words for event in told if isinstance(event, Progress)][1] == source_words("processes")
    assert [type(event).__name__ for event in told] == ["Progress", "Sighted", "Progress", "Progress", "Progress"]
    assert told[1] == Sighted(tool_id="farview", tool_name="FarView")


def test_what_is_only_a_detail_is_not_sighted() -> None:
    host = PretendHost({"processes": [Process(source="p", name="fv"), Process(source="p", name="reader")]})
    assert not [event for event in scan(host, CATALOGUE) if isinstance(event, Sighted)]


def test_what_was_read_before_a_source_broke_off_counts() -> None:
    class Breaking(PretendHost):
        def observations(self, source: str) -> Iterator[Observation | Gap]:
            yield from super().observations(source)
            raise DENIED

    events = list(scan(Breaking({"processes": [RUNNING]}), CATALOGUE))
    assert kinds(events) == ["Started", "Progress", "Sighted", "Missed", "Progress", "Found", "Finished"]


def test_slow_sources_come_last_and_the_others_keep_their_order() -> None:
    names = ["program-files", "z", "processes: x", "listening_sockets", "a"]
    host = PretendHost({name: [] for name in names})
    shown = [event.source_words for event in scan(host, CATALOGUE) if isinstance(event, Progress)]
    assert shown == [source_words(names[place]) for place in (1, 4, 2, 3, 0)] + [""]


def test_a_thousand_matching_files_are_told_in_bounds() -> None:
    files: list[Observation | Gap] = [
        ProgramFile(source="program-files", path=f"/home/x/{number}/farview") for number in range(3 * MOST_AT_ONCE)
    ]
    found = [event for event in scan(PretendHost({"program-files": files}), CATALOGUE) if isinstance(event, Found)]
    assert len(found) == MOST_OF_AN_INDICATOR


def test_stop_tells_what_was_found_so_far_and_is_not_complete() -> None:
    asked = iter([False, False, True, True, True, True])
    events = list(scan(PC, CATALOGUE, stopped=lambda: next(asked)))
    assert [event.finding.confidence for event in events if isinstance(event, Found)] == ["likely"]
    assert isinstance(events[-1], Finished)
    assert (events[-1].complete, events[-1].sources_looked_at) == (False, 1)


def test_a_renamed_copy_is_known_by_what_stands_inside() -> None:
    path = "/home/x/Downloads/invoice-viewer"
    file = ProgramFile(source=path, path=path, form="elf")
    host = PretendHost({"program-files": [file]}, files={path: b"\x7fELF..FarView core..\0farview.example\0"})
    (found,) = [event.finding for event in scan(host, CATALOGUE) if isinstance(event, Found)]
    assert (found.tool_id, found.confidence, found.instance) == ("farview", "likely", "/home/x/Downloads")


def test_a_program_file_that_cannot_be_opened_is_a_gap() -> None:
    file = ProgramFile(source="/x", path="/x", form="elf")
    events = list(scan(PretendHost({"program-files": [file]}), CATALOGUE))
    assert [event.gap.source for event in events if isinstance(event, Missed)] == ["/x"]


def test_a_script_that_only_names_tools_is_not_searched() -> None:
    file = ProgramFile(source="/x", path="/x", form="script")
    host = PretendHost({"program-files": [file]}, files={"/x": b"#!/bin/sh\nFarView core farview.example"})
    assert [event for event in scan(host, CATALOGUE) if isinstance(event, Found)] == []


def test_an_exclusion_of_the_virus_protection_is_told() -> None:
    host = PretendHost({"settings": [Setting(source="s", name="defender-exclusion", value="C:\\x")]})
    assert [event.left_behind.value for event in scan(host, CATALOGUE) if isinstance(event, Left)] == ["C:\\x"]


def test_what_every_pc_has_is_only_to_be_looked_over() -> None:
    host = PretendHost({"settings": [Setting(source="s", name="dns-server", value="1.1.1.1", about="Wi-Fi")]})
    events = list(scan(host, CATALOGUE))
    assert [event.left_behind.value for event in events if isinstance(event, ToCheck)] == ["1.1.1.1 (Wi-Fi)"]
    assert not [event for event in events if isinstance(event, Left)]


@pytest.mark.parametrize("source", [*PC.sources(), "services: /home/x", "settings", "something-new"])
def test_every_source_has_plain_words(source: str) -> None:
    assert source_words(source)
    assert "services" not in source_words(source)


# --- into a case ------------------------------------------------------------------------------------------------


def test_a_scan_is_written_down_as_it_goes() -> None:
    book = PretendCasebook()
    list(scan_into(book, PC, CATALOGUE))
    case = book.case
    (done,) = case.scans.values()
    assert (done.host, done.system, done.catalogue, done.complete) == ("pc", "linux", "test", True)
    assert done.os_name == "Pretend 1"
    assert (len(done.finding_ids), len(done.gaps), done.sources_looked_at) == (1, 2, 3)
    assert set(book.actors) == {"program"}


def test_a_door_left_open_is_written_down_too() -> None:
    book = PretendCasebook()
    setting = Setting(source="s", name="defender-exclusion", value="C:\\x")
    list(scan_into(book, PretendHost({"settings": [setting]}), CATALOGUE))
    assert [left.value for left in book.case.left_behind] == ["C:\\x"]


def test_a_window_that_is_closed_in_the_middle_leaves_a_scan_that_is_not_complete() -> None:
    book = PretendCasebook()
    events = scan_into(book, PC, CATALOGUE)
    next(event for event in events if isinstance(event, Missed))
    events.close()
    (done,) = book.case.scans.values()
    assert (done.complete, done.finished_at is not None) == (False, True)


def after_scan(host: PretendHost) -> tuple[PretendCasebook, str]:
    book = PretendCasebook()
    list(scan_into(book, host, CATALOGUE))
    return book, next(iter(book.case.findings))


def test_looked_for_again_and_gone() -> None:
    book, finding = after_scan(PretendHost({"installed-programs": [PACKAGE]}))
    assert look_again(book, finding, PretendHost({"installed-programs": []}), CATALOGUE) is False
    assert book.case.findings[finding].still_there is False


def test_looked_for_again_and_still_there() -> None:
    host = PretendHost({"installed-programs": [PACKAGE]})
    book, finding = after_scan(host)
    assert look_again(book, finding, host, CATALOGUE) is True


def test_nobody_knows_when_the_place_that_showed_it_cannot_be_read_now() -> None:
    book, finding = after_scan(PretendHost({"installed-programs": [PACKAGE]}))
    closed = PretendHost({"installed-programs": SourceUnreadable("installed-programs", "access denied")})
    assert look_again(book, finding, closed, CATALOGUE) is None
    assert book.case.findings[finding].gaps_when_looked_again == 1


def test_a_gap_elsewhere_does_not_make_the_answer_unknown() -> None:
    book, finding = after_scan(PretendHost({"installed-programs": [PACKAGE]}))
    other = PretendHost({"installed-programs": [], "scheduled-tasks": DENIED})
    assert look_again(book, finding, other, CATALOGUE) is False


def test_a_scan_that_could_not_look_at_a_recorded_list_by_its_other_name() -> None:
    book, finding = after_scan(PretendHost({"installed_programs": [PACKAGE]}))
    closed = PretendHost({"installed_programs": SourceUnreadable("installed_programs", "not provided", "G-03")})
    assert look_again(book, finding, closed, CATALOGUE) is None


# --- "is this yours?" -------------------------------------------------------------------------------------------

CALL = datetime(2026, 11, 18, 14, 30).astimezone()
ANSWERS: dict[str, journal.Answer] = {"day": "2026-11-18", "began-at": "14:30"}


def came(at: datetime | None) -> Finding:
    hits = [Service(source="s", name="farview", installed_at=at)]
    host = PretendHost({"services": list(hits)}, system=System.WINDOWS)
    return next(event.finding for event in scan(host, CATALOGUE) if isinstance(event, Found))


def said(mark: Mark, at: datetime | None, answers: dict[str, journal.Answer]) -> str:
    case = PretendCasebook(journal.StepAnswered(step="the-call", answers=answers)).case
    return contradiction(came(at), mark, case)


@pytest.mark.parametrize("mark", ["mine", "known"])
def test_a_program_that_came_during_or_after_the_call_contradicts(mark: Mark) -> None:
    words = said(mark, CALL + timedelta(minutes=10), ANSWERS)
    assert "18 November 2026 at 14:40" in words
    assert said(mark, CALL + timedelta(days=2), ANSWERS)


def test_a_program_from_before_the_call_does_not() -> None:
    assert said("mine", CALL - timedelta(days=30), ANSWERS) == ""


def test_without_a_time_the_whole_day_of_the_call_counts() -> None:
    at = datetime(2026, 11, 18, 0, 30).astimezone()
    assert said("mine", at, {"day": "2026-11-18"})
    assert said("mine", at, {"day": "2026-11-18", "began-at": "later"})


def test_the_hour_before_the_call_counts_because_people_guess_its_time() -> None:
    words = said("mine", CALL - timedelta(minutes=20), ANSWERS)
    assert words == (
        "This program came to this PC on 18 November 2026 at 14:10. "
        "That is the day of the call. The caller may have put it there."
    )


def test_a_program_whose_day_alone_is_known() -> None:
    words = said("mine", datetime(2026, 11, 18, tzinfo=UTC), ANSWERS)
    assert "on 18 November 2026. That is the day of the call." in words
    assert "on 19 November 2026. That is after the call" in said("mine", datetime(2026, 11, 19, tzinfo=UTC), ANSWERS)
    assert said("mine", datetime(2026, 11, 17, tzinfo=UTC), ANSWERS) == ""


@pytest.mark.parametrize("mark", ["unknown", "not-mine"])
def test_who_does_not_claim_it_is_not_contradicted(mark: Mark) -> None:
    assert said(mark, CALL + timedelta(hours=1), ANSWERS) == ""


def test_what_nobody_knows_contradicts_nothing() -> None:
    assert said("mine", None, ANSWERS) == ""
    assert said("mine", CALL, {}) == ""
    assert said("mine", CALL, {"day": "last week"}) == ""
    assert said("mine", datetime(2026, 11, 18, 23, 0, tzinfo=UTC) - timedelta(days=9), ANSWERS) == ""
