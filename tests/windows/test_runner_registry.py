"""The real registry: exported to the byte, deleted, put back."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

if sys.platform != "win32":
    pytest.skip("needs Windows, real or under Wine", allow_module_level=True)

import winreg

from recovery_assistant.domain.removal.plan import AnyVerb, RemoveKey, RemoveValue, Rights, SetSwitch, StopService
from recovery_assistant.hosts.windows.places import Person
from recovery_assistant.hosts.windows.registry import Exact, LiveRegistry
from tests.windows.conftest import WriteKey
from tests.windows.removal_runs import Ran, carry_out, plan_of, put_back

pytestmark = pytest.mark.wine

MACHINE, USER = winreg.HKEY_LOCAL_MACHINE, winreg.HKEY_CURRENT_USER
TEXT, NUMBER, BYTES, TEXTS, GROWING = 1, 4, 3, 7, 2
CURRENT = r"SOFTWARE\Microsoft\Windows\CurrentVersion"
RUN = rf"{CURRENT}\Run"


def values(place: str) -> Exact:
    return LiveRegistry().exact(place)


def do(folder: Path, *verbs: AnyVerb, rights: Rights = "administrator", mode: str = "do") -> Ran:
    return carry_out(plan_of(*verbs, rights=rights, roots=(r"C:\x",)), folder, mode)


@pytest.mark.parametrize(
    ("kind", "data", "told"),
    [
        (TEXT, r'"C:\x\tool.exe" --silent', r'"C:\x\tool.exe" --silent'),
        (GROWING, r"%TEMP%\tööl.exe", r"%TEMP%\tööl.exe"),
        (NUMBER, 0x80000001, str(0x80000001)),
        (BYTES, b"\x00\xff\x10", "00ff10"),
        (TEXTS, ["a b", "ü"], "a b; ü"),
    ],
)
def test_a_value_of_every_kind_goes_and_comes_back_to_the_byte(
    write_key: WriteKey, tmp_path: Path, kind: int, data: int | str | bytes | list[str], told: str
) -> None:
    write_key(MACHINE, RUN, {"Recovery Test": (kind, data)})
    place = rf"HKLM\{RUN}"
    before = values(place)
    verb = RemoveValue(key=place, name="Recovery Test", data=told)
    assert do(tmp_path, verb, mode="look").only.status == "would-do"
    assert values(place) == before
    ran = do(tmp_path, verb)
    assert ran.only.status == "done", ran
    assert "Recovery Test" not in values(place)
    assert do(tmp_path, verb).only.status == "nothing-to-do"
    assert put_back(ran, tmp_path).only.status == "done"
    assert values(place) == before


def test_a_value_that_changed_meanwhile_stays(write_key: WriteKey, tmp_path: Path) -> None:
    write_key(MACHINE, RUN, {"Recovery Test": (TEXT, "new.exe")})
    ran = do(tmp_path, RemoveValue(key=rf"HKLM\{RUN}", name="Recovery Test", data="old.exe"))
    assert (ran.only.status, ran.only.code) == ("refused", "U-39")
    assert "Recovery Test" in values(rf"HKLM\{RUN}")


def test_what_stands_there_by_now_is_never_overwritten(write_key: WriteKey, tmp_path: Path) -> None:
    write_key(MACHINE, RUN, {"Recovery Test": (TEXT, "old.exe")})
    ran = do(tmp_path, RemoveValue(key=rf"HKLM\{RUN}", name="Recovery Test", data="old.exe"))
    with winreg.OpenKey(MACHINE, RUN, 0, winreg.KEY_SET_VALUE) as key:
        winreg.SetValueEx(key, "Recovery Test", 0, TEXT, "another.exe")
    assert put_back(ran, tmp_path).only.status == "refused"
    assert values(rf"HKLM\{RUN}")["Recovery Test"][1] == "another.exe\0".encode("utf-16-le")


def test_the_view_of_old_programs_is_its_own(write_key: WriteKey, tmp_path: Path) -> None:
    write_key(MACHINE, RUN, {"Recovery Test": (TEXT, "64.exe")})
    write_key(MACHINE, RUN, {"Recovery Test": (TEXT, "32.exe")}, 32)
    old = r"HKLM\SOFTWARE\WOW6432Node\Microsoft\Windows\CurrentVersion\Run"
    ran = do(tmp_path, RemoveValue(key=old, name="Recovery Test", data="32.exe"))
    assert ran.only.status == "done", ran
    assert "Recovery Test" not in values(old)
    assert "Recovery Test" in values(rf"HKLM\{RUN}")
    assert put_back(ran, tmp_path).only.status == "done"
    assert "Recovery Test" in values(old)


def test_a_person_reaches_their_own_hive_only(write_key: WriteKey, me: Person, tmp_path: Path) -> None:
    write_key(USER, RUN, {"Recovery Test": (TEXT, "own.exe")})
    verb = RemoveValue(key=rf"HKU\{me.sid}\{RUN}", name="Recovery Test", data="own.exe")
    assert do(tmp_path, verb).code == 2, "an administrator's runner takes nothing out of a person's hive"
    ran = do(tmp_path, verb, rights="person")
    assert ran.only.status == "done", ran
    assert put_back(ran, tmp_path).only.status == "done"
    assert do(tmp_path, RemoveValue(key=rf"HKLM\{RUN}", name="x", data="y"), rights="person").code == 2


def test_one_text_of_a_list_goes_and_the_others_stay(write_key: WriteKey, tmp_path: Path) -> None:
    lsa = r"SYSTEM\CurrentControlSet\Control\Lsa"
    write_key(MACHINE, lsa, {"Authentication Packages": (TEXTS, ["msv1_0", "ScreenConnect", "other"])})
    verb = RemoveValue(key=rf"HKLM\{lsa}", name="Authentication Packages", data="", part="ScreenConnect")
    ran = do(tmp_path, verb)
    assert ran.only.status == "done", ran
    kind, data = values(rf"HKLM\{lsa}")["Authentication Packages"]
    assert (kind, data.decode("utf-16-le")) == (TEXTS, "msv1_0\0other\0\0")
    with winreg.OpenKey(MACHINE, lsa, 0, winreg.KEY_SET_VALUE) as key:
        winreg.SetValueEx(key, "Authentication Packages", 0, TEXTS, ["msv1_0", "other", "newer"])
    assert put_back(ran, tmp_path).only.status == "done"
    left = values(rf"HKLM\{lsa}")["Authentication Packages"][1].decode("utf-16-le")
    assert left == "msv1_0\0ScreenConnect\0other\0newer\0\0", "what came meanwhile stays"


def test_a_text_that_stands_twice_in_a_list_comes_back_twice(write_key: WriteKey, tmp_path: Path) -> None:
    lsa = r"SYSTEM\CurrentControlSet\Control\Lsa"
    write_key(MACHINE, lsa, {"Security Packages": (TEXTS, ["ScreenConnect", "other", "ScreenConnect"])})
    before = values(rf"HKLM\{lsa}")["Security Packages"]
    ran = do(tmp_path, RemoveValue(key=rf"HKLM\{lsa}", name="Security Packages", data="", part="ScreenConnect"))
    assert ran.only.status == "done", ran
    assert put_back(ran, tmp_path).only.status == "done"
    assert values(rf"HKLM\{lsa}")["Security Packages"] == before


@pytest.mark.parametrize(
    "set_up",
    [
        {"Type": (NUMBER, 1), "ImagePath": (TEXT, r"C:\x\y.exe")},
        {"Type": (NUMBER, 16), "ImagePath": (TEXT, r"C:\Windows\System32\svchost.exe -k netsvcs")},
        {"Type": (NUMBER, 2)},
    ],
    ids=["driver", "of Windows", "driver without a file"],
)
def test_the_key_of_a_driver_or_of_another_service_stays(
    write_key: WriteKey, tmp_path: Path, set_up: dict[str, tuple[int, object]]
) -> None:
    place = r"SYSTEM\CurrentControlSet\Services\RecoveryNeeded"
    write_key(MACHINE, place, set_up)
    stop = StopService(manager="windows", name="RecoveryNeeded", program=r"C:\x\y.exe")
    ran = do(tmp_path, stop, RemoveKey(key=rf"HKLM\{place}"))
    assert (ran.ended[-1].status, ran.ended[-1].code) == ("refused", "U-30"), ran
    assert values(rf"HKLM\{place}")["Type"]


def test_a_key_with_all_below_it_goes_and_comes_back(write_key: WriteKey, tmp_path: Path) -> None:
    start = r"SYSTEM\CurrentControlSet\Control\SafeBoot\Network\RecoveryTool"
    write_key(MACHINE, start, {"": (TEXT, "Service"), "Ümläut": (BYTES, bytes(range(60)))})
    write_key(MACHINE, rf"{start}\Below", {"n": (NUMBER, 7)})
    place = rf"HKLM\{start}"
    before = values(place), values(rf"{place}\Below")
    alone = do(tmp_path, RemoveKey(key=place))
    assert alone.code == 2, "the start of a service that the plan does not stop"
    stop = StopService(manager="windows", name="RecoveryTool", program=r"C:\x\y.exe")
    ran = do(tmp_path, stop, RemoveKey(key=place))
    assert [one.status for one in ran.ended] == ["nothing-to-do", "done"], ran
    assert values(place) == {}
    assert put_back(ran, tmp_path).only.status == "done"
    assert (values(place), values(rf"{place}\Below")) == before


def test_remote_desktop_is_switched_off_and_on_again(write_key: WriteKey, tmp_path: Path) -> None:
    place = r"SYSTEM\CurrentControlSet\Control\Terminal Server"
    write_key(MACHINE, place, {"fDenyTSConnections": (NUMBER, 0)})
    verb = SetSwitch(switch="remote-desktop")
    assert do(tmp_path, verb, mode="look").only.status == "would-do"
    ran = do(tmp_path, verb)
    assert ran.only.status == "done", ran
    assert values(rf"HKLM\{place}")["fDenyTSConnections"] == (NUMBER, b"\1\0\0\0")
    assert do(tmp_path, verb).only.status == "nothing-to-do"
    assert put_back(ran, tmp_path).only.status == "done"
    assert values(rf"HKLM\{place}")["fDenyTSConnections"] == (NUMBER, bytes(4))


def test_a_rule_of_the_pc_wins_and_is_told(write_key: WriteKey, tmp_path: Path) -> None:
    write_key(MACHINE, r"SYSTEM\CurrentControlSet\Control\Terminal Server", {"fDenyTSConnections": (NUMBER, 0)})
    rules = r"SOFTWARE\Policies\Microsoft\Windows NT\Terminal Services"
    write_key(MACHINE, rules, {"fDenyTSConnections": (NUMBER, 0)})
    ran = do(tmp_path, SetSwitch(switch="remote-desktop"))
    assert (ran.only.status, ran.only.code) == ("refused", "U-41")


def test_a_proxy_and_its_script_of_a_person(write_key: WriteKey, me: Person, tmp_path: Path) -> None:
    internet = rf"{CURRENT}\Internet Settings"
    write_key(USER, internet, {"ProxyEnable": (NUMBER, 1), "AutoConfigURL": (TEXT, "http://x/proxy.pac")})
    verbs = SetSwitch(switch="proxy", about=me.sid), SetSwitch(switch="proxy-script", about=me.sid)
    ran = do(tmp_path, *verbs, rights="person")
    assert [one.status for one in ran.ended] == ["done", "done"], ran
    left = values(rf"HKU\{me.sid}\{internet}")
    assert left["ProxyEnable"] == (NUMBER, bytes(4))
    assert "AutoConfigURL" not in left
    assert {one.status for one in put_back(ran, tmp_path).ended} == {"done"}
    again = values(rf"HKU\{me.sid}\{internet}")
    assert again["ProxyEnable"] == (NUMBER, b"\1\0\0\0")
    assert again["AutoConfigURL"][1].decode("utf-16-le") == "http://x/proxy.pac\0"


def test_a_manifest_that_somebody_changed_puts_nothing_else_back(
    write_key: WriteKey, me: Person, tmp_path: Path
) -> None:
    """The person's store can be changed by each of their programs, and the command line may be an administrator's."""
    key = rf"HKU\{me.sid}\{RUN}"
    write_key(USER, RUN, {"tool": (TEXT, "x")})
    removed = do(tmp_path, RemoveValue(key=key, name="tool", data="x"), rights="person")
    manifest = Path(removed.only.kept.place if removed.only.kept else "") / "manifest.json"
    honest = manifest.read_text("utf-8")
    elsewhere = honest.replace(rf"[HKEY_USERS\\{me.sid}\\", r"[HKEY_LOCAL_MACHINE\\").replace("tool", "evil")
    of_all = elsewhere.replace(rf"HKU\\{me.sid}\\", r"HKLM\\")
    assert len({honest, elsewhere, of_all}) == 3
    for changed in (elsewhere, of_all):
        manifest.write_text(changed, "utf-8")
        back = put_back(removed, tmp_path).only
        assert (back.status, back.code) == ("failed", "U-17")
        assert "evil" not in values(rf"HKLM\{RUN}")
    manifest.write_text(honest, "utf-8")
    assert put_back(removed, tmp_path).only.status == "done"
