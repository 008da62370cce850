"""Reasons to keep a PC or to reset it: each from what the case tells, nothing weighed, and something always unknown."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from recovery_assistant.content.loading import load_words
from recovery_assistant.domain import journal as j
from recovery_assistant.domain.adviser import SIDES, Advice, Reason, ReasonId, advise, reason_words
from recovery_assistant.domain.case import Case
from recovery_assistant.domain.finding import Finding, LeftBehind, Mark
from recovery_assistant.domain.folding import fold
from recovery_assistant.domain.observation import Gap
from recovery_assistant.domain.session import Activity, Session, What
from recovery_assistant.domain.timeline import incoming
from tests.unit.domain.events import events

RESOURCES = Path(__file__).resolve().parents[3] / "resources"
TEN = datetime(2026, 11, 18, 10, 0, tzinfo=UTC)


def case(*events: j.KnownEvent) -> Case:
    digest, entries = j.GENESIS, []
    for number, event in enumerate(events, 1):
        digest = j.chain(digest, j.line_bytes(number, TEN, "person", event))
        entries.append(j.Entry(sequence=number, at=TEN, actor="person", event=event, digest=digest))
    return fold(entries)


def scan(*, gaps: int = 0, found: bool = False, doors: int = 0, complete: bool = True) -> list[j.KnownEvent]:
    events: list[j.KnownEvent] = [j.ScanStarted(scan_id="s", host="pc", system="windows", catalogue="1")]
    if found:
        events.append(j.ToolFound(scan_id="s", finding=FOUND))
    events += [
        j.LeftBehindFound(
            scan_id="s", left_behind=LeftBehind(host="pc", kind="account-hidden", says="x", value=str(number))
        )
        for number in range(doors)
    ]
    events += [
        j.SourceMissed(scan_id="s", gap=Gap(host="pc", source=f"g{at}", reason="closed", code="G-01"))
        for at in range(gaps)
    ]
    return [*events, j.ScanFinished(scan_id="s", complete=complete, sources_looked_at=3)]


FOUND = Finding(
    id="f-1",
    host="pc",
    tool_id="anydesk",
    tool_name="AnyDesk",
    category="remote-access",
    confidence="certain",
    policy="offer",
)


def marked(mark: Mark) -> j.KnownEvent:
    return j.FindingMarked(finding_id="f-1", mark=mark)


def looked(*, still_there: bool) -> j.KnownEvent:
    return j.FindingLookedForAgain(finding_id="f-1", still_there=still_there, gaps=0)


def session(minutes: float | None, start: datetime = TEN) -> Session:
    end = None if minutes is None else start + timedelta(minutes=minutes)
    return Session(tool="anydesk", direction="incoming", start=start, end=end)


def act(what: What, at: datetime) -> j.KnownEvent:
    return j.TracesRead(host="pc", scope=("tool-logs",), files_read=1, traces=(Activity(tool="", what=what, start=at),))


def ids(reasons: tuple[Reason, ...]) -> set[str]:
    return {reason.id for reason in reasons}


def every(advice: Advice) -> set[str]:
    return ids(advice.keep) | ids(advice.reset) | ids(advice.unknown)


def test_an_empty_case_gives_no_reason_either_way_and_says_what_is_unknown() -> None:
    advice = advise(Case(), ())
    assert (advice.keep, advice.reset) == ((), ())
    assert ids(advice.unknown) == {"never-looked", "no-records", "always"}


@pytest.mark.parametrize(
    ("minutes", "said", "never"),
    [
        (5, {"few-minutes", "one-visit"}, {"over-an-hour", "end-unknown"}),
        (30, {"one-visit"}, {"few-minutes", "over-an-hour"}),
        (61, {"over-an-hour"}, {"few-minutes"}),
        (None, {"end-unknown"}, {"few-minutes", "over-an-hour"}),
    ],
)
def test_how_long_they_were_in(minutes: float | None, said: set[str], never: set[str]) -> None:
    told = every(advise(Case(), (session(minutes),)))
    assert said <= told
    assert not never & told


def test_two_short_visits_are_more_than_one_and_their_times_count_together_once() -> None:
    twice = (session(40), session(40, TEN + timedelta(minutes=20)))
    advice = advise(Case(), twice)
    assert Reason("more-than-once", 2) in advice.reset
    assert "over-an-hour" in ids(advice.reset)  # 10:00 to 11:00
    assert "over-an-hour" not in ids(advise(Case(), (session(40), session(40))).reset)


def test_without_records_the_length_of_the_call_stands_in() -> None:
    told = j.StepAnswered(step="the-call", answers={"began-at": "23:30", "ended-at": "00:45"})
    assert ids(advise(case(told), ()).reset) == {"long-call"}
    short = j.StepAnswered(step="the-call", answers={"began-at": "10:30", "ended-at": "10:45"})
    assert advise(case(short), ()).reset == ()
    assert "long-call" not in ids(advise(case(told), (session(5),)).reset)  # a record tells better


@pytest.mark.parametrize(
    ("what", "reason"),
    [
        ("elevation", "allowed-changes"),
        ("service-made", "allowed-changes"),
        ("command-typed", "ran-commands"),
        ("threat-found", "threat-found"),
        ("log-cleared", "log-cleared"),
    ],
)
def test_what_was_done_counts_from_the_first_connection_on(what: What, reason: str) -> None:
    during, before = TEN + timedelta(minutes=3), TEN - timedelta(days=3)
    assert reason in ids(advise(case(act(what, during)), (session(5),)).reset)
    assert reason not in ids(advise(case(act(what, before)), (session(5),)).reset)


def test_a_program_is_gone_only_when_somebody_looked_again() -> None:
    found = [*scan(found=True), marked("not-mine")]
    assert advise(case(*found), ()).reset == (Reason("program-still-there", 1, ("AnyDesk",)),)
    gone = advise(case(*found, looked(still_there=False)), ())
    assert Reason("programs-gone", 1, ("AnyDesk",)) in gone.keep
    assert "program-still-there" not in ids(gone.reset)
    assert "nothing-found" not in ids(gone.keep)
    assert "program-still-there" in ids(advise(case(*found, looked(still_there=True)), ()).reset)


def test_a_program_of_ones_own_is_no_reason() -> None:
    advice = advise(case(*scan(found=True), marked("mine")), ())
    assert not {"program-still-there", "programs-gone", "nothing-found"} & every(advice)


def test_a_whole_look_that_found_nothing_is_a_reason_and_a_cut_one_is_not() -> None:
    assert {"nothing-found", "no-open-doors"} == ids(advise(case(*scan()), ()).keep)
    cut = advise(case(*scan(complete=False, gaps=2)), ())
    assert cut.keep == ()
    assert {"look-cut-short", "not-seen"} <= ids(cut.unknown)
    assert Reason("not-seen", 2) in cut.unknown


def test_open_doors_speak_for_a_reset() -> None:
    advice = advise(case(*scan(doors=2)), ())
    assert Reason("open-doors", 2) in advice.reset
    assert "no-open-doors" not in ids(advice.keep)


def test_what_the_person_told_counts() -> None:
    did = j.StepAnswered(
        step="what-they-did", answers={"did": ["saw-bank", "dark-screen", "new-password", "opened-files"]}
    )
    scans = j.StepAnswered(step="scan-for-harm", answers={"full-scan": True, "offline-scan": True})
    advice = advise(case(did, scans), ())
    assert {"locked-out", "bank-here"} <= ids(advice.reset)
    assert {"dark-screen", "files-taken", "always"} <= ids(advice.unknown)
    assert "scans-done" in ids(advice.keep)


def test_every_reason_stands_on_one_side_and_has_words() -> None:
    words = load_words(RESOURCES, "en", "gb").adviser
    placed = [reason for side in SIDES.values() for reason in side]
    assert sorted(placed) == sorted(get_args(ReasonId))
    headings = {"heading", "lead", "keep", "reset", "unknown", "none", "before", "choice"}
    assert words.keys() == {*placed, *headings}
    assert reason_words(Reason("programs-gone", 1, ("x",)), words, "AnyDesk").startswith(
        "What we found is gone: AnyDesk"
    )
    assert not any("clean" in text.lower() for text in words.values())


@given(st.lists(events, max_size=12))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_whatever_happened_something_stays_unknown_and_every_reason_can_be_said(
    journal: list[j.KnownEvent],
) -> None:
    told = case(*journal)
    advice = advise(told, incoming(told.traces))
    words = load_words(RESOURCES, "en", "gb").adviser
    assert advice.unknown[-1] == Reason("always")
    for reason in (*advice.keep, *advice.reset, *advice.unknown):
        assert "{" not in reason_words(reason, words, "a program")
