"""Whether the records of one program lie in the case, and copying them there and then."""

from __future__ import annotations

from PySide6.QtCore import Signal

from recovery_assistant.domain.case import Exhibit
from recovery_assistant.domain.errors import AssistantError
from recovery_assistant.services import exhibits
from recovery_assistant.translation import _, ngettext
from recovery_assistant.ui.pages.base import Desk
from recovery_assistant.ui.pages.copying import progress_words
from recovery_assistant.ui.stream import Work
from recovery_assistant.ui.widgets.buttons import SecondButton
from recovery_assistant.ui.widgets.layouts import ADJACENT, Block, column
from recovery_assistant.ui.widgets.text import Label


class CopiesOfRecords(Block):
    """One sentence, and a button where something can still be copied.

    Signals:
        ended: everything that could be copied is copied.
    """

    said = Signal(str)
    failed = Signal(object)
    ended = Signal()

    def __init__(self, desk: Desk, finding_id: str) -> None:
        super().__init__()
        self._desk, self._finding_id = desk, finding_id
        self._work: Work[exhibits.CopyEvent] | None = None
        lines = column(desk.theme)
        self._state = Label(copies_in_words(desk, finding_id))
        lines.place(self._state)
        self.button = SecondButton(desk.theme, _("Copy the records first"))
        self.button.clicked.connect(self.copy)
        lines.place(self.button, ADJACENT)
        self.setLayout(lines)
        self._offer()

    def stop_and_forget(self) -> None:
        """Stop: the page is left."""
        if self._work is not None:
            self._work.forget()
            self._work = None

    @property
    def can_copy(self) -> bool:
        """Whether it keeps records here of which none lies in the case."""
        return _keeps_records(self._desk, self._finding_id) and not _copied(self._desk, self._finding_id)

    @property
    def is_copying(self) -> bool:
        """Whether records are being copied now."""
        return self._work is not None

    def _offer(self) -> None:
        self.button.setVisible(self.can_copy)

    def copy(self) -> None:
        """Copy now what can be copied."""
        casebook, desk, finding_id = self._desk.casebook, self._desk, self._finding_id
        if casebook is None or self._work is not None:
            return
        self._say(_("Copying records …"))
        self._work = desk.stream.run(
            lambda stopped: exhibits.copy_evidence(
                casebook, desk.parts.host(), desk.parts.catalogue(), (finding_id,), stopped=stopped
            ),
            self._event,
            lambda _whole: self._done(),
            self._broke,
        )

    def _event(self, event: exhibits.CopyEvent) -> None:
        if isinstance(event, exhibits.CopyProgress) and event.path:
            self._state.say(progress_words(event))

    def _done(self) -> None:
        self._work = None
        self._say(copies_in_words(self._desk, self._finding_id, was_tried=True))
        self._offer()
        self.ended.emit()

    def _broke(self, error: AssistantError) -> None:
        self._work = None
        self._say(copies_in_words(self._desk, self._finding_id))
        self.failed.emit(error)

    def _say(self, words: str) -> None:
        self._state.say(words)
        self.said.emit(words)


def copies_in_words(desk: Desk, finding_id: str, *, was_tried: bool = False) -> str:
    """Return what is known about the records of one program.

    Args:
        was_tried: they were looked for just now, so that "not copied" means that none was there.
    """
    count = _copied(desk, finding_id)
    missed = sum(one.finding_id == finding_id for one in desk.case.missed_exhibits)
    if count and not missed:
        has_records = any(one.told.kind == "log" for one in _of(desk, finding_id))
        if has_records or not _keeps_records(desk, finding_id):
            return _("Its records are copied already.")
        return _("Its program is copied. There are no records of it on this PC.")
    if count:
        words = ngettext("{count} record is copied.", "{count} records are copied.", count).format(count=count)
        return f"{words} {_('Others could not be copied.')}"
    if missed:
        return _("We could not copy its records.")
    if not _keeps_records(desk, finding_id):
        return _("We know of no records that this program keeps here.")
    return _("There are no records of it on this PC.") if was_tried else _("No records of it are in your case yet.")


def _of(desk: Desk, finding_id: str) -> list[Exhibit]:
    return [one for one in desk.case.exhibits if one.finding_id == finding_id]


def _copied(desk: Desk, finding_id: str) -> int:
    return len(_of(desk, finding_id))


def _keeps_records(desk: Desk, finding_id: str) -> bool:
    """Return whether the catalogue knows of files that this program writes on this kind of PC."""
    finding = desk.case.findings[finding_id].finding
    scan = desk.case.newest_scan
    try:
        tool = desk.parts.catalogue().tool(finding.tool_id)
    except KeyError:  # found with another edition of the catalogue
        return False
    return any(scan is None or log.system.value == scan.system for log in tool.log)
