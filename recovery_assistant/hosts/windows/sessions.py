"""Who is signed in to this Windows from another computer: its own remote desktop sessions.

Windows tells every account about all sessions; no administrator is needed. Quick Assist and Remote Assistance show the
screen of the person in front and are no sessions: they are found as running programs.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from ipaddress import IPv4Address, IPv6Address
from typing import Final, NamedTuple

from recovery_assistant.domain.errors import SourceUnreadable
from recovery_assistant.hosts.port import UNREADABLE, RemoteSession
from recovery_assistant.hosts.windows.registry import moment

SOURCE: Final = "who is signed in from another computer"

# WTS_CONNECTSTATE_CLASS of wtsapi32.h. A listener waits for calls; nobody is in it.
_STATES: Final = {0: "active", 1: "connected", 2: "connected", 3: "active", 4: "disconnected"}
_LISTENER: Final = 6
_CONSOLE: Final = 0
_V4, _V6 = 2, 23  # AF_INET, AF_INET6 of winsock
_SESSION_IS_REMOTE = 0x1000  # SM_REMOTESESSION


class Session(NamedTuple):
    """One session as Windows lists it.

    Attributes:
        station: "Console", "RDP-Tcp#3", or "" once it is disconnected.
        state: WTS_CONNECTSTATE_CLASS.
        protocol: 0 for the screen of the PC itself, 2 for Remote Desktop.
        address: WTS_CLIENT_ADDRESS, as bytes.
        connected: FILETIME.
    """

    number: int
    station: str
    state: int
    user: str = ""
    client: str = ""
    protocol: int = _CONSOLE
    address: bytes = b""
    connected: int = 0


def remote_sessions() -> Iterator[RemoteSession]:
    """Yield the sessions that come from another computer. Raises SourceUnreadable."""
    if sys.platform != "win32":
        raise SourceUnreadable(SOURCE, "this is no Windows", UNREADABLE)
    found = list(told(_listed()))
    if not found and _own_session_is_remote():
        found = [RemoteSession(user="", from_name="", state="active")]
    yield from found


def told(sessions: Iterable[Session]) -> Iterator[RemoteSession]:
    """Yield those of the sessions that come from another computer."""
    for session in sessions:
        came_from_elsewhere = (
            session.protocol != _CONSOLE or session.client or session.station.upper().startswith("RDP")
        )
        if session.number == 0 or session.state == _LISTENER or not came_from_elsewhere:
            continue
        yield RemoteSession(
            user=session.user,
            from_name=_from_name(session),
            state=_STATES.get(session.state, "other"),
            started_at=moment(session.connected),
        )


def _from_name(session: Session) -> str:
    """Return name and address of the other computer, such as "DESKTOP-1 (203.0.113.7)"."""
    address = _address(session.address)
    return f"{session.client} ({address})" if session.client and address else session.client or address


def _address(raw: bytes) -> str:
    if len(raw) < 4 + 20:
        return ""
    family, body = int.from_bytes(raw[:4], "little"), raw[4:24]
    if family == _V4:
        return str(IPv4Address(body[2:6]))  # documented: an IPv4 address begins two bytes in
    return str(IPv6Address(body[:16])) if family == _V6 else ""


def _own_session_is_remote() -> bool:
    if sys.platform != "win32":
        return False
    import ctypes

    return bool(ctypes.WinDLL("user32").GetSystemMetrics(_SESSION_IS_REMOTE))


def _listed() -> list[Session]:
    """Ask Windows for all its sessions. Raises SourceUnreadable."""
    if sys.platform != "win32":
        return []
    import ctypes
    from ctypes import wintypes

    class Row(ctypes.Structure):
        """WTS_SESSION_INFOW."""

        _fields_ = (("number", wintypes.DWORD), ("station", wintypes.LPWSTR), ("state", ctypes.c_int))

    try:
        terminal = ctypes.WinDLL("wtsapi32", use_last_error=True)
    except OSError:
        raise SourceUnreadable(SOURCE, "this Windows does not tell", UNREADABLE) from None
    terminal.WTSFreeMemory.argtypes = [ctypes.c_void_p]
    terminal.WTSFreeMemory.restype = None
    rows, count = ctypes.POINTER(Row)(), wintypes.DWORD()
    if not terminal.WTSEnumerateSessionsW(None, 0, 1, ctypes.byref(rows), ctypes.byref(count)):
        number = ctypes.get_last_error()
        raise SourceUnreadable(SOURCE, f"Windows did not answer (error {number})", UNREADABLE)

    def ask(session: int, question: int) -> bytes:
        answer, size = ctypes.c_void_p(), wintypes.DWORD()
        known = terminal.WTSQuerySessionInformationW(
            None, wintypes.DWORD(session), question, ctypes.byref(answer), ctypes.byref(size)
        )
        if not known or not answer.value:
            return b""
        try:
            return ctypes.string_at(answer.value, size.value)
        finally:
            terminal.WTSFreeMemory(answer)

    try:
        return [
            Session(
                number=row.number,
                station=row.station or "",
                state=row.state,
                user=_text(ask(row.number, 5)),  # WTSUserName
                client=_text(ask(row.number, 10)),  # WTSClientName
                protocol=int.from_bytes(ask(row.number, 16)[:2], "little"),  # WTSClientProtocolType
                address=ask(row.number, 14),  # WTSClientAddress
                connected=int.from_bytes(ask(row.number, 24)[176:184], "little"),  # WTSINFOW.ConnectTime
            )
            for row in rows[: count.value]
        ]
    finally:
        terminal.WTSFreeMemory(rows)


def _text(raw: bytes) -> str:
    return raw.decode("utf-16-le", "replace").partition("\0")[0]
