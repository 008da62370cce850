"""The window on a real Windows: its own platform plug-in, a real look, a finding and open doors out of its registry."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

if sys.platform != "win32":
    pytest.skip("needs Windows, real or under Wine", allow_module_level=True)

import winreg

from tests.windows.conftest import WriteKey

pytestmark = pytest.mark.wine

DISPLAY = os.environ.get("DISPLAY")  # tests have none; read before a fixture takes it away
DRIVER = Path(__file__).with_name("drive_window.py")
UNINSTALL = r"SOFTWARE\Microsoft\Windows\CurrentVersion\Uninstall"
EXCLUSIONS = r"SOFTWARE\Microsoft\Windows Defender\Exclusions\Paths"
INTERNET = r"SOFTWARE\Microsoft\Windows\CurrentVersion\Internet Settings"
LEFT_OUT = r"C:\ProgramData\AnyDesk"
PROXY = "203.0.113.7:8080"  # an address that is only for examples (RFC 5737)


def test_the_window_shows_a_finding_and_open_doors_of_the_registry(write_key: WriteKey, tmp_path: Path) -> None:
    write_key(
        winreg.HKEY_LOCAL_MACHINE,
        rf"{UNINSTALL}\AnyDesk",
        {
            "DisplayName": (winreg.REG_SZ, "AnyDesk"),
            "Publisher": (winreg.REG_SZ, "AnyDesk Software GmbH"),
            "InstallLocation": (winreg.REG_SZ, r"C:\Program Files (x86)\AnyDesk"),
        },
        32,
    )
    write_key(winreg.HKEY_LOCAL_MACHINE, EXCLUSIONS, {LEFT_OUT: (winreg.REG_DWORD, 0)})
    proxy = {"ProxyEnable": (winreg.REG_DWORD, 1), "ProxyServer": (winreg.REG_SZ, PROXY)}
    write_key(winreg.HKEY_CURRENT_USER, INTERNET, proxy)
    pictures = Path(os.environ.get("RECOVERY_PICTURES", str(tmp_path)))
    surroundings = {name: value for name, value in os.environ.items() if name != "QT_QPA_PLATFORM"}
    if DISPLAY:
        surroundings["DISPLAY"] = DISPLAY
    ended = subprocess.run(
        [sys.executable, str(DRIVER), str(pictures)], capture_output=True, env=surroundings, check=False, timeout=120
    )
    assert ended.returncode == 0, ended.stderr.decode(errors="replace")
    told = json.loads(ended.stdout)
    assert told["platform"] == "windows"
    assert any("AnyDesk" in text for text in told["said"])
    for opened in (LEFT_OUT, PROXY):
        assert any(opened in text.replace("\u200b", "") for text in told["left"])
    assert told["key"] == "K-06", "the key went with the case"
    for name in ("wine-first-page.png", "wine-findings.png", "wine-left-behind.png"):
        assert (pictures / name).stat().st_size > 20_000, "a picture of nothing is smaller"
