r"""Real installers, of NSIS and of Windows Installer, whose programs the real runner removes and puts back."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

if sys.platform != "win32":
    pytest.skip("needs Windows, real or under Wine", allow_module_level=True)

import shutil
import subprocess
import winreg

from recovery_assistant.domain.removal.plan import (
    AnyVerb,
    Gone,
    Quarantine,
    RemovalPlan,
    RemoveTask,
    RemoveValue,
    Rights,
    RunUninstaller,
    StopService,
    UninstallMsi,
    digest_of,
)
from recovery_assistant.hosts.windows.host import WindowsHost
from recovery_assistant.runner.windows.places import expanded
from recovery_assistant.runner.windows.store import store
from tests.windows.conftest import Subject
from tests.windows.removal import prefix_state
from tests.windows.removal.look_alikes import (
    NAME,
    RUN,
    SEEN,
    SERVICE,
    UNINSTALL,
    delete_key,
    delete_value,
    has_service,
    read_value,
    remove_all,
    write_texts,
)
from tests.windows.removal.prefix_state import PrefixState, differences, outside
from tests.windows.removal.runs import QUICK, key_place, plan_of, putting_back, run, unplanned

pytestmark = pytest.mark.wine

FOLDER = rf"C:\Program Files\{NAME}"
PROGRAM = rf"{FOLDER}\LookAlike.exe"
OWN_COPY = rf"{expanded('%APPDATA%')}\{NAME}"
MENU = rf"C:\ProgramData\Microsoft\Windows\Start Menu\Programs\{NAME}"
TASK = f"{NAME} Update"
TASK_FILE = rf"C:\windows\system32\Tasks\{TASK}"
CODE = "{7E0A3C52-7D0B-4C11-8E53-0D1B3C4F7A11}"
OVERRIDES = r"Software\Wine\DllOverrides"
SYSTEM32 = Path(r"C:\windows\system32")

BY_MSIEXEC = (
    r"HKLM\Software\Classes\Installer",
    r"HKLM\Software\Microsoft\Windows\CurrentVersion\Installer",
    r"C:\windows\Installer",
    rf"HKLM\{RUN} -> {NAME}",
)
"""What Windows Installer changes itself when it removes: its own lists, its copy of the package, what it installed."""

BY_NSIS = r"HKLM\System\CurrentControlSet\Control\Session Manager -> PendingFileRenameOperations"
"""Every uninstaller of NSIS has Windows delete its own copy in the temporary folder when it starts next."""


BY_SCHEDULER = r"HKLM\System\CurrentControlSet\Services\Schedule -> Start"
"""Wine's scheduler has itself started with Windows from its first task on."""


def quietly(*words: str) -> int:
    return subprocess.run([*words], capture_output=True, check=False, timeout=60).returncode


@pytest.fixture
def nsis(own_windows: None, subject: Subject) -> Iterator[None]:
    """Install with the NSIS installer; take away whatever is left in the end."""
    setup = subject("look-alike-setup.exe")
    remove_all()
    assert quietly(str(setup), "/S") == 0
    yield
    remove_all()
    for folder in (OWN_COPY, MENU):
        shutil.rmtree(folder, ignore_errors=True)
    Path(TASK_FILE).unlink(missing_ok=True)


@pytest.fixture
def msi(own_windows: None, subject: Subject) -> Iterator[None]:
    """Install the MSI package; take away whatever is left in the end."""
    package = subject("look-alike.msi")
    remove_all()
    write_texts("HKLM", RUN, {"Somebody else's": "notepad.exe"})
    assert quietly("msiexec", "/i", str(package), "/qn") == 0
    yield
    quietly("msiexec", "/x", CODE, "/qn")
    delete_value("HKLM", RUN, "Somebody else's")
    remove_all()


def whole_plan(*, with_uninstaller: bool) -> RemovalPlan:
    """Return the plan for what the NSIS installer put there, or for all of it but its uninstaller."""
    uninstaller = Path(FOLDER, "uninstall.exe")
    run_it = RunUninstaller(
        family="nsis",
        program=str(uninstaller),
        arguments=("/S",),
        sha256=digest_of(uninstaller.read_bytes()),
        gone=Gone(keys=(key_place("HKLM", rf"{UNINSTALL}\{NAME}"),), services=(SERVICE,), folders=(FOLDER,)),
    )
    machine = RemoveValue(key=key_place("HKLM", RUN), name=NAME, data=f'"{PROGRAM}" --control')
    person = RemoveValue(key=key_place("HKCU", RUN), name=NAME, data=rf'"{OWN_COPY}\LookAlike.exe" --tray')
    first: list[tuple[Rights, AnyVerb]] = [
        ("administrator", StopService(manager="windows", name=SERVICE, program=PROGRAM))
    ]
    if with_uninstaller:
        first.append(("administrator", run_it))
    return plan_of(
        [
            *first,
            ("administrator", machine),
            ("administrator", RemoveTask(path=rf"\{TASK}", command=f'"{PROGRAM}" --update')),
            ("administrator", Quarantine(path=FOLDER, kind="folder", is_leftover=True)),
            ("administrator", Quarantine(path=MENU, kind="folder", is_leftover=True)),
            ("person", person),
            ("person", Quarantine(path=OWN_COPY, kind="folder")),
        ],
        FOLDER,
        OWN_COPY,
        MENU,
    )


def test_all_that_an_nsis_installer_put_there_goes(uninstalled: PrefixState, nsis: None, tmp_path: Path) -> None:
    before = prefix_state.look(uninstalled)
    plan = whole_plan(with_uninstaller=True)
    for rights in plan.rights:
        ran = run(plan, tmp_path, rights)
        assert ran.code == 0, ran.complaint
        assert ran.went_through, str(ran)
        assert set(ran.statuses.values()) <= {"done", "nothing-to-do"}, str(ran)
    after = prefix_state.look(before)
    tasks = (TASK_FILE, BY_SCHEDULER, r"HKLM\Software\Microsoft\Windows NT\CurrentVersion\Schedule")
    assert unplanned(before, after, plan, *tasks, BY_NSIS) == []
    # And against the PC as it was before anything was installed: only our own folders of kept things are new.
    kept = [str(store(rights).parent) for rights in plan.rights]
    assert outside(differences(uninstalled, after), *kept, BY_NSIS, BY_SCHEDULER) == ()
    found = [
        repr(one)
        for source in ("installed-programs", "services", "autoruns", "processes")
        for one in WindowsHost().observations(source)
    ]
    assert [one for one in found if NAME in one] == []


def test_everything_but_the_uninstaller_is_put_back_exactly(
    nsis: None, tmp_path: Path, first_state: PrefixState
) -> None:
    before = prefix_state.look(first_state)
    plan = whole_plan(with_uninstaller=False)
    undone = []
    for rights in plan.rights:
        ran = run(plan, tmp_path, rights)
        assert set(ran.statuses.values()) == {"done"}, str(ran)
        undone.append((rights, putting_back(plan, ran, rights)))
    gone = prefix_state.look(before)
    assert not Path(FOLDER).exists()
    assert not Path(OWN_COPY).exists()
    assert read_value("HKLM", rf"SYSTEM\CurrentControlSet\Services\{SERVICE}", "Start") == (4, winreg.REG_DWORD)
    kept = [path for path in (store("administrator") / "kept").rglob("*") if path.is_file()]
    assert [path for path in kept if path.suffix == ".exe"] == []  # nothing that is kept can be started by mistake
    for rights, back in undone:
        shown = run(back, tmp_path, rights, "look")
        assert set(shown.statuses.values()) == {"would-do"}, str(shown)
    assert outside(differences(gone, prefix_state.look(gone))) == ()
    for rights, back in undone:
        ran = run(back, tmp_path, rights)
        assert set(ran.statuses.values()) == {"done"}, str(ran)
    after = prefix_state.look(gone)
    # Wine's scheduler writes a file of its own and leaves out what the task starts; Windows keeps what it is given.
    assert Path(TASK_FILE).is_file()
    kept_places = [TASK_FILE, BY_SCHEDULER, *(str(store(rights).parent) for rights in plan.rights)]
    assert "\n".join(str(one) for one in outside(differences(before, after), *kept_places)) == ""
    assert read_value("HKLM", rf"SYSTEM\CurrentControlSet\Services\{SERVICE}", "Start") == (2, winreg.REG_DWORD)


def msi_plan(product: str = CODE) -> RemovalPlan:
    gone = Gone(keys=(key_place("HKLM", rf"{UNINSTALL}\{product}"),), services=(SERVICE,), folders=(FOLDER,))
    return plan_of(
        [
            ("administrator", StopService(manager="windows", name=SERVICE, program=PROGRAM)),
            ("administrator", UninstallMsi(product=product, gone=gone)),
        ],
        FOLDER,
    )


def test_an_msi_package_goes(msi: None, tmp_path: Path, first_state: PrefixState) -> None:
    before = prefix_state.look(first_state)
    plan = msi_plan()
    ran = run(plan, tmp_path, "administrator")
    assert ran.ended("a2").status == "done", str(ran)
    assert ran.ended("a2").exit_code == 0
    assert not has_service(SERVICE)
    assert unplanned(before, prefix_state.look(before), plan, *BY_MSIEXEC) == []
    again = run(msi_plan(), tmp_path, "administrator")
    assert again.statuses == {"a1": "nothing-to-do", "a2": "nothing-to-do"}, str(again)


def test_a_product_that_windows_installer_does_not_know_is_left(own_windows: None, tmp_path: Path) -> None:
    ran = run(msi_plan("{00000000-0000-4000-8000-000000000000}"), tmp_path, "administrator")
    assert ran.ended("a2").status in {"nothing-to-do", "refused"}, str(ran)
    assert ran.ended("a2").exit_code is None


@pytest.fixture
def scripted(msi: None, subject: Subject) -> Iterator[Path]:
    """Put a stand-in before Windows' own msiexec.exe, that ends with the codes that a test asks for."""
    own, real = SYSTEM32 / "msiexec.exe", SYSTEM32 / "msiexec-real.exe"
    own.rename(real)
    shutil.copy(subject("msiexec-scripted.exe"), own)
    SEEN.mkdir(exist_ok=True)
    # Wine has programs of Windows of its own, and takes them for files of these names unless it is told otherwise.
    write_texts("HKCU", OVERRIDES, {"msiexec.exe": "native", "*msiexec.exe": "native"})
    yield SEEN / "msiexec.txt"
    delete_key("HKCU", OVERRIDES)
    own.unlink()
    real.rename(own)


@pytest.mark.parametrize(
    ("words", "calls", "status", "code", "is_gone"),
    [
        ("1618 1618", 3, "done", "", True),
        (" ".join(["1618"] * 700), None, "failed", "U-34", False),
        ("run:3010", 1, "restart-needed", "", True),
        ("run:1641", 1, "restart-needed", "", True),
        ("1602", 1, "failed", "U-33", False),
        ("1603", 1, "failed", "U-33", False),
        ("0", 1, "failed", "U-37", False),
        ("run:1605", 1, "done", "", True),
    ],
)
def test_codes_of_windows_installer(
    scripted: Path, tmp_path: Path, words: str, calls: int | None, status: str, code: str, is_gone: bool
) -> None:
    scripted.write_text(words, "ascii")
    ran = run(msi_plan(), tmp_path, "administrator", command=[*QUICK[:-1], "60"])
    ended = ran.ended("a2")
    assert (ended.status, ended.code) == (status, code), str(ran)
    written = (SEEN / "msiexec-calls.txt").read_text("ascii").splitlines()
    assert calls is None or len(written) == calls
    assert all(f"/x {CODE} /qn /norestart REBOOT=ReallySuppress /l*v " in call for call in written), written
    assert has_service(SERVICE) != is_gone
