"""Which rows an engine has to send so that our own matcher can judge them: plain texts for each column of an answer.

An indicator asks for several things at once; one of them is enough to pick candidates, and the most telling one is
taken. What a row does not carry (the inside of a file, often its signer) cannot be judged from it, so an indicator that
needs it picks nothing there.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final, Literal, NamedTuple

from recovery_assistant.content.packs.shapes import Need, needs, patterns_in
from recovery_assistant.domain.catalogue import (
    AnyIndicator,
    Catalogue,
    InAutorun,
    Indicator,
    InExtension,
    InInstalled,
    InListening,
    InProgram,
    InService,
)
from recovery_assistant.domain.fleet import Question
from recovery_assistant.domain.observation import (
    Autorun,
    BrowserExtension,
    InstalledProgram,
    ListeningSocket,
    Process,
    Service,
    System,
)

Form = Literal["begins", "holds", "names"]
"""begins: the column begins with the text, blanks aside · holds: the text stands anywhere in it · names: the name of
the program file in it begins with the text."""


class Wanted(NamedTuple):
    """A row is a candidate when a column stands so to a text, capital letters and the lean of slashes aside."""

    column: str
    form: Form
    text: str


_Place = tuple[tuple[str, Form], ...]
"""Columns in which the field of an indicator may stand, and how."""

_VERSION: Final[dict[str, _Place]] = {
    "product": (("product_name", "begins"),),
    "original": (("original_filename", "names"),),
    "company": (("company_name", "begins"),),
    "description": (("file_description", "begins"),),
    "signer": (("signer", "holds"),),
}
_STANDS_IN: Final[Mapping[tuple[type[Indicator], type], Mapping[str, _Place]]] = {
    (InProgram, Process): {
        "program": (("exe", "names"), ("name", "names")),
        "path": (("exe", "holds"),),
        "command": (("cmdline", "holds"),),
        **_VERSION,
    },
    (InProgram, Autorun): dict.fromkeys(("program", "path", "command"), (("command", "holds"),)),
    (InAutorun, Autorun): {
        "name": (("name", "begins"),),
        "command": (("command", "holds"),),
        "location": (("location", "holds"),),
    },
    (InService, Service): {
        "name": (("name", "begins"),),
        "display_name": (("display_name", "begins"),),
        **dict.fromkeys(("program", "path", "command"), (("binary_path", "holds"),)),
    },
    (InInstalled, InstalledProgram): {
        "location": (("install_location", "holds"),),
        **{
            field: ((field, "begins"),)
            for field in ("display_name", "publisher", "package", "bundle_id", "registry_key")
        },
    },
    (InExtension, BrowserExtension): {"extension_id": (("extension_id", "begins"),), "name": (("name", "begins"),)},
    (InListening, ListeningSocket): {"program": (("process_name", "names"),)},
}
SLASHED: Final = frozenset({"exe", "cmdline", "command", "location", "binary_path", "install_location"})
"""Columns with paths: a slash in a text stands for one leaning either way."""

ENOUGH: Final = 4
"""Letters with which the most telling field of an indicator is taken, and no other is tried."""


def candidates(catalogue: Catalogue, system: System, question: Question) -> tuple[Wanted, ...] | None:
    """Return what makes a row of an answer a candidate, sorted; None when every row is one."""
    found: set[Wanted] = set()
    for tool in catalogue.tools:
        for indicator in tool.indicator:
            if system in (indicator.systems or tool.systems):
                wanted = _of_indicator(indicator, question)
                if wanted is None:
                    return None
                found |= wanted
    return tuple(sorted(_without_longer(found)))


def _of_indicator(indicator: AnyIndicator, question: Question) -> set[Wanted] | None:
    """Return what one indicator picks; nothing when a row cannot show it, None when it gives no text to look for."""
    places = _STANDS_IN.get((type(indicator), question.kind))
    if places is None or (isinstance(indicator, InProgram) and indicator.contains):
        return set()
    patterns = patterns_in(indicator)
    if any(not _carried(places.get(field, ()), question) for field, _ in patterns):
        return set()
    best: tuple[_Place, tuple[Need, ...]] | None = None
    for field, pattern in patterns:
        texts = needs(pattern)
        if texts and (best is None or min(_shortest(texts), ENOUGH) > min(_shortest(best[1]), ENOUGH)):
            best = _carried(places[field], question), texts
    return None if best is None else set(_wanted(*best))


def _carried(place: _Place, question: Question) -> _Place:
    return tuple((column, form) for column, form in place if column in question.columns)


def _shortest(texts: tuple[Need, ...]) -> int:
    return min(len(need.text) for need in texts)


def _wanted(place: _Place, texts: tuple[Need, ...]) -> Iterator[Wanted]:
    for column, form in place:
        for need in texts:
            yield Wanted(column, form if need.at_start else "holds", need.text)


def _without_longer(found: set[Wanted]) -> Iterator[Wanted]:
    """Leave out what a shorter text for the same column picks already."""
    for one in found:
        starts = (one.text[:length] for length in range(1, len(one.text)))
        if not any(one._replace(text=text) in found for text in starts):
            yield one
