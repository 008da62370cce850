"""What is wrong with letters and report forms of a country: marks, references, sentences that are too hard."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from msgspec import structs

from recovery_assistant.content.forms import forms_lint, load_forms
from recovery_assistant.content.letters import LETTER_IDS, letters_prose, load_letters, load_paper_phrases
from recovery_assistant.content.lint_parts import Library, LintFinding, an_error
from recovery_assistant.content.lint_wording import reads_well
from recovery_assistant.content.prose import Prose, Sort
from recovery_assistant.domain.errors import ContentError
from recovery_assistant.domain.report_fields import CHASE_ON, REFERENCE, REPORTED, REPORTED_ON
from recovery_assistant.domain.report_sheet import FormWords, KnownForm

REPORT_FIELDS = (REPORTED, REPORTED_ON, REFERENCE, CHASE_ON)
CRIME_STAGE = "report"
"""In this part, every page with a form keeps what became of the report in the same questions."""


def papers_lint(resources: Path, language: str, library: Library) -> Iterator[LintFinding]:
    """Yield what is wrong with letters and forms; nothing where the content has no letters at all."""
    if not (resources / "words" / language / "letters").is_dir():
        return
    code = library.pack.code.lower()
    try:
        letters = load_letters(resources, language, code)
        load_paper_phrases(resources, language, code)
        forms = load_forms(resources, language, code)
    except ContentError as error:
        yield an_error("", "loads", error.sentence, "Mend the file and run this again.")
        return
    own = f"words/{language}/{code}"
    for reason in forms_lint(forms, library.plan, frozenset(one.id for one in library.pack.contacts)):
        yield an_error(f"countries/{code}/forms.toml", "forms", reason, "Check the ids, and write what is missing.")
    yield from _pages(library, frozenset(one.form.id for one in forms), f"countries/{code}/plan.toml")
    texts = (*letters_prose(letters, own), *_forms_prose(forms, f"{own}/forms.toml"))
    yield from reads_well(structs.replace(library, texts=tuple(texts)))


def _pages(library: Library, forms: frozenset[str], place: str) -> Iterator[LintFinding]:
    for stage in library.plan.stages:
        for step in stage.steps:
            for letter in step.letters:
                if letter not in LETTER_IDS:
                    reason = f"{step.id} offers the letter “{letter}”, which does not exist."
                    yield an_error(place, "unknown-letter", reason, "Check the id.")
            if step.form and step.form not in forms:
                reason = f"{step.id} shows the form “{step.form}”, which does not exist."
                yield an_error(place, "unknown-form", reason, "Check the id.")
            missing = set(REPORT_FIELDS) - {field.id for field in step.fields}
            if step.form and stage.id == CRIME_STAGE and missing:
                reason = f"{step.id} does not ask for: {', '.join(sorted(missing))}."
                yield an_error(place, "report-page", reason, "Add these questions.")


def _forms_prose(forms: Iterable[KnownForm], file: str) -> Iterator[Prose]:
    for known in forms:
        for key, text in _texts(known.words):
            if text:
                sort: Sort = "label" if key.endswith(("label", "name")) else "sentence"
                yield Prose(file=file, key=f"{known.form.id}.{key}", page=known.form.id, sort=sort, text=text)


def _texts(words: FormWords) -> Iterator[tuple[str, str]]:
    yield ("name", words.name)
    yield from ((f"before[{number}]", text) for number, text in enumerate(words.before))
    yield from ((f"after[{number}]", text) for number, text in enumerate(words.after))
    yield from ((f"parts.{name}.label", text) for name, text in words.parts.items())
    for name, question in words.questions.items():
        yield from ((f"questions.{name}.label", question.label), (f"questions.{name}.hint", question.hint))
