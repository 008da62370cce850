"""For tests that change a Windows: they run where that Windows is thrown away, and put everything back all the same."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

import pytest

Data = int | str | list[str] | bytes | None
WriteKey = Callable[..., None]
MakeService = Callable[[str, str, str], None]
Subject = Callable[[str], Path]

if sys.platform == "win32":
    import ctypes
    import winreg

    from recovery_assistant.hosts.windows.host import WindowsHost
    from recovery_assistant.hosts.windows.places import Person, read_places
    from recovery_assistant.hosts.windows.registry import LiveRegistry

    @pytest.fixture(scope="session")
    def throwaway() -> None:
        """Skip on a Windows that somebody uses. Set RECOVERY_MAY_CHANGE_THIS_PC on a test machine."""
        under_wine = hasattr(ctypes.WinDLL("ntdll"), "wine_get_version")
        if not under_wine and "RECOVERY_MAY_CHANGE_THIS_PC" not in os.environ:
            pytest.skip("would change the registry of a Windows that may be in use")

    @pytest.fixture
    def pc() -> WindowsHost:
        """Return the Windows that the tests run on."""
        return WindowsHost()

    @pytest.fixture
    def me() -> Person:
        """Return who is signed in."""
        return read_places(LiveRegistry()).people[0]

    @pytest.fixture
    def write_key(throwaway: None) -> Iterator[WriteKey]:
        """Return what writes a key with its values (name -> type and data); all of it is taken out again."""
        with ExitStack() as undo:

            def write(hive: int, path: str, values: Mapping[str, tuple[int, Data]], view: int = 64) -> None:
                undo.enter_context(_key(hive, path, values, view))

            yield write

    @contextmanager
    def _key(hive: int, path: str, values: Mapping[str, tuple[int, Data]], view: int) -> Iterator[None]:
        access = winreg.KEY_ALL_ACCESS | (winreg.KEY_WOW64_64KEY if view == 64 else winreg.KEY_WOW64_32KEY)
        before: dict[str, tuple[Data, int] | None] = {}
        is_new = not _exists(hive, path, access)
        with winreg.CreateKeyEx(hive, path, 0, access) as key:
            for name, (kind, data) in values.items():
                try:
                    before[name] = winreg.QueryValueEx(key, name)
                except FileNotFoundError:
                    before[name] = None
                winreg.SetValueEx(key, name, 0, kind, data)
        try:
            yield
        finally:
            with winreg.OpenKey(hive, path, 0, access) as key:
                for name, old in before.items():
                    if old is None:
                        winreg.DeleteValue(key, name)
                    else:
                        winreg.SetValueEx(key, name, 0, old[1], old[0])
            if is_new:
                with suppress(OSError):  # another test put something below it
                    winreg.DeleteKeyEx(hive, path, access & (winreg.KEY_WOW64_64KEY | winreg.KEY_WOW64_32KEY))

    def _exists(hive: int, path: str, access: int) -> bool:
        try:
            winreg.OpenKey(hive, path, 0, access).Close()
        except FileNotFoundError:
            return False
        return True

    @pytest.fixture
    def make_service(throwaway: None) -> Iterator[MakeService]:
        """Return what makes a service: name, command line, display name. It is taken out again."""
        made: list[str] = []

        def make(name: str, command: str, display_name: str) -> None:
            _sc("delete", name)  # left over from a run that was stopped
            made.append(name)
            code = _sc("create", name, "binPath=", command, "DisplayName=", display_name, "start=", "auto")
            assert code == 0

        yield make
        for name in made:
            assert _sc("delete", name) == 0

    def _sc(*words: str) -> int:
        return subprocess.run(["sc", *words], capture_output=True, check=False).returncode

    @pytest.fixture
    def renamed_python(throwaway: None, me: Person) -> Iterator[Path]:
        r"""Return a running copy of python.exe that calls itself AnyDesk.exe, in the downloads of whoever is here."""
        copy = Path(me.folders["Downloads"]) / "AnyDesk.exe"
        copy.parent.mkdir(exist_ok=True)
        original = Path(sys.executable)
        copy.write_bytes(original.read_bytes())
        surroundings = os.environ | {
            "PATH": f"{original.parent};{os.environ['PATH']}",
            "PYTHONHOME": str(original.parent),
        }
        wait = "import sys; print('ready', flush=True); sys.stdin.read()"
        running = subprocess.Popen(
            [str(copy), "-c", wait], stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=surroundings
        )
        assert running.stdout is not None
        assert running.stdout.readline().strip() == b"ready"
        yield copy
        running.communicate(timeout=30)
        copy.unlink()

    @pytest.fixture
    def subject(throwaway: None) -> Subject:
        """Return what gives a program or installer that packaging/wine_subjects.py built; it skips if there is none."""

        def find(name: str) -> Path:
            path = Path(os.environ.get("RECOVERY_SUBJECTS", "nowhere")) / name
            if not path.is_file():
                pytest.skip(f"{name} was not built: see packaging/wine_subjects.py")
            return path

        return find
