"""Real agents of MeshCentral for tests, out of the package in which its makers bring them; kept in pytest's cache."""

from __future__ import annotations

import functools
import shutil
import subprocess
import tarfile
from pathlib import Path

import pytest

PACKAGE = "meshcentral@1.1.55"
AGENTS = ("meshagent_x86-64", "meshagent_osx-arm-64", "meshagent_osx-universal-64")
SECONDS_TO_FETCH = 300


@functools.cache
def agent(name: str, cache: Path) -> Path:
    """Return the file of one agent; the test is skipped where it cannot be had."""
    kept = cache / name
    if not kept.is_file():
        npm = shutil.which("npm")
        if npm is None:
            pytest.skip("there is no npm here to fetch the agent with")
        try:
            subprocess.run([npm, "pack", PACKAGE], cwd=cache, capture_output=True, timeout=SECONDS_TO_FETCH, check=True)
        except subprocess.SubprocessError:
            pytest.skip(f"{PACKAGE} is neither kept here nor to be had from the network")
        (archive,) = cache.glob("meshcentral-*.tgz")
        with tarfile.open(archive) as packed:
            for member in AGENTS:
                content = packed.extractfile(f"package/agents/{member}")
                assert content is not None
                (cache / member).write_bytes(content.read())
        archive.unlink()
    return kept
