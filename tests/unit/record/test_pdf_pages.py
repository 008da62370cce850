"""Where a page ends: headings keep two lines, chains stay whole, small sections share a page."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from recovery_assistant.record.pdf_pages import LEAST_WHITE, paginate, squeezed
from recovery_assistant.record.pdf_pieces import Piece


def nothing(*_arguments: object) -> None:
    return None


LINE = Piece(height=20, before=0, draw=nothing)
HEADING = Piece(height=30, before=10, draw=nothing, keep=True, is_heading=True)
SECTION = replace(HEADING, page_code="14B")


def heights(pieces: list[Piece], height: float = 100) -> list[list[float]]:
    return [[piece.height for _, piece in page.pieces] for page in paginate(pieces, height)]


def test_a_heading_never_stands_alone_nor_with_one_line() -> None:
    assert heights([LINE, LINE, HEADING, LINE, LINE, LINE]) == [[20, 20], [30, 20, 20, 20]]


def test_pieces_that_keep_together_go_to_the_next_page_together() -> None:
    kept = replace(LINE, keep=True)
    assert heights([LINE, LINE, LINE, kept, kept, LINE]) == [[20, 20, 20], [20, 20, 20]]


def test_a_chain_higher_than_a_page_is_parted() -> None:
    pages = heights([replace(LINE, keep=True)] * 12)
    assert [len(page) for page in pages] == [5, 5, 2]


def test_a_small_section_shares_the_page_and_a_large_one_does_not() -> None:
    small = [SECTION, LINE]
    pages = paginate([*small, replace(SECTION, page_code="14C"), LINE], 150)
    assert [page.codes for page in pages] == [["14B", "14C"]]
    large = [replace(SECTION, page_code="14C"), *[LINE] * 4]
    assert [page.codes for page in paginate([*small, *large], 110)] == [["14B"], ["14C"]]


def test_a_large_section_begins_on_a_page_that_is_mostly_empty() -> None:
    pages = paginate([SECTION, LINE, replace(SECTION, page_code="14C"), *[LINE] * 8], 200)
    assert [page.codes for page in pages] == [["14B", "14C"], ["14C"]]


def test_a_section_that_must_start_a_page_does() -> None:
    pages = paginate([SECTION, LINE, replace(SECTION, page_code="14C", starts_page=True), LINE], 500)
    assert [page.codes for page in pages] == [["14B"], ["14C"]]


def test_the_header_of_a_table_comes_again_on_the_next_page() -> None:
    head = replace(LINE, height=25)
    rows = [replace(LINE, heads=head) for _ in range(6)]
    assert heights([head, *rows]) == [[25, 20, 20, 20], [25, 20, 20, 20]]


def test_page_one_gives_up_white_space_before_it_becomes_two() -> None:
    section = [SECTION, *[replace(LINE, before=10)] * 4]
    assert sum(piece.before + piece.height for piece in squeezed(section, 130)[1:]) + 30 <= 130.01
    assert squeezed(section, 200) == section
    assert squeezed(section, 110 + 40 * LEAST_WHITE - 5) == section


@given(
    st.lists(
        st.builds(
            replace,
            st.sampled_from([LINE, HEADING, SECTION]),
            height=st.floats(min_value=1, max_value=90),
            keep=st.booleans(),
        ),
        min_size=1,
        max_size=40,
    )
)
def test_every_piece_is_on_a_page_once_in_order_and_inside_it(pieces: list[Piece]) -> None:
    pages = paginate(pieces, 100)
    placed = [(piece.height, piece.page_code) for page in pages for _, piece in page.pieces]
    assert placed == [(piece.height, piece.page_code) for piece in pieces]
    for page in pages:
        assert page.used <= 100.02
        assert page.pieces
        ends = [0.0, *(top + piece.height for top, piece in page.pieces)]
        assert all(top >= end - 1e-9 for (top, _), end in zip(page.pieces, ends, strict=False))
