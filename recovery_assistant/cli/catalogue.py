"""`catalogue`: the remote control programs that a scan knows."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import click

from recovery_assistant.cli import exits, screen
from recovery_assistant.cli.content import json_option, resources_option
from recovery_assistant.cli.parts import CliParts
from recovery_assistant.content.packs.formats import FORMATS
from recovery_assistant.domain.catalogue import Tool
from recovery_assistant.domain.errors import ContentError, InputError
from recovery_assistant.domain.observation import System
from recovery_assistant.services.new_files import write_files

NO_SUCH_TOOL: Final = "I-18"
_FORMS: Final = "; ".join(f"{name}: {one.words}" for name, one in FORMATS.items())


@click.group("catalogue", epilog=exits.epilog(examples=("catalogue list", "catalogue show anydesk")))
def catalogue_group() -> None:
    """Show and check the remote control programs that a scan knows."""


@catalogue_group.command("list", epilog=exits.epilog(examples=("catalogue list", "catalogue list --system windows")))
@click.option("--system", type=click.Choice([system.value for system in System]), default=None, help="Of one system.")
@json_option
@click.pass_obj
def list_command(parts: CliParts, *, system: str | None, as_json: bool) -> int:
    """List all of them."""
    catalogue = parts.catalogue()
    tools = [tool for tool in catalogue.tools if system is None or System(system) in tool.systems]
    if as_json:
        for tool in tools:
            screen.write_json(tool)
        return exits.OK
    screen.table(
        ("id", "name", "made by", "kind", "systems", "checked on"),
        [
            (tool.id, tool.name, tool.vendor, tool.category, ", ".join(tool.systems), tool.checked_on.isoformat())
            for tool in tools
        ],
    )
    return exits.OK


@catalogue_group.command("show", epilog=exits.epilog(examples=("catalogue show anydesk", "catalogue show xrdp --json")))
@click.argument("tool")
@json_option
@click.pass_obj
def show_command(parts: CliParts, *, tool: str, as_json: bool) -> int:
    """Show one of them. TOOL is its id, its name, or another name that it has."""
    found = _tool(parts, tool)
    if as_json:
        screen.write_json(found)
    else:
        _show(found)
    return exits.OK


def _tool(parts: CliParts, name: str) -> Tool:
    for tool in parts.catalogue().tools:
        if name.casefold() in (tool.id, *(known.casefold() for known in (tool.name, *tool.aliases))):
            return tool
    raise InputError(NO_SUCH_TOOL, f"The catalogue has no program {name}. Look at catalogue list.")


def _show(tool: Tool) -> None:
    screen.say(f"{tool.name} ({tool.id})", strong=True)
    for name, text in (
        ("made by", tool.vendor),
        ("web site", tool.website),
        ("also called", ", ".join(tool.aliases)),
        ("systems", ", ".join(tool.systems)),
        ("what it is", tool.what),
        ("who may use it", tool.who),
        ("how it came", tool.how_it_came),
        ("checked on", tool.checked_on.isoformat()),
    ):
        if text:
            screen.say(f"  {name}: {text}")
    for removal in tool.removal:
        screen.say(f"  removing it from {removal.system} ({removal.copy} copy):")
        for number, step in enumerate(removal.steps, start=1):
            screen.say(f"    {number}. {step.text}")
    for log in tool.log:
        screen.say(f"  log file on {log.system}: {log.path}")
    for source in tool.sources:
        screen.say(f"  source: {source}")


@catalogue_group.command(
    "export",
    epilog=exits.epilog(
        examples=(
            "catalogue export --format osquery --output packs",
            "catalogue export --format velociraptor --system windows --output windows.yaml",
            "catalogue export --format sigma --output rules",
            "catalogue export --format csv > catalogue.csv",
        )
    ),
)
@click.option("--format", "form", type=click.Choice(list(FORMATS)), required=True, help=f"{_FORMS}.")
@click.option("--output", type=click.Path(path_type=Path), help="A folder, or a file where only one is written.")
@click.option(
    "--system",
    "systems",
    type=click.Choice([one.value for one in System]),
    multiple=True,
    help="Of these systems only.",
)
@click.option("--force", is_flag=True, help="Write over files that are there.")
@click.pass_obj
def export_command(parts: CliParts, *, form: str, output: Path | None, systems: tuple[str, ...], force: bool) -> int:
    """Write packs for engines that look at many PCs, or a table. The same catalogue gives the same bytes.

    What is one file goes to stdout when no --output is given.
    """
    chosen = frozenset(map(System, systems)) or frozenset(System)
    files = {name: text.encode() for name, text in FORMATS[form].files(parts.catalogue(), chosen).items()}
    if output is None:
        if len(files) != 1:
            raise click.UsageError(f"{len(files)} files are made. Say with --output in which folder they go.")
        screen.write(*files.values())
        return exits.OK
    for path in write_files(output, files, force=force):
        screen.say(f"Written: {path}")
    return exits.OK


@catalogue_group.command(
    "lint",
    epilog=exits.epilog(
        exits.NOT_RIGHT,
        examples=("catalogue lint", "catalogue lint --resources my-checkout/resources"),
        _6="the catalogue has a mistake",
    ),
)
@resources_option
@click.pass_obj
def lint_command(parts: CliParts, *, resources: Path | None) -> int:
    """Check every file of the catalogue: patterns, shared names, ordinary PCs, removal, words. Warnings end with 0."""
    from recovery_assistant.content.catalogue import load_catalogue
    from recovery_assistant.content.catalogue_lint import lint_catalogue

    folder = resources or parts.resources
    try:
        findings = lint_catalogue(folder, parts.clock().date())
        catalogue = load_catalogue(folder)
    except ContentError as error:
        screen.say(f"error: {error.sentence} (code {error.code})")
        return exits.NOT_RIGHT
    for finding in findings:
        screen.say(f"{finding.level}: {finding.file}: {finding.reason} [{finding.rule}]")
        screen.say(f"    {finding.suggestion}")
    errors = sum(finding.level == "error" for finding in findings)
    programs = screen.count(len(catalogue.tools), "program")
    warnings = screen.count(len(findings) - errors, "warning")
    screen.say(f"{screen.count(errors, 'error')}, {warnings} in {programs}, edition {catalogue.edition}")
    return exits.NOT_RIGHT if errors else exits.OK
