"""The prose of the plan, apart from its graph: one struct a page, found by step id.

Texts are plain; the only mark-up is `{contact:ID}` for a phone number or address from the country pack, so that no
number is ever typed into prose.
"""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct


class OptionWords(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An answer to choose. `then` is what is said after it was chosen, never before."""

    label: str
    hint: str = ""
    then: str = ""


class FieldWords(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A question: its label, a hint below, its answers, and how it is called in the printed record."""

    label: str
    hint: str = ""
    in_record: str = ""
    options: Mapping[str, OptionWords] = {}


class Paragraph(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A piece of body text, optionally under a heading and as a numbered or plain list.

    `shown_for` restricts it to regions; empty means everywhere.
    """

    text: str = ""
    heading: str = ""
    items: tuple[str, ...] = ()
    numbered: bool = False
    shown_for: tuple[str, ...] = ()


class StepWords(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Everything a page says.

    Attributes:
        title: the heading; at most two lines.
        lead: one or two opening sentences.
        why: "Why this one", a sentence or two.
        say: words to read out on the phone.
        ask: questions to ask on the phone, each with a box to tick on paper.
        next: what comes next.
        now_safe: what is safe after this page.
        button: the main button; "" means "Continue".
        picture_text: the sentence that tells what the picture shows.
        note: one warning at most; starts with its bold words up to the first "|".
    """

    title: str
    lead: str = ""
    body: tuple[Paragraph, ...] = ()
    why: str = ""
    say: str = ""
    ask: tuple[str, ...] = ()
    fields: Mapping[str, FieldWords] = {}
    next: str = ""
    now_safe: str = ""
    button: str = ""
    picture_text: str = ""
    note: str = ""


class StageWords(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A row of the task list: its name, the hint under it, why it cannot start yet, and its pages' words.

    Attributes:
        button: short name in "Go on: …".
    """

    name: str
    hint: str = ""
    cannot_start: str = ""
    button: str = ""
    now_safe: str = ""
    steps: Mapping[str, StepWords] = {}


class Words(Struct, frozen=True, kw_only=True):
    """All prose of one language."""

    language: str
    stages: Mapping[str, StageWords]
    groups: Mapping[str, str]

    def step(self, step_id: str) -> StepWords:
        """Return the words of a page. Raises KeyError."""
        for stage in self.stages.values():
            if step_id in stage.steps:
                return stage.steps[step_id]
        raise KeyError(step_id)
