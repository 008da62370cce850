"""Every region through the whole door: an intake form of it goes in, the papers and days of that country come out."""

from __future__ import annotations

import json
import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from icalendar import Calendar

from tests.unit.cli.conftest import NOW, PASSPHRASE, CommandLine, guidance, parts_in

JOURNEYS = Path(__file__).resolve().parents[2] / "journeys"
COUNTRIES = ("GB", "IE", "US", "CA", "AU", "NZ")
MANY = "bank-unauthorised bank-authorised card-issuer ombudsman"


@dataclass(frozen=True)
class Region:
    """What comes out of one intake form.

    Attributes:
        letters: that the case needs at least.
        sheets: all report forms of the region.
        days: of limits, bans, alerts and reports that the calendar must hold, worked out by hand from the form.
    """

    form: str
    country: str
    letters: str
    sheets: str
    days: str

    def __str__(self) -> str:
        return self.form


REGIONS = (
    Region(
        "england",
        "GB",
        f"{MANY} closed-account credit-agency paypal phone-company subscription",
        "cifas financial-ombudsman report-fraud report-fraud-phone",
        "2026-12-09 2027-03-09 2027-05-20 2027-12-09 2028-11-12",
    ),
    Region(
        "scotland",
        "GB",
        "bank-unauthorised bank-authorised card-issuer employer-it phone-company",
        "cifas financial-ombudsman police-scotland",
        "2026-12-19 2027-03-21 2027-12-21",
    ),
    Region(
        "ireland",
        "IE",
        f"{MANY} credit-agency phone-company",
        "bank-complaint fspo garda-station impersonation-notice",
        "2026-11-27 2026-12-04 2027-01-07 2027-02-06 2027-03-04 2027-12-12",
    ),
    Region(
        "united-states",
        "US",
        f"{MANY} closed-account credit-agency phone-company subscription",
        "ftc ic3 identity-theft local-police",
        "2026-12-01 2026-12-07 2026-12-08 2026-12-15 2027-01-14 2027-01-15 2027-11-11 2033-11-18",
    ),
    Region(
        "ontario",
        "CA",
        f"{MANY} credit-agency phone-company subscription",
        "local-police report-cyber",
        "2026-12-02 2026-12-09 2027-03-10 2027-05-19 2032-11-12",
    ),
    Region(
        "quebec",
        "CA",
        f"{MANY} closed-account credit-agency phone-company subscription",
        "local-police report-cyber",
        "2026-12-02 2026-12-09 2026-12-15 2027-02-13 2027-05-19 2032-11-12",
    ),
    Region(
        "rest-of-canada",
        "CA",
        f"{MANY} credit-agency phone-company",
        "local-police report-cyber",
        "2026-12-02 2026-12-09 2027-03-10 2032-11-12",
    ),
    Region(
        "australia",
        "AU",
        f"{MANY} credit-agency phone-company",
        "afca police-station reportcyber scamwatch",
        "2026-11-24 2026-11-26 2026-12-01 2026-12-24 2028-11-19",
    ),
    Region(
        "new-zealand",
        "NZ",
        f"{MANY} credit-agency",
        "banking-ombudsman ncsc netsafe police",
        "2026-11-25 2026-11-27 2027-01-11",
    ),
)


@dataclass(frozen=True)
class Out:
    """What a technician holds in hand at the end."""

    intake: dict[str, Any]
    told: dict[str, Any]
    texts: dict[str, str]
    calendar: bytes
    number: str


@pytest.fixture(scope="module", params=REGIONS, ids=str)
def region(request: pytest.FixtureRequest) -> Region:
    chosen = request.param
    assert isinstance(chosen, Region)
    return chosen


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory, region: Region) -> Out:
    tmp_path = tmp_path_factory.mktemp(region.form)
    terminal = CommandLine(parts_in(tmp_path), tmp_path)
    casebook = terminal.parts.cases().new(region.country, "technician", PASSPHRASE)
    (tmp_path / "code.txt").write_text(casebook.recovery_code() + "\n", "utf-8")
    path, number, form = casebook.path, casebook.case.number, JOURNEYS / f"{region.form}.toml"
    casebook.close()
    key = ("--recovery-file", str(tmp_path / "code.txt"))
    made = [part for kind in ("text", "json", "calendar") for part in (f"--{kind}", str(tmp_path / f"r.{kind}"))]
    (tmp_path / "papers").mkdir()

    for words in (
        ("case", "import", str(path), str(form)),
        ("record", str(path), *made),
        ("papers", str(path), "--all", "--format", "text", "--out", str(tmp_path / "papers")),
    ):
        ended = terminal.type(*words, *key)
        assert ended.code == 0, ended.err

    papers = {
        re.sub(r"-\d{4}-\d\d-\d\d-\w+$", "", file.stem): file.read_text("utf-8")
        for file in (tmp_path / "papers").iterdir()
    }
    return Out(
        intake=tomllib.loads(form.read_text("utf-8")),
        told=json.loads((tmp_path / "r.json").read_bytes()),
        texts={"record": (tmp_path / "r.text").read_text("utf-8"), **papers},
        calendar=(tmp_path / "r.calendar").read_bytes(),
        number=number,
    )


@cache
def numbers_of(country: str) -> dict[str, str]:
    """Return the numbers and pages of a country's contacts, without spaces, and whose they are."""
    contacts = guidance(country).country.contacts
    return {bare(value): contact.id for contact in contacts for value in (contact.phone, contact.url) if value}


def bare(text: str) -> str:
    return re.sub(r"\s+", "", text)


def test_a_region_gets_its_papers_and_no_paper_of_others(region: Region, out: Out) -> None:
    letters = {f"letter-{name}" for name in region.letters.split()}
    sheets = {f"sheet-{name}" for name in region.sheets.split()}
    assert letters <= out.texts.keys()
    assert sheets == {name for name in out.texts if name.startswith("sheet-")}

    own = numbers_of(region.country)
    foreign = {
        value: (country, whose)
        for country in COUNTRIES
        if country != region.country
        for value, whose in numbers_of(country).items()
        if value not in own and len(value) > len("999 999")
    }
    for name, text in out.texts.items():
        digits_and_pages = bare(text)
        strays = [whose for value, whose in foreign.items() if value in digits_and_pages]
        assert strays == [], name
        assert re.findall(r"\{[\w-]+\}|\{\{|\}\}", text) == [], name


def test_a_region_gets_all_payments_and_a_way_for_each(out: Out) -> None:
    given = [(row["rail"], row["who_sent"]) for row in out.intake["payments"]]
    facts = out.told["facts"]
    assert [(row["rail"], row["who_sent"]) for row in facts["payments"]] == given
    assert {row["payment_id"] for row in facts["routes"]} == {row["id"] for row in facts["payments"]}
    for row in facts["routes"]:
        assert row["reason"], row
        assert [source for source in row["sources"] if not source.startswith("http")] == [], row["id"]
    assert [amount for amount in amounts(out) if amount not in out.texts["record"]] == []


def amounts(out: Out) -> list[str]:
    return [f"{float(row['amount']):,.2f}" for row in out.intake["payments"]]


def test_a_region_gets_its_references_into_the_record(out: Out) -> None:
    references = [call["reference"] for call in out.intake["calls"] if call.get("reference")]
    references += [
        answer
        for step in out.intake["steps"].values()
        for name, answer in step.items()
        if name.endswith("reference") and isinstance(answer, str)
    ]
    assert references
    record = bare(out.texts["record"])
    assert [one for one in references if bare(one) not in record] == []


def test_a_region_gets_its_days_and_the_calendar_tells_nothing_else(region: Region, out: Out) -> None:
    events = Calendar.from_ical(out.calendar).walk("VEVENT")
    days = {str(event.decoded("DTSTART")) for event in events}
    assert [day for day in region.days.split() if day not in days] == []
    assert min(days) >= str(NOW.date())

    text = out.calendar.decode("utf-8").replace("\r\n ", "")
    secrets = [call["reference"] for call in out.intake["calls"] if call.get("reference")]
    secrets += [row["to_whom"] for row in out.intake["payments"] if row.get("to_whom")]
    secrets += [*amounts(out), out.number]
    assert [secret for secret in secrets if secret in text] == []
