"""CAMT.053: entries, their parts, and files that are cut or hostile."""

from __future__ import annotations

import pytest

from recovery_assistant.domain.errors import InputError
from recovery_assistant.domain.statement import StatementRow, UnreadRow
from recovery_assistant.statements.camt import MOST_PARTS, _Entries, rows

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
    assert len(read(ENTRY.format(side="DBIT", parts=PART * 3))) == 3
    assert len(read(ENTRY.format(side="DBIT", parts=PART + "<TxDtls></TxDtls>"))) == 1
    assert len(read(ENTRY.format(side="DBIT", parts=PART * (MOST_PARTS + 1)))) == 1


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
