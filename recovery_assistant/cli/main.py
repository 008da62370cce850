"""The command line: its root, and what happens when something goes wrong.

Commands return their exit code. Nobody sees a traceback: an expected failure is a sentence with its code on stderr.
"""

from __future__ import annotations

import contextlib
import os
import sys

import click

from recovery_assistant import __version__
from recovery_assistant.cli import exits, screen
from recovery_assistant.cli.case import case_group
from recovery_assistant.cli.catalogue import catalogue_group
from recovery_assistant.cli.content import content_group
from recovery_assistant.cli.handouts import booklet_command, card_command, review_command, worksheet_command
from recovery_assistant.cli.left_behind import left_behind_command
from recovery_assistant.cli.papers import papers_command
from recovery_assistant.cli.parts import CliParts
from recovery_assistant.cli.record import record_command
from recovery_assistant.cli.remove import remove_command
from recovery_assistant.cli.scan import scan_command
from recovery_assistant.cli.self_test import self_test_command
from recovery_assistant.cli.statement import statement_group
from recovery_assistant.domain.errors import AssistantError

__all__ = ["CliParts", "root", "run"]

PROGRAM = "recovery-assistant"
OUTPUT = "I-19"
TRACES = "traces"


class _Root(click.Group):
    """The group of all commands. `traces` is imported when it is asked for: its readers are sixty modules."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted((*super().list_commands(ctx), TRACES))

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name != TRACES:
            return super().get_command(ctx, cmd_name)
        from recovery_assistant.cli.traces import traces_command

        return traces_command


@click.group(
    cls=_Root,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog=exits.epilog(
        exits.NO_WINDOW,
        examples=(
            "",
            "scan",
            "case new --passphrase-file phrase.txt",
            "record 2026-11-18-A7KD --pdf record.pdf --passphrase-file phrase.txt",
        ),
    ),
)
@click.version_option(__version__, prog_name="Recovery Assistant", message="%(prog)s %(version)s")
def root() -> None:
    """Recovery after a fake support call: steps, a look at the PC, a printed record.

    Without a command, the window opens. Nothing here ever goes online.
    """


catalogue_group.add_command(left_behind_command)
for handout in (booklet_command, review_command, card_command, worksheet_command):
    content_group.add_command(handout)
for command in (
    scan_command,
    case_group,
    remove_command,
    record_command,
    papers_command,
    content_group,
    catalogue_group,
    self_test_command,
    statement_group,
):
    root.add_command(command)


def run(argv: list[str], parts: CliParts) -> int:
    """Run the command that the arguments name and return its exit code."""
    screen.make_safe()
    try:
        # Not `root.main`: it ends the process by itself when the reader of our output has gone.
        with root.make_context(PROGRAM, list(argv), obj=parts) as context:
            answer = root.invoke(context)
    except click.exceptions.Exit as end:
        return end.exit_code
    except (click.Abort, KeyboardInterrupt):
        screen.tell("Stopped.")
        return exits.STOPPED
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except AssistantError as error:
        screen.tell(str(error))
        return exits.FAILED
    except BrokenPipeError:
        _let_go_of_stdout()
        return exits.STOPPED
    except OSError as error:  # commands turn theirs into sentences; what is left is our own output, on a full disk say
        _let_go_of_stdout()
        screen.tell(f"The output could not be written: {error.strerror}. (code {OUTPUT})")
        return exits.FAILED
    return answer if isinstance(answer, int) else exits.OK


def _let_go_of_stdout() -> None:
    """Our output goes nowhere any more. Give Python something else to flush when it ends."""
    with contextlib.suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)
