"""The composition root: the real parts fit together, and the heavy ones wait until they are needed."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from recovery_assistant import compose
from recovery_assistant.domain.errors import ContentError

HEAVY = ("reportlab", "keyring", "psutil", "pypdfium2", "PySide6")


def test_arguments_go_to_the_command_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert compose.run(["--version"]) == 0
    assert capsys.readouterr().out.startswith("Recovery Assistant ")


def test_the_real_parts_of_the_command_line_fit() -> None:
    parts = compose.cli_parts()
    guidance = parts.guidance("GB")
    assert guidance.plan.code("bank-call") == "3A"
    assert guidance.country.contact("police-999").phone == "999"
    assert guidance.words.step("bank-call").title
    assert parts.catalogue().tool("anydesk").name == "AnyDesk"


def test_asking_for_the_version_reads_no_window_and_nothing_heavy() -> None:
    code = (
        "import sys; from recovery_assistant import compose; compose.run(['--version']);"
        f"print([name for name in {HEAVY!r} if name in sys.modules])"
    )
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ended.stdout.splitlines()[-1] == "[]"


def test_a_country_that_cannot_be_read_does_not_keep_the_window_shut(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Another version may have kept a country that this one does not know; it is asked for again."""
    kept = tmp_path / "settings.json"
    monkeypatch.setattr("recovery_assistant.storage.settings.settings_path", lambda: kept)
    for country, is_known in (("FR", False), ("NZ", True), ("", False)):
        kept.write_text(f'{{"country": "{country}"}}', encoding="utf-8")
        parts = compose.window_parts()
        assert parts.country_is_known is is_known
        assert parts.country.code == country or not is_known
    with pytest.raises(ContentError):
        compose._guidance_at_start(["", "FR"])
