"""Whole files of every kind: what is guessed, what is read, and that every row comes out, read or not."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from recovery_assistant.domain.errors import InputError
from recovery_assistant.domain.statement import StatementRow, UnreadRow
from recovery_assistant.statements.reading import StatementFile

SAMPLES = Path(__file__).parent / "samples"
ROWS = {
    "uk-current.csv": (6, ("2026-11-18", -185000, "GBP", "QUICKHELP LTD FASTER PAYMENT")),
    "uk-paid-out-in.csv": (5, ("2026-11-18", -185000, "GBP", "QUICKHELP LTD")),
    "us-checking.csv": (4, ("2026-11-18", -95000, "GBP", "Zelle payment to QUICK HELP JPM99abc")),
    "us-card.csv": (7, ("2026-11-18", -50000, "GBP", "GIFT CARDS R US ANYTOWN")),
    "de-semicolon.csv": (3, ("2026-11-18", -185000, "EUR", "QUICKHELP SARL")),
    "ca-no-year-order.csv": (3, ("2026-11-18", -185000, "CAD", "E-TRANSFER SENT")),
    "au-no-header.csv": (4, ("2026-11-18", -185000, "GBP", "OSKO PAYMENT TO QUICKHELP")),
    "nz-particulars.csv": (3, ("2026-11-18", -185000, "GBP", "Quick Help Support Plan")),
    "one.ofx": (4, ("2026-11-18", -185000, "USD", "QUICKHELP")),
    "two.qfx": (2, ("2026-11-18", -50000, "USD", "GIFT CARDS & MORE")),
    "statement.camt053.xml": (5, ("2026-11-18", -185000, "EUR", "QUICKHELP")),
}


def everything(path: Path) -> list[StatementRow | UnreadRow]:
    file = StatementFile(path)
    return list(file.rows(file.guess("day-month", "GBP")))


def told(row: StatementRow) -> tuple[str, int, str, str]:
    return row.day.isoformat(), row.amount_minor, row.currency, row.payee


def test_there_is_a_sample_for_every_line_of_the_table() -> None:
    assert {path.name for path in SAMPLES.iterdir()} == set(ROWS)


@pytest.mark.parametrize("name", ROWS)
def test_files_as_banks_write_them(name: str) -> None:
    count, one = ROWS[name]
    rows = everything(SAMPLES / name)
    assert len(rows) == count
    read = [told(row) for row in rows if isinstance(row, StatementRow)]
    assert len(read) == count
    assert one in read


@pytest.mark.parametrize("name", ROWS)
def test_the_same_file_in_utf_16_and_with_other_line_ends(name: str, tmp_path: Path) -> None:
    text = (SAMPLES / name).read_text("utf-8")
    expected = everything(SAMPLES / name)
    for at, content in enumerate(
        (text.encode("utf-16"), text.replace("\n", "\r\n").encode(), b"\xef\xbb\xbf" + text.encode())
    ):
        path = tmp_path / f"{at}{name}"
        is_xml = name.endswith((".xml", ".qfx")) and at == 0
        path.write_bytes(text.replace("UTF-8", "UTF-16").encode("utf-16") if is_xml else content)
        assert everything(path) == expected


def test_what_the_day_of_a_table_means_is_in_doubt_where_no_row_tells(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("Date,Description,Amount\n03/04/2026,TEA,-3.00\n03/04/2026,TEA,-3.00\n")
    assert StatementFile(path).guess("day-month", "GBP").doubts == ("date-order",)
    assert StatementFile(path).guess("month-day", "USD").first[0].day.isoformat() == "2026-03-04"
    assert StatementFile(path).guess("day-month", "GBP").first[0].day.isoformat() == "2026-04-03"


def test_rows_that_cannot_be_read_are_counted_and_not_dropped(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    good = "18/11/2026,TEA,-3.00\n"
    odd = '31/02/2026,TEA,-3.00\n18/11/2026,TEA,=SUM(A1:A9)\nTotal,,\n18/11/2026,"TEA,-3.00\n'
    path.write_text("Date,Description,Amount\n" + good + odd + good * 20)
    rows = everything(path)
    unread = [row for row in rows if isinstance(row, UnreadRow)]
    assert [(row.number, row.why) for row in unread] == [(3, "date"), (4, "amount"), (5, "date")]
    # The mark that is never closed costs nothing: its own row is read, and so are all behind it.
    assert len(rows) == 25
    assert sum(isinstance(row, StatementRow) for row in rows) == 22


def test_letters_of_windows(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes("Date,Description,Amount\n18/11/2026,CAFÉ ROUGE,-3.00\n".encode("cp1252"))
    rows = everything(path)
    assert isinstance(rows[0], StatementRow)
    assert rows[0].payee == "CAFÉ ROUGE"


def test_a_file_that_breaks_off_gives_what_it_has_and_says_so(tmp_path: Path) -> None:
    for name in ("one.ofx", "two.qfx", "statement.camt053.xml"):
        text = (SAMPLES / name).read_text("utf-8")
        path = tmp_path / name
        path.write_text(text[: text.rindex("TRNAMT") if "TRNAMT" in text else text.rindex("<Ntry>") + 20])
        rows = everything(path)
        assert isinstance(rows[0], StatementRow), name
        assert isinstance(rows[-1], UnreadRow), name
        assert rows[-1].why == "end"


def test_ofx_2_that_is_no_xml_is_read_by_the_rule_of_ofx_1(tmp_path: Path) -> None:
    path = tmp_path / "two.qfx"
    path.write_text((SAMPLES / "two.qfx").read_text("utf-8").replace("&amp;", "&"))
    assert everything(path) == everything(SAMPLES / "two.qfx")


def test_a_file_that_changes_while_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("Date,Description,Amount\n18/11/2026,TEA,-3.00\n")
    file = StatementFile(path)
    guess = file.guess("day-month", "GBP")
    path.write_text("something else")
    with pytest.raises(InputError) as caught:
        list(file.rows(guess))
    assert caught.value.code == "I-71"


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_no_change_to_a_file_breaks_a_reader(data: st.DataObject, tmp_path: Path) -> None:
    """Cut, repeat and overwrite anything: rows, or one of our own sentences; never another error."""
    name = data.draw(st.sampled_from(sorted(ROWS)))
    content = bytearray((SAMPLES / name).read_bytes())
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, max(len(content) - 1, 0)))
        put = data.draw(
            st.one_of(st.binary(max_size=12), st.sampled_from([b'"', b"<", b"&", b",,", b"\0", b"<!DOCTYPE a>"]))
        )
        content[at : at + data.draw(st.integers(0, 40))] = put
    path = tmp_path / "fuzzed"
    path.write_bytes(bytes(content))
    refused, rows = "", []
    try:
        rows = everything(path)
    except InputError as error:
        refused = error.code
    assert refused.startswith("I-") or all(isinstance(row, StatementRow | UnreadRow) for row in rows)
