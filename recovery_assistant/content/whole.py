"""One file of a language for one country: the common file, with the country's own laid over it, in its spelling."""

from __future__ import annotations

from pathlib import Path
from typing import TypeVar

from recovery_assistant.content.loading import laid_over, spelling_of
from recovery_assistant.content.reading import fit, read_raw, shown_name
from recovery_assistant.content.spelling import spelled

Value = TypeVar("Value")


def whole(resources: Path, language: str, code: str, name: str, kind: type[Value]) -> Value:
    """Return `words/<language>/<name>.toml` as an object of type `kind`, with `words/<language>/<code>/<name>.toml`.

    Raises ContentError naming the file that is wrong.
    """
    folder = resources / "words" / language
    common, own = folder / f"{name}.toml", folder / code.lower() / f"{name}.toml"
    raw = read_raw(common) if common.exists() or not own.exists() else {}
    if own.exists():
        raw = laid_over(raw, read_raw(own))
    return fit(spelled(raw, spelling_of(resources, code)), kind, shown_name(own if own.exists() else common))
