"""One thing to remove or to put right: what would be done, a yes of its own, the system's question, the work, the end.

Nothing is done before the last yes. The work itself is watched by the window and not by this page: whoever leaves it
comes back to where the work is by then.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QBoxLayout, QWidget

from recovery_assistant.domain.errors import AssistantError, InputError
from recovery_assistant.domain.plan import Step
from recovery_assistant.domain.removal.plan import Caution, RemovalPlan
from recovery_assistant.domain.removal.telling import caution_asked, preview, working_said
from recovery_assistant.translation import _
from recovery_assistant.ui.pages.base import Desk
from recovery_assistant.ui.pages.copies import CopiesOfRecords
from recovery_assistant.ui.pages.looking import told_apart, where_words
from recovery_assistant.ui.pages.panes import PanesPage
from recovery_assistant.ui.pages.removal.blocks import ByHand, folded
from recovery_assistant.ui.pages.removal.end import RemovalEnd
from recovery_assistant.ui.pages.removal.offer import (
    Offer,
    announced,
    offer_of,
    place_announcement,
    place_exact,
    place_plan,
)
from recovery_assistant.ui.pages.removal.standing import (
    BUILT_IN,
    findings_to_remove,
    newest,
    planned_lines,
    standing,
    step_lines,
    thing_of,
)
from recovery_assistant.ui.removal_watch import Ear
from recovery_assistant.ui.stream import Work
from recovery_assistant.ui.widgets.buttons import DoorButton, SecondButton
from recovery_assistant.ui.widgets.finding_card import shown_text
from recovery_assistant.ui.widgets.frame import FooterWords
from recovery_assistant.ui.widgets.layouts import ADJACENT, BLOCK, Block, Line, bring_into_view, row
from recovery_assistant.ui.widgets.progress import WorkProgress
from recovery_assistant.ui.widgets.step_lines import StepLine, StepLines
from recovery_assistant.ui.widgets.text import BulletList, Label, Panel

LONGEST_ON_BUTTON = 24
"""Letters of a name that fit on a button at the largest text."""


class RemovalItemPage(PanesPage):
    """The panes of one item. It opens where the item stands: at the preview, at the work, or at what came of it."""

    def __init__(self, desk: Desk, step: Step, item: str) -> None:
        super().__init__(desk, step)
        self.item = item
        found = desk.case.findings.get(item)
        self.is_setting = found is None
        self.is_built_in = found is not None and found.finding.category == BUILT_IN
        self.name = self._name()  # in sentences; where copies must be told apart, the heading has their number
        self.numbered = self._numbered()
        self._footer = FooterWords()
        self._main: Callable[[], None] = self.leave.emit
        self._skip: Callable[[], None] = self.leave.emit
        self._offer: Offer | None = None
        self._given: list[Caution] = []
        self._work: Work[Offer] | None = None
        self._copies: CopiesOfRecords | None = None
        self._by_hand: ByHand | None = None
        self._lines: StepLines | None = None
        self._says: Label | None = None
        self._top: Line | None = None
        self._tried_to_copy = False
        watch = desk.removals
        self._ear = Ear()
        self._ear.hear(watch.happened, self._event)
        self._ear.hear(watch.ended, self._ended)
        self._ear.hear(watch.failed, self._failed)
        now = standing(newest(desk.case, item), is_doing=watch.is_doing(item))
        if now == "going-on":
            self.show_pane(self._progress_pane)
        elif now == "to-do":
            self.look()
        else:
            self.show_pane(self._end_pane)

    def _name(self) -> str:
        """Return what the item is called: a program by its name, a setting by what it is."""
        if not self.is_setting:
            return shown_text(self.desk.case.findings[self.item].finding.tool_name)
        from recovery_assistant.ui.pages.left_behind import groups_of

        title = next((group.title for group in groups_of(self.desk) if self.item in group.ids), "")
        removal = newest(self.desk.case, self.item)
        told = title or (removal.plan.name if removal is not None else "")
        return shown_text(told).translate({ord("{"): "(", ord("}"): ")"})  # else a name could pass for a mark of ours

    def _numbered(self) -> str:
        findings = self.desk.case.findings
        ids = findings_to_remove(dict(findings))
        return told_apart([findings[one].finding for one in ids])[self.item] if self.item in ids else self.name

    # --- the page -------------------------------------------------------------------------------------------------

    def footer(self) -> FooterWords:
        """Return the words of the footer of the pane that is shown."""
        return self._footer

    def offer_ways(
        self,
        main: str,
        then: Callable[[], None],
        skip: str = "",
        instead: Callable[[], None] | None = None,
    ) -> None:
        """Set what stands in the footer of a pane, and what it does."""
        self._footer = FooterWords(main=main, skip=skip)
        self._main, self._skip = then, instead or self.leave.emit
        self.footer_changed.emit()

    def first_focus(self) -> QWidget | None:
        """Start at the heading: no key that is pressed once too often may say yes."""
        return self.heading

    def main_pressed(self) -> None:
        """Do what the pane has the main button do."""
        self._main()

    def skip_pressed(self) -> None:
        """Do what the pane has the link do; keeping a thing is never more than this."""
        self._skip()

    def left(self) -> None:
        """Stop looking and copying. The removal goes on: the window watches it."""
        self._forget()
        self._ear.close()

    def _forget(self) -> None:
        if self._work is not None:
            self._work.forget()
            self._work = None
        for block in (self._copies, self._by_hand):
            if block is not None:
                block.stop_and_forget()
        self._copies = self._by_hand = self._lines = self._says = self._top = None

    def _open(self, build: Callable[[], None], *, remember: bool = True) -> None:
        """Show a pane; what the one before was doing is stopped, but for the removal."""

        def built() -> None:
            self._forget()
            build()

        self.show_pane(built, remember=remember)

    def _before(self) -> str:
        if self.is_setting:
            return self.progress_words()
        ids = findings_to_remove(dict(self.desk.case.findings))
        if self.item not in ids:
            return self.progress_words()
        words = _("Remove programs: {at} of {total}")
        return words.format(at=ids.index(self.item) + 1, total=len(ids))

    def heading_for(self, program: str, setting: str, built_in: str) -> None:
        """Add the heading: for a program, for a setting, or for a part of the system, which is only switched off."""
        words = setting if self.is_setting else built_in if self.is_built_in else program
        self.title(words.replace("{name}", self.name), before=self._before())

    def place_about(self) -> None:
        """Say what it is about: where a program lies, or what a setting is and holds."""
        if self.is_setting:
            thing = thing_of(self.desk.case, self.item)
            card = Panel(self.theme)
            card.column.place(Label(self.name, "strong"))
            if thing is not None:
                card.column.place(Label(shown_text(thing.value)), 4)
            self.column.place(card, BLOCK)
            return
        place = where_words(self.desk.case.findings[self.item].finding)
        if place:
            self.column.place(Label(shown_text(place), "hint"), 8)

    # --- what would be done ---------------------------------------------------------------------------------------

    def look(self, undoes: str = "") -> None:
        """Find out what could be done, and show it. `undoes` is the id of a plan to put back."""
        casebook = self.desk.casebook
        if casebook is None:
            return
        removing = self.desk.removals.of(casebook)
        self._given, self._tried_to_copy = [], False
        self._open(partial(self._looking_pane, undoes=undoes))
        self._work = self.desk.stream.call(
            partial(offer_of, removing, self.item, undoes), self._offered, self._did_not_look
        )

    def _head_question(self, *, undoes: bool) -> None:
        if undoes:
            self.heading_for(_("Put {name} back?"), _("Put it back as it was?"), _("Switch {name} on again?"))
        else:
            remove = _("Remove {name}?").format(name=self.numbered)
            self.heading_for(remove, _("Put this right?"), _("Switch {name} off?"))

    def _looking_pane(self, undoes: str) -> None:
        self._head_question(undoes=bool(undoes))
        self.place_about()
        progress = WorkProgress(
            self.theme, _("We look what would be done …"), _("Goes back. Nothing is changed by looking.")
        )
        progress.show_so_far(_("Nothing is changed by looking."))
        progress.stop.connect(self.leave)
        self.column.place(progress, BLOCK)
        self.offer_ways("", self.leave.emit, self._keep_words())

    def _offered(self, offer: Offer) -> None:
        self._work, self._offer = None, offer
        self._open(self._preview_pane, remember=False)

    def _did_not_look(self, error: AssistantError) -> None:
        """Say why nothing can be done: an answer such as "it is not there just now" is no fault of the program."""
        self._work, self._offer = None, None
        self._open(partial(self._only_by_hand_pane, why=error.sentence), remember=False)
        if not isinstance(error, InputError):
            self.report(error)

    def _keep_words(self) -> str:
        return _("Leave it as it is") if self.is_setting or self._undoes() else _("Keep it for now")

    def _undoes(self) -> str:
        return self._offer.undoes if self._offer is not None else ""

    def _preview_pane(self) -> None:
        offer = self._offer
        if offer is None or offer.proposal.plan is None:
            self._only_by_hand_pane()
            return
        if offer.nobody_asks and not offer.undoes:
            self._only_by_hand_pane(self.desk.parts.words.removing.plan.asks_nobody)
            return
        self._given = []  # whoever comes back here says each yes anew
        self._head_question(undoes=bool(offer.undoes))
        not_yet = _("Nothing has been put back yet.") if offer.undoes else _("Nothing has been changed yet.")
        self.text(f"{not_yet} {_('Read this first. It happens only if you say yes.')}", 6)
        self.place_about()
        if not offer.undoes:
            self._records()
        elif not self.is_setting:
            self.note(_("Only if it is yours:| what is put back can let other people in again."))
        place_plan(self, offer)
        if not offer.undoes:
            self._by_hand = ByHand(self.desk, self, self.item)
            second = _("The exact steps, to tick one by one")
            folded(self.theme, self.column, _("Do it by hand instead"), second, self._by_hand)
        place_exact(self, offer)
        self._offer_yes()

    def _records(self) -> None:
        """Say whether its records are safe: removing a program can take them along."""
        if self.is_setting:
            return
        self._copies = CopiesOfRecords(self.desk, self.item)
        self._copies.button.hide()  # the main button of the page copies first
        self._copies.said.connect(self.said)
        self._copies.failed.connect(self.report)
        self._copies.ended.connect(self._copied)
        self.column.place(self._copies, ADJACENT)

    def _offer_yes(self) -> None:
        short = self.name if len(self.name) <= LONGEST_ON_BUTTON else _("it")
        if self._undoes():
            main = "" if self._offer is None or self._offer.nobody_asks else _("Put it back")
        elif self.is_setting:
            main = _("Put it right")
        elif self._copies is not None and self._copies.can_copy and not self._tried_to_copy:
            words = _("Copy the records, then remove {name}")
            main = _("Copy the records, then switch it off") if self.is_built_in else words.format(name=short)
        else:
            main = (_("Switch {name} off") if self.is_built_in else _("Remove {name}")).format(name=short)
        self.offer_ways(main, self._agree, self._keep_words())

    def _only_by_hand_pane(self, why: str = "") -> None:
        """Show why nothing is done by this program, and the steps by hand."""
        phrases = self.desk.parts.words.removing
        self.heading_for(_("Remove {name} by hand"), _("Put this right by hand"), _("Switch {name} off by hand"))
        if self._offer is not None:
            told = preview(None, self._offer.proposal, phrases)
            self.column.place(Label(phrases.plan.refused_heading, "strong"), ADJACENT)
            self.column.place(BulletList(self.theme, tuple(shown_text(one) for one in told.refused)), 6)
        self.text(shown_text(why))
        if self.is_setting:  # where a program lies stands above its steps
            self.place_about()
        self._records()
        if self._copies is not None:
            self._copies.button.setVisible(self._copies.can_copy)
        self._by_hand = ByHand(self.desk, self, self.item)
        self.column.place(self._by_hand, BLOCK)
        self.offer_ways(_("Continue"), self.leave.emit, self._keep_words())

    # --- the yes --------------------------------------------------------------------------------------------------

    def _agree(self) -> None:
        """Go the way to the yes: copy the records, ask each second question, say what the system will ask."""
        copies = self._copies
        if copies is not None and copies.is_copying:
            self.said.emit(_("We are still copying the records."))
            return
        if copies is not None and copies.can_copy and not self._tried_to_copy:
            self._tried_to_copy = True
            copies.copy()
            bring_into_view(copies)
            return
        self._next_question()

    def _copied(self) -> None:
        self._next_question()

    def _open_cautions(self) -> list[Caution]:
        """Return the second questions that are still to be asked. Records that were copied need none."""
        if self._offer is None:
            return []
        case = self.desk.case
        missed = any(one.finding_id == self.item and one.kind in ("log", "settings") for one in case.missed_exhibits)
        copied = not missed and any(one.finding_id == self.item for one in case.exhibits)
        return [
            one
            for one in self._offer.proposal.cautions
            if one not in self._given and not (one == "records-not-copied" and copied)
        ]

    def _next_question(self) -> None:
        left = self._open_cautions()
        if left:
            self._open(partial(self._question_pane, left[0]))
        elif self._offer is not None and self._offer.prompt is not None and self._offer.prompt.can_ask:
            self._open(self._announce_pane)
        else:
            self._begin()

    def _question_pane(self, caution: Caution) -> None:
        """Ask once more, with two doors that are alike: nothing is chosen beforehand."""
        question = caution_asked(caution, self.name, self.desk.parts.words.removing, is_setting=self.is_setting)
        self.title(shown_text(question.text), before=self._before())
        self.column.place(Label(shown_text(question.why), "lead"), 10)
        yes = DoorButton(self.theme, question.yes)
        yes.clicked.connect(partial(self._said_yes, caution))
        no = DoorButton(self.theme, question.no)
        no.clicked.connect(self._back_to_copies if caution == "records-not-copied" else self.leave)
        for door in (no, yes):
            self.column.place(door, BLOCK)
        self.offer_ways("", self.leave.emit)

    def _said_yes(self, caution: Caution) -> None:
        self._given = [*self._given, caution]
        self._next_question()

    def _back_to_copies(self) -> None:
        """Return to the preview and copy what can be copied."""
        self._tried_to_copy = False
        self._open(self._preview_pane)
        self._agree()

    def _announce_pane(self) -> None:
        prompt = self._offer.prompt if self._offer is not None else None
        if prompt is None:
            self._begin()
            return
        heading, button = announced(prompt.way)
        self.title(heading, before=self._before())
        place_announcement(self, prompt)
        self.offer_ways(button, self._begin, self._keep_words())

    def _begin(self) -> None:
        offer, casebook = self._offer, self.desk.casebook
        if offer is None or offer.proposal.plan is None or casebook is None:
            return
        if not self.desk.removals.start(casebook, offer.proposal, tuple(self._given)):
            self.said.emit(_("Another one is being removed. Wait until it has ended."))
            self._open(self._wait_pane)
            return
        self._way.clear()
        self._open(self._progress_pane)

    def _wait_pane(self) -> None:
        self.title(_("Another one is being removed"), before=self._before())
        self.text(_("We do one after the other. Wait until it has ended, and come back here."))
        self.offer_ways(_("Continue"), self.leave.emit)

    # --- the work -------------------------------------------------------------------------------------------------

    def _progress_pane(self) -> None:
        watch, phrases = self.desk.removals, self.desk.parts.words.removing
        undoes = watch.plan is not None and bool(watch.plan.undoes)
        if undoes:
            self.heading_for(_("We put {name} back"), _("We put it back as it was"), _("We switch {name} on again"))
        else:
            self.heading_for(_("We remove {name}"), _("We put this right"), _("We switch {name} off"))
        self._place_top(working_said("running", phrases))
        if watch.plan is not None:
            self._lines = StepLines(self.theme, self._steps_now(watch.plan))
            self.column.place(self._lines, BLOCK)
        self.text(_("You may leave this page, or close this window. The work goes on, and you can come back to it."))
        self.offer_ways(_("Back to the list"), self.leave.emit)

    def _steps_now(self, plan: RemovalPlan) -> tuple[StepLine, ...]:
        """Return each step with how it stands; before the yes stands in the case, all are still to do."""
        phrases, removal = self.desk.parts.words.removing, self.desk.case.removals.get(plan.id)
        if removal is None:
            return planned_lines(plan, self.desk.case, phrases)
        return step_lines(removal, self.desk.case, phrases, is_doing=True)

    def _place_top(self, words: str) -> None:
        """Add what goes on now, with Stop beside it; below it, where there is no room beside."""
        stop = SecondButton(
            self.theme, _("Stop after this step"), description=_("The step that runs now is done to its end.")
        )
        stop.clicked.connect(self._stop)
        self._says = Label(words, "lead")
        self._top = row(self.theme, spacing=16)
        self._top.addWidget(self._says, 1)
        self._top.addWidget(stop)
        block = Block()
        block.setLayout(self._top)
        self.column.place(block, 10)

    def room_changed(self, *, compact: bool) -> None:
        """Put Stop below what goes on, or beside it."""
        if self._top is not None:
            ways = QBoxLayout.Direction
            self._top.setDirection(ways.TopToBottom if compact else ways.LeftToRight)

    def _stop(self) -> None:
        self.desk.removals.stop_after_this()
        words = _("We stop after this step.")
        if self._says is not None:
            self._says.say(words)
        self.said.emit(words)

    def _event(self, event: object) -> None:
        """Show what has happened; the case knows it already."""
        if not self.desk.removals.is_doing(self.item):
            return
        from recovery_assistant.services.removal import events as told

        phrases = self.desk.parts.words.removing
        if isinstance(event, told.Asking):
            self._tell(working_said("asking", phrases))
        elif isinstance(event, told.Running):
            self._tell(working_said("running", phrases), aloud=False)
        elif isinstance(event, told.LookingAgain):
            for stop in self.findChildren(SecondButton):  # every step has ended, so there is none to stop after
                stop.hide()
            plan = self.desk.removals.plan
            self._tell(working_said("looking", phrases, is_back=plan is not None and bool(plan.undoes)))
        self._show_lines()

    def _tell(self, words: str, *, aloud: bool = True) -> None:
        if self._says is None or self._says.words == words:
            return
        if not self.desk.removals.is_stopping:
            self._says.say(words)
        if aloud:
            self.said.emit(words)

    def _show_lines(self) -> None:
        plan = self.desk.removals.plan
        if plan is None or self._lines is None:
            return
        before = self._lines.words
        self._lines.show_lines(self._steps_now(plan))
        changed = [line for old, line in zip(before, self._lines.words, strict=True) if old != line]
        if changed:
            self.said.emit(" ".join(changed))

    def _ended(self) -> None:
        """Show what came of it, if it is this item's."""
        if self._lines is not None:
            self._way.clear()
            self._open(self._end_pane)

    def _failed(self, error: AssistantError) -> None:
        if self._lines is not None:
            self._ended()
            self.report(error)

    def _end_pane(self) -> None:
        self._forget()
        end = RemovalEnd(self)
        end.build()
        self._by_hand = end.by_hand

    def show_end(self) -> None:
        """Show anew what came of it: we have looked again."""
        self._way.clear()
        self._open(self._end_pane)
