"""Single values go; what Windows needs, and what nobody can tell apart, stays."""

from __future__ import annotations

from tests.unit.domain.left_behind_machines import codes
from tests.unit.domain.left_behind_rows import CHROME, NT, WIN, forced, setting


def test_what_windows_needs_is_left_to_the_person() -> None:
    shell = setting("sign-in-program", rf"{NT}\Winlogon", r"C:\x.exe", "Shell")
    assert codes((shell,), WIN, "sign-in-program-changed") == ["no-way-known"]
    several = tuple(setting("appinit-library", rf"{NT}\Windows", rf"C:\Users\{name}.dll") for name in "ab")
    assert codes(several, WIN, "loaded-library") == ["no-way-known"]
    elsewhere = setting("hosts-entry", r"D:\other\hosts", "93.184.216.7 www.paypal.com")
    assert codes((elsewhere,), WIN, "hosts-redirect") == ["no-way-known"]
    in_text = forced(CHROME)
    assert codes((in_text,), WIN, "extension-forced") == ["no-way-known"]
