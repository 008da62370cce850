"""The composition root: the only place that chooses concrete adapters and hands them to a front end.

Imports stay inside functions: the command line must start without PySide6, and the window must paint its first page
before anything heavy (keyring, reportlab, psutil) is read.
"""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Callable, Container, Iterable
from datetime import UTC, datetime
from functools import cache
from typing import TYPE_CHECKING

from recovery_assistant.resources import resources_root

if TYPE_CHECKING:
    from recovery_assistant.cli.parts import CliParts
    from recovery_assistant.domain.catalogue import Catalogue
    from recovery_assistant.domain.guidance import Guidance
    from recovery_assistant.hosts.port import Host
    from recovery_assistant.services.casebook import Casebook
    from recovery_assistant.services.cases import Cases
    from recovery_assistant.services.exporter import Exporter
    from recovery_assistant.services.removal.removing import Removing
    from recovery_assistant.storage.key_store import KeyStore
    from recovery_assistant.ui.ports import Parts

NO_WINDOW = 5
"""Exit code when a window is asked for and PySide6 is not installed; the command line documents it."""

LANGUAGE = "en"


def run(arguments: list[str]) -> int:
    """Start the front end that the arguments ask for and return its exit code."""
    if arguments:
        from recovery_assistant.cli.main import run as run_command_line

        return run_command_line(arguments, cli_parts())
    if not _has_window():
        sys.stderr.write(
            "The window needs PySide6, which is not installed here. The command line works without it:\n"
            "  recovery-assistant --help\n"
        )
        return NO_WINDOW
    # In this order: once PySide6 is there, it reads the source of every module that is imported after it.
    parts = window_parts()
    from recovery_assistant.ui.app import run as run_window

    return run_window(parts)


def window_parts() -> Parts:
    """Return what the window works with on this PC."""
    from recovery_assistant.domain.region import REGIONS_OF
    from recovery_assistant.storage.settings import load_settings, settings_path
    from recovery_assistant.ui.ports import Parts

    known = load_settings(settings_path()).country
    guidance = _guidance_at_start((known, _country_of_this_pc(REGIONS_OF), *REGIONS_OF))

    return Parts(
        resources=resources_root(),
        guidance=guidance,
        country_is_known=bool(known) and guidance.country.code == known.upper(),
        guidance_for=_guidance,
        cases=_cases,
        settings_path=settings_path(),
        clock=_clock,
        host=_host,
        catalogue=_catalogue,
        exporter=_exporter,
        removing=_removing,
    )


def cli_parts() -> CliParts:
    """Return what the commands work with on this PC."""
    from recovery_assistant.cli.parts import CliParts
    from recovery_assistant.services.casebook import local_time

    return CliParts(
        resources=resources_root(),
        guidance=_guidance,
        catalogue=_catalogue,
        cases=_cases,
        host=_host,
        exporter=_exporter,
        removing=_removing_in_terminal,
        key_store=_key_store,
        check_window=_window_check(),
        clock=local_time,
    )


def compile_content() -> None:
    """Read all content once and keep it, so that no start has to. Raises ContentError."""
    from recovery_assistant.content import compiled
    from recovery_assistant.domain.region import REGIONS_OF

    compiled.compile_all(resources_root(), LANGUAGE, REGIONS_OF)


def _has_window() -> bool:
    return importlib.util.find_spec("PySide6") is not None


def _window_check() -> Callable[[], str] | None:
    if not _has_window():
        return None

    def check() -> str:
        from recovery_assistant.ui.self_test import paint_off_screen

        return paint_off_screen(window_parts())

    return check


@cache
def _guidance(code: str) -> Guidance:
    from recovery_assistant.content import compiled

    return compiled.guidance(resources_root(), LANGUAGE, code)


def _guidance_at_start(codes: Iterable[str]) -> Guidance:
    """Return what the window starts with: the first of these countries that can be read; "" is passed over.

    One whose files are damaged, or that only a newer version knows, must not keep the window shut. Where somebody
    lives is asked again then. Raises ContentError when no country can be read.
    """
    from recovery_assistant.domain.errors import ContentError

    first, *others = filter(None, codes)
    try:
        return _guidance(first)
    except ContentError:
        if not others:
            raise
        return _guidance_at_start(others)


def _country_of_this_pc(known: Container[str]) -> str:
    """Return the country that the settings of this PC name, for the order of a list; it decides nothing by itself.

    A PC that was never set says "US" wherever it stands.
    """
    import locale

    try:
        named = locale.getlocale()[0] or ""
    except ValueError:
        named = ""
    territory = named.partition("_")[2][:2].upper()
    return territory if territory in known else "GB"


@cache
def _catalogue() -> Catalogue:
    from recovery_assistant.content import compiled

    return compiled.catalogue(resources_root())


@cache
def _key_store() -> KeyStore:
    from recovery_assistant.storage.key_store import SystemKeyStore

    return SystemKeyStore()


def _cases() -> Cases:
    from recovery_assistant.services.cases import Cases
    from recovery_assistant.storage.settings import cases_folder

    return Cases(cases_folder(), _key_store())


def _clock() -> datetime:
    """Return the wall clock of this PC; the casebook, which has one too, is too much to read for the first page."""
    return datetime.now(tz=UTC).astimezone()


def _host() -> Host:
    from recovery_assistant.hosts.this import this_host

    return this_host()


def _removing(casebook: Casebook, *, in_terminal: bool = False) -> Removing:
    from recovery_assistant.hosts.boot_time import booted_at
    from recovery_assistant.hosts.elevation.results import StoredResults
    from recovery_assistant.hosts.elevation.starting import this_starter
    from recovery_assistant.hosts.ground.this import this_ground
    from recovery_assistant.services.casebook import local_time
    from recovery_assistant.services.removal.removing import Removing
    from recovery_assistant.services.removal.running import ThisPc
    from recovery_assistant.storage.settings import runs_folder

    pc = ThisPc(
        host=_host(),
        catalogue=_catalogue(),
        ground=this_ground(),
        starter=this_starter(in_terminal=in_terminal),
        results=StoredResults(),
        folder=runs_folder(),
        booted_at=booted_at,
        clock=local_time,
    )
    return Removing(casebook, pc)


def _removing_in_terminal(casebook: Casebook) -> Removing:
    return _removing(casebook, in_terminal=True)


def _exporter(casebook: Casebook) -> Exporter:
    from recovery_assistant.services.casebook import local_time
    from recovery_assistant.services.exporter import Exporter

    return Exporter(casebook, _guidance(casebook.case.country), _catalogue(), local_time, resources_root())
