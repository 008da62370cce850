"""A plan file is read once, and only when it is the one whose digest was told."""

from __future__ import annotations

from pathlib import Path

import pytest

from recovery_assistant.domain.removal.checking import PlanRefusedError
from recovery_assistant.domain.removal.plan import LARGEST_PLAN, DisableAccount, digest_of
from recovery_assistant.runner.opening import open_plan
from tests.unit.runner.made_up_plans import plan_of, written


def test_the_plan_that_was_agreed_to_is_read(tmp_path: Path) -> None:
    plan = plan_of(DisableAccount(name="helper"), rights="administrator")
    path, digest = written(plan, tmp_path)
    opened = open_plan(path, digest)
    assert opened.plan == plan
    assert opened.content == path.read_bytes()


@pytest.mark.parametrize(
    ("content", "code"),
    [(b"{}", "U-03"), (b"", "U-03"), (b"\xff", "U-03"), (b"x" * (LARGEST_PLAN + 1), "U-01")],
)
def test_what_is_no_plan_is_refused(tmp_path: Path, content: bytes, code: str) -> None:
    (tmp_path / "plan").write_bytes(content)
    with pytest.raises(PlanRefusedError, match=code):
        open_plan(tmp_path / "plan", digest_of(content))


def test_another_digest_is_refused(tmp_path: Path) -> None:
    path, digest = written(plan_of(DisableAccount(name="helper")), tmp_path)
    for other in ("", digest.upper(), digest[:-1], "0" * 64):
        with pytest.raises(PlanRefusedError, match="U-02"):
            open_plan(path, other)


def test_what_is_no_file_is_refused(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "none"):
        with pytest.raises(PlanRefusedError, match="U-01"):
            open_plan(path, "0" * 64)
