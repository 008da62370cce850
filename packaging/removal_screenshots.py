"""The pictures of a removal, for `screenshots.py`: from the list to what came back, at 100 % and at 200 %."""

# A photographer may look behind the curtain.
# ruff: noqa: S101, SLF001

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from recovery_assistant.domain.journal import RemovalLookedAt
from recovery_assistant.services.casebook import Casebook
from recovery_assistant.ui.journey import At, Home, Item
from recovery_assistant.ui.pages.removal.item import RemovalItemPage
from recovery_assistant.ui.pages.removal.standing import thing_of, to_put_back
from recovery_assistant.ui.widgets.buttons import OpeningCard
from tests.made_up_removal import MadeUpRemoving

if TYPE_CHECKING:
    from screenshots import Photographer

STEP = "remove-programs"


class RemovalPictures:
    """Goes the whole way with one program, again and again."""

    def __init__(
        self, photographer: Photographer, book: Casebook, wait: Callable[[int], None], wait_until: Callable[..., None]
    ) -> None:
        self._of, self._book, self._wait, self._wait_until = photographer, book, wait, wait_until
        self._removing: MadeUpRemoving = photographer.made_up.removing_of(book)
        self._item = next(one for one, known in book.case.findings.items() if known.finding.tool_id == "anydesk")

    def _page(self) -> RemovalItemPage:
        page = self._of.window.page
        assert isinstance(page, RemovalItemPage)
        return page

    def _open(self, step: str = STEP, item: str = "") -> RemovalItemPage:
        self._of.window.go(At(step))
        self._of.window.go(Item(step, item or self._item))
        self._wait_until(lambda: self._page()._work is None)
        self._wait(100)
        return self._page()

    def all(self, tag: str = "", *, whole: bool = True) -> None:
        """Take every picture of one removal. `whole`: also the ends of long pages, and what is folded."""
        removing, take = self._removing, self._of.take
        removing.go_on.clear()
        removing.held, removing.cautions = None, ()
        page = self._open() if not self._book.case.removals_of(self._item) else self._anew()
        take(f"removal-preview{tag}")
        if whole:
            self._of.to_the_end()
            take(f"removal-preview-end{tag}")
            self._folded(page, "Do it by hand instead", "removal-by-hand")
            self._folded(page, "For a technician", "removal-for-a-technician")
        removing.cautions = ("managed",)
        page = self._anew()
        page.main_pressed()
        take(f"removal-second-question{tag}")
        page._said_yes("managed")
        take(f"removal-announced{tag}")
        if not whole:
            self._of.to_the_end()
            take(f"removal-announced{tag}-page-end")
        removing.held = 2
        page.main_pressed()
        self._wait(800)
        take(f"removal-progress{tag}")
        if not whole:
            self._of.to_the_end()
            take(f"removal-progress{tag}-page-end")
        removing.go_on.set()
        self._wait_until(lambda: self._of.window.removals.plan is None)
        take(f"removal-end{tag}")
        removal = to_put_back(self._book.case, self._item)
        assert removal is not None
        page.look(removal.plan.id)
        self._wait_until(lambda: self._page()._work is None)
        take(f"removal-put-back{tag}")
        self._of.at(STEP, f"removal-list{tag}")
        self._book.record(RemovalLookedAt(plan_id=removal.plan.id, outcome="came-back", seen=removing.seen[:1]))
        self._of.window.removals._picked = self._book  # else it would be looked for again, and be gone
        self._of.window.go(Home())
        take(f"removal-came-back{tag}")

    def _anew(self) -> RemovalItemPage:
        page = self._open()
        page.look()
        self._wait_until(lambda: self._page()._work is None)
        self._wait(100)
        return page

    def _folded(self, page: RemovalItemPage, name: str, picture: str) -> None:
        card = next(
            one for one in page.findChildren(OpeningCard) if one.accessibleName() == name and one.isVisibleTo(page)
        )
        card.click()
        self._wait(100)
        self._of.scroll_to(card)
        self._of.take(picture)
        card.click()

    def setting(self) -> None:
        """Show how something that was left behind is put right."""
        exclusion = next(one for one in self._book.case.left_behind_now if one.kind == "defender-exclusion")
        assert thing_of(self._book.case, exclusion.id) is not None
        self._removing.cautions = ()
        self._open("left-behind", exclusion.id)
        self._of.take("left-behind-put-right")

    def other_look(self, name: str) -> None:
        """Show the announcement in the colours of now: its drawing has most of them."""
        self._removing.cautions = ()
        self._anew().main_pressed()
        self._wait(200)
        self._of.take(f"removal-announced-{name}")
