"""What the schema of a tool cannot say: patterns that do not compile or fit too much, names that mean two tools, words.

An error would harm somebody: a false alarm on an ordinary PC, an access aid offered for removal, a tool without a way
to remove it. A warning is something that somebody should look at.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from recovery_assistant.content import reading_age
from recovery_assistant.content.catalogue import FOLDER, load_catalogue
from recovery_assistant.content.lint_parts import LintFinding
from recovery_assistant.content.lint_wording import BANNED, BANNED_NAMES, ENOUGH_WORDS, MOST_WORDS, READER_AGE
from recovery_assistant.content.pattern_cost import NESTED, wildcards
from recovery_assistant.content.reading import read
from recovery_assistant.content.uninstall_lint import lint_uninstall
from recovery_assistant.domain.catalogue import AnyIndicator, Catalogue, InInstalled, InProgram, InService, Tool
from recovery_assistant.domain.matching import Matcher, patterns_of
from recovery_assistant.domain.observation import (
    InstalledProgram,
    Observation,
    Process,
    Service,
    System,
    VersionInfo,
)
from recovery_assistant.domain.patterns import alternatives, compiled, least_letters, literal_of
from recovery_assistant.domain.traits import program_names

ORDINARY_FILE: Final = "lint/ordinary.toml"
FEWEST_LETTERS: Final = 4
"""Fixed letters that an alternative of a proof must at least hold; with fewer it fits by chance."""
LONGEST_SHORT_NAME: Final = 8
"""Letters of a name that two makers may well choose by chance."""
MOST_WILDCARDS: Final = 3
"""Runs of any length in one alternative. Four of them on a text of 4,096 letters are a matter of minutes."""
QUIET: Final = frozenset({"access-aid", "client", "meeting", "other"})
"""Categories that are recognised and never are an alarm."""
SHELF_LIFE_DAYS: Final = 2 * 366
ABUSE_SHELF_LIFE_DAYS: Final = 366
"""Addresses of makers change sooner than what their programs are called."""
_WHERE_IT_LIES: Final = {
    System.WINDOWS: "C:\\Program Files\\Ordinary\\{}.exe",
    System.MACOS: "/Applications/Ordinary.app/Contents/MacOS/{}",
    System.LINUX: "/usr/bin/{}",
}
_ALONE_IS_NOTHING: Final = frozenset({"program", "name", "display_name"})
_OWN_WORD: Final = re.compile(r"[a-z0-9]{4,}")
_PATTERN_SIGNS: Final = re.compile(r"\.[*+]|\(\?|\[[a-z0-9]-|\{more\}")
_KEY_FILE: Final = re.compile(r".*(?:\.pem|\.key|\.p12|\.pfx|id_rsa|rsakeys|service\.conf|/\*\.(?:conf|ini|toml)|/\*)$")


class _Pc(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What stands on an ordinary PC of one system."""

    programs: tuple[str, ...] = ()
    services: tuple[str, ...] = ()
    installed: tuple[str, ...] = ()
    bundle_ids: tuple[str, ...] = ()
    packages: tuple[str, ...] = ()


class _OfAnotherMaker(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A program, service or entry that is called like a tool and is something else. What is not told stays empty.

    Attributes:
        maker: the company of a program or the publisher of an entry.
    """

    program: str = ""
    service: str = ""
    path: str = ""
    installed: str = ""
    maker: str = ""


class Ordinary(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """lint/ordinary.toml: names that several products share, and what stands on ordinary PCs.

    Attributes:
        unmistakable: names of few letters that no other maker is known to use: they may be a proof alone.
        of_another_maker: what stands on ordinary Windows PCs under the name of a tool.
    """

    shared_names: tuple[str, ...]
    makers_of_many_things: tuple[str, ...]
    unmistakable: frozenset[str] = frozenset()
    of_another_maker: tuple[_OfAnotherMaker, ...] = ()
    windows: _Pc = _Pc()
    macos: _Pc = _Pc()
    linux: _Pc = _Pc()


def lint_catalogue(resources: Path, on: date | None = None) -> list[LintFinding]:
    """Return everything that is wrong with the catalogue in a resources folder, errors first.

    `on` is the day against which checked-on days are compared; None leaves that out.

    Raises:
        ContentError: a file cannot be read or does not fit its schema.
    """
    found = list(_check(load_catalogue(resources), read(resources / ORDINARY_FILE, Ordinary), on))
    return sorted(found, key=lambda one: (one.level, one.file, one.rule))


def _check(catalogue: Catalogue, ordinary: Ordinary, on: date | None) -> Iterator[LintFinding]:
    yield from _names(catalogue)
    broken: set[str] = set()
    for tool in catalogue.tools:
        for problem in _patterns(tool):
            broken.add(tool.id)
            yield problem
    whole = Catalogue(edition=catalogue.edition, tools=tuple(tool for tool in catalogue.tools if tool.id not in broken))
    for tool in whole.tools:
        yield from _shared_names(tool, ordinary.shared_names)
        yield from _too_broad(tool)
        yield from _short_names(tool, ordinary.unmistakable.union(ordinary.shared_names))
        yield from _strengths(tool, ordinary.makers_of_many_things)
        yield from _slow(tool)
        yield from _twice(tool)
    for tool in catalogue.tools:
        yield from _removal(tool)
        yield from _facts(tool, on)
        yield from _abuse_desk(tool, on)
        yield from _words(tool)
    yield from lint_uninstall(catalogue, on)
    yield from _ordinary_pcs(whole, ordinary)


def _error(tool: Tool, rule: str, reason: str, suggestion: str) -> LintFinding:
    return LintFinding(level="error", file=f"{FOLDER}/{tool.id}.toml", rule=rule, reason=reason, suggestion=suggestion)


def _warning(tool: Tool, rule: str, reason: str, suggestion: str) -> LintFinding:
    return LintFinding(
        level="warning", file=f"{FOLDER}/{tool.id}.toml", rule=rule, reason=reason, suggestion=suggestion
    )


def _names(catalogue: Catalogue) -> Iterator[LintFinding]:
    owners: dict[str, str] = {}
    for tool in catalogue.tools:
        for name in dict.fromkeys(name.casefold() for name in (tool.name, *tool.aliases)):
            if (owner := owners.setdefault(name, tool.id)) != tool.id:
                yield _error(tool, "two-tools", f"“{name}” is also a name of {owner}.", "Keep it where it belongs.")


def _patterns(tool: Tool) -> Iterator[LintFinding]:
    for indicator in tool.indicator:
        patterns = patterns_of(indicator)
        if not patterns and not getattr(indicator, "contains", ()):
            yield _error(tool, "no-pattern", f"An indicator in {_kind(indicator)} asks for nothing.", "Fill it.")
        for pattern in (*(text for _, text in patterns), indicator.unless):
            try:
                compiled(pattern)
            except re.error as error:
                yield _error(tool, "pattern", f"“{pattern}” is not a regular expression: {error}.", "Mend it.")
        if any(system not in tool.systems for system in indicator.systems):
            yield _error(tool, "systems", "An indicator is for a system that the tool does not name.", "Name it.")


def _kind(indicator: AnyIndicator) -> str:
    return str(type(indicator).__struct_config__.tag)


def _rests_on_a_name(indicator: AnyIndicator) -> bool:
    """Return whether a single name is all that an indicator asks for."""
    fields = [field for field, _ in patterns_of(indicator)]
    return len(fields) == 1 and fields[0] in _ALONE_IS_NOTHING and not getattr(indicator, "contains", ())


def _shared_names(tool: Tool, shared: tuple[str, ...]) -> Iterator[LintFinding]:
    if tool.at_most == "info":
        return
    for indicator in tool.indicator:
        if indicator.strength != "proof" or not _rests_on_a_name(indicator):
            continue
        pattern = compiled(patterns_of(indicator)[0][1])
        for name in shared:
            if any(pattern.fullmatch(text) for text in (name, *program_names(name))):
                reason = f"“{name}” belongs to several products, and this proof asks for nothing else."
                yield _error(tool, "shared-name", reason, "Ask for path, product or publisher too, or make it a sign.")


def _too_broad(tool: Tool) -> Iterator[LintFinding]:
    if tool.at_most == "info":
        return
    for indicator in tool.indicator:
        if indicator.strength != "proof" or len(patterns_of(indicator)) != 1:
            continue
        field, pattern = patterns_of(indicator)[0]
        for part in alternatives(pattern):
            if literal_of(part) is None and least_letters(part) < FEWEST_LETTERS:
                reason = f"“{part}” ({field}) holds fewer than {FEWEST_LETTERS} letters that must be there."
                yield _error(tool, "too-broad", reason, "Make it more exact, or ask for something else beside it.")


def _short_names(tool: Tool, judged: frozenset[str]) -> Iterator[LintFinding]:
    """Yield proofs that are a short name and nothing else, where the name says nothing of the tool or its maker."""
    if tool.at_most == "info":
        return
    own = {word for name in (tool.name, tool.vendor, *tool.aliases) for word in _OWN_WORD.findall(name.lower())}
    for indicator in tool.indicator:
        if indicator.strength != "proof" or indicator.unless or not _rests_on_a_name(indicator):
            continue
        for part in alternatives(patterns_of(indicator)[0][1]):
            name = literal_of(part)
            if name is None or len(name) > LONGEST_SHORT_NAME or name in judged:
                continue
            if not any(word in name for word in own):
                reason = f"“{name}” is short and says nothing of the tool: other makers may use it."
                yield _error(
                    tool, "short-name", reason, "Ask for path or maker too, use `unless`, or list it as unmistakable."
                )


def _slow(tool: Tool) -> Iterator[LintFinding]:
    for indicator in tool.indicator:
        for field, pattern in (*patterns_of(indicator), ("unless", indicator.unless)):
            for part in alternatives(pattern):
                if (runs := wildcards(part)) > MOST_WILDCARDS:
                    found = "a repeat inside a repeat" if runs >= NESTED else f"{runs} runs of any length"
                    reason = f"“{part}” ({field}) holds {found}: a hostile text could hold the look up for minutes."
                    yield _error(tool, "slow", reason, "Say more exactly what stands between, or use `*+`.")


def _twice(tool: Tool) -> Iterator[LintFinding]:
    seen: set[AnyIndicator] = set()
    for indicator in tool.indicator:
        bare = replace(indicator, strength="proof", source="", says="", systems=indicator.systems or tool.systems)
        if bare in seen:
            reason = f"An indicator in {_kind(indicator)} stands there twice: {patterns_of(indicator)[:1]}."
            yield _warning(tool, "twice", reason, "Keep one of them.")
        seen.add(bare)


def _maker_alone(tool: Tool, patterns: tuple[tuple[str, str], ...], makers: tuple[str, ...]) -> Iterator[LintFinding]:
    for _, pattern in patterns:
        for maker in makers:
            if compiled(pattern).fullmatch(maker.lower()):
                reason = f"“{maker}” makes other things too, and this proof asks for nothing else."
                yield _error(tool, "maker-alone", reason, "Make it a sign.")


def _strengths(tool: Tool, makers: tuple[str, ...]) -> Iterator[LintFinding]:
    for indicator in tool.indicator:
        fields = {field for field, _ in patterns_of(indicator)}
        if indicator.strength == "proof" and fields <= {"signer", "company"}:
            yield from _maker_alone(tool, patterns_of(indicator), makers)
    if tool.at_most == "certain" and not any(indicator.strength == "proof" for indicator in tool.indicator):
        yield _warning(tool, "no-proof", "Nothing about it is a proof.", "Add one, or say at_most.")
    proofs = {type(indicator) for indicator in tool.indicator if indicator.strength == "proof"}
    on_windows = System.WINDOWS in tool.systems and tool.category not in ("built-in", "meeting")
    if tool.scam.level in ("A", "B") and on_windows and tool.at_most == "certain":
        if not any(
            isinstance(one, InProgram) and (one.product or one.original or one.company) for one in tool.indicator
        ):
            yield _warning(tool, "renamed", "A renamed copy would not be known.", "Add product or original name.")
        if not proofs & {InService, InInstalled}:
            yield _warning(tool, "installed", "An installed copy that is not running would not be known.", "Add one.")


def _removal(tool: Tool) -> Iterator[LintFinding]:
    if tool.category in QUIET and tool.at_most != "info":
        reason = f"A program of the kind “{tool.category}” may raise an alarm."
        yield _error(tool, "quiet", reason, 'Write at_most = "info", or give it another category.')
    if tool.category == "access-aid" and tool.policy != "never":
        reason = "An access aid would be shown as something to think about; somebody cannot use a PC without it."
        yield _error(tool, "access-aid", reason, 'Write policy = "never".')
    if tool.policy == "never":
        if tool.removal or tool.at_most != "info":
            reason = "It must never be removed, yet it has removal steps or may raise an alarm."
            yield _error(tool, "never", reason, 'Take the steps out, and write at_most = "info".')
        return
    having = {removal.system for removal in tool.removal}
    if tool.policy == "offer":
        for system in tool.systems:
            if system not in having:
                yield _warning(tool, "no-removal", f"There are no removal steps for {system}.", "Write them.")
    for removal in tool.removal:
        ids = [step.id for step in removal.steps]
        if len(set(ids)) != len(ids) or not ids:
            yield _error(tool, "step-id", f"Removal on {removal.system} has no step, or one id twice.", "Mend it.")
        for step in removal.steps:
            if _PATTERN_SIGNS.search(step.text):
                reason = f"“{step.text}” holds signs of a pattern; typed as it stands, it may remove other things."
                yield _error(tool, "step-pattern", reason, "Write out the one name.")


def _facts(tool: Tool, on: date | None) -> Iterator[LintFinding]:
    if not tool.sources or not all((*tool.sources, *(indicator.source for indicator in tool.indicator))):
        yield _error(tool, "source", "No source is named.", "Write where the facts were seen.")
    if tool.scam.level != "none" and not tool.scam.sources:
        yield _error(tool, "scam-source", "It is said that criminals use it, without a source.", "Name one.")
    if not tool.website.startswith("https://"):
        yield _warning(tool, "website", f"“{tool.website}” is not a secure address.", "Look for a better one.")
    if any(_KEY_FILE.fullmatch(log.path) and not _is_plain_log_folder(log.path) for log in tool.log):
        yield _error(tool, "key-file", "A log pattern may copy a key or a password.", "Name the files one by one.")
    if on is not None and tool.checked_on > on:
        yield _error(tool, "future", f"Checked on {tool.checked_on}, which is still to come.", "Write the right day.")
    elif on is not None and (on - tool.checked_on).days > SHELF_LIFE_DAYS:
        yield _warning(tool, "stale", f"Last checked on {tool.checked_on}.", "Compare it with its sources again.")


def _abuse_desk(tool: Tool, on: date | None) -> Iterator[LintFinding]:
    desk = tool.abuse
    if desk is None:
        return
    if not desk.url.startswith("https://") or not desk.source.startswith("https://"):
        yield _error(tool, "abuse-address", "Where its maker takes reports is no secure address.", "Write https://.")
    if on is not None and desk.checked_on > on:
        yield _error(tool, "future", f"Checked on {desk.checked_on}, which is still to come.", "Write the right day.")
    elif on is not None and (on - desk.checked_on).days > ABUSE_SHELF_LIFE_DAYS:
        yield _warning(tool, "stale", f"Where its maker takes reports was read on {desk.checked_on}.", "Read it again.")


def _is_plain_log_folder(path: str) -> bool:
    """Return whether "everything in here" means a folder that holds nothing but logs."""
    folder = path.rpartition("/")[0].rpartition("/")[2].lower()
    return path.endswith("/*") and folder in {"log", "logs", "chatlog", "inbox", "teamviewer", "ultraviewer"}


def _reading_age(tool: Tool) -> Iterator[LintFinding]:
    measure = reading_age.measure(_without_names(tool, text) for text in (tool.what, tool.who, tool.how_it_came))
    if measure.words >= ENOUGH_WORDS and measure.age > READER_AGE:
        reason = f"What is said about it needs a reader of {measure.age} years."
        yield _error(tool, "reading-age", reason, "Take shorter words and shorter sentences.")


def _without_names(tool: Tool, text: str) -> str:
    """Return a text in which every name of the tool and its maker is "It": nobody can choose a shorter one."""
    names = {tool.name, tool.name.partition(" (")[0], tool.name.partition(" / ")[0], tool.vendor, *tool.aliases}
    for name in sorted(names, key=len, reverse=True):
        text = text.replace(name, "It")
    return text


def _words(tool: Tool) -> Iterator[LintFinding]:
    yield from _reading_age(tool)
    texts = [tool.what, tool.who, tool.how_it_came]
    texts += [step.text for removal in tool.removal for step in removal.steps]
    texts += [indicator.says for indicator in tool.indicator]
    for text in dict.fromkeys(filter(None, texts)):
        for sentence in reading_age.sentences(text):
            if len(reading_age.words(sentence)) > MOST_WORDS:
                yield _error(tool, "long-sentence", f"“{sentence}”", "Make two sentences of it.")
        for word in reading_age.words(_without_names(tool, text)):
            if word in BANNED_NAMES or word.lower() in BANNED:
                yield _error(tool, "banned-word", f"“{word}” frightens or is not understood.", "Take another word.")


def _ordinary_pcs(catalogue: Catalogue, ordinary: Ordinary) -> Iterator[LintFinding]:
    matcher = Matcher(catalogue)
    for system, pc in (
        (System.WINDOWS, ordinary.windows),
        (System.MACOS, ordinary.macos),
        (System.LINUX, ordinary.linux),
    ):
        for name, observation in _observations(system, pc):
            for hit in matcher.hits(system, observation):
                strength = hit.indicator.strength
                if hit.tool.at_most == "info" or strength not in ("proof", "sign"):
                    continue
                reason = f"It fits “{name}”, which stands on ordinary {system} PCs."
                make = _error if strength == "proof" else _warning
                yield make(hit.tool, "ordinary", reason, "Make the pattern more exact, or use `unless`.")
    for name, observation in map(_other, ordinary.of_another_maker):
        for hit in matcher.hits(System.WINDOWS, observation):
            if hit.tool.at_most != "info" and hit.indicator.strength == "proof":
                reason = f"It fits “{name}” of another maker."
                yield _error(hit.tool, "other-maker", reason, "Ask for the tool's own maker or folder beside it.")


def _observations(system: System, pc: _Pc) -> Iterator[tuple[str, Observation]]:
    for name in pc.programs:
        yield name, Process(source="ordinary", name=name, exe=_WHERE_IT_LIES[system].format(name))
    for name in pc.services:
        yield name, Service(source="ordinary", name=name, enabled=True)
    for name in pc.installed:
        yield name, InstalledProgram(source="ordinary", display_name=name)
    for name in pc.bundle_ids:
        yield name, InstalledProgram(source="ordinary", bundle_id=name)
    for name in pc.packages:
        yield name, InstalledProgram(source="ordinary", package=name)


def _other(one: _OfAnotherMaker) -> tuple[str, Observation]:
    if one.installed:
        return one.installed, InstalledProgram(source="other", display_name=one.installed, publisher=one.maker)
    if one.service:
        return one.service, Service(source="other", name=one.service, binary_path=one.path, enabled=True)
    path = one.path or _WHERE_IT_LIES[System.WINDOWS].format(one.program)
    said = VersionInfo(company_name=one.maker) if one.maker else None
    return one.program, Process(source="other", name=f"{one.program}.exe", exe=path, version_info=said)
