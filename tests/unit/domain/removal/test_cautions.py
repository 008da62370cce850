"""What needs a second yes, each by itself."""

from __future__ import annotations

import pytest
from msgspec import structs

from recovery_assistant.domain.finding import Confidence, Finding, LeftBehind, Mark
from recovery_assistant.domain.observation import Observation, Process, Setting
from recovery_assistant.domain.removal.cautions import cautions_of, managed_by
from tests.unit.domain.removal_machines import FACTS, catalogue

TOOL = catalogue().tool("anydesk")
FINDING = Finding(
    id="f-1",
    host="this",
    tool_id="anydesk",
    tool_name="AnyDesk",
    category="remote-access",
    confidence="certain",
    policy="offer",
)


def test_a_certain_finding_that_is_not_mine_needs_one_yes() -> None:
    assert cautions_of(FINDING, TOOL, FACTS) == ()


@pytest.mark.parametrize(
    ("confidence", "mark", "asked"),
    [
        ("likely", "not-mine", ("likely",)),
        ("certain", "unknown", ("not-sure",)),
        ("certain", None, ("not-sure",)),
        ("likely", None, ("not-sure", "likely")),
    ],
)
def test_how_sure_we_are_and_how_sure_the_person_is(
    confidence: Confidence, mark: Mark | None, asked: tuple[str, ...]
) -> None:
    finding = structs.replace(FINDING, confidence=confidence)
    assert cautions_of(finding, TOOL, FACTS._replace(mark=mark)) == asked


def test_whose_pc_whose_tool_who_is_connected_and_what_would_be_lost() -> None:
    company = catalogue().tool("atera")
    facts = FACTS._replace(is_connected=True, managed_by=("Example School",), copies="not-copied")
    assert cautions_of(FINDING, company, facts) == ("connected-now", "managed", "company-tool", "records-not-copied")
    assert cautions_of(FINDING, TOOL, FACTS._replace(copies="copied")) == ()


def test_who_manages_this_pc() -> None:
    rows: list[Observation] = [
        Setting(source="x", name="managed-by", value="Example School"),
        Setting(source="x", name="managed-by", value="Example School"),
        Setting(source="x", name="remote-desktop-enabled", value="1"),
        Process(source="x", name="x"),
    ]
    left = [
        LeftBehind(host="this", kind="managed", says="x", value="Example Ltd"),
        LeftBehind(host="this", kind="hosts-entry", says="x", value="1.2.3.4 bank"),
    ]
    assert managed_by(rows, left) == ("Example School", "Example Ltd")
    assert managed_by([]) == ()
