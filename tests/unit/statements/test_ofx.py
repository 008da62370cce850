"""OFX 1 and 2, token by token."""

from __future__ import annotations

from recovery_assistant.domain.statement import StatementRow, UnreadRow
from recovery_assistant.statements.ofx import rows, sgml_rows, sgml_tokens

ROW = "<STMTTRN><DTPOSTED>20261118<TRNAMT>-3.40<NAME>TEA"


def test_tokens_wherever_a_piece_ends() -> None:
    text = "HEADER:1\n<A>one &amp; two\n<B>\n</A>"
    expected = [("A", "one & two"), ("B", ""), ("/A", "")]
    for size in range(1, 12):
        assert list(sgml_tokens(text[at : at + size] for at in range(0, len(text), size))) == expected


def test_rows_without_their_end() -> None:
    found = list(sgml_rows([f"<OFX><CURDEF>GBP{ROW}{ROW}</STMTTRN></OFX>"]))
    assert [row.amount_minor for row in found if isinstance(row, StatementRow)] == [-340, -340]


def test_no_end_of_the_file_is_said() -> None:
    assert list(sgml_rows([f"<OFX>{ROW}"]))[-1] == UnreadRow(2, "end")


def test_a_row_without_day_or_amount_is_counted() -> None:
    text = "<OFX><STMTTRN><TRNAMT>1</STMTTRN><STMTTRN><DTPOSTED>20261118<TRNAMT>x</STMTTRN></OFX>"
    assert list(sgml_rows([text])) == [UnreadRow(1, "date"), UnreadRow(2, "amount")]


def test_a_value_without_end_stays_small() -> None:
    found = list(sgml_rows(["<OFX>", ROW, *["x" * 65536] * 40, "</STMTTRN></OFX>"]))
    assert len(found) <= 2


def test_broken_xml_goes_on_behind_the_last_row() -> None:
    good = "<STMTTRN><DTPOSTED>20261118</DTPOSTED><TRNAMT>-3.40</TRNAMT><NAME>{}</NAME></STMTTRN>"
    text = f"<OFX>{good.format('TEA')}{good.format('A & B')}{good.format('BUS')}</OFX>"
    found = list(rows(lambda: [text.encode()], lambda: [text]))
    assert [row.payee for row in found if isinstance(row, StatementRow)] == ["TEA", "A & B", "BUS"]
