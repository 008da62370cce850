"""What else was left: what we saw ourselves comes first, then the places that somebody must look at by hand."""

from __future__ import annotations

from recovery_assistant.domain.contradiction import call_day
from recovery_assistant.domain.left_behind.groups import LeftBehindGroup, left_behind_groups
from recovery_assistant.domain.left_behind.kinds import OF_BROWSERS
from recovery_assistant.domain.left_behind.planning import FIXERS
from recovery_assistant.domain.observation import System
from recovery_assistant.translation import _
from recovery_assistant.ui.journey import Item
from recovery_assistant.ui.pages.base import Desk
from recovery_assistant.ui.pages.form import ChecklistPage
from recovery_assistant.ui.pages.removal.standing import is_safe, newest, short_words, standing
from recovery_assistant.ui.widgets.layouts import ADJACENT, BLOCK, GROUP
from recovery_assistant.ui.widgets.left_behind_card import Fix, LeftBehindCard
from recovery_assistant.ui.widgets.text import Heading

BROWSER_STEP = "browser-check"
EVERY_PC_HAS_THEM = ("account", "administrator")
"""The people who use this PC. Only one that came with the call is offered to be switched off."""


def groups_of(desk: Desk) -> tuple[LeftBehindGroup, ...]:
    """Return what the newest look saw, put together by kind, with the words of this edition."""
    case, scan = desk.case, desk.case.newest_scan
    left = case.left_behind_now
    if scan is None or not left:
        return ()
    system = next((system for system in System if system.value in scan.system.lower()), None)
    zone = desk.parts.clock().tzinfo
    return left_behind_groups(left, desk.parts.catalogue().left_behind, system, call_day(case), zone)


class LeftBehindPage(ChecklistPage):
    """A list to tick, below what the look at this PC has shown."""

    def ask(self) -> None:
        """Add what was seen, then the questions."""
        about_browsers = self.step.id == BROWSER_STEP
        groups = [group for group in groups_of(self.desk) if (group.kind in OF_BROWSERS) == about_browsers]
        first = [group for group in groups if group.comes_first]
        rest = [group for group in groups if not group.comes_first]
        if first:
            self.column.place(Heading(_("We saw these when we looked"), "h2"), GROUP)
            self.text(_("Look at them first. Take a photo of a line before you change it."), 4)
            self._cards(first)
        if rest:
            self.column.place(Heading(_("To look over calmly"), "h2"), GROUP)
            self.text(_("Most PCs have some of these. Look for a name that you do not know."), 4)
            self._cards(rest)
        scan = self.desk.case.newest_scan
        if not groups and scan is not None and scan.complete:
            self.text(
                _("We looked here, and saw nothing to tell you. That does not mean that nothing is there."), BLOCK
            )
        if groups:
            self.column.place(Heading(_("Look for yourself"), "h2"), GROUP)
        super().ask()

    def _cards(self, groups: list[LeftBehindGroup]) -> None:
        for number, group in enumerate(groups):
            # Only the first open door shows its steps at once: five lists of steps below one another are too much.
            opened = group.comes_first and number == 0
            card = LeftBehindCard(self.theme, group, opened=opened, fixes=self._fixes(group))
            card.fix.connect(self._put_right)
            self.column.place(card, BLOCK if number else ADJACENT)

    def _fixes(self, group: LeftBehindGroup) -> tuple[Fix, ...]:
        """Return what of a group this program can put right, each with how it stands."""
        scan = self.desk.case.newest_scan
        system = next((one for one in System if scan is not None and one.value in scan.system.lower()), None)
        if system is None or group.kind not in FIXERS[system] or self.desk.casebook is None:
            return ()
        if group.kind in EVERY_PC_HAS_THEM and not group.comes_first:
            return ()
        return tuple(self._fix(thing, value) for thing, value in zip(group.ids, group.values, strict=True))

    def _fix(self, thing: str, value: str) -> Fix:
        removal, is_doing = newest(self.desk.case, thing), self.desk.removals.is_doing(thing)
        if removal is None and not is_doing:
            return Fix(thing, value)
        now = standing(removal, is_doing=is_doing)
        words = _("Put right") if now == "removed-verified" else short_words(now)
        return Fix(thing, value, words, is_safe(removal))

    def _put_right(self, thing: str) -> None:
        self.go.emit(Item(self.step.id, thing))

    def arrived(self) -> None:
        """Find out what became of things that were put right before an earlier end of this program."""
        if self.desk.casebook is not None:
            self.desk.removals.pick_up(self.desk.casebook)
