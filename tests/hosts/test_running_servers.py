"""Real servers, running from unpacked packages in a network of their own: found, explained, and seen while in use.

Nothing is installed, and nothing can reach the outside. See test_running_tools.py for x11vnc and xrdp.
"""

from __future__ import annotations

import json
import shutil
import stat
import subprocess
import sys
from collections.abc import Iterator
from functools import cache, partial
from pathlib import Path
from typing import Any

import pytest

from recovery_assistant.content.catalogue import load_catalogue
from recovery_assistant.domain.catalogue import Catalogue
from recovery_assistant.domain.finding import Finding
from recovery_assistant.resources import resources_root
from tests.hosts import debian, meshcentral
from tests.hosts.namespace import ADDRESS, Namespace, namespace, until

if sys.platform != "linux":
    pytest.skip("programs of Linux", allow_module_level=True)

from recovery_assistant.hosts.linux.host import LinuxHost
from recovery_assistant.services.scanner import Found, scan

pytestmark = pytest.mark.slow

LOOK = """
import sys
import msgspec
from recovery_assistant.content.catalogue import load_catalogue
from recovery_assistant.hosts.linux.host import LinuxHost
from recovery_assistant.resources import resources_root
from recovery_assistant.services.live_check import still_connected
catalogue = load_catalogue(resources_root())
for _line in sys.stdin:
    print(msgspec.json.encode(still_connected(LinuxHost(homes=()), catalogue)).decode(), flush=True)
"""
CALL = "import socket, sys, time; s = socket.create_connection((sys.argv[1], int(sys.argv[2]))); time.sleep(60)"


@cache
def catalogue() -> Catalogue:
    return load_catalogue(resources_root())


def findings(homes: tuple[Path, ...] = ()) -> dict[tuple[str, str | None], Finding]:
    events = scan(LinuxHost(homes=homes), catalogue())
    found = [event.finding for event in events if isinstance(event, Found)]
    return {(one.tool_id, one.instance): one for one in found}


def live(inside: Namespace) -> dict[str, Any]:
    state: dict[str, Any] = json.loads(inside.answer(LOOK))
    return state


def runs(started: subprocess.Popen[bytes], program: Path) -> bool:
    return Path(f"/proc/{started.pid}/exe").readlink() == program


def waits(inside: Namespace, port: int) -> bool:
    code = "import socket, sys; socket.create_connection((sys.argv[1], int(sys.argv[2]))).close()"
    words = inside.command(sys.executable, "-c", code, ADDRESS, str(port))
    return subprocess.run(words, capture_output=True, check=False).returncode == 0


@pytest.fixture(scope="module")
def kept(request: pytest.FixtureRequest) -> Path:
    cache: Path = request.config.cache.mkdir("debian-packages")
    return cache


@pytest.fixture(scope="module")
def unpacked(kept: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("unpacked")
    for name in ("tigervnc-standalone-server", "tigervnc-scraping-server", "openssh-server", "libwrap0"):
        debian.unpack(debian.package(name, kept), root)
    return root


@pytest.fixture(scope="module")
def vnc(unpacked: Path) -> Iterator[Namespace]:
    """Yield a network in which TigerVNC shows an empty desktop, and its other server shows that same desktop again."""
    missing = [name for name in ("Xtigervnc", "X0tigervnc") if not _can_start(unpacked / "usr/bin" / name)]
    if missing:
        pytest.skip(f"libraries of {' and '.join(missing)} are not installed here")
    own = ("-SecurityTypes", "None", "-rfbport", "5977", "-geometry", "320x240")
    again = ("-display", ":77", "-SecurityTypes", "None", "-rfbport", "5978")
    with namespace() as inside, inside.running(str(unpacked / "usr/bin/Xtigervnc"), ":77", *own):
        until(lambda: waits(inside, 5977), "Xtigervnc did not start")
        with inside.running(str(unpacked / "usr/bin/X0tigervnc"), *again):
            until(lambda: waits(inside, 5978), "X0tigervnc did not start")
            yield inside


def _can_start(program: Path) -> bool:
    told = subprocess.run(["ldd", str(program)], capture_output=True, check=False, text=True)
    return told.returncode == 0 and "not found" not in told.stdout


def test_both_servers_of_tigervnc_are_found_while_they_run(vnc: Namespace, unpacked: Path) -> None:
    (found,) = [one for (tool_id, _instance), one in findings().items() if tool_id == "tigervnc"]
    assert found.is_alarm
    values = {part.value for part in found.evidence if part.kind == "process"}
    assert values == {str(unpacked / "usr/bin/Xtigervnc"), str(unpacked / "usr/bin/X0tigervnc")}


def test_a_viewer_that_comes_and_goes_is_seen_to_come_and_go(vnc: Namespace) -> None:
    before = live(vnc)
    assert (before["answer"], before["connected"]) == ("cannot-tell", False)
    assert before["reasons"][0].startswith("TigerVNC is running.")
    with vnc.running(sys.executable, "-c", CALL, ADDRESS, "5977"):
        until(lambda: bool(live(vnc)["connected"]), "the viewer was not seen")
        during = live(vnc)
        assert (during["answer"], during["tools"]) == ("live", ["TigerVNC"])
        assert during["reasons"] == ["Another computer is connected to TigerVNC on this PC."]
    until(lambda: not live(vnc)["connected"], "the viewer was seen after it had gone")


def test_no_cable_means_nobody(vnc: Namespace) -> None:
    with namespace("ip() { :; }") as cut:
        state = live(cut)
    assert (state["answer"], state["interface_up"]) == ("not-live", False)


@pytest.fixture(scope="module")
def ssh(unpacked: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Namespace, Path]]:
    """Yield a network with Debian's SSH server in it, and the folder with the key that opens it."""
    if shutil.which("ssh") is None:
        pytest.skip("there is no ssh here to call with")
    place = tmp_path_factory.mktemp("ssh")
    for name in ("host", "key"):
        make = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "helper@far", "-f", str(place / name)]
        subprocess.run(make, check=True)
    users = Path("/etc/passwd").read_text("utf-8")
    if "\nsshd:" not in users:
        users += "sshd:x:64000:65534::/run/sshd:/usr/sbin/nologin\n"
    (place / "passwd").write_text(users, "utf-8")
    # Only this network's own view of the files has the user and the folder that the server wants.
    more = f"mount --bind {place}/passwd /etc/passwd && mount -t tmpfs tmpfs /run && mkdir /run/sshd || exit 1"
    libraries = f"{unpacked}/lib/x86_64-linux-gnu:{unpacked}/usr/lib/x86_64-linux-gnu"
    options = {
        "ListenAddress": ADDRESS,
        "AuthorizedKeysFile": f"{place}/key.pub",
        "StrictModes": "no",
        "UsePAM": "no",
        "PermitRootLogin": "yes",
        "PidFile": "none",
    }
    server = [str(unpacked / "usr/sbin/sshd"), "-D", "-f", "/dev/null", "-p", "2222", "-h", f"{place}/host"]
    for name, value in options.items():
        server += ["-o", f"{name}={value}"]
    with namespace(more) as inside, inside.running(*server, LD_LIBRARY_PATH=libraries):
        until(lambda: waits(inside, 2222), "sshd did not start")
        yield inside, place


def test_an_ssh_server_that_runs_is_a_finding(ssh: tuple[Namespace, Path]) -> None:
    found = next(one for (tool_id, _instance), one in findings().items() if tool_id == "openssh-server")
    assert found.is_alarm
    assert any(part.kind == "process" and part.value.endswith("/usr/sbin/sshd") for part in found.evidence)


def test_somebody_signed_in_by_ssh_is_seen(ssh: tuple[Namespace, Path]) -> None:
    inside, place = ssh
    assert not live(inside)["connected"]
    known = ("-o", "StrictHostKeyChecking=no", "-o", "UserKnownHostsFile=/dev/null", "-o", "BatchMode=yes")
    with inside.running("ssh", "-tt", *known, "-i", f"{place}/key", "-p", "2222", f"root@{ADDRESS}", "sleep 60"):
        until(lambda: bool(live(inside)["connected"]), "the session was not seen")
        assert live(inside)["tools"] == ["OpenSSH server"]
    until(lambda: not live(inside)["connected"], "the session was seen after it had ended")


@pytest.fixture(scope="module")
def mesh(request: pytest.FixtureRequest) -> Path:
    return meshcentral.agent(request.config, "meshagent_x86-64")


def test_the_real_meshagent_and_its_renamed_copy_are_found_while_they_run(mesh: Path, tmp_path: Path) -> None:
    home = tmp_path / "mary"
    agent, renamed = tmp_path / "opt/meshagent", home / "Downloads/invoice-viewer"
    for program in (agent, renamed):
        program.parent.mkdir(parents=True)
        shutil.copy(mesh, program)
        program.chmod(program.stat().st_mode | stat.S_IXUSR)
        program.with_suffix(".msh").write_text(meshcentral.SETTINGS)
    with (
        namespace() as inside,
        inside.running(str(agent), "connect", cwd=agent.parent) as first,
        inside.running(str(renamed), "connect", cwd=renamed.parent) as second,
    ):
        for started, program in ((first, agent), (second, renamed)):
            until(partial(runs, started, program), f"{program.name} did not start")
        found = [one for (tool_id, _instance), one in findings((home,)).items() if tool_id == "meshagent"]
        assert first.poll() is None
        assert second.poll() is None
    assert all(one.is_alarm for one in found)
    evidence = {part.value: part for one in found for part in one.evidence}
    assert {str(agent), str(renamed)} <= set(evidence)
    assert "inside" in evidence[str(renamed)].says
