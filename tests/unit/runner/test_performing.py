"""Actions go in order, each ends in one line, and no failure of one is left untold."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from msgspec import structs

from recovery_assistant.domain.removal.plan import (
    AnyVerb,
    DisableAccount,
    PutBack,
    RemovalPlan,
    SetSwitch,
    StopService,
    UninstallMsi,
    digest_of,
)
from recovery_assistant.domain.removal.plan import Gone as MustGo
from recovery_assistant.domain.removal.results import ActionEnded, RunEnded, Status, read_lines
from recovery_assistant.runner.hand import Done, Turn, Unable
from recovery_assistant.runner.kept import Manifest, manifest_bytes
from recovery_assistant.runner.performing import Work, perform
from recovery_assistant.runner.results import Told
from tests.unit.runner.made_up_plans import StillClock, plan_of

ACCOUNT = DisableAccount(name="helper")
SERVICE = StopService(manager="systemd", name="x.service")
MSI = UninstallMsi(product="{01234567-89AB-CDEF-0123-456789ABCDEF}", gone=MustGo())
SWITCH = SetSwitch(switch="remote-login")


class Acting:
    """A hand that does what a test says for each verb."""

    def __init__(self, *ends: Done | Exception) -> None:
        self.ends, self.done = list(ends), [0]

    def _end(self, verb: AnyVerb, turn: Turn) -> Done:
        self.done.append(1)
        end = self.ends.pop(0)
        if isinstance(end, Exception):
            raise end
        return end

    stop_service = end_process = uninstall_msi = run_uninstaller = remove_package = remove_store_app = _end
    remove_app = remove_value = remove_key = remove_task = quarantine = remove_line = set_switch = _end
    disable_account = remove_certificate = remove_exclusion = _end

    def put_back(self, verb: PutBack, kept: Manifest, folder: Path, turn: Turn) -> Done:
        return self._end(verb, turn)


def performed(
    plan: RemovalPlan, hand: Acting, *, acts: bool = True, stop: bool = False
) -> tuple[list[ActionEnded], RunEnded]:
    out = io.BytesIO()
    work = Work(plan, "administrator", acts, hand, Path("/nowhere"), Told(out), StillClock(), lambda: stop)  # type: ignore[arg-type]
    perform(work)
    lines = read_lines(out.getvalue())
    assert isinstance(lines[-1], RunEnded)
    return [line for line in lines if isinstance(line, ActionEnded)], lines[-1]


@pytest.mark.parametrize(
    ("fault", "acts", "status", "code"),
    [
        (Unable("U-13", "It was changed."), True, "refused", "U-13"),
        (Unable("U-23", "It did not end.", "timed-out"), True, "timed-out", "U-23"),
        (PermissionError(13, "no"), True, "failed", "U-19"),
        (PermissionError(13, "no"), False, "would-do", "U-18"),
        (OSError(28, "No space left on device"), True, "failed", "U-19"),
    ],
)
def test_every_failure_is_told_and_the_next_action_is_done(
    fault: Exception, acts: bool, status: Status, code: str
) -> None:
    plan = plan_of(SERVICE, ACCOUNT, rights="administrator")
    ended, last = performed(plan, Acting(fault, Done(status="done")), acts=acts)
    assert [(line.action_id, line.status) for line in ended] == [("a1", status), ("a2", "done")]
    assert ended[0].code == code
    assert not last.stopped


@pytest.mark.parametrize("status", ["refused", "failed", "timed-out"])
def test_an_uninstaller_that_did_not_come_to_its_end_stops_the_rest(status: Status) -> None:
    ended, last = performed(plan_of(MSI, SWITCH, rights="administrator"), Acting(Done(status=status)))
    assert len(ended) == 1
    assert last.stopped


@pytest.mark.parametrize("status", ["done", "nothing-to-do", "restart-needed"])
def test_one_that_did_does_not(status: Status) -> None:
    ends = Acting(Done(status=status), Done(status="done"))
    ended, last = performed(plan_of(MSI, SWITCH, rights="administrator"), ends)
    assert len(ended) == 2
    assert not last.stopped


def test_whoever_asks_to_stop_gets_the_action_ended_that_was_begun() -> None:
    ended, last = performed(plan_of(SWITCH, ACCOUNT, rights="administrator"), Acting(Done(status="done")), stop=True)
    assert [line.action_id for line in ended] == ["a1"]
    assert last.stopped


def put_back_of(content: bytes, verb: PutBack, tmp_path: Path, hand: Acting) -> ActionEnded:
    folder = tmp_path / "kept" / verb.plan_id / verb.action_id
    folder.mkdir(parents=True)
    (folder / "manifest.json").write_bytes(content)
    plan = plan_of(verb, undoes=verb.plan_id, rights="administrator")
    out = io.BytesIO()
    perform(Work(plan, "administrator", True, hand, tmp_path, Told(out), StillClock(), lambda: False))  # type: ignore[arg-type]
    ended = read_lines(out.getvalue())[0]
    assert isinstance(ended, ActionEnded)
    return ended


def test_only_the_manifest_that_was_told_of_is_believed(tmp_path: Path) -> None:
    at = StillClock().now()
    manifest = Manifest(
        plan_id="r-000000000001", action_id="a1", rights="administrator", at=at, verb=SWITCH, was="remote-login"
    )
    content = manifest_bytes(manifest)
    told = PutBack(plan_id="r-000000000001", action_id="a1", sha256=digest_of(content))
    assert put_back_of(content, told, tmp_path / "a", Acting(Done(status="done"))).status == "done"
    changed = manifest_bytes(structs.replace(manifest, was="something else"))
    ended = put_back_of(changed, told, tmp_path / "b", Acting())
    assert (ended.status, ended.code) == ("failed", "U-17")


@pytest.mark.parametrize("content", [b"", b"{}", b"\xff"])
def test_a_damaged_manifest_puts_nothing_back(tmp_path: Path, content: bytes) -> None:
    ended = put_back_of(content, PutBack(plan_id="r-000000000001", action_id="a1"), tmp_path, Acting())
    assert (ended.status, ended.code) == ("failed", "U-17")
