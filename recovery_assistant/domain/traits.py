"""What of an observation can be compared: its texts in one shape, whatever system they come from.

Small letters, slashes leaning forward, commands split into program and the rest, program names without their ending,
without the number that a browser adds to a second download, and also without a version.
"""

from __future__ import annotations

import re
from functools import lru_cache

from recovery_assistant.domain.observation import (
    Account,
    Autorun,
    BrowserExtension,
    InstalledProgram,
    ListeningSocket,
    Observation,
    PastRun,
    Process,
    ProgramFile,
    RegisteredProgram,
    Service,
    Setting,
    VersionInfo,
)

LONGEST_TEXT = 4096
"""Characters of one text that are compared. Longer ones are hostile or noise; patterns stay quick on this length."""

MOST_ENDINGS = 4
"""Endings that are taken off one name, as in "setup.exe (2).exe"."""

Traits = dict[str, tuple[str, ...]]
"""Field of an indicator -> the texts that its pattern may fit. An empty text never stands here."""

_ENDING = re.compile(r"\.(exe|com|scr|pif|msi|bat|cmd|app|appimage|run|bin|deb|rpm|dmg|pkg|command|desktop)$")
_COPY = re.compile(r"( ?\(\d{1,3}\)| - copy| \d{1,2})$")
_VERSION = re.compile(r"[ _.-]*v?\d+([._]\d+)*$")
_MACHINE = re.compile(r"[ _.-](x86_64|x86|x64|amd64|arm64|aarch64|win32|win64|64bit|32bit)$")
_WINDOWS_PROGRAM = re.compile(r"^(.{1,1024}?\.(?:exe|com|scr|bat|cmd|dll|msi|ps1|vbs|sys))(?=$|[\s,\"])", re.IGNORECASE)
_MAC_PROGRAM = re.compile(r"^(/.{0,1024}?\.app/contents/macos/.{1,255}?)(?= [-/]|$)", re.IGNORECASE)
_COMMON_NAME = re.compile(r'(?:^|[,/;] *)cn=(?:"([^"]*)"|([^,/;]*))')
_UNIT_MARKS = "-@:+!|"


def small(text: str) -> str:
    """Return a text in small letters, also the two letters that only look like another: long s and i without dot.

    Regular expressions without case take them for "s" and "i", so a text must not keep them for a search before.
    """
    return text.lower() if text.isascii() else text.lower().translate(_LOOK_ALIKE)


_LOOK_ALIKE = {ord("ſ"): "s", ord("ı"): "i"}


def plain(text: str) -> str:
    """Return a text as it is compared: small letters, trimmed, at most `LONGEST_TEXT` characters."""
    return small(text[:LONGEST_TEXT].strip())


def plain_path(text: str) -> str:
    """Return a path or command as it is compared: `plain`, with slashes leaning forward."""
    return plain(text).replace("\\", "/")


@lru_cache(maxsize=4096)
def program_names(path: str) -> tuple[str, ...]:
    """Return how a program file may be called: without folder and ending, then also without copy number and version.

    >>> program_names("C:/Users/x/Downloads/AnyDesk (1).exe")
    ('anydesk',)
    >>> program_names("/home/x/rustdesk-1.2.3-x86_64.AppImage")
    ('rustdesk-1.2.3-x86_64', 'rustdesk')
    """
    name = plain_path(path).rstrip("/").rpartition("/")[2]
    if not name:
        return ()
    named = _without(name, (_ENDING, _COPY))
    bare = _without(named, (_ENDING, _COPY, _MACHINE, _VERSION))
    return tuple(dict.fromkeys((named, bare)))


def _without(name: str, endings: tuple[re.Pattern[str], ...]) -> str:
    """Take endings off a name, again and again, but never the whole name."""
    for _ in range(MOST_ENDINGS):
        before = name
        for ending in endings:
            name = ending.sub("", name).rstrip() or name
        if name == before:
            break
    return name


def split_command(command: str) -> tuple[str, str]:
    r"""Return the program of a command line and the whole line, both as they are compared.

    Knows quotes, Windows paths with spaces but without quotes, programs inside a macOS bundle, the marks that systemd
    allows before a path, and `env NAME=value`.
    """
    line = plain_path(command)
    rest = line.lstrip(_UNIT_MARKS) if line[1:2] != "" else line
    if rest.startswith('"'):
        return rest[1:].partition('"')[0], line
    for shape in (_WINDOWS_PROGRAM, _MAC_PROGRAM):
        if (fit := shape.match(rest)) is not None:
            return fit[1], line
    words = rest.split()
    while words and (words[0] in ("env", "/usr/bin/env") or "=" in words[0].partition("/")[0]):
        words.pop(0)
    return (words[0].strip("'\"") if words else ""), line


def traits_of(observation: Observation) -> Traits:
    """Return everything of an observation that an indicator can ask for."""
    match observation:
        case Process():
            path = plain_path(observation.exe)
            names = (*program_names(observation.exe), *program_names(observation.name))
            return _kept(
                program=tuple(dict.fromkeys(names)),
                path=(path,),
                command=(plain_path(observation.cmdline),),
                signer=_signer(observation.signer),
                **_version(observation.version_info),
            )
        case ProgramFile():
            return _kept(
                program=program_names(observation.path),
                path=(plain_path(observation.path),),
                signer=_signer(observation.signer),
                contains=observation.inside,
                **_version(observation.version_info),
            )
        case Service():
            program, line = split_command(observation.binary_path)
            return _kept(
                name=tuple(dict.fromkeys((plain(observation.name).removesuffix(".service"), plain(observation.name)))),
                display_name=(plain(observation.display_name),),
                program=program_names(program),
                path=(program,),
                command=(line,),
            )
        case InstalledProgram():
            return _kept(
                display_name=(plain(observation.display_name),),
                publisher=(plain(observation.publisher),),
                package=(plain(observation.package),),
                bundle_id=(plain(observation.bundle_id),),
                registry_key=(plain(observation.registry_key).rpartition("\\")[2],),
                location=(plain_path(observation.install_location).rstrip("/"),),
            )
        case Autorun():
            program, line = split_command(observation.command)
            return _kept(
                name=(plain(observation.name),),
                location=(plain_path(observation.location),),
                program=program_names(program),
                path=(program,),
                command=(line,),
            )
        case PastRun():
            names = (*program_names(observation.path), *program_names(observation.name))
            return _kept(
                program=tuple(dict.fromkeys(names)),
                path=(plain_path(observation.path),),
                **_version(observation.version_info),
            )
        case RegisteredProgram():
            program, line = split_command(observation.command)
            return _kept(
                name=(plain(observation.name),),
                program=program_names(program),
                path=(program,),
                command=(line,),
            )
        case BrowserExtension():
            return _kept(extension_id=(plain(observation.extension_id),), name=(plain(observation.name),))
        case Account():
            return _kept(name=(plain(observation.name),))
        case ListeningSocket():
            return _kept(program=program_names(observation.process_name))
        case Setting():
            return _kept(name=(plain(observation.name),), value=(plain(observation.value),))


def _signer(text: str) -> tuple[str, ...]:
    """Return who signed, also when the whole subject of the certificate is given ("CN=Maker GmbH, O=…")."""
    subject = plain(text)
    common = _COMMON_NAME.search(subject)
    return (subject, common[1] or common[2].strip()) if common else (subject,)


def _version(info: VersionInfo | None) -> Traits:
    if info is None:
        return {}
    return {
        "product": (plain(info.product_name),),
        "original": program_names(info.original_filename),
        "company": (plain(info.company_name),),
        "description": (plain(info.file_description),),
    }


def _kept(**fields: tuple[str, ...]) -> Traits:
    kept = {name: tuple(text for text in texts if text) for name, texts in fields.items()}
    return {name: texts for name, texts in kept.items() if texts}
