"""Goes through the actions of a plan, in order. A preview and a run are this one function; `acts` is the difference."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC
from pathlib import Path
from typing import NamedTuple

import msgspec

from recovery_assistant.domain.removal.places import kept_name
from recovery_assistant.domain.removal.plan import (
    Action,
    AnyVerb,
    DisableAccount,
    EndProcess,
    PutBack,
    Quarantine,
    RemovalPlan,
    RemoveApp,
    RemoveCertificate,
    RemoveExclusion,
    RemoveKey,
    RemoveLine,
    RemovePackage,
    RemoveStoreApp,
    RemoveTask,
    RemoveValue,
    Rights,
    RunUninstaller,
    SetSwitch,
    StopService,
    UninstallMsi,
    digest_of,
)
from recovery_assistant.domain.removal.results import ActionBegun, ActionEnded, Kept, RunEnded
from recovery_assistant.runner.hand import Clock, Done, Hand, Turn, Unable
from recovery_assistant.runner.kept import MANIFEST, Manifest, manifest_bytes, read_manifest
from recovery_assistant.runner.results import Results, sync_folder, write_new

LARGEST_MANIFEST = 2**26
_ENDS_ALL = (UninstallMsi, RunUninstaller, RemovePackage, RemoveStoreApp)
"""Where one of these does not come to its end, what it would have removed is not taken away from under it."""


class Work(NamedTuple):
    """One run: a plan, the rights it has, and what it works with. `acts` is the one flag.

    `is_asked_to_stop`: looked at before each action but the first.
    """

    plan: RemovalPlan
    rights: Rights
    acts: bool
    hand: Hand
    store: Path
    results: Results
    clock: Clock
    is_asked_to_stop: Callable[[], bool]


def perform(work: Work) -> None:
    """Go through all actions of these rights and write what comes of each."""
    stopped = False
    for number, action in enumerate(work.plan.of(work.rights)):
        if number and work.is_asked_to_stop():
            stopped = True
            break
        done = _one(work, action)
        work.results.write(
            ActionEnded(
                action_id=action.id,
                at=work.clock.now().astimezone(UTC),
                status=done.status,
                code=done.code,
                says=done.says,
                exit_code=done.exit_code,
                kept=done.kept,
                looked=done.looked,
            )
        )
        if isinstance(action.verb, _ENDS_ALL) and done.status in {"refused", "failed", "timed-out"}:
            stopped = True
            break
    work.results.write(RunEnded(at=work.clock.now().astimezone(UTC), stopped=stopped))


def _one(work: Work, action: Action) -> Done:
    def begun(command: tuple[str, ...]) -> None:
        work.results.write(ActionBegun(action_id=action.id, at=work.clock.now().astimezone(UTC), command=command))

    kept: list[Kept] = []

    def keep(folder: Path, manifest: Manifest) -> Kept:
        kept.append(_keep(work, folder, manifest))
        return kept[-1]

    folder = work.store / kept_name(work.plan.id, action.id)
    turn = Turn(work.plan, action, acts=work.acts, clock=work.clock, folder=folder, begun=begun, keeper=keep)
    try:
        done = _do(work, action.verb, turn)
    except Unable as unable:
        done = Done(status=unable.status, code=unable.code, says=unable.says)
    except PermissionError:
        if work.acts:
            done = Done(status="failed", code="U-19", says="The system does not let us do this.")
        else:
            done = Done(status="would-do", code="U-18", says="It could not be looked at without more rights.")
    except OSError as fault:
        done = Done(status="failed", code="U-19", says=f"The system said no: {fault.strerror or type(fault).__name__}.")
    # What was kept is told even where the action then failed: it may have to be put back.
    return msgspec.structs.replace(done, kept=done.kept or (kept[-1] if kept else None))


def _keep(work: Work, folder: Path, manifest: Manifest) -> Kept:
    content = manifest_bytes(manifest)
    if not work.acts:
        raise AssertionError("a preview keeps nothing")
    for made in (folder.parent, folder):
        made.mkdir(mode=0o700, exist_ok=made != folder)
        sync_folder(made.parent)
    # Its name comes last: a manifest that is there is whole, and without one nothing was changed yet.
    write_new(folder / f"{MANIFEST}.new", content)
    (folder / f"{MANIFEST}.new").rename(folder / MANIFEST)
    sync_folder(folder)
    return Kept(place=str(folder), sha256=digest_of(content), was=manifest.was)


def _put_back(work: Work, verb: PutBack, turn: Turn) -> Done:
    folder = work.store / kept_name(verb.plan_id, verb.action_id)
    try:
        with (folder / MANIFEST).open("rb") as file:
            content = file.read(LARGEST_MANIFEST)
        manifest = read_manifest(content)
    except FileNotFoundError:
        raise Unable("U-16", "Nothing was kept of this, so there is nothing to put back.", "nothing-to-do") from None
    except msgspec.DecodeError:
        raise Unable("U-17", "What was written down about this is damaged.", "failed") from None
    if verb.sha256 and digest_of(content) != verb.sha256:
        raise Unable("U-17", "What was written down about this was changed since. Nothing was put back.", "failed")
    if (manifest.plan_id, manifest.action_id, manifest.rights) != (verb.plan_id, verb.action_id, work.rights):
        raise Unable("U-17", "What was written down belongs to something else.", "failed")
    return work.hand.put_back(verb, manifest, folder, turn)


def _do(work: Work, verb: AnyVerb, turn: Turn) -> Done:
    hand = work.hand
    if isinstance(verb, PutBack):
        return _put_back(work, verb, turn)
    ways: dict[type[AnyVerb], Callable[..., Done]] = {
        StopService: hand.stop_service,
        EndProcess: hand.end_process,
        UninstallMsi: hand.uninstall_msi,
        RunUninstaller: hand.run_uninstaller,
        RemovePackage: hand.remove_package,
        RemoveStoreApp: hand.remove_store_app,
        RemoveApp: hand.remove_app,
        RemoveValue: hand.remove_value,
        RemoveKey: hand.remove_key,
        RemoveTask: hand.remove_task,
        Quarantine: hand.quarantine,
        RemoveLine: hand.remove_line,
        SetSwitch: hand.set_switch,
        DisableAccount: hand.disable_account,
        RemoveCertificate: hand.remove_certificate,
        RemoveExclusion: hand.remove_exclusion,
    }
    return ways[type(verb)](verb, turn)
