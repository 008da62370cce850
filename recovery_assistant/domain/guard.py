"""The text guard: takes card numbers, PINs, security codes, one-time codes and passwords out of free text.

It runs before anything reaches the disk. What goes is replaced by a marker that says so; every other character stays
as it was typed. Two stages, each linear in the length of the text:

1. Card numbers: 13-19 digits with an issuer's prefix and length and the Luhn check, whatever stands between the
   digits (spaces, dashes, dots, line breaks, invisible characters) and however the digits are written.
2. Secrets beside their word: "my PIN is 1234", "password: hunter2", "the 3 digits on the back are 123".

What other people need to follow the money or the caller is not touched: IBANs, wallets, remote IDs, reference
numbers, phone numbers, sort codes with account numbers, dates, amounts. A number that cannot be told from a card is
treated as one: losing a reference is mended by one phone call, a leaked card is not.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Iterator
from operator import itemgetter
from typing import NamedTuple

from stdnum import iban, luhn

CARD, PIN, CVV, CODE, PASSWORD = "card-number", "pin", "cvv", "code", "password"
KINDS = (CARD, PIN, CVV, CODE, PASSWORD)

_MARKERS = {
    PIN: "[PIN taken out]",
    CVV: "[security code taken out]",
    CODE: "[code taken out]",
    PASSWORD: "[password taken out]",
}
_MARKER = re.compile(
    r"\[(?:card ending [0-9]{4}: the rest was taken out|(?:PIN|security code|code|password) taken out)\]"
)
_PLACE = (
    "\ue000"  # stands for one marker in the folded text: no letter, no digit, no separator, so nothing reaches over
)
_ROUNDS = 8  # taking a secret out can bare a card beside it; more rounds than this no honest text needs


class Guarded(NamedTuple):
    """A text without secrets, and the kinds of what was taken out, in reading order (one of `KINDS` each)."""

    text: str
    removed: tuple[str, ...]


class _Cut(NamedTuple):
    """A stretch of the folded text to be replaced."""

    start: int
    end: int
    kind: str
    marker: str


def guard(text: str) -> Guarded:
    """Return the text with every card number, PIN, security code, one-time code and password taken out.

    Guarding a guarded text changes nothing. Markers that stand in the text already are left alone and not counted.
    """
    taken: list[_Cut] = []  # positions are in the text as it was when the cut was made; only the order matters
    for _ in range(_ROUNDS):
        folded = _fold(text)
        cuts = _cards(folded.text) or _secrets(folded.text)
        if not cuts:
            break
        text, taken = _cut_out(text, folded, cuts, taken)
    return Guarded(text, tuple(cut.kind for cut in taken))


def _cut_out(text: str, folded: _Folded, cuts: list[_Cut], taken: list[_Cut]) -> tuple[str, list[_Cut]]:
    """Return the text after these cuts, and all cuts so far at their places in the new text, in reading order."""
    pieces: list[str] = []
    moved: list[_Cut] = []
    old = iter(taken)
    waiting = next(old, None)
    at = length = 0
    for cut in cuts:
        start, end = folded.starts[cut.start], folded.ends[cut.end - 1]
        while waiting is not None and waiting.start < start:
            moved.append(waiting._replace(start=waiting.start - at + length))
            waiting = next(old, None)
        pieces += (text[at:start], cut.marker)
        moved.append(cut._replace(start=length + start - at))
        length += start - at + len(cut.marker)
        at = end
    while waiting is not None:
        moved.append(waiting._replace(start=waiting.start - at + length))
        waiting = next(old, None)
    return "".join(pieces) + text[at:], moved


# --- folding: one plain character for everything that a reader would take for it ---------------------------------


class _Folded(NamedTuple):
    """The text to search in, and for each of its characters where it came from."""

    text: str
    starts: list[int] | range
    ends: list[int] | range


_IGNORED = frozenset(("Cf", "Mn", "Me"))  # zero-width characters, direction marks, combining marks (keycap digits)


def _fold(text: str) -> _Folded:
    if text.isascii() and "[" not in text:
        return _Folded(text, range(len(text)), range(1, len(text) + 1))
    letters: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    known: dict[str, str] = {}
    at = 0
    for marker in (*((found.start(), found.end()) for found in _MARKER.finditer(text)), (len(text), len(text))):
        for position in range(at, marker[0]):
            character = text[position]
            plain = known.get(character)
            if plain is None:
                plain = known[character] = _plain(character)
            if plain:
                letters.append(plain)
                starts.append(position)
                ends.append(position + 1)
        if marker[0] < marker[1]:
            letters.append(_PLACE)
            starts.append(marker[0])
            ends.append(marker[1])
        at = marker[1]
    return _Folded("".join(letters), starts, ends)


def _plain(character: str) -> str:
    """Return the one ASCII character that this one reads as, "" for an invisible one, or itself."""
    if character.isascii():
        return character
    digit = unicodedata.digit(character, None)
    if digit is not None:
        return str(digit)
    category = unicodedata.category(character)
    if category in _IGNORED:
        return ""
    if category in ("Zs", "Zl", "Zp"):
        return " "
    if category == "Pd" or character in "−﹣":
        return "-"
    if character in "·•∙⋅・":
        return "."
    if category in ("Pi", "Pf"):
        return "'" if character in "‘’‚‹›" else '"'
    folded = unicodedata.normalize("NFKC", character)
    return folded if len(folded) == 1 else character


# --- stage 1: card numbers -----------------------------------------------------------------------------------------

_SEPARATORS = r"[ \t\r\n\v\f.\-_]"
_RUN = re.compile(rf"[0-9]+(?:{_SEPARATORS}{{1,6}}[0-9]+)*")
_GROUP = re.compile(r"[0-9]+")

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
# Shapes that only look like one number: sort code and account, two remote IDs one after the other.
_ACCOUNT_SHAPES = frozenset({(2, 2, 2, 8), (6, 8), (2, 2, 2, 4, 4)})
_REMOTE_IDS = frozenset({(3, 3, 3), (3, 3, 4), (1, 3, 3, 3)})
_NOT_A_CARD = _ACCOUNT_SHAPES | {first + second for first in _REMOTE_IDS for second in _REMOTE_IDS}

_CARD_WORD = re.compile(
    r"\b(?:cards?|visa|master ?card|maestro|amex|american express|discover|diners|jcb|union ?pay|pan|long number)\b",
    re.IGNORECASE,
)
_ACCOUNT_WORD = re.compile(r"\b(?:sort|account|acct?|iban)\b", re.IGNORECASE)
_GLUED_BEFORE = re.compile(r"(?:cards?|visa|mastercard|maestro|amex|discover|diners|jcb|number|num|no|nr|is)\Z", re.I)
_GLUED_AFTER = re.compile(r"(?:cvv2?|cvc2?|cv2|csc|exp|expiry|expires|and|pin|valid)", re.IGNORECASE)
_LONGEST = 19  # digits of a card
_LONGEST_PHONE = 15  # digits of an international phone number (E.164)
_NEAR = 60  # characters before a number in which a word still tells what it is

_UUID = re.compile(r"(?<![0-9a-z])[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}(?![0-9a-z])", re.IGNORECASE)
_IBAN = re.compile(r"(?<![0-9a-z])[a-z]{2}[0-9]{2}(?:[ \-.]?[0-9a-z]){11,42}", re.IGNORECASE)
_IBAN_MIN, _IBAN_MAX = 15, 34


def _is_card(digits: str) -> bool:
    """Return whether an issuer hands out numbers of this prefix and length, and the check digit is right."""
    return _is_issued(digits) and bool(luhn.is_valid(digits))


def _is_issued(digits: str) -> bool:
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
        return two in (36, 38, 39) or 3000 <= four <= 3059 or four == 3095  # Diners Club
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


_Judge = Callable[[_Run, tuple[int, int], tuple[int, int]], bool]


def _cards(text: str) -> list[_Cut]:
    kept = _kept_spans(text)
    cuts: list[_Cut] = []
    for match in _RUN.finditer(text):
        if match.end() - match.start() < 13:
            continue
        run = _Run(text, [group.span() for group in _GROUP.finditer(text, match.start(), match.end())])
        cuts += _cards_of_run(run, kept)
    return cuts


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
        if last and _IBAN_MIN <= len(compact) <= _IBAN_MAX and iban.is_valid(compact, check_country=False):
            return position + 1
    return 0


def _cards_of_run(run: _Run, kept: list[tuple[int, int]]) -> list[_Cut]:
    """Return the cards of one run, in order. Groups that are part of a word, an IBAN or a UUID break it apart."""
    cuts: list[_Cut] = []
    for part in _free_parts(run, kept):
        for first, last in _find_cards(run, part):
            ending = run.digits(first, last)[-4:]
            marker = f"[card ending {ending}: the rest was taken out]"
            cuts.append(_Cut(run.groups[first][0], run.groups[last][1], CARD, marker))
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
    """Return the stretches of whole groups that are cards by their digits and accepted, without overlaps."""
    picked: list[tuple[int, int]] = []
    first = part[0]
    while first <= part[1]:
        last = next((last for last in _card_ends(run, first, part[1]) if accepts(run, (first, last), part)), None)
        if last is not None:
            picked.append((first, last))
        first = (first if last is None else last) + 1
    return picked


def _card_ends(run: _Run, first: int, high: int) -> list[int]:
    """Return the groups at which a card that starts with group `first` may end; the longest card first."""
    start, end = run.groups[first]
    if run.text[start] not in "23456" or end - start > _LONGEST:
        return []
    digits = ""
    ends = []
    for last in range(first, high + 1):
        start, end = run.groups[last]
        if len(digits) + end - start > _LONGEST:
            break
        digits += run.text[start:end]
        if _is_card(digits):
            ends.append(last)
    return ends[::-1]


def _has_usual_shape(run: _Run, window: tuple[int, int], _part: tuple[int, int]) -> bool:
    first, last = window
    start = run.groups[first][0]
    is_phone = run.text[start - 1 : start] == "+" and len(run.digits(first, last)) <= _LONGEST_PHONE
    return run.sizes(first, last) in _SHAPES and not is_phone


def _is_one_number(run: _Run, window: tuple[int, int], part: tuple[int, int]) -> bool:
    """Return whether groups in an unusual shape are one number all the same.

    They are when the text calls them a card, when they are all there is, or when what separates them from the digits
    around is not what separates them from each other; unless another kind of number is recognised among them.
    """
    first, last = window
    start = run.groups[first][0]
    if _is_called_card(run.text, start):
        return True
    if run.text[start - 1 : start] == "+" or run.sizes(first, last) in _NOT_A_CARD:
        return False
    inner = {run.gap(index) for index in range(first + 1, last + 1)}
    before = first == part[0] or run.gap(first) not in inner
    after = last == part[1] or run.gap(last + 1) not in inner
    return before and after and not any(_is_other_number(run, index, part) for index in range(first, last + 1))


def _is_called_card(text: str, start: int) -> bool:
    """Return whether the nearest telling word before a number says card, not account."""
    before = text[max(0, start - _NEAR) : start]
    card = max((match.end() for match in _CARD_WORD.finditer(before)), default=0)
    return card > max((match.end() for match in _ACCOUNT_WORD.finditer(before)), default=0)


def _is_other_number(run: _Run, first: int, part: tuple[int, int]) -> bool:
    """Return whether a date, a phone number, a remote ID, an address or an account stands at this group.

    It must be set apart: one separator within, another one around. Otherwise every oddly spaced card would hold one.
    """
    high = min(part[1], first + 4)
    for last in range(first + 1, high + 1):
        inner = {run.gap(index) for index in range(first + 1, last + 1)}
        apart = (first == part[0] or run.gap(first) not in inner) and (
            last == part[1] or run.gap(last + 1) not in inner
        )
        whole = first == part[0] and last == part[1]
        if apart and not whole and len(inner) == 1 and _reads_as_other(run, first, last, inner.pop()):
            return True
    return run.sizes(first, min(part[1], first + 3)) == (2, 2, 2, 8)


def _reads_as_other(run: _Run, first: int, last: int, separator: str) -> bool:
    sizes = run.sizes(first, last)
    digits = run.digits(first, last)
    groups = [run.digits(index, index) for index in range(first, last + 1)]
    if sizes in ((2, 2, 4), (4, 2, 2)):
        return _is_date(groups)
    if len(groups) == 4 and separator == "." and all(len(group) <= 3 and int(group) <= 255 for group in groups):
        return True
    return sizes in _REMOTE_IDS or (digits[0] == "0" and len(digits) in (10, 11))


def _is_date(groups: list[str]) -> bool:
    """Return whether three groups of two, two and four digits (or four first) are a day of our times."""
    year, middle, other = (
        sorted(groups, key=len, reverse=True) if len(groups[0]) == 4 else (groups[2], groups[1], groups[0])
    )
    return 1900 <= int(year) <= 2099 and 1 <= int(middle) <= 12 and 1 <= int(other) <= 31


# --- stage 2: secrets beside their word ----------------------------------------------------------------------------

_KEYWORDS = {
    CVV: r"cvv2?|cvc2?|cv2|csc|security (?:code|number|digits)|card verification (?:code|number|value)"
    r"|(?:numbers?|digits|code) (?:on|from|at) the (?:back|reverse|signature strip)"
    r"(?: of (?:the|my|her|his|our) card)?",
    PASSWORD: r"pass ?-?words?|passwd|pwd|pass ?-?phrases?|passcodes?|memorable (?:word|name|place|information)",
    PIN: r"p\.?i\.?n\.?s?(?=[^a-z]|$)(?: ?-?(?:numbers?|codes?|no\.?))?|pincodes?",
    CODE: r"codes?|otp|one[ -]time (?:pass)?codes?|pin ?-?sentry(?: codes?)?",
}
_KEYWORD = re.compile(
    "(?<![a-z0-9_])(?:" + "|".join(f"(?P<{kind}>{words})" for kind, words in _KEYWORDS.items()) + ")(?![a-z0-9_])",
    re.IGNORECASE,
)
# "error code", "post code", "crime reference code": codes that are no secret, and often a lead.
_OPEN_CODE = re.compile(
    r"\b(?:error|zip|post|postal|area|dial|dialling|dialing|country|sort|reference|ref|crime|bar|qr|product|tax|page"
    r"|event|exit|status|stop|source|promo|discount|voucher|tracking|colou?r|dress|swift|bic|branch|clearing|merchant"
    r"|store|job|incident|case|ticket|model|serial|part|batch|currency|station|department|course|fault|result|return"
    r"|response|stock|item|agent|staff|employee|badge|supplier|order|invoice|claim|complaint|windows|stop|bug|hex"
    r"|report|company|licen[cs]e|machine|session|remote|anydesk|teamviewer)(?: (?:number|id))?[ \-'\"]{0,2}\Z",
    re.IGNORECASE,
)


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Words that may stand between the word and its secret ("the code that they sent me was …").
_BETWEEN = _words(
    "a account actually again also an and app are as asked at bank banking be been by called came card cards change "
    "changed come comes computer credit currently debit down e-mail email enter entered entering for from gave get "
    "getting give given got had has have he her hers him his i in is it it's its just key keyed laptop like log-in "
    "login made make makes making me message mobile my new no no. now num number numbers of old on online our out "
    "over pc phone put read received said say says sent set she simply sms still tell text texted that the their "
    "them then there these they this those to told too type typed typing us use used username using was we were "
    "which wi-fi wifi windows with would wrote"
)
_TELLS_OTHER = _words("in on at by from since until before after around about and for with of at over")
_COPULAS = _words("is was are were be it's called as to")
_UNITS = re.compile(
    r"\s?(?:%|°|(?:pounds?|quid|euros?|dollars?|pence|gbp|usd|eur|times|people|minutes?|mins?|hours?|hrs?|days?|weeks?"
    r"|months?|years?|o'clock|am|pm|per ?cent|miles|calls|e-?mails|messages|texts|digits?|numbers|letters"
    r"|characters)\b)",
    re.IGNORECASE,
)
_DIGIT = re.compile(r"(?:[a-z]-)?[0-9]", re.IGNORECASE)  # some senders write "G-123456"
_TYPED_IN = re.compile(r"\b(?:typ(?:e|ed|ing)|put|key|keyed|enter|entered) in \Z", re.IGNORECASE)
_YEAR = re.compile(r"(?:19|20)[0-9]{2}(?![0-9])")
_JOINT = re.compile(r"[\s\"'(),:=>\-#*]{0,8}")
_WORD = re.compile(r"[a-z](?:[a-z'\-]*[a-z])?(?![0-9a-z_@])", re.IGNORECASE)
_DIGIT_RUN = re.compile(r"[0-9]+(?:[ \-.][0-9]+){0,12}")
_MORE = re.compile(r"\s?(?:,|/|&|\band\b|\bor\b)\s?(?:and |or )?(?=[0-9])", re.IGNORECASE)
_BEFORE = re.compile(
    r"(?:\b(?:is|was|are|were|as)\s+|=\s?|\()(?:(?:a|an|the|my|our|her|his|their|also|new|old|bank|card|debit|credit"
    r"|account|phone|mobile|verification|security|secret|sms|text|login|online|banking|access|app|same|e-?mail|computer"
    r"|pc|windows|wi-?fi|temporary|visa|savings|current|real|(?:four|six|4|6)[ -]digit)\s+){0,4}\Z",
    re.IGNORECASE,
)
_DIGITS_BEFORE = re.compile(r"(?<![0-9.,:/£$€#\-a-z])[0-9]{3,8}[\"')]?,?\s{0,2}\Z", re.IGNORECASE)
_TOKEN_BEFORE = re.compile(r"(?<!\S)[\"']?(\S{4,64}?)[\"')]?\s{1,2}\Z")
_SECRET_SHAPES = frozenset({(2, 2), (2, 2, 2), (3, 3), (4, 4), (2, 2, 2, 2)} | {(1,) * count for count in range(3, 9)})
_FEWEST = {PIN: 4, CVV: 3, CODE: 4}
_MOST = 8  # digits of a PIN or code; nine and ten are remote IDs, eleven are phone numbers
_LOOKS_BACK = 100

_SYMBOL = re.compile(r"[0-9!@#$%^&*_+=~|\\<>]")
_NOT_A_PASSWORD = re.compile(
    r"[0-9]{1,4}[./:\-][0-9]{1,2}(?:[./:\-][0-9]{1,4})?\Z|[£$€]|https?:|www\.|\S+@\S+\.[a-z]{2,}\Z"
    r"|[0-9]{1,3}(?:st|nd|rd|th)?\Z|\Z",
    re.IGNORECASE,
)
_TAILS = ".,;:)]\"'"
# What people say about a password instead of saying it.
_NOT_SAID = _words(
    "a about account accounts again all already also an and any anything as ask asked at back bad bank banking been "
    "being best blank but by can cancelled cannot changed compromised computer correct did different do does don't "
    "done e-mail easy either email empty enough everything exposed false fine for forgot forgotten from given gone "
    "good guessed hacked had hard has have he her here hidden his how i if in is it it's its just known last leaked "
    "left locked login long lost manager managers many me mine missing my needed never new next no nobody none not "
    "nothing now of off ok okay old on once one only open or other our out over please private probably protected "
    "public requested required reset right safe same saved secret secure seen set she short shown similar simple so "
    "some still stolen stored strong taken that the their them then there these they this to too true typed "
    "unchanged unique unknown unsafe until up updated used very visible was we weak were what when where which who "
    "why will with without written wrong yes yet you your"
)
_PLAIN_ENDING = re.compile(r"(?:..(?:ed|en|ing|ly|able|ible)|n't)\Z", re.IGNORECASE)
_CLAUSE_END = re.compile(r"\s*(?:[.,;!?)\n]|\Z|\b(?:and|but|which|so|because|then)\b)", re.IGNORECASE)


def _secrets(text: str) -> list[_Cut]:
    cuts: list[_Cut] = []
    for match in _KEYWORD.finditer(text):
        kind = str(match.lastgroup)
        if kind == CODE and _OPEN_CODE.search(text, max(0, match.start() - _LOOKS_BACK), match.start()):
            continue
        at = cuts[-1].end if cuts else 0
        found = _said_before(text, match.start(), kind) or _said_after(text, match, kind)
        cuts += [cut for cut in found if cut.start >= at]
    return cuts


def _cut(start: int, end: int, kind: str) -> _Cut:
    if kind == CVV and end - start > 4:  # "security code" is also what a text message calls its six digits
        kind = CODE
    return _Cut(start, end, kind, _MARKERS[kind])


def _said_before(text: str, keyword: int, kind: str) -> list[_Cut]:
    """Find "1234 is my PIN", "hunter2 as the password"."""
    start = max(0, keyword - _LOOKS_BACK)
    joint = _BEFORE.search(text, start, keyword)
    if joint is None:
        return []
    if kind != PASSWORD:
        match = _DIGITS_BEFORE.search(text, start, joint.start())
        if match is None:
            return []
        end = match.start() + len(text[match.start() : match.end()].rstrip(" ,\"')\r\n\t"))
        return [_cut(match.start(), end, kind)]
    token = _TOKEN_BEFORE.search(text, start, joint.start())
    if token is None or not _looks_secret(token[1]):
        return []
    return [_cut(token.start(1), token.end(1), kind)]


def _said_after(text: str, keyword: re.Match[str], kind: str) -> list[_Cut]:
    """Find "my PIN is 1234", "code 482913", "password: hunter2"."""
    at = keyword.end()
    word = ""
    is_strong = False
    for _ in range(14):
        joint = _JOINT.match(text, at)
        if joint is None:
            break
        is_strong = (
            is_strong or any(sign in joint[0] for sign in ":=>") or (kind == PASSWORD and joint[0][-1:] in "\"'")
        )
        at = joint.end()
        if kind == PASSWORD:
            cut = _password_at(text, at, keyword[0], word, is_strong=is_strong, quote=joint[0][-1:])
            if cut is not None:
                return [cut]
        elif (digit := _DIGIT.match(text, at)) is not None:
            return [] if _tells_other(text, at, word) else _digits_at(text, digit.end() - 1, kind)
        following = _WORD.match(text, at)
        if following is None or following[0].lower() not in _BETWEEN:
            break
        word = following[0].lower()
        at = following.end()
    return []


def _tells_other(text: str, at: int, word: str) -> bool:
    """Return whether the word before says that a day, a place or a sender follows: "in 2019", "from 60777"."""
    if word not in _TELLS_OTHER:
        return False
    return _YEAR.match(text, at) is not None or _TYPED_IN.search(text, max(0, at - _LOOKS_BACK), at) is None


def _digits_at(text: str, at: int, kind: str) -> list[_Cut]:
    """Return the digits that start here as a secret, and more of their kind after "and" or a comma."""
    cuts: list[_Cut] = []
    while (end := _digits_end(text, at, kind)) > at:
        size = end - at
        if cuts and not (size == cuts[0].end - cuts[0].start or (size <= 4 and kind != CODE)):
            break
        cuts.append(_cut(at, end, kind))
        more = _MORE.match(text, end)
        if more is None or len(cuts) == _MOST:
            break
        at = more.end()
        kind = CVV if kind == PIN else kind
    return cuts


def _digits_end(text: str, at: int, kind: str) -> int:
    """Return where the PIN or code that starts here ends, or `at` when these digits are something else."""
    run = _DIGIT_RUN.match(text, at)
    if run is None:
        return at
    groups = re.split(r"[ \-.]", run[0])
    sizes = tuple(len(group) for group in groups)
    end = at + _secret_length(groups, sizes, run[0], _FEWEST[kind])
    rest = text[end : end + 5]
    goes_on = re.match(r"[0-9a-z_]|[:/][0-9]|,[0-9]{3}(?![0-9])", rest, re.IGNORECASE)
    return at if goes_on or _UNITS.match(text, end) else end


def _secret_length(groups: list[str], sizes: tuple[int, ...], run: str, fewest: int) -> int:
    """Return how many characters of a run of digits are the secret; 0 for none."""
    total = sum(sizes)
    if len(groups) == 2 and "." in run and sizes[1] == 2:  # an amount
        return 0
    if sizes in ((2, 2, 4), (4, 2, 2)) and _is_date(groups):
        return 0
    if fewest <= total <= _MOST and (len(sizes) == 1 or sizes in _SECRET_SHAPES):
        return len(run)
    if groups[0].startswith("0") and any(sum(sizes[:count]) in (10, 11) for count in range(1, len(sizes) + 1)):
        return 0
    if fewest <= sizes[0] <= _MOST and sizes[:3] != (3, 3, 3) and sizes[:3] != (3, 3, 4):
        return sizes[0]
    return len(run) if fewest <= total <= _MOST else 0


def _password_at(text: str, at: int, keyword: str, word: str, *, is_strong: bool, quote: str) -> _Cut | None:
    """Return what stands here as a password, or None when it is only talk about one."""
    if quote and quote in "\"'":
        closing = text.find(quote, at, at + 66)
        if closing > at and "\n" not in text[at:closing] and _PLACE not in text[at:closing]:
            return _cut(at, closing, PASSWORD)
    token = re.compile(rf"[^\s{_PLACE}]+").match(text, at)
    if token is None:
        return None
    value = token[0].rstrip(_TAILS)
    end = at + len(value)
    if not value or value.lower() in _NOT_SAID or (value.lower() in _BETWEEN and not is_strong):
        return None
    if is_strong and not keyword.lower().endswith("s"):
        return None if _is_date_like(value) else _cut(at, end, PASSWORD)
    if _tells_other(text, at, word):
        return None
    if _looks_secret(value):
        return None if _UNITS.match(text, end) or _is_spaced_number(text, at) else _cut(at, end, PASSWORD)
    is_said = word in _COPULAS and _PLAIN_ENDING.search(value) is None and _CLAUSE_END.match(text, end) is not None
    return _cut(at, end, PASSWORD) if is_said and value.isalpha() else None


def _looks_secret(token: str) -> bool:
    """Return whether nobody would write this as an ordinary word, day, amount or address."""
    return _SYMBOL.search(token) is not None and len(token) >= 4 and _NOT_A_PASSWORD.match(token) is None


def _is_date_like(token: str) -> bool:
    return _NOT_A_PASSWORD.match(token) is not None and not token.isdigit()


def _is_spaced_number(text: str, at: int) -> bool:
    run = _DIGIT_RUN.match(text, at)
    return run is not None and " " in run[0] and sum(character.isdigit() for character in run[0]) >= 9
