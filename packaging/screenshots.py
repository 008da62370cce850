"""Make docs/screenshots/ anew: `python packaging/screenshots.py`, with the program's own environment.

Shows the real window with the shipped content on a made-up PC (tests/visited_pc.py), off screen, so that it runs
anywhere and gives the same pictures every time but for the case number, which is drawn by lot.
"""

# The platform is chosen before Qt is read; and a photographer may look behind the curtain.
# ruff: noqa: E402, S101, SLF001

from __future__ import annotations

import contextlib
import os
import re
import sys
import tempfile
from collections.abc import Callable
from datetime import UTC
from functools import partial
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "docs" / "screenshots"
SAMPLES = ROOT.parent / "shared" / "samples" / "getscreen"
WIDE, SMALL = (1100, 760), (800, 600)

os.environ["QT_QPA_PLATFORM"] = "offscreen"
sys.path.insert(0, str(ROOT))
sys.path.insert(0, str(ROOT / "packaging"))

import pypdfium2
from human_screenshots import HumanPictures, side_by_side
from msgspec import structs
from PIL import Image
from PySide6.QtCore import QEventLoop, QPoint, QTimer
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication, QWidget
from removal_screenshots import RemovalPictures

from recovery_assistant.domain.journal import CallNoted, CallStarted, FindingMarked, PaymentRecorded
from recovery_assistant.domain.payment import Payment
from recovery_assistant.services.exhibits import CopyProgress
from recovery_assistant.services.log_sources import logs_at
from recovery_assistant.services.trace_recording import written
from recovery_assistant.services.tracing import traces_of
from recovery_assistant.ui.app import open_window
from recovery_assistant.ui.journey import Aside, At, Home, Start
from recovery_assistant.ui.pages.evidence import EvidencePage
from recovery_assistant.ui.pages.findings import FindingsPage
from recovery_assistant.ui.pages.left_behind import LeftBehindPage
from recovery_assistant.ui.pages.live import LivePage
from recovery_assistant.ui.pages.looking import look_and_copy
from recovery_assistant.ui.pages.payments import PaymentsPage
from recovery_assistant.ui.pages.record import RecordPage
from recovery_assistant.ui.pages.timeline import TimelinePage
from recovery_assistant.ui.widgets.left_behind_card import LeftBehindCard
from recovery_assistant.ui.widgets.moment_list import MomentList
from recovery_assistant.ui.window import Window
from tests.made_up_parts import MadeUp
from tests.visited_pc import visited_pc

CONTRAST = {
    QPalette.ColorRole.Window: "#000000",
    QPalette.ColorRole.WindowText: "#ffffff",
    QPalette.ColorRole.Base: "#000000",
    QPalette.ColorRole.Text: "#ffffff",
    QPalette.ColorRole.Button: "#000000",
    QPalette.ColorRole.ButtonText: "#ffee32",
    QPalette.ColorRole.Highlight: "#d6b4fd",
    QPalette.ColorRole.HighlightedText: "#000000",
    QPalette.ColorRole.Link: "#8080ff",
}


def wait(milliseconds: int) -> None:
    """Let the event loop run."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def wait_until(happened: Callable[[], bool]) -> None:
    """Let the event loop run until something has happened, ten seconds at most."""
    for _round in range(200):
        if happened():
            return
        wait(50)
    raise SystemExit("a page did not come up")


def has_looked(page: LivePage) -> bool:
    """Return whether the page knows its answer."""
    return page._state is not None


class Photographer:
    """One window, and a folder for pictures of it."""

    def __init__(self, made_up: MadeUp, application: QApplication) -> None:
        self.made_up = made_up
        self.window: Window = open_window(made_up.parts, application)
        self.theme = self.window.desk.theme
        self.window.resize(*WIDE)
        self.window.show()

    def take(self, name: str) -> None:
        """Save what the window shows."""
        wait(150)
        path = TARGET / f"{name}.png"
        self.window.grab().save(str(path))
        # A window of few colours: 256 of them make the file a third as large, and nobody sees the difference.
        with Image.open(path) as picture:
            small = picture.convert("RGB").quantize(256, dither=Image.Dither.NONE)
        small.save(path, optimize=True)
        print(path.relative_to(ROOT))

    def at(self, step: str, name: str = "") -> None:
        """Go to a page; with a name, save it."""
        self.window.go(At(step))
        wait(100)
        if name:
            self.take(name)

    def start(self) -> None:
        """Show the first page, then start a case and tell it a story."""
        self.take("first-page")
        book = self.made_up.cases.new("GB", "person")
        self.window.casebook = book
        list(look_and_copy(self.window.desk, book, lambda: False))
        book.answer("where-you-live", {"region": "england"})
        book.answer("the-call", {"how-it-began": "they-rang", "day": "2026-11-18", "began-at": "10:31"})
        book.answer("the-caller", {"company": "Microsoft"})
        paid = Payment(
            id="p1",
            amount_minor=185000,
            rail="bank-transfer",
            sent_on="2026-11-18",
            sent_time="11:06",
            account_ending="4321",
        )
        book.record(PaymentRecorded(payment=paid))

    def right_now(self) -> None:
        """Show the straight pages."""
        self.at("unplug", "unplug")
        for name, pc in (
            ("somebody-still-connected", visited_pc(connected=True, network_up=True)),
            ("nobody-looks-connected", visited_pc(network_up=True)),
            ("cannot-tell-who-is-connected", visited_pc(nameless=True, network_up=True)),
            ("the-cable-is-out", visited_pc()),
        ):
            self.made_up.pc = pc
            self.at("unplug")
            self.at("still-connected")
            live = self.window.page
            assert isinstance(live, LivePage)
            wait_until(partial(has_looked, live))
            self.take(name)
        book = self.window.casebook
        assert book is not None
        book.record(CallStarted(call_id="call-1", contact="bank-159", started_at=self.made_up.clock()))
        book.record(CallNoted(call_id="call-1", spoke_to="Fraud team"))
        self.made_up.clock.pass_seconds(252)
        self.at("bank-call", "bank-call")
        self.at("copy-evidence", "evidence")
        self.copying("copying")

    def copying(self, name: str) -> None:
        """Show copying while it goes on."""
        page = self.window.page
        assert isinstance(page, EvidencePage)
        page.looking._copying(CopyProgress(done=2, total=9, path="", bytes_done=41_000_000, bytes_total=230_000_000))
        self.scroll_to(page.looking)
        self.take(name)

    def tasks(self) -> None:
        """Show the task list and pages of it."""
        self.window.go(Home())
        self.take("task-list")
        self.at("payments", "payments")
        payments = self.window.page
        assert isinstance(payments, PaymentsPage)
        payments._change(payments.desk.case.payments["p1"])
        payments.main_pressed()
        self.take("who-pressed-send")
        self.findings()
        self.connected()
        self.left_behind()
        book = self.window.casebook
        assert book is not None
        told = structs.replace(book.case.payments["p1"], who_sent="them", bank_told_on="2026-11-18")
        book.record(PaymentRecorded(payment=told))
        self.at("ask-for-money-back", "ask-for-the-money-back")
        self.at("e-mail-first", "passwords")
        self.at("report-fraud", "report")
        self.record("record")

    def findings(self) -> None:
        """Show the programs that were found, one after the other, the end of them, and their removal."""
        self.at("programs-found", "finding")
        page = self.window.page
        assert isinstance(page, FindingsPage)
        card = page._card
        assert card is not None
        card.link.click()
        self.take("finding-evidence-open")
        while page._card is not None:
            finding = page.desk.case.findings[page._at].finding
            if finding.tool_id == "teamviewer":
                page._card.link.click()
                wait(100)
                self.scroll_to(page._card._how)
                self.take("finding-renamed")
            page.skip_pressed()
            wait(100)
        self.take("findings-end")
        self.to_the_end()
        self.take("findings-end-doors")
        book = self.window.casebook
        assert book is not None
        for finding_id in book.case.findings:
            book.record(FindingMarked(finding_id=finding_id, mark="not-mine"))
        self.at("remove-programs", "removal-several-copies")
        pictures = RemovalPictures(self, book, wait, wait_until)
        pictures.all()
        pictures.setting()
        self.paper("record-removal", "14J")

    def connected(self) -> None:
        """Show what is asked before records are read, and what they tell."""
        self.at("when-connected", "when-connected-asks")
        page = self.window.page
        assert isinstance(page, TimelinePage)
        page.main_pressed()
        wait_until(lambda: page.desk.case.newest_reading is not None and not page.is_reading)
        self.window.scroller.verticalScrollBar().setValue(0)
        self.take("when-connected")
        self.to_the_end()
        self.take("when-connected-end")
        self.at("tell-the-maker", "tell-the-maker")
        self.paper("record-when-connected")

    def samples(self) -> None:
        """Show what real logs of a public repository tell, where somebody has put them beside this folder."""
        book = self.made_up.cases.new("GB", "person")
        self.window.casebook = book
        book.answer("the-call", {"day": "2026-04-12", "began-at": "12:00"})
        with contextlib.chdir(SAMPLES.parent):  # else the picture would show where this checkout lies
            list(written(book, traces_of(logs_at([Path(SAMPLES.name)], lambda: UTC)), "this"))
        self.at("when-connected", "when-connected-samples")
        self.theme.set_percent(200)
        self.at("when-connected", "when-connected-samples-200")
        self.theme.set_percent(100)
        self.paper("record-when-connected-samples")

    def print_pages(self, name: str, pdf: bytes) -> None:
        """Save the first pages of a paper side by side."""
        path = TARGET / f"{name}.png"
        side_by_side(pdf).quantize(16).save(path, optimize=True)
        print(path.relative_to(ROOT))

    def paper(self, name: str, code: str = "14I") -> None:
        """Save the pages of the police's copy that bear a code, side by side: 14I the connections, 14J removals."""
        book = self.window.casebook
        assert book is not None
        exporter = self.made_up.parts.exporter(book)
        pages = []
        pdf = pypdfium2.PdfDocument(exporter.pdf(exporter.document("police")))
        for page in pdf:
            if re.search(rf"Page [0-9A-Z, ]*{code}", page.get_textpage().get_text_bounded()):
                pages.append(page.render(scale=1.2).to_pil().convert("L"))
        whole = Image.new("L", (sum(page.width for page in pages[:3]), pages[0].height), 255)
        for place, page in enumerate(pages[:3]):
            whole.paste(page, (place * page.width, 0))
        path = TARGET / f"{name}.png"
        whole.quantize(16).save(path, optimize=True)
        print(path.relative_to(ROOT))

    def left_behind(self) -> None:
        """Show what else was left on the PC and in its browsers."""
        self.at("left-behind", "left-behind")
        page = self.window.page
        assert isinstance(page, LeftBehindPage)
        self.scroll_to(page.findChildren(LeftBehindCard)[0])
        self.take("left-behind-card-open")
        self.at("browser-check", "left-behind-browsers")

    def scroll_to(self, widget: QWidget) -> None:
        """Put the top of a part of the page to the top of the window."""
        page = self.window.page
        assert page is not None
        self.window.scroller.verticalScrollBar().setValue(widget.mapTo(page, QPoint(0, 0)).y() - 16)

    def to_the_end(self) -> None:
        """Scroll to the end of the page."""
        bar = self.window.scroller.verticalScrollBar()
        bar.setValue(bar.maximum())

    def record(self, name: str) -> None:
        """Show the record page with its preview."""
        self.at("record")
        page = self.window.page
        assert isinstance(page, RecordPage)
        wait_until(lambda: page._made is not None)
        self.take(name)

    def other_looks(self) -> None:
        """Show dark, contrast, large text and the smallest window."""
        book = self.window.casebook
        assert book is not None
        pictures = RemovalPictures(self, book, wait, wait_until)
        self.theme.force("dark")
        pictures.other_look("dark")
        self.at("programs-found", "finding-dark")
        self.at("left-behind", "left-behind-dark")
        self.at("when-connected", "when-connected-dark")
        palette = QPalette()
        for role, colour in CONTRAST.items():
            palette.setColor(role, QColor(colour))
        self.theme.force("contrast", palette)
        self.at("unplug", "unplug-contrast-theme")
        self.at("when-connected", "when-connected-contrast-theme")
        pictures.other_look("contrast-theme")
        self.theme.force("light")
        self.theme.set_percent(200)
        self.window.go(Start())
        self.take("first-page-200")
        self.at("copy-evidence")
        self.copying("copying-200")
        self.at("bank-call", "bank-call-200")
        self.to_the_end()
        self.take("bank-call-200-page-end")
        self.at("left-behind")
        page = self.window.page
        assert isinstance(page, LeftBehindPage)
        self.scroll_to(page.findChildren(LeftBehindCard)[0])
        self.take("left-behind-200")
        self.at("when-connected", "when-connected-200")
        timeline = self.window.page
        assert isinstance(timeline, TimelinePage)
        self.scroll_to(timeline.findChildren(MomentList)[0])
        self.take("when-connected-200-list")
        self.record("record-200")
        pictures.all("-200", whole=False)
        self.theme.set_percent(100)
        self.window.resize(*SMALL)
        self.window.go(Home())
        self.take("task-list-800x600")
        self.at("when-connected", "when-connected-800x600")
        self.window.resize(*WIDE)
        self.window.go(Aside("technician"))
        self.take("technician")


def main() -> int:
    """Make every picture and return the exit code."""
    TARGET.mkdir(parents=True, exist_ok=True)
    application = QApplication(sys.argv[:1])
    with tempfile.TemporaryDirectory() as folder:
        made_up = MadeUp(Path(folder))
        made_up.pc = visited_pc()
        photographer = Photographer(made_up, application)
        photographer.start()
        photographer.right_now()
        photographer.tasks()
        photographer.other_looks()
        if SAMPLES.is_dir():
            photographer.samples()
        photographer.window.close()
    HumanPictures(Photographer, application, wait_until).all()
    return 0


if __name__ == "__main__":
    sys.exit(main())
