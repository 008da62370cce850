"""Read many single keys of a registry for one source, and keep in one place what could not be read."""

from __future__ import annotations

from collections.abc import Iterator

from recovery_assistant.domain.observation import Gap
from recovery_assistant.hosts.windows import gaps as windows_gaps
from recovery_assistant.hosts.windows.places import Person
from recovery_assistant.hosts.windows.registry import USERS, Entry, Registry, RegistryKey, View, shown

SYSTEM_ACCOUNTS = {".default": "Windows itself", "s-1-5-18": "Windows itself", "s-1-5-19": "Windows itself"}


class Keys:
    """The keys of one source of one PC. A key that is not there is an empty one; a closed one is a gap."""

    def __init__(self, registry: Registry, host: str, source: str) -> None:
        self._registry = registry
        self._host = host
        self._source = source
        self._closed: dict[str, Gap] = {}
        self._entries: list[Entry] = []

    def key(self, path: str, view: View = View.NATIVE) -> RegistryKey:
        """Return a key as it is."""
        try:
            return self._registry.read(path, view) or RegistryKey()
        except OSError as error:
            self._closed[path] = windows_gaps.of_place(self._host, self._source)(path, error)
            return RegistryKey()

    def entry(self, path: str, view: View = View.NATIVE) -> Entry:
        """Return a key whose values are taken out by type."""
        entry = Entry(self.key(path, view), shown(path, view))
        self._entries.append(entry)
        return entry

    def below(self, path: str) -> Iterator[tuple[str, Entry]]:
        """Yield the name and the content of every sub-key."""
        for name in self.key(path).subkeys:
            yield name, self.entry(rf"{path}\{name}")

    def gaps(self) -> Iterator[Gap]:
        """Yield everything that could not be read so far."""
        yield from self._closed.values()
        problems = [problem for entry in self._entries for problem in entry.problems]
        yield from windows_gaps.of_values(self._host, self._source, problems)


def whose(hive: str, people: tuple[Person, ...]) -> str:
    """Return the name of the person to whom a hive under HKEY_USERS belongs."""
    sid = hive.removeprefix(f"{USERS}\\").lower()
    name = next((person.name for person in people if person.sid.lower() == sid), "")
    return name or SYSTEM_ACCOUNTS.get(sid, sid)
