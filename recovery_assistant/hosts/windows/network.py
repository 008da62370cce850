"""Which way a Windows PC takes to web pages: proxies, scripts that choose one, name servers, and the hosts file."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from typing import Final

from recovery_assistant.domain.observation import Gap, Setting
from recovery_assistant.hosts import hosts_file, port
from recovery_assistant.hosts.windows import gaps as windows_gaps
from recovery_assistant.hosts.windows.files import Disk
from recovery_assistant.hosts.windows.keys import Keys, whose
from recovery_assistant.hosts.windows.places import Places
from recovery_assistant.hosts.windows.registry import MACHINE, Entry

_INTERNET: Final = r"Microsoft\Windows\CurrentVersion\Internet Settings"
_SYSTEM: Final = rf"{MACHINE}\SYSTEM\CurrentControlSet"
_ADAPTERS: Final = rf"{_SYSTEM}\Control\Network\{{4D36E972-E325-11CE-BFC1-08002BE10318}}"
_HEAD: Final = struct.Struct("<4I")  # size of the structure, counter, flags, length of the proxy's name
_NAMED_PROXY: Final = 2
_EVERYBODY: Final = "this PC"
_BETWEEN: Final = re.compile(r"[,;\s]+")


def settings(keys: Keys, hives: tuple[str, ...], where: Places) -> Iterator[Setting]:
    """Yield proxies and scripts of every person who is signed in and of the PC, and name servers set by hand."""
    for hive in hives:
        yield from _proxy(keys.entry(rf"{hive}\SOFTWARE\{_INTERNET}"), whose(hive, where.people))
        yield from _proxy(keys.entry(rf"{hive}\SOFTWARE\Policies\{_INTERNET}"), whose(hive, where.people))
    for top in ("SOFTWARE", r"SOFTWARE\Policies"):
        yield from _proxy(keys.entry(rf"{MACHINE}\{top}\{_INTERNET}"), _EVERYBODY)
    yield from _proxy_of_services(keys)
    for stack in ("Tcpip", "Tcpip6"):
        for adapter, entry in keys.below(rf"{_SYSTEM}\Services\{stack}\Parameters\Interfaces"):
            servers = [server for server in _BETWEEN.split(entry.text("NameServer")) if server]
            if servers:
                name = keys.entry(rf"{_ADAPTERS}\{adapter}\Connection").text("Name") or adapter
                yield Setting(source=entry.place, name="dns-server", value=", ".join(servers), about=name)


def _proxy(entry: Entry, about: str) -> Iterator[Setting]:
    server, script = entry.text("ProxyServer"), entry.text("AutoConfigURL")
    if server and entry.number("ProxyEnable") == 1:
        yield Setting(source=entry.place, name="proxy-server", value=server, about=about, changed_at=entry.written_at)
    if script:
        yield Setting(
            source=entry.place, name="proxy-auto-config", value=script, about=about, changed_at=entry.written_at
        )


def _proxy_of_services(keys: Keys) -> Iterator[Setting]:
    """Yield the proxy of WinHTTP, which services and updates use: `netsh winhttp` writes it as bytes."""
    path = rf"{MACHINE}\SOFTWARE\{_INTERNET}\Connections"
    key = keys.key(path)
    value = next((value for name, value in key.values.items() if name.lower() == "winhttpsettings"), None)
    if not isinstance(value, bytes) or len(value) < _HEAD.size:
        return
    _size, _counter, flags, length = _HEAD.unpack_from(value)
    server = value[_HEAD.size : _HEAD.size + min(length, 4096)].decode("ascii", "replace").strip("\0 ")
    if flags & _NAMED_PROXY and server:
        yield Setting(
            source=rf"{path}\WinHttpSettings",
            name="proxy-server",
            value=server,
            about="services of Windows",
            changed_at=key.written_at,
        )


def hosts_entries(keys: Keys, disk: Disk, host: str, where: Places) -> Iterator[Setting | Gap]:
    """Yield the lines of the hosts file, wherever Windows was told that it lies."""
    told = keys.entry(rf"{_SYSTEM}\Services\Tcpip\Parameters").text("DataBasePath")
    folder = where.expand(told) if told else rf"{where.windows}\System32\drivers\etc"
    path = rf"{folder.rstrip(chr(92))}\hosts"
    try:
        changed_at = disk.facts(path).modified_at
        with disk.open(path) as file:
            content = file.read(hosts_file.LARGEST + 1)
    except FileNotFoundError:
        return
    except OSError as error:
        yield windows_gaps.of_place(host, port.SETTINGS)(path, error)
        return
    if len(content) > hosts_file.LARGEST:
        reason = "only its first part was looked at, because it is so long"
        yield Gap(host=host, source=f"{port.SETTINGS}: {path}", reason=reason, code=port.TOO_LARGE)
    text = content[: hosts_file.LARGEST].decode("utf-8", "replace")
    yield from hosts_file.settings(text, path, changed_at)
