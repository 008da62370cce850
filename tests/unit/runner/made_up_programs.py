"""Programs of the system for the tests of the runner: they are recorded, and answer what a test tells them to."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from recovery_assistant.domain.removal.plan import Action, AnyVerb, Rights
from recovery_assistant.domain.removal.results import Kept
from recovery_assistant.runner.hand import Turn
from recovery_assistant.runner.kept import Manifest
from recovery_assistant.runner.posix.starting import Ran
from tests.unit.runner.made_up_plans import StillClock, plan_of

Answer = Callable[[tuple[str, ...]], Ran | None]


class Recorded:
    """Programs that only note what they are told. `answer` may say how one ends; else it ends well and says nothing."""

    def __init__(self, answer: Answer = lambda _: None, lacks: tuple[str, ...] = ()) -> None:
        self.commands: list[tuple[str, ...]] = []
        self._answer, self._lacks = answer, lacks

    def find(self, name: str) -> str:
        return "" if name in self._lacks else f"/usr/bin/{name}"

    def run(self, command: Sequence[str], seconds: float = 60) -> Ran:
        self.commands.append(tuple(command))
        return self._answer(tuple(command)) or Ran(0, "")

    def changes(self, *asking: str) -> list[tuple[str, ...]]:
        """Return the commands that hold none of the words with which only something is asked."""
        return [command for command in self.commands if not set(asking) & set(command)]


class Kepts:
    """What a turn kept, and what it said before it began."""

    def __init__(self) -> None:
        self.manifests: list[Manifest] = []
        self.begun: list[tuple[str, ...]] = []


def turn_of(verb: AnyVerb, *, acts: bool = True, rights: Rights = "person") -> tuple[Turn, Kepts]:
    """Return a turn in which a verb is done without a store, and what it kept."""
    from pathlib import Path

    kepts, plan = Kepts(), plan_of(verb, rights=rights)

    def keep(folder: Path, manifest: Manifest) -> Kept:
        kepts.manifests.append(manifest)
        return Kept(place=str(folder), sha256="0" * 64, was=manifest.was)

    action = Action(id="a1", rights=rights, verb=verb)
    turn = Turn(
        plan, action, acts=acts, clock=StillClock(), folder=Path("/nowhere"), begun=kepts.begun.append, keeper=keep
    )
    return turn, kepts
