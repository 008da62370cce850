"""macOS asks through osascript: the script never changes, and every argument arrives as it is."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from recovery_assistant.domain.removal.state import WhyNotStarted
from recovery_assistant.hosts.elevation.macos import PROMPT, SCRIPT, Osascript, told_by_osascript
from recovery_assistant.hosts.elevation.port import Ended
from tests.unit.hosts.elevation.standing_in import StandIn, ends

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="programs of macOS")

LONG = 20.0
HOSTILE = st.text(st.characters(exclude_characters="\0", codec="utf-8"), max_size=40)


@pytest.mark.parametrize(
    ("says", "why"),
    [
        ("0:129: execution error: User canceled. (-128)", "refused"),
        ("execution error: The administrator user name or password was incorrect. (-60005)", "not-allowed"),
        ("execution error: denied since no user interaction was possible. (-60007)", "nobody-asks"),
        ("execution error: No user interaction allowed. (-1713)", "nobody-asks"),
        ("execution error: something else (-10004)", "failed"),
        ("no number", "failed"),
        # A path cannot fake the number at the end.
        ("/plans/(-128) is odd: execution error: x (-2700)", "failed"),
    ],
)  # fmt: skip
def test_a_no_is_an_outcome(tmp_path: Path, says: str, why: WhyNotStarted) -> None:
    osascript = StandIn(tmp_path / "bin", "osascript", ends(1, says))
    assert Osascript(str(osascript.program)).start(("/runner", "plan")).wait(LONG) == Ended(None, why, says)


def test_the_runners_own_end_is_passed_on() -> None:
    says = "execution error: The command exited with a non-zero status. (3)"
    assert told_by_osascript(Ended(1, None, says)) == Ended(3, None, says)
    assert told_by_osascript(Ended(0)) == Ended(0)


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(arguments=st.lists(HOSTILE, min_size=1, max_size=4))
def test_no_path_becomes_a_part_of_the_script(tmp_path: Path, arguments: list[str]) -> None:
    osascript = StandIn(tmp_path / "bin", "osascript", ends(0))
    Osascript(str(osascript.program)).start(arguments).wait(LONG)
    given_to, _, _ = osascript.called()
    lines = [word for line in SCRIPT for word in ("-e", line)]
    assert given_to == [*lines, PROMPT, *arguments]


def test_applescript_quotes_each_argument_for_the_shell() -> None:
    assert "set end of words to quoted form of (contents of one)" in SCRIPT
    assert not PROMPT.startswith("-")  # the first argument after the script: an option would be read as one


def test_without_osascript_nobody_asks(tmp_path: Path) -> None:
    ended = Osascript(str(tmp_path / "osascript")).start(("/runner",)).wait(0)
    assert ended is not None
    assert ended.why_not == "nobody-asks"


def test_what_stands_in_the_question() -> None:
    shown = Osascript().prompt_shows("/runner")
    assert (shown.way, shown.name, shown.says) == ("macos-password", "osascript", PROMPT)
