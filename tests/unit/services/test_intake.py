"""Intake forms: all or nothing, twice adds nothing, mistakes are named by file, line and key path."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import get_args

import pytest

from recovery_assistant.content.loading import load_country, load_plan
from recovery_assistant.domain.country import CountryPack
from recovery_assistant.domain.errors import CaseError
from recovery_assistant.domain.journal import EntryUndone
from recovery_assistant.domain.payment import Rail
from recovery_assistant.domain.plan import Plan
from recovery_assistant.domain.region import REGIONS_OF
from recovery_assistant.services.casebook import Casebook
from recovery_assistant.services.cases import Cases
from recovery_assistant.services.intake import Imported, read_intake
from recovery_assistant.services.intake_form import CallRow, Form, IntakeError, PaymentRow

ROOT = Path(__file__).resolve().parents[3]
EXAMPLES = sorted((ROOT / "tests" / "journeys").glob("*.toml"))
PASSPHRASE = "four plain words here"


@pytest.fixture(scope="module")
def plan() -> Plan:
    return load_plan(ROOT / "resources", "gb")


@pytest.fixture(scope="module")
def country() -> CountryPack:
    return load_country(ROOT / "resources", "gb")


@pytest.fixture
def casebook(tmp_path: Path) -> Iterator[Casebook]:
    now = datetime(2026, 11, 21, 12, 0, tzinfo=timezone(timedelta(hours=1)))
    book = Cases(tmp_path / "cases", None, lambda: now).new("GB", "technician", PASSPHRASE)
    yield book
    book.close()


@pytest.fixture
def written(tmp_path: Path, plan: Plan, country: CountryPack, casebook: Casebook) -> Writer:
    return Writer(tmp_path / "intake.toml", plan, country, casebook)


class Writer:
    """Writes forms and brings them in."""

    def __init__(self, path: Path, plan: Plan, country: CountryPack, casebook: Casebook) -> None:
        self.path, self.plan, self.country, self.casebook = path, plan, country, casebook

    def bring_in(self, text: str) -> Imported:
        self.path.write_text("format = 1\n" + text, "utf-8")
        return read_intake(self.path, self.plan, self.country).record_into(self.casebook)


@pytest.fixture
def checked(tmp_path: Path, plan: Plan, country: CountryPack) -> Checker:
    return Checker(tmp_path / "intake.toml", plan, country)


class Checker:
    """Reads forms with mistakes. No case is handed to the reading, so none can be changed by it."""

    def __init__(self, path: Path, plan: Plan, country: CountryPack) -> None:
        self.path, self.plan, self.country = path, plan, country

    def problems(self, text: str) -> tuple[str, ...]:
        self.path.write_text("format = 1\n" + text, "utf-8")
        with pytest.raises(IntakeError) as caught:
            read_intake(self.path, self.plan, self.country)
        assert "the case is as it was" in caught.value.sentence
        return caught.value.problems


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: path.stem)
def test_every_example_comes_in_and_twice_adds_nothing(example: Path, casebook: Casebook) -> None:
    code = next((code for code, regions in REGIONS_OF.items() if example.stem in regions), "gb")
    plan, country = load_plan(ROOT / "resources", code), load_country(ROOT / "resources", code)
    first = read_intake(example, plan, country).record_into(casebook)
    entries = casebook.entries
    second = read_intake(example, plan, country).record_into(casebook)

    assert first.answers > 0
    assert first.taken_out == ()
    assert second.is_nothing
    assert casebook.entries == entries


def test_there_are_examples_of_what_happens_most() -> None:
    names = {path.stem for path in EXAMPLES}

    assert {"bank-transfer-them", "gift-card-me", "nothing-taken", "scotland-24h"} <= names


def test_answers_payments_calls_and_steps_stand_in_the_case(
    plan: Plan, country: CountryPack, casebook: Casebook
) -> None:
    form = read_intake(ROOT / "tests" / "journeys" / "bank-transfer-them.toml", plan, country)

    imported = form.record_into(casebook)

    case = casebook.case
    assert imported.payments == imported.calls == 1
    assert case.answer("the-call", "day") == "2026-11-18"
    assert case.answer("the-call", "began-at") == "10:15"
    assert case.answer("photo-of-screen", "photo-taken") is True
    assert case.answer("was-it-real", "shown") == ["event-viewer", "licence-number"]
    payment = next(iter(case.payments.values()))
    assert (payment.amount_minor, payment.currency, payment.who_sent) == (245_000, "GBP", "them")
    assert (payment.sent_on, payment.sent_time) == ("2026-11-18", "11:05")
    call = next(iter(case.calls.values()))
    assert call.started_at == datetime(2026, 11, 18, 10, 52, tzinfo=UTC), "without an offset: that of the case"
    assert call.ended_at is not None
    assert call.reference == "FR-204418"
    assert case.steps["bank-call"] == "completed"
    assert case.steps["about-you"] == "skipped"


def test_two_payments_that_do_not_differ_are_two(plan: Plan, country: CountryPack, casebook: Casebook) -> None:
    read_intake(ROOT / "tests" / "journeys" / "scotland-24h.toml", plan, country).record_into(casebook)

    assert sorted(payment.amount_minor or 0 for payment in casebook.case.payments.values()) == [
        150_050,
        800_000,
        800_000,
    ]


def test_all_texts_are_guarded(written: Writer) -> None:
    text = """
[steps.the-caller]
said = "I read out 4111 1111 1111 1111 and my PIN is 1234"
[[payments]]
reference = "card 4111111111111111"
account_ending = "12345678"
[[calls]]
contact = "your-bank"
started_at = 2026-11-18T10:00:00
said = "the code was 482913"
"""
    imported = written.bring_in(text)

    assert sorted(one.kind for one in imported.taken_out) == [
        "account-number",
        "card-number",
        "card-number",
        "code",
        "pin",
    ]
    stored = str([entry.event for entry in written.casebook.entries])
    assert not any(secret in stored for secret in ("4111 1111", "41111111", "1234 ", "482913", "12345678"))
    assert written.bring_in(text).is_nothing, "what was taken out does not come back as news"


def test_a_corrected_form_changes_only_what_differs(written: Writer) -> None:
    written.bring_in('[steps.the-caller]\ncompany = "A"\ncaller-name = "B"\n[[payments]]\nid = "first"\namount = 10\n')

    imported = written.bring_in(
        '[steps.the-caller]\ncompany = "A"\ncaller-name = "C"\n[[payments]]\nid = "first"\namount = 12.5\n'
    )

    assert (imported.answers, imported.payments) == (1, 1)
    assert written.casebook.case.answer("the-caller", "caller-name") == "C"
    assert written.casebook.case.payments["first"].amount_minor == 1250


def test_a_step_that_was_answered_is_not_called_skipped(written: Writer) -> None:
    written.casebook.answer("about-you", {"tell-bank": "yes"})

    imported = written.bring_in('skipped = ["about-you"]')

    assert imported.is_nothing
    assert written.casebook.case.steps["about-you"] == "answered"


def test_news_on_a_step_that_is_done_leaves_it_done(written: Writer) -> None:
    written.bring_in('done = ["the-caller"]')
    written.bring_in('done = ["the-caller"]\n[steps.the-caller]\ncompany = "X"')

    assert written.casebook.case.steps["the-caller"] == "completed"


def test_it_is_written_at_once_or_not_at_all(
    tmp_path: Path, plan: Plan, country: CountryPack, casebook: Casebook
) -> None:
    form = read_intake(ROOT / "tests" / "journeys" / "bank-transfer-them.toml", plan, country)
    path = casebook.path
    casebook.close()
    copy = path.with_name("read-only" + path.suffix)
    copy.write_bytes(path.read_bytes())
    holder = Cases(tmp_path, None).open(copy, passphrase=PASSPHRASE)
    reader = Cases(tmp_path, None).open(copy, passphrase=PASSPHRASE)

    with pytest.raises(CaseError):
        form.record_into(reader)

    assert len(holder.refresh().answers) == 0
    form.record_into(holder)
    moments = {entry.at for entry in holder.entries[1:]}
    assert len(moments) == 1, "one transaction, one moment"
    assert not any(isinstance(entry.event, EntryUndone) for entry in holder.entries)
    reader.close()
    holder.close()


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("[steps.nowhere]\nx = 1", "intake.toml, line 2, at steps.nowhere: the plan has no step nowhere"),
        ("[steps.the-cal]\n", 'at steps.the-cal: the plan has no step the-cal (did you mean "the-call"?)'),
        (
            "[steps.the-call]\ndya = 2026-11-18",
            'line 3, at steps.the-call.dya: this step has no field dya (did you mean "day"?)',
        ),
        (
            '[steps.the-call]\n\nday = "yesterday"',
            "line 4, at steps.the-call.day: a day is expected, such as 2026-11-18",
        ),
        ("[steps.the-call]\nbegan-at = 10", 'line 3, at steps.the-call.began-at: a time is expected, such as "14:05"'),
        (
            '[steps.where-you-live]\nregion = "paris"',
            "region: one of these is expected: england, wales, northern-ireland, scotland",
        ),
        ('[steps.was-it-real]\nshown = "none"', "line 3, at steps.was-it-real.shown: a list is expected"),
        ('[steps.was-it-real]\nshown = ["none", "none"]', "shown: a list is expected"),
        ("[steps.the-caller]\ncompany = 5", "line 3, at steps.the-caller.company: a text stands in quotation marks"),
        ('[steps.photo-of-screen]\nphoto-taken = "yes"', "photo-taken: true or false is expected"),
        ("colour = 1", "line 2, at colour: there is no such key"),
        ("[[payments]]\n[[payments]]\ncolour = 1", "line 4, at payments[1].colour: there is no such key"),
        ('[[payments]]\nrail = "bus"', "line 3, at payments[0].rail: There is no choice 'bus'"),
        (
            "[[payments]]\namount = 1.005",
            "line 3, at payments[0].amount: an amount is a number such as 1250 or 1250.50",
        ),
        ("[[payments]]\namount = 1e-999999999", "payments[0].amount: an amount is a number such as 1250 or 1250.50"),
        ("[[payments]]\namount = 1e999999999", "payments[0].amount: an amount is a number such as 1250 or 1250.50"),
        ("[[payments]]\nbank_told_on = 0001-01-01", "payments[0].bank_told_on: nobody can mean the year 1"),
        ("[steps.the-call]\nday = 2190-02-21", "steps.the-call.day: nobody can mean the year 2190"),
        ("[[payments]]\namount = -5", "payments[0].amount: an amount is a number such as 1250 or 1250.50"),
        ("[[payments]]\namount = nan", "payments[0].amount: an amount is a number such as 1250 or 1250.50"),
        ('[[payments]]\ncurrency = "pounds"', "payments[0].currency: a currency is three capital letters"),
        ('[[payments]]\nid = "a"\n[[payments]]\nid = "a"', "at payments: the id a stands twice"),
        ('[[calls]]\ncontact = "bank-159"', "line 2, at calls[0]: It needs the key “started_at”"),
        (
            '[[calls]]\ncontact = "bank"\nstarted_at = 2026-11-18T10:00:00',
            'line 3, at calls[0].contact: there is no contact bank (did you mean "bank-159"?)',
        ),
        (
            '[[calls]]\ncontact = "bank-159"\nstarted_at = 2026-11-18T10:00:00\nended_at = 2026-11-18T09:00:00',
            "line 5, at calls[0].ended_at: a call cannot end before it began",
        ),
        ('done = ["nowhere"]', "line 2, at done: the plan has no step nowhere"),
        ('done = ["unplug"]\nskipped = ["unplug"]', "line 3, at skipped: the step unplug is both done and skipped"),
    ],
)
def test_a_mistake_is_named_by_file_line_and_key_path(checked: Checker, text: str, problem: str) -> None:
    problems = checked.problems(text)

    assert problem in problems[0]
    assert problems[0].startswith("intake.toml")


def test_every_mistake_is_told(checked: Checker) -> None:
    problems = checked.problems("[steps.the-call]\nday = 1\nbegan-at = 2\n[steps.nowhere]\n[[payments]]\namount = -1")

    assert len(problems) == 4


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"format = 2\n", "at format: "),
        (b"", "It needs the key “format”"),
        (b"format = 1\n[steps", "is not right TOML"),
        (b"\xff\xfe", "is not UTF-8 text, at byte 0"),
        (b"format = 1\n[[payments]]\namount = " + b"9" * 5000, "is not right TOML"),
        (b"#" * (2**20 + 1), "is larger than 1 MiB"),
    ],
)
def test_a_file_that_is_no_form(checked: Checker, content: bytes, problem: str) -> None:
    checked.path.write_bytes(content)

    with pytest.raises(IntakeError) as caught:
        read_intake(checked.path, checked.plan, checked.country)

    assert problem in caught.value.problems[0]
    assert caught.value.code in ("I-10", "I-11")


def test_a_missing_file_is_told(tmp_path: Path, plan: Plan, country: CountryPack) -> None:
    with pytest.raises(IntakeError, match="cannot be read: No such file or directory"):
        read_intake(tmp_path / "none.toml", plan, country)


def test_the_example_of_the_manual_comes_in(written: Writer) -> None:
    manual = (ROOT / "docs" / "intake.md").read_text("utf-8")
    example = manual.split("```toml\nformat = 1\n")[1].split("```")[0]

    assert written.bring_in(example).payments == 1


def test_the_manual_names_every_key() -> None:
    manual = (ROOT / "docs" / "intake.md").read_text("utf-8")
    keys = [*Form.__struct_fields__, *PaymentRow.__struct_fields__, *CallRow.__struct_fields__]

    assert [key for key in keys if key not in manual] == []
    assert [rail for rail in get_args(Rail) if f"`{rail}`" not in manual] == []


def test_days_that_are_still_to_come_are_asked_about(written: Writer) -> None:
    imported = written.bring_in(
        "[steps.the-call]\nday = 2026-12-01\n[[payments]]\nsent_on = 2026-11-22\nnoticed_on = 2026-11-21\n"
    )

    assert imported.still_to_come == ("steps.the-call.day", "payments[0].sent_on")


def test_all_parts_of_a_payment_and_of_a_call_can_stand_in_a_form(written: Writer) -> None:
    written.bring_in(
        '[[payments]]\nrail = "bank-transfer"\nsent_on = 2026-11-01\nbank_reference = "B-77"\n'
        "statement_on = 2026-11-05\n"
        "refused = true\ncomplained_on = 2026-11-10\nfinal_letter_on = 2026-11-20\n"
        '[[payments]]\namount = 250000\ncurrency = "JPY"\n'
        '[[calls]]\ncontact = "your-bank"\nstarted_at = 2026-11-18T11:52:00\nanswered_at = 2026-11-18T12:20:00\n'
    )
    first, yen = written.casebook.case.payments.values()
    assert (first.bank_reference, first.statement_on, first.refused) == ("B-77", "2026-11-05", True)
    assert (first.complained_on, first.final_letter_on) == ("2026-11-10", "2026-11-20")
    assert yen.amount_minor == 250_000
    (call,) = written.casebook.case.calls.values()
    assert call.answered_at is not None
    assert call.answered_at - call.started_at == timedelta(minutes=28)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ('[[payments]]\namount = 10.50\ncurrency = "JPY"', "an amount is a number such as 1250"),
        ('[[payments]]\nrail = "zelle"', "payments[0].rail: one of these is expected here: bank-transfer"),
        (
            '[[calls]]\ncontact = "your-bank"\nstarted_at = 2026-11-18T11:52:00\nanswered_at = 2026-11-18T11:20:00\n',
            "calls[0].answered_at: nobody can take a call before it began",
        ),
    ],
)
def test_what_cannot_be_in_this_country_or_in_this_order_is_refused(checked: Checker, text: str, problem: str) -> None:
    assert any(problem in one for one in checked.problems(text))


def test_a_payment_without_the_newer_parts_keeps_the_id_that_it_always_had(written: Writer) -> None:
    written.bring_in("[[payments]]\namount = 12\n")
    assert list(written.casebook.case.payments) == ["p-fa1696a8"]


@pytest.mark.parametrize(
    "own", ["4111111111111111", "4111-1111-1111-1111", "my PIN is 4321", "my-pin-is-4321", "a" * 41, "\u202ep1"]
)
@pytest.mark.parametrize("head", ["[[payments]]", '[[calls]]\ncontact = "bank-159"\nstarted_at = 2026-11-18T11:00:00'])
def test_an_id_that_may_be_a_secret_is_refused_and_not_repeated(checked: Checker, head: str, own: str) -> None:
    problems = checked.problems(f'{head}\nid = "{own}"\n' * 2)
    assert "an id is at most 40 letters" in problems[0]
    assert not any(own in problem for problem in problems)
