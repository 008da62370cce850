"""CAMT.053, and its sisters 052 and 054: the statement of ISO 20022. One row for each entry, or for each of its parts.

Names of elements as in the published message definitions (camt.053.001.02 to .08); the name of a party stands at
`Cdtr/Nm`, in newer versions at `Cdtr/Pty/Nm`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Final

from msgspec import structs

from recovery_assistant.domain.statement import StatementRow, UnreadRow
from recovery_assistant.statements.figures import read_amount, read_day
from recovery_assistant.statements.table_rows import MOST_LETTERS
from recovery_assistant.statements.xml_events import MOST_TEXT, BrokenOffError, made_of, plain

ENTRY: Final = "Ntry"
PART: Final = "TxDtls"
MOST_PARTS: Final = 2000
_LONGEST_PATH: Final = 200
"""Letters of a path; none that is wanted is as long, so one that was cut is none of them."""
_LONGEST_OF_MANY: Final = MOST_LETTERS - 10
"""Letters of the names of all parts of one entry, with room for "(+ 1999)" behind them."""

_WANTED: Final = frozenset(
    {"Amt", "CdtDbtInd", "BookgDt/Dt", "BookgDt/DtTm", "ValDt/Dt", "ValDt/DtTm", "AcctSvcrRef", "AddtlNtryInf"}
    | {"BkTxCd/Prtry/Cd", "BkTxCd/Domn/Fmly/SubFmlyCd", "Refs/EndToEndId", "RmtInf/Ustrd", "AddtlTxInf"}
    | {"AmtDtls/TxAmt/Amt", "AmtDtls/InstdAmt/Amt"}
    | {f"RltdPties/{who}" for side in ("Cdtr", "Dbtr") for who in (f"{side}/Nm", f"{side}/Pty/Nm", f"Ultmt{side}/Nm")}
)
"""Paths within an entry or a part of it; what stands elsewhere is not kept even for a moment."""

Values = dict[str, str]


class _Entry:
    """One entry: values by their path, and the same for each of its parts, by the path within the part."""

    __slots__ = ("left_out", "parts", "values")

    def __init__(self) -> None:
        self.values: Values = {}
        self.parts: list[Values] = []
        self.left_out = 0


class _Entries:
    """Makes entries of what expat reads."""

    def __init__(self) -> None:
        self.made: list[_Entry] = []
        self._entry: _Entry | None = None
        self._into: Values | None = None
        self._paths: list[str] = []
        self._part_depth = 0
        self._text = ""

    def start(self, name: str, attributes: dict[str, str], /) -> None:
        name = plain(name)
        entry = self._entry
        if entry is None:
            if name == ENTRY:
                self._entry = _Entry()
                self._into, self._paths, self._part_depth = self._entry.values, [""], 0
            return
        paths = self._paths
        before = paths[-1]
        path = (f"{before}/{name}" if before else name)[:_LONGEST_PATH]
        if name == PART and not self._part_depth:
            path = ""
            self._begin_part(entry, len(paths) + 1)
        paths.append(path)
        self._text = ""
        if attributes and self._into is not None and path in _WANTED and (code := attributes.get("Ccy")):
            self._into.setdefault(path + "@", code[:3])

    def text(self, text: str, /) -> None:
        if self._entry is not None and len(self._text) < MOST_TEXT:
            self._text += text[:MOST_TEXT]

    def end(self, _name: str, /) -> None:
        entry = self._entry
        if entry is None:
            return
        paths = self._paths
        into = self._into
        if into is not None and self._text and paths[-1] in _WANTED and (text := self._text.strip()[:MOST_LETTERS]):
            _keep(into, paths[-1], text)
        self._text = ""
        if len(paths) == self._part_depth:
            self._part_depth, self._into = 0, entry.values
        paths.pop()
        if not paths:
            self.made.append(entry)
            self._entry = None

    def _begin_part(self, entry: _Entry, depth: int) -> None:
        self._part_depth = depth
        if len(entry.parts) < MOST_PARTS:
            self._into = {}
            entry.parts.append(self._into)
        else:
            self._into = None
            entry.left_out += 1


def _keep(into: Values, path: str, text: str) -> None:
    known = into.get(path)
    if known is not None and path.endswith("Ustrd"):
        into[path] = f"{known} {text}"[:MOST_LETTERS]
    elif known is None:
        into[path] = text


def rows(blocks: Iterable[bytes]) -> Iterator[StatementRow | UnreadRow]:
    """Yield every row. Where the file breaks off, that is the last of them.

    Raises:
        InputError: I-69 it breaks off before the first row, I-70 it holds what no bank writes.
    """
    number = 0
    try:
        for entry in made_of(blocks, _Entries()):
            for row in _rows_of(entry, number + 1):
                number += 1
                yield row
    except BrokenOffError:
        if not number:
            raise
        yield UnreadRow(number + 1, "end")


def _rows_of(entry: _Entry, number: int) -> Iterator[StatementRow | UnreadRow]:
    parts = entry.parts
    if len(parts) < 2:
        yield _row(number, entry.values, parts[0] if parts else {}, entry.values)
    elif _add_up(entry):
        for at, part in enumerate(parts):
            yield _row(number + at, entry.values, part, part)
    else:
        yield _together(number, entry)


def _add_up(entry: _Entry) -> bool:
    """Return whether the sums of all parts, in the money of the entry, make its sum: else some would be lost."""
    whole = _money(entry.values, entry.values)
    sums = [_money(part, entry.values) for part in entry.parts]
    if whole is None or entry.left_out or any(one is None or one[1] != whole[1] for one in sums):
        return False
    return sum(one[0] for one in sums if one is not None) == whole[0]


def _together(number: int, entry: _Entry) -> StatementRow | UnreadRow:
    """Return one row for all parts, with all their names as far as there is room; how many more there are is said."""
    row = _row(number, entry.values, {}, entry.values)
    if isinstance(row, UnreadRow):
        return row
    names = dict.fromkeys(name for part in entry.parts if (name := _label(part, entry.values)))
    payee, left = "", len(names) + entry.left_out
    for name in names:
        longer = f"{payee} + {name}" if payee else name
        if len(longer) > _LONGEST_OF_MANY:
            break
        payee, left = longer, left - 1
    if payee and left:
        payee = f"{payee} (+ {left})"
    foreign = next((told for part in entry.parts if (told := _foreign(part, row.currency))), row.foreign)
    return structs.replace(row, payee=payee or row.payee, foreign=foreign)


def _label(part: Values, entry: Values) -> str:
    """Return the name of the other side of a part, or what stands there instead."""
    told = _name(part, _side(part, entry)) or part.get("RmtInf/Ustrd") or part.get("AddtlTxInf", "")
    return " ".join(told.split())[:_LONGEST_OF_MANY]


def _side(part: Values, entry: Values) -> str:
    """Return which way the money of a part went: "DBIT" or "CRDT", where it is written as it should be."""
    return part.get("CdtDbtInd") or entry.get("CdtDbtInd", "")


def _money(money: Values, entry: Values) -> tuple[int, str] | None:
    """Return the amount of an entry or of a part of it, below zero where it went out, and its currency."""
    place = _amount_place(money) or "Amt"
    currency = (money.get(place + "@") or entry.get("Amt@", "")).upper()
    amount = read_amount(money.get(place, ""), ".", currency)
    side = _side(money, entry)
    if amount is None or side not in ("DBIT", "CRDT"):
        return None
    # RvslInd needs no care: CdtDbtInd says which way the money of this entry went, also of one that takes back another.
    return (-amount if side == "DBIT" else amount), currency


def _amount_place(part: Mapping[str, str]) -> str:
    """Return where the amount of a part stands: in newer versions at "Amt", in older ones one deeper."""
    return next((place for place in ("Amt", "AmtDtls/TxAmt/Amt") if place in part), "")


def _row(number: int, entry: Values, part: Values, money: Values) -> StatementRow | UnreadRow:
    day = _first_day(entry, "BookgDt/Dt", "BookgDt/DtTm", "ValDt/Dt", "ValDt/DtTm")
    if day is None:
        return UnreadRow(number, "date")
    told = _money(money, entry)
    if told is None:
        return UnreadRow(number, "amount")
    amount, currency = told
    about = part.get("RmtInf/Ustrd") or part.get("AddtlTxInf") or entry.get("AddtlNtryInf", "")
    reference = part.get("Refs/EndToEndId", "")
    return StatementRow(
        number=number,
        day=day,
        amount_minor=amount,
        currency=currency,
        payee=" ".join(f"{_name(part, _side(money, entry))} {about}".split())[:MOST_LETTERS],
        reference=reference if reference != "NOTPROVIDED" else entry.get("AcctSvcrRef", ""),
        kind=entry.get("BkTxCd/Prtry/Cd") or entry.get("BkTxCd/Domn/Fmly/SubFmlyCd", ""),
        foreign=_foreign(part, currency),
    )


def _name(part: Values, side: str) -> str:
    """Return the name of the other side."""
    other = "Cdtr" if side == "DBIT" else "Dbtr"
    names = (f"RltdPties/{other}/Nm", f"RltdPties/{other}/Pty/Nm", f"RltdPties/Ultmt{other}/Nm")
    return next((part[one] for one in names if one in part), "")


def _foreign(part: Values, currency: str) -> str:
    """Return what the amount was before the bank changed it."""
    for place in ("AmtDtls/InstdAmt/Amt", "AmtDtls/TxAmt/Amt"):
        code = part.get(place + "@", "").upper()
        if code and code != currency:
            return f"{part.get(place, '')} {code}".strip()
    return ""


def _first_day(entry: Values, *places: str) -> date | None:
    return next((day for place in places if (day := read_day(entry.get(place, ""), "year-month")) is not None), None)
