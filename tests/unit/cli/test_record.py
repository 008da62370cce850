"""`record`: one command, one PDF."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from recovery_assistant.domain.journal import RecordMade
from tests.unit.cli.conftest import CommandLine


@pytest.mark.parametrize("audience", ["me", "bank", "police", "share", "technician"])
def test_writes_a_pdf_and_notes_it(terminal: CommandLine, tmp_path: Path, audience: str) -> None:
    case, pdf = terminal.new_case(), tmp_path / "record.pdf"

    ended = terminal.type("record", case, "--pdf", pdf, "--audience", audience, "--paper", "letter", *terminal.key)

    assert ended.code == 0, ended.err
    assert pdf.read_bytes().startswith(b"%PDF-")
    casebook = terminal.open(case)
    made = casebook.entries[-1].event
    assert isinstance(made, RecordMade)
    assert (made.audience, made.form) == (audience, "pdf")
    casebook.close()
    seal = ended.out.split("seal ")[1].split(" (")[0]
    assert terminal.type("case", "verify", case, "--seal", seal, *terminal.key).code == 0


def test_the_same_case_and_moment_give_the_same_bytes(terminal: CommandLine, tmp_path: Path) -> None:
    case = terminal.new_case()
    copy = tmp_path / "copy.recovery-case"
    terminal.type("case", "export", case, "--to", copy, *terminal.key)
    for path, pdf in ((case, "1.pdf"), (copy, "2.pdf")):
        assert terminal.type("record", path, "--pdf", tmp_path / pdf, *terminal.key).code == 0

    assert (tmp_path / "1.pdf").read_bytes() == (tmp_path / "2.pdf").read_bytes()


def test_without_a_form_it_says_what_is_missing(terminal: CommandLine) -> None:
    ended = terminal.type("record", "x")

    assert ended.code == 2
    assert "--text, --json or --calendar FILE" in ended.err


def test_all_four_forms_are_of_one_document(terminal: CommandLine, tmp_path: Path) -> None:
    case = terminal.new_case()
    forms = [part for name in ("pdf", "html", "text", "json") for part in (f"--{name}", str(tmp_path / f"r.{name}"))]

    ended = terminal.type("record", case, *forms, "--audience", "share", *terminal.key)

    assert ended.code == 0, ended.err
    seal = ended.out.split("seal ")[1].split(" (")[0]
    assert (tmp_path / "r.pdf").read_bytes().startswith(b"%PDF-")
    assert "<html" in (tmp_path / "r.html").read_text("utf-8")
    assert seal in (tmp_path / "r.text").read_text("utf-8")
    assert json.loads((tmp_path / "r.json").read_bytes())["audience"] == "share"
    casebook = terminal.open(case)
    made = [entry.event.form for entry in casebook.entries if isinstance(entry.event, RecordMade)]
    assert made == ["pdf", "html", "text", "json"]
    casebook.close()


def test_a_place_that_is_not_there(terminal: CommandLine, tmp_path: Path) -> None:
    case = terminal.new_case()

    ended = terminal.type("record", case, "--pdf", tmp_path / "none" / "record.pdf", *terminal.key)

    assert (ended.code, "(code R-04)" in ended.err) == (1, True)


@pytest.mark.parametrize("audience", ["bank", "police", "share", "technician"])
def test_nobody_else_gets_the_days_to_keep(terminal: CommandLine, tmp_path: Path, audience: str) -> None:
    case = terminal.new_case()

    days, paper = tmp_path / "days.ics", tmp_path / "record.txt"
    ended = terminal.type("record", case, "--audience", audience, "--calendar", days, "--text", paper, *terminal.key)

    assert (ended.code, "--calendar goes with --audience me" in ended.err) == (2, True)
    assert not days.exists()
    assert not paper.exists()


def test_the_days_to_keep_come_as_a_calendar_file(terminal: CommandLine, tmp_path: Path) -> None:
    case = terminal.new_case()

    ended = terminal.type("record", case, "--calendar", tmp_path / "days.ics", *terminal.key)

    assert ended.code == 0, ended.err
    content = (tmp_path / "days.ics").read_bytes()
    assert content.startswith(b"BEGIN:VCALENDAR\r\n")
    assert b"SUMMARY:Each week: look at your statements" in content
    casebook = terminal.open(case)
    assert not any(isinstance(entry.event, RecordMade) for entry in casebook.entries), "it is no record"
    casebook.close()
