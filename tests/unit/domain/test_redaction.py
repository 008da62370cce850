"""Redaction by allow-list: a word that nobody knows never passes, and one word has one placeholder."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recovery_assistant.domain.redaction import Redaction

KNOWN = ("AnyDesk", "TeamViewer")


def one() -> Redaction:
    return Redaction(KNOWN)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (r"C:\Users\Jane Smith\Downloads\AnyDesk.exe", r"C:\Users\person-1\Downloads\AnyDesk.exe"),
        ("/home/jsmith/bin/teamviewer", "/home/person-1/bin/teamviewer"),
        ("/home/jsmith", "/home/person-1"),
        (r"C:\Users\Public\Desktop", r"C:\Users\Public\Desktop"),
        ("C:/Users/JANESM~1/AppData", "C:/Users/person-1/AppData"),
        (r'"C:\Program Files\Windows Defender\MsMpEng.exe" -k', r'"C:\Program Files\Windows Defender\MsMpEng.exe" -k'),
        ("jane.smith@example.org wrote", "mail-1 name-1"),
        ("user@1000.service", "user@1000.service"),
        ("S-1-5-21-11-22-33-1001 and S-1-5-18", "S-1-5-21-0-0-0-1 and S-1-5-18"),
        ("AnyDeskQzxyw", "AnyDeskname-1"),
        ("Backup of Qzxyw and qzxyw", "Backup of name-1 and name-1"),
        ("{8A69D345-D564-463C-AFF1-A69D9E530F96} ad_1a2b3c4d", "{8A69D345-D564-463C-AFF1-A69D9E530F96} ad_1a2b3c4d"),
        ("10.1.2.3:5900 v7.0.1", "10.1.2.3:5900 v7.0.1"),
        ("王伟", "name-1"),
        ("Łukasz", "name-1"),
        ("wLxQpK", "name-1"),
        ("McTeamViewer", "name-1TeamViewer"),
        ("AnyDesk.exe 07700900123 --id 07700 900123", "AnyDesk.exe number-1 --id number-2"),
        ("born 1950-01-02", "name-1 number-1"),
        ("v10.0.190412 1.2.345678 10.0.190412.5 :5938", "v10.0.190412 1.2.345678 10.0.190412.5 :5938"),
        ("ad_12345678 Client (1234567890123456)", "ad_12345678 Client (1234567890123456)"),
        ("number-1 of 12345678", "number-1 of number-1"),
        ("", ""),
    ],
)
def test_what_stays_and_what_is_replaced(text: str, expected: str) -> None:
    assert one().text(text) == expected


def test_one_word_has_one_placeholder_whatever_its_capitals() -> None:
    redaction = one()
    assert redaction.text("Qzxyw") == redaction.text("QZXYW") == "name-1"
    assert redaction.text("/home/Vbnmk/x /home/vbnmk/y") == "/home/person-1/x /home/person-1/y"
    assert redaction.replaced == {"name": 1, "person": 1}


def test_a_learnt_name_is_replaced_even_where_it_is_a_known_word() -> None:
    redaction = one()
    redaction.learn_homes(r"C:\Users\Viewer\x")
    assert redaction.text("viewer of AnyDesk") == "name-1 of AnyDesk"
    assert "viewer" in redaction.unknown("a viewer")


def test_nobodys_account_is_not_learnt() -> None:
    redaction = one()
    for name in ("Administrator", "Public", "guest"):
        redaction.learn(name)
        assert redaction.person(name) == name
    assert redaction.person("Qzxyw") == "person-1"


def test_files_and_machines() -> None:
    redaction = one()
    assert redaction.file("Brief an Qzxyw.EXE") == "file-1.exe"
    assert redaction.file("qzxyw") == "file-2"
    assert redaction.file("a.qzxyw") == "file-3", "an ending that nobody knows is part of the name"
    assert redaction.machine("QZXYW-PC") == "pc-1"


def test_words_may_be_kept_but_never_somebodys_name() -> None:
    redaction = one()
    redaction.learn("Qzxyw")
    assert redaction.text("Qzxyw Vbnmk", frozenset({"qzxyw", "vbnmk"})) == "name-1 Vbnmk"
    assert redaction.text("Abcdefx", letters_only=True) == "namec"


def test_what_was_redacted_stays_as_it_is() -> None:
    for text in ("/home/person-3/x", "file-2.exe", "name-7", "mail-1", "pc-1", "S-1-5-21-0-0-0-1"):
        assert one().text(text) == text
    assert one().machine("pc-1") == "pc-1"


NAMES = st.text(st.characters(categories=["Lu", "Ll", "Lo"], exclude_characters="ªº"), min_size=5, max_size=12)
AROUND = st.sampled_from(
    [
        "{}", "/home/{}/x", "C:\\Users\\{}\\AppData", "{}'s PC", "--user={}", "AnyDesk {}.exe", "x_{}_1",
        "C:\\Windows\\{}\\system32", "run {} now", "({})", "AnyDesk{}", "{}AnyDesk", "http://{}.example/", "ü{}",
        "{}@example.org",
    ]
)  # fmt: skip


@given(NAMES, AROUND)
def test_no_planted_name_is_left(name: str, around: str) -> None:
    redaction = one()
    if not redaction.unknown(name) or redaction.text(name).casefold() == name.casefold():
        return  # it is a known word
    told = redaction.text(around.format(name)).casefold()
    pieces = [piece for piece, is_known in redaction._known_parts(name) if not is_known and len(piece) > 3]
    assert all(piece.casefold() not in told for piece in pieces)


@given(st.text())
def test_any_text_can_be_redacted_twice(text: str) -> None:
    redaction = one()
    once = redaction.text(text)
    assert Redaction(KNOWN).text(once) == once
