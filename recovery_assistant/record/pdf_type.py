"""Type on paper: the two faces with their fallback, what a text measures, and where its lines break.

reportlab prints an empty box, silently, for a letter that its font lacks. So every letter is looked up first:
Atkinson Hyperlegible Next, then Noto Sans; what neither has is printed as its number, "[U+0627]".
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from reportlab.pdfbase import pdfdoc
from reportlab.pdfbase.ttfonts import SUBSETN, TTFont

from recovery_assistant.record.pdf_objects import Document, settled, stream

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

FACES = ("AtkinsonHyperlegibleNext", "NotoSans")
NOTDEF = 0
BREAK_AFTER = "/\\-_.,:;=&?@]"
"""Where a word that is wider than its column breaks first: paths and addresses are read in these parts."""


class EmbeddedFont(TTFont):
    """A TrueType font that embeds itself so that PDF/A and PDF/UA accept it.

    reportlab maps unused codes to U+0000, and writes astral letters as five hex digits; both are wrong there.
    """

    SYMBOLIC, NOT_SYMBOLIC = 4, 32

    def addObjects(self, doc: Document) -> None:  # noqa: N802 (reportlab's name)
        """Add font, widths, subset and character map to the document. Called by reportlab when it saves."""
        state = self.state[doc]
        state.frozen = 1
        for number, subset in enumerate(state.subsets):
            name = self.getSubsetInternalName(number, doc)[1:]
            base = (SUBSETN(number) + b"+" + self.face.name).decode("ascii")
            letters = stream(settled(_unicode_map(base, subset), b"\n"))
            font = pdfdoc.PDFDictionary(
                {
                    "Type": pdfdoc.PDFName("Font"),
                    "Subtype": pdfdoc.PDFName("TrueType"),
                    "BaseFont": pdfdoc.PDFName(base),
                    "FirstChar": 0,
                    "LastChar": len(subset) - 1,
                    "Widths": pdfdoc.PDFArray([self._width(code) for code in subset]),
                    "ToUnicode": doc.Reference(letters, f"letters:{base}"),
                    "FontDescriptor": doc.Reference(self._descriptor(doc, base, subset), f"descriptor:{base}"),
                }
            )
            doc.idToObject["BasicFonts"].dict[name] = doc.Reference(font, name)
        del self.state[doc]

    def _width(self, code: int) -> float:
        return float(self.face.charWidths.get(code, self.face.defaultWidth))

    def _descriptor(self, doc: Document, base: str, subset: list[int]) -> pdfdoc.PDFObject:
        face = self.face
        program = settled(face.makeSubset(subset), b"\0\0\0\1")
        embedded = stream(program, Length1=len(program))
        return pdfdoc.PDFDictionary(
            {
                "Type": pdfdoc.PDFName("FontDescriptor"),
                "FontName": pdfdoc.PDFName(base),
                "Flags": face.flags & ~self.NOT_SYMBOLIC | self.SYMBOLIC,
                "FontBBox": pdfdoc.PDFArray(face.bbox),
                "Ascent": face.ascent,
                "Descent": face.descent,
                "CapHeight": face.capHeight,
                "ItalicAngle": face.italicAngle,
                "StemV": face.stemV,
                "MissingWidth": face.defaultWidth,
                "FontFile2": doc.Reference(embedded, f"program:{base}"),
            }
        )


def _unicode_map(name: str, subset: list[int]) -> bytes:
    pairs = [
        f"<{code:02X}> <{chr(value).encode('utf-16-be').hex().upper()}>" for code, value in enumerate(subset) if value
    ]
    parts = [
        "/CIDInit /ProcSet findresource begin",
        "12 dict begin",
        "begincmap",
        f"/CIDSystemInfo << /Registry ({name}) /Ordering ({name}) /Supplement 0 >> def",
        f"/CMapName /{name} def",
        "/CMapType 2 def",
        "1 begincodespacerange",
        "<00> <FF>",
        "endcodespacerange",
    ]
    for start in range(0, len(pairs), 100):  # the limit of one bfchar section
        section = pairs[start : start + 100]
        parts += [f"{len(section)} beginbfchar", *section, "endbfchar"]
    parts += ["endcmap", "CMapName currentdict /CMap defineresource pop", "end", "end"]
    return "\n".join(parts).encode("ascii")


class Run(NamedTuple):
    """A piece of a line in one font."""

    font: EmbeddedFont
    text: str


class Line(NamedTuple):
    """One line as it stands on paper. `width` is in em (1.0 = the text size); `in_word`: it ends inside a word."""

    text: str
    width: float
    in_word: bool = False


class Typeface:
    """One weight of the face with its fallback. Measures in em, so that one measure serves every size."""

    def __init__(self, folder: Path, weight: str) -> None:
        self._folder = folder
        self._weight = weight
        self._fonts: list[EmbeddedFont] = []
        self._letters: dict[str, tuple[str, float, int]] = {}
        self._words: dict[str, float] = {}

    @property
    def first_font(self) -> EmbeddedFont:
        """The face itself, without its fallback."""
        return self._font(0)

    def _font(self, place: int) -> EmbeddedFont:
        """Return the face or its fallback; the fallback is read only when a text needs it."""
        while len(self._fonts) <= place:
            name = f"{FACES[len(self._fonts)]}-{self._weight}"
            self._fonts.append(EmbeddedFont(name, str(self._folder / f"{name}.ttf")))
        return self._fonts[place]

    def _letter(self, letter: str) -> tuple[str, float, int]:
        """Return what is printed for a letter, its width, and the place of its font."""
        known = self._letters.get(letter)
        if known is None:
            known = self._letters[letter] = self._look_up(letter)
        return known

    def _look_up(self, letter: str) -> tuple[str, float, int]:
        code = ord(letter)
        for place in range(len(FACES)):
            widths: Mapping[int, float] = self._font(place).face.charWidths
            if code in self._font(place).face.charToGlyph and code > NOTDEF:
                return letter, widths[code] / 1000, place
        number = f"[U+{code:04X}]"
        return number, sum(self._letter(sign)[1] for sign in number), 0

    def printable(self, text: str) -> str:
        """Return the text with every letter that no font has as its number."""
        return "".join([self._letter(letter)[0] for letter in text])

    def width(self, text: str) -> float:
        """Return the width of a printable text in em."""
        known = self._words.get(text)
        if known is None:
            known = sum([self._letter(letter)[1] for letter in text])
            if len(text) < 40:  # words come again; whole hostile lines do not
                self._words[text] = known
        return known

    def runs(self, text: str) -> Iterator[Run]:
        """Yield a printable text in pieces of one font."""
        start = 0
        places = [self._letter(letter)[2] for letter in text]
        for end in range(1, len(text) + 1):
            if end == len(text) or places[end] != places[start]:
                yield Run(self._font(places[start]), text[start:end])
                start = end

    def lines(self, text: str, room: float) -> list[Line]:
        """Break a text into lines of at most `room` em, at spaces where it can. Never returns an empty list."""
        space = self.width(" ")
        done: list[Line] = []
        words: list[str] = []
        used = 0.0
        for whole_word in self.printable(text).split(" "):
            word, wide = whole_word, self.width(whole_word)
            if words and used + space + wide > room:
                done.append(Line(" ".join(words), used))
                words, used = [], 0.0
            if wide > room:
                *cut, (word, wide, _) = self._cut(word, room)
                done += cut
            used = used + space + wide if words else wide
            words.append(word)
        done.append(Line(" ".join(words), used))
        return done

    def _cut(self, word: str, room: float) -> list[Line]:
        """Cut a word that is wider than the room, behind a sign that parts paths and addresses where there is one."""
        pieces: list[Line] = []
        start, used, good = 0, 0.0, 0
        position = 0
        while position < len(word):
            wide = self._letter(word[position])[1]
            if used + wide > room and position > start:
                end = good if good > start else position
                piece = word[start:end]
                pieces.append(Line(piece, self.width(piece), in_word=True))
                start = position = end
                used = 0.0
                continue
            used += wide
            position += 1
            if word[position - 1] in BREAK_AFTER:
                good = position
        pieces.append(Line(word[start:], self.width(word[start:])))
        return pieces


class Faces(NamedTuple):
    """The two weights that the record uses."""

    regular: Typeface
    bold: Typeface


@lru_cache(maxsize=2)
def faces(folder: Path) -> Faces:
    """Return the faces of a fonts folder; reading them once serves every record of this process."""
    return Faces(Typeface(folder, "Regular"), Typeface(folder, "Bold"))
