"""`self-test`: whether everything that the program needs works on this PC. Nothing is left behind."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final, Literal

import click
from msgspec import Struct

from recovery_assistant import __version__
from recovery_assistant.cli import exits, screen
from recovery_assistant.cli.parts import CliParts
from recovery_assistant.domain.errors import AssistantError, CaseError, KeyStoreError
from recovery_assistant.domain.journal import StepCompleted
from recovery_assistant.domain.region import REGIONS_OF
from recovery_assistant.services.cases import Cases
from recovery_assistant.services.scanner import Finished, Missed, scan
from recovery_assistant.storage.failures import KEY_MISSING

Result = Literal["ok", "not ok", "left out"]

_PHRASE: Final = "only for a test of a few seconds"
_TRIAL_ID: Final = "00000000000000000000000000000000"


class Checked(Struct, frozen=True, kw_only=True):
    """One line of the answer."""

    what: str
    result: Result
    says: str


class _NotOkError(Exception):
    """A check that went wrong; the message says how."""


class _LeftOut(Exception):  # noqa: N818 (an answer, not an error)
    """A check that cannot be made here; the message says why."""


@click.command(
    "self-test",
    epilog=exits.epilog(
        exits.NOT_RIGHT, examples=("self-test", "self-test --json"), _6="at least one line says: not ok"
    ),
)
@click.option("--json", "as_json", is_flag=True, help="Write one JSON object a line.")
@click.pass_obj
def self_test_command(parts: CliParts, *, as_json: bool) -> int:
    """Try out everything that the program needs: its own files, encryption, paper, the window, a look at this PC.

    The key store is only asked a question; nothing is written to it.
    """
    if not as_json:
        screen.say(f"Recovery Assistant {__version__}", strong=True)
    all_right = True
    for checked in _checks(parts):
        all_right = all_right and checked.result != "not ok"
        if as_json:
            screen.write_json(checked)
        else:
            screen.say(f"{checked.result:<8}  {checked.what}: {checked.says}")
    return exits.OK if all_right else exits.NOT_RIGHT


def _checks(parts: CliParts) -> Iterator[Checked]:
    for what, check in (
        ("resources", _resources),
        ("fonts", _fonts),
        ("encryption", _encryption),
        ("key store", _key_store),
        ("paper", _paper),
        ("window", _window),
        ("this PC", _this_pc),
    ):
        yield _checked(what, check, parts)


def _checked(what: str, check: Callable[[CliParts], str], parts: CliParts) -> Checked:
    try:
        return Checked(what=what, result="ok", says=check(parts))
    except _LeftOut as reason:
        return Checked(what=what, result="left out", says=str(reason))
    except (_NotOkError, AssistantError, OSError, ImportError) as error:
        return Checked(what=what, result="not ok", says=str(error))


def _resources(parts: CliParts) -> str:
    told = []
    for code in REGIONS_OF:
        guidance = parts.guidance(code)
        steps = [step.id for stage in guidance.plan.stages for step in stage.steps]
        stages = guidance.words.stages.values()
        without = [step for step in steps if not any(step in stage.steps for stage in stages)]
        if without:
            raise _NotOkError(f"{code}: no words for {', '.join(without)}")
        told.append(f"{code}: {len(steps)} pages, {len(guidance.country.contacts)} contacts")
    return f"{'; '.join(told)}; {len(parts.catalogue().tools)} remote control programs"


def _fonts(parts: CliParts) -> str:
    fonts = sorted((parts.resources / "fonts").glob("*.ttf"))
    if not fonts:
        raise _NotOkError("there are none")
    for font in fonts:
        with font.open("rb") as file:
            if file.read(4) != b"\x00\x01\x00\x00":
                raise _NotOkError(f"{font.name} is not a font")
    return ", ".join(font.stem for font in fonts)


def _encryption(parts: CliParts) -> str:
    with tempfile.TemporaryDirectory(prefix="recovery-assistant-") as folder:
        cases = Cases(Path(folder), None, parts.clock)
        casebook = cases.new("GB", "technician", _PHRASE)
        casebook.record(StepCompleted(step="self-test", note="Encryption is tried out"))
        path = casebook.path
        casebook.close()
        if b"Encryption is tried out" in path.read_bytes():
            raise _NotOkError("a case file can be read without its key")
        again = cases.open(path, passphrase=_PHRASE)
        count = again.seal.count
        again.close()
        _refuses_a_wrong_phrase(cases, path)
        cases.wipe(path)
    if count != 2:
        raise _NotOkError("a case file does not hold what was written")
    return "a case was written, opened, refused to a wrong passphrase, and removed"


def _refuses_a_wrong_phrase(cases: Cases, path: Path) -> None:
    try:
        cases.open(path, passphrase=_PHRASE + "!").close()
    except CaseError:
        return
    raise _NotOkError("a case file opens with a wrong passphrase")


def _key_store(parts: CliParts) -> str:
    store = parts.key_store()
    if store is None:
        raise _LeftOut("none is used here")
    try:
        store.get(_TRIAL_ID)
    except KeyStoreError as error:
        if error.code != KEY_MISSING:
            raise _LeftOut(f"cases need a passphrase here. {error}") from error
    return "it answers"


def _paper(parts: CliParts) -> str:
    with tempfile.TemporaryDirectory(prefix="recovery-assistant-") as folder:
        casebook = Cases(Path(folder), None, parts.clock).new("GB", "technician", _PHRASE)
        try:
            exporter = parts.exporter(casebook)
            content = exporter.pdf(exporter.document("me"))
        finally:
            casebook.close()
    if not content.startswith(b"%PDF-"):
        raise _NotOkError("the record is not a PDF")
    return f"a record of an empty case has {len(content)} bytes"


def _window(parts: CliParts) -> str:
    if parts.check_window is None:
        raise _LeftOut("PySide6 is not installed; the command line works without it")
    return parts.check_window()


def _this_pc(parts: CliParts) -> str:
    gaps = 0
    for event in scan(parts.host(), parts.catalogue()):
        match event:
            case Missed():
                gaps += 1
            case Finished(sources_looked_at=0):
                raise _NotOkError("nothing could be looked at")
            case Finished(sources_looked_at=places):
                return f"{places} places can be looked at, {gaps} parts of them cannot"
    raise _NotOkError("the look did not come to an end")
