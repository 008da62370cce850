"""How single facts are said on paper: days, times, money, answers. And what a copy to share hides."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from recovery_assistant.domain import plan as p
from recovery_assistant.domain.amounts import day_words, money_words
from recovery_assistant.domain.journal import Answer
from recovery_assistant.domain.record import TOGETHER, Audience, visible, visible_lines
from recovery_assistant.domain.words import FieldWords, filled

if TYPE_CHECKING:
    from recovery_assistant.domain.country import Contact, CountryPack
    from recovery_assistant.domain.record_phrases import Phrases

TOLD_FREELY = frozenset({"text", "long-text", "phone", "reference"})
"""Kinds of field that may hold names, numbers, addresses and references."""
EACH = "\u2022\u00a0"
"""Before each of several answers: a bullet that stays on the line of its first word."""


@dataclass(frozen=True)
class Wording:
    """Says facts in the language of the record, for one audience, at one moment."""

    phrases: Phrases
    country: CountryPack
    audience: Audience
    made_at: datetime

    @property
    def hides(self) -> bool:
        """Whether names, numbers, addresses and references stay off this copy."""
        return self.audience == "share"

    def day(self, when: date) -> str:
        """Return "18 November 2026"."""
        everywhere = self.phrases.everywhere
        return day_words(when, everywhere.day, everywhere.months)

    def moment(self, when: datetime) -> str:
        """Return "18 November 2026, 10:31", in the time zone of this record."""
        local = when.astimezone(self.made_at.tzinfo) if when.tzinfo else when
        return self.day_and_time(self.day(local), f"{local:%H:%M}")

    def zone(self) -> str:
        """Return the zone of the times of this record, as a distance from UTC."""
        return f"UTC{self.made_at.isoformat()[-6:]}"

    def day_and_time(self, day: str, time: str) -> str:
        """Return a day with its time, or whichever of the two is known."""
        if day and time:
            return self.phrases.everywhere.day_and_time.format(day=day, time=time)
        return day or time

    def told_day(self, text: str) -> str:
        """Return an ISO day in words; what is not one, as it was told."""
        try:
            return self.day(date.fromisoformat(text))
        except ValueError:
            return visible(text)

    def money(self, minor: int, currency: str) -> str:
        """Return "£1,850.00" for 185000 pence; a dollar sign stands only for the dollar of the country."""
        return money_words(minor, currency, self.country.currency)

    def free(self, text: str) -> str:
        """Return what a person or the PC wrote, line by line, or the word for "hidden"."""
        if not text:
            return ""
        return self.phrases.everywhere.hidden if self.hides else "\n".join(visible_lines(text))

    def raw(self, text: str) -> str:
        """Return a text read from the PC as one line in which nothing hides, or the word for "hidden"."""
        return self.phrases.everywhere.hidden if self.hides and text else visible(text)

    def sum_of(self, amounts: Iterable[tuple[int, str]]) -> str:
        """Return the sums of amounts, one for each currency: "£2,350.00 + €20.00"."""
        totals: dict[str, int] = {}
        for minor, currency in amounts:
            totals[currency] = totals.get(currency, 0) + minor
        return " + ".join(self.money(minor, currency) for currency, minor in totals.items())

    def answer(self, field: p.Field, words: FieldWords | None, answer: Answer) -> str:
        """Return an answer as it is said on paper; "" when there is none."""
        if answer is None or answer in ("", []):
            return ""
        if isinstance(answer, bool):
            return self.phrases.everywhere.yes if answer else self.phrases.everywhere.no
        if isinstance(answer, list):
            return several([self._option(words, one) for one in answer])
        if isinstance(answer, int):
            return str(answer)
        if field.kind == "one-of":
            return self._option(words, answer)
        if field.kind == "date":
            return self.told_day(answer)
        return self.free(answer) if field.kind in TOLD_FREELY else visible(answer)

    def _option(self, words: FieldWords | None, option: str) -> str:
        known = words.options.get(option) if words else None
        return self.filled(known.label) if known else visible(option)

    def filled(self, text: str) -> str:
        """Return one of our own texts with numbers and addresses from the country pack put in."""
        return filled(text, self.country)

    def label(self, field_id: str, words: FieldWords | None) -> str:
        """Return how a question is called on paper."""
        if words is None:
            return field_id
        return self.filled(words.in_record or words.label)

    def checked(self, contact: Contact) -> str:
        """Return when a contact was checked; past its shelf life with the advice to compare it."""
        everywhere = self.phrases.everywhere
        phrase = everywhere.last_checked_on if self.is_stale(contact) else everywhere.checked_on
        return phrase.format(day=self.day(contact.checked_on))

    def is_stale(self, contact: Contact) -> bool:
        """Return whether a contact is past its shelf life on the day of this record."""
        return contact.is_stale(self.made_at.date())

    def number(self, contact: Contact) -> str:
        """Return the phone number of a contact, or what stands for it, or its web address, kept on one line."""
        return together(contact.phone) if contact.phone else contact.otherwise or together(web(contact))


def several(answers: Sequence[str]) -> str:
    """Return answers line by line. Several get a mark each, or nobody sees where the next begins behind a long one."""
    return "\n".join(f"{EACH}{answer}" for answer in answers) if len(answers) > 1 else "".join(answers)


def together(text: str) -> str:
    """Return a text that is not parted at its spaces: phone numbers, seals."""
    return text.replace(" ", TOGETHER)


def web(contact: Contact) -> str:
    """Return the web address of a contact as people type it."""
    return contact.url.removeprefix("https://").removeprefix("http://").removeprefix("www.").rstrip("/")


LAST_PRINTED = "\u052f"
"""Up to here, Latin, Greek and Cyrillic, nearly every letter stands in one of the two fonts."""
FIRST_SIGN, LAST_SIGN = "\u2010", "\u20bf"
"""Dashes, quotation marks and currencies do, too."""
AS_A_NUMBER = 8
"""Room of a letter that may have to be printed as its number, "[U+0627]"."""


def shortened(text: str, longest: int) -> tuple[str, bool]:
    """Return the first line of a text in at most `longest` letters' room, and whether something was left out."""
    first, _, rest = text.partition("\n")
    room = longest
    for position, letter in enumerate(first):
        is_printed = letter <= LAST_PRINTED or FIRST_SIGN <= letter <= LAST_SIGN
        room -= 1 if is_printed else AS_A_NUMBER
        if room < 0:
            return first[:position].rstrip(), True
    return first, bool(rest)


def grouped(hexadecimal: str, size: int = 8) -> str:
    """Return a hash in groups, so that a person can compare it."""
    return " ".join(hexadecimal[start : start + size] for start in range(0, len(hexadecimal), size))
