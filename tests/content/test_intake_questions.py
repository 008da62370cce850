"""docs/intake-questions.md lists every step, field and option that an intake form may name, as the plan has them now.

RECOVERY_WRITE_DOCS=1 python -m pytest tests/content/test_intake_questions.py writes it anew.
"""

from __future__ import annotations

import os
from pathlib import Path

from recovery_assistant.content.loading import load_plan
from recovery_assistant.resources import resources_root

LIST = Path(__file__).parents[2] / "docs" / "intake-questions.md"
HEAD = """# Every question of the intake form

Made from the plan. `step` and `field` are the keys of [intake.md](intake.md); `page` is the code in the window.

| page | step | field | kind | options |
|---|---|---|---|---|
"""


def listed() -> str:
    plan = load_plan(resources_root(), "gb")
    rows = [
        f"| {plan.code(step.id)} | `{step.id}` | `{field.id}` | {field.kind} | {', '.join(field.options)} |"
        for stage in plan.stages
        for step in stage.steps
        for field in step.fields
    ]
    return HEAD + "\n".join(rows) + "\n"


def test_the_list_of_questions_is_that_of_the_plan() -> None:
    if os.environ.get("RECOVERY_WRITE_DOCS"):
        LIST.write_text(listed(), "utf-8")
    assert LIST.read_text("utf-8") == listed()
