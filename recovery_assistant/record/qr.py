"""QR codes as dark squares, for paper and for HTML alike."""

from __future__ import annotations

import segno

Square = tuple[float, float, float, float]
"""Left, down, width, height; "down" is the distance of the lower edge from the top."""


def qr_squares(content: str, side: float) -> list[Square]:
    """Return left, down, width and height of the dark runs of a QR code, one row at a time."""
    matrix = segno.make(content, error="m", micro=False, boost_error=False).matrix
    unit = side / len(matrix)
    squares = []
    for row_number, row in enumerate(matrix):
        start = None
        for column, dark in enumerate((*row, 0)):
            if dark and start is None:
                start = column
            elif not dark and start is not None:
                squares.append((start * unit, (row_number + 1) * unit, (column - start) * unit, unit))
                start = None
    return squares
