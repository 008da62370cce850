"""The lab machine as a caller left it: three servers of Debian, MeshAgent, a portable copy that starts by itself."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Final

import pytest

from tests.hosts import meshcentral
from tests.hosts.removal.lab import SHARED, Lab, install, until

PACKAGES: Final = ("x11vnc", "xrdp", "tigervnc-standalone-server")
AGENT: Final = "/usr/local/mesh_services/meshagent/meshagent"
AGENT_UNIT: Final = "/usr/lib/systemd/system/meshagent.service"
PORTABLE: Final = "/root/Applications/rustdesk-1.4.6-x86_64.AppImage"
AUTOSTART: Final = "/root/.config/autostart/rustdesk.desktop"
_APPIMAGE: Final = slice(8, 11)
"""Where an AppImage says that it is one: three bytes of the head of an ELF file that nothing reads."""
_STARTS: Final = f"""[Desktop Entry]
Type=Application
Name=RustDesk
Exec={PORTABLE} 600
X-GNOME-Autostart-enabled=true
"""


def set_up(machine: Lab, config: pytest.Config) -> None:
    """Install and start everything."""
    install(machine, Path(config.cache.mkdir("debian-packages")), *PACKAGES)
    _install_agent(machine, config)
    lay_portable(machine)
    start(machine)


def _install_agent(machine: Lab, config: pytest.Config) -> None:
    """Have MeshAgent set itself up as its own installer does: a unit, a folder, and its server's address beside it."""
    got = machine.shared / "got"
    got.mkdir()
    agent = Path(shutil.copy(meshcentral.agent(config, "meshagent_x86-64"), got / "meshagent"))
    agent.chmod(0o755)
    (got / "meshagent.msh").write_text(meshcentral.SETTINGS)
    machine.run("sh", "-c", f"cd {SHARED}/got && ./meshagent -fullinstall --copy-msh=1 > {SHARED}/installed 2>&1")
    shutil.rmtree(got)
    assert machine.has(AGENT_UNIT), (machine.shared / "installed").read_text()


def lay_portable(machine: Lab) -> None:
    """Lay down a real program of this system that bears the mark and the name of an AppImage of RustDesk."""
    content = bytearray(Path("/bin/sleep").read_bytes())
    content[_APPIMAGE] = b"AI\x02"
    laid = machine.shared / "portable"
    laid.write_bytes(content)
    machine.run("install", "-D", "-m", "755", f"{SHARED}/portable", PORTABLE)
    laid.unlink()
    machine.write(AUTOSTART, _STARTS)


def show_screen(machine: Lab) -> None:
    """Start an X server, and x11vnc that shows its screen to others."""
    machine.start("Xvfb", ":50", "-screen", "0", "1280x960x24", "-nolisten", "tcp")
    until(lambda: machine.has("/tmp/.X11-unix/X50"), "Xvfb did not start")
    machine.start("x11vnc", "-display", ":50", "-localhost", "-rfbport", "5970", "-forever", "-nopw", "-quiet")


def start(machine: Lab) -> None:
    """Start what a service manager or a desktop would have started, and wait until all of it is at work."""
    show_screen(machine)
    machine.start("Xtigervnc", ":77", "-SecurityTypes", "None", "-rfbport", "5977", "-geometry", "320x240")
    machine.start("xrdp-sesman", "--nodaemon")
    machine.start("xrdp", "--nodaemon")
    machine.start(AGENT, "--installedByUser=0")
    machine.start(PORTABLE, "600")
    for port in (5970, 5977, 3389):
        until(lambda port=port: machine.listens(port), f"nobody listens at {port}")  # type: ignore[misc]
    until(lambda: bool(machine.pids("meshagent")), "MeshAgent did not start")
    until(lambda: bool(machine.pids(Path(PORTABLE).name)), "the portable program did not start")
