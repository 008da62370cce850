"""Paper on the screen and on the printer: pages of a PDF as pictures, rendered off the GUI thread by pypdfium2."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QImage, QPainter

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

POINTS_PER_INCH = 72
MOST_DPI = 300
_ONE_AT_A_TIME = threading.Lock()  # PDFium may not be called from two threads at once


@dataclass(frozen=True)
class Sheet:
    """One page of a PDF as a picture, and how many pages there are."""

    image: QImage
    number: int
    total: int


def sheet(pdf: bytes, number: int, width: int) -> Sheet:
    """Render a page (0 is the first) to a picture of that width in pixels. Raises IndexError."""
    import pypdfium2

    with _ONE_AT_A_TIME:
        document = pypdfium2.PdfDocument(pdf)
        try:
            if number >= len(document):
                raise IndexError(number)
            page = document[number]
            bitmap = page.render(scale=width / page.get_width(), rev_byteorder=True)
            kind = QImage.Format.Format_RGB888 if bitmap.n_channels == 3 else QImage.Format.Format_RGBX8888
            image = QImage(bytes(bitmap.buffer), bitmap.width, bitmap.height, bitmap.stride, kind).copy()
            total = len(document)
            # Closed here and now: the garbage collector would call PDFium from whatever thread it runs in.
            bitmap.close()
            page.close()
            return Sheet(image, number, total)
        finally:
            document.close()


def _widths(pdf: bytes) -> list[float]:
    """Return the width of every page in points."""
    import pypdfium2

    with _ONE_AT_A_TIME:
        document = pypdfium2.PdfDocument(pdf)
        try:
            widths = []
            for number in range(len(document)):
                page = document[number]
                widths.append(page.get_width())
                page.close()
            return widths
        finally:
            document.close()


def print_pdf(pdf: bytes, printer: QPrinter) -> int:
    """Draw every page on the printer, at most 300 dots an inch, and return how many there were."""
    dpi = min(printer.resolution(), MOST_DPI)
    printer.setFullPage(True)
    painter = QPainter()
    if not painter.begin(printer):
        return 0
    widths = _widths(pdf)
    for number, points in enumerate(widths):
        if number:
            printer.newPage()
        image = sheet(pdf, number, round(points / POINTS_PER_INCH * dpi)).image
        target = printer.paperRect(printer.Unit.DevicePixel)
        size = image.size().scaled(target.size().toSize(), Qt.AspectRatioMode.KeepAspectRatio)
        painter.drawImage(QRect(0, 0, size.width(), size.height()), image)
    painter.end()
    return len(widths)
