"""What the schema of an uninstall recipe cannot say: words that are not known, leftovers that belong to others, prose.

A recipe is run with an administrator's rights, so nearly everything here is an error and not a warning.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Final

from recovery_assistant.content import reading_age
from recovery_assistant.content.lint_parts import Level, LintFinding
from recovery_assistant.content.lint_wording import BANNED, BANNED_NAMES, LETTERS, MOST_WORDS, READER_AGE
from recovery_assistant.domain.catalogue import Catalogue, InInstalled, InProgram, Tool, UninstallRecipe
from recovery_assistant.domain.observation import System
from recovery_assistant.domain.patterns import alternatives, compiled, least_letters
from recovery_assistant.domain.removal.uninstall_words import are_known_words

SHELF_LIFE_DAYS: Final = 2 * 366
FEWEST_LETTERS: Final = 4
"""Fixed letters in the name of an uninstaller, without ".exe"; with fewer it would fit any program of the folder."""
_ENDING: Final = r"\.exe"
FAMILIES: Final[Mapping[System, frozenset[str]]] = {
    System.WINDOWS: frozenset({"msi", "inno", "nsis", "squirrel", "burn", "own", "store"}),
    System.MACOS: frozenset({"app", "own"}),
    System.LINUX: frozenset({"package", "own"}),
}
NEVER_RUN: Final = (
    "cmd.exe", "explorer.exe", "msiexec.exe", "powershell.exe", "rundll32.exe", "regsvr32.exe", "svchost.exe",
    "setup.exe", "install.exe", "sh", "bash", "python", "python3",
)  # fmt: skip
"""Programs of the system and of everybody: no pattern for an uninstaller may fit one of them."""
_SHARED_TEXT: Final = """
%programdata%/microsoft %appdata%/microsoft %localappdata%/microsoft %localappdata%/temp %localappdata%/programs
%localappdata%/google %programfiles%/google %programfiles(x86)%/google %programdata%/package_cache
%programfiles%/common_files %programfiles(x86)%/common_files %programdata%/jwrapper
~/.config ~/.local ~/.local/share ~/.cache ~/.vnc ~/.ssh ~/documents ~/downloads ~/desktop ~/library
~/library/preferences ~/library/logs ~/library/caches ~/library/application_support ~/library/launchagents
~/library/containers ~/library/group_containers /library/preferences /library/logs /library/launchagents
/library/launchdaemons /library/application_support /library/privilegedhelpertools /etc/apt /etc/yum.repos.d
/etc/apt/sources.list.d /etc/default /etc/systemd /etc/xdg /opt/google /var/lib/dpkg
/usr/local/bin /usr/local/sbin /usr/local/lib /usr/local/share /usr/local/etc /usr/local/mesh_services
"""
SHARED: Final = frozenset(_SHARED_TEXT.split())
"""Folders that several programs use, in small letters, blanks as "_": nothing takes one of them away."""
_PLACES: Final[Mapping[System, re.Pattern[str]]] = {
    System.WINDOWS: re.compile(r"%(?:PROGRAMDATA|APPDATA|LOCALAPPDATA|PROGRAMFILES|PROGRAMFILES\(X86\))%(?:\\[^\\]+)+"),
    System.MACOS: re.compile(r"(?:~|/Library|/Applications|/usr/local|/opt)(?:/[^/]+)+"),
    System.LINUX: re.compile(r"(?:~|/etc|/opt|/var/lib|/var/log|/usr/local)(?:/[^/]+)+"),
}
_PATTERN_SIGNS: Final = re.compile(r"[*?\[\]{}|<>\"\x00-\x1f]|\.\.")
_PACKAGE_ID: Final = re.compile(r"[A-Za-z0-9]+(?:[.-][A-Za-z0-9]+)+")
_OWN_WORD: Final = re.compile(r"[a-z0-9]{4,}")
_COMMON_WORDS: Final = frozenset(
    {"remote", "access", "desktop", "support", "software", "manager", "connect", "service"}
)
_PATH: Final = re.compile(r"\S*\w/\S*\w|/\S*\w")
"""A path or a web address: nobody can choose a shorter one."""
_NEEDS_NO_PROGRAM: Final = frozenset({"msi", "package", "store", "app"})


def lint_uninstall(catalogue: Catalogue, on: date | None = None) -> Iterator[LintFinding]:
    """Yield what is wrong with the recipes of a catalogue.

    `on` is the day against which checked-on days are compared; None leaves that out.
    """
    ids = frozenset(tool.id for tool in catalogue.tools)
    owners: dict[str, str] = {}
    for tool in catalogue.tools:
        yield from _tool(tool)
        for recipe in tool.uninstall:
            yield from _runs(tool, recipe)
            yield from _order(tool, recipe, catalogue, ids)
            yield from _facts(tool, recipe, on)
            yield from _says(tool, recipe)
            for path in recipe.leftovers:
                yield from _leftover(tool, recipe, path)
                owner = owners.setdefault(_plain(path), tool.id)
                if owner != tool.id:
                    yield _found("error", tool, "leftover", f"“{path}” is also a leftover of {owner}.", "Leave it.")


def _found(level: Level, tool: Tool, rule: str, reason: str, suggestion: str) -> LintFinding:
    return LintFinding(
        level=level, file=f"catalogue/{tool.id}.toml", rule=f"uninstall-{rule}", reason=reason, suggestion=suggestion
    )


def _tool(tool: Tool) -> Iterator[LintFinding]:
    if tool.uninstall and tool.policy == "never":
        yield _found("error", tool, "never", "It must never be removed, yet it has a recipe.", "Take it out.")
    kinds = [(recipe.system, recipe.family) for recipe in tool.uninstall]
    if len(set(kinds)) != len(kinds):
        yield _found("error", tool, "twice", "Two recipes are for the same system and family.", "Keep one.")
    if tool.policy == "offer" and System.WINDOWS in tool.systems and not _has_way_on_windows(tool):
        reason = "On Windows it has no recipe, no entry to look for, and no program file that could be kept."
        yield _found("warning", tool, "no-way", reason, "Say how it is uninstalled.")


def _has_way_on_windows(tool: Tool) -> bool:
    """Return whether a recipe, an entry with an uninstaller of its own, or putting its loose file away removes it."""
    known = any(
        isinstance(one, InInstalled | InProgram) and (not one.systems or System.WINDOWS in one.systems)
        for one in tool.indicator
    )
    return known or any(recipe.system == System.WINDOWS for recipe in tool.uninstall)


def _runs(tool: Tool, recipe: UninstallRecipe) -> Iterator[LintFinding]:
    if recipe.system not in tool.systems or recipe.family not in FAMILIES[recipe.system]:
        reason = f"“{recipe.family}” is no family of {recipe.system}, or the tool is not for that system."
        yield _found("error", tool, "family", reason, "Mend system or family.")
    if recipe.packages and (recipe.system != System.MACOS or not all(map(_PACKAGE_ID.fullmatch, recipe.packages))):
        yield _found("error", tool, "packages", "Only a Mac forgets packages, by their exact ids.", "Write them out.")
    if recipe.family in _NEEDS_NO_PROGRAM:
        if recipe.program or recipe.arguments or recipe.asks:
            yield _found("error", tool, "program", f"“{recipe.family}” starts nothing of the maker.", "Leave it out.")
        return
    yield from _program(tool, recipe)
    if recipe.family != "own" and not recipe.arguments and not recipe.asks:
        yield _found("error", tool, "silent", "Without a word it shows windows.", "Write its words, or asks = true.")
    family = recipe.family
    if family in ("inno", "nsis", "squirrel", "burn", "own") and not are_known_words(family, recipe.arguments):
        reason = f"{' '.join(recipe.arguments)} are not words that a runner tells “{family}”."
        yield _found("error", tool, "words", reason, "Use words of domain/removal/uninstall_words.py.")
    if recipe.family == "own" and not recipe.arguments and not recipe.asks:
        yield _found("error", tool, "silent", "A program of its own that is told nothing asks.", "Write asks = true.")


def _program(tool: Tool, recipe: UninstallRecipe) -> Iterator[LintFinding]:
    if not recipe.program:
        yield _found("error", tool, "program", "The name of its uninstaller is missing.", "Write a pattern for it.")
        return
    try:
        pattern = compiled(recipe.program)
    except re.error as error:
        yield _found("error", tool, "program", f"“{recipe.program}” is no regular expression: {error}.", "Mend it.")
        return
    if any(least_letters(part.removesuffix(_ENDING)) < FEWEST_LETTERS for part in alternatives(recipe.program)):
        yield _found("error", tool, "program", f"“{recipe.program}” fits too much.", "Write more of the name.")
    if fitting := [name for name in NEVER_RUN if pattern.fullmatch(name)]:
        yield _found("error", tool, "program", f"“{recipe.program}” fits {fitting[0]}.", "Make it more exact.")
    if recipe.program != recipe.program.lower().replace(r"\D", r"\d"):
        yield _found("error", tool, "program", f"“{recipe.program}” has big letters.", "Names are compared small.")


def _order(tool: Tool, recipe: UninstallRecipe, catalogue: Catalogue, ids: frozenset[str]) -> Iterator[LintFinding]:
    for other in recipe.before:
        if other not in ids or other == tool.id:
            yield _found("error", tool, "before", f"“{other}” is no other tool.", "Write the id of one.")
        elif any(tool.id in one.before for one in catalogue.tool(other).uninstall):
            yield _found("error", tool, "before", f"It is to go before {other}, and {other} before it.", "Keep one.")


def _facts(tool: Tool, recipe: UninstallRecipe, on: date | None) -> Iterator[LintFinding]:
    if not recipe.source.strip():
        yield _found("error", tool, "source", "No source is named.", "Write where this was seen.")
    if on is not None and recipe.checked_on > on:
        yield _found("error", tool, "future", f"Checked on {recipe.checked_on}, still to come.", "Write the right day.")
    elif on is not None and (on - recipe.checked_on).days > SHELF_LIFE_DAYS:
        yield _found("warning", tool, "stale", f"Last checked on {recipe.checked_on}.", "Compare it once more.")


def _plain(path: str) -> str:
    return path.replace("\\", "/").replace(" ", "_").casefold().rstrip("/")


def _leftover(tool: Tool, recipe: UninstallRecipe, path: str) -> Iterator[LintFinding]:
    if _PATTERN_SIGNS.search(path):
        yield _found("error", tool, "leftover", f"“{path}” holds signs of a pattern.", "Write out the one path.")
    elif not _PLACES[recipe.system].fullmatch(path):
        reason = f"“{path}” does not lie where programs of {recipe.system} keep their own things."
        yield _found("error", tool, "leftover", reason, "Leave it out, and say in `stays` that it stays.")
    elif _plain(path) in SHARED or any(one.startswith(f"{_plain(path)}/") for one in SHARED):
        yield _found("error", tool, "leftover", f"“{path}” is not only its own.", "Name what is in it.")
    elif not _is_its_own(tool, path):
        reason = f"Nothing in “{path}” says that it belongs to {tool.name}."
        yield _found("error", tool, "leftover", reason, "Leave it out, or give the tool that alias.")


def _is_its_own(tool: Tool, path: str) -> bool:
    """Return whether a part of a path bears a name of the tool, or is a folder in which its records are known."""
    names = " ".join((tool.id, tool.name, tool.vendor, *tool.aliases)).casefold()
    own = set(_OWN_WORD.findall(names)) | set(_OWN_WORD.findall(names.replace(" ", "").replace("-", "")))
    own |= {word.replace(" ", "") for word in (tool.id, tool.name.casefold(), tool.id.replace("-", ""))}
    parts = _plain(path).split("/")[1:]
    if any(word in part.replace("_", "") for part in parts for word in own - _COMMON_WORDS):
        return True
    return any(_plain(log.path).startswith(f"{_plain(path)}/") for log in tool.log)


def _says(tool: Tool, recipe: UninstallRecipe) -> Iterator[LintFinding]:
    for text in recipe.stays:
        bare = _PATH.sub("it", text.replace(tool.name, "It").replace(tool.vendor, "It"))
        words = reading_age.words(bare)
        if any(len(reading_age.words(sentence)) > MOST_WORDS for sentence in reading_age.sentences(text)):
            yield _found("error", tool, "stays", f"“{text}” is too long.", "Make two sentences of it.")
        if reading_age.measure((bare,)).age > READER_AGE:
            yield _found("error", tool, "stays", f"“{text}” is too hard.", "Take shorter words.")
        if any(word in BANNED_NAMES or word.lower() in BANNED for word in words):
            yield _found("error", tool, "stays", f"“{text}” holds a word that frightens.", "Take another word.")
        if not set(text) <= LETTERS:
            yield _found("error", tool, "stays", f"“{text}” holds letters that the fonts lack.", "Take others.")
