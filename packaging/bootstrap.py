"""Make a virtual environment from a lock file, on a bare Python 3.11, and start the program in it.

Only the standard library, because nothing else is there yet. An environment is made once and used again until the
lock or the Python changes: a stamp with their hash, written last, says that it is whole.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

import debian

ROOT = Path(__file__).resolve().parent.parent
STAMP = "made-from.sha256"
COMPILED = ".compiled"  # the folder of recovery_assistant/content/compiled.py


class SetupError(Exception):
    """Set-up cannot go on. The text is for the person: what is missing, and what to type."""


def python_in(environment: Path) -> Path:
    """Return the path of the interpreter inside a virtual environment."""
    return environment / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")


def fingerprint(lock: Path) -> str:
    """Return a hash over everything that an environment is made from: the lock's bytes and this Python."""
    digest = hashlib.sha256(lock.read_bytes())
    digest.update(f"{sys.version}\0{sys.base_prefix}\0{sys.platform}".encode())
    return digest.hexdigest()


def ensure_environment(name: str, lock_name: str) -> Path:
    """Return the Python of the environment `name` in the checkout, making or renewing it if need be.

    Raises SetupError with a sentence for the person.
    """
    environment, lock = ROOT / name, ROOT / "packaging" / lock_name
    stamp, wanted = environment / STAMP, fingerprint(lock)
    if stamp.is_file() and stamp.read_text("utf-8") == wanted and _runs(python_in(environment)):
        return python_in(environment)
    print(f"Setting up {name} from packaging/{lock_name}. The first time takes a minute or two.", flush=True)
    stamp.unlink(missing_ok=True)
    pip = _make_with_pip(environment)
    _install(pip, lock)
    stamp.write_text(wanted, "utf-8")
    return python_in(environment)


def child_environment() -> dict[str, str]:
    """Return the environment variables for what runs inside: the checkout is importable, nothing else leaks in."""
    variables = {key: value for key, value in os.environ.items() if key not in {"PYTHONHOME", "VIRTUAL_ENV"}}
    variables["PYTHONPATH"] = str(ROOT)
    return variables


def start(arguments: list[str]) -> int:
    """Start the program with `arguments`, with all set-up before it. Return its exit code."""
    opens_window = not arguments
    try:
        python = ensure_environment(".venv", "requirements.lock")
        if opens_window:
            _ensure_qt_libraries()
    except SetupError as error:
        print(error, file=sys.stderr)
        return 1
    if not (ROOT / COMPILED).exists():
        # Only saves time: where it fails, the program reads its content itself and says what is wrong with it.
        _quietly([str(python), "-c", "from recovery_assistant import compose; compose.compile_content()"])
    command = [str(python), "-m", "recovery_assistant", *arguments]
    if sys.platform != "win32":
        # The program takes this process's place, so that signals and the terminal reach it.
        os.execve(python, command, child_environment())  # noqa: S606
    return subprocess.run(command, env=child_environment(), check=False).returncode


def _ensure_qt_libraries() -> None:
    missing = debian.missing_qt_packages()
    if missing and not (debian.install(missing) and not debian.missing_qt_packages()):
        raise SetupError(
            "The window needs some system libraries that are not here. Please type this line once, then start again:\n"
            f"  {debian.line_to_type(missing)}\n"
            "The command line works without them: python3 packaging/start.py --help"
        )


def _make_with_pip(environment: Path) -> list[str]:
    """Make an empty virtual environment and return the start of a pip command that installs into it."""
    if importlib.util.find_spec("venv") is None:
        raise SetupError(f"This Python has no venv. Please type:\n  {debian.line_to_type(['python3-venv'])}")
    _make(environment, with_pip=False)
    inside = str(python_in(environment))
    if _quietly([inside, "-m", "ensurepip", "--upgrade", "--default-pip"]):
        return [inside, "-m", "pip"]
    if _quietly([sys.executable, "-m", "pip", "--python", inside, "--version"]):
        return [sys.executable, "-m", "pip", "--python", inside]
    if debian.install(["python3-venv"]) and _quietly([inside, "-m", "ensurepip", "--upgrade", "--default-pip"]):
        return [inside, "-m", "pip"]
    borrowed = debian.pip_without_rights(ROOT / ".tools")
    if borrowed is not None and _quietly([inside, str(borrowed / "pip"), "--version"]):
        return [inside, str(borrowed / "pip")]
    raise SetupError(
        "Python's own installer (pip) is missing. Please type this line once, then start again:\n"
        f"  {debian.line_to_type(['python3-venv'])}"
    )


def _make(environment: Path, *, with_pip: bool) -> None:
    """Make the environment anew. Raises SetupError if the old one is in use or the folder cannot be written."""
    try:
        if environment.exists():
            shutil.rmtree(environment)
    except OSError as error:
        raise SetupError(f"{environment.name} is in use. Close Recovery Assistant and try again. ({error})") from error
    command = [sys.executable, "-m", "venv", *([] if with_pip else ["--without-pip"]), str(environment)]
    made = subprocess.run(command, check=False, capture_output=True, text=True)
    if made.returncode != 0:
        raise SetupError(f"Could not make {environment}:\n{made.stdout}{made.stderr}")


def _install(pip: list[str], lock: Path) -> None:
    # Only ready-made wheels: building from source would run code that no hash in the lock covers.
    command = [*pip, "install", "--require-hashes", "--only-binary=:all:", "--no-deps", "--no-input"]
    command += ["--disable-pip-version-check", "--quiet", "--requirement", str(lock)]
    variables = child_environment() | {"PIP_USER": "0", "PYTHONPATH": ""}
    if subprocess.run(command, env=variables, check=False).returncode != 0:
        raise SetupError(
            "The packages could not be fetched. The lines above say why.\n"
            "Set-up needs the internet once. Do it on a PC that nobody else controls, then start again."
        )


def _runs(python: Path) -> bool:
    return python.exists() and _quietly([str(python), "-c", "pass"])


def _quietly(command: list[str]) -> bool:
    """Run a command without showing its output; say whether it went well."""
    try:
        return subprocess.run(command, env=child_environment(), check=False, capture_output=True).returncode == 0
    except OSError:
        return False
