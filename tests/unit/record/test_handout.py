"""The frame of a paper to hand out: no seal, no case, and how contacts are reached."""

from __future__ import annotations

from recovery_assistant.domain import record as r
from recovery_assistant.record.wording import web
from tests.unit.record.handout_press import press_of


def test_the_paper_carries_no_seal_and_no_case() -> None:
    paper = press_of("gb").document("Title", "Promise", (r.Text(text="x"),))
    assert paper.page_words.seal == ""
    assert paper.case_number == ""
    assert paper.page_words.head == "Title"


def test_a_contact_is_reached_by_its_number_or_by_what_stands_for_it() -> None:
    press = press_of("gb")
    for contact in press.guidance.country.contacts:
        reached = press.reached(contact).replace(r.TOGETHER, " ")
        assert reached in (contact.phone, contact.otherwise, contact.email, web(contact))
        code = press.code(contact)
        if code is not None:
            assert code.target in (contact.url, f"tel:{contact.dial}")


def test_a_page_is_headed_by_its_code() -> None:
    heading = press_of("gb").page_heading("e-mail-first")
    assert (heading.text, heading.page_code) == ("8C: Your e-mail comes first", "8C")


def test_contacts_are_those_of_the_region_each_once() -> None:
    press = press_of("gb")
    both = press.contacts(("support", "support"), "scotland")
    assert len(both) == len({one.id for one in both}) == 1
