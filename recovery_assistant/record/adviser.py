"""Keep or reset, on paper: what speaks for each, what nobody can know, and what was chosen."""

from __future__ import annotations

from typing import Final

from recovery_assistant.domain import record as r
from recovery_assistant.domain.adviser import Advice, Reason, ReasonId, advise, reason_words
from recovery_assistant.domain.suggesting import of_strangers
from recovery_assistant.record.ground import Ground, pairs
from recovery_assistant.record.timeline import teller_for

STEP = "keep-or-reset"
FROM_THE_PERSON: Final[frozenset[ReasonId]] = frozenset({"bank-here", "dark-screen", "files-taken", "locked-out"})
"""What rests on the person's own story; a technician is not told it."""


def keep_or_reset(ground: Ground) -> list[r.RecordBlock]:
    """Return the section on keeping the PC or resetting it."""
    words, advice = ground.words.adviser, advice_for(ground)
    blocks: list[r.RecordBlock] = [r.Heading(level=1, text=words["heading"]), r.Text(text=words["lead"])]
    for side, reasons in (("keep", advice.keep), ("reset", advice.reset), ("unknown", advice.unknown)):
        told = tuple(_said(ground, reason) for reason in reasons if _may_be_told(ground, reason))
        listed: r.RecordBlock = r.Items(items=told) if told else r.Text(text=words["none"])
        blocks += [r.Heading(level=2, text=words[side]), listed]
    step = ground.step(STEP)
    chosen = dict(ground.told(step)).values() if step is not None else ()
    return [*blocks, *pairs((words["choice"], one) for one in chosen), r.Note(text=words["before"], strong=True)]


def advice_for(ground: Ground) -> Advice:
    """Return the reasons that the case gives."""
    sessions = of_strangers(ground.case, teller_for(ground)) if ground.case.readings else ()
    return advise(ground.case, sessions)


def _may_be_told(ground: Ground, reason: Reason) -> bool:
    return ground.audience != "technician" or reason.id not in FROM_THE_PERSON


def _said(ground: Ground, reason: Reason) -> str:
    names = ", ".join(ground.wording.raw(name) for name in reason.names)
    return reason_words(reason, ground.words.adviser, names)
