"""Links of a mounted tree lead where they lead on that machine, and never to ours."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from recovery_assistant.hosts.mounted.tree_links import inside

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="making a link needs rights here")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = tmp_path / "disk"
    (root / "usr/lib/systemd").mkdir(parents=True)
    (root / "usr/lib/os-release").write_text("theirs")
    (root / "etc").mkdir()
    return root


def link(place: Path, target: str) -> Path:
    place.parent.mkdir(parents=True, exist_ok=True)
    place.symlink_to(target)
    return place


def test_a_full_path_begins_at_the_root_of_the_tree(root: Path) -> None:
    assert inside(root, link(root / "etc/os-release", "/usr/lib/os-release")).read_text() == "theirs"
    link(root / "lib", "/usr/lib")
    assert inside(root, root / "lib/systemd/x") == root / "usr/lib/systemd/x"


def test_a_relative_path_stays_relative_and_no_way_up_leads_out(root: Path) -> None:
    assert inside(root, link(root / "etc/a", "../usr/lib/os-release")) == root / "usr/lib/os-release"
    assert inside(root, link(root / "etc/b", "../../../../../../../../etc/passwd")) == root / "etc/passwd"
    assert inside(root, root / "etc/../../../etc/passwd") == root / "etc/passwd"


def test_a_link_through_a_link(root: Path) -> None:
    link(root / "var", "/data/./var")
    link(root / "data", "usr")
    assert inside(root, root / "var/log") == root / "usr/var/log"


def test_a_circle_ends(root: Path) -> None:
    link(root / "etc/a", "b")
    link(root / "etc/b", "/etc/a")
    with pytest.raises(OSError, match="circle"):
        inside(root, root / "etc/a")


def test_what_is_not_below_the_root_is_refused(root: Path) -> None:
    for path in (Path("/etc/passwd"), root.parent, Path(f"{root}x/y")):
        with pytest.raises(OSError, match="away"):
            inside(root, path)
    assert inside(root, root) == root


def test_the_running_system_follows_its_own_links() -> None:
    assert inside(Path("/"), Path("/proc/self/exe")) == Path("/proc/self/exe")
