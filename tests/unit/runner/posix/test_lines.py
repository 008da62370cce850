"""Exact lines go out of a file and come back, the rest stays byte for byte, and a wrong sudoers file is never made."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from recovery_assistant.domain.removal.plan import RemoveLine
from tests.unit.runner.made_up_programs import turn_of

if sys.platform != "linux":
    pytest.skip("the runner's hand on Linux", allow_module_level=True)


@pytest.mark.parametrize(
    ("text", "line", "left"),
    [
        ("a\nbad\nb\n", "bad", "a\nb\n"),
        ("bad\n", "bad", ""),
        ("a\nbad", "bad", "a\n"),
        ("bad\na\nbad\n", "bad", "a\n"),
        ("a\r\nbad\r\nb\r\n", "bad", "a\r\nb\r\n"),
        ("a\n bad\nbad \n", "bad", None),
        ("a\nbad # why\n", "bad", None),
        ("ä\n6.6.6.6 bänk\n", "6.6.6.6 bänk", "ä\n"),
    ],
)
def test_a_line_goes_and_comes_back(tmp_path: Path, text: str, line: str, left: str | None) -> None:
    from recovery_assistant.runner.posix import lines

    file = tmp_path / "hosts"
    file.write_bytes(text.encode())
    file.chmod(0o640)
    verb = RemoveLine(file=str(file), line=line)
    turn, kepts = turn_of(verb)
    turn.folder = tmp_path / "kept"
    turn.folder.mkdir()
    done = lines.remove_line(verb, turn, os.geteuid(), lambda _: True)
    if left is None:
        assert done.status == "nothing-to-do"
        assert file.read_bytes() == text.encode()
        return
    assert done.status == "done"
    assert file.read_bytes() == left.encode()
    assert (turn.folder / "before").read_bytes() == text.encode()
    assert file.stat().st_mode & 0o777 == 0o640
    again = lines.put_line_back(verb, kepts.manifests[0], turn, os.geteuid(), lambda _: True)
    assert again.status == "done"
    assert file.read_bytes() == text.encode()
    assert lines.put_line_back(verb, kepts.manifests[0], turn, os.geteuid(), lambda _: True).status == "nothing-to-do"
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_what_was_added_since_stays(tmp_path: Path) -> None:
    from recovery_assistant.runner.posix import lines

    file = tmp_path / "hosts"
    file.write_text("a\nbad\nb\n")
    verb = RemoveLine(file=str(file), line="bad")
    turn, kepts = turn_of(verb)
    turn.folder = tmp_path
    lines.remove_line(verb, turn, os.geteuid(), lambda _: True)
    file.write_text("new\na\nb")
    lines.put_line_back(verb, kepts.manifests[0], turn, os.geteuid(), lambda _: True)
    assert file.read_text() == "new\nbad\na\nb"


def test_the_systems_own_check_has_the_last_word(tmp_path: Path) -> None:
    from recovery_assistant.runner.hand import Unable
    from recovery_assistant.runner.posix import lines

    file = tmp_path / "sudoers"
    file.write_text("a\nbad\n")
    verb = RemoveLine(file=str(file), line="bad")
    turn, _ = turn_of(verb)
    turn.folder = tmp_path
    seen: list[str] = []

    def is_right(path: str) -> bool:
        seen.append(Path(path).read_text())
        return False

    with pytest.raises(Unable, match="U-28"):
        lines.remove_line(verb, turn, os.geteuid(), is_right)
    assert seen == ["a\n"]
    assert file.read_text() == "a\nbad\n"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["before", "sudoers"]


def test_a_file_that_changes_meanwhile_stays(tmp_path: Path) -> None:
    from recovery_assistant.runner.hand import Unable
    from recovery_assistant.runner.posix import lines

    file = tmp_path / "hosts"
    file.write_text("a\nbad\n")
    verb = RemoveLine(file=str(file), line="bad")
    turn, _ = turn_of(verb)
    turn.folder = tmp_path

    def changes(path: str) -> bool:
        file.write_text("a\nbad\nother\n")
        return True

    with pytest.raises(Unable, match="U-13"):
        lines.remove_line(verb, turn, os.geteuid(), changes)
    assert file.read_text() == "a\nbad\nother\n"


def test_links_and_second_names_are_not_touched(tmp_path: Path) -> None:
    from recovery_assistant.runner.hand import Unable
    from recovery_assistant.runner.posix import lines

    (tmp_path / "real").write_text("bad\n")
    (tmp_path / "link").symlink_to("real")
    os.link(tmp_path / "real", tmp_path / "second")
    for name, code in (("link", "U-10"), ("real", "U-14")):
        verb = RemoveLine(file=str(tmp_path / name), line="bad")
        turn, _ = turn_of(verb)
        with pytest.raises(Unable, match=code):
            lines.remove_line(verb, turn, os.geteuid(), lambda _: True)
    none = RemoveLine(file=str(tmp_path / "none"), line="bad")
    turn, _ = turn_of(none)
    assert lines.remove_line(none, turn, os.geteuid(), lambda _: True).status == "nothing-to-do"
    assert (tmp_path / "real").read_text() == "bad\n"
