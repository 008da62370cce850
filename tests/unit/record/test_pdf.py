"""The paper: accessible and archivable by a validator, the same bytes every time, and nothing hostile moves it."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import msgspec
import pytest
import zxingcpp
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pypdfium2 import PdfDocument

from recovery_assistant.domain import record as r
from recovery_assistant.domain.journal import EntriesLost, KnownEvent, PaymentRecorded
from recovery_assistant.domain.payment import Payment
from recovery_assistant.domain.record import PaperSize, RecordDocument, TextSize, visible
from recovery_assistant.record.pdf import render
from tests.unit.record.paper import Element, broken_marks, nodes, reader_of, tags, text_of
from tests.unit.record.records import MADE_AT, RESOURCES, hostile_events, press, removed_events, rich_events, started

SIZES: tuple[TextSize, ...] = (14, 18, 24)
PAPERS: tuple[PaperSize, ...] = ("a4", "letter")
CASES: dict[str, Callable[[], list[KnownEvent]]] = {
    "rich": rich_events,
    "removed": removed_events,
    "empty": lambda: [started()],
    "hostile": hostile_events,
}


def document(*blocks: r.RecordBlock) -> RecordDocument:
    return msgspec.structs.replace(press().record([started()]), blocks=blocks)


def faults(pdf: bytes, folder: Path, profile: str) -> str:
    """Return what the validator says; "" when every rule passes."""
    page = pytest.importorskip("page", reason="page-validation has no wheel for this system")
    path = folder / "record.pdf"
    path.write_bytes(pdf)
    said = str(page.validate_pdf(str(path), profile=profile))
    assert "Rules:" in said
    return "" if ", 0 failed," in said else said


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("kind", CASES)
def test_every_record_is_accessible_and_archivable(kind: str, size: TextSize, paper: PaperSize, tmp_path: Path) -> None:
    pdf = render(press().record(CASES[kind]()), RESOURCES, size, paper)
    assert faults(pdf, tmp_path, "ua1") == ""
    assert faults(pdf, tmp_path, "2a") == ""
    assert broken_marks(pdf) == []


def test_the_same_record_has_the_same_bytes() -> None:
    first, second = (press().record(rich_events()) for _ in range(2))
    assert render(first, RESOURCES) == render(second, RESOURCES)
    assert render(first, RESOURCES) != render(press().record([started()]), RESOURCES)


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("audience", r.AUDIENCES)
@pytest.mark.parametrize("kind", CASES)
def test_the_sheet_to_read_out_is_one_page(kind: str, audience: r.Audience, paper: PaperSize) -> None:
    pages = text_of(render(press().record(CASES[kind](), audience), RESOURCES, 14, paper))
    assert sum("Page 14A" in page for page in pages) == 1


@pytest.mark.parametrize("kind", CASES)
def test_the_sheet_stays_one_page_when_its_numbers_are_old(kind: str) -> None:
    late = press().record(CASES[kind](), "me", MADE_AT.replace(year=2029))
    for paper in PAPERS:
        pages = text_of(render(late, RESOURCES, 14, paper))
        assert "Last checked on" in pages[0]
        assert sum("Page 14A" in page for page in pages) == 1


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("kind", CASES)
def test_the_sheet_stays_one_page_when_money_went_today_and_a_part_was_lost(kind: str, paper: PaperSize) -> None:
    today = Payment(id="p9", amount_minor=99900, sent_on=f"{MADE_AT:%Y-%m-%d}", sent_time="11:00")
    lost = EntriesLost(kept=1041, lost=113, files_lost=12)
    record = press().record([*CASES[kind](), PaymentRecorded(payment=today), lost])
    pages = text_of(render(record, RESOURCES, 14, paper))
    assert "at once" in pages[0]
    assert "Missing: 113" in pages[0]
    assert sum("Page 14A" in page for page in pages) == 1


def test_every_page_carries_case_seal_code_and_its_number() -> None:
    record = press().record(rich_events())
    pages = text_of(render(record, RESOURCES))
    for number, page in enumerate(pages, 1):
        assert "case 2026-11-18-A7KD" in page
        assert "Page 14" in page
        assert str(record.seal) in page.replace("\u00a0", " ")
        assert f"({record.seal.count} entries)" in page
        assert f"{number} of {len(pages)}" in page
        assert "We never ask for a password" in page


def test_title_and_language_are_told_and_shown() -> None:
    record = press().record(rich_events())
    reader = reader_of(render(record, RESOURCES))
    assert reader.metadata is not None
    assert reader.metadata.title == record.title
    assert str(reader.root_object["/Lang"]) == "en-GB"
    preferences: Element = reader.root_object["/ViewerPreferences"]
    assert preferences["/DisplayDocTitle"].value is True
    assert reader.metadata.creation_date is not None
    assert reader.metadata.creation_date.isoformat() == record.made_at.isoformat()


def test_headings_come_in_order() -> None:
    found = [int(tag[1]) for tag in tags(reader_of(render(press().record(rich_events()), RESOURCES))) if tag[:1] == "H"]
    assert found[0] == 1
    assert set(found) == {1, 2, 3}
    assert all(after - before <= 1 for before, after in pairwise(found))


def test_only_embedded_fonts_are_named() -> None:
    reader = reader_of(render(press().record(hostile_events()), RESOURCES))
    page: Element = reader.pages[1]
    fonts = page["/Resources"]["/Font"]
    assert {str(font.get_object()["/BaseFont"]).split("+")[-1] for font in fonts.values()} == {
        "AtkinsonHyperlegibleNext-Regular",
        "AtkinsonHyperlegibleNext-Bold",
        "NotoSans-Regular",
        "NotoSans-Bold",
    }
    assert all("/FontFile2" in font.get_object()["/FontDescriptor"].get_object() for font in fonts.values())


def test_nothing_but_black_is_printed() -> None:
    pdf = PdfDocument(render(press().record(rich_events()), RESOURCES))
    for page in pdf:
        picture = page.render(scale=0.5).to_pil().convert("RGB")
        colours = picture.getcolors(1 << 20)
        assert colours is not None
        assert all(max(colour) - min(colour) <= 2 for _, colour in colours)
        page.close()
    pdf.close()


def test_codes_can_be_read_by_a_phone_and_say_what_stands_beside_them() -> None:
    record = press().record([started()])
    wanted = [block.target for block in record.blocks if isinstance(block, r.Code)]
    assert any(target.startswith("tel:") for target in wanted)
    assert any(target.startswith("https://") for target in wanted)
    pdf = PdfDocument(render(record, RESOURCES))
    read: list[str] = []
    for page in pdf:
        found = zxingcpp.read_barcodes(page.render(scale=150 / 72).to_pil().convert("L"))
        read += [one.text for one in sorted(found, key=lambda one: one.position.top_left.y)]
        page.close()
    pdf.close()
    assert read == wanted


def test_codes_are_at_least_thirty_millimetres_and_have_words() -> None:
    reader = reader_of(render(press().record([started()]), RESOURCES))
    figures = [element for element, _ in nodes(reader) if element["/S"] == "/Figure"]
    assert figures
    for figure in figures:
        left, bottom, right, top = (float(edge) for edge in figure["/A"].get_object()["/BBox"])
        assert min(right - left, top - bottom) >= 30 / 25.4 * 72
        assert len(str(figure["/Alt"])) > 10


def test_boxes_say_whether_they_are_ticked() -> None:
    reader = reader_of(render(document(r.Ticks(items=(("Bank told", True), ("Police told", False)))), RESOURCES))
    assert [element["/Alt"] for element, _ in nodes(reader) if "/Alt" in element] == ["Done", "Not done yet"]


def test_a_table_on_two_pages_has_one_header_for_readers_and_two_for_eyes() -> None:
    rows = tuple((f"{day} November 2026", "£10.00") for day in range(1, 31)) * 2
    pdf = render(document(r.Table(caption="All", header=("When", "How much"), rows=rows)), RESOURCES)
    assert len(text_of(pdf)) > 1
    assert all("How much" in page for page in text_of(pdf))
    assert tags(reader_of(pdf)).count("TH") == 2
    assert tags(reader_of(pdf)).count("TD") == 2 * len(rows)
    assert broken_marks(pdf) == []


@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.text(max_size=200), min_size=1, max_size=4), st.sampled_from(SIZES))
def test_no_text_can_break_the_paper(texts: list[str], size: TextSize) -> None:
    told = tuple(visible(text) for text in texts)
    pdf = render(
        document(
            r.Heading(level=1, text=told[0] or "empty", page_code="14B", starts_page=True),
            r.Note(text=told[0]),
            r.Pairs(rows=tuple((text[:20], text) for text in told)),
            r.Table(caption="c", header=("a", "b"), rows=tuple((text, "x") for text in told)),
            r.Items(items=told),
            r.ReadOut(text=told[-1]),
        ),
        RESOURCES,
        size,
    )
    assert broken_marks(pdf) == []
    shown = "".join("".join(text_of(pdf)).split())
    for text in told:
        for word in text.split():
            if word.isascii():
                assert word in shown


@pytest.mark.parametrize("block", [r.Text, r.ReadOut, r.Note])
def test_ten_thousand_letters_without_a_space_are_all_there(block: type[r.Text | r.ReadOut | r.Note]) -> None:
    text = "".join(chr(ord("a") + number % 26) for number in range(10_000))
    for size in SIZES:
        shown = "".join("".join(text_of(render(document(block(text=text)), RESOURCES, size))).split())
        foot_and_head = shown.replace(text[:5], "", 1)
        assert sum(shown.count(letter) for letter in "qxz") >= sum(text.count(letter) for letter in "qxz")
        assert foot_and_head != shown


def test_nothing_stands_outside_the_margins() -> None:
    pdf = PdfDocument(render(press().record(hostile_events()), RESOURCES))
    for number, page in enumerate(pdf):
        width, height = page.get_size()
        for thing in page.get_objects():
            left, bottom, right, top = thing.get_bounds()
            assert left >= 60, number
            assert right <= width - 58, number
            assert bottom >= 20, number
            assert top <= height - 40, number
        page.close()
    pdf.close()


@pytest.mark.skipif(shutil.which("qpdf") is None, reason="qpdf is not installed")
def test_qpdf_finds_nothing_wrong(tmp_path: Path) -> None:
    path = tmp_path / "record.pdf"
    path.write_bytes(render(press().record(hostile_events()), RESOURCES))
    checked = subprocess.run(["qpdf", "--check", str(path)], capture_output=True, check=False)
    assert checked.returncode == 0, checked.stdout + checked.stderr


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="poppler is not installed")
def test_the_text_can_be_copied_in_the_order_in_which_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "record.pdf"
    path.write_bytes(render(press().record(rich_events()), RESOURCES))
    run = subprocess.run(["pdftotext", "-layout", str(path), "-"], capture_output=True, check=True, text=True)
    order = ["Read this out", "What happened", "Ask the bank", "Write down", "Payments", "What we found", "Still to do"]
    places = [run.stdout.index(words) for words in order]
    assert places == sorted(places)


@pytest.mark.skipif(shutil.which("pdfinfo") is None, reason="poppler is not installed")
def test_a_reader_hears_the_structure(tmp_path: Path) -> None:
    sheet = document(
        r.Heading(level=1, text="Read this out on the phone"),
        r.ReadOut(text="“I want to report fraud.”"),
        r.Pairs(rows=(("It began", "today"),)),
        r.Table(caption="All", header=("When", "How much"), rows=(("today", "£1.00"),)),
    )
    path = tmp_path / "record.pdf"
    path.write_bytes(render(sheet, RESOURCES))
    run = subprocess.run(["pdfinfo", "-struct-text", str(path)], capture_output=True, check=True, text=True)
    heard = [line.strip() for line in run.stdout.splitlines() if line.strip().startswith('"')]
    assert heard == [
        f'"{words}"'
        for words in (
            "Read this out on the phone",
            "“I want to report fraud.”",
            "It began",
            "today",
            "All",
            "When",
            "How much",
            "today",
            "£1.00",
        )
    ], "in this order, and without head and foot"
