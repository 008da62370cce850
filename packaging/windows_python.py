"""Make a Windows Python under Debian's Wine, so that the Windows code really runs in the test command.

The interpreter is python.org's own build (MSVC), which ordinary Windows wheels fit: the `panda3d` wheel carries its
DLLs for building Windows programs elsewhere. What that wheel lacks is made here: python.exe and python3.dll (a few
lines of C each), the library in Python (copied from the running Python of the same minor version) and four small
stand-ins for what Wine 8 has not got; `wine/stubs/` says why beside each. Packages come from the project's locks, with
their hashes, chosen by Windows' markers.

Everything lies in one folder (`.venv-win` in the checkout, or RECOVERY_WINDOWS_PYTHON). A stamp with a hash over all
that it is made from, written last, makes a second run instant.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
import sysconfig
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import bootstrap
import debian
from bootstrap import SetupError
from packaging.requirements import Requirement

LOCKS = bootstrap.ROOT / "packaging"
PARTS = LOCKS / "wine"
STUBS = PARTS / "stubs"
STAMP = "made-from.sha256"
MINOR = f"{sys.version_info.major}.{sys.version_info.minor}"
DIGITS = MINOR.replace(".", "")
COMPILER = "x86_64-w64-mingw32-gcc"
PROGRAMS = ("wine", "Xvfb", COMPILER)

# What the tests need beside the program's own packages. Names in the lock of the test command.
TEST_PACKAGES = frozenset(
    {
        "colorama",
        "hypothesis",
        "iniconfig",
        "packaging",
        "pluggy",
        "pygments",
        "pytest",
        "pytest-qt",
        "sortedcontainers",
        "typing-extensions",
    }
)
# python3XX.dll and its C runtime lie beside python.exe; everything else of the wheel goes to DLLs/.
BESIDE_PYTHON = re.compile(r"vcruntime140(_1)?\.dll|python3\d*\.dll", re.IGNORECASE)
# Wine has the api-ms-* itself; "t-win" is for the free-threaded build; Wine 8 ends a process that uses _wmi.
NOT_TAKEN = re.compile(r"api-ms-.*|.*t-win_.*|_wmi\.pyd|_test.*", re.IGNORECASE)
LEFT_OUT_OF_LIBRARY = ("site-packages", "dist-packages", "test", "lib-dynload", "config-*", "idlelib")
EXPORTED_NAME = re.compile(r"^\s+\[\s*\d+\](?: \+base\[\s*\d+\]\s+[0-9a-f]+)? (\S+)$", re.MULTILINE)
FEWEST_EXPORTS = 1500


@dataclass(frozen=True)
class WindowsPython:
    """A Windows Python in `folder`, with its own Wine prefix."""

    folder: Path

    @property
    def home(self) -> Path:
        """Where python.exe lies."""
        return self.folder / "python"

    @property
    def packages(self) -> Path:
        """Where packages are installed."""
        return self.home / "Lib" / "site-packages"

    @property
    def drive(self) -> Path:
        """Drive C: of the prefix."""
        return self.folder / "prefix" / "drive_c"

    def command(self, arguments: list[str]) -> list[str]:
        """Return the command line that runs python.exe with `arguments`."""
        return ["wine", str(self.home / "python.exe"), *arguments]

    def environment(self) -> dict[str, str]:
        """Return the variables for Wine: its own prefix, no chatter, nothing of the Python that is running now."""
        left_out = {"PYTHONHOME", "PYTHONPATH", "VIRTUAL_ENV", "LD_LIBRARY_PATH"}
        variables = {name: value for name, value in os.environ.items() if name not in left_out}
        return variables | {
            "WINEPREFIX": str(self.folder / "prefix"),
            "WINEARCH": "win64",
            "WINEDEBUG": "-all",
            # No Mono, no Gecko (both would ask to be downloaded); our mscms instead of Wine's.
            "WINEDLLOVERRIDES": "mscoree=d;mshtml=d;mscms=n",
            "PYTHONIOENCODING": "utf-8",
            # Compiled files in the checkout would tell Linux of paths on drive Z:.
            "PYTHONDONTWRITEBYTECODE": "1",
        }


def default_folder() -> Path:
    """Return where the Windows Python lies: RECOVERY_WINDOWS_PYTHON, or .venv-win in the checkout."""
    chosen = os.environ.get("RECOVERY_WINDOWS_PYTHON")
    return Path(chosen).resolve() if chosen else bootstrap.ROOT / ".venv-win"


def ensure(folder: Path) -> WindowsPython:
    """Return the Windows Python in `folder`, making or renewing it if need be. Raises SetupError."""
    python, wanted = WindowsPython(folder), fingerprint()
    missing = missing_programs()
    with _alone_in(folder.parent):
        if _is_made_from(wanted, folder):
            return python
        if missing:
            raise SetupError(
                f"Not installed: {', '.join(missing)}. On Debian: {debian.line_to_type([*debian.WINE_PACKAGES])}"
            )
        print(f"Setting up a Windows Python {MINOR} in {folder}. The first time takes a minute.", flush=True)
        _stop_wine(python)
        shutil.rmtree(folder, ignore_errors=True)
        _take_interpreter(python)
        _take_library(python)
        _install_packages(python)
        _build_interpreter_stubs(python)
        _make_prefix(python)
        (folder / STAMP).write_text(wanted, "utf-8")
    return python


def _is_made_from(wanted: str, folder: Path) -> bool:
    stamp = folder / STAMP
    return stamp.is_file() and stamp.read_text("utf-8") == wanted


@contextmanager
def _alone_in(folder: Path) -> Iterator[None]:
    """Wait until nobody else sets up in this folder: lanes that run side by side share one Windows Python."""
    if sys.platform == "win32":
        yield
        return
    import fcntl

    folder.mkdir(parents=True, exist_ok=True)
    place = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(place, fcntl.LOCK_EX)
        yield
    finally:
        os.close(place)


def missing_programs() -> list[str]:
    """Return what set-up needs of the system and does not find."""
    return [program for program in PROGRAMS if not shutil.which(program)]


def fingerprint() -> str:
    """Return a hash over all that the Windows Python is made from."""
    digest = hashlib.sha256(f"{sys.version}\0{sysconfig.get_path('stdlib')}".encode())
    sources = [path for path in PARTS.rglob("*") if path.is_file() and path.suffix != ".pyc"]
    for path in [Path(__file__), *sorted(sources), LOCKS / "requirements.lock", LOCKS / "requirements-dev.lock"]:
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def windows_requirements() -> str:
    """Return the part of the locks that a Windows Python takes, with hashes and without markers.

    pip judges markers by the Python that runs it, also when it installs for another system: it would leave out what
    only Windows needs, and fetch what only Linux needs.
    """
    program = {requirement.name for requirement, _ in _locked(LOCKS / "requirements.lock")}
    wanted = program | TEST_PACKAGES
    lines = [
        f"{requirement.name}{requirement.specifier} {hashes}"
        for requirement, hashes in _locked(LOCKS / "requirements-dev.lock")
        if requirement.name in wanted and _is_for_windows(requirement)
    ]
    return "\n".join(lines) + "\n"


def _locked(lock: Path) -> list[tuple[Requirement, str]]:
    """Return each requirement of a lock with its hash options as one text."""
    joined = lock.read_text("utf-8").replace("\\\n", " ")
    lines = [line for line in joined.splitlines() if line.strip() and not line.startswith("#")]
    parts = [line.partition(" --hash=") for line in lines]
    return [(Requirement(name.strip()), f"--hash={hashes}") for name, _, hashes in parts]


def _is_for_windows(requirement: Requirement) -> bool:
    windows = {"sys_platform": "win32", "platform_system": "Windows", "os_name": "nt", "platform_machine": "AMD64"}
    return requirement.marker is None or requirement.marker.evaluate(windows)


def _take_interpreter(python: WindowsPython) -> None:
    downloads = python.folder / "downloads"
    downloads.mkdir(parents=True)
    (python.home / "DLLs").mkdir(parents=True)
    command = ["download", "--no-deps", "--require-hashes", "--dest", str(downloads), *_for_windows()]
    _pip([*command, "--requirement", str(PARTS / "interpreter.lock")])
    with zipfile.ZipFile(next(downloads.glob("panda3d-*.whl"))) as wheel:
        for member in wheel.namelist():
            folder, _, name = member.rpartition("/")
            if folder == "deploy_libs" and name and not NOT_TAKEN.fullmatch(name):
                place = python.home if BESIDE_PYTHON.fullmatch(name) else python.home / "DLLs"
                (place / name).write_bytes(wheel.read(member))
    shutil.rmtree(downloads)


def _take_library(python: WindowsPython) -> None:
    source = Path(sysconfig.get_path("stdlib"))
    shutil.copytree(source, python.home / "Lib", ignore=shutil.ignore_patterns(*LEFT_OUT_OF_LIBRARY), symlinks=False)
    # Debian's own hook would hide everybody else's.
    (python.home / "Lib" / "sitecustomize.py").unlink(missing_ok=True)
    python.packages.mkdir()


def _install_packages(python: WindowsPython) -> None:
    chosen = python.folder / "requirements-windows.lock"
    chosen.write_text(windows_requirements(), "utf-8")
    command = ["install", "--no-deps", "--require-hashes", "--target", str(python.packages)]
    _pip([*command, *_for_windows(), "--requirement", str(chosen)])
    shutil.copy(PARTS / "psutil_under_wine.py", python.packages)
    with (python.packages / "psutil" / "__init__.py").open("a", encoding="utf-8") as psutil:
        psutil.write("\nimport psutil_under_wine  # noqa\n")
    if not any(python.home.glob("[vV][cC][rR]*140_1.dll")):  # the wheel for 3.11 has it not
        shutil.copy(next(python.packages.glob("shiboken6/vcruntime140_1.dll")), python.home)


def _for_windows() -> list[str]:
    return ["--only-binary=:all:", "--platform=win_amd64", f"--python-version={MINOR}", "--implementation=cp"]


def _build_interpreter_stubs(python: WindowsPython) -> None:
    library = python.home / f"python{DIGITS}.dll"
    _compile(STUBS / "python.c", python.home / "python.exe", "-municode", str(library))
    listing = _output(["x86_64-w64-mingw32-objdump", "-p", str(library)])
    names = EXPORTED_NAME.findall(listing.partition("[Ordinal/Name Pointer] Table")[2])
    if len(names) < FEWEST_EXPORTS:
        raise SetupError(f"{library.name} exports only {len(names)} names: objdump writes another format here.")
    forwards = python.folder / "python3.def"
    lines = "".join(f"  {name} = python{DIGITS}.{name}\n" for name in names)
    forwards.write_text(f"LIBRARY python3.dll\nEXPORTS\n{lines}", "utf-8")
    _compile(STUBS / "python3.c", python.home / "python3.dll", "-shared", "-nostdlib", str(forwards))


def _make_prefix(python: WindowsPython) -> None:
    headless = python.environment()
    headless.pop("DISPLAY", None)
    for command in (["wineboot", "-i"], ["winecfg", "-v", "win10"], ["regedit", "/S", str(PARTS / "fonts.reg")]):
        quietly(["wine", *command], headless)
    for folder in (python.drive / "users").glob("*/*"):
        if folder.is_symlink():  # Desktop, Downloads … would be those of whoever runs the tests
            folder.unlink()
            folder.mkdir()
    # In the prefix, never beside python.exe: PyInstaller would put a stand-in into the product.
    system = python.drive / "windows" / "system32"
    (system / "mscms.dll").unlink()
    _compile(STUBS / "mscms.c", system / "mscms.dll", "-shared", "-nostdlib")
    _compile(STUBS / "icuuc.c", system / "icuuc.dll", "-shared", "-nostdlib")
    quietly(["wineserver", "-w"], headless)  # until the first start has written all that it writes
    _compile(STUBS / "bcryptprimitives.c", system / "bcryptprimitives.dll", "-shared", "-ladvapi32")


def quietly(command: list[str], variables: dict[str, str]) -> None:
    """Run a command of Wine with no input and no output. Raises SetupError if it fails."""
    ended = subprocess.run(
        command,
        env=variables,
        check=False,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    if ended.returncode != 0:
        raise SetupError(f"{' '.join(command)} ended with {ended.returncode}.")


def _stop_wine(python: WindowsPython) -> None:
    """End what still runs from the prefix, which is about to be made anew."""
    if python.drive.exists():
        subprocess.run(["wineserver", "-k"], env=python.environment(), check=False)


def _compile(source: Path, target: Path, *options: str) -> None:
    libraries = [option for option in options if option.startswith("-l") or not option.startswith("-")]
    switches = [option for option in options if option not in libraries]
    _output([COMPILER, "-O2", "-s", *switches, "-o", str(target), str(source), *libraries])


def _pip(arguments: list[str]) -> None:
    _output([sys.executable, "-m", "pip", *arguments, "--quiet", "--disable-pip-version-check", "--no-input"])


def _output(command: list[str]) -> str:
    """Run a command and return what it prints. Raises SetupError with its complaint."""
    ended = subprocess.run(command, check=False, capture_output=True, text=True)
    if ended.returncode != 0:
        raise SetupError(f"{Path(command[0]).name} failed:\n{ended.stdout}{ended.stderr}")
    return ended.stdout
