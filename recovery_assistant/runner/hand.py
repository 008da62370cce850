"""What a system can do: the port that each system fills in, one method for each verb of a plan.

Every method goes one way, whether it is a preview or not:

1. look at the target again, and raise `Unable` when it is not what the plan says;
2. return `Done(status="nothing-to-do")` when it is so already;
3. `if not turn.begins(command…): return turn.would_do(…)`, which writes the line "action-begun" when it acts;
4. write down how it stands (`turn.keep(…)`), and only then change anything;
5. look again, and say "done" only for what was seen.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

from msgspec import Struct

from recovery_assistant.domain.removal.plan import (
    Action,
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
from recovery_assistant.domain.removal.results import Kept, Status
from recovery_assistant.runner.kept import Entry, Manifest


class Unable(Exception):  # noqa: N818 - said like a sentence: it is a way to end, as often as not a right one
    """An action ends here, without having done what it should.

    Attributes:
        status: "refused" (nothing was touched), "failed" or "timed-out".
        code: U and a number, see docs/errors.md.
        says: one plain sentence.
    """

    def __init__(self, code: str, says: str, status: Status = "refused") -> None:
        super().__init__(f"{code} {says}")
        self.status, self.code, self.says = status, code, says


class Done(Struct, frozen=True, kw_only=True):
    """How a verb ended; the fields are those of `ActionEnded`."""

    status: Status
    code: str = ""
    says: str = ""
    exit_code: int | None = None
    kept: Kept | None = None
    looked: tuple[str, ...] = ()


class Clock(Protocol):
    """Time, so that tests need not wait."""

    def now(self) -> datetime:
        """Return the time, with its zone."""

    def monotonic(self) -> float:
        """Return seconds that only grow."""

    def sleep(self, seconds: float) -> None:
        """Wait."""


class Turn:
    """One action that is being gone through.

    Attributes:
        acts: False in a preview; then nothing is changed, and `keep` must not be called.
        folder: where this action may keep things; it is there once `keep` was called.
    """

    def __init__(
        self,
        plan: RemovalPlan,
        action: Action,
        *,
        acts: bool,
        clock: Clock,
        folder: Path,
        begun: Callable[[tuple[str, ...]], None],
        keeper: Callable[[Path, Manifest], Kept],
    ) -> None:
        self.plan, self.action, self.acts, self.clock, self.folder = plan, action, acts, clock, folder
        self._begun, self._keeper = begun, keeper
        self._command: tuple[str, ...] = ()

    def begins(self, *commands: tuple[str, ...]) -> bool:
        """Tell what is about to be started or called, before it is. Return whether to do it.

        `commands`: exact argv each; a call of the system as its name and what it is called with.
        """
        joined: list[str] = []
        for command in commands:
            joined += [*([";"] if joined else []), *command]
        self._begun(tuple(joined))
        return self.acts

    def would_do(self, *looked: str) -> Done:
        """Return the end of a preview."""
        return Done(status="would-do", looked=looked)

    def keep(self, manifest: Manifest) -> Kept:
        """Write a manifest to this action's folder, through to the disk. Only after this may anything be changed."""
        return self._keeper(self.folder, manifest)

    def manifest(
        self,
        was: str,
        *,
        before: Mapping[str, str] | None = None,
        entries: tuple[Entry, ...] = (),
        identity: str = "",
        suffix: str = "",
    ) -> Manifest:
        """Return a manifest of this action, to be given to `keep`."""
        return Manifest(
            plan_id=self.plan.id,
            action_id=self.action.id,
            rights=self.action.rights,
            at=self.clock.now().astimezone(UTC),
            verb=self.action.verb,
            was=was,
            before=before or {},
            entries=entries,
            identity=identity,
            suffix=suffix,
        )

    def wait_until(self, is_so: Callable[[], bool], seconds: float, pause: float = 0.5) -> bool:
        """Wait until something is so, at most so many seconds. Return whether it is."""
        until = self.clock.monotonic() + seconds
        while not is_so():
            if self.clock.monotonic() >= until:
                return False
            self.clock.sleep(pause)
        return True


class Hand(Protocol):
    """One system. Verbs that it does not have raise `Unable`; `checking` refuses such a plan before that."""

    def user(self) -> str:
        """Return who this process runs as."""

    def has(self, rights: Rights) -> bool:
        """Return whether this process has these rights; a person's may be those of an administrator as well."""

    def store(self, rights: Rights) -> Path:
        """Return the store of these rights, from known folders of the system and never from the environment."""

    def prepare(self, store: Path, rights: Rights, reader: int | None) -> int | None:
        """Make the store with `runs` and `kept` in it, or see that it is ours, not linked, and closed to others.

        `reader`: number of the account that owns the plan file, which may read the files in `runs`; None on Windows.
        Return the group that these files get for it, None where they need none.

        Raises:
            Unable: somebody else made it, or could change it. Nothing is written then.
        """

    def stop_service(self, verb: StopService, turn: Turn) -> Done:
        """See the verb; so for all that follow."""

    def end_process(self, verb: EndProcess, turn: Turn) -> Done: ...  # noqa: D102 - see the verb
    def uninstall_msi(self, verb: UninstallMsi, turn: Turn) -> Done: ...  # noqa: D102
    def run_uninstaller(self, verb: RunUninstaller, turn: Turn) -> Done: ...  # noqa: D102
    def remove_package(self, verb: RemovePackage, turn: Turn) -> Done: ...  # noqa: D102
    def remove_store_app(self, verb: RemoveStoreApp, turn: Turn) -> Done: ...  # noqa: D102
    def remove_app(self, verb: RemoveApp, turn: Turn) -> Done: ...  # noqa: D102
    def remove_value(self, verb: RemoveValue, turn: Turn) -> Done: ...  # noqa: D102
    def remove_key(self, verb: RemoveKey, turn: Turn) -> Done: ...  # noqa: D102
    def remove_task(self, verb: RemoveTask, turn: Turn) -> Done: ...  # noqa: D102
    def quarantine(self, verb: Quarantine, turn: Turn) -> Done: ...  # noqa: D102
    def remove_line(self, verb: RemoveLine, turn: Turn) -> Done: ...  # noqa: D102
    def set_switch(self, verb: SetSwitch, turn: Turn) -> Done: ...  # noqa: D102
    def disable_account(self, verb: DisableAccount, turn: Turn) -> Done: ...  # noqa: D102
    def remove_certificate(self, verb: RemoveCertificate, turn: Turn) -> Done: ...  # noqa: D102
    def remove_exclusion(self, verb: RemoveExclusion, turn: Turn) -> Done: ...  # noqa: D102

    def put_back(self, verb: PutBack, kept: Manifest, folder: Path, turn: Turn) -> Done:
        """Undo what a manifest tells, from `folder`. It must be right from every point at which the work was cut off.

        The manifest was read and fits the verb; whether its target is still free and safe is looked at here.
        """
