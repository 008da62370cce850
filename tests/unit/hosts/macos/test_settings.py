"""Switches, entries and grants of a Mac, as raw facts."""

from __future__ import annotations

import os
import plistlib
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from recovery_assistant.domain.observation import Gap, RegisteredProgram, Setting
from recovery_assistant.hosts.machine_files import MachineFiles
from recovery_assistant.hosts.macos.settings import settings
from tests.unit.hosts.mac_tree import clean_mac, grants, put, put_list

if sys.platform == "win32":
    pytest.skip("links of another machine cannot be made here", allow_module_level=True)

TCC = "Library/Application Support/com.apple.TCC/TCC.db"
NAME = bytes.fromhex("301f310b3009060355040613025553") + b"1\x100\x0e\x06\x03U\x04\x03\x0c\x07Evil CA"


def seen(root: Path) -> tuple[list[tuple[str, str, str]], list[Gap]]:
    shown = list(settings("mac", MachineFiles(root), ("/Users/mary",)))
    facts = [(one.name, one.value, one.about) for one in shown if isinstance(one, Setting)]
    return [one for one in facts if one[0] != "hosts-entry"], [one for one in shown if isinstance(one, Gap)]


def test_a_clean_mac_has_only_its_own_hosts_entries(tmp_path: Path) -> None:
    root = clean_mac(tmp_path)
    assert seen(root) == ([], [])
    shown = [one for one in settings("mac", MachineFiles(root), ()) if isinstance(one, Setting)]
    assert [one.value for one in shown] == ["127.0.0.1 localhost", "255.255.255.255 broadcasthost", "::1 localhost"]
    assert shown[0].changed_at is not None


def test_sharing_in_the_lists_where_false_means_on(tmp_path: Path) -> None:
    put_list(
        tmp_path,
        "private/var/db/com.apple.xpc.launchd/disabled.plist",
        {"com.apple.screensharing": False, "com.openssh.sshd": True, "com.apple.ftpd": False},
    )
    put(tmp_path, "Library/Application Support/Apple/Remote Desktop/RemoteManagement.launchd", "enabled")
    assert sorted(seen(tmp_path)[0]) == [
        ("remote-login-enabled", "0", ""),
        ("remote-management-enabled", "1", ""),
        ("screen-sharing-enabled", "1", ""),
    ]


def test_proxies_and_dns_only_where_they_are_switched_on_or_set_by_hand(tmp_path: Path) -> None:
    wifi = {
        "UserDefinedName": "Wi-Fi",
        "Proxies": {
            "HTTPEnable": 1,
            "HTTPProxy": "203.0.113.9",
            "HTTPPort": 8080,
            "HTTPSEnable": 0,
            "HTTPSProxy": "203.0.113.9",
            "ProxyAutoConfigEnable": 1,
            "ProxyAutoConfigURLString": "http://evil.example/p.pac",
        },
        "DNS": {"ServerAddresses": ["203.0.113.53", "203.0.113.54"]},
    }
    content = {"NetworkServices": {"A": wifi, "B": "broken", "C": {"Proxies": {"FTPPassive": 1}, "DNS": {}}}}
    put_list(tmp_path, "Library/Preferences/SystemConfiguration/preferences.plist", content, binary=False)
    assert seen(tmp_path)[0] == [
        ("proxy-server", "203.0.113.9:8080", "Wi-Fi"),
        ("proxy-auto-config", "http://evil.example/p.pac", "Wi-Fi"),
        ("dns-server", "203.0.113.53, 203.0.113.54", "Wi-Fi"),
    ]


def test_certificates_that_an_administrator_trusts(tmp_path: Path) -> None:
    moment = datetime(2026, 1, 2)  # noqa: DTZ001 (these lists hold times without offset)
    content = {"trustList": {"ab12": {"issuerName": NAME, "modDate": moment}, "cd": "broken"}, "trustVersion": 1}
    put_list(tmp_path, "Library/Security/Trust Settings/Admin.plist", content)
    (shown,) = settings("mac", MachineFiles(tmp_path), ())
    assert isinstance(shown, Setting)
    assert (shown.name, shown.value, shown.about) == ("root-certificate", "Evil CA", "AB12")
    assert shown.changed_at == datetime(2026, 1, 2, tzinfo=UTC)


def test_grants_of_the_system_and_of_a_person(tmp_path: Path) -> None:
    grants(
        tmp_path / TCC,
        [
            ("kTCCServiceScreenCapture", "com.philandro.anydesk", 0, 2),
            ("kTCCServiceScreenCapture", "com.google.Chrome", 0, 0),
            ("kTCCServiceAccessibility", "/opt/tool/agent", 1, 2),
            ("kTCCServiceSystemPolicyAllFiles", "/usr/sbin/sshd", 1, 2),
        ],
    )
    grants(tmp_path / "Users/mary" / TCC, [("kTCCServiceListenEvent", "a.b", 0, 2), ("kTCCServiceCamera", "a.b", 0, 2)])
    facts, gaps = seen(tmp_path)
    assert gaps == []
    assert facts == [
        ("screen-recording-granted", "com.philandro.anydesk", ""),
        ("accessibility-granted", "/opt/tool/agent", ""),
        ("full-disk-granted", "/usr/sbin/sshd", ""),
        ("input-monitoring-granted", "a.b", ""),
    ]
    shown = list(settings("mac", MachineFiles(tmp_path), ()))
    known = [one.command for one in shown if isinstance(one, RegisteredProgram)]
    assert known == ['"/opt/tool/agent"', '"/usr/sbin/sshd"']
    (first, *_rest) = [one for one in shown if isinstance(one, Setting)]
    assert first.changed_at == datetime(2026, 1, 1, tzinfo=UTC)


def test_the_table_of_older_macs(tmp_path: Path) -> None:
    import sqlite3

    (tmp_path / TCC).parent.mkdir(parents=True)
    base = sqlite3.connect(tmp_path / TCC)
    base.execute("CREATE TABLE access (service TEXT, client TEXT, client_type INTEGER, allowed INTEGER)")
    base.execute("INSERT INTO access VALUES ('kTCCServiceAccessibility', 'old.app', 0, 1), ('x', 'y', 0, 1)")
    base.commit()
    base.close()
    assert seen(tmp_path)[0] == [("accessibility-granted", "old.app", "")]


def test_a_damaged_list_a_journal_and_a_closed_list_are_gaps(tmp_path: Path) -> None:
    put(tmp_path, TCC, b"SQLite format 3\0" + bytes(200))
    grants(tmp_path / "Users/mary" / TCC, [])
    put(tmp_path, f"Users/mary/{TCC}-wal", b"x")
    assert [gap.reason for gap in seen(tmp_path)[1]] == [
        "it is damaged",
        "the newest entries stand in a journal that is still in use",
    ]


@pytest.mark.skipif(sys.platform != "win32" and os.geteuid() == 0, reason="nothing is closed to root")
def test_a_list_that_macos_closes_is_a_gap_that_says_so(tmp_path: Path) -> None:
    put(tmp_path, TCC).chmod(0)
    assert [gap.reason for gap in seen(tmp_path)[1]] == ["macOS shows this list only to programs with Full Disk Access"]


def test_profiles_and_who_manages_the_mac(tmp_path: Path) -> None:
    folder = "private/var/db/ConfigurationProfiles"
    put_list(tmp_path, f"{folder}/Settings/.cloudConfigRecordFound", {"OrganizationName": "School"})
    put(tmp_path, f"{folder}/Settings/.profilesAreInstalled")
    facts, gaps = seen(tmp_path)
    assert facts == [("managed-by", "School", "")]
    assert len(gaps) == 1
    store = {"u": [{"ProfileDisplayName": "Help", "ProfileOrganization": "Acme", "x": [{"PayloadType": "y"}]}]}
    put(tmp_path, f"{folder}/Store/ConfigProfiles.binary", plistlib.dumps(store, fmt=plistlib.FMT_BINARY))
    assert seen(tmp_path) == ([("managed-by", "School", ""), ("configuration-profile", "Help", "Acme")], [])
