"""Both stores lie in known folders, and their names never leave them."""

from __future__ import annotations

import pytest

from recovery_assistant.domain.observation import System
from recovery_assistant.domain.removal import places
from recovery_assistant.domain.removal.plan import Rights


@pytest.mark.parametrize(
    ("system", "rights", "known", "folder", "store"),
    [
        (
            System.WINDOWS,
            "administrator",
            "program-data",
            "C:\\ProgramData",
            "C:\\ProgramData\\Recovery Assistant\\Removed",
        ),
        (
            System.WINDOWS,
            "person",
            "local-app-data",
            "C:\\Users\\A\\L\\",
            "C:\\Users\\A\\L\\Recovery Assistant\\Removed",
        ),
        (System.LINUX, "administrator", "root", "/", "/var/lib/recovery-assistant"),
        (System.LINUX, "person", "home", "/home/a", "/home/a/.local/share/recovery-assistant/removed"),
        (System.MACOS, "administrator", "root", "/", "/Library/Application Support/Recovery Assistant/Removed"),
        (System.MACOS, "person", "home", "/Users/a", "/Users/a/Library/Application Support/Recovery Assistant/Removed"),
    ],
)
def test_stores(system: System, rights: Rights, known: str, folder: str, store: str) -> None:
    assert places.known_folder_of(system, rights) == known
    assert places.store_of(system, rights, folder) == store
    assert store.endswith(places.parts_of_store(system, rights)[-1])


def test_names_in_a_store() -> None:
    assert places.results_name("r-000000000001", "person") == "runs/r-000000000001-person.jsonl"
    assert places.plan_name("r-000000000001", "administrator") == "runs/r-000000000001-administrator.plan.json"
    assert places.kept_name("r-000000000001", "a1") == "kept/r-000000000001/a1"
