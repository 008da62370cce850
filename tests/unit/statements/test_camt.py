"""CAMT.053: entries, their parts, and files that are cut or hostile."""

from __future__ import annotations

import pytest

from recovery_assistant.domain.errors import InputError
from recovery_assistant.domain.statement import StatementRow, UnreadRow
from recovery_assistant.statements.camt import MOST_PARTS, _Entries, rows
from recovery_assistant.statements.table_rows import MOST_LETTERS

ENTRY = (
    '<Ntry><Amt Ccy="EUR">3.40</Amt><CdtDbtInd>{side}</CdtDbtInd><BookgDt><Dt>2026-11-18</Dt></BookgDt>'
    "<NtryDtls>{parts}</NtryDtls></Ntry>"
)
PART = '<TxDtls><Amt Ccy="EUR">1.00</Amt><RltdPties><Cdtr><Nm>TEA</Nm></Cdtr></RltdPties></TxDtls>'


def read(body: str, end: str = "</Document>") -> list[StatementRow | UnreadRow]:
    return list(rows([f'<Document xmlns="camt.053">{body}{end}'.encode()]))


def test_sides() -> None:
    body = "".join(ENTRY.format(side=side, parts="") for side in ("DBIT", "CRDT", "SIDE"))
    assert [getattr(row, "amount_minor", row.why if isinstance(row, UnreadRow) else "") for row in read(body)] == [
        -340,
        340,
        "amount",
    ]


def test_one_row_for_each_part_that_has_an_amount() -> None:
    assert len(read(ENTRY.format(side="DBIT", parts=PART + PART.replace("1.00", "2.40")))) == 2
    assert len(read(ENTRY.format(side="DBIT", parts=PART + "<TxDtls></TxDtls>"))) == 1
    assert len(read(ENTRY.format(side="DBIT", parts=PART * (MOST_PARTS + 1)))) == 1


def part(name: str, amount: str = "", side: str = "DBIT", currency: str = "EUR") -> str:
    money = f'<Amt Ccy="{currency}">{amount}</Amt>' if amount else ""
    who = "Cdtr" if side == "DBIT" else "Dbtr"
    return f"<TxDtls>{money}<CdtDbtInd>{side}</CdtDbtInd><RltdPties><{who}><Nm>{name}</Nm></{who}></RltdPties></TxDtls>"


def told(*parts: str) -> list[tuple[str, int]]:
    found = read(ENTRY.format(side="DBIT", parts="".join(parts)))
    return [(row.payee, row.amount_minor) for row in found if isinstance(row, StatementRow)]


def test_parts_are_only_rows_where_they_make_the_sum_of_the_entry() -> None:
    assert told(part("ONE", "1.00"), part("TWO", "2.40")) == [("ONE", -100), ("TWO", -240)]
    assert told(part("ONE", "4.00"), part("BACK", "0.60", "CRDT")) == [("ONE", -400), ("BACK", 60)]
    assert told(part("ONE", "1.00"), part("TWO", "2.00")) == [("ONE + TWO", -340)]
    assert told(part("ONE", "1.00"), part("TWO", "2.40", currency="USD")) == [("ONE + TWO", -340)]


def test_parts_without_sums_are_one_row_with_every_name() -> None:
    assert told(part("TEA"), part("BUS"), part("CROOK"), part("TEA")) == [("TEA + BUS + CROOK", -340)]
    assert told(part("TEA", "3.40"), part("CROOK")) == [("TEA + CROOK", -340)]
    many = told(*(part(f"NAME {number:03}") for number in range(100)))[0][0]
    assert many.endswith("NAME 016 (+ 83)")
    assert len(many) <= MOST_LETTERS
    assert told(part("N" * 500), part("CROOK"))[0][0].endswith("N (+ 1)")
    assert told("<TxDtls></TxDtls>" * 2) == [("", -340)]


def test_a_file_that_is_cut() -> None:
    assert read(ENTRY.format(side="DBIT", parts=""), end="<Ntry><Amt")[-1] == UnreadRow(2, "end")
    with pytest.raises(InputError) as caught:
        read("", end="<Ntry><Amt")
    assert caught.value.code == "I-69"


def test_elements_within_elements_without_end_are_refused() -> None:
    with pytest.raises(InputError) as caught:
        read("<Ntry>" + "<a>" * 1000)
    assert caught.value.code == "I-70"


def test_prefixes_do_not_matter() -> None:
    body = ENTRY.format(side="DBIT", parts="").replace("<", "<ns:").replace("<ns:/", "</ns:")
    assert len(list(rows([f'<ns:Document xmlns:ns="camt.053">{body}</ns:Document>'.encode()]))) == 1


def test_an_entry_without_end_of_new_names_stays_small() -> None:
    many = "".join(f"<A{number}>x</A{number}>" for number in range(5000))
    assert len(read(ENTRY.format(side="DBIT", parts=f"<TxDtls>{many}</TxDtls>"))) == 1


def test_long_names_within_each_other_keep_no_long_paths() -> None:
    entries = _Entries()
    entries.start("Ntry", {})
    for number in range(50):
        entries.start("N" * 5000 + str(number), {})
    assert max(map(len, entries._paths)) < 1000
