"""Programs known by a typed name, a kind of web address or a rule of the firewall."""

from __future__ import annotations

from recovery_assistant.domain.observation import Gap, RegisteredProgram
from recovery_assistant.hosts.windows.places import read_places
from recovery_assistant.hosts.windows.registered import (
    APP_PATHS,
    CLASSES,
    FIREWALL_RULES,
    registered_programs,
)
from recovery_assistant.hosts.windows.registry import RecordedRegistry
from tests.unit.hosts.windows_pc import ADA, Keys, registry

RULE = r"v2.31|Action=Allow|Active=TRUE|Dir=In|Protocol=6|App={}|Name={}|"


def look(machine: RecordedRegistry) -> list[RegisteredProgram | Gap]:
    return list(registered_programs(machine, "pc", read_places(machine)))


def test_app_paths_of_the_machine_both_views_and_a_person() -> None:
    old = APP_PATHS.replace("SOFTWARE", r"SOFTWARE\WOW6432Node")
    keys = {
        rf"HKLM\{APP_PATHS}\a.exe": {"": r'"%ProgramFiles%\A\a.exe"'},
        rf"HKLM\{old}\b.exe": {"": r"C:\b.exe"},
        rf"HKU\{ADA}\{APP_PATHS}\c.exe": {"": r"C:\c.exe", "Path": "C:"},
        rf"HKLM\{APP_PATHS}\empty.exe": {},
    }
    found = {one.name: one for one in look(registry(keys)) if isinstance(one, RegisteredProgram)}
    assert {one.way for one in found.values()} == {"app-path"}
    assert (found["a.exe"].command, set(found)) == (r"C:\Program Files\A\a.exe", {"a.exe", "b.exe", "c.exe"})
    assert found["b.exe"].source == rf"HKLM\{old}\b.exe"


def test_kinds_of_web_address() -> None:
    keys = {
        rf"HKLM\{CLASSES}\anydesk": {"": "URL:AnyDesk", "URL Protocol": ""},
        rf"HKLM\{CLASSES}\anydesk\shell\open\command": {"": r'"C:\AnyDesk.exe" "%1"'},
        rf"HKLM\{CLASSES}\AnyDesk.File": {"": "a kind of file"},
        rf"HKLM\{CLASSES}\AnyDesk.File\shell\open\command": {"": r"C:\no.exe"},
        rf"HKLM\{CLASSES}\ms-thing": {"url protocol": ""},
        rf"HKU\{ADA}_Classes\sc-0123456789abcdef": {"URL Protocol": ""},
        rf"HKU\{ADA}_Classes\sc-0123456789abcdef\shell\open\command": {"": r"C:\sc.exe %1"},
    }
    found = [one for one in look(registry(keys)) if isinstance(one, RegisteredProgram)]
    assert [(one.way, one.name, one.command) for one in found] == [
        ("url-protocol", "anydesk", r'"C:\AnyDesk.exe" "%1"'),
        ("url-protocol", "sc-0123456789abcdef", r"C:\sc.exe %1"),
    ]


def test_rules_of_the_firewall() -> None:
    rules = {
        "{1}": RULE.format(r"%ProgramData%\ad.exe", "AnyDesk"),
        "{2}": RULE.format(r"%SystemRoot%\system32\msra.exe", "@FirewallAPI.dll,-33003"),  # Windows' own
        "{3}": RULE.format(r"%SystemRoot%\system32\msra.exe", "Mine"),
        "{4}": RULE.format("System", "x"),
        "{5}": "v2.31|Action=Allow|Name=only a port|",
        "{6}": b"\xff",
        "{7}": "garbage",
    }
    found = [one for one in look(registry({FIREWALL_RULES[0]: rules})) if isinstance(one, RegisteredProgram)]
    assert [(one.name, one.command) for one in found] == [
        ("AnyDesk", r"C:\ProgramData\ad.exe"),
        ("Mine", r"C:\Windows\system32\msra.exe"),
    ]
    assert found[0].source == rf"{FIREWALL_RULES[0]}\{{1}}"


def test_a_clean_pc_has_none_and_closed_keys_are_gaps() -> None:
    assert look(registry()) == []
    denied = {FIREWALL_RULES[0], rf"HKLM\{CLASSES}", rf"HKLM\{APP_PATHS}", rf"HKU\{ADA}"}
    found = look(registry(denied=denied))
    assert all(isinstance(one, Gap) and one.code == "G-02" for one in found)
    assert len(found) == len(denied)


def test_hostile_values_are_told() -> None:
    keys: Keys = {rf"HKLM\{APP_PATHS}\x.exe": {"": b"\xff\xfe"}, rf"HKLM\{APP_PATHS}\y.exe": {"": "C:\\y.exe\0hidden"}}
    found = look(registry(keys))
    assert [one.command for one in found if isinstance(one, RegisteredProgram)] == [r"C:\y.exe"]
    assert len([one for one in found if isinstance(one, Gap)]) == 2
