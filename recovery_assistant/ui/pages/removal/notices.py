"""What a removal of an earlier day wants the person to know: it came back, was cut off, or waits for a restart."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, NamedTuple

from recovery_assistant.domain.case import Case
from recovery_assistant.domain.plan import Plan
from recovery_assistant.domain.removal.phrases import RemovalPhrases
from recovery_assistant.domain.removal.state import KnownRemoval
from recovery_assistant.domain.removal.telling import cut_off_said, next_said, outcome_said, working_said
from recovery_assistant.translation import _
from recovery_assistant.ui.journey import Item
from recovery_assistant.ui.pages.removal.standing import BUILT_IN, Standing, newest, standing
from recovery_assistant.ui.theme import Theme
from recovery_assistant.ui.widgets.buttons import SecondButton
from recovery_assistant.ui.widgets.finding_card import shown_text
from recovery_assistant.ui.widgets.layouts import ADJACENT
from recovery_assistant.ui.widgets.text import Label, Panel

_ORDER: Final[tuple[Standing, ...]] = ("came-back", "going-on", "cut-off", "not-looked", "removed-pending-restart")


class Notice(NamedTuple):
    """One thing to say, and where it leads."""

    now: Standing
    lead_in: str
    says: str
    button: str
    place: Item


def notices(case: Case, plan: Plan, phrases: RemovalPhrases, doing: Callable[[str], bool]) -> tuple[Notice, ...]:
    """Return what is to be said, what matters most first. `doing` tells whether an item is being worked on now."""
    items = dict.fromkeys(removal.plan.item for removal in case.removals.values())
    found: list[Notice] = []
    for item in items:
        removal = newest(case, item)
        now = standing(removal, is_doing=doing(item))
        if removal is not None and now in _ORDER:
            found.append(_notice(removal, now, plan, case, phrases))
    return tuple(sorted(found, key=lambda one: _ORDER.index(one.now)))


def _notice(removal: KnownRemoval, now: Standing, plan: Plan, case: Case, phrases: RemovalPhrases) -> Notice:
    name, known = shown_text(removal.plan.name), case.findings.get(removal.plan.item)
    is_setting = known is None or known.finding.category == BUILT_IN
    said = outcome_said(removal.outcome, name, phrases, is_setting=is_setting)
    if removal.outcome is not None:
        said = f"{said} {next_said(removal.outcome, phrases)}"
    lead_in, says, button = {
        "came-back": (_("{name} came back."), said, _("Look at it now")),
        "going-on": (_("{name} is being worked on."), working_said("running", phrases), _("Show how far it is")),
        "cut-off": (_("{name} was cut off."), cut_off_said(phrases), _("Go on, or put it back")),
        "not-looked": (_("{name} was not looked for again."), phrases.outcome.other.not_looked, _("Look again")),
    }.get(now, (_("{name} waits for a restart."), said, _("Show what was done")))
    kind = "removal" if removal.plan.item in case.findings else "left-behind"
    step = next(step for stage in plan.stages for step in stage.steps if step.kind == kind)
    return Notice(now, lead_in.format(name=name), says, button, Item(step.id, removal.plan.item))


class NoticeBar(Panel):
    """All notices in one bar, each with the way to it."""

    def __init__(self, theme: Theme, told: tuple[Notice, ...], go: Callable[[Item], None]) -> None:
        super().__init__(theme, "note")
        self.buttons: list[SecondButton] = []
        for one in told:
            self.column.place(Label(f"{one.lead_in}| {one.says}", lead_in=True), ADJACENT)
            button = SecondButton(theme, one.button, description=one.lead_in)
            button.clicked.connect(_going(go, one.place))
            self.buttons.append(button)
            self.column.place(button, 10)


def _going(go: Callable[[Item], None], place: Item) -> Callable[[], None]:
    return lambda: go(place)
