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
from typing import NamedTuple

from recovery_assistant.domain.card_numbers import CardNumber, card_numbers, loose_card_numbers
from recovery_assistant.domain.plain_text import Folded, fold
from recovery_assistant.domain.secret_words import CODE, CVV, PASSWORD, PIN, secrets

CARD = "card-number"
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
    taken: list[_Cut] = []
    for _ in range(_ROUNDS):
        folded = fold(text, _MARKER)
        cuts = (
            _card_cuts(card_numbers(folded.text))
            or _card_cuts(loose_card_numbers(folded.text))
            or _secret_cuts(folded.text)
        )
        if not cuts:
            break
        text, taken = _cut_out(text, folded, cuts, taken)
    return Guarded(text, tuple(cut.kind for cut in taken))


def _card_cuts(cards: list[CardNumber]) -> list[_Cut]:
    return [_Cut(card.start, card.end, CARD, f"[card ending {card.ending}: the rest was taken out]") for card in cards]


def _secret_cuts(text: str) -> list[_Cut]:
    return [_Cut(*secret, _MARKERS[secret.kind]) for secret in secrets(text)]


def _cut_out(text: str, folded: Folded, cuts: list[_Cut], taken: list[_Cut]) -> tuple[str, list[_Cut]]:
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
