"""`content booklet`, `review`, `card` and `worksheet`: papers to hand out, made of the same content as the window."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from recovery_assistant.cli import case_report, exits, screen
from recovery_assistant.cli.opening import opened, secret_files, secret_options
from recovery_assistant.cli.parts import CliParts

if TYPE_CHECKING:
    from recovery_assistant.domain.case import Case
    from recovery_assistant.services.handouts import HandoutKind

Command = TypeVar("Command", bound=Callable[..., Any])


def _options(command: Command) -> Command:
    """Add the options that all these papers share."""
    for option in (
        click.option("--country", default="", metavar="CC", help="Two letters, such as gb. A case has its own."),
        click.option(
            "--out",
            type=click.Path(path_type=Path, file_okay=False),
            required=True,
            metavar="DIR",
            help="Folder for the PDF, the HTML and the text; made if it is not there.",
        ),
        click.option("--paper", type=click.Choice(["a4", "letter"]), default=None, help="Default: the country's."),
    ):
        command = option(command)
    return command


size_option = click.option(
    "--size", type=click.Choice(["14", "18", "24"]), default="14", show_default=True, help="Size of text in the PDF."
)
case_option = click.option("--case", "case_name", default="", metavar="CASE", help="Make it for this case.")


@click.command("booklet", epilog=exits.epilog(examples=("content booklet --country gb --out booklet",)))
@_options
@size_option
@click.pass_obj
def booklet_command(parts: CliParts, *, country: str, out: Path, size: str, paper: str | None) -> int:
    """Write every page of the plan with its code as a booklet, usable with no PC at all."""
    return _write(parts, "booklet", country, out, size, paper)


@click.command("review", epilog=exits.epilog(examples=("content review --country gb --out review",)))
@_options
@size_option
@click.pass_obj
def review_command(parts: CliParts, *, country: str, out: Path, size: str, paper: str | None) -> int:
    """Write every text and every fact with its source, for a reviewer to sign."""
    return _write(parts, "review", country, out, size, paper)


@click.command(
    "card",
    epilog=exits.epilog(
        examples=(
            "content card --country gb --out card",
            "content card --case 2026-11-18-A7KD --out card --passphrase-file phrase.txt",
        )
    ),
)
@_options
@case_option
@secret_options
@click.pass_obj
def card_command(
    parts: CliParts,
    *,
    country: str,
    out: Path,
    paper: str | None,
    case_name: str,
    passphrase_file: str,
    recovery_file: str,
) -> int:
    """Write the card for beside the phone: one page with the real numbers."""
    if not case_name:
        return _write(parts, "card", country, out, "", paper)
    with opened(parts, case_name, secret_files(passphrase_file, recovery_file)) as casebook:
        return _write(parts, "card", casebook.case.country or country, out, "", paper, casebook.case)


@click.command(
    "worksheet",
    epilog=exits.epilog(
        examples=(
            "content worksheet --country gb --out worksheet",
            "content worksheet --case 2026-11-18-A7KD --out worksheet --passphrase-file phrase.txt",
        )
    ),
)
@_options
@size_option
@case_option
@secret_options
@click.pass_obj
def worksheet_command(
    parts: CliParts,
    *,
    country: str,
    out: Path,
    size: str,
    paper: str | None,
    case_name: str,
    passphrase_file: str,
    recovery_file: str,
) -> int:
    """Write the list of accounts to change; with a case, only those that it has. It holds no secrets."""
    if not case_name:
        return _write(parts, "worksheet", country, out, size, paper)
    with opened(parts, case_name, secret_files(passphrase_file, recovery_file)) as casebook:
        return _write(parts, "worksheet", casebook.case.country or country, out, size, paper, casebook.case)


def _write(
    parts: CliParts,
    kind: HandoutKind,
    country: str,
    out: Path,
    size: str,
    paper: str | None,
    case: Case | None = None,
) -> int:
    from recovery_assistant.domain.errors import AssistantError
    from recovery_assistant.services.exporter import NOT_ALLOWED, SENTENCES
    from recovery_assistant.services.handouts import Handouts

    if not country:  # never guessed: a card with the numbers of another country does harm
        raise click.UsageError("Say for which country, such as --country gb.")
    handouts = Handouts(parts.guidance(country), parts.clock, parts.resources)
    document = handouts.document(kind, case)
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise AssistantError(NOT_ALLOWED, SENTENCES[NOT_ALLOWED]) from error
    on = case_report.paper_size(paper)
    pdf = handouts.card_pdf(document, on) if kind == "card" else handouts.pdf(document, case_report.text_size(size), on)
    contents = {"pdf": pdf, "html": handouts.html(document), "txt": handouts.text(document)}
    for ending, content in contents.items():
        path = out / f"{kind}-{country.lower()}.{ending}"
        handouts.save(path, content)
        screen.say(f"Saved: {path}")
    return exits.OK
