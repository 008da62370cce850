"""A rename in one step never replaces anything."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.unit.runner.made_up_plans import only_on_linux

pytestmark = only_on_linux


@pytest.mark.parametrize("has_call", [True, False])
def test_nothing_is_replaced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, has_call: bool) -> None:
    from recovery_assistant.runner.posix import renaming

    if not has_call:
        monkeypatch.setattr(renaming, "_CALL", {"linux": "no_such_call"})
    folder = os.open(tmp_path, os.O_RDONLY)
    (tmp_path / "one").write_text("one")
    renaming.rename_new(folder, "one", folder, "two")
    assert (tmp_path / "two").read_text() == "one"
    (tmp_path / "one").mkdir()
    for old, new in (("two", "one"), ("one", "two")):
        with pytest.raises(FileExistsError):
            renaming.rename_new(folder, old, folder, new)
    with pytest.raises(FileNotFoundError):
        renaming.rename_new(folder, "none", folder, "three")
    (tmp_path / "link").symlink_to("nowhere")
    with pytest.raises(FileExistsError):
        renaming.rename_new(folder, "two", folder, "link")
    os.close(folder)
