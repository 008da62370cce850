"""The runner's hand on macOS. Its commands are written from manual pages; this project has run none of it on a Mac."""

from __future__ import annotations

import os
import pwd
import sys
from pathlib import Path
from typing import Final

from recovery_assistant.domain.observation import System
from recovery_assistant.domain.removal.places import store_of
from recovery_assistant.domain.removal.plan import (
    DisableAccount,
    EndProcess,
    Gone,
    PutBack,
    Quarantine,
    RemoveApp,
    RemoveCertificate,
    RemoveLine,
    Rights,
    RunUninstaller,
    SetSwitch,
    StopService,
)
from recovery_assistant.runner import keeping
from recovery_assistant.runner.clock import SystemClock
from recovery_assistant.runner.hand import Clock, Done, Turn, Unable
from recovery_assistant.runner.kept import Manifest
from recovery_assistant.runner.macos import certificates, processes, switches
from recovery_assistant.runner.macos.launchd import Jobs
from recovery_assistant.runner.posix import lines, lingering, store, uninstallers
from recovery_assistant.runner.posix.files import PosixFiles
from recovery_assistant.runner.posix.lacking import Lacking
from recovery_assistant.runner.posix.starting import Programs, SystemPrograms

if sys.platform == "win32":
    raise ImportError("not on Windows")

_GRANTS: Final = ("ScreenCapture", "Accessibility", "ListenEvent", "PostEvent", "SystemPolicyAllFiles")


class MacHand(Lacking):
    """See `hand.Hand`. `known`: folder in which the stores lie, for tests; else the system's."""

    def __init__(self, programs: Programs | None = None, clock: Clock | None = None, known: Path | None = None) -> None:
        self._programs = programs or SystemPrograms(clock or SystemClock())
        self._account = os.geteuid()
        self._files = PosixFiles(self._account)
        self._known = known

    def user(self) -> str:
        """See `hand.Hand`."""
        try:
            return pwd.getpwuid(self._account).pw_name
        except KeyError:
            return str(self._account)

    def has(self, rights: Rights) -> bool:
        """See `hand.Hand`."""
        return rights == "person" or self._account == 0

    def store(self, rights: Rights) -> Path:
        """See `hand.Hand`."""
        return Path(store_of(System.MACOS, rights, str(self._known_folder(rights))))

    def prepare(self, store_path: Path, rights: Rights, reader: int | None) -> int | None:  # noqa: ARG002 - the port's
        """See `hand.Hand`."""
        store.prepare(self._known_folder(rights), System.MACOS, rights, self._account)
        if rights == "person" or not reader:
            return None
        try:
            return pwd.getpwuid(reader).pw_gid
        except KeyError:
            return None

    def stop_service(self, verb: StopService, turn: Turn) -> Done:
        """See the verb."""
        return self._jobs(turn.action.rights).close(verb.name, turn, program=verb.program, file=verb.file)

    def end_process(self, verb: EndProcess, turn: Turn) -> Done:
        """See the verb."""
        return processes.end_process(verb, turn, self._account, self._programs)

    def run_uninstaller(self, verb: RunUninstaller, turn: Turn) -> Done:
        """See the verb."""
        return uninstallers.run_uninstaller(verb, turn, self._files, self._programs, self._left)

    def remove_app(self, verb: RemoveApp, turn: Turn) -> Done:
        """See the verb. What the system forgets of its package and permissions does not come back with a put-back."""
        done = keeping.take_away(self._files, verb.path, turn, kind="folder")
        if done.status == "done":
            for package in verb.packages:
                self._programs.run(("pkgutil", "--forget", package))
            for grant in _GRANTS if verb.bundle_id else ():
                self._programs.run(("tccutil", "reset", grant, verb.bundle_id))
        return self._ended_after(done, verb.path, turn)

    def quarantine(self, verb: Quarantine, turn: Turn) -> Done:
        """See the verb."""
        done = keeping.take_away(self._files, verb.path, turn, kind=verb.kind, sha256=verb.sha256)
        return self._ended_after(done, verb.path, turn)

    def remove_line(self, verb: RemoveLine, turn: Turn) -> Done:
        """See the verb."""
        return lines.remove_line(verb, turn, self._account, lambda path: self._is_right(verb.file, path))

    def set_switch(self, verb: SetSwitch, turn: Turn) -> Done:
        """See the verb."""
        return switches.set_switch(verb, turn, self._programs, self._jobs("administrator"))

    def disable_account(self, verb: DisableAccount, turn: Turn) -> Done:
        """See the verb."""
        if not self._can_sign_in(verb.name):
            return Done(status="nothing-to-do", looked=(f"account {verb.name}: cannot sign in",))
        return self._switch_account(verb.name, turn, to="-disableuser")

    def remove_certificate(self, verb: RemoveCertificate, turn: Turn) -> Done:
        """See the verb."""
        keychain = "/Library/Keychains/System.keychain"
        if verb.store == "person":
            keychain = f"{pwd.getpwuid(self._account).pw_dir}/Library/Keychains/login.keychain-db"
        return certificates.remove_certificate(verb, keychain, turn, self._programs)

    def put_back(self, verb: PutBack, kept: Manifest, folder: Path, turn: Turn) -> Done:  # noqa: ARG002 - the port's
        """See `hand.Hand`."""
        before = kept.verb
        match before:
            case Quarantine() | RemoveApp():
                return keeping.bring_back(self._files, kept, folder, turn)
            case StopService():
                return self._jobs(kept.rights).open_again(kept, turn)
            case SetSwitch():
                return switches.set_back(before, kept, turn, self._programs, self._jobs("administrator"))
            case RemoveLine():
                file = before.file
                return lines.put_line_back(before, kept, turn, self._account, lambda path: self._is_right(file, path))
            case DisableAccount():
                return self._switch_account(before.name, turn, to="-enableuser")
            case RemoveCertificate():
                return certificates.trust_again(kept.was, kept.before["keychain"], folder, turn, self._programs)
            case _:
                raise Unable("U-27", "This cannot be put back by the program.")

    def _ended_after(self, done: Done, path: str, turn: Turn) -> Done:
        if done.status != "done":
            return done
        return lingering.end_what_runs(
            done,
            lambda: processes.running_moved(path, self._programs),
            lambda process: processes.end_process(process, turn, self._account, self._programs),
        )

    def _known_folder(self, rights: Rights) -> Path:
        return self._known or store.known_folder(System.MACOS, rights, self._account)

    def _jobs(self, rights: Rights) -> Jobs:
        return Jobs(self._programs, rights, self._account)

    def _switch_account(self, name: str, turn: Turn, *, to: str) -> Done:
        command, is_off = ("pwpolicy", "-u", name, to), to == "-disableuser"
        if not turn.begins(command):
            return turn.would_do(f"account {name}: can sign in" if is_off else f"account {name}: cannot sign in")
        kept = turn.keep(turn.manifest(name)) if is_off else None
        ran = self._programs.run(command)
        if self._can_sign_in(name) == is_off:
            raise Unable("U-22", "The system did not change the account.", "failed")
        looked = f"account {name}: {'cannot' if is_off else 'can'} sign in"
        return Done(status="done", exit_code=ran.exit_code, kept=kept, looked=(looked,))

    def _can_sign_in(self, name: str) -> bool:
        ran = self._programs.run(("pwpolicy", "-u", name, "-authentication-allowed"))
        return ran.exit_code == 0 and "disabled" not in ran.output

    def _is_right(self, file: str, path: str) -> bool:
        if "/sudoers" not in file:
            return True
        return self._programs.run(("visudo", "-c", "-q", "-f", path)).exit_code == 0

    def _left(self, gone: Gone) -> tuple[str, ...]:
        still = [f"process {pid}: runs {exe}" for pid, exe in processes.running_below(gone.folders, self._programs)]
        for name in gone.packages:
            if self._programs.run(("pkgutil", "--pkg-info", name)).exit_code == 0:
                still.append(f"package {name}: known")
        still += [f"service {name}: loaded" for name in gone.services if self._jobs("administrator").is_loaded(name)]
        return tuple(still)
