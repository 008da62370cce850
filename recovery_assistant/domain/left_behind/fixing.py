"""What the makers of plans for things left behind work with, on every system."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final, NamedTuple

from recovery_assistant.domain.finding import LeftBehind
from recovery_assistant.domain.observation import Observation, Setting
from recovery_assistant.domain.removal.plan import RemoveLine, SetSwitch, Switch
from recovery_assistant.domain.removal.steps import Steps
from recovery_assistant.domain.text_lines import hosts_names

_BYTE_ORDER_MARK: Final = "\ufeff"


class Fix(NamedTuple):
    """One thing to put right.

    Attributes:
        facts: the raw facts that it is told from; never empty.
        around: every raw fact of the look.
        steps: where the steps and the reasons against them are gathered.
    """

    thing: LeftBehind
    facts: tuple[Observation, ...]
    around: tuple[Observation, ...]
    steps: Steps

    def settings(self) -> Iterator[Setting]:
        """Yield those of the facts that are settings; the others of a kind have no way of being put right."""
        for fact in self.facts:
            if isinstance(fact, Setting):
                yield fact


Fixer = Callable[[Fix], None]


def switched(switch: Switch) -> Fixer:
    """Return what sets one switch of the whole PC."""

    def fix(fix: Fix) -> None:
        fix.steps.add("last", SetSwitch(switch=switch), "administrator")

    return fix


Tells = Callable[[str, str], bool]
"""Whether a line of a file tells a value."""


def take_line_out(fix: Fix, fact: Setting, tells: Tells) -> None:
    """Add the removal of each line of the fact's file that tells its value; keep a reason where none of them does."""
    file = fact.source
    lines = [
        line
        for line in fix.steps.ground.lines_of(file)
        if tells(line, fact.value) and not line.startswith(_BYTE_ORDER_MARK)
    ]
    if not lines:
        fix.steps.refuse("no-way-known", file)
        return
    rights = fix.steps.rights_for(file)
    for line in dict.fromkeys(lines) if rights is not None else ():
        fix.steps.add("last", RemoveLine(file=file, line=line), rights or "administrator")


def hosts_line(fix: Fix) -> None:
    """Take the lines of a hosts file out that give a name this address; a line may hold more names."""
    for fact in fix.settings():
        take_line_out(fix, fact, _gives_address)


def _gives_address(line: str, told: str) -> bool:
    address, _, name = told.partition(" ")
    return (address, name) in hosts_names(line)
