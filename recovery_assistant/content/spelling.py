"""Read which words a country writes otherwise than the files do, and write all words of a file so."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Literal

from msgspec import Struct

from recovery_assistant.content.reading import read
from recovery_assistant.domain.spelling import spelled_text


class _Spelling(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """us.toml: British word to American word, both in small letters; one of several words may be a phrase."""

    words: dict[str, str]


def load_spelling(resources: Path, spelling: Literal["uk", "us"]) -> Mapping[str, str]:
    """Return which words are written otherwise; nothing for British English. Raises ContentError."""
    return {} if spelling == "uk" else read(resources / "words" / "spelling" / f"{spelling}.toml", _Spelling).words


def spelled(raw: object, words: Mapping[str, str]) -> object:
    """Return plain values of TOML with every text in another spelling; keys stay as they are."""
    if not words:
        return raw
    if isinstance(raw, str):
        return spelled_text(raw, words)
    if isinstance(raw, list):
        return [spelled(one, words) for one in raw]
    if isinstance(raw, dict):
        return {key: spelled(value, words) for key, value in raw.items()}
    return raw
