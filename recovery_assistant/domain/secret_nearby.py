"""Numbers that stand in one sentence with a word for a secret, in whatever order people tell it.

"I told him 4821 which is my pin", "he asked for my pin so I said 4821". Only numbers of the usual length count: four
digits for a PIN, three for a card's security code, six for a code that was sent. A number that its own words make
something else stays: an amount, a day, a time, a reference, a number to ring.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

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
_TIME_BEFORE = re.compile(r"\b(?:at|around|about|till|until|by|from|before|after)\s\Z", re.IGNORECASE)
_TIME = re.compile(r"(?:[01][0-9]|2[0-3])[0-5][0-9]\Z")
_LABEL_BEFORE = re.compile(
    r"(?:[£$€#&@_\\=]|[a-z0-9][\-/.,:]|\b[a-z]{1,12}[0-9]+\s"
    r"|\b(?:ref|reference|refs|references|ending|ends|end|order|invoice|case|crime|ticket|account|acct|acc|room|flat"
    r"|house|ext|extension|page|pages|id|ids|crn|cad|model|version|event|error|windows|office|badge|employee|staff"
    r"|merchant|policy|paid|pay|took|taken|stole|sent|send|transferred|cost|charged|worth|spent|lost|refund|refunded"
    r"|called|rang|ring|rung|dial|dialled|text|texted|phone|phoned|telephone|fax|house number|number plate|serial|no)"
    r"(?:\s(?:number|no|in|with|is|was|are|were|me|him|them|us|on|to|about|nearly|over|a|another|of|code))*[:.]?\s"
    r"|\blast (?:four|three|two|4|3|2)(?:\s(?:digits|numbers|figures))?(?:\s(?:are|is|were|was|of|on|the|my|card"
    r"|account))*[:]?\s)\Z",
    re.IGNORECASE,
)
_GOES_ON = re.compile(
    r"[0-9a-z_%°]|[:/.,\-][0-9]|\)\s?[0-9]|\s?(?:pounds?|quid|euros?|dollars?|pence|gbp|usd|eur|%|people|minutes?|mins?|hours?|hrs?"
    r"|days?|weeks?|months?|years?|o'clock|per ?cent|miles|calls|e-?mails|messages|texts|digits?|letters|characters)\b",
    re.IGNORECASE,
)
_MERIDIEM = re.compile(r"[ap]m\b", re.IGNORECASE)


def numbers_near(text: str, start: int, end: int, size: int) -> Iterator[tuple[int, int]]:
    """Yield where numbers of `size` digits stand around the word at start..end, as far as its sentence goes."""
    low, high = _sentence(text, start, end)
    at = low
    while (match := _NUMBER.search(text, at, high)) is not None:
        at = match.end()
        if match.start() < end and match.end() > start:
            continue
        yield from _of_size(text, match, size)


def _sentence(text: str, start: int, end: int) -> tuple[int, int]:
    low = max(0, start - _REACH_BACK)
    for boundary in _BOUNDARY.finditer(text, low, start):
        low = boundary.end()
    following = _BOUNDARY.search(text, end, min(len(text), end + _REACH_ON))
    high = following.start() + 1 if following else min(len(text), end + _REACH_ON)
    while low > 0 and text[low].isdigit() and text[low - 1].isdigit():  # never begin or end inside a number
        low += 1
    while high < len(text) and high > end and text[high - 1].isdigit() and text[high].isdigit():
        high -= 1
    return low, high


def _of_size(text: str, match: re.Match[str], size: int) -> Iterator[tuple[int, int]]:
    groups = [group.span() for group in _GROUP.finditer(match[0])]
    sizes = [end - start for start, end in groups]
    offset = match.start()
    if len(groups) > 1 and sizes == [size] * len(groups) and ", " in match[0]:  # a list of them
        for start, end in groups:
            if _stands_alone(text, offset + start, offset + end):
                yield offset + start, offset + end
        return
    is_one = sizes == [size] or sizes == [1] * size or (size % 2 == 0 and len(sizes) > 1 and sum(sizes) == size)
    if is_one and len(set(sizes)) == 1 and _stands_alone(text, match.start(), match.end()):
        yield match.span()


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Return whether nothing around a number says that it is something else."""
    number = "".join(_GROUP.findall(text[start:end]))
    before = text[max(0, start - 60) : start]
    if number in _PUBLIC or _LABEL_BEFORE.search(before) is not None or (before and before[-1].isalnum()):
        return False
    if _YEAR.match(number) and _DAY_BEFORE.search(before):
        return False
    if _TIME.match(number) and (_TIME_BEFORE.search(before) or text[start + 2] in ":."):
        return False
    after = text[end : end + 16]
    return _MERIDIEM.match(after) is not None or _GOES_ON.match(after) is None
