"""What is to be removed, how each of it stands, and what stays. Each one has a page of its own."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QFrame, QWidget

from recovery_assistant.domain.case import KnownFinding
from recovery_assistant.domain.journal import StepSkipped
from recovery_assistant.domain.plan import Step
from recovery_assistant.domain.removal.state import KnownRemoval
from recovery_assistant.domain.removal.telling import outcome_said
from recovery_assistant.translation import _
from recovery_assistant.ui.journey import At, Item
from recovery_assistant.ui.pages.base import Desk, StepPage
from recovery_assistant.ui.pages.looking import told_apart, where_words
from recovery_assistant.ui.pages.removal.standing import (
    BUILT_IN,
    Standing,
    findings_to_remove,
    is_safe,
    newest,
    short_words,
    standing,
)
from recovery_assistant.ui.pages.removal.words import state_words, was_not_seen_again
from recovery_assistant.ui.removal_watch import Ear
from recovery_assistant.ui.widgets.buttons import TaskRow
from recovery_assistant.ui.widgets.finding_card import shown_text
from recovery_assistant.ui.widgets.frame import FooterWords
from recovery_assistant.ui.widgets.layouts import BLOCK, column
from recovery_assistant.ui.widgets.text import rule

ENDED: tuple[Standing, ...] = ("removed-verified", "copy-removed")
"""After these nothing is left to do here. What was put back is there again: unless it is called theirs, it is to do."""
WAITS: tuple[Standing, ...] = ("removed-pending-restart", "blocked-by-policy", "refused-by-person")
"""With these the person goes on: they know why it is there, and what comes next does not happen on this page."""


class RemovalPage(StepPage):
    """The list. A row is the way to the page of one item."""

    def __init__(self, desk: Desk, step: Step) -> None:
        super().__init__(desk, step)
        self._ear = Ear()
        self.rows: dict[str, TaskRow] = {}
        self._told: dict[str, tuple[str, str, str]] = {}
        self.opening()
        findings = dict(desk.case.findings)
        ids = findings_to_remove(findings)
        if ids:
            names = told_apart([findings[one].finding for one in ids])
            self.column.place(self._list(ids, names), BLOCK)
        else:
            looked = desk.case.newest_scan is not None
            nothing = _("There is nothing to remove.")
            self.text(nothing if looked else _("We have not looked at this PC yet. Look for programs first."), BLOCK)
        kept = [known for known in findings.values() if known.finding.is_alarm and known.mark in ("mine", "known")]
        if kept:
            kept_names = ", ".join(dict.fromkeys(shown_text(known.finding.tool_name) for known in kept))
            self.text(_("These stay, because you said so: {names}.").format(names=kept_names), BLOCK)
        self.paragraphs(self.words.body)
        self.note(self.words.note)
        self.closing()

    def left(self) -> None:
        """Look on no longer at what is being removed."""
        self._ear.close()

    def arrived(self) -> None:
        """Find out what became of removals since an earlier start."""
        self._ear.hear(self.desk.removals.ended, self._show_states)
        self._ear.hear(self.desk.removals.picked_up, self._show_states)
        if self.desk.casebook is not None:
            self.desk.removals.pick_up(self.desk.casebook)

    def _list(self, ids: list[str], names: dict[str, str]) -> QFrame:
        card = QFrame()
        card.setObjectName("panel")
        lines = column(self.theme, margins=(1, 1, 1, 1))
        for place, one in enumerate(ids):
            if place:
                lines.addWidget(rule())
            self._told[one] = says, short, kind = self._state(one)
            row = TaskRow(self.theme, names[one], says, short, kind=kind)
            row.clicked.connect(partial(self._enter, one))
            self.rows[one] = row
            lines.addWidget(row)
        card.setLayout(lines)
        return card

    def _state(self, finding_id: str) -> tuple[str, str, str]:
        """Return the second line of a row, its short state, and whether that is "completed"."""
        known, removal = self.desk.case.findings[finding_id], newest(self.desk.case, finding_id)
        now = self.standing(finding_id)
        place = shown_text(where_words(known.finding))
        if removal is not None and removal.outcome is not None and now not in ("cut-off", "going-on"):
            is_built_in, phrases = known.finding.category == BUILT_IN, self.desk.parts.words.removing
            said = outcome_said(removal.outcome, known.finding.tool_name, phrases, is_setting=is_built_in)
            short = short_words(now, is_built_in=is_built_in, has_gaps=not is_safe(removal))
            return said, short, "completed" if is_safe(removal) else "in-progress"
        if removal is None and (known.ticked or known.looked_again_at is not None):
            by_hand = _("Still there") if known.still_there else _("By hand")
            return state_words(known), by_hand, "in-progress"
        kind = "not-started" if now == "to-do" else "in-progress"
        unsaid = state_words(known) if known.mark is None else ""
        return "\n".join(one for one in (place, unsaid) if one), short_words(now), kind

    def standing(self, finding_id: str) -> Standing:
        """Return how one of the list stands."""
        return standing(newest(self.desk.case, finding_id), is_doing=self.desk.removals.is_doing(finding_id))

    def _show_states(self) -> None:
        """Show the list anew if one of them stands otherwise now."""
        if any(self._state(one) != told for one, told in self._told.items()):
            self.go.emit(At(self.step.id))

    def _open_ones(self) -> list[str]:
        """Return what still wants the person, in order."""
        return [one for one in self.rows if not self._is_handled(one)]

    def _is_handled(self, finding_id: str) -> bool:
        removal = newest(self.desk.case, finding_id)
        if removal is None:
            return was_not_seen_again(self.desk.case.findings[finding_id])
        return self.standing(finding_id) in (*ENDED, *WAITS)

    def _enter(self, finding_id: str) -> None:
        self.go.emit(Item(self.step.id, finding_id))

    def first_focus(self) -> QWidget | None:
        """Start at the next one that is open."""
        return next((self.rows[one] for one in self._open_ones()), None)

    def footer(self) -> FooterWords:
        """Return the words of the footer: the next one that is open, or on."""
        main = _("Show what would be done") if self._open_ones() else _("Continue")
        return FooterWords(main=main, skip=_("Skip for now"))

    def main_pressed(self) -> None:
        """Go to the next one; where none is open, this page is done if every one of them was looked for again."""
        left = self._open_ones()
        if left:
            self._enter(left[0])
        elif all(self._is_gone(one) for one in self.rows):
            self.complete()
        elif self.write(StepSkipped(step=self.step.id)):  # nobody has seen it gone, so the task stays open
            self.leave.emit()

    def _is_gone(self, finding_id: str) -> bool:
        removal: KnownRemoval | None = newest(self.desk.case, finding_id)
        if removal is None:
            return was_not_seen_again(self.desk.case.findings[finding_id])
        return self.standing(finding_id) in ENDED

    def safe_words(self) -> str:
        """Say that they cannot come back in only where everything was looked for everywhere, and was gone."""
        findings = [self.desk.case.findings[one] for one in self.rows]
        gone = [one for one in findings if _is_safely_gone(one, newest(self.desk.case, one.finding.id))]
        return super().safe_words() if findings and gone == findings else ""


def _is_safely_gone(known: KnownFinding, removal: KnownRemoval | None) -> bool:
    if removal is not None:
        return is_safe(removal)
    return known.still_there is False and not known.gaps_when_looked_again
