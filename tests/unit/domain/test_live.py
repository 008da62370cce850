"""What may be concluded from lines, sessions and running programs."""

from __future__ import annotations

import pytest

from recovery_assistant.domain.live import CALM, MARKERS, Line, Signed, judged, markers_in
from recovery_assistant.domain.observation import Process, System


def process(name: str, exe: str = "", cmdline: str = "") -> Process:
    return Process(source="/proc/1", name=name, exe=exe, cmdline=cmdline)


def test_nothing_seen_is_not_live_and_never_said_for_certain() -> None:
    assert judged([], [], [], [], []) == ("not-live", (), (CALM,))
    assert "that we know" in CALM


def test_a_line_to_the_maker_is_told_apart_from_another_computer_that_called() -> None:
    out = judged([Line("AnyDesk", "remote-access", comes_in=False)], [], [], [], [])
    assert (out.answer, out.tools) == ("live", ("AnyDesk",))
    assert out.reasons == (
        "AnyDesk has a line to its maker's servers or to another computer. Somebody may be watching.",
    )
    both = [Line("x11vnc", "remote-access", comes_in=True), Line("x11vnc", "remote-access", comes_in=False)]
    for lines in (both, both[::-1]):
        assert judged(lines, [], [], [], []).reasons == ("Another computer is connected to x11vnc on this PC.",)


def test_a_private_network_alone_cannot_tell() -> None:
    told = judged([Line("Tailscale", "private-network", comes_in=False)], [], [], [], [])
    assert told.answer == "cannot-tell"
    assert told.reasons == ("Tailscale joins this PC to other PCs. Whether somebody uses that cannot be seen.",)


@pytest.mark.parametrize(
    ("state", "answer"), [("active", "live"), ("connected", "live"), ("disconnected", "cannot-tell")]
)
def test_sessions_of_the_system_itself(state: str, answer: str) -> None:
    told = judged([], [Signed("mary", state)], [], [], [])
    assert told.answer == answer
    assert "as mary from another computer" in told.reasons[0]


def test_a_tool_that_runs_without_a_line_and_what_was_not_seen_cannot_tell() -> None:
    told = judged([], [], [], [("UltraVNC", "remote-access"), ("OpenSSH server", "built-in")], ["Not seen."])
    assert told.answer == "cannot-tell"
    assert len(told.reasons) == 2
    assert told.reasons[0].startswith("UltraVNC is running.")
    assert judged([], [], [], [("OpenSSH server", "built-in")], []).answer == "not-live"


@pytest.mark.parametrize(
    ("system", "shown", "tools"),
    [
        (
            System.WINDOWS,
            process(
                "TeamViewer_Desktop.exe",
                r"C:\Program Files\TeamViewer\TeamViewer_Desktop.exe",
                r'"C:\Program Files\TeamViewer\TeamViewer_Desktop.exe" --IPCport 5939 --Module 1',
            ),
            ("TeamViewer",),
        ),
        (System.WINDOWS, process("TeamViewer_Service.exe", "", "x --IPCport 5939 --Module 1"), ()),
        (System.LINUX, process("sshd", "/usr/sbin/sshd", "sshd: mary@pts/0"), ("OpenSSH server",)),
        (System.LINUX, process("sshd", "/usr/sbin/sshd", "sshd: /usr/sbin/sshd -D [listener] 0 of 10-100"), ()),
        (System.LINUX, process("sshd", "/usr/sbin/sshd", "sshd: mary [priv]"), ()),
        (System.LINUX, process("xrdp-chansrv", "/usr/sbin/xrdp-chansrv"), ("XRDP",)),
        (System.LINUX, process("rustdesk", "/usr/lib/rustdesk/rustdesk", "rustdesk --cm"), ("RustDesk",)),
        (System.LINUX, process("rustdesk", "/usr/lib/rustdesk/rustdesk", "rustdesk --server"), ()),
    ],
)
def test_programs_that_run_only_during_a_session(system: System, shown: Process, tools: tuple[str, ...]) -> None:
    assert markers_in(system, [shown]) == tools


def test_every_marker_says_where_it_was_read() -> None:
    assert all(marker.source and marker.systems for marker in MARKERS)


def test_every_sentence_is_short() -> None:
    told = (
        judged(
            [Line("A", "remote-access", comes_in=False), Line("B", "remote-access", comes_in=True)],
            [Signed("", "active"), Signed("x", "disconnected")],
            ["C"],
            [],
            [],
        ).reasons
        + judged([Line("D", "tunnel", comes_in=False)], [], [], [("E", "remote-access")], []).reasons
    )
    sentences = [part for reason in told for part in reason.split(". ")]
    assert max(len(sentence.split()) for sentence in sentences) <= 20
