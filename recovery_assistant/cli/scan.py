"""`scan`: look at this PC, a recorded one or an inventory for remote control programs."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Generator, Iterable
from pathlib import Path
from typing import Final

import click

from recovery_assistant.cli import case_report, exits, screen
from recovery_assistant.cli.machines import NO_INVENTORY, forms, machines_of
from recovery_assistant.cli.opening import opened, secret_files, secret_options
from recovery_assistant.cli.parts import CliParts
from recovery_assistant.cli.recording import Recorder
from recovery_assistant.cli.stopping import stop_on_ctrl_c
from recovery_assistant.domain.catalogue import Catalogue
from recovery_assistant.domain.finding import Finding, LeftBehind
from recovery_assistant.domain.observation import Gap
from recovery_assistant.hosts.port import BAD_LINE, Host
from recovery_assistant.services.casebook import Casebook
from recovery_assistant.services.exhibits import Copied, CopyProgress, MissedCopy, ShortOfRoom, copy_evidence
from recovery_assistant.services.recording import Tape
from recovery_assistant.services.scan_report import STOPPED, Tally, encode
from recovery_assistant.services.scanner import (
    Finished,
    Found,
    Left,
    Missed,
    Progress,
    ScanEvent,
    Sighted,
    Started,
    ToCheck,
    note_again,
    scan,
    scan_into,
)

CONFIDENCE_WORDS: Final = {
    "certain": "found",
    "likely": "likely",
    "possible": "possibly",
    "info": "for information",
}

MIB: Final = 2**20
WHAT_IT_MEANS: Final = "What was not found can still be there."
WAS_STOPPED: Final = "Stopped before the end. The rest was not looked at."

EPILOG = exits.epilog(
    exits.NOTHING_READ,
    exits.STOPPED,
    exits.ALARM,
    exits.GAPS,
    examples=(
        "scan",
        "scan --json > findings.jsonl",
        "scan --case 2026-11-18-A7KD --passphrase-file phrase.txt",
        "scan --record shop-pc.json",
        "scan --host recorded:shop-pc.json",
        "scan --host inventory:machines.jsonl --json",
        "scan --host inventory:- --json < machines.jsonl",
    ),
    _0="nothing of the below",
)


@click.command("scan", epilog=EPILOG)
@click.option(
    "--host",
    "host_name",
    default="this",
    metavar="HOST",
    help=f"{forms()}. Without it, this PC. For many machines, - as FILE is standard input.",
)
@click.option("--case", "case", default="", metavar="CASE", help="Write what is found into this case.")
@click.option(
    "--logs/--no-logs",
    default=True,
    help="With --case: copy logs, settings, programs and keys of what is found, and logs that removed programs left.",
)
@click.option(
    "--clock-error",
    type=int,
    default=None,
    metavar="SECONDS",
    help="With --case: how far the clock of the PC is ahead of the true time (behind: a minus). Kept with each copy.",
)
@click.option("--record", "record", metavar="FILE", help="Write what was seen, without people's names, into this file.")
@click.option("--force", is_flag=True, help="With --record: write over a file that is there.")
@click.option("--json", "as_json", is_flag=True, help="Write one JSON object a line, and nothing else, to stdout.")
@click.option("--quiet", is_flag=True, help="Show no progress.")
@secret_options
@click.pass_obj
def scan_command(
    parts: CliParts,
    *,
    host_name: str,
    case: str,
    logs: bool,
    clock_error: int | None,
    record: str | None,
    force: bool,
    as_json: bool,
    quiet: bool,
    passphrase_file: str,
    recovery_file: str,
) -> int:
    """Look for remote control programs. Nothing is changed on the PC.

    The exit code is the highest of these that applies, in the order 4, 3, 10, 11, 0.
    """
    secrets = secret_files(passphrase_file, recovery_file)
    recorder = Recorder(Path(record), force=force, say=screen.tell if as_json else screen.say) if record else None
    look = _Look(parts, as_json=as_json, is_quiet=quiet, recorder=recorder)
    with contextlib.ExitStack() as stack:
        casebook = stack.enter_context(opened(parts, case, secrets)) if case else None
        stopped = stack.enter_context(stop_on_ctrl_c())
        machines = machines_of(parts, host_name, stack)
        look.through(machines, casebook, stopped, copies_logs=logs, clock_error=clock_error)
    return look.exit_code


class _Look:
    """One run of the command over one or many machines."""

    def __init__(self, parts: CliParts, *, as_json: bool, is_quiet: bool, recorder: Recorder | None) -> None:
        self._parts = parts
        self._recorder = recorder
        self._as_json = as_json
        self._is_quiet = is_quiet
        self._tally = Tally()
        self._was_stopped = False
        self._gaps: list[Gap] = []  # of the machine that is looked at

    @property
    def exit_code(self) -> int:
        return STOPPED if self._was_stopped else self._tally.exit_code

    def through(
        self,
        machines: Iterable[Host | Gap],
        casebook: Casebook | None,
        stopped: Callable[[], bool],
        *,
        copies_logs: bool,
        clock_error: int | None = None,
    ) -> None:
        catalogue = self._parts.catalogue()
        machine: Host | Gap | None = None
        for machine in machines:
            if isinstance(machine, Gap):
                self._take(Missed(gap=machine))
                if self._as_json and machine.code != BAD_LINE:  # somebody who keeps stdout in a file should see it
                    screen.tell(f"{machine.reason} (code {machine.code})")
                continue
            earlier = _found_before(casebook, machine.id)
            tape = Tape(machine, catalogue) if self._recorder is not None else None
            ids = self._one(tape or machine, catalogue, casebook, stopped)
            self._was_stopped = self._was_stopped or stopped()
            if self._was_stopped:
                return
            if self._recorder is not None and tape is not None:
                self._recorder.write(tape)
            if casebook is not None:
                self._note_again(casebook, earlier, ids)
            if casebook is not None and copies_logs:
                self._copy(casebook, machine, catalogue, ids, stopped, clock_error)
                self._was_stopped = stopped()
        if machine is None:
            screen.tell(f"There is no PC in this file, so nothing was looked at. (code {NO_INVENTORY})")

    def _one(
        self, host: Host, catalogue: Catalogue, casebook: Casebook | None, stopped: Callable[[], bool]
    ) -> list[str]:
        """Look at one machine and return the ids of its findings."""
        events: Generator[ScanEvent, None, None]
        if casebook is None:
            events = scan(host, catalogue, stopped=stopped)
        else:
            events = scan_into(casebook, host, catalogue, stopped=stopped)
        ids: list[str] = []
        self._gaps.clear()
        looked_at = 0
        with screen.progress(is_quiet=self._is_quiet) as shown:
            try:
                for event in events:
                    match event:
                        case Progress():
                            looked_at = event.done
                            if event.source_words:
                                shown.show(f"Looking at {event.source_words} ({event.done + 1} of {event.total})")
                            continue
                        case Found(finding=finding):
                            ids.append(finding.id)
                        case Missed(gap=gap):
                            self._gaps.append(gap)
                    shown.clear()
                    self._take(event)
            except KeyboardInterrupt:
                shown.clear()
                self._was_stopped = True
                self._take(
                    Finished(
                        host=host.id,
                        complete=False,
                        findings=len(ids),
                        gaps=len(self._gaps),
                        sources_looked_at=looked_at,
                    )
                )
            finally:
                events.close()
        return ids

    def _take(self, event: ScanEvent) -> None:
        self._tally.add(event)
        if self._as_json:
            screen.write(encode(event))
        else:
            _show(event)

    def _note_again(self, casebook: Casebook, earlier: list[str], seen: list[str]) -> None:
        say = screen.tell if self._as_json else screen.say
        for finding_id in earlier:
            answer = note_again(casebook, finding_id, seen, self._gaps)
            name = casebook.case.findings[finding_id].finding.tool_name
            say(f"  looked for again: {name} ({finding_id}): {case_report.AGAIN_WORDS[answer]}")

    def _copy(
        self,
        casebook: Casebook,
        host: Host,
        catalogue: Catalogue,
        ids: list[str],
        stopped: Callable[[], bool],
        clock_error: int | None,
    ) -> None:
        say = screen.tell if self._as_json else screen.say
        copying = copy_evidence(
            casebook, host, catalogue, ids, of_former=True, clock_error_seconds=clock_error, stopped=stopped
        )
        with screen.progress(is_quiet=self._is_quiet) as shown:
            for event in copying:
                match event:
                    case CopyProgress():
                        if event.path:
                            done, total = event.bytes_done // MIB, -(-event.bytes_total // MIB)
                            about = f"{event.done + 1} of {event.total}, {done} of {total} MiB"
                            shown.show(f"Copying {event.path} ({about})")
                    case ShortOfRoom():
                        shown.clear()
                        wanted, free = -(-event.wanted // MIB), event.free // MIB
                        say(f"The originals are {wanted} MiB, and the disk of the case has {free} MiB left.")
                        say("Logs are made smaller. What does not fit is left out, and the case says so.")
                    case Copied(exhibit=exhibit):
                        shown.clear()
                        say(f"Copied into the case: {exhibit.path} ({exhibit.size} bytes)")
                    case MissedCopy(missed=missed):
                        shown.clear()
                        say(f"Could not copy {missed.path}: {missed.reason} (code {missed.code})")


def _found_before(casebook: Casebook | None, host_id: str) -> list[str]:
    """Return what earlier looks found on this machine and a later one did not find gone."""
    if casebook is None:
        return []
    known = casebook.case.findings.values()
    return [one.finding.id for one in known if one.finding.host == host_id and one.still_there is not False]


def _show(event: ScanEvent) -> None:
    match event:
        case Started():
            screen.say(f"{event.host} ({event.os_name or event.system})", strong=True)
        case Sighted():
            screen.say(f"  Found so far: {event.tool_name}")
        case Found(finding=finding):
            _show_finding(finding)
        case Left(left_behind=left):
            _show_left_behind("left behind", left)
        case ToCheck(left_behind=left):
            _show_left_behind("to look over", left)
        case Missed(gap=gap):
            screen.say(f"  could not look at {gap.source}: {gap.reason} (code {gap.code})")
        case Finished():
            places = screen.count(event.sources_looked_at, "place")
            screen.say(
                f"  {places} looked at: {screen.count(event.findings, 'finding')}, {screen.count(event.gaps, 'gap')}."
            )
            screen.say("  " + (WHAT_IT_MEANS if event.complete else WAS_STOPPED))
        case Progress():
            pass


def _show_left_behind(weight: str, left: LeftBehind) -> None:
    screen.say(f"  {weight} ({left.kind}): {left.says}".rstrip(": "))
    screen.say(f"      {left.id}")
    screen.say(f"      {left.value}")
    if left.weight == "notable":
        screen.say(f"      how to put it right: recovery-assistant catalogue left-behind {left.kind}")


def _show_finding(finding: Finding) -> None:
    where = f", {finding.instance}" if finding.instance else ""
    screen.say(f"  {CONFIDENCE_WORDS[finding.confidence]}: {finding.tool_name}{where}", strong=finding.is_alarm)
    screen.say(f"      {finding.id}")
    for part in finding.evidence:
        screen.say(f"      {part.says}")
        same = part.source == part.value
        screen.say(f"          {part.value}" if same else f"          {part.source}: {part.value}")
