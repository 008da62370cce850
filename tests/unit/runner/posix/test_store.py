"""A store is made closed to others; one that somebody planted, linked or opened is refused."""

from __future__ import annotations

import os
import stat
import sys
from pathlib import Path

import pytest

from recovery_assistant.domain.observation import System

if sys.platform != "linux":
    pytest.skip("the runner's hand on Linux", allow_module_level=True)
as_root = pytest.mark.skipif(os.geteuid() != 0, reason="needs an administrator")


def mode_of(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_a_persons_store_is_theirs_alone(tmp_path: Path) -> None:
    from recovery_assistant.runner.posix.store import prepare

    for _ in range(2):
        prepare(tmp_path, System.LINUX, "person", os.geteuid())
        store = tmp_path / ".local/share/recovery-assistant/removed"
        assert {mode_of(path) for path in (store, store / "runs", store / "kept")} == {0o700}


@as_root
def test_an_administrators_store_shows_no_names_and_nothing_kept(tmp_path: Path) -> None:
    from recovery_assistant.runner.posix.store import prepare

    prepare(tmp_path, System.LINUX, "administrator", 0)
    store = tmp_path / "var/lib/recovery-assistant"
    assert (mode_of(store), mode_of(store / "runs"), mode_of(store / "kept")) == (0o711, 0o711, 0o700)


@pytest.mark.parametrize("at", [".local", ".local/share", ".local/share/recovery-assistant/removed"])
def test_a_link_on_the_way_is_refused(tmp_path: Path, at: str) -> None:
    from recovery_assistant.runner.hand import Unable
    from recovery_assistant.runner.posix.store import prepare

    elsewhere, home = tmp_path / "elsewhere", tmp_path / "home"
    elsewhere.mkdir()
    (home / at).parent.mkdir(parents=True)
    (home / at).symlink_to(elsewhere)
    with pytest.raises(Unable, match="U-06"):
        prepare(home, System.LINUX, "person", os.geteuid())
    assert not list(elsewhere.iterdir())


@as_root
def test_a_planted_store_is_refused(tmp_path: Path) -> None:
    from recovery_assistant.runner.hand import Unable
    from recovery_assistant.runner.posix.store import prepare

    store = tmp_path / "var/lib/recovery-assistant"
    store.mkdir(parents=True)
    os.chown(store, 12345, 12345)
    with pytest.raises(Unable, match="U-06"):
        prepare(tmp_path, System.LINUX, "administrator", 0)
    os.chown(store, 0, 0)
    store.chmod(0o777)
    with pytest.raises(Unable, match="U-06"):
        prepare(tmp_path, System.LINUX, "administrator", 0)
    assert not list(store.iterdir())


def test_a_file_in_its_place_is_refused(tmp_path: Path) -> None:
    from recovery_assistant.runner.hand import Unable
    from recovery_assistant.runner.posix.store import prepare

    (tmp_path / ".local").write_text("x")
    with pytest.raises(Unable, match="U-06"):
        prepare(tmp_path, System.LINUX, "person", os.geteuid())


def test_the_known_folder_comes_from_the_list_of_accounts(monkeypatch: pytest.MonkeyPatch) -> None:
    import pwd

    from recovery_assistant.runner.posix.store import known_folder

    monkeypatch.setenv("HOME", "/planted")
    assert known_folder(System.LINUX, "person", os.geteuid()) == Path(pwd.getpwuid(os.geteuid()).pw_dir)
    assert known_folder(System.LINUX, "administrator", 0) == Path("/")
