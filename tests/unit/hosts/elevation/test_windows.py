"""Windows gets one line of parameters, from which exactly the same arguments must be read again."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from recovery_assistant.domain.removal.state import WhyNotStarted
from recovery_assistant.hosts.elevation.port import Ended
from recovery_assistant.hosts.elevation.windows import RunAs, not_started, quoted

HOSTILE = st.text(st.sampled_from("ab\" \\\t\n&|%^<>;$`'\u202e"), max_size=12)


def read_again(line: str) -> list[str]:
    """Take a line apart by the rules of the C runtime that Python and our frozen build have (parsing C arguments)."""
    found: list[str] = []
    at, length = 0, len(line)
    while at < length:
        while at < length and line[at] in " \t":
            at += 1
        if at == length:
            break
        word, is_quoted = "", False
        while at < length and (is_quoted or line[at] not in " \t"):
            slashes = 0
            while at < length and line[at] == "\\":
                slashes, at = slashes + 1, at + 1
            if at < length and line[at] == '"':
                word += "\\" * (slashes // 2)
                if slashes % 2:
                    word += '"'
                elif is_quoted and line[at + 1 : at + 2] == '"':
                    word, at = word + '"', at + 1
                else:
                    is_quoted = not is_quoted
                at += 1
            else:
                word += "\\" * slashes
                if at < length and (is_quoted or line[at] not in " \t"):
                    word, at = word + line[at], at + 1
        found.append(word)
    return found


@given(arguments=st.lists(HOSTILE, min_size=1, max_size=5))
@example(arguments=["C:\\Users\\An na\\", "x", ""])
@example(arguments=['a" --evil "b', '\\\\"', "\\"])
def test_what_is_quoted_is_read_again(arguments: list[str]) -> None:
    assert read_again(quoted(arguments)) == arguments


def test_a_zero_byte_starts_nothing() -> None:
    with pytest.raises(ValueError, match="zero byte"):
        quoted(["a\0b"])
    assert RunAs().start(("runner.exe", "a\0b")).wait(0) == Ended(None, "failed", "a zero byte in an argument")


@pytest.mark.parametrize(
    ("error", "why"),
    [(1223, "refused"), (5, "not-allowed"), (1260, "not-allowed"), (1327, "not-allowed"), (2, "failed"), (0, "failed")],
)
def test_what_windows_says(error: int, why: WhyNotStarted) -> None:
    assert not_started(error) == Ended(None, why, f"Windows error {error}")


def test_what_stands_in_the_question(tmp_path: Path) -> None:
    plain = tmp_path / "recovery-assistant-runner.exe"
    plain.write_bytes(b"MZ")
    shown = RunAs().prompt_shows(str(plain))
    assert (shown.way, shown.name, shown.publisher) == ("windows-consent", plain.name, "")
    assert RunAs().prompt_shows(str(tmp_path / "missing.exe")).name == "missing.exe"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows asks for real")
def test_elsewhere_nobody_asks() -> None:
    ended = RunAs().start(("runner.exe", "x")).wait(0)
    assert ended is not None
    assert ended.why_not == "nobody-asks"
