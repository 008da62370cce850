"""What was taken off is told with its commands, its yes and its looks; only what was not seen any more is gone."""

from __future__ import annotations

import re

import pytest

from recovery_assistant.domain import journal as j
from recovery_assistant.domain import record as r
from recovery_assistant.domain.removal import results as res
from recovery_assistant.record.findings import found
from recovery_assistant.record.json import encode
from recovery_assistant.record.progress import still_to_do
from recovery_assistant.record.removal import command_shown, removed
from tests.unit.domain.removal_verbs import ONE_OF_EACH
from tests.unit.record import removals as m
from tests.unit.record.records import press, removed_events, rich_events, said, texts_of

HIDDEN = ("Margaret", "C:\\", "AnyDesk Service", "sc.exe", "4711", "11111111-2222", "efef")
SHOWN = "ABCDEFGHIJKL"


def told(*events: j.KnownEvent, audience: r.Audience = "me") -> str:
    return "\n".join(texts_of(removed(press().ground([*rich_events(), *events], audience))))


def test_a_case_without_a_removal_says_so() -> None:
    for audience in r.AUDIENCES:
        assert "took nothing off the PC" in told(audience=audience)


@pytest.mark.parametrize("audience", ["me", "police", "technician"])
def test_every_step_has_its_time_its_command_and_what_was_seen(audience: r.Audience) -> None:
    text = told(*m.went_well(), audience=audience)
    for fact in (
        "AnyDesk is removed. We looked for it again and did not see it.",
        "Stop the part of AnyDesk that works in the background, and keep it from starting.",
        "It is stopped, and does not start by itself.",
        "From 18 November 2026, 15:00:01 to 15:00:04.",
        "Exact command: “sc.exe” “config” “AnyDesk Service” “start=” “disabled”",
        "Done with the rights of an administrator.",
        "gave the number 0.",
        "Looked at afterwards: process 4711: not there",
        "The person, 18 November 2026, 12:",
        "Somebody is connected through AnyDesk now. Shall we cut them off? Yes, cut them off.",
        "They were copied first.",
        "18 November 2026, 12:",
        "removed, and looked for again.",
        "kept in C:\\ProgramData\\Recovery Assistant\\Removed",
        "efefefef efefefef",
        "Before and after",
        "AnyDesk runs now: C:\\Users\\Margaret\\AnyDesk.exe",
        "not seen any more",
        "service AnyDesk Service: not there",
    ):
        assert fact in text
    assert "SHA-256" in text
    assert ("Number of the plan" in text) == (audience != "me")
    assert ("choose “Put it back”" in text) == (audience != "police")
    assert ("remove --put-back CASE --item f-1" in text) == (audience == "technician")


def test_the_bank_hears_one_line_for_each_program() -> None:
    text = told(*m.removal_events(), audience="bank")
    assert re.search(
        r"AnyDesk: removed, and looked for again, 18 November 2026, 12:\d\d\.\nTeamViewer: put back, ", text
    )
    assert "virus check" not in text
    assert not any(fact in text for fact in HIDDEN)
    (line,) = [line for line in told(*m.went_well()[:1], audience="bank").split("\n") if line.startswith("AnyDesk")]
    assert line == "AnyDesk: Nobody has looked again yet."


def test_a_copy_to_share_names_programs_and_nothing_else() -> None:
    text = told(*m.removal_events(), audience="share")
    assert not [fact for fact in HIDDEN if fact in text]
    for fact in ("AnyDesk is removed.", "Stop the part of AnyDesk", "The virus check leaves out a place", "The person"):
        assert fact in text
    whole = encode(press().record(removed_events(), "share")).decode()
    assert not [fact for fact in HIDDEN if fact.replace("\\", "\\\\") in whole]


def test_what_was_put_back_is_told_beside_its_removal() -> None:
    text = told(*m.put_back())
    assert "TeamViewer is put back, as far as we had kept it." in text
    assert text.index("Taken off or changed, ") < text.index("Put back, ")
    assert "Let “TeamViewer” work in the background again, as it did before." in text
    assert "We know it by one thing only" not in text
    assert "Shall TeamViewer go? Yes, go on." in text
    assert "We were cut off in this step. We do not know yet what it did." in text
    assert "the answer was no" in text
    assert "2 places could not be looked at." in text
    assert "after a restart: put back." in text
    assert "TeamViewer 15\nput back" in text
    assert "Kept on this PC" not in text  # it is back, so nothing is kept of it


def test_one_that_was_cut_off_says_how_to_go_on() -> None:
    cut_off = [one for one in m.put_back() if not isinstance(one, j.RemovalNotStarted)][:4]
    text = told(*cut_off)
    assert "This was cut off before it came to its end." in text
    assert "Nobody has looked again yet." in text
    assert "The steps by hand stand on page 14D." in text
    assert "14D" not in told(*cut_off, audience="police")


def test_a_setting_is_told_by_its_title_and_a_come_back_with_advice() -> None:
    text = told(*m.a_setting())
    assert "The virus check leaves out a place\nIt was put right, and now it is back." in text
    assert "Something on this PC puts it back." in text
    assert "It did not work. The system said no for Margaret. (Code U-09.)" in text
    assert "The reason stands in the whole record." in told(*m.a_setting(), audience="share")


def test_a_setting_that_nobody_knows_any_more_keeps_its_name() -> None:
    events = [one for one in m.a_setting() if not isinstance(one, j.LeftBehindFound)]
    assert "C:\\Users\\Margaret\\Downloads\nIt was put right" in told(*events)
    assert "Margaret" not in told(*events, audience="share")


def test_what_the_next_look_still_finds_is_told_as_there() -> None:
    plan = m.removal_of()
    again = next(one for one in rich_events() if isinstance(one, j.ToolFound))
    seen = j.RemovalLookedAt(plan_id=plan.id, outcome="still-present")
    assert "not known" in told(*m.went_well()[:-1], seen)
    later = told(*m.went_well()[:-1], again, seen)
    assert "still there" in later
    assert "not seen any more" not in later
    gaps = j.RemovalLookedAt(plan_id=plan.id, outcome="removed-verified", gaps=1)
    assert "not seen, but we could not look everywhere" in told(*m.went_well()[:-1], gaps)


def test_what_stays_is_told_with_its_reason() -> None:
    assert "TeamViewer: Put there by someone I know in person, before the call." in told(*m.went_well())
    assert "TeamViewer: Keep it." in told(*m.went_well(), audience="technician")
    assert "AnyDesk" not in told(*m.went_well()).split("What stays on this PC, and why")[1]
    undone = [one for one in rich_events() if not isinstance(one, j.FindingLookedForAgain)]
    assert "It is not wanted, but nothing was done yet." in "\n".join(texts_of(removed(press().ground(undone))))
    open_ = [one for one in undone if not isinstance(one, j.FindingMarked)]
    assert "AnyDesk: Nobody has decided yet." in "\n".join(texts_of(removed(press().ground(open_))))


def test_the_page_on_what_was_found_tells_it_once() -> None:
    events = [one for one in rich_events() if not isinstance(one, j.FindingLookedForAgain | j.RemovalStepTicked)]
    text = "\n".join(texts_of(found(press().ground([*events, *m.went_well()]))))
    assert "AnyDesk is removed. We looked for it again and did not see it. (page 14J)" in text
    assert "Looked again, " not in text
    assert text.count("Steps by hand") == 0
    still = j.RemovalLookedAt(plan_id=m.removal_of().id, outcome="still-present")
    text = "\n".join(texts_of(found(press().ground([*events, *m.went_well()[:-1], still]))))
    assert "Steps by hand" in text


def test_what_was_removed_is_not_open_any_more() -> None:
    events = [one for one in rich_events() if not isinstance(one, j.FindingLookedForAgain)]
    assert "Remove AnyDesk" in "\n".join(texts_of(still_to_do(press().ground(events))))
    assert "Remove AnyDesk" not in "\n".join(texts_of(still_to_do(press().ground([*events, *m.went_well()]))))
    back = j.RemovalLookedAt(plan_id=m.removal_of().id, outcome="came-back")
    assert "Remove AnyDesk" in "\n".join(texts_of(still_to_do(press().ground([*events, *m.went_well(), back]))))


def test_a_command_cannot_be_mistaken_for_another() -> None:
    assert command_shown(("a b", "c”d“", "\u202ex")) == '“a b” “c"d"” “[U+202E]x”'


def test_every_verb_can_stand_on_paper() -> None:
    plan = m.plan_of("e", "f-1", *ONE_OF_EACH)
    lines = [line for action in plan.actions for line in m.step(action.id, 1)]
    events = [m.agreed(plan), *m.reported(plan, "administrator", *lines), *m.reported(plan, "person", *lines)]
    for audience in r.AUDIENCES:
        assert not re.search(r"{[a-z]+}", told(*events, audience=audience))


def test_a_step_over_midnight_names_both_days_and_a_long_line_is_cut() -> None:
    plan = m.removal_of()
    begun = res.ActionBegun(action_id="a1", at=m.AT.replace(hour=23, minute=59))
    ended = res.ActionEnded(
        action_id="a1", at=m.AT.replace(day=19, hour=0), status="nothing-to-do", looked=("y" * 9000,)
    )
    text = told(m.agreed(plan), *m.reported(plan, "administrator", begun, ended))
    assert "From 18 November 2026, 23:59:00 to 19 November 2026, 00:00:00." in text
    assert max(len(line) for line in text.split("\n")) < 400


def test_what_is_kept_without_a_place_of_its_own_is_called_by_its_step() -> None:
    plan = m.removal_of()
    kept = m.step("a1", 1, kept=res.Kept(place="C:\\x", sha256="ab" * 32))
    text = told(m.agreed(plan), *m.reported(plan, "administrator", *kept))
    assert "keep it from starting: kept in C:\\x" in text


def test_a_runner_that_never_began_is_told() -> None:
    plan = m.removal_of()
    text = told(m.agreed(plan), j.RemovalNotStarted(plan_id=plan.id, rights="administrator", reason="nobody-asks"))
    assert "This PC has no window that asks for this." in text
    assert "This step was not tried." in text


def test_facts_for_programs_say_the_same() -> None:
    facts = {audience: press().record(removed_events(), audience).facts.removals for audience in r.AUDIENCES}
    assert [one.outcome for one in facts["police"]] == ["removed-verified", "still-present", "put-back", "came-back"]
    assert [one.tool_id for one in facts["bank"]] == ["anydesk", "teamviewer", "teamviewer"]
    assert not any(one.steps for one in facts["bank"])
    first = facts["technician"][0].steps[0]
    assert (first.verb, first.target[0], first.status) == ("stop-service", "AnyDesk Service", "done")
    assert first.command[0] == "sc.exe"
    assert facts["police"][1].steps[1].status is None
    masked = facts["share"][0]
    assert not any(
        (one.target, one.command, one.says, one.looked, one.kept_place) != ((), (), "", (), "") for one in masked.steps
    )
    assert all(look.seen == () for look in masked.looks)
    assert isinstance(m.removal_events()[1], j.RemovalReported)
    assert res.RunEnded(at=m.AT).stopped is False


def test_the_section_stands_on_its_page() -> None:
    text = said(press().record(removed_events()))
    assert "What we took off or changed" in text
    codes = [
        one.page_code for one in press().record(removed_events()).blocks if isinstance(one, r.Heading) and one.page_code
    ]
    assert codes == [f"14{letter}" for letter in SHOWN]
