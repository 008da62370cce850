"""Folders of files become one plan, one language, one country; what could not work at all is refused."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from recovery_assistant.content.loading import laid_over, load_country, load_guidance, load_plan, load_words
from recovery_assistant.domain.errors import ContentError
from recovery_assistant.resources import resources_root

STAGE = 'id = "{id}"\nnumber = {number}\ngroup = "computer"\n[[steps]]\nid = "{step}"\nkind = "form"\n'


def _stage(folder: Path, name: str, **parts: object) -> None:
    path = folder / "plan" / f"{name}.toml"
    path.parent.mkdir(exist_ok=True)
    path.write_text(STAGE.format(**parts), encoding="utf-8")


@pytest.fixture
def shipped(tmp_path: Path) -> Path:
    for name in ("plan", "words", "countries"):
        shutil.copytree(resources_root() / name, tmp_path / name)
    return tmp_path


def test_stages_stand_in_the_order_of_their_numbers(tmp_path: Path) -> None:
    _stage(tmp_path, "a", id="late", number=10, step="x")
    _stage(tmp_path, "b", id="early", number=9, step="y")
    assert [stage.id for stage in load_plan(tmp_path, "gb").stages] == ["early", "late"]


@pytest.mark.parametrize(
    ("second", "what"),
    [
        ({"id": "one", "number": 2, "step": "y"}, "stage id one"),
        ({"id": "two", "number": 1, "step": "y"}, "stage number 1"),
        ({"id": "two", "number": 2, "step": "x"}, "step id x"),
    ],
)
def test_nothing_stands_twice(tmp_path: Path, second: dict[str, object], what: str) -> None:
    _stage(tmp_path, "a", id="one", number=1, step="x")
    _stage(tmp_path, "b", **second)
    with pytest.raises(ContentError, match=what) as caught:
        load_plan(tmp_path, "gb")
    assert caught.value.code == "T-04"


def test_an_empty_folder_is_no_plan(tmp_path: Path) -> None:
    (tmp_path / "plan").mkdir()
    with pytest.raises(ContentError, match="no content"):
        load_plan(tmp_path, "gb")


def test_a_language_that_is_not_there(shipped: Path) -> None:
    with pytest.raises(ContentError, match="words/xx"):
        load_words(shipped, "xx", "gb")


def test_a_page_has_its_words_once(shipped: Path) -> None:
    folder = shipped / "words" / "en"
    shutil.copy(folder / "bank.toml", folder / "bank-again.toml")
    with pytest.raises(ContentError, match="bank-call stands twice"):
        load_words(shipped, "en", "gb")


@pytest.mark.parametrize("code", ["gb", "GB"])
def test_a_country_is_found_by_its_code(shipped: Path, code: str) -> None:
    pack = load_country(shipped, code)
    assert (pack.code, pack.currency, pack.calling_code) == ("GB", "GBP", "44")
    assert pack.closed_days["scotland"] != pack.closed_days["england"]


@pytest.mark.parametrize("name", ["pack", "contacts", "rules", "premium", "closed_days"])
def test_a_country_needs_all_its_files(shipped: Path, name: str) -> None:
    (shipped / "countries" / "gb" / f"{name}.toml").unlink()
    with pytest.raises(ContentError, match=rf"{name}\.toml") as caught:
        load_country(shipped, "gb")
    assert caught.value.code == "T-01"


@pytest.mark.parametrize("name", ["contacts", "rules"])
def test_a_fact_stands_once(shipped: Path, name: str) -> None:
    path = shipped / "countries" / "gb" / f"{name}.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text + text[text.index("[[") :], encoding="utf-8")
    with pytest.raises(ContentError, match="stands twice"):
        load_country(shipped, "gb")


def test_a_word_that_is_no_key_is_refused_with_its_place(shipped: Path) -> None:
    path = shipped / "words" / "en" / "bank.toml"
    text = path.read_text(encoding="utf-8").replace("\nwhy = ", "\nwy = ", 1)
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ContentError, match=r"words/en/bank\.toml is wrong at steps\.bank-call"):
        load_words(shipped, "en", "gb")


def test_what_a_country_says_itself_is_laid_over_the_common_words(shipped: Path) -> None:
    own = shipped / "words" / "en" / "gb" / "unplug.toml"
    own.write_text('[steps.unplug]\nlead = "Only here."\n', encoding="utf-8")
    words = load_words(shipped, "en", "gb").step("unplug")
    assert (words.lead, words.title) == ("Only here.", load_words(shipped, "en", "ie").step("unplug").title)


def test_tables_are_laid_over_each_other_and_lists_are_replaced() -> None:
    common = {"a": {"b": 1, "c": [1, 2]}, "d": "x"}
    assert laid_over(common, {"a": {"c": [3]}, "e": "y"}) == {"a": {"b": 1, "c": [3]}, "d": "x", "e": "y"}


def test_a_mistake_of_a_country_names_its_own_file(shipped: Path) -> None:
    own = shipped / "words" / "en" / "gb" / "unplug.toml"
    own.write_text('[steps.unplug]\nled = "A slip."\n', encoding="utf-8")
    with pytest.raises(ContentError, match=r"en/gb/unplug\.toml is wrong at steps\.unplug"):
        load_words(shipped, "en", "gb")


def test_a_country_replaces_only_steps_that_there_are(shipped: Path) -> None:
    own = shipped / "countries" / "gb" / "plan.toml"
    text = own.read_text(encoding="utf-8")
    own.write_text(text.replace('id = "bank-call"', 'id = "bank-cal"'), encoding="utf-8")
    with pytest.raises(ContentError, match="bank-cal replaces none"):
        load_plan(shipped, "gb")


def test_facts_can_be_told_in_another_language(shipped: Path) -> None:
    folder = shipped / "words" / "fr" / "gb"
    folder.mkdir(parents=True)
    (folder / "facts.toml").write_text('[contacts.police-999]\nname = "En danger"\n', encoding="utf-8")
    told, plain = load_country(shipped, "gb", "fr"), load_country(shipped, "gb")
    assert told.contact("police-999").name == "En danger"
    assert told.contact("police-999").phone == plain.contact("police-999").phone
    assert told.contact("police-101") == plain.contact("police-101")


def test_everybody_finds_what_every_country_has(shipped: Path) -> None:
    everywhere = {contact.id for contact in load_country(shipped, "gb").contacts}
    assert everywhere & {contact.id for contact in load_country(shipped, "ie").contacts} >= {"paypal", "microsoft-scam"}


@pytest.mark.parametrize("code", ["fr", "../gb", "", "g\x1b[2J", "zz"])
def test_a_country_that_nobody_knows_is_named_and_nothing_is_read(shipped: Path, code: str) -> None:
    with pytest.raises(ContentError) as caught:
        load_guidance(shipped, "en", code)
    assert caught.value.code == "T-05"
    assert "\x1b" not in caught.value.sentence
