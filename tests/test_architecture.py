"""What the import contracts cannot say: sizes, docstrings, a test for every module, and what is committed."""

from __future__ import annotations

import ast
import re
import subprocess
import tempfile
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "recovery_assistant"

LINES_IN_A_FILE = 500
LINES_IN_A_FUNCTION = 100

# Modules without behaviour of their own: an entry point that is run as a process, and a bare struct.
WITHOUT_BEHAVIOUR: frozenset[str] = frozenset(
    {
        "recovery_assistant/__main__.py",
        "recovery_assistant/domain/payment_rules.py",
        "recovery_assistant/domain/refund/model.py",
        "recovery_assistant/domain/reminder_rules.py",
        "recovery_assistant/runner/__main__.py",  # run as a process in tests/faults/test_removal_plans.py
    }
)

# Names that would tie the project to one machine's supplier of packages.
REGISTRY = re.compile(r"pypi\.org|pythonhosted\.org|npmjs\.org|--(extra-)?index-url\s+\S*:/|--trusted-host\s+\w+\.")


@cache
def committed() -> tuple[Path, ...]:
    """Every file that git tracks here, or would if it were added now."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=False,
        text=True,
    )
    if listed.returncode != 0:
        pytest.skip("this is not a git checkout, so there is no list of committed files")
    paths = (ROOT / name for name in listed.stdout.split("\0") if name)
    return tuple(path for path in paths if path.is_file())


def python_files() -> list[Path]:
    return [path for path in committed() if path.suffix == ".py"]


def named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"), str(path))


def imported_roots(path: Path) -> set[str]:
    """Return the first part of each name that a file imports, at any depth."""
    found = set()
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module.split(".")[0])
    return found


def test_every_module_says_what_it_is_for() -> None:
    silent = [named(path) for path in python_files() if not ast.get_docstring(tree_of(path))]
    assert not silent


def test_no_file_is_too_long() -> None:
    lengths = {named(path): len(path.read_text("utf-8").splitlines()) for path in python_files()}
    assert not {name: lines for name, lines in lengths.items() if lines > LINES_IN_A_FILE}


def test_no_function_is_too_long() -> None:
    too_long = {}
    for path in python_files():
        for node in ast.walk(tree_of(path)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                lines = (node.end_lineno or node.lineno) - node.lineno + 1
                if lines > LINES_IN_A_FUNCTION:
                    too_long[f"{named(path)}:{node.name}"] = lines
    assert not too_long


def mirrors_of(module: Path) -> list[Path]:
    """Where the test of a module may stand: tests/unit, and for the window tests/ui as well."""
    inside = module.relative_to(PACKAGE)
    name = f"test_{module.stem.strip('_')}.py"
    places = [ROOT / "tests" / "unit" / inside.parent / name]
    if inside.parts[0] == "ui":
        places.append(ROOT / "tests" / inside.parent / name)
    return places


def test_every_module_has_a_test_file() -> None:
    modules = [path for path in python_files() if path.is_relative_to(PACKAGE) and path.stem != "__init__"]
    without = {named(module) for module in modules if not any(place.is_file() for place in mirrors_of(module))}
    assert without == WITHOUT_BEHAVIOUR, "write the test beside the module, and take it off the list"


def test_paper_libraries_stay_in_the_pdf_modules() -> None:
    offenders = [
        named(path)
        for path in python_files()
        if path.is_relative_to(PACKAGE)
        and imported_roots(path) & {"reportlab"}
        and not named(path).startswith("recovery_assistant/record/pdf")
    ]
    assert not offenders


def test_domain_never_looks_at_the_clock() -> None:
    offenders = [
        f"{named(path)}:{node.lineno}"
        for path in python_files()
        if path.is_relative_to(PACKAGE / "domain")
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Attribute) and node.attr in {"now", "today", "utcnow", "uuid4"}
    ]
    assert not offenders


def workplace() -> re.Pattern[str]:
    """Match a path into the folder where this checkout happens to lie."""
    here = {ROOT.as_posix()}
    if ROOT.parent not in {Path(tempfile.gettempdir()), Path.home(), Path(ROOT.anchor)}:
        here.add(ROOT.parent.as_posix())
    return re.compile(rf"(?:^|[\s\"'`(=:])(?:{'|'.join(map(re.escape, sorted(here)))})(?:/|\b)", re.MULTILINE)


def test_nothing_committed_names_a_machine_or_a_registry() -> None:
    pattern = workplace()
    offenders = []
    for path in committed():
        try:
            text = path.read_text("utf-8")
        except UnicodeDecodeError:
            continue  # a picture or a font
        if REGISTRY.search(text) or pattern.search(text):
            offenders.append(named(path))
    assert not offenders


def test_the_test_command_can_be_called() -> None:
    staged = subprocess.run(
        ["git", "ls-files", "--stage", ".ci/run"], cwd=ROOT, capture_output=True, check=False, text=True
    )
    if not staged.stdout:
        pytest.skip("this is not a git checkout")
    assert staged.stdout.startswith("100755")
