"""The HTML twin: one file that loads nothing, with landmarks, headings and headers, and nothing hostile alive in it."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from itertools import pairwise

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from recovery_assistant.domain import record as r
from recovery_assistant.record.html import STYLE, write
from tests.unit.record.records import hostile_events, press, rich_events, started

VOID = {"meta", "path", "rect"}
ALLOWED = {
    "html", "head", "meta", "title", "style", "body", "header", "nav", "main", "section", "footer", "h1", "h2", "h3",
    "h4", "p", "strong", "span", "a", "ul", "ol", "li", "dl", "div", "dt", "dd", "bdi", "table", "caption", "thead",
    "tbody", "tr", "th", "td", "blockquote", "figure", "figcaption", "svg", "rect", "path",
}  # fmt: skip


class Reader(HTMLParser):
    """Reads a page as a browser would: which elements, with which attributes, and all text outside style."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []
        self.open: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "style" not in self.open:
            self.texts.append(data)

    @property
    def text(self) -> str:
        return "\n".join(self.texts)

    def count(self, tag: str) -> int:
        return sum(found == tag for found, _ in self.found)


@pytest.mark.parametrize("audience", r.AUDIENCES)
def test_it_is_one_file_that_loads_nothing_and_runs_nothing(audience: r.Audience) -> None:
    for events in (rich_events(), hostile_events(), [started()]):
        page = write(press().record(events, audience))
        reader = Reader(page)
        assert not reader.open
        assert {tag for tag, _ in reader.found} <= ALLOWED
        for _, attributes in reader.found:
            assert not any(name.startswith("on") or name in ("src", "srcset", "style") for name in attributes)
            assert (attributes.get("href") or "#").startswith("#")
        assert "url(" not in page
        assert "@import" not in page


def test_the_browser_is_told_to_load_nothing() -> None:
    page = write(press().record([started()]))
    policies = [
        a for tag, a in Reader(page).found if tag == "meta" and a.get("http-equiv") == "Content-Security-Policy"
    ]
    policy = policies[0]["content"] or ""
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert page.index("Content-Security-Policy") < page.index("<style>")


def test_it_has_landmarks_a_language_and_headings_in_order() -> None:
    reader = Reader(write(press().record(rich_events())))
    assert reader.found[0] == ("html", {"lang": "en-GB"})
    assert [reader.count(tag) for tag in ("main", "header", "footer", "nav", "h1")] == [1, 1, 1, 1, 1]
    levels = [int(tag[1]) for tag, _ in reader.found if re.fullmatch("h[1-6]", tag)]
    assert all(after - before <= 1 for before, after in pairwise(levels))
    names = [attributes.get("id") for _, attributes in reader.found if attributes.get("id")]
    assert len(names) == len(set(names))
    for _, attributes in reader.found:
        if "aria-labelledby" in attributes:
            assert attributes["aria-labelledby"] in names
        if (attributes.get("href") or "").startswith("#"):
            assert (attributes["href"] or "")[1:] in names


def test_every_picture_has_words_and_every_column_a_header() -> None:
    reader = Reader(write(press().record(rich_events())))
    pictures = [attributes for tag, attributes in reader.found if tag == "svg" or attributes.get("role") == "img"]
    assert pictures
    assert all(attributes.get("aria-label") for attributes in pictures)
    assert all(attributes == {"scope": "col"} for tag, attributes in reader.found if tag == "th")
    assert reader.count("caption") == reader.count("table") == 3


def test_it_says_what_the_paper_says() -> None:
    document = press().record(rich_events())
    text = Reader(write(document)).text.replace("\u00a0", " ")
    for words in (str(document.seal), document.promise, "Kevin Smith", "£1,850.00", "They did, while they controlled"):
        assert words in text
    assert "Page 14D" in text


@given(st.text(max_size=120))
def test_any_text_stays_text(text: str) -> None:
    block = (r.Text(text=text), r.Pairs(rows=((text, text),)), r.Table(caption=text, header=(text,), rows=((text,),)))
    document = msgspec.structs.replace(press().record([started()]), blocks=block, title=text)
    reader = Reader(write(document))
    assert {tag for tag, _ in reader.found} <= ALLOWED
    told = "\n".join(r.visible_together(part) for part in text.split("\n"))
    assert reader.text.count(told) >= (5 if told.strip() else 0)


def test_colours_are_strong_in_light_and_dark() -> None:
    def light(colour: str) -> float:
        parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    themes = re.findall(r"--ink: (#\w{6}); --ground: (#\w{6}); --line: (#\w{6}); --link: (#\w{6})", STYLE)
    assert len(themes) == 2
    for ink, ground, line, link in themes:
        for colour, least in ((ink, 7), (link, 7), (line, 3)):
            brighter, darker = sorted((light(colour), light(ground)), reverse=True)
            assert (brighter + 0.05) / (darker + 0.05) >= least
