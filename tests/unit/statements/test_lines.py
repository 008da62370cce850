"""Lines of a file, whatever ends them and wherever a block ends; a line without end stays small."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from recovery_assistant.statements.lines import LONGEST, lines


@given(
    pieces=st.lists(st.sampled_from(["a", "bc", "é", "\r", "\n", "\r\n", ""]), max_size=30),
    size=st.integers(1, 7),
)
def test_lines_are_those_that_python_sees(pieces: list[str], size: int) -> None:
    content = "".join(pieces).encode()
    blocks = [content[at : at + size] for at in range(0, len(content), size)]
    expected = content.decode().replace("\r\n", "\n").replace("\r", "\n").split("\n")
    found = list(lines(blocks, "utf-8"))
    assert [line.text for line in found] == (expected if expected[-1] else expected[:-1])
    assert [line.number for line in found] == list(range(1, len(found) + 1))


def test_a_line_without_end_is_cut_and_says_so() -> None:
    block = b"x" * LONGEST
    found = list(lines([block] * 20 + [b"\nnext\n"], "utf-8"))
    assert [(line.number, len(line.text), line.is_cut) for line in found] == [(1, LONGEST, True), (2, 4, False)]


def test_what_is_no_letter_becomes_a_sign_and_is_not_dropped() -> None:
    assert [line.text for line in lines([b"a\xffb\n"], "utf-8")] == ["a�b"]
