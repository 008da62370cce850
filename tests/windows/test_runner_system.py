"""Accounts, certificates, apps, exclusions and the store of kept things, on a real Windows.

What Wine 8 cannot show: PowerShell (a program there that does nothing), what an account may do after it was switched
off, the question that Windows asks before a person's certificate goes, and permissions beyond those of Linux.
"""

from __future__ import annotations

import base64
import ctypes
import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

if sys.platform != "win32":
    pytest.skip("needs Windows, real or under Wine", allow_module_level=True)

import winreg

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from recovery_assistant.domain.removal.plan import (
    DisableAccount,
    RemoveCertificate,
    RemoveExclusion,
    RemoveStoreApp,
    RemoveValue,
    SetSwitch,
)
from recovery_assistant.domain.windows_permissions import CHANGES_FILE, CHANGES_FOLDER, read_descriptor, who_may
from recovery_assistant.hosts.windows.places import Person
from recovery_assistant.runner.hand import Unable
from recovery_assistant.runner.kept import read_manifest
from recovery_assistant.runner.windows import handles, native, places, store
from tests.windows.conftest import WriteKey
from tests.windows.removal_runs import carry_out, plan_of, put_back

pytestmark = pytest.mark.wine

MACHINE = winreg.HKEY_LOCAL_MACHINE
ROOT = r"SOFTWARE\Microsoft\SystemCertificates\ROOT\Certificates"
UNDER_WINE = hasattr(ctypes.WinDLL("ntdll"), "wine_get_version")


@pytest.fixture
def account(throwaway: None) -> Iterator[str]:
    if UNDER_WINE:
        pytest.skip("Wine 8 has no NetUserSetInfo: a program that calls it is ended")
    name = "RecoveryTest"
    subprocess.run(["net", "user", name, "Xy9!test-pass", "/add"], capture_output=True, check=True)
    yield name
    subprocess.run(["net", "user", name, "/delete"], capture_output=True, check=False)


def test_an_account_is_switched_off_and_on(account: str, tmp_path: Path) -> None:
    ran = carry_out(plan_of(DisableAccount(name=account)), tmp_path)
    assert ran.only.status == "done", ran
    assert carry_out(plan_of(DisableAccount(name=account)), tmp_path).only.status == "nothing-to-do"
    assert put_back(ran, tmp_path).only.status == "done"


def test_whoever_is_signed_in_is_not_locked_out(throwaway: None, tmp_path: Path) -> None:
    ran = carry_out(plan_of(DisableAccount(name=store.user())), tmp_path)
    assert (ran.only.status, ran.only.code) == ("refused", "U-43"), ran


def test_an_account_that_is_not_there(throwaway: None, tmp_path: Path) -> None:
    assert carry_out(plan_of(DisableAccount(name="Nobody Here")), tmp_path).only.status == "nothing-to-do"


@pytest.fixture
def certificate(throwaway: None) -> Iterator[tuple[str, bytes]]:
    """Put a root of our own into the list of the PC."""
    key, name = (
        ec.generate_private_key(ec.SECP256R1()),
        x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Recovery")]),
    )
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now)
        .not_valid_after(now + timedelta(days=2))
        .sign(key, hashes.SHA256())
    )
    der = made.public_bytes(serialization.Encoding.DER)
    thumbprint = made.fingerprint(hashes.SHA1()).hex().upper()
    crypt = ctypes.WinDLL("crypt32", use_last_error=True)
    crypt.CertOpenStore.restype = ctypes.c_void_p
    opened = ctypes.c_void_p(crypt.CertOpenStore(ctypes.c_void_p(13), 0, None, 0x20000, ctypes.c_wchar_p("Root")))
    assert crypt.CertAddEncodedCertificateToStore(opened, 1, der, len(der), 1, None)
    crypt.CertCloseStore(opened, 0)
    yield thumbprint, der
    try:
        winreg.DeleteKeyEx(MACHINE, rf"{ROOT}\{thumbprint}")
    except FileNotFoundError:
        return


def is_trusted(thumbprint: str) -> bool:
    try:
        winreg.OpenKey(MACHINE, rf"{ROOT}\{thumbprint}").Close()
    except FileNotFoundError:
        return False
    return True


def test_a_certificate_goes_and_comes_back(certificate: tuple[str, bytes], tmp_path: Path) -> None:
    thumbprint, der = certificate
    assert is_trusted(thumbprint)
    verb = RemoveCertificate(thumbprint=thumbprint, store="machine")
    assert carry_out(plan_of(verb), tmp_path, "look").only.status == "would-do"
    assert is_trusted(thumbprint)
    ran = carry_out(plan_of(verb), tmp_path)
    assert ran.only.status == "done", ran
    assert not is_trusted(thumbprint)
    assert ran.only.kept is not None
    kept = read_manifest((Path(ran.only.kept.place) / "manifest.json").read_bytes())
    assert base64.b64decode(kept.before["der"]) == der
    assert carry_out(plan_of(verb), tmp_path).only.status == "nothing-to-do"
    assert put_back(ran, tmp_path).only.status == "done"
    assert is_trusted(thumbprint)


def test_an_exclusion_is_gone_only_when_the_registry_says_so(write_key: WriteKey, tmp_path: Path) -> None:
    place = r"SOFTWARE\Microsoft\Windows Defender\Exclusions\Paths"
    write_key(MACHINE, place, {r"C:\Tool & 'x'": (4, 0)})
    verb = RemoveExclusion(kind="path", value=r"C:\Tool & 'x'")
    looked = carry_out(plan_of(verb), tmp_path, "look")
    assert looked.only.status == "would-do"
    command = looked.begun[0].command
    assert command[0].lower() == rf"{native.system_folder()}\windowspowershell\v1.0\powershell.exe".lower()
    assert "Tool" not in "".join(command[:-1]), "what it is about is never a part of the script"
    if UNDER_WINE:
        ran = carry_out(plan_of(verb), tmp_path)
        assert (ran.only.status, ran.only.code, ran.only.kept is not None) == ("failed", "U-45", True), ran
    other = RemoveExclusion(kind="path", value=r"C:\Another")
    assert carry_out(plan_of(other), tmp_path).only.status == "nothing-to-do"


def test_an_exclusion_by_a_rule_is_left_to_whoever_made_the_rule(write_key: WriteKey, tmp_path: Path) -> None:
    place = r"SOFTWARE\Policies\Microsoft\Windows Defender\Exclusions\Paths"
    write_key(MACHINE, place, {r"C:\Tool": (1, "0")})
    assert carry_out(plan_of(RemoveExclusion(kind="path", value=r"C:\Tool")), tmp_path).only.code == "U-41"
    ran = carry_out(plan_of(RemoveValue(key=rf"HKLM\{place}", name=r"C:\Tool", data="0")), tmp_path)
    assert ran.only.status == "done", ran
    assert put_back(ran, tmp_path).only.status == "done"


def test_an_app_of_the_store_is_known_by_its_family(write_key: WriteKey, me: Person, tmp_path: Path) -> None:
    below = r"Local Settings\Software\Microsoft\Windows\CurrentVersion\AppModel\Repository\Packages"
    package = "MicrosoftCorporationII.QuickAssist_2.0.32.0_x64__8wekyb3d8bbwe"
    write_key(winreg.HKEY_USERS, rf"{me.sid}_Classes\{below}\{package}", {"DisplayName": (1, "x")})
    verb = RemoveStoreApp(family_name="MicrosoftCorporationII.QuickAssist_8wekyb3d8bbwe")
    assert carry_out(plan_of(verb, rights="person"), tmp_path, "look").only.status == "would-do"
    switch = SetSwitch(switch="quick-assist")
    assert carry_out(plan_of(switch, rights="person"), tmp_path, "look").only.status == "would-do"
    other = RemoveStoreApp(family_name="Other.QuickAssist_8wekyb3d8bbwe")
    assert carry_out(plan_of(other, rights="person"), tmp_path).only.status == "nothing-to-do"
    system = RemoveStoreApp(family_name="Microsoft.WindowsStore_8wekyb3d8bbwe")
    assert carry_out(plan_of(system, rights="person"), tmp_path).code == 2


@pytest.mark.parametrize(
    ("sddl", "rights", "others"),
    [
        # Descriptors of a real Windows 11, as its own documentation and tools show them.
        (
            "O:S-1-5-80-956008885-3418522649-1831038044-1853292631-2271478464D:PAI(A;;FA;;;SY)(A;;0x1200a9;;;BU)",
            CHANGES_FILE,
            (),
        ),
        ("O:BAD:(A;ID;FA;;;SY)(A;ID;FA;;;BA)(A;ID;0x1200a9;;;BU)(A;ID;0x1200a9;;;AC)", CHANGES_FILE, ()),
        ("O:BAD:(A;OICI;FA;;;SY)(A;OICI;0x1200a9;;;BU)(A;CI;DCLCRPCR;;;BU)", CHANGES_FOLDER, ("S-1-5-32-545",)),
        ("O:BAD:(A;OICI;FA;;;BA)(A;OICIIO;GA;;;CO)", CHANGES_FOLDER, ()),
        ("O:BAD:(A;;0x1301bf;;;AU)", CHANGES_FILE, ("S-1-5-11",)),
        ("O:S-1-5-21-1-2-3-1001D:(A;;FA;;;BA)", CHANGES_FILE, ("S-1-5-21-1-2-3-1001",)),
        ("O:BA", CHANGES_FILE, ("everybody",)),
    ],
)
def test_windows_own_words_for_permissions_are_read_right(sddl: str, rights: int, others: tuple[str, ...]) -> None:
    with handles.from_words(sddl) as address:
        length = native.call("advapi32", "GetSecurityDescriptorLength", ctypes.c_ulong, ctypes.c_void_p)(address)
        assert who_may(read_descriptor(ctypes.string_at(address, length)), rights) == others


def test_the_store_is_made_closed_and_a_linked_one_is_refused(throwaway: None, tmp_path: Path) -> None:
    place = store.store("administrator")
    assert place == Path(r"C:\ProgramData\Recovery Assistant\Removed")
    store.prepare(place, "administrator")
    with handles.held(str(place / "kept"), handles.READ_LIST, 7) as handle:
        assert handle is not None
        assert who_may(handles.described(handle), CHANGES_FOLDER) == ()
    assert store.store("person") == Path(places.known_folder(places.LOCAL_APP_DATA), "Recovery Assistant", "Removed")
    if UNDER_WINE:
        from tests.windows.test_runner_files import make_link, remove_link

        shutil.rmtree(place.parent)
        (tmp_path / "elsewhere").mkdir()
        make_link(place.parent, tmp_path / "elsewhere")
        assert not list(place.parent.iterdir()), "the link leads to the empty folder"
        try:
            with pytest.raises(Unable, match=r"U-4[67]"):
                store.prepare(place, "administrator")
        finally:
            remove_link(place.parent)
        store.prepare(place, "administrator")


def test_nothing_of_the_environment_reaches_what_is_started(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("PATH", "SystemRoot", "ProgramData", "TEMP", "ComSpec", "__COMPAT_LAYER", "COR_PROFILER"):
        monkeypatch.setenv(name, r"C:\planted")
    assert r"C:\planted" not in places.clean_environment(r"C:\own").values()
    assert not {"__COMPAT_LAYER", "COR_PROFILER"} & set(places.clean_environment(r"C:\own"))


def test_libraries_come_from_system32(throwaway: None) -> None:
    native.shut_out_planted_libraries()
    with pytest.raises(OSError, match="msi"):
        ctypes.WinDLL(r"Z:\nowhere\msi.dll")
    assert native.loaded("msi")
