"""`traces`: read the logs of remote control programs, and say who was connected, who tried, and what happened."""

from __future__ import annotations

import contextlib
import sys
import time
from collections.abc import Generator
from datetime import tzinfo
from pathlib import Path
from typing import Final

import click

from recovery_assistant.cli import exits, screen
from recovery_assistant.cli.opening import opened, secret_files, secret_options
from recovery_assistant.cli.parts import DEFAULT_COUNTRY, CliParts
from recovery_assistant.cli.stopping import stop_on_ctrl_c
from recovery_assistant.cli.when import Window, read_zone
from recovery_assistant.domain.telling import Teller, tell, zone_words
from recovery_assistant.hosts.time_zones import zone_of_this_pc
from recovery_assistant.services import trace_report
from recovery_assistant.services.log_sources import logs_at
from recovery_assistant.services.trace_recording import written, zone_name
from recovery_assistant.services.trace_report import Finished, MachineRead, Missed, Reading, Told, TraceReport, Unclear
from recovery_assistant.services.tracing import traces_of
from recovery_assistant.traces.all_readers import READERS
from recovery_assistant.traces.reader import Reader

EPILOG = exits.epilog(
    exits.NOTHING_READ,
    exits.STOPPED,
    exits.ALARM,
    exits.GAPS,
    examples=(
        "traces /media/old-disk",
        "traces connection_trace.txt ad_svc.trace --json",
        "traces logs --time-zone Europe/London --since 2026-11-12 --until 2026-11-13T18:00",
        "traces /media/old-disk --tool anydesk --case 2026-11-18-A7KD --passphrase-file phrase.txt",
    ),
    _0="no incoming session, and nothing that could not be read",
    _3="nothing could be read",
    _10="at least one incoming session",
    _11="something could not be looked at, or not understood",
)
WHAT_IT_MEANS: Final = "A session that no log tells of can still have been."
WAS_STOPPED: Final = "Stopped before the end. The rest was not looked at."
_SAID_EVERY: Final = 5.0  # seconds between two lines of progress where no line can be drawn over


@click.command("traces", epilog=EPILOG)
@click.argument("paths", nargs=-1, required=True, metavar="PATH...", type=click.Path(path_type=Path))
@click.option(
    "--time-zone",
    "zone",
    metavar="ZONE",
    callback=read_zone,
    help="Zone of times that a log writes without one: Europe/London, or +01:00. Without it, the zone that the disk "
    "was set to, else that of this PC.",
)
@click.option(
    "--since", metavar="TIME", default="", help="Tell only what was then or later: 2026-11-12, or 2026-11-12T14:30."
)
@click.option(
    "--until", metavar="TIME", default="", help="Tell only what began then or earlier; a day counts to its end."
)
@click.option(
    "--tool",
    "tools",
    multiple=True,
    metavar="ID",
    help="Only this program, by its id in the catalogue; again for more.",
)
@click.option("--case", "case", default="", metavar="CASE", help="Write what is told into this case, too.")
@click.option("--json", "as_json", is_flag=True, help="Write one JSON object a line, and nothing else, to stdout.")
@click.option("--quiet", is_flag=True, help="Show no progress.")
@secret_options
@click.pass_obj
def traces_command(
    parts: CliParts,
    *,
    paths: tuple[Path, ...],
    zone: tzinfo | None,
    since: str,
    until: str,
    tools: tuple[str, ...],
    case: str,
    as_json: bool,
    quiet: bool,
    passphrase_file: str,
    recovery_file: str,
) -> int:
    """Read the logs of remote control programs in files, folders or a mounted disk. Nothing is changed.

    Logs are known by what stands in them, whatever they are called. The exit code is the highest of these that
    applies, in the order 4, 3, 10, 11, 0.
    """
    secrets = secret_files(passphrase_file, recovery_file)
    window = Window.read(since, until, zone or zone_of_this_pc(), frozenset(tools))
    readers = _readers_of(parts, tools)
    with contextlib.ExitStack() as stack:
        casebook = stack.enter_context(opened(parts, case, secrets)) if case else None
        stopped = stack.enter_context(stop_on_ctrl_c())
        logs = logs_at(paths, zone_of_this_pc, zone)
        events = traces_of(logs, stopped=stopped, readers=readers, wanted=window.holds)
        if casebook is not None:
            events = written(casebook, events, ", ".join(map(str, paths)), knows_zone=zone is not None)
        shown = _AsJson(knows_zone=zone is not None) if as_json else _InWords(parts, knows_zone=zone is not None)
        return _through(events, shown, is_quiet=quiet)


def _readers_of(parts: CliParts, tools: tuple[str, ...]) -> tuple[Reader, ...]:
    """Return the readers that can tell of these tools. Raises click.BadParameter for one that nobody knows."""
    known = {reader.tool for reader in READERS}
    for tool in tools:
        if tool not in known:
            try:
                parts.catalogue().tool(tool)
            except KeyError:
                raise click.BadParameter(f'The catalogue has no program "{tool}".', param_hint="--tool") from None
    return tuple(reader for reader in READERS if not tools or not reader.tool or reader.tool in tools)


def _through(events: Generator[TraceReport, None, None], shown: _AsJson | _InWords, *, is_quiet: bool) -> int:
    code = exits.STOPPED
    due = 0.0
    with screen.progress(is_quiet=is_quiet) as progress, contextlib.closing(events):
        try:
            for event in events:
                if isinstance(event, Reading):
                    if sys.stderr.isatty() or time.monotonic() >= due:
                        due = time.monotonic() + _SAID_EVERY
                        progress.show(_reading(event))
                    continue
                progress.clear()
                shown.take(event)
                if isinstance(event, Finished):
                    code = trace_report.exit_code(event)
        except KeyboardInterrupt:  # the second Ctrl-C
            progress.clear()
            screen.tell(WAS_STOPPED)
    return code


def _reading(event: Reading) -> str:
    share = f" ({100 * event.done // event.size} %)" if event.size else ""
    return f"{screen.count(event.files, 'file')} looked at; reading {event.path}{share}"


class _ZoneNote:
    """Says once that the zone of this PC was taken, as soon as something rests on it."""

    def __init__(self, *, knows_zone: bool) -> None:
        self._is_said = knows_zone
        self._machine: MachineRead | None = None

    def take(self, event: TraceReport) -> None:
        match event:
            case MachineRead():
                self._machine = event
            case Told(trace=trace) if trace.zone_basis == "local-assumed" and self._machine is not None:
                if not self._is_said and not self._machine.machine:
                    self._is_said = True
                    zone = zone_name(self._machine.zone) or str(self._machine.zone)
                    screen.tell(
                        f"Some logs do not say in which time zone their PC was. The zone of this PC is taken: {zone}. "
                        "Another one can be given with --time-zone."
                    )


class _AsJson:
    """Writes every event as a line for scripts."""

    def __init__(self, *, knows_zone: bool) -> None:
        self._zone_note = _ZoneNote(knows_zone=knows_zone)

    def take(self, event: TraceReport) -> None:
        self._zone_note.take(event)
        if line := trace_report.encode(event):
            screen.write(line)
        if isinstance(event, Missed):  # somebody who keeps stdout in a file should see it
            screen.tell(f"{event.gap.source}: {event.gap.reason} (code {event.gap.code})")


class _InWords:
    """Says every event in plain sentences, one paragraph for each thing that is told."""

    def __init__(self, parts: CliParts, *, knows_zone: bool) -> None:
        self._parts = parts
        self._zone_note = _ZoneNote(knows_zone=knows_zone)
        self._teller: Teller | None = None

    def take(self, event: TraceReport) -> None:
        self._zone_note.take(event)
        match event:
            case MachineRead():
                self._teller = self._teller_for(event)
                screen.say(zone_words(self._teller))
            case Told() if self._teller is not None:
                self._say(event, self._teller)
            case Unclear(not_understood=one):
                screen.say(f"{one.path}: {screen.count(one.lines, 'line was', 'lines were')} not understood.")
            case Missed(gap=gap):
                screen.say(f"Could not look at {gap.source}: {gap.reason} (code {gap.code})")
            case Finished():
                read = screen.count(event.files_read, "log")
                gaps = screen.count(event.gaps, "gap")
                sessions = screen.count(event.sessions, "connection to this PC", "connections to this PC")
                screen.say(f"{read} read: {sessions}, {gaps}.", strong=True)
                screen.say(WHAT_IT_MEANS if event.complete else WAS_STOPPED)
            case _:
                pass

    def _teller_for(self, machine: MachineRead) -> Teller:
        tools = self._parts.catalogue().tools
        return Teller(
            phrases=self._parts.guidance(DEFAULT_COUNTRY).words.telling,
            names={tool.id: tool.name for tool in tools},
            zone=machine.zone,
            desks={tool.id: tool.abuse for tool in tools if tool.abuse is not None},
            direct=frozenset(tool.id for tool in tools if not tool.maker_sees_calls),
        )

    def _say(self, event: Told, teller: Teller) -> None:
        told = tell(event.trace, teller)
        kind = trace_report.KINDS[type(event.trace)]
        is_alarm = kind == "session" and event.trace.direction == "incoming"
        screen.say(" ".join(told.said), strong=is_alarm)
        for sentences in (told.sure, told.unknown, told.ask):
            if sentences:
                screen.say("    " + " ".join(sentences))
        for source in event.trace.sources:
            screen.say(f"    {source.path}, line {source.line}" if source.line else f"    {source.path}")
        screen.say()
