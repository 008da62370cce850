"""One verb of each kind, for tests that must have them all."""

from __future__ import annotations

from datetime import UTC, datetime

from recovery_assistant.domain.observation import System
from recovery_assistant.domain.removal import plan as r

AT = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)

ONE_OF_EACH: tuple[r.AnyVerb, ...] = (
    r.StopService(manager="windows", name="AnyDesk", program=r"C:\Program Files\AnyDesk\AnyDesk.exe"),
    r.EndProcess(pid=4711, started_at=AT, exe=r"C:\Program Files\AnyDesk\AnyDesk.exe"),
    r.UninstallMsi(product="{11111111-2222-3333-4444-555555555555}", gone=r.Gone()),
    r.RunUninstaller(family="own", program=r"C:\x\u.exe", arguments=("--remove",), sha256="a" * 64, gone=r.Gone()),
    r.RemovePackage(packager="apt", name="x11vnc"),
    r.RemoveStoreApp(family_name="Quick.Assist_8wekyb3d8bbwe"),
    r.RemoveApp(path="/Applications/AnyDesk.app", bundle_id="com.anydesk"),
    r.RemoveValue(key=r"HKLM\SOFTWARE\Run", name="AnyDesk", data="x"),
    r.RemoveKey(key=r"HKLM\SYSTEM\CurrentControlSet\Control\SafeBoot\Network\AnyDesk"),
    r.RemoveTask(path=r"\AnyDesk", command="x"),
    r.Quarantine(path=r"C:\Users\anna\AnyDesk.exe", kind="file", sha256="b" * 64),
    r.RemoveLine(file="/etc/hosts", line="203.0.113.7 bank.example"),
    r.SetSwitch(switch="remote-desktop"),
    r.DisableAccount(name="helper"),
    r.RemoveCertificate(thumbprint="AB" * 20, store="machine"),
    r.RemoveExclusion(kind="path", value=r"C:\Users\anna\Downloads"),
    r.PutBack(plan_id="r-0123456789ab", action_id="a1"),
)


def plan_of(*verbs: r.AnyVerb, **changes: object) -> r.RemovalPlan:
    """Return a plan with these verbs; `changes` are its other fields."""
    fields: dict[str, object] = {
        "id": "r-0123456789ab",
        "case_number": "2026-11-22-A7KD",
        "item": "f-1",
        "tool_id": "anydesk",
        "name": "AnyDesk",
        "system": System.WINDOWS,
        "made_at": AT,
        **changes,
    }
    actions = tuple(r.Action(id=f"a{n}", rights="administrator", verb=verb) for n, verb in enumerate(verbs, 1))
    return r.RemovalPlan(actions=actions, **fields)  # type: ignore[arg-type]
