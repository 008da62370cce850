"""Cases for letters and report sheets: one that tells everything, one that tells nothing, one that is hostile."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path

from recovery_assistant.content.forms import load_forms
from recovery_assistant.content.letters import load_letters, load_paper_phrases
from recovery_assistant.content.loading import load_guidance, load_phrases
from recovery_assistant.domain import journal as j
from recovery_assistant.domain.case import Case
from recovery_assistant.domain.case_told import CaseTold
from recovery_assistant.domain.catalogue import AbuseDesk
from recovery_assistant.domain.finding import Finding
from recovery_assistant.domain.folding import fold
from recovery_assistant.domain.guidance import Guidance
from recovery_assistant.domain.letter_facts import DisputedRow, LetterFacts
from recovery_assistant.domain.letters import Letter
from recovery_assistant.domain.paper_phrases import PaperPhrases
from recovery_assistant.domain.payment import Payment, Rail, WhoSent
from recovery_assistant.domain.plan import region_of
from recovery_assistant.domain.record_phrases import Phrases
from recovery_assistant.domain.refund import routes
from recovery_assistant.domain.report_sheet import KnownForm
from recovery_assistant.domain.session import Address, Presence, Remote, Session
from recovery_assistant.domain.telling import Teller

RESOURCES = Path(__file__).resolve().parents[3] / "resources"
COUNTRIES = tuple(sorted(path.parent.name for path in (RESOURCES / "countries").glob("*/forms.toml")))
NOW = datetime(2026, 11, 22, 14, 5, tzinfo=UTC)
TODAY = NOW.date()
CALLED = datetime(2026, 11, 18, 10, 44, tzinfo=UTC)
DAY = "2026-11-18"
ROWS = (
    DisputedRow("2026-11-18", -4999, "GBP", "PC CARE 24", "CARD 4821"),
    DisputedRow("2026-11-19", -100, "GBP", "TEST SHOP", ""),
)
Say = Callable[[str], str]


@cache
def guidance(code: str) -> Guidance:
    return load_guidance(RESOURCES, "en", code)


@cache
def letters(code: str) -> dict[str, Letter]:
    return load_letters(RESOURCES, "en", code)


@cache
def papers(code: str) -> PaperPhrases:
    return load_paper_phrases(RESOURCES, "en", code)


@cache
def record_phrases(code: str) -> Phrases:
    return load_phrases(RESOURCES, "en", code)


@cache
def forms(code: str) -> tuple[KnownForm, ...]:
    return load_forms(RESOURCES, "en", code)


def payment(number: int, rail: Rail, who: WhoSent, say: Say, currency: str) -> Payment:
    return Payment(
        id=f"p{number}",
        amount_minor=100_00 * number,
        currency=currency,
        rail=rail,
        who_sent=who,
        sent_on=DAY,
        sent_time=f"11:{number:02}",
        noticed_on=DAY,
        bank_told_on=DAY,
        account_ending="4471",
        to_whom=say("J Brown"),
        reference=say(f"REF {number}"),
        bank_said=say("They try to bring it back."),
        bank_reference=say("FR-20931"),
        statement_on="2026-11-30",
        refused=True,
        complained_on="2026-11-19",
        final_letter_on="2026-11-21",
    )


def events(code: str, say: Say = str) -> list[j.KnownEvent]:
    """Return a case that tells everything, in one country; `say` may turn every free text into something else."""
    pack, plan = guidance(code).country, guidance(code).plan
    bank = pack.contact("bank").id
    region = {"gb": "england", "ca": "ontario"}.get(code)
    happened: list[j.KnownEvent] = [
        j.CaseStarted(number="2026-11-18-A7KD", country=code.upper(), mode="person", program_version="1"),
        j.CallStarted(call_id="c1", contact=bank, started_at=CALLED + timedelta(hours=1)),
        j.CallNoted(call_id="c1", spoke_to=say("Janet"), reference=say("FR-20931"), said=say("Frozen.")),
        j.StepAnswered(step="photo-of-screen", answers={"screen-number": say("418 220 911")}),
        j.StepAnswered(step="where-you-live", answers={"region": region}),
        j.StepAnswered(
            step="the-call",
            answers={"day": DAY, "began-at": "10:31", "ended-at": "11:38", "what-alerted": say("The bank rang me.")},
        ),
        j.StepAnswered(
            step="the-caller",
            answers={
                "company": say("Microsoft"),
                "caller-name": say("Kevin Smith"),
                "caller-number": say("020 7946 0112"),
                "number-i-rang": say("020 7946 0113"),
                "web-address": say("www.support-help.example"),
                "e-mail-address": say("kevin@support-help.example"),
                "said": say("My PC sends errors."),
            },
        ),
        j.StepAnswered(
            step="what-they-did",
            answers={"did": ["saw-bank", "phone-too"], "papers": ["passport"], "did-text": say("The mouse moved.")},
        ),
        j.StepAnswered(step="at-work", answers={"work-pc": "yes"}),
        j.StepAnswered(
            step="about-you",
            answers={"harder-for-me": ["illness"], "tell-bank": "yes", "own-words": say("My husband died in May.")},
        ),
        j.StepAnswered(step="accounts-in-your-name", answers={"found": "yes", "which": say("A loan")}),
        j.StepAnswered(step="when-connected", answers={"fits": "yes"}),
        j.ScanStarted(scan_id="s1", host="this", system="windows", catalogue="1"),
        j.ToolFound(scan_id="s1", finding=_finding(say)),
        j.ScanFinished(scan_id="s1", complete=True, sources_looked_at=9),
        _reading(say),
    ]
    for step in plan.stage("report").steps:
        if {"reported", "reference"} <= {field.id for field in step.fields}:
            given: dict[str, j.Answer] = {"reported": "done", "reported-on": DAY, "reference": say("NFRC2611")}
            happened.append(j.StepAnswered(step=step.id, answers=given))
    rails: tuple[tuple[Rail, WhoSent], ...] = (
        ("bank-transfer", "them"),
        ("bank-transfer", "unseen"),
        ("bank-transfer", "me"),
        ("credit-card", "me"),
        ("debit-card", "them"),
        ("paypal", "me"),
        ("subscription", "me"),
    )
    happened += [
        j.PaymentRecorded(payment=payment(number, rail, who, say, pack.currency))
        for number, (rail, who) in enumerate(rails, 1)
    ]
    return happened


def _finding(say: Say) -> Finding:
    return Finding(
        id="f-1",
        host="this",
        tool_id="anydesk",
        tool_name=say("AnyDesk"),
        category="remote-desktop",
        confidence="certain",
        policy="offer",
    )


def _reading(say: Say) -> j.TracesRead:
    remote = Remote(
        id="602700001", name=say("John Sharp"), addresses=(Address(ip="203.0.113.44", role="remote_public"),)
    )
    came = Session(
        tool="anydesk",
        start=CALLED,
        end=CALLED + timedelta(minutes=31),
        direction="incoming",
        how="accepted",
        zone_basis="utc-documented",
        remote=remote,
    )
    own = Presence(tool="anydesk", start=CALLED, detail="id=123456789")
    return j.TracesRead(host="this", scope=("tool-logs",), zone="Europe/London", files_read=2, traces=(came, own))


def case_of(happened: list[j.KnownEvent]) -> Case:
    digest, entries = j.GENESIS, []
    for number, event in enumerate(happened, 1):
        digest = j.chain(digest, j.line_bytes(number, NOW, "person", event))
        entries.append(j.Entry(sequence=number, at=NOW, actor="person", event=event, digest=digest))
    return fold(entries)


def full(code: str, say: Say = str) -> Case:
    return case_of(events(code, say))


def empty(code: str) -> Case:
    started = j.CaseStarted(number="2026-11-18-A7KD", country=code.upper(), mode="person", program_version="1")
    return case_of([started])


def told(code: str, case: Case) -> CaseTold:
    known = guidance(code)
    desk = AbuseDesk(url="https://anydesk.com/abuse", source="https://anydesk.com/abuse", checked_on=date(2026, 11, 22))
    teller = Teller(
        phrases=known.words.telling, names={"anydesk": "AnyDesk"}, as_of=TODAY, desks={"anydesk": desk}, zone=UTC
    )
    return CaseTold(case, known.plan, known.words, known.country, teller, record_phrases(code), papers(code))


def facts(code: str, case: Case, *, rows: tuple[DisputedRow, ...] = ()) -> LetterFacts:
    ways = routes(tuple(case.payments.values()), guidance(code).country, region_of(case), TODAY)
    return LetterFacts(told(code, case), ways, rows)
