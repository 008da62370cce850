"""Sigma rules: valid for pySigma, as wide as the indicators on everything that they can say, and no wider."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from recovery_assistant.content.catalogue import load_catalogue
from recovery_assistant.content.packs import sigma
from recovery_assistant.domain.catalogue import Catalogue, InInstalled, InProgram, InService, InSetting, Tool
from recovery_assistant.domain.errors import SourceUnreadable
from recovery_assistant.domain.matching import Matcher
from recovery_assistant.domain.observation import Gap, Observation, System
from recovery_assistant.domain.traits import program_names
from recovery_assistant.hosts.port import Host
from recovery_assistant.hosts.reported.inventory import read_inventory
from recovery_assistant.resources import resources_root
from tests.unit.content.packs.fitting import recall_set
from tests.unit.domain.catalogue_rows import SOURCE, tool

collection: Any = pytest.importorskip("sigma.collection", reason="pySigma comes with the developers' set")
engines: Any = pytest.importorskip("benchmarks.sigma_engine")
EVERYWHERE = frozenset(System)
EXAMPLES = Path(__file__).resolve().parents[5] / "shared" / "inventory" / "examples.jsonl"


@cache
def shipped() -> Catalogue:
    return load_catalogue(resources_root())


@cache
def an_engine() -> Any:  # noqa: ANN401 (the module is only there in the developers' set)
    return engines.SigmaEngine(shipped())


def rules_of(*tools: Tool) -> list[Any]:
    made = sigma.files(Catalogue(edition="e1", tools=tools), EVERYWHERE)
    return [rule for text in made.values() for rule in collection.SigmaCollection.from_yaml(text).rules]


def test_one_file_for_each_tool_with_edition_licence_and_sources() -> None:
    made = sigma.files(shipped(), EVERYWHERE)

    silent = {tool.id for tool in shipped().tools if f"{tool.id}.yml" not in made}
    assert all(sigma.left_out(one, system) for one in shipped().tools if one.id in silent for system in one.systems), (
        "a tool without a rule has only indicators that no log shows"
    )
    assert len(made) > 0.9 * len(shipped().tools)
    for text in made.values():
        assert f"edition {shipped().edition} of the catalogue. Licence: Apache-2.0." in text.partition("\n")[0]
    assert made == sigma.files(shipped(), EVERYWHERE), "the same catalogue gives the same bytes"


@pytest.mark.slow
def test_every_rule_is_valid_for_pysigma_and_its_ids_and_titles_are_its_own() -> None:
    rules = an_engine().rules

    assert not [rule for rule in rules if rule.errors]
    assert len({rule.id for rule in rules}) == len({rule.title for rule in rules}) == len(rules)
    for rule in rules:
        assert rule.falsepositives
        assert rule.references
        assert rule.license == "Apache-2.0"
        assert rule.author is None, "nobody is made up"
        assert all(tag.namespace == "attack" for tag in rule.tags)
        assert len(rule.title) <= 256


def test_level_follows_strength_and_what_the_tool_may_ever_be() -> None:
    proof = InProgram(strength="proof", source=SOURCE, program="farview")
    sign = InProgram(strength="sign", source=SOURCE, product="farview")

    assert {rule.level.name for rule in rules_of(tool("a", "A", proof, sign))} == {"MEDIUM", "LOW"}
    assert {rule.level.name for rule in rules_of(tool("a", "A", proof, at_most="possible"))} == {"LOW"}
    assert {rule.level.name for rule in rules_of(tool("a", "A", proof, at_most="info"))} == {"INFORMATIONAL"}
    assert {rule.level.name for rule in rules_of(tool("a", "A", proof, policy="never"))} == {"INFORMATIONAL"}
    assert not rules_of(tool("a", "A", proof, category="tunnel"))[0].tags
    assert len(rules_of(tool("a", "A", proof))[0].tags) == 2


def test_what_no_log_shows_is_left_out_and_told() -> None:
    alone = InProgram(strength="proof", source=SOURCE, signer="farview gmbh")
    beside = InProgram(strength="proof", source=SOURCE, program="agent", signer="farview gmbh")
    twice = InInstalled(strength="proof", source=SOURCE, display_name="connect", publisher="farview")
    one = tool("a", "A", alone, beside, twice)

    assert rules_of(one) == []
    assert sigma.left_out(one, System.WINDOWS) == (alone, beside, twice)


def test_only_the_systems_that_were_asked_for() -> None:
    made = sigma.files(shipped(), frozenset({System.LINUX}))
    assert made
    assert all("product: 'windows'" not in text and "product: 'macos'" not in text for text in made.values())


def test_hostile_texts_of_a_catalogue_stay_texts() -> None:
    nasty = "x'\"\n---\ntitle: y: #{}[]&*!|>%@`\u2028\x00"
    one = tool("a", nasty, InService(strength="proof", source=SOURCE, name=r"it'\s|a: b"), what=nasty, who=nasty)

    (rule,) = rules_of(one)

    assert rule.title.startswith(nasty)
    assert rule.falsepositives == [nasty]


def test_an_exception_is_said_only_where_it_can_be_said_exactly() -> None:
    exact = InProgram(strength="proof", source=SOURCE, program="farview", unless=".*/toolbar/.*")
    looking = InProgram(strength="proof", source=SOURCE, program="farview", unless="(?!x).*")

    assert "not filter_1" in rules_of(tool("a", "A", exact))[0].detection.condition[0]
    assert "filter" not in rules_of(tool("a", "A", looking))[0].detection.condition[0]


@pytest.mark.parametrize(
    "name", ["FarView", "farview (1)", "farview - Copy", "farview-1.2.3-x86_64", "farview_v15", "farview 2"]
)
@pytest.mark.parametrize("ending", ["", ".exe", ".EXE", ".exe (2).exe", ".msi", ".AppImage", " .exe "])
def test_a_program_under_all_the_names_that_we_know_it_by(name: str, ending: str) -> None:
    if "farview" not in program_names(name + ending):
        pytest.skip("we do not know it by this name either")
    said = re.compile(sigma._PROGRAM.replace("{}", "farview"), re.IGNORECASE)
    assert said.search(f"C:\\Users\\x\\{name}{ending}")


def test_another_program_is_not_taken_for_it() -> None:
    said = re.compile(sigma._PROGRAM.replace("{}", "farview"), re.IGNORECASE)
    assert not any(
        said.search(f"C:\\farview\\{name}.exe") for name in ("other", "farviewer", "farview toolbar", "myfarview")
    )


@pytest.mark.slow
def test_wider_never_narrower_over_the_recall_set() -> None:
    """Everything that our matcher takes for a tool by an indicator that Sigma can say, Sigma takes for it too."""
    engine = an_engine()
    lines: list[dict[str, Any]] = []
    expected: set[str] = set()
    for system, one, indicator, made in recall_set(shipped()):
        if sigma._said(indicator, system) is not None:
            expected.add(one.id)
            lines += engines.log_lines(system, made)
    engine.load(lines)

    assert len(expected) > 0.9 * len(shipped().tools)
    assert expected - engine.tools() == set()


@pytest.mark.slow
def test_each_thing_of_the_recall_set_is_met_by_itself() -> None:
    small = [(system, one, made) for system, one, what, made in recall_set(shipped()) if sigma._said(what, system)]
    engine = an_engine()
    queries: dict[str, list[str]] = {}
    for name, query in engine.queries:
        queries.setdefault(name, []).append(query)
    for system, one, made in small[::23]:
        engine.load(engines.log_lines(system, made))
        assert any(engine.found(query) for query in queries[one.id]), (one.id, made)


def _shown(host: Host) -> Iterator[Observation]:
    for source in host.sources():
        try:
            yield from (one for one in host.observations(source) if not isinstance(one, Gap))
        except SourceUnreadable:
            continue


ORDINARY = {
    "id": "pc", "os": "Windows 11",
    "installed_programs": [{"display_name": name} for name in ("Mozilla Firefox", "LibreOffice 24.2", "Level Editor")],
    "services": [{"name": "Spooler", "binary_path": "C:\\Windows\\System32\\spoolsv.exe"}],
    "processes": [{"name": name, "exe": f"C:\\Program Files\\App\\{name}"} for name in ("agent.exe", "client.exe")],
    "autoruns": [{"name": "OneDrive", "command": '"C:\\Program Files\\OneDrive\\OneDrive.exe" /background'}],
}  # fmt: skip


def machines() -> list[bytes]:
    shared = EXAMPLES.read_bytes().splitlines() if EXAMPLES.is_file() else []
    return [json.dumps(ORDINARY).encode(), *shared]


@pytest.mark.slow
def test_no_tool_that_our_matcher_would_not_name_at_all() -> None:
    matcher = Matcher(shipped())
    for host in read_inventory(io.BytesIO(b"\n".join(machines())), lambda _: None):
        assert not isinstance(host, Gap)
        shown = list(_shown(host))
        ours = {hit.tool.id for one in shown for hit in matcher.hits(host.system, one)}
        engine = an_engine()
        engine.load(line for one in shown for line in engines.log_lines(host.system, one))
        assert engine.tools() <= ours, host.id


def test_a_switch_of_the_system_is_a_value_in_the_registry() -> None:
    switch = InSetting(strength="proof", source=SOURCE, name="remote-desktop-enabled", value="1")
    (rule,) = rules_of(tool("rdp", "RDP", switch))
    assert rule.logsource.category == "registry_set"
