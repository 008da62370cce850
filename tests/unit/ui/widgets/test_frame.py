"""Header and footer: what a page does not need is not there, what it needs has its words."""

from __future__ import annotations

from recovery_assistant.ui.widgets.frame import Footer, FooterWords, Header
from tests.window_parts import Bench


def test_the_footer_takes_a_pages_words(bench: Bench) -> None:
    footer = Footer(bench.theme)
    bench.qtbot.addWidget(footer)
    footer.say(FooterWords(main="The cable is out", skip="Skip for now"), can_go_back=True)
    assert footer.main_button.accessibleName() == "The cable is out"
    assert not footer.back_button.isHidden()
    footer.say(FooterWords(main="", skip="", back=False, saved=False), can_go_back=True)
    assert footer.main_button.isHidden()
    assert footer.back_button.isHidden()
    assert footer.main_button.isEnabled(), "never disabled"


def test_links_at_the_left_say_where_they_go(bench: Bench) -> None:
    footer = Footer(bench.theme)
    bench.qtbot.addWidget(footer)
    gone: list[str] = []
    footer.side.connect(gone.append)
    footer.say(FooterWords(side=(("technician", "I am a technician"),)), can_go_back=False)
    footer.in_tab_order()[3].click()
    assert gone == ["technician"]


def test_the_header_gives_up_words_where_it_is_narrow(bench: Bench) -> None:
    header = Header(bench.theme)
    bench.qtbot.addWidget(header)
    header.compact(compact=True)
    assert header._size.isHidden()
    assert [button.accessibleName() for button in header.in_tab_order()] == [
        "Make the text smaller",
        "Make the text larger",
    ]


def test_a_long_main_button_stands_on_two_lines_where_there_is_no_room(bench: Bench) -> None:
    footer = Footer(bench.theme)
    bench.qtbot.addWidget(footer)
    footer.resize(1000, 100)
    footer.say(FooterWords(main="Copy the records, then remove B&B Remote"), can_go_back=True)
    assert footer.main_button.text() == "Copy the records, then remove B&&B Remote", "no letter becomes a key"
    footer.resize(300, 100)
    footer.say(FooterWords(main="Copy the records, then remove B&B Remote"), can_go_back=True)
    assert "\n" in footer.main_button.text()
    assert footer.main_button.sizeHint().width() <= 300
    assert footer.main_button.accessibleName() == "Copy the records, then remove B&B Remote"
