"""Home: the task list. The whole row is the link, the status is said in words, the next open task has the focus."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QFrame, QWidget

from recovery_assistant.translation import _, ngettext
from recovery_assistant.ui.journey import At, Home, Row
from recovery_assistant.ui.pages.base import Desk, Page
from recovery_assistant.ui.pages.removal.notices import Notice, NoticeBar, notices
from recovery_assistant.ui.removal_watch import Ear
from recovery_assistant.ui.widgets.buttons import SecondButton, TaskRow
from recovery_assistant.ui.widgets.frame import FooterWords
from recovery_assistant.ui.widgets.layouts import ADJACENT, BLOCK, GROUP, column
from recovery_assistant.ui.widgets.text import Heading, Label, NoteBar, rule


def status_words() -> dict[str, str]:
    """Return the few statuses there are."""
    return {
        "not-started": _("Not started"),
        "in-progress": _("In progress"),
        "completed": _("Completed"),
        "cannot-start-yet": _("Cannot start yet"),
    }


class HomePage(Page):
    """The task list of one case."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._ear = Ear()
        self._rows: dict[str, TaskRow] = {}
        self._next = desk.journey.next_open(desk.case)
        grouped = desk.journey.rows(desk.case)
        rows = [one for group in grouped.values() for one in group]
        done = sum(one.status == "completed" for one in rows)
        self.title(_("What to do next"))
        words = ngettext(
            "You have done {done} of {count} part. Everything you entered is saved. You can stop and come back.",
            "You have done {done} of {count} parts. Everything you entered is saved. You can stop and come back.",
            len(rows),
        )
        self.column.place(Label(words.format(done=done, count=len(rows)), "lead"), 10)
        if any(one.skipped for one in rows):
            self.text(_("A page that you leave empty counts as skipped. It waits here for you."), 6)
        if desk.casebook is not None and desk.casebook.read_only:
            self._only_reading(desk.casebook.why_read_only)
        self._told = self._notices()
        if self._told:
            self.column.place(NoticeBar(self.theme, self._told, self.go.emit), BLOCK)
        for group, group_rows in grouped.items():
            self.column.place(Heading(desk.parts.words.groups.get(group, group), "h2"), GROUP)
            self.column.place(self._card(group_rows), ADJACENT)

    def _notices(self) -> tuple[Notice, ...]:
        """Return what a removal wants the person to know."""
        if not self.desk.case.removals:
            return ()
        parts = self.desk.parts
        return notices(self.desk.case, parts.plan, parts.words.removing, self.desk.removals.is_doing)

    def arrived(self) -> None:
        """Find out what became of removals since an earlier start."""
        self._ear.hear(self.desk.removals.picked_up, self._show_notices)
        self._ear.hear(self.desk.removals.ended, self._show_notices)
        if self.desk.casebook is not None:
            self.desk.removals.pick_up(self.desk.casebook)

    def left(self) -> None:
        """Look on no longer at what is being removed."""
        self._ear.close()

    def _show_notices(self) -> None:
        """Show this page anew if there is something else to say now."""
        if self._notices() != self._told:
            self.go.emit(Home())

    def _only_reading(self, why: str) -> None:
        self.column.place(NoteBar(self.theme, f"{_('You can only read here.')}| {why}"), BLOCK)
        copy = SecondButton(self.theme, _("Go on in a copy"), description=_("Leaves this file as it is."), icon="save")
        copy.clicked.connect(lambda: self.asked.emit("copy"))
        self.column.place(copy, ADJACENT)

    def _card(self, rows: tuple[Row, ...]) -> QFrame:
        card = QFrame()
        card.setObjectName("panel")
        lines = column(self.theme, margins=(1, 1, 1, 1))
        for place, one in enumerate(rows):
            if place:
                lines.addWidget(rule())
            lines.addWidget(self._row(one))
        card.setLayout(lines)
        return card

    def _row(self, one: Row) -> TaskRow:
        words = self.desk.parts.words.stages[one.stage.id]
        hint = words.hint
        if one.status == "cannot-start-yet":
            hint = words.cannot_start
        elif one.status == "in-progress":
            if one.shown > 1:
                hint = _("{passed} of {shown} pages done").format(passed=one.passed, shown=one.shown)
                skipped = _("{done}, {skipped} skipped").format(done=hint, skipped=one.skipped)
                hint = skipped if one.skipped else hint
            elif one.skipped:
                hint = _("Skipped for now")
        elif one.status == "completed":
            hint = ""
        task = TaskRow(self.theme, words.name, self.desk.fill(hint), status_words()[one.status], kind=one.status)
        task.clicked.connect(partial(self._enter, one))
        self._rows[one.stage.id] = task
        return task

    def _enter(self, one: Row) -> None:
        if one.status == "cannot-start-yet":
            self.said.emit(self.desk.fill(self.desk.parts.words.stages[one.stage.id].cannot_start))
            return
        self.go.emit(self.desk.journey.enter(one.stage, self.desk.case))

    def row(self, stage: str) -> TaskRow | None:
        """Return the row of a stage, or None when it has none."""
        return self._rows.get(stage)

    def first_focus(self) -> QWidget | None:
        """Start at the next open task."""
        return self._rows.get(self._next.stage.id) if self._next is not None else None

    def code(self) -> str:
        """Return the name of this page, as people say it."""
        return _("Home page")

    def footer(self) -> FooterWords:
        """Return the words of the footer: the main button names the next open task."""
        main = _("Go on: the record")
        if self._next is not None:
            words = self.desk.parts.words.stages[self._next.stage.id]
            main = _("Go on: {task}").format(task=words.button or words.name)
        reading = self.desk.casebook is not None and self.desk.casebook.read_only
        return FooterWords(main=main, skip=_("Print what we have so far"), back=False, saved=not reading)

    def main_pressed(self) -> None:
        """Go to the next open task; when all is done, to the record."""
        if self._next is not None:
            self.go.emit(self.desk.journey.enter(self._next.stage, self.desk.case))
        else:
            self._record()

    def skip_pressed(self) -> None:
        """Go to the record."""
        self._record()

    def _record(self) -> None:
        for stage in self.desk.parts.plan.stages:
            for step in stage.steps:
                if step.kind == "record":
                    self.go.emit(At(step.id))
                    return
