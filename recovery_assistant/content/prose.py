"""Walk over every text that a person may read, each with the file and the key where it stands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Literal

from msgspec import Struct, structs

from recovery_assistant.content.reading import read_raw
from recovery_assistant.domain.country import CountryPack
from recovery_assistant.domain.words import Words

Sort = Literal["title", "label", "sentence"]
"""A heading; a name on a button, question or row; running text."""

FILLED = ("adviser.toml", "removing.toml", "telling.toml")
"""Their texts hold `{name}` marks that the program fills, beside those of the country pack."""

_TITLES = frozenset({"title", "heading", "name"})
_LABELS = frozenset({"label", "in_record", "button", "groups", "deadlines"})
_NOT_READ = frozenset({"source", "checked_on", "shown_for", "numbered", "language"})
_CONTACT_TEXTS = ("name", "covers", "not_covers", "hours", "cost", "note", "otherwise")


class Prose(Struct, frozen=True, kw_only=True):
    """One text.

    Attributes:
        file: below the resources folder, such as "words/en/bank.toml".
        key: path inside the file, such as "steps.bank-call.lead".
        page: what is measured together: a page, a route or a row.
    """

    file: str
    key: str
    page: str
    sort: Sort
    text: str


def prose(words: Words) -> Iterator[Prose]:
    """Yield every text of a language, file by file."""
    folder = f"words/{words.language}"
    for stage_id, stage in words.stages.items():
        yield from _walk(stage, f"{folder}/{stage_id}.toml", "")
    yield from _walk({"groups": words.groups}, f"{folder}/groups.toml", "")
    yield from _walk({"asides": words.asides}, f"{folder}/asides.toml", "")
    yield from _walk({"adviser": words.adviser}, f"{folder}/adviser.toml", "")
    yield from _walk(words.telling, f"{folder}/telling.toml", "")
    yield from _walk(words.removing, f"{folder}/removing.toml", "")
    refund = {"routes": words.routes, "deadlines": words.deadlines, "remarks": words.remarks}
    yield from _walk(refund, f"{folder}/refund.toml", "")


def placed(texts: Iterable[Prose], resources: Path, language: str, code: str) -> Iterator[Prose]:
    """Yield the same texts; each that a country writes itself names that country's file. Raises ContentError."""
    own: dict[str, frozenset[str]] = {}
    for text in texts:
        name = text.file.rpartition("/")[2]
        path = resources / "words" / language / code.lower() / name
        if name not in own:
            own[name] = frozenset(_keys(read_raw(path), "")) if path.exists() else frozenset()
        is_own = text.key in own[name]
        yield structs.replace(text, file=f"words/{language}/{code.lower()}/{name}") if is_own else text


def _keys(value: object, key: str) -> Iterator[str]:
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from _keys(inner, f"{key}.{name}".removeprefix("."))
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from _keys(inner, f"{key}[{number}]")
    else:
        yield key


def pack_prose(pack: CountryPack) -> Iterator[Prose]:
    """Yield every text of a country pack that stands on a page."""
    folder = f"countries/{pack.code.lower()}"
    for contact in pack.contacts:
        for name in _CONTACT_TEXTS:
            if text := getattr(contact, name):
                key = f"{contact.id}.{name}"
                yield Prose(file=f"{folder}/contacts.toml", key=key, page="contacts", sort=_sort(key), text=text)
    for rule in pack.rules:
        if rule.short:
            key = f"{rule.id}.short"
            yield Prose(file=f"{folder}/rules.toml", key=key, page="rules", sort="label", text=rule.short)
    for prefix in pack.premium_prefixes:
        key = f"{prefix.prefix}.says"
        yield Prose(file=f"{folder}/premium.toml", key=key, page="prefixes", sort="sentence", text=prefix.says)


def _walk(value: object, file: str, key: str) -> Iterator[Prose]:
    if isinstance(value, str):
        if value:
            yield Prose(file=file, key=key, page=_page(key), sort=_sort(key), text=value)
    elif isinstance(value, Struct):
        for name in value.__struct_fields__:
            if name not in _NOT_READ:
                yield from _walk(getattr(value, name), file, f"{key}.{name}".removeprefix("."))
    elif isinstance(value, Mapping):
        for name, inner in value.items():
            yield from _walk(inner, file, f"{key}.{name}".removeprefix("."))
    elif isinstance(value, tuple):
        for number, inner in enumerate(value):
            yield from _walk(inner, file, f"{key}[{number}]")


def _page(key: str) -> str:
    parts = key.split(".")
    return ".".join(parts[:2]) if parts[0] in ("steps", "asides", "routes") else parts[0]


def _sort(key: str) -> Sort:
    parts = [part.partition("[")[0] for part in key.split(".")]
    if parts[-1] in _TITLES:
        return "title"
    return "label" if parts[-1] in _LABELS or parts[0] in _LABELS else "sentence"
