"""No letter is ever lost: it is printed, or its number is. Lines are never wider than their room."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recovery_assistant.domain.record import visible
from recovery_assistant.record.pdf_type import BREAK_AFTER, faces
from tests.unit.record.records import RESOURCES

FACES = faces(RESOURCES / "fonts")


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("Plain “text” – £5", "Plain “text” – £5"),
        ("ō ū µ Ж Ω", "ō ū µ Ж Ω"),
        ("مر", "[U+0645][U+0631]"),
        ("😀", "[U+1F600]"),
        ("✓→", "[U+2713][U+2192]"),
    ],
)
@pytest.mark.parametrize("face", FACES)
def test_what_no_font_has_is_printed_as_its_number(face: object, text: str, printed: str) -> None:
    assert face.printable(text) == printed  # type: ignore[attr-defined]


def test_each_run_is_in_a_font_that_has_all_its_letters() -> None:
    runs = list(FACES.regular.runs(FACES.regular.printable("aōbЖЖ😀")))
    assert "".join(run.text for run in runs) == "aōbЖЖ[U+1F600]"
    assert [run.text for run in runs] == ["a", "ō", "b", "ЖЖ", "[U+1F600]"]
    for run in runs:
        assert all(ord(letter) in run.font.face.charToGlyph for letter in run.text)


@given(st.text(max_size=300).map(visible), st.floats(min_value=12, max_value=40))
def test_lines_hold_every_letter_and_fit(text: str, room: float) -> None:
    face = FACES.bold
    lines = face.lines(text, room)
    assert "".join("".join(line.text for line in lines).split()) == "".join(face.printable(text).split())
    for line in lines:
        assert face.width(line.text) <= room + 1e-9
        assert line.width == pytest.approx(face.width(line.text))


def test_a_path_breaks_behind_a_sign_that_parts_it() -> None:
    lines = FACES.regular.lines("C:\\Users\\margaret\\AppData\\Local\\Temp\\AnyDesk.exe", 14)
    assert all(line.text[-1] in BREAK_AFTER for line in lines[:-1])
    assert all(line.in_word for line in lines[:-1])


def test_spaces_are_where_words_part_and_nowhere_else() -> None:
    lines = FACES.regular.lines("one two three", 4)
    assert [line.text for line in lines] == ["one two", "three"]
    assert not any(line.in_word for line in lines)
    assert FACES.regular.lines("", 4)[0].text == ""
