"""What the papers that are handed out say by themselves; everything else on them comes from the pages of the plan.

Words in braces are filled in: `{number}` of a case, `{country}` and `{emergency}` (its number), `{day}`, `{code}` of a
page, `{count}`, `{label}`, `{then}`, `{question}`, `{answers}`, `{first}` and `{last}` of two, `{what}`,
`{regions}`.
"""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from recovery_assistant.domain.words import Paragraph


class _Phrases(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Base: a phrase that is missing or unknown is an error when the file is read."""


class WorksheetPhrases(_Phrases, frozen=True, kw_only=True):
    """The list of accounts to change. `notes` are lines to write on beside each account."""

    title: str
    title_of_case: str
    heading: str
    lead: str
    why: str
    no_secrets: str
    code: str
    ring: str
    notes: tuple[str, ...]
    last: str
    promise: str


class CardPhrases(_Phrases, frozen=True, kw_only=True):
    """The card for beside the phone. `own` are lines for numbers that only the person knows."""

    title: str
    heading: str
    lead: str
    steps: tuple[str, ...]
    numbers: str
    columns: tuple[str, ...]
    never: str
    family: str
    own: tuple[str, ...]
    checked: str
    promise: str


class BookletPhrases(_Phrases, frozen=True, kw_only=True):
    """The booklet with every page of the plan.

    Attributes:
        on_paper: by step id, what stands on a page only where no program can work it out.
    """

    title: str
    heading: str
    lead: str
    how: str
    how_steps: tuple[str, ...]
    for_helpers: str
    helper_steps: tuple[str, ...]
    contents: str
    numbers: str
    checked: str
    last_checked: str
    not_for: str
    only_in: str
    clean_device: str
    minutes: str
    only_if: str
    may_not_fit: str
    or_word: str
    say: str
    ask: str
    why: str
    answer: str
    needs_program: str
    each_payment: str
    write_day: str
    write_time: str
    at_the_end: str
    on_paper: Mapping[str, tuple[Paragraph, ...]]
    meanings: str
    meanings_lead: str
    meaning_of: str
    routes: str
    routes_lead: str
    form: str
    promise: str


class ReviewPhrases(_Phrases, frozen=True, kw_only=True):
    """The booklet for reviewers. `graded` says in words how sure a fact is."""

    title: str
    heading: str
    lead: str
    made: str
    texts: str
    facts: str
    no_facts: str
    other_facts: str
    other_texts: str
    value: str
    source: str
    checked: str
    evidence: str
    used: str
    graded: Mapping[str, str]
    stale: str
    verdict: tuple[str, ...]
    sign: tuple[str, ...]
    promise: str


class HandoutPhrases(_Phrases, frozen=True, kw_only=True):
    """All of them in one language."""

    worksheet: WorksheetPhrases
    card: CardPhrases
    booklet: BookletPhrases
    review: ReviewPhrases
