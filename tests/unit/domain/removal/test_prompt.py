"""What the system's question shows is told as data, with an unknown publisher as one."""

from __future__ import annotations

from recovery_assistant.domain.observation import System
from recovery_assistant.domain.removal.prompt import PromptFacts


def test_a_publisher_that_nobody_knows_is_empty() -> None:
    facts = PromptFacts(system=System.WINDOWS, way="windows-consent", name="runner.exe", password=False)
    assert (facts.publisher, facts.says) == ("", "")
