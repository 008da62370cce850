"""A page of several panes, one shown at a time: the same page code, one question after another."""

from __future__ import annotations

from collections.abc import Callable

from recovery_assistant.domain.plan import Step
from recovery_assistant.ui.pages.base import Desk, StepPage
from recovery_assistant.ui.widgets.layouts import restyle_below


class PanesPage(StepPage):
    """Clears its column and builds the next pane in it; Back goes to the pane before."""

    def __init__(self, desk: Desk, step: Step) -> None:
        super().__init__(desk, step)
        self._way: list[Callable[[], None]] = []

    def show_pane(self, build: Callable[[], None], *, remember: bool = True) -> None:
        """Show a pane. With `remember`, Back returns to it from the next one."""
        if remember:
            self._way.append(build)
        elif self._way:
            self._way[-1] = build
        else:
            self._way = [build]
        self._rebuild(build)

    def _rebuild(self, build: Callable[[], None]) -> None:
        self.heading = None
        while self.column.count():
            item = self.column.takeAt(0)
            widget = item.widget() if item else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self.column.forget_gaps()
        build()
        restyle_below(self)
        self.pane_shown.emit()

    def back_inside(self) -> bool:
        """Go to the pane before. Return whether there was one."""
        if len(self._way) < 2:
            return False
        self._way.pop()
        self._rebuild(self._way[-1])
        return True
