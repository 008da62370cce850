"""The catalogue as CSV: one row for each indicator and system, and nothing that a spreadsheet would run."""

from __future__ import annotations

import csv
import io

import pytest

from recovery_assistant.content.catalogue import load_catalogue
from recovery_assistant.content.packs import table
from recovery_assistant.domain.catalogue import Catalogue, InListening, InProgram, InService
from recovery_assistant.domain.observation import System
from recovery_assistant.resources import resources_root
from tests.unit.domain.catalogue_rows import SOURCE, tool


def rows(catalogue: Catalogue, *systems: System) -> list[dict[str, str]]:
    (text,) = table.files(catalogue, frozenset(systems or System)).values()
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_one_row_for_each_indicator_on_each_system() -> None:
    shipped = load_catalogue(resources_root())
    expected = sum(len(one.systems or tool.systems) for tool in shipped.tools for one in tool.indicator)
    found = rows(shipped)
    assert len(found) == expected
    assert {row["edition"] for row in found} == {shipped.edition}
    assert all(row["tool"] and row["patterns"] and row["source"] and row["licence"] for row in found)
    assert {row["system"] for row in rows(shipped, System.MACOS)} == {"macos"}


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", " =", "\u00a0@", "＝"])
def test_no_cell_is_a_formula(start: str) -> None:
    nasty = tool(
        "a", f'{start}HYPERLINK("x")', InService(strength="proof", source=f"{start}1", name="x,\"y'"), vendor=start
    )
    for row in rows(Catalogue(edition="e", tools=(nasty,))):
        for cell in row.values():
            assert not cell.lstrip(" \u00a0").startswith(tuple("=+-@\t\r\n＝＋－＠"))


def test_a_quote_is_only_put_before_what_needs_one() -> None:
    assert table.safe("FarView") == "FarView"
    assert table.safe("") == ""
    assert table.safe("=1") == "'=1"


def test_everything_that_an_indicator_asks_for_is_told() -> None:
    one = tool(
        "a", "A",
        InProgram(strength="sign", source=SOURCE, program="x", contains=("in it",)),
        InService(strength="sign", source=SOURCE, name="x{more}", enabled=True),
        InListening(strength="sign", source=SOURCE, program="x", port=5900),
        systems=(System.LINUX,),
    )  # fmt: skip
    assert [row["patterns"] for row in rows(Catalogue(edition="e", tools=(one,)))] == [
        "program: x\ncontains: in it", "name: x{more}\nenabled", "program: x\nport: 5900"
    ]  # fmt: skip
