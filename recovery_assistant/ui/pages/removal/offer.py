"""What could be done about one item, as the runner foresees it, and the page that announces the system's question."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from recovery_assistant.domain.removal.plan import Proposal
from recovery_assistant.domain.removal.prompt import PromptFacts, WayOfAsking
from recovery_assistant.domain.removal.telling import preview
from recovery_assistant.translation import _
from recovery_assistant.ui.pages.base import Desk, Page
from recovery_assistant.ui.pages.removal.blocks import PlanBlock, Technical, folded
from recovery_assistant.ui.pages.removal.standing import declined_said, foreseen_lines, is_declined, undone_plan
from recovery_assistant.ui.widgets.finding_card import shown_text
from recovery_assistant.ui.widgets.layouts import BLOCK
from recovery_assistant.ui.widgets.prompt_drawing import PromptDrawing
from recovery_assistant.ui.widgets.text import BulletList

if TYPE_CHECKING:
    from recovery_assistant.services.removal.removing import Foreseen
    from recovery_assistant.ui.ports import Removing


class Offer(NamedTuple):
    """What could be done, as the runner itself foresees it.

    Attributes:
        prompt: what the system's question will show; None where nobody is asked.
        undoes: id of the plan that it puts back, or "".
    """

    proposal: Proposal
    prompt: PromptFacts | None
    foreseen: tuple[Foreseen, ...] = ()
    undoes: str = ""

    @property
    def nobody_asks(self) -> bool:
        """Whether it needs a yes for which this PC has no window: then nothing is promised, and nothing begun."""
        return self.prompt is not None and not self.prompt.can_ask


def offer_of(removing: Removing, item: str, undoes: str) -> Offer:
    """Return what could be done. Runs in a worker thread: it looks at the PC."""
    proposal = removing.propose_put_back(undoes) if undoes else removing.propose(item)
    plan = proposal.plan
    if plan is None:
        return Offer(proposal, None, (), undoes)
    return Offer(proposal, removing.prompt_shows(plan), removing.look(plan), undoes)


def place_plan(page: Page, offer: Offer) -> None:
    """Add what will be done, and what it means."""
    desk, plan = page.desk, offer.proposal.plan
    if plan is None:
        return
    phrases = desk.parts.words.removing
    told = preview(
        plan,
        offer.proposal,
        phrases,
        offer.prompt,
        undone=undone_plan(desk.case, plan),
        names={one: _tool_name(desk, one) for one in offer.proposal.first},
    )
    if offer.undoes:  # putting back ends nothing, and there is nothing to put back of it
        told = told._replace(stops=(), undo=(_("You can remove it again with our program."),))
    declined = tuple(declined_said(one, plan, phrases) for one in offer.foreseen if is_declined(one))
    page.column.place(PlanBlock(page.theme, told._replace(refused=(*told.refused, *declined)), phrases), BLOCK)


def place_exact(page: Page, offer: Offer) -> None:
    """Add the exact commands, folded."""
    exact = Technical(page.theme, foreseen_lines(offer.foreseen))
    folded(page.theme, page.column, _("For a technician"), _("The exact commands"), exact)


def _tool_name(desk: Desk, tool_id: str) -> str:
    try:
        return desk.parts.catalogue().tool(tool_id).name
    except KeyError:  # another edition of the catalogue
        return tool_id


def announced(way: WayOfAsking) -> tuple[str, str]:
    """Return the heading of the page that announces the system's question, and its button."""
    if way == "windows-consent":
        return _("Windows will now ask you"), _("Let Windows ask me")
    if way == "polkit":
        return _("This PC will now ask you"), _("Let this PC ask me")
    return _("Your Mac will now ask you"), _("Let my Mac ask me")


def place_announcement(page: Page, prompt: PromptFacts) -> None:
    """Say what the system is about to ask, so that nobody is startled, and nobody else can pass for it."""
    page.text(_("A window of the system comes up. It looks about like this drawing."), 8)
    page.column.place(PromptDrawing(page.theme, prompt), BLOCK)
    page.column.place(BulletList(page.theme, _what_to_press(prompt)), BLOCK)


def _what_to_press(prompt: PromptFacts) -> tuple[str, ...]:
    name = shown_text(prompt.name)
    shows = _("It must show “{name}”. If it does not, say no.").format(name=name)
    ends = _("You may also say no. Then nothing happens, and you can come back here.")
    never = _("It never asks for money, for a card, or that you ring somebody.")
    if prompt.way == "windows-consent":
        press = _("To go on, press “Yes”. Windows may ask for the password of this PC.")
        maker = _("It says that the maker is not known. This program bears no signature yet.")
        return (shows, press, ends, never, *(() if prompt.publisher else (maker,)))
    press = _("To go on, type the password of this PC, or let whoever looks after it do that. We never see it.")
    return (shows, press, ends, never)
