"""A line goes as it stands in its file, with its tabs and its remark."""

from __future__ import annotations

from recovery_assistant.domain.left_behind.planning import plan_fix
from tests.unit.domain.fake_ground import FakeGround
from tests.unit.domain.left_behind_machines import left
from tests.unit.domain.left_behind_rows import AT, HOSTS, LINUX, hosts, line


def test_a_line_is_taken_as_it_stands_there() -> None:
    fact = hosts(LINUX, "93.184.216.7 www.paypal.com")
    place = FakeGround(LINUX, lines={HOSTS[LINUX]: ("\t93.184.216.7\twww.paypal.com  # x ",)})
    thing = left((fact,), LINUX)["hosts-redirect"]
    proposal = plan_fix(thing, (fact,), LINUX, place, plan_id="r-0123456789ab", case_number="x", made_at=AT)
    assert proposal.plan is not None
    assert proposal.plan.actions[0].verb == line(LINUX, "\t93.184.216.7\twww.paypal.com  # x ")
