"""Exit codes of the command line. Scripts rely on them; docs/cli.md says them for every command."""

from __future__ import annotations

from typing import Final

from recovery_assistant.services import scan_report

OK: Final = scan_report.QUIET
FAILED: Final = 1
USAGE: Final = 2
NOTHING_READ: Final = scan_report.NOTHING_READ
STOPPED: Final = scan_report.STOPPED
NO_WINDOW: Final = 5
NOT_RIGHT: Final = 6
RESTART: Final = 7
NEEDS_YES: Final = 8
ALARM: Final = scan_report.ALARM
GAPS: Final = scan_report.GAPS

MEANINGS: Final = {
    OK: "it worked",
    FAILED: "it did not work; the sentence and its code are on stderr",
    USAGE: "the command was not typed as it has to be",
    NOTHING_READ: "scan, traces: nothing could be read",
    STOPPED: "stopped by the person (Ctrl-C)",
    NO_WINDOW: "a window was asked for, and PySide6 is not installed",
    NOT_RIGHT: "it was looked at, and it is not right",
    RESTART: "remove: the system finishes it when it starts next",
    NEEDS_YES: "remove: a yes is missing, and there is nobody to ask",
    ALARM: "scan: a remote control program, or something left behind; traces: an incoming session",
    GAPS: "scan, traces, remove: something could not be looked at",
}


def epilog(*codes: int, examples: tuple[str, ...] = (), **other: str) -> str:
    r"""Return what stands at the end of a command's help: examples and exit codes, kept line by line (click's ``\b``).

    `other` says what a code means for this command alone: `epilog(6, _6="the seal does not fit")`.
    """
    shown = [f"  {code:>2}  {other.get(f'_{code}', MEANINGS[code])}" for code in sorted({OK, FAILED, USAGE, *codes})]
    lines = (
        ["\b", "Examples:", *(f"  recovery-assistant {example}".rstrip() for example in examples)] if examples else []
    )
    return "\n".join([*lines, *([""] if lines else []), "\b", "Exit codes:", *shown])
