"""What is left on a real Windows that is no program: nothing on a new one, and each thing that is put there."""

from __future__ import annotations

import shutil
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

if sys.platform != "win32":
    pytest.skip("needs Windows, real or under Wine", allow_module_level=True)

import ctypes
import hashlib
import winreg
from collections.abc import Iterator
from contextlib import contextmanager
from ctypes import wintypes

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from recovery_assistant.domain.finding import LeftBehind
from recovery_assistant.domain.left_behind.judging import Gathering
from recovery_assistant.domain.observation import Account, Gap, System
from recovery_assistant.hosts.windows.host import WindowsHost
from recovery_assistant.hosts.windows.places import Person
from tests.unit.hosts.browser_pc import chromium_logins, install
from tests.windows.conftest import Data, WriteKey

pytestmark = pytest.mark.wine

MACHINE, USER = winreg.HKEY_LOCAL_MACHINE, winreg.HKEY_CURRENT_USER
TEXT, NUMBER, BYTES = winreg.REG_SZ, winreg.REG_DWORD, winreg.REG_BINARY
NT = r"SOFTWARE\Microsoft\Windows NT\CurrentVersion"
CONTROL = r"SYSTEM\CurrentControlSet\Control"
INTERNET = r"Software\Microsoft\Windows\CurrentVersion\Internet Settings"
SERVICES = r"SYSTEM\CurrentControlSet\Services"
DEFENDER = r"SOFTWARE\Microsoft\Windows Defender"


def left(pc: WindowsHost) -> tuple[LeftBehind, ...]:
    gathering = Gathering()
    for source in ("settings", "accounts", "browsers"):
        for shown in pc.observations(source):
            if not isinstance(shown, Gap):
                gathering.add(shown)
    return gathering.judged(pc.id, System.WINDOWS, ())


def told(pc: WindowsHost) -> set[tuple[str, str]]:
    return {(one.kind, one.value) for one in left(pc)}


def test_a_new_windows_has_no_open_door(pc: WindowsHost) -> None:
    assert [one for one in left(pc) if one.weight == "notable"] == []


@pytest.mark.parametrize(
    ("hive", "path", "values", "kind", "value"),
    [
        (
            MACHINE,
            rf"{DEFENDER}\Exclusions\Paths",
            {r"C:\Users\x": (NUMBER, 0)},
            "defender-exclusion",
            r"C:\Users\x",
        ),
        (
            MACHINE,
            rf"{DEFENDER}\Real-Time Protection",
            {"DisableRealtimeMonitoring": (NUMBER, 1)},
            "protection-off",
            "real-time protection",
        ),
        (
            MACHINE,
            rf"{CONTROL}\Terminal Server",
            {"fDenyTSConnections": (NUMBER, 0)},
            "remote-desktop-on",
            "on",
        ),
        (
            USER,
            INTERNET,
            {"ProxyEnable": (NUMBER, 1), "ProxyServer": (TEXT, "185.10.20.30:8080")},
            "proxy",
            "185.10.20.30:8080 ({me})",
        ),
        (
            USER,
            INTERNET,
            {"AutoConfigURL": (TEXT, "http://far.example.com/a.pac")},
            "proxy-script",
            "http://far.example.com/a.pac ({me})",
        ),
        (
            MACHINE,
            rf"{NT}\Image File Execution Options\sethc.exe",
            {"Debugger": (TEXT, r"C:\windows\system32\cmd.exe")},
            "accessibility-replaced",
            r"C:\windows\system32\cmd.exe (sethc.exe)",
        ),
        (
            MACHINE,
            rf"{SERVICES}\SharedAccess\Parameters\FirewallPolicy\PublicProfile",
            {"EnableFirewall": (NUMBER, 0)},
            "firewall-off",
            "public",
        ),
        (MACHINE, rf"{CONTROL}\Lsa", {"SecureBoot": (NUMBER, 2)}, "startup-password", "2"),
        (
            MACHINE,
            rf"{SERVICES}\Tcpip\Parameters\Interfaces\{{11111111-2222-3333-4444-555555555555}}",
            {"NameServer": (TEXT, "9.9.9.9")},
            "dns-by-hand",
            "9.9.9.9 ({11111111-2222-3333-4444-555555555555})",
        ),
        (
            USER,
            r"Software\Microsoft\Windows\CurrentVersion\Policies\System",
            {"DisableTaskMgr": (NUMBER, 1)},
            "system-tool-off",
            "Task Manager ({me})",
        ),
        (
            MACHINE,
            r"SOFTWARE\Policies\Google\Chrome\ExtensionInstallForcelist",
            {"1": (TEXT, f"{'b' * 32};https://x")},
            "extension-forced",
            f"Google Chrome: {'b' * 32}",
        ),
    ],
)
def test_each_thing_that_is_put_there(
    pc: WindowsHost,
    me: Person,
    write_key: WriteKey,
    hive: int,
    path: str,
    values: dict[str, tuple[int, Data]],
    kind: str,
    value: str,
) -> None:
    write_key(hive, path, values)
    found = {(one.kind, one.value.lower()): one for one in left(pc)}
    one = found[kind, value.replace("{me}", me.name).lower()]
    if one.came_at is not None:
        assert abs(datetime.now(UTC) - one.came_at) < timedelta(minutes=5)


def test_a_service_that_starts_in_safe_mode_too(pc: WindowsHost, write_key: WriteKey) -> None:
    write_key(MACHINE, rf"{SERVICES}\RemoteTool", {"ImagePath": (TEXT, r"C:\ProgramData\tool.exe -s")})
    write_key(MACHINE, rf"{CONTROL}\SafeBoot\Network\RemoteTool", {"": (TEXT, "Service")})
    assert ("safe-start", r"RemoteTool (C:\ProgramData\tool.exe -s)") in told(pc)


def test_a_hidden_user(pc: WindowsHost, write_key: WriteKey) -> None:
    me = next(one for one in pc.observations("accounts") if isinstance(one, Account))
    write_key(MACHINE, rf"{NT}\Winlogon\SpecialAccounts\UserList", {me.name: (NUMBER, 0)})
    hidden = [one.name for one in pc.observations("accounts") if isinstance(one, Account) and one.is_hidden]
    assert hidden == [me.name]


def test_the_hosts_file(pc: WindowsHost, throwaway: None) -> None:
    folder = Path(r"C:\windows\system32\drivers\etc")
    folder.mkdir(parents=True, exist_ok=True)
    hosts = folder / "hosts"
    before = hosts.read_bytes() if hosts.exists() else None
    try:
        hosts.write_text("127.0.0.1 localhost\r\n185.10.20.30 www.natwest.com\r\n0.0.0.0 ads.example.com\r\n")
        found = told(pc)
    finally:
        if before is None:
            hosts.unlink()
        else:
            hosts.write_bytes(before)
    assert ("hosts-redirect", "185.10.20.30 www.natwest.com") in found
    assert any(kind == "hosts-blocked" for kind, _ in found)


def test_a_root_certificate_that_windows_itself_stored(pc: WindowsHost, throwaway: None) -> None:
    with _stored(_certificate("Door Root CA")):
        values = [one.value for one in left(pc) if one.kind == "root-certificate"]
    assert any(value.startswith("Door Root CA (") for value in values)


def test_browsers_of_whoever_is_signed_in(pc: WindowsHost, me: Person, throwaway: None) -> None:
    data = Path(me.home) / "AppData/Local/Google/Chrome/User Data"
    profile = data / "Default"
    if data.exists():
        pytest.skip("somebody's Chrome is here")
    try:
        install(profile, {"name": "Helper"})
        chromium_logins(profile / "Login Data", (0,))
        found = told(pc)
    finally:
        shutil.rmtree(data)
    assert any(kind == "extension" and "Helper" in value for kind, value in found)
    assert any(kind == "saved-passwords" and value.startswith("Google Chrome") for kind, value in found)


def _certificate(name: str) -> bytes:
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    builder = x509.CertificateBuilder().subject_name(subject).issuer_name(subject).public_key(key.public_key())
    builder = builder.serial_number(1).not_valid_before(datetime(2026, 1, 1, tzinfo=UTC))
    made = builder.not_valid_after(datetime(2027, 1, 1, tzinfo=UTC)).sign(key, hashes.SHA256())
    return made.public_bytes(serialization.Encoding.DER)


@contextmanager
def _stored(der: bytes) -> Iterator[None]:
    """Let Windows store a root of this PC, as a program would, and take it out again."""
    crypt = ctypes.WinDLL("crypt32", use_last_error=True)
    pointer = ctypes.c_void_p
    crypt.CertOpenStore.restype = pointer
    crypt.CertOpenStore.argtypes = [pointer, wintypes.DWORD, pointer, wintypes.DWORD, ctypes.c_wchar_p]
    add = crypt.CertAddEncodedCertificateToStore
    add.argtypes = [
        pointer, wintypes.DWORD, ctypes.c_char_p, wintypes.DWORD, wintypes.DWORD, ctypes.POINTER(pointer)
    ]  # fmt: skip
    crypt.CertCloseStore.argtypes = [pointer, wintypes.DWORD]
    system_registry, local_machine, replace = 13, 2 << 16, 3
    store = crypt.CertOpenStore(system_registry, 0, None, local_machine, "Root")
    context = pointer()
    assert store
    assert add(store, 1, der, len(der), replace, ctypes.byref(context))
    crypt.CertFreeCertificateContext.argtypes = [pointer]
    crypt.CertFreeCertificateContext(context)
    crypt.CertCloseStore(store, 0)  # only now it stands in the registry
    try:
        yield
    finally:
        thumbprint = hashlib.sha1(der).hexdigest().upper()
        winreg.DeleteKey(MACHINE, rf"SOFTWARE\Microsoft\SystemCertificates\Root\Certificates\{thumbprint}")
