r"""The whole program removes look-alikes of real tools from a real Windows: found, offered, agreed to, done, proven.

They carry the names, texts and (made-up) signatures by which the catalogue knows the tools; the rest of them is ours.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

if sys.platform != "win32":
    pytest.skip("needs Windows, real or under Wine", allow_module_level=True)

import shutil
import subprocess

import psutil

from recovery_assistant.runner.windows.places import expanded
from recovery_assistant.runner.windows.store import store
from tests.windows.conftest import Subject
from tests.windows.removal import prefix_state
from tests.windows.removal.look_alikes import (
    RUN,
    SEEN,
    UNINSTALL,
    delete_key,
    delete_value,
    end_all_from,
    has_key,
    sc,
    seen,
    wait_for,
    write_texts,
)
from tests.windows.removal.prefix_state import PrefixState, differences, outside

pytestmark = pytest.mark.wine

SECRET = ("--passphrase-file", "phrase.txt")
CASE = "one.recovery-case"
ALARM, NOT_RIGHT, RESTART, NEEDS_YES = 10, 6, 7, 8
EVIL = Path(expanded(r"%APPDATA%")) / "Evil" / "bin"
PROGRAMS = Path(r"C:\Program Files")
BY_PROGRAM = (
    r"HKLM\System\CurrentControlSet\Control\Session Manager -> PendingFileRenameOperations",
    r"HKLM\Software\Classes\Installer",
    r"HKLM\Software\Microsoft\Windows\CurrentVersion\Installer",
    r"HKLM\System\CurrentControlSet\Services\Schedule -> Start",  # Wine's scheduler, from its first task on
)


class Shop:
    """A technician at a command line, with a case."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        (folder / "phrase.txt").write_text("four plain words here\r\n", "utf-8")
        self.run("case", "new", "--to", CASE, *SECRET)

    def run(self, *words: str, code: int | None = 0) -> str:
        """Run a command and return what it says."""
        command = [sys.executable, "-m", "recovery_assistant", *words]
        ended = subprocess.run(command, cwd=self.folder, input=b"", capture_output=True, check=False, timeout=300)
        said = ended.stdout.decode("utf-8") + ended.stderr.decode("utf-8", "replace")
        assert "Traceback" not in said, said
        assert code is None or ended.returncode == code, (words, ended.returncode, said)
        return ended.stdout.decode("utf-8")

    def found(self, *tools: str) -> dict[str, dict[str, Any]]:
        """Look at the PC, say of each copy of these tools that it is not mine, and return the findings by their id."""
        told = [
            json.loads(line) for line in self.run("scan", "--case", CASE, *SECRET, "--json", code=None).splitlines()
        ]
        found = {one["id"]: one for one in told if one["event"] == "finding" and one["tool"]["id"] in tools}
        for number in found:
            self.run("case", "mark", CASE, number, "not-mine", *SECRET)
        return found

    def offer(self, item: str) -> dict[str, Any]:
        """Return what would be done."""
        lines = self.run("remove", "--plan", CASE, "--item", item, "--json", *SECRET).splitlines()
        offer: dict[str, Any] = json.loads(lines[-1])
        return offer


@pytest.fixture
def shop(own_windows: None, tmp_path: Path) -> Shop:
    return Shop(tmp_path)


def clean_up(
    folders: tuple[Path, ...], services: tuple[str, ...], keys: tuple[tuple[Any, str], ...], values: tuple[str, ...]
) -> None:
    for service in services:
        sc("stop", service)
        sc("delete", service)
    end_all_from(folders)
    for folder in folders:
        shutil.rmtree(folder, ignore_errors=True)
    for hive, key in keys:
        delete_key(hive, key)
    for value in values:
        delete_value("HKLM", RUN, value)
        delete_value("HKCU", RUN, value)
    shutil.rmtree(SEEN, ignore_errors=True)


@pytest.fixture
def teamviewer(own_windows: None, subject: Subject) -> Iterator[None]:
    """Install a look-alike of TeamViewer with its NSIS installer."""
    setup = subject("like-teamviewer-setup.exe")
    assert subprocess.run([setup, "/S"], check=False, capture_output=True, timeout=60).returncode == 0
    yield
    own = Path(expanded(r"%APPDATA%\TeamViewer"))
    menu = Path(r"C:\ProgramData\Microsoft\Windows\Start Menu\Programs\TeamViewer")
    clean_up(
        (PROGRAMS / "TeamViewer", own, menu), ("TeamViewer",), (("HKLM", rf"{UNINSTALL}\TeamViewer"),), ("TeamViewer",)
    )
    Path(r"C:\windows\system32\Tasks\TeamViewer Update").unlink(missing_ok=True)


def outcome(told: str) -> str:
    """Return what came of a removal, out of what the command line wrote."""
    return str(next(one["outcome"] for one in map(json.loads, told.splitlines()) if "outcome" in one))


def test_an_nsis_look_alike_from_the_look_to_the_proof_and_back(
    uninstalled: PrefixState, teamviewer: None, shop: Shop
) -> None:
    before = prefix_state.look(uninstalled)
    found = shop.found("teamviewer")
    installed = next(number for number, one in found.items() if len(one["evidence"]) > 2)
    (copy,) = found.keys() - {installed}
    places = (str(shop.folder), OWN_FOLDER, *(str(store(rights).parent) for rights in ("administrator", "person")))
    shop.run("remove", "--plan", CASE, "--json", *SECRET)
    shop.run("remove", "--run", CASE, "--item", installed, *SECRET, code=NEEDS_YES)
    assert outside(differences(before, prefix_state.look(before)), *places) == ()
    # The person's own copy is still there, and nobody may think that TeamViewer is gone.
    told = shop.run("remove", "--run", CASE, "--item", installed, "--yes", "--json", *SECRET, code=NOT_RIGHT)
    assert outcome(told) == "copy-removed"
    assert not (PROGRAMS / "TeamViewer").exists()
    told = shop.run("remove", "--run", CASE, "--item", copy, "--yes", "--json", *SECRET)
    assert outcome(told) == "removed-verified"
    own = Path(expanded(r"%APPDATA%\TeamViewer"))
    assert not own.exists()
    # Nothing of it is left: against the PC before the installer ran, only what we keep is new.
    left = outside(differences(uninstalled, prefix_state.look(before)), *places, *BY_PROGRAM)
    assert "\n".join(map(str, left)) == ""
    shop.run("remove", "--put-back", CASE, "--item", copy, "--yes", *SECRET)
    back = differences(before, prefix_state.look(before))
    of_copy = [one for one in back if prefix_state.is_below(one.place, str(own)) or one.place.startswith("HKCU")]
    assert "\n".join(map(str, outside(of_copy, *places))) == ""


def install_own(program: Path, name: str, service: str, steps: str) -> Path:
    """Install a look-alike that is its own uninstaller, as AnyDesk and RustDesk are."""
    folder = PROGRAMS / name
    folder.mkdir()
    exe = folder / f"{name}.exe"
    shutil.copy(program, exe)
    text = f"[is]\nfolder={folder}\nkey={UNINSTALL}\\{name}\nhive=HKLM\nservice={service}\nrun={name}\n"
    (folder / "look-alike.ini").write_text(f"{text}[does]\nsteps={steps}\ncode=0\n", "utf-8")
    listed = {"DisplayName": name, "InstallLocation": str(folder), "UninstallString": f'"{exe}" --uninstall'}
    write_texts("HKLM", rf"{UNINSTALL}\{name}", listed)
    write_texts("HKLM", RUN, {name: f'"{exe}" --tray'})
    # A service without a name to show makes psutil end the process under Wine.
    sc("create", service, "binPath=", f'"{exe}" --service', "DisplayName=", f"{name} Service", "start=", "auto")
    sc("start", service)
    return exe


@pytest.fixture
def anydesk(own_windows: None, subject: Subject) -> Iterator[Path]:
    yield subject("like-anydesk.exe")
    listed: tuple[tuple[Any, str], ...] = (("HKLM", rf"{UNINSTALL}\AnyDesk"), ("HKCU", rf"{UNINSTALL}\AnyDesk"))
    clean_up((PROGRAMS / "AnyDesk",), ("AnyDesk",), listed, ("AnyDesk",))


def test_an_uninstaller_that_says_0_and_does_nothing_is_not_believed(anydesk: Path, shop: Shop) -> None:
    exe = install_own(anydesk, "AnyDesk", "AnyDesk", "")
    (item,) = shop.found("anydesk")
    told = shop.run("remove", "--run", CASE, "--item", item, "--yes", "--json", *SECRET, code=NOT_RIGHT)
    assert outcome(told) == "still-present"
    assert [line.split("\t")[0] for line in seen(exe.name)] == [f'"{exe}" --remove --silent']
    assert exe.exists()


def test_the_runner_is_ended_in_the_middle_and_the_next_start_tells(anydesk: Path, shop: Shop) -> None:
    install_own(anydesk, "AnyDesk", "AnyDesk", "wait:15000 service run key files")
    (item,) = shop.found("anydesk")
    words = ("remove", "--run", CASE, "--item", item, "--yes", "--json", *SECRET)
    command = [sys.executable, "-m", "recovery_assistant", *words]
    program = subprocess.Popen(command, cwd=shop.folder, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE)
    wait_for("the uninstaller", lambda: bool(seen("AnyDesk.exe")), 90)
    runners = [one for one in psutil.process_iter() if "administrator" in words_of(one)]
    assert runners
    for one in (*runners, psutil.Process(program.pid)):
        one.kill()
    program.communicate(timeout=60)
    said = shop.run("remove", "--check", CASE, "--json", *SECRET, code=None)
    assert "cut_off" in said, said
    # The uninstaller was not ended with it, and goes on by itself.
    wait_for("the end of the uninstaller", lambda: not has_key("HKLM", rf"{UNINSTALL}\AnyDesk"), 60)


def words_of(process: psutil.Process) -> list[str]:
    try:
        return process.cmdline()
    except (psutil.Error, OSError):
        return []


OWN_FOLDER = r"C:\users\root\AppData\Local\recovery-assistant"
"""Where the program keeps its cases and, while a runner works, the plan file."""
HOSTILE = {
    "TeamViewer": ("TeamViewer", "HKLM", rf'cmd.exe /c "{EVIL}\evil.exe" /S'),
    "RustDesk": ("RustDesk", "HKLM", f"powershell.exe -enc {'QQBB' * 8}"),
    "UltraViewer": ("DucFabulous Co, LTD", "HKLM", rf"rundll32.exe {EVIL}\evil.dll,Uninstall"),
    "ScreenConnect Client (0123456789abcdef)": (
        "ScreenConnect Software",
        "HKLM",
        "MsiExec.exe /I{00000000-0000-4000-8000-000000000000}",
    ),
    "AnyDesk": ("AnyDesk Software GmbH", "HKCU", rf'"{EVIL}\AnyDesk.exe" --remove'),
    "Splashtop Streamer": ("Splashtop Inc.", "HKLM", r"%EVIL%\evil.exe /S"),
    "Atera Agent": ("Atera networks", "HKLM", r"C:\PROGRA~1\EVIL~1\evil.exe /S"),
}
"""Entry in the list of installed programs -> publisher, hive, what it says is its uninstaller."""


def test_what_hostile_entries_say_is_never_run(own_windows: None, subject: Subject, shop: Shop) -> None:
    EVIL.mkdir(parents=True)
    try:
        for name in ("evil.exe", "AnyDesk.exe"):
            shutil.copy(subject("look-alike.exe"), EVIL / name)
        for name, (publisher, hive, command) in HOSTILE.items():
            told = {
                "DisplayName": name,
                "Publisher": publisher,
                "UninstallString": command,
                "QuietUninstallString": command,
            }
            write_texts("HKCU" if hive == "HKCU" else "HKLM", rf"{UNINSTALL}\{name}", told)
        tools = ("teamviewer", "rustdesk", "ultraviewer", "screenconnect", "anydesk", "splashtop", "atera")
        items = shop.found(*tools)
        assert len(items) >= len(tools)
        lines = shop.run("remove", "--plan", CASE, "--json", *SECRET).splitlines()
        proposals = [one for one in map(json.loads, lines) if one["event"] == "proposal"]
        offers = [one for one in proposals if one["item"] in items]  # other tests may have left something to find
        assert len(offers) == len(items)
        for offer in offers:
            actions = offer["plan"]["actions"] if offer["plan"] else []
            for action in actions:
                if action["verb"]["verb"] in {"run-uninstaller", "uninstall-msi"}:
                    assert action["rights"] == "person", offer
            if actions:
                also = [word for caution in offer["cautions"] for word in ("--also", caution["caution"])]
                shop.run("remove", "--run", CASE, "--item", offer["item"], "--yes", *also, *SECRET, code=None)
        assert not SEEN.exists() or [path.name for path in SEEN.iterdir()] == []
    finally:
        shutil.rmtree(EVIL.parent, ignore_errors=True)
        clean_up((), (), tuple((hive, rf"{UNINSTALL}\{name}") for name, (_, hive, _) in HOSTILE.items()), ())
