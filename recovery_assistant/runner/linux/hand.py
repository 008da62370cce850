"""The runner's hand on Linux."""

from __future__ import annotations

import os
import pwd
import re
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
    RemoveCertificate,
    RemoveLine,
    RemovePackage,
    Rights,
    RunUninstaller,
    SetSwitch,
    StopService,
)
from recovery_assistant.runner import keeping
from recovery_assistant.runner.clock import SystemClock
from recovery_assistant.runner.hand import Clock, Done, Turn, Unable
from recovery_assistant.runner.kept import CONTENT, Manifest
from recovery_assistant.runner.linux import accounts, certificates, packages, processes
from recovery_assistant.runner.linux.units import Units
from recovery_assistant.runner.posix import lines, lingering, store, uninstallers
from recovery_assistant.runner.posix.files import PosixFiles
from recovery_assistant.runner.posix.lacking import Lacking
from recovery_assistant.runner.posix.starting import Programs, SystemPrograms

if sys.platform != "linux":
    raise ImportError("only on Linux")

_SSH: Final = ("ssh.socket", "sshd.socket", "ssh.service", "sshd.service")
_DESKTOP: Final = ("gnome-remote-desktop.service", "vino-server.service", "app-org.kde.krdpserver.service")
_UNIT_FOLDERS: Final = re.compile(r"(?:/etc|/usr/lib|/usr/local/lib|/lib)/systemd/system/.+|.+/systemd/user/.+")
_OF_PERSONS: Final = re.compile(r"/(?:home|root|tmp)/.+")


class LinuxHand(Lacking):
    """See `hand.Hand`.

    Args:
        known: folder in which the stores lie, for tests; else the system's.
    """

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
        return Path(store_of(System.LINUX, rights, str(self._known_folder(rights))))

    def prepare(self, store_path: Path, rights: Rights, reader: int | None) -> int | None:  # noqa: ARG002 - the port's
        """See `hand.Hand`."""
        store.prepare(self._known_folder(rights), System.LINUX, rights, self._account)
        if rights == "person" or not reader:
            return None
        try:
            return pwd.getpwuid(reader).pw_gid
        except KeyError:
            return None

    def stop_service(self, verb: StopService, turn: Turn) -> Done:
        """See the verb."""
        return self._units(turn.action.rights).close((verb.name,), turn, program=verb.program)

    def end_process(self, verb: EndProcess, turn: Turn) -> Done:
        """See the verb."""
        return processes.end_process(verb, turn, self._account)

    def run_uninstaller(self, verb: RunUninstaller, turn: Turn) -> Done:
        """See the verb."""
        return uninstallers.run_uninstaller(verb, turn, self._files, self._programs, self._left)

    def remove_package(self, verb: RemovePackage, turn: Turn) -> Done:
        """See the verb."""
        return packages.remove_package(verb, turn, self._programs)

    def quarantine(self, verb: Quarantine, turn: Turn) -> Done:
        """See the verb."""
        self._see_that_it_is_no_packages(verb.path, turn)
        done = keeping.take_away(self._files, verb.path, turn, kind=verb.kind, sha256=verb.sha256)
        self._read_units_again(verb.path, turn)
        return self._ended_after(done, verb.path, turn)

    def remove_line(self, verb: RemoveLine, turn: Turn) -> Done:
        """See the verb."""
        return lines.remove_line(verb, turn, self._account, lambda path: self._is_right(verb.file, path))

    def set_switch(self, verb: SetSwitch, turn: Turn) -> Done:
        """See the verb."""
        if verb.switch == "remote-login":
            return self._units("administrator").close(_SSH, turn)
        return self._units("person").close(_DESKTOP, turn)

    def disable_account(self, verb: DisableAccount, turn: Turn) -> Done:
        """See the verb."""
        return accounts.disable_account(verb, turn, self._programs)

    def remove_certificate(self, verb: RemoveCertificate, turn: Turn) -> Done:
        """See the verb."""
        return certificates.remove_certificate(verb, turn, self._files, self._programs)

    def put_back(self, verb: PutBack, kept: Manifest, folder: Path, turn: Turn) -> Done:  # noqa: ARG002 - the port's
        """See `hand.Hand`."""
        done_before = kept.verb
        match done_before:
            case Quarantine():
                done = keeping.bring_back(self._files, kept, folder, turn)
                self._read_units_again(kept.was, turn)
            case RemoveCertificate():
                done = keeping.bring_back(self._files, kept, folder, turn)
                if turn.acts:
                    certificates.make_lists(self._programs)
            case StopService() | SetSwitch():
                done = self._units(kept.rights).open_again(kept.before, turn)
            case RemoveLine():
                is_right = self._is_right
                done = lines.put_line_back(
                    done_before, kept, turn, self._account, lambda path: is_right(done_before.file, path)
                )
            case DisableAccount():
                was_locked, expires = kept.before["locked"] == "yes", kept.before["expires"]
                done = accounts.enable_again(kept.was, was_locked, expires, turn, self._programs)
            case _:
                raise Unable("U-27", "This cannot be put back by the program.")
        return done

    def _ended_after(self, done: Done, path: str, turn: Turn) -> Done:
        if done.status != "done":
            return done
        mark = f"{turn.plan.id}-{turn.action.id}"
        return lingering.end_what_runs(
            done,
            lambda: processes.running_moved(path, turn.folder / CONTENT, mark),
            lambda process: processes.end_process(process, turn, self._account),
        )

    def _see_that_it_is_no_packages(self, path: str, turn: Turn) -> None:
        if _OF_PERSONS.fullmatch(path):
            return
        # A preview comes before the packages of the plan are removed; when it acts, they are gone by now.
        removed = (action.verb for action in turn.plan.actions if isinstance(action.verb, RemovePackage))
        going = () if turn.acts else {name for verb in removed for name in (verb.name, *verb.gone.packages)}
        if owner := packages.owner_of(path, self._programs, going):
            raise Unable("U-25", f"It, or something in it, belongs to the package {owner} of the system. It stays.")

    def _known_folder(self, rights: Rights) -> Path:
        return self._known or store.known_folder(System.LINUX, rights, self._account)

    def _units(self, rights: Rights) -> Units:
        return Units(self._programs, of_person=rights == "person")

    def _read_units_again(self, path: str, turn: Turn) -> None:
        if turn.acts and _UNIT_FOLDERS.fullmatch(path):
            self._units(turn.action.rights).reload()

    def _is_right(self, file: str, path: str) -> bool:
        """Return whether a new version of a file is right, as far as the system has a program that tells."""
        if not file.startswith("/etc/sudoers") or not self._programs.find("visudo"):
            return True
        return self._programs.run(("visudo", "-c", "-q", "-f", path)).exit_code == 0

    def _left(self, gone: Gone) -> tuple[str, ...]:
        still = [f"process {pid}: runs {exe}" for pid, exe in processes.running_below(gone.folders)]
        still += [f"package {name}: installed" for name in gone.packages if packages.is_anywhere(name, self._programs)]
        still += [f"service {name}: there" for name in gone.services if self._units("administrator").is_active(name)]
        return tuple(still)
