"""`record`: write the record of a case for one audience."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from recovery_assistant.cli import case_report, exits, screen
from recovery_assistant.cli.opening import opened, secret_files, secret_options
from recovery_assistant.cli.parts import CliParts
from recovery_assistant.domain.record import AUDIENCES

if TYPE_CHECKING:
    from recovery_assistant.domain.record import Audience

FILE = click.Path(path_type=Path, dir_okay=False)


@click.command(
    "record",
    epilog=exits.epilog(
        examples=(
            "record 2026-11-18-A7KD --pdf record.pdf --passphrase-file phrase.txt",
            "record 2026-11-18-A7KD --pdf bank.pdf --audience bank --size 18 --passphrase-file phrase.txt",
            "record 2026-11-18-A7KD --calendar days.ics --passphrase-file phrase.txt",
            "record 2026-11-18-A7KD --html share.html --text share.txt --audience share --passphrase-file phrase.txt",
        ),
    ),
)
@click.argument("case")
@click.option("--pdf", type=FILE, default=None, metavar="FILE", help="Write a PDF to print.")
@click.option("--html", type=FILE, default=None, metavar="FILE", help="Write one accessible HTML page.")
@click.option("--text", type=FILE, default=None, metavar="FILE", help="Write plain text.")
@click.option("--json", type=FILE, default=None, metavar="FILE", help="Write the record as JSON, with its version.")
@click.option(
    "--calendar",
    type=FILE,
    default=None,
    metavar="FILE",
    help="Write the days to keep as a calendar file (.ics), for the person alone. It holds what to do and when, no "
    "names and no sums.",
)
@click.option(
    "--size", type=click.Choice(["14", "18", "24"]), default="14", show_default=True, help="Size of text in the PDF."
)
@click.option(
    "--paper", type=click.Choice(["a4", "letter"]), default=None, help="Of the PDF; default: that of the country."
)
@click.option(
    "--audience",
    type=click.Choice(AUDIENCES),
    default="me",
    show_default=True,
    help="Who is to read it: it holds what is theirs to know, and no more.",
)
@secret_options
@click.pass_obj
def record_command(
    parts: CliParts,
    *,
    case: str,
    pdf: Path | None,
    html: Path | None,
    text: Path | None,
    json: Path | None,
    calendar: Path | None,
    size: str,
    paper: str | None,
    audience: Audience,
    passphrase_file: str,
    recovery_file: str,
) -> int:
    """Write the record of a case.

    A file that is there already is replaced, whole or not at all. The recovery code is never part of a record.
    """
    if not any((pdf, html, text, json, calendar)):
        raise click.UsageError("Say where the record goes: --pdf, --html, --text, --json or --calendar FILE.")
    if calendar is not None and audience != "me":
        raise click.UsageError("The days to keep are for the person alone: --calendar goes with --audience me.")
    with opened(parts, case, secret_files(passphrase_file, recovery_file)) as casebook:
        exporter = parts.exporter(casebook)
        document = exporter.document(audience)  # one document, so that all forms say the same and carry one seal
        if pdf is not None:
            content = exporter.pdf(document, case_report.text_size(size), case_report.paper_size(paper))
            exporter.save(pdf, content, audience=audience, form="pdf")
        if html is not None:
            exporter.save(html, exporter.html(document).encode(), audience=audience, form="html")
        if text is not None:
            exporter.save(text, exporter.text(document).encode(), audience=audience, form="text")
        if json is not None:
            exporter.save(json, exporter.json(document), audience=audience, form="json")
        if calendar is not None:
            from recovery_assistant.services.exporter import write_whole

            write_whole(calendar, exporter.calendar())
    for path in filter(None, (pdf, html, text, json, calendar)):
        screen.say(f"Saved: {path}")
    screen.say(f"  seal {document.seal} ({screen.count(document.seal.count, 'entry', 'entries')})")
    return exits.OK
