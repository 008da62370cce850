"""What a case says of itself: its newest scan, and what is still left behind now."""

from __future__ import annotations

from datetime import UTC, datetime

from recovery_assistant.domain.case import Case, Scan
from recovery_assistant.domain.finding import LeftBehind

BEGAN = datetime(2026, 11, 18, 10, 0, tzinfo=UTC)
PROXY = LeftBehind(host="this", kind="proxy", says="A proxy.", value="10.0.0.1")
ACCOUNT = LeftBehind(host="this", kind="account", says="An account.", value="support")


def scan(name: str, *, complete: bool, left: tuple[LeftBehind, ...] = ()) -> Scan:
    return Scan(
        id=name, host="this", system="windows", catalogue="1", started_at=BEGAN, complete=complete, left_behind=left
    )


def test_an_empty_case_has_no_answers_no_scan_and_no_reading() -> None:
    case = Case()
    assert (case.answer("the-call", "day"), case.newest_scan, case.newest_reading) == (None, None, None)
    assert case.traces == ()
    assert case.removals_of("f-1") == ()


def test_what_a_whole_look_no_longer_sees_is_gone() -> None:
    scans = {"s1": scan("s1", complete=True, left=(PROXY, ACCOUNT)), "s2": scan("s2", complete=True, left=(ACCOUNT,))}
    case = Case(scans=scans, left_behind=(PROXY, ACCOUNT))
    assert case.newest_scan == scans["s2"]
    assert case.left_behind_now == (ACCOUNT,)


def test_a_look_that_was_cut_off_says_nothing_about_what_is_gone() -> None:
    scans = {"s1": scan("s1", complete=True, left=(PROXY,)), "s2": scan("s2", complete=False)}
    assert Case(scans=scans, left_behind=(PROXY, ACCOUNT)).left_behind_now == (PROXY, ACCOUNT)
