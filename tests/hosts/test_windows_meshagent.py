"""The real MeshAgent for Windows, installed under Wine as a caller installs it: found by service, process and name.

It runs in a network of its own, in a copy of the Windows that is thrown away: its own uninstaller ends with an error
under Wine, and its service would start again with every later test.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

if sys.platform != "linux":
    pytest.skip("drives Wine from Linux", allow_module_level=True)

import msgspec

from tests.hosts.meshcentral import SETTINGS, agent
from tests.hosts.namespace import Namespace, namespace

pytestmark = [pytest.mark.slow, pytest.mark.wine]

ROOT = Path(__file__).parents[2]
WINDOWS = Path(os.environ.get("RECOVERY_WINDOWS_PYTHON", ROOT / ".venv-win"))
INSTALLED = r"C:\Program Files\Mesh Agent\MeshAgent.exe"
LOOK = """
import sys
import msgspec
from recovery_assistant.content.catalogue import load_catalogue
from recovery_assistant.hosts.windows.host import WindowsHost
from recovery_assistant.resources import resources_root
from recovery_assistant.services.scanner import Found, scan
events = scan(WindowsHost(), load_catalogue(resources_root()))
sys.stdout.write(msgspec.json.encode([event.finding for event in events if isinstance(event, Found)]).decode())
"""

REMOVE = r"""
import sys
from pathlib import Path
import msgspec
from recovery_assistant.domain.removal.plan import Gone, RunUninstaller, StopService, digest_of
from tests.windows.removal.runs import QUICK, plan_of, run
program = Path(r"C:\Program Files\Mesh Agent\MeshAgent.exe")
gone = Gone(
    keys=(r"HKLM\SOFTWARE\Microsoft\Windows\CurrentVersion\Uninstall\Mesh Agent",),
    services=("Mesh Agent",),
    folders=(str(program.parent),),
)
sha256 = digest_of(program.read_bytes())
words = ("-fulluninstall",)
uninstaller = RunUninstaller(family="own", program=str(program), arguments=words, sha256=sha256, gone=gone)
stop = StopService(manager="windows", name="Mesh Agent", program=str(program))
plan = plan_of([("administrator", stop), ("administrator", uninstaller)], program.parent)
ran = run(plan, Path("C:/"), "administrator", command=QUICK)
assert ran.code == 0, ran.complaint
sys.stdout.write(msgspec.json.encode(ran.lines).decode())
"""


class Windows:
    """A Windows that is thrown away, in a network of its own."""

    def __init__(self, prefix: Path, inside: Namespace) -> None:
        self._inside = inside
        self._variables = os.environ | {
            "WINEPREFIX": str(prefix),
            "WINEDEBUG": "-all",
            "WINEDLLOVERRIDES": "mscoree=d;mshtml=d;mscms=n",
            "PYTHONIOENCODING": "utf-8",
            "PYTHONDONTWRITEBYTECODE": "1",
            "PYTHONPATH": "Z:" + str(ROOT).replace("/", "\\"),
        }

    def quietly(self, *words: str) -> None:
        """Run a program with no input and no output: services that it starts must not keep our pipes."""
        subprocess.run(
            self._inside.command("wine", *words),
            env=self._variables,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=120,
            check=False,
        )

    def python(self, code: str) -> bytes:
        """Return what a piece of Python prints."""
        command = self._inside.command("wine", str(WINDOWS / "python" / "python.exe"), "-c", code)
        return subprocess.run(
            command, env=self._variables, stdin=subprocess.DEVNULL, capture_output=True, timeout=120, check=True
        ).stdout

    def end(self) -> None:
        """End everything that runs in it."""
        subprocess.run(self._inside.command("wineserver", "-k"), env=self._variables, check=False)


@pytest.fixture
def windows(tmp_path: Path) -> Iterator[Windows]:
    if not (WINDOWS / "made-from.sha256").is_file() or not shutil.which("wine"):
        pytest.skip("the Windows Python is not set up: run packaging/under_wine.py once")
    prefix = tmp_path / "prefix"
    subprocess.run(["cp", "-a", "--reflink=auto", str(WINDOWS / "prefix"), str(prefix)], check=True)
    with namespace() as inside:
        pc = Windows(prefix, inside)
        pc.quietly("wineboot")
        try:
            yield pc
        finally:
            pc.end()
    shutil.rmtree(prefix)


def test_the_real_agent_is_found_installed_and_lying_renamed(
    windows: Windows, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    real = agent(request.config, "MeshService64.exe")
    setup = tmp_path / "setup"
    setup.mkdir()
    shutil.copy(real, setup / "MeshAgent.exe")
    (setup / "MeshAgent.msh").write_text(SETTINGS)
    downloads = tmp_path / "prefix" / "drive_c" / "users" / os.environ.get("USER", "root") / "Downloads"
    downloads.mkdir(exist_ok=True)
    shutil.copy(real, downloads / "bank security update.exe")
    windows.quietly(str(setup / "MeshAgent.exe"), "-fullinstall")
    found = msgspec.json.decode(windows.python(LOOK))
    alarms = [one for one in found if one["confidence"] in ("certain", "likely")]
    assert {one["tool_id"] for one in alarms} == {"meshagent"}
    copies = {value: one for one in alarms for value in (part["value"].lower() for part in one["evidence"])}
    installed = next(one for value, one in copies.items() if INSTALLED.lower() in value)
    assert installed["confidence"] == "certain"
    assert {part["kind"] for part in installed["evidence"]} >= {"installed_program", "service", "process"}
    lying = next(one for value, one in copies.items() if value.endswith("bank security update.exe"))
    said = " ".join(part["says"] for part in lying["evidence"])
    assert "The program file says that it is MeshCentral" in said
    assert "although it is called bank security update.exe" in said


def test_the_real_agents_own_uninstaller_fails_and_is_not_believed(
    windows: Windows, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    setup = tmp_path / "setup"
    setup.mkdir()
    shutil.copy(agent(request.config, "MeshService64.exe"), setup / "MeshAgent.exe")
    (setup / "MeshAgent.msh").write_text(SETTINGS)
    windows.quietly(str(setup / "MeshAgent.exe"), "-fullinstall")
    lines = msgspec.json.decode(windows.python(REMOVE))
    ended = {one["action_id"]: one for one in lines if one["line"] == "action-ended"}
    assert ended["a1"]["status"] in {"done", "timed-out"}  # the real service does not always stop under Wine
    assert ended["a2"]["status"] in {"failed", "timed-out"}, lines
    assert any("still there" in one for one in ended["a2"]["looked"])
    assert lines[-1]["stopped"] is True
    still = {one["tool_id"] for one in msgspec.json.decode(windows.python(LOOK)) if one["confidence"] == "certain"}
    assert still == {"meshagent"}
