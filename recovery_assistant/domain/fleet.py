"""What fleet engines are asked, and under which names the answers come back.

The packs (content/packs) put these questions in the language of an engine; the readers (hosts) take the answers. So
that both mean the same, the columns of every answer bear the names of our own observations. A question is a list of
candidates only: the engine filters widely, our own matcher judges.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NamedTuple

from recovery_assistant.domain.observation import (
    Autorun,
    BrowserExtension,
    InstalledProgram,
    ListeningSocket,
    Observation,
    Process,
    Service,
    Setting,
    System,
)

PACK: Final = "recovery-assistant"
"""Every pack is called by this and its system, as in "recovery-assistant-windows"."""

ABOUT: Final = "about"
"""The question that every machine answers with its name and the name of its system."""


class Question(NamedTuple):
    """One question to every machine of a system.

    Attributes:
        name: stable; it stands in the logs of the engine.
        source: name of the source, as in a gap.
        kind: what a row of the answer is.
        columns: fields of the observation that a row may carry; not every engine gives all of them.
        words: what it asks for, in plain words.
    """

    name: str
    source: str
    kind: type[Observation]
    columns: tuple[str, ...]
    words: str


_PROCESS: Final = (
    "pid",
    "name",
    "exe",
    "cmdline",
    "signer",
    "original_filename",
    "product_name",
    "company_name",
    "file_description",
)
_SERVICE: Final = ("name", "display_name", "binary_path", "enabled", "running")
_AUTORUN: Final = ("location", "name", "command")

_RUNNING: Final = Question("processes", "processes", Process, _PROCESS, "programs that are running")
_STARTING: Final = Question("startup-items", "autoruns", Autorun, _AUTORUN, "programs that start by themselves")
_WAITING: Final = Question(
    "listening-ports",
    "listening-sockets",
    ListeningSocket,
    ("address", "port", "pid", "process_name"),
    "programs that wait for other computers",
)
_EXTENSIONS: Final = Question(
    "chrome-extensions", "browsers", BrowserExtension, ("browser", "extension_id", "name"), "extensions of browsers"
)
_SETTINGS: Final = Question("settings", "settings", Setting, ("name", "value"), "switches of the system")

QUESTIONS: Final[Mapping[System, tuple[Question, ...]]] = {
    System.WINDOWS: (
        Question(
            "programs",
            "installed-programs",
            InstalledProgram,
            ("display_name", "publisher", "install_location", "uninstall_string", "registry_key"),
            "the list of installed programs",
        ),
        Question(
            "uninstall-keys",
            "installed-programs",
            InstalledProgram,
            ("registry_key",),
            "the names under which installed programs are listed",
        ),
        Question("services", "services", Service, _SERVICE, "programs that work in the background"),
        _RUNNING,
        _STARTING,
        Question("scheduled-tasks", "scheduled-tasks", Autorun, _AUTORUN, "timed jobs"),
        _WAITING,
        _EXTENSIONS,
        _SETTINGS,
    ),
    System.MACOS: (
        Question(
            "apps",
            "installed-programs",
            InstalledProgram,
            ("display_name", "bundle_id", "install_location"),
            "the apps of this Mac",
        ),
        Question("launchd", "services", Service, _SERVICE, "programs that work in the background"),
        _RUNNING,
        _STARTING,
        _WAITING,
        _EXTENSIONS,
        _SETTINGS,
    ),
    System.LINUX: (
        Question("deb-packages", "installed-programs", InstalledProgram, ("package",), "installed packages"),
        Question("rpm-packages", "installed-programs", InstalledProgram, ("package",), "installed packages"),
        Question("systemd-units", "services", Service, _SERVICE, "programs that work in the background"),
        _RUNNING,
        _STARTING,
        _WAITING,
        _EXTENSIONS,
    ),
}
"""Everything that is asked, for each system, in the order in which it is told."""


def pack_name(system: System) -> str:
    """Return what the pack of a system is called."""
    return f"{PACK}-{system.value}"
