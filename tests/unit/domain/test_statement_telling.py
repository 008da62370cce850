"""Each mark has its reason, each limit is told, and no sentence says that all is well."""

from __future__ import annotations

from datetime import date
from typing import get_args
from zoneinfo import ZoneInfo

from msgspec import structs

from recovery_assistant.domain.statement import Doubt, StatementRow, UnreadRow, WhyUnread
from recovery_assistant.domain.statement_marks import LookedAt, Marked, RowMark
from recovery_assistant.domain.statement_telling import doubt_words, looked_words, reasons, unread_words
from recovery_assistant.domain.telling import Teller
from tests.unit.domain.telling_words import TELLING

CALL = date(2026, 11, 18)
TELLER = Teller(TELLING, names={}, zone=ZoneInfo("Europe/London"), as_of=None)
ROW = StatementRow(number=4, day=CALL, amount_minor=-100, currency="GBP", payee="QUICKHELP")
LOOKED = LookedAt(
    rows=90,
    judged=10,
    marked=3,
    first_day=date(2026, 1, 1),
    last_day=CALL,
    looked_from=date(2026, 11, 11),
    session_on=CALL,
)


def test_every_mark_has_a_reason() -> None:
    marked = Marked(row=ROW, marks=get_args(RowMark), same_as=3, other_day=CALL, session_on=CALL)
    said = reasons(marked, TELLER)
    assert len(said) == len(set(said)) == len(get_args(RowMark))
    assert all("{" not in sentence for sentence in said)
    assert "It is row 3." in said[5]
    foreign = Marked(row=structs.replace(ROW, foreign="1.25 USD"), marks=("foreign",))
    assert reasons(foreign, TELLER)[0].endswith("1.25 USD.")


def test_what_was_looked_at() -> None:
    said = looked_words(LOOKED, 0, TELLER)
    assert said[0] == "3 rows are worth a look."
    assert said[1] == "We looked at 10 of 90 rows, from 11 November 2026 to 18 November 2026."
    assert said[-1].startswith("A row without a mark can still be wrong.")


def test_limits_are_told() -> None:
    short = structs.replace(LOOKED, history_short=True, unread=2, session_on=None, marked=0)
    said = " ".join(looked_words(short, 7, TELLER))
    for part in ("We marked no row.", "two months", "2 rows", "7 more", "We know no day"):
        assert part in said
    assert "too many names" in " ".join(looked_words(structs.replace(short, many_payees=True), 0, TELLER))
    assert looked_words(LookedAt(), 0, TELLER)


def test_no_sentence_calls_anything_clean() -> None:
    whole = " ".join(str(value) for value in structs.asdict(TELLING.statement).values()).lower()
    for word in ("clean", "safe", "all right", "no problem", "nothing wrong"):
        assert word not in whole


def test_every_reason_for_a_row_or_a_doubt_has_words() -> None:
    assert len(unread_words([UnreadRow(1, why) for why in get_args(WhyUnread)], TELLER)) == len(get_args(WhyUnread))
    assert len(doubt_words(get_args(Doubt), TELLER)) == len(get_args(Doubt))
