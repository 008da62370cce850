"""The hand of the runner on Windows: each verb of a plan, and where it is done."""

from __future__ import annotations

import sys

if sys.platform != "win32":
    raise ImportError("only on Windows")

from pathlib import Path

from recovery_assistant.domain.observation import System
from recovery_assistant.domain.removal.checking_windows import objection
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
)
from recovery_assistant.runner import keeping
from recovery_assistant.runner.hand import Done, Turn, Unable
from recovery_assistant.runner.kept import CONTENT, Manifest
from recovery_assistant.runner.windows import (
    accounts,
    certificates,
    lines,
    native,
    powershell,
    processes,
    registry,
    services,
    store,
    switches,
    tasks,
    uninstallers,
)
from recovery_assistant.runner.windows.files import WindowsFiles, move_when_windows_starts, stay_after_all

_IN_USE = "U-48"


class WindowsHand:
    """This Windows; see `hand.Hand`."""

    def __init__(self) -> None:
        native.shut_out_planted_libraries()
        self._files = WindowsFiles()

    def user(self) -> str:
        """Return who this process runs as."""
        return store.user()

    def has(self, rights: Rights) -> bool:
        """Return whether this process has these rights."""
        return rights == "person" or store.is_administrator()

    def store(self, rights: Rights) -> Path:
        """Return the store of these rights."""
        return store.store(rights)

    def prepare(self, place: Path, rights: Rights, reader: int | None) -> int | None:  # noqa: ARG002 - users may read
        """Make the store, or see that it is safe."""
        store.prepare(place, rights)
        return None

    def stop_service(self, verb: StopService, turn: Turn) -> Done:
        """See the verb; so for all that follow."""
        return services.stop_service(verb, turn)

    def end_process(self, verb: EndProcess, turn: Turn) -> Done:
        """See the verb."""
        return processes.end_process(verb, turn)

    def uninstall_msi(self, verb: UninstallMsi, turn: Turn) -> Done:
        """See the verb."""
        return uninstallers.uninstall_msi(verb, turn)

    def run_uninstaller(self, verb: RunUninstaller, turn: Turn) -> Done:
        """See the verb."""
        return uninstallers.run_uninstaller(verb, turn)

    def remove_package(self, verb: RemovePackage, turn: Turn) -> Done:
        """Refuse: Windows has no such packages."""
        raise _not_here(verb, turn)

    def remove_store_app(self, verb: RemoveStoreApp, turn: Turn) -> Done:
        """See the verb."""
        return powershell.remove_store_app(verb, turn)

    def remove_app(self, verb: RemoveApp, turn: Turn) -> Done:
        """Refuse: Windows has no such apps."""
        raise _not_here(verb, turn)

    def remove_value(self, verb: RemoveValue, turn: Turn) -> Done:
        """See the verb."""
        return registry.remove_value(verb, turn)

    def remove_key(self, verb: RemoveKey, turn: Turn) -> Done:
        """See the verb."""
        return registry.remove_key(verb, turn)

    def remove_task(self, verb: RemoveTask, turn: Turn) -> Done:
        """See the verb."""
        return tasks.remove_task(verb, turn)

    def quarantine(self, verb: Quarantine, turn: Turn) -> Done:
        """See the verb. What a running program keeps is moved by Windows itself when it starts next."""
        try:
            return keeping.take_away(self._files, verb.path, turn, kind=verb.kind, sha256=verb.sha256)
        except Unable as error:
            if error.code != _IN_USE or not turn.acts or turn.action.rights != "administrator":
                raise
        move_when_windows_starts(verb.path, turn.folder / CONTENT / Path(verb.path).name)
        raise Unable(_IN_USE, "It is in use. Windows takes it away when it starts next.", "restart-needed")

    def remove_line(self, verb: RemoveLine, turn: Turn) -> Done:
        """See the verb."""
        return lines.remove_line(verb, turn)

    def set_switch(self, verb: SetSwitch, turn: Turn) -> Done:
        """See the verb."""
        return switches.set_switch(verb, turn)

    def disable_account(self, verb: DisableAccount, turn: Turn) -> Done:
        """See the verb."""
        return accounts.disable_account(verb, turn)

    def remove_certificate(self, verb: RemoveCertificate, turn: Turn) -> Done:
        """See the verb."""
        return certificates.remove_certificate(verb, turn)

    def remove_exclusion(self, verb: RemoveExclusion, turn: Turn) -> Done:
        """See the verb."""
        return powershell.remove_exclusion(verb, turn)

    def put_back(self, verb: PutBack, kept: Manifest, folder: Path, turn: Turn) -> Done:  # noqa: ARG002 - named by `kept`
        """Undo what a manifest tells."""
        if not _may_be_a_persons(kept):
            raise Unable("U-17", "What was written down belongs to something else.", "failed")
        match kept.verb:
            case StopService():
                return services.put_back_service(kept.verb, kept, turn)
            case RemoveValue() | RemoveKey():
                return registry.put_back_registry(kept.verb, kept, turn)
            case RemoveTask():
                return tasks.put_back_task(kept.verb, kept, turn)
            case Quarantine():
                if turn.acts and kept.rights == "administrator":
                    stay_after_all(kept.was)
                return keeping.bring_back(self._files, kept, folder, turn)
            case RemoveLine():
                return lines.put_back_line(kept.verb, kept, turn)
            case SetSwitch():
                return switches.put_back_switch(kept.verb, kept, turn)
            case DisableAccount():
                return accounts.put_back_account(kept.verb, kept, turn)
            case RemoveCertificate():
                return certificates.put_back_certificate(kept.verb, kept, turn)
            case RemoveExclusion():
                return powershell.put_back_exclusion(kept.verb, kept, turn)
            case _:
                raise Unable("U-49", "Only its maker's installer brings this back.")


def _may_be_a_persons(kept: Manifest) -> bool:
    """Return whether the rights that a manifest names are enough for what it tells.

    Every program of a person can change what that person keeps, and the command line may be an administrator's: then
    an exchanged manifest must not put back what only an administrator takes away.
    """
    if kept.rights == "administrator":
        return True
    action = Action(id=kept.action_id, rights=kept.rights, verb=kept.verb)
    plan = RemovalPlan(
        id=kept.plan_id, case_number="", item="", name="", system=System.WINDOWS, made_at=kept.at, actions=(action,)
    )
    return not isinstance(kept.verb, RemoveTask) and objection(plan, action) is None


def _not_here(verb: AnyVerb, turn: Turn) -> Unable:
    return Unable("U-49", f"Windows does not know {type(verb).__name__} ({turn.action.id}).")
