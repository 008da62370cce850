"""What has to be compared: every text that an indicator can ask for is searched, and little more is compared."""

from __future__ import annotations

from recovery_assistant.domain import candidates
from recovery_assistant.domain.candidates import Candidates, searches_of
from recovery_assistant.domain.observation import (
    Autorun,
    BrowserExtension,
    InstalledProgram,
    ListeningSocket,
    Observation,
    PastRun,
    Process,
    ProgramFile,
    RegisteredProgram,
    Service,
    Setting,
    System,
    VersionInfo,
)
from recovery_assistant.domain.traits import traits_of
from tests.unit.domain.catalogue_rows import CATALOGUE

OWNERS = [(tool, indicator) for tool in CATALOGUE.tools for indicator in tool.indicator]
CANDIDATES = Candidates(searches_of(OWNERS))


def test_every_field_that_an_indicator_asks_for_is_searched_wherever_it_can_come_from() -> None:
    """A trait that is added to an observation, and to no row of the table of what is told, would hide a tool."""
    full = VersionInfo(original_filename="v", product_name="v", company_name="v", file_description="v")
    rows: list[Observation] = [
        Process(source="s", name="v", exe="v", cmdline="v", signer="v", version_info=full),
        ProgramFile(source="s", path="v", signer="v", version_info=full),
        PastRun(source="s", name="v", path="v", version_info=full),
        Service(source="s", name="v", display_name="v", binary_path="v"),
        Autorun(source="s", name="v", location="v", command="v"),
        RegisteredProgram(source="s", way="w", name="v", command="v"),
        InstalledProgram(
            source="s",
            display_name="v",
            publisher="v",
            package="v",
            bundle_id="v",
            registry_key="v",
            install_location="v",
        ),
        BrowserExtension(source="s", browser="b", extension_id="v", name="v"),
        ListeningSocket(source="s", address="a", port=1, process_name="v"),
        Setting(source="s", name="v", value="v"),
    ]
    for row in rows:
        told_of_itself = candidates._VERSION_TOLD if type(row) in candidates._WITH_VERSION else ()
        told = {field for one in (*candidates._TOLD[type(row)], *told_of_itself) for field in one.fields}
        assert told == set(traits_of(row)), type(row)


def test_what_holds_no_needle_is_not_compared_at_all() -> None:
    ordinary = [Process(source="p", name=f"editor{n}", exe=f"/opt/nearfarview/{n}") for n in range(50)]
    named = Process(source="p", name="farview")
    assert set(CANDIDATES.among(System.LINUX, [*ordinary, named])) == {50}


def test_mixed_kinds_keep_their_places() -> None:
    rows: list[Observation] = [
        Service(source="s", name="farview"),
        Process(source="p", name="x"),
        Service(source="s", name="x"),
        Process(source="p", name="farview"),
        Process(source="p", name="x", version_info=VersionInfo(product_name="FarView")),
    ]
    assert set(CANDIDATES.among(System.LINUX, rows)) == {0, 3, 4}
