"""Options that many commands share: which case, and the secret that opens it, which never is an argument."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, TypeVar

import click

from recovery_assistant.cli import screen
from recovery_assistant.cli.parts import CliParts
from recovery_assistant.domain.errors import InputError
from recovery_assistant.services.casebook import Casebook
from recovery_assistant.storage.case_file import SUFFIX
from recovery_assistant.storage.failures import NOT_A_CASE, case_error

UNUSABLE: Final = "I-12"
LONGEST_SECRET: Final = 4096

Command = TypeVar("Command", bound=Callable[..., Any])


@dataclass(frozen=True)
class SecretFiles:
    """Where passphrase or recovery code stand; "" means: not given, "-" means standard input."""

    passphrase_file: str = ""
    recovery_file: str = ""

    def passphrase(self) -> str | None:
        """Return the passphrase, or None when none was given. Raises InputError I-12."""
        return _read(self.passphrase_file, "passphrase") if self.passphrase_file else None

    def recovery_code(self) -> str | None:
        """Return the recovery code, or None when none was given. Raises InputError I-12."""
        return _read(self.recovery_file, "recovery code") if self.recovery_file else None


def _read(name: str, what: str) -> str:
    try:
        if name == "-":
            content = sys.stdin.buffer.read(LONGEST_SECRET + 1)
        else:
            with Path(name).open("rb") as file:
                content = file.read(LONGEST_SECRET + 1)
        text = content.decode("utf-8-sig")
    except OSError as error:
        raise InputError(UNUSABLE, f"The file with the {what} cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise InputError(UNUSABLE, f"The file with the {what} is not UTF-8 text.") from error
    secret = text.removesuffix("\n").removesuffix("\r")
    if not secret or len(content) > LONGEST_SECRET:
        how = "longer than any secret" if secret else "empty"
        raise InputError(UNUSABLE, f"The file with the {what} is {how}.")
    return secret


passphrase_option = click.option(
    "--passphrase-file",
    default="",
    metavar="FILE",
    help="File that holds the passphrase; - is standard input. One line end at its end is dropped.",
)
recovery_option = click.option(
    "--recovery-file",
    default="",
    metavar="FILE",
    help="File that holds the recovery code from the sheet; - is standard input.",
)


def secret_options(command: Command) -> Command:
    """Add --passphrase-file and --recovery-file."""
    return passphrase_option(recovery_option(command))


def secret_files(passphrase_file: str, recovery_file: str) -> SecretFiles:
    """Return the chosen files. Raises UsageError when both were given."""
    if passphrase_file and recovery_file:
        raise click.UsageError("Give --passphrase-file or --recovery-file, not both.")
    return SecretFiles(passphrase_file, recovery_file)


def case_path(parts: CliParts, case: str) -> Path:
    """Return the case file that a path or a case number means. Raises CaseError C-01 for what is no file."""
    path = Path(case)
    if path.exists() and not path.is_file():  # a folder, or a pipe that would be waited for without end
        raise case_error(NOT_A_CASE)
    in_folder = parts.cases().folder / (case + SUFFIX)
    return in_folder if not path.exists() and path.name == case and in_folder.exists() else path


@contextmanager
def opened(parts: CliParts, case: str, secrets: SecretFiles) -> Iterator[Casebook]:
    """Open a case, close it at the end, and say so when it can only be read."""
    path = case_path(parts, case)
    casebook = parts.cases().open(path, passphrase=secrets.passphrase(), recovery_code=secrets.recovery_code())
    try:
        if casebook.why_read_only:
            screen.tell(casebook.why_read_only)
        yield casebook
    finally:
        casebook.close()
