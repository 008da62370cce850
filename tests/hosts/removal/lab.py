"""A whole Debian machine for removal tests: this PC under a layer of its own, with its own processes and network.

Everything that is written lands in that layer and goes with the test, so packages can really be installed and removed.
The layer is also the record of what changed: whatever a removal touches anywhere on the machine is in it.
There is no systemd here. A `systemctl` that stands first on the path writes down what it is asked.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import shutil
import stat
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

import pytest

from tests.hosts import debian
from tests.hosts.namespace import ENDS_WITH_US, SECONDS

ROOT: Final = Path(__file__).resolve().parents[3]
TOOLS: Final = ("setpriv", "unshare", "nsenter", "ip", "mount", "chroot", "apt-get", "dpkg", "pgrep", "ss")
LONGEST: Final = 180
"""Seconds that one command may take; a removal with its look afterwards needs some ten."""
SHARED: Final = "/lab"
"""Folder of the lab machine that is not in the layer: for cases and for what the lab itself writes down."""
TAKEN: Final = "taken away"
PEOPLE: Final = {"HOME": "/root", "USER": "root", "LOGNAME": "root", "LANG": "C.UTF-8"}
SYSTEMCTL: Final = f"""#!/bin/sh
# Writes down what it is asked. What is only files (enable, disable) is left to the real one; for the rest it answers as
# a systemd for which every unit runs until it is stopped. Only where {SHARED}/obeys is, a stop ends its programs, too.
printf '%s\\n' "$*" >> {SHARED}/systemctl.log
stopped={SHARED}/stopped
touch "$stopped"
for word in "$@"; do unit=$word; done
unit=${{unit%.service}}.service
verb=
for word in "$@"; do case $word in -*) ;; *) verb=$word; break ;; esac; done
case " $* " in *" -p "*) verb=show ;; esac
case $verb in
enable|disable|is-enabled) exec /usr/bin/systemctl --root=/ "$verb" -- "$unit" ;;
stop)
  echo "$unit" >> "$stopped"
  [ -e {SHARED}/obeys ] || exit 0
  program=$(sed -n 's/^ExecStart=[-@:+!]*\\([^ ]*\\).*/\\1/p' "/usr/lib/systemd/system/$unit" | head -n 1)
  for one in /proc/[0-9]*; do
    [ "$(readlink "$one/exe")" = "$program" ] && kill "${{one#/proc/}}"
  done ;;
start) sed -i "/^$unit$/d" "$stopped" ;;
show)
  state=active
  grep -qx -e "$unit" "$stopped" && state=inactive
  file=$(/usr/bin/systemctl --root=/ is-enabled -- "$unit" 2>/dev/null)
  if [ -n "$file" ]; then loaded=loaded; else loaded=not-found; state=inactive; fi
  program=$(sed -n 's/^ExecStart=[-@:+!]*\\([^ ]*\\).*/\\1/p' "/usr/lib/systemd/system/$unit" 2>/dev/null | head -n 1)
  printf 'LoadState=%s\\nActiveState=%s\\nUnitFileState=%s\\n' "$loaded" "$state" "$file"
  printf 'ExecStart={{ path=%s ; argv[]=%s }}\\nTriggeredBy=\\n' "$program" "$program" ;;
esac
exit 0
"""
INIT: Final = """
import os, signal, time
signal.signal(signal.SIGTERM, lambda *_: os._exit(0))
open("/proc/self/comm", "w").write("systemd")
print("ready", flush=True)
while True:
    try:
        os.wait()
    except ChildProcessError:
        time.sleep(0.05)
"""
"""Process 1 of the lab machine: it buries the dead, and bears the name by which MeshAgent sees how to set itself up."""
SET_UP: Final = """set -e
mount -t overlay overlay -o "lowerdir=/,upperdir=$1/layer,workdir=$1/work" "$1/machine"
cd "$1/machine"
mount --rbind /dev dev
mount --rbind /sys sys
mount -t proc proc proc
mount -t tmpfs tmpfs tmp
mount -t tmpfs tmpfs run
mkdir -p lab run/xrdp tmp/.X11-unix
chmod 1777 tmp tmp/.X11-unix
mount --bind "$1/shared" lab
# A checkout that lies where the machine has an empty folder of its own is shown there all the same.
case "$4" in /tmp/* | /run/*) mkdir -p ".$4"; mount --rbind "$4" ".$4" ;; esac
ip link set lo up
exec chroot . "$2" -I -c "$3"
"""


class Lab:
    """The lab machine, while it runs.

    Attributes:
        shared: its folder `/lab`, as it is called from here.
        layer: what was written anywhere on the machine.
    """

    def __init__(self, place: Path, init: int) -> None:
        self.shared = place / "shared"
        self.layer = place / "layer"
        self._init = init

    def command(self, *words: str) -> list[str]:
        """Return the command that runs something on the lab machine."""
        return [*ENDS_WITH_US, "nsenter", "-t", str(self._init), "-m", "-p", "-n", "-u", "-r", "-w", "--", *words]

    def run(self, *words: str, check: bool = True, **more: str) -> subprocess.CompletedProcess[str]:
        """Run something to its end and return what it said; what it says on stderr is shown when it fails."""
        done = subprocess.run(
            self.command(*words),
            env=self.environment(**more),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,
            text=True,
            timeout=LONGEST,
        )
        assert not check or done.returncode == 0, (words, done.returncode, done.stdout[-4000:], done.stderr[-4000:])
        return done

    def start(self, *words: str, **more: str) -> None:
        """Start a daemon by itself, as a service manager would; it lives until it is ended or the lab goes."""
        subprocess.Popen(
            self.command("setsid", "-f", *words),
            env=self.environment(**more),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        ).wait(SECONDS)

    def environment(self, **more: str) -> dict[str, str]:
        paths = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
        return {"PATH": paths, "PYTHONDONTWRITEBYTECODE": "1", "DEBIAN_FRONTEND": "noninteractive", **PEOPLE, **more}

    def assistant(self, *words: str, check: bool = True, **more: str) -> subprocess.CompletedProcess[str]:
        """Run the program's own command line on the lab machine."""
        return self.run(sys.executable, "-m", "recovery_assistant", *words, check=check, PYTHONPATH=str(ROOT), **more)

    @contextlib.contextmanager
    def running_assistant(self, *words: str) -> Iterator[None]:
        """Have the program at work on the lab machine until the block ends; the block is to end it."""
        nothing = subprocess.DEVNULL
        command = self.command(sys.executable, "-m", "recovery_assistant", *words)
        surroundings = self.environment(PYTHONPATH=str(ROOT))
        started = subprocess.Popen(command, env=surroundings, stdin=nothing, stdout=nothing, stderr=nothing)
        try:
            yield
            started.wait(SECONDS)
        finally:
            started.kill()
            started.wait(SECONDS)

    def kill_assistant(self) -> None:
        """End the program and its runner on the lab machine at once, as a power cut would."""
        found = self.run("pgrep", "-f", "recovery_assistant").stdout.split()
        self.run("kill", "-KILL", *found, check=False)

    def write(self, path: str, text: str, mode: int = 0o644) -> None:
        """Write a file of the lab machine."""
        written = self.shared / "written"
        written.write_text(text, encoding="utf-8")
        self.run("install", "-D", "-m", oct(mode)[2:], f"{SHARED}/written", path)
        written.unlink()

    def has(self, path: str) -> bool:
        return self.run("test", "-e", path, check=False).returncode == 0

    def pids(self, program: str) -> list[int]:
        """Return the numbers of the processes of a program, by the system's own `pgrep`."""
        told = self.run("pgrep", "-x", program[:15], check=False).stdout
        return [int(word) for word in told.split()]

    def listens(self, port: int) -> bool:
        """Return whether somebody waits for calls on a port, by the system's own `ss`."""
        return re.search(rf":{port}\s", self.run("ss", "-H", "-l", "-t", "-n").stdout) is not None

    def installed(self, package: str) -> bool:
        """Return what `dpkg -s` says of a package."""
        told = self.run("dpkg", "-s", package, check=False)
        return told.returncode == 0 and "\nStatus: install ok installed\n" in told.stdout

    def asked_of_systemctl(self) -> list[str]:
        log = self.shared / "systemctl.log"
        return log.read_text("utf-8").splitlines() if log.is_file() else []


@contextlib.contextmanager
def lab(place: Path) -> Iterator[Lab]:
    """Yield a lab machine; the test is skipped where none can be made."""
    missing = [tool for tool in TOOLS if shutil.which(tool) is None]
    if sys.platform != "linux" or missing or os.geteuid() != 0:
        pytest.skip(f"needs root, and {', '.join(missing) or 'nothing else'}")
    for name in ("layer", "work", "machine", "shared"):
        (place / name).mkdir(parents=True)
    words = ["unshare", "-m", "-p", "-n", "-u", "-f", "--kill-child", "--propagation", "private", "sh", "-c", SET_UP]
    arguments = ("lab", str(place), os.path.realpath(sys.executable), INIT, str(ROOT))
    keeper = subprocess.Popen(
        [*ENDS_WITH_US, *words, *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert keeper.stdout is not None
    assert keeper.stderr is not None
    try:
        if keeper.stdout.readline() != "ready\n":
            pytest.skip(f"no machine of its own can be made here: {keeper.stderr.read()[-300:]}")
        (init,) = Path(f"/proc/{keeper.pid}/task/{keeper.pid}/children").read_text().split()
        made = Lab(place, int(init))
        made.write("/usr/local/sbin/systemctl", SYSTEMCTL, 0o755)
        made.run("rm", "-f", "/var/lib/man-db/auto-update")  # dpkg would make the list of manual pages anew
        yield made
    finally:
        keeper.kill()  # unshare would wait for its child; as it goes, process 1 and with it the whole machine goes
        keeper.wait(SECONDS)
        keeper.stdout.close()
        keeper.stderr.close()
        shutil.rmtree(place / "work", ignore_errors=True)
        shutil.rmtree(place / "layer", ignore_errors=True)


def install(machine: Lab, cache: Path, *packages: str) -> None:
    """Install Debian's packages with all that they need, by dpkg; the files are fetched beforehand and kept."""
    asked = ("apt-get", "-q", "-s", "--no-install-recommends", "install", *packages)
    told = subprocess.run(asked, capture_output=True, check=False, text=True)
    if told.returncode != 0:
        pytest.skip(f"apt-get knows no way to install {', '.join(packages)} here")
    needed = re.findall(r"^Inst (\S+)", told.stdout, re.MULTILINE)
    for name in needed:
        shutil.copy(debian.package(name, cache), machine.shared)
    files = sorted(f"{SHARED}/{one.name}" for one in machine.shared.glob("*.deb"))
    if files:
        machine.run("dpkg", "--force-confdef", "-i", *files)
    for one in machine.shared.glob("*.deb"):
        one.unlink()
    for package in packages:
        assert machine.installed(package)


def until(happens: Callable[[], bool], what: str, seconds: int = SECONDS) -> None:
    last = time.monotonic() + seconds
    while not happens():
        assert time.monotonic() < last, what
        time.sleep(0.1)


def snapshot(machine: Lab) -> dict[str, str]:
    """Return every path that differs from the PC below, with what it is now: kind, mode, owner, content."""
    found: dict[str, str] = {}
    for folder, folders, files in os.walk(machine.layer):
        for name in (*folders, *files):
            path = Path(folder) / name
            below = Path("/", path.relative_to(machine.layer))
            now = _told(path)
            if not (stat.S_ISDIR(path.lstat().st_mode) and os.path.lexists(below) and _told(below) == now):
                found[str(below)] = now  # a folder is in the layer already when something in it changed
    return found


def _told(path: Path) -> str:
    state = path.lstat()
    kind = stat.S_IFMT(state.st_mode)
    if sys.platform == "linux" and kind == stat.S_IFCHR and state.st_rdev == 0:
        return TAKEN  # so the layer says that a file below it is gone
    content = ""
    if kind == stat.S_IFREG:
        content = hashlib.sha256(path.read_bytes()).hexdigest()
    elif kind == stat.S_IFLNK:
        content = str(path.readlink())
    return f"{stat.filemode(state.st_mode)} {state.st_uid}:{state.st_gid} {content}"


def changed(before: Mapping[str, str], after: Mapping[str, str]) -> set[str]:
    """Return the paths that are not as they were, without folders that only hold a changed one."""
    return {path for path in before.keys() | after.keys() if before.get(path) != after.get(path)}


def beside(paths: set[str], allowed: Sequence[str]) -> list[str]:
    """Return the paths that no allowed pattern fits, sorted."""
    patterns = [re.compile(pattern) for pattern in allowed]
    return sorted(path for path in paths if not any(pattern.fullmatch(path) for pattern in patterns))
