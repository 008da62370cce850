"""Colours, type and scale of the window: one set of tokens, from which the style sheet and the palette are made.

The figures are those of the visual language (docs/design.md of the project keeps them): body text is at least 7:1 on
every ground that it stands on. In a contrast theme every colour is a role of the system's palette instead.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass, fields
from typing import Literal

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QPalette, QPen
from PySide6.QtWidgets import QApplication

from recovery_assistant.ui import sheet
from recovery_assistant.ui.ports import ResourcesPath

Scheme = Literal["light", "dark", "contrast"]
SIZES = (100, 125, 150, 175, 200)
BODY_PX = 19
FACE = "Atkinson Hyperlegible Next"


@dataclass(frozen=True)
class Colours:
    """Every colour of the window, as "#RRGGBB". `contrast` says that these are roles of the system palette."""

    bg: str
    surface: str
    side: str
    ink: str
    ink2: str
    accent: str
    accent_over: str
    on_accent: str
    on_accent2: str
    link: str
    tint: str
    tag_text: str
    edge: str
    line: str
    note_bar: str
    note_bg: str
    focus: str
    focus_ink: str
    picture_fill: str
    pale: str
    screen: str
    contrast: bool = False
    dark: bool = False


LIGHT = Colours(
    bg="#FAF8F4",
    surface="#FFFFFF",
    side="#F1EEE7",
    ink="#1B242D",
    ink2="#424C57",
    accent="#09545A",
    accent_over="#063F44",
    on_accent="#FFFFFF",
    on_accent2="#F0F8F7",
    link="#09545A",
    tint="#E4F0EE",
    tag_text="#0A4A4F",
    edge="#6C7681",
    line="#DAD6CC",
    note_bar="#8A5A00",
    note_bg="#FBF1DB",
    focus="#FFC52E",
    focus_ink="#1B242D",
    picture_fill="#FFFFFF",
    pale="#CFE3E1",
    screen="#E8E3D6",
)
DARK = Colours(
    bg="#15191D",
    surface="#1F262C",
    side="#1A2025",
    ink="#F2EFE9",
    ink2="#BCC5CC",
    accent="#86CFCB",
    accent_over="#A6DEDA",
    on_accent="#0D1C1E",
    on_accent2="#17393B",
    link="#94D8D4",
    tint="#1B383B",
    tag_text="#A9E0DC",
    edge="#8E9AA5",
    line="#36404A",
    note_bar="#E3B655",
    note_bg="#2F2819",
    focus="#FFC52E",
    focus_ink="#0D1114",
    picture_fill="#1F262C",
    pale="#2B5356",
    screen="#36404A",
    dark=True,
)


def contrast_colours(palette: QPalette) -> Colours:
    """Return the roles of a contrast theme's palette as tokens. No tints, nothing invented."""
    roles = QPalette.ColorRole
    ground, text = palette.color(roles.Window).name(), palette.color(roles.WindowText).name()
    button, button_text = palette.color(roles.Button).name(), palette.color(roles.ButtonText).name()
    highlight, link = palette.color(roles.Highlight).name(), palette.color(roles.Link).name()
    return Colours(
        bg=ground,
        surface=button,
        side=ground,
        ink=text,
        ink2=text,
        accent=button_text,
        accent_over=button_text,
        on_accent=button,
        on_accent2=button,
        link=link,
        tint=ground,
        tag_text=text,
        edge=button_text,
        line=text,
        note_bar=text,
        note_bg=ground,
        focus=highlight,
        focus_ink=highlight,
        picture_fill=ground,
        pale=ground,
        screen=ground,
        contrast=True,
        dark=QColor(ground).lightness() < QColor(text).lightness(),
    )


def system_factor(points: float, platform: str = sys.platform) -> float:
    """Return the system's font size over its usual size there; never below 1."""
    usual = 13.0 if platform == "darwin" else 9.0 if platform == "win32" else 11.0
    return max(1.0, points / usual)


class Theme(QObject):
    """Keeps the application's style sheet and palette true to tokens, scale and the system's wishes."""

    changed = Signal()

    def __init__(self, application: QApplication, resources: ResourcesPath, percent: int = 100) -> None:
        super().__init__(application)
        self._application = application
        self.resources = resources
        self._system = QPalette(application.palette())
        self._system_factor = system_factor(application.font().pointSizeF())
        self._forced: Scheme | None = None
        self.percent = percent if percent in SIZES else 100
        self.colours = LIGHT
        self._take_fonts()
        self._hints = QGuiApplication.styleHints()
        self._hints.colorSchemeChanged.connect(self._system_changed)
        self._wishes = self._hints.accessibility()
        self._wishes.contrastPreferenceChanged.connect(self._system_changed)
        self.restyle()

    def _take_fonts(self) -> None:
        for path in sorted((self.resources / "fonts").glob("AtkinsonHyperlegibleNext-*.ttf")):
            QFontDatabase.addApplicationFont(str(path))
        font = QFont([FACE, *self._application.font().families()])
        # What is drawn must look the same on every PC, or screenshots and clipping tests mean nothing.
        font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
        font.setPixelSize(BODY_PX)
        self._application.setFont(font)

    @property
    def factor(self) -> float:
        """How much everything is enlarged; 1.0 means body text of 19 px."""
        return self._system_factor * self.percent / 100

    @property
    def quiet_motion(self) -> bool:
        """Whether the system asks for less motion. Qt below 6.12 cannot tell; then nothing moves at all."""
        preference = getattr(self._wishes, "motionPreference", None)
        return preference is None or "Reduced" in str(preference())

    def px(self, size: float) -> int:
        """Return a length of the design, given at 100 %, in pixels of now."""
        return round(size * self.factor)

    def colour(self, token: str) -> QColor:
        """Return a token's colour in the scheme of now. Raises AttributeError for a token that does not exist."""
        return QColor(str(getattr(self.colours, token)))

    def pen(self, colour: str, width: float) -> QPen:
        """Return a pen with round ends, `width` pixels at 100 %."""
        pen = QPen(QColor(colour))
        pen.setWidthF(max(1.0, width * self.factor))
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        return pen

    def set_percent(self, percent: int) -> None:
        """Choose the text size, one of `SIZES`."""
        if percent in SIZES and percent != self.percent:
            self.percent = percent
            self.restyle()

    def force(self, scheme: Scheme | None, palette: QPalette | None = None) -> None:
        """Take a scheme whatever the system says; None follows the system again. `palette` is a contrast theme's."""
        self._forced = scheme
        if palette is not None:
            self._system = palette
        self.restyle()

    def _wanted(self) -> Scheme:
        if self._forced is not None:
            return self._forced
        if self._wishes.contrastPreference() == Qt.ContrastPreference.HighContrast:
            return "contrast"
        return "dark" if self._hints.colorScheme() == Qt.ColorScheme.Dark else "light"

    def _system_changed(self) -> None:
        self.restyle()

    def restyle(self) -> None:
        """Make style sheet and palette anew and tell everybody who draws by hand."""
        wanted = self._wanted()
        if wanted == "contrast":
            self.colours = contrast_colours(self._system)
        else:
            self.colours = DARK if wanted == "dark" else LIGHT
        self._application.setPalette(self._palette())
        tokens = {field.name: str(getattr(self.colours, field.name)) for field in fields(self.colours)}
        self._application.setStyleSheet(sheet.generate(tokens, self.px, contrast=self.colours.contrast))
        self.changed.emit()

    def _palette(self) -> QPalette:
        roles, palette = QPalette.ColorRole, QPalette(self._system)
        colours = self.colours
        for role, colour in (
            (roles.Window, colours.bg),
            (roles.WindowText, colours.ink),
            (roles.Base, colours.surface),
            (roles.Text, colours.ink),
            (roles.Button, colours.surface),
            (roles.ButtonText, colours.ink),
            (roles.Link, colours.link),
            (roles.PlaceholderText, colours.ink2),
            (roles.Highlight, colours.accent),
            (roles.HighlightedText, colours.on_accent),
        ):
            palette.setColor(role, QColor(colour))
        return palette
