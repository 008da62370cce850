r"""An uninstall command of the registry, taken apart as the hostile text that it is.

Anybody who can write an entry decides what stands there, and entries of a person can be written by every program that
the person ever started. So nothing of it is ever given to a shell. What comes out is one existing program with words
of a closed table, or a product code that Windows Installer itself knows, or the reason why nothing is run.

Whether the program may run with an administrator's rights is decided by `may_run`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from recovery_assistant.domain.catalogue import InProgram, Tool
from recovery_assistant.domain.observation import ProgramFile, System
from recovery_assistant.domain.patterns import compiled, expanded
from recovery_assistant.domain.removal.ground import Ground
from recovery_assistant.domain.removal.hidden_signs import has_hidden_signs
from recovery_assistant.domain.removal.paths import is_clean, is_of_system, name_of, parent, plain
from recovery_assistant.domain.removal.plan import Family, Refusal, RefusalCode, Rights
from recovery_assistant.domain.removal.uninstall_words import QUIET, are_known_words
from recovery_assistant.domain.traits import traits_of

LONGEST_COMMAND: Final = 2048
MOST_PREFIXES: Final = 32

_END_OF_PROGRAM: Final = re.compile(r"\.exe(?=$|[\s\"])", re.IGNORECASE)
_SHORT_NAME: Final = re.compile(r"~\d")
_PRODUCT: Final = re.compile(r"\{[0-9A-F]{8}(?:-[0-9A-F]{4}){3}-[0-9A-F]{12}\}", re.IGNORECASE | re.ASCII)
_MSI: Final = re.compile(
    r'"?(?:(?P<folder>[a-z]:\\windows\\(?:system32|syswow64)\\))?msiexec(?:\.exe)?"?\s+[/-](?:i|x|uninstall|package)\s*'
    r'"?(?P<product>\{[^}\s"]{1,64}\})"?(?P<rest>.*)',
    re.IGNORECASE,
)
_MSI_WORDS: Final = frozenset(
    ("/q", "/qn", "/qb", "/qb!", "/qr", "/quiet", "/passive", "/norestart", "/promptrestart", "reboot=reallysuppress")
)
_RUNS_OTHERS: Final = re.compile(
    r"cmd|powershell(?:_ise)?|pwsh|wscript|cscript|mshta|rundll32|regsvr32|regasm|regsvcs|installutil|msbuild|forfiles"
    r"|conhost|explorer|hh|bash|wsl|sh|python\w*|perl|ruby|node|javaw?|autoit\w*|autohotkey\w*|schtasks|wmic|certutil"
    r"|bitsadmin|msdt|control|pcalua|scriptrunner|odbcconf|cmstp|start|runas|dotnet|curl|ftp|net1?|sc|reg|reg(?:edit)"
    r"|msiexec|at|mavinject|ieexec|presentationhost|syncappvpublishingserver|winrs|psexec\w*|nircmd\w*",
    re.IGNORECASE,
)
"""Programs that run whatever they are told. None of them is anybody's uninstaller."""
_SCRIPT_WORDS: Final = re.compile(r"-b64exec|-e(?:nc|ncodedcommand)?|-exec|-command", re.IGNORECASE)
_INNO: Final = re.compile(r"unins\d{3}\.exe", re.IGNORECASE)
_NSIS: Final = re.compile(r"(?:uninst|uninstall|uninstaller|uninstall [\w .()-]{1,60}|uninst[-_]\w{1,30})\.exe", re.I)
_SQUIRREL: Final = re.compile(r"update\.exe", re.IGNORECASE)
_BURN: Final = re.compile(r"/package cache/\{[0-9a-f-]{36}\}/", re.IGNORECASE)


class MsiProduct(NamedTuple):
    """A product that Windows Installer knows under this code, written "{8-4-4-4-12}" in capitals."""

    product: str


class Uninstaller(NamedTuple):
    """A program that is there, and what it is told.

    Attributes:
        asks: it will show windows of its own.
    """

    family: Family
    program: str
    arguments: tuple[str, ...]
    asks: bool


def refused(code: RefusalCode, about: str) -> Refusal:
    """Return why something is not run."""
    return Refusal(code=code, about=about[:LONGEST_COMMAND])


def uninstaller_of(command: str, ground: Ground) -> MsiProduct | Uninstaller | Refusal:
    """Return what an uninstall command of the registry stands for, or why nothing is done with it."""
    text = ground.expanded(command).strip()
    if not text:
        return refused("uninstaller-missing", command)
    if len(text) > LONGEST_COMMAND or has_hidden_signs(text):
        return refused("uninstaller-words", command)
    msi = _MSI.fullmatch(text)
    if msi is not None:
        return _product(msi["product"], msi["rest"], command, ground)
    head = _head(text, ground)
    if isinstance(head, Refusal):
        return head
    program, rest = head
    words = words_in(_without_own_folder(rest, program))
    if words is None:
        return refused("uninstaller-words", command)
    real = checked_program(program, ground)
    return real if isinstance(real, Refusal) else _told(real, words, command, ground)


def _product(product: str, rest: str, command: str, ground: Ground) -> MsiProduct | Refusal:
    code = product.upper()
    if not _PRODUCT.fullmatch(code) or not set(rest.lower().split()) <= _MSI_WORDS:
        return refused("uninstaller-words", command)
    return MsiProduct(code) if ground.knows_product(code) else refused("uninstaller-missing", command)


def product_code(text: str) -> str:
    """Return a text as the code of a product, "" when it is none."""
    return text.upper() if _PRODUCT.fullmatch(text) else ""


def _head(text: str, ground: Ground) -> tuple[str, str] | Refusal:
    r"""Return the program of a command and what follows it.

    Without quotation marks Windows itself would try the path at each space, so that a file "C:\Program.exe" would run.
    The first that exists is taken only when nothing else could be meant.
    """
    if text.startswith('"'):
        program, quote, rest = text[1:].partition('"')
        whole = bool(quote) and (not rest or rest[0].isspace())
        return (program, rest) if whole else refused("uninstaller-ambiguous", text)
    ends = [found.end() for found in _END_OF_PROGRAM.finditer(text)][:MOST_PREFIXES]
    there = [end for end in ends if is_clean(text[:end], System.WINDOWS) and ground.kind_of(text[:end]) != "missing"]
    if not there:
        code: RefusalCode = "uninstaller-missing" if ends else "uninstaller-script"
        return refused(code, text)
    if len(there) > 1 or any(ground.kind_of(planted) == "file" for planted in _planted(text[: there[0]])):
        return refused("uninstaller-ambiguous", text)
    return text[: there[0]], text[there[0] :]


def _planted(program: str) -> Iterator[str]:
    """Yield what else Windows could take for the program of an unquoted line: each beginning before a space."""
    spaces = [place for place, sign in enumerate(program) if sign.isspace()][:MOST_PREFIXES]
    for place in spaces:
        for name in (program[:place], f"{program[:place]}.exe"):
            if is_clean(name, System.WINDOWS):
                yield name


def _without_own_folder(rest: str, program: str) -> str:
    """Return arguments without NSIS's last one, which names the uninstaller's own folder and may hold spaces."""
    before, mark, folder = rest.rpartition(" _?=")
    is_own = plain(folder.strip(), System.WINDOWS) == plain(parent(program), System.WINDOWS)
    return before if mark and is_own else rest


def words_in(rest: str) -> tuple[str, ...] | None:
    """Return what follows a program as words; None when it is not said plainly: quotation marks within, backslashes."""
    words: list[str] = []
    for found in re.finditer(r'"([^"\\]*)"(?=\s|$)|([^\s"]+="[^"\\]*")(?=\s|$)|([^\s"]+)(?=\s|$)|(\S)', rest):
        if found[4] is not None:
            return None
        words.append(found[1] if found[1] is not None else (found[2] or found[3]).replace('"', ""))
    return tuple(words)


def checked_program(program: str, ground: Ground) -> str | Refusal:
    """Return the real path of a program that exists, follows no link and runs nothing but itself."""
    if not is_clean(program, System.WINDOWS) or not program.lower().endswith(".exe"):
        return refused("uninstaller-script" if "." in name_of(program) else "uninstaller-missing", program)
    kind = ground.kind_of(program)
    if kind != "file":
        return refused("link" if kind == "link" else "uninstaller-missing", program)
    real = ground.real_path(program)
    if not real or not is_clean(real, System.WINDOWS) or ground.kind_of(real) != "file":
        return refused("link", program)
    if plain(real, System.WINDOWS) != plain(program, System.WINDOWS) and not _SHORT_NAME.search(program):
        return refused("link", program)
    if not real.lower().endswith(".exe") or _RUNS_OTHERS.fullmatch(name_of(real)[: -len(".exe")]):
        return refused("uninstaller-script", program)
    return real


def family_of(program: str, ground: Ground) -> Family:
    """Return who made an uninstaller, by its name, its neighbours and its place."""
    name = name_of(program)
    if _INNO.fullmatch(name) and ground.kind_of(f"{program[:-4]}.dat") == "file":
        return "inno"
    if _BURN.search(plain(program, System.WINDOWS)):
        return "burn"
    if _SQUIRREL.fullmatch(name):
        return "squirrel"
    return "nsis" if _NSIS.fullmatch(name) else "own"


def _told(program: str, words: tuple[str, ...], command: str, ground: Ground) -> Uninstaller | Refusal:
    if is_of_system(program, System.WINDOWS):
        return refused("part-of-system", command)
    if any(_SCRIPT_WORDS.fullmatch(word) for word in words):
        return refused("uninstaller-script", command)
    family = family_of(program, ground)
    if not are_known_words(family, words):
        return refused("uninstaller-words", command)
    if family == "own":
        # Without a word that says "uninstall", a tool's own program would only start.
        says_so = (
            any("uninstall" in word or word == "--remove" for word in words) or "uninst" in name_of(program).lower()
        )
        return Uninstaller(family, program, words, asks=True) if says_so else refused("uninstaller-words", command)
    if family == "squirrel" and "--uninstall" not in words:
        return refused("uninstaller-words", command)
    of_whom = tuple(word for word in words if family == "nsis" and word != "/S")
    return Uninstaller(family, program, (*QUIET[family], *of_whom), asks=False)


def signer_patterns(tool: Tool, system: System) -> tuple[str, ...]:
    """Return whose signatures programs of a tool carry, as the catalogue knows them."""
    return tuple(
        one.signer
        for one in tool.indicator
        if isinstance(one, InProgram) and one.signer and (not one.systems or system in one.systems)
    )


def is_signed_by_maker(program: str, tool: Tool, ground: Ground) -> bool:
    """Return whether a program carries a signature that the catalogue expects of this tool."""
    row = ProgramFile(source="", path=program, signer=ground.signer_of(program))
    texts = traits_of(row).get("signer", ())
    patterns = signer_patterns(tool, System.WINDOWS)
    return any(compiled(expanded(pattern)).fullmatch(text) for pattern in patterns for text in texts)


def may_run(program: str, tool: Tool, ground: Ground, *, is_in_catalogue: bool) -> Rights | Refusal:
    """Return with which rights an uninstaller may run.

    With an administrator's only where nobody else could have written it, and signed by the maker. Where the catalogue
    knows no signature of a maker, it has to name the uninstaller itself. As the person, the same but for the place.
    """
    if signer_patterns(tool, System.WINDOWS):
        if not is_signed_by_maker(program, tool, ground):
            return refused("uninstaller-signer", program)
    elif not is_in_catalogue:
        return refused("uninstaller-signer", program)
    if ground.is_own(program):
        return "person"
    return "administrator" if ground.is_protected(program) else refused("uninstaller-not-protected", program)
