"""Removals as a journal tells them: one that went well, one that was put back, one that was cut off, a setting."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta, timezone

from recovery_assistant.domain import journal as j
from recovery_assistant.domain.finding import LeftBehind
from recovery_assistant.domain.observation import System
from recovery_assistant.domain.removal import plan as m
from recovery_assistant.domain.removal import results as res

AT = datetime(2026, 11, 18, 15, 0, tzinfo=timezone(timedelta(0)))
PLACE = "C:\\ProgramData\\Recovery Assistant\\Removed\\kept\\r-aaaaaaaaaaaa\\a4"


def exclusion(say: Callable[[str], str] = str) -> LeftBehind:
    return LeftBehind(
        host="this",
        kind="defender-exclusion",
        says="The virus check was told not to look here.",
        value=say("C:\\Users\\Margaret\\Downloads"),
    )


def plan_of(
    number: str, item: str, *verbs: m.AnyVerb, tool_id: str = "anydesk", name: str = "AnyDesk", undoes: str = ""
) -> m.RemovalPlan:
    """Return a plan; the last action of many is done by the person, the others by an administrator."""
    last = len(verbs)
    return m.RemovalPlan(
        id=f"r-{number * 12}",
        case_number="2026-11-18-A7KD",
        item=item,
        tool_id=tool_id,
        name=name,
        system=System.WINDOWS,
        made_at=AT,
        actions=tuple(
            m.Action(id=f"a{n}", rights="person" if 3 < n == last else "administrator", verb=verb)
            for n, verb in enumerate(verbs, 1)
        ),
        undoes=undoes,
    )


def removal_of(say: Callable[[str], str] = str) -> m.RemovalPlan:
    return plan_of(
        "a",
        "f-1",
        m.StopService(manager="windows", name=say("AnyDesk Service"), program=say("C:\\AnyDesk\\AnyDesk.exe")),
        m.EndProcess(pid=4711, started_at=AT, exe=say("C:\\AnyDesk\\AnyDesk.exe")),
        m.RunUninstaller(
            family="own",
            program=say("C:\\AnyDesk\\AnyDesk.exe"),
            arguments=("--remove", "--silent"),
            sha256="cd" * 32,
            gone=m.Gone(),
        ),
        m.Quarantine(path=say("C:\\Users\\Margaret\\AppData\\Roaming\\AnyDesk"), kind="folder", is_leftover=True),
        name=say("AnyDesk"),
    )


def agreed(plan: m.RemovalPlan, *cautions: m.Caution, copied: bool = True) -> j.RemovalAgreed:
    """Return the yes to a plan."""
    digest = m.digest_of(m.plan_bytes(plan))
    return j.RemovalAgreed(plan=plan, sha256=digest, cautions=cautions, copies="copied" if copied else "none-known")


def reported(plan: m.RemovalPlan, rights: m.Rights, *lines: res.AnyLine, ends: bool = True) -> list[j.KnownEvent]:
    """Return what a runner with these rights tells."""
    digest = m.digest_of(m.plan_bytes(plan))
    first = res.RunStarted(plan_id=plan.id, sha256=digest, rights=rights, acts=True, at=AT, user="SYSTEM", version="1")
    last = (res.RunEnded(at=AT + timedelta(minutes=2)),) if ends else ()
    return [
        j.RemovalReported(plan_id=plan.id, rights=rights, number=number, line=line)
        for number, line in enumerate((first, *lines, *last))
    ]


def step(
    action: str, seconds: int, status: res.Status = "done", command: tuple[str, ...] = (), **more: object
) -> list[res.AnyLine]:
    """Return the two lines of one step."""
    begun, ended = AT + timedelta(seconds=seconds), AT + timedelta(seconds=seconds + 3)
    return [
        res.ActionBegun(action_id=action, at=begun, command=command),
        res.ActionEnded(action_id=action, at=ended, status=status, **more),  # type: ignore[arg-type]
    ]


def removal_events(say: Callable[[str], str] = str) -> list[j.KnownEvent]:
    """Return one removal that went well, one that was cut off, one that was put back, and a setting."""
    return [*went_well(say), *put_back(say), *a_setting(say)]


def went_well(say: Callable[[str], str] = str) -> list[j.KnownEvent]:
    """Return a removal of AnyDesk after which it was not seen any more."""
    plan = removal_of(say)
    kept = res.Kept(place=say(PLACE), sha256="ef" * 32, was=say("C:\\Users\\Margaret\\AppData\\Roaming\\AnyDesk"))
    return [
        agreed(plan, "connected-now"),
        *reported(
            plan,
            "administrator",
            *step("a1", 1, command=("sc.exe", "config", say("AnyDesk Service"), "start=", "disabled")),
            *step("a2", 5, looked=(say("process 4711: not there"),)),
            *step("a3", 9, command=(say("C:\\AnyDesk\\AnyDesk.exe"), "--remove", "--silent"), exit_code=0),
        ),
        *reported(plan, "person", *step("a4", 30, kept=kept, looked=(say("folder AnyDesk: not there"),))),
        j.RemovalLookedAt(
            plan_id=plan.id, outcome="removed-verified", seen=(say("service AnyDesk Service: not there"),)
        ),
    ]


def put_back(say: Callable[[str], str] = str) -> list[j.KnownEvent]:
    """Return a removal of TeamViewer that was cut off, one step of which was put back."""
    plan = plan_of(
        "b",
        "f-2",
        m.StopService(manager="windows", name=say("TeamViewer"), program=say("C:\\TV\\TeamViewer_Service.exe")),
        m.UninstallMsi(product="{11111111-2222-3333-4444-555555555555}", gone=m.Gone()),
        tool_id="teamviewer",
        name=say("TeamViewer"),
    )
    back = plan_of(
        "c",
        "f-2",
        m.PutBack(plan_id=plan.id, action_id="a1"),
        tool_id="teamviewer",
        name=say("TeamViewer"),
        undoes=plan.id,
    )
    kept = res.Kept(place=say(f"{PLACE}\\b"), sha256="12" * 32, was=say("service TeamViewer: automatic"))
    broken = res.ActionBegun(action_id="a2", at=AT + timedelta(seconds=9))
    return [
        agreed(plan, "likely", copied=False),
        *reported(plan, "administrator", *step("a1", 1, kept=kept), broken, ends=False),
        j.RemovalNotStarted(plan_id=plan.id, rights="person", reason="refused"),
        j.RemovalLookedAt(plan_id=plan.id, outcome="still-present", seen=(say("TeamViewer: there"),), gaps=2),
        agreed(back, copied=False),
        *reported(back, "administrator", *step("a1", 60)),
        j.RemovalLookedAt(plan_id=back.id, outcome="put-back", after_restart=True),
    ]


def a_setting(say: Callable[[str], str] = str) -> list[j.KnownEvent]:
    """Return an exclusion of the virus check that was taken out and came back."""
    left = exclusion(say)
    plan = plan_of(
        "d",
        left.id,
        m.RemoveExclusion(kind="path", value=say("C:\\Users\\Margaret\\Downloads")),
        tool_id="",
        name=left.value,
    )
    failed = step("a1", 1, "failed", code="U-09", says=say("The system said no for Margaret."))
    return [
        j.LeftBehindFound(scan_id="s1", left_behind=left),
        agreed(plan),
        *reported(plan, "administrator", *failed),
        j.RemovalLookedAt(plan_id=plan.id, outcome="came-back", after_restart=True),
    ]
