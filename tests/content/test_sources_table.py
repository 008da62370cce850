"""docs/sources.md, the table for reviewers, is what the program knows now.

RECOVERY_WRITE_DOCS=1 python -m pytest tests/content/test_sources_table.py writes it anew; so does
recovery-assistant content sources --markdown > docs/sources.md
"""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

from recovery_assistant.content.sources import facts, markdown_tables
from recovery_assistant.resources import resources_root

TABLE = Path(__file__).parents[2] / "docs" / "sources.md"


def test_the_table_of_all_facts_is_up_to_date() -> None:
    text = markdown_tables(facts(resources_root(), date(2026, 11, 22)))
    if os.environ.get("RECOVERY_WRITE_DOCS"):
        TABLE.write_text(text, encoding="utf-8")
    assert TABLE.read_text(encoding="utf-8") == text, "write docs/sources.md anew: see the head of this file"


def test_every_country_stands_in_it_with_its_numbers() -> None:
    text = TABLE.read_text(encoding="utf-8")
    for code in ("GB", "IE", "US", "CA", "AU", "NZ"):
        assert f"\n## {code}\n" in text
    assert "999" in text
    assert "911" in text
