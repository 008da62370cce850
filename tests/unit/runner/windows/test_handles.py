"""Files held by a handle: only on Windows. What it does is shown in tests/windows/test_runner_*.py."""

from __future__ import annotations

import importlib
import sys

import pytest


@pytest.mark.skipif(sys.platform == "win32", reason="here it is at home")
def test_it_says_so_elsewhere() -> None:
    with pytest.raises(ImportError, match="only on Windows"):
        importlib.import_module("recovery_assistant.runner.windows.handles")
