"""The style sheet, generated from tokens: pixel sizes in QSS do not scale, so it is made anew for every scale."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

# "$name" is a colour token, "19px" a length at 100 %. Lengths of 3 px and less stay: a hairline is no text.
TEMPLATE = """
* { font-size: 19px; color: $ink; }
QToolTip { background: $surface; color: $ink; border: 1px solid $edge; padding: 6px; }
QMainWindow, QWidget#page, QWidget#pageground, QScrollArea, QScrollArea > QWidget > QWidget#pageground {
    background: $bg;
}
QScrollArea { border: 0; }
QLabel { background: transparent; }
QWidget#header { background: $bg; border: 0; border-bottom: 1px solid $line; }
QWidget#footer { background: $bg; border: 0; border-top: 1px solid $line; }
QWidget#side { background: $side; border: 0; border-left: 1px solid $line; }
QWidget#topbar { background: $side; border: 0; border-bottom: 1px solid $line; }
QScrollArea#sidescroll, QWidget#sideground { background: $side; }
QFrame#rule { background: $line; border: 0; }

QLabel[role="h1"] { font-size: 36px; font-weight: 700; }
QLabel[role="h2"] { font-size: 23px; font-weight: 700; }
QLabel[role="lead"] { font-size: 22px; }
QLabel[role="strong"] { font-weight: 700; }
QLabel[role="small"] { font-size: 16px; color: $ink2; }
QLabel[role="hint"] { font-size: 16px; color: $ink2; }
QLabel[role="caption"] { color: $ink2; }
QLabel[role="number"] { font-size: 30px; font-weight: 700; }
QLabel[role="long-number"] { font-size: 23px; font-weight: 700; }
QLabel[role="huge-number"] { font-size: 40px; font-weight: 700; }
QLabel[role="pill"] {
    background: $tint; color: $tag_text; border-radius: 15px; padding: 11px 18px; font-size: 17px;
    font-weight: 700;
}
QLabel[role="tag"] { background: $tint; color: $tag_text; border-radius: 6px; padding: 4px 14px; font-size: 16px; }
QLabel[role="doorname"] { font-size: 23px; font-weight: 700; }
QLabel[ground="accent"] { color: $on_accent; }
QLabel[ground="accent2"] { color: $on_accent2; }
QLabel[role="linkname"] { color: $link; text-decoration: underline; }
QLabel[role="linkname"][over="true"] { color: $ink; }
QLabel[role="offname"] { color: $ink2; }

QPushButton {
    background: $surface; color: $ink; border: 2px solid $edge; border-radius: 8px; padding: 10px 24px;
    font-weight: 700; min-height: 25px; text-align: center;
}
QPushButton:hover { background: $tint; border-color: $accent; }
QPushButton:pressed { background: $tint; border-color: $accent; }
QPushButton#primary { background: $accent; color: $on_accent; border: 2px solid $accent; padding: 13px 30px; }
QPushButton#primary:hover, QPushButton#primary:pressed { background: $accent_over; border-color: $accent_over; }
QPushButton#link {
    background: transparent; color: $link; border: 0; padding: 11px 0px; font-weight: 400;
    text-decoration: underline; min-height: 26px; text-align: left;
}
QPushButton#link:hover { color: $ink; }
QPushButton#size {
    padding: 0; min-width: 44px; max-width: 44px; min-height: 44px; max-height: 44px; border-width: 1px;
}
QPushButton#door { border-radius: 12px; padding: 0; min-height: 0; text-align: left; }
QPushButton#door[filled="true"] { background: $accent; border-color: $accent; }
QPushButton#door[filled="true"]:hover { background: $accent_over; border-color: $accent_over; }
QPushButton#card { border-radius: 10px; padding: 0; min-height: 0; }
QPushButton#row { background: transparent; border: 0; border-radius: 10px; padding: 0; min-height: 0; }
QPushButton#row:hover { background: $tint; }
QPushButton#sizechoice { min-width: 24px; padding: 10px 14px; }
QPushButton#sizechoice:checked { background: $tint; border-color: $accent; color: $tag_text; }

QRadioButton, QCheckBox {
    background: $surface; border: 1px solid $edge; border-radius: 10px; padding-left: 16px; spacing: 0;
}
QRadioButton:hover, QCheckBox:hover { background: $tint; }
QRadioButton:checked, QCheckBox:checked { background: $tint; border: 2px solid $accent; padding-left: 15px; }
QRadioButton::indicator { width: 0; height: 0; border: 0; }
QCheckBox::indicator { width: 22px; height: 22px; border: 2px solid $edge; border-radius: 5px; background: $surface; }
QCheckBox::indicator:checked { border-color: $accent; background: $accent; image: none; }

QLineEdit, QPlainTextEdit {
    background: $surface; color: $ink; border: 2px solid $edge; border-radius: 6px; padding: 9px 12px;
    min-height: 26px; selection-background-color: $accent; selection-color: $on_accent;
}
QPlainTextEdit { padding: 6px 9px; }
QComboBox {
    background: $surface; color: $ink; border: 2px solid $edge; border-radius: 6px; padding: 6px 12px; min-height: 30px;
}
QComboBox::drop-down { border: 0; width: 40px; }
QComboBox::down-arrow { image: none; }
QComboBox QAbstractItemView {
    background: $surface; color: $ink; border: 1px solid $edge; selection-background-color: $accent;
    selection-color: $on_accent;
}
QTextBrowser { background: $surface; color: $ink; border: 1px solid $line; border-radius: 10px; padding: 12px; }

QFrame#panel { background: $surface; border: 1px solid $line; border-radius: 12px; }
QFrame#say { background: $tint; border: 0; border-radius: 12px; }
QFrame#note { background: $note_bg; border: 0; border-left: 6px solid $note_bar; border-radius: 0; }
QFrame#tinted { background: $tint; border: 0; border-radius: 12px; }
QFrame#drawnwindow { background: $tint; border: 3px dashed $ink; border-radius: 12px; }
QFrame#drawnfield { background: $tint; border: 2px dashed $edge; border-radius: 6px; }
QFrame#paper { background: #FFFFFF; border: 1px solid $edge; border-radius: 0; }

QProgressBar { background: $tint; border: 1px solid $edge; border-radius: 6px; min-height: 10px; max-height: 10px; }
QProgressBar::chunk { background: $accent; border-radius: 5px; }

QScrollBar:vertical { background: $bg; width: 12px; margin: 2px; border: 0; }
QScrollBar::handle:vertical { background: $edge; border-radius: 4px; min-height: 40px; }
QScrollBar::add-line:vertical, QScrollBar::sub-line:vertical { height: 0; }
QScrollBar::add-page:vertical, QScrollBar::sub-page:vertical { background: transparent; }
QScrollBar:horizontal { height: 12px; background: $bg; }
QScrollBar::handle:horizontal { background: $edge; border-radius: 4px; }
QScrollBar::add-line:horizontal, QScrollBar::sub-line:horizontal { width: 0; }
"""

# A contrast theme has no tints: what was told by a tint is told by the width of a border.
CONTRAST = """
QWidget#header { border-bottom: 2px solid $line; }
QWidget#footer { border-top: 2px solid $line; }
QWidget#side { border-left: 2px solid $line; }
QWidget#topbar { border-bottom: 2px solid $line; }
QPushButton { color: $accent; }
QPushButton:hover, QPushButton:pressed { background: $surface; border-color: $focus; }
QPushButton#primary { color: $on_accent; }
QPushButton#primary:hover, QPushButton#primary:pressed { background: $accent; border-color: $focus; }
QPushButton#link { background: transparent; color: $link; }
QPushButton#door[filled="true"] { background: $surface; border: 4px solid $edge; }
QPushButton#door[filled="true"]:hover { background: $surface; border: 4px solid $focus; }
QPushButton#row:hover { background: $bg; }
QLabel[ground="accent"], QLabel[ground="accent2"], QLabel[ground="button"] { color: $accent; }
QLabel[role="pill"], QLabel[role="tag"] { border: 2px solid $line; }
QRadioButton, QCheckBox { border: 2px solid $edge; background: $surface; padding-left: 15px; }
QRadioButton:hover, QCheckBox:hover { background: $surface; border-color: $focus; }
QRadioButton:checked, QCheckBox:checked { background: $surface; border: 4px solid $edge; padding-left: 13px; }
QFrame#panel, QFrame#say, QFrame#tinted { border: 2px solid $line; background: $bg; }
QFrame#note { border: 2px solid $line; border-left: 6px solid $note_bar; }
QProgressBar { border: 2px solid $line; }
"""

_LENGTH = re.compile(r"(?<![#\w])(\d+)px")
_TOKEN = re.compile(r"\$(\w+)")
_HAIRLINE = 3


def generate(tokens: Mapping[str, str], px: Callable[[float], int], *, contrast: bool) -> str:
    """Return the style sheet for these colours at this scale. Raises KeyError for a token that does not exist."""

    def length(match: re.Match[str]) -> str:
        size = int(match[1])
        return f"{size if size <= _HAIRLINE else px(size)}px"

    template = TEMPLATE + (CONTRAST if contrast else "")
    return _LENGTH.sub(length, _TOKEN.sub(lambda match: tokens[match[1]], template))
