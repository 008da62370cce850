"""`statement look`: look through a bank's file on this PC, and say which rows somebody should look at."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Final, get_args

import click
from msgspec import structs

from recovery_assistant.cli import exits, screen
from recovery_assistant.cli.opening import opened, secret_files, secret_options
from recovery_assistant.cli.parts import DEFAULT_COUNTRY, CliParts
from recovery_assistant.cli.stopping import stop_on_ctrl_c
from recovery_assistant.domain.case import Case
from recovery_assistant.domain.guidance import Guidance
from recovery_assistant.domain.payment import minor_units
from recovery_assistant.domain.remembered import teller_of
from recovery_assistant.domain.statement import DATE_ORDERS, Columns, DateOrder, Guess, Letters, StatementRow
from recovery_assistant.domain.statement_case import session_days
from recovery_assistant.domain.statement_telling import doubt_words, looked_words, reasons, unread_words
from recovery_assistant.domain.telling import Teller
from recovery_assistant.services.statements import (
    LookedSoFar,
    LookedThrough,
    keep,
    look_through,
    open_statement,
    usual_order,
)

EPILOG = exits.epilog(
    exits.STOPPED,
    exits.ALARM,
    exits.GAPS,
    examples=(
        "statement look statement.csv --session 2026-11-18",
        "statement look statement.ofx --case 2026-11-18-A7KD --passphrase-file phrase.txt",
        "statement look export.csv --columns day=1,payee=3+4,debit=5,credit=6,order=month-day --json",
    ),
    _0="no row is marked, and every row could be read",
    _10="at least one row is marked",
    _11="some rows could not be read",
)
_PLACES: Final = (
    "day", "amount", "debit", "credit", "direction", "reference", "currency", "kind", "foreign-amount",
    "foreign-currency",
)  # fmt: skip
_DELIMITERS: Final = {"comma": ",", "semicolon": ";", "tab": "\t", "bar": "|"}


@click.group("statement", epilog=exits.epilog(examples=("statement look statement.csv --session 2026-11-18",)))
def statement_group() -> None:
    """Statement files of banks: CSV, OFX, QFX, CAMT.053. They are read on this PC only, and never copied."""


@statement_group.command("look", epilog=EPILOG)
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--case", "case", default="", metavar="CASE", help="Take the days from this case, and keep marked rows.")
@click.option(
    "--session", "sessions", multiple=True, metavar="DAY", help="A day of the call or of a connection: 2026-11-18."
)
@click.option("--from", "looked_from", default="", metavar="DAY", help="Look at rows from this day on.")
@click.option(
    "--columns",
    default="",
    metavar="PLACES",
    help="Correct the guess for a table: day=1,amount=4 or debit=4,credit=5, payee=2+3, order=day-month, decimal=., "
    "plus=out, letters=cp1252, delimiter=semicolon, skip=1. Columns are counted from 1.",
)
@click.option("--country", default=DEFAULT_COUNTRY, metavar="CODE", help="Whose money and days it is, without --case.")
@click.option("--json", "as_json", is_flag=True, help="Write one JSON object a line, and nothing else, to stdout.")
@click.option("--quiet", is_flag=True, help="Show no progress.")
@secret_options
@click.pass_obj
def look_command(
    parts: CliParts,
    *,
    file: Path,
    case: str,
    sessions: tuple[str, ...],
    looked_from: str,
    columns: str,
    country: str,
    as_json: bool,
    quiet: bool,
    passphrase_file: str,
    recovery_file: str,
) -> int:
    """Look through a statement file. How it is read is said first; every row that is marked is told with its reason.

    A row without a mark can still be wrong: nothing here says that a file is fine.
    """
    secrets = secret_files(passphrase_file, recovery_file)
    days = [_day(text, "--session") for text in sessions]
    start = _day(looked_from, "--from") if looked_from else None
    with contextlib.ExitStack() as stack:
        casebook = stack.enter_context(opened(parts, case, secrets)) if case else None
        stopped = stack.enter_context(stop_on_ctrl_c())
        known = casebook.case if casebook else Case()
        guidance = parts.guidance(known.country or country)
        teller = _teller(parts, known, guidance)
        opened_file = open_statement(file)
        usual, currency = usual_order(guidance.country), guidance.country.currency
        guess = opened_file.guess(usual, currency)
        if columns:
            guess = opened_file.with_columns(_corrected(guess, columns), guess.currency)
        shown = _AsJson() if as_json else _InWords(teller)
        shown.guess(guess)
        found = _through(
            look_through(opened_file, guess, days or session_days(known, teller), looked_from=start, stopped=stopped),
            is_quiet=quiet,
        )
        if found is None:
            screen.tell("Stopped before the end. Nothing is kept.")
            return exits.STOPPED
        shown.found(found)
        if casebook is not None:
            keep(casebook, found)
    return exits.ALARM if found.looked.marked else exits.GAPS if found.looked.unread else exits.OK


def _through(events: Iterator[LookedSoFar | LookedThrough], *, is_quiet: bool) -> LookedThrough | None:
    with screen.progress(is_quiet=is_quiet) as progress:
        for event in events:
            if isinstance(event, LookedThrough):
                return event
            if event.rows % 20_000 == 0:
                progress.show(f"{event.rows} rows, time {event.part} of 2")
    return None


def _teller(parts: CliParts, case: Case, guidance: Guidance) -> Teller:
    now = parts.clock()
    here = now.tzinfo
    assert here is not None, "the clock of this PC carries its offset"  # noqa: S101 - `CliParts.clock` says so
    return teller_of(case, guidance.words.telling, parts.catalogue(), here, now.date())


def _day(text: str, option: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise click.BadParameter(f'"{text}" is no day such as 2026-11-18.', param_hint=option) from None


def _corrected(guess: Guess, typed: str) -> Columns:
    """Return the columns of a guess with what was typed put in their place. Raises click.BadParameter."""
    if guess.columns is None:
        raise click.BadParameter(
            "Only a table has columns; this file says itself what is what.", param_hint="--columns"
        )
    columns = guess.columns
    for part in typed.split(","):
        name, _, value = part.strip().partition("=")
        try:
            columns = _put(columns, name, value)
        except (ValueError, KeyError, IndexError):
            raise click.BadParameter(f'"{part}" was not understood.', param_hint="--columns") from None
    return columns


def _put(columns: Columns, name: str, value: str) -> Columns:
    """Return columns with one thing changed. Raises ValueError, KeyError or IndexError."""
    if name in _PLACES:
        changed = structs.replace(columns, **{name.replace("-", "_"): _place(columns, value)})
        if name == "amount":
            return structs.replace(changed, debit=None, credit=None)
        return structs.replace(changed, amount=None) if name in ("debit", "credit") else changed
    if name == "payee":
        return structs.replace(columns, payee=tuple(_place(columns, one) for one in value.split("+")))
    if name == "order":
        orders: dict[str, DateOrder] = {order: order for order in DATE_ORDERS}
        return structs.replace(columns, date_order=orders[value])
    if name == "letters":
        known: dict[str, Letters] = {one: one for one in get_args(Letters)}
        return structs.replace(columns, letters=known[value])
    if name == "decimal":
        return structs.replace(columns, decimal={"point": ".", ".": ".", "comma": ","}[value])
    if name == "plus":
        return structs.replace(columns, plus_is={"in": "in", "out": "out"}[value])
    if name == "delimiter":
        return structs.replace(columns, delimiter=_DELIMITERS[value])
    if name == "skip":
        return structs.replace(columns, skipped=int(value))
    raise KeyError(name)


def _place(columns: Columns, value: str) -> int:
    at = int(value) - 1
    if not 0 <= at < max(len(columns.names), 1):
        raise IndexError(value)
    return at


class _AsJson:
    """Writes everything as a line for scripts."""

    def guess(self, guess: Guess) -> None:
        screen.write_json({"event": "guess", "guess": guess})

    def found(self, found: LookedThrough) -> None:
        for row in found.rows:
            screen.write_json({"event": "marked", "marked": row})
        for number, why in found.unread:
            screen.write_json({"event": "unread", "row": number, "why": why})
        screen.write_json({"event": "finished", "name": found.name, "left_out": found.left_out, "looked": found.looked})


class _InWords:
    """Says everything in plain sentences, one paragraph for each row."""

    def __init__(self, teller: Teller) -> None:
        self._teller = teller

    def guess(self, guess: Guess) -> None:
        if guess.columns is not None:
            screen.say("This is how the table is read. --columns corrects it.")
            screen.say("    " + ", ".join(_places(guess.columns)))
        for sentence in doubt_words(guess.doubts, self._teller):
            screen.say("    " + sentence)
        for row in guess.first:
            screen.say("    For example: " + _row(row))
        screen.say()

    def found(self, found: LookedThrough) -> None:
        for one in found.rows:
            screen.say(f"Row {one.row.number}: {_row(one.row)}", strong=True)
            screen.say("    " + " ".join(reasons(one, self._teller)))
        for sentence in unread_words(found.unread, self._teller):
            screen.say(sentence)
        for sentence in looked_words(found.looked, found.left_out, self._teller):
            screen.say(sentence)


def _places(columns: Columns) -> Iterator[str]:
    """Yield what stands where, in the form in which it can be typed."""
    for name in _PLACES:
        at = getattr(columns, name.replace("-", "_"))
        if at is not None:
            yield f"{name}={at + 1} ({columns.names[at] if at < len(columns.names) else ''})"
    if columns.payee:
        yield "payee=" + "+".join(str(at + 1) for at in columns.payee)
    yield f"order={columns.date_order}"
    yield f"decimal={'comma' if columns.decimal == ',' else 'point'}"
    if columns.amount is not None and columns.direction is None:
        yield f"plus={columns.plus_is}"
    yield f"letters={columns.letters}"


def _row(row: StatementRow) -> str:
    whole, part = divmod(abs(row.amount_minor), minor_units(row.currency))
    amount = f"{whole:,}.{part:02d}" if minor_units(row.currency) > 1 else f"{whole:,}"
    way = "out" if row.amount_minor < 0 else "in"
    return f"{row.day.isoformat()}  {way} {amount} {row.currency}  {row.payee}"
