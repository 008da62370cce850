"""Read a PDF back, the way a checker and a screen reader do: marks, structure tree, text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO
from typing import Any

from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject

MARK = re.compile(rb"/(\w+) <</MCID (\d+)>> BDC|/Artifact|BDC|BMC|EMC")
SHOWN = re.compile(rb"Tj|\bre\b.*?\bf\b|\bS\b")


Element = Any  # pypdf's own types say only "object" of what stands in a dictionary


def reader_of(pdf: bytes) -> PdfReader:
    return PdfReader(BytesIO(pdf), strict=True)


def nodes(reader: PdfReader) -> Iterator[tuple[Element, int]]:
    """Yield every element of the structure tree with its depth, in reading order."""
    root: Element = reader.root_object["/StructTreeRoot"]

    def below(element: Element, depth: int) -> Iterator[tuple[Element, int]]:
        yield element, depth
        for kid in _kids(element):
            if isinstance(kid, IndirectObject):
                yield from below(kid.get_object(), depth + 1)

    for kid in _kids(root):
        yield from below(kid.get_object(), 0)


def _kids(element: Element) -> list[Any]:
    kids = element.get("/K", ArrayObject())
    return list(kids) if isinstance(kids, ArrayObject) else [kids]


def tags(reader: PdfReader) -> list[str]:
    """Return the tags of all elements in reading order, without their slash."""
    return [str(element["/S"])[1:] for element, _ in nodes(reader)]


def broken_marks(pdf: bytes) -> list[str]:
    """Return what is wrong between the marks on the pages and the tree: each mark must have one element, and back.

    The checkers at hand do not see a wrong mark number or a missing parent tree, so this is ours.
    """
    reader = reader_of(pdf)
    faults = []
    on_pages: dict[tuple[int, int], str] = {}
    for number, page in enumerate(reader.pages):
        contents: Element = page.get_contents()
        faults += _marks_of(contents.get_data(), number, on_pages)
        if page.get("/StructParents") != number:
            faults.append(f"page {number}: no way back to the tree")
    pages: list[Element] = list(reader.pages)
    numbers = {page.indirect_reference.idnum: number for number, page in enumerate(pages)}
    in_tree: dict[tuple[int, int], Element] = {}
    for element, _ in nodes(reader):
        for any_kid in _kids(element):
            kid: Element = any_kid
            if isinstance(any_kid, IndirectObject):
                if kid.get_object()["/P"].get_object() != element:
                    faults.append("a child does not know its parent")
                continue
            page = kid.raw_get("/Pg") if isinstance(any_kid, DictionaryObject) else element.raw_get("/Pg")
            mark = kid["/MCID"] if isinstance(any_kid, DictionaryObject) else kid
            place = (numbers[page.idnum], int(mark))
            if place in in_tree:
                faults.append(f"{place}: two elements")
            in_tree[place] = element
    faults += [f"{place}: on the page only" for place in on_pages.keys() - in_tree.keys()]
    faults += [f"{place}: in the tree only" for place in in_tree.keys() - on_pages.keys()]
    faults += [
        f"{place}: called {on_pages[place]} on the page and {element['/S']} in the tree"
        for place, element in in_tree.items()
        if place in on_pages and f"/{on_pages[place]}" != element["/S"]
    ]
    return faults + _parent_faults(reader, in_tree)


def _marks_of(content: bytes, page: int, found: dict[tuple[int, int], str]) -> list[str]:
    faults, inside = [], 0
    for match in MARK.finditer(re.sub(rb"\((?:\\.|[^\\)])*\)", b"()", content)):
        if match[1] is not None:
            place = (page, int(match[2]))
            if place in found:
                faults.append(f"{place}: twice on the page")
            found[place] = match[1].decode()
        if match[0] in (b"BDC", b"BMC") or match[1] is not None:
            inside += 1
        elif match[0] == b"EMC":
            inside -= 1
        if inside not in (0, 1):
            faults.append(f"page {page}: marks inside marks")
    return faults + ([f"page {page}: a mark is not closed"] if inside else [])


def _parent_faults(reader: PdfReader, in_tree: dict[tuple[int, int], Element]) -> list[str]:
    root: Element = reader.root_object["/StructTreeRoot"]
    if "/ParentTree" not in root:
        return ["there is no parent tree"]
    numbers = list(root["/ParentTree"]["/Nums"])
    back = {
        (int(number), mark): owner.get_object()
        for number, owners in zip(numbers[::2], numbers[1::2], strict=True)
        for mark, owner in enumerate(owners.get_object())
    }
    faults = [f"{place}: the parent tree does not know it" for place in in_tree.keys() - back.keys()]
    faults += [f"{place}: only the parent tree knows it" for place in back.keys() - in_tree.keys()]
    return faults + [f"{at}: the parent tree leads astray" for at in back.keys() & in_tree if back[at] != in_tree[at]]


def text_of(pdf: bytes) -> list[str]:
    """Return the text of each page."""
    return [page.extract_text() for page in reader_of(pdf).pages]
