"""Whether somebody is still connected."""

from __future__ import annotations

from recovery_assistant.domain.errors import SourceUnreadable
from recovery_assistant.domain.observation import System
from recovery_assistant.hosts.port import Connection
from recovery_assistant.services.live_check import LiveState, still_connected
from tests.unit.domain.catalogue_rows import CATALOGUE
from tests.unit.services.pretend_host import PretendHost

FARVIEW = Connection(7, "farview", "/usr/bin/farview", "203.0.113.4:443")
BROWSER = Connection(8, "firefox", "/usr/bin/firefox", "203.0.113.5:443")
READER = Connection(9, "reader", "/usr/bin/reader", "203.0.113.6:443")


def test_a_tool_that_talks_is_a_live_session() -> None:
    state = still_connected(PretendHost(connections=[BROWSER, FARVIEW, FARVIEW]), CATALOGUE)
    assert state == LiveState(connected=True, interface_up=True, tools=("FarView",))


def test_a_browser_and_an_access_aid_are_not() -> None:
    assert still_connected(PretendHost(connections=[BROWSER, READER]), CATALOGUE).connected is False


def test_it_lets_go_as_soon_as_the_cable_is_out() -> None:
    state = still_connected(PretendHost(connections=[FARVIEW], up=False), CATALOGUE)
    assert state == LiveState(connected=False, interface_up=False)


def test_a_renamed_tool_is_known_by_what_stands_inside() -> None:
    path = "/home/x/Downloads/invoice"
    host = PretendHost(
        connections=[Connection(7, "invoice", path, "203.0.113.4:443")],
        files={path: b"\x7fELF" + bytes(20) + b"FarView core farview.example"},
    )
    assert still_connected(host, CATALOGUE).tools == ("FarView",)


def test_what_could_not_be_found_out_is_said_and_is_no_all_clear() -> None:
    denied = SourceUnreadable("connections", "access denied")
    state = still_connected(PretendHost(connections=denied), CATALOGUE)
    assert (state.connected, state.could_not_look) == (False, "access denied")
    state = still_connected(PretendHost(up=denied), CATALOGUE)
    assert (state.interface_up, state.could_not_look) == (True, "access denied")


def test_a_connection_without_a_path_is_judged_by_its_name() -> None:
    host = PretendHost(connections=[Connection(7, "FarView.exe", "", "203.0.113.4:443")], system=System.WINDOWS)
    assert still_connected(host, CATALOGUE).connected is True
