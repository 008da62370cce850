"""A removal from the first look to the last, with the real runner and real files: in a folder that is all the PC."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

import pytest
from msgspec import structs

from recovery_assistant.domain.errors import CaseError, InputError
from recovery_assistant.domain.journal import (
    ExhibitCopied,
    FindingLookedForAgain,
    FindingMarked,
    RemovalAgreed,
    RemovalReported,
)
from recovery_assistant.domain.observation import Gap
from recovery_assistant.domain.removal.plan import Proposal, PutBack
from recovery_assistant.domain.removal.prompt import PromptFacts
from recovery_assistant.domain.removal.results import ActionEnded, AnyLine, RunEnded, RunStarted, line_bytes
from recovery_assistant.domain.removal.state import Outcome, WhyNotStarted
from recovery_assistant.hosts.elevation.port import Ended, Run
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
    StillWorking,
)
from recovery_assistant.services.removal.running import digest_and_bytes
from tests.unit.runner.made_up_plans import only_on_linux
from tests.unit.services.removal.runs import events_in, outcome, removed
from tests.unit.services.removal_bench import NOW, STORE, Bench, SaysNo

pytestmark = only_on_linux


def test_from_the_first_look_to_the_last(bench: Bench, casebook: Casebook) -> None:
    item = bench.found(casebook)
    removing = bench.removing(casebook)
    assert removing.items() == (item,)
    proposal = removing.propose(item)
    assert proposal.plan is not None
    assert (proposal.plan.item, proposal.plan.case_number, proposal.plan.rights) == (item, casebook.number, ("person",))
    assert proposal.cautions == ("likely",)
    assert removing.prompt_shows(proposal.plan) is None

    before = len(casebook.entries)
    foreseen = removing.look(proposal.plan)
    assert [one.ended.status for one in foreseen if one.ended] == ["would-do", "would-do"]
    assert len(casebook.entries) == before  # a preview leaves nothing in the case, nor on the PC
    assert all(path.exists() for path in (bench.host.copies[0], bench.host.entry))

    events = list(removing.run(proposal, ["likely"]))
    kinds = [type(event) for event in events]
    assert kinds[0] is Agreed
    assert Asking not in kinds
    begun = [event for event in events if isinstance(event, Running)]
    assert [one.command for one in begun] == [one.command for one in foreseen]  # one code path: exactly as foreseen
    assert kinds.index(LookingAgain) > max(at for at, kind in enumerate(kinds) if kind is Reported)
    assert outcome(events) == "removed-verified"
    assert not bench.host.copies[0].exists()
    assert not bench.host.entry.exists()
    assert not (bench.folder / "running").exists()  # the plan file, its folder and the lock are gone

    removal = casebook.case.removals[proposal.plan.id]
    assert (removal.agreed_by, removal.cautions, removal.copies) == ("technician", ("likely",), "none-known")
    assert removal.has_run("person")
    assert not removal.is_cut_off
    assert any("not seen in 2 places" in line for line in removal.looks[0].seen)
    assert f"{bench.host.copies[0]}: not there" in removal.looks[0].seen
    assert casebook.case.findings[item].still_there is False
    assert removing.items() == ()


def test_each_second_yes_is_needed(bench: Bench, casebook: Casebook) -> None:
    removing = bench.removing(casebook)
    proposal = removing.propose(bench.found(casebook))
    entries = len(casebook.entries)
    with pytest.raises(InputError, match="likely") as error:
        list(removing.run(proposal, ["managed"]))
    assert error.value.code == "U-50"
    assert len(casebook.entries) == entries
    assert bench.host.copies[0].exists()


def test_never_two_at_once(bench: Bench, casebook: Casebook) -> None:
    item = bench.found(casebook)
    first, second = bench.removing(casebook), bench.removing(casebook)
    one, other = first.propose(item), second.propose(item)
    events = first.run(one, one.cautions)
    next(events)
    with pytest.raises(InputError) as error:
        next(second.run(other, other.cautions))
    assert error.value.code == "U-51"
    assert outcome(list(events)) == "removed-verified"
    assert events_in(casebook, RemovalAgreed) == 1


@pytest.mark.parametrize(
    ("why", "expected"),
    [("refused", "refused-by-person"), ("not-allowed", "blocked-by-policy"), ("nobody-asks", "still-present")],
)
def test_a_no_of_the_system_is_an_outcome(
    bench: Bench, casebook: Casebook, why: WhyNotStarted, expected: Outcome
) -> None:
    removing = bench.removing(casebook, SaysNo(Ended(None, why, "said so")), is_own=False)
    proposal = removing.propose(bench.found(casebook))
    assert proposal.plan is not None
    assert proposal.plan.rights == ("administrator",)
    prompt = removing.prompt_shows(proposal.plan)
    assert prompt is not None
    events = list(removing.run(proposal, proposal.cautions))
    assert [type(event) for event in events[:3]] == [Agreed, Asking, NotDone]
    assert events[2] == NotDone(rights="administrator", reason=why, says="said so")
    assert outcome(events) == expected
    assert bench.host.copies[0].exists()
    assert removing.pick_up() == ()


def test_where_nothing_asks_nobody_is_told_to_look_for_a_window(bench: Bench, casebook: Casebook) -> None:
    class NothingAsks(SaysNo):
        def prompt_shows(self, program: str) -> PromptFacts:
            return structs.replace(super().prompt_shows(program), can_ask=False)

    asker = NothingAsks(Ended(None, "nobody-asks", "there is no pkexec"))
    removing = bench.removing(casebook, asker, is_own=False)
    proposal = removing.propose(bench.found(casebook))
    events = list(removing.run(proposal, proposal.cautions))
    assert not any(isinstance(event, Asking) for event in events)
    assert outcome(events) == "still-present"


def test_what_comes_after_a_no_is_not_begun(bench: Bench, casebook: Casebook) -> None:
    removing = bench.removing(casebook, SaysNo(), is_own=False)
    proposal = removing.propose(bench.found(casebook))
    assert proposal.plan is not None
    first, second = proposal.plan.actions
    mixed = structs.replace(proposal.plan, actions=(first, structs.replace(second, rights="person")))
    events = list(removing.run(structs.replace(proposal, plan=mixed), proposal.cautions))
    reasons = [(event.rights, event.reason) for event in events if isinstance(event, NotDone)]
    assert reasons == [("administrator", "refused"), ("person", "not-reached")]
    assert outcome(events) == "refused-by-person"
    assert bench.host.copies[0].exists()


def test_what_was_kept_is_put_back_once(bench: Bench, casebook: Casebook) -> None:
    content = bench.host.copies[0].read_bytes()
    plan_id = removed(bench, casebook)
    removing = bench.removing(casebook)
    back = removing.propose_put_back(plan_id)
    assert back.plan is not None
    assert back.plan.undoes == plan_id
    assert [action.verb.action_id for action in back.plan.actions if isinstance(action.verb, PutBack)] == ["a2", "a1"]
    assert all(one.ended is not None and one.ended.status == "would-do" for one in removing.look(back.plan))
    assert outcome(list(removing.run(back))) == "put-back"
    assert bench.host.copies[0].read_bytes() == content
    assert bench.host.entry.exists()
    with pytest.raises(InputError) as error:
        removing.propose_put_back(plan_id)
    assert error.value.code == "U-54"
    assert removing.to_check() == ()
    assert [one.still_there for one in casebook.case.findings.values()] == [True]  # it can be removed once more
    assert [one.state for one in removing.pick_up()] == []


def test_one_part_may_be_put_back_alone(bench: Bench, casebook: Casebook) -> None:
    plan_id = removed(bench, casebook)
    removing = bench.removing(casebook)
    assert outcome(list(removing.run(removing.propose_put_back(plan_id, ["a2"])))) == "put-back"
    assert bench.host.copies[0].exists()
    assert not bench.host.entry.exists()
    rest = removing.propose_put_back(plan_id)
    assert rest.plan is not None
    assert len(rest.plan.actions) == 1


def test_a_restart_is_waited_for(bench: Bench, casebook: Casebook) -> None:
    """The runner says that the system finishes it at its next start: nothing is judged before that."""
    removing = bench.removing(casebook)
    proposal = removing.propose(bench.found(casebook))
    plan = proposal.plan
    assert plan is not None
    digest, _content = digest_and_bytes(plan)
    first, second = plan.actions
    lines: tuple[AnyLine, ...] = (
        RunStarted(plan_id=plan.id, sha256=digest, rights="person", acts=True, at=NOW, user="anna", version="1"),
        ActionEnded(action_id=first.id, at=NOW, status="done"),
        ActionEnded(action_id=second.id, at=NOW, status="restart-needed"),
        RunEnded(at=NOW),
    )
    runs = bench.home / STORE / "runs"
    runs.mkdir(parents=True)
    (runs / f"{plan.id}-person.jsonl").write_bytes(b"".join(line_bytes(line) for line in lines))
    casebook.record(RemovalAgreed(plan=plan, sha256=digest))
    assert [one.state for one in removing.pick_up()] == ["look-again"]
    assert removing.look_again(plan.id) == "removed-pending-restart"
    assert [one.state for one in removing.pick_up()] == ["restart-pending"]
    bench.booted_at = NOW + timedelta(minutes=5)
    assert [one.state for one in removing.pick_up()] == ["look-again"]
    bench.host.copies[0].unlink()
    bench.host.entry.unlink()
    assert removing.look_again(plan.id) == "removed-verified"
    assert casebook.case.removals[plan.id].looks[-1].after_restart


def test_closed_doors_are_not_gone(bench: Bench, casebook: Casebook) -> None:
    item = bench.found(casebook)
    removing = bench.removing(casebook)
    proposal = removing.propose(item)
    bench.host.hidden = [Gap(host="pc", source="program-files", reason="access denied", code="G-02")]
    assert outcome(list(removing.run(proposal, proposal.cautions))) == "unknown"
    assert casebook.case.findings[item].still_there is None


def test_a_door_that_was_closed_before_hides_nothing_new(bench: Bench, casebook: Casebook) -> None:
    bench.host.hidden = [Gap(host="pc", source="program-files", reason="access denied", code="G-02")]
    removed(bench, casebook)


def test_what_is_not_there_is_not_planned(bench: Bench, casebook: Casebook) -> None:
    removing = bench.removing(casebook)
    item = bench.found(casebook)
    with pytest.raises(InputError) as error:
        removing.propose("f-unknown")
    assert error.value.code == "U-52"
    bench.host.copies[0].unlink()
    bench.host.entry.unlink()
    with pytest.raises(InputError) as error:
        removing.propose(item)
    assert error.value.code == "U-53"


def test_another_pc_is_left_alone(bench: Bench, casebook: Casebook) -> None:
    item = bench.found(casebook)
    bench.host.id = "elsewhere"
    refused = bench.removing(casebook).propose(item)
    assert refused.plan is None
    assert [one.code for one in refused.refusals] == ["not-this-pc"]


def test_a_removal_of_another_pc_is_neither_put_back_nor_judged(bench: Bench, casebook: Casebook) -> None:
    plan_id = removed(bench, casebook)
    other = Bench(bench.folder / "other")
    other.host.id = "elsewhere"
    removing = other.removing(casebook)
    assert removing.pick_up() == ()
    assert removing.to_check() == ()
    assert [one.code for one in removing.propose_put_back(plan_id).refusals] == ["not-this-pc"]


def test_what_is_mine_is_kept(bench: Bench, casebook: Casebook) -> None:
    item = bench.found(casebook)
    casebook.record(FindingMarked(finding_id=item, mark="mine", contradiction=""))
    removing = bench.removing(casebook)
    proposal = removing.propose(item)
    assert [one.code for one in proposal.refusals] == ["kept-by-person"]
    assert removing.items() == ()
    with pytest.raises(InputError) as error:
        list(removing.run(proposal))
    assert error.value.code == "U-54"


def test_a_plan_is_good_once_and_for_its_case(bench: Bench, casebook: Casebook) -> None:
    removing = bench.removing(casebook)
    proposal = removing.propose(bench.found(casebook))
    assert proposal.plan is not None
    foreign = structs.replace(proposal, plan=structs.replace(proposal.plan, case_number="2026-01-01-XXXX"))
    list(removing.run(proposal, proposal.cautions))
    for again in (foreign, proposal):
        with pytest.raises(InputError) as error:
            list(removing.run(again, again.cautions))
        assert error.value.code == "U-57"


def test_a_name_that_is_no_text_is_not_touched(bench: Bench, casebook: Casebook) -> None:
    removing = bench.removing(casebook)
    proposal = removing.propose(bench.found(casebook))
    assert proposal.plan is not None
    hostile = structs.replace(proposal, plan=structs.replace(proposal.plan, name="any\udce9desk"))
    with pytest.raises(InputError) as error:
        list(removing.run(hostile, hostile.cautions))
    assert error.value.code == "U-56"


def test_a_case_that_cannot_be_written_begins_nothing(bench: Bench, casebook: Casebook) -> None:
    removing = bench.removing(casebook)
    proposal = removing.propose(bench.found(casebook))
    casebook.close()
    with pytest.raises((CaseError, AttributeError, ValueError)):
        list(removing.run(proposal, proposal.cautions))
    assert bench.host.copies[0].exists()


def test_stopping_ends_our_waiting_and_not_the_runner(bench: Bench, casebook: Casebook) -> None:
    removing = bench.removing(casebook)
    proposal = removing.propose(bench.found(casebook))
    assert proposal.plan is not None
    seen = list(removing.run(proposal, proposal.cautions, lambda: True))
    assert isinstance(seen[-1], StillWorking | LookingAgain)
    assert not any(isinstance(event, Done) for event in seen)
    assert outcome(list(bench.removing(casebook).follow(proposal.plan.id))) == "removed-verified"


class AsksForEver(SaysNo):
    """The question stays on the screen."""

    def start(self, argv: Sequence[str]) -> Run:
        return self

    def wait(self, seconds: float) -> Ended | None:
        return None


def test_a_question_that_nobody_waits_for_any_more_leads_to_nothing(bench: Bench, casebook: Casebook) -> None:
    removing = bench.removing(casebook, AsksForEver(), is_own=False)
    proposal = removing.propose(bench.found(casebook))
    assert proposal.plan is not None
    seen = list(removing.run(proposal, proposal.cautions, lambda: True))
    assert isinstance(seen[-1], NotDone)
    assert not (bench.folder / "running").exists()  # a late yes finds no plan any more
    assert casebook.case.removals[proposal.plan.id].not_started == {"administrator": "failed"}


def test_taking_up_leaves_a_run_of_this_program_alone(bench: Bench, casebook: Casebook) -> None:
    """The window takes up what is open whenever it shows its first page, also while the system asks."""
    removing = bench.removing(casebook, AsksForEver(), is_own=False)
    proposal = removing.propose(bench.found(casebook))
    assert proposal.plan is not None
    asked: list[RemovalEvent] = []
    for event in removing.run(proposal, proposal.cautions, lambda: bool(asked)):
        if isinstance(event, Asking):
            removing.pick_up()
            assert (bench.folder / "running" / f"{proposal.plan.id}.json").exists()
            assert not casebook.case.removals[proposal.plan.id].not_started
            asked.append(event)
    assert asked


def test_what_an_earlier_start_left_unread_is_taken_over_once(bench: Bench, casebook: Casebook) -> None:
    removing = bench.removing(casebook)
    proposal = removing.propose(bench.found(casebook))
    assert proposal.plan is not None
    for event in removing.run(proposal, proposal.cautions):
        if isinstance(event, Reported) and isinstance(event.line, RunStarted):
            break  # as a window that is killed: nobody reads on
    while bench.results.is_at_work(proposal.plan.id, "person") or not ended_lines(bench, proposal):
        pass
    for _ in range(2):
        (picked,) = bench.removing(casebook).pick_up()
        assert picked.state == "look-again"
    removal = casebook.case.removals[proposal.plan.id]
    assert sum(isinstance(line, ActionEnded) for line in removal.lines["person"]) == 2
    assert events_in(casebook, RemovalReported) == len(removal.lines["person"])
    assert removing.look_again(proposal.plan.id) == "removed-verified"
    assert events_in(casebook, FindingLookedForAgain) == 1


def ended_lines(bench: Bench, proposal: Proposal) -> bool:
    assert proposal.plan is not None
    return b"run-ended" in bench.results.lines(proposal.plan.id, "person")


def test_a_yes_after_which_nothing_began_is_closed(bench: Bench, casebook: Casebook) -> None:
    removing = bench.removing(casebook)
    proposal = removing.propose(bench.found(casebook))
    assert proposal.plan is not None
    events = removing.run(proposal, proposal.cautions)
    assert isinstance(next(events), Agreed)
    events.close()
    assert bench.removing(casebook).pick_up() == ()
    removal = casebook.case.removals[proposal.plan.id]
    assert removal.not_started == {"person": "failed"}
    assert bench.host.copies[0].exists()


def test_a_runner_that_was_cut_off_may_be_gone_on_with_or_put_back(bench: Bench, casebook: Casebook) -> None:
    item = bench.found(casebook)
    content = bench.host.copies[0].read_bytes()
    states = set()
    for kill_at in range(80, 400, 80):
        bench.kill_at = kill_at
        removing = bench.removing(casebook)
        proposal = removing.propose(item)
        assert proposal.plan is not None
        events = list(removing.run(proposal, proposal.cautions))
        bench.kill_at = 0
        removing = bench.removing(casebook)
        removal = casebook.case.removals[proposal.plan.id]
        was_run = any(isinstance(line, RunEnded) for line in removal.lines.get("person", ()))
        picked = {one.plan_id: one.state for one in removing.pick_up()}
        states.add(picked.get(proposal.plan.id))
        if not was_run:
            assert outcome(events) in ("still-present", "unknown")
        if bench.host.copies[0].exists() and bench.host.entry.exists():
            continue
        back = removing.propose_put_back(proposal.plan.id)
        assert outcome(list(removing.run(back))) == "put-back"
        assert bench.host.copies[0].read_bytes() == content
        assert bench.host.entry.exists()
    assert "cut-off" in states
    removing = bench.removing(casebook)
    final = removing.propose(item)
    assert outcome(list(removing.run(final, final.cautions))) == "removed-verified"


def test_whether_records_were_copied(bench: Bench, casebook: Casebook) -> None:
    item = bench.found(casebook)
    removing = bench.removing(casebook)
    assert removing.copies_of(item) == "none-known"
    log = "/var/log/anydesk.trace"
    bench.host.files[log] = b"log"
    assert removing.copies_of(item) == "not-copied"
    assert "records-not-copied" in removing.propose(item).cautions
    for _event in removing.copy_records(item):
        pass
    assert any(isinstance(entry.event, ExhibitCopied) for entry in casebook.entries)
    assert removing.copies_of(item) == "copied"
    assert "records-not-copied" not in removing.propose(item).cautions
    assert removing.copies_of("l-anything") == "none-known"


def test_steps_by_hand_are_told(bench: Bench, casebook: Casebook) -> None:
    removing = bench.removing(casebook)
    assert removing.by_hand(bench.found(casebook))
    assert removing.by_hand("l-unknown") == ()


def test_letting_go_ends_what_runs(bench: Bench, casebook: Casebook) -> None:
    removing = bench.removing(casebook)
    proposal = removing.propose(bench.found(casebook))
    removing.let_go()
    events = list(removing.run(proposal, proposal.cautions))
    assert isinstance(events[0], Agreed)
    assert isinstance(events[-1], StillWorking | LookingAgain)  # it may have been as quick as we
    assert proposal.plan is not None
    assert casebook.case.removals[proposal.plan.id].looks == ()
    while not ended_lines(bench, proposal):
        pass


def test_the_mark_to_stop_lies_beside_the_plan_while_it_runs(bench: Bench, casebook: Casebook) -> None:
    removing = bench.removing(casebook)
    proposal = removing.propose(bench.found(casebook))
    assert proposal.plan is not None
    removing.stop_after_step(proposal.plan.id)
    assert not (bench.folder / "running").exists()  # nothing runs, so nothing is left
    for event in removing.run(proposal, proposal.cautions):
        if isinstance(event, Agreed):
            continue
        removing.stop_after_step(proposal.plan.id)
        if (bench.folder / "running" / f"{proposal.plan.id}.json").exists():
            assert (bench.folder / "running" / f"{proposal.plan.id}.json.stop").exists()
    assert not (bench.folder / "running").exists()
