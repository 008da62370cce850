"""Secrets beside their word: "my PIN is 1234", "password: hunter2", "the 3 digits on the back are 123".

Each word is looked for, and from it a few words on (or back) for what it names. What only looks like a secret is left:
"error code 1234", "I changed my PIN in 2019", "my password is safe".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from recovery_assistant.domain.plain_text import PLACE, is_day
from recovery_assistant.domain.secret_nearby import Numbers

PIN, CVV, CODE, PASSWORD = "pin", "cvv", "code", "password"


class Secret(NamedTuple):
    """Where a secret stands in the folded text (end exclusive), and its kind."""

    start: int
    end: int
    kind: str


_KEYWORDS = {
    CVV: r"cvv2?|cvc2?|cv2|csc|sec(?:urity)? (?:code|number|digits)|card verification (?:code|number|value)"
    r"|on the (?:back|reverse|signature strip)|(?<!last )(?:three|3)[ -](?:digits?|numbers?)(?: (?:code|number))?"
    r"|(?:numbers?|digits|code) (?:on|from|at) the (?:back|reverse|signature strip)"
    r"(?: of (?:the|my|her|his|our) card)?"
    r"|(?:the )?signature strip(?: (?:numbers?|digits|code))?"
    r"|back of (?:(?:the|my|her|his|our) )?(?:(?:bank|debit|credit) )?card",
    PASSWORD: r"pass ?-?words?|passw[dr]{1,2}d?|pass?wr?ord|pwd?|pass ?-?phrases?|passcodes?"
    r"|memorable (?:word|name|place|information)|(?:secret|security) answer"
    r"|answer to (?:my|the|her|his|our) (?:secret|security) question",
    PIN: r"secret number|(?:four|4)[ -]digit (?:number|code)|(?<!drawing )(?<!safety )(?<!bowling )(?<!rolling )"
    r"(?<!hat )(?<!hair )p\.?i\.?n\.?s?(?=[^a-z]|$)(?! money\b)"
    r"(?!(?-i:(?: [A-Z][a-z]+){0,2} (?:Road|Rd|Street|Lane|Avenue|Close|Drive|Way|Court|Crescent|Gardens|Hill|Row)\b))"
    r"(?: ?-?(?:numbers?|codes?|no\.?))?|pincodes?",
    CODE: r"codes?|otp|(?:verification|authentication|authorisation|passcode) numbers?|recovery (?:codes?|keys?)"
    r"|text messages?|by text|sms|the text said|one[ -]time (?:pass)?codes?|pin ?-?sentry(?: codes?)?"
    r"|pass ?numbers?|pass ?keys?|secure ?keys?(?: (?:codes?|numbers?))?|(?:card|pin) ?readers?"
    r"|(?:six|6)[ -](?:digits?|numbers?) (?:from|on|in|of) (?:the|a|my|that) (?:text|message|phone|app|e-?mail)",
}
_KEYWORD = re.compile(
    "(?<![a-z0-9_])(?:"
    + "|".join(f"(?P<{kind}>{words})" for kind, words in _KEYWORDS.items())
    + ")(?:'s(?=\\s))?(?![a-z0-9_])",
    re.IGNORECASE,
)
# "error code", "post code", "crime reference code": codes that are no secret, and often a lead.
_OPEN_CODE = re.compile(
    r"\b(?:error|zip|post|postal|area|dial|dialling|dialing|country|sort|reference|ref|crime|bar|qr|product|tax|page"
    r"|event|exit|status|stop|source|promo|discount|voucher|tracking|colou?r|dress|swift|bic|branch|clearing|merchant"
    r"|store|job|incident|case|ticket|model|serial|part|batch|currency|station|department|course|fault|result|return"
    r"|response|stock|item|agent|staff|employee|badge|supplier|order|invoice|claim|complaint|windows|stop|bug|hex"
    r"|report|booking|gift card|company|licen[cs]e|machine|session|remote"
    r"|support|anydesk|teamviewer|quick assist|quick assist security|ultraviewer|licence key)"
    r"(?: (?:number|id))?[ \-'\"]{0,2}\Z",
    re.IGNORECASE,
)


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Words that may stand between the word and its secret ("the code that they sent me was …").
_BETWEEN = _words(
    "a account actually again also an and app are as asked at bank banking be been by called came card cards "
    "change changed come comes computer credit currently debit down e-mail email enter entered entering "
    "everything for from gave get getting give given got had has have he her hers him his i in is it it's its "
    "just key keyed laptop like log-in login made make makes making me message mobile my new no no. now num "
    "number numbers of old on online our out over pc phone put read received said say says sent set she simply "
    "sms still tell text texted that the their them then there these they this those to told too type typed "
    "typing us use used username using was we were which wi-fi wifi windows with would wrote"
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
_NUMBER_WORD = (
    r"(?:(?:double|treble|triple)[ \-])?"
    r"(?:zero|nought|oh|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"
    r"|(?:thir|four|fif|six|seven|eigh|nine)teen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|thousand)\b"
)
_SPELLED = re.compile(rf"{_NUMBER_WORD}(?:[ ,\-]{{1,3}}(?:and )?{_NUMBER_WORD}){{2,11}}", re.IGNORECASE)
_RECOVERY_CODE = re.compile(r"[\s:=]{0,3}(?:is |was )?([0-9A-Z]{4}(?:[ \-][0-9A-Z]{4})+)(?![0-9A-Za-z])")
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

_DIGITS_AND_LAST = re.compile(r"[0-9](?:[ ,\-]{1,2}[0-9]){1,6},? and [0-9](?![0-9])")  # "4 8 2 and 1"

# What is a secret by its whole phrase, with no word right beside it that names it.
_PHRASES = tuple(
    (kind, re.compile(phrase, re.IGNORECASE))
    for kind, phrase in (
        (PASSWORD, r"\b(?:it'?s|it (?:is|was)) (\S{4,64}) (?:my|the|her|his|our) pass ?word\b"),
        (PASSWORD, r"\blog ?-?[io]n(?: details)?\s?[:=]\s?[^\s/,|]{1,40}(?:\s?[/,|]\s?|\s)(\S{4,64})"),
        (
            CVV,
            (
                rf"(?:{PLACE}|\b(?:valid (?:to|until|thru)|expir(?:y|es|ing)|exp)\b)[\s,;:.\-]{{0,4}}"
                r"(?:[a-z]{2,8}[ :]{1,2}){0,3}(?:0[1-9]|1[0-2])\s?[/\-]\s?(?:20)?[0-9]{2}[\s,;]{1,3}"
                r"(?:(?:and|with|then|the|my|security|code|number|digits|back|is|was)[ :]{1,2}){0,4}"
                r"([0-9]{3})(?![0-9]|[:/.,\-][0-9])"
            ),
        ),
        (
            CODE,
            (
                r"\b(?:google|sent|text|texted|message)\b(?:(?!\bref|\bcase)[^.!?\n]){0,40}?"
                r"(?<![a-z0-9\-])g-([0-9]{6})(?![0-9])"
            ),
        ),
        (CODE, r"\b(?:bitlocker|recovery (?:key|code)s?)\b[^.!?\n0-9]{0,40}([0-9]{6}(?:[ \-][0-9]{6}){1,7})(?![0-9])"),
    )
)
_USED_FOR = re.compile(
    r"\b(?:use|used|using|typed|put|set) (\S{3,64}) (?:for|as) (?:my|the|her|his|our) pass ?word\b"
    r"(?! (?:reset|manager|change|hint|recovery|help|page))",
    re.IGNORECASE,
)
_BOTH = re.compile(r"(?=\S*[0-9])(?=\S*[a-z])", re.IGNORECASE)  # letters and digits: no word, no day, no amount

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
_ANOTHER = re.compile(rf"\s?(?:,|/|&|\band\b|\bor\b)\s?(?:and |or )?([^\s{PLACE}]+)", re.IGNORECASE)
_ANOTHER_NAMED = re.compile(rf"\s?(?:,|/|&|\band\b)\s?(?:[a-z\-]{{2,12}}:? ){{1,2}}([^\s{PLACE}]+)", re.IGNORECASE)
_PLAIN_WORDS = re.compile(r"[a-z]{3,}(?: [a-z]{3,}){3,7}(?![a-z])", re.IGNORECASE)
_CLAUSE_END = re.compile(r"\s*(?:[.,;!?)\n]|\Z|\b(?:and|but|which|so|because|then)\b)", re.IGNORECASE)


_USUAL_SIZE = {PIN: 4, CVV: 3, CODE: 6}
_PUBLIC = frozenset(("7726",))  # the number for scam texts; the program itself tells people to use it
_SPELLED_BEFORE = re.compile(
    rf"({_NUMBER_WORD}(?:[ ,\-]{{1,3}}(?:and )?{_NUMBER_WORD}){{2,11}})"
    r"(?:[ ,]| (?:is|was) | (?:which|that) (?:is|was) )+(?:my |the |a )?\Z",
    re.IGNORECASE,
)
_SECRET_TOKEN = re.compile(r"\s?[:=]?\s*([^\s]*[a-z][^\s]*[0-9][^\s]*)", re.IGNORECASE)
_PASS = re.compile(r"(?<![a-z0-9_-])pass(?=\s|[:=])", re.IGNORECASE)


def secrets(text: str) -> list[Secret]:
    """Return every secret in a folded text, in reading order, in time linear in its length."""
    found: list[Secret] = list(_phrases(text))
    numbers = Numbers(text)
    for match in _KEYWORD.finditer(text):
        kind = str(match.lastgroup)
        if kind in (CODE, CVV) and _OPEN_CODE.search(text, max(0, match.start() - _LOOKS_BACK), match.start()):
            continue
        found += _said_before(text, match.start(), kind) or _said_after(text, match, kind)
        found += _said_nearby(text, match, kind, numbers)
    for match in _PASS.finditer(text):  # "user margaret pass Fluffy1948"
        token = _SECRET_TOKEN.match(text, match.end())
        if token is not None and _looks_secret(token[1].rstrip(_TAILS)):
            found.append(Secret(token.start(1), token.start(1) + len(token[1].rstrip(_TAILS)), PASSWORD))
    return _without_overlaps(found)


def _phrases(text: str) -> Iterator[Secret]:
    for kind, phrase in _PHRASES:
        for match in phrase.finditer(text):
            value = match[1].rstrip(_TAILS)
            end = match.start(1) + len(value)
            is_secret = _looks_secret(value) and _BOTH.match(value) if kind == PASSWORD else not _UNITS.match(text, end)
            if is_secret:
                yield Secret(match.start(1), end, kind)
    for match in _USED_FOR.finditer(text):
        if match[1].lower() not in _NOT_SAID and PLACE not in match[1]:
            yield Secret(*match.span(1), PASSWORD)


def _without_overlaps(found: list[Secret]) -> list[Secret]:
    kept: list[Secret] = []
    for secret in sorted(found, key=lambda one: (one.start, -one.end)):
        if not kept or secret.start >= kept[-1].end:
            kept.append(secret)
    return kept


def _said_nearby(text: str, keyword: re.Match[str], kind: str, numbers: Numbers) -> list[Secret]:
    """Find what stands in the same sentence: "I told him 4821 which is my pin"."""
    if kind == CODE and (grouped := _RECOVERY_CODE.match(text, keyword.end())) is not None:
        return [Secret(*grouped.span(1), CODE)] if keyword[0].lower().startswith("recovery") else []
    if kind not in _USUAL_SIZE:
        return []
    near = [Secret(*span, kind) for span in numbers.near(*keyword.span(), _USUAL_SIZE[kind])]
    spelled = _SPELLED_BEFORE.search(text, max(0, keyword.start() - _LOOKS_BACK), keyword.start())
    return near + ([Secret(*spelled.span(1), kind)] if spelled else [])


def _secret(start: int, end: int, kind: str) -> Secret:
    if kind == CVV and end - start > 4:  # "security code" is also what a text message calls its six digits
        kind = CODE
    return Secret(start, end, kind)


def _said_before(text: str, keyword: int, kind: str) -> list[Secret]:
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
        return [_secret(match.start(), end, kind)]
    token = _TOKEN_BEFORE.search(text, start, joint.start())
    if token is None or not _looks_secret(token[1]):
        return []
    return [_secret(token.start(1), token.end(1), kind)]


def _said_after(text: str, keyword: re.Match[str], kind: str) -> list[Secret]:
    """Find "my PIN is 1234", "code 482913", "password: hunter2"."""
    at = keyword.end()
    name = keyword[0].lower()
    word = "is" if name.endswith("'s") else ""  # "my password's Fluffy1948"
    name = name.removesuffix("'s")
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
            cut = _password_at(text, at, name, word, is_strong=is_strong, quote=joint[0][-1:])
            if cut is not None:
                return [cut, *_more_passwords(text, cut.end, is_list=name.endswith("s"))]
        elif (spelled := _SPELLED.match(text, at)) is not None:
            return [Secret(*spelled.span(), kind)]
        elif (digits := _DIGITS_AND_LAST.match(text, at)) and sum(map(str.isdigit, digits[0])) >= _FEWEST[kind]:
            return [Secret(*digits.span(), kind)]
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


def _digits_at(text: str, at: int, kind: str) -> list[Secret]:
    """Return the digits that start here as a secret, and more of their kind after "and" or a comma."""
    cuts: list[Secret] = []
    while (end := _digits_end(text, at, kind)) > at:
        size = end - at
        if cuts and not (size == cuts[0].end - cuts[0].start or (size <= 4 and kind != CODE)):
            break
        cuts.append(_secret(at, end, kind))
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
    if kind == CODE and text[at:end] in _PUBLIC:
        return at
    rest = text[end : end + 5]
    goes_on = re.match(r"[0-9a-z_]|[:/][0-9]|,[0-9]{3}(?![0-9])", rest, re.IGNORECASE)
    return at if goes_on or _UNITS.match(text, end) else end


def _secret_length(groups: list[str], sizes: tuple[int, ...], run: str, fewest: int) -> int:
    """Return how many characters of a run of digits are the secret; 0 for none."""
    total = sum(sizes)
    if len(groups) == 2 and "." in run and sizes[1] == 2:  # an amount
        return 0
    if sizes in ((2, 2, 4), (4, 2, 2)) and is_day(groups):
        return 0
    if sizes[0] == 4 and set(groups) == {groups[0]}:  # the same PIN over and over
        return len(run)
    if fewest <= total <= _MOST and (len(sizes) == 1 or sizes in _SECRET_SHAPES):
        return len(run)
    if groups[0].startswith("0") and any(sum(sizes[:count]) in (10, 11) for count in range(1, len(sizes) + 1)):
        return 0
    if fewest <= sizes[0] <= _MOST and sizes[:3] != (3, 3, 3) and sizes[:3] != (3, 3, 4):
        return sizes[0]
    return len(run) if fewest <= total <= _MOST else 0


def _password_at(text: str, at: int, keyword: str, word: str, *, is_strong: bool, quote: str) -> Secret | None:
    """Return what stands here as a password, or None when it is only talk about one."""
    if quote and quote in "\"'":
        closing = text.find(quote, at, at + 66)
        if closing > at and "\n" not in text[at:closing] and PLACE not in text[at:closing]:
            return _secret(at, closing, PASSWORD)
    token = re.compile(rf"[^\s{PLACE}]+").match(text, at)
    if token is None:
        return None
    if (word in _COPULAS or is_strong) and (phrase := _phrase_end(text, at)) > at:
        return _secret(at, phrase, PASSWORD)
    value = token[0].rstrip(_TAILS)
    end = at + len(value)
    if not value or value.lower() in _NOT_SAID or (value.lower() in _BETWEEN and not is_strong):
        return None
    if is_strong and not keyword.endswith("s"):
        return None if _is_date_like(value) else _secret(at, end, PASSWORD)
    if _tells_other(text, at, word):
        return None
    if _looks_secret(value):
        return None if _UNITS.match(text, end) or _is_spaced_number(text, at) else _secret(at, end, PASSWORD)
    is_said = word in _COPULAS and _PLAIN_ENDING.search(value) is None and _CLAUSE_END.match(text, end) is not None
    return _secret(at, end, PASSWORD) if is_said and value.isalpha() else None


def _more_passwords(text: str, at: int, *, is_list: bool) -> list[Secret]:
    """Find the others of "Fluffy1948 and Rover77", in a list also "email Rover77"; only what is no ordinary word."""
    found: list[Secret] = []
    while len(found) < _MOST and (match := _ANOTHER.match(text, at)) is not None:
        value = match[1].rstrip(_TAILS)
        if is_list and not _looks_secret(value) and (named := _ANOTHER_NAMED.match(text, at)) is not None:
            match, value = named, named[1].rstrip(_TAILS)
            value = value if _BOTH.match(value) else ""
        if not _looks_secret(value) or _UNITS.match(text, match.start(1) + len(value)):
            break
        at = match.start(1) + len(value)
        found.append(Secret(match.start(1), at, PASSWORD))
    return found


def _phrase_end(text: str, at: int) -> int:
    """Return where several plain words that only make sense as a passphrase end ("correct horse battery staple")."""
    match = _PLAIN_WORDS.match(text, at)
    if match is None or _CLAUSE_END.match(text, match.end()) is None:
        return at
    words = match[0].lower().split()
    ordinary = [word in _NOT_SAID or word in _BETWEEN or _PLAIN_ENDING.search(word) is not None for word in words]
    return at if any(ordinary[1:]) else match.end()


def _looks_secret(token: str) -> bool:
    """Return whether nobody would write this as an ordinary word, day, amount or address."""
    return _SYMBOL.search(token) is not None and len(token) >= 4 and _NOT_A_PASSWORD.match(token) is None


def _is_date_like(token: str) -> bool:
    return _NOT_A_PASSWORD.match(token) is not None and not token.isdigit()


def _is_spaced_number(text: str, at: int) -> bool:
    run = _DIGIT_RUN.match(text, at)
    return run is not None and " " in run[0] and sum(character.isdigit() for character in run[0]) >= 9
