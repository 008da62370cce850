"""`statement look`: what is said first, rows with reasons, corrections, cases, and files that are none."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.unit.cli.conftest import CommandLine

ROOT = Path(__file__).resolve().parents[2]
SAMPLE = ROOT / "unit" / "statements" / "samples" / "uk-current.csv"


def test_words(terminal: CommandLine) -> None:
    ended = terminal.type("statement", "look", SAMPLE, "--session", "2026-11-18")
    assert "day=1 (Date)" in ended.out
    assert "Row 6: 2026-11-18  out 1,850.00 GBP  QUICKHELP LTD FASTER PAYMENT" in ended.out
    assert "the day of the call or of a connection." in ended.out
    assert "We looked at 3 of 6 rows" in ended.out
    assert "can still be wrong" in ended.out
    assert ended.code == 10


def test_json(terminal: CommandLine) -> None:
    ended = terminal.type("statement", "look", SAMPLE, "--session", "2026-11-18", "--json")
    lines = ended.lines()
    assert [line["event"] for line in lines] == ["guess", "marked", "marked", "marked", "finished"]
    assert lines[2]["marked"]["marks"] == ["in-session", "new-payee", "larger-after-test"]
    assert lines[2]["marked"]["row"]["amount_minor"] == -185000
    assert lines[-1]["looked"]["judged"] == 3


def test_a_guess_can_be_corrected(terminal: CommandLine, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("Date,What,Sum,Other\n03/04/2026,TEA,3.00,9\n03/04/2026,BUS,3.00,9\n")
    ended = terminal.type(
        "statement",
        "look",
        path,
        "--json",
        "--columns",
        "day=1,amount=4,payee=2+3,order=month-day,plus=out,decimal=comma",
    )
    first = ended.lines()[0]["guess"]["first"][0]
    assert (first["day"], first["amount_minor"], first["payee"]) == ("2026-03-04", -900, "TEA 3.00")
    for wrong in ("day=9", "day=x", "colour=1", "order=never", "day"):
        assert terminal.type("statement", "look", path, "--columns", wrong).code == 2
    assert terminal.type("statement", "look", SAMPLE.parent / "one.ofx", "--columns", "day=1").code == 2


def test_a_file_that_is_none(terminal: CommandLine, tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(b"%PDF-1.7")
    ended = terminal.type("statement", "look", path)
    assert (ended.code, ended.out) == (1, "")
    assert "I-65" in ended.err
    assert terminal.type("statement", "look", path, "--session", "tuesday").code == 2


def test_rows_that_move_the_cursor_are_shown_and_do_nothing(terminal: CommandLine, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("Date,Description,Amount\n18/11/2026,\x1b[2J\u202eTEA,-3.00\n")
    ended = terminal.type("statement", "look", path, "--session", "2026-11-18")
    assert "\x1b" not in ended.out
    assert "\u202e" not in ended.out
    assert "TEA" in ended.out


@pytest.mark.parametrize("country", ["gb", "us"])
def test_the_country_says_what_a_file_does_not(terminal: CommandLine, tmp_path: Path, country: str) -> None:
    path = tmp_path / "a.csv"
    path.write_text("Date,Description,Amount\n03/04/2026,TEA,-3.00\n")
    guess = terminal.type("statement", "look", path, "--json", "--country", country).lines()[0]["guess"]
    assert guess["doubts"] == ["date-order"]
    assert (guess["currency"], guess["first"][0]["day"]) == (
        ("GBP", "2026-04-03") if country == "gb" else ("USD", "2026-03-04")
    )
