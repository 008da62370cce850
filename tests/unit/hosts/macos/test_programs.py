"""Apps and receipts of a Mac."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from recovery_assistant.domain.observation import Gap, InstalledProgram
from recovery_assistant.hosts.machine_files import MachineFiles
from recovery_assistant.hosts.macos import programs as macos_programs
from recovery_assistant.hosts.macos.programs import installed_programs
from tests.unit.hosts.mac_tree import clean_mac, put, put_app, put_list, put_receipt

if sys.platform == "win32":
    pytest.skip("links of another machine cannot be made here", allow_module_level=True)


def shown(root: Path) -> tuple[dict[str, InstalledProgram], list[Gap]]:
    seen = list(installed_programs("mac", MachineFiles(root), ("/Users/mary",)))
    programs = {one.install_location or one.package: one for one in seen if isinstance(one, InstalledProgram)}
    return programs, [one for one in seen if isinstance(one, Gap)]


def test_apps_wherever_they_lie_with_maker_and_helpers(tmp_path: Path) -> None:
    root = clean_mac(tmp_path)
    put_app(root, "Applications/AnyDesk.app", "com.philandro.anydesk", team="KU6W3B6JMZ", fat=True)
    put_app(root, "Applications/AnyDesk.app/Contents/Library/LoginItems/Helper.app", "com.philandro.anydesk.login")
    put_app(root, "Applications/RealVNC/RealVNC Server.app", "com.realvnc.vncserver")
    put_app(root, "Applications/.com.bomgar.scc.1/Remote Support Customer Client.app", "com.bomgar.bomgar-scc")
    put_app(root, "Users/mary/Applications/Chrome Apps.localized/Docs.app", "com.google.Chrome.app.x")
    put_app(root, "opt/screenconnect-1a5d6cc5d5f07e3e.app", "com.screenconnect.client")
    put_app(root, "Applications/a/b/c/d/TooDeep.app", "x.y")
    programs, gaps = shown(root)
    assert gaps == []
    assert {path: one.bundle_id for path, one in programs.items()} == {
        "/Applications/AnyDesk.app": "com.philandro.anydesk",
        "/Applications/AnyDesk.app/Contents/Library/LoginItems/Helper.app": "com.philandro.anydesk.login",
        "/Applications/RealVNC/RealVNC Server.app": "com.realvnc.vncserver",
        "/Applications/.com.bomgar.scc.1/Remote Support Customer Client.app": "com.bomgar.bomgar-scc",
        "/Users/mary/Applications/Chrome Apps.localized/Docs.app": "com.google.Chrome.app.x",
        "/opt/screenconnect-1a5d6cc5d5f07e3e.app": "com.screenconnect.client",
    }
    anydesk = programs["/Applications/AnyDesk.app"]
    assert (anydesk.display_name, anydesk.publisher) == ("AnyDesk", "KU6W3B6JMZ")
    assert anydesk.source == "/Applications/AnyDesk.app/Contents/Info.plist"
    assert anydesk.installed_at is not None


def test_receipts_name_the_package_and_its_day(tmp_path: Path) -> None:
    root = clean_mac(tmp_path)
    put_receipt(root, "com.teamviewer.AuthorizationPlugin", datetime(2026, 1, 2, 3, 4))  # noqa: DTZ001 (a plist's)
    programs, _gaps = shown(root)
    receipt = programs["/"]
    assert (receipt.package, receipt.installed_at) == (
        "com.teamviewer.AuthorizationPlugin",
        datetime(2026, 1, 2, 3, 4, tzinfo=UTC),
    )


def test_hostile_lists_are_gaps_and_the_app_is_still_told(tmp_path: Path) -> None:
    root = clean_mac(tmp_path)
    put(root, "Applications/Bad.app/Contents/Info.plist", b"bplist00" + b"\xff" * 99)
    (root / "Applications/None.app").mkdir()
    put_list(root, "Applications/Up.app/Contents/Info.plist", {"CFBundleExecutable": "../../../../etc/hosts"})
    put(root, "private/var/db/receipts/x.plist", b"<plist>")
    programs, gaps = shown(root)
    assert {one.display_name for one in programs.values()} == {"Bad", "None", "Up"}
    assert {gap.source for gap in gaps} == {
        "installed-programs: /Applications/Bad.app/Contents/Info.plist",
        "installed-programs: /private/var/db/receipts/x.plist",
    }


def test_too_many_folders_are_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(macos_programs, "MOST_FOLDERS", 2)
    for number in range(5):
        (tmp_path / f"Applications/{number}").mkdir(parents=True)
    (gap,) = shown(tmp_path)[1]
    assert gap.reason == "more than 2 folders; the rest was not looked at"
