"""Bombs, outside files and endless tags are refused before anything is made of them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from recovery_assistant.domain.errors import InputError
from recovery_assistant.statements.xml_events import DEEPEST, BrokenOffError, made_of, plain


class Names:
    """Collects names and texts."""

    def __init__(self) -> None:
        self.made: list[str] = []

    def start(self, name: str, _attributes: dict[str, str], /) -> None:
        self.made.append(name)

    def text(self, text: str, /) -> None:
        self.made.append(text)

    def end(self, _name: str, /) -> None:
        return


LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
HOSTILE = {
    "a thousand million laughs": f'<!DOCTYPE a [<!ENTITY l0 "ha">{LAUGHS}]><a>&l11;</a>',
    "a file of this PC": '<!DOCTYPE a [<!ENTITY f SYSTEM "file:///etc/hostname">]><a>&f;</a>',
    "a type from elsewhere": '<!DOCTYPE a SYSTEM "https://example.com/a.dtd"><a/>',
    "parameter entities": '<!DOCTYPE a [<!ENTITY % p SYSTEM "file:///etc/hostname">%p;]><a/>',
}


@pytest.mark.parametrize("what", HOSTILE)
def test_a_document_type_is_refused(what: str) -> None:
    with pytest.raises(InputError) as caught:
        list(made_of([HOSTILE[what].encode()], Names()))
    assert caught.value.code == "I-70"


def test_elements_within_each_other_without_end_are_refused_wherever_they_stand() -> None:
    beside = b"<a>" + b"<b/>" * (2 * DEEPEST) + b"</a>"
    assert list(made_of([beside], Names())).count("b") == 2 * DEEPEST
    with pytest.raises(InputError) as caught:
        list(made_of([b"<a>" * (DEEPEST + 1)], Names()))
    assert caught.value.code == "I-70"


def test_a_tag_without_end_is_refused_in_time() -> None:
    fed = 0

    def endless() -> Iterator[bytes]:
        nonlocal fed
        yield b"<a "
        while True:
            fed += 1
            yield b"x" * 65536

    with pytest.raises(InputError) as caught:
        list(made_of(endless(), Names()))
    assert caught.value.code in ("I-69", "I-70")
    assert fed < 40


def test_what_stood_before_a_break_is_given() -> None:
    found: list[str] = []
    names = made_of([b"<a><b>x</b>", b"<c></d>"], Names())
    with pytest.raises(BrokenOffError):
        found.extend(iter(lambda: next(names), "never"))
    assert found == ["a", "b", "x", "c"]


def test_letters_that_nobody_knows() -> None:
    with pytest.raises(BrokenOffError):
        list(made_of([b'<?xml version="1.0" encoding="klingon"?><a/>'], Names()))


def test_names_without_prefix() -> None:
    assert (plain("ns:Ntry"), plain("Ntry")) == ("Ntry", "Ntry")
