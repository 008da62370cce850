"""What means an open door, what is only to be looked over, and that ordinary PCs have no open door."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from recovery_assistant.domain.finding import Evidence, Finding, LeftBehind
from recovery_assistant.domain.left_behind.judging import MOST_OF_A_KIND, Gathering, came_with_call
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


def setting(name: str, value: str, about: str = "") -> Setting:
    return Setting(source="s", name=name, value=value, about=about)


def judged(*facts: Observation, findings: tuple[Finding, ...] = ()) -> tuple[LeftBehind, ...]:
    gathering = Gathering()
    for fact in facts:
        gathering.add(fact)
    return gathering.judged("pc", System.WINDOWS, findings)


def kinds(*facts: Observation, findings: tuple[Finding, ...] = ()) -> list[str]:
    return [left.kind for left in judged(*facts, findings=findings)]


def found(kind: str, value: str) -> Finding:
    return Finding(
        id="f-1",
        host="pc",
        tool_id="t",
        tool_name="Tool",
        category="remote-access",
        confidence="certain",
        policy="offer",
        evidence=(Evidence(kind=kind, source="s", says="w", value=value),),
    )


NOTABLE: list[tuple[Observation, str]] = [
    (setting("defender-exclusion", r"C:\Users\anna\Downloads"), "defender-exclusion"),
    (setting("protection-off", "real-time protection"), "protection-off"),
    (setting("firewall-off", "1", "public"), "firewall-off"),
    (setting("remote-desktop-enabled", "1"), "remote-desktop-on"),
    (setting("remote-desktop-without-asking", "2"), "remote-desktop-without-asking"),
    (setting("screen-sharing-enabled", "1"), "screen-sharing-on"),
    (setting("proxy-server", "185.10.20.30:8080", "anna"), "proxy"),
    (setting("proxy-auto-config", "http://far.example.com/x.pac", "anna"), "proxy-script"),
    (setting("proxy-auto-config", "file://C:/Users/anna/x.pac", "anna"), "proxy-script"),
    (setting("hosts-entry", "185.10.20.30 www.natwest.com"), "hosts-redirect"),
    (setting("hosts-entry", "192.168.1.9 www.paypal.com"), "hosts-redirect"),
    (setting("hosts-entry", "185.10.20.30 mail.example.com"), "hosts-redirect"),
    (setting("hosts-entry", "127.0.0.1 www.malwarebytes.com"), "hosts-protection-blocked"),
    (setting("hosts-entry", "0.0.0.0 update.microsoft.com"), "hosts-protection-blocked"),
    (setting("accessibility-debugger", r"C:\Windows\System32\cmd.exe", "sethc.exe"), "accessibility-replaced"),
    (setting("sign-in-program", "explorer.exe, evil.exe", "Shell"), "sign-in-program-changed"),
    (setting("sign-in-program", r"C:\x\shell.exe", "Shell (anna)"), "sign-in-program-changed"),
    (setting("sign-in-program", r"C:\Windows\system32\userinit.exe,C:\x.exe", "Userinit"), "sign-in-program-changed"),
    (setting("appinit-library", r"C:\Users\anna\AppData\Local\Temp\x.dll"), "loaded-library"),
    (setting("startup-password", "2"), "startup-password"),
    (setting("system-tool-off", "Task Manager", "anna"), "system-tool-off"),
    (setting("second-root-account", "toor2"), "second-root-account"),
    (Account(source="s", name="support", is_hidden=True, is_enabled=True), "account-hidden"),
    (
        BrowserExtension(source="s", browser="Google Chrome", extension_id="a" * 32, from_policy=True),
        "extension-forced",
    ),
]


@pytest.mark.parametrize(("fact", "kind"), NOTABLE, ids=[f"{kind}-{i}" for i, (_, kind) in enumerate(NOTABLE)])
def test_an_open_door(fact: Observation, kind: str) -> None:
    (left,) = judged(fact)
    assert (left.kind, left.weight) == (kind, "notable")


ORDINARY: list[Observation] = [
    # What Windows brings along.
    Account(source="s", name="Administrator", built_in=True, is_enabled=False, is_admin=True),
    Account(source="s", name="Guest", built_in=True, is_enabled=False),
    Account(source="s", name="DefaultAccount", built_in=True, is_enabled=False),
    Account(source="s", name="WDAGUtilityAccount", built_in=True, is_enabled=False),
    setting("remote-desktop-enabled", "0"),
    setting("sign-in-program", "explorer.exe", "Shell"),
    setting("sign-in-program", r"C:\Windows\system32\userinit.exe,", "Userinit"),
    setting("hosts-entry", "127.0.0.1 localhost"),
    setting("hosts-entry", "::1 localhost"),
    setting("hosts-entry", "255.255.255.255 broadcasthost"),
    setting("hosts-entry", "fe80::1%lo0 localhost"),
    setting("hosts-entry", "185.10.20 www.natwest.com"),
    setting("hosts-entry", "nonsense www.natwest.com"),
    setting("startup-password", "1"),
    setting("remote-desktop-sign-in", "1"),
    setting("remote-desktop-without-asking", "1"),
    setting("safe-boot-service", "WinDefend", r'"%ProgramFiles%\Windows Defender\MsMpEng.exe"'),
    setting("safe-boot-service", "vga.sys", r"\SystemRoot\System32\drivers\vga.sys"),
    setting("safe-boot-service", "AppMgmt", r"%SystemRoot%\system32\svchost.exe -k netsvcs"),
    # Names of a house, and of somebody who writes programs.
    setting("hosts-entry", "192.168.1.5 host.docker.internal"),
    setting("hosts-entry", "192.168.1.7 nas"),
    setting("hosts-entry", "127.0.0.1 dev.test"),
]
TO_LOOK_OVER: list[tuple[Observation, str]] = [
    (Account(source="s", name="anna", is_enabled=True, is_admin=True), "administrator"),
    (Account(source="s", name="ben"), "account"),
    (Account(source="s", name="Administrator", built_in=True, is_enabled=True, is_admin=True), "administrator"),
    (Account(source="s", name="UpdatusUser", is_hidden=True, is_enabled=True), "account"),
    (Account(source="s", name="QBDataServiceUser31", is_hidden=True, is_enabled=True), "account"),
    (BrowserExtension(source="s", browser="Firefox", extension_id="x@y", name="Blocker"), "extension"),
    (setting("browser-notifications", "https://news.example.com", "Google Chrome"), "notifications"),
    (setting("browser-saved-passwords", "Google Chrome", "anna"), "saved-passwords"),
    (setting("remote-assistance-enabled", "1"), "remote-assistance-on"),
    (setting("proxy-server", "127.0.0.1:8080", "anna"), "proxy-near"),
    (setting("proxy-server", "proxy.office.local:3128", "anna"), "proxy-near"),
    (setting("proxy-auto-config", "http://127.0.0.1:9000/localproxy.pac", "anna"), "proxy-near"),
    (setting("proxy-auto-config", "http://wpad/wpad.dat", "anna"), "proxy-near"),
    (setting("dns-server", "1.1.1.1", "Ethernet"), "dns-by-hand"),
    (setting("root-certificate", "HP OEM Root CA", "AB" * 20), "root-certificate"),
    (setting("hosts-entry", "0.0.0.0 ads.example.com"), "hosts-blocked"),
    (setting("hosts-entry", "216.239.38.120 www.google.com"), "hosts-own-names"),
    (setting("hosts-entry", "10.0.0.4 staging.example.com"), "hosts-own-names"),
    (setting("appinit-library", r"C:\Windows\system32\nvinitx.dll"), "known-library"),
    (setting("safe-boot-service", "MBAMService", r'"C:\Program Files\Malwarebytes\MBAMService.exe"'), "safe-start"),
    (setting("tamper-protection-off", "1"), "tamper-protection-off"),
    (setting("asking-off", "1"), "asking-off"),
    (setting("authorized-key", "ssh-ed25519 anna@laptop", "anna"), "authorized-key"),
    (setting("sudo-rule", "anna ALL=(ALL) NOPASSWD: ALL", "anna"), "sudo-rule"),
    (setting("own-service", "syncthing.service", "/usr/bin/syncthing"), "own-service"),
    (setting("managed-by", "office.example.com"), "managed"),
]


@pytest.mark.parametrize("fact", ORDINARY, ids=str)
def test_what_every_pc_has_is_not_told(fact: Observation) -> None:
    assert judged(fact) == ()


@pytest.mark.parametrize(
    ("fact", "kind"), TO_LOOK_OVER, ids=[f"{kind}-{i}" for i, (_, kind) in enumerate(TO_LOOK_OVER)]
)
def test_what_is_only_to_be_looked_over(fact: Observation, kind: str) -> None:
    (left,) = judged(fact)
    assert (left.kind, left.weight) == (kind, "look-over")


def test_a_pc_of_an_office_has_what_its_office_sets() -> None:
    office: Observation = setting("managed-by", "office.example.com")
    set_there: list[Observation] = [
        fact for fact, kind in NOTABLE if kind in ("proxy", "proxy-script", "defender-exclusion")
    ]
    assert set(kinds(office, *set_there)) == {"set-by-office", "managed"}
    assert all(left.weight == "look-over" for left in judged(office, *set_there))
    hidden = Account(source="s", name="itadmin", is_hidden=True, is_enabled=True)
    assert kinds(office, hidden) == ["set-by-office", "managed"], "those who look after Macs hide their account"
    key = setting("accessibility-debugger", "cmd.exe", "sethc.exe")
    assert "accessibility-replaced" in kinds(office, key), "no office does this"


def test_other_protection_takes_the_place_of_the_one_of_windows() -> None:
    off, other = setting("protection-off", "all of it"), setting("antivirus-registered", "Avast Antivirus")
    assert kinds(off, other) == []
    service = Service(source="s", name="ekrn", display_name="ESET Service", enabled=True)
    assert kinds(off, service, setting("tamper-protection-off", "1")) == []
    assert kinds(off, Service(source="s", name="ekrn", enabled=False)) == ["protection-off"]
    fire, other_fire = setting("firewall-off", "1", "public"), setting("firewall-registered", "ZoneAlarm")
    assert kinds(fire, other_fire) == []
    assert kinds(off, other_fire) == ["protection-off"]


def test_the_rule_and_the_safe_start_of_a_found_tool() -> None:
    rule = RegisteredProgram(source="s", way="firewall-rule", name="Any rule", command=r"C:\Tool\tool.exe")
    assert kinds(rule) == []
    assert kinds(rule, findings=(found("process", r"c:\tool\TOOL.exe"),)) == ["firewall-rule-of-tool"]
    start = setting("safe-boot-service", "ToolService", r"C:\Program Files\Tool\tool.exe")
    (left,) = judged(start, findings=(found("service", r"ToolService: C:\Program Files\Tool\tool.exe"),))
    assert (left.kind, left.weight) == ("safe-start-of-tool", "notable")


def test_blocked_names_are_counted_and_long_lists_are_cut() -> None:
    blocked = [setting("hosts-entry", f"0.0.0.0 ad{number}.example.com") for number in range(5)]
    assert [left.value for left in judged(*blocked)] == ["5 names in s"]
    assert [left.value for left in judged(blocked[0])] == ["1 name in s"]
    many = [setting("root-certificate", f"CA {number}") for number in range(MOST_OF_A_KIND + 3)]
    told = judged(*many)
    assert len(told) == MOST_OF_A_KIND + 1
    assert told[-1].value == "… 3 more"


def test_notable_things_come_first_and_each_is_told_once() -> None:
    dns, door = setting("dns-server", "8.8.8.8"), setting("defender-exclusion", r"C:\x")
    assert kinds(dns, door, door, dns) == ["defender-exclusion", "dns-by-hand"]
    order = list(KINDS.values())
    assert order == sorted(order, key=("notable", "look-over").index)


def test_what_is_none_of_its_business_is_passed_over() -> None:
    assert judged(Service(source="s", name="x"), setting("some-new-name", "1")) == ()


def test_the_words_come_from_the_content() -> None:
    words = LeftBehindKind(
        id="dns-by-hand",
        systems=(System.WINDOWS,),
        weight="look-over",
        title="T",
        says="Says.",
        why="W",
        put_right=(),
        sources=("s",),
        checked_on=date(2026, 11, 22),
    )
    gathering = Gathering()
    gathering.add(setting("dns-server", "8.8.8.8"))
    assert [left.says for left in gathering.judged("pc", System.WINDOWS, (), (words,))] == ["Says."]
    assert words.steps_for(System.LINUX) == ()


def test_what_came_on_the_day_of_the_call() -> None:
    came = datetime(2026, 11, 18, 9, tzinfo=UTC)
    account = LeftBehind(host="pc", kind="account", says="", value="x", weight="look-over", came_at=came)
    assert came_with_call(account, date(2026, 11, 18), UTC)
    assert came_with_call(account, date(2026, 11, 1), UTC)
    assert not came_with_call(account, date(2026, 11, 19), UTC)
    assert not came_with_call(account, None, UTC)
    dns = LeftBehind(host="pc", kind="dns-by-hand", says="", value="x", weight="look-over", came_at=came)
    assert not came_with_call(dns, date(2026, 11, 18), UTC), "Windows writes that key again every day"
    assert set(KINDS) >= MAY_COME_WITH_CALL


def test_libraries_and_modules_of_linux() -> None:
    assert kinds(setting("preloaded-library", "/usr/lib/arm-linux-gnueabihf/libarmmem.so")) == ["known-library"]
    assert kinds(setting("preloaded-library", "/home/x/evil.so")) == ["loaded-library"]
    assert kinds(setting("sign-in-module", "session optional pam_exec.so /x", "/etc/pam.d/sshd")) == ["sign-in-module"]


def test_a_forced_extension_is_told_once_and_by_its_name() -> None:
    rule = BrowserExtension(source="r", browser="Google Chrome", extension_id="a" * 32, from_policy=True)
    there = BrowserExtension(source="p", browser="Google Chrome", extension_id="a" * 32, name="Helper")
    (left,) = judged(rule, there)
    assert (left.kind, left.value) == ("extension-forced", f"Google Chrome: Helper ({'a' * 32})")


@pytest.mark.parametrize(
    ("fact", "value"),
    [
        (setting("remote-desktop-enabled", "1"), "on"),
        (setting("firewall-off", "1", "public"), "public"),
        (setting("asking-off", "1"), "off"),
        (setting("proxy-server", "185.10.20.30:80", "anna"), "185.10.20.30:80 (anna)"),
    ],
)
def test_what_is_shown_of_a_fact(fact: Setting, value: str) -> None:
    assert [left.value for left in judged(fact)] == [value]


def test_a_new_certificate_is_not_lost_among_many_old_ones() -> None:
    old, new = datetime(2020, 1, 1, tzinfo=UTC), datetime(2026, 11, 18, tzinfo=UTC)
    undated = [setting("root-certificate", f"undated {number}") for number in range(MOST_OF_A_KIND)]
    dated = [
        Setting(source="s", name="root-certificate", value=name, changed_at=at)
        for name, at in (("old", old), ("new", new))
    ]
    assert [left.value for left in judged(*undated, *dated)][:2] == ["new", "old"]


@pytest.mark.parametrize(
    ("rule", "kind"),
    [
        ("ProxyServer = 45.9.148.3:8080", "proxy"),
        ("ProxySettings = {'ProxyMode': 'fixed_servers', 'ProxyServer': 'https://far.example.com:8080'}", "proxy"),
        ('ProxySettings = {"ProxyServer": "45.9.148.3:8080"}', "proxy"),
        ("Proxy = {'Mode': 'manual', 'HTTPProxy': '45.9.148.3:8080'}", "proxy"),
        ("ProxyPacUrl = http://far.example.com/x.pac", "proxy-script"),
        ("Proxy = {'Mode': 'autoConfig', 'AutoConfigURL': 'http://far.example.com/x.pac'}", "proxy-script"),
        ("ProxyServer = 127.0.0.1:3128", "browser-policy"),
        ("ProxyServer = proxy.school.local:3128", "browser-policy"),
        ("ProxyMode = direct", "browser-policy"),
        ("HomepageLocation = https://far.example", "browser-policy"),
    ],
)
def test_a_rule_that_sends_a_browser_through_another_computer_is_a_proxy(rule: str, kind: str) -> None:
    assert kinds(setting("browser-policy", rule, "Google Chrome")) == [kind]
    managed = kinds(setting("browser-policy", rule, "Google Chrome"), setting("managed-by", "school.local"))
    assert "proxy" not in managed
