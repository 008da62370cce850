"""A PC made up for a test: what stands where, who may change it, what the system knows."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping

from recovery_assistant.domain.observation import System
from recovery_assistant.domain.removal.ground import FileKind
from recovery_assistant.domain.removal.paths import is_below_any, plain
from recovery_assistant.domain.removal.plan import Packager, Rights

_PROTECTED = {
    System.WINDOWS: (r"C:\Program Files", r"C:\Program Files (x86)", r"C:\Windows"),
    System.LINUX: ("/usr", "/opt", "/etc", "/lib"),
    System.MACOS: ("/Applications", "/Library", "/usr", "/opt"),
}
_HOME = {System.WINDOWS: r"C:\Users\jane", System.LINUX: "/home/jane", System.MACOS: "/Users/jane"}
_VARIABLES = {
    "%ProgramFiles%": r"C:\Program Files",
    "%PROGRAMDATA%": r"C:\ProgramData",
    "%APPDATA%": r"C:\Users\jane\AppData\Roaming",
    "%LOCALAPPDATA%": r"C:\Users\jane\AppData\Local",
}
OWN_HIVE = r"HKU\S-1-5-21-1-2-3-1001"


class FakeGround:
    """Answers from lists. A path is compared as its system compares it."""

    def __init__(
        self,
        system: System = System.WINDOWS,
        *,
        files: Collection[str] = (),
        folders: Collection[str] = (),
        links: Mapping[str, str] | None = None,
        open_places: Collection[str] = (),
        signers: Mapping[str, str] | None = None,
        products: Mapping[str, str] | None = None,
        packages: Mapping[str, tuple[Packager, str]] | None = None,
        keys: Collection[str] = (),
        lines: Mapping[str, tuple[str, ...]] | None = None,
        packagers: Collection[Packager] = ("apt", "flatpak", "flatpak-user", "snap"),
    ) -> None:
        self._system = system
        self._kinds: dict[str, FileKind] = {self._key(path): "folder" for path in folders}
        self._kinds |= {self._key(path): "file" for path in files}
        self._links = {self._key(path): target for path, target in (links or {}).items()}
        self._open = tuple(open_places)
        self._signers = {self._key(path): name for path, name in (signers or {}).items()}
        self._products = products or {}
        self._packages = packages or {}
        self._registry = {key.lower() for key in keys}
        self._lines = lines or {}
        self._packagers = packagers
        self.asked: list[str] = []

    @property
    def rights(self) -> Rights:
        return "person"

    def _key(self, path: str) -> str:
        return plain(path, self._system)

    def kind_of(self, path: str) -> FileKind:
        self.asked.append(path)
        if self._key(path) in self._links:
            return "file" if "~1" in path else "link"
        return self._kinds.get(self._key(path), "missing")

    def real_path(self, path: str) -> str:
        target = self._links.get(self._key(path), path)
        return target if self._kinds.get(self._key(target)) else ""

    def is_protected(self, path: str) -> bool:
        if is_below_any(path, self._open, self._system):
            return False
        return is_below_any(path, _PROTECTED[self._system], self._system)

    def is_own(self, place: str) -> bool:
        own = (_HOME[self._system], *((OWN_HIVE,) if self._system == System.WINDOWS else ()))
        return is_below_any(place, own, self._system)

    def sha256_of(self, path: str) -> str:
        return hashlib.sha256(self._key(path).encode("utf-8", "replace")).hexdigest() if self._exists(path) else ""

    def _exists(self, path: str) -> bool:
        return self._kinds.get(self._key(path)) == "file"

    def signer_of(self, path: str) -> str:
        return self._signers.get(self._key(path), "")

    def expanded(self, text: str) -> str:
        for name, value in _VARIABLES.items():
            text = text.replace(name, value).replace(name.lower(), value)
        return _HOME[self._system] + text[1:] if text.startswith("~/") else text

    def knows_product(self, code: str) -> bool:
        return code in self._products

    def product_name(self, code: str) -> str:
        return self._products.get(code, "")

    def has_key(self, key: str) -> bool:
        return key.lower() in self._registry

    def lines_of(self, path: str) -> tuple[str, ...]:
        return self._lines.get(path, ())

    def package_of(self, path: str) -> tuple[Packager, str] | None:
        return self._packages.get(path)

    def packager_of(self, source: str) -> Packager | None:
        name: Packager | None = {"/var/lib/dpkg/status": "apt", "rpm": "dnf"}.get(source)  # type: ignore[assignment]
        if source.startswith("flatpak:"):
            name = "flatpak"
        elif source.startswith("snap:"):
            name = "snap"
        return name if name in self._packagers else None
