"""`case salvage` and `case remember`: when a case file is damaged, or this PC has lost the key of a case."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from recovery_assistant.cli import case_report, exits, screen
from recovery_assistant.cli.opening import case_path, opened, secret_files, secret_options

if TYPE_CHECKING:
    from recovery_assistant.cli.parts import CliParts


@click.command(
    "salvage",
    epilog=exits.epilog(
        exits.NOT_RIGHT,
        examples=("case salvage jones.recovery-case --to saved.recovery-case --recovery-file code.txt",),
        _6="a part of the case is missing in the new file",
    ),
)
@click.argument("case")
@click.option("--to", "to", required=True, type=click.Path(path_type=Path), metavar="FILE", help="The new case file.")
@secret_options
@click.pass_obj
def salvage(parts: CliParts, *, case: str, to: Path, passphrase_file: str, recovery_file: str) -> int:
    """Save what can still be read of a damaged case file into a new one. The damaged file is not touched.

    The entries are kept from the first one on, as far as each can be proved to be as it was. The new file says what
    is missing. It opens with the same passphrase or recovery code.
    """
    secrets = secret_files(passphrase_file, recovery_file)
    casebook = parts.cases().salvage(
        case_path(parts, case), to, passphrase=secrets.passphrase(), recovery_code=secrets.recovery_code()
    )
    casebook.close()
    lost = casebook.case.lost[-1]
    screen.say(f"Saved: {to}")
    screen.say(f"  {case_report.lost_in_words(lost)}")
    return exits.OK if lost.lost == 0 and not lost.files_lost else exits.NOT_RIGHT


@click.command(
    "remember",
    epilog=exits.epilog(examples=("case remember 2026-11-18-A7KD --recovery-file code.txt",)),
)
@click.argument("case")
@secret_options
@click.pass_obj
def remember(parts: CliParts, *, case: str, passphrase_file: str, recovery_file: str) -> int:
    """Put the key of a case back into the key store of this PC, after a reset for instance.

    Only for the person's own PC, and only for a case without passphrase.
    """
    with opened(parts, case, secret_files(passphrase_file, recovery_file)) as casebook:
        parts.cases().remember(casebook)
        screen.say(f"This PC opens case {casebook.number} by itself from now on.")
    return exits.OK
