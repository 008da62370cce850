"""The steps of a removal, one below the other, each with how it stands: in words first, a drawn mark beside them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, Literal, NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from recovery_assistant.ui.artwork import Icon
from recovery_assistant.ui.theme import Theme
from recovery_assistant.ui.widgets.layouts import column, row
from recovery_assistant.ui.widgets.text import Label, Panel, rule

Mark = Literal["open", "now", "done", "other"]
"""open: not begun · now: it is being done · done: it went well · other: its words say what became of it."""

_ICONS: Final[dict[Mark, tuple[str, str]]] = {
    "open": ("dot", "ink2"),
    "now": ("arrow-right", "accent"),
    "done": ("tick", "ink"),
    "other": ("dash", "ink"),
}


class StepLine(NamedTuple):
    """One step in words, and how it stands in words."""

    says: str
    state: str
    mark: Mark = "open"


class StepLines(Panel):
    """A list that changes in place, so that nothing jumps while somebody reads."""

    def __init__(self, theme: Theme, lines: Sequence[StepLine]) -> None:
        super().__init__(theme)
        self._shown: list[StepLine] = []
        self._marks: list[Icon] = []
        self._states: list[Label] = []
        for line in lines:
            if self._shown:
                self.column.place(rule(), 10)
            self.column.place(self._row(theme, line), 10)

    def _row(self, theme: Theme, line: StepLine) -> QWidget:
        block = QWidget()
        across = row(theme, spacing=14)
        mark = Icon(theme, *_ICONS[line.mark], 22)
        across.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
        words = column(theme, spacing=2)
        words.addWidget(Label(line.says))
        state = Label(line.state, "hint")
        words.addWidget(state)
        across.addLayout(words, 1)
        block.setLayout(across)
        self._shown.append(line)
        self._marks.append(mark)
        self._states.append(state)
        return block

    def show_lines(self, lines: Sequence[StepLine]) -> None:
        """Show how the same steps stand now."""
        for place, (before, line) in enumerate(zip(self._shown, lines, strict=True)):
            if line.state != before.state:
                self._states[place].say(line.state)
            if line.mark != before.mark:
                self._marks[place].show_icon(*_ICONS[line.mark])
        self._shown = list(lines)

    @property
    def words(self) -> tuple[str, ...]:
        """Each step with its state, as it is said."""
        return tuple(f"{line.says} {line.state}" for line in self._shown)
