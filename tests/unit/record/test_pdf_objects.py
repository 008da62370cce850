"""PDF objects where PDF/A asks for more than reportlab writes."""

from __future__ import annotations

import zlib
from typing import Any

import pytest
from reportlab.pdfbase import pdfdoc

from recovery_assistant.record.pdf_objects import Raw, hex_text, reference, settled, stream


def test_a_line_ends_before_endstream() -> None:
    written = stream(b"0 0 m").format(pdfdoc.PDFDocument())
    assert written.endswith(b"\nendstream\n")


def test_metadata_stays_readable() -> None:
    assert b"<rdf>" in stream(b"<rdf>", compressed=False).format(pdfdoc.PDFDocument())


@pytest.mark.parametrize("filler", [b"\n", b"\0\0\0\1"])
def test_no_compressed_stream_ends_in_a_carriage_return(filler: bytes) -> None:
    ends = [bytes([number]) * 3 for number in range(256)]
    assert any(zlib.compress(content)[-1] == 0x0D for content in ends)
    assert not any(zlib.compress(settled(content, filler))[-1] == 0x0D for content in ends)


def test_a_text_cannot_end_its_own_string() -> None:
    assert hex_text(")>") == "<FEFF0029003E>"


def test_objects_are_found_by_name() -> None:
    document: Any = pdfdoc.PDFDocument()
    document.Reference(Raw("[]"), "Mine")
    assert reference(document, "Mine") == f"{document.idToObjectNumberAndVersion['Mine'][0]} 0 R"
