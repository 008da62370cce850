"""What of the ground of Windows can be told on any system: folders and people out of a registry, and what is not asked.

Permissions, Windows Installer and signatures are asked of a running Windows in tests/windows/test_ground.py.
"""

from __future__ import annotations

import pytest

from recovery_assistant.hosts.ground import windows as ground_of_windows
from recovery_assistant.hosts.ground.windows import WindowsGround
from tests.unit.hosts.windows_pc import ADA, BOB, registry


@pytest.fixture
def ground(monkeypatch: pytest.MonkeyPatch) -> WindowsGround:
    """Return the ground of a recorded PC at which Ada is signed in."""
    monkeypatch.setattr(ground_of_windows, "_own_sid", lambda: ADA)
    return WindowsGround(registry({r"HKLM\SYSTEM\CurrentControlSet\Control\SafeBoot\Network\AnyDesk": {}}))


def test_what_is_the_persons_own(ground: WindowsGround) -> None:
    for own in (r"C:\Users\Ada\Downloads\x.exe", rf"HKU\{ADA}\SOFTWARE\x", rf"HKU\{ADA}_Classes\x"):
        assert ground.is_own(own)
    for other in (r"C:\Users\Adam\x", r"C:\Users\Bob\x", rf"HKU\{BOB}\SOFTWARE\x", rf"HKU\{ADA}0\x", r"HKLM\SOFTWARE"):
        assert not ground.is_own(other)


def test_nobody_is_signed_in_when_windows_does_not_say_who(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ground_of_windows, "_own_sid", lambda: "")
    assert not WindowsGround(registry()).is_own(r"C:\Users\Ada\x")


def test_variables_come_from_the_registry(ground: WindowsGround, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ProgramFiles", r"C:\Evil")
    monkeypatch.setenv("APPDATA", r"C:\Evil")
    assert ground.expanded(r"%ProgramFiles%\AnyDesk") == r"C:\Program Files\AnyDesk"
    assert ground.expanded(r"%APPDATA%\AnyDesk") == r"C:\Users\Ada\AppData\Roaming\AnyDesk"
    assert ground.expanded("%NOBODY%") == "%NOBODY%"


def test_keys_of_the_registry(ground: WindowsGround) -> None:
    assert ground.has_key(r"HKLM\SYSTEM\CurrentControlSet\Control\SafeBoot\Network\AnyDesk")
    assert not ground.has_key(r"HKLM\SYSTEM\CurrentControlSet\Control\SafeBoot\Network\Other")


@pytest.mark.parametrize(
    "path", [r"\\server\share\x.exe", r"\\?\C:\x.exe", "x.exe", r"\x.exe", "C:x.exe", "C:\\x\0.exe"]
)
def test_another_computer_is_never_asked(ground: WindowsGround, path: str) -> None:
    assert ground.kind_of(path) == "closed"
    assert ground.real_path(path) == ground.sha256_of(path) == ground.signer_of(path) == ""
    assert not ground.is_protected(path)
    assert ground.lines_of(path) == ()
