"""Which package a file belongs to, asked of the real dpkg, and of stand-ins for the tools of others."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest

if sys.platform != "linux":
    pytest.skip("packages of Linux", allow_module_level=True)

from recovery_assistant.hosts.ground import linux as ground_of_linux
from recovery_assistant.hosts.ground.linux import LinuxGround

needs_dpkg = pytest.mark.skipif(shutil.which("dpkg-query") is None, reason="there is no dpkg here")


@needs_dpkg
def test_files_of_debian_packages_by_either_spelling_of_their_place() -> None:
    ground = LinuxGround()
    assert ground.package_of("/usr/bin/dpkg") == ("apt", "dpkg")
    assert ground.package_of("/bin/sh") in (("apt", "dash"), None)  # a link, which only some lists name
    assert ground.package_of("/usr/bin/bash") == ("apt", "bash")
    assert ground.package_of("/bin/bash") == ("apt", "bash")
    assert ground.packager_of("/var/lib/dpkg/status") == "apt"


@needs_dpkg
@pytest.mark.parametrize(
    "path",
    ["/usr/bin/*", "/usr/bin/bas?", "/usr/bin/[b]ash", "/usr/bin", "/gone", "bash", "", "/usr/bin/bash\n", "/x\0"],
)
def test_nothing_but_the_file_itself_is_meant(path: str) -> None:
    found = LinuxGround().package_of(path)
    assert found is None or path == "/usr/bin"


@pytest.mark.parametrize(
    ("path", "package"),
    [
        ("/snap/anydesk/12/usr/bin/anydesk", ("snap", "anydesk")),
        ("/snap/bin/anydesk", None),
        ("/var/lib/flatpak/app/com.rustdesk.RustDesk/x86_64/x", ("flatpak", "com.rustdesk.RustDesk")),
        (
            "/home/jane/.local/share/flatpak/app/com.rustdesk.RustDesk/current",
            ("flatpak-user", "com.rustdesk.RustDesk"),
        ),
        ("/home/jane/Downloads/x.AppImage", None),
    ],
)
def test_snaps_and_flatpaks_by_their_place(path: str, package: tuple[str, str] | None) -> None:
    assert LinuxGround().package_of(path) == package


def tool(folder: Path, name: str, script: str) -> None:
    file = folder / name
    file.write_text(f"#!/bin/sh\n{script}\n")
    file.chmod(0o755)


@pytest.fixture
def tools(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder that stands for the system's own folders of tools."""
    monkeypatch.setattr(ground_of_linux, "_TOOLS", str(tmp_path))
    monkeypatch.setattr(ground_of_linux, "_CLEAN", {"PATH": "/usr/bin:/bin"})
    monkeypatch.setattr(ground_of_linux, "_RPM_LISTS", (str(tmp_path),))
    return tmp_path


def test_rpm_and_pacman_are_asked_in_their_own_words(tools: Path) -> None:
    ground = LinuxGround()
    assert ground.package_of("/usr/bin/anydesk") is None
    assert [ground.packager_of(source) for source in ("rpm", "pacman:x", "flatpak:x", "snap:x", "/x")] == [None] * 5
    tool(tools, "rpm", '[ "$5" = /usr/bin/anydesk ] && echo anydesk')
    tool(tools, "dnf", "exit 1")
    assert LinuxGround().package_of("/usr/bin/anydesk") == ("dnf", "anydesk")
    assert LinuxGround().package_of("/usr/bin/other") is None
    tool(tools, "zypper", "exit 1")
    assert LinuxGround().packager_of("rpm") == "zypper"
    (tools / "rpm").unlink()
    tool(tools, "pacman", '[ "$1 $2 $3" = "-Qqo -- /usr/bin/anydesk" ] && echo anydesk-bin')
    assert LinuxGround().package_of("/usr/bin/anydesk") == ("pacman", "anydesk-bin")


def test_a_tool_that_hangs_or_fails_tells_nothing(tools: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ground_of_linux, "_SECONDS", 0.2)
    tool(tools, "pacman", "sleep 5")
    assert LinuxGround().package_of("/usr/bin/anydesk") is None
    tool(tools, "pacman", "echo name; exit 1")
    assert LinuxGround().package_of("/usr/bin/anydesk") is None
