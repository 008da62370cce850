"""When they were connected: asks what it may read, reads off the GUI thread, then shows picture and list.

Only the tools' own logs are read unasked; nothing beyond them is preselected. A technician reads all of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from msgspec import structs
from PySide6.QtWidgets import QWidget

from recovery_assistant.domain.amounts import sign_of
from recovery_assistant.domain.errors import AssistantError
from recovery_assistant.domain.plan import Step
from recovery_assistant.domain.remembered import known_of
from recovery_assistant.domain.session import Session
from recovery_assistant.domain.suggesting import of_strangers
from recovery_assistant.domain.telling import Teller, asked, tell, unknown_together, unread_words, zone_words
from recovery_assistant.domain.timeline import Timeline, timeline_of
from recovery_assistant.domain.timeline_summary import no_sessions_words
from recovery_assistant.domain.what_else import SCOPES, TOOL_LOGS, Scope
from recovery_assistant.services import trace_report
from recovery_assistant.translation import _, ngettext
from recovery_assistant.ui import phrases
from recovery_assistant.ui.pages.base import Desk
from recovery_assistant.ui.pages.from_records import teller_here
from recovery_assistant.ui.pages.looking import gaps_told
from recovery_assistant.ui.pages.panes import PanesPage
from recovery_assistant.ui.pages.questions import Questions
from recovery_assistant.ui.stream import Stopped, Work
from recovery_assistant.ui.widgets.answers import first_control
from recovery_assistant.ui.widgets.buttons import LinkButton
from recovery_assistant.ui.widgets.finding_card import shown_text
from recovery_assistant.ui.widgets.frame import FooterWords
from recovery_assistant.ui.widgets.layouts import ADJACENT, BLOCK, GROUP, Block, row
from recovery_assistant.ui.widgets.moment_list import MomentList
from recovery_assistant.ui.widgets.progress import WorkProgress
from recovery_assistant.ui.widgets.text import BulletList, Heading, Label
from recovery_assistant.ui.widgets.timeline_picture import DrawnDay, TimelinePicture

if TYPE_CHECKING:
    from collections.abc import Iterator

    from recovery_assistant.services.casebook import Casebook

ASK, FITS = "look-at", "fits"
"""The questions of this page, by their ids in the plan: before it reads, and after."""
MOST_PICTURED, MOST_TOLD = 7, 5
"""Days in the picture, and connections told in sentences; the list and the record have all of them."""


def timeline_here(desk: Desk, teller: Teller) -> Timeline:
    """Return the timeline of the open case."""
    names = {contact.id: contact.name for contact in desk.parts.country.contacts}
    money = partial(phrases.money, country=desk.parts.country)
    return timeline_of(known_of(desk.case, money, lambda one: shown_text(names.get(one, one))), teller)


class TimelinePage(PanesPage):
    """Asks, reads, shows; a case whose records were read begins with what they say."""

    def __init__(self, desk: Desk, step: Step) -> None:
        super().__init__(desk, step)
        self._questions: Questions | None = None
        self._fits: Questions | None = None
        self._progress: WorkProgress | None = None
        self._work: Work[object] | None = None
        self._found = 0
        self.show_pane(self._ask_pane if desk.case.newest_reading is None else self._told_pane)

    def footer(self) -> FooterWords:
        """Return the words of the footer of the pane that is shown."""
        if self._questions is not None:
            return FooterWords(main=self.words.button, skip=_("Skip for now"))
        return FooterWords(main=_("Continue"))

    def left(self) -> None:
        """Stop reading."""
        if self._work is not None:
            self._work.forget()
            self._work = None

    def first_focus(self) -> QWidget | None:
        """Start at the first tick, where there are any."""
        return first_control(self._questions) if self._questions is not None else None

    @property
    def reads_everything(self) -> bool:
        """Whether a technician reads all that we know to look at."""
        return self.desk.case.mode == "technician"

    @property
    def is_reading(self) -> bool:
        """Whether records are read now."""
        return self._work is not None

    # --- ask and read ---------------------------------------------------------------------------------------------

    def _ask_pane(self) -> None:
        self.opening()
        self._fits = None
        self.paragraphs(self.words.body[:1] if self.reads_everything else self.words.body)
        self._questions = self._asked("" if self.reads_everything else ASK)
        if self.reads_everything:
            self.text(_("As a technician you read everything that we know to look at."))
        self.column.place(self._questions, BLOCK)
        self.closing()

    def main_pressed(self) -> None:
        """Read; say that it is under way; or go on."""
        if self._progress is not None and self.is_reading:
            words = _("We are still reading. You can wait, or press Stop.")
            self._progress.remind(words)
            self.said.emit(words)
        elif self._questions is not None:
            self._begin(self._questions)
        else:
            self._go_on()

    def _go_on(self) -> None:
        """Keep what the person says to the times, and go on."""
        given = self._fits.answers() if self._fits is not None else {}
        if given and self.write_answers(self.step.id, given) is None:
            return
        self.complete()

    def _asked(self, field: str) -> Questions:
        """Return one question of this page; none for ""."""
        asked = structs.replace(self.step, fields=tuple(one for one in self.step.fields if one.id == field))
        return Questions(self.desk, asked, self.words.fields)

    def _scope(self, questions: Questions) -> tuple[Scope, ...] | None:
        """Return what may be read, and keep the answer; None when it cannot be kept."""
        if self.reads_everything:
            return SCOPES
        given = questions.answers() or {}
        if given and self.write_answers(self.step.id, given) is None:
            return None
        agreed = given.get(ASK)
        return (TOOL_LOGS, *(scope for scope in SCOPES if isinstance(agreed, list) and scope in agreed))

    def _begin(self, questions: Questions) -> None:
        casebook, scope = self.desk.casebook, self._scope(questions)
        if casebook is None or scope is None:
            return
        self.show_pane(self._reading_pane)
        self._work = self.desk.stream.run(
            lambda stopped: self._read(casebook, scope, stopped), self._event, self._ended, self._broke
        )
        self.footer_changed.emit()

    def _read(self, casebook: Casebook, scope: tuple[Scope, ...], stopped: Stopped) -> Iterator[object]:
        """Yield what reading tells. Runs in a worker thread."""
        from recovery_assistant.services.trace_recording import record_traces  # the readers need not wait at the start

        host, catalogue = self.desk.parts.host(), self.desk.parts.catalogue()
        yield from record_traces(casebook, host, catalogue, scope, stopped=stopped)

    def _reading_pane(self) -> None:
        self._questions, self._found = None, 0
        self.title(self.words.title, before=self.progress_words())
        self._progress = WorkProgress(self.theme, _("Reading the records"))
        self._progress.stop.connect(self._stop)
        self.column.place(self._progress, BLOCK)

    def _stop(self) -> None:
        if self._work is not None:
            self._work.stop()

    def _event(self, event: object) -> None:
        if self._progress is None:
            return
        if isinstance(event, trace_report.Reading):
            self._progress.words.say(_("Reading the records: file {count}").format(count=event.files))
        elif isinstance(event, trace_report.Told) and isinstance(event.trace, Session):
            self._found += event.trace.direction == "incoming"
            if self._found:
                words = ngettext("{count} connection so far", "{count} connections so far", self._found)
                self._progress.show_so_far(words.format(count=self._found))

    def _ended(self, _whole: bool) -> None:
        self._work = self._progress = None
        self._way.clear()
        self.show_pane(self._told_pane)
        self.footer_changed.emit()
        teller = teller_here(self.desk)
        told = timeline_here(self.desk, teller)
        self.said.emit(told.headline if told.sessions else no_sessions_words(self.desk.case, teller)[0])

    def _broke(self, error: AssistantError) -> None:
        self._work = self._progress = None
        self._way.clear()
        self.show_pane(self._ask_pane)
        self.report(error)

    # --- what it told ---------------------------------------------------------------------------------------------

    def _told_pane(self) -> None:
        self._questions = self._progress = None
        teller = teller_here(self.desk)
        told = timeline_here(self.desk, teller)
        self.title(self.words.title, before=self.progress_words())
        opening = (told.headline,) if told.sessions else no_sessions_words(self.desk.case, teller)
        self.column.place(Label(opening[0], "lead"), 10)
        for sentence in opening[1:]:
            self.text(sentence, 6)
        self.note("|".join((_("Please know:"), f" {' '.join(told.warned)}")) if told.warned else "")
        self._show(told)
        self.text(zone_words(teller))
        for sentence in told.compared:
            self.text(sentence, ADJACENT)
        self._fits = self._asked(FITS) if told.sessions and not self.reads_everything else None
        if self._fits is not None:
            self.column.place(self._fits, GROUP)
        self._sentences(told.sessions, teller)
        self._gaps(teller)
        self.column.place(self._again(), BLOCK)
        self.closing()

    def _show(self, told: Timeline) -> None:
        sign = sign_of(self.desk.parts.country.currency)
        pictured = [day for day in told.days if day.band is not None][-MOST_PICTURED:]
        drawn = [DrawnDay(day.heading, day.band) for day in pictured if day.band is not None]
        if drawn:
            sentence = " ".join(day.picture for day in pictured)
            if len(drawn) < sum(day.band is not None for day in told.days):
                words = _("The picture shows the last {count} days. The list has all of them.")
                self.text(words.format(count=len(drawn)), BLOCK)
            self.column.place(TimelinePicture(self.theme, drawn, sentence, sign), BLOCK)
        if told.days or told.undated:
            self.column.place(Heading(_("The same, as a list"), "h2"), GROUP)
        times = tuple(moment.time for day in told.days for moment in day.moments)
        for day in told.days:
            if len(told.days) > 1 or not drawn:
                self.column.place(Label(day.heading, "strong"), BLOCK)
            self.column.place(MomentList(self.theme, day.moments, sign, times), 8)
        if told.undated:
            self.column.place(Label(_("Time not known"), "strong"), BLOCK)
            self.column.place(MomentList(self.theme, told.undated, sign), 8)
        if told.days_left_out:
            left_out = self.desk.parts.words.telling.moments.days_left_out.format(count=told.days_left_out)
            self.text(left_out, ADJACENT)

    def _sentences(self, sessions: Sequence[Session], teller: Teller) -> None:
        """Add what each connection was, then what nobody can know here and whom to ask, each sentence once."""
        if not sessions:
            return
        tellings = [tell(one, teller) for one in sessions[:MOST_TOLD]]
        self.column.place(Heading(_("What the records say"), "h2"), GROUP)
        for telling in tellings:
            self.text(" ".join((*telling.said, *telling.sure)), ADJACENT)
        if len(sessions) > MOST_TOLD:
            more = _("There are {count} more. Your printed record tells each of them.")
            self.text(more.format(count=len(sessions) - MOST_TOLD), ADJACENT)
        self._bullets(_("What we could not find out"), unknown_together(sessions[:MOST_TOLD], teller))
        self._bullets(_("Who may know more"), asked(of_strangers(self.desk.case, teller), teller))

    def _bullets(self, heading: str, sentences: Iterable[str]) -> None:
        once = tuple(dict.fromkeys(sentences))
        if once:
            self.column.place(Heading(heading, "h2"), GROUP)
            self.column.place(BulletList(self.theme, once), 8)

    def _gaps(self, teller: Teller) -> None:
        reading = self.desk.case.newest_reading
        if reading is None:
            return
        missed = list(gaps_told(reading.told.gaps))
        missed += [
            unread_words(shown_text(one.path), one.lines, teller) for one in reading.told.not_understood[:MOST_TOLD]
        ]
        self.column.place(Heading(_("What could not be read"), "h2"), GROUP)
        if missed:
            self.column.place(BulletList(self.theme, tuple(dict.fromkeys(missed))), 8)
        else:
            read = _("We could read every record that we know and that is here.")
            self.text(read if reading.told.files_read else _("There was nothing to read."), 4)

    def _again(self) -> Block:
        link = LinkButton(self.theme, _("Read the records again"))
        link.clicked.connect(lambda: self.show_pane(self._ask_pane))
        line = row(self.theme)
        line.addWidget(link)
        line.addStretch(1)
        block = Block()
        block.setLayout(line)
        return block
