"""What was left behind that is no program: which raw facts mean an open door, and which are only to be looked over.

There are two weights, and nothing is both. "notable": it keeps a door open or protection off; an ordinary PC has none
of it, and it counts for the exit code. "look-over": every PC has some of it; it is shown as a list to go through
calmly. What a company or a school sets on its own PCs is ordinary there. The words for each kind are content
(`resources/left_behind/`); here stands only what is what.

Names of settings that are judged here, and what their `value` and `about` hold, are in `kinds.SETTINGS`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, tzinfo
from typing import Final, NamedTuple

from msgspec import structs

from recovery_assistant.domain.addresses import (
    host_of,
    is_address,
    is_for_safe_search,
    is_near_name,
    is_needed_name,
    reach_of,
)
from recovery_assistant.domain.finding import Finding, LeftBehind
from recovery_assistant.domain.left_behind.kinds import KINDS, MAY_COME_WITH_CALL, LeftBehindKind
from recovery_assistant.domain.observation import (
    Account,
    BrowserExtension,
    Observation,
    RegisteredProgram,
    Service,
    Setting,
    System,
)

MOST_OF_A_KIND: Final = 40
"""Things of one kind that are told one by one; the rest is counted."""

_OFFICE_SETS: Final = frozenset(
    {
        "account-hidden",
        "asking-off",
        "defender-exclusion",
        "extension-forced",
        "firewall-off",
        "hosts-redirect",
        "loaded-library",
        "protection-off",
        "proxy",
        "proxy-script",
        "remote-desktop-on",
        "remote-desktop-without-asking",
        "sign-in-program-changed",
        "system-tool-off",
    }
)
"""What a company or a school sets on its own PCs every day."""

_MADE_BY_PROGRAMS: Final = re.compile(
    r"qbdataserviceuser\d*|updatususer|homegroupuser\$|__vmware_user__|aspnet|postgres|acronis agent user|"
    r"defaultuser\d*|defaultaccount|wdagutilityaccount|guest|sophossa[uw]\S*|s-1-5-80\S*|iusr\S*|iwam\S*|"
    r"mssql\S*|sqlserver\S*|sshd?|logmeinremoteuser|cdpuser\S*|bvssh\S*|veeam\S*|avg\S*user|nvidia\S*",
    re.IGNORECASE,
)
"""Accounts that programs make for themselves and hide. From general knowledge and makers' own pages."""

_OTHER_PROTECTION: Final = re.compile(
    r"\b(?:avast|avg|avira|bitdefender|bullguard|comodo|cylance|crowdstrike|csfalcon|eset|ekrn|f-secure|fortinet|"
    r"g data|kaspersky|malwarebytes|mbamservice|mcafee|norton|panda|sentinel|sophos|symantec|totalav|trend micro|"
    r"webroot|withsecure|zonealarm)",
    re.IGNORECASE,
)
"""Services of virus protection other than that of Windows, which then switches its own off. General knowledge."""

_IN_PLACE: Final = re.compile(
    r'"?(?:[a-z]:/(?:windows|program files)|%systemroot%|%windir%|%programfiles|/(?:usr/)?lib)', re.I
)
_BARE_NAME: Final = re.compile(r"[\w .-]+")
_OF_WINDOWS: Final = re.compile(
    r'"?(?:[a-z]:/windows/|%systemroot%|%windir%|/systemroot/|system32/|'
    r"(?:[a-z]:/program files|%programfiles%)/windows defender/|"
    r"[a-z]:/programdata/microsoft/windows defender/platform/)",
    re.IGNORECASE,
)
"""Where services of Windows itself lie; the folders belong to Windows alone."""

_IN_USERS_HANDS: Final = re.compile(r"/(?:users|temp|tmp|programdata)/|%(?:appdata|localappdata|temp|public)%", re.I)

# Windows' own virus protection and firewall show up as well where another one is there.
_SHADOW_WITHOUT_ASKING: Final = frozenset({"2", "4"})
_USERINIT: Final = re.compile(r'"?(?:[a-z]:/windows/system32/)?userinit(?:\.exe)?"?', re.I)
_SHELL: Final = re.compile(r'"?(?:[a-z]:/windows/|%systemroot%/|%windir%/)?explorer(?:\.exe)?"?', re.I)


class _Told(NamedTuple):
    kind: str
    value: str
    at: datetime | None = None


class _Ground(NamedTuple):
    """What else stands on the PC, as far as it changes what a single fact means."""

    is_managed: bool
    has_other_protection: bool
    has_other_firewall: bool
    services_of_tools: Mapping[str, str]
    programs_of_tools: Mapping[str, str]


class Gathering:
    """Raw facts of one PC that may be left behind, taken in one by one. Names that are only blocked are counted."""

    def __init__(self) -> None:
        self._facts: list[Observation] = []
        self._blocked: dict[str, int] = {}
        self._has_other_protection = False

    def add(self, observation: Observation) -> None:
        """Take a fact in; what is no business of this module is passed over."""
        match observation:
            case Setting(name="hosts-entry") if _is_only_blocked(observation):
                self._blocked[observation.source] = self._blocked.get(observation.source, 0) + 1
            case Service(is_driver=False) if observation.enabled is not False:
                named = f"{observation.name} {observation.display_name}"
                self._has_other_protection |= _OTHER_PROTECTION.search(named) is not None
            case RegisteredProgram(way="firewall-rule") | Setting() | Account() | BrowserExtension():
                self._facts.append(observation)

    def judged(
        self, host: str, system: System, findings: Sequence[Finding], kinds: Iterable[LeftBehindKind] = ()
    ) -> tuple[LeftBehind, ...]:
        """Return what was left behind, the notable first, each once, in a stable order.

        Args:
            findings: programs that were found, so that their firewall rules and start-up entries are known.
            kinds: the words; a kind without words is told without.
        """
        ground = _ground(self._facts, findings, self._has_other_protection)
        told = [thing for fact in _without_doubles(self._facts) for thing in _told(fact, ground, system)]
        told += [
            _Told("hosts-blocked", f"{count} {'name' if count == 1 else 'names'} in {source}")
            for source, count in self._blocked.items()
        ]
        if ground.is_managed:
            told = [_by_office(thing) for thing in told]
        says = {kind.id: kind.says for kind in kinds}
        by_kind: dict[str, dict[str, _Told]] = {kind: {} for kind in KINDS}
        for thing in told:
            by_kind[thing.kind].setdefault(thing.value, thing)
        return tuple(
            LeftBehind(host=host, kind=kind, says=says.get(kind, ""), value=value, weight=KINDS[kind], came_at=at)
            for kind, things in by_kind.items()
            for _kind, value, at in _counted(list(things.values()))
        )


def _without_doubles(facts: Sequence[Observation]) -> Iterator[Observation]:
    """Yield the facts without the bare rule that forces an extension, where that extension itself is there too."""
    there = {(fact.browser, fact.extension_id) for fact in facts if isinstance(fact, BrowserExtension) and fact.name}
    forced = {
        (fact.browser, fact.extension_id) for fact in facts if isinstance(fact, BrowserExtension) and fact.from_policy
    }
    for fact in facts:
        if isinstance(fact, BrowserExtension):
            known = (fact.browser, fact.extension_id)
            if not fact.name and known in there:
                continue
            yield structs.replace(fact, from_policy=known in forced)
        else:
            yield fact


def _counted(things: list[_Told]) -> Iterator[_Told]:
    """Yield the first of them, the newest first where the day may tell something, and count the rest."""
    if things and things[0].kind in MAY_COME_WITH_CALL:
        things = sorted(things, key=lambda thing: -thing.at.timestamp() if thing.at is not None else 0.0)
    yield from things[:MOST_OF_A_KIND]
    if len(things) > MOST_OF_A_KIND:
        yield _Told(things[0].kind, f"… {len(things) - MOST_OF_A_KIND} more", None)


def _by_office(thing: _Told) -> _Told:
    if thing.kind not in _OFFICE_SETS:
        return thing
    return _Told("set-by-office", f"{thing.kind}: {thing.value}", thing.at)


def _ground(facts: Sequence[Observation], findings: Sequence[Finding], has_other_protection: bool) -> _Ground:
    names = {fact.name for fact in facts if isinstance(fact, Setting)}
    services: dict[str, str] = {}
    programs: dict[str, str] = {}
    for finding in findings:
        for part in finding.evidence:
            if part.kind == "service":
                services[part.value.partition(": ")[0].lower()] = finding.tool_name
            elif part.kind in ("process", "program_file", "registered_program"):
                programs[_plain(part.value)] = finding.tool_name
    return _Ground(
        is_managed="managed-by" in names,
        has_other_protection=has_other_protection or "antivirus-registered" in names,
        has_other_firewall="firewall-registered" in names,
        services_of_tools=services,
        programs_of_tools=programs,
    )


def _told(fact: Observation, ground: _Ground, system: System) -> Iterator[_Told]:
    match fact:
        case Account():
            yield from _of_account(fact)
        case BrowserExtension():
            yield from _of_extension(fact)
        case RegisteredProgram(way="firewall-rule"):
            tool = ground.programs_of_tools.get(_plain(fact.command))
            if tool is not None:
                yield _Told("firewall-rule-of-tool", f"{fact.name} ({tool}: {fact.command})")
        case Setting(name="tamper-protection-off") if ground.has_other_protection:
            return
        case Setting():
            rule = _RULES.get(fact.name)
            kind = rule(fact, ground) if rule is not None else None
            if kind is not None and not (kind == "remote-login-on" and system is System.WINDOWS):
                yield _Told(kind, setting_shown(fact), fact.changed_at)


def setting_shown(fact: Setting) -> str:
    """Return the value under which a setting is told."""
    if fact.name in _SWITCHES:
        return fact.about or ("off" if fact.name.endswith("-off") or fact.name == "remote-desktop-sign-in" else "on")
    return f"{fact.value} ({fact.about})" if fact.about else fact.value


def _of_account(account: Account) -> Iterator[_Told]:
    if account.is_enabled is False or (account.built_in and account.is_enabled is not True):
        return
    if account.built_in and not account.is_admin:
        return
    is_made_by_program = _MADE_BY_PROGRAMS.fullmatch(account.name) is not None
    name = account_shown(account)
    if account.is_hidden and not is_made_by_program and not account.built_in:
        yield _Told("account-hidden", name, account.created_at)
    elif account.is_admin:
        yield _Told("administrator", name, account.created_at)
    else:
        yield _Told("account", name, account.created_at)


def account_shown(account: Account) -> str:
    """Return the value under which an account is told."""
    return f"{account.name} ({account.full_name})" if account.full_name not in ("", account.name) else account.name


def _of_extension(extension: BrowserExtension) -> Iterator[_Told]:
    named = f"{extension.name} ({extension.extension_id})" if extension.name else extension.extension_id
    value = f"{extension.browser}: {named}"
    if extension.from_policy:
        yield _Told("extension-forced", value, extension.installed_at)
    elif extension.enabled is not False:
        yield _Told("extension", value, extension.installed_at)


# --- settings -----------------------------------------------------------------------------------------------------

Rule = Callable[[Setting, _Ground], str | None]


def _always(kind: str) -> Rule:
    return lambda _fact, _ground: kind


def _when_on(kind: str) -> Rule:
    return lambda fact, _ground: kind if fact.value == "1" else None


def _proxy(fact: Setting, _ground: _Ground) -> str:
    return "proxy" if reach_of(host_of(fact.value)) == "far" else "proxy-near"


def _proxy_script(fact: Setting, _ground: _Ground) -> str:
    if fact.value.lower().lstrip().startswith("file:"):
        return "proxy-script"
    return "proxy-script" if reach_of(host_of(fact.value)) == "far" else "proxy-near"


_PROXY_OF_A_POLICY: Final = (
    (
        "proxy",
        re.compile(r"\b(?:ProxyServer|(?:HTTP|SSL|SOCKS)Proxy)\b['\"]? ?[=:] ?['\"]?([^'\",}\s]+)", re.IGNORECASE),
    ),
    ("proxy-script", re.compile(r"\b(?:ProxyPacUrl|AutoConfigURL)\b['\"]? ?[=:] ?['\"]?([^'\",}\s]+)", re.IGNORECASE)),
)
"""Rules of Chromium and Firefox that send a browser through another computer, alone or inside of "ProxySettings"."""


def _browser_policy(fact: Setting, _ground: _Ground) -> str:
    """Return "proxy" for a rule that sends the browser through a computer on the internet, as a setting would."""
    for kind, wanted in _PROXY_OF_A_POLICY:
        if any(reach_of(host_of(place)) == "far" for place in wanted.findall(fact.value)):
            return kind
    return "browser-policy"


def _hosts_entry(fact: Setting, _ground: _Ground) -> str | None:
    """Return what one name of the hosts file means; names that are only blocked are counted elsewhere."""
    address, _, name = fact.value.partition(" ")
    name = name.strip()
    if not is_address(address):
        return None  # Windows and the others pass over such a line, too
    if reach_of(address) == "this-pc":
        return "hosts-protection-blocked" if is_needed_name(name) else None
    if is_needed_name(name):
        return "hosts-redirect"
    if is_near_name(name):
        return None
    near = reach_of(address) == "near" or is_for_safe_search(address)
    return "hosts-own-names" if near else "hosts-redirect"


def _is_only_blocked(fact: Setting) -> bool:
    """Return whether a name is kept from being reached, and nobody needs it. Such lists have 100,000 names."""
    address, _, name = fact.value.partition(" ")
    return (
        is_address(address) and reach_of(address) == "this-pc" and not is_near_name(name) and not is_needed_name(name)
    )


def _protection(fact: Setting, ground: _Ground) -> str | None:
    return None if ground.has_other_protection or fact.value in ("", "0") else "protection-off"


def _firewall(fact: Setting, ground: _Ground) -> str | None:
    return None if ground.has_other_firewall or fact.value != "1" else "firewall-off"


def _sign_in_program(fact: Setting, _ground: _Ground) -> str | None:
    ordinary = _SHELL if fact.about.startswith("Shell") else _USERINIT
    parts = [part.strip() for part in _plain(fact.value).split(",")]
    return None if all(not part or ordinary.fullmatch(part) for part in parts) else "sign-in-program-changed"


def _library(fact: Setting, _ground: _Ground) -> str:
    path = _plain(fact.value)
    in_place = _IN_PLACE.match(path) and not _IN_USERS_HANDS.search(path)
    return "known-library" if in_place or _BARE_NAME.fullmatch(path) else "loaded-library"


def _safe_start(fact: Setting, ground: _Ground) -> str | None:
    if fact.value.lower() in ground.services_of_tools or _plain(fact.about) in ground.programs_of_tools:
        return "safe-start-of-tool"
    path = _plain(fact.about)
    return None if not path or _OF_WINDOWS.match(path) else "safe-start"


_SWITCHES: Final = frozenset(
    {
        "asking-off",
        "firewall-off",
        "remote-assistance-enabled",
        "remote-desktop-enabled",
        "remote-desktop-sign-in",
        "remote-login-enabled",
        "remote-management-enabled",
        "screen-sharing-enabled",
        "tamper-protection-off",
    }
)
_RULES: Final[Mapping[str, Rule]] = {
    "accessibility-debugger": _always("accessibility-replaced"),
    "accessibility-granted": _always("accessibility-grant"),
    "appinit-library": _library,
    "asking-off": _when_on("asking-off"),
    "authorized-key": _always("authorized-key"),
    "auto-sign-in": _always("auto-sign-in"),
    "browser-notifications": _always("notifications"),
    "browser-policy": _browser_policy,
    "browser-saved-passwords": _always("saved-passwords"),
    "configuration-profile": _always("configuration-profile"),
    "defender-exclusion": _always("defender-exclusion"),
    "desktop-sharing-enabled": _always("screen-sharing-on"),
    "dns-server": _always("dns-by-hand"),
    "firewall-off": _firewall,
    "full-disk-granted": _always("full-disk"),
    "hosts-entry": _hosts_entry,
    "managed-by": _always("managed"),
    "input-monitoring-granted": _always("input-monitoring"),
    "own-service": _always("own-service"),
    "preloaded-library": _library,
    "protection-off": _protection,
    "proxy-auto-config": _proxy_script,
    "proxy-server": _proxy,
    "remote-assistance-enabled": _when_on("remote-assistance-on"),
    "remote-desktop-enabled": _when_on("remote-desktop-on"),
    "remote-desktop-sign-in": lambda fact, _ground: "remote-desktop-sign-in" if fact.value == "0" else None,
    "remote-desktop-without-asking": (
        lambda fact, _ground: "remote-desktop-without-asking" if fact.value in _SHADOW_WITHOUT_ASKING else None
    ),
    "remote-login-enabled": _when_on("remote-login-on"),
    "remote-management-enabled": _when_on("screen-sharing-on"),
    "root-certificate": _always("root-certificate"),
    "safe-boot-service": _safe_start,
    "screen-recording-granted": _always("screen-recording"),
    "screen-sharing-enabled": _when_on("screen-sharing-on"),
    "second-root-account": _always("second-root-account"),
    "sign-in-module": _always("sign-in-module"),
    "sign-in-program": _sign_in_program,
    "startup-password": lambda fact, _ground: "startup-password" if fact.value in ("2", "3") else None,
    "sudo-rule": _always("sudo-rule"),
    "system-tool-off": _always("system-tool-off"),
    "tamper-protection-off": _when_on("tamper-protection-off"),
}


def _plain(path: str) -> str:
    return path.strip().strip('"').replace("\\", "/").lower()


def came_with_call(left: LeftBehind, call_day: date | None, zone: tzinfo | None) -> bool:
    """Return whether something that every PC may have came on the day of the call or later.

    Args:
        call_day: as the person told it; None when nobody told it yet.
        zone: of the PC; None leaves moments as they are.
    """
    if left.came_at is None or call_day is None or left.kind not in MAY_COME_WITH_CALL:
        return False
    came = left.came_at if zone is None else left.came_at.astimezone(zone)
    return came.date() >= call_day
