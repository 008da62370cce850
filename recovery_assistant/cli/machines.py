"""Which machines `scan --host` names: one row of `HOSTS` for each kind."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO, Final, NamedTuple

import click

from recovery_assistant.cli import screen
from recovery_assistant.cli.parts import CliParts
from recovery_assistant.domain.errors import InputError, SourceUnreadable
from recovery_assistant.domain.observation import Gap
from recovery_assistant.hosts.mounted.recognised import mounted_hosts
from recovery_assistant.hosts.port import Host
from recovery_assistant.hosts.reported.inventory import read_inventory
from recovery_assistant.hosts.reported.osquery import read_osquery
from recovery_assistant.hosts.reported.recorded import read_recording
from recovery_assistant.hosts.reported.velociraptor import read_velociraptor

NO_INVENTORY: Final = "I-13"

Machines = Iterator[Host | Gap]


class HostKind(NamedTuple):
    """A kind of `--host`.

    Attributes:
        form: how it is typed, such as "inventory:FILE"; a form without ":" takes no name.
        machines: yields the machines behind a name, or a gap for what cannot be read. Files that it opens, it enters
            into the stack, so that they are closed when the command ends.
    """

    form: str
    machines: Callable[[CliParts, str, contextlib.ExitStack], Machines]


def _this(parts: CliParts, _name: str, _stack: contextlib.ExitStack) -> Machines:
    try:
        yield parts.host()
    except SourceUnreadable as error:
        yield Gap(host="this", source=error.source, reason=error.reason, code=error.code)


def _recorded(_parts: CliParts, name: str, _stack: contextlib.ExitStack) -> Machines:
    try:
        yield read_recording(Path(name))
    except InputError as error:
        yield _unread(name, error)


def _mounted(_parts: CliParts, name: str, _stack: contextlib.ExitStack) -> Machines:
    try:
        yield from mounted_hosts(Path(name))
    except InputError as error:
        yield _unread(name, error)


def lines_of(read: Callable[[BinaryIO, Callable[[str], None]], Machines]) -> Callable[..., Machines]:
    """Return the `machines` of a kind whose many machines stand in one file of lines; "-" is standard input."""

    def machines(_parts: CliParts, name: str, stack: contextlib.ExitStack) -> Machines:
        if name == "-":
            yield from read(sys.stdin.buffer, screen.tell)
            return
        try:
            file = Path(name).open("rb")  # noqa: SIM115 (entered into the stack below: it outlives this call)
        except OSError as error:
            sentence = f"The file {name} cannot be read: {error.strerror}."
            yield _unread(name, InputError(NO_INVENTORY, sentence))
        else:
            yield from read(stack.enter_context(file), screen.tell)

    return machines


def _unread(name: str, error: InputError) -> Gap:
    return Gap(host=name, source=name, reason=error.sentence, code=error.code)


HOSTS: Final[dict[str, HostKind]] = {
    "this": HostKind("this", _this),
    "mount": HostKind("mount:DIR", _mounted),
    "recorded": HostKind("recorded:FILE", _recorded),
    "inventory": HostKind("inventory:FILE", lines_of(read_inventory)),
    "osquery": HostKind("osquery:FILE", lines_of(read_osquery)),
    "velociraptor": HostKind("velociraptor:FILE", lines_of(read_velociraptor)),
}
"""Every kind of `--host` by the word before the colon. Help and the message for a wrong one are made of it."""


def forms() -> str:
    """Return how `--host` may be typed, in words: "this, recorded:FILE or inventory:FILE"."""
    *first, last = (kind.form for kind in HOSTS.values())
    return f"{', '.join(first)} or {last}"


def machines_of(parts: CliParts, host_name: str, stack: contextlib.ExitStack) -> Machines:
    """Return the machines that `--host` names. Raises click.BadParameter for anything that is not of a known form."""
    word, colon, name = host_name.partition(":")
    kind = HOSTS.get(word)
    takes_name = kind is not None and ":" in kind.form
    if kind is None or takes_name != bool(name) or takes_name != bool(colon):
        raise click.BadParameter(f'"{host_name}" is not {forms()}.', param_hint="--host")
    return kind.machines(parts, name, stack)
