"""Velociraptor artifacts: the fields that its schema knows, VQL whose texts are shut in, and patterns never narrower.

The VQL was also read by Velociraptor's own parser (docs/adr/0020); here its form is held: every text closed, every
bracket, every parameter used, every column given.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any

import pytest

from recovery_assistant.content.catalogue import load_catalogue
from recovery_assistant.content.packs import velociraptor
from recovery_assistant.content.packs.candidates import candidates
from recovery_assistant.domain.catalogue import Catalogue, InService
from recovery_assistant.domain.fleet import QUESTIONS
from recovery_assistant.domain.observation import Observation, System
from recovery_assistant.resources import resources_root
from tests.unit.content.packs.fitting import recall_set
from tests.unit.domain.catalogue_rows import SOURCE, tool

yaml: Any = pytest.importorskip("yaml", reason="PyYAML comes with the developers' set")

# artifacts/proto/artifact.proto of Velociraptor: what an artifact, a parameter and a source may hold.
ARTIFACT = {
    "name", "aliases", "description", "author", "reference", "references", "required_permissions",
    "implied_permissions", "impersonate", "resources", "tools", "precondition", "parameters", "type", "sources",
    "imports", "export", "reports", "column_types",
}  # fmt: skip
PARAMETER = {"name", "default", "description", "type", "choices", "friendly_name", "validating_regex"}
SOURCE_FIELDS = {"name", "description", "precondition", "query", "queries", "notebook"}


@cache
def shipped() -> Catalogue:
    return load_catalogue(resources_root())


def artifacts(catalogue: Catalogue) -> dict[System, Any]:
    made = velociraptor.files(catalogue, frozenset(System)).values()
    return dict(zip(System, map(yaml.safe_load, made), strict=True))


@cache
def ours() -> dict[System, Any]:
    return artifacts(shipped())


@pytest.mark.parametrize("system", System)
def test_only_fields_that_the_schema_knows_and_a_precondition(system: System) -> None:
    made = ours()[system]
    assert set(made) <= ARTIFACT
    assert made["name"] == velociraptor.artifact_name(system)
    assert made["type"] == "CLIENT"
    assert re.fullmatch(r"SELECT OS FROM info\(\) WHERE OS = '(?:windows|darwin|linux)'", made["precondition"])
    assert shipped().edition in made["description"]
    assert all(set(one) <= PARAMETER and isinstance(one["default"], str) for one in made["parameters"])
    assert all(set(one) <= SOURCE_FIELDS for one in made["sources"])
    assert "author" not in made


@pytest.mark.parametrize("system", System)
def test_every_source_answers_a_question_with_its_columns(system: System) -> None:
    questions = {one.name: one for one in QUESTIONS[system]}
    names = [one["name"] for one in ours()[system]["sources"]]
    assert names[0] == "about"
    assert set(names[1:]) <= set(questions)
    for one in ours()[system]["sources"][1:]:
        columns = velociraptor.ROWS[system, one["name"]].columns
        assert set(columns) <= set(questions[one["name"]].columns)
        assert f"'recovery-assistant-{system}/{one['name']}' AS question" in one["query"]
        assert one["query"].count("AS asked_at") == 2, "the row that says only that it was asked, and the others"
        assert all(f"'' AS {column}" in one["query"] for column in columns)


def without_texts(vql: str) -> str:
    """Return VQL without its texts; a text that is not closed fails."""
    rest = re.sub(r"'''.*?'''", "T", vql, flags=re.DOTALL)
    rest = re.sub(r"'(?:[^'\\\n]|\\.)*'", "T", rest)
    rest = re.sub(r'"(?:[^"\\\n]|\\.)*"', "T", rest)
    assert "'" not in rest
    assert '"' not in rest
    return rest


@pytest.mark.parametrize("system", System)
def test_texts_and_brackets_are_closed_and_every_parameter_is_used(system: System) -> None:
    made = ours()[system]
    whole = "".join(one["query"] for one in made["sources"])
    for one in made["sources"]:
        bare = without_texts(one["query"])
        assert all(bare.count(left) == bare.count(right) for left, right in ("()", "[]", "{}")), one["name"]
    for parameter in made["parameters"]:
        assert re.search(rf"=~ {parameter['name']}\b", whole)
    used = set(re.findall(r"=~ (\w+)", whole))
    assert used <= {parameter["name"] for parameter in made["parameters"]}


def go_regex(pattern: str) -> re.Pattern[str]:
    """Return Go's form of a regular expression as Python reads it; only what is used here."""
    said = re.sub(r"\\x\{([0-9a-f]+)\}", lambda found: f"\\U{int(found[1], 16):08x}", pattern)
    return re.compile(said.replace(r"\p{Z}", r"\u2000-\u200a\u2028\u2029\u3000"), re.IGNORECASE)


@pytest.mark.parametrize("system", System)
def test_no_pattern_needs_what_go_does_not_know(system: System) -> None:
    for parameter in ours()[system]["parameters"]:
        assert not re.search(r"\(\?(?!:|-i:)|[*+?}]\+|\\[1-9]", parameter["default"])
        go_regex(parameter["default"])


@pytest.mark.slow
@pytest.mark.parametrize("system", System)
def test_wider_never_narrower_over_the_recall_set(system: System) -> None:
    patterns = {one["name"]: go_regex(one["default"]) for one in ours()[system]["parameters"]}
    checked = 0
    for where, one, indicator, made in recall_set(shipped()):
        if where is not system:
            continue
        for question in QUESTIONS[system]:
            rows = velociraptor.ROWS.get((system, question.name))
            if rows is None or question.kind is not type(made) or question.source == "settings":
                continue
            told = _row(made)
            if not candidates(
                Catalogue(edition="e", tools=(tool(one.id, one.name, indicator, systems=(system,)),)),
                system,
                question._replace(columns=rows.columns),
            ):
                continue  # this row cannot show it
            checked += 1
            prefix = question.name.replace("-", "_")
            assert any(
                (fits := patterns.get(f"{prefix}_{column}")) is not None and fits.search(told.get(column, ""))
                for column in rows.columns
            ), (one.id, question.name, told)
    assert checked > 50


def _row(made: Observation) -> dict[str, str]:
    told = {name: getattr(made, name) for name in made.__struct_fields__}
    said = told.pop("version_info", None)
    if said is not None:
        told |= {name: getattr(said, name) for name in said.__struct_fields__}
    if "registry_key" in told:
        told["registry_key"] = told["registry_key"].rpartition("\\")[2]  # VQL gives the name of the key alone
    return {name: value if isinstance(value, str) else "" for name, value in told.items()}


def test_a_text_of_an_ordinary_pc_fits_no_pattern() -> None:
    patterns = {one["name"]: go_regex(one["default"]) for one in ours()[System.WINDOWS]["parameters"]}
    assert not patterns["processes_exe"].search("C:\\Program Files\\Photo Studio\\kiosk.exe")
    assert not patterns["processes_name"].search("kiosk.exe")
    assert not patterns["services_name"].search("Spooler")
    assert patterns["services_name"].search("AnyDesk")
    assert patterns["services_name"].search("\u0131"), "a letter that may be an i"


def test_a_hostile_text_of_a_catalogue_stays_in_its_parameter() -> None:
    nasty = InService(strength="proof", source=SOURCE, name=r"it'''\) or \{ select")
    made = artifacts(Catalogue(edition="e'''", tools=(tool("a", "A", nasty),)))[System.WINDOWS]
    assert all("'''\\)" not in one["query"] and "it'" not in one["query"] for one in made["sources"])
    (pattern,) = [one["default"] for one in made["parameters"] if one["name"] == "services_name"]
    assert go_regex(pattern).search("IT''') OR { SELECT")
