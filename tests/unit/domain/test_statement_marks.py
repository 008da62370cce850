"""What is marked and why, what is left alone, and what cannot be told."""

from __future__ import annotations

import tracemalloc
from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from recovery_assistant.domain.statement import StatementRow
from recovery_assistant.domain.statement_marks import MOST_PAYEES, History, Judge, Marked, payee_key

CALL = date(2026, 11, 18)


def row(
    number: int, day: date, amount: int, payee: str = "TEA ROOM", currency: str = "GBP", foreign: str = ""
) -> StatementRow:
    return StatementRow(number=number, day=day, amount_minor=amount, currency=currency, payee=payee, foreign=foreign)


def old_rows() -> list[StatementRow]:
    """Half a year of tea and rent before the call."""
    days = [CALL - timedelta(days=back) for back in range(180, 10, -5)]
    return [row(at, day, -340) for at, day in enumerate(days, 1)] + [
        row(100 + at, day, -60_000, "RENT") for at, day in enumerate(days[::6])
    ]


def judged(rows: Iterable[StatementRow], sessions: Iterable[date] = (CALL,)) -> tuple[dict[int, Marked], Judge]:
    kept = list(rows)
    history = History()
    for one in kept:
        history.add(one)
    judge = Judge(history, sessions)
    return {one.number: marked for one in kept if (marked := judge.mark(one)) is not None}, judge


def marks(rows: Iterable[StatementRow], number: int, sessions: Iterable[date] = (CALL,)) -> tuple[str, ...]:
    found, _ = judged(rows, sessions)
    return found[number].marks if number in found else ()


def test_in_and_after_the_session() -> None:
    rows = [
        *old_rows(),
        row(200, CALL, -340),
        row(201, CALL + timedelta(days=3), 500),
        row(202, CALL - timedelta(days=1), -340),
    ]
    found, judge = judged(rows)
    assert found[200].marks == ("in-session",)
    assert found[201].marks == ("after-session",)
    assert found[201].session_on == CALL
    assert set(found) == {200, 201}
    assert judge.looked_from == CALL - timedelta(days=7)


def test_a_payee_never_seen_before() -> None:
    rows = [*old_rows(), row(200, CALL, -2500, "QUICKHELP"), row(201, CALL, -340, "CARD 1234 TEA ROOM 18NOV")]
    assert marks(rows, 200) == ("in-session", "new-payee")
    assert marks(rows, 201) == ("in-session",)
    assert not judged(rows)[1].history_is_short


def test_the_order_of_the_file_does_not_matter() -> None:
    rows = [*old_rows(), row(200, CALL, -2500, "QUICKHELP"), row(201, CALL + timedelta(days=2), -90_000, "QUICKHELP")]
    forward, _ = judged(rows)
    backward, _ = judged(reversed(rows))
    assert {number: one.marks for number, one in forward.items()} == {n: one.marks for n, one in backward.items()}


def test_a_file_that_is_too_short_says_so_and_calls_nobody_new() -> None:
    rows = [row(1, CALL - timedelta(days=30), -340), row(2, CALL, -2500, "QUICKHELP")]
    found, judge = judged(rows)
    assert found[2].marks == ("in-session",)
    assert judge.history_is_short
    assert judge.looked_at(3).history_short
    assert judge.looked_at(3).unread == 3


def test_a_small_test_and_the_larger_sum_to_the_same_payee() -> None:
    rows = [
        *old_rows(),
        row(200, CALL - timedelta(days=5), -100, "QUICKHELP"),
        row(201, CALL, -185_000, "QUICKHELP LTD"),
    ]
    found, _ = judged([*rows, row(202, CALL, -185_000, "QUICKHELP")])
    assert "small-test" in found[200].marks
    assert found[200].other_day == CALL
    assert "larger-after-test" in found[202].marks
    assert found[202].other_day == CALL - timedelta(days=5)


def test_a_small_test_and_a_larger_sum_to_another_on_the_same_day() -> None:
    rows = [*old_rows(), row(200, CALL, -100, "QUICKHELP"), row(201, CALL, -185_000, "GIFT CARDS")]
    assert "small-test" in marks(rows, 200)
    assert "larger-after-test" in marks(rows, 201)


def test_a_coffee_and_the_rent_prove_nothing() -> None:
    rows = [*old_rows(), row(200, CALL, -340), row(201, CALL, -60_000, "RENT")]
    assert marks(rows, 200) == ("in-session",)
    assert marks(rows, 201) == ("in-session",)


def test_the_same_twice() -> None:
    rows = [
        row(200, CALL, -500, "SHOP"),
        row(201, CALL, -500, "SHOP"),
        row(202, CALL, -501, "SHOP"),
        row(203, CALL, 500, "SHOP"),
    ]
    found, _ = judged([*old_rows(), *rows])
    assert found[201].same_as == 200
    assert [number for number, one in found.items() if "duplicate" in one.marks] == [201]


def test_foreign_money() -> None:
    rows = [
        row(200, CALL, -500, foreign="6.00 USD"),
        row(201, CALL, -500, currency="USD"),
        row(202, CALL, -500, "SHOP USD 6.00"),
        row(203, CALL, -500, "NON-STERLING FEE"),
        row(204, CALL, -500, "SHOP 6.00 GBP"),
        row(205, CALL, -500, "USD SHOP"),
    ]
    found, _ = judged([*old_rows(), *rows])
    assert [number for number, one in found.items() if "foreign" in one.marks] == [200, 201, 202, 203]


def test_without_a_day_the_whole_file_is_looked_at() -> None:
    rows = [*old_rows(), row(200, CALL, -2500, "QUICKHELP"), row(201, CALL, -340)]
    found, judge = judged(rows, ())
    assert found[200].marks == ("new-payee",)
    assert 201 not in found
    assert judge.judged == len(rows)
    assert judge.looked_at(0).session_on is None


def test_nothing_in_the_file() -> None:
    _, judge = judged([], ())
    assert judge.looked_at(0).rows == 0
    assert judge.history_is_short


def test_payees_are_known_again() -> None:
    assert payee_key("CARD PAYMENT TO TEA ROOM,3.40 GBP, 04MAR26") == payee_key("TEA ROOM 1234")
    assert payee_key("QUICKHELP LTD") == payee_key("WWW.QUICKHELP.COM")
    assert payee_key("AMAZON* 2X4") != payee_key("TEA ROOM")
    assert payee_key("12345") == "12345"
    assert payee_key("") == ""


def many(count: int) -> Iterator[StatementRow]:
    for number in range(count):
        yield row(
            number,
            date(2024, 1, 1) + timedelta(days=number % 900),
            -number % 9000,
            f"{number:x} SHOP {chr(97 + number % 26) * 5}",
        )


def test_memory_stays_flat() -> None:
    def peak(count: int) -> int:
        tracemalloc.start()
        history = History()
        for one in many(count):
            history.add(one)
        judge = Judge(history)
        for one in many(count):
            judge.mark(one)
        highest = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return highest

    assert peak(30_000) < 2 * peak(10_000)


def test_too_many_payees_are_told_and_not_guessed() -> None:
    history = History()
    for number in range(MOST_PAYEES + 1):
        name = "".join(chr(97 + int(digit)) for digit in str(number).zfill(6))
        history.add(row(number, CALL, -100, name))
    assert history.many_payees
    assert Judge(history).looked_at(0).many_payees


def test_a_session_in_the_first_year_of_all_is_no_reason_to_stop() -> None:
    _, judge = judged(old_rows(), [date.min])
    assert judge.looked_from == date.min
