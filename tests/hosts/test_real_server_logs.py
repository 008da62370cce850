"""The logs that real servers write while real clients come, are refused, meet each other and are cut off.

Nothing is installed: packages are unpacked, and run in a network of their own. What a reader tells of a log is held
against the clock of this PC, which stood beside. Each server has somebody refused, two at once, and one who was there
when it was killed, so that nobody can know the end.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import NamedTuple
from zoneinfo import ZoneInfo

import pytest

from recovery_assistant.domain.session import Attempt, Presence, Session
from recovery_assistant.hosts.log_folder import FoundFile, files_at
from recovery_assistant.services.log_sources import log_of
from recovery_assistant.traces.all_readers import READERS
from recovery_assistant.traces.reader import TraceEvent, reader_for
from tests.hosts import debian, meshcentral
from tests.hosts.namespace import ADDRESS, Namespace, namespace, until

if sys.platform != "linux":
    pytest.skip("programs of Linux", allow_module_level=True)

pytestmark = [pytest.mark.slow, pytest.mark.desktop]

SLACK = timedelta(seconds=30)
"""Logs tell whole seconds, and a client needs a moment to be let in, on a busy PC a long one. What is wrong with a time
is wrong by a quarter of an hour or more."""
PASSWORD = "rightpw1"
PACKAGES = (
    "tigervnc-standalone-server", "tigervnc-scraping-server", "xtightvncviewer", "openssh-server", "libwrap0",
    "rdesktop", "libgssglue1", "libpcsclite1", "libao4", "libsamplerate0", "systemd-journal-remote", "libmicrohttpd12",
)  # fmt: skip
ZONE = "Asia/Kolkata"
"""What the servers are told their clock is set to, so that a time taken for UTC is off by hours."""


class Stay(NamedTuple):
    """When somebody was let in and when they were cut off, by this PC's clock."""

    start: datetime
    end: datetime


def now() -> datetime:
    return datetime.now(UTC)


def told(path: Path) -> list[TraceEvent]:
    """Read a log as the program does, with the reader that knows it best."""
    (found,) = files_at(path)
    assert isinstance(found, FoundFile)
    log = log_of(found, ZoneInfo(ZONE))
    reader = reader_for(log, READERS)
    assert reader is not None, f"nobody knows {path.name}"
    return list(reader.read(log))


def is_near(told_time: datetime | None, real: datetime) -> bool:
    return told_time is not None and abs(told_time - real) <= SLACK


def sessions(events: list[TraceEvent]) -> list[Session]:
    return sorted(
        (event for event in events if isinstance(event, Session)),
        key=lambda one: one.start or datetime.max.replace(tzinfo=UTC),
    )


def refused(events: list[TraceEvent]) -> list[Attempt]:
    return [event for event in events if isinstance(event, Attempt) and event.is_refused]


@pytest.fixture(scope="module")
def unpacked(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    kept: Path = request.config.cache.mkdir("debian-packages")
    root = tmp_path_factory.mktemp("unpacked")
    for name in PACKAGES:
        debian.unpack(debian.package(name, kept), root)
    return root


def libraries(root: Path) -> str:
    return f"{root}/lib/x86_64-linux-gnu:{root}/usr/lib/x86_64-linux-gnu"


def program(root: Path, name: str) -> str:
    """Return a program of the unpacked packages, or of this PC; the test is skipped where its libraries are missing."""
    path = next(
        (str(root / place / name) for place in ("usr/bin", "usr/sbin") if (root / place / name).is_file()), None
    )
    path = path or shutil.which(name, path=f"{os.environ['PATH']}:/usr/sbin")
    if path is None:
        pytest.skip(f"{name} is not here")
    command = ["ldd", path]
    checked = subprocess.run(
        command, capture_output=True, text=True, check=False, env={**os.environ, "LD_LIBRARY_PATH": libraries(root)}
    )
    if "not found" in checked.stdout:
        pytest.skip(f"libraries of {name} are not installed here")
    return path


class Scene(NamedTuple):
    """A network with a screen for clients in it, and a folder for what the servers write."""

    inside: Namespace
    root: Path
    place: Path

    @contextlib.contextmanager
    def server(self, name: str, *words: str, log: str = "") -> Iterator[subprocess.Popen[bytes]]:
        """Run a server whose clock is set to `ZONE`; what it prints goes into the file `log`."""
        environment = {"LD_LIBRARY_PATH": libraries(self.root), "HOME": str(self.place), "TZ": ZONE}
        command = [program(self.root, name), *words]
        if log:
            command = ["sh", "-c", f'exec "$@" > {self.place / log} 2>&1', "sh", *command]
        with self.inside.running(*command, cwd=None, **environment) as started:
            yield started

    @contextlib.contextmanager
    def client(self, name: str, *words: str) -> Iterator[subprocess.Popen[bytes]]:
        environment = {"LD_LIBRARY_PATH": libraries(self.root), "HOME": str(self.place), "DISPLAY": ":55"}
        answers = self.place / "answers"
        answers.write_text("yes\n", "utf-8")  # whoever asks whether to trust a certificate
        command = ["sh", "-c", f'exec "$@" < {answers}', "sh", program(self.root, name), *words]
        with self.inside.running(*command, cwd=None, **environment) as started:
            yield started


@pytest.fixture
def scene(unpacked: Path, tmp_path: Path) -> Iterator[Scene]:
    for name in ("Xvfb", "x11vnc"):
        program(unpacked, name)
    for name, secret in (("right", PASSWORD), ("wrong", "wrongpw1")):
        subprocess.run(["x11vnc", "-storepasswd", secret, str(tmp_path / name)], check=True, capture_output=True)
    with namespace("mount -t tmpfs tmpfs /tmp/.X11-unix -o mode=1777") as inside:
        made = Scene(inside, unpacked, tmp_path)
        with made.server("Xvfb", ":55", "-screen", "0", "640x480x24"):
            yield made


def listens(inside: Namespace, port: int) -> bool:
    shown = subprocess.run(inside.command("ss", "-Hltn", f"sport = :{port}"), capture_output=True, check=False)
    return bool(shown.stdout.strip())


def until_connected(scene: Scene, port: int, count: int) -> None:
    """Wait until a server has so many visitors."""
    asked = scene.inside.command("ss", "-Htn", "state", "established", f"sport = :{port}")

    def is_so() -> bool:
        shown = subprocess.run(asked, capture_output=True, check=False)
        return len(shown.stdout.splitlines()) == count

    until(is_so, f"there are not {count} visitors")


def look_on(scene: Scene, port: int, secret: str, seconds: float) -> Stay:
    """Let a viewer come, stay so long, and be cut off."""
    start = now()
    with scene.client("xtightvncviewer", "-passwd", str(scene.place / secret), f"{ADDRESS}::{port}"):
        time.sleep(seconds)
        end = now()
    return Stay(start, end)


def visits(scene: Scene, port: int, kill: Callable[[], None]) -> tuple[datetime, Stay, Stay, datetime]:
    """Be refused, be two at once, be there when the server is killed; return the times of all four by the clock."""
    until(lambda: listens(scene.inside, port), "the server did not start")
    turned_away = look_on(scene, port, "wrong", 3).start
    time.sleep(1.5)
    first_start = now()
    viewer = ("xtightvncviewer", "-shared", "-passwd", str(scene.place / "right"), f"{ADDRESS}::{port}")
    with scene.client(*viewer):
        until_connected(scene, port, 1)
        time.sleep(2.5)
        second_start = now()
        with scene.client(*viewer):
            until_connected(scene, port, 2)
            time.sleep(2.5)
            second_end = now()
        until_connected(scene, port, 1)
        time.sleep(2.5)
        first_end = now()
    until_connected(scene, port, 0)
    time.sleep(1.5)
    last = now()
    with scene.client(*viewer):
        until_connected(scene, port, 1)
        time.sleep(2)
        kill()
        time.sleep(0.5)
    return turned_away, Stay(first_start, first_end), Stay(second_start, second_end), last


def holds(
    events: list[TraceEvent], seen: tuple[datetime, Stay, Stay, datetime], *, by_address_only: bool = False
) -> None:
    """Compare what a reader tells with what the clock said."""
    turned_away, first, second, last = seen
    (attempt,) = refused(events)
    assert is_near(attempt.start, turned_away)
    one, other, open_end = sessions(events)
    assert is_near(one.start, first.start)
    assert is_near(other.start, second.start)
    assert is_near(open_end.start, last)
    ends = sorted(end for end in (one.end, other.end) if end is not None)
    assert len(ends) == 2
    assert is_near(ends[0], second.end)
    assert is_near(ends[1], first.end)
    if not by_address_only:  # x11vnc and its kin do not say which of two from one address went
        assert is_near(one.end, first.end)
    assert (open_end.end, open_end.end_not_after) == (None, None)
    for told_one in (attempt, one, other, open_end):
        assert [(address.ip, address.role) for address in told_one.remote.addresses] == [(ADDRESS, "remote_lan")]
        assert told_one.direction == "incoming"
        assert told_one.how == "password"


def test_xvnc_of_tigervnc(scene: Scene) -> None:
    own = ("-rfbauth", str(scene.place / "right"), "-rfbport", "5977", "-geometry", "320x240", "-AlwaysShared")
    with scene.server("Xtigervnc", ":77", *own, log="pc:77.log") as server:
        seen = visits(scene, 5977, server.kill)
    holds(told(scene.place / "pc:77.log"), seen)


def test_x0vncserver_and_x11vnc_beside_each_other(scene: Scene) -> None:
    """Both show the same desktop; each writes only of its own visitors."""
    own = ("-display", ":55", "-PasswordFile", str(scene.place / "right"), "-rfbport", "5978", "-AlwaysShared")
    other = ("-display", ":55", "-rfbauth", str(scene.place / "right"), "-rfbport", "5979", "-forever", "-shared")
    written = scene.place / "x11vnc.log"
    with (
        scene.server("X0tigervnc", *own, "-Log", "*:stderr:30", log="x0.log") as scraping,
        scene.server("x11vnc", *other, "-o", str(written)) as x11vnc,
    ):
        seen_by_scraping = visits(scene, 5978, scraping.kill)
        seen_by_x11vnc = visits(scene, 5979, x11vnc.kill)
    holds(told(scene.place / "x0.log"), seen_by_scraping)
    events = told(written)
    holds(events, seen_by_x11vnc, by_address_only=True)
    assert {event.tool for event in events if isinstance(event, Session)} == {"x11vnc"}


@pytest.fixture
def ssh_place(tmp_path: Path) -> Path:
    if shutil.which("ssh") is None or shutil.which("ssh-keygen") is None:
        pytest.skip("there is no ssh here to call with")
    for name in ("host", "key", "stranger"):
        make = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "caller@far", "-f", str(tmp_path / name)]
        subprocess.run(make, check=True)
    users = Path("/etc/passwd").read_text("utf-8")
    if "\nsshd:" not in users:
        users += "sshd:x:64000:65534::/run/sshd:/usr/sbin/nologin\n"
    (tmp_path / "passwd").write_text(users, "utf-8")
    return tmp_path


def test_sshd_through_auth_log_and_journal(unpacked: Path, ssh_place: Path) -> None:
    """Let the real sshd speak, put its own words into both kinds of log, and read them as files of another PC."""
    place = ssh_place
    more = f"mount --bind {place}/passwd /etc/passwd && mount -t tmpfs tmpfs /run && mkdir /run/sshd || exit 1"
    server = [program(unpacked, "sshd"), "-D", "-E", str(place / "spoken"), "-f", "/dev/null", "-p", "2222"]
    options = {
        "HostKey": f"{place}/host", "ListenAddress": ADDRESS, "AuthorizedKeysFile": f"{place}/key.pub",
        "StrictModes": "no", "UsePAM": "no", "PermitRootLogin": "yes", "PidFile": "none",
    }  # fmt: skip
    for name, value in options.items():
        server += ["-o", f"{name}={value}"]
    known = ("-o", "StrictHostKeyChecking=no", "-o", "UserKnownHostsFile=/dev/null", "-o", "BatchMode=yes")
    call = ("ssh", "-tt", *known, "-o", "IdentitiesOnly=yes", "-p", "2222")
    spoken: list[tuple[datetime, str]] = []
    with namespace(more) as inside, inside.running(*server, LD_LIBRARY_PATH=libraries(unpacked)):
        until(lambda: listens(inside, 2222), "sshd did not start")
        turned_away = now()
        words = inside.command(*call, "-i", f"{place}/stranger", f"root@{ADDRESS}", "true")
        subprocess.run(words, capture_output=True, check=False, timeout=20)
        _hear(place, spoken)
        first_start = now()
        with inside.running(*call, "-i", f"{place}/key", f"root@{ADDRESS}", "sleep 60"):
            time.sleep(1.5)
            _hear(place, spoken)
            second_start = now()
            with inside.running(*call, "-i", f"{place}/key", f"root@{ADDRESS}", "sleep 60"):
                time.sleep(1.5)
                _hear(place, spoken)
            second_end = now()
            time.sleep(1.5)
            _hear(place, spoken)
        first_end = now()
        time.sleep(0.5)
        _hear(place, spoken)
    for log in (_as_auth_log(place, spoken), _as_journal(unpacked, place, spoken)):
        events = told(log)
        one, other = sessions(events)
        assert is_near(one.start, first_start)
        assert is_near(one.end, first_end)
        assert is_near(other.start, second_start)
        assert is_near(other.end, second_end)
        assert (one.tool, one.how, one.local_user) == ("openssh-server", "unattended", "root")
        assert one.detail.startswith("publickey ED25519 SHA256:")
        (attempt,) = [event for event in events if isinstance(event, Attempt)]
        assert is_near(attempt.start, turned_away)
        assert {address.ip for event in (one, other, attempt) for address in event.remote.addresses} == {ADDRESS}


def _hear(place: Path, spoken: list[tuple[datetime, str]]) -> None:
    """Take down what sshd has said since the last time; without syslog it writes no times itself."""
    lines = (place / "spoken").read_text("utf-8").splitlines()
    spoken += [(now(), line.strip()) for line in lines[len(spoken) :]]


def _as_auth_log(place: Path, spoken: list[tuple[datetime, str]]) -> Path:
    file = place / "auth.log"
    lines = [f"{at.astimezone(ZoneInfo(ZONE)):%b %e %H:%M:%S} pc sshd[7]: {text}\n" for at, text in spoken]
    file.write_text("".join(lines), "utf-8")
    return file


def _as_journal(root: Path, place: Path, spoken: list[tuple[datetime, str]]) -> Path:
    """Write a binary journal with systemd's own program."""
    if shutil.which("journalctl") is None:
        pytest.skip("there is no journalctl here")
    boot = "0" * 31 + "1"
    entries = [
        f"__REALTIME_TIMESTAMP={round(at.timestamp() * 1e6)}\n__MONOTONIC_TIMESTAMP={number}\n_BOOT_ID={boot}\n"
        f"_MACHINE_ID={boot}\n_HOSTNAME=pc\nSYSLOG_IDENTIFIER=sshd\n_PID=7\nMESSAGE={text}\n\n"
        for number, (at, text) in enumerate(spoken, 1)
    ]
    file = place / "system.journal"
    tool = root / "lib/systemd/systemd-journal-remote"
    environment = {**os.environ, "LD_LIBRARY_PATH": libraries(root)}
    command = [str(tool), "-o", str(file), "-"]
    made = subprocess.run(command, input="".join(entries).encode(), capture_output=True, check=False, env=environment)
    assert made.returncode == 0, made.stderr.decode()
    return file


def test_xrdp_and_its_session_manager(unpacked: Path, tmp_path: Path) -> None:
    scene = _xrdp_scene(unpacked, tmp_path)
    with contextlib.ExitStack() as stack:
        made, kill_desktop = stack.enter_context(scene)
        stack.callback(kill_desktop)
        until(lambda: listens(made.inside, 3389), "xrdp did not start")
        call = ("rdesktop", "-u", "mary", "-g", "320x240", "-p")
        refused_at = now()
        with made.client(*call, "wrong pw", ADDRESS):
            time.sleep(5)
        time.sleep(1)
        start = now()
        with made.client(*call, PASSWORD, ADDRESS):
            time.sleep(6)
            end = now()
        time.sleep(2)
        again = now()
        with made.client(*call, PASSWORD, ADDRESS):
            time.sleep(4)
        time.sleep(1)
    for name, knows_end in (("xrdp.log", True), ("xrdp-sesman.log", False)):
        events = told(tmp_path / name)
        (attempt,) = refused(events)
        assert is_near(attempt.start, refused_at) or is_near(attempt.start, refused_at + timedelta(seconds=3))
        first, second = sessions(events)
        assert is_near(first.start, start)
        assert is_near(second.start, again)
        assert first.local_user == "mary"
        assert first.remote.addresses[0].ip == ADDRESS
        if knows_end:
            assert is_near(first.end, end)
        else:  # the desktop went on: who came next bounds the end
            assert first.end is None
            assert is_near(first.end_not_after, again)


@contextlib.contextmanager
def _xrdp_scene(root: Path, place: Path) -> Iterator[tuple[Scene, Callable[[], None]]]:
    """Yield a network in which Debian's xrdp lets one user in, whom only this network's view of the files has."""
    xrdp, sesman = program(root, "xrdp"), program(root, "xrdp-sesman")
    program(root, "rdesktop")
    place.chmod(0o755)
    for folder in place.parents:
        if folder.stat().st_uid == os.geteuid() and folder != Path("/") and "pytest" in folder.name:
            folder.chmod(0o755)
    made = subprocess.run(["openssl", "passwd", "-6", PASSWORD], capture_output=True, text=True, check=True)
    home = place / "home"
    home.mkdir()
    os.chown(home, 64001, 64001)
    for name, line in (
        ("passwd", f"mary:x:64001:64001::{home}:/bin/sh"),
        ("shadow", f"mary:{made.stdout.strip()}:19000:0:99999:7:::"),
    ):
        (place / name).write_text(f"{Path('/etc', name).read_text('utf-8')}{line}\n", "utf-8")
    desktop = place / "startwm.sh"
    desktop.write_text("#!/bin/sh\nexec sleep 60\n", "utf-8")
    desktop.chmod(0o755)
    _settings(root, place, desktop)
    more = (
        f"mount --bind {place}/passwd /etc/passwd && mount --bind {place}/shadow /etc/shadow && "
        "mount -t tmpfs tmpfs /tmp/.X11-unix -o mode=1777 && mount -t tmpfs tmpfs /run && "
        "mkdir -p /run/xrdp/sockdir && chmod 3777 /run/xrdp/sockdir || exit 1"
    )
    with namespace(more) as inside:
        scene = Scene(inside, root, place)
        with (
            scene.server("Xvfb", ":55", "-screen", "0", "640x480x24"),
            inside.running(xrdp, "--nodaemon", "--config", str(place / "xrdp.ini"), TZ=ZONE),
            inside.running(sesman, "--nodaemon", "--config", str(place / "sesman.ini"), TZ=ZONE),
        ):
            yield scene, partial(_end_all_of, place)


def _settings(root: Path, place: Path, desktop: Path) -> None:
    if not Path("/etc/xrdp/xrdp.ini").is_file():
        pytest.skip("xrdp's settings are not here")
    text = Path("/etc/xrdp/sesman.ini").read_text("utf-8")
    for before, after in (
        ("DefaultWindowManager=startwm.sh", f"DefaultWindowManager={desktop}"),
        ("EnableUserWindowManager=true", "EnableUserWindowManager=false"),
        ("LogFile=xrdp-sesman.log", f"LogFile={place}/xrdp-sesman.log"),
        ("param=Xvnc\n", f"param={root}/usr/bin/Xtigervnc\n"),
        ("EnableSyslog=true", "EnableSyslog=false"),
    ):
        text = text.replace(before, after)
    (place / "sesman.ini").write_text(text, "utf-8")
    text = Path("/etc/xrdp/xrdp.ini").read_text("utf-8")
    for before, after in (
        ("LogFile=xrdp.log", f"LogFile={place}/xrdp.log"),
        ("autorun=", "autorun=Xvnc"),
        ("EnableSyslog=true", "EnableSyslog=false"),
    ):
        text = text.replace(before, after)
    (place / "xrdp.ini").write_text(text, "utf-8")


def _end_all_of(place: Path) -> None:
    """End the desktops that xrdp leaves behind: exactly the processes whose command names this test's own folder."""
    mark = str(place).encode()
    for folder in Path("/proc").iterdir():
        with contextlib.suppress(OSError, ValueError):
            if mark in (folder / "cmdline").read_bytes() or (folder / "cwd").readlink().is_relative_to(place):
                os.kill(int(folder.name), 9)


def test_meshagent_names_its_server_and_no_session(request: pytest.FixtureRequest, tmp_path: Path) -> None:
    agent = tmp_path / "meshagent"
    shutil.copy(meshcentral.agent(request.config, "meshagent_x86-64"), agent)
    agent.chmod(0o755)
    (tmp_path / "meshagent.msh").write_text(meshcentral.SETTINGS, "utf-8")
    written = tmp_path / "meshagent.log"
    start = now()
    with namespace() as inside, inside.running(str(agent), "connect", "--logUpdate=1", cwd=tmp_path, TZ=ZONE):
        until(lambda: written.is_file() and b"Connecting to:" in written.read_bytes(), "the agent wrote no log")
    (called,) = [event for event in told(written) if isinstance(event, Presence)]
    assert called.detail == "wss://127.0.0.1:44300/x"
    assert is_near(called.start, start)
    (settings,) = told(tmp_path / "meshagent.msh")
    assert isinstance(settings, Presence)
    assert (settings.detail, settings.remote.name) == ("wss://127.0.0.1:44300/x", "Test")
