"""No link on the way is followed, and an administrator goes no way that others could change."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

if sys.platform != "linux":
    pytest.skip("the runner's hand on Linux", allow_module_level=True)
as_root = pytest.mark.skipif(os.geteuid() != 0, reason="gives files away")


def test_the_folder_of_a_path_is_opened(tmp_path: Path) -> None:
    from recovery_assistant.runner.posix.way import facts_in, folder_of

    (tmp_path / "file").write_text("x")
    with folder_of(str(tmp_path / "file"), "person") as folder:
        assert folder is not None
        assert os.fstat(folder).st_ino == tmp_path.stat().st_ino
        assert facts_in(folder, "file") is not None
        assert facts_in(folder, "none") is None
        assert facts_in(folder, "n" * 300) is None
    with folder_of(str(tmp_path / "none" / "below"), "person") as folder:
        assert folder is None


@pytest.mark.parametrize("target", ["inner", "file", "nowhere"])
def test_a_link_on_the_way_is_not_followed(tmp_path: Path, target: str) -> None:
    from recovery_assistant.runner.hand import Unable
    from recovery_assistant.runner.posix.way import folder_of

    (tmp_path / "inner").mkdir()
    (tmp_path / "file").write_text("x")
    (tmp_path / "link").symlink_to(tmp_path / target)
    with pytest.raises(Unable, match="U-10"), folder_of(str(tmp_path / "link" / "x"), "person"):
        pass


@as_root
@pytest.mark.parametrize(
    ("mode", "owner", "is_closed"),
    [(0o755, 0, True), (0o775, 0, True), (0o777, 0, False), (0o755, 12345, False), (0o1777, 0, True)],
)
def test_an_administrator_goes_only_closed_ways(tmp_path: Path, mode: int, owner: int, is_closed: bool) -> None:
    from recovery_assistant.runner.hand import Unable
    from recovery_assistant.runner.posix.way import folder_of

    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "file").write_text("x")
    os.chown(folder, owner, 0)
    folder.chmod(mode)
    path = str(folder / "file")
    with folder_of(path, "person") as opened:
        assert opened is not None
    if is_closed:
        with folder_of(path, "administrator") as opened:
            assert opened is not None
    else:
        with pytest.raises(Unable, match="U-12"), folder_of(path, "administrator"):
            pass


@as_root
def test_a_thing_of_somebody_else_in_a_shared_folder_is_left(tmp_path: Path) -> None:
    from recovery_assistant.runner.hand import Unable
    from recovery_assistant.runner.posix.way import folder_of

    folder = tmp_path / "shared"
    folder.mkdir()
    folder.chmod(0o1777)
    (folder / "theirs").write_text("x")
    os.chown(folder / "theirs", 12345, 12345)
    with pytest.raises(Unable, match="U-12"), folder_of(str(folder / "theirs"), "administrator"):
        pass
