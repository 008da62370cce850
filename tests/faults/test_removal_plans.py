"""A thousand and more hostile plan files: all refused before anything is done, and nothing outside is changed."""

from __future__ import annotations

import io
import os
import random
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from recovery_assistant.domain.observation import System
from recovery_assistant.domain.removal.plan import (
    LARGEST_PLAN,
    Action,
    DisableAccount,
    EndProcess,
    Gone,
    PutBack,
    Quarantine,
    RemovalPlan,
    RemoveKey,
    RemoveLine,
    RemovePackage,
    Rights,
    RunUninstaller,
    SetSwitch,
    StopService,
    UninstallMsi,
    digest_of,
    plan_bytes,
)
from tests.unit.runner.made_up_plans import NOW, StillClock, plan_of

if sys.platform != "linux":
    pytest.skip("the runner's hand on Linux", allow_module_level=True)
ROOT = Path(__file__).resolve().parents[2]

BOTH_RIGHTS: tuple[Rights, ...] = ("person", "administrator")


def state_of(folder: Path) -> dict[str, tuple[int, int, int, bytes]]:
    told = {}
    for path in sorted(folder.rglob("*")):
        facts = path.lstat()
        told[str(path)] = (facts.st_mode, facts.st_mtime_ns, facts.st_ino, path.read_bytes() if path.is_file() else b"")
    return told


@pytest.fixture
def ground(tmp_path: Path) -> Path:
    """Make a home with a tool in it, and what a hostile plan would like to reach."""
    (tmp_path / "home" / "tool").mkdir(parents=True)
    (tmp_path / "home" / "tool" / "agent").write_bytes(b"agent")
    (tmp_path / "precious").write_bytes(b"precious")
    return tmp_path


def refused(ground: Path, content: bytes, digest: str | None = None, rights: str = "person") -> tuple[int, str]:
    """Run a plan file for real; return the exit code and what was said."""
    from recovery_assistant.runner.linux.hand import LinuxHand
    from recovery_assistant.runner.running import run

    path = ground / "plan.json"
    path.write_bytes(content)
    out, err = io.BytesIO(), io.StringIO()
    words = (str(path), digest or digest_of(content), "do", rights)
    code = run(words, System.LINUX, LinuxHand(known=ground / "home"), StillClock(), out, err)
    path.unlink()
    assert out.getvalue() == b""
    return code, err.getvalue()


def a_plan(ground: Path) -> RemovalPlan:
    tool = str(ground / "home" / "tool")
    return plan_of(
        StopService(manager="systemd-user", name="tool.service"),
        EndProcess(pid=99999999, started_at=NOW, exe=f"{tool}/agent"),
        Quarantine(path=tool, kind="folder"),
        roots=(tool,),
    )


def changed_bytes(ground: Path) -> Iterator[bytes]:
    chosen = random.Random(1)
    content = plan_bytes(a_plan(ground))
    for _ in range(400):
        bent = bytearray(content)
        for _ in range(chosen.randint(1, 8)):
            place = chosen.randrange(len(bent))
            match chosen.randrange(4):
                case 0:
                    bent[place] = chosen.randrange(256)
                case 1:
                    del bent[place : place + chosen.randint(1, 40)]
                case 2:
                    bent[place:place] = chosen.randbytes(chosen.randint(1, 20))
                case _:
                    bent[place:place] = bent[place : place + chosen.randint(1, 60)]
            if not bent:
                bent = bytearray(b"{")
        if bytes(bent) != content:
            yield bytes(bent)


def test_a_changed_file_is_refused_by_its_digest(ground: Path) -> None:
    before, digest = state_of(ground), digest_of(plan_bytes(a_plan(ground)))
    count = 0
    for content in changed_bytes(ground):
        code, said = refused(ground, content, digest)
        assert code == 2
        assert said.startswith("U-02 ")
        count += 1
    assert count > 380
    assert state_of(ground) == before


def odd_paths(ground: Path) -> list[str]:
    tool = f"{ground}/home/tool"
    return [
        *(
            "/",
            "/etc",
            "/usr",
            "/usr/bin",
            "/home",
            "/root",
            "/bin",
            "/boot/vmlinuz",
            "/dev/sda",
            "/proc/1",
            "/sys/kernel",
        ),
        *(
            "/etc/passwd",
            "/etc/shadow",
            "/etc/sudoers",
            "/etc/hosts",
            "/etc/ssh/sshd_config",
            "/var",
            "/var/lib",
            "/opt",
        ),
        *(
            "/var/lib/dpkg",
            "/var/lib/dpkg/status",
            "/usr/local",
            "/usr/local/bin",
            "/usr/lib/systemd",
            "/tmp",
            "/var/tmp",
        ),
        *(
            "/home/anna",
            "/home/anna/Documents",
            "/home/anna/.config",
            "/home/anna/.ssh",
            "/root/.ssh",
            "/home/anna/.local",
        ),
        *(
            "/var/lib/recovery-assistant",
            "/var/lib/recovery-assistant/kept/r-000000000001",
            "/usr/lib/x86_64-linux-gnu/l.so",
        ),
        *(
            "",
            ".",
            "..",
            "tool",
            "~/tool",
            "//tool",
            f"/{tool}",
            f"{tool}/../../precious",
            f"{tool}/.",
            f"{tool}//agent",
        ),
        *(
            f"{tool}/",
            f"{tool}\0",
            f"{tool}\n",
            f"{tool}\x1b[2J",
            "C:\\Windows\\System32",
            "\\\\server\\share",
            f"{tool}\u2028",
        ),
        *(
            f"{ground}/precious",
            f"{ground}/home",
            f"{tool}x",
            "/" + "a" * 300,
            "/opt/" + "a/" * 3000 + "a",
            "$HOME",
            "%TEMP%",
        ),
        *(
            "/opt/tool;rm -rf /",
            "/opt/`id`",
            "/opt/$(id)",
            "/etc/systemd/system",
            "/etc/cron.d",
            "/etc/pam.d/common-auth",
        ),
    ]


def could_be_roots(ground: Path) -> list[str]:
    """Return those of the odd paths that are odd only because the plan's roots do not hold them."""
    tool = f"{ground}/home/tool"
    return ["/opt/tool;rm -rf /", "/opt/`id`", "/opt/$(id)", f"{ground}/precious", f"{ground}/home", f"{tool}x"]


def hostile_actions(ground: Path) -> Iterator[tuple[str, RemovalPlan]]:  # noqa: C901 - a list
    """Yield plans that decode well and that no planner of ours would make."""
    tool = str(ground / "home" / "tool")
    for path in odd_paths(ground):
        if path not in could_be_roots(ground):
            yield "root", plan_of(Quarantine(path=path, kind="folder"), roots=(path,))
        for kind in ("file", "folder"):
            yield "quarantine", plan_of(Quarantine(path=path, kind=kind), roots=(tool,))
        yield (
            "uninstaller",
            plan_of(RunUninstaller(family="own", program=path, sha256="0" * 64, gone=Gone()), roots=(tool,)),
        )
        yield "exe", plan_of(EndProcess(pid=77, started_at=NOW, exe=path), roots=(tool,))
        if path not in {"/etc/hosts", "/etc/sudoers", "/etc/pam.d/common-auth"}:
            for rights in BOTH_RIGHTS:
                yield "line", plan_of(RemoveLine(file=path, line="x"), rights=rights)
    words = ["-c", "/bin/sh", "--purge", "; id", "$(id)", "--remove=all", "-fulluninstall\n", "", "/S /D=C:\\", "-exec"]
    for word in words:
        yield (
            "words",
            plan_of(
                RunUninstaller(family="own", program=f"{tool}/agent", arguments=(word,), sha256="0" * 64, gone=Gone()),
                roots=(tool,),
            ),
        )
    for family in ("inno", "nsis", "squirrel", "burn"):
        yield (
            "family",
            plan_of(
                RunUninstaller(family=family, program=f"{tool}/agent", sha256="0" * 64, gone=Gone()),
                roots=(tool,),
            ),
        )
    for name in odd_names():
        for manager in ("systemd", "systemd-user", "launchd", "windows"):
            for rights in BOTH_RIGHTS:
                yield "service", plan_of(StopService(manager=manager, name=name), rights=rights)
        if name in {"x.mount", "ufw.service", "gdm.service", "root"}:
            continue  # a package may well be called so
        for packager in ("apt", "flatpak-user", "snap"):
            for rights in BOTH_RIGHTS:
                yield "package", plan_of(RemovePackage(packager=packager, name=name), rights=rights)
    for name in ("", "-f", "root", "a b", "x\n", "../x", "x;id", "a" * 300, "$(id)", "anna:x", "0", "x\0"):
        yield "account", plan_of(DisableAccount(name=name), rights="administrator")
    yield "account", plan_of(DisableAccount(name="anna"))
    yield "rights", plan_of(StopService(manager="systemd", name="x11vnc.service"))
    yield "rights", plan_of(RemovePackage(packager="apt", name="x11vnc"))
    yield "other system", plan_of(UninstallMsi(product="{00000000-0000-0000-0000-000000000000}", gone=Gone()))
    yield "other system", plan_of(RemoveKey(key=r"HKLM\SOFTWARE\X"), rights="administrator")
    for switch in ("defender", "firewall", "remote-desktop", "asking", "proxy", "screen-sharing"):
        yield "switch", plan_of(SetSwitch(switch=switch), rights="administrator")
    yield "switch", plan_of(SetSwitch(switch="remote-login"))
    for pid in (0, 1, -1, 2**40):
        yield "pid", plan_of(EndProcess(pid=pid, started_at=NOW, exe=f"{tool}/agent"), roots=(tool,))
    yield "put back", plan_of(PutBack(plan_id="r-000000000001", action_id="a1"))
    yield "put back", plan_of(PutBack(plan_id="../../etc", action_id="a1"), undoes="../../etc")
    yield "put back", plan_of(PutBack(plan_id="r-000000000001", action_id="../a1"), undoes="r-000000000001")
    yield "put back", plan_of(PutBack(plan_id="r-000000000002", action_id="a1"), undoes="r-000000000001")
    yield "put back", plan_of(Quarantine(path=tool, kind="folder"), roots=(tool,), undoes="r-000000000001")


def odd_names() -> list[str]:
    return [
        *(
            "",
            "-f",
            "--root=/",
            "; id",
            "a b",
            "../x.service",
            "/etc/x.service",
            "x.mount",
            "root",
            "x\n",
            "ssh\0.service",
        ),
        *("dbus.service", "systemd-journald.service", "NetworkManager.service", "systemd-logind.service", "*.service"),
        *(
            "ufw.service",
            "linux-image-amd64",
            "libc6",
            "apt",
            "sudo",
            "orca",
            "brltty",
            "systemd",
            "a" * 300,
            "x\u202e",
        ),
        *("polkit.service", "gdm.service", "$(id)", "`id`", "x=y", "@x", "%i.service", "getty@tty1.service", "bash"),
    ]


def test_actions_of_no_plan_of_ours_are_refused(ground: Path) -> None:
    before = state_of(ground)
    outside = {name: Path(name).read_bytes() for name in ("/etc/passwd", "/etc/hosts")}
    kinds: dict[str, int] = {}
    for kind, plan in hostile_actions(ground):
        rights = plan.actions[0].rights
        try:
            content = plan_bytes(plan)
        except UnicodeEncodeError:
            continue
        code, said = refused(ground, content, rights=rights)
        assert code == 2, (kind, plan)
        assert said.startswith(("U-03 ", "U-04 ", "U-05 ")), (kind, said)
        kinds[kind] = kinds.get(kind, 0) + 1
    assert sum(kinds.values()) > 650, kinds
    assert state_of(ground) == before
    assert {name: Path(name).read_bytes() for name in outside} == outside


def bent_json(ground: Path) -> Iterator[bytes]:
    """Yield files that are no plan, each with its own right digest."""
    plan = msgspec.to_builtins(a_plan(ground))
    good = plan_bytes(a_plan(ground))
    for name in list(plan):
        if name not in {"tool_id", "roots", "undoes", "format"}:  # these may be left out
            yield msgspec.json.encode({key: value for key, value in plan.items() if key != name})
        value: object
        for value in (None, 7, [], {}, [[]], "x" * 5000, {"verb": "run"}, -1, True):
            if not (name in {"roots", "undoes", "tool_id"} and value == []):
                yield msgspec.json.encode({**plan, name: value})
        yield good[:-1] + b"," + msgspec.json.encode(name) + b":7}"
    for verb in ("run", "shell", "delete", "", "QUARANTINE", None, 3):
        yield msgspec.json.encode({**plan, "actions": [{"id": "a1", "rights": "person", "verb": {"verb": verb}}]})
    yield msgspec.json.encode({**plan, "command": "id"})
    yield msgspec.json.encode({**plan, "format": 2})
    yield msgspec.json.encode({**plan, "actions": []})
    yield msgspec.json.encode({**plan, "actions": plan["actions"] * 2})
    one = Action(id="a1", rights="person", verb=PutBack(plan_id="r-000000000001", action_id="a1"))
    many = [msgspec.structs.replace(one, id=f"a{number}") for number in range(1, 202)]
    yield msgspec.json.encode({**plan, "actions": many})
    yield b"[" * 100_000
    yield b'{"a":' * 100_000 + b"1" + b"}" * 100_000
    yield b'{"roots":' + b"[" * 50_000 + b"]" * 50_000 + b"}"
    yield b"\xff\xfe" + good.decode().encode("utf-16-le")
    yield b"\xef\xbb\xbf" + good
    yield good + good
    yield b""
    yield b"\0" * 4096
    yield b" " * LARGEST_PLAN + good
    yield good.replace(b"person", b"root")
    yield good.replace(b'"person"', b'["person"]')
    yield good[:-1]


def test_files_that_are_no_plan_are_refused(ground: Path) -> None:
    before = state_of(ground)
    count = 0
    for content in bent_json(ground):
        code, said = refused(ground, content)
        assert code == 2, content[:300]
        assert said.startswith(("U-01 ", "U-03 ", "U-04 ", "U-05 ")), said
        count += 1
    assert count > 110
    assert state_of(ground) == before


def test_what_is_no_file_is_not_read(ground: Path) -> None:
    from recovery_assistant.runner.linux.hand import LinuxHand
    from recovery_assistant.runner.running import run

    good = plan_bytes(a_plan(ground))
    (ground / "real.json").write_bytes(good)
    (ground / "link.json").symlink_to(ground / "real.json")
    os.mkfifo(ground / "pipe.json")
    for name in ("link.json", "pipe.json", ".", "none.json", "x\0y", "/dev/zero", "/dev/null"):
        err = io.StringIO()
        words = (str(ground / name) if not name.startswith("/") else name, digest_of(good), "do", "person")
        assert run(words, System.LINUX, LinuxHand(known=ground / "home"), StillClock(), io.BytesIO(), err) == 2
        assert err.getvalue().startswith("U-01 "), name


@pytest.mark.parametrize(
    "words", [(), ("x",), ("p", "0", "do", "root"), ("p", "0", "run", "person"), ("p", "0", "do", "person", "--force")]
)
def test_only_four_words_are_understood(words: tuple[str, ...]) -> None:
    module = [sys.executable, "-I", str(ROOT / "recovery_assistant" / "runner" / "__main__.py")]
    done = subprocess.run([*module, *words], cwd="/", capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert done.stderr.startswith("U-09 ")
    assert done.stdout == ""


def test_the_surroundings_change_nothing(ground: Path) -> None:
    """A folder with a planted package, and an environment that points at it, are not looked at."""
    planted = ground / "planted"
    (planted / "recovery_assistant").mkdir(parents=True)
    (planted / "recovery_assistant" / "__init__.py").write_text("raise SystemExit('planted')\n")
    (planted / "msgspec.py").write_text("raise SystemExit('planted')\n")
    (planted / "sitecustomize.py").write_text("raise SystemExit('planted')\n")
    path = ground / "plan.json"
    path.write_bytes(plan_bytes(a_plan(ground)))
    module = [sys.executable, "-I", str(ROOT / "recovery_assistant" / "runner" / "__main__.py")]
    surroundings = {
        "PYTHONPATH": str(planted),
        "PYTHONHOME": str(planted),
        "PYTHONSTARTUP": str(planted / "msgspec.py"),
    }
    surroundings |= {
        "HOME": str(planted),
        "XDG_DATA_HOME": str(planted),
        "LD_LIBRARY_PATH": str(planted),
        "PATH": str(planted),
    }
    words = [str(path), digest_of(path.read_bytes()), "look", "person"]
    done = subprocess.run([*module, *words], cwd=planted, env=surroundings, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert "planted" not in done.stdout
    assert not (planted / "recovery-assistant").exists()
