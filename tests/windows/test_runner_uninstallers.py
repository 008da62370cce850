"""Real installers, taken out by the real runner: NSIS that returns early, an MSI package, and what goes wrong."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

if sys.platform != "win32":
    pytest.skip("needs Windows, real or under Wine", allow_module_level=True)

import winreg

from recovery_assistant.domain.removal.plan import Gone, RunUninstaller, StopService, UninstallMsi
from recovery_assistant.runner.windows import uninstallers
from tests.windows.conftest import Subject
from tests.windows.removal_runs import carry_out, folder_of_tool, plan_of

pytestmark = pytest.mark.wine

UNINSTALL = r"SOFTWARE\Microsoft\Windows\CurrentVersion\Uninstall"
ANYDESK = Path(r"C:\Program Files\AnyDesk")
SCREENCONNECT = "ScreenConnect Client (0123456789abcdef)"
GONE = Gone(keys=(rf"HKLM\{UNINSTALL}\AnyDesk",), services=("AnyDesk",), folders=(str(ANYDESK),))


def of_anydesk(sha256: str = "", *, works_in: str = "") -> RunUninstaller:
    program = ANYDESK / "uninstall.exe"
    return RunUninstaller(
        family="nsis",
        program=str(program),
        arguments=("/S", f"_?={works_in}") if works_in else ("/S",),
        sha256=sha256 or hashlib.sha256(program.read_bytes()).hexdigest(),
        works_in=works_in,
        gone=GONE,
    )


def msi_codes() -> dict[str, str]:
    """Return display name -> product code of what Windows Installer has put here."""
    found = {}
    with winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, UNINSTALL) as top:
        for number in range(winreg.QueryInfoKey(top)[0]):
            name = winreg.EnumKey(top, number)
            with winreg.OpenKey(top, name) as key:
                if name.startswith("{"):
                    found[winreg.QueryValueEx(key, "DisplayName")[0]] = name
    return found


@pytest.mark.parametrize("works_in", ["", str(ANYDESK)])
def test_nsis_is_waited_for_by_facts(subject: Subject, tmp_path: Path, works_in: str) -> None:
    subprocess.run([str(subject("anydesk-setup.exe")), "/S"], check=True)
    plan = plan_of(of_anydesk(works_in=works_in), roots=(str(ANYDESK),))
    looked = carry_out(plan, tmp_path, "look").only
    assert looked.status == "would-do"
    assert "service AnyDesk: still there" in looked.looked
    ran = carry_out(plan, tmp_path)
    assert ran.only.status == "done", ran
    assert ran.begun[0].command[:2] == (str(ANYDESK / "uninstall.exe"), "/S")
    assert set(ran.only.looked) == {
        rf"key HKLM\{UNINSTALL}\AnyDesk: not there",
        "service AnyDesk: not there",
        f"programs of {ANYDESK}: none running",
    }
    again = carry_out(plan_of(plan.actions[0].verb, roots=plan.roots), tmp_path).only
    assert again.status == "nothing-to-do"
    assert ANYDESK.exists() == bool(works_in), "an uninstaller that works in its own folder cannot take that away"
    shutil.rmtree(ANYDESK, ignore_errors=True)


def test_an_uninstaller_that_was_exchanged_is_not_run(subject: Subject, tmp_path: Path) -> None:
    with folder_of_tool("AnyDesk") as folder:
        (folder / "uninstall.exe").write_bytes(subject("anydesk.exe").read_bytes())
        other = hashlib.sha256(b"another").hexdigest()
        verb = of_anydesk(other)
        gone = Gone(keys=(r"HKLM\SOFTWARE\Microsoft\Windows",))
        plan = plan_of(
            RunUninstaller(family="nsis", program=verb.program, arguments=("/S",), sha256=other, gone=gone),
            roots=(str(folder),),
        )
        ran = carry_out(plan, tmp_path)
        assert (ran.only.status, ran.only.code) == ("refused", "U-35"), ran
        assert ran.begun == ()


def test_what_stays_is_told_and_never_called_done(
    subject: Subject, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The program ends at once with 0 and has removed nothing."""
    monkeypatch.setattr(uninstallers, "AFTER_ITS_END", 1.0)
    with folder_of_tool("Recovery Test Tool") as folder:
        program = folder / "uninstall.exe"
        program.write_bytes(subject("anydesk.exe").read_bytes())
        verb = RunUninstaller(
            family="own",
            program=str(program),
            arguments=("--uninstall",),
            sha256=hashlib.sha256(program.read_bytes()).hexdigest(),
            gone=Gone(keys=(r"HKLM\SOFTWARE\Microsoft\Windows",)),
        )
        ran = carry_out(plan_of(verb, verb, roots=(str(folder),)), tmp_path)
        assert [(one.status, one.code, one.exit_code) for one in ran.ended] == [("failed", "U-37", 0)]


def test_the_words_of_an_unquoted_path_start_nothing_else(subject: Subject, tmp_path: Path) -> None:
    r"""A planted C:\Program.exe would be started for an unquoted "C:\Program Files\…"."""
    planted, told = Path(r"C:\Program.exe"), Path(r"C:\Program Files\Recovery Test Tool\uninstall.exe")
    planted.write_bytes(b"MZ not a program")
    try:
        with folder_of_tool("Recovery Test Tool"):
            told.write_bytes(subject("anydesk.exe").read_bytes())
            digest = hashlib.sha256(told.read_bytes()).hexdigest()
            verb = RunUninstaller(family="own", program=str(told), arguments=("--remove",), sha256=digest, gone=Gone())
            ran = carry_out(plan_of(verb, roots=(str(told),)), tmp_path)
        assert (ran.only.status, ran.only.exit_code) == ("done", 0), ran
    finally:
        planted.unlink()


def test_windows_installer_takes_its_product_out(subject: Subject, tmp_path: Path) -> None:
    subprocess.run(["msiexec", "/i", str(subject("screenconnect.msi")), "/qn"], check=True)
    code = next(code for name, code in msi_codes().items() if name == SCREENCONNECT)
    gone = Gone(keys=(rf"HKLM\{UNINSTALL}\{code}",), services=(SCREENCONNECT,))
    with winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, rf"SYSTEM\CurrentControlSet\Services\{SCREENCONNECT}") as key:
        command = winreg.QueryValueEx(key, "ImagePath")[0]
    program = command.split('"')[1] if command.startswith('"') else command.partition(".exe")[0] + ".exe"
    stop = StopService(manager="windows", name=SCREENCONNECT, program=program)
    plan = plan_of(stop, UninstallMsi(product=code, gone=gone), roots=(str(Path(program).parent),))
    assert [one.status for one in carry_out(plan, tmp_path, "look").ended] == ["would-do", "would-do"]
    ran = carry_out(plan, tmp_path)
    assert [(one.status, one.exit_code) for one in ran.ended] == [("done", None), ("done", 0)], ran
    assert ran.begun[1].command[1:5] == ("/x", code.upper(), "/qn", "/norestart")
    assert SCREENCONNECT not in msi_codes()
    again = carry_out(plan_of(UninstallMsi(product=code, gone=gone)), tmp_path).only
    assert again.status == "nothing-to-do"


def test_a_code_that_nobody_knows_is_refused_while_parts_are_there(throwaway: None, tmp_path: Path) -> None:
    gone = Gone(keys=(r"HKLM\SOFTWARE\Microsoft\Windows",))
    verb = UninstallMsi(product="{01234567-89AB-CDEF-0123-456789ABCDEF}", gone=gone)
    assert carry_out(plan_of(verb), tmp_path).only.code == "U-32"
    assert carry_out(plan_of(UninstallMsi(product="{x} /i http://x", gone=gone)), tmp_path).code == 2
