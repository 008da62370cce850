"""Text on the screen. Everything is escaped: no string, least of all one read from a PC, can bring mark-up with it."""

from __future__ import annotations

import html
import re
from typing import Literal

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QFrame, QLabel, QWidget

from recovery_assistant.ui.artwork import Icon
from recovery_assistant.ui.theme import Theme
from recovery_assistant.ui.widgets.layouts import Line, column, row

Role = Literal[
    "h1", "h2", "lead", "body", "strong", "small", "hint", "caption", "number", "long-number", "huge-number",
    "pill", "tag", "doorname", "linkname", "offname",
]  # fmt: skip
# Share of the face's own line (1.3 of its size) that gives the line height of the design.
_LINES: dict[Role, int] = {"h1": 90, "h2": 96, "lead": 104, "body": 108, "strong": 108, "small": 100, "hint": 100}
_PLAIN: tuple[Role, ...] = ("number", "long-number", "huge-number", "pill", "tag", "doorname", "linkname", "offname")
BOLD = "|"
_HERE = "\u200b"
_LONG_RUN = re.compile(r"\S{25,}")
_BREAK_AFTER = re.compile(r"[\\/._@-]+|[^\\/._@-]{24}")


def breakable(text: str) -> str:
    """Return the text with places to wrap inside long runs, such as paths: after a slash or dot, or every 24 letters.

    Only what is drawn has them (U+200B, which shows as nothing); what is said for it stays as it was.
    """
    return _LONG_RUN.sub(lambda run: _BREAK_AFTER.sub(f"\\g<0>{_HERE}", run[0]), text)


class Label(QLabel):
    """A wrapping label of one role. With `lead_in`, the words before the first "|" are bold."""

    def __init__(self, text: str = "", role: Role = "body", *, lead_in: bool = False, wrap: bool = True) -> None:
        super().__init__()
        self._role: Role = role
        self._lead_in = lead_in
        self.setProperty("role", role)
        self.setWordWrap(wrap)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
        self.say(text)

    def say(self, text: str) -> None:
        """Show another text."""
        plain = text.replace(BOLD, "", 1) if self._lead_in else text
        self.setAccessibleName(plain)
        if self._role in _PLAIN:
            self.setTextFormat(Qt.TextFormat.PlainText)
            self.setText(text)
            return
        self.setTextFormat(Qt.TextFormat.RichText)
        text = breakable(text)
        bold, mark, rest = text.partition(BOLD) if self._lead_in else ("", "", text)
        inner = f"<b>{html.escape(bold)}</b>{html.escape(rest)}" if mark else html.escape(bold + rest)
        self.setText(f'<div style="line-height:{_LINES.get(self._role, 108)}%">{inner.replace(chr(10), "<br>")}</div>')

    @property
    def words(self) -> str:
        """The text without any mark-up."""
        return self.accessibleName()


class Heading(Label):
    """A heading. It can take the focus from the program (never by Tab), so that a new page is read from its top."""

    def __init__(self, text: str, role: Role = "h1") -> None:
        super().__init__(text, role)
        self.setAccessibleDescription("")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)


def tabular(label: QLabel) -> None:
    """Let every figure be of one width, so that a running time does not dance."""
    font = QFont(label.font())
    font.setFeature(QFont.Tag("tnum"), 1)
    label.setFont(font)


def rule() -> QFrame:
    """Return a thin decorative line."""
    line = QFrame()
    line.setObjectName("rule")
    line.setFixedHeight(1)
    return line


class Panel(QFrame):
    """A card: a ground with a border and a column inside. `name` chooses its look in the style sheet."""

    def __init__(self, theme: Theme, name: Literal["panel", "say", "note", "tinted"] = "panel") -> None:
        super().__init__()
        self.setObjectName(name)
        self.column: Line = column(theme, margins=(24, 16, 24, 18))
        self.setLayout(self.column)


class NoteBar(Panel):
    """What a person must not miss: a bar at its left, bold words first. At most one a page."""

    def __init__(self, theme: Theme, text: str) -> None:
        super().__init__(theme, "note")
        self.column.set_margins((18, 11, 18, 12))
        self.column.place(Label(text, lead_in=True))


class Told(QWidget):
    """A tick and a sentence: what is done and safe now."""

    def __init__(self, theme: Theme, text: str) -> None:
        super().__init__()
        line = row(theme, spacing=10)
        line.addWidget(Icon(theme, "tick", "accent", 20), 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(Label(text), 1)
        self.setLayout(line)


class WordsToSay(Panel):
    """Words to read out on the phone, on a tint, in real quotation marks."""

    def __init__(self, theme: Theme, heading: str, text: str) -> None:
        super().__init__(theme, "say")
        top = row(theme, spacing=10)
        top.addWidget(Icon(theme, "speech"))
        top.addWidget(Label(heading, "strong"), 1)
        self.column.addLayout(top)
        said = text if text.startswith("“") else f"“{text}”"
        self.column.place(Label(said, "lead"), 8)


class BulletList(QWidget):
    """Lines with a drawn dot or a number before each; the numbers stand in the text for screen readers too."""

    def __init__(self, theme: Theme, items: tuple[str, ...], *, numbered: bool = False) -> None:
        super().__init__()
        lines = column(theme, spacing=8)
        for place, item in enumerate(items, start=1):
            line = row(theme, spacing=10)
            mark = Label(f"{place}." if numbered else "•", "strong" if numbered else "body", wrap=False)
            mark.setMinimumWidth(theme.px(26 if numbered else 14))
            mark.setAlignment(Qt.AlignmentFlag.AlignTop)
            line.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
            line.addWidget(Label(item), 1)
            lines.addLayout(line)
        self.setLayout(lines)
