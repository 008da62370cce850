"""The programs that were found, one at a time, each with its evidence and "is this yours?"."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QWidget

from recovery_assistant.domain.case import KnownFinding
from recovery_assistant.domain.errors import AssistantError
from recovery_assistant.domain.finding import Evidence, Finding, Mark, alike
from recovery_assistant.domain.journal import FindingMarked
from recovery_assistant.domain.plan import Step
from recovery_assistant.domain.words import FieldWords
from recovery_assistant.services import scanner
from recovery_assistant.translation import _
from recovery_assistant.ui import phrases
from recovery_assistant.ui.pages.base import Desk
from recovery_assistant.ui.pages.left_behind import groups_of
from recovery_assistant.ui.pages.looking import (
    Looking,
    found_words,
    gaps_told,
    summary,
    told_apart,
    where_words,
)
from recovery_assistant.ui.pages.panes import PanesPage
from recovery_assistant.ui.widgets.answers import Option, Question
from recovery_assistant.ui.widgets.finding_card import Fact, FindingCard, shown_text
from recovery_assistant.ui.widgets.frame import FooterWords
from recovery_assistant.ui.widgets.layouts import ADJACENT, BLOCK, GROUP
from recovery_assistant.ui.widgets.text import BulletList, Heading, NoteBar


def mark_words() -> dict[Mark, str]:
    """Return the four answers to "is this yours?"."""
    return {
        "mine": _("It is mine"),
        "known": _("Somebody I know in person put it there, before the call"),
        "not-mine": _("It is not mine"),
        "unknown": _("I don’t know"),
    }


def asked(case_findings: dict[str, KnownFinding]) -> list[str]:
    """Return the ids of findings that are asked about: alarms that are not an access aid, in their order."""
    return [one for one, known in case_findings.items() if known.finding.is_alarm and known.finding.policy != "never"]


def evidence_told(finding: Finding) -> list[Fact]:
    """Return each sentence with its raw value. Files of which the same is true but for their names follow the first."""
    told: list[Fact] = []
    for first, *others in alike(finding.evidence):
        told.append((first.says, _raw(first)))
        again = _("The same is true of this:")
        told += [("" if place else again, _raw(part)) for place, part in enumerate(others)]
    return told


def _raw(part: Evidence) -> str:
    """Return what was read, and where, unless the sentence above has said that already."""
    says_it = scanner.source_words(part.source) != part.source and ":" not in part.source
    return part.value if says_it else f"{part.value} ({part.source})"


class FindingsPage(PanesPage):
    """Look first if nobody has looked; then each finding; then what could not be looked at."""

    def __init__(self, desk: Desk, step: Step) -> None:
        super().__init__(desk, step)
        self._looking: Looking | None = None
        self._question: Question | None = None
        self._card: FindingCard | None = None
        self._note: NoteBar | None = None
        self._told = ""
        self._footer = FooterWords()
        self._at = ""
        if desk.case.newest_scan is None:
            self.show_pane(self._look_pane)
        else:
            self._next_finding("")

    def footer(self) -> FooterWords:
        """Return the words of the footer of the pane that is shown."""
        return self._footer

    def left(self) -> None:
        """Stop looking."""
        if self._looking is not None:
            self._looking.stop_and_forget()

    def room_changed(self, *, compact: bool) -> None:
        """Stack the pairs of the card."""
        if self._card is not None:
            self._card.stack(stacked=compact)

    def first_focus(self) -> QWidget | None:
        """Start at the first answer."""
        return self._question.choices[0] if self._question is not None else None

    # --- look -----------------------------------------------------------------------------------------------------

    def _look_pane(self) -> None:
        self.opening()
        self._looking = Looking(self.desk)
        self._looking.ended.connect(self._looked)
        self._looking.failed.connect(self.report)
        self._looking.said.connect(self.said)
        self.column.place(self._looking, BLOCK)
        self.paragraphs(self.words.body)
        self.closing()
        self._footer = FooterWords(main=_("Look at this PC"), skip=_("Skip for now"))

    def _looked(self) -> None:
        self._looking = None
        self._way.clear()
        self._next_finding("")

    # --- one finding ----------------------------------------------------------------------------------------------

    def _next_finding(self, after: str) -> None:
        """Show the finding behind `after`; behind the last one, what could not be looked at."""
        ids = asked(dict(self.desk.case.findings))
        left = ids[ids.index(after) + 1 :] if after in ids else ids
        if left:
            self.show_pane(partial(self._finding_pane, left[0]))
        else:
            self.show_pane(self._end_pane)

    def _finding_pane(self, finding_id: str) -> None:
        self._at, self._told = finding_id, ""
        ids = asked(dict(self.desk.case.findings))
        known = self.desk.case.findings[finding_id]
        before = _("Remote control programs: {at} of {total}")
        alarms = [self.desk.case.findings[one].finding for one in ids]
        self.title(found_words(alarms), before=before.format(at=ids.index(finding_id) + 1, total=len(ids)))
        self.text(self.words.lead or _("Offices and repair shops use such programs too. Nothing has been changed."), 6)
        name = told_apart(alarms)[finding_id]
        found = known.finding
        self._card = FindingCard(self.theme, name, self._facts(found), self._about(found), self._evidence(found))
        self.column.place(self._card, ADJACENT)
        words = self.words.fields.get("mark") or FieldWords(label=_("Is this yours?"))
        options = []
        for mark, label in mark_words().items():
            told = words.options.get(mark)
            options.append(Option(mark, told.label if told else label, told.hint if told else ""))
        self._question = Question(
            self.theme, words.label, options, hint=words.hint, chosen=(known.mark,) if known.mark else ()
        )
        self.column.place(self._question, GROUP)
        against = scanner.contradiction(known.finding, known.mark, self.desk.case)
        if against:  # worked out anew: the day of the call may have been told since
            self._tell_contradiction(against)
        self._footer = FooterWords(main=_("Continue"), skip=_("Skip for now"))

    def _facts(self, finding: Finding) -> tuple[Fact, ...]:
        facts: list[Fact] = []
        place = where_words(finding)
        if place:
            facts.append((_("Where it lies"), place))
        came = phrases.moment(finding.came_at, self.desk.parts.country) if finding.came_at else _("Not known")
        facts.append((_("Came to this PC"), came))
        return tuple(facts)

    def _about(self, finding: Finding) -> tuple[Fact, ...]:
        """Return what the catalogue says of the program: what it is, who uses it rightly, how it may have come."""
        try:
            tool = self.desk.parts.catalogue().tool(finding.tool_id)
        except KeyError:  # a case made with another edition of the catalogue
            return ()
        told = (
            (_("What it is"), tool.what),
            (_("Who may use it"), tool.who),
            (_("How it may have come here"), tool.how_it_came),
        )
        return tuple((label, text) for label, text in told if text)

    def _evidence(self, finding: Finding) -> tuple[Fact, ...]:
        pairs = evidence_told(finding)
        scan = self.desk.case.newest_scan
        missed = gaps_told(scan.gaps) if scan else ()
        first, *others = missed or (_("Nothing of what we know to look at was closed to us"),)
        return (*pairs, (_("Not looked at"), first), *(("", other) for other in others))

    def _tell_contradiction(self, text: str) -> None:
        if self._note is not None and self._note.parent() is self:
            self.column.removeWidget(self._note)
            self._note.deleteLater()
        self._note = NoteBar(self.theme, f"{_('Please know:')}| {text}")
        self.column.place(self._note, BLOCK)

    # --- what is left ---------------------------------------------------------------------------------------------

    def _end_pane(self) -> None:
        self._question = self._card = None
        self.title(_("What we saw, and what we could not see"), before=self.progress_words())
        self.column.place(summary(self.desk), BLOCK)
        aids = [known for known in self.desk.case.findings.values() if not known.finding.is_alarm]
        if aids:
            self.column.place(Heading(_("Also seen"), "h2"), GROUP)
            self.text(_("These are details, for whoever looks at this PC later. You need do nothing."), 4)
            names = tuple(dict.fromkeys(shown_text(known.finding.tool_name) for known in aids))
            self.column.place(BulletList(self.theme, names), 8)
        doors = tuple(shown_text(group.title) for group in groups_of(self.desk) if group.comes_first)
        if doors:
            self.column.place(Heading(_("Doors that were left open"), "h2"), GROUP)
            self.text(_("Page 7 helps you to close them."), 4)
            self.column.place(BulletList(self.theme, tuple(dict.fromkeys(doors))), 8)
        self.paragraphs(self.words.body)
        self.note(self.words.note)
        self.closing()
        self._footer = FooterWords(main=self.words.button or _("Continue"))

    def main_pressed(self) -> None:
        """Look, keep an answer, or go on."""
        if self._looking is not None and self._looking.is_running:
            self._looking.remind()
        elif self._looking is not None:
            self._looking.begin()
        elif self._question is None:
            self.complete()
        else:
            self._keep_answer()

    def skip_pressed(self) -> None:
        """Leave this program unanswered."""
        if self._question is not None:
            self._question = None
            self._next_finding(self._at)
        else:
            super().skip_pressed()

    def _keep_answer(self) -> None:
        chosen = self._question.chosen if self._question is not None else None
        mark = next((mark for mark in mark_words() if mark == chosen), None)
        if mark is None:
            self.skip_pressed()
            return
        case = self.desk.case
        try:
            against = scanner.contradiction(case.findings[self._at].finding, mark, case)
        except AssistantError as error:
            self.report(error)
            return
        if not self.write(FindingMarked(finding_id=self._at, mark=mark, contradiction=against)):
            return
        if against and self._told != against:
            self._told = against
            self._tell_contradiction(against)
            self.said.emit(against)
            return
        self._next_finding(self._at)
