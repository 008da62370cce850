"""A look runs off the GUI thread, can be stopped, and ends with what could not be looked at."""

from __future__ import annotations

from msgspec import structs

from recovery_assistant.domain.finding import Evidence, Finding
from recovery_assistant.domain.observation import Gap
from recovery_assistant.ui.pages.looking import (
    Looking,
    counted,
    found_words,
    gap_words,
    gaps_told,
    place_in_words,
    place_of,
    summary,
    summary_words,
    told_apart,
)
from recovery_assistant.ui.widgets.text import Label
from tests.window_parts import Bench, anydesk_pc, found


def look(bench: Bench) -> Looking:
    window = bench.window()
    made = Looking(window.desk)
    made.setParent(window)  # as on a page: without a parent, the worker may be the last to hold it, and delete it
    return made


def test_a_look_finds_copies_and_says_its_gaps(bench: Bench) -> None:
    made = look(bench)
    with bench.qtbot.waitSignal(made.ended):
        made.begin()
    case = made._desk.case
    assert case.newest_scan is not None
    assert case.newest_scan.complete
    assert len(case.exhibits) == 1
    said = " ".join(label.words for label in made.findChildren(Label))
    assert "We found 1 program" in said
    assert "AnyDesk" in said
    assert "access denied" in said
    assert gap_words(case.newest_scan.gaps[0]) in said
    assert f"We looked at {case.newest_scan.sources_looked_at} kinds of places." in said


def test_what_is_found_is_told_before_the_end(bench: Bench) -> None:
    made = look(bench)
    said: list[str] = []
    made.said.connect(said.append)
    with bench.qtbot.waitSignal(made.ended):
        made.begin()
    assert said[0] == "Found so far: AnyDesk"
    assert said[-1].startswith("We found 1 program")


def test_nothing_found_is_never_a_verdict(bench: Bench) -> None:
    bench.pc = anydesk_pc(removed=True)
    made = look(bench)
    with bench.qtbot.waitSignal(made.ended):
        made.begin()
    shown = summary(made._desk)
    bench.qtbot.addWidget(shown)
    said = " ".join(label.words for label in shown.findChildren(Label))
    assert "That does not mean that nothing is there." in said
    assert "clean" not in said.lower()


def test_stop_stops_and_is_told(bench: Bench) -> None:
    made = look(bench)
    made.begin()
    assert made.is_running
    made._stop()
    bench.qtbot.waitUntil(lambda: not made.is_running)
    scan = made._desk.case.newest_scan
    assert scan is not None
    assert scan.complete or "stopped before its end" in summary_words(made._desk)


def test_copies_are_counted() -> None:
    assert counted(["x11vnc", "XRDP", "x11vnc"]) == ("x11vnc (2 copies)", "XRDP")


def copy_of(tool: str, number: int, *parts: tuple[str, str]) -> Finding:
    evidence = tuple(Evidence(kind=kind, source="made up", says="Seen", value=value) for kind, value in parts)
    return structs.replace(found(tool, "offer"), id=f"f-{tool}-{number}", evidence=evidence)


def test_copies_of_one_program_are_told_apart() -> None:
    found_here = [copy_of("x11vnc", 1), copy_of("XRDP", 1), copy_of("x11vnc", 2)]
    assert told_apart(found_here) == {
        "f-x11vnc-1": "x11vnc, copy 1 of 2",
        "f-XRDP-1": "XRDP",
        "f-x11vnc-2": "x11vnc, copy 2 of 2",
    }
    assert found_words(found_here) == "We found 2 programs that let other people see this screen, in 3 copies"
    assert found_words(found_here[:2]) == "We found 2 programs that let other people see this screen"


def test_a_program_lies_where_its_file_lies() -> None:
    process, file = ("process", "/usr/bin/x11vnc"), ("program_file", "/opt/x11vnc")
    assert place_of(copy_of("x11vnc", 1, process, file)) == "/opt/x11vnc"
    assert place_of(copy_of("x11vnc", 1, process)) == "/usr/bin/x11vnc"
    assert place_of(copy_of("x11vnc", 1, ("installed_program", "x11vnc 0.9"))) == "", "a name is no place"


def a_gap(source: str, reason: str = "access denied") -> Gap:
    return Gap(host="this", source=source, reason=reason, code="G-02")


def test_gaps_of_one_kind_are_told_together_and_none_is_lost() -> None:
    folders = [a_gap(f"program-files: C:/Users/Peter/{at}") for at in range(25)]
    assert gaps_told([a_gap("services"), *folders, folders[0], a_gap("services", "time is up")]) == (
        "Programs that work in the background: this PC did not let us look",
        (
            "Downloads, the desktop and temporary folders: this PC did not let us look, in 25 places."
            " Two of them: C:/Users/Peter/0; C:/Users/Peter/1. The record names them all."
        ),
        "Programs that work in the background: time is up",
    )
    assert gaps_told([a_gap("C:/a.exe", "it changed")]) == ("C:/a.exe: it changed",)
    files = gaps_told([a_gap("C:/a.exe"), a_gap("C:/b.exe")])
    assert files == (
        "Files: this PC did not let us look, in 2 places. Two of them: C:/a.exe; C:/b.exe. The record names them all.",
    )


def test_a_folder_that_everybody_knows_is_called_by_its_name() -> None:
    words = "In the Downloads folder of Ada, under the name “form.exe”"
    assert place_in_words("C:\\Users\\Ada\\Downloads\\form.exe") == words
    assert place_in_words("/home/Ada/Downloads/form.exe") == words
    assert place_in_words("C:/ProgramData/x/form.exe") == "C:/ProgramData/x/form.exe"
