"""Pages of a PDF as pictures, at the width that was asked for."""

from __future__ import annotations

import io

import pytest
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication
from reportlab.pdfgen.canvas import Canvas

from recovery_assistant.ui.paper import sheet


def two_pages() -> bytes:
    kept = io.BytesIO()
    canvas = Canvas(kept, pagesize=(595, 842))
    canvas.rect(0, 421, 595, 421, fill=1, stroke=0)
    canvas.showPage()
    canvas.showPage()
    canvas.save()
    return kept.getvalue()


def test_a_page_is_drawn_the_right_way_up(qapp: QApplication) -> None:
    seen = sheet(two_pages(), 0, 296)
    assert (seen.total, seen.image.width()) == (2, 296)
    assert QColor(seen.image.pixel(148, 20)).lightness() < 10
    assert QColor(seen.image.pixel(148, 400)).lightness() > 245


def test_there_is_no_page_behind_the_last(qapp: QApplication) -> None:
    with pytest.raises(IndexError):
        sheet(two_pages(), 2, 296)
