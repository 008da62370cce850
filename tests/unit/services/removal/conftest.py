"""A PC in a folder with the tool on it, and an open case."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from recovery_assistant.services.casebook import Casebook
from recovery_assistant.services.cases import Cases
from tests.unit.cli.conftest import ready_case
from tests.unit.services.removal_bench import Bench


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    made = Bench(tmp_path)
    made.put_tool()
    return made


@pytest.fixture
def casebook(tmp_path: Path) -> Iterator[Casebook]:
    path = tmp_path / "jones.recovery-case"
    path.write_bytes(ready_case()[0])
    opened = Cases(tmp_path / "cases", None).open(path, recovery_code=ready_case()[1])
    yield opened
    opened.close()
