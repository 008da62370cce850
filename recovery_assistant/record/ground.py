"""What every section of a record is made from, and the questions that several sections ask of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from recovery_assistant.domain import plan as p
from recovery_assistant.domain.journal import Answer, Entry
from recovery_assistant.domain.record import Audience, Pairs, RecordBlock, visible
from recovery_assistant.domain.words import FieldWords, StepWords
from recovery_assistant.record.wording import TOLD_FREELY

if TYPE_CHECKING:
    from recovery_assistant.domain.case import Case
    from recovery_assistant.domain.catalogue import Catalogue, Tool
    from recovery_assistant.domain.country import Contact, CountryPack
    from recovery_assistant.domain.finding import Finding
    from recovery_assistant.domain.record_phrases import Phrases
    from recovery_assistant.domain.words import Words
    from recovery_assistant.record.wording import Wording

RECORD_STAGE = 14


@dataclass(frozen=True)
class Ground:
    """A case with everything that is needed to tell it to one audience."""

    case: Case
    entries: tuple[Entry, ...]
    plan: p.Plan
    words: Words
    country: CountryPack
    catalogue: Catalogue
    phrases: Phrases
    audience: Audience
    made_at: datetime
    wording: Wording

    def step_words(self, step_id: str) -> StepWords:
        """Return the words of a page; its id alone when this edition has none."""
        try:
            return self.words.step(step_id)
        except KeyError:
            return StepWords(title=step_id)

    def shows(self, field: p.Field) -> bool:
        """Return whether this audience may see the answer to a question."""
        if field.private:
            return self.audience == "me"
        return not (self.audience == "technician" and field.kind in TOLD_FREELY)

    def told(self, step: p.Step, *, ticks: bool = False) -> Iterator[tuple[str, str]]:
        """Yield label and answer of every answered question of a page that this audience may see."""
        words = self.step_words(step.id).fields
        for field in step.fields:
            if (field.kind == "tick") != ticks or not self.shows(field):
                continue
            text = self.wording.answer(field, words.get(field.id), self.case.answer(step.id, field.id))
            if text:
                yield self.wording.label(field.id, words.get(field.id)), text

    def answer(self, step_id: str, field_id: str) -> Answer:
        """Return the newest answer."""
        return self.case.answer(step_id, field_id)

    def field_words(self, step_id: str, field_id: str) -> FieldWords | None:
        """Return the words of a question, or None."""
        return self.step_words(step_id).fields.get(field_id)

    def note(self, step_id: str) -> str:
        """Return what was written beside a finished page; notes are free and private, so not everybody sees them."""
        return visible(self.case.notes.get(step_id, "")) if self.audience in ("me", "police") else ""

    def contact(self, contact_id: str) -> Contact | None:
        """Return a contact of the country by its id or a role, or None when its pack has none."""
        try:
            return self.country.contact(contact_id)
        except KeyError:
            return None

    def tool(self, finding: Finding) -> Tool | None:
        """Return what the catalogue says about a finding, or None for one of another edition."""
        return next((tool for tool in self.catalogue.tools if tool.id == finding.tool_id), None)

    def stage(self, stage_id: str) -> p.Stage | None:
        """Return a stage of the plan, or None."""
        return next((stage for stage in self.plan.stages if stage.id == stage_id), None)

    def step(self, step_id: str) -> p.Step | None:
        """Return a page of the plan, or None."""
        return next((step for stage in self.plan.stages for step in stage.steps if step.id == step_id), None)

    def shown_steps(self, stage: p.Stage) -> tuple[p.Step, ...]:
        """Return the pages of a stage that this case is shown."""
        return p.shown_steps(stage, self.case, self.plan, self.made_at)

    def shown_fields(self, step: p.Step) -> tuple[p.Field, ...]:
        """Return the questions of a page that this case is shown and this audience may see."""
        shown = p.shown_fields(step, self.case, self.plan, self.made_at)
        return tuple(field for field in shown if self.shows(field))


def page_code(plan: p.Plan, letter: str) -> str:
    """Return the page code of a section of the record: the number of the record's stage, and the letter."""
    number = next((s.number for s in plan.stages for step in s.steps if step.kind == "record"), RECORD_STAGE)
    return f"{number}{letter}"


def pairs(rows: Iterable[tuple[str, str]]) -> list[RecordBlock]:
    """Return the rows that say something as one block, or nothing."""
    told = tuple((label, text) for label, text in rows if text)
    return [Pairs(rows=told)] if told else []
