"""Sentences about evidence: they name what was seen and who says so, in plain words, and nothing hides in them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from recovery_assistant.content import reading_age
from recovery_assistant.domain.catalogue import Catalogue, InAutorun, InInstalled, InProgram, InService
from recovery_assistant.domain.explaining import LONGEST_NAME, said_of, shown, value_of
from recovery_assistant.domain.matching import Matcher
from recovery_assistant.domain.observation import (
    Account,
    Autorun,
    InstalledProgram,
    ListeningSocket,
    Observation,
    PastRun,
    Process,
    ProgramFile,
    RegisteredProgram,
    Service,
    Setting,
    System,
    VersionInfo,
)
from tests.unit.domain.catalogue_rows import SOURCE, tool

ANYDESK = tool(
    "anydesk",
    "AnyDesk",
    InProgram(strength="proof", source=SOURCE, program="anydesk"),
    InProgram(strength="proof", source=SOURCE, product="anydesk"),
    InProgram(strength="proof", source=SOURCE, original="anydesk"),
    InProgram(strength="proof", source=SOURCE, description="anydesk.*"),
    InProgram(strength="sign", source=SOURCE, company="anydesk software.*"),
    InProgram(strength="sign", source=SOURCE, signer="anydesk software.*"),
    InProgram(strength="sign", source=SOURCE, contains=("anydesk core",)),
    InService(strength="proof", source=SOURCE, name="anydesk"),
    InInstalled(strength="proof", source=SOURCE, bundle_id="com[.]anydesk"),
    InAutorun(strength="sign", source=SOURCE, name="anydesk task"),
)
MATCHER = Matcher(Catalogue(edition="x", tools=(ANYDESK,)))
MAKER = "AnyDesk Software GmbH"


def says(observation: Observation, system: System = System.WINDOWS) -> str:
    return said_of(ANYDESK, MATCHER.hits(system, observation))


def file(path: str = "C:\\x\\update.exe", signer: str = "", came_from: str = "", **info: str) -> ProgramFile:
    return ProgramFile(source="f", path=path, signer=signer, came_from=came_from, version_info=VersionInfo(**info))


LIES = "A copy of it lies on this PC."


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        (
            file(product_name="AnyDesk", company_name=MAKER),
            f"The program file says that it is AnyDesk, made by {MAKER}, although it is called update.exe. {LIES}",
        ),
        (
            file("C:\\AnyDesk.exe", product_name="AnyDesk", company_name=MAKER),
            f"The program file says that it is AnyDesk, made by {MAKER}. {LIES}",
        ),
        (
            file(original_filename="AnyDesk.exe"),
            f"The program file says that its first name was AnyDesk.exe, although it is called update.exe. {LIES}",
        ),
        (
            file(file_description="AnyDesk client"),
            f"The program file says that it is AnyDesk client, although it is called update.exe. {LIES}",
        ),
        (
            file(company_name=MAKER),
            f"The program file says that it was made by {MAKER}, although it is called update.exe. {LIES}",
        ),
        (file("C:\\AnyDesk.exe", signer=MAKER), f"It is signed by {MAKER}. {LIES}"),
        (
            file("C:\\AnyDesk.exe", came_from="anydesk.com"),
            f"{LIES} The PC noted that this file was fetched from anydesk.com.",
        ),
        (
            ProgramFile(source="f", path="/x/invoice", inside=("anydesk core",)),
            f"This file says inside that it is AnyDesk. It is called invoice. {LIES}",
        ),
        (
            Process(source="p", name="a.exe", version_info=VersionInfo(product_name="AnyDesk")),
            "The program file says that it is AnyDesk, although it is called a.exe. It is running now.",
        ),
        (
            Service(source="s", name="AnyDesk", display_name="AnyDesk Service"),
            "It is set up as a background service called AnyDesk Service.",
        ),
        (Service(source="s", name="AnyDesk", is_driver=True), "A driver of it is set up, called AnyDesk."),
        (
            PastRun(source="r", name="ANYDESK.EXE", last_at=datetime(2026, 5, 3, tzinfo=UTC)),
            "It was run on this PC before (last on 3 May 2026).",
        ),
        (PastRun(source="r", name="ANYDESK.EXE"), "It was run on this PC before."),
        (InstalledProgram(source="i", bundle_id="com.anydesk"), "The program is on this Mac."),
        (Autorun(source="scheduled-tasks", name="AnyDesk Task"), "A timed job starts it."),
        (Autorun(source="autoruns", name="AnyDesk Task"), "It starts by itself when somebody signs in."),
    ],
)
def test_what_a_person_reads(row: Observation, sentence: str) -> None:
    assert says(row) == sentence
    for one in sentence.rstrip(".").split(". "):
        assert len(one.split()) <= 20, one


def test_words_of_an_indicator_come_before_ours() -> None:
    spoken = tool("t", "T", InProgram(strength="proof", source=SOURCE, program="anydesk", says="It is there."))
    hits = Matcher(Catalogue(edition="x", tools=(spoken,))).hits(System.LINUX, Process(source="p", name="anydesk"))
    assert said_of(spoken, hits) == "It is there."


def test_words_about_what_runs_are_not_said_of_a_file_that_only_lies_there() -> None:
    runs = InProgram(strength="sign", source=SOURCE, program="anydesk", says="It is running.")
    looks = InProgram(strength="presence", source=SOURCE, program="anyviewer", says="It only looks at others.")
    spoken = tool("t", "T", runs, looks)
    matcher = Matcher(Catalogue(edition="x", tools=(spoken,)))

    def said(observation: Observation) -> str:
        return said_of(spoken, matcher.hits(System.LINUX, observation))

    assert said(Process(source="p", name="anydesk")) == "It is running."
    assert said(ProgramFile(source="f", path="/home/a/anydesk")) == LIES
    assert said(PastRun(source="r", path="/home/a/anydesk")) == "It was run on this PC before."
    rule = RegisteredProgram(source="r", way="firewall-rule", command="/opt/anydesk")
    assert said(rule) == "The system knows this program."
    assert said(ProgramFile(source="f", path="/home/a/anyviewer")) == "It only looks at others."


def test_hostile_names_are_one_short_line_in_which_nothing_hides() -> None:
    hostile = "AnyDesk\u202egnp\x1b[31m\x00\n" + "x" * 100_000
    told = says(file("C:\\AnyDesk.exe", signer=MAKER + hostile, product_name="AnyDesk", company_name=hostile))
    assert "\u202e" not in told
    assert "\x1b" not in told
    assert "\n" not in told
    assert len(told) < 300
    assert len(shown(hostile)) == LONGEST_NAME
    assert shown("\ud800") == "[U+D800]"


def test_our_own_words_are_easy() -> None:
    text = " ".join(
        says(row)
        for row in (
            file(product_name="AnyDesk"),
            Service(source="s", name="AnyDesk"),
            PastRun(source="r", name="anydesk"),
            file("C:\\AnyDesk.exe", came_from="a site"),
            Autorun(source="scheduled-tasks", name="AnyDesk Task"),
        )
    )
    assert reading_age.measure([text.replace("AnyDesk", "it")]).age <= 9


def test_the_value_is_the_raw_text() -> None:
    assert value_of(Process(source="p", name="a", exe="C:\\<b>")) == "C:\\<b>"
    assert value_of(Service(source="s", name="a", binary_path="b")) == "a: b"
    assert value_of(Account(source="a", name="x")) == "x"
    assert value_of(ListeningSocket(source="l", address="::", port=1, process_name="p")) == "p :::1"
    assert value_of(Setting(source="s", name="door", value="1")) == "door = 1"


@pytest.mark.parametrize(
    ("command", "expected"),
    [
        (
            r'"C:\x y\anydesk.exe" --password Zbig --silent',
            r'"C:\x y\anydesk.exe" --password [password taken out] --silent',
        ),
        (
            "cmd /c echo Zbig | anydesk.exe --set-password _full",
            "cmd /c echo [password taken out] | anydesk.exe --set-password [password taken out]",
        ),
        ('rustdesk --password="Zb ig" -x', "rustdesk --password=[password taken out] -x"),
        ("x11vnc -passwd Zbig -forever", "x11vnc -passwd [password taken out] -forever"),
        ("tool /pwd:Zbig", "tool /pwd:[password taken out]"),
        ("anydesk --with-password --silent", "anydesk --with-password --silent"),
        ("/usr/bin/passwd-keeper /etc/passwd x", "/usr/bin/passwd-keeper /etc/passwd x"),
        ("ssh -p 22 host", "ssh -p 22 host"),
    ],
)
def test_a_password_in_a_command_stands_in_no_finding(command: str, expected: str) -> None:
    assert value_of(Autorun(source="a", name="n", command=command)) == expected
    assert value_of(Service(source="s", name="n", binary_path=command)) == f"n: {expected}"
