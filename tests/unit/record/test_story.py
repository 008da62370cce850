"""The story in the person's own answers, the calls and the reports."""

from __future__ import annotations

from datetime import timedelta

import pytest

from recovery_assistant.content.letters import LETTER_IDS
from recovery_assistant.domain import journal as j
from recovery_assistant.domain import record as r
from recovery_assistant.record.story import LETTERS_TO_BANK, calls_and_reports, story
from tests.unit.record.records import MADE_AT, press, rich_events, said, started, texts_of


def test_an_empty_story_says_so() -> None:
    assert story(press().ground([started()]))[1] == r.Text(text="Nothing is written down yet.")


def test_answers_are_told_in_words_not_in_ids() -> None:
    text = "\n".join(texts_of(story(press().ground(rich_events()))))
    assert "I pulled the cable out" in text
    assert "cable-out" not in text
    assert "18 November 2026" in text
    assert "2026-11-18" not in text


def test_own_words_keep_their_lines() -> None:
    blocks = story(press().ground(rich_events()))
    place = blocks.index(r.Text(text="My PC sends errors."))
    assert blocks[place + 1] == r.Text(text="I must act today.")


def test_a_call_is_told_with_its_reference() -> None:
    text = "\n".join(texts_of(calls_and_reports(press().ground(rich_events()))))
    assert "18 November 2026, 12:00 to 12:14" in text
    assert "FR-20931-77" in text
    assert "NFRC261119" in text


@pytest.mark.parametrize("step", ["unplug", "bank-call", "the-call", "report-fraud", "e-mail-first", "left-behind"])
def test_a_remark_beside_any_page_is_in_the_record(step: str) -> None:
    document = press().record([started(), j.StepCompleted(step=step, note="ZQNOTE")])
    assert "ZQNOTE" in said(document)
    for audience in ("bank", "share", "technician"):
        assert "ZQNOTE" not in said(press().record([started(), j.StepCompleted(step=step, note="ZQNOTE")], audience))


def test_a_remark_beside_the_page_about_me_is_for_me_alone() -> None:
    events = [started(), j.StepCompleted(step="about-you", note="ZQNOTE")]
    assert "ZQNOTE" in said(press().record(events))
    assert "ZQNOTE" not in said(press().record(events, "police"))


def test_a_call_to_somebody_we_do_not_know_is_still_told() -> None:
    call = j.CallStarted(call_id="c1", contact="my\u202e nephew", started_at=MADE_AT)
    assert "my[U+202E] nephew" in "\n".join(texts_of(calls_and_reports(press().ground([started(), call]))))


@pytest.mark.parametrize(("seconds", "reference", "told"), [(0, "", False), (14, "FR-1", True), (15, "", True)])
def test_a_button_pressed_twice_is_told_as_a_call_only_when_something_was_written(
    seconds: int, reference: str, told: bool
) -> None:
    call: list[j.KnownEvent] = [
        j.CallStarted(call_id="c1", contact="bank-159", started_at=MADE_AT),
        j.CallNoted(call_id="c1", spoke_to="", reference=reference, said=""),
        j.CallEnded(call_id="c1", ended_at=MADE_AT + timedelta(seconds=seconds)),
    ]
    text = "\n".join(texts_of(calls_and_reports(press().ground([started(), *call]))))
    assert ("Rang on" in text) == told
    assert ("No call is written down." in text) != told


def test_letters_and_sheets_that_were_made_are_listed_by_name_and_day() -> None:
    made = [
        j.PaperMade(kind="letter", paper="tool-maker.anydesk", form="pdf", sha256="00"),
        j.PaperMade(kind="sheet", paper="report-fraud", form="pdf", sha256="00"),
        j.PaperMade(kind="letter", paper="of-tomorrow", form="pdf", sha256="00"),
    ]
    told = texts_of(calls_and_reports(press().ground([*rich_events(), *made])))
    assert "To the maker of the program, AnyDesk" in told
    assert "Report sheet: Tell Report Fraud" in told
    assert "of-tomorrow" in told
    assert "Letters and sheets that were made" not in texts_of(calls_and_reports(press().ground(rich_events())))


def test_a_bank_is_told_only_of_papers_that_were_made_for_a_bank() -> None:
    letters = [j.PaperMade(kind="letter", paper=name, form="pdf", sha256="00") for name in LETTER_IDS]
    sheet = j.PaperMade(kind="sheet", paper="report-fraud", form="pdf", sha256="00")
    names = press().phrases.calls.letters
    for audience in ("me", "bank"):
        told = texts_of(calls_and_reports(press().ground([started(), *letters, sheet], audience)))
        shown = {name for name in LETTER_IDS if names[name] in told}
        assert shown == (set(LETTERS_TO_BANK) if audience == "bank" else set(LETTER_IDS))
        assert ("Report sheet: Tell Report Fraud" in told) == (audience == "me")
    only_others = [one for one in letters if one.paper not in LETTERS_TO_BANK]
    assert press().phrases.calls.papers not in texts_of(
        calls_and_reports(press().ground([started(), *only_others], "bank"))
    )


def test_every_letter_has_a_name_in_the_record() -> None:
    assert set(press().phrases.calls.letters) == set(LETTER_IDS)
