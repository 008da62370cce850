"""Write the lock files anew: ``python packaging/lock.py`` (needs ``pip install uv``).

``--upgrade`` takes newer versions where they fit together.

Each lock names every package with its hashes, for Linux, Windows and macOS and every Python from 3.11, so that one
file serves all. No address of a package index may end up in a committed file: whoever installs uses their own.
"""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOWEST_PYTHON = "3.11"

EVERYTHING = "requirements-dev.lock"

# name of the lock -> what it is made from. The widest comes first; the others take their versions from it.
LOCKS: dict[str, list[str]] = {
    EVERYTHING: ["--extra", "gui", "--group", "dev"],
    "requirements.lock": ["--extra", "gui"],
    "requirements-cli.lock": [],
    "requirements-cli-dev.lock": ["--group", "test-cli"],
}

ADDRESS = re.compile(r"^\s*(--(extra-)?index-url|--find-links|--trusted-host|-i|-f)\b|://")


def without_addresses(text: str) -> str:
    """Return the lock's text without any line that names an index or another address."""
    return "".join(line for line in text.splitlines(keepends=True) if not ADDRESS.search(line))


def write_lock(name: str, selection: list[str], *, upgrade: bool) -> None:
    """Resolve one lock with uv and clean it. Raises CalledProcessError when nothing fits together."""
    target = ROOT / "packaging" / name
    command = [sys.executable, "-m", "uv", "pip", "compile", "--quiet", "--universal", "--generate-hashes"]
    command += [
        "--python-version",
        LOWEST_PYTHON,
        "--no-emit-index-url",
        "--no-emit-find-links",
        "--no-annotate",
    ]
    command += [
        "--custom-compile-command",
        "python packaging/lock.py",
        "--output-file",
        str(target),
        "pyproject.toml",
    ]
    if name != EVERYTHING:
        command += ["--constraint", f"packaging/{EVERYTHING}"]
    subprocess.run(command + selection + (["--upgrade"] if upgrade else []), cwd=ROOT, check=True)
    target.write_text(without_addresses(target.read_text("utf-8")), "utf-8")


def main() -> int:
    for name, selection in LOCKS.items():
        write_lock(name, selection, upgrade="--upgrade" in sys.argv[1:])
        print(f"packaging/{name} written")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
