"""Which steps a finding is given, and how a catalogue answers for what it does not hold."""

from __future__ import annotations

import msgspec
import pytest
from msgspec import structs

from recovery_assistant.domain.catalogue import Catalogue, PackedCatalogue, is_portable
from recovery_assistant.domain.finding import Evidence, Finding, Policy
from recovery_assistant.domain.observation import System
from tests.unit.domain.catalogue_rows import CATALOGUE


def finding(*kinds: str, tool_id: str = "farview", policy: Policy = "offer") -> Finding:
    evidence = tuple(Evidence(kind=kind, source="x", says="x", value="x") for kind in kinds)
    return Finding(
        id="f-1",
        host="h",
        tool_id=tool_id,
        tool_name="x",
        category="remote-access",
        confidence="likely",
        policy=policy,
        evidence=evidence,
    )


def test_an_installed_tool_is_uninstalled_and_a_loose_file_deleted() -> None:
    installed = CATALOGUE.steps_for(finding("process", "service"), System.WINDOWS)
    loose = CATALOGUE.steps_for(finding("process", "program_file"), System.WINDOWS)
    assert [step.id for step in installed] == ["uninstall"]
    assert [step.id for step in loose] == ["delete"]
    assert is_portable(finding("process"))
    assert not is_portable(finding("process", "installed_program"))


@pytest.mark.parametrize(
    ("path", "portable"),
    [
        ("C:\\Program Files (x86)\\AnyDesk\\AnyDesk.exe", False),
        ('"c:/program files/x/x.exe" --tray', False),
        ("/usr/bin/x11vnc", False),
        ("/Applications/AnyDesk.app/Contents/MacOS/AnyDesk", False),
        ("C:\\Users\\x\\Downloads\\AnyDesk.exe", True),
        ("/home/x/usr/bin/x11vnc", True),
    ],
)
def test_a_file_where_only_installers_write_is_uninstalled(path: str, portable: bool) -> None:
    running = finding("process")
    part = structs.replace(running.evidence[0], value=path)
    assert is_portable(structs.replace(running, evidence=(part,))) is portable


def test_steps_of_another_copy_are_better_than_none() -> None:
    assert [step.id for step in CATALOGUE.steps_for(finding("process"), System.LINUX)] == ["apt"]
    assert CATALOGUE.steps_for(finding("process"), System.MACOS) == ()


def test_what_must_never_be_removed_has_no_steps() -> None:
    assert CATALOGUE.steps_for(finding("process", tool_id="reader", policy="never"), System.WINDOWS) == ()


def test_a_tool_of_another_edition_has_no_steps() -> None:
    assert CATALOGUE.steps_for(finding("process", tool_id="gone"), System.WINDOWS) == ()
    with pytest.raises(KeyError):
        CATALOGUE.tool("gone")


def test_a_kept_catalogue_is_the_same_and_unpacks_each_tool_once() -> None:
    kept = msgspec.msgpack.decode(msgspec.msgpack.encode(CATALOGUE.packed({})), type=PackedCatalogue)
    unpacked = Catalogue.of(kept)
    numbers = range(len(CATALOGUE.owners()))
    assert [unpacked.owner(number) for number in numbers] == CATALOGUE.owners()
    assert unpacked.owner(0)[0] is unpacked.tool(CATALOGUE.tools[0].id) is unpacked.tools[0]
    assert unpacked == CATALOGUE
    assert hash(unpacked) == hash(CATALOGUE)
    assert unpacked != CATALOGUE.tools
    with pytest.raises(IndexError):
        unpacked.owner(len(numbers))
    with pytest.raises(KeyError):
        unpacked.tool("no-such-tool")
