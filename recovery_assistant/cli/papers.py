"""`papers`: letters and report sheets of a case, listed with the reason for each, and written to a folder."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple

import click

from recovery_assistant.cli import case_report, exits, screen
from recovery_assistant.cli.opening import opened, secret_files, secret_options
from recovery_assistant.cli.parts import CliParts
from recovery_assistant.domain.record import visible

if TYPE_CHECKING:
    from recovery_assistant.domain.record import PaperSize, RecordDocument, TextSize
    from recovery_assistant.services.papers import PaperForm, PaperKind, Papers

FORMS: tuple[Literal["pdf", "text", "html"], ...] = ("pdf", "text", "html")
ENDINGS = {"pdf": "pdf", "text": "txt", "html": "html"}
STEP = "letters"
"""The page of the plan that says which letters a country offers."""


class _Wanted(NamedTuple):
    kind: PaperKind
    paper: str


class _Look(NamedTuple):
    """How papers are written."""

    forms: tuple[PaperForm, ...]
    size: TextSize
    paper: PaperSize | None


@click.command(
    "papers",
    epilog=exits.epilog(
        examples=(
            "papers 2026-11-18-A7KD --list --passphrase-file phrase.txt",
            "papers 2026-11-18-A7KD --letter bank-unauthorised --out letters --passphrase-file phrase.txt",
            "papers 2026-11-18-A7KD --all --out papers --format pdf,text --passphrase-file phrase.txt",
        ),
    ),
)
@click.argument("case")
@click.option(
    "--list", "listed", is_flag=True, help="Say which letters the case needs, and why; and its report sheets."
)
@click.option("--letter", "letters", multiple=True, metavar="ID", help="Write this letter; may stand several times.")
@click.option("--sheet", "sheets", multiple=True, metavar="FORM", help="Write the sheet of this report form.")
@click.option("--all", "everything", is_flag=True, help="Write every letter that the case needs, and every sheet.")
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), default=None, metavar="DIR", help="Where to.")
@click.option(
    "--format", "formats", default="pdf,text", show_default=True, metavar="LIST", help="Of pdf, text, html; commas."
)
@click.option(
    "--size", type=click.Choice(["14", "18", "24"]), default="14", show_default=True, help="Size of text in the PDF."
)
@click.option(
    "--paper", type=click.Choice(["a4", "letter"]), default=None, help="Of the PDF; default: that of the country."
)
@secret_options
@click.pass_obj
def papers_command(
    parts: CliParts,
    *,
    case: str,
    listed: bool,
    letters: tuple[str, ...],
    sheets: tuple[str, ...],
    everything: bool,
    out: Path | None,
    formats: str,
    size: str,
    paper: str | None,
    passphrase_file: str,
    recovery_file: str,
) -> int:
    """Write letters and report sheets of a case, filled with what it tells.

    Nothing is made up: what nobody told is a line to write on. Files that are there already are replaced, whole or
    not at all, but never a case file.
    """
    if not (listed or letters or sheets or everything):
        raise click.UsageError("Say what you want: --list, --letter ID, --sheet FORM or --all.")
    if out is None and (letters or sheets or everything):
        raise click.UsageError("Say where the papers go: --out DIR.")
    from recovery_assistant.services.papers import Papers

    look = _Look(_forms(formats), case_report.text_size(size), case_report.paper_size(paper))
    with opened(parts, case, secret_files(passphrase_file, recovery_file)) as casebook:
        papers = Papers(
            casebook, parts.guidance(casebook.case.country), parts.catalogue(), parts.clock, parts.resources
        )
        offered = _offered(parts, casebook.case.country)
        if listed:
            _list(papers, offered)
        wanted = [_Wanted("letter", name) for name in letters] + [_Wanted("sheet", name) for name in sheets]
        if everything:
            wanted += [_Wanted("letter", need.key) for need in papers.needed(offered)]
            wanted += [_Wanted("sheet", form.id) for form in papers.forms()]
        if out is not None:
            for one in dict.fromkeys(wanted):
                _write(papers, one, out, casebook.number, look)
    return exits.OK


def _forms(formats: str) -> tuple[PaperForm, ...]:
    wanted = [name.strip() for name in formats.split(",") if name.strip()]
    if unknown := [name for name in wanted if name not in FORMS]:
        raise click.UsageError(f"There is no format “{unknown[0]}”. Choose of: {', '.join(FORMS)}.")
    return tuple(name for name in FORMS if name in wanted)


def _offered(parts: CliParts, country: str) -> tuple[str, ...]:
    steps = (step for stage in parts.guidance(country).plan.stages for step in stage.steps)
    return next((step.letters for step in steps if step.kind == STEP), ())


def _list(papers: Papers, offered: tuple[str, ...]) -> None:
    needed = papers.needed(offered)
    screen.say("Letters that this case needs:" if needed else "Nothing in this case asks for a letter.")
    for need in needed:
        screen.say(f"  {visible(need.key)}")
        screen.say(f"    {need.name}. {need.reason}")
    others = papers.others(offered)
    if others:
        screen.say("Other letters:")
        screen.say(f"  {', '.join(need.key for need in others)}")
    forms = papers.forms()
    if forms:
        screen.say("Report sheets:")
    for form in forms:
        sheet = papers.sheet(form.id)
        missing = sum(not row.value for row in sheet.rows)
        screen.say(f"  {form.id}")
        screen.say(f"    {sheet.name}. {screen.count(missing, 'answer', 'answers')} still missing.")


def _write(papers: Papers, wanted: _Wanted, out: Path, number: str, look: _Look) -> None:
    document = papers.letter(wanted.paper) if wanted.kind == "letter" else papers.sheet_paper(wanted.paper)
    out.mkdir(parents=True, exist_ok=True)
    for form in look.forms:
        content = _content(papers, document, form, look)
        path = out / f"{wanted.kind}-{wanted.paper}-{number}.{ENDINGS[form]}"
        papers.save(path, content, kind=wanted.kind, paper=wanted.paper, form=form)
        screen.say(f"Saved: {path}")


def _content(papers: Papers, document: RecordDocument, form: PaperForm, look: _Look) -> bytes:
    match form:
        case "pdf":
            return papers.pdf(document, look.size, look.paper)
        case "html":
            return papers.html(document).encode()
        case _:
            return papers.text(document).encode()
