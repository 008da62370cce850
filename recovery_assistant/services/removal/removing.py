"""Remove one thing at a time, look whether it is gone, and put it back: what window and command line work with.

Everything is done on the PC that the program runs on, by the runner alone. What was agreed to stands in the case before
anything begins, and each line of the runner follows, so whatever ends this program leaves a case that tells it all.
"""

from __future__ import annotations

import threading
import time
import uuid
from collections.abc import Callable, Collection, Generator, Iterator
from typing import Final, Literal, NamedTuple

from recovery_assistant.domain import journal
from recovery_assistant.domain.errors import InputError
from recovery_assistant.domain.left_behind.planning import plan_fix
from recovery_assistant.domain.removal.cautions import managed_by
from recovery_assistant.domain.removal.outcome import GONE, SEEN_GONE, left_to_put_back, outcome_of, was_put_back
from recovery_assistant.domain.removal.plan import (
    Action,
    Caution,
    Proposal,
    PutBack,
    Refusal,
    RemovalPlan,
)
from recovery_assistant.domain.removal.planning import Facts, Seen, plan_removal
from recovery_assistant.domain.removal.prompt import PromptFacts
from recovery_assistant.domain.removal.results import ActionBegun, ActionEnded, read_lines
from recovery_assistant.domain.removal.state import Copies, KnownRemoval, Outcome
from recovery_assistant.services.casebook import Casebook
from recovery_assistant.services.exhibit_sources import Unlisted, sources
from recovery_assistant.services.exhibits import CopyEvent, copy_evidence
from recovery_assistant.services.live_check import still_connected
from recovery_assistant.services.removal.events import Agreed, Done, LookingAgain, RemovalEvent, StillWorking
from recovery_assistant.services.removal.running import (
    POLL,
    ThisPc,
    ask_to_stop,
    began,
    bytes_of,
    carry_out,
    close_rights,
    digest_and_bytes,
    events_of,
    make_private,
    nobody_runs,
    one_at_a_time,
    plan_file,
    take_over,
    withdraw,
)
from recovery_assistant.services.removal.sight import NewLook, look_anew, note_look, sight_of
from recovery_assistant.services.scanner import Close, ScanEvent, look_closely, never

SECOND_YES: Final = "U-50"
NO_SUCH_ITEM: Final = "U-52"
NOT_SEEN: Final = "U-53"
NOTHING_TO_DO: Final = "U-54"
NOT_OF_THIS_CASE: Final = "U-57"

State = Literal["still-working", "cut-off", "restart-pending", "look-again"]
"""still-working: the runner of an earlier start goes on · cut-off: it was ended in the middle; go on or put back ·
restart-pending: the system has not been started anew yet · look-again: time to see whether it is gone, and stays so."""


class PickedUp(NamedTuple):
    """A removal of an earlier start about which something is to be done."""

    plan_id: str
    item: str
    state: State


class Foreseen(NamedTuple):
    """What the runner says about one action before anything is done.

    Attributes:
        command: what it would call, exactly; () when it would do nothing.
        ended: "would-do", "nothing-to-do" or "refused"; None when it did not come to it.
        trouble: why the runner did not take the plan with these rights; "" when it did. Hostile.
    """

    action: Action
    command: tuple[str, ...]
    ended: ActionEnded | None
    trouble: str = ""


def _tell_nobody(_event: ScanEvent) -> None:
    return


class Removing:
    """Removals of one case on this PC. Nothing but `let_go` and `prompt_shows` is quick: keep it off a GUI thread."""

    def __init__(self, casebook: Casebook, pc: ThisPc) -> None:
        self._casebook = casebook
        self._pc = pc
        self._let_go = threading.Event()

    def stop_after_step(self, plan_id: str) -> None:
        """Ask the runner to end after the action that it is at. What was done stays done, and the rest undone."""
        if plan_id in self._casebook.case.removals:
            ask_to_stop(self._pc.folder, plan_id)

    def let_go(self) -> None:
        """Have every iterator end soon. The runner goes on by itself."""
        self._let_go.set()

    # --- what could be done -------------------------------------------------------------------------------------

    def items(self) -> tuple[str, ...]:
        """Return what may be proposed: findings that are not the person's own, and what was left behind."""
        case = self._casebook.case
        findings = (
            one.finding.id
            for one in case.findings.values()
            if one.mark in ("not-mine", "unknown") and one.still_there is not False
        )
        return (*findings, *(one.id for one in case.left_behind_now if one.weight == "notable"))

    def look_afresh(self, tell: Callable[[ScanEvent], None] = _tell_nobody) -> Close:
        """Look at this PC as it is now, so that several items can be proposed from one look."""
        return look_closely(self._pc.host, self._pc.catalogue, tell)

    def propose(
        self, item: str, close: Close | None = None, tell: Callable[[ScanEvent], None] = _tell_nobody
    ) -> Proposal:
        """Look at this PC, and return what can be done about one item. Changes nothing.

        Raises:
            InputError: U-52 the case has no such item, U-53 it is not seen on this PC just now.
        """
        case = self._casebook.case
        known = case.findings.get(item)
        left = next((one for one in case.left_behind if one.id == item), None)
        if known is None and left is None:
            raise InputError(NO_SUCH_ITEM, f"There is nothing called {item} in this case. Look at case show.")
        host = known.finding.host if known is not None else left.host if left is not None else ""
        if host != self._pc.host.id:
            return Proposal(plan=None, refusals=(Refusal(code="not-this-pc", about=host),))
        close = close or self.look_afresh(tell)
        proposal = self._for_finding(item, close) if known is not None else self._for_left_behind(item, close)
        if proposal.plan is not None:
            bytes_of(proposal.plan)
        return proposal

    def _for_finding(self, item: str, close: Close) -> Proposal:
        finding = next((one for one in close.findings if one.id == item), None)
        if finding is None:
            raise _not_seen()
        tool = self._pc.catalogue.tool(finding.tool_id)
        live = still_connected(self._pc.host, self._pc.catalogue)
        others = tuple(
            (one.tool_id, close.tally.observations(one.id)) for one in close.findings if one.id != item and one.is_alarm
        )
        aids = tuple(
            fact for one in close.findings if one.category == "access-aid" for fact in close.tally.observations(one.id)
        )
        seen = Seen(own=close.tally.observations(item), around=close.observations, others=others, aids=aids)
        facts = Facts(
            plan_id=_new_id(),
            case_number=self._casebook.number,
            made_at=self._pc.clock(),
            mark=self._casebook.case.findings[item].mark,
            is_connected=live.connected and tool.name in live.tools,
            managed_by=managed_by(close.observations, close.left_behind),
            copies=self.copies_of(item),
        )
        return plan_removal(finding, seen, tool, self._pc.host.system, self._pc.ground, facts)

    def _for_left_behind(self, item: str, close: Close) -> Proposal:
        thing = next((one for one in close.left_behind if one.id == item), None)
        if thing is None:
            raise _not_seen()
        return plan_fix(
            thing,
            close.observations,
            self._pc.host.system,
            self._pc.ground,
            plan_id=_new_id(),
            case_number=self._casebook.number,
            made_at=self._pc.clock(),
            name=next((kind.title for kind in self._pc.catalogue.left_behind if kind.id == thing.kind), ""),
        )

    def copies_of(self, item: str) -> Copies:
        """Return whether what a tool wrote lies in the case already."""
        case = self._casebook.case
        if item not in case.findings:
            return "none-known"
        copied = {exhibit.path for exhibit in case.exhibits}
        written = [
            one
            for one in sources(case, self._pc.host, self._pc.catalogue, [item], of_former=False)
            if (one.wanted if isinstance(one, Unlisted) else one).kind in ("log", "settings")
        ]
        if any(isinstance(one, Unlisted) or one.path not in copied for one in written):
            return "not-copied"
        return "copied" if written else "none-known"

    def copy_records(self, item: str, stopped: Callable[[], bool] = never) -> Iterator[CopyEvent]:
        """Copy what belongs to an item into the case, before it is removed; see `exhibits.copy_evidence`."""
        yield from copy_evidence(self._casebook, self._pc.host, self._pc.catalogue, [item], stopped=stopped)

    def by_hand(self, item: str) -> tuple[str, ...]:
        """Return the steps by which a person does it without this program; () where none are known."""
        case, catalogue, system = self._casebook.case, self._pc.catalogue, self._pc.host.system
        known = case.findings.get(item)
        if known is not None:
            return tuple(step.text for step in catalogue.steps_for(known.finding, system))
        kind = next((one.kind for one in case.left_behind if one.id == item), "")
        return next((one.steps_for(system) for one in catalogue.left_behind if one.id == kind), ())

    def propose_put_back(self, plan_id: str, action_ids: Collection[str] | None = None) -> Proposal:
        """Return what would undo a removal, as far as it can be undone. Changes nothing.

        Args:
            action_ids: only these; None for all.

        Raises:
            InputError: U-52 the case has no such removal, U-54 nothing of it is kept, or not any more, or all of it is
                back already.
        """
        removal = self._removal(plan_id)
        if not self._is_here(removal):
            return Proposal(plan=None, refusals=(Refusal(code="not-this-pc", about=removal.plan.name),))
        left = left_to_put_back(removal, self._undoing(removal))
        kept = [action for action in left if action_ids is None or action.id in action_ids]
        if not kept:
            raise InputError(NOTHING_TO_DO, "Nothing was kept of it that could be put back.")
        if not self._has_results(removal):
            raise InputError(NOTHING_TO_DO, "What was kept is not there any more, so it cannot be put back.")
        before = removal.plan
        plan = RemovalPlan(
            id=_new_id(),
            case_number=self._casebook.number,
            item=before.item,
            tool_id=before.tool_id,
            name=before.name,
            system=before.system,
            made_at=self._pc.clock(),
            roots=before.roots,
            actions=tuple(
                Action(id=f"a{number}", rights=action.rights, verb=_back(removal, action))
                for number, action in enumerate(kept, 1)
            ),
            undoes=plan_id,
        )
        return Proposal(plan=plan)

    def prompt_shows(self, plan: RemovalPlan) -> PromptFacts | None:
        """Return what the question of the system will show; None when nobody will be asked."""
        return self._pc.starter.prompt_shows() if "administrator" in plan.rights else None

    def look(self, plan: RemovalPlan) -> tuple[Foreseen, ...]:
        """Let the runner say what it would do, in order. Nobody is asked and nothing is changed.

        Raises:
            InputError: U-55 the person's own folder cannot be written to, U-56 a name is not text.
        """
        digest, content = digest_and_bytes(plan)
        foreseen: list[Foreseen] = []
        make_private(self._pc.folder)
        with plan_file(self._pc.folder, f"{plan.id}.look.json", content) as file:
            for rights in plan.rights:
                shown = self._pc.starter.look(file, digest, rights)
                lines = read_lines(shown.lines)
                begun = {one.action_id: one.command for one in lines if isinstance(one, ActionBegun)}
                ended = {one.action_id: one for one in lines if isinstance(one, ActionEnded)}
                trouble = "" if shown.exit_code == 0 else shown.says or "the runner could not be started"
                foreseen += (
                    Foreseen(one, begun.get(one.id, ()), ended.get(one.id), trouble) for one in plan.of(rights)
                )
        return tuple(foreseen)

    # --- doing it -----------------------------------------------------------------------------------------------

    def run(
        self, proposal: Proposal, agreed: Collection[Caution] = (), stopped: Callable[[], bool] = never
    ) -> Generator[RemovalEvent, None, None]:
        """Write down the yes, have the plan done, look again.

        `stopped` ends our waiting, never the runner; it goes on with the rights that it has.

        Args:
            agreed: the cautions to which a second yes was given, each by itself.

        Raises:
            InputError: U-50 a second yes is missing, U-51 another removal is under way, U-54 there is no plan,
                U-55 and U-56 as in `look`, U-57 the plan was made for another case.
            CaseError: the case cannot be written; nothing was begun.
        """
        plan = proposal.plan
        if plan is None:
            raise InputError(NOTHING_TO_DO, "The program does nothing about this itself. The steps by hand remain.")
        copies = self.copies_of(plan.item)
        is_copied_now = copies != "not-copied"  # since the plan was made
        needed = [one for one in proposal.cautions if not (one == "records-not-copied" and is_copied_now)]
        if missing := [one for one in needed if one not in agreed]:
            raise InputError(SECOND_YES, f"This needs a second yes first: {', '.join(missing)}.")
        if plan.case_number != self._casebook.number or plan.id in self._casebook.case.removals:
            raise InputError(NOT_OF_THIS_CASE, "This plan was not made for this. Look at it once more.")
        ends = self._ends(stopped)
        digest, content = digest_and_bytes(plan)
        with one_at_a_time(self._pc, self._casebook.case):
            event = journal.RemovalAgreed(plan=plan, sha256=digest, cautions=tuple(needed), copies=copies)
            self._casebook.record(event)
            yield Agreed(plan=plan)
            if not (yield from carry_out(self._casebook, self._pc, plan, content, ends)):
                return
            yield from self._looked(plan, ends)

    def follow(self, plan_id: str, stopped: Callable[[], bool] = never) -> Generator[RemovalEvent, None, None]:
        """Go on to watch a runner that an earlier start of this program began; at its end, look again."""
        plan, ends = self._removal(plan_id).plan, self._ends(stopped)
        for rights in plan.rights:
            while True:
                is_at_work = self._pc.results.is_at_work(plan_id, rights)
                yield from events_of(plan, rights, take_over(self._casebook, self._pc.results, plan_id, rights))
                if not is_at_work:
                    break
                if ends():
                    yield StillWorking(rights=rights)
                    return
                time.sleep(POLL)
        yield from self._looked(plan, ends)

    def _looked(self, plan: RemovalPlan, stopped: Callable[[], bool]) -> Iterator[RemovalEvent]:
        yield LookingAgain()
        look = yield from look_anew(self._casebook, self._pc, stopped)
        if not look.is_whole:  # we were stopped in the middle of it; the next start looks again
            return
        outcome = self._note(plan, look, is_first=True)
        yield Done(outcome=outcome, removal=self._casebook.case.removals[plan.id])

    # --- later --------------------------------------------------------------------------------------------------

    def pick_up(self) -> tuple[PickedUp, ...]:
        """Write down what an earlier start of this program left unread, and return what is to be done about it.

        Quick: no look at the PC is taken.
        """
        with nobody_runs(self._pc.folder) as is_free:
            for removal in tuple(self._casebook.case.removals.values()):
                self._take_over(removal, is_free=is_free)
        picked: dict[str, PickedUp] = {}
        newest = {one.plan.item: one for one in self._casebook.case.removals.values()}
        for removal in (*newest.values(), *self._done_and_not_put_back()):
            state = self._state_of(removal)
            if state is not None:
                picked.setdefault(removal.plan.item, PickedUp(removal.plan.id, removal.plan.item, state))
        return tuple(picked.values())

    def to_check(self) -> tuple[str, ...]:
        """Return the removal of each item that is to be looked at again on this PC, by the id of its plan.

        It is the newest that began and was not put back: a later attempt that did not run changes nothing about it.
        """
        return tuple(
            one.plan.id
            for one in self._done_and_not_put_back()
            if self._is_here(one) and self._state_of(one) != "still-working"
        )

    def _done_and_not_put_back(self) -> list[KnownRemoval]:
        removals = self._casebook.case.removals.values()
        newest = {one.plan.item: one for one in removals if not one.plan.undoes and any(one.lines.values())}
        return [one for one in newest.values() if not was_put_back(self._undoing(one))]

    def _undoing(self, removal: KnownRemoval) -> tuple[KnownRemoval, ...]:
        return tuple(one for one in self._casebook.case.removals.values() if one.plan.undoes == removal.plan.id)

    def look_again(self, plan_id: str) -> Outcome:
        """Look at what a plan was to remove, write down what is seen, and return what is known now."""
        return self.look_again_at([plan_id])[plan_id]

    def look_again_at(
        self,
        plan_ids: Collection[str],
        tell: Callable[[LookingAgain], None] | None = None,
        stopped: Callable[[], bool] = never,
    ) -> dict[str, Outcome]:
        """Do as `look_again` for several plans by one look. Where nothing has changed, nothing is written about it."""
        plans = [self._removal(plan_id).plan for plan_id in plan_ids]
        look = _driven(look_anew(self._casebook, self._pc, self._ends(stopped)), tell)
        if not look.is_whole:
            return {plan.id: self._removal(plan.id).outcome or "unknown" for plan in plans}
        return {plan.id: self._note(plan, look, is_first=False) for plan in plans}

    def _take_over(self, removal: KnownRemoval, *, is_free: bool) -> None:
        plan, results = removal.plan, self._pc.results
        for rights in plan.rights:
            if not removal.has_run(rights):
                take_over(self._casebook, results, plan.id, rights)
        now = self._casebook.case.removals[plan.id]
        is_begun = any(began(now, rights) for rights in plan.rights)
        is_at_work = any(results.is_at_work(plan.id, rights) for rights in plan.rights)
        if is_at_work or not is_free:  # another window of ours may be waiting for the system's question just now
            return
        withdraw(self._pc.folder, plan.id)  # an earlier start that was killed left it
        if is_begun or now.not_started:
            return
        # The yes was the last thing that was written: nothing was done, and nothing can begin any more.
        for number, rights in enumerate(plan.rights):
            close_rights(self._casebook, plan, rights, "not-reached" if number else "failed")

    def _state_of(self, removal: KnownRemoval) -> State | None:
        plan = removal.plan
        if any(self._pc.results.is_at_work(plan.id, rights) for rights in plan.rights):
            return "still-working"
        if not any(removal.lines.values()) or not self._is_here(removal):
            return None
        if removal.is_cut_off and removal.outcome not in (*GONE, "put-back"):
            return "cut-off"
        if plan.undoes:
            return None if removal.looks else "look-again"
        if removal.outcome == "removed-pending-restart":
            return "look-again" if self._was_restarted(removal) else "restart-pending"
        return "look-again" if removal.outcome in (None, *SEEN_GONE, "unknown") else None

    def _note(self, plan: RemovalPlan, look: NewLook, *, is_first: bool) -> Outcome:
        removal = self._casebook.case.removals[plan.id]
        sight = sight_of(self._casebook.case, plan, look, self._pc.ground)
        restarted = self._was_restarted(removal)
        outcome = outcome_of(removal, sight, restarted=restarted)
        was_restarted = any(one.after_restart for one in removal.looks)
        if is_first or outcome != removal.outcome or (restarted and not was_restarted):
            event = journal.RemovalLookedAt(
                plan_id=plan.id, outcome=outcome, seen=sight.seen, gaps=sight.gaps, after_restart=restarted
            )
            self._casebook.record(event, "program")
            note_look(self._casebook, plan, sight)
        return outcome

    def _was_restarted(self, removal: KnownRemoval) -> bool:
        booted_at = self._pc.booted_at()
        times = [line.at for told in removal.lines.values() for line in told]
        return booted_at is not None and bool(times) and booted_at > max(times)

    def _is_here(self, removal: KnownRemoval) -> bool:
        """Return whether it was this PC on which the runner worked: a case may be opened on another one.

        What the runner wrote may have been deleted since, so the name of the PC in the case counts, too.
        """
        case, item = self._casebook.case, removal.plan.item
        known = case.findings.get(item)
        hosts = {one.host for one in case.left_behind if one.id == item} | ({known.finding.host} if known else set())
        return self._pc.host.id in hosts or self._has_results(removal)

    def _has_results(self, removal: KnownRemoval) -> bool:
        results = self._pc.results
        return any(results.lines(removal.plan.id, rights) for rights in removal.plan.rights)

    def _removal(self, plan_id: str) -> KnownRemoval:
        try:
            return self._casebook.case.removals[plan_id]
        except KeyError:
            raise InputError(NO_SUCH_ITEM, f"There is no removal {plan_id} in this case.") from None

    def _ends(self, stopped: Callable[[], bool]) -> Callable[[], bool]:
        return lambda: stopped() or self._let_go.is_set()


def _driven(looking: Generator[LookingAgain, None, NewLook], tell: Callable[[LookingAgain], None] | None) -> NewLook:
    while True:
        try:
            event = next(looking)
        except StopIteration as end:
            look: NewLook = end.value
            return look
        if tell is not None:
            tell(event)


def _new_id() -> str:
    return f"r-{uuid.uuid4().hex[:12]}"


def _not_seen() -> InputError:
    return InputError(NOT_SEEN, "This is not to be seen on this PC just now, so there is nothing to remove.")


def _back(removal: KnownRemoval, action: Action) -> PutBack:
    """Return the verb that puts one action back, held to the manifest that the runner told of at that time."""
    ended = removal.ended(action)
    kept = ended.kept if ended is not None else None
    return PutBack(plan_id=removal.plan.id, action_id=action.id, sha256=kept.sha256 if kept is not None else "")
