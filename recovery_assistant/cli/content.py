"""`content`: check plan, words and countries, and say where every fact comes from."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from recovery_assistant.cli import exits, screen
from recovery_assistant.cli.parts import CliParts

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from recovery_assistant.content.sources import Fact

DAY = click.DateTime(["%Y-%m-%d"])


@click.group("content", epilog=exits.epilog(examples=("content lint", "content stale")))
def content_group() -> None:
    """Check the guidance: plan, words and countries."""


def _resources(parts: CliParts, chosen: Path | None) -> Path:
    return chosen or parts.resources


def _day(parts: CliParts, chosen: datetime | None) -> date:
    return (chosen or parts.clock()).date()


resources_option = click.option(
    "--resources",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    default=None,
    metavar="FOLDER",
    help="Check this folder instead of the program's own.",
)
day_option = click.option(
    "--on", "on", type=DAY, default=None, metavar="YYYY-MM-DD", help="As on this day; today if it is left out."
)
json_option = click.option("--json", "as_json", is_flag=True, help="Write one JSON object a line.")


@content_group.command(
    "lint",
    epilog=exits.epilog(
        exits.NOT_RIGHT,
        examples=("content lint", "content lint --resources my-checkout/resources", "content lint --json"),
        _6="there is at least one error",
    ),
)
@resources_option
@day_option
@json_option
@click.pass_obj
def lint_command(parts: CliParts, *, resources: Path | None, on: datetime | None, as_json: bool) -> int:
    """Check that the guidance is whole, readable and sourced. Warnings alone end with 0."""
    from recovery_assistant.content.left_behind_lint import lint_left_behind
    from recovery_assistant.content.lint import lint

    folder, day = _resources(parts, resources), _day(parts, on)
    findings = [*lint(folder, day), *lint_left_behind(folder, day)]
    for finding in findings:
        if as_json:
            screen.write_json(finding)
        else:
            screen.say(f"{finding.level}: {finding.file}: {finding.reason} [{finding.rule}]")
            screen.say(f"    {finding.suggestion}")
    errors = sum(finding.level == "error" for finding in findings)
    if not as_json:
        screen.say(f"{screen.count(errors, 'error')}, {screen.count(len(findings) - errors, 'warning')}")
    return exits.NOT_RIGHT if errors else exits.OK


@content_group.command(
    "sources",
    epilog=exits.epilog(
        examples=("content sources", "content sources --markdown > docs/sources.md", "content sources --json"),
    ),
)
@click.option("--markdown", is_flag=True, help="Write tables for a reviewer, one for each country.")
@resources_option
@day_option
@json_option
@click.pass_obj
def sources_command(
    parts: CliParts, *, markdown: bool, resources: Path | None, on: datetime | None, as_json: bool
) -> int:
    """Show every fact with its source, the day on which it was checked, and the pages that rest on it."""
    from recovery_assistant.content.sources import facts, markdown_tables

    found = facts(_resources(parts, resources), _day(parts, on))
    if markdown:
        screen.write(markdown_tables(found).encode())
    else:
        _show_facts(found, as_json=as_json)
    return exits.OK


@content_group.command(
    "stale",
    epilog=exits.epilog(
        exits.NOT_RIGHT,
        examples=("content stale", "content stale --on 2027-06-01", "content stale --on 2027-06-01 --json"),
        _6="at least one fact is past its shelf life",
    ),
)
@resources_option
@day_option
@json_option
@click.pass_obj
def stale_command(parts: CliParts, *, resources: Path | None, on: datetime | None, as_json: bool) -> int:
    """Show the facts that are past their shelf life on a day. Emergency numbers do not expire."""
    from recovery_assistant.content.sources import facts

    old = [fact for fact in facts(_resources(parts, resources), _day(parts, on)) if fact.is_stale]
    _show_facts(old, as_json=as_json)
    return exits.NOT_RIGHT if old else exits.OK


def _show_facts(found: Iterable[Fact], *, as_json: bool) -> None:
    if as_json:
        for fact in found:
            screen.write_json(fact)
        return
    rows = [
        (
            fact.id,
            fact.checked_on.isoformat() + (" (past its shelf life)" if fact.is_stale else ""),
            ", ".join(fact.used_in),
            fact.value,
            fact.source,
        )
        for fact in found
    ]
    screen.table(("fact", "checked on", "used in", "says", "source"), rows)
