"""Opens the plan file: once, without following a link, and what is hashed is what is read as a plan."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import NamedTuple

import msgspec

from recovery_assistant.domain.removal.checking import PlanRefusedError
from recovery_assistant.domain.removal.plan import LARGEST_PLAN, RemovalPlan, digest_of, read_plan


class Opened(NamedTuple):
    """A plan, its exact bytes, and the number of the account that owns the file (None on Windows)."""

    plan: RemovalPlan
    content: bytes
    owner: int | None


def open_plan(path: Path, sha256: str) -> Opened:
    """Read a plan file whose digest is known.

    Raises:
        PlanRefusedError: U-01 it is not to be read · U-02 it is another one · U-03 it is no plan.
    """
    content, owner = _content_of(path)
    if digest_of(content) != sha256:
        raise PlanRefusedError("U-02", "The plan file is not the one that was agreed to.")
    try:
        return Opened(read_plan(content), content, owner)
    except (msgspec.DecodeError, RecursionError, UnicodeError) as fault:
        raise PlanRefusedError(
            "U-03", f"The plan file is not a plan of this version ({type(fault).__name__})."
        ) from None


def _content_of(path: Path) -> tuple[bytes, int | None]:
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    try:
        if not stat.S_ISREG(os.lstat(path).st_mode):
            raise PlanRefusedError("U-01", "The plan file is a link, or is not an ordinary file.")
        file = os.open(path, flags)
    except (OSError, ValueError) as fault:
        raise PlanRefusedError("U-01", f"The plan file cannot be opened ({type(fault).__name__}).") from None
    try:
        facts = os.fstat(file)
        if not stat.S_ISREG(facts.st_mode):
            raise PlanRefusedError("U-01", "The plan file is not an ordinary file.")
        content = b""
        while len(content) <= LARGEST_PLAN and (block := os.read(file, LARGEST_PLAN + 1 - len(content))):
            content += block
    finally:
        os.close(file)
    if len(content) > LARGEST_PLAN:
        raise PlanRefusedError("U-01", "The plan file is too large.")
    return content, facts.st_uid if os.name == "posix" else None
