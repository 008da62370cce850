"""Connections that a log opens and closes by a number, whatever it leaves out."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from recovery_assistant.domain.session import LogLine, Remote
from recovery_assistant.traces.open_sessions import MOST_OPEN, Opened, OpenSessions

NOON = datetime(2026, 11, 18, 12, 0, tzinfo=UTC)
LATER = NOON + timedelta(minutes=5)
JANE = Remote(name="Jane")


def at(line: int) -> LogLine:
    return LogLine(path="a.log", line=line)


def opened(line: int = 1) -> Opened:
    return Opened(NOON, "12:00", JANE, (at(line),))


def test_an_end_finds_its_beginning() -> None:
    sessions = OpenSessions("dwagent")
    assert not list(sessions.began("7", opened()))
    session = sessions.ended("7", LATER, "12:05", at(9), detail="left")
    assert (session.tool, session.start, session.end, session.remote) == ("dwagent", NOON, LATER, JANE)
    assert (session.sources, session.detail) == ((at(1), at(9)), "left")
    assert not list(sessions.all_ended(LATER))


def test_an_end_alone_was_opened_before_the_log_begins() -> None:
    session = OpenSessions("dwagent").ended("7", LATER, "12:05", at(9), remote=JANE)
    assert (session.start, session.end, session.remote, session.sources) == (None, LATER, JANE, (at(9),))


def test_a_number_given_out_again_ends_the_one_before() -> None:
    sessions = OpenSessions("dwagent")
    list(sessions.began("7", opened()))
    (session,) = sessions.began("7", Opened(LATER, "12:05", JANE, (at(3),)))
    assert (session.end, session.end_not_after) == (None, LATER)
    (last,) = sessions.all_ended(None)
    assert (last.start, last.end, last.end_not_after) == (LATER, None, None)


def test_no_log_can_open_without_end() -> None:
    sessions = OpenSessions("dwagent")
    told = [session for number in range(MOST_OPEN + 5) for session in sessions.began(str(number), opened())]
    assert len(told) == 5
    assert len(list(sessions.all_ended(None))) == MOST_OPEN
