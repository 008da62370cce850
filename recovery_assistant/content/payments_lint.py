"""Whether a country's rules for payments hold together: every way has words, every date a figure with a source."""

from __future__ import annotations

from collections.abc import Iterator
from typing import get_args

from msgspec import structs

from recovery_assistant.content.lint_facts import has_contact
from recovery_assistant.content.lint_parts import LANGUAGE, Library, LintFinding, an_error
from recovery_assistant.domain.country import CountryPack, Rule
from recovery_assistant.domain.payment import WhoSent
from recovery_assistant.domain.payment_rules import TOO_LATE, ComplaintRule, RouteDate, RouteRule, WhoAnswered
from recovery_assistant.domain.refund import LAST_RESORT, REMARKS, unit_of
from recovery_assistant.domain.reminder_rules import ReminderRule
from recovery_assistant.domain.reminders import HabitId
from recovery_assistant.domain.words import Words

SURE: tuple[WhoSent, ...] = ("them", "me", "unseen")
ANSWERS: tuple[WhoAnswered, ...] = get_args(WhoAnswered)
_OF_A_COMPLAINT = ("complained", "final-letter")


def payments(library: Library) -> Iterator[LintFinding]:
    """Yield what is wrong with the payment rules and the reminders of a country, and with their words."""
    pack, file = library.pack, f"countries/{library.pack.code.lower()}/payments.toml"
    yield from _rows(pack, file)
    yield from _every_payment_has_a_way(pack, file)
    for number, row in enumerate(pack.payments.routes):
        yield from _row(row, pack, f"{file}:routes[{number}] {row.id}")
    yield from _complaint(pack.payments.complaint, pack, f"{file}:complaint")
    yield from _complaint(pack.payments.other_complaint, pack, f"{file}:other_complaint")
    for reminder in pack.reminders:
        yield from _reminder(reminder, library, file.replace("payments", "reminders"))
    yield from _words(library)


def _rows(pack: CountryPack, file: str) -> Iterator[LintFinding]:
    rules = pack.payments
    if not rules.routes:
        yield an_error(file, "payment-rules", "There are no rules for payments.", "Write payments.toml.")
        return
    if not _is_for_all(rules.routes[-1]):
        reason = f"The last way is not “{LAST_RESORT.id}” for all payments."
        yield an_error(file, "payment-rules", reason, f'Put [[routes]] id = "{LAST_RESORT.id}" at the end, alone.')
    for rail in sorted({rail for row in rules.routes for rail in row.rails} - set(rules.rails)):
        yield an_error(file, "payment-rules", f"{rail} has a way, but is not asked for.", "Add it to rails.")
    for rail in sorted({rail for rail in rules.rails if rules.rails.count(rail) > 1}):
        yield an_error(file, "payment-rules", f"{rail} stands twice in rails.", "Take one out.")


def _is_for_all(row: RouteRule) -> bool:
    free = ("letter", "contacts", "remarks", "rules", "complaint")
    return row == structs.replace(LAST_RESORT, **{name: getattr(row, name) for name in free})


def _every_payment_has_a_way(pack: CountryPack, file: str) -> Iterator[LintFinding]:
    rules = pack.payments
    for rail in rules.rails:
        rows = [row for row in rules.routes if rail in row.rails]
        for who in ANSWERS:
            if rail != "other" and not any(who in row.who or not row.who for row in rows):
                reason = f"No way is written for {rail} with who = {who}."
                yield an_error(file, "payment-rules", reason, "Add a row for it.")


def _row(row: RouteRule, pack: CountryPack, place: str) -> Iterator[LintFinding]:
    yield from _references(row, pack, place)
    if row.as_if and (set(row.who) - {"unknown", "none"} or not row.who):
        yield an_error(place, "payment-rules", "as_if is for who = unknown and none only.", "Set who.")
    if set(row.as_if) - set(SURE):
        yield an_error(place, "payment-rules", "as_if takes them, me and unseen only.", "Check as_if.")
    for region in sorted(set(row.regions) - set(pack.regions)):
        yield an_error(place, "payment-rules", f"{pack.name} has no region {region}.", "Check regions.")
    rules = _rules(row.rules, pack)
    for name, bound in (("above_minor", row.amount_above_minor), ("up_to_minor", row.amount_up_to_minor)):
        if bound is not None and bound not in {rule.values.get(name) for rule in rules}:
            reason = f"amount_{name} is {bound}, but no rule of the way has {name} = {bound}."
            yield an_error(place, "figure-without-source", reason, "Name the rule that it comes from.")
    for name, day in (("sent_from", row.sent_from), ("sent_before", row.sent_before)):
        if day is not None and day not in {rule.in_force_from for rule in rules}:
            reason = f"{name} is {day}, but no rule of the way is in force from that day."
            yield an_error(place, "figure-without-source", reason, "Set in_force_from of the rule that it comes from.")
    if row.limit_rule and not any("limit_minor" in rule.values for rule in _rules((row.limit_rule,), pack)):
        yield an_error(place, "unknown-rule", f"{row.limit_rule} is no rule with limit_minor.", "Check limit_rule.")
    for date in row.dates:
        yield from _date(date, row.rules, pack, f"{place} {date.id}")
        if date.counted_from in _OF_A_COMPLAINT:
            yield an_error(place, "payment-rules", f"{date.id} belongs to a complaint.", "Move it to [complaint].")


def _complaint(complaint: ComplaintRule, pack: CountryPack, place: str) -> Iterator[LintFinding]:
    yield from _references(complaint, pack, place)
    for date in complaint.dates:
        yield from _date(date, complaint.rules, pack, f"{place} {date.id}")
        if date.counted_from not in _OF_A_COMPLAINT:
            yield an_error(place, "payment-rules", f"{date.id} is not counted from a complaint.", "Check `from`.")


def _references(row: RouteRule | ComplaintRule, pack: CountryPack, place: str) -> Iterator[LintFinding]:
    known = {rule.id for rule in pack.rules}
    for name in row.rules:
        if name not in known:
            yield an_error(place, "unknown-rule", f"{pack.name} has no rule “{name}”.", "Check the id.")
    for name in row.contacts:
        if not has_contact(pack, name):
            yield an_error(place, "unknown-contact", f"{pack.name} has no contact “{name}”.", "Check the id.")


def _date(date: RouteDate, rules: tuple[str, ...], pack: CountryPack, place: str) -> Iterator[LintFinding]:
    yield from _figure(date.rule, date.value, pack, place)
    if date.rule not in rules:
        yield an_error(place, "unknown-rule", f"The way does not rest on {date.rule}.", "Add it to its rules.")
    if not date.mine and date.missed != TOO_LATE:
        yield an_error(place, "payment-rules", "Only a date with mine = true can be missed.", "Remove missed.")


def _figure(rule_id: str, value: str, pack: CountryPack, place: str) -> Iterator[LintFinding]:
    if not any(value in rule.values for rule in _rules((rule_id,), pack)):
        yield an_error(place, "unknown-rule", f"There is no rule {rule_id} with a value {value}.", "Check both.")
    if not unit_of(value):
        reason = f"{value} does not end in a unit."
        yield an_error(place, "payment-rules", reason, "End it in _business_days, _days, _weeks, _months or _hours.")


def _reminder(reminder: ReminderRule, library: Library, file: str) -> Iterator[LintFinding]:
    place = f"{file}:{reminder.id}"
    yield from _figure(reminder.rule, reminder.value, library.pack, place)
    step_id, _, field_id = reminder.counted_from.partition(".")
    steps = (step for stage in library.plan.stages for step in stage.steps if step.id == step_id)
    if not any(field.id == field_id and field.kind == "date" for step in steps for field in step.fields):
        reason = f"No page asks {reminder.counted_from} as a day."
        yield an_error(place, "unknown-field", reason, "Check both ids.")


def _words(library: Library) -> Iterator[LintFinding]:
    pack, words = library.pack, library.words
    file = f"words/{LANGUAGE}/{pack.code.lower()}/refund.toml"
    for what, needed, written in _needed(pack, words):
        for name in sorted(needed - written):
            yield an_error(f"{file}:{what}", "plan-and-words", f"“{name}” of {pack.name} has no words.", "Write them.")


def words_in_use(pack: CountryPack) -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    """Return the ids of routes, of deadlines and of remarks that a country can show."""
    rows, rules = pack.payments.routes, pack.payments
    dates = [date for row in rows for date in row.dates]
    dates += [*rules.complaint.dates, *rules.other_complaint.dates]
    own = {remark for row in rows for remark in row.remarks} | {date.missed for date in dates if date.missed}
    return (
        frozenset({row.id for row in rows}),
        frozenset({date.id for date in dates} | {one.id for one in pack.reminders} | set(get_args(HabitId))),
        frozenset(own | set(REMARKS)),
    )


def _needed(pack: CountryPack, words: Words) -> Iterator[tuple[str, frozenset[str], set[str]]]:
    routes, deadlines, remarks = words_in_use(pack)
    yield "routes", routes, set(words.routes)
    yield "deadlines", deadlines, set(words.deadlines)
    yield "remarks", remarks, set(words.remarks)


def _rules(names: tuple[str, ...], pack: CountryPack) -> list[Rule]:
    return [rule for rule in pack.rules if rule.id in names]
