"""Raw facts read from an inspected machine, before anybody judges them.

Field names follow the inventory format (one JSON object a machine), so that a recorded machine, an inventory
line and a live PC give the same objects. Every text is hostile: it was written by whoever controlled that PC.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from msgspec import Struct


class System(StrEnum):
    """Operating system of the inspected machine."""

    WINDOWS = "windows"
    MACOS = "macos"
    LINUX = "linux"


class VersionInfo(Struct, frozen=True, kw_only=True, rename="pascal"):
    """What a Windows program file says about itself (VS_VERSIONINFO strings)."""

    original_filename: str = ""
    product_name: str = ""
    company_name: str = ""
    file_description: str = ""


class InstalledProgram(Struct, frozen=True, kw_only=True, tag_field="type", tag="installed_program"):
    """An entry in the system's list of installed programs, or an installed package."""

    source: str
    display_name: str = ""
    publisher: str = ""
    install_location: str = ""
    uninstall_string: str = ""
    bundle_id: str = ""
    package: str = ""
    registry_key: str = ""
    installed_at: datetime | None = None


class Service(Struct, frozen=True, kw_only=True, tag_field="type", tag="service"):
    """A Windows service or driver, a systemd unit or a launchd job."""

    source: str
    name: str = ""
    display_name: str = ""
    binary_path: str = ""
    enabled: bool | None = None
    running: bool | None = None
    is_driver: bool = False
    installed_at: datetime | None = None


class Process(Struct, frozen=True, kw_only=True, tag_field="type", tag="process"):
    """A program that is running now."""

    source: str
    name: str = ""
    exe: str = ""
    cmdline: str = ""
    signer: str = ""
    version_info: VersionInfo | None = None
    pid: int | None = None
    started_at: datetime | None = None


class Autorun(Struct, frozen=True, kw_only=True, tag_field="type", tag="autorun"):
    """Something that starts by itself: a Run key, a start-up file, a scheduled task, a desktop autostart."""

    source: str
    location: str = ""
    name: str = ""
    command: str = ""


class ProgramFile(Struct, frozen=True, kw_only=True, tag_field="type", tag="program_file"):
    """A program file lying where people keep downloads; it may never have been installed.

    Attributes:
        form: "pe", "elf", "appimage", "script", "macho", or "" when nobody looked at its first bytes.
        inside: names that the file carries inside, such as the desktop entries of an AppImage.
        came_from: name of the site that the file was fetched from, as the system noted it; "" when it did not.
        modified_at: the file's own date. It travels with the file, so it may be its maker's.
        arrived_at: since when the file stands at this place, as far as the disk says.
    """

    source: str
    path: str
    size: int = 0
    form: str = ""
    inside: tuple[str, ...] = ()
    signer: str = ""
    version_info: VersionInfo | None = None
    came_from: str = ""
    modified_at: datetime | None = None
    arrived_at: datetime | None = None


class PastRun(Struct, frozen=True, kw_only=True, tag_field="type", tag="past_run"):
    """A trace that a program was run here once: a prefetch name, an entry of the shell's own memory.

    The program may be long gone, so this supports other evidence and is never enough alone.

    Attributes:
        name: name of the program file; `path` may be missing where the trace keeps none.
    """

    source: str
    name: str = ""
    path: str = ""
    version_info: VersionInfo | None = None
    last_at: datetime | None = None


class RegisteredProgram(Struct, frozen=True, kw_only=True, tag_field="type", tag="registered_program"):
    """A program that the system knows by another way than its list of installed programs.

    Attributes:
        way: "app-path", "url-protocol", "firewall-rule", "permission" …
        name: short name, protocol or rule under which it stands there.
        command: path or command line of the program.
    """

    source: str
    way: str
    name: str = ""
    command: str = ""


class BrowserExtension(Struct, frozen=True, kw_only=True, tag_field="type", tag="browser_extension"):
    """An extension of a browser.

    Attributes:
        browser: name of the browser, such as "Google Chrome".
        extension_id: as the browser's shop names it.
        from_policy: it was put there by a policy, so that nobody can take it out by hand.
    """

    source: str
    browser: str
    extension_id: str
    name: str = ""
    enabled: bool | None = None
    from_policy: bool = False
    installed_at: datetime | None = None


class Account(Struct, frozen=True, kw_only=True, tag_field="type", tag="account"):
    """Somebody who can sign in to this PC.

    Attributes:
        built_in: the system made it itself, such as "Guest".
        is_hidden: it does not show where people sign in.
    """

    source: str
    name: str
    full_name: str = ""
    built_in: bool = False
    is_enabled: bool | None = None
    is_admin: bool | None = None
    is_hidden: bool = False
    created_at: datetime | None = None
    last_sign_in_at: datetime | None = None


class ListeningSocket(Struct, frozen=True, kw_only=True, tag_field="type", tag="listening_socket"):
    """A program that waits for connections from the network."""

    source: str
    address: str
    port: int
    pid: int | None = None
    process_name: str = ""


class Setting(Struct, frozen=True, kw_only=True, tag_field="type", tag="setting"):
    """A setting of the system that decides who may come in.

    Names used so far: "remote-desktop-enabled", "remote-assistance-enabled", "screen-sharing-enabled" (value "1" when
    switched on), "defender-exclusion" (value: the path or program left out).

    Attributes:
        about: what the setting is about where its value alone does not say, such as the program of a firewall rule.
    """

    source: str
    name: str
    value: str
    about: str = ""
    changed_at: datetime | None = None


Observation = (
    InstalledProgram
    | Service
    | Process
    | Autorun
    | ProgramFile
    | PastRun
    | RegisteredProgram
    | BrowserExtension
    | Account
    | ListeningSocket
    | Setting
)


class Gap(Struct, frozen=True, kw_only=True):
    """What could not be looked at, and why. Silence must never read as "clean"."""

    host: str
    source: str
    reason: str
    code: str
