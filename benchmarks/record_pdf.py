"""How long a record of 12 pages takes, beside bare reportlab with the same text in the same fonts.

The floor is reportlab's own page maker (platypus): paragraphs and tables with every text of the record, no tags, no
boxes, no codes, no rule about what stays together. Both run in turn in one process; the ratio of medians is printed.
Aim: at most 1.5.

    python benchmarks/record_pdf.py [--runs 30]
"""

from __future__ import annotations

import argparse
import io
import statistics
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from xml.sax.saxutils import escape

from pypdfium2 import PdfDocument
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate, Table

from recovery_assistant.domain import record as r
from recovery_assistant.domain.journal import Seal
from recovery_assistant.record.pdf import render

RESOURCES = Path(__file__).resolve().parents[1] / "resources"
PAGES = 12
REGULAR, BOLD = "AtkinsonHyperlegibleNext-Regular", "AtkinsonHyperlegibleNext-Bold"
SENTENCE = "They said that the PC sends errors, and that I must act today or lose my pictures. "


def record() -> r.RecordDocument:
    """Return a record of 12 pages in which every kind of block stands as often as in a real one."""
    blocks: list[r.RecordBlock] = []
    for number in range(1, PAGES + 1):
        row = ("18 November 2026, 11:06", f"£{number},850.00", "Bank transfer", "They did")
        blocks += [
            r.Heading(level=1, text=f"Section {number}", page_code=f"14{number}", starts_page=True),
            r.Text(text=SENTENCE * 2),
            r.Heading(level=2, text="What happened"),
            r.Pairs(rows=tuple((f"Question {at}", f"Answer {number}-{at}, 18 November 2026") for at in range(7))),
            r.Table(caption="Payments", header=("When", "How much", "How", "Who"), rows=(row,) * 2),
            r.Ticks(items=tuple((f"Look at account {number}-{at} (page 8C)", at % 2 == 0) for at in range(4))),
        ]
    return r.RecordDocument(
        title="Recovery record",
        language="en-GB",
        case_number="2026-11-18-A7KD",
        audience="me",
        made_at=datetime(2026, 11, 22, 14, 5, tzinfo=UTC),
        seal=Seal(letters="7F3K92QD4MTX", count=31),
        promise="We never ask for a password, PIN, code, full card number or money.",
        page_words=r.PageWords(
            head="Recovery record, case 2026-11-18-A7KD",
            page="Page",
            of="of",
            seal="Seal of 22 November 2026: 7F3K 92QD 4MTX (31 entries)",
            ticked="Done",
            empty="Not done yet",
            to_write="Line to write on",
            code="Code for a phone",
        ),
        blocks=tuple(blocks),
    )


def bare(document: r.RecordDocument) -> bytes:
    """Return the same text from platypus."""
    body = ParagraphStyle("body", fontName=REGULAR, fontSize=14, leading=20)
    bold = ParagraphStyle("bold", parent=body, fontName=BOLD)
    heading = ParagraphStyle("heading", parent=bold, fontSize=17, leading=23)
    file = io.BytesIO()
    paper = SimpleDocTemplate(file, pagesize=A4, invariant=1, title=document.title)
    paper.build([piece for block in document.blocks for piece in _flowables(block, body, bold, heading)])
    return file.getvalue()


def _flowables(
    block: r.RecordBlock, body: ParagraphStyle, bold: ParagraphStyle, heading: ParagraphStyle
) -> Iterator[Flowable]:
    match block:
        case r.Heading():
            yield Paragraph(escape(block.text), heading)
        case r.Text():
            yield Paragraph(escape(block.text), body)
        case r.Pairs():
            yield Table([[Paragraph(escape(a), body), Paragraph(escape(b), bold)] for a, b in block.rows])
        case r.Table():
            head = [Paragraph(escape(cell), bold) for cell in block.header]
            yield Table([head, *([Paragraph(escape(cell), body) for cell in row] for row in block.rows)])
        case r.Ticks():
            yield from (Paragraph(escape(text), body) for text, _ in block.items)


def seconds(work: Callable[[], object]) -> float:
    """Return how long one call takes."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--runs", type=int, default=30)
    runs = parser.parse_args().runs
    for name in (REGULAR, BOLD):
        pdfmetrics.registerFont(TTFont(name, str(RESOURCES / "fonts" / f"{name}.ttf")))
    document = record()
    ours, floor = render(document, RESOURCES), bare(document)  # also warms both up: each has read its fonts
    times: dict[str, list[float]] = {"ours": [], "bare": []}
    for _ in range(runs):
        times["ours"].append(seconds(lambda: render(document, RESOURCES)))
        times["bare"].append(seconds(lambda: bare(document)))
    ours_ms, bare_ms = (statistics.median(times[name]) * 1000 for name in ("ours", "bare"))
    for name, took, pdf in (("record, tagged", ours_ms, ours), ("bare reportlab", bare_ms, floor)):
        print(f"{name}: {took:7.1f} ms, {len(PdfDocument(pdf)):3d} pages, {len(pdf) // 1024:4d} KB")
    print(f"ratio: {ours_ms / bare_ms:.2f} (aim: at most 1.5; median of {runs} runs each)")


if __name__ == "__main__":
    main()
