"""Work runs off the GUI thread, its events arrive in it, Stop stops, a page that is gone hears nothing."""

from __future__ import annotations

import threading
from collections.abc import Iterator

from pytestqt.qtbot import QtBot

from recovery_assistant.domain.errors import AssistantError, CaseError
from recovery_assistant.ui.stream import Stopped, Stream


class Ear:
    """Hears what arrives, and in which thread."""

    def __init__(self) -> None:
        self.events: list[int] = []
        self.threads: set[int] = set()
        self.ends: list[bool] = []
        self.errors: list[AssistantError] = []

    def event(self, event: int) -> None:
        self.threads.add(threading.get_ident())
        self.events.append(event)

    def end(self, whole: bool) -> None:
        self.ends.append(whole)

    def error(self, error: AssistantError) -> None:
        self.errors.append(error)


def test_events_are_made_elsewhere_and_arrive_here(qtbot: QtBot) -> None:
    stream, ear, made_in = Stream(), Ear(), set()

    def count(_stopped: Stopped) -> Iterator[int]:
        for number in range(1000):
            made_in.add(threading.get_ident())
            yield number

    stream.run(count, ear.event, ear.end, ear.error)
    qtbot.waitUntil(lambda: bool(ear.ends))
    assert ear.events == list(range(1000))
    assert ear.threads == {threading.get_ident()}
    assert threading.get_ident() not in made_in
    assert ear.ends == [True]


def test_stop_is_heard(qtbot: QtBot) -> None:
    stream, ear = Stream(), Ear()

    def endless(stopped: Stopped) -> Iterator[int]:
        number = 0
        while not stopped():
            number += 1
            yield number

    work = stream.run(endless, ear.event, ear.end, ear.error)
    qtbot.waitUntil(lambda: bool(ear.events))
    work.stop()
    qtbot.waitUntil(lambda: bool(ear.ends))
    assert ear.ends == [False]


def test_forgotten_work_tells_nobody(qtbot: QtBot) -> None:
    stream, ear, gate = Stream(), Ear(), threading.Event()

    def one(_stopped: Stopped) -> Iterator[int]:
        gate.wait(5)
        yield 1

    work = stream.run(one, ear.event, ear.end, ear.error)
    work.forget()
    gate.set()
    stream.wait()
    qtbot.wait(20)
    assert ear.events == []
    assert ear.ends == []


def test_an_expected_failure_arrives_as_it_is(qtbot: QtBot) -> None:
    stream, ear = Stream(), Ear()

    def fail() -> int:
        raise CaseError("C-10", "The disk is full.")

    stream.call(fail, ear.event, ear.error)
    qtbot.waitUntil(lambda: bool(ear.errors))
    assert ear.errors[0].code == "C-10"


def test_a_fault_of_ours_arrives_with_a_code(qtbot: QtBot) -> None:
    stream, ear = Stream(), Ear()

    def fault() -> int:
        raise ZeroDivisionError("nothing")

    stream.call(fault, ear.event, ear.error)
    qtbot.waitUntil(lambda: bool(ear.errors))
    assert ear.errors[0].code == "X-01"
    assert isinstance(ear.errors[0].__cause__, ZeroDivisionError)
