"""`catalogue left-behind`: what may be left behind that is no program, and how each is put right."""

from __future__ import annotations

from typing import Final

import click

from recovery_assistant.cli import exits, screen
from recovery_assistant.cli.content import json_option
from recovery_assistant.cli.parts import CliParts
from recovery_assistant.domain.errors import InputError
from recovery_assistant.domain.left_behind.kinds import LeftBehindKind

NO_SUCH_KIND: Final = "I-24"
NOT_TRIED: Final = "From general knowledge: nobody has tried these steps on such a PC for this program."


@click.command(
    "left-behind",
    epilog=exits.epilog(examples=("catalogue left-behind", "catalogue left-behind defender-exclusion")),
)
@click.argument("kind", required=False)
@json_option
@click.pass_obj
def left_behind_command(parts: CliParts, *, kind: str | None, as_json: bool) -> int:
    """List what may be left behind that is no program, or explain one KIND and how it is put right."""
    kinds = [known for known in parts.catalogue().left_behind if kind in (None, known.id)]
    if kind is not None and not kinds:
        raise InputError(NO_SUCH_KIND, f"There is no kind {kind}. See: catalogue left-behind")
    if as_json:
        for known in kinds:
            screen.write_json(known)
    elif kind is None:
        rows = [(known.id, known.weight, known.title, ", ".join(known.systems)) for known in kinds]
        screen.table(("kind", "weight", "what it is", "systems"), rows)
    else:
        _show(kinds[0])
    return exits.OK


def _show(kind: LeftBehindKind) -> None:
    screen.say(kind.title, strong=True)
    screen.say(kind.says)
    screen.say(kind.why)
    for way in kind.put_right:
        screen.say(f"How to put it right ({way.system}):", strong=True)
        for number, step in enumerate(way.steps, start=1):
            screen.say(f"  {number}. {step}")
        for source in way.sources:
            screen.say(f"  Source: {source}")
        if way.general_knowledge:
            screen.say(f"  {NOT_TRIED}")
    screen.say(f"Explained by: {', '.join(kind.sources)}. Checked on {kind.checked_on}.")
