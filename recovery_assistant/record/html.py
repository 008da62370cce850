"""The record as one HTML file: a second copy for screen readers, large letters and dark screens. Decides nothing.

Nothing is loaded, nothing runs, nothing leads outside: the file may be opened on the very PC that it is about.
"""

from __future__ import annotations

import hashlib
from base64 import b64encode
from collections.abc import Iterator, Sequence
from functools import singledispatchmethod
from html import escape
from typing import TYPE_CHECKING

from recovery_assistant.domain import record as r
from recovery_assistant.record.figure import shapes_of
from recovery_assistant.record.qr import qr_squares

if TYPE_CHECKING:
    from recovery_assistant.domain.record import RecordDocument

QR_SIDE = 116
FIGURE_WIDTH, FIGURE_TEXT = 640, 16

STYLE = """
:root { color-scheme: light dark; --ink: #1b242d; --ground: #ffffff; --line: #6c7681; --link: #09545a; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #f2efe9; --ground: #15191d; --line: #8e9aa5; --link: #94d8d4; } }
body { margin: 0 auto; padding: 1.5rem; max-width: 42rem; color: var(--ink); background: var(--ground);
  font: 1.1875rem/1.45 "Atkinson Hyperlegible Next", "Segoe UI", "Noto Sans", sans-serif; overflow-wrap: anywhere; }
a { color: var(--link); } nav li { margin: 0.4rem 0; }
h1 { font-size: 1.9rem; line-height: 1.2; } h2 { font-size: 1.6rem; line-height: 1.2; margin: 2.5rem 0 0.5rem; }
h3 { font-size: 1.25rem; margin: 1.6rem 0 0.4rem; } h4 { font-size: 1.1875rem; margin: 1.2rem 0 0.3rem; }
section { border-top: 1px solid var(--line); margin-top: 2rem; } .code { float: right; font-weight: 700; }
blockquote { margin: 1rem 0; padding: 0.6rem 1.2rem; border: 2px solid; border-radius: 0.5rem; font-weight: 700; }
.note { border-left: 6px solid; padding-left: 0.9rem; }
dl > div { display: grid; grid-template-columns: 14rem 1fr; gap: 0 1rem; margin: 0.35rem 0; }
dd { margin: 0; font-weight: 700; white-space: pre-line; } p, li, td, th { white-space: pre-line; }
.ticks { list-style: none; padding: 0; } .ticks li { display: flex; gap: 0.8rem; margin: 0.4rem 0; }
.ticks svg { flex: none; margin-top: 0.2rem; } svg { fill: none; stroke: currentColor; }
table { border-collapse: collapse; width: 100%; } caption { text-align: left; padding: 0.5rem 0; }
th, td { text-align: left; vertical-align: top; padding: 0.35rem 0.8rem 0.35rem 0;
  border-bottom: 1px solid var(--line); min-width: 5.5em; }
.line { display: inline-block; width: 100%; min-height: 1.6rem; border-bottom: 1px solid; }
figure { display: flex; flex-wrap: wrap; gap: 1.2rem; align-items: center; margin: 1.2rem 0; break-inside: avoid; }
figure svg { max-width: 100%; height: auto; background: #ffffff; padding: 0.7rem; fill: #000000; stroke: none; }
.shown { font-size: 1.3rem; font-weight: 700; }
.large { font-size: 2rem; font-weight: 700; letter-spacing: 0.05em; word-spacing: 0.6em; }
@media (max-width: 36rem) { dl > div { grid-template-columns: 1fr; } }
@media print { body { max-width: none; padding: 0; } nav { display: none; } }
"""


def write(document: RecordDocument) -> str:
    """Return the document as a whole HTML file."""
    body = "\n".join(_Page(document).parts())
    policy = f"default-src 'none'; style-src '{_digest(STYLE)}'; base-uri 'none'; form-action 'none'"
    return (
        f'<!DOCTYPE html>\n<html lang="{escape(document.language)}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="referrer" content="no-referrer">\n'
        f"<title>{_text(document.title)}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n{body}\n</body>\n</html>\n"
    )


def _digest(style: str) -> str:
    return f"sha256-{b64encode(hashlib.sha256(style.encode('utf-8')).digest()).decode('ascii')}"


def _text(text: str) -> str:
    """Return a text as HTML in which nothing hides; a line break that the document asks for stays one."""
    return "\n".join(escape(r.visible_together(part)) for part in text.split("\n"))


def _strong(text: str, *, strong: bool) -> str:
    return f"<strong>{_text(text)}</strong>" if strong else _text(text)


class _Page:
    """Writes one document. Headings are one level lower than on paper: the title is the one of level 1."""

    def __init__(self, document: RecordDocument) -> None:
        self._document = document
        self._words = document.page_words
        self._sections = 0

    def parts(self) -> Iterator[str]:
        document = self._document
        yield f"<header><h1>{_text(document.title)}</h1></header>"
        yield from self._contents()
        yield "<main>"
        for block in document.blocks:
            yield from self._block(block)
        yield "</section>" if self._sections else ""
        yield "</main>"
        seal = f"<p>{_text(self._words.seal)}</p>" if self._words.seal else ""
        yield f"<footer><p>{_text(document.promise)}</p>{seal}</footer>"

    def _contents(self) -> Iterator[str]:
        titles = [block for block in self._document.blocks if isinstance(block, r.Heading) and block.level == 1]
        if len(titles) > 1:
            rows = (f'<li><a href="#s{at}">{_text(title.text)}</a></li>' for at, title in enumerate(titles, 1))
            yield f'<nav aria-label="{_text(self._document.title)}"><ul>{"".join(rows)}</ul></nav>'

    @singledispatchmethod
    def _block(self, block: r.RecordBlock) -> Iterator[str]:
        """Yield the HTML of one block. Every kind of block has its own writer below."""
        raise NotImplementedError(type(block))

    @_block.register(r.Text)
    def _(self, block: r.Text) -> Iterator[str]:
        yield f'<p dir="auto">{_strong(block.text, strong=block.strong)}</p>'

    @_block.register(r.Note)
    def _(self, block: r.Note) -> Iterator[str]:
        yield f'<p class="note" dir="auto">{_strong(block.text, strong=block.strong)}</p>'

    @_block.register(r.ReadOut)
    def _(self, block: r.ReadOut) -> Iterator[str]:
        yield f'<blockquote dir="auto"><p>{_text(block.text)}</p></blockquote>'

    @_block.register(r.Pairs)
    def _(self, block: r.Pairs) -> Iterator[str]:
        yield self._pairs(block.rows)

    @_block.register(r.WriteLines)
    def _(self, block: r.WriteLines) -> Iterator[str]:
        yield self._pairs([(label, "") for label in block.labels])

    @_block.register(r.Items)
    def _(self, block: r.Items) -> Iterator[str]:
        tag = "ol" if block.numbered else "ul"
        rows = "".join(f'<li dir="auto">{_text(item)}</li>' for item in block.items)
        yield f"<{tag}>{rows}</{tag}>"

    @_block.register(r.Ticks)
    def _(self, block: r.Ticks) -> Iterator[str]:
        rows = "".join(f"<li>{self._box(ticked=ticked)}<span>{_text(item)}</span></li>" for item, ticked in block.items)
        yield f'<ul class="ticks" role="list">{rows}</ul>'

    @_block.register(r.LetterHead)
    def _(self, block: r.LetterHead) -> Iterator[str]:
        known = "\n".join(block.to)
        sender = tuple((label, "") for label in block.sender if label)
        yield self._pairs((*sender, (block.to_label, known), (block.to_blank, "")))
        yield f"<p>{_text(block.dated)}</p>"

    @_block.register(r.LargeCode)
    def _(self, block: r.LargeCode) -> Iterator[str]:
        yield f'<p class="large">{_text(" ".join(block.groups))}</p>'

    @_block.register(r.Heading)
    def _(self, block: r.Heading) -> Iterator[str]:
        code = (
            f'<span class="code">{_text(self._words.page)} {_text(block.page_code)}</span>' if block.page_code else ""
        )
        if block.level > 1:
            yield f"<h{block.level + 1}>{_text(block.text)}</h{block.level + 1}>"
            return
        yield "</section>" if self._sections else ""
        self._sections += 1
        name = f"s{self._sections}"
        yield f'<section id="{name}" aria-labelledby="{name}-title">'
        yield f'{code}<h2 id="{name}-title">{_text(block.text)}</h2>'

    def _pairs(self, rows: Sequence[tuple[str, str]]) -> str:
        line = f'<span class="line" role="img" aria-label="{_text(self._words.to_write)}"></span>'
        pairs = "".join(
            f"<div><dt>{_text(label)}</dt><dd>{f'<bdi>{_text(value)}</bdi>' if value else line}</dd></div>"
            for label, value in rows
        )
        return f"<dl>{pairs}</dl>"

    def _box(self, *, ticked: bool) -> str:
        said = self._words.ticked if ticked else self._words.empty
        tick = '<path d="M6 13l5 5 8-11" stroke-width="3"/>' if ticked else ""
        return (
            f'<svg role="img" aria-label="{_text(said)}" width="24" height="24" viewBox="0 0 24 24">'
            f'<rect x="1" y="1" width="22" height="22" stroke-width="2"/>{tick}</svg>'
        )

    @_block.register(r.Table)
    def _(self, block: r.Table) -> Iterator[str]:
        head = "".join(f'<th scope="col">{_text(cell)}</th>' for cell in block.header)
        rows = "".join(
            f"<tr>{''.join(f'<td><bdi>{_text(cell)}</bdi></td>' for cell in row)}</tr>" for row in block.rows
        )
        yield f"<table><caption>{_text(block.caption)}</caption>"
        yield f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"

    @_block.register(r.Figure)
    def _(self, block: r.Figure) -> Iterator[str]:
        shapes = shapes_of(block, FIGURE_WIDTH, FIGURE_TEXT, lambda text: len(text) * FIGURE_TEXT * 0.55)
        yield (
            f'<figure><svg role="img" aria-label="{_text(block.alt)}" width="{FIGURE_WIDTH}"'
            f' viewBox="0 0 {FIGURE_WIDTH} {shapes.height:.0f}">'
        )
        yield "".join(
            f'<rect x="{x:.1f}" y="{y:.1f}" width="{w:.1f}" height="{h:.1f}"/>' for x, y, w, h in shapes.rects
        )
        yield "".join(
            f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}" fill="#fff" stroke="#000" stroke-width="1.6"/>'
            for x, y, radius in shapes.rings
        )
        yield "".join(
            f'<text x="{x:.1f}" y="{y:.1f}" font-size="{FIGURE_TEXT}">{_text(text)}</text>'
            for x, y, text in shapes.texts
        )
        yield "</svg></figure>"

    @_block.register(r.Code)
    def _(self, block: r.Code) -> Iterator[str]:
        path = "".join(
            f"M{left:.2f} {down - height:.2f}h{width:.2f}v{height:.2f}h-{width:.2f}z"
            for left, down, width, height in qr_squares(block.target, QR_SIDE)
        )
        said = _text(f"{self._words.code}: {block.label}, {block.shown}".replace("\n", ", "))
        yield (
            f'<figure><svg role="img" aria-label="{said}" width="{QR_SIDE}" height="{QR_SIDE}"'
            f' viewBox="0 0 {QR_SIDE} {QR_SIDE}"><path d="{path}"/></svg>'
            f'<figcaption><p>{_text(block.label)}</p><p class="shown">{_text(block.shown)}</p></figcaption></figure>'
        )
