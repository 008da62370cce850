"""QR codes say exactly what was asked, in dark runs."""

from __future__ import annotations

import pytest
import zxingcpp
from PIL import Image, ImageDraw

from recovery_assistant.record.qr import qr_squares


@pytest.mark.parametrize("content", ["tel:159", "tel:+443001232040", "https://www.reportfraud.police.uk/", "x" * 400])
def test_a_code_reads_back_as_it_was_written(content: str) -> None:
    side = 400
    picture = Image.new("L", (side + 80, side + 80), 255)
    draw = ImageDraw.Draw(picture)
    for left, down, width, height in qr_squares(content, side):
        top = down - height
        draw.rectangle((40 + left, 40 + top, 40 + left + width - 0.5, 40 + top + height - 0.5), fill=0)
    (found,) = zxingcpp.read_barcodes(picture)
    assert found.text == content


def test_dark_runs_stay_inside_the_code() -> None:
    for left, down, width, height in qr_squares("tel:159", 86):
        assert left >= 0
        assert left + width <= 86.0001
        assert height <= down <= 86.0001
