"""Removing as the window sees it, without a PC: plans that never change, and a runner that a test holds still."""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection, Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from recovery_assistant.domain.journal import RemovalAgreed, RemovalLookedAt, RemovalNotStarted, RemovalReported
from recovery_assistant.domain.observation import System
from recovery_assistant.domain.removal.plan import (
    Action,
    AnyVerb,
    Caution,
    EndProcess,
    Gone,
    Proposal,
    PutBack,
    Quarantine,
    Refusal,
    RemovalPlan,
    RemoveExclusion,
    Rights,
    RunUninstaller,
    StopService,
    digest_of,
    plan_bytes,
    undo_of,
)
from recovery_assistant.domain.removal.prompt import PromptFacts
from recovery_assistant.domain.removal.results import ActionBegun, ActionEnded, AnyLine, Kept, RunEnded, RunStarted
from recovery_assistant.domain.removal.state import Outcome, WhyNotStarted
from recovery_assistant.domain.removal.telling import command_of
from recovery_assistant.services.casebook import Casebook
from recovery_assistant.services.removal.events import (
    Agreed,
    Asking,
    Done,
    LookingAgain,
    NotDone,
    RemovalEvent,
    Reported,
    Running,
)

if TYPE_CHECKING:
    from recovery_assistant.services.removal.removing import Foreseen, PickedUp, State

AT = datetime(2026, 11, 22, 14, 6, tzinfo=UTC)
FOLDER = r"C:\Program Files (x86)\AnyDesk"
ANYDESK = rf"{FOLDER}\AnyDesk.exe"
KEPT = r"C:\ProgramData\Recovery Assistant\Removed\kept"
PROMPT = PromptFacts(
    system=System.WINDOWS, way="windows-consent", name="Recovery Assistant (removal)", publisher="", password=False
)


def anydesk_verbs() -> tuple[tuple[Rights, AnyVerb], ...]:
    """Return what a real plan for AnyDesk has."""
    key = r"HKLM\SOFTWARE\WOW6432Node\Microsoft\Windows\CurrentVersion\Uninstall\AnyDesk"
    return (
        ("administrator", StopService(manager="windows", name="AnyDesk", program=ANYDESK)),
        ("administrator", EndProcess(pid=4120, started_at=AT, exe=ANYDESK)),
        (
            "administrator",
            RunUninstaller(
                family="own",
                program=ANYDESK,
                arguments=("--silent", "--remove"),
                sha256="0" * 64,
                gone=Gone(keys=(key,), services=("AnyDesk",), folders=(FOLDER,)),
            ),
        ),
        ("administrator", Quarantine(path=FOLDER, kind="folder", is_leftover=True)),
        ("person", Quarantine(path=r"C:\Users\Margaret\Downloads\AnyDesk.exe", kind="file", sha256="1" * 64)),
    )


class MadeUpRemoving:
    """Answers at once, and works one step at a time.

    Attributes:
        cautions, refusals, stays, prompt, verbs: what the next proposal has.
        held: while it is set, the runner waits before this many steps were done.
        not_started: the system's question is answered so.
        outcome, seen, gaps: what looking again tells.
        declines: id of a step that the runner says it will not do.
        still_works: the runner of an earlier start goes on.
        comes_back: what was removed is there again at the next start.
        let_go_count: how often the window let go.
    """

    def __init__(self, casebook: Casebook) -> None:
        self.casebook = casebook
        self.cautions: tuple[Caution, ...] = ()
        self.refusals: tuple[Refusal, ...] = ()
        self.stays: tuple[str, ...] = ("Your account at the maker’s, if you have one.",)
        self.prompt: PromptFacts | None = PROMPT
        self.verbs: tuple[tuple[Rights, AnyVerb], ...] | None = None
        self.has_plan = True
        self.held: int | None = None
        self.go_on = threading.Event()
        self.not_started: WhyNotStarted | None = None
        self.outcome: Outcome = "removed-verified"
        self.seen: tuple[str, ...] = ("service AnyDesk: not there", f"folder {FOLDER}: not there")
        self.gaps = 0
        self.let_go_count = 0
        self.still_works = False
        self.comes_back = False
        self.followed: list[str] = []
        self.stops: set[str] = set()
        self.declines = ""
        self._left = False
        self._numbers = 0

    def _plan(self, item: str, verbs: tuple[tuple[Rights, AnyVerb], ...], undoes: str = "") -> RemovalPlan:
        self._numbers += 1
        known = self.casebook.case.findings.get(item)
        return RemovalPlan(
            id=f"r-{self._numbers:012x}",
            case_number=self.casebook.number,
            item=item,
            tool_id=known.finding.tool_id if known else "",
            name=known.finding.tool_name if known else "Exclusion",
            system=System.WINDOWS,
            made_at=AT,
            actions=tuple(
                Action(id=f"a{at}", rights=rights, verb=verb) for at, (rights, verb) in enumerate(verbs, start=1)
            ),
            undoes=undoes,
        )

    def propose(self, item: str) -> Proposal:
        if not self.has_plan:
            return Proposal(plan=None, refusals=self.refusals)
        exclusion: tuple[tuple[Rights, AnyVerb], ...] = (
            ("administrator", RemoveExclusion(kind="path", value=r"C:\Users\Margaret\Downloads")),
        )
        is_tool = item in self.casebook.case.findings
        verbs = self.verbs or (anydesk_verbs() if is_tool else exclusion)
        plan = self._plan(item, verbs)
        return Proposal(plan=plan, refusals=self.refusals, cautions=self.cautions, stays=self.stays if is_tool else ())

    def propose_put_back(self, plan_id: str) -> Proposal:
        before = self.casebook.case.removals[plan_id]
        kept = [action for action in before.plan.actions if (end := before.ended(action)) is not None and end.kept]
        verbs = tuple((action.rights, PutBack(plan_id=plan_id, action_id=action.id)) for action in kept)
        return Proposal(plan=self._plan(before.plan.item, verbs, undoes=plan_id) if verbs else None)

    def prompt_shows(self, plan: RemovalPlan) -> PromptFacts | None:
        return self.prompt if "administrator" in plan.rights else None

    def look(self, plan: RemovalPlan) -> tuple[Foreseen, ...]:
        from recovery_assistant.services.removal.removing import Foreseen

        refused = ActionEnded(action_id="a1", at=AT, status="refused", code="U-20", says="It changed.")
        would = ActionEnded(action_id="a1", at=AT, status="would-do")
        return tuple(
            Foreseen(one, command_for(one.verb), refused if one.id == self.declines else would) for one in plan.actions
        )

    def run(
        self, proposal: Proposal, agreed: Collection[Caution], stopped: Callable[[], bool]
    ) -> Iterator[RemovalEvent]:
        plan = proposal.plan
        assert plan is not None
        assert set(proposal.cautions) <= set(agreed), "a second yes is missing"
        digest = digest_of(plan_bytes(plan))
        self.casebook.record(RemovalAgreed(plan=plan, sha256=digest, cautions=proposal.cautions, copies="copied"))
        yield Agreed(plan=plan)
        done = 0
        for rights in plan.rights:
            if rights == "administrator" and self.prompt is not None:
                yield Asking(rights=rights, prompt=self.prompt)
            if self.not_started is not None and rights == "administrator":
                self.casebook.record(RemovalNotStarted(plan_id=plan.id, rights=rights, reason=self.not_started))
                yield NotDone(rights=rights, reason=self.not_started)
                continue
            told = self._told(plan, rights)
            yield told(RunStarted(plan_id=plan.id, sha256=digest, rights=rights, acts=True, at=AT, user="", version=""))
            for action in plan.of(rights):
                yield told(ActionBegun(action_id=action.id, at=AT, command=command_for(action.verb)))
                yield Running(rights=rights, action=action)
                if self.held == done:
                    self.go_on.wait(20)
                if self._left:
                    return
                yield told(_ended(plan, action))
                done += 1
                if plan.id in self.stops:
                    break
            yield told(RunEnded(at=AT, stopped=plan.id in self.stops))
        yield LookingAgain()
        yield Done(outcome=self.look_again(plan.id), removal=self.casebook.case.removals[plan.id])

    def _told(self, plan: RemovalPlan, rights: Rights) -> Callable[[AnyLine], Reported]:
        def told(line: AnyLine) -> Reported:
            number = len(self.casebook.case.removals[plan.id].lines.get(rights, ()))
            self.casebook.record(RemovalReported(plan_id=plan.id, rights=rights, number=number, line=line), "program")
            return Reported(rights=rights, line=line)

        return told

    def stop_after_step(self, plan_id: str) -> None:
        self.stops.add(plan_id)

    def follow(self, plan_id: str, stopped: Callable[[], bool]) -> Iterator[RemovalEvent]:
        self.followed.append(plan_id)
        yield LookingAgain()
        yield Done(outcome=self.look_again(plan_id), removal=self.casebook.case.removals[plan_id])

    def look_again(self, plan_id: str) -> Outcome:
        removal = self.casebook.case.removals[plan_id]
        outcome: Outcome = "put-back" if removal.plan.undoes else self.outcome
        if self.not_started == "refused":
            outcome = "refused-by-person"
        self.casebook.record(
            RemovalLookedAt(plan_id=plan_id, outcome=outcome, seen=self.seen, gaps=self.gaps), "program"
        )
        return outcome

    def look_again_at(self, plan_ids: Collection[str]) -> dict[str, Outcome]:
        return {plan_id: self.look_again(plan_id) for plan_id in plan_ids}

    def pick_up(self) -> tuple[PickedUp, ...]:
        from recovery_assistant.services.removal.removing import PickedUp

        if self.comes_back:
            self.outcome = "came-back"
        state: State = "still-working" if self.still_works else "look-again"
        return tuple(PickedUp(one.plan.id, one.plan.item, state) for one in self.casebook.case.removals.values())

    def let_go(self) -> None:
        self.let_go_count += 1
        self._left = True
        self.go_on.set()


def command_for(verb: AnyVerb) -> tuple[str, ...]:
    """Return what a runner would call, exactly."""
    if isinstance(verb, StopService):
        return ("ChangeServiceConfigW", verb.name, "SERVICE_DISABLED")
    if isinstance(verb, EndProcess):
        return ("TerminateProcess", str(verb.pid))
    if isinstance(verb, RunUninstaller):
        return (verb.program, *verb.arguments)
    if isinstance(verb, Quarantine):
        return ("SetFileInformationByHandle", "FileRenameInfo", verb.path)
    return command_of(verb)


def _ended(plan: RemovalPlan, action: Action) -> ActionEnded:
    keeps = undo_of(action.verb) == "put-back" and not isinstance(action.verb, PutBack)
    was = action.verb.path if isinstance(action.verb, Quarantine) else ""
    kept = Kept(place=rf"{KEPT}\{plan.id}\{action.id}", sha256="2" * 64, was=was) if keeps else None
    return ActionEnded(action_id=action.id, at=AT, status="done", kept=kept)
