"""Connections to a VNC server: told once, in the order in which they end, within bounds."""

from __future__ import annotations

from datetime import UTC, datetime

from recovery_assistant.domain.session import Attempt, LogLine, Remote, Session
from recovery_assistant.traces.linux.entries import MOST_ATTEMPTS, MOST_OPEN
from recovery_assistant.traces.vnc.visits import Moment, Visit, Visits, own_name

NOW = Moment(datetime(2026, 3, 5, 14, 0, tzinfo=UTC), "14:00", 7)


def test_let_in_is_a_session_and_anything_else_an_attempt() -> None:
    visits = Visits("x11vnc", "a.log")
    first, second = Visit("203.0.113.4", NOW, login=NOW._replace(line=9)), Visit("203.0.113.5", NOW)
    assert not [*visits.came(first), *visits.came(second)]
    (session,) = visits.ended(first, NOW._replace(line=12))
    assert isinstance(session, Session)
    assert [line.line for line in session.sources] == [9, 7, 12]
    (attempt,) = visits.rest()
    assert isinstance(attempt, Attempt)
    assert attempt.sources == (LogLine(path="a.log", line=7),)
    assert not list(visits.rest())


def test_a_server_that_starts_anew_bounds_the_end() -> None:
    visits = Visits("x11vnc", "a.log")
    assert not list(visits.came(Visit("203.0.113.4", NOW, login=NOW)))
    (session,) = visits.server_started(NOW)
    assert isinstance(session, Session)
    assert (session.end, session.end_not_after) == (None, NOW.when)


def test_two_servers_on_one_pc_are_told_apart() -> None:
    visits = Visits("tigervnc", "a.log", instance=own_name("C:\\logs/pc:1.log"))
    (attempt,) = visits.ended(Visit("203.0.113.4", NOW))
    assert attempt.instance == "pc:1.log"


def test_a_socket_on_this_pc_is_no_remote() -> None:
    (attempt,) = Visits("tigervnc", "a.log").ended(Visit("/run/vnc.sock", NOW))
    assert attempt.remote == Remote()


def test_what_is_remembered_and_told_has_bounds() -> None:
    visits = Visits("x11vnc", "a.log")
    told = [event for n in range(MOST_OPEN + MOST_ATTEMPTS + 5) for event in visits.came(Visit(str(n), NOW))]
    assert len([*told, *visits.rest()]) == MOST_ATTEMPTS
