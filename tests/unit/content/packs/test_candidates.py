"""Which rows an engine has to send: the most telling field of each indicator, and nothing that a row cannot show."""

from __future__ import annotations

import pytest

from recovery_assistant.content.packs.candidates import Wanted, candidates
from recovery_assistant.domain.catalogue import AnyIndicator, Catalogue, InInstalled, InProgram, InService
from recovery_assistant.domain.fleet import QUESTIONS
from recovery_assistant.domain.observation import System
from tests.unit.domain.catalogue_rows import SOURCE, tool


def wanted(question: str, *indicators: AnyIndicator, columns: tuple[str, ...] = ()) -> tuple[Wanted, ...] | None:
    asked = next(one for one in QUESTIONS[System.WINDOWS] if one.name == question)
    catalogue = Catalogue(edition="e", tools=(tool("a", "A", *indicators),))
    return candidates(catalogue, System.WINDOWS, asked._replace(columns=columns or asked.columns))


def program(**fields: str) -> InProgram:
    return InProgram(strength="sign", source=SOURCE, **fields)  # type: ignore[arg-type]


def test_a_program_may_stand_in_its_path_and_in_its_name() -> None:
    assert wanted("processes", program(program="farview")) == (
        Wanted("exe", "names", "farview"),
        Wanted("name", "names", "farview"),
    )


def test_one_field_picks_enough_and_the_most_telling_one_does() -> None:
    assert wanted("processes", program(program="fv", path=".*/farview/.*")) == (Wanted("exe", "holds", "/farview/"),)
    assert wanted("processes", program(program="farview", path=".*/windows/system32/.*"))[0].text == "farview"  # type: ignore[index]


@pytest.mark.parametrize("field", ["signer", "product", "company", "description", "original"])
def test_what_a_row_does_not_carry_picks_nothing(field: str) -> None:
    narrow = ("pid", "name", "exe", "cmdline")
    assert wanted("processes", program(program="farview", **{field: "farview"}), columns=narrow) == ()
    assert wanted("processes", program(**{field: "farview"})) != ()


def test_the_inside_of_a_file_is_never_carried() -> None:
    inside = InProgram(strength="sign", source=SOURCE, program="farview", contains=("FarView core",))
    assert wanted("processes", inside) == ()


def test_a_start_up_entry_is_looked_through_as_a_whole() -> None:
    assert wanted("startup-items", program(program="farview")) == (Wanted("command", "holds", "farview"),)


def test_a_longer_text_says_nothing_more_than_its_beginning() -> None:
    names = (
        InService(strength="proof", source=SOURCE, name="farview"),
        InService(strength="proof", source=SOURCE, name="farviewhelp|other"),
    )
    assert wanted("services", *names) == (Wanted("name", "begins", "farview"), Wanted("name", "begins", "other"))


def test_an_indicator_without_any_text_wants_every_row() -> None:
    assert wanted("programs", InInstalled(strength="sign", source=SOURCE, display_name=r"\d+")) is None


def test_other_systems_are_left_out() -> None:
    only = InService(strength="proof", source=SOURCE, name="farview", systems=(System.LINUX,))
    assert wanted("services", only) == ()
