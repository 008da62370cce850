"""Rows of a table: quotation marks, line breaks in them, and marks that are never closed."""

from __future__ import annotations

from recovery_assistant.statements.lines import Line
from recovery_assistant.statements.table import MOST_LINES, records


def cells(text: str, delimiter: str = ",") -> list[list[str]]:
    return [one.cells for one in records([Line(at, line) for at, line in enumerate(text.split("\n"), 1)], delimiter)]


def test_plain_and_quoted_cells() -> None:
    assert cells('a,b\n"a, b",c\n"say ""hi""",c\n\n  \n') == [["a", "b"], ["a, b", "c"], ['say "hi"', "c"]]
    assert cells("a;b\tc", ";") == [["a", "b\tc"]]


def test_a_cell_of_several_lines() -> None:
    assert cells('1,"12 Any St\nAnytown",x\n2,b,c') == [["1", "12 Any St\nAnytown", "x"], ["2", "b", "c"]]


def test_a_mark_in_the_middle_of_a_name() -> None:
    assert cells("1,Bob's 12\" pizza,x") == [["1", "Bob's 12\" pizza", "x"]]
    assert cells('1,"a"b,x')[0][2] == "x"


def test_a_mark_that_is_never_closed_swallows_nothing() -> None:
    rest = "\n".join(f"{number},b,c" for number in range(50))
    found = cells('1,"open,c\n' + rest)
    assert found[0] == ["1", "open", "c"]
    assert len(found) == 51
    assert MOST_LINES < 50


def test_marks_that_never_close_do_not_join_rows() -> None:
    assert len(cells("\n".join(['1,"open,c'] * 30))) == 30


def test_a_long_line_is_marked() -> None:
    found = list(records([Line(1, "a,b", is_cut=True)], ","))
    assert found[0].is_cut
