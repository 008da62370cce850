"""Where do you live: asked before anything else, kept for the next start, and changed at any time."""

from __future__ import annotations

from dataclasses import replace

from recovery_assistant.domain.errors import ContentError
from recovery_assistant.domain.guidance import Guidance
from recovery_assistant.domain.journal import CountryChosen
from recovery_assistant.domain.region import REGIONS_OF
from recovery_assistant.storage.settings import load_settings
from recovery_assistant.ui.journey import Aside, Start
from recovery_assistant.ui.pages.country import CountryPage, country_names
from recovery_assistant.ui.pages.doors import DoorsPage
from recovery_assistant.ui.pages.problem import ProblemPage
from recovery_assistant.ui.widgets.text import Label
from recovery_assistant.ui.window import Window
from tests.window_parts import Bench


def asked(bench: Bench) -> tuple[Window, CountryPage]:
    window = bench.window(case=False)
    window.parts = replace(window.parts, country_is_known=False)
    window.show_place(Start())
    assert isinstance(window.page, CountryPage)
    return window, window.page


def press(page: CountryPage, code: str) -> None:
    next(button for button in page.buttons if button.property("country") == code).click()


def side_words(window: Window) -> str:
    return " ".join(label.words for label in window._help.findChildren(Label))


def test_every_country_has_a_name_and_the_one_of_this_pc_stands_first(bench: Bench) -> None:
    _, page = asked(bench)
    assert country_names().keys() == REGIONS_OF.keys()
    assert page.buttons[0].property("country") == "GB"
    assert page.first_focus() is page.buttons[0]


def test_no_number_is_shown_before_the_country_is_known(bench: Bench) -> None:
    window, _ = asked(bench)
    assert not any(letter.isdigit() for letter in side_words(window))
    assert not any(letter.isdigit() for letter in window._top._numbers.words)


def test_an_answer_leads_to_the_doors_with_the_numbers_of_that_country(bench: Bench) -> None:
    window, page = asked(bench)
    press(page, "US")
    assert isinstance(window.page, DoorsPage)
    assert window.parts.country.code == "US"
    assert "911" in side_words(window)
    assert "999" not in side_words(window)
    assert load_settings(window.parts.settings_path).country == "US"


def test_the_country_that_stood_first_can_be_taken(bench: Bench) -> None:
    window, page = asked(bench)
    press(page, "GB")
    assert isinstance(window.page, DoorsPage)
    assert load_settings(window.parts.settings_path).country == "GB"


def test_a_case_that_is_open_keeps_the_change(bench: Bench) -> None:
    window = bench.window()
    window.go(Aside("country"))
    assert isinstance(window.page, CountryPage)
    press(window.page, "IE")
    assert window.casebook is not None
    assert window.casebook.entries[-1].event == CountryChosen(country="IE")
    assert window.casebook.case.country == "IE"


def test_a_country_whose_files_are_damaged_is_not_written_into_the_case(bench: Bench) -> None:
    def damaged(code: str) -> Guidance:
        raise ContentError("T-02", f"The file countries/{code.lower()}/pack.toml is not right TOML.")

    window = bench.window()
    window.parts = replace(window.parts, guidance_for=damaged)
    window.go(Aside("country"))
    assert isinstance(window.page, CountryPage)
    press(window.page, "IE")
    assert isinstance(window.page, ProblemPage)
    assert window.casebook is not None
    assert (window.casebook.case.country, window.parts.country.code) == ("GB", "GB")


def test_a_case_of_a_country_that_nobody_knows_here_is_not_opened_and_says_so(bench: Bench) -> None:
    window = bench.window()
    assert window.casebook is not None
    window.casebook.record(CountryChosen(country="FR"))
    path, before = window.casebook.path, window.parts.country.code
    window.casebook.close()
    window.casebook = None
    window.access.open(path)
    bench.qtbot.waitUntil(lambda: isinstance(window.page, ProblemPage))
    assert (window.casebook, window.parts.country.code) == (None, before)


def test_a_case_of_another_country_brings_its_country_along(bench: Bench) -> None:
    window = bench.window()
    assert window.casebook is not None
    window.casebook.record(CountryChosen(country="NZ"))
    path = window.casebook.path
    window.casebook.close()
    window.casebook = None
    window.access.open(path)
    bench.qtbot.waitUntil(lambda: window.casebook is not None)
    assert window.parts.country.code == "NZ"
    assert window.journey.plan is window.parts.plan
