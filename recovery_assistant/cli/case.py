"""`case`: make, fill, read, check, hand over and remove a case file."""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import TYPE_CHECKING

import click

from recovery_assistant.cli import case_report, exits, screen
from recovery_assistant.cli.case_rescue import remember, salvage
from recovery_assistant.cli.opening import (
    SecretFiles,
    case_path,
    opened,
    passphrase_option,
    secret_files,
    secret_options,
)
from recovery_assistant.cli.parts import DEFAULT_COUNTRY, CliParts
from recovery_assistant.domain.errors import InputError
from recovery_assistant.domain.journal import FindingMarked, StepCompleted, StepSkipped
from recovery_assistant.domain.record import visible
from recovery_assistant.services.exhibit_export import HASHES, Exported, export_exhibits, refuse_taken
from recovery_assistant.services.handing_over import hand_over
from recovery_assistant.services.intake import read_intake
from recovery_assistant.services.intake_form import IntakeError
from recovery_assistant.services.scanner import contradiction

if TYPE_CHECKING:
    from collections.abc import Iterable

    from recovery_assistant.domain.case import Case
    from recovery_assistant.domain.finding import Mark
    from recovery_assistant.domain.journal import TextGuarded
    from recovery_assistant.domain.plan import Plan, Step

NO_SUCH_STEP, NO_SUCH_FINDING, NO_SUCH_COUNTRY = "I-14", "I-15", "I-22"
TAKEN_OUT_WORDS = {
    "card-number": "a card number (the last four digits are kept)",
    "pin": "a PIN",
    "cvv": "a security code",
    "code": "a code",
    "password": "a password",
    "account-number": "an account number (the last four digits are kept)",
}


@click.group("case", epilog=exits.epilog(examples=("case new --passphrase-file phrase.txt", "case --help")))
def case_group() -> None:
    """Make, fill, read, check, hand over and remove a case file.

    CASE is the path of a case file, or the number of a case on this PC.
    """


@case_group.command(
    "new",
    epilog=exits.epilog(
        examples=(
            "case new --passphrase-file phrase.txt",
            "case new --to /media/stick/jones.recovery-case --passphrase-file - < phrase.txt",
            "case new --lay",
        ),
    ),
)
@click.option(
    "--country", default="", metavar="CODE", help=f"The country the person lives in; {DEFAULT_COUNTRY} if left out."
)
@click.option("--to", "to", default=None, type=click.Path(path_type=Path), metavar="FILE", help="Where the file goes.")
@click.option(
    "--lay",
    is_flag=True,
    help="A case of the person, not of a technician. Its key goes to the key store of this PC, unless there is a "
    "passphrase.",
)
@click.option("--json", "as_json", is_flag=True, help="Write the number and the file as JSON.")
@passphrase_option
@click.pass_obj
def new(parts: CliParts, *, country: str, to: Path | None, lay: bool, as_json: bool, passphrase_file: str) -> int:
    """Start a case.

    A technician's case always has a passphrase: nothing is left in the key store of the client's PC.
    """
    pack = parts.guidance(_country(parts, country or DEFAULT_COUNTRY)).country
    code = pack.code
    if not country:
        screen.tell(f"Numbers and rules: {pack.name}. For another country: --country CODE")
    passphrase = SecretFiles(passphrase_file).passphrase()
    casebook = parts.cases().new(code, "person" if lay else "technician", passphrase, to)
    casebook.close()
    if as_json:
        screen.write_json({"case": casebook.number, "file": str(casebook.path)})
    else:
        screen.say(f"Case {casebook.number}", strong=True)
        screen.say(str(casebook.path))
        screen.tell("Print its recovery sheet now: recovery-assistant case recovery-sheet --help")
    return exits.OK


@case_group.command(
    "import",
    epilog=exits.epilog(examples=("case import 2026-11-18-A7KD intake.toml --passphrase-file phrase.txt",)),
)
@click.argument("case")
@click.argument("intake", type=click.Path(path_type=Path))
@secret_options
@click.pass_obj
def import_intake(parts: CliParts, *, case: str, intake: Path, passphrase_file: str, recovery_file: str) -> int:
    """Bring in an intake form that was filled in at a counter: all of it, or nothing.

    The form is TOML (docs/intake.md). The same form twice adds nothing.
    """
    secrets = secret_files(passphrase_file, recovery_file)
    with opened(parts, case, secrets) as casebook:
        try:
            guidance = parts.guidance(casebook.case.country)
            form = read_intake(intake, guidance.plan, guidance.country)
        except IntakeError as error:
            for problem in error.problems:
                screen.tell(problem)
            raise
        imported = form.record_into(casebook)
    _tell_taken_out(imported.taken_out)
    for place in imported.still_to_come:
        screen.tell(f"{intake.name}, at {place}: this day is still to come. Is it right?")
    if imported.is_nothing:
        screen.say("Nothing new: all of it stood in the case before.")
    else:
        screen.say(
            f"Brought in: {screen.count(imported.answers, 'answer')}, {screen.count(imported.payments, 'payment')}, "
            f"{screen.count(imported.calls, 'call')}, {screen.count(imported.steps, 'step')} done or skipped."
        )
    return exits.OK


@case_group.command(
    "show",
    epilog=exits.epilog(
        examples=(
            "case show 2026-11-18-A7KD --passphrase-file phrase.txt",
            "case show jones.recovery-case --recovery-file code.txt --json",
            "case show jones.recovery-case --recovery-file code.txt --journal",
        ),
    ),
)
@click.argument("case")
@click.option("--journal", is_flag=True, help="Show every entry, with its number and time.")
@click.option("--json", "as_json", is_flag=True, help="Write it as JSON.")
@secret_options
@click.pass_obj
def show(parts: CliParts, *, case: str, journal: bool, as_json: bool, passphrase_file: str, recovery_file: str) -> int:
    """Show what a case holds."""
    with opened(parts, case, secret_files(passphrase_file, recovery_file)) as casebook:
        if as_json:
            report = case_report.journal_as_json(casebook) if journal else [case_report.case_as_json(casebook)]
            for line in report:
                screen.write_json(line)
        elif journal:
            case_report.show_journal(casebook)
        else:
            guidance = parts.guidance(casebook.case.country)
            case_report.show_case(casebook, guidance.plan, guidance.words, parts.clock())
    return exits.OK


@case_group.command(
    "mark",
    epilog=exits.epilog(
        examples=(
            "case mark 2026-11-18-A7KD f-3c1f not-mine --passphrase-file phrase.txt",
            "case mark 2026-11-18-A7KD f-3c1f known --passphrase-file phrase.txt",
        ),
    ),
)
@click.argument("case")
@click.argument("finding")
@click.argument("mark", type=click.Choice(["mine", "known", "unknown", "not-mine"]))
@secret_options
@click.pass_obj
def mark(parts: CliParts, *, case: str, finding: str, mark: Mark, passphrase_file: str, recovery_file: str) -> int:
    """Write down the answer to "is this yours?" for something that was found.

    FINDING is its id, or the beginning of it. MARK: mine; known (put there by someone I know in person, before the
    call); unknown (I do not know); not-mine.
    """
    with opened(parts, case, secret_files(passphrase_file, recovery_file)) as casebook:
        found = casebook.case.findings[_finding_id(casebook.case, finding)].finding
        against = contradiction(found, mark, casebook.case)
        casebook.record(FindingMarked(finding_id=found.id, mark=mark, contradiction=against))
    screen.say(f"{found.tool_name}: {mark}")
    if against:
        screen.say(against)
    return exits.OK


@case_group.command(
    "step",
    epilog=exits.epilog(
        examples=(
            "case step 2026-11-18-A7KD unplug done --passphrase-file phrase.txt",
            'case step 2026-11-18-A7KD 6B skipped --note "Comes back on Friday" --passphrase-file phrase.txt',
        ),
    ),
)
@click.argument("case")
@click.argument("step")
@click.argument("state", type=click.Choice(["done", "skipped"]))
@click.option("--note", default="", metavar="TEXT", help="A remark that stands in the record.")
@secret_options
@click.pass_obj
def step(
    parts: CliParts, *, case: str, step: str, state: str, note: str, passphrase_file: str, recovery_file: str
) -> int:
    """Write down that a step is done, or was skipped.

    STEP is its id in the plan, or its page code such as 6B.
    """
    with opened(parts, case, secret_files(passphrase_file, recovery_file)) as casebook:
        plan = parts.guidance(casebook.case.country).plan
        chosen = _step(plan, step)
        event = (StepCompleted if state == "done" else StepSkipped)(step=chosen.id, note=note)
        _tell_taken_out(casebook.record_all([event]))
    screen.say(f"{plan.code(chosen.id)} {chosen.id}: {state}")
    return exits.OK


@case_group.command(
    "verify",
    epilog=exits.epilog(
        exits.NOT_RIGHT,
        examples=(
            "case verify 2026-11-18-A7KD --passphrase-file phrase.txt",
            'case verify jones.recovery-case --seal "7F3K 92QD 4MTX (31 entries)" --recovery-file code.txt',
        ),
        _6="this file does not hold what that paper was printed from",
    ),
)
@click.argument("case")
@click.option("--seal", default="", metavar="TEXT", help="The seal as it stands at the foot of a printed page.")
@click.option("--json", "as_json", is_flag=True, help="Write the answer as JSON.")
@secret_options
@click.pass_obj
def verify(parts: CliParts, *, case: str, seal: str, as_json: bool, passphrase_file: str, recovery_file: str) -> int:
    """Check that a case file is whole, and whether it holds what a paper was printed from.

    A seal does not prove who wrote something, or when. A damaged file ends with code 1 and says so.
    """
    with opened(parts, case, secret_files(passphrase_file, recovery_file)) as casebook:
        surplus = casebook.check_every_page()
        now = casebook.seal
        check = casebook.verify(seal) if seal else None
        number, copies = casebook.number, len(casebook.case.exhibits)
    if as_json:
        answer: dict[str, object] = {"case": number, "whole": True, "seal": str(now), "entries": now.count}
        answer["exhibits"] = copies
        if surplus:
            answer["surplus_bytes"] = surplus
        if check is not None:
            answer |= {"holds": check.holds, "at_entry": check.count, "at": check.at, "newer_entries": check.newer}
        screen.write_json(answer)
    else:
        screen.say(
            f"Case {number}: the file is whole. Seal now: {now} ({screen.count(now.count, 'entry', 'entries')})."
        )
        if copies:
            screen.say(f"{screen.count(copies, 'copied original')} in it read and compared with the hashes.")
        if surplus:
            screen.say(
                f"Behind it stand {screen.count(surplus, 'byte')} that are no part of the case. They do no harm."
            )
        if check is not None and check.holds:
            newer = (
                f" Since then, {screen.count(check.newer, 'entry was', 'entries were')} added." if check.newer else ""
            )
            when = f", written {case_report.moment(check.at)}" if check.at else ""
            screen.say(f"This file holds what that paper was printed from (entry {check.count}{when}).{newer}")
        elif check is not None:
            screen.say("This file does not hold what that paper was printed from.")
    return exits.NOT_RIGHT if check is not None and not check.holds else exits.OK


@case_group.command(
    "export",
    epilog=exits.epilog(
        exits.NOT_RIGHT,
        examples=(
            "case export 2026-11-18-A7KD --to /media/stick/jones.recovery-case --passphrase-file phrase.txt",
            "case export 2026-11-18-A7KD --exhibits evidence --passphrase-file phrase.txt",
        ),
        _6="a copied original is damaged and was not written; the lists name it",
    ),
)
@click.argument("case")
@click.option("--to", "to", default=None, type=click.Path(path_type=Path), metavar="FILE", help="The copy of the case.")
@click.option(
    "--exhibits",
    "--files",
    "exhibits",
    default=None,
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Write the copied originals into this new or empty folder, readable for everybody, with their hashes.",
)
@secret_options
@click.pass_obj
def export(
    parts: CliParts, *, case: str, to: Path | None, exhibits: Path | None, passphrase_file: str, recovery_file: str
) -> int:
    """Hand a case over: a copy of its file, the copied originals, or both.

    The copy is opened to see that it holds the same; it opens with the same passphrase or recovery code. The originals
    come with SHA256SUMS, which "sha256sum -c" reads, and with manifest.json and manifest.txt: where each was, its
    times and hashes, who copied it when, and what could not be copied. Nothing that exists is overwritten.
    """
    if to is None and exhibits is None:
        raise click.UsageError("Say where to: --to FILE, --exhibits DIR, or both.")
    secrets = secret_files(passphrase_file, recovery_file)
    if exhibits is not None:
        refuse_taken(exhibits)
    path, passphrase, code = case_path(parts, case), secrets.passphrase(), secrets.recovery_code()
    if to is not None:
        handed = hand_over(parts.cases(), path, to, passphrase=passphrase, recovery_code=code)
        seal = f"seal {handed.seal} ({screen.count(handed.seal.count, 'entry', 'entries')})"
        screen.say(f"Copied: {handed.path}")
        screen.say(f"  {seal}, SHA-256 {handed.sha256}")
    if exhibits is None:
        return exits.OK
    with contextlib.closing(parts.cases().open(path, passphrase=passphrase, recovery_code=code)) as casebook:
        exported = export_exhibits(casebook, exhibits, parts.clock())
    return _say_exported(exported)


def _say_exported(exported: Exported) -> int:
    screen.say(f"{screen.count(exported.files, 'copied original')} written to {exported.folder}")
    screen.say(f"  check them there with: sha256sum -c {HASHES}")
    if exported.missed:
        screen.say(f"  {screen.count(exported.missed, 'original')} could not be copied; manifest.txt says why.")
    if exported.damaged:
        screen.tell(f"{screen.count(exported.damaged, 'copied original')} is damaged in the case and was not written.")
    return exits.NOT_RIGHT if exported.damaged else exits.OK


@case_group.command(
    "wipe",
    epilog=exits.epilog(exits.STOPPED, examples=("case wipe 2026-11-18-A7KD", "case wipe jones.recovery-case --yes")),
)
@click.argument("case")
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.pass_obj
def wipe(parts: CliParts, *, case: str, yes: bool) -> int:
    """Remove a case file and its key from this PC. There is no way back.

    No passphrase is needed to remove a file. Copies elsewhere stay.
    """
    path = case_path(parts, case)
    if not yes:
        click.confirm(f"Remove {visible(str(path))} for good? There is no way back", abort=True, err=True)
    parts.cases().wipe(path)
    screen.say(f"Removed: {path}")
    return exits.OK


@case_group.command(
    "recovery-sheet",
    epilog=exits.epilog(
        examples=("case recovery-sheet 2026-11-18-A7KD --pdf sheet.pdf --passphrase-file phrase.txt",),
    ),
)
@click.argument("case")
@click.option("--pdf", required=True, type=click.Path(path_type=Path), metavar="FILE", help="Where the sheet goes.")
@click.option("--size", type=click.Choice(["14", "18", "24"]), default="14", show_default=True, help="Size of text.")
@click.option("--paper", type=click.Choice(["a4", "letter"]), default=None, help="Default: that of the country.")
@secret_options
@click.pass_obj
def recovery_sheet(
    parts: CliParts,
    *,
    case: str,
    pdf: Path,
    size: str,
    paper: str | None,
    passphrase_file: str,
    recovery_file: str,
) -> int:
    """Write the sheet with the recovery code. Keep it at home; never hand it out with a record."""
    with opened(parts, case, secret_files(passphrase_file, recovery_file)) as casebook:
        exporter = parts.exporter(casebook)
        sheet = exporter.recovery_sheet(case_report.text_size(size), case_report.paper_size(paper))
        exporter.save_sheet(pdf, sheet)
    screen.say(f"Saved: {pdf}")
    screen.tell("Whoever has this sheet and the case file can read the case. Delete the PDF after printing.")
    return exits.OK


for _rescue in (salvage, remember):
    case_group.add_command(_rescue)


def _country(parts: CliParts, name: str) -> str:
    known = sorted(pack.parent.name for pack in (parts.resources / "countries").glob("*/pack.toml"))
    if name.lower() in known:
        return name.lower()
    raise InputError(NO_SUCH_COUNTRY, f"There is no country {name} in this program. There is: {', '.join(known)}.")


def _step(plan: Plan, name: str) -> Step:
    for find in (plan.step, plan.step_by_code):
        try:
            return find(name)
        except KeyError:
            continue
    raise InputError(NO_SUCH_STEP, f"The plan has no step and no page {name}.")


def _finding_id(case: Case, name: str) -> str:
    fitting = [finding_id for finding_id in case.findings if finding_id.startswith(name)]
    if name in fitting or len(fitting) == 1:
        return name if name in fitting else fitting[0]
    if fitting:
        raise InputError(NO_SUCH_FINDING, f"More than one finding begins with {name}. Type more of it.")
    raise InputError(NO_SUCH_FINDING, f"There is no finding {name} in this case. Look at case show.")


def _tell_taken_out(removed: Iterable[TextGuarded]) -> None:
    for one in removed:
        what = TAKEN_OUT_WORDS.get(one.kind, one.kind)
        screen.tell(f"Taken out of {one.step}, {one.field}: {what}. It was not written to the disk.")
