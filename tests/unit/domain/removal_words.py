"""The shipped sentences about removals, for tests that need some."""

from __future__ import annotations

from pathlib import Path

from recovery_assistant.content.reading import read
from recovery_assistant.domain.removal.phrases import RemovalPhrases

REMOVING = read(Path(__file__).resolve().parents[3] / "resources" / "words" / "en" / "removing.toml", RemovalPhrases)
