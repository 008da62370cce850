"""Small files in which Windows notes what was done: programs that ran, tasks that were set up, where a file came from.

The list of launched programs (PcaAppLaunchDic.txt, Windows 11 from 22H2) and of programs that stopped (PcaGeneralDb*)
write UTC; a task's own date is local time; the mark of a download has no time of its own.
Forms: samples of plaso (commit 4ea03ef9) and Microsoft's task schema.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from recovery_assistant.domain.addresses import site_of
from recovery_assistant.domain.command_line import without_typed_passwords
from recovery_assistant.domain.session import Activity, LogLine, NotUnderstood, Remote
from recovery_assistant.domain.task_file import LARGEST_TASK, NoTaskError, read_task
from recovery_assistant.traces import times
from recovery_assistant.traces.log import Log
from recovery_assistant.traces.places import person_of
from recovery_assistant.traces.reader import NOT_THIS, SURE, Reader, TraceEvent
from recovery_assistant.traces.shapes import pattern_of

_LAUNCHED: Final = pattern_of(r"([A-Za-z]:\\[^|]{1,1000}|\\\\[^|]{1,1000})\|(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3})")
_STOPPED: Final = pattern_of(r"(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3})\|\d\|([^|]{1,1000})\|")
_LONGEST_TOLD: Final = 1000
_TASK: Final = "schemas.microsoft.com/windows/2004/02/mit/task"
_MARK: Final = pattern_of(r"^[ \t]*(HostUrl|ReferrerUrl|ZoneId)[ \t]*=[ \t]*(\S{1,2000})", re.IGNORECASE | re.MULTILINE)
_FROM_THE_INTERNET: Final = {"3", "4"}
_MARK_NAME: Final = pattern_of(r"(.+)[:._-]zone\.identifier(?::\$data)?", re.IGNORECASE)


def _ran(log: Log, shape: re.Pattern[str], raw_at: int, path_at: int) -> Iterator[TraceEvent]:
    rejected = 0
    for line in log.lines():
        found = shape.match(line.text)
        if found is None:
            rejected += bool(line.text.strip())
            continue
        yield Activity(
            tool="",
            what="program-run",
            start=times.utc(times.read_stamp(found[raw_at])),
            start_raw=found[raw_at],
            zone_basis="utc-documented",
            local_user=person_of(found[path_at]),
            detail=found[path_at],
            sources=(LogLine(path=log.path, line=line.number),),
        )
    if rejected:
        yield NotUnderstood(path=log.path, lines=rejected)


def _first_line_is(shape: re.Pattern[str], log: Log) -> int:
    first = next((line for line in log.opening_lines if line.strip()), "")
    return SURE if shape.match(first) else NOT_THIS


def _read_task(log: Log) -> Iterator[TraceEvent]:
    with log.open() as file:
        content = file.read(LARGEST_TASK + 1)
    try:
        task = read_task(content)
    except NoTaskError:
        yield NotUnderstood(path=log.path, lines=1)
        return
    does = "; ".join(task.commands)[:_LONGEST_TOLD]
    name = task.uri[:_LONGEST_TOLD] or log.path.replace("\\", "/").rpartition("/")[2]
    yield Activity(
        tool="",
        what="task-made",
        start=times.utc(times.read_stamp(task.date), log.zone),
        start_raw=task.date[:40],
        zone_basis="local-assumed" if task.date else "unknown",
        local_user=task.author[:100],
        detail=f"{name}: {without_typed_passwords(does)}" if does else name,
        sources=(LogLine(path=log.path),),
    )


def _read_mark(log: Log) -> Iterator[TraceEvent]:
    told = {field.lower(): value for field, value in _MARK.findall(log.opening)}
    if told.get("zoneid") not in _FROM_THE_INTERNET:
        return
    path = _MARK_NAME.fullmatch(log.path)
    yield Activity(
        tool="",
        what="downloaded",
        local_user=person_of(log.path),
        direction="incoming",
        remote=Remote(name=site_of(told.get("hosturl", "")) or site_of(told.get("referrerurl", ""))),
        detail=path[1] if path else log.path,
        confidence="low",  # when it came is not told
        sources=(LogLine(path=log.path, line=1),),
    )


READERS: Final = (
    Reader(
        id="program-launches",
        tool="",
        recognises=lambda log: _first_line_is(_LAUNCHED, log),
        read=lambda log: _ran(log, _LAUNCHED, 2, 1),
    ),
    Reader(
        id="program-ends",
        tool="",
        recognises=lambda log: _first_line_is(_STOPPED, log),
        read=lambda log: _ran(log, _STOPPED, 1, 2),
    ),
    Reader(
        id="scheduled-task",
        tool="",
        recognises=lambda log: SURE if _TASK in log.opening[:2000] and "<Task" in log.opening[:2000] else NOT_THIS,
        read=_read_task,
    ),
    Reader(
        id="download-mark",
        tool="",
        recognises=lambda log: SURE if log.opening.lstrip().lower().startswith("[zonetransfer]") else NOT_THIS,
        read=_read_mark,
    ),
)
