"""XML read by expat, a block at a time, and handed to a target. No tree is built, so memory stays flat.

Bank files have no document type. Whatever brings one may bring entities that grow without end or that name other
files; it is refused at the first sign of it, before expat makes anything of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final, Protocol, TypeVar
from xml.parsers import expat

from recovery_assistant.domain.errors import InputError
from recovery_assistant.statements import refusals
from recovery_assistant.statements.refusals import refused

DEEPEST: Final = 64
"""Elements within each other; statements have about fifteen. Every open one is kept, by expat too."""
MOST_TEXT: Final = 500
"""Letters of one text that a target keeps."""
_LONGEST_TAG: Final = 1 << 20
"""Bytes that expat holds back: no tag is this long. Expat before 2.6 reads an endless tag again with every block."""


Made = TypeVar("Made")


class BrokenOffError(InputError):
    """The XML is not well formed from here on."""


class Target(Protocol[Made]):
    """What makes something of a file while expat goes over it. Names come with their prefix."""

    made: list[Made]
    """What is ready; it is emptied after every block."""

    def start(self, name: str, attributes: dict[str, str], /) -> None:
        """Take the beginning of an element."""

    def text(self, text: str, /) -> None:
        """Take a piece of text; there may be several."""

    def end(self, name: str, /) -> None:
        """Take the end of an element."""


def _refuse(*_told: object) -> int:
    raise refused(refusals.UNSAFE_XML)


def made_of(blocks: Iterable[bytes], target: Target[Made]) -> Iterator[Made]:
    """Yield what the target makes of the blocks.

    Raises:
        InputError: I-70 there is a document type, an entity, a tag without end, or elements nested without end.
        BrokenOffError: I-69 it is not well formed; what stood before was yielded.
    """
    parser = expat.ParserCreate()
    parser.buffer_text = True
    depth, took, ended = 0, target.start, target.end

    def start(name: str, attributes: dict[str, str], /) -> None:
        nonlocal depth
        depth += 1
        if depth > DEEPEST:
            raise refused(refusals.UNSAFE_XML)
        took(name, attributes)

    def end(name: str, /) -> None:
        nonlocal depth
        depth -= 1
        ended(name)

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = target.text
    parser.StartDoctypeDeclHandler = _refuse
    parser.EntityDeclHandler = _refuse
    parser.ExternalEntityRefHandler = _refuse
    fed = 0
    try:
        for block in blocks:
            parser.Parse(block, False)
            fed += len(block)
            if fed - parser.CurrentByteIndex > _LONGEST_TAG:
                raise refused(refusals.UNSAFE_XML)
            yield from target.made
            target.made.clear()
        parser.Parse(b"", True)
    except (expat.ExpatError, LookupError, ValueError) as error:  # the last two: an encoding that nobody knows
        yield from target.made
        raise BrokenOffError(refusals.BAD_XML, refusals.SENTENCES[refusals.BAD_XML]) from error
    yield from target.made


def plain(name: str) -> str:
    """Return the name of an element without its prefix."""
    return name if ":" not in name else name.rpartition(":")[2]
