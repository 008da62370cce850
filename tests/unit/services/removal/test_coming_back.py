"""It is looked for again on later days, whatever came between: other looks, other attempts, a store that is gone."""

from __future__ import annotations

import shutil
from datetime import timedelta

import pytest
from msgspec import structs

from recovery_assistant.domain.errors import InputError
from recovery_assistant.domain.journal import RemovalAgreed, RemovalLookedAt, RemovalNotStarted
from recovery_assistant.services.casebook import Casebook
from tests.unit.runner.made_up_plans import only_on_linux
from tests.unit.services.removal.runs import events_in, outcome, removed
from tests.unit.services.removal_bench import NOW, STORE, Bench

pytestmark = only_on_linux


def test_it_came_back(bench: Bench, casebook: Casebook) -> None:
    plan_id = removed(bench, casebook)
    removing = bench.removing(casebook)
    assert [one.state for one in removing.pick_up()] == ["look-again"]
    looks = events_in(casebook, RemovalLookedAt)
    assert removing.look_again(plan_id) == "removed-verified"
    assert events_in(casebook, RemovalLookedAt) == looks  # nothing new: nothing is written about it
    bench.booted_at = NOW + timedelta(days=900)
    assert removing.look_again(plan_id) == "removed-verified"
    assert casebook.case.removals[plan_id].looks[-1].after_restart
    other = bench.host.copies[1]
    other.parent.mkdir()
    other.write_bytes(b"\x7fELF")  # in another folder, so it is another copy; nobody knew of it before
    assert removing.look_again(plan_id) == "came-back"
    assert removing.to_check() == (plan_id,)


def test_a_look_in_between_does_not_hide_that_it_came_back(bench: Bench, casebook: Casebook) -> None:
    plan_id = removed(bench, casebook)
    other = bench.host.copies[1]
    other.parent.mkdir()
    other.write_bytes(b"\x7fELF")
    bench.all_found(casebook)
    assert bench.removing(casebook).look_again(plan_id) == "came-back"


def test_another_copy_that_stays_is_not_told_as_removed(bench: Bench, casebook: Casebook) -> None:
    other = bench.host.copies[1]
    other.parent.mkdir()
    other.write_bytes(b"\x7fELF")
    items = bench.all_found(casebook)
    removing = bench.removing(casebook)
    first = next(one for one in map(removing.propose, items) if "Downloads" in str(one.plan))
    assert outcome(list(removing.run(first, first.cautions))) == "copy-removed"
    other.unlink()
    assert first.plan is not None
    assert removing.look_again(first.plan.id) == "removed-verified"


def test_an_attempt_that_did_not_run_does_not_end_the_looking(bench: Bench, casebook: Casebook) -> None:
    plan_id = removed(bench, casebook)
    removing = bench.removing(casebook)
    back = removing.propose_put_back(plan_id)
    assert back.plan is not None
    casebook.record(RemovalAgreed(plan=back.plan, sha256="0"))
    casebook.record(RemovalNotStarted(plan_id=back.plan.id, rights="person", reason="failed"))
    casebook.record(RemovalLookedAt(plan_id=back.plan.id, outcome="not-put-back"))
    again = structs.replace(casebook.case.removals[plan_id].plan, id="r-again")
    casebook.record(RemovalAgreed(plan=again, sha256="0"))
    casebook.record(RemovalNotStarted(plan_id=again.id, rights="person", reason="nobody-asks"))
    assert removing.to_check() == (plan_id,)
    assert [(one.plan_id, one.state) for one in removing.pick_up()] == [(plan_id, "look-again")]
    bench.put_tool()
    assert removing.look_again_at(removing.to_check()) == {plan_id: "came-back"}


def test_a_store_that_was_deleted_makes_nobody_blind(bench: Bench, casebook: Casebook) -> None:
    plan_id = removed(bench, casebook)
    shutil.rmtree(bench.home / STORE)
    removing = bench.removing(casebook)
    with pytest.raises(InputError, match="not there any more") as error:
        removing.propose_put_back(plan_id)
    assert error.value.code == "U-54"
    bench.put_tool()
    assert [one.plan_id for one in removing.pick_up()] == [plan_id]
    assert removing.look_again_at(removing.to_check()) == {plan_id: "came-back"}
