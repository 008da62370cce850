"""A copy of the case on a stick: it opens with the recovery code; a name that is taken is refused."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog

from recovery_assistant.domain.errors import AssistantError
from recovery_assistant.ui.pages.carry import CarryCase
from recovery_assistant.ui.window import Window
from tests.window_parts import Bench


def carry(bench: Bench) -> tuple[Window, CarryCase]:
    window = bench.window()
    made = CarryCase(window.desk)
    bench.qtbot.addWidget(made)
    return window, made


def test_the_copy_opens_with_the_recovery_code_and_holds_the_same(
    bench: Bench, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    window, made = carry(bench)
    assert window.casebook is not None
    window.casebook.answer("the-caller", {"company": "Microsoft"})
    to = tmp_path / "stick.recovery-case"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(to), ""))
    made.button.click()
    bench.qtbot.waitUntil(lambda: made.told.words.startswith("The case is copied"))
    copy = bench.cases.open(to, recovery_code=window.casebook.recovery_code())
    assert copy.case.answer("the-caller", "company") == "Microsoft"
    assert copy.seal == window.casebook.seal
    copy.close()
    window.casebook.answer("the-caller", {"company": "BT"})
    assert window.desk.case.answer("the-caller", "company") == "BT", "the case itself stays open for writing"


def test_a_file_that_is_there_is_never_written_over(bench: Bench, tmp_path: Path) -> None:
    _window, made = carry(bench)
    to = tmp_path / "photo.jpg"
    to.write_bytes(b"mine")
    failed: list[object] = []
    made.failed.connect(failed.append)
    made.copy_to(to)
    bench.qtbot.waitUntil(lambda: bool(failed))
    assert isinstance(failed[0], AssistantError)
    assert failed[0].code == "C-14"
    assert to.read_bytes() == b"mine"
    assert made.told.isHidden()
