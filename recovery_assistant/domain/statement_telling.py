"""The sentences about a statement file: why a row is marked, what was looked at, what could not be read.

Never that a row, or the file, is fine.
"""

from __future__ import annotations

from collections.abc import Iterable

from recovery_assistant.domain.statement import Doubt, UnreadRow
from recovery_assistant.domain.statement_marks import LookedAt, Marked, RowMark
from recovery_assistant.domain.telling import Teller, day_words


def reasons(marked: Marked, teller: Teller) -> tuple[str, ...]:
    """Return one plain sentence for each mark of a row."""
    return tuple(_reason(mark, marked, teller) for mark in marked.marks)


def _reason(mark: RowMark, marked: Marked, teller: Teller) -> str:
    said = teller.phrases.statement
    match mark:
        case "in-session" | "after-session":
            phrase = said.in_session if mark == "in-session" else said.after_session
            return phrase.format(day=day_words(marked.session_on or marked.row.day, teller))
        case "new-payee":
            return said.new_payee
        case "small-test" | "larger-after-test":
            phrase = said.small_test if mark == "small-test" else said.larger_after_test
            return phrase.format(day=day_words(marked.other_day or marked.row.day, teller))
        case "duplicate":
            return said.duplicate.format(row=marked.same_as)
        case "foreign":
            amount = marked.row.foreign
            return said.foreign_amount.format(amount=amount) if amount else said.foreign


def looked_words(looked: LookedAt, left_out: int, teller: Teller) -> tuple[str, ...]:
    """Return what was looked at, what could not be told, and that a row without a mark can still be wrong."""
    said = teller.phrases.statement
    count = looked.marked
    lines = [said.marked.format(count=count) if count > 1 else said.one_marked if count else said.none_marked]
    if looked.first_day is not None and looked.last_day is not None:
        first = max(looked.looked_from or looked.first_day, looked.first_day)
        lines.append(
            said.looked_at.format(
                judged=looked.judged,
                rows=looked.rows,
                first=day_words(min(first, looked.last_day), teller),
                last=day_words(looked.last_day, teller),
            )
        )
        if looked.judged < looked.rows:
            lines.append(said.earlier)
    if looked.session_on is None:
        lines.append(said.no_day)
    if looked.many_payees:
        lines.append(said.many_payees)
    elif looked.history_short:
        lines.append(said.history_short)
    if looked.unread:
        lines.append(said.unread.format(count=looked.unread) if looked.unread > 1 else said.one_unread)
    if left_out:
        lines.append(said.left_out.format(count=left_out))
    return (*lines, said.not_all)


def unread_words(unread: Iterable[UnreadRow], teller: Teller) -> tuple[str, ...]:
    """Return why each of these rows could not be read."""
    phrases = teller.phrases.statement.why_unread
    return tuple(phrases[one.why].format(row=one.number) for one in unread)


def doubt_words(doubts: Iterable[Doubt], teller: Teller) -> tuple[str, ...]:
    """Return what a guess is not sure of."""
    return tuple(teller.phrases.statement.doubts[doubt] for doubt in doubts)
