"""Where do you live? Asked once, before anything else: the emergency number and every other one hang on it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from recovery_assistant.domain.region import REGIONS_OF
from recovery_assistant.translation import _
from recovery_assistant.ui.pages.base import Desk, Page
from recovery_assistant.ui.widgets.buttons import DoorButton
from recovery_assistant.ui.widgets.frame import FooterWords
from recovery_assistant.ui.widgets.layouts import ADJACENT, BLOCK
from recovery_assistant.ui.widgets.text import Label


def country_names() -> dict[str, str]:
    """Return the name of each country by its code."""
    return {
        "GB": _("United Kingdom"),
        "IE": _("Ireland"),
        "US": _("United States"),
        "CA": _("Canada"),
        "AU": _("Australia"),
        "NZ": _("New Zealand"),
    }


class CountryPage(Page):
    """One button for each country. The one that this PC is set to stands first; none is chosen beforehand.

    Signals:
        chosen: the code of a country.
    """

    chosen = Signal(str)

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.title(_("Where do you live?"))
        self.column.place(Label(_("Then we show you the right phone numbers and rules."), "lead"), 10)
        here, names = desk.parts.country.code, country_names()
        self.buttons: list[DoorButton] = []
        for code in sorted(REGIONS_OF, key=lambda code: code != here):
            button = DoorButton(desk.theme, names[code])
            button.setProperty("country", code)
            button.clicked.connect(self._pressed)
            self.buttons.append(button)
            self.column.place(button, BLOCK if len(self.buttons) == 1 else ADJACENT)
        self.text(
            _("You live somewhere else? Take the country that is nearest. Then check each number before you ring it."),
            BLOCK,
        )

    def _pressed(self) -> None:
        self.chosen.emit(str(self.sender().property("country")))

    def code(self) -> str:
        """Return the name of this page, as people say it."""
        return _("Country page")

    def first_focus(self) -> QWidget | None:
        """Start at the first country."""
        return self.buttons[0]

    def footer(self) -> FooterWords:
        """Return no button: the countries are the buttons."""
        return FooterWords(main="", saved=False)
