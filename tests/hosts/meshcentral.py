"""The real agents of MeshCentral, out of the package in which its makers bring them; kept in the cache of the tests."""

from __future__ import annotations

import shutil
import subprocess
import tarfile
from pathlib import Path

import pytest

PACKAGE = "meshcentral@1.1.55"
AGENTS = ("meshagent_x86-64", "MeshService64.exe", "meshagent_osx-arm-64", "meshagent_osx-universal-64")
SECONDS = 300
SETTINGS = f"MeshName=Test\nMeshType=2\nMeshID=0x{1:096d}\nServerID={1:096d}\nMeshServer=wss://127.0.0.1:44300/x\n"
"""What lies beside an agent, and names its server: this very machine, where nobody answers."""


def agent(config: pytest.Config, name: str) -> Path:
    """Return one of `AGENTS`, fetched once; the test is skipped where there is no way to fetch it."""
    cache: Path = config.cache.mkdir("meshcentral")
    if not (cache / name).is_file():
        npm = shutil.which("npm")
        if npm is None:
            pytest.skip("there is no npm here to fetch the agent with")
        try:
            subprocess.run([npm, "pack", PACKAGE], cwd=cache, capture_output=True, timeout=SECONDS, check=True)
        except subprocess.SubprocessError:
            pytest.skip(f"{PACKAGE} is neither kept here nor to be had from the network")
        (archive,) = cache.glob("meshcentral-*.tgz")
        with tarfile.open(archive) as packed:
            for one in AGENTS:
                content = packed.extractfile(f"package/agents/{one}")
                assert content is not None
                (cache / one).write_bytes(content.read())
        archive.unlink()
    return cache / name
