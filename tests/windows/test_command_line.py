"""A technician's job on a real Windows: a case on a stick, a look, the paper, and nothing left behind."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

if sys.platform != "win32":
    pytest.skip("needs Windows, real or under Wine", allow_module_level=True)

import winreg

import pypdfium2

from tests.windows.conftest import WriteKey

pytestmark = pytest.mark.wine

ALARM = 10
UNINSTALL = r"SOFTWARE\Microsoft\Windows\CurrentVersion\Uninstall"
SURROUNDINGS = {name: value for name, value in os.environ.items() if name != "PYTHONIOENCODING"}


def run(folder: Path, *words: str, code: int = 0) -> bytes:
    """Run a command as a Windows shell would: its own code page for texts, nothing set to help."""
    command = [sys.executable, "-m", "recovery_assistant", *words]
    ended = subprocess.run(command, cwd=folder, env=SURROUNDINGS, capture_output=True, check=False, timeout=120)
    assert ended.returncode == code, (words, ended.returncode, ended.stdout, ended.stderr)
    assert b"Traceback" not in ended.stderr
    return ended.stdout


def events(output: bytes) -> list[dict[str, Any]]:
    return [json.loads(line) for line in output.decode("utf-8").splitlines()]


def text_of(paper: Path) -> str:
    with closing(pypdfium2.PdfDocument(paper)) as document:
        return "".join(page.get_textpage().get_text_bounded() for page in document)


def test_from_a_new_case_to_the_paper(write_key: WriteKey, tmp_path: Path) -> None:
    name = "AnyDesk"
    values = {"DisplayName": (winreg.REG_SZ, name), "Publisher": (winreg.REG_SZ, "Ω ünd “more”")}
    write_key(winreg.HKEY_LOCAL_MACHINE, rf"{UNINSTALL}\{name}", values)
    (tmp_path / "phrase.txt").write_text("four plain words here\r\n", "utf-8")
    secret = ("--passphrase-file", "phrase.txt")
    run(tmp_path, "case", "new", "--to", "jönes.recovery-case", *secret)
    told = events(run(tmp_path, "scan", "--case", "jönes.recovery-case", *secret, "--json", code=ALARM))
    (found,) = (event for event in told if event["event"] == "finding")
    assert (found["tool"]["id"], told[0]["os"]) == ("anydesk", "windows")
    assert found["evidence"][0]["source"] == rf"HKLM\{UNINSTALL}\{name}"
    assert told[-1]["complete"] is True
    run(tmp_path, "record", "jönes.recovery-case", *secret, "--pdf", "record.pdf", "--audience", "technician")
    assert name in text_of(tmp_path / "record.pdf")
    run(tmp_path, "case", "verify", "jönes.recovery-case", *secret)
    run(tmp_path, "case", "wipe", "jönes.recovery-case", "--yes")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["phrase.txt", "record.pdf"]


def test_the_self_test(tmp_path: Path, throwaway: None) -> None:
    run(tmp_path, "self-test")
