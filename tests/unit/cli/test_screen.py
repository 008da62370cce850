"""Output: hostile text does nothing on a terminal, machine-readable output is not touched."""

from __future__ import annotations

import io
import os
import sys
from types import MappingProxyType

import pytest

from recovery_assistant.cli import screen

HOSTILE = "a\x1b[31mb\x07\u202ec\x9bd[red]e[/red]\te:smile:"
SHOWN = "a[U+001B][31mb[U+0007][U+202E]c[U+009B]d[red]e[/red][U+0009]e:smile:"


def test_nothing_hides_in_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    screen.say(HOSTILE)
    screen.tell(HOSTILE)

    assert capsys.readouterr() == (SHOWN + "\n", SHOWN + "\n")


def test_no_name_fakes_a_line_of_its_own(capsys: pytest.CaptureFixture[str]) -> None:
    faked = "a\n  0 findings\rb\x0bc\u2028d\x85e"
    shown = "a[U+000A]  0 findings[U+000D]b[U+000B]c[U+2028]d[U+0085]e\n"
    screen.say(faked)
    screen.tell(faked)
    screen.table((faked,), [])

    assert capsys.readouterr() == (shown * 2, shown)


def test_nothing_hides_in_a_table(capsys: pytest.CaptureFixture[str]) -> None:
    screen.table(("name",), [(HOSTILE,)])

    assert capsys.readouterr().out == f"name\n{SHOWN}\n"


class PretendTerminal(io.TextIOWrapper):
    """Says that it is a terminal."""

    def isatty(self) -> bool:
        return True


def pretend_terminal(monkeypatch: pytest.MonkeyPatch) -> io.BytesIO:
    """Put a terminal in place of stdout and stderr. Called within a test: pytest changes both between its phases."""
    written = io.BytesIO()
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.delenv("NO_COLOR", raising=False)
    for name in ("stdout", "stderr"):
        monkeypatch.setattr(sys, name, PretendTerminal(written, "utf-8", write_through=True))
    return written


def test_nothing_hides_in_a_drawn_table(monkeypatch: pytest.MonkeyPatch) -> None:
    written = pretend_terminal(monkeypatch)

    screen.table((HOSTILE, "b"), [(HOSTILE, "x")])

    drawn = written.getvalue().decode()
    assert drawn.count(SHOWN) == 2
    assert "\x1b[31m" not in drawn
    assert "\x07" not in drawn


def test_progress_on_a_terminal_is_one_line_that_goes(monkeypatch: pytest.MonkeyPatch) -> None:
    written = pretend_terminal(monkeypatch)

    with screen.progress() as shown:
        shown.show("Looking\x1b[2J")

    drawn = written.getvalue().decode()
    assert "\x1b[2J" not in drawn
    assert "\n" not in drawn
    assert drawn.endswith("\r\x1b[K")


def test_json_is_bytes_of_utf_8(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    screen.write_json({"a": MappingProxyType({"b": frozenset({"y", "x"})}), "c": "é\x1b"})

    assert capfdbinary.readouterr().out == '{"a":{"b":["x","y"]},"c":"é\\u001b"}\n'.encode()


def test_letters_that_a_terminal_cannot_show_do_not_stop_it(monkeypatch: pytest.MonkeyPatch) -> None:
    written = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(written, "cp1252", write_through=True))

    screen.make_safe()
    screen.say("é 漢")

    assert written.getvalue().replace(os.linesep.encode(), b"\n") == "é \\u6f22\n".encode("cp1252")


def test_counts_in_words() -> None:
    assert screen.count(1, "entry", "entries") == "1 entry"
    assert screen.count(0, "finding") == "0 findings"
