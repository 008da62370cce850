"""The fixed phrases of the printed record, as they stand in `words/<language>/record.toml`.

What the plan already says (questions, answers, names of tasks) is taken from the plan's words; here is only what the
paper says by itself. `{name}` is filled by the builder of the record; the tests fill every phrase once.
"""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from recovery_assistant.domain.journal import Actor, ExhibitKind


class _Phrases(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Base: every phrase must be there, and none that nobody prints."""


class Everywhere(_Phrases, frozen=True, kw_only=True):
    """Head, foot, and words used in many places."""

    head: str
    page: str
    of: str
    seal: str
    seal_of_one: str
    promise: str
    ticked: str
    empty: str
    to_write: str
    code: str
    months: tuple[str, ...]
    day: str
    day_and_time: str
    yes: str
    no: str
    hidden: str
    shortened: str
    checked_on: str
    last_checked_on: str
    on_page: str
    part_lost: str
    part_may_be_lost: str
    files_lost: str
    taken_over: str


class ReadOutPhrases(_Phrases, frozen=True, kw_only=True):
    """Page 1: the sheet to read out on the phone."""

    heading: str
    ring: str
    ring_card: str
    then_report: str
    in_region: str
    ring_police: str
    police_at_once: str
    what_happened: str
    began: str
    said_they_were: str
    programs: str
    connected_more: str
    programs_by_records: str
    clock_fast: str
    clock_slow: str
    programs_found: str
    money: str
    one_payment: str
    payments: str
    payments_some_unknown: str
    payments_unknown: str
    ask_bank: str
    ask_police: str
    write_down: str
    lines: tuple[str, ...]


class SharedPhrases(_Phrases, frozen=True, kw_only=True):
    """Page 1 of the copy to share."""

    heading: str
    lead: str


class TechnicianPhrases(_Phrases, frozen=True, kw_only=True):
    """Page 1 of the technician's copy."""

    heading: str
    lead: str
    warning: str
    programs: str
    none: str
    write_down: str
    lines: tuple[str, ...]


class StoryPhrases(_Phrases, frozen=True, kw_only=True):
    """What happened."""

    heading: str
    nothing: str
    about_you: str


class PaymentPhrases(_Phrases, frozen=True, kw_only=True):
    """Payments, one row each."""

    heading: str
    nothing: str
    caption: str
    when: str
    how_much: str
    how: str
    who: str
    one: str
    noticed_on: str
    bank_told_on: str
    account_ending: str
    to_whom: str
    reference: str
    bank_said: str
    bank_reference: str
    statement_on: str
    refused: str
    complained_on: str
    final_letter_on: str
    to_own_account: str
    sent_abroad: str
    other: str
    rails: Mapping[str, str]
    who_sent: Mapping[str, str]


class FindingPhrases(_Phrases, frozen=True, kw_only=True):
    """What was found on the PC, what was done about it, and what could not be looked at."""

    heading: str
    not_looked: str
    looked: str
    still_looking: str
    stopped: str
    cable: Mapping[str, str]
    none_found: str
    came: str
    came_after: str
    came_same_day: str
    sure: str
    sureness: Mapping[str, str]
    answer: str
    marks: Mapping[str, str]
    left_behind: str
    to_look_over: str
    to_look_over_lead: str
    came_with_call: str
    put_right: str
    more_of_them: str
    browsers_with_passwords: str
    marks_without_people: Mapping[str, str]
    sources: Mapping[str, str]
    done: str
    nothing_done: str
    kept: str
    never_removed: str
    by_hand: str
    by_hand_part: str
    gone: str
    gone_with_gaps: str
    still_there: str
    could_not_look_again: str
    steps: str
    how_we_know: str
    one_of_several: str
    evidence: str
    details: str
    details_lead: str
    detail: str
    gaps: str
    gap: str
    gap_without_reason: str
    other_place: str
    system: str
    places: str
    no_gaps: str
    meaning: str
    meaning_text: str
    newer_events: str


class CopyPhrases(_Phrases, frozen=True, kw_only=True):
    """Copied files and their hashes."""

    heading: str
    lead: str
    none: str
    lead_short: str
    of: str
    of_none: str
    size_and_day: str
    size: str
    hash: str
    hash_short: str
    missed: str
    missed_one: str
    missed_count: str
    of_former: str
    kinds: Mapping[ExhibitKind, str]
    people: Mapping[Actor, str]
    how_many: str
    files_and_size: str
    when: str
    span: str
    for_whom: str
    by_program: str
    zone: str
    times: str
    clock: str
    clock_unknown: str
    clock_right: str
    clock_fast: str
    clock_slow: str
    created: str
    accessed: str
    owner: str
    number: str
    owner_unknown: str
    sign_lead: str
    sign: tuple[str, ...]
    grew: str
    copied_at: str
    read_again: str
    not_read_again: str


class CallPhrases(_Phrases, frozen=True, kw_only=True):
    """Calls, references and reports."""

    heading: str
    none: str
    rang: str
    rang_until: str
    answered: str
    held: str
    spoke_to: str
    reference: str
    said: str
    reports: str
    papers: str
    sheet: str
    letters: Mapping[str, str]


class DonePhrases(_Phrases, frozen=True, kw_only=True):
    """What was done already."""

    heading: str
    lead: str
    nothing: str
    steps: str
    removed_secrets: str


class ToDoPhrases(_Phrases, frozen=True, kw_only=True):
    """What is still to do, with dates."""

    heading: str
    lead: str
    nothing: str
    remove: str
    decide: str
    money_back: str
    one_payment: str
    before: str
    not_known: str
    rules_checked: str
    dates: str
    until: str


class PhonePhrases(_Phrases, frozen=True, kw_only=True):
    """Codes for a phone."""

    heading: str
    lead: str


class SheetPhrases(_Phrases, frozen=True, kw_only=True):
    """The sheet with the recovery code, which belongs to no record."""

    title: str
    heading: str
    lead: str
    code: str
    opens: str
    opens_text: str
    how: str
    steps: tuple[str, ...]
    warning: str
    case: str
    file: str
    made_on: str
    promise: str


class DisputePhrases(_Phrases, frozen=True, kw_only=True):
    """Rows of statements to dispute."""

    heading: str
    nothing: str
    not_mine: str
    unsure: str
    when: str
    how_much: str
    name: str
    reference: str
    out: str
    came: str
    more: str


class Phrases(_Phrases, frozen=True, kw_only=True):
    """All fixed phrases of the record in one language.

    Attributes:
        language: as in a PDF or HTML file, such as "en-GB".
        titles: title of the document, by audience.
    """

    language: str
    titles: Mapping[str, str]
    everywhere: Everywhere
    read_out: ReadOutPhrases
    shared: SharedPhrases
    technician: TechnicianPhrases
    story: StoryPhrases
    payments: PaymentPhrases
    disputes: DisputePhrases
    findings: FindingPhrases
    copies: CopyPhrases
    calls: CallPhrases
    done: DonePhrases
    to_do: ToDoPhrases
    phone: PhonePhrases
    sheet: SheetPhrases
