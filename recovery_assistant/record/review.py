"""The booklet for reviewers: every text of a country, and every fact with its source, page by page, to sign."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import NamedTuple

from recovery_assistant.domain import record as r
from recovery_assistant.record.handout import Press


class ReviewText(NamedTuple):
    """A text: the page that it stands on ("steps.bank-call", "routes.crypto"), its key in its file, and itself."""

    page: str
    key: str
    text: str


class ReviewFact(NamedTuple):
    """A fact, as the table of sources has it. `used_in` are page codes, or names of other texts."""

    id: str
    value: str
    source: str
    checked_on: date
    evidence: str
    used_in: tuple[str, ...]
    is_stale: bool


def review(press: Press, texts: Iterable[ReviewText], facts: Iterable[ReviewFact]) -> r.RecordDocument:
    """Return the booklet. Texts and facts come in the order in which they are to be read."""
    phrases, plan = press.phrases.review, press.guidance.plan
    by_page: dict[str, list[ReviewText]] = {}
    for text in texts:
        by_page.setdefault(text.page, []).append(text)
    known = list(facts)
    title = phrases.title.format(country=press.guidance.country.name)
    blocks: list[r.RecordBlock] = [
        r.Heading(level=1, text=phrases.heading),
        r.Text(text=phrases.lead, strong=True),
        r.Pairs(rows=((phrases.made, press.wording.day(press.made_at)),)),
    ]
    shown: set[str] = set()
    for step in (step for stage in plan.stages for step in stage.steps):
        code = plan.code(step.id)
        here = [fact for fact in known if code in fact.used_in]
        shown.update(fact.id for fact in here)
        blocks += [press.page_heading(step.id), *_texts(press, by_page.pop(f"steps.{step.id}", []))]
        blocks += [r.Heading(level=2, text=phrases.facts), *_facts(press, here), *_to_sign(press)]
    blocks += _others(press, by_page)
    rest = [fact for fact in known if fact.id not in shown]
    if rest:
        blocks += [r.Heading(level=1, text=phrases.other_facts, starts_page=True), *_facts(press, rest)]
        blocks += _to_sign(press)
    return press.document(title, phrases.promise, tuple(blocks))


def _others(press: Press, by_page: Mapping[str, list[ReviewText]]) -> Iterator[r.RecordBlock]:
    """Yield the texts that stand on no page of the plan."""
    if not by_page:
        return
    yield r.Heading(level=1, text=press.phrases.review.other_texts, starts_page=True)
    for page, texts in by_page.items():
        yield r.Heading(level=2, text=page or press.phrases.review.texts)
        yield from _texts(press, texts)
    yield from _to_sign(press)


def _texts(press: Press, texts: list[ReviewText]) -> list[r.RecordBlock]:
    """Return texts, with their numbers put in, and the end of their key, so that a remark can name one."""
    rows = tuple((_short(text.key), press.fill(text.text)) for text in texts)
    return [r.Pairs(rows=rows)] if rows else []


def _short(key: str) -> str:
    parts = key.split(".")
    return ".".join(parts[2:]) if parts[0] in ("steps", "routes", "asides") and len(parts) > 2 else key


def _facts(press: Press, facts: list[ReviewFact]) -> Iterator[r.RecordBlock]:
    phrases = press.phrases.review
    if not facts:
        yield r.Text(text=phrases.no_facts)
    for fact in facts:
        day = press.wording.day(fact.checked_on)
        yield r.Heading(level=3, text=fact.id)
        yield r.Pairs(
            rows=(
                (phrases.value, fact.value),
                (phrases.source, fact.source),
                (phrases.checked, phrases.stale.format(day=day) if fact.is_stale else day),
                (phrases.evidence, phrases.graded.get(fact.evidence, fact.evidence)),
                *(((phrases.used, ", ".join(fact.used_in)),) if fact.used_in else ()),
            )
        )


def _to_sign(press: Press) -> list[r.RecordBlock]:
    phrases = press.phrases.review
    return [r.Ticks(items=tuple((one, False) for one in phrases.verdict)), r.WriteLines(labels=phrases.sign)]
