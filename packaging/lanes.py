"""The lanes of the test command, in one table, and how they are run. `check.py` is the way in."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import bootstrap
import debian
from side_by_side import Ended, Job, let_children_be_interrupted, run_all

ROOT = bootstrap.ROOT

# environment -> the lock that it is made from. "cli" has no PySide6: what runs there proves that none is needed.
ENVIRONMENTS = {"dev": (".venv-check", "requirements-dev.lock"), "cli": (".venv-cli", "requirements-cli-dev.lock")}

# Layers whose tests must pass where there is no window. Folders appear here before they exist; see `present`.
WINDOWLESS = tuple(f"tests/unit/{layer}" for layer in ("cli", "services", "storage", "hosts", "content", "domain"))
# Of these, content has tests that need developers' packages (Sigma, YAML), so it runs in both lanes; the rest once.
IN_BOTH = "tests/unit/content"

# Really run by a Windows Python. The Windows tests need one; the others show that what runs everywhere runs there too.
UNDER_WINDOWS = ("tests/windows", "tests/contract", "tests/unit/hosts", "tests/unit/storage")
# Run by themselves: they install, remove, and compare all of that Windows.
REMOVED_UNDER_WINDOWS = "tests/windows/removal"

# Lanes mostly use one core each.
MOST_AT_ONCE = 2

# A lane that ends with this could not run here and said why. It is neither green nor red.
LEFT_OUT = 77
SHOWN = {0: "green", LEFT_OUT: "out  "}


@dataclass(frozen=True)
class Lane:
    """One check: arguments for the environment's Python, and the paths without which it has no subject."""

    name: str
    arguments: tuple[str, ...]
    environment: str = "dev"
    subjects: tuple[str, ...] = ()
    is_quick: bool = True
    loads_qt: bool = False


def _mypy(platform: str) -> tuple[str, ...]:
    # A cache of its own for each platform: with a shared one, every run would start from nothing.
    return ("-m", "mypy", "--platform", platform, "--cache-dir", f".mypy_cache/{platform}")


def lanes(*, quick: bool) -> list[Lane]:
    """Return every lane that has a subject, in the order in which they begin: what is soon told, then the longest."""
    chosen = ("-m", "not slow") if quick else ()
    windowless = tuple(folder for folder in WINDOWLESS if (ROOT / folder).is_dir())
    elsewhere = tuple(f"--ignore={folder}" for folder in windowless if folder != IN_BOTH)
    table = [
        Lane("format", ("-m", "ruff", "format", "--check", "--quiet", ".")),
        Lane("ruff", ("-m", "ruff", "check", "--quiet", ".")),
        Lane("imports", ("-c", "from importlinter.cli import lint_imports_command as run; run(['--no-logo'])")),
        Lane("types-linux", _mypy("linux")),
        Lane("types-windows", _mypy("win32"), is_quick=False),
        Lane("types-macos", _mypy("darwin"), is_quick=False),
        Lane("content", ("-m", "recovery_assistant", "content", "lint"), subjects=("resources/plan",)),
        *_under_wine(longest=True),
        Lane("tests", ("-m", "pytest", "-q", *elsewhere, *chosen), loads_qt=True),
        *_under_wine(longest=False),
        Lane("tests-cli", ("-m", "pytest", "-q", *windowless, *chosen), "cli", subjects=("tests/unit/cli",)),
    ]
    return [lane for lane in table if all((ROOT / subject).exists() for subject in lane.subjects)]


def _under_wine(*, longest: bool) -> list[Lane]:
    """Return the lanes of the Windows Python; each has a copy of its Windows, so that they can run side by side."""
    if sys.platform != "linux":
        return []
    folders = tuple(folder for folder in UNDER_WINDOWS if (ROOT / folder).is_dir())
    wine = ("packaging/under_wine.py", "--if-possible", "--throw-away")
    # Some tests there start the whole program many times, which takes minutes on a busy PC and is no fault.
    run = (*wine, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-o", "faulthandler_timeout=600")
    if longest:
        return [Lane("wine-removal", (*run, REMOVED_UNDER_WINDOWS), is_quick=False)]
    rest = (*folders, f"--ignore={REMOVED_UNDER_WINDOWS}")
    return [Lane("wine", (*run, *rest), subjects=("tests/windows",), is_quick=False)]


def main(arguments: list[str]) -> int:
    """Run the chosen lanes. Return 0 if all are green, 1 if one is red, 2 if set-up failed."""
    options = _parser().parse_args(arguments)
    table = lanes(quick=options.quick)
    if options.list:
        print("\n".join(lane.name for lane in table))
        return 0
    unknown = set(options.lane) - {lane.name for lane in table}
    if unknown:
        print(f"No lane is called {', '.join(sorted(unknown))}. See --list.", file=sys.stderr)
        return 2
    wanted = [lane for lane in table if _is_wanted(lane, options.lane, quick=options.quick)]
    try:
        pythons = {name: bootstrap.ensure_environment(*ENVIRONMENTS[name]) for name in _environments_of(wanted)}
    except bootstrap.SetupError as error:
        print(error, file=sys.stderr)
        return 2
    if any(lane.name.startswith("tests") for lane in wanted):
        _offer_system_packages(debian.missing_qt_packages() + debian.missing_test_packages())
    if any(lane.name.startswith("wine") for lane in wanted):
        _offer_system_packages(debian.missing_wine_packages())
    results = _results(wanted, pythons, options.at_once)
    print()
    for name, (code, seconds) in results.items():
        print(f"{SHOWN.get(code, 'RED  ')}  {name:<14} {seconds:6.1f} s")
    return 0 if all(code in SHOWN for code, _ in results.values()) else 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="check.py", description="Pass the tests of Recovery Assistant.")
    parser.add_argument("--lane", action="append", default=[], metavar="NAME", help="run this lane only (repeatable)")
    parser.add_argument("--quick", action="store_true", help="leave out slow tests and the second and third type run")
    parser.add_argument("--list", action="store_true", help="name the lanes and stop")
    parser.add_argument(
        "--at-once",
        type=int,
        choices=range(1, MOST_AT_ONCE + 1),
        default=min(MOST_AT_ONCE, os.cpu_count() or 1),
        help="run so many lanes at the same time; with 1, output is shown as it comes",
    )
    return parser


def _is_wanted(lane: Lane, names: list[str], *, quick: bool) -> bool:
    return lane.name in names if names else lane.is_quick or not quick


def _environments_of(wanted: list[Lane]) -> list[str]:
    return sorted({lane.environment for lane in wanted})


def _offer_system_packages(missing: list[str]) -> None:
    """Install what the tests drive, or say what to type. Tests that need what is missing skip and say so."""
    if missing and not debian.install(missing):
        print(
            "Some system packages are missing and could not be installed with the rights at hand.\n"
            f"Please type this line once, then run the tests again:\n  {debian.line_to_type(missing)}",
            flush=True,
        )


def _results(wanted: Sequence[Lane], pythons: dict[str, Path], at_once: int) -> dict[str, Ended]:
    """Run the lanes in the checkout, and return how each ended. One that cannot run here is red."""
    let_children_be_interrupted()
    variables = bootstrap.child_environment()
    missing = debian.missing_qt_packages() if any(lane.loads_qt for lane in wanted) else []
    unable = [lane.name for lane in wanted if lane.loads_qt and missing]
    jobs = [
        Job(lane.name, [str(pythons[lane.environment]), *lane.arguments], ROOT, variables)
        for lane in wanted
        if lane.name not in unable
    ]
    ended = run_all(jobs, at_once) | dict.fromkeys(unable, Ended(1, 0.0))
    for name, (code, _) in ended.items():
        if code not in SHOWN:
            print(f"--- {name} is red (exit {code})", flush=True)
    for name in unable:
        print(f"--- {name} cannot run: Qt does not find {', '.join(missing)}", flush=True)
    return {lane.name: ended[lane.name] for lane in wanted}
