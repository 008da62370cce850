"""Secrets come from files or standard input, one line end is dropped, and nothing of them is shown."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from recovery_assistant.cli.opening import LONGEST_SECRET, SecretFiles
from tests.unit.cli.conftest import PASSPHRASE, CommandLine


@pytest.mark.parametrize("ending", [b"", b"\n", b"\r\n"])
@pytest.mark.parametrize("start", [b"", b"\xef\xbb\xbf"])
def test_one_line_end_and_a_byte_order_mark_are_dropped(terminal: CommandLine, start: bytes, ending: bytes) -> None:
    path = terminal.new_case()
    content = start + PASSPHRASE.encode() + ending

    assert terminal.type("case", "verify", path, "--passphrase-file", "-", given=content).code == 0


@pytest.mark.parametrize("secret", ["a b c d e f", " a ", "a\n", "é"])
def test_nothing_else_is_dropped(tmp_path: Path, secret: str) -> None:
    file = tmp_path / "secret.txt"
    file.write_bytes(secret.encode() + b"\n")

    assert SecretFiles(passphrase_file=str(file)).passphrase() == secret
    assert SecretFiles(recovery_file=str(file)).recovery_code() == secret
    assert SecretFiles().passphrase() is None


@pytest.mark.parametrize(
    ("content", "says"),
    [(b"", "is empty"), (b"\n", "is empty"), (b"\xff", "is not UTF-8"), (b"x" * (LONGEST_SECRET + 1), "is longer")],
)
def test_a_file_that_holds_no_secret(terminal: CommandLine, content: bytes, says: str) -> None:
    path = terminal.new_case()

    ended = terminal.type("case", "verify", path, "--passphrase-file", "-", given=content)

    assert ended.code == 1
    assert says in ended.err
    assert "(code I-12)" in ended.err


def test_a_missing_file_and_two_files(terminal: CommandLine) -> None:
    path = terminal.new_case()

    missing = terminal.type("case", "verify", path, "--passphrase-file", "none")
    both = terminal.type("case", "verify", path, "--passphrase-file", "a", "--recovery-file", "b")

    assert (missing.code, "(code I-12)" in missing.err) == (1, True)
    assert (both.code, "not both" in both.err) == (2, True)


def test_a_wrong_secret_is_not_repeated(terminal: CommandLine) -> None:
    path = terminal.new_case()

    ended = terminal.type("case", "verify", path, "--passphrase-file", "-", given=b"not this one at all")

    assert ended.code == 1
    assert "not this one" not in ended.out + ended.err


def test_without_a_secret_it_says_what_is_needed(terminal: CommandLine) -> None:
    ended = terminal.type("case", "verify", terminal.new_case())

    assert (ended.code, "(code C-06)" in ended.err) == (1, True)


def test_a_case_that_is_open_elsewhere_can_be_read_and_not_changed(terminal: CommandLine) -> None:
    path = terminal.new_case()
    window = terminal.open(path)

    read = terminal.type("case", "show", path, *terminal.key)
    changed = terminal.type("case", "step", path, "unplug", "done", *terminal.key)
    window.close()

    assert (read.code, "already open" in read.err) == (0, True)
    assert (changed.code, "(code C-16)" in changed.err) == (1, True)


def test_a_path_wins_over_a_number(terminal: CommandLine, tmp_path: Path) -> None:
    ended = terminal.type("case", "verify", tmp_path / "2026-11-18-A7KD", *terminal.key)

    assert (ended.code, "(code C-15)" in ended.err) == (1, True)


def test_a_pipe_or_a_folder_is_no_case(terminal: CommandLine, tmp_path: Path) -> None:
    if sys.platform == "win32":
        pytest.skip("there are no named pipes in folders on Windows")
    os.mkfifo(tmp_path / "pipe")

    for path in (tmp_path / "pipe", tmp_path):
        ended = terminal.type("case", "verify", path, *terminal.key)
        assert (ended.code, "(code C-01)" in ended.err) == (1, True)
