"""What a case knows of statements: answers that last, rows to dispute, days to compare with, payments of rows."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from msgspec import structs

from recovery_assistant.domain.case import Case
from recovery_assistant.domain.contradiction import CALL_DAY, CALL_STEP
from recovery_assistant.domain.folding import fold
from recovery_assistant.domain.journal import (
    KnownEvent,
    PaymentRecorded,
    StatementRowAnswered,
    StatementRowsMarked,
    StepAnswered,
    TracesRead,
)
from recovery_assistant.domain.session import Session
from recovery_assistant.domain.statement import StatementRow
from recovery_assistant.domain.statement_case import (
    disputed_rows,
    is_added,
    payment_of,
    session_days,
    statement_id_for,
    unsure_rows,
)
from recovery_assistant.domain.statement_marks import LookedAt, Marked, RowAnswer
from recovery_assistant.domain.telling import Teller
from tests.unit.domain.events import journal_of
from tests.unit.domain.telling_words import TELLING

CALL = date(2026, 11, 18)
TELLER = Teller(TELLING, names={"anydesk": "AnyDesk"}, zone=ZoneInfo("Europe/London"), as_of=None)


def marked(number: int, payee: str = "QUICKHELP") -> Marked:
    row = StatementRow(number=number, day=CALL, amount_minor=-185_000, currency="GBP", payee=payee, reference="R")
    return Marked(row=row, marks=("in-session",))


def looked(*rows: Marked, statement: str = "s1", name: str = "a.csv") -> StatementRowsMarked:
    return StatementRowsMarked(statement_id=statement, name=name, looked=LookedAt(rows=9), rows=rows)


def said(number: int, answer: RowAnswer | None, statement: str = "s1") -> StatementRowAnswered:
    return StatementRowAnswered(statement_id=statement, row=number, answer=answer)


def case_of(*events: KnownEvent) -> Case:
    return fold(journal_of(list(events)))


def test_answers_to_rows() -> None:
    case = case_of(
        looked(marked(1), marked(2), marked(3)),
        said(1, "not-mine"),
        said(2, "unsure"),
        said(3, "mine"),
        said(9, "mine"),
    )
    assert [one.row.number for one in disputed_rows(case)] == [1]
    assert [one.row.number for one in unsure_rows(case)] == [2]
    assert dict(case.statements["s1"].answers) == {1: "not-mine", 2: "unsure", 3: "mine"}
    assert disputed_rows(case_of(looked(marked(1)), said(1, "not-mine"), said(1, None))) == ()
    assert case_of(said(1, "mine")).statements == {}


def test_looked_through_anew_answers_to_the_same_rows_stay() -> None:
    case = case_of(
        looked(marked(1), marked(2)), said(1, "not-mine"), said(2, "mine"), looked(marked(1), marked(2, "OTHER"))
    )
    assert dict(case.statements["s1"].answers) == {1: "not-mine"}


def test_a_row_of_two_files_counts_once() -> None:
    case = case_of(
        looked(marked(1)),
        looked(marked(4), statement="s2", name="b.csv"),
        said(1, "not-mine"),
        said(4, "not-mine", "s2"),
    )
    assert len(disputed_rows(case)) == 1


def test_rows_that_say_the_same_all_count_and_each_once() -> None:
    rows = (marked(1), structs.replace(marked(2), same_as=1), structs.replace(marked(3), same_as=1))
    again = (marked(5), structs.replace(marked(6), same_as=5), structs.replace(marked(7), same_as=5))
    answers = [said(number, "not-mine") for number in (1, 2, 3)]
    case = case_of(looked(*rows), *answers, looked(*again, statement="s2", name="b.csv"), said(7, "not-mine", "s2"))
    assert [one.row.number for one in disputed_rows(case)] == [1, 2, 3]


def test_a_newer_file_with_rows_on_top_keeps_every_answer() -> None:
    newer = (marked(1, "NEW"), marked(2), marked(3, "OTHER"))
    case = case_of(looked(marked(1), marked(2, "OTHER")), said(1, "not-mine"), said(2, "unsure"), looked(*newer))
    assert dict(case.statements["s1"].answers) == {2: "not-mine", 3: "unsure"}


def test_a_file_of_the_same_name_keeps_its_id() -> None:
    case = case_of(looked(marked(1), marked(2, "OTHER")), said(1, "not-mine"))
    assert statement_id_for(case, "a.csv", [marked(1)]) == "s1"
    assert statement_id_for(case, "a.csv", [marked(8), marked(9, "NEW")]) == "s1"
    assert statement_id_for(case, "b.csv", [marked(1)]) == "s2"


def test_a_file_of_the_same_name_without_an_answered_row_is_another_file() -> None:
    """Banks call their files alike: the rows of the first must not be gone once the second is looked through."""
    case = case_of(looked(marked(1)), said(1, "not-mine"))
    assert statement_id_for(case, "a.csv", [marked(1, "ANOTHER BANK")]) == "s2"
    assert statement_id_for(case, "a.csv", []) == "s2"


def test_a_payment_of_a_row_says_nothing_that_the_row_does_not() -> None:
    payment = payment_of(marked(1).row, "p4")
    assert (payment.id, payment.amount_minor, payment.currency) == ("p4", 185_000, "GBP")
    assert (payment.sent_on, payment.to_whom, payment.reference) == ("2026-11-18", "QUICKHELP", "R")
    assert payment.rail is None
    assert payment.who_sent is None
    case = case_of(PaymentRecorded(payment=payment))
    assert is_added(case, marked(1).row)
    assert not is_added(case, marked(1, "OTHER").row)


def test_days_of_the_call_and_of_connections() -> None:
    assert session_days(Case(), TELLER) == ()
    called = StepAnswered(step=CALL_STEP, answers={CALL_DAY: "2026-11-18"})
    assert session_days(case_of(called), TELLER) == (CALL,)
    came = Session(tool="anydesk", start=datetime(2026, 11, 17, 23, 30, tzinfo=UTC), direction="incoming")
    told = TracesRead(host="pc", scope=("tool-logs",), files_read=1, traces=(came,))
    assert session_days(case_of(called, told), TELLER) == (date(2026, 11, 17), CALL)
