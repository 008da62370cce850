"""Answers of many machines: whatever order they come in, what holds now is what is shown, and memory stays flat."""

from __future__ import annotations

import json
import tracemalloc
from collections.abc import Iterable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recovery_assistant.domain.errors import SourceUnreadable
from recovery_assistant.domain.fleet import QUESTIONS, Question
from recovery_assistant.domain.observation import Gap, ListeningSocket, Process, Service, System
from recovery_assistant.hosts.reported import fleet_answers
from recovery_assistant.hosts.reported.fleet_answers import (
    ADDED,
    FRESH,
    REMOVED,
    WHOLE,
    Answers,
    FleetHost,
    Piece,
    observation_of,
)


def rows(*names: str) -> bytes:
    return json.dumps([{"name": name} for name in names]).encode()


def services(*pieces: Piece) -> list[str]:
    with Answers() as answers:
        for piece in pieces:
            assert answers.add("pc", System.WINDOWS, "services", piece) == ""
        (host,) = answers.machines()
        return [one.name for one in host.observations("services") if isinstance(one, Service)]


def test_the_newest_whole_answer_holds_even_when_it_comes_first() -> None:
    old, new = Piece(10, 1, WHOLE, rows("old")), Piece(20, 2, WHOLE, rows("new"))
    assert services(old, new) == services(new, old) == ["new"]


def test_rows_of_another_query_are_a_gap_and_told_once() -> None:
    with Answers() as answers:
        foreign = json.dumps([{"version": "1", "publisher": "x"}, {"version": "2", "publisher": "y"}]).encode()
        assert answers.add("pc", System.WINDOWS, "services", Piece(1, 1, WHOLE, foreign)) == ""
        (host,) = answers.machines()
        gaps = [one for one in host.observations("services") if isinstance(one, Gap)]
    assert [(gap.code, gap.reason) for gap in gaps if "none of the columns" in gap.reason] == [
        ("G-04", "an answer has none of the columns binary_path, display_name, name")
    ]


def test_what_came_and_went() -> None:
    assert services(
        Piece(1, 1, ADDED, rows("a", "b")), Piece(2, 2, REMOVED, rows("a")), Piece(3, 3, ADDED, rows("c"))
    ) == ["b", "c"]
    assert services(Piece(3, 1, REMOVED, rows("a")), Piece(1, 2, ADDED, rows("a"))) == [], "by time, not by line"
    assert services(Piece(1, 1, REMOVED, rows("a"))) == []


def test_an_answer_that_comes_row_by_row_takes_the_place_of_an_older_one() -> None:
    pieces = [Piece(1, 1, FRESH, rows("old")), Piece(5, 2, FRESH, rows("a")), Piece(5, 3, FRESH, rows("b"))]
    assert services(*pieces) == services(*reversed(pieces))[::-1] == ["a", "b"]
    assert services(Piece(1, 1, FRESH, rows("old")), Piece(2, 2, FRESH, b"[]")) == []


def test_machines_come_in_the_order_in_which_they_first_came_and_sources_in_theirs() -> None:
    with Answers() as answers:
        for name in ("b", "a", "b"):
            answers.add(name, System.LINUX, "processes", Piece(0, 1, WHOLE, b"[]"))
        hosts = list(answers.machines())
    assert [host.id for host in hosts] == ["b", "a"]
    assert hosts[0].sources() == tuple(dict.fromkeys(question.source for question in QUESTIONS[System.LINUX]))


def test_a_question_without_an_answer_is_a_gap_and_an_empty_answer_is_none() -> None:
    with Answers() as answers:
        answers.add("pc", System.WINDOWS, "programs", Piece(0, 1, WHOLE, b"[]"))
        (host,) = answers.machines()
        (gap,) = host.observations("installed-programs")
        assert isinstance(gap, Gap)
        assert (gap.source, gap.reason, gap.code) == ("installed-programs: uninstall-keys", "not provided", "G-03")
        with pytest.raises(SourceUnreadable) as told:
            list(host.observations("services"))
    assert (told.value.reason, told.value.code) == ("not provided", "G-03")


def test_what_does_not_belong_is_told() -> None:
    with Answers() as answers:
        piece = Piece(0, 1, WHOLE, b"[]")
        assert answers.add("pc", System.WINDOWS, "services", piece) == ""
        assert "answered as windows" in answers.add("pc", System.LINUX, "processes", piece)
        assert "not known" in answers.add("pc", System.WINDOWS, "colours", piece)


@pytest.mark.parametrize("bad", [b"5", b"[5]", b'[{"name":[1]}]', b'{"a":1}', b"[{", b'["x"]', b"null"])
def test_rows_of_a_wrong_form_are_a_gap_with_their_line(bad: bytes) -> None:
    with Answers() as answers:
        answers.add("pc", System.WINDOWS, "services", Piece(1, 7, ADDED, rows("good")))
        answers.add("pc", System.WINDOWS, "services", Piece(2, 8, ADDED, bad))
        (host,) = answers.machines()
        shown = list(host.observations("services"))
    assert [one.source for one in shown if isinstance(one, Gap)] == ["line 8"]
    assert [one.name for one in shown if isinstance(one, Service)] == ["good"]


def test_a_machine_with_too_much_to_tell_has_a_gap(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fleet_answers, "MOST_PIECES", 3)
    with Answers() as answers:
        for number in range(9):
            answers.add("pc", System.WINDOWS, "services", Piece(number, number, ADDED, rows(str(number))))
        (host,) = answers.machines()
        shown = list(host.observations("services"))
    assert [one.code for one in shown if isinstance(one, Gap)] == ["G-05"]
    assert [one.name for one in shown if isinstance(one, Service)] == ["6", "7", "8"]


def test_what_it_calls_its_system() -> None:
    with Answers() as answers:
        about = b'[{"os_name":"Windows 11","os_version":null}]'
        answers.add("pc", System.WINDOWS, "about", Piece(0, 1, WHOLE, about))
        answers.add("other", System.WINDOWS, "programs", Piece(0, 1, WHOLE, b"[]"))
        first, second = answers.machines()
        assert (first.os_name, second.os_name) == ("Windows 11", "")


def question(name: str) -> Question:
    return next(one for one in QUESTIONS[System.WINDOWS] if one.name == name)


@pytest.mark.parametrize(("said", "pid"), [("7", 7), (8, 8), ("-1", None), ("", None), ("9" * 40, None), (None, None)])
def test_numbers_may_be_texts_or_nothing(said: str | int | None, pid: int | None) -> None:
    one = observation_of(question("processes"), "x", {"pid": said, "name": "a", "product_name": "P"})
    assert isinstance(one, Process)
    assert one.pid == pid
    assert one.version_info is not None
    assert one.version_info.product_name == "P"
    other = observation_of(question("listening-ports"), "x", {"port": said})
    assert isinstance(other, ListeningSocket)
    assert other.port == (pid or 0)


@pytest.mark.parametrize(("said", "expected"), [("1", True), ("True", True), ("0", False), ("", False)])
def test_switches_may_be_texts(said: str | bool, expected: bool) -> None:
    one = observation_of(question("services"), "x", {"name": "a", "enabled": said})
    assert isinstance(one, Service)
    assert one.enabled is expected
    assert one.running is None, "nobody told"


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)


@given(st.lists(JSON, max_size=4))
def test_nothing_that_a_row_holds_stops_the_look(values: list[Any]) -> None:
    with Answers() as answers:
        for name in ("processes", "listening-ports", "services", "settings"):
            for number, value in enumerate(values):
                piece = Piece(0, number, ADDED, json.dumps([{"name": value, "pid": value, "port": value}]).encode())
                assert answers.add("pc", System.WINDOWS, name, piece) == ""
        for host in answers.machines():
            look(host)


def look(host: FleetHost) -> int:
    seen = 0
    for source in host.sources():
        try:
            seen += sum(1 for _ in host.observations(source))
        except SourceUnreadable:
            continue
    return seen


def _memory(machines: int) -> int:
    """Return the bytes that a pass over mixed answers of so many machines needs at most."""

    def mixed() -> Iterable[tuple[str, Piece]]:
        for line in range(machines * 4):
            yield f"machine-{line % machines}", Piece(line, line, ADDED, rows("x" * 400))

    tracemalloc.start()
    with Answers() as answers:
        for name, piece in mixed():
            answers.add(name, System.WINDOWS, "services", piece)
        assert sum(map(look, answers.machines())) >= machines
        peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak


def test_memory_for_each_more_machine_is_a_few_hundred_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fleet_answers, "KEPT_IN_MEMORY", 10_000)
    assert (_memory(900) - _memory(300)) / 600 < 1000, "the rows themselves are 1,600 bytes for each machine"
