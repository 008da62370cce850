"""A turn tells before it acts, waits on what is so, and keeps a manifest of its own action."""

from __future__ import annotations

from recovery_assistant.domain.removal.plan import DisableAccount
from recovery_assistant.runner.hand import Done, Unable
from tests.unit.runner.made_up_programs import turn_of

VERB = DisableAccount(name="helper")


def test_commands_are_told_in_order_before_anything_is_done() -> None:
    turn, kepts = turn_of(VERB)
    assert turn.begins(("a", "b"), ("c",))
    assert kepts.begun == [("a", "b", ";", "c")]
    turn, kepts = turn_of(VERB, acts=False)
    assert not turn.begins(("a",))
    assert turn.would_do("x") == Done(status="would-do", looked=("x",))


def test_a_manifest_belongs_to_its_action() -> None:
    turn, kepts = turn_of(VERB, rights="administrator")
    kept = turn.keep(turn.manifest("helper", before={"locked": "no"}))
    (manifest,) = kepts.manifests
    assert (manifest.plan_id, manifest.action_id, manifest.rights) == (turn.plan.id, "a1", "administrator")
    assert (manifest.verb, manifest.was, manifest.before) == (VERB, "helper", {"locked": "no"})
    assert kept.was == "helper"


def test_waiting_ends_when_it_is_so_or_in_time() -> None:
    turn, _ = turn_of(VERB)
    assert turn.wait_until(lambda: turn.clock.monotonic() == 1.0, 10)
    assert not turn.wait_until(lambda: False, 120)
    assert turn.clock.monotonic() == 121.0


def test_words_of_an_end() -> None:
    unable = Unable("U-13", "It was changed.")
    assert (unable.status, str(unable)) == ("refused", "U-13 It was changed.")
