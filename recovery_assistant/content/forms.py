"""Read the report forms of a country: what each body asks (`countries/<cc>/forms.toml`) and the words for it."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from msgspec import Struct

from recovery_assistant.content.reading import NOT_WHOLE, read, shown_name
from recovery_assistant.content.whole import whole
from recovery_assistant.domain.case_told import ONLY_THE_PERSON, WHOLES
from recovery_assistant.domain.errors import ContentError
from recovery_assistant.domain.plan import Plan
from recovery_assistant.domain.report_sheet import Form, FormWords, KnownForm


class _Forms(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """forms.toml of a country."""

    forms: tuple[Form, ...]


class _FormWords(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """forms.toml of a language for a country."""

    forms: dict[str, FormWords]


def load_forms(resources: Path, language: str, code: str) -> tuple[KnownForm, ...]:
    """Return the forms of a country with their words; none where a country has no such file. Raises ContentError."""
    path = resources / "countries" / code.lower() / "forms.toml"
    if not path.exists():
        return ()
    forms = read(path, _Forms).forms
    words = whole(resources, language, code, "forms", _FormWords).forms
    for form in forms:
        if form.id not in words:
            raise ContentError(NOT_WHOLE, f"In {shown_name(path)}, the form {form.id} has no words.")
    return tuple(KnownForm(form=form, words=words[form.id]) for form in forms)


def forms_lint(forms: Iterable[KnownForm], plan: Plan, contacts: frozenset[str]) -> list[str]:
    """Return what is wrong with the forms of a country, a sentence each."""
    found: list[str] = []
    for known in forms:
        form, words = known.form, known.words
        asked = {question.id for question in form.questions}
        found += [
            f"{form.id}.{name}: question and words do not fit." for name in sorted(asked ^ words.questions.keys())
        ]
        parts = {question.part for question in form.questions} - {""}
        found += [f"{form.id}.{name}: part and words do not fit." for name in sorted(parts ^ words.parts.keys())]
        found += [] if form.contact in contacts else [f"{form.id}: there is no contact {form.contact}."]
        found += [] if form.source.startswith("https://") else [f"{form.id}: its source is no page."]
        if (words.before_source == "") != (words.before_checked_on is None):
            found.append(f"{form.id}: the source of “before” and its day belong together.")
        names = (name for question in form.questions for name in (question.answer, *question.also) if name)
        found += [f"{form.id}: nothing is called {name}." for name in names if not is_known(name, plan)]
    return found


def is_known(name: str, plan: Plan) -> bool:
    """Return whether a case can tell something under a name: a whole, a question of the plan, or the person alone."""
    if name in WHOLES or name in ONLY_THE_PERSON:
        return True
    step_id, _, field_id = name.partition(".")
    try:
        return any(field.id == field_id for field in plan.step(step_id).fields)
    except KeyError:
        return False
