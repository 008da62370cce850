"""What came of a removal: the state in plain words, what was seen, what is kept, and what to do now."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from recovery_assistant.domain.errors import AssistantError
from recovery_assistant.domain.removal.state import KnownRemoval
from recovery_assistant.domain.removal.telling import cut_off_said, next_said, not_started_said, outcome_said
from recovery_assistant.translation import _
from recovery_assistant.ui.pages.removal.blocks import ByHand, Technical, folded
from recovery_assistant.ui.pages.removal.standing import (
    Standing,
    back_said,
    is_safe,
    kept_steps,
    newest,
    standing,
    step_lines,
    technical_lines,
    to_put_back,
    undone_plan,
)
from recovery_assistant.ui.pages.removal.words import end_headings
from recovery_assistant.ui.widgets.buttons import SecondButton
from recovery_assistant.ui.widgets.finding_card import shown_text
from recovery_assistant.ui.widgets.layouts import ADJACENT, BLOCK, GROUP, Block, column
from recovery_assistant.ui.widgets.step_lines import StepLines
from recovery_assistant.ui.widgets.text import BulletList, Heading, Label, Panel, Told

if TYPE_CHECKING:
    from recovery_assistant.ui.pages.removal.item import RemovalItemPage

TRY_AGAIN: tuple[Standing, ...] = (
    *("still-present", "refused-by-person", "came-back", "not-put-back", "unknown", "not-begun"),
)
BY_HAND: tuple[Standing, ...] = ("still-present", "blocked-by-policy", "unknown", "not-begun", "came-back")


class RemovalEnd:
    """Builds the last pane of one item into its page."""

    def __init__(self, page: RemovalItemPage) -> None:
        self._page, self._desk, self._theme = page, page.desk, page.theme
        self._phrases = page.desk.parts.words.removing
        self.by_hand: ByHand | None = None

    def build(self) -> None:
        """Put the pane together."""
        removal = newest(self._desk.case, self._page.item)
        if removal is None:
            self._page.look()
            return
        now = standing(removal)
        self._heading(removal, now)
        self._lead(removal, now)
        self._page.place_about()
        if now == "cut-off":
            self._far(removal)
        self._seen(removal)
        self._put_back(now)
        if now != "cut-off":
            self._steps(removal)
        if now in BY_HAND:
            self.by_hand = ByHand(self._desk, self._page, self._page.item)
            second = _("The exact steps, to tick one by one")
            folded(self._theme, self._page.column, _("Do it by hand instead"), second, self.by_hand)
        exact = Technical(self._theme, technical_lines(removal), removal.sha256)
        folded(self._theme, self._page.column, _("For a technician"), _("The exact commands"), exact)
        self._ways(removal, now)

    def _heading(self, removal: KnownRemoval, now: Standing) -> None:
        told: str = now
        if removal.plan.undoes and now not in ("put-back", "cut-off"):
            told = "not-put-back"
        elif now == "removed-verified" and not is_safe(removal):
            told = "not-seen"
        self._page.heading_for(*end_headings(told))

    def _lead(self, removal: KnownRemoval, now: Standing) -> None:
        column, phrases = self._page.column, self._phrases
        is_setting = self._page.is_setting or self._page.is_built_in  # it is switched, and nothing is taken away
        said = outcome_said(removal.outcome, self._page.name, phrases, is_setting=is_setting)
        if now == "cut-off":
            said = cut_off_said(phrases)
        elif now in ("not-begun", "blocked-by-policy", "refused-by-person", "not-put-back") and removal.not_started:
            said = not_started_said(next(iter(removal.not_started.values())), phrases)
        if is_safe(removal):
            column.place(Told(self._theme, shown_text(said)), 12)
            return
        column.place(Label(shown_text(said), "lead"), 10)
        if removal.looks and removal.looks[-1].gaps and now != "put-back":
            closed = _("Places that were closed to us: {count}.").format(count=removal.looks[-1].gaps)
            self._page.text(f"{phrases.outcome.other.gaps} {closed}", 6)
        if removal.outcome is not None and now == removal.outcome:
            self._page.text(next_said(removal.outcome, phrases), 6)

    def _seen(self, removal: KnownRemoval) -> None:
        """Show what was looked at again, and the way to look once more."""
        panel = Panel(self._theme)
        look = removal.looks[-1] if removal.looks else None
        before = _("Is it there again?") if removal.plan.undoes else _("Is it still there?")
        heading = _("We looked again") if look is not None else before
        panel.column.place(Label(heading, "strong"))
        if look is not None and look.seen:
            panel.column.place(BulletList(self._theme, tuple(shown_text(one) for one in look.seen)), 6)
        elif look is None:
            panel.column.place(Label(self._phrases.outcome.other.not_looked), 4)
        again = SecondButton(self._theme, _("Look again"), description=self._page.name)
        again.clicked.connect(partial(self._look_again, removal.plan.id))
        panel.column.place(again, 14)
        self._page.column.place(panel, BLOCK)

    def _look_again(self, plan_id: str) -> None:
        page, casebook = self._page, self._desk.casebook
        if casebook is None or self._desk.removals.plan is not None:
            return
        page.said.emit(_("Looking again …"))
        removing = self._desk.removals.of(casebook)
        self._desk.stream.call(partial(removing.look_again, plan_id), self._looked, self._broke)

    def _looked(self, _outcome: object) -> None:
        self._page.show_end()

    def _broke(self, error: AssistantError) -> None:
        self._page.report(error)

    def _put_back(self, now: Standing) -> None:
        """Say what is kept, and offer to put it back."""
        removal = to_put_back(self._desk.case, self._page.item)
        if removal is None:
            return
        panel = Panel(self._theme)
        panel.column.place(Label(_("You can have this back"), "strong"))
        told = tuple(
            dict.fromkeys(shown_text(back_said(removal.plan, one, self._phrases)) for one in kept_steps(removal))
        )
        panel.column.place(BulletList(self._theme, told), 6)
        if now == "removed-verified":
            panel.column.place(Label(_("Until then, nothing of it can run.")), 8)
        back = SecondButton(self._theme, self._phrases.later.put_back, description=self._phrases.later.mine_after_all)
        back.clicked.connect(partial(self._page.look, removal.plan.id))
        panel.column.place(back, 14)
        self._page.column.place(panel, BLOCK)

    def _lines(self, removal: KnownRemoval) -> StepLines:
        return StepLines(self._theme, step_lines(removal, self._desk.case, self._phrases, is_doing=False))

    def _far(self, removal: KnownRemoval) -> None:
        """Show what was done before the cut, and what was not."""
        self._page.column.place(Heading(_("How far we came"), "h2"), GROUP)
        self._page.column.place(self._lines(removal), ADJACENT)

    def _steps(self, removal: KnownRemoval) -> None:
        inside = Block()
        around = column(self._theme)
        around.addWidget(self._lines(removal))
        inside.setLayout(around)
        undone = undone_plan(self._desk.case, removal.plan) is not None
        name = _("What was put back, step by step") if undone else _("What was done, step by step")
        folded(self._theme, self._page.column, name, _("Each step, and how it ended"), inside)

    def _ways(self, removal: KnownRemoval, now: Standing) -> None:
        page = self._page
        again = partial(page.look, removal.plan.undoes)
        if now == "cut-off":
            page.offer_ways(self._phrases.later.go_on, again, _("Leave it as it is"))
        elif now in TRY_AGAIN:
            page.offer_ways(_("Try again"), again, _("Leave it as it is"))
        elif now == "put-back":  # perhaps by mistake, or because a caller said so
            page.offer_ways(self._after_all(), page.look, _("Leave it as it is"))
        else:
            page.offer_ways(_("Continue"), page.leave.emit)

    def _after_all(self) -> str:
        if self._page.is_setting:
            return _("Put it right after all")
        return _("Switch it off after all") if self._page.is_built_in else _("Remove it after all")
