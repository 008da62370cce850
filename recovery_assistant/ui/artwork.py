"""Icons and pictures: SVG files of our own, coloured from tokens when they are drawn.

A file carries the colours of the light scheme, so that any viewer shows it as it is meant. Here each of those colours
is exchanged for the same token of the scheme in use; in a contrast theme fills fall away and only lines stay.
"""

from __future__ import annotations

import re
from dataclasses import fields
from functools import cache
from pathlib import Path

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QSizePolicy, QWidget

from recovery_assistant.ui.theme import LIGHT, Colours, Theme

_PICTURE_TOKENS = ("ink", "accent", "tint", "pale", "screen", "picture_fill")
_COLOUR = re.compile(r"#[0-9A-Fa-f]{6}")


@cache
def _source(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def coloured(svg: str, colours: Colours) -> str:
    """Return the drawing with each light-scheme colour exchanged for the same token of these colours."""
    names = {field.name for field in fields(colours)}
    tokens = [name for name in _PICTURE_TOKENS if name in names]
    exchange = {str(getattr(LIGHT, name)).upper(): str(getattr(colours, name)) for name in tokens}
    return _COLOUR.sub(lambda match: exchange.get(match[0].upper(), match[0]), svg)


def tinted(svg: str, colour: str) -> str:
    """Return an icon, drawn in `currentColor`, in one colour."""
    return svg.replace("currentColor", colour)


def _draw(svg: str, size: QSize, ratio: float) -> QPixmap:
    pixmap = QPixmap(size * ratio)
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    QSvgRenderer(QByteArray(svg.encode())).render(painter, QRectF(0, 0, size.width(), size.height()))
    painter.end()
    return pixmap


def icon_pixmap(theme: Theme, name: str, token: str, size: float, ratio: float) -> QPixmap:
    """Return the icon `name` of `resources/icons` in one token's colour, `size` pixels at 100 %."""
    svg = tinted(_source(theme.resources / "icons" / f"{name}.svg"), str(getattr(theme.colours, token)))
    side = theme.px(size)
    return _draw(svg, QSize(side, side), ratio)


class Icon(QWidget):
    """A small drawing beside words. It says nothing of its own, so assistive technology is not told of it."""

    def __init__(self, theme: Theme, name: str, token: str = "accent", size: float = 24) -> None:  # noqa: S107 - a colour
        super().__init__()
        self._theme, self._name, self._token, self._size = theme, name, token, size
        self._pixmap: QPixmap | None = None
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.restyle()

    def show_icon(self, name: str, token: str | None = None) -> None:
        """Show another drawing, or the same in another colour."""
        self._name, self._token = name, token or self._token
        self.restyle()

    def restyle(self) -> None:
        """Draw anew: the scale or the colours changed."""
        side = self._theme.px(self._size)
        self.setFixedSize(side, side)
        self._pixmap = None
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw at the ratio of the screen that we are on now."""
        if self._pixmap is None:
            self._pixmap = icon_pixmap(self._theme, self._name, self._token, self._size, self.devicePixelRatioF())
        painter = QPainter(self)
        painter.drawPixmap(0, 0, self._pixmap)
        painter.end()


class Picture(QWidget):
    """A drawn instruction on a tinted ground. Its accessible name is the sentence that tells the same."""

    def __init__(self, theme: Theme, name: str, sentence: str) -> None:
        super().__init__()
        self._theme = theme
        self._svg = _source(theme.resources / "pictures" / f"{name}.svg")
        box = QSvgRenderer(QByteArray(self._svg.encode())).viewBoxF()
        self._shape = box.height() / box.width()
        self.setAccessibleName(sentence)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    @staticmethod
    def exists(theme: Theme, name: str) -> bool:
        """Return whether there is a drawing of this name."""
        return bool(name) and (theme.resources / "pictures" / f"{name}.svg").is_file()

    def hasHeightForWidth(self) -> bool:
        """Return True: a picture keeps its shape."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height that keeps the shape."""
        return round(width * self._shape)

    def sizeHint(self) -> QSize:
        """Return the size at full measure."""
        return QSize(self._theme.px(680), self.heightForWidth(self._theme.px(680)))

    def minimumSizeHint(self) -> QSize:
        """Let a picture shrink rather than push the page wide."""
        return QSize(0, 0)

    def restyle(self) -> None:
        """Draw anew: the scale or the colours changed."""
        self.updateGeometry()
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the ground and the picture in the colours of now."""
        colours, theme = self._theme.colours, self._theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ground = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        if colours.contrast:
            painter.setPen(theme.pen(colours.line, 2))
        else:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("tint"))
        painter.drawRoundedRect(ground, theme.px(12), theme.px(12))
        QSvgRenderer(QByteArray(coloured(self._svg, colours).encode())).render(painter, QRectF(self.rect()))
        painter.end()
