"""Lines from strangers: numbered as in the file, bounded, and mended only where one letter is half."""

from __future__ import annotations

import io
import json

import msgspec
import pytest

from recovery_assistant.hosts.reported import json_lines
from recovery_assistant.hosts.reported.json_lines import bad_line, numbered, whole_letters, why


def test_empty_lines_count_and_a_mark_at_the_start_is_nothing() -> None:
    assert list(numbered(io.BytesIO(b"\xef\xbb\xbf1\n\n  \n2"))) == [(1, b"1\n"), (4, b"2")]


def test_a_line_longer_than_memory_is_passed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(json_lines, "LONGEST_LINE", 10)
    first, second, third = numbered(io.BytesIO(b"x" * 1000 + b"\n" + b"1\n" + b"y" * 11))
    assert first[0] == 1
    assert isinstance(first[1], str)
    assert second == (2, b"1\n")
    assert isinstance(third[1], str)


def test_half_a_letter_does_not_hide_a_line() -> None:
    assert json.loads(whole_letters(b'{"a":["x\\ud800"],"\\udfff":1}')) == {"a": ["x\ufffd"], "\ufffd": 1}
    assert whole_letters(b'{"a":1}') == b'{"a":1}'
    with pytest.raises(ValueError, match="escape"):
        whole_letters(b'{"\\ud800')


def test_reasons_are_plain() -> None:
    assert bad_line(3, "x").source == "line 3"
    assert why(ValueError("x")) == "it is not JSON"
    assert why(msgspec.ValidationError("Expected `str`")).startswith("it does not fit the format")
