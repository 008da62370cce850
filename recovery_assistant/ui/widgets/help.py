"""Help by phone: the column at the right and, where there is no room for it, the bar on top. Same order everywhere."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from recovery_assistant.domain.country import Contact, CountryPack, Role, serves
from recovery_assistant.domain.region import Region
from recovery_assistant.translation import _
from recovery_assistant.ui import phrases
from recovery_assistant.ui.theme import Theme
from recovery_assistant.ui.widgets import text
from recovery_assistant.ui.widgets.buttons import LinkButton
from recovery_assistant.ui.widgets.layouts import Block, Line, column, row
from recovery_assistant.ui.widgets.phone_code import PhoneCode
from recovery_assistant.ui.widgets.text import Heading, Label, rule

WIDTH = 292
_LONG_NUMBER = 6
STACKS_FROM = 150
"""Per cent of the usual size from which a square stands below its address, and long addresses may be broken."""


def shown_contacts(country: CountryPack, region: Region | None) -> tuple[Contact, ...]:
    """Return the contacts of the help column, in the pack's own order, for people who live there."""
    contacts = (country.contact(contact_id) for contact_id in country.help_column)
    return tuple(contact for contact in contacts if serves(contact, region))


def short_name(role: Role) -> str:
    """Return the one word of the bar on top."""
    return {"emergency": _("Danger"), "bank": _("Bank"), "police": _("Police")}.get(role, "")


class ContactBlock(Block):
    """Who it is, the number large, and one line below."""

    def __init__(self, theme: Theme, contact: Contact, country: CountryPack, today: date) -> None:
        super().__init__()
        lines = column(theme, spacing=3)
        lines.addWidget(Label(contact.name, "hint"))
        number = phrases.reach(contact)
        role: text.Role = "long-number" if len(number) > _LONG_NUMBER else "number"
        lines.addWidget(Label(number, role if contact.phone else "strong"))
        for line in (contact.hours or contact.note, phrases.stale_words(contact, country, today)):
            if line:
                lines.addWidget(Label(line, "hint"))
        self.setLayout(lines)


def checked_on(contacts: tuple[Contact, ...], country: CountryPack) -> str:
    """Return "Checked on …": the oldest day on which one of these contacts was read."""
    days = [contact.checked_on for contact in contacts if contact.expires] or [c.checked_on for c in contacts]
    return _("Checked on {day}.").format(day=phrases.day(min(days), country)) if days else ""


class HelpColumn(QFrame):
    """The column at the right, 292 wide, on every page."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setObjectName("side")
        self.setAccessibleName(_("Help by phone"))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(1, 0, 0, 0)
        self._scroll = QScrollArea()
        self._scroll.setObjectName("sidescroll")
        self._scroll.setWidgetResizable(True)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        outer.addWidget(self._scroll)
        self.restyle()

    def restyle(self) -> None:
        """Keep the width in step with the text."""
        self.setFixedWidth(self._theme.px(WIDTH))

    def show_region(self, country: CountryPack | None, region: Region | None, today: date) -> None:
        """Show who is there for people who live in this region; before the country is known, no number at all."""
        ground = Block()
        ground.setObjectName("sideground")
        lines = column(self._theme, margins=(24, 26, 20, 20))
        lines.place(Heading(_("Help by phone"), "strong"))
        if country is None:
            lines.place(Label(_("Say first where you live. Then the right numbers stand here.")), 8)
            lines.addStretch(1)
            ground.setLayout(lines)
            self._scroll.setWidget(ground)
            return
        lines.place(Label(country.name, "hint"), 2)
        contacts = shown_contacts(country, region)
        for place, contact in enumerate(contacts):
            if place:
                lines.place(rule(), 10)
            lines.place(ContactBlock(self._theme, contact, country, today), 14 if not place else 10)
        lines.addStretch(1)
        lines.place(Label(f"{checked_on(contacts, country)}\n{_('Nobody here will ever ring you.')}", "hint"), 16)
        ground.setLayout(lines)
        self._scroll.setWidget(ground)


class NumbersLabel(Label):
    """Short names with their numbers in bold, each pair kept on one line."""

    def show_numbers(self, numbers: Mapping[str, str]) -> None:
        """Show these names and numbers, in their order."""
        self.say(", ".join(f"{name} {number}" for name, number in numbers.items()))
        pairs = (
            f"{html.escape(name)}&nbsp;<b>{html.escape(number).replace(' ', '&nbsp;')}</b>"
            for name, number in numbers.items()
        )
        self.setText(f'<div style="line-height:108%">{"&nbsp;&nbsp; ".join(pairs)}</div>')


class TopBar(QFrame):
    """Where the column has no room: the short numbers, More, and the page code. The only thing that stays put."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("topbar")
        self.setAccessibleName(_("Help by phone"))
        line: Line = row(theme, margins=(16, 6, 16, 6), spacing=14)
        self._numbers = NumbersLabel()
        line.addWidget(self._numbers, 1)
        self.more = LinkButton(theme, _("More"), description=_("More numbers to ring"))
        line.addWidget(self.more, 0, Qt.AlignmentFlag.AlignVCenter)
        self.code = Label("", "pill", wrap=False)
        line.addWidget(self.code, 0, Qt.AlignmentFlag.AlignVCenter)
        self.setLayout(line)

    def show_region(self, country: CountryPack | None, region: Region | None) -> None:
        """Show the three numbers that a bar has room for."""
        self.more.setVisible(country is not None)
        if country is None:
            self._numbers.say(_("Say first where you live."))
            return
        said = {
            short_name(contact.role): contact.phone
            for contact in shown_contacts(country, region)
            if short_name(contact.role) and contact.phone
        }
        self._numbers.show_numbers(said)


class ContactCards(QWidget):
    """Contacts that belong to the page itself: name, how to reach them, what they do."""

    def __init__(self, theme: Theme, contacts: tuple[Contact, ...], country: CountryPack, today: date) -> None:
        super().__init__()
        lines = column(theme)
        for place, contact in enumerate(contacts):
            if place:
                lines.place(rule(), 12)
            told = _told_of(theme, contact, country, today)
            if contact.role != "account":
                lines.addLayout(told)
                continue
            told.place(Label(_("Point the camera of your phone at the square."), "hint"), 4)
            beside = row(theme, spacing=16) if theme.px(100) < STACKS_FROM else column(theme, spacing=10)
            beside.addLayout(told, 1)
            beside.addWidget(PhoneCode(theme, contact.url, phrases.reach(contact)), 0, Qt.AlignmentFlag.AlignLeft)
            lines.gap(12)
            lines.addLayout(beside)
        self.setLayout(lines)


def breakable(address: str) -> str:
    """Return a web address that may be broken behind its dots and slashes, where letters are large."""
    return re.sub(r"(?<=[./@])(?=\w)", "\u200b", address) if " " not in address else address


def _told_of(theme: Theme, contact: Contact, country: CountryPack, today: date) -> Line:
    """Return all that is said of a contact, line by line."""
    lines = column(theme)
    lines.place(Label(contact.name, "strong"), 12)
    reach = phrases.reach(contact)
    if reach != contact.name:  # "your bank" has no number but the one on the card
        shown = breakable(reach) if theme.px(100) >= STACKS_FROM and not contact.phone else reach
        lines.place(Label(shown, "long-number" if contact.phone else "body"), 2)
    for line in (contact.covers, contact.not_covers, contact.hours, contact.cost, contact.note):
        if line:
            lines.place(Label(line), 4)
    if (contact.phone or contact.otherwise) and contact.url:
        lines.place(Label(contact.url.removeprefix("https://").rstrip("/")), 4)
    stale = phrases.stale_words(contact, country, today)
    known = stale or _("Checked on {day}.").format(day=phrases.day(contact.checked_on, country))
    lines.place(Label(known, "hint"), 4)
    return lines
