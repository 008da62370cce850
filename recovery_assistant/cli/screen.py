"""Where commands write: results on stdout, progress and trouble on stderr.

Every text passes `visible` on its way out, so that nothing which an inspected machine says can move the cursor,
begin a line, change colours or turn the reading direction. `rich` is used on a terminal only, and never reads markup
from a text. Machine-readable output goes out as bytes and is not touched.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import click
import msgspec

from recovery_assistant.domain.record import visible


def say(text: str = "", *, strong: bool = False) -> None:
    """Write one line to stdout. A line break in the text is shown, not made: a name could fake a line with it."""
    click.secho(visible(text), bold=strong or None)


def tell(text: str) -> None:
    """Write one line to stderr; a line break in the text is shown, not made."""
    click.echo(visible(text), err=True)


def count(number: int, what: str, many: str = "") -> str:
    """Return "1 finding", "2 findings"; `many` where an s is not enough."""
    return f"{number} {what if number == 1 else many or what + 's'}"


def write(line: bytes) -> None:
    """Write bytes to stdout as they are, at once: the reader may be waiting for this line."""
    sys.stdout.flush()
    sys.stdout.buffer.write(line)
    sys.stdout.buffer.flush()


def write_json(value: object) -> None:
    """Write a value as one line of JSON; the same value gives the same bytes."""
    write(msgspec.json.encode(value, enc_hook=_plain, order="deterministic") + b"\n")


def _plain(value: object) -> object:
    if hasattr(value, "items"):
        return dict(value.items())
    raise NotImplementedError(f"{type(value).__name__} has no JSON form")


def table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Write a table: with columns on a terminal, with tabs between the cells elsewhere (easy for cut and awk)."""
    if not sys.stdout.isatty():
        for row in (header, *rows):
            click.echo("\t".join(visible(cell) for cell in row))
        return
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    drawn = Table(box=box.SIMPLE, show_edge=False, pad_edge=False)
    for name in header:
        drawn.add_column(Text(visible(name)), overflow="fold")
    for row in rows:
        drawn.add_row(*(Text(visible(cell)) for cell in row))
    Console(highlight=False, emoji=False, markup=False).print(drawn)


class Progress:
    """Says what is being done: a line that changes on a terminal, nothing more than a line now and then elsewhere."""

    def __init__(self, *, is_quiet: bool = False) -> None:
        self._is_quiet = is_quiet
        self._is_drawn = False

    def show(self, text: str) -> None:
        """Show the newest state."""
        if self._is_quiet:
            return
        if sys.stderr.isatty():
            width = shutil.get_terminal_size().columns - 1
            click.echo(f"\r{visible(text)[:width]:<{width}}", nl=False, err=True)
            self._is_drawn = True
        else:
            tell(text)

    def clear(self) -> None:
        """Take the changing line away, so that a result can stand in its place."""
        if self._is_drawn:
            click.echo("\r\x1b[K", nl=False, err=True)
            self._is_drawn = False


@contextmanager
def progress(*, is_quiet: bool = False) -> Iterator[Progress]:
    """Give something to show progress with, and clear it at the end."""
    shown = Progress(is_quiet=is_quiet)
    try:
        yield shown
    finally:
        shown.clear()


def make_safe() -> None:
    """Let every letter through on terminals that cannot show it: it becomes its number instead of an error."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="backslashreplace")
