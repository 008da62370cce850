"""Card numbers in a text: 13-19 digits with an issuer's prefix and length and the Luhn check, however grouped.

A number that cannot be told from a card is treated as one: losing a reference is mended by one phone call, a leaked
card is not. Not touched are digits inside IBANs, wallets, hexadecimal and other letter-and-digit tokens, and what is
recognised as phone numbers, remote IDs, dates, network addresses, sort codes with account numbers.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator
from itertools import pairwise
from operator import itemgetter
from typing import NamedTuple

from stdnum import iban

from recovery_assistant.domain.plain_text import is_day


class CardNumber(NamedTuple):
    """Where a card number stands in the folded text (end exclusive), and its last four digits."""

    start: int
    end: int
    ending: str


_SEPARATORS = r"[ \t\r\n\v\f.\-_]"
_RUN = re.compile(rf"[0-9]+(?:{_SEPARATORS}{{1,6}}[0-9]+)*")
_GROUP = re.compile(r"[0-9]+")
# Anything that is no letter and no digit, or one to six short words, between groups.
_LOOSE_RUN = re.compile(
    r"(?<![0-9])[0-9]++(?:(?:[^0-9a-z\ue000]{1,6}|(?:[ ,.]{1,2}[a-z]{2,8}){1,6}[ ,.:]{1,2})[0-9]++)+", re.IGNORECASE
)
_FEWEST_LOOSE = 3  # groups
_SHORT_WORD = 6  # characters of " and ", " then "
_DIGIT_WORDS = {"zero": "0", "nought": "0", "oh": "0"} | {
    word: str(digit)
    for digit, word in enumerate(("one", "two", "three", "four", "five", "six", "seven", "eight", "nine"), start=1)
}
_TIMES = {"double": 2, "treble": 3, "triple": 3}
_ANY_DIGIT_WORD = rf"(?:(?:{'|'.join(_TIMES)})[ \-])?(?:{'|'.join(_DIGIT_WORDS)})\b"
_SPELLED = re.compile(rf"\b{_ANY_DIGIT_WORD}(?:[\s,.\-]{{1,3}}{_ANY_DIGIT_WORD}){{5,24}}", re.IGNORECASE)

# How cards are printed or read out. Any other grouping has to be the whole number, or set apart by its separators.
_SHAPES = frozenset(
    {(length,) for length in range(13, 20)}
    | {(4, 4, 4, tail) for tail in (1, 2, 3, 4)}
    | {(4, 4, 4, 4, tail) for tail in (1, 2, 3)}
    | {(4, 6, 5), (4, 6, 4), (4, 5, 6), (4, 4, 5), (4, 3, 3, 3), (4, 4, 4, 5), (6, 13), (6, 10)}
    | {(8, 8), (4, 12), (12, 4), (4, 4, 8), (8, 4, 4), (4, 8, 4), (6, 4, 4, 5), (8, 11)}
    | {(1,) * length for length in range(13, 20)}
    | {(2,) * pairs for pairs in (7, 8, 9)}
    | {((2,) * pairs) + (1,) for pairs in (6, 7, 8, 9)}
)
# Shapes that only look like one number: two remote IDs one after the other, an order number of a large shop.
_REMOTE_IDS = frozenset({(3, 3, 3), (3, 3, 4), (1, 3, 3, 3)})
_NOT_A_CARD = frozenset({(3, 7, 7)} | {first + second for first in _REMOTE_IDS for second in _REMOTE_IDS})

_CARD_WORD = re.compile(
    r"\b(?:cards?|visa|master ?card|maestro|amex|american express|discover|diners|jcb|union ?pay|pan|long number)\b",
    re.IGNORECASE,
)
# A card number with one wrong digit, right behind a word for a card that pays.
_CALLED_CARD = re.compile(
    r"(?:\b(?P<before>[a-z]{2,12})[ ])?\b(?:card|visa|master ?card|amex|american express)"
    r"(?:[ ,]{1,2}(?:number|num|no\.?|is|was|it|it['’]s)){0,3}[ :.,]{1,3}"
    r"(?P<number>[0-9]{4}(?:[ .\-]?[0-9]{4}){3}|3[47][0-9]{2}[ .\-]?[0-9]{6}[ .\-]?[0-9]{5})(?![0-9a-z]|[ .\-]?[0-9])",
    re.IGNORECASE,
)
_CARDS_THAT_DO_NOT_PAY = frozenset(
    {"gift", "steam", "apple", "itunes", "google", "amazon", "play", "loyalty", "nectar", "store", "member"}
    | {"membership", "library", "sim", "id", "nhs", "report"}
)
_ACCOUNT_WORD = re.compile(r"\b(?:sort|account|acct?|iban)\b", re.IGNORECASE)
_GLUED_BEFORE = re.compile(r"(?:cards?|visa|mastercard|maestro|amex|discover|diners|jcb|number|num|no|nr|is)\Z", re.I)
_GLUED_AFTER = re.compile(r"(?:cvv2?|cvc2?|cv2|csc|exp|expiry|expires|and|pin|valid)", re.IGNORECASE)
_LONGEST = 19  # digits of a card
_SHORTEST_IN_A_LIST = 3  # digits of the shortest number that somebody would list
_LONGEST_PHONE = 15  # digits of an international phone number (E.164)
_NEAR = 60  # characters before a number in which a word still tells what it is

_SENTENCE_END = re.compile(r"(?<!\bno)[.!?;]\s", re.IGNORECASE)

_UUID = re.compile(r"(?<![0-9a-z])[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}(?![0-9a-z])", re.IGNORECASE)
_IBAN = re.compile(r"(?<![0-9a-z])[a-z]{2}[0-9]{2}(?:[ \-.]?[0-9a-z]){11,42}", re.IGNORECASE | re.ASCII)
_IBAN_MIN, _IBAN_MAX = 15, 34


_DOUBLED = str.maketrans("0123456789", "0246813579")


def has_check_digit(digits: str) -> bool:
    """Return whether the last digit is right by Luhn. python-stdnum's takes ten times as long; a test compares them."""
    backwards = digits[::-1]
    return (sum(map(int, backwards[::2])) + sum(map(int, backwards[1::2].translate(_DOUBLED)))) % 10 == 0


def _is_issued(digits: str) -> bool:
    """Return whether an issuer hands out card numbers of this prefix and length."""
    length = len(digits)
    if not 13 <= length <= 19:
        return False
    two, four = int(digits[:2]), int(digits[:4])
    if digits[0] == "4":  # Visa, and the 18 digits of old Switch cards
        return length in (13, 16, 18, 19)
    if digits[0] == "5":  # Mastercard 51-55; Maestro 50 and 56-59
        return length == 16 if 51 <= two <= 55 else True
    if digits[0] == "6":  # Maestro, Discover 6011/64/65, UnionPay 62
        return True
    if digits[0] == "3":
        if two in (34, 37):  # American Express
            return length == 15
        if two == 35:  # JCB
            return length >= 16
        return length in (14, 16) and (two in (36, 38, 39) or 3000 <= four <= 3059 or four == 3095)  # Diners Club
    return length == 16 and 2221 <= four <= 2720  # Mastercard's second series


class _Run(NamedTuple):
    """Digit groups with only separators between them: (start, end) of each in the folded text."""

    text: str
    groups: list[tuple[int, int]]

    def sizes(self, first: int, last: int) -> tuple[int, ...]:
        return tuple(end - start for start, end in self.groups[first : last + 1])

    def digits(self, first: int, last: int) -> str:
        return "".join(self.text[start:end] for start, end in self.groups[first : last + 1])

    def gap(self, index: int) -> str:
        """Return what stands before the group with this index."""
        return self.text[self.groups[index - 1][1] : self.groups[index][0]]


_Finder = Callable[[_Run, tuple[int, int]], list[tuple[int, int]]]
_Judge = Callable[[_Run, tuple[int, int], tuple[int, int]], bool]


def card_numbers(text: str) -> list[CardNumber]:
    """Return every card number in a folded text, in reading order, in time linear in its length."""
    kept = _kept_spans(text)
    cuts: list[CardNumber] = []
    for match in _RUN.finditer(text):
        if match.end() - match.start() < 13:
            continue
        run = _Run(text, [group.span() for group in _GROUP.finditer(text, match.start(), match.end())])
        cuts += _cards_of_run(run, kept, _find_cards)
    return sorted(cuts + _mistyped(text, kept, cuts))


def _mistyped(text: str, kept: list[tuple[int, int]], found: list[CardNumber]) -> list[CardNumber]:
    """Return numbers that are called a card and look like one, but fail the Luhn check: one digit is wrong."""
    taken = sorted([*kept, *((card.start, card.end) for card in found)])
    more = []
    for match in _CALLED_CARD.finditer(text):
        digits = "".join(letter for letter in match["number"] if letter.isdigit())
        pays = (match["before"] or "").lower() not in _CARDS_THAT_DO_NOT_PAY
        start, end = match.span("number")
        before = bisect_right(taken, (end, 0)) - 1
        is_free = before < 0 or taken[before][1] <= start
        if pays and is_free and _is_issued(digits):
            more.append(CardNumber(start, end, digits[-4:]))
    return more


def loose_card_numbers(text: str) -> list[CardNumber]:
    """Return card numbers whose groups stand apart by anything else, as long as it is the same between all of them.

    "4929, 1234, …", "(4929)(1234)…", "4,9,2,9,…", "4929 and 1234 and …", "four nine two nine …". With a word for a card
    before it, words may stand between the groups: "4929 1234 5678 and the last bit 9012".
    """
    kept = _kept_spans(text)
    found: list[CardNumber] = []
    for match in _LOOSE_RUN.finditer(text):
        run = _Run(text, [group.span() for group in _GROUP.finditer(text, match.start(), match.end())])
        if len(run.groups) >= _FEWEST_LOOSE:
            found += _cards_of_run(run, kept, _find_loose)
    return found or _spelled(text)


def _find_loose(run: _Run, part: tuple[int, int]) -> list[tuple[int, int]]:
    return _pick(run, part, _is_evenly_apart)


def _is_evenly_apart(run: _Run, window: tuple[int, int], _part: tuple[int, int]) -> bool:
    first, last = window
    sizes = run.sizes(first, last)
    if len(sizes) < _FEWEST_LOOSE or sizes not in _SHAPES or _is_foreign_phone(run, window):
        return False
    gaps = {run.gap(index) for index in range(first + 1, last + 1)}
    has_words = any(character.isalpha() for gap in gaps for character in gap)
    if len(gaps) == 1 and not has_words:
        return True
    return (len(gaps) == 1 and len(next(iter(gaps))) <= _SHORT_WORD) or _is_called_card(run.text, run.groups[first][0])


def _spelled(text: str) -> list[CardNumber]:
    """Find "four nine two nine …": one word a digit."""
    found = []
    for match in _SPELLED.finditer(text):
        digits = ""
        times = 1
        for word in re.split(r"[^a-z]+", match[0].lower()):
            if word in _TIMES:
                times = _TIMES[word]
            else:
                digits += _DIGIT_WORDS.get(word, "") * times
                times = 1
        if _is_issued(digits) and has_check_digit(digits):
            found.append(CardNumber(match.start(), match.end(), digits[-4:]))
    return found


def _kept_spans(text: str) -> list[tuple[int, int]]:
    """Return where IBANs and UUIDs stand: their groups of digits are never a card."""
    spans = [match.span() for match in _UUID.finditer(text)]
    at = 0
    while (match := _IBAN.search(text, at)) is not None:
        end = _iban_end(text, match.start(), match.end())
        if end:
            spans.append((match.start(), end))
        at = end or match.start() + 4
    return sorted(spans)


def _iban_end(text: str, start: int, limit: int) -> int:
    """Return where the valid IBAN that starts here ends, or 0."""
    compact = ""
    for position in range(start, limit):
        character = text[position]
        if not character.isalnum():
            continue
        compact += character
        last = position + 1 == len(text) or not text[position + 1].isalnum()
        if last and _IBAN_MIN <= len(compact) <= _IBAN_MAX and _is_iban(compact):
            return position + 1
    return 0


def _is_iban(compact: str) -> bool:
    remainder = int("".join(str(int(letter, 36)) for letter in compact[4:] + compact[:4])) % 97
    return remainder == 1 and bool(iban.is_valid(compact, check_country=False))  # the second looks up the country


def _cards_of_run(run: _Run, kept: list[tuple[int, int]], find: _Finder) -> list[CardNumber]:
    """Return the cards of one run, in order. Groups that are part of a word, an IBAN or a UUID break it apart."""
    cuts: list[CardNumber] = []
    for part in _free_parts(run, kept):
        for first, last in find(run, part):
            ending = run.digits(first, last)[-4:]
            cuts.append(CardNumber(run.groups[first][0], run.groups[last][1], ending))
    return cuts


def _free_parts(run: _Run, kept: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    first = None
    for index, span in enumerate(run.groups):
        if _is_in_word(run.text, span) or _is_inside(span, kept):
            if first is not None:
                yield first, index - 1
            first = None
        elif first is None:
            first = index
    if first is not None:
        yield first, len(run.groups) - 1


def _is_in_word(text: str, span: tuple[int, int]) -> bool:
    """Return whether letters touch the digits: a wallet, a hexadecimal number or a reference, unless they say card."""
    start, end = span
    before = start > 0 and text[start - 1].isalpha() and not _ends_with_card_word(text, start)
    after = end < len(text) and text[end].isalpha() and _GLUED_AFTER.match(text, end) is None
    return before or after


def _ends_with_card_word(text: str, end: int) -> bool:
    word = text[max(0, end - 12) : end]
    match = _GLUED_BEFORE.search(word)
    return match is not None and (match.start() == 0 or not word[match.start() - 1].isalnum())


def _is_inside(span: tuple[int, int], kept: list[tuple[int, int]]) -> bool:
    index = bisect_right(kept, span[0], key=itemgetter(0)) - 1
    return index >= 0 and span[0] < kept[index][1]


def _find_cards(run: _Run, part: tuple[int, int]) -> list[tuple[int, int]]:
    """Return the cards among these groups, as (first, last): the usual shapes first, then unusual ones around them."""
    usual = _pick(run, part, _has_usual_shape)
    cards = list(usual)
    low = part[0]
    for first, last in (*usual, (part[1] + 1, part[1] + 1)):
        cards += _pick(run, (low, first - 1), _is_one_number)
        low = last + 1
    return sorted(cards)


def _pick(run: _Run, part: tuple[int, int], accepts: _Judge) -> list[tuple[int, int]]:
    """Return the stretches of whole groups that are accepted and cards by their digits, without overlaps."""
    picked: list[tuple[int, int]] = []
    first = part[0]
    while first <= part[1]:
        last = _card_end(run, first, part, accepts)
        if last is not None:
            picked.append((first, last))
        first = (first if last is None else last) + 1
    return picked


def _card_end(run: _Run, first: int, part: tuple[int, int], accepts: _Judge) -> int | None:
    """Return the group at which the longest card that starts with group `first` ends, or None."""
    start, end = run.groups[first]
    if run.text[start] not in "23456" or end - start > _LONGEST:
        return None
    digits = ""
    issued = []
    for last in range(first, part[1] + 1):
        start, end = run.groups[last]
        if len(digits) + end - start > _LONGEST:
            break
        digits += run.text[start:end]
        if _is_issued(digits):
            issued.append((last, digits))
    for last, number in reversed(issued):
        if has_check_digit(number) and accepts(run, (first, last), part):
            return last
    return None


def _has_usual_shape(run: _Run, window: tuple[int, int], _part: tuple[int, int]) -> bool:
    return run.sizes(*window) in _SHAPES and not _is_foreign_phone(run, window)


def _is_foreign_phone(run: _Run, window: tuple[int, int]) -> bool:
    start = run.groups[window[0]][0]
    return run.text[start - 1 : start] == "+" and len(run.digits(*window)) <= _LONGEST_PHONE


def _is_one_number(run: _Run, window: tuple[int, int], part: tuple[int, int]) -> bool:
    """Return whether groups in an unusual shape are one number all the same.

    They are when the text calls them a card, when they are all there is, or when what separates them from the digits
    around is not what separates them from each other; unless they are another kind of number, or several.
    """
    first, last = window
    if run.sizes(first, last) in _NOT_A_CARD or _is_foreign_phone(run, window) or _is_account(run, window):
        return False
    inner = {run.gap(index) for index in range(first + 1, last + 1)}
    before = first == part[0] or run.gap(first) not in inner
    after = last == part[1] or run.gap(last + 1) not in inner
    return _is_called_card(run.text, run.groups[first][0]) or (before and after and not _is_several(run, window))


def _is_called_card(text: str, start: int) -> bool:
    """Return whether the nearest telling word before a number says card, not account."""
    before = _SENTENCE_END.split(text[max(0, start - _NEAR) : start])[-1]
    card = max((match.end() for match in _CARD_WORD.finditer(before)), default=0)
    return card > max((match.end() for match in _ACCOUNT_WORD.finditer(before)), default=0)


def _is_account(run: _Run, window: tuple[int, int]) -> bool:
    """Return whether this is a sort code and an account number: "30-00-01 12345678", "300001 12345678"."""
    first, last = window
    sizes = run.sizes(first, last)
    if sizes not in ((6, 8), (2, 2, 2, 8)) or _is_called_card(run.text, run.groups[first][0]):
        return False
    if sizes == (6, 8):
        return run.gap(last).isspace()
    pairs = run.gap(first + 1)
    return run.gap(first + 2) == pairs and (run.gap(last) == pairs or run.gap(last).isspace())


def _is_several(run: _Run, window: tuple[int, int]) -> bool:
    """Return whether this is a list of numbers, grouped ones being dates, phones, remote IDs, addresses.

    A list has one separator between its numbers that is wider than all those within them.
    """
    first, last = window
    widths = [_width(run.gap(index)) for index in range(first + 1, last + 1)]
    widest = max(widths, default=0)
    edges = [first, *(first + 1 + index for index, width in enumerate(widths) if width == widest), last + 1]
    numbers = [(low, high - 1) for low, high in pairwise(edges)]
    if len(numbers) < 2 or any(len(run.digits(*number)) < _SHORTEST_IN_A_LIST for number in numbers):
        return False
    grouped = [number for number in numbers if number[0] < number[1]]
    return bool(grouped) and all(_is_other_number(run, number) for number in grouped)


def _width(gap: str) -> int:
    """Return how far a separator sets apart: a line break most, then spaces, then the rest."""
    return 3 if "\n" in gap else 2 if gap.isspace() else 1


def _is_other_number(run: _Run, window: tuple[int, int]) -> bool:
    first, last = window
    groups = [run.digits(index, index) for index in range(first, last + 1)]
    sizes = run.sizes(first, last)
    gaps = {run.gap(index) for index in range(first + 1, last + 1)}
    if len(gaps) != 1:
        return False
    if sizes in ((2, 2, 4), (4, 2, 2)):
        return is_day(groups)
    if gaps == {"."} and len(groups) == 4:  # an address of the network
        return all(len(group) <= 3 and int(group) <= 255 for group in groups)
    is_phone = groups[0][0] == "0" and min(sizes) >= 3 and sizes[0] <= 5 and sum(sizes) in (10, 11)
    return is_phone or (sizes in _REMOTE_IDS and gaps == {" "}) or (sizes == (2, 2, 2) and gaps == {"-"})
