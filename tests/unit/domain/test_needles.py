"""Needles: what they are for a pattern, and that they are found where a value can begin."""

from __future__ import annotations

from typing import Literal

import pytest

from recovery_assistant.domain.needles import _PART, Marks, Needle, Search, needles_of, sought
from recovery_assistant.domain.traits import LONGEST_TEXT


def texts(*patterns: tuple[str, str]) -> set[tuple[str, str, bool, bool]]:
    return {(one.field, one.text, one.leads, one.whole) for one in needles_of(0, patterns)}


@pytest.mark.parametrize(
    ("patterns", "expected"),
    [
        ([("program", "anydesk")], {("program", "anydesk", True, True)}),
        ([("program", "anydesk.*")], {("program", "anydesk", True, False)}),
        ([("program", "qq|tv_(?:w32|x64)")], {("program", name, True, True) for name in ("qq", "tv_w32", "tv_x64")}),
        ([("path", ".*/(?:zoho|dam)/.*")], {("path", "/zoho/", False, False), ("path", "/dam/", False, False)}),
        # The field that lets least through leads.
        ([("program", "dd"), ("path", ".*/distantdesk/.*")], {("path", "/distantdesk/", False, False)}),
        ([("program", ".*"), ("company", "acme")], {("company", "acme", True, True)}),
        # Folders that every PC has count for nothing.
        ([("program", "rdpclip"), ("path", ".*/windows/system32/.*")], {("program", "rdpclip", True, True)}),
        # One alternative without a needle, and all values have to be compared.
        ([("program", "anydesk|.*x")], {("program", "", False, False)}),
        ([], {("contains", "", False, False)}),
    ],
)
def test_the_needles_of_an_indicator(
    patterns: list[tuple[str, str]], expected: set[tuple[str, str, bool, bool]]
) -> None:
    assert texts(*patterns) == expected


def met(values: list[str], *needles: Needle, fold: Literal["command", "plain"] = "plain") -> set[tuple[int, int]]:
    return set(Search(sought(needles, fold)).candidates(values))


WHOLE = Needle("program", "agent", True, True, 7)


@pytest.mark.parametrize(
    "value", ["Agent.exe", "C:\\x\\AGENT", " agent", "\tagent (1).exe", "/a/agent2", "agentv3.exe", "agent/", "agenté"]
)
def test_a_whole_name_is_met_with_what_is_taken_off_a_name(value: str) -> None:
    assert met(["other", value, "other"], WHOLE) == {(1, 7)}


@pytest.mark.parametrize("value", ["agents.exe", "myagent.exe", "/agentx/y", "age", "agent".replace("a", "å")])
def test_a_whole_name_is_not_met_within_another(value: str) -> None:
    assert met([value, "other"], WHOLE) == set()


def test_a_name_that_is_cut_counts_as_it_is_compared() -> None:
    value = "/" * (LONGEST_TEXT - 5) + "agents"
    assert met([value], WHOLE) == {(0, 7)}


def test_letters_that_only_look_different_are_folded() -> None:
    assert met(["\u212aıoſ\u212a"], Needle("name", "kiosk", True, False, 1)) == {(0, 1)}


def test_a_command_may_have_marks_before_its_program() -> None:
    for value in ('"agent" x', "-@agent", "env A=b agent", "/usr/bin/env agent"):
        assert met([value], WHOLE, fold="command") == {(0, 7)}, value


def test_overlapping_needles_are_all_met() -> None:
    short, long = Needle("program", "any", True, False, 1), Needle("program", "anydesk", True, False, 2)
    inside = Needle("path", "desk", False, False, 3)
    assert met(["x", "/anydesk"], short, long, inside) == {(1, 1), (1, 2), (1, 3)}


def test_without_a_needle_every_text_is_compared() -> None:
    assert met(["a", "", "b"], Needle("program", "", False, False, 4)) == {(0, 4), (2, 4)}
    assert met(["a"]) == set()


@pytest.mark.parametrize("before", [0, 1, _PART - 3, _PART - 11, _PART, 3 * _PART + 5])
def test_marks_are_found_wherever_they_stand(before: int) -> None:
    marks = Marks(["FarView core", "FarView", "farview.example", "core"])
    content = b"\0" * before + b"FarView core" + b"\0" * 7
    assert marks.inside(content) == ("FarView core", "FarView", "core")
    assert marks.inside(b"\0" * before + b"FarVie" + b"\0" * 7) == ()
    assert marks.inside(b"") == ()


def test_a_file_of_nothing_but_marks_is_told_once() -> None:
    assert Marks(["farview.example"]).inside(b"farview.example" * 200_000) == ("farview.example",)
