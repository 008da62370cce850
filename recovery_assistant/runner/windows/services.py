"""Services of Windows through its manager: switched off first, so that nothing starts one again, then stopped."""

from __future__ import annotations

import sys

if sys.platform != "win32":
    raise ImportError("only on Windows")

import ctypes
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from ctypes import wintypes
from typing import Any, Final, NamedTuple

from recovery_assistant.domain.removal.plan import StopService
from recovery_assistant.domain.removal.windows_places import may_be_stopped
from recovery_assistant.domain.removal.windows_wording import starts_program
from recovery_assistant.runner.hand import Done, Turn, Unable
from recovery_assistant.runner.kept import Manifest
from recovery_assistant.runner.windows.native import call, check, last_error
from recovery_assistant.runner.windows.places import expanded
from recovery_assistant.runner.windows.processes import has_ended, running

PATIENCE: Final = 40.0
"""Seconds in which a service must have stopped. Windows itself gives one 20 seconds when it shuts down."""

DISABLED: Final = 4
_AUTOMATIC: Final = 2
_STOPPED, _RUNNING = 1, 4
_DRIVER: Final = 0xF  # SERVICE_DRIVER of winnt.h: of the kernel, of a file system, of a device; and what finds those
_UNCHANGED: Final = 0xFFFFFFFF
_STOP: Final = 1
_DELAYED: Final = 3
_NO_SUCH_SERVICE: Final = 1060
_ON_ITS_WAY: Final = (109, 1053, 1061, 1062)
"""What asking a service to stop gives while it ends: its program just ended, it was too busy to answer in time, it
cannot be asked now (it starts, or stops already), it does not run. What comes of it is waited for."""
_READ: Final = 0x1 | 0x4  # configuration, status
_CHANGE: Final = 0x2 | 0x10 | 0x20  # configuration, start, stop


class _Configuration(ctypes.Structure):
    """QUERY_SERVICE_CONFIGW of winsvc.h."""

    _fields_ = (
        ("kind", wintypes.DWORD),
        ("start", wintypes.DWORD),
        ("error", wintypes.DWORD),
        ("command", wintypes.LPWSTR),
        ("group", wintypes.LPWSTR),
        ("tag", wintypes.DWORD),
        ("needs", wintypes.LPWSTR),
        ("account", wintypes.LPWSTR),
        ("display_name", wintypes.LPWSTR),
    )


class _Status(ctypes.Structure):
    """SERVICE_STATUS_PROCESS of winsvc.h; SERVICE_STATUS is its first seven parts."""

    _fields_ = tuple(
        (name, wintypes.DWORD) for name in ("kind", "state", "takes", "code", "own_code", "at", "hint", "pid", "flags")
    )


class Service(NamedTuple):
    """How a service is set up. `start`: 2 by itself, 3 when asked for, 4 never; `kind`: SERVICE_… of winnt.h."""

    start: int
    command: str
    is_delayed: bool
    kind: int


@contextmanager
def opened(name: str, rights: int) -> Iterator[int | None]:
    """Lend a handle of a service, None when there is none of this name. Raises OSError."""
    manager_of = call("advapi32", "OpenSCManagerW", wintypes.HANDLE, wintypes.LPCWSTR, wintypes.LPCWSTR, wintypes.DWORD)
    service_of = call("advapi32", "OpenServiceW", wintypes.HANDLE, wintypes.HANDLE, wintypes.LPCWSTR, wintypes.DWORD)
    close = call("advapi32", "CloseServiceHandle", wintypes.BOOL, wintypes.HANDLE)
    manager = check(manager_of(None, None, 0x1))
    try:
        service = service_of(manager, name, rights)
        if not service:
            error = last_error(name)
            if error.winerror != _NO_SUCH_SERVICE:
                raise error
            yield None
            return
        try:
            yield service
        finally:
            close(service)
    finally:
        close(manager)


def is_there(name: str) -> bool:
    """Return whether Windows has a service of this name; True when it does not tell."""
    try:
        with opened(name, 0x4) as service:
            return service is not None
    except OSError:
        return True


def stop_service(verb: StopService, turn: Turn) -> Done:
    """Switch a service off and stop it."""
    with _said(), opened(verb.name, _READ | (_CHANGE if turn.acts else 0)) as service:
        if service is None:
            return Done(status="nothing-to-do", looked=(f"service {verb.name}: not there",))
        return _stopped(verb, service, turn)


def see_that_it_may_go(kind: int, command: str, verb: StopService) -> None:
    """See that a service, as Windows has it now, is the plan's and is not needed for this PC to start.

    Raises:
        Unable: it is a driver, one of Windows' own or of its protection, or starts another program than planned.
    """
    if kind & _DRIVER or not may_be_stopped(verb.program):
        raise Unable("U-30", "Windows may need this to start. It was left as it is.")
    if not starts_program(expanded(command), verb.program):
        raise Unable("U-30", "The service starts another program now than when the plan was made.")


@contextmanager
def _said() -> Iterator[None]:
    """Turn what Windows complains of into a sentence; whether it lacked the rights, whoever called knows best."""
    try:
        yield
    except PermissionError:
        raise
    except OSError as error:
        raise Unable("U-30", f"Windows did not take it ({error.winerror}).", "failed") from error


def _stopped(verb: StopService, service: int, turn: Turn) -> Done:
    now, state = _set_up(service), _state(service)
    see_that_it_may_go(now.kind, now.command, verb)
    if (now.start, state) == (DISABLED, _STOPPED):
        return Done(status="nothing-to-do", looked=(f"service {verb.name}: switched off, stopped",))
    commands = ("ChangeServiceConfigW", verb.name, "disabled"), ("ControlService", verb.name, "stop")
    if not turn.begins(*commands):
        return turn.would_do(f"service {verb.name}: {'stopped' if state == _STOPPED else 'running'}")
    before = {"start": str(now.start), "delayed": str(int(now.is_delayed)), "ran": str(int(state != _STOPPED))}
    kept = turn.keep(turn.manifest(verb.name, before=before))
    _set_start(service, DISABLED)
    rest = _brought_to_rest(service, turn)
    if not rest:
        return Done(
            status="timed-out",
            code="U-30",
            says="The service is switched off, and has not stopped yet.",
            kept=kept,
            looked=(f"service {verb.name}: switched off, still running",),
        )
    return Done(status="done", kept=kept, looked=(f"service {verb.name}: switched off, {rest}",))


def _brought_to_rest(service: int, turn: Turn) -> str:
    """Stop a service that is switched off. Return how it was seen to rest, "" if it was not. Raises OSError.

    What counts is the word of the manager, or the end of the program. A service may end without telling the manager,
    or tell it in the wrong order; the manager hears of the end of a program a moment later, and Wine's never.
    """
    pid = _status(service).pid
    with running(pid) as process:
        if not turn.wait_until(lambda: _is_stopped(service) or has_ended(process), PATIENCE):
            return ""
    turn.wait_until(lambda: _state(service) == _STOPPED, 5)
    told = _status(service)
    if told.state == _STOPPED:
        return "stopped"
    return "its program has ended" if told.pid in (0, pid) else ""


def put_back_service(verb: StopService, kept: Manifest, turn: Turn) -> Done:
    """Let a service start as it did before, and start it if it ran."""
    wanted, ran = kept.before.get("start", ""), kept.before.get("ran") == "1"
    if wanted not in ("0", "1", "2", "3", "4"):
        raise Unable("U-30", "What was kept cannot be read.", "failed")
    with _said(), opened(verb.name, _READ | (_CHANGE if turn.acts else 0)) as service:
        if service is None:
            raise Unable("U-30", "The service is not there any more. Its maker's installer brings it back.")
        now = _set_up(service)
        if verb.program and not starts_program(expanded(now.command), verb.program):
            raise Unable("U-30", "The service starts another program now. It was left as it is.")
        if now.start == int(wanted) and (_state(service) == _RUNNING or not ran):
            return Done(status="nothing-to-do", looked=(f"service {verb.name}: as before",))
        if not turn.begins(("ChangeServiceConfigW", verb.name, wanted), *_starting(verb.name, ran)):
            return turn.would_do(f"service {verb.name}: there")
        _set_start(service, int(wanted))
        if kept.before.get("delayed") == "1":
            _set_delayed(service)
        if ran:
            return _started(verb.name, service, turn)
    return Done(status="done", looked=(f"service {verb.name}: starts as before",))


def _starting(name: str, ran: bool) -> tuple[tuple[str, ...], ...]:
    return (("StartServiceW", name),) if ran else ()


def _started(name: str, service: int, turn: Turn) -> Done:
    start = call("advapi32", "StartServiceW", wintypes.BOOL, wintypes.HANDLE, wintypes.DWORD, ctypes.c_void_p)
    start(service, 0, None)
    runs = turn.wait_until(lambda: _state(service) == _RUNNING, PATIENCE)
    looked = (f"service {name}: starts as before, {'running' if runs else 'not running'}",)
    if runs:
        return Done(status="done", looked=looked)
    return Done(status="done", code="U-30", says="It starts with Windows again, but does not run yet.", looked=looked)


def _set_up(service: int) -> Service:
    ask = call(
        "advapi32",
        "QueryServiceConfigW",
        wintypes.BOOL,
        wintypes.HANDLE,
        ctypes.c_void_p,
        wintypes.DWORD,
        ctypes.c_void_p,
    )
    room, needed = ctypes.create_string_buffer(8192), wintypes.DWORD()  # the most that Windows gives
    check(ask(service, room, len(room), ctypes.byref(needed)))
    told = _Configuration.from_buffer(room)
    return Service(told.start, told.command or "", _is_delayed(service), told.kind)


def _is_delayed(service: int) -> bool:
    ask = call(
        "advapi32",
        "QueryServiceConfig2W",
        wintypes.BOOL,
        wintypes.HANDLE,
        wintypes.DWORD,
        ctypes.c_void_p,
        wintypes.DWORD,
        ctypes.c_void_p,
    )
    flag, needed = wintypes.BOOL(), wintypes.DWORD()
    return bool(ask(service, _DELAYED, ctypes.byref(flag), ctypes.sizeof(flag), ctypes.byref(needed)) and flag.value)


def _set_start(service: int, start: int) -> None:
    change = call(
        "advapi32",
        "ChangeServiceConfigW",
        wintypes.BOOL,
        wintypes.HANDLE,
        *[wintypes.DWORD] * 3,
        *[ctypes.c_void_p] * 7,
    )
    check(change(service, _UNCHANGED, start, _UNCHANGED, *[None] * 7))


def _set_delayed(service: int) -> None:
    change = call("advapi32", "ChangeServiceConfig2W", wintypes.BOOL, wintypes.HANDLE, wintypes.DWORD, ctypes.c_void_p)
    with suppress(OSError):  # it then starts a minute earlier than before
        check(change(service, _DELAYED, ctypes.byref(wintypes.BOOL(True))))


def _state(service: int) -> int:
    return int(_status(service).state)


def _status(service: int) -> Any:  # noqa: ANN401 - its parts have no types
    told, needed = _Status(), wintypes.DWORD()
    ask = call(
        "advapi32",
        "QueryServiceStatusEx",
        wintypes.BOOL,
        wintypes.HANDLE,
        ctypes.c_int,
        ctypes.c_void_p,
        wintypes.DWORD,
        ctypes.c_void_p,
    )
    check(ask(service, 0, ctypes.byref(told), ctypes.sizeof(told), ctypes.byref(needed)))
    return told


def _is_stopped(service: int) -> bool:
    """Ask a service to stop if it does not yet, and return whether it has. Raises OSError."""
    if _state(service) == _STOPPED:
        return True
    status = _Status()
    control = call("advapi32", "ControlService", wintypes.BOOL, wintypes.HANDLE, wintypes.DWORD, ctypes.c_void_p)
    if not control(service, _STOP, ctypes.byref(status)):
        error = last_error()
        if error.winerror not in _ON_ITS_WAY:
            raise error
    return _state(service) == _STOPPED
