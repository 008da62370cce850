"""Whether somebody is still connected."""

from __future__ import annotations

from typing import BinaryIO

import pytest

from recovery_assistant.domain.errors import SourceUnreadable
from recovery_assistant.domain.observation import Process, System
from recovery_assistant.hosts.port import NOT_PROVIDED, Connection, RemoteSession
from recovery_assistant.services.live_check import LiveState, still_connected
from tests.unit.domain.catalogue_rows import CATALOGUE
from tests.unit.services.pretend_host import PretendHost

FARVIEW = Connection(7, "farview", "/usr/bin/farview", "203.0.113.4:443")
BROWSER = Connection(8, "firefox", "/usr/bin/firefox", "203.0.113.5:443")
READER = Connection(9, "reader", "/usr/bin/reader", "203.0.113.6:443")


def test_a_tool_that_talks_is_a_live_session() -> None:
    state = still_connected(PretendHost(connections=[BROWSER, FARVIEW, FARVIEW]), CATALOGUE)
    assert (state.connected, state.interface_up, state.tools) == (True, True, ("FarView",))
    assert (state.answer, len(state.reasons)) == ("live", 1)


def test_a_browser_and_an_access_aid_are_not() -> None:
    state = still_connected(PretendHost(connections=[BROWSER, READER]), CATALOGUE)
    assert (state.connected, state.answer) == (False, "not-live")


def test_it_lets_go_as_soon_as_the_cable_is_out() -> None:
    state = still_connected(PretendHost(connections=[FARVIEW], up=False), CATALOGUE)
    reasons = ("No cable and no Wi-Fi is connected.",)
    assert state == LiveState(connected=False, interface_up=False, answer="not-live", reasons=reasons)


def test_a_renamed_tool_is_known_by_what_stands_inside() -> None:
    path = "/home/x/Downloads/invoice"
    host = PretendHost(
        connections=[Connection(7, "invoice", path, "203.0.113.4:443")],
        files={path: b"\x7fELF" + bytes(20) + b"FarView core farview.example"},
    )
    assert still_connected(host, CATALOGUE).tools == ("FarView",)


@pytest.mark.parametrize("path", ["/usr/local/bin/invoice", "/opt/x/invoice", "/usr/local/share/.x/invoice"])
def test_a_renamed_tool_is_known_wherever_somebody_may_have_put_it(path: str) -> None:
    host = PretendHost(
        connections=[Connection(7, "invoice", path, "203.0.113.4:443")],
        files={path: b"\x7fELF" + bytes(20) + b"FarView core farview.example"},
    )
    assert still_connected(host, CATALOGUE).answer == "live"


@pytest.mark.parametrize(
    ("path", "is_read"),
    [
        (r"C:\Windows\Temp\update.exe", True),
        (r"C:\Windows\SystemTemp\x\update.exe", True),
        (r"C:\Program Files\WinUpd\winupd.exe", True),
        (r"C:\Windows\System32\svchost.exe", False),
        (r"C:\Windows\explorer.exe", False),
        ("/usr/lib/firefox/firefox", False),
    ],
)
def test_only_the_system_s_own_programs_are_known_by_their_names_alone(path: str, is_read: bool) -> None:
    read: list[str] = []

    class Watched(PretendHost):
        def open_file(self, path: str) -> BinaryIO:
            read.append(path)
            return super().open_file(path)

    still_connected(Watched(connections=[Connection(7, "x", path, "203.0.113.4:443")], files={path: b"MZ"}), CATALOGUE)
    assert bool(read) is is_read


def test_the_line_of_an_updater_is_no_session_but_a_disguise_as_one_is() -> None:
    updater = Connection(7, "farview", "/opt/farview updater/farview", "203.0.113.4:443")
    state = still_connected(PretendHost(connections=[updater]), CATALOGUE)
    assert (state.answer, state.connected) == ("cannot-tell", False)
    disguised = "/home/x/updater/update"
    inside = {disguised: b"\x7fELF" + bytes(20) + b"FarView core farview.example"}
    line = Connection(7, "update", disguised, "203.0.113.4:443")
    assert still_connected(PretendHost(connections=[line], files=inside), CATALOGUE).answer == "live"


def test_what_could_not_be_found_out_is_said_and_is_no_all_clear() -> None:
    denied = SourceUnreadable("connections", "access denied")
    state = still_connected(PretendHost(connections=denied), CATALOGUE)
    assert (state.connected, state.could_not_look, state.answer) == (False, "access denied", "cannot-tell")
    state = still_connected(PretendHost(up=denied), CATALOGUE)
    assert (state.interface_up, state.could_not_look) == (True, "access denied")


def test_a_connection_without_a_path_is_judged_by_its_name() -> None:
    host = PretendHost(connections=[Connection(7, "FarView.exe", "", "203.0.113.4:443")], system=System.WINDOWS)
    assert still_connected(host, CATALOGUE).connected is True


def test_a_line_that_nobody_owns_cannot_tell() -> None:
    state = still_connected(PretendHost(connections=[BROWSER, Connection(0, "", "", "203.0.113.9:443")]), CATALOGUE)
    assert (state.answer, state.connected) == ("cannot-tell", False)
    assert state.reasons == ("This PC does not show us whose every line to the outside is.",)


def test_somebody_signed_in_from_another_computer_is_live() -> None:
    session = RemoteSession("mary", "far-pc", "active")
    state = still_connected(PretendHost(sessions=[session]), CATALOGUE)
    assert (state.answer, state.tools) == ("live", ())
    assert state.reasons == ("Somebody is signed in as mary from another computer.",)


def test_a_list_of_sessions_that_a_system_does_not_keep_says_nothing() -> None:
    missing = SourceUnreadable("sessions", "not provided", NOT_PROVIDED)
    assert still_connected(PretendHost(sessions=missing), CATALOGUE).answer == "not-live"
    closed = SourceUnreadable("sessions", "access denied")
    assert still_connected(PretendHost(sessions=closed), CATALOGUE).answer == "cannot-tell"


def test_a_part_that_runs_only_during_a_session_is_live_without_a_line() -> None:
    served = Process(source="/proc/9", name="sshd", exe="/usr/sbin/sshd", cmdline="sshd: mary@pts/0")
    state = still_connected(PretendHost({"processes": [served]}), CATALOGUE)
    assert (state.answer, state.tools) == ("live", ("OpenSSH server",))


def test_a_tool_that_runs_without_a_line_that_we_see_cannot_tell() -> None:
    idle = Process(source="/proc/9", name="farview", exe="/usr/bin/farview")
    assert still_connected(PretendHost({"processes": [idle]}), CATALOGUE).answer == "cannot-tell"
    gone = SourceUnreadable("processes", "access denied")
    assert still_connected(PretendHost({"processes": gone}), CATALOGUE).answer == "cannot-tell"
