"""A removal is told in short sentences that hide nothing, claim nothing, and quote what the PC calls things."""

from __future__ import annotations

import re
from typing import get_args

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from recovery_assistant.content.lint_wording import BANNED, BANNED_NAMES
from recovery_assistant.content.reading_age import sentences, words
from recovery_assistant.domain.observation import System
from recovery_assistant.domain.record import visible
from recovery_assistant.domain.removal import plan as r
from recovery_assistant.domain.removal import telling as t
from recovery_assistant.domain.removal.prompt import PromptFacts
from recovery_assistant.domain.removal.results import ActionEnded, Status
from recovery_assistant.domain.removal.state import Outcome, WhyNotStarted
from tests.unit.domain.removal_verbs import AT, ONE_OF_EACH, plan_of
from tests.unit.domain.removal_words import REMOVING

HOSTILE = "Any\u202eksed {name} <b>x</b>\n\x1b[31m" + "y" * 500
WINDOW = PromptFacts(way="windows-consent", system=System.WINDOWS, name="Recovery Assistant", password=False)


def good(text: str) -> None:
    """Assert that a text can stand before a frightened person."""
    assert text.strip()
    assert not re.search(r"{[a-z]+}", text)
    assert visible(text.replace("\u00a0", " ")) == text.replace("\u00a0", " ")
    for sentence in sentences(re.sub(r"“[^”]*”", "it", text)):
        found = words(sentence)
        assert len(found) <= 20, sentence
        assert not BANNED_NAMES & set(found)
        assert not BANNED & {word.lower() for word in found}


def ended(status: Status, **changes: object) -> ActionEnded:
    return msgspec.structs.replace(ActionEnded(action_id="a1", at=AT, status=status), **changes)


@pytest.mark.parametrize("tool_id", ["anydesk", ""])
@pytest.mark.parametrize("verb", ONE_OF_EACH, ids=t.tag_of)
@pytest.mark.parametrize("system", list(System))
def test_every_step_can_be_said_and_how_it_ended(verb: r.AnyVerb, system: System, tool_id: str) -> None:
    plan = plan_of(verb, tool_id=tool_id, system=system)
    action = plan.actions[0]
    good(t.action_said(action, plan, REMOVING))
    good(t.action_said(action, plan, REMOVING, hides=True))
    for status in get_args(Status):
        good(t.ended_said(action, ended(status, says="The file was changed.", code="U-07"), REMOVING))
        good(t.ended_said(action, ended(status), REMOVING, hides=True))
        good(t.status_said(status, REMOVING))
    for text in (line for lines in t.preview(plan, r.Proposal(plan=plan), REMOVING, WINDOW) for line in lines if line):
        good(text)
    assert t.command_of(verb)[0] == t.tag_of(verb)


@pytest.mark.parametrize("switch", get_args(r.Switch))
def test_every_switch_can_be_said(switch: r.Switch) -> None:
    plan = plan_of(r.SetSwitch(switch=switch), tool_id="")
    told = t.preview(plan, r.Proposal(plan=plan), REMOVING)
    assert told.steps == (REMOVING.does.switch[switch],)
    assert told.stops == (REMOVING.plan.stops_switch[switch],)
    assert (told.undo == (REMOVING.plan.undo_all,)) is (switch not in ("defender", "quick-assist"))
    assert told.undo
    assert told.asks == (REMOVING.plan.asks_nothing,)


@pytest.mark.parametrize("is_setting", [True, False])
def test_every_outcome_refusal_caution_and_beginning_can_be_said(is_setting: bool) -> None:
    for outcome in (*get_args(Outcome), None):
        good(t.outcome_said(outcome, "AnyDesk", REMOVING, is_setting=is_setting))
    for one in get_args(Outcome):
        good(t.outcome_word(one, REMOVING))
    for code in get_args(r.RefusalCode):
        good(t.refusal_said(r.Refusal(code=code), REMOVING))
        good(t.refusal_said(r.Refusal(code=code, about=r"C:\x y\z.exe"), REMOVING))
    for caution in get_args(r.Caution):
        question = t.caution_asked(caution, "AnyDesk", REMOVING, is_setting=is_setting)
        assert question.text.endswith("?")
        assert question.yes != question.no
        for text in question:
            good(text)
    for why in get_args(WhyNotStarted):
        good(t.not_started_said(why, REMOVING))


def test_a_step_names_what_it_touches() -> None:
    plan = plan_of(*ONE_OF_EACH)
    told = t.preview(plan, r.Proposal(plan=plan), REMOVING, WINDOW)
    assert told.steps[0] == "Stop the part of AnyDesk that works in the background, and keep it from starting."
    assert told.steps[10] == "Move “AnyDesk.exe” to the kept things. Nothing can run there."
    assert told.targets[10] == "“C:\\Users\\anna\\AnyDesk.exe”"
    assert told.targets[11] == "“/etc/hosts”, “203.0.113.7 bank.example”"
    assert len(told.steps) == len(told.targets) == len(plan.actions)


def test_steps_that_need_more_words_have_them() -> None:
    asks = r.RunUninstaller(family="own", program="u.exe", sha256="", asks=True, gone=r.Gone())
    plan = plan_of(
        asks,
        r.Quarantine(path="/opt/x", kind="folder", is_leftover=True),
        r.RemoveValue(key="k", name="n", data="d", part="scecli"),
    )
    told = t.preview(plan, r.Proposal(plan=plan), REMOVING, WINDOW)
    assert told.steps[0].endswith(REMOVING.does.other.asks)
    assert told.steps[1].startswith("Is “x” still there then?")
    assert told.steps[2] == REMOVING.does.other.part
    assert REMOVING.plan.uninstaller_asks in told.asks


def test_it_is_said_whose_name_the_question_of_the_system_shows() -> None:
    plan = plan_of(*ONE_OF_EACH)
    asks = t.asks_said(plan, REMOVING, WINDOW)
    assert asks[0] == REMOVING.plan.asks_windows
    assert "“Recovery Assistant”" in asks[2]
    assert REMOVING.plan.maker_unknown in asks
    signed = t.asks_said(plan, REMOVING, msgspec.structs.replace(WINDOW, publisher="A Maker"))
    assert "“A Maker”" in signed[3]
    assert REMOVING.plan.maker_unknown not in signed
    polkit = PromptFacts(way="polkit", system=System.LINUX, name="pkexec", password=True, says="To remove it.")
    linux = t.asks_said(plan, REMOVING, polkit)
    assert linux[0] == REMOVING.plan.asks_linux
    assert "It says: “To remove it.”." in linux
    assert REMOVING.plan.maker_unknown not in linux
    password = PromptFacts(way="macos-password", system=System.MACOS, name="osascript", password=True)
    mac = t.asks_said(plan, REMOVING, password)
    assert mac[0] == REMOVING.plan.asks_macos


def test_what_can_be_undone_is_never_more_than_can_be() -> None:
    service, process, msi = ONE_OF_EACH[0], ONE_OF_EACH[1], ONE_OF_EACH[2]

    def undo(*verbs: r.AnyVerb) -> tuple[str, ...]:
        plan = plan_of(*verbs)
        return t.preview(plan, r.Proposal(plan=plan), REMOVING).undo

    assert undo(process) == (REMOVING.plan.undo_none,)
    assert undo(service, process) == (REMOVING.plan.undo_all,)
    assert undo(service, msi)[0] == REMOVING.plan.undo_some
    assert undo(ONE_OF_EACH[10]) == (REMOVING.plan.undo_all, REMOVING.plan.kept_means)
    assert undo(msi) == ("AnyDesk itself comes back only with the maker’s program. We cannot put that back.",)


def test_who_else_loses_a_program_is_said() -> None:
    plan = plan_of(ONE_OF_EACH[2])
    assert REMOVING.plan.stops_others in t.preview(plan, r.Proposal(plan=plan), REMOVING).stops
    own = msgspec.structs.replace(plan, actions=(msgspec.structs.replace(plan.actions[0], rights="person"),))
    assert REMOVING.plan.stops_others not in t.preview(own, r.Proposal(plan=own), REMOVING).stops


@pytest.mark.parametrize("verb", [v for v in ONE_OF_EACH if r.undo_of(v) == "put-back"], ids=t.tag_of)
def test_putting_back_names_what_comes_back(verb: r.AnyVerb) -> None:
    old = plan_of(verb)
    back = plan_of(r.PutBack(plan_id=old.id, action_id="a1"), id="r-ffffffffffff", undoes=old.id)
    told = t.preview(back, r.Proposal(plan=back), REMOVING, undone=old)
    good(told.steps[0])
    known = REMOVING.does.back.get(t.tag_of(verb))
    assert (told.steps[0] == REMOVING.does.other.back) == (known is None)
    assert told.stops == (REMOVING.plan.stops_nothing,)
    assert t.preview(back, r.Proposal(plan=back), REMOVING).steps == (REMOVING.does.other.back,)


def test_what_is_not_done_is_said_with_its_reason() -> None:
    refusal = r.Refusal(code="link", about=r"C:\Users\anna\link")
    told = t.preview(None, r.Proposal(plan=None, refusals=(refusal,), stays=("An account stays.",)), REMOVING)
    assert told.refused == (t.refusal_said(refusal, REMOVING),)
    assert "“C:\\Users\\anna\\link”" in told.refused[0]
    assert told.stays == ("An account stays.",)
    assert told.steps == ()
    assert t.preview(None, r.Proposal(plan=None), REMOVING).refused == (REMOVING.plan.nothing,)


def test_a_plan_stands_under_headings() -> None:
    plan = plan_of(ONE_OF_EACH[10])
    sections = t.sections_of(t.preview(plan, r.Proposal(plan=plan), REMOVING), REMOVING)
    assert [heading for heading, _ in sections] == [
        REMOVING.plan.heading,
        REMOVING.plan.asks_heading,
        REMOVING.plan.stops_heading,
        REMOVING.plan.undo_heading,
    ]
    assert sections[0][1][0].endswith("(“C:\\Users\\anna\\AnyDesk.exe”)")
    nothing = t.preview(None, r.Proposal(plan=None, stays=("x",)), REMOVING)
    assert [len(lines) for _, lines in t.sections_of(nothing, REMOVING)] == [1, 1]


def test_where_nothing_asks_no_window_is_promised() -> None:
    nobody = PromptFacts(system=System.LINUX, way="polkit", name="/usr/bin/python", password=True, can_ask=False)
    (told,) = t.asks_said(plan_of(ONE_OF_EACH[0], system=System.LINUX), REMOVING, nobody)
    good(told)
    assert "administrator" in told
    assert "python" not in told


def test_a_put_back_is_looked_at_in_words_of_its_own() -> None:
    assert t.working_said("looking", REMOVING, is_back=True) == "Now we look if it is back."
    assert t.working_said("looking", REMOVING) == "Now we look if it is gone."


def test_what_comes_next_is_said_where_there_is_something() -> None:
    assert [one for one in get_args(Outcome) if t.next_said(one, REMOVING)] == [
        *("copy-removed", "removed-pending-restart", "came-back"),
    ]
    good(t.cut_off_said(REMOVING))
    for what in ("asking", "running", "looking"):
        good(t.working_said(what, REMOVING))


def test_what_should_go_first_is_named() -> None:
    plan = plan_of(ONE_OF_EACH[2])
    told = t.preview(plan, r.Proposal(plan=plan, first=("atera",)), REMOVING, names={"atera": "Atera"})
    assert told.first == ("Take off Atera first. Otherwise it may bring this one back.",)
    assert t.sections_of(told, REMOVING)[0][0] == REMOVING.plan.first_heading


def test_a_step_without_an_end_is_not_called_done() -> None:
    action = plan_of(ONE_OF_EACH[0]).actions[0]
    assert t.ended_said(action, None, REMOVING, begun=True) == REMOVING.ended.other.cut_off
    assert t.ended_said(action, None, REMOVING) == REMOVING.ended.other.not_tried


def test_reasons_of_the_runner_stand_beside_what_did_not_work() -> None:
    action = plan_of(ONE_OF_EACH[0]).actions[0]
    told = t.ended_said(action, ended("failed", says=f"No: {HOSTILE}", code="U-09"), REMOVING)
    assert told.startswith("It did not work. No: Any[U+202E]ksed")
    assert told.endswith("(Code U-09.)")
    assert "\x1b" not in told
    assert "\n" not in told
    hidden = t.ended_said(action, ended("failed", says="C:\\Users\\anna"), REMOVING, hides=True)
    assert "anna" not in hidden


def test_a_copy_to_share_names_nothing_but_the_program() -> None:
    plan = plan_of(*ONE_OF_EACH)
    told = " ".join(t.action_said(action, plan, REMOVING, hides=True) for action in plan.actions)
    assert not [secret for secret in ("anna", "helper", "bank.example", "x11vnc", "{") if secret in told]
    assert all(t.target_of(verb, hides=True) == "" for verb in ONE_OF_EACH)


@given(st.text(max_size=400))
def test_hostile_names_are_one_short_line(name: str) -> None:
    verbs = (
        r.StopService(manager="windows", name=name, program=name, file=name),
        r.Quarantine(path=name, kind="file"),
        r.RemoveLine(file=name, line=name),
        r.RemoveValue(key=name, name=name, data=name, part=name),
    )
    plan = plan_of(*verbs, name=name)
    told = t.preview(plan, r.Proposal(plan=plan, refusals=(r.Refusal(code="link", about=name),)), REMOVING, WINDOW)
    for text in (line for lines in told for line in lines):
        assert visible(text) == text
        assert len(text) < 1200


def test_only_what_is_kept_can_be_put_back() -> None:
    kept = t.kept_ways(plan_of(*ONE_OF_EACH).actions)
    assert {t.tag_of(action.verb) for action in kept} == set(REMOVING.does.back)
