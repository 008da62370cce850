"""What tests ask of a removal that was run."""

from __future__ import annotations

from recovery_assistant.domain.removal.state import Outcome
from recovery_assistant.services.casebook import Casebook
from recovery_assistant.services.removal.events import Done, RemovalEvent
from tests.unit.services.removal_bench import Bench


def outcome(events: list[RemovalEvent]) -> Outcome:
    assert isinstance(events[-1], Done)
    return events[-1].outcome


def events_in(casebook: Casebook, kind: type) -> int:
    return sum(isinstance(entry.event, kind) for entry in casebook.entries)


def removed(bench: Bench, casebook: Casebook) -> str:
    """Remove the tool and return the id of the plan."""
    removing = bench.removing(casebook)
    proposal = removing.propose(bench.found(casebook))
    assert outcome(list(removing.run(proposal, proposal.cautions))) == "removed-verified"
    assert proposal.plan is not None
    return proposal.plan.id
