"""A phone call: what to say, what to ask, and a log that keeps times, name and reference while they talk."""

from __future__ import annotations

from datetime import timedelta

from msgspec import structs
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QBoxLayout, QGridLayout

from recovery_assistant.domain.case import Call
from recovery_assistant.domain.journal import Answer, AnswersKept, CallAnswered, CallEnded, CallNoted, CallStarted
from recovery_assistant.domain.plan import Step
from recovery_assistant.services.guarding import guard_event
from recovery_assistant.translation import _, ngettext
from recovery_assistant.ui.artwork import Icon
from recovery_assistant.ui.pages.base import Desk
from recovery_assistant.ui.pages.form import FormPage
from recovery_assistant.ui.pages.keeping import Unsaved, unsaved_answers
from recovery_assistant.ui.pages.questions import Questions, guarded_words
from recovery_assistant.ui.widgets.answers import Option, Question
from recovery_assistant.ui.widgets.buttons import SecondButton
from recovery_assistant.ui.widgets.fields import LabeledField, show_told
from recovery_assistant.ui.widgets.layouts import BLOCK, GROUP, column, row
from recovery_assistant.ui.widgets.text import Label, Panel, tabular

DRAFT = "call-"
"""Before the names of the log's fields, where they are kept before there is a call."""
ASKED = "asked"
"""Where the questions are kept that were ticked, in their own words: countries ask different ones."""


def running_time(length: timedelta) -> str:
    """Return minutes and seconds of a call, such as "04:12"; hours only when there are any."""
    seconds = max(0, int(length.total_seconds()))
    hours, rest = divmod(seconds, 3600)
    return f"{hours}:{rest // 60:02d}:{rest % 60:02d}" if hours else f"{rest // 60:02d}:{rest % 60:02d}"


def waiting_time(call: Call) -> str:
    """Return how long nobody took a call, in words; "" while nobody said that somebody answered."""
    if call.answered_at is None:
        return ""
    minutes = max(0, int((call.answered_at - call.started_at).total_seconds() // 60))
    if minutes == 0:
        return _("Somebody answered within a minute.")
    words = ngettext("You waited {count} minute until somebody answered.",
                     "You waited {count} minutes until somebody answered.", minutes)  # fmt: skip
    return words.format(count=minutes)


class CallLog(Panel):
    """One call: a start, a silent timer, who answered when, an end, and what they said. Pages write it."""

    def __init__(self, desk: Desk, contact: str) -> None:
        super().__init__(desk.theme)
        self._desk, self._contact = desk, contact
        self._title = Label("", "strong")
        left = column(desk.theme, spacing=6)
        left.addWidget(self._title)
        line = row(desk.theme, spacing=10)
        self._clock = Icon(desk.theme, "clock", "accent", 28)
        self._time = Label("00:00", "number", wrap=False)
        tabular(self._time)
        self._unit = Label(_("minutes"), "hint", wrap=False)
        for widget in (self._clock, self._time, self._unit):
            policy = widget.sizePolicy()
            policy.setRetainSizeWhenHidden(True)  # the fields below must not jump when the call starts
            widget.setSizePolicy(policy)
            line.addWidget(widget, 0, Qt.AlignmentFlag.AlignVCenter)
        line.addStretch(1)
        left.addLayout(line)
        self.button = SecondButton(desk.theme, _("I am ringing now"))
        self._top = row(desk.theme, spacing=16)
        self._top.addLayout(left, 1)
        self._top.addWidget(self.button, 0, Qt.AlignmentFlag.AlignVCenter)
        self.column.addLayout(self._top)
        self.answered = SecondButton(desk.theme, _("Somebody answers now"), icon="speech")
        self._waited = Label("", "hint")
        policy = self.answered.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.answered.setSizePolicy(policy)
        held = row(desk.theme)
        held.addWidget(self._waited, 1, Qt.AlignmentFlag.AlignVCenter)
        held.addWidget(self.answered, 0, Qt.AlignmentFlag.AlignVCenter)
        self.column.gap(8)
        self.column.addLayout(held)
        self.spoke_to = LabeledField(desk.theme, _("Who you spoke to"))
        self.reference = LabeledField(desk.theme, _("Reference they gave you"))
        self.said = LabeledField(desk.theme, _("What they will do"), long=True)
        self.fields = {"spoke_to": self.spoke_to, "reference": self.reference, "said": self.said}
        self._grid = QGridLayout()
        self.column.gap(12)
        self.column.addLayout(self._grid)
        self.stack(stacked=False)
        self.column.place(self.said, 14)
        self._tick = QTimer(self)
        self._tick.setInterval(1000)
        self._tick.timeout.connect(self._show_time)
        self.show_call()

    def stack(self, *, stacked: bool) -> None:
        """Put the time and its button, and both short fields, side by side or below each other."""
        self._top.setDirection(QBoxLayout.Direction.TopToBottom if stacked else QBoxLayout.Direction.LeftToRight)
        self._grid.setSpacing(self._desk.theme.px(16))
        top = Qt.AlignmentFlag.AlignTop  # a message below one must not pull the other apart
        self._grid.addWidget(self.spoke_to, 0, 0, 1, 2 if stacked else 1, top)
        self._grid.addWidget(self.reference, 1 if stacked else 0, 0 if stacked else 1, 1, 2 if stacked else 1, top)

    @property
    def call(self) -> Call | None:
        """The newest call to this contact, or None."""
        calls = [call for call in self._desk.case.calls.values() if call.contact == self._contact]
        return calls[-1] if calls else None

    def show_call(self) -> None:
        """Show what is known of the newest call."""
        call = self.call
        running = call is not None and call.ended_at is None
        for widget in (self._clock, self._time, self._unit):
            widget.setVisible(call is not None)
        waits = running and call is not None and call.answered_at is None
        self.answered.setVisible(waits)
        held = _("Nobody answers yet? That is the time in the queue. It is noted too.")
        before = _("Press the button when you ring. It keeps the times for you.")
        self._waited.say(before if call is None else held if waits else waiting_time(call))
        if call is None:
            self._title.say(_("Your call log"))
            self.button.say(_("I am ringing now"))
            return
        words = _("Call started at {time}") if running else _("Call ended, started at {time}")
        self._title.say(words.format(time=f"{call.started_at:%H:%M}"))
        self.button.say(_("The call has ended") if running else _("I ring again"))
        self.spoke_to.write(call.spoke_to)
        self.reference.write(call.reference)
        self.said.write(call.said)
        self._show_time()
        if running:
            self._tick.start()
        else:
            self._tick.stop()

    def _show_time(self) -> None:
        call = self.call
        if call is not None:
            until = call.ended_at or self._desk.parts.clock()
            # Shown only: a screen reader that read every second aloud would drown the call.
            length = until - call.started_at
            self._time.setText(running_time(length))
            self._unit.say(_("hours") if length >= timedelta(hours=1) else _("minutes"))

    def noted(self, call_id: str) -> CallNoted:
        """Return what stands in the fields."""
        return CallNoted(
            call_id=call_id, spoke_to=self.spoke_to.text, reference=self.reference.text, said=self.said.text
        )

    @property
    def is_running(self) -> bool:
        """Whether a call to this contact has begun and not ended."""
        return self.call is not None and self.call.ended_at is None

    @property
    def is_empty(self) -> bool:
        """Whether nothing is written in the fields."""
        return not (self.spoke_to.text or self.reference.text or self.said.text)


class CallPage(FormPage):
    """Ring somebody."""

    def __init__(self, desk: Desk, step: Step) -> None:
        self._told_guard = False
        super().__init__(desk, step)
        self.to_ask.answered.connect(self.keeper.keep)
        for field in self.log.fields.values():
            field.edited.connect(self.keeper.touched)
            field.left.connect(self.keeper.keep)

    def unsaved(self, last: bool) -> Unsaved:
        """Return answers and notes that are not in the case. Notes before a call wait until it is one."""
        asked, ticks = self.questions.unsaved(last=last), self._unsaved_ticks()
        call = self.log.call
        if call is None:
            draft = self._draft(last=last)
            return Unsaved((*asked.events, *ticks, *draft.events), asked.waits or draft.waits)
        noted = self.log.noted(call.id)
        _clean, removed = guard_event(noted)
        waiting = set() if last else {one.field for one in removed}
        noted = structs.replace(noted, **{name: getattr(call, name) for name in waiting})
        is_new = any(getattr(noted, name) != getattr(call, name) for name in self.log.fields)
        events = (*asked.events, *ticks, noted) if is_new else (*asked.events, *ticks)
        return Unsaved(events, asked.waits or bool(waiting))

    def _draft(self, *, last: bool) -> Unsaved:
        """Return notes that were written before a call; they become its notes when it starts."""
        stored = self.desk.case.answers.get(self.step.id, {})
        texts = {DRAFT + name: field.text for name, field in self.log.fields.items()}
        changed = {name: text for name, text in texts.items() if text != stored.get(name, "")}
        return unsaved_answers(self.step.id, changed, last=last)

    def build(self) -> None:
        """Put the page together: words, log, questions to ask, then the rest."""
        self.opening()
        self.words_to_say(self.words.say)
        self.log = CallLog(self.desk, self._contact())
        self.log.button.clicked.connect(self._call_pressed)
        self.log.answered.clicked.connect(self._answered_pressed)
        self.column.place(self.log, BLOCK)
        if self.log.call is None:
            for name, field in self.log.fields.items():
                field.write(str(self.desk.case.answer(self.step.id, DRAFT + name) or ""))
        self._to_ask()
        self.note(self.words.note)
        self.paragraphs(self.words.body)
        self.contact_cards(self.step.contacts)
        self.questions = Questions(self.desk, self.step, self.words.fields)
        self.column.place(self.questions, BLOCK)
        self.closing()

    def _contact(self) -> str:
        """Return the id of whom to ring; the plan may name a role."""
        name = self.step.contacts[0] if self.step.contacts else ""
        return self.desk.parts.country.contact(name).id if name else self.step.id

    def _to_ask(self) -> None:
        """Add the list of what to ask, to tick while they talk."""
        questions = tuple(self.desk.fill(one) for one in self.words.ask)
        stored = self.desk.case.answer(self.step.id, ASKED)
        ticked = stored if isinstance(stored, list) else []
        label, hint = _("Ask them"), _("Tick what you have asked. You need not tick anything.")
        options = [Option(question, question) for question in questions]
        self.to_ask = Question(
            self.theme, label if options else "", options, hint=hint if options else "", several=True, chosen=ticked
        )
        self.column.place(self.to_ask, GROUP if options else 0)
        self.to_ask.setVisible(bool(options))  # only now: without a parent it would open as a window of its own

    def _unsaved_ticks(self) -> tuple[AnswersKept, ...]:
        ticked = self.to_ask.all_chosen
        stored = self.desk.case.answer(self.step.id, ASKED) or []
        return (AnswersKept(step=self.step.id, answers={ASKED: ticked}),) if ticked != stored else ()

    def first_focus(self) -> SecondButton:
        """Start at the log."""
        return self.log.button

    def room_changed(self, *, compact: bool) -> None:
        """Stack the fields of the log, and the pairs of what was told."""
        super().room_changed(compact=compact)
        self.log.stack(stacked=compact)

    def _call_pressed(self) -> None:
        now = self.desk.parts.clock()
        call = self.log.call
        if call is not None and not self._keep_notes(call.id):
            return
        if call is not None and call.ended_at is None:
            if self.write(CallEnded(call_id=call.id, ended_at=now)):
                length = int((now - call.started_at).total_seconds() // 60)
                words = ngettext("The call took {count} minute.", "The call took {count} minutes.", length)
                self.said.emit(words.format(count=length))
        elif not self._start():
            return
        self.log.show_call()
        if self.log.is_running:
            self.log.spoke_to.control.setFocus()  # on the button, the first space would end the call

    def _answered_pressed(self) -> None:
        call = self.log.call
        if call is not None and self.write(CallAnswered(call_id=call.id, answered_at=self.desk.parts.clock())):
            self.log.show_call()
            if self.log.call is not None:
                self.said.emit(waiting_time(self.log.call))
            self.log.spoke_to.control.setFocus()

    def _start(self) -> bool:
        contact = self._contact()
        call_id = f"call-{len(self.desk.case.calls) + 1}"
        kept = self.log.noted(call_id) if self.log.call is None and not self.log.is_empty else None
        started = CallStarted(call_id=call_id, contact=contact, started_at=self.desk.parts.clock())
        if not self.write(started):
            return False
        drafted = self.desk.case.answers.get(self.step.id, {})
        emptied: dict[str, Answer] = {name: "" for name, text in drafted.items() if name.startswith(DRAFT) and text}
        if emptied and not self.write(AnswersKept(step=self.step.id, answers=emptied)):
            return False
        return kept is None or self.write(kept)

    def _keep_notes(self, call_id: str) -> bool:
        """Write the notes if they changed. What was taken out of them is shown once, and then the page stays."""
        call = self.desk.case.calls[call_id]
        noted = self.log.noted(call_id)
        if (noted.spoke_to, noted.reference, noted.said) == (call.spoke_to, call.reference, call.said):
            return True
        before = len(self.desk.case.guarded)
        if not self.write(noted):
            return False
        removed = self.desk.case.guarded[before:]
        if not removed or self._told_guard:
            return True
        self._told_guard = True
        self.log.show_call()
        for one in removed:
            field = self.log.fields[one.field]
            field.tell(guarded_words(one.kind))
            show_told(field)
        self.said.emit(_("We left something out. Please look at the field."))
        return False

    def main_pressed(self) -> None:
        """Keep the notes, end a call that still runs, then go on. A page without a call and an answer is skipped."""
        if self.log.call is None and not self.log.is_empty and not self._start():
            return
        call = self.log.call
        if call is not None:
            if not self._keep_notes(call.id):
                return
            if call.ended_at is None and not self.write(CallEnded(call_id=call.id, ended_at=self.desk.parts.clock())):
                return
        given = self.questions.answers()
        if given is None:
            return
        if given:
            super().main_pressed()
        elif call is not None or self.to_ask.all_chosen:
            self.keeper.finish()
            self.complete()
        else:
            self.skip_pressed()
