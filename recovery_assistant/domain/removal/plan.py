"""A removal plan: what is to be done about one thing that was found, in closed verbs, in order.

The plan is data. The person sees it in plain words before anything happens, it travels to the runner as one file whose
SHA-256 is told apart from it, and it stands in the journal as it was agreed to. Nothing in it is a command that a
shell could read: a verb names its target, and how that verb is carried out is written in the runner alone.
"""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Final, Literal

import msgspec
from msgspec import Struct

from recovery_assistant.domain.observation import System

FORMAT: Final = 1
"""Version of the plan file. A runner of another version refuses it."""

LARGEST_PLAN: Final = 2**20
"""Bytes of a plan file. A real one has a few thousand."""

MOST_ACTIONS: Final = 200

Rights = Literal["person", "administrator"]
"""person: as the person who is signed in, nobody is asked · administrator: the system asks first."""

Manager = Literal["windows", "systemd", "systemd-user", "launchd", "launchd-user"]
"""What keeps a service: Windows itself, systemd of the PC or of one person, launchd of the Mac or of one person."""

Packager = Literal["apt", "dnf", "zypper", "pacman", "flatpak", "flatpak-user", "snap"]

Family = Literal["inno", "nsis", "squirrel", "burn", "own"]
"""Who made the maker's uninstaller; it decides what it is told and how it ends. "own": the maker wrote it alone."""

Switch = Literal[
    "remote-desktop",
    "remote-assistance",
    "quick-assist",
    "screen-sharing",
    "remote-management",
    "remote-login",
    "desktop-sharing",
    "defender",
    "firewall",
    "proxy",
    "proxy-script",
    "asking",
    "auto-sign-in",
    "remote-desktop-sign-in",
]
"""Parts of the system. The first seven are ways in and are turned off; the rest is set to what a new PC has."""


class Gone(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """What must no longer be there before an uninstaller counts as done. An exit code alone says nothing.

    Attributes:
        keys: registry keys of uninstall entries, as `InstalledProgram.source` tells them.
        services: names of services.
        folders: no program may run from below these.
        packages: names that the package manager must not list as installed.
    """

    keys: tuple[str, ...] = ()
    services: tuple[str, ...] = ()
    folders: tuple[str, ...] = ()
    packages: tuple[str, ...] = ()


class Verb(Struct, frozen=True, kw_only=True, tag_field="verb", forbid_unknown_fields=True, omit_defaults=True):
    """Base of everything that the runner can do."""


class StopService(Verb, frozen=True, kw_only=True, tag="stop-service"):
    """Keep a service from starting by itself, then stop it and wait until it has stopped.

    Attributes:
        name: as the manager knows it, "AnyDesk", "x11vnc.service", "com.example.agent".
        program: path of its program as it was read; another one now, and nothing is done.
        file: unit or list file of launchd that describes it, where there is one.
    """

    manager: Manager
    name: str
    program: str = ""
    file: str = ""


class EndProcess(Verb, frozen=True, kw_only=True, tag="end-process"):
    """End one running program. Number and start time must both fit: numbers are given out again."""

    pid: int
    started_at: datetime
    exe: str


class UninstallMsi(Verb, frozen=True, kw_only=True, tag="uninstall-msi"):
    """Let Windows Installer remove a product that it knows by this code, "{8-4-4-4-12}"."""

    product: str
    gone: Gone


class RunUninstaller(Verb, frozen=True, kw_only=True, tag="run-uninstaller"):
    """Run the maker's own uninstaller, once.

    Attributes:
        program: full path of its file.
        arguments: one each, never a line; only words that the runner knows for the family.
        sha256: of the file when the plan was made; a changed file is not run.
        asks: it shows windows of its own that the person answers.
        works_in: folder of the program, for NSIS's `_?=`.
    """

    family: Family
    program: str
    arguments: tuple[str, ...] = ()
    sha256: str
    asks: bool = False
    works_in: str = ""
    gone: Gone


class RemovePackage(Verb, frozen=True, kw_only=True, tag="remove-package"):
    """Let the package manager remove a package; its settings stay (never "purge")."""

    packager: Packager
    name: str
    gone: Gone = Gone()


class RemoveStoreApp(Verb, frozen=True, kw_only=True, tag="remove-store-app"):
    """Remove an app of Microsoft's store for the person who is signed in, by its family name."""

    family_name: str


class RemoveApp(Verb, frozen=True, kw_only=True, tag="remove-app"):
    """Move the bundle of a Mac app to the kept things, and have the system forget its package and its permissions."""

    path: str
    bundle_id: str = ""
    packages: tuple[str, ...] = ()


class RemoveValue(Verb, frozen=True, kw_only=True, tag="remove-value"):
    r"""Export and delete one value of the registry. `data` is what it held when the plan was made.

    Attributes:
        key: as hosts tell it, "HKLM\SOFTWARE\WOW6432Node\…" or "HKU\S-1-5-21-…\…".
        part: of a list of texts (REG_MULTI_SZ), take only this one out; "" deletes the value.
    """

    key: str
    name: str
    data: str
    part: str = ""


class RemoveKey(Verb, frozen=True, kw_only=True, tag="remove-key"):
    """Export and delete one registry key with all below it, such as a start entry of safe mode."""

    key: str


class RemoveTask(Verb, frozen=True, kw_only=True, tag="remove-task"):
    """Export a scheduled task of Windows as XML, switch it off and delete it. `command` as it was read."""

    path: str
    command: str


class Quarantine(Verb, frozen=True, kw_only=True, tag="quarantine"):
    """Move a file or folder to the kept things, where it cannot be run, with all that is needed to put it back.

    Attributes:
        sha256: of a file when the plan was made; a changed file stays. "" where nobody could read it, and for folders.
        is_leftover: the uninstaller may have removed it already; then there is nothing to do.
    """

    path: str
    kind: Literal["file", "folder"]
    sha256: str = ""
    is_leftover: bool = False


class RemoveLine(Verb, frozen=True, kw_only=True, tag="remove-line"):
    """Keep a copy of a small text file of the system, then take exact lines out of it.

    Attributes:
        line: the whole line as it stands there, without its end.
    """

    file: str
    line: str


class SetSwitch(Verb, frozen=True, kw_only=True, tag="set-switch"):
    """Turn a part of the system off, or back to what a new PC has, and keep how it stood.

    Attributes:
        about: which one, where there are several: kind of network, whose proxy (a SID or a name), a unit.
    """

    switch: Switch
    about: str = ""


class DisableAccount(Verb, frozen=True, kw_only=True, tag="disable-account"):
    """Keep an account from signing in. Its files stay, and it can be switched on again."""

    name: str


class RemoveCertificate(Verb, frozen=True, kw_only=True, tag="remove-certificate"):
    """Export a certificate that this PC trusts above others, then take it out of that list. Thumbprint: SHA-1, hex."""

    thumbprint: str
    store: Literal["machine", "person"]


class RemoveExclusion(Verb, frozen=True, kw_only=True, tag="remove-exclusion"):
    """Have Windows' virus protection look again at what it was told to leave out."""

    kind: Literal["path", "process", "extension", "address"]
    value: str


class PutBack(Verb, frozen=True, kw_only=True, tag="put-back"):
    """Undo one action of an earlier plan from what the runner kept of it, and only from that.

    Attributes:
        sha256: of the manifest, as the runner told it when it kept it; another one is not believed. "" where the runner
            was cut off before it told it.
    """

    plan_id: str
    action_id: str
    sha256: str = ""


AnyVerb = (
    StopService
    | EndProcess
    | UninstallMsi
    | RunUninstaller
    | RemovePackage
    | RemoveStoreApp
    | RemoveApp
    | RemoveValue
    | RemoveKey
    | RemoveTask
    | Quarantine
    | RemoveLine
    | SetSwitch
    | DisableAccount
    | RemoveCertificate
    | RemoveExclusion
    | PutBack
)


class Action(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One verb with the rights that it needs. `id` is "a1", "a2" … in the order in which they are done."""

    id: str
    rights: Rights
    verb: AnyVerb


class RemovalPlan(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """What is to be done about one item.

    What needs an administrator is done first, in order, then what the person may do: so the system asks once.

    Attributes:
        id: "r-" and 12 hex digits, made up anew for each plan.
        item: id of a finding ("f-…") or of something left behind ("l-…").
        tool_id: "" for what is no tool.
        name: what the person knows it by; in no command.
        roots: files and folders of the tool; no action touches a path that is not one of them or below one.
        undoes: id of the plan that this one puts back; "" for a removal.
    """

    format: int = FORMAT
    id: str
    case_number: str
    item: str
    tool_id: str = ""
    name: str
    system: System
    made_at: datetime
    roots: tuple[str, ...] = ()
    actions: tuple[Action, ...]
    undoes: str = ""

    @property
    def rights(self) -> tuple[Rights, ...]:
        """The rights that are needed, in the order in which they are used."""
        needed = {action.rights for action in self.actions}
        return tuple(one for one in ("administrator", "person") if one in needed)

    def of(self, rights: Rights) -> tuple[Action, ...]:
        """Return the actions for which these rights are used, in order."""
        return tuple(action for action in self.actions if action.rights == rights)


Undo = Literal["put-back", "install-again", "no-need"]
"""put-back: by this program · install-again: only by its maker's installer · no-need: nothing lasting was changed."""


_NEVER_PUT_BACK: Final = ("defender",)
"""Switches that protect. Nobody needs them off again, and the runner never does that."""
_OF_THE_STORE: Final = ("quick-assist",)
"""Parts of Windows that come back only out of Microsoft's store."""


def undo_of(verb: AnyVerb) -> Undo:
    """Return how an action can be undone."""
    if isinstance(verb, EndProcess) or (isinstance(verb, SetSwitch) and verb.switch in _NEVER_PUT_BACK):
        return "no-need"
    if isinstance(verb, UninstallMsi | RunUninstaller | RemovePackage | RemoveStoreApp):
        return "install-again"
    if isinstance(verb, SetSwitch) and verb.switch in _OF_THE_STORE:
        return "install-again"
    return "put-back"


Caution = Literal[
    "likely",
    "not-sure",
    "managed",
    "company-tool",
    "connected-now",
    "records-not-copied",
]
"""Why one yes is not enough. likely: one kind of evidence only · not-sure: the person does not know whose it is ·
managed: this PC belongs to a company or a school · company-tool: a tool with which companies look after PCs ·
connected-now: somebody is connected over it, perhaps a helper · records-not-copied: what it wrote may go with it."""

RefusalCode = Literal[
    "access-aid",
    "only-possible",
    "kept-by-person",
    "no-way-known",
    "uninstaller-missing",
    "uninstaller-ambiguous",
    "uninstaller-not-protected",
    "uninstaller-signer",
    "uninstaller-words",
    "uninstaller-script",
    "other-person",
    "part-of-system",
    "shared-folder",
    "link",
    "password-needed",
    "set-by-policy",
    "not-this-pc",
    "own-account",
    "last-administrator",
    "hidden-signs",
    "too-many",
]
"""Why something is not done by the program. The words for each stand in `words/<language>/removing.toml`."""


class Refusal(Struct, frozen=True, kw_only=True):
    """Something that the program does not do itself, and why. `about` is a name or path, hostile."""

    code: RefusalCode
    about: str = ""


class Proposal(Struct, frozen=True, kw_only=True):
    """What can be done about an item.

    Attributes:
        plan: None when the program does nothing itself; then `refusals` say why, and the steps by hand remain.
        refusals: parts that are left to the person.
        cautions: each needs a second yes of its own.
        stays: plain words for what remains whatever is done, such as logs or an account at the maker's.
        first: ids of tools that were found here and should go first, because they would bring this one back.
        has_other_copies: another copy of the tool was found here, and this plan leaves it alone.
    """

    plan: RemovalPlan | None
    refusals: tuple[Refusal, ...] = ()
    cautions: tuple[Caution, ...] = ()
    stays: tuple[str, ...] = ()
    first: tuple[str, ...] = ()
    has_other_copies: bool = False


_encoder = msgspec.json.Encoder()
_decoder = msgspec.json.Decoder(RemovalPlan)


def plan_bytes(plan: RemovalPlan) -> bytes:
    """Return the exact bytes of the plan file (JSON, UTF-8)."""
    return _encoder.encode(plan)


def digest_of(content: bytes) -> str:
    """Return the SHA-256 (hex) by which a plan file is known."""
    return hashlib.sha256(content).hexdigest()


def read_plan(content: bytes) -> RemovalPlan:
    """Decode a plan file.

    Raises:
        msgspec.DecodeError: it is not a plan of this format, has an unknown verb or field, or no or too many actions.
    """
    plan = _decoder.decode(content)
    ids = [action.id for action in plan.actions]
    if plan.format != FORMAT or not 0 < len(ids) <= MOST_ACTIONS or len(set(ids)) != len(ids):
        raise msgspec.ValidationError("not a plan of this format")
    return plan
