"""What ships has no error, and every rule of the linter can fail: each is broken once in a copy."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from recovery_assistant.content.lint import PAYMENT_QUESTIONS, lint
from recovery_assistant.content.lint_parts import LintFinding
from recovery_assistant.domain.payment import Payment
from recovery_assistant.resources import resources_root

READ = date(2026, 11, 22)
BANK = "words/en/bank.toml"
REFUND = "words/en/refund.toml"
STORY = "words/en/what-happened.toml"
UK_BANK, UK_REFUND, UK_PLAN = "words/en/gb/bank.toml", "words/en/gb/refund.toml", "countries/gb/plan.toml"
CONTACTS = "countries/gb/contacts.toml"
HARD = (
    "Documentation establishes incontrovertible chronological substantiation. Institutions require comprehensive "
    "documentation. Representatives appreciate organisational preparation. Corroborating particulars accelerate "
    "adjudication. Unsubstantiated allegations jeopardise reimbursement. Contemporaneous documentation substantiates "
    "representations. Administrators consistently prioritise comprehensively documented applications."
)


@pytest.fixture
def shipped(tmp_path: Path) -> Path:
    """Return what ships for the United Kingdom: each rule is the same for every country."""
    for name in ("plan", "words/spelling", "words/en", "countries/gb", "countries/zz"):
        others = shutil.ignore_patterns("ie", "us", "ca", "au", "nz")
        shutil.copytree(resources_root() / name, tmp_path / name, ignore=others)
    return tmp_path


def _change(folder: Path, file: str, old: str, new: str) -> None:
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert old in text, f"{file} has no {old!r} to break"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def _errors(found: list[LintFinding]) -> set[str]:
    return {finding.rule for finding in found if finding.level == "error"}


def test_what_ships_has_nothing_to_mend() -> None:
    assert [finding for finding in lint(resources_root(), READ) if finding.level == "error"] == []


@pytest.mark.parametrize(
    ("file", "old", "new", "rule"),
    [
        (BANK, "\n[steps.second-bank-call]", "\n[steps.third-bank-call]", "plan-and-words"),
        (BANK, "[steps.other-money.fields.other-bank]", "[steps.other-money.fields.third-bank]", "plan-and-words"),
        (BANK, 'options.crypto.label = "Crypto money, such as Bitcoin"\noptions.crypto.then',
         'options.coins.label = "Crypto money, such as Bitcoin"\noptions.coins.then', "plan-and-words"),
        ("plan/03-bank.toml", '"gift-card", ', "", "plan-and-words"),
        ("words/en/refund.toml", "[routes.cheque]", "[routes.check]", "plan-and-words"),
        (REFUND, "\ntell-by = ", "\ntell-after = ", "plan-and-words"),
        (REFUND, "\ntoo-late = ", "\nlate = ", "plan-and-words"),
        (BANK, 'why = "Money moves fast.', 'why = ""\nsay_not = "', "loads"),
        (BANK, 'next = "Next we ask if money went another way."', 'next = ""', "page-is-whole"),
        ("words/en/passwords.toml", "cannot_start = ", "button = ", "page-is-whole"),
        ("words/en/unplug.toml", "picture_text = ", "say = ", "page-is-whole"),
        (STORY, 'label = "What did they say?"', 'label = "Which password did you type?"', "no-secrets"),
        (STORY, 'label = "What did they say?"', 'label = "What is your PIN?"', "no-secrets"),
        (UK_PLAN, '"your-bank"', '"our-bank"', "unknown-contact"),
        (UK_PLAN, 'id = "call-7726", kind = "tick", contacts = ["text-7726"]',
         'id = "call-7726", kind = "tick", contacts = ["text-7727"]', "unknown-contact"),
        (UK_BANK, "{contact:bank-159}", "{contact:bank-951}", "unknown-contact"),
        ("countries/gb/pack.toml", '"police-101"', '"police-102"', "unknown-contact"),
        (UK_REFUND, "{rule:app-limit}", "{rule:app-roof}", "unknown-rule"),
        (UK_REFUND, "{rule:app-limit}", "{rule:no-credit-freeze}", "unknown-rule"),
        (UK_BANK, "{contact:bank-159}", "{phone:bank-159}", "unknown-mark"),
        (STORY, "[steps.payments.fields.noticed_on]", "[steps.payments.fields.seen_on]", "plan-and-words"),
        (STORY, "Page 8C helps.", "Page 8Z helps.", "unknown-page"),
        (STORY, "Page 8C helps.", "Page 99 helps.", "unknown-page"),
        (UK_PLAN, 'field = "other-bank"', 'field = "other-bankk"', "unknown-field"),
        (UK_PLAN, 'field = "other-bank", one_of = ["yes"]', 'field = "other-bank", one_of = ["aye"]', "unknown-option"),
        ("plan/08-passwords.toml", 'stage = "remote-programs"', 'stage = "programs"', "unknown-stage"),
        ("plan/08-passwords.toml", 'one_of = ["phone-too"]', 'one_of = ["phone-two"]', "unknown-option"),
        (UK_PLAN, 'step = "what-they-did", field = "papers"', 'step = "what-they-did", field = "paper"',
         "unknown-field"),
        (UK_BANK, 'lead = "Use a mobile, or ask a neighbour.',
         'lead = "Use a mobile or ask a neighbour or go to a friend or find a box in the street or wait an hour or so.',
         "long-sentence"),
        (UK_BANK, 'lead = "Use a mobile,', 'lead = "The victim uses a mobile,', "banned-word"),
        (UK_BANK, 'lead = "Use a mobile,', 'lead = "Find the RAT. Use a mobile,', "banned-word"),
        (UK_BANK, 'lead = "Use a mobile,', 'lead = "Artefacts stay. Use a mobile,', "banned-word"),
        (UK_BANK, "neighbour", "neighbor", "spelling"),
        (UK_BANK, 'lead = "Use a mobile,', 'lead = "Use a mobile → ring,', "character"),
        (STORY, "can’t", "can't", "character"),
        (UK_BANK, "{contact:police-101} today", "101 today", "number-in-prose"),
        (UK_BANK, "Use a mobile,", "Use 0300 123 2040 or a mobile,", "number-in-prose"),
        (UK_BANK, "Use a mobile,", "Use +44 20 7946 0000 or a mobile,", "number-in-prose"),
        ("words/en/the-record.toml", "With it you need not tell the story again and again.",
         HARD,
         "reading-age"),
        (CONTACTS, 'covers = "Danger now,', 'covers = "Danger now, for every victim,', "banned-word"),
        (CONTACTS, 'source = "https://fca.org.uk', 'source = "a leaflet, fca.org.uk', "no-source"),
        ("countries/gb/rules.toml", 'source = "https://www2.firstdirect', 'source = "www2.firstdirect', "no-source"),
        ("countries/gb/premium.toml", 'source = "http://', 'source = "', "no-source"),
        (STORY, "\nchecked_on = 2026-11-22\n", "\n", "no-source"),
        (STORY, 'source = "https://www.welivesecurity', 'source = "www.welivesecurity', "no-source"),
        (CONTACTS, 'dial = "03001232040"', 'dial = "03001232041"', "address"),
        (CONTACTS, 'phone = "999"', 'phone = "999"\ndial = "999"', "address"),
        (CONTACTS, 'url = "https://www.cifas', 'url = "http://www.cifas', "address"),
        (CONTACTS, 'note = "The number on your card or on a statement"\n', "", "address"),
        (CONTACTS, 'id = "consumerline"\nname = "Consumerline"\nrole = "advice"',
         'id = "consumerline"\nname = "Consumerline"\nrole = "government"', "region-without-contact"),
        ("countries/gb/closed_days.toml", "\nscotland = [", '\nscotland = []\n"wales" = [', "loads"),
        (CONTACTS, "checked_on = 2026-11-22", "checked_on = 2026-11-23", "day-to-come"),
    ],
)  # fmt: skip
def test_every_rule_can_fail(shipped: Path, file: str, old: str, new: str, rule: str) -> None:
    _change(shipped, file, old, new)
    assert rule in _errors(lint(shipped, READ))


def test_an_error_says_where_why_and_what_to_do(shipped: Path) -> None:
    _change(shipped, UK_BANK, "neighbour", "neighbor")
    (found,) = [finding for finding in lint(shipped) if finding.level == "error"]
    assert found.file == f"{UK_BANK}:steps.bank-call.lead"
    assert "neighbor" in found.reason
    assert "neighbour" in found.suggestion


def test_a_page_that_may_be_left_out_is_not_missed(shipped: Path) -> None:
    (shipped / "words" / "en" / "evidence.toml").unlink()
    found = [finding for finding in lint(shipped) if finding.level == "error"]
    assert [finding.rule for finding in found] == ["plan-and-words"]
    assert "evidence" in found[0].reason


def test_facts_grow_old() -> None:
    fresh = [finding for finding in lint(resources_root(), READ) if finding.rule == "stale"]
    later = [finding for finding in lint(resources_root(), date(2027, 6, 1)) if finding.rule == "stale"]
    much_later = [finding for finding in lint(resources_root(), date(2028, 1, 1)) if finding.rule == "stale"]
    assert fresh == []
    assert {finding.file.split("/")[-1].split(":")[0] for finding in later} == {"rules.toml"}
    assert len(much_later) > len(later)
    assert not any("police-999" in finding.file for finding in much_later)


def test_without_a_day_nothing_is_old() -> None:
    assert not any(finding.rule in ("stale", "day-to-come") for finding in lint(resources_root()))


def test_a_contact_that_no_page_shows_is_a_warning(shipped: Path) -> None:
    plan = shipped / UK_PLAN
    plan.write_text(plan.read_text(encoding="utf-8").replace('"consumerline"', '"ombudsman"'), encoding="utf-8")
    assert [(finding.level, finding.rule) for finding in lint(shipped) if "consumerline" in finding.file] == [
        ("warning", "unused")
    ]


def test_errors_come_before_warnings(shipped: Path) -> None:
    _change(shipped, UK_BANK, "neighbour", "neighbor")
    levels = [finding.level for finding in lint(shipped, date(2029, 1, 1))]
    assert levels == sorted(levels)
    assert {*levels} == {"error", "warning"}


def test_no_country_is_an_error(shipped: Path) -> None:
    shutil.rmtree(shipped / "countries")
    assert _errors(lint(shipped)) == {"loads"}


def test_every_part_of_a_payment_is_asked_for() -> None:
    parts = {*Payment.__struct_fields__} - {"id", "currency", "amount_minor"} | {"amount"}
    assert {field.id for field in PAYMENT_QUESTIONS} == parts
