"""`papers`: which letters a case needs, and all of them in a folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.unit.cli.conftest import CommandLine
from tests.unit.domain.paper_cases import events


def rich(terminal: CommandLine) -> Path:
    case = terminal.new_case()
    casebook = terminal.open(case)
    for event in events("gb")[1:]:
        casebook.record(event)
    casebook.close()
    return case


def test_a_list_says_which_letters_and_why(terminal: CommandLine) -> None:
    ended = terminal.type("papers", rich(terminal), "--list", *terminal.key)
    assert ended.code == 0, ended.err
    assert "bank-unauthorised\n    To your bank: payments that you did not make. You wrote down 2 payments" in ended.out
    assert "tool-maker.anydesk" in ended.out
    assert "report-fraud" in ended.out
    assert "still missing." in ended.out


def test_all_that_is_needed_is_written_in_every_form(terminal: CommandLine, tmp_path: Path) -> None:
    out = tmp_path / "papers"
    ended = terminal.type("papers", rich(terminal), "--all", "--out", out, "--format", "text,html", *terminal.key)
    assert ended.code == 0, ended.err
    names = {path.name.rsplit("-2026", 1)[0] for path in out.iterdir()}
    assert {"letter-bank-unauthorised", "letter-tool-maker.anydesk", "sheet-report-fraud"} <= names
    assert {path.suffix for path in out.iterdir()} == {".txt", ".html"}
    assert "Payments that I did not make" in next(out.glob("letter-bank-unauthorised*.txt")).read_text("utf-8")


def test_one_letter_and_one_sheet_are_written_as_asked_and_noted(terminal: CommandLine, tmp_path: Path) -> None:
    case = rich(terminal)
    asked = ("--letter", "employer-it", "--sheet", "report-fraud", "--out", tmp_path / "x", "--format", "pdf")
    ended = terminal.type("papers", case, *asked, "--size", "18", "--paper", "letter", *terminal.key)
    assert ended.code == 0, ended.err
    assert [path.suffix for path in (tmp_path / "x").iterdir()] == [".pdf", ".pdf"]
    casebook = terminal.open(case)
    assert [(one.kind, one.paper) for one in casebook.case.papers] == [
        ("letter", "employer-it"),
        ("sheet", "report-fraud"),
    ]
    casebook.close()


@pytest.mark.parametrize(
    ("asked", "code", "said"),
    [
        ((), 2, "--list, --letter ID, --sheet FORM or --all"),
        (("--all",), 2, "--out DIR"),
        (("--all", "--out", "x", "--format", "odt"), 2, "There is no format"),
    ],
)
def test_what_cannot_be_done_is_said(terminal: CommandLine, asked: tuple[str, ...], code: int, said: str) -> None:
    ended = terminal.type("papers", "x", *asked)
    assert (ended.code, said in ended.err) == (code, True)


def test_a_letter_that_does_not_exist_is_said_to_be_so(terminal: CommandLine, tmp_path: Path) -> None:
    asked = ("--letter", "../../evil", "--out", str(tmp_path / "out"))
    ended = terminal.type("papers", terminal.new_case(), *asked, *terminal.key)
    assert ended.code == 1
    assert "R-08" in ended.err
    assert not (tmp_path / "out").exists()


def test_an_empty_case_needs_nothing(terminal: CommandLine) -> None:
    ended = terminal.type("papers", terminal.new_case(), "--list", *terminal.key)
    assert ended.code == 0, ended.err
    assert "Nothing in this case asks for a letter." in ended.out
