"""What the window is handed from outside, and nothing else: `compose.py` fills it, tests fill it with small fakes."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from recovery_assistant.domain.country import CountryPack
from recovery_assistant.domain.guidance import Guidance
from recovery_assistant.domain.plan import Plan
from recovery_assistant.domain.spelling import spelled_text
from recovery_assistant.domain.words import Words
from recovery_assistant.translation import use

if TYPE_CHECKING:
    from recovery_assistant.domain.catalogue import Catalogue
    from recovery_assistant.domain.removal.plan import Caution, Proposal, RemovalPlan
    from recovery_assistant.domain.removal.prompt import PromptFacts
    from recovery_assistant.domain.removal.state import Outcome
    from recovery_assistant.hosts.port import Host
    from recovery_assistant.services.casebook import Casebook
    from recovery_assistant.services.cases import Cases
    from recovery_assistant.services.exporter import Exporter
    from recovery_assistant.services.removal.events import RemovalEvent
    from recovery_assistant.services.removal.removing import Foreseen, PickedUp

ResourcesPath = Path


class Removing(Protocol):
    """Removes things for one case, and puts them back. An item is the id of a finding or of something left behind.

    All but `let_go`, `prompt_shows` and `stop_after_step` may take long: never call them in the GUI thread.
    """

    def propose(self, item: str) -> Proposal:
        """Look afresh, and return what could be done. Changes nothing."""

    def propose_put_back(self, plan_id: str) -> Proposal:
        """Return what would put back what a plan has taken away. Changes nothing."""

    def look(self, plan: RemovalPlan) -> tuple[Foreseen, ...]:
        """Let the runner say what it would do. Nobody is asked and nothing is changed."""

    def prompt_shows(self, plan: RemovalPlan) -> PromptFacts | None:
        """Return what the system's question will show; None where nobody will be asked."""

    def run(
        self, proposal: Proposal, agreed: Collection[Caution], stopped: Callable[[], bool]
    ) -> Iterator[RemovalEvent]:
        """Record the yes, have it done, look again. `stopped` ends the waiting, never the runner."""

    def follow(self, plan_id: str, stopped: Callable[[], bool]) -> Iterator[RemovalEvent]:
        """Go on to watch a runner that an earlier start of this program began."""

    def stop_after_step(self, plan_id: str) -> None:
        """Have the runner begin no further step of a plan."""

    def look_again(self, plan_id: str) -> Outcome:
        """Look at what a plan was to remove, and record what is seen."""

    def look_again_at(self, plan_ids: Collection[str]) -> dict[str, Outcome]:
        """Do so for several plans by one look."""

    def pick_up(self) -> tuple[PickedUp, ...]:
        """Record what an earlier start left unread, and return what is to be done about it."""

    def let_go(self) -> None:
        """End every iterator soon, and leave the runner to its work."""


@dataclass(frozen=True)
class Parts:
    """Everything that the window works with.

    Attributes:
        guidance: what is shown now: plan, words and facts of one country.
        guidance_for: the same of another country, by its code. Raises ContentError.
        country_is_known: whether somebody chose that country; otherwise it is asked before anything else.
        settings_path: where text size and last case are remembered; a place that cannot be written to is fine.
        cases, catalogue: made when first needed; the first page needs neither, nor what they bring with them.
        removing: what removes things for a case.
        clock: this PC's wall clock with its UTC offset.
    """

    resources: ResourcesPath
    guidance: Guidance
    guidance_for: Callable[[str], Guidance]
    cases: Callable[[], Cases]
    settings_path: Path
    clock: Callable[[], datetime]
    host: Callable[[], Host]
    catalogue: Callable[[], Catalogue]
    exporter: Callable[[Casebook], Exporter]
    removing: Callable[[Casebook], Removing]
    country_is_known: bool = True

    @property
    def plan(self) -> Plan:
        """What to do, in which order."""
        return self.guidance.plan

    @property
    def words(self) -> Words:
        """All prose."""
        return self.guidance.words

    @property
    def country(self) -> CountryPack:
        """Whom to ring, and under which rules."""
        return self.guidance.country

    def use_words(self) -> None:
        """Show buttons and short messages as these words are written."""
        spelling = self.words.spelling
        use(self.words.language, self.resources, partial(spelled_text, words=spelling) if spelling else None)

    def in_country(self, code: str) -> Parts:
        """Return the same parts for somebody who lives in another country. Raises ContentError."""
        return replace(self, guidance=self.guidance_for(code), country_is_known=True)
