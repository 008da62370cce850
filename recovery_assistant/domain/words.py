"""The prose of the plan, apart from its graph: one struct a page, found by step id.

Texts are plain. Their only mark-up puts in what the country pack knows, so that no number is ever typed into prose:
`{contact:ID}` is the phone number (or the address where there is no sure number), `{web:ID}` the web address,
`{mail:ID}` the e-mail address, `{name:ID}` the name, `{rule:ID}` the heart of a rule ("28 days"). `filled` does it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from msgspec import Struct

from recovery_assistant.domain.country import Contact, CountryPack
from recovery_assistant.domain.removal.phrases import RemovalPhrases
from recovery_assistant.domain.telling_phrases import TellingPhrases

MARK = re.compile(r"\{(contact|web|mail|name|rule):([a-z0-9-]+)\}")
"""What `filled` replaces: group 1 says what, group 2 is the id of a contact or a rule."""


class OptionWords(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An answer to choose. `then` is what is said after it was chosen, never before.

    Attributes:
        source, checked_on: where a fact in `then` was read, and the day; for facts that are not in the country pack.
    """

    label: str
    hint: str = ""
    then: str = ""
    source: str = ""
    checked_on: date | None = None


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
        cannot_start: why this page cannot start yet, where the plan makes it wait.
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
    cannot_start: str = ""


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


class RouteWords(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How to ask for one payment back; found by the id of a `refund.Route`.

    Attributes:
        reason: why this way, told only after "who pressed send?" was answered.
        say: words to read out or to write to the company.
        steps: what to do, in order.
        note: what this way does not promise.
    """

    name: str
    reason: str
    say: str
    steps: tuple[str, ...] = ()
    note: str = ""


class Words(Struct, frozen=True, kw_only=True):
    """All prose of one language.

    Attributes:
        telling: how it is told what the records on a PC say.
        removing: how it is told what a removal will do, does and did.
        groups: headings of the task list, by group.
        adviser: what speaks for keeping a PC and for a reset, by reason id, with the headings around it.
        asides: pages outside the plan that a link opens, such as "how to check this program is real".
        routes: ways to ask for money back, by route id.
        deadlines: what a date of a route means, by deadline id.
        remarks: what must be said beside a route, by remark id.
        spelling: words that are written otherwise than in our files; these words are written so already.
    """

    language: str
    telling: TellingPhrases
    removing: RemovalPhrases
    stages: Mapping[str, StageWords]
    groups: Mapping[str, str]
    asides: Mapping[str, StepWords] = {}
    routes: Mapping[str, RouteWords] = {}
    deadlines: Mapping[str, str] = {}
    remarks: Mapping[str, str] = {}
    spelling: Mapping[str, str] = {}
    adviser: Mapping[str, str] = {}

    def step(self, step_id: str) -> StepWords:
        """Return the words of a page. Raises KeyError."""
        for stage in self.stages.values():
            if step_id in stage.steps:
                return stage.steps[step_id]
        raise KeyError(step_id)


def filled(text: str, pack: CountryPack) -> str:
    """Return the text with every mark replaced from the country pack. Raises KeyError for an unknown id."""
    return MARK.sub(lambda mark: _put_in(mark[1], mark[2], pack), text)


def _put_in(what: str, name: str, pack: CountryPack) -> str:
    return pack.rule(name).short if what == "rule" else _shown(what, pack.contact(name))


def _shown(what: str, contact: Contact) -> str:
    if what == "name":
        return contact.name
    if what == "mail":
        return contact.email
    web = contact.url.removeprefix("https://").removeprefix("http://").removeprefix("www.").rstrip("/")
    return web if what == "web" else contact.phone or contact.otherwise or contact.email or web
