"""The sentences in which a machine's logs are told, as they stand in `words/<language>/telling.toml`.

`{name}` is filled by `telling.py` and `timeline.py`; the tests fill every phrase. Screen, command line and paper say
the same words.
"""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct


class _Phrases(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Base: every phrase must be there, and none that nobody says."""


class WhenPhrases(_Phrases, frozen=True, kw_only=True):
    """Days, times and lengths of time."""

    months: tuple[str, ...]
    day: str
    day_of_year: str
    at: str
    about: str
    day_only: str
    unknown: str
    time_about: str
    zone: str
    zone_guessed: str
    clock_fast: str
    clock_slow: str
    seconds: str
    one_second: str
    minutes: str
    one_minute: str
    hours: str
    one_hour: str
    two_parts: str
    days: str
    one_day: str


class WhoPhrases(_Phrases, frozen=True, kw_only=True):
    """The other side, as far as a log names it."""

    number: str
    known_as: str
    program: str
    nobody_named: str
    other_number: str
    other_known_as: str
    other: str
    this_program: str


class SessionPhrases(_Phrases, frozen=True, kw_only=True):
    """Somebody was connected."""

    stayed: str
    connected: str
    was_connected: str
    left: str
    end_unknown: str
    end_not_after: str
    called: str
    user: str
    files_only: str
    how: Mapping[str, str]
    went_out: str
    went_out_stayed: str
    went_out_means: str
    unclear: str
    unclear_means: str


class AttemptPhrases(_Phrases, frozen=True, kw_only=True):
    """Somebody tried."""

    tried: str
    refused: str
    means: str
    says: str
    lasted: str
    more: str
    went_out: str
    unclear: str


class PresencePhrases(_Phrases, frozen=True, kw_only=True):
    """A tool stood here."""

    here: str
    started: str
    password_set: str
    belongs: str
    means: str


class ActivityPhrases(_Phrases, frozen=True, kw_only=True):
    """What was done, by `session.What`: one sentence with the thing, one without, one for many of a kind."""

    unconfirmed: str
    through: str
    happened: str
    begun: str
    begun_named: str
    said: Mapping[str, str]
    named: Mapping[str, str]
    more: Mapping[str, str]


class SurePhrases(_Phrases, frozen=True, kw_only=True):
    """How sure this is."""

    high: str
    medium: str
    several: str
    low: str
    local: str
    zone_unknown: str
    about: str
    day_only: str
    slow: str
    fast: str


class UnknownPhrases(_Phrases, frozen=True, kw_only=True):
    """What cannot be known on this PC."""

    no_place: str
    address: str
    address_means: str
    addresses: str
    addresses_mean: str
    address_hidden: str
    through_here: str
    network_only: str
    relay_only: str
    number_only: str
    name_only: str
    nothing: str
    how: str
    person: str


class AskPhrases(_Phrases, frozen=True, kw_only=True):
    """Whom to ask, and which number to give."""

    both: str
    police: str
    give_number: str
    give_name: str
    give_address: str
    give_times: str
    desk: str
    look_for: str
    desk_unknown: str
    checked_on: str


class MomentPhrases(_Phrases, frozen=True, kw_only=True):
    """The lines of a timeline, its heading, and the sentence for somebody who cannot see its picture."""

    came: str
    connected: str
    connected_again: str
    connected_already: str
    left: str
    left_unknown: str
    left_not_after: str
    next_day: str
    tried: str
    refused: str
    password_set: str
    went_out: str
    unclear: str
    payment: str
    payment_unknown: str
    call: str
    looked: str
    you_said_began: str
    you_said_ended: str
    unsure: str
    time_unsure: str
    more: str
    no_sessions: str
    undated: str
    one_session: str
    sessions: str
    sessions_days: str
    together: str
    together_at_least: str
    agrees: str
    differs: str
    other_day: str
    differs_means: str
    picture: str
    picture_bar: str
    picture_bar_open: str
    picture_bar_since: str
    picture_payment: str
    days_left_out: str
    end_unknown: str
    start_unknown: str


class RecordPhrases(_Phrases, frozen=True, kw_only=True):
    """The section of the paper."""

    heading: str
    not_read: str
    read_on: str
    scope: str
    not_told: str
    scopes: Mapping[str, str]
    nothing_means: str
    as_list: str
    other_times: str
    said: str
    unknown: str
    ask: str
    sources: str
    source: str
    source_lines: str
    source_no_line: str
    not_understood: str
    one_not_understood: str
    none_found: str
    some_unread: str
    other_zone: str
    not_read_places: str
    left_out: str
    maker: str


class ReportPhrases(_Phrases, frozen=True, kw_only=True):
    """Words to send to the maker of a program."""

    opening: str
    number: str
    own_number: str
    name: str
    time: str
    address: str
    closing: str


class SuggestPhrases(_Phrases, frozen=True, kw_only=True):
    """What the records suggest on other pages."""

    heading: str
    statements: str
    statements_before: str
    passwords: str
    downloads: str
    more: str
    maker: str
    copy: str
    copied: str
    lead: str
    lead_fits: str
    lead_differs: str


class StatementPhrases(_Phrases, frozen=True, kw_only=True):
    """Why a row of a bank's statement is marked, and what was looked at."""

    in_session: str
    after_session: str
    new_payee: str
    small_test: str
    larger_after_test: str
    duplicate: str
    foreign: str
    foreign_amount: str
    marked: str
    one_marked: str
    none_marked: str
    not_all: str
    looked_at: str
    earlier: str
    no_day: str
    history_short: str
    many_payees: str
    left_out: str
    unread: str
    one_unread: str
    why_unread: Mapping[str, str]
    doubts: Mapping[str, str]


class TellingPhrases(_Phrases, frozen=True, kw_only=True):
    """All sentences about what logs tell, in one language."""

    when: WhenPhrases
    who: WhoPhrases
    session: SessionPhrases
    attempt: AttemptPhrases
    presence: PresencePhrases
    activity: ActivityPhrases
    sure: SurePhrases
    unknown: UnknownPhrases
    ask: AskPhrases
    moments: MomentPhrases
    record: RecordPhrases
    report: ReportPhrases
    suggest: SuggestPhrases
    statement: StatementPhrases
