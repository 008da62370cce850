"""CAMT.053, and its sisters 052 and 054: the statement of ISO 20022. One row for each entry, or for each of its parts.

Names of elements as in the published message definitions (camt.053.001.02 to .08); the name of a party stands at
`Cdtr/Nm`, in newer versions at `Cdtr/Pty/Nm`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Final

from recovery_assistant.domain.statement import StatementRow, UnreadRow
from recovery_assistant.statements.figures import read_amount, read_day
from recovery_assistant.statements.table_rows import MOST_LETTERS
from recovery_assistant.statements.xml_events import MOST_TEXT, BrokenOffError, made_of, plain

ENTRY: Final = "Ntry"
PART: Final = "TxDtls"
MOST_PARTS: Final = 2000
_LONGEST_PATH: Final = 200
"""Letters of a path; none that is wanted is as long, so one that was cut is none of them."""

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
    parts = [part for part in entry.parts if _amount_place(part)]
    if len(parts) > 1 and len(parts) == len(entry.parts) and not entry.left_out:
        for at, part in enumerate(parts):
            yield _row(number + at, entry.values, part, part)
    else:
        yield _row(number, entry.values, entry.parts[0] if entry.parts else {}, entry.values)


def _amount_place(part: Mapping[str, str]) -> str:
    """Return where the amount of a part stands: in newer versions at "Amt", in older ones one deeper."""
    return next((place for place in ("Amt", "AmtDtls/TxAmt/Amt") if place in part), "")


def _row(number: int, entry: Values, part: Values, money: Values) -> StatementRow | UnreadRow:
    day = _first_day(entry, "BookgDt/Dt", "BookgDt/DtTm", "ValDt/Dt", "ValDt/DtTm")
    if day is None:
        return UnreadRow(number, "date")
    place = _amount_place(money) or "Amt"
    currency = (money.get(place + "@") or entry.get("Amt@", "")).upper()
    amount = read_amount(money.get(place, ""), ".", currency)
    side = part.get("CdtDbtInd") if money is part else None
    side = side or entry.get("CdtDbtInd", "")
    if amount is None or side not in ("DBIT", "CRDT"):
        return UnreadRow(number, "amount")
    # RvslInd needs no care: CdtDbtInd says which way the money of this entry went, also of one that takes back another.
    is_out = side == "DBIT"
    other = "Cdtr" if is_out else "Dbtr"
    names = (f"RltdPties/{other}/Nm", f"RltdPties/{other}/Pty/Nm", f"RltdPties/Ultmt{other}/Nm")
    name = next((part[one] for one in names if one in part), "")
    about = part.get("RmtInf/Ustrd") or part.get("AddtlTxInf") or entry.get("AddtlNtryInf", "")
    reference = part.get("Refs/EndToEndId", "")
    return StatementRow(
        number=number,
        day=day,
        amount_minor=-amount if is_out else amount,
        currency=currency,
        payee=" ".join(f"{name} {about}".split())[:MOST_LETTERS],
        reference=reference if reference != "NOTPROVIDED" else entry.get("AcctSvcrRef", ""),
        kind=entry.get("BkTxCd/Prtry/Cd") or entry.get("BkTxCd/Domn/Fmly/SubFmlyCd", ""),
        foreign=_foreign(part, currency),
    )


def _foreign(part: Values, currency: str) -> str:
    """Return what the amount was before the bank changed it."""
    for place in ("AmtDtls/InstdAmt/Amt", "AmtDtls/TxAmt/Amt"):
        code = part.get(place + "@", "").upper()
        if code and code != currency:
            return f"{part.get(place, '')} {code}".strip()
    return ""


def _first_day(entry: Values, *places: str) -> date | None:
    return next((day for place in places if (day := read_day(entry.get(place, ""), "year-month")) is not None), None)
