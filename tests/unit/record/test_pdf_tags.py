"""The checks can fail: a record that is broken in one place is caught, each time by the check meant for it."""

from __future__ import annotations

from pathlib import Path

import pytest

from recovery_assistant.record.pdf import render
from tests.unit.record.paper import broken_marks
from tests.unit.record.records import RESOURCES, press, rich_events
from tests.unit.record.test_pdf import faults


@pytest.fixture(scope="module")
def pdf() -> bytes:
    return render(press().record(rich_events()), RESOURCES)


def changed(pdf: bytes, before: bytes, after: bytes) -> bytes:
    """Return the file with one thing changed, at the same length, so that every offset still fits."""
    assert before in pdf
    assert len(after) <= len(before)
    return pdf.replace(before, after.ljust(len(before)), 1)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b"/Lang (en-GB)", b""),
        (b"/DisplayDocTitle true", b"/DisplayDocTitle false"[:21]),
        (b"/MarkInfo", b"/MarkInfx"),
        (b"<pdfuaid:part>1", b"<pdfuaid:part>7"),
        (b"/S /H1", b"/S /H3"),
        (b"/S /Figure /P", b"/S /Figure /Q"),
    ],
)
def test_the_validator_sees_what_makes_it_inaccessible(pdf: bytes, before: bytes, after: bytes, tmp_path: Path) -> None:
    assert faults(changed(pdf, before, after), tmp_path, "ua1")


@pytest.mark.parametrize(
    ("before", "after"),
    [(b"/OutputIntents", b"/OutputIntentz"), (b"/FontFile2", b"/FontFileX"), (b"<pdfaid:part>2", b"<pdfaid:part>9")],
)
def test_the_validator_sees_what_makes_it_unfit_to_keep(
    pdf: bytes, before: bytes, after: bytes, tmp_path: Path
) -> None:
    assert faults(changed(pdf, before, after), tmp_path, "2a")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b"/ParentTree ", b"/ParentTrex "),
        (b"/K [0]>>", b"/K [9]>>"),
        (b"/StructParents 1", b"/StructParents 0"),
        (b"/S /H2", b"/S /H4"),
    ],
)
def test_our_own_check_sees_what_the_validator_does_not(pdf: bytes, before: bytes, after: bytes) -> None:
    assert broken_marks(pdf) == []
    assert broken_marks(changed(pdf, before, after)) != []
