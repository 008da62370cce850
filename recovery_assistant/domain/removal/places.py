"""Where the runner keeps its results and what it took away: names only, so that runner and window agree on them.

There are two stores, one for each of the rights. Each lies in a known folder of the system, which whoever asks must get
from the system (the list of accounts, Windows' known folders) and never from the environment.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Literal

from recovery_assistant.domain.observation import System
from recovery_assistant.domain.removal.plan import Rights

Known = Literal["program-data", "local-app-data", "home", "root"]
"""Known folder in which a store lies. root: "/", which needs no asking."""

_STORES: Final[Mapping[tuple[System, Rights], tuple[Known, tuple[str, ...]]]] = {
    (System.WINDOWS, "administrator"): ("program-data", ("Recovery Assistant", "Removed")),
    (System.WINDOWS, "person"): ("local-app-data", ("Recovery Assistant", "Removed")),
    (System.LINUX, "administrator"): ("root", ("var", "lib", "recovery-assistant")),
    (System.LINUX, "person"): ("home", (".local", "share", "recovery-assistant", "removed")),
    (System.MACOS, "administrator"): ("root", ("Library", "Application Support", "Recovery Assistant", "Removed")),
    (System.MACOS, "person"): ("home", ("Library", "Application Support", "Recovery Assistant", "Removed")),
}


def known_folder_of(system: System, rights: Rights) -> Known:
    """Return the known folder in which the store of these rights lies."""
    return _STORES[system, rights][0]


def parts_of_store(system: System, rights: Rights) -> tuple[str, ...]:
    """Return the names of the folders from the known folder down to the store, top first."""
    return _STORES[system, rights][1]


def store_of(system: System, rights: Rights, known_folder: str) -> str:
    r"""Return the full path of a store. `known_folder`: what the system says, "C:\ProgramData", "/home/anna", "/"."""
    mark = "\\" if system is System.WINDOWS else "/"
    return mark.join((known_folder.rstrip(mark), *parts_of_store(system, rights)))


def results_name(plan_id: str, rights: Rights) -> str:
    """Return the name, below the store, of the lines that the runner writes. "/" joins the parts on every system."""
    return f"runs/{plan_id}-{rights}.jsonl"


def plan_name(plan_id: str, rights: Rights) -> str:
    """Return the name, below the store, of the runner's own copy of the plan that it was given."""
    return f"runs/{plan_id}-{rights}.plan.json"


def kept_name(plan_id: str, action_id: str) -> str:
    """Return the name, below the store, of the folder with what one action took away or changed."""
    return f"kept/{plan_id}/{action_id}"
