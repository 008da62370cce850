"""Numbers that stand in one sentence with a word for a secret, in whatever order people tell it.

"I told him 4821 which is my pin", "he asked for my pin so I said 4821". Only numbers of the usual length count: four
digits for a PIN, three for a card's security code, six for a code that was sent. A number that its own words make
something else stays: an amount, a day, a time, a reference, a number to ring.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from typing import NamedTuple

from recovery_assistant.domain.plain_text import PLACE

_REACH_BACK, _REACH_ON = 80, 90  # characters
_BOUNDARY = re.compile(rf"[.!;]\s|\n\s*\n|{PLACE}")
_NUMBER = re.compile(r"[0-9]+(?:(?:, | - |[ \-./,:])[0-9]+)*")
_GROUP = re.compile(r"[0-9]+")

_PUBLIC = frozenset(("101", "105", "111", "112", "159", "999", "7726"))
_DAY_BEFORE = re.compile(
    r"\b(?:in|since|until|till|before|after|by|during|year|of|from|january|february|march|april|may|june|july|august"
    r"|september|october|november|december|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\s\Z",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?:19|20)[0-9]{2}\Z")
_DAY_MONTH = re.compile(r"(?:0?[1-9]|[12][0-9]|3[01])[/.](?:0?[1-9]|1[0-2])\Z")
_ON_DAY = re.compile(r"\b(?:on|since|until|till|before|after|by|dated)\s\Z", re.IGNORECASE)
_TIME_BEFORE = re.compile(r"\b(?:at|around|about|till|until|by|from|before|after)\s\Z", re.IGNORECASE)
_TIME = re.compile(r"(?:[01][0-9]|2[0-3])[0-5][0-9]\Z")
_LABELS = (
    "ref|reference|refs|references|ending|ends|end|order|invoice|case|crime|ticket|account|acct|acc|room|flat"
    "|house|ext|extension|page|pages|id|ids|crn|cad|model|version|event|error|windows|office|badge|employee|staff"
    "|merchant|policy|paid|pay|took|taken|stole|sent|send|transferred|cost|charged|worth|spent|lost|refund|refunded"
    "|called|rang|ring|rung|dial|dialled|text|texted|phone|phoned|telephone|fax|house number|number plate|serial|no"
)
_AFTER_LABELS = "number|no|in|with|is|was|are|were|me|him|them|us|on|to|about|nearly|over|a|another|of|code"
_LAST, _AFTER_LAST = "four|three|two|4|3|2|digits|numbers|figures", "are|is|were|was|of|on|the|my|card|account"
_LABEL_BEFORE = re.compile(
    r"(?:[£$€#&@_\\=]|[a-z0-9][\-/.,:]|\b[a-z]{1,12}[0-9]+\s"
    rf"|\b(?:{_LABELS})(?:\s(?:{_AFTER_LABELS}))*[:.]?\s"
    r"|\blast (?:four|three|two|4|3|2)(?:\s(?:digits|numbers|figures))?"
    rf"(?:\s(?:{_AFTER_LAST}))*[:]?\s)\Z",
    re.IGNORECASE,
)
# The word before decides most cases, at a hundredth of the time that `_LABEL_BEFORE` takes.
_LABEL_WORDS = frozenset(re.split(r"[| ]", f"{_LABELS}|{_AFTER_LABELS}|{_LAST}|{_AFTER_LAST}"))
_GOES_ON = re.compile(
    r"[0-9a-z_%°]|[:/.,\-][0-9]|\)\s?[0-9]|\s?(?:pounds?|quid|euros?|dollars?|pence|gbp|usd|eur|%|people|minutes?|mins?|hours?|hrs?"
    r"|days?|weeks?|months?|years?|o'clock|per ?cent|miles|calls|e-?mails|messages|texts|digits?|letters|characters)\b",
    re.IGNORECASE,
)
_MERIDIEM = re.compile(r"[ap]m\b", re.IGNORECASE)


class _Number(NamedTuple):
    """A number, and the run of numbers that it belongs to: ends exclusive."""

    start: int
    end: int
    run_start: int
    run_end: int


class Numbers:
    """The numbers of one text. Each is judged once, however many words for a secret stand around it."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._of_size: dict[int, list[_Number]] = {}
        self._alone: dict[tuple[int, int], bool] = {}

    def near(self, start: int, end: int, size: int) -> Iterator[tuple[int, int]]:
        """Yield where numbers of `size` digits stand around the word at start..end, as far as its sentence goes.

        A number that was yielded before is not yielded again.
        """
        if size not in self._of_size:
            self._of_size[size] = list(_numbers(self._text, size))
        numbers = self._of_size[size]
        low, high = _sentence(self._text, start, end)
        for at in range(bisect_left(numbers, (low,)), len(numbers)):
            number = numbers[at]
            if number.end > high:
                break
            span = number.start, number.end
            if span in self._alone or (number.run_start < end and number.run_end > start):
                continue
            self._alone[span] = _stands_alone(self._text, *span)
            if self._alone[span]:
                yield span


def _sentence(text: str, start: int, end: int) -> tuple[int, int]:
    low = max(0, start - _REACH_BACK)
    for boundary in _BOUNDARY.finditer(text, low, start):
        low = boundary.end()
    following = _BOUNDARY.search(text, end, min(len(text), end + _REACH_ON))
    return low, following.start() + 1 if following else min(len(text), end + _REACH_ON)


def _numbers(text: str, size: int) -> Iterator[_Number]:
    """Yield the numbers of `size` digits, whole, in pairs, digit by digit or in a list."""
    for run in _NUMBER.finditer(text):
        groups = [group.span() for group in _GROUP.finditer(text, *run.span())]
        sizes = [end - start for start, end in groups]
        if len(groups) > 1 and sizes == [size] * len(groups) and ", " in run[0]:  # a list of them
            for start, end in groups:
                yield _Number(start, end, *run.span())
            continue
        is_one = sizes == [size] or sizes == [1] * size or (size % 2 == 0 and len(sizes) > 1 and sum(sizes) == size)
        if is_one and len(set(sizes)) == 1:
            yield _Number(*run.span(), *run.span())


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Return whether nothing around a number says that it is something else."""
    number = "".join(_GROUP.findall(text[start:end]))
    before = text[max(0, start - 60) : start]
    if number in _PUBLIC or _has_label(before) or (before and before[-1].isalnum()):
        return False
    if _DAY_MONTH.match(text, start, end) and _ON_DAY.search(before):
        return False
    if _YEAR.match(number) and _DAY_BEFORE.search(before):
        return False
    if _TIME.match(number) and (_TIME_BEFORE.search(before) or text[start + 2] in ":."):
        return False
    after = text[end : end + 16]
    return _MERIDIEM.match(after) is not None or _GOES_ON.match(after) is None


def _has_label(before: str) -> bool:
    words = before[-20:].split()
    if words and before[-1].isspace() and words[-1].isalpha() and words[-1].lower() not in _LABEL_WORDS:
        return False
    return _LABEL_BEFORE.search(before) is not None
