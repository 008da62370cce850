"""Files and folders moved to the kept things by their handles, and back, on a real file system of Windows.

What Wine 8 cannot show: junctions (it makes none), streams of a file (there "file:name" is a file of its own),
permissions beyond those of Linux, and a move that waits until Windows starts next (it is only written down).
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

if sys.platform != "win32":
    pytest.skip("needs Windows, real or under Wine", allow_module_level=True)

import ctypes
import winreg

from recovery_assistant.domain.removal.plan import Quarantine, RemoveLine, RemoveTask, Rights
from tests.windows.removal_runs import Ran, carry_out, folder_of_tool, plan_of, put_back

pytestmark = pytest.mark.wine

TOOL = "Recovery Test Tool"
UNDER_WINE = hasattr(ctypes.WinDLL("ntdll"), "wine_get_version")


def tree(folder: Path) -> dict[str, bytes | None]:
    """Return every path below a folder with its content."""
    return {str(path.relative_to(folder)): path.read_bytes() if path.is_file() else None for path in folder.rglob("*")}


def take(
    path: Path, kind: str, folder: Path, *, rights: Rights = "administrator", mode: str = "do", sha256: str = ""
) -> Ran:
    verb = Quarantine(path=str(path), kind="file" if kind == "file" else "folder", sha256=sha256)
    return carry_out(plan_of(verb, roots=(str(path),), rights=rights), folder, mode)


@pytest.mark.parametrize("rights", ["administrator", "person"])
def test_a_folder_goes_whole_and_comes_back_whole(throwaway: None, tmp_path: Path, rights: Rights) -> None:
    with folder_of_tool(TOOL) as folder:
        (folder / "Below" / "Deep").mkdir(parents=True)
        (folder / "tool.exe").write_bytes(b"MZ tool")
        (folder / "Below" / "naïve 数据.log").write_bytes(b"log" * 1000)
        os.utime(folder / "tool.exe", (1_700_000_000, 1_700_000_000))
        before = tree(folder)
        assert take(folder, "folder", tmp_path, rights=rights, mode="look").only.status == "would-do"
        assert tree(folder) == before
        ran = take(folder, "folder", tmp_path, rights=rights)
        assert ran.only.status == "done", ran
        assert not folder.exists()
        assert ran.only.kept is not None
        kept = tree(Path(ran.only.kept.place) / "content")
        assert rf"{TOOL}\tool.exe.quar" in kept, "nothing keeps a name that could be run"
        assert put_back(ran, tmp_path, "look").only.status == "would-do"
        assert not folder.exists()
        assert put_back(ran, tmp_path).only.status == "done"
        assert tree(folder) == before
        assert (folder / "tool.exe").stat().st_mtime == 1_700_000_000
        assert put_back(ran, tmp_path).only.status == "nothing-to-do"


def test_a_file_is_known_by_its_hash(throwaway: None, tmp_path: Path) -> None:
    with folder_of_tool(TOOL) as folder:
        file = folder / "tool.exe"
        file.write_bytes(b"changed")
        ran = take(file, "file", tmp_path, sha256=hashlib.sha256(b"as planned").hexdigest())
        assert ran.only.status == "refused"
        assert file.read_bytes() == b"changed"
        ran = take(file, "file", tmp_path, sha256=hashlib.sha256(b"changed").hexdigest())
        assert ran.only.status == "done", ran
        file.write_bytes(b"something new")
        assert put_back(ran, tmp_path).only.status == "refused", "never over what stands there now"
        assert file.read_bytes() == b"something new"
        file.unlink()
        assert put_back(ran, tmp_path).only.status == "done"
        assert file.read_bytes() == b"changed"


def make_link(link: Path, target: Path) -> None:
    """Make a link to a folder. Wine 8 makes none itself, so there the system below it is asked."""
    if UNDER_WINE:
        below_wine("/bin/ln", "-s", outside(target), outside(link))
        wait_for(link.exists)
    else:
        subprocess.run(["cmd", "/c", "mklink", "/J", str(link), str(target)], capture_output=True, check=True)


def remove_link(link: Path) -> None:
    if UNDER_WINE:
        below_wine("/bin/rm", outside(link))
        wait_for(lambda: not link.exists())
    else:
        link.rmdir()


def wait_for(happened: Callable[[], bool], seconds: float = 30.0) -> None:
    """Wait for what the system below Wine was asked to do: "start /wait" may return before it has done it."""
    until = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < until, "the system below Wine did not do it"
        time.sleep(0.05)


def below_wine(*command: str) -> None:
    words = ["start", "/wait", "/unix", *command]
    subprocess.run(words, stdin=subprocess.DEVNULL, capture_output=True, check=False)


def outside(path: Path) -> str:
    """Return what a path of Wine is called on the system below it."""
    told = subprocess.run(["winepath", "-u", str(path.parent)], capture_output=True, check=True).stdout
    return f"{told.decode().strip()}/{path.name}"


def test_a_link_on_the_way_or_at_the_end_is_refused(throwaway: None, tmp_path: Path) -> None:
    with folder_of_tool(TOOL) as folder, folder_of_tool("Recovery Test Other") as other:
        (other / "precious.txt").write_bytes(b"precious")
        link = folder / "link"
        make_link(link, other)
        assert (link / "precious.txt").read_bytes() == b"precious"
        try:
            for path, kind in ((link, "folder"), (link / "precious.txt", "file")):
                ran = take(path, kind, tmp_path)
                assert (ran.only.status, ran.only.code) == ("refused", "U-47"), ran
            assert (other / "precious.txt").read_bytes() == b"precious"
        finally:
            remove_link(link)


def test_a_file_with_two_names_is_refused(throwaway: None, tmp_path: Path) -> None:
    with folder_of_tool(TOOL) as folder:
        (folder / "one").write_bytes(b"x")
        (folder / "two").hardlink_to(folder / "one")
        ran = take(folder, "folder", tmp_path)
        assert (ran.only.status, ran.only.code) == ("refused", "U-47"), ran
        assert (folder / "one").exists()


def test_odd_spellings_are_refused_with_the_whole_plan(throwaway: None, tmp_path: Path) -> None:
    for path in (
        r"C:\Program Files\Recovery Test Tool\..\Common Files",
        r"\\?\C:\Program Files\Recovery Test Tool",
        r"\\server\share\tool.exe",
        r"C:\Program Files\Recovery Test Tool\x:stream",
        r"C:\Program Files\Recovery Test Tool. ",
        r"C:\Windows\System32\config",
        "C:tool.exe",
    ):
        ran = carry_out(plan_of(Quarantine(path=path, kind="folder"), roots=(path,)), tmp_path)
        assert (ran.code, ran.ended) == (2, ()), path


def test_a_file_in_use_waits_for_windows(throwaway: None, tmp_path: Path) -> None:
    with folder_of_tool(TOOL) as folder:
        file = folder / "open.log"
        file.write_bytes(b"x")
        with file.open("rb"):  # Python shares reading and writing, not deleting
            assert take(file, "file", tmp_path, mode="look").only.status == "would-do"
            mine = take(file, "file", tmp_path, rights="person")
            assert (mine.only.status, mine.only.code) == ("failed", "U-48"), mine
            ran = take(file, "file", tmp_path)
        assert (ran.only.status, ran.only.code) == ("restart-needed", "U-48"), ran
        assert ran.only.kept is not None
        assert any(str(file) in one for one in waiting())
        assert put_back(ran, tmp_path).only.status == "nothing-to-do", "it never went away"
        assert not any(str(file) in one for one in waiting()), "and does not go at the next start"


def waiting() -> list[str]:
    """Return what Windows will move when it starts next."""
    with winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, r"SYSTEM\CurrentControlSet\Control\Session Manager") as key:
        try:
            return list(winreg.QueryValueEx(key, "PendingFileRenameOperations")[0])
        except FileNotFoundError:
            return []


def test_a_task_goes_and_its_file_with_it(throwaway: None, tmp_path: Path) -> None:
    r"""Wine's schtasks drops the command of a task that it makes, so that only the way there is looked at."""
    folder = Path(r"C:\windows\system32\Tasks\RecoveryTest")
    folder.mkdir(parents=True, exist_ok=True)
    xml = (
        '<?xml version="1.0" encoding="UTF-16"?>\r\n<Task version="1.2" '
        'xmlns="http://schemas.microsoft.com/windows/2004/02/mit/task"><Actions><Exec>'
        r"<Command>%ProgramFiles%\Tool\tool.exe</Command><Arguments>--update</Arguments></Exec></Actions></Task>"
    )
    (folder / "Up date").write_text(xml, "utf-16")
    try:
        name, command = r"\RecoveryTest\Up date", r"C:\Program Files\Tool\tool.exe --update"
        other = RemoveTask(path=name, command=r"C:\other.exe")
        assert carry_out(plan_of(other), tmp_path).only.code == "U-40"
        verb = RemoveTask(path=name, command=command)
        assert carry_out(plan_of(verb), tmp_path, "look").only.status == "would-do"
        ran = carry_out(plan_of(verb), tmp_path)
        assert ran.only.status == "done", ran
        assert not (folder / "Up date").exists()
        assert carry_out(plan_of(verb), tmp_path).only.status == "nothing-to-do"
        assert put_back(ran, tmp_path).only.status == "done"
        assert (folder / "Up date").exists()
        assert carry_out(plan_of(RemoveTask(path=r"\Microsoft\Windows\x", command="y")), tmp_path).code == 2
    finally:
        subprocess.run(["schtasks", "/Delete", "/TN", r"\RecoveryTest\Up date", "/F"], capture_output=True, check=False)
        folder.rmdir()


def test_a_line_goes_out_of_the_hosts_file_and_comes_back(throwaway: None, tmp_path: Path) -> None:
    hosts = Path(r"C:\windows\system32\drivers\etc\hosts")
    before = hosts.read_bytes() if hosts.exists() else None
    try:
        hosts.write_bytes(b"# comment\r\n127.0.0.1 bank.example\r\n10.0.0.1 own\n")
        hosts.chmod(0o444)  # read only, as those who redirect a bank leave it
        verb = RemoveLine(file=str(hosts), line="127.0.0.1 bank.example")
        assert carry_out(plan_of(verb), tmp_path, "look").only.status == "would-do"
        ran = carry_out(plan_of(verb), tmp_path)
        assert ran.only.status == "done", ran
        assert hosts.read_bytes() == b"# comment\r\n10.0.0.1 own\n"
        assert put_back(ran, tmp_path).only.status == "done"
        assert hosts.read_bytes() == b"# comment\r\n127.0.0.1 bank.example\r\n10.0.0.1 own\n"
        assert not os.access(hosts, os.W_OK)
    finally:
        hosts.chmod(0o666)
        if before is None:
            hosts.unlink()
        else:
            hosts.write_bytes(before)
