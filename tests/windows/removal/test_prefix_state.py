"""The tool that says what changed on a Windows: it sees each kind of change, and nothing where there is none."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from tests.windows.removal.prefix_state import Change, FileState, PrefixState, differences, is_below, outside

if sys.platform != "win32":
    pytest.skip("needs Windows, real or under Wine", allow_module_level=True)

from tests.windows.removal import prefix_state
from tests.windows.removal.look_alikes import delete_key, delete_value, write_texts

pytestmark = pytest.mark.wine

KEY = r"Software\Look-alike test"


def test_every_kind_of_change_is_seen_and_nothing_else(first_state: PrefixState, tmp_path: Path) -> None:
    began = prefix_state.look(first_state)  # other tests may have been at work since the first
    folder = Path(r"C:\Program Files\Look-alike test")
    folder.mkdir()
    try:
        (folder / "stays.txt").write_bytes(b"one")
        (folder / "changes.txt").write_bytes(b"one")
        (folder / "goes.txt").write_bytes(b"one")
        write_texts("HKCU", KEY, {"stays": "1", "changes": "1", "goes": "1"})
        before = prefix_state.look(first_state)
        assert outside(differences(before, prefix_state.look(before))) == ()
        times = (folder / "changes.txt").stat()
        (folder / "changes.txt").write_bytes(b"two")
        os.utime(folder / "changes.txt", ns=(times.st_atime_ns, times.st_mtime_ns + 1_000_000))
        (folder / "goes.txt").unlink()
        (folder / "new").mkdir()
        write_texts("HKCU", KEY, {"changes": "2", "new": "1"})
        delete_value("HKCU", KEY, "goes")
        seen = {str(one) for one in outside(differences(before, prefix_state.look(before)))}
        assert seen == {
            f"~ {folder}\\changes.txt = other bytes",
            f"- {folder}\\goes.txt = 3 bytes",
            f"+ {folder}\\new",
            rf"~ HKCU\{KEY} -> changes = REG_SZ '1' => REG_SZ '2'",
            rf"- HKCU\{KEY} -> goes = REG_SZ '1'",
            rf"+ HKCU\{KEY} -> new = REG_SZ '1'",
        }
    finally:
        delete_key("HKCU", KEY)
        for path in sorted(folder.rglob("*"), reverse=True):
            path.rmdir() if path.is_dir() else path.unlink()
        folder.rmdir()
    assert outside(differences(began, prefix_state.look(began))) == ()


def test_places_are_compared_as_windows_does() -> None:
    assert is_below(r"c:\program files\A\b.exe", "C:\\Program Files\\A")
    assert is_below(r"HKLM\Software\A -> value", r"HKLM\SOFTWARE\a")
    assert not is_below(r"C:\Program Files\Ab", r"C:\Program Files\A")
    assert not is_below(r"C:\Program Files", r"C:\Program Files\A")


def test_a_changed_file_is_told_by_its_bytes_and_not_by_its_time() -> None:
    before = PrefixState({"C:\\a": FileState(1, 1, "x"), "C:\\b": FileState(1, 1, "x")}, {})
    after = PrefixState({"C:\\a": FileState(1, 9, "x"), "C:\\b": FileState(1, 9, "y")}, {})
    assert differences(before, after) == (Change("~", "C:\\b", "other bytes"),)
