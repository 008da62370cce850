"""A key store in memory, for tests of services. It implements the port; the real one has tests of its own."""

from __future__ import annotations

from recovery_assistant.storage.failures import KEY_MISSING, key_error


class DrawerKeyStore:
    """Keeps secrets as long as it lives. `refuses` makes every call fail with that code."""

    def __init__(self) -> None:
        self.kept: dict[str, bytes] = {}
        self.refuses = ""

    def _look(self) -> None:
        if self.refuses:
            raise key_error(self.refuses)

    def put(self, case_id: str, secret: bytes) -> None:
        self._look()
        self.kept[case_id] = secret

    def get(self, case_id: str) -> bytes:
        self._look()
        if case_id not in self.kept:
            raise key_error(KEY_MISSING)
        return self.kept[case_id]

    def delete(self, case_id: str) -> None:
        self._look()
        self.kept.pop(case_id, None)
