"""`remove`: see what would be done about one thing, have it done, put it back, and look whether it is gone."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING, Final

import click

from recovery_assistant.cli import exits, screen
from recovery_assistant.cli.opening import opened, secret_files, secret_options
from recovery_assistant.cli.parts import DEFAULT_COUNTRY, CliParts
from recovery_assistant.cli.removal_report import GOES_ON, OUTCOME_CODES, Offer, Teller, worst
from recovery_assistant.cli.stopping import stop_on_ctrl_c
from recovery_assistant.domain.errors import InputError
from recovery_assistant.domain.record import visible
from recovery_assistant.domain.removal import telling
from recovery_assistant.domain.removal.plan import Proposal
from recovery_assistant.services.exhibits import Copied, MissedCopy
from recovery_assistant.services.scan_report import writable
from recovery_assistant.services.scanner import Progress, ScanEvent

if TYPE_CHECKING:
    from recovery_assistant.domain.case import Case
    from recovery_assistant.domain.removal.phrases import RemovalPhrases
    from recovery_assistant.domain.removal.plan import RemovalPlan
    from recovery_assistant.domain.removal.state import Outcome
    from recovery_assistant.services.casebook import Casebook
    from recovery_assistant.services.removal.events import RemovalEvent
    from recovery_assistant.services.removal.removing import PickedUp, Removing

NO_SUCH_ITEM: Final = "U-52"
NOTHING: Final = "Nothing in this case is to be removed. Say of what was found that it is not yours: case mark --help"

EPILOG = exits.epilog(
    exits.STOPPED,
    exits.NOT_RIGHT,
    exits.RESTART,
    exits.NEEDS_YES,
    exits.GAPS,
    examples=(
        "remove --plan 2026-11-18-A7KD --passphrase-file phrase.txt",
        "remove --plan 2026-11-18-A7KD --item f-3c1f --json --passphrase-file phrase.txt",
        "remove --run 2026-11-18-A7KD --item f-3c1f --yes --passphrase-file phrase.txt",
        "remove --run 2026-11-18-A7KD --item f-3c1f --copy --yes --also likely --passphrase-file phrase.txt",
        "remove --put-back 2026-11-18-A7KD --item f-3c1f --passphrase-file phrase.txt",
        "remove --check 2026-11-18-A7KD --passphrase-file phrase.txt",
    ),
    _0="looked for again and not seen; put back; or only shown",
    _4="the person said no, here or when the system asked; or we stopped waiting (Ctrl-C)",
    _6="still there, another copy still there, came back, not put back, or this PC does not allow it",
    _11="could not tell: something could not be looked at",
)


@click.command("remove", epilog=EPILOG)
@click.option("--plan", "plan_case", default="", metavar="CASE", help="Show what would be done. Changes nothing.")
@click.option("--run", "run_case", default="", metavar="CASE", help="Have one item removed, then look again.")
@click.option("--put-back", "back_case", default="", metavar="CASE", help="Put back what was kept of one item.")
@click.option("--check", "check_case", default="", metavar="CASE", help="Look whether what was removed came back.")
@click.option("--item", default="", metavar="ID", help="A finding or something left behind; the beginning is enough.")
@click.option("--yes", is_flag=True, help="Do not ask the first question. Never covers a second one.")
@click.option(
    "--also",
    "also",
    multiple=True,
    metavar="CAUTION",
    help="A second yes, by the word that --plan shows, such as likely or managed; again for more.",
)
@click.option("--copy", "copies", is_flag=True, help="With --run: copy what it wrote into the case first.")
@click.option("--json", "as_json", is_flag=True, help="Write one JSON object a line, and nothing else, to stdout.")
@click.option("--quiet", is_flag=True, help="Show no progress.")
@secret_options
@click.pass_obj
def remove_command(
    parts: CliParts,
    *,
    plan_case: str,
    run_case: str,
    back_case: str,
    check_case: str,
    item: str,
    yes: bool,
    also: tuple[str, ...],
    copies: bool,
    as_json: bool,
    quiet: bool,
    passphrase_file: str,
    recovery_file: str,
) -> int:
    """Remove one thing from this PC, and look whether it is gone. Exactly one of --plan, --run, --put-back, --check.

    The yes, each step and what was seen afterwards stand in the case. Only on the PC that this runs on.
    """
    chosen = [case for case in (plan_case, run_case, back_case, check_case) if case]
    if len(chosen) != 1:
        raise click.UsageError("Give exactly one of --plan, --run, --put-back and --check.")
    if (run_case or back_case) and not item:
        raise click.UsageError("Name one thing with --item. remove --plan shows their ids.")
    secrets = secret_files(passphrase_file, recovery_file)
    with opened(parts, chosen[0], secrets) as casebook:
        desk = _Desk(parts, casebook, as_json=as_json, is_quiet=quiet)
        if plan_case:
            return desk.plan(item)
        if run_case:
            return desk.run(item, yes=yes, also=also, copies=copies)
        return desk.put_back(item, yes=yes, also=also) if back_case else desk.check()


class _Desk:
    """One command on one open case."""

    def __init__(self, parts: CliParts, casebook: Casebook, *, as_json: bool, is_quiet: bool) -> None:
        self._casebook = casebook
        self._as_json, self._is_quiet = as_json, is_quiet
        self._phrases: RemovalPhrases = parts.guidance(DEFAULT_COUNTRY).words.removing
        self._names = {tool.id: tool.name for tool in parts.catalogue().tools}
        self._removing: Removing = parts.removing(casebook)
        self._left_open = self._removing.pick_up()

    # --- the four things ----------------------------------------------------------------------------------------

    def plan(self, item: str) -> int:
        items = [self._item(item)] if item else list(self._removing.items())
        if not item:
            self._tell_look_over()
        if not items:
            screen.tell(NOTHING)
            return exits.OK
        with screen.progress(is_quiet=self._is_quiet) as shown:

            def tell(event: ScanEvent) -> None:
                if isinstance(event, Progress) and event.source_words:
                    shown.show(f"Looking at {event.source_words} ({event.done + 1} of {event.total})")

            close = self._removing.look_afresh(tell)
        for one in items:
            try:
                self._show(self._offer(one, self._removing.propose(one, close)))
            except InputError as error:
                if item:
                    raise
                screen.tell(f"{self._name(one)} ({one}): {error}")
        return exits.OK

    def run(self, item: str, *, yes: bool, also: tuple[str, ...], copies: bool) -> int:
        chosen = self._item(item)
        if copies:
            self._copy(chosen)
        proposal = self._removing.propose(chosen)
        offer = self._offer(chosen, proposal)
        return self._agreed_and_done(offer, yes=yes, also=also, question=f"Remove {offer.name} as shown?")

    def put_back(self, item: str, *, yes: bool, also: tuple[str, ...]) -> int:
        chosen = self._item(item)
        removals = [one for one in self._casebook.case.removals_of(chosen) if not one.plan.undoes]
        if not removals:
            raise InputError(NO_SUCH_ITEM, f"Nothing was removed of {self._name(chosen)} in this case.")
        proposal = self._newest_put_back([one.plan.id for one in removals])
        offer = self._offer(chosen, proposal)
        return self._agreed_and_done(offer, yes=yes, also=also, question=f"Put {offer.name} back as shown?")

    def check(self) -> int:
        codes: list[int] = []
        for one in self._left_open:
            if one.state == "still-working":
                screen.tell(f"{self._name(one.item)} ({one.item}): the removal goes on. Ctrl-C stops our waiting.")
                plan = self._casebook.case.removals[one.plan_id].plan
                codes.append(self._through(partial(self._removing.follow, one.plan_id), plan))
            elif one.state == "cut-off":
                codes.append(self._tell_cut_off(one))
        watched = {one.plan_id for one in self._left_open if one.state == "still-working"}
        again = [plan_id for plan_id in self._removing.to_check() if plan_id not in watched]
        if again:
            with stop_on_ctrl_c() as stopped, screen.progress(is_quiet=self._is_quiet) as shown:
                seen = self._removing.look_again_at(
                    again, lambda event: shown.show(f"Looking at {event.source_words}"), stopped
                )
            for plan_id, outcome in seen.items():
                codes.append(OUTCOME_CODES[outcome])
                self._tell_checked(plan_id, outcome)
        elif not self._left_open:
            screen.tell("There is no removal in this case to look at on this PC.")
        return worst(codes)

    def _tell_look_over(self) -> None:
        """Name what every PC has, but a caller may have made: nothing of it is proposed unless it is named."""
        for one in self._casebook.case.left_behind_now:
            if one.weight == "notable":
                continue
            if self._as_json:
                told = {"event": "look_over", "item": one.id, "kind": one.kind, "value": one.value}
                screen.write_json(writable(told))
            else:
                screen.say(f"To look over: {one.id} ({one.kind}) {one.value}")

    # --- its parts ----------------------------------------------------------------------------------------------

    def _agreed_and_done(self, offer: Offer, *, yes: bool, also: tuple[str, ...], question: str) -> int:
        """Show an offer, take every yes that it needs, and have it done."""
        proposal = offer.proposal
        if not self._as_json or proposal.plan is None:
            self._show(offer)
        if proposal.plan is None:
            return exits.NOT_RIGHT
        unknown = [one for one in also if one not in proposal.cautions]
        if unknown:
            screen.tell(f"Not asked here, so it counts for nothing: {', '.join(unknown)}.")
        if not yes and not self._asks(question):
            return exits.NEEDS_YES
        for caution in proposal.cautions:
            if caution in also:
                continue
            asked = telling.caution_asked(caution, offer.name, self._phrases, is_setting=not proposal.plan.tool_id)
            if not self._asks(f"{asked.text} {asked.why}\n{asked.yes}"):
                screen.tell(f"{asked.text} --yes does not answer this. Say so with: --also {caution}")
                return exits.NEEDS_YES
        start = partial(self._removing.run, proposal, proposal.cautions)
        return self._through(start, proposal.plan, offer.undone)

    def _asks(self, question: str) -> bool:
        """Ask on the terminal. Return False where nobody sits there; raise click.Abort for a no."""
        if not sys.stdin.isatty():
            return False
        lines = [visible(line) for line in question.split("\n")]
        click.confirm("\n".join(lines), abort=True, err=True)
        return True

    def _through(
        self,
        start: Callable[[Callable[[], bool]], Iterator[RemovalEvent]],
        plan: RemovalPlan,
        undone: RemovalPlan | None = None,
    ) -> int:
        is_setting = self._is_setting(plan.item)
        teller = Teller(self._phrases, plan, as_json=self._as_json, is_setting=is_setting, undone=undone)
        with stop_on_ctrl_c() as stopped:
            try:
                for event in start(stopped):
                    teller.take(event)
            except KeyboardInterrupt:  # the second Ctrl-C
                screen.tell(GOES_ON)
        return teller.exit_code

    def _tell_checked(self, plan_id: str, outcome: Outcome) -> None:
        plan = self._casebook.case.removals[plan_id].plan
        if self._as_json:
            told = {"event": "checked", "plan_id": plan_id, "item": plan.item, "outcome": outcome}
            screen.write_json(told)
            return
        is_setting = self._is_setting(plan.item)
        said = telling.outcome_said(outcome, plan.name, self._phrases, is_setting=is_setting)
        then = telling.next_said(outcome, self._phrases)
        screen.say(f"{plan.name} ({plan.item}): {said} {then}".rstrip())

    def _tell_cut_off(self, one: PickedUp) -> int:
        if self._as_json:
            screen.write_json({"event": "cut_off", "plan_id": one.plan_id, "item": one.item})
        else:
            screen.say(f"{self._name(one.item)} ({one.item}): {telling.cut_off_said(self._phrases)}")
        return exits.NOT_RIGHT

    def _newest_put_back(self, plan_ids: list[str]) -> Proposal:
        """Return what puts back the newest removal of which something is kept. Raises InputError U-54."""
        for plan_id in reversed(plan_ids[1:]):
            try:
                return self._removing.propose_put_back(plan_id)
            except InputError:
                continue
        return self._removing.propose_put_back(plan_ids[0])

    def _copy(self, item: str) -> None:
        with stop_on_ctrl_c() as stopped:
            for event in self._removing.copy_records(item, stopped):
                if isinstance(event, Copied):
                    screen.tell(f"Copied into the case: {event.exhibit.path} ({event.exhibit.size} bytes)")
                elif isinstance(event, MissedCopy):
                    screen.tell(f"Could not copy {event.missed.path}: {event.missed.reason} (code {event.missed.code})")
            if stopped():
                raise click.Abort

    def _offer(self, item: str, proposal: Proposal) -> Offer:
        plan = proposal.plan
        undone = self._casebook.case.removals.get(plan.undoes) if plan is not None else None
        return Offer(
            item,
            self._name(item),
            proposal,
            foreseen=self._removing.look(plan) if plan is not None else (),
            prompt=self._removing.prompt_shows(plan) if plan is not None else None,
            by_hand=self._removing.by_hand(item),
            names=self._names,
            undone=undone.plan if undone is not None else None,
        )

    def _show(self, offer: Offer) -> None:
        if self._as_json:
            screen.write_json(writable(offer.as_json(self._phrases)))
        else:
            offer.show(self._phrases)

    def _item(self, name: str) -> str:
        """Return the id that a beginning means. Raises InputError U-52."""
        case = self._casebook.case
        ids = dict.fromkeys((*case.findings, *(one.id for one in case.left_behind)))
        fitting = [one for one in ids if one.startswith(name)]
        if name in ids or len(fitting) == 1:
            return name if name in ids else fitting[0]
        if fitting:
            raise InputError(NO_SUCH_ITEM, f"More than one thing begins with {name}. Type more of it.")
        raise InputError(NO_SUCH_ITEM, f"There is nothing called {name} in this case. Look at case show.")

    def _is_setting(self, item: str) -> bool:
        """Return whether it is switched, and nothing is taken away."""
        known = self._casebook.case.findings.get(item)
        return known is None or known.finding.category == "built-in"

    def _name(self, item: str) -> str:
        return _name_in(self._casebook.case, item)


def _name_in(case: Case, item: str) -> str:
    known = case.findings.get(item)
    if known is not None:
        return known.finding.tool_name
    return next((one.value for one in case.left_behind if one.id == item), item)
