r"""Run the Windows Python under Wine: ``python packaging/under_wine.py [--if-possible] [--throw-away] ARGUMENTS…``.

``python packaging/under_wine.py -m pytest -q tests/windows`` is the `wine` lane of check.py. With
RECOVERY_PICTURES=docs/screenshots before it, the pictures of the window under Wine are taken anew. A screen of its
own (Xvfb) is there while it runs, so that real Windows windows can open. Without arguments it is only set up. With
--if-possible a system without Wine ends it with 77, and with the line to type. With --throw-away it runs in a copy of
that Windows, of which nothing is kept: for tests that install and remove. Needs an environment with the development
lock.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import bootstrap
import debian
import lanes
import windows_python
import wine_subjects

SCREEN = "1280x1000x24"


def main(arguments: list[str]) -> int:
    """Set up and run. Return the exit code of the Windows Python, or 2 if set-up failed."""
    if arguments[:1] == ["--if-possible"]:
        arguments = arguments[1:]
        if windows_python.missing_programs():
            print(f"Left out: there is no Wine here. Type: {debian.line_to_type([*debian.WINE_PACKAGES])}")
            return lanes.LEFT_OUT
    try:
        python = windows_python.ensure(windows_python.default_folder())
    except bootstrap.SetupError as error:
        print(error, file=sys.stderr)
        return 2
    if not arguments:
        return 0
    with ExitStack() as copies:
        if arguments[0] == "--throw-away":
            python = copies.enter_context(thrown_away(python))
            arguments = arguments[1:]
        return run_in(python, arguments)


def run_in(python: windows_python.WindowsPython, arguments: list[str]) -> int:
    """Build the subjects and run in one Windows, with a screen. Return the exit code, or 2 if set-up failed."""
    with screen() as display, tempfile.TemporaryDirectory() as subjects:
        try:
            wine_subjects.build(Path(subjects))
        except bootstrap.SetupError as error:
            print(error, file=sys.stderr)
            return 2
        variables = python.environment() | {
            "DISPLAY": display,
            "PYTHONPATH": windows_path(bootstrap.ROOT),
            "RECOVERY_SUBJECTS": windows_path(Path(subjects)),
        }
        # Windows' services are to stand before the first question, and they must not inherit our pipes: a pipe ends
        # only when the last program that has it ends.
        windows_python.quietly(["wine", "wineboot"], variables)
        return run(python.command(arguments), variables)


@dataclass(frozen=True)
class Copied(windows_python.WindowsPython):
    """The same Python in a copy of its Windows, on which anything may be tried."""

    prefix: Path

    def environment(self) -> dict[str, str]:
        """Return the variables for Wine, and the word by which tests know that they may do anything here."""
        variables = super().environment()
        # Wine would put every link of a start menu into the menus of whoever runs the tests.
        libraries = variables["WINEDLLOVERRIDES"] + ";winemenubuilder.exe=d;winedbg.exe=d"
        own = {"WINEPREFIX": str(self.prefix), "WINEDLLOVERRIDES": libraries, "RECOVERY_MAY_BE_THROWN_AWAY": "1"}
        return variables | own


@contextmanager
def thrown_away(python: windows_python.WindowsPython) -> Iterator[Copied]:
    """Copy a Windows for as long as this lasts. Everything that runs there is ended, and the copy is deleted."""
    with tempfile.TemporaryDirectory() as folder:
        copied = Copied(python.folder, Path(folder) / "prefix")
        subprocess.run(["cp", "-a", "--reflink=auto", str(python.drive.parent), str(copied.prefix)], check=True)
        for link in (copied.prefix / "drive_c" / "users").rglob("*"):
            if link.is_symlink():  # a folder of whoever runs the tests
                link.unlink()
                link.mkdir()
        try:
            yield copied
        finally:
            for word in ("-k", "-w"):
                subprocess.run(["wineserver", word], env=copied.environment(), check=False)


def windows_path(path: Path) -> str:
    """Return a path as Windows programs see it: Wine shows the whole system as drive Z:."""
    return "Z:" + str(path).replace("/", "\\")


@contextmanager
def screen() -> Iterator[str]:
    """Start an X server on a free number; yield its DISPLAY; stop it."""
    answer, number_end = os.pipe()
    command = ["Xvfb", "-displayfd", str(number_end), "-screen", "0", SCREEN, "-nolisten", "tcp"]
    server = subprocess.Popen(command, pass_fds=[number_end], stderr=subprocess.DEVNULL)
    os.close(number_end)
    try:
        with os.fdopen(answer) as numbers:
            yield f":{numbers.readline().strip()}"
    finally:
        server.terminate()
        server.wait()


def run(command: list[str], variables: dict[str, str]) -> int:
    """Run a command of Wine, output straight through, and return its exit code.

    The output goes through pipes, because Wine 8 cannot tell what a plain file is when it stands where the output
    goes, and Python then refuses to start.
    """
    running = subprocess.Popen(
        command, env=variables, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    hoses = [
        threading.Thread(target=_pour, args=pair, daemon=True)
        for pair in ((running.stdout, sys.stdout.buffer), (running.stderr, sys.stderr.buffer))
    ]
    for hose in hoses:
        hose.start()
    code = running.wait()
    for hose in hoses:
        hose.join(timeout=10)  # a Windows program that is left running keeps the pipe
    return code


def _pour(source: IO[bytes], target: IO[bytes]) -> None:
    for line in iter(source.readline, b""):
        target.write(line)
        target.flush()


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
