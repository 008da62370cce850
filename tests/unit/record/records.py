"""Cases to print, for every test that needs a record: one with everything, one in which every text is hostile."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta, timezone
from functools import cache
from itertools import count
from pathlib import Path

import msgspec

from recovery_assistant.content import compiled
from recovery_assistant.content.loading import load_guidance, load_phrases
from recovery_assistant.domain import journal as j
from recovery_assistant.domain import record as r
from recovery_assistant.domain.finding import Evidence, Finding
from recovery_assistant.domain.folding import fold
from recovery_assistant.domain.observation import Gap
from recovery_assistant.domain.payment import Payment
from recovery_assistant.domain.record import Audience, RecordDocument
from recovery_assistant.domain.statement import StatementRow
from recovery_assistant.domain.statement_marks import LookedAt, Marked
from recovery_assistant.record.build import build
from recovery_assistant.record.ground import Ground
from recovery_assistant.record.wording import Wording
from tests.unit.record.removals import removal_events

RESOURCES = Path(__file__).resolve().parents[3] / "resources"
LONDON = timezone(timedelta(0))
NOON = datetime(2026, 11, 18, 12, 0, tzinfo=LONDON)
MADE_AT = datetime(2026, 11, 22, 14, 5, tzinfo=LONDON)
HOSTILE = (
    "</P><b onload=alert(1)>&amp;&#x202e;<para>",
    "\x1b[31mred\x07\x00",
    "invoice\u202egpj.exe\u2066\u200f",
    "a" * 10_000,
    "%s {number} {contact:bank-159} \\n \\",
    "مرحبا 😀 ō µ Ж Ω ẞ \u0301\u0301\u0301\u0301\u0301",
    "(Tj) ET /P <</MCID 0>> BDC >> endstream",
)


def entries_of(events: Sequence[j.KnownEvent]) -> tuple[j.Entry, ...]:
    """Return events as journal entries a minute apart."""
    entries, digest = [], j.GENESIS
    for number, event in enumerate(events, 1):
        at = NOON + timedelta(minutes=number)
        digest = j.chain(digest, j.line_bytes(number, at, "person", event))
        entries.append(j.Entry(sequence=number, at=at, actor="person", event=event, digest=digest))
    return tuple(entries)


def started() -> j.KnownEvent:
    return j.CaseStarted(number="2026-11-18-A7KD", country="GB", mode="person", program_version="1")


def rich_events(say: Callable[[str], str] = str) -> list[j.KnownEvent]:
    """Return a case in which nearly everything happened; `say` may turn every free text into something else."""
    return [*story_events(say), *pc_events(say), *later_events(say)]


def story_events(say: Callable[[str], str]) -> list[j.KnownEvent]:
    """Return what happened until the PC was looked at."""
    return [
        started(),
        j.StepAnswered(step="start", answers={"when": "today"}),
        j.StepAnswered(step="unplug", answers={"how": "cable-out"}),
        j.CallStarted(call_id="c1", contact="bank-159", started_at=NOON),
        j.CallNoted(
            call_id="c1",
            spoke_to=say("Janet from the fraud team"),
            reference=say("FR-20931-77"),
            said=say("They froze the account."),
        ),
        j.CallEnded(call_id="c1", ended_at=NOON + timedelta(minutes=14)),
        j.StepAnswered(
            step="other-money",
            answers={"ways": ["gift-card"], "last-day": "no", "reference": say("GC-5561"), "other-bank": "no"},
        ),
        j.StepAnswered(step="photo-of-screen", answers={"photo-taken": True, "screen-number": say("418 220 911")}),
        j.StepAnswered(step="where-you-live", answers={"region": "england"}),
        j.StepAnswered(
            step="the-call",
            answers={
                "how-it-began": "they-rang",
                "day": "2026-11-18",
                "began-at": "10:31",
                "ended-at": "11:38",
                "other-calls": say("They rang twice before."),
            },
        ),
        j.StepAnswered(
            step="the-caller",
            answers={
                "company": say("Microsoft"),
                "caller-name": say("Kevin Smith"),
                "caller-number": say("020 7946 0112"),
                "web-address": say("www.support-help.example"),
                "said": say("My PC sends errors.\nI must act today."),
            },
        ),
        j.StepAnswered(
            step="was-it-real", answers={"shown": ["event-viewer", "licence-number"], "shown-text": say("A red list.")}
        ),
        j.StepAnswered(
            step="what-they-did",
            answers={
                "did": ["saw-bank", "dark-screen"],
                "papers": ["passport"],
                "did-text": say("The mouse moved by itself."),
            },
        ),
        j.StepAnswered(step="at-work", answers={"work-pc": "no"}),
        j.StepAnswered(
            step="about-you",
            answers={
                "harder-for-me": ["illness", "alone"],
                "tell-bank": "no",
                "own-words": say("My husband died in May."),
            },
        ),
        j.PaymentRecorded(
            payment=Payment(
                id="p1",
                amount_minor=185000,
                rail="bank-transfer",
                who_sent="them",
                sent_on="2026-11-18",
                sent_time="11:06",
                noticed_on="2026-11-18",
                bank_told_on="2026-11-18",
                account_ending="4471",
                to_whom=say("J Brown, 20-11-33"),
                reference=say("SUPPORT FEE"),
                bank_said=say("They try to bring it back."),
                to_own_account=False,
                sent_abroad=False,
            )
        ),
        j.PaymentRecorded(
            payment=Payment(
                id="p2", amount_minor=20000, rail="gift-card", who_sent="me", sent_on="2026-11-18", sent_time="11:30"
            )
        ),
    ]


def pc_events(say: Callable[[str], str]) -> list[j.KnownEvent]:
    """Return what was found on the PC, and what was done about it."""
    anydesk = Finding(
        id="f-1",
        host="this",
        tool_id="anydesk",
        tool_name=say("AnyDesk"),
        category="remote-access",
        confidence="certain",
        policy="offer",
        evidence=(
            Evidence(
                kind="process",
                source="processes[3]",
                says="AnyDesk runs now",
                value=say("C:\\Users\\Margaret\\AnyDesk.exe"),
            ),
            Evidence(kind="service", source="services[9]", says="It starts with the PC", value=say("AnyDesk Service")),
        ),
        came_at=datetime(2026, 11, 18, 10, 42, tzinfo=LONDON),
    )
    team = Finding(
        id="f-2",
        host="this",
        tool_id="teamviewer",
        tool_name=say("TeamViewer"),
        category="remote-access",
        confidence="likely",
        policy="offer",
        evidence=(
            Evidence(
                kind="installed_program",
                source="uninstall",
                says="It is in the list of programs",
                value=say("TeamViewer 15"),
            ),
        ),
        came_at=datetime(2026, 11, 18, 10, 50, tzinfo=LONDON),
    )
    assist = Finding(
        id="f-3",
        host="this",
        tool_id="quick-assist",
        tool_name=say("Quick Assist"),
        category="built-in",
        confidence="info",
        policy="inform",
    )
    return [
        j.ScanStarted(scan_id="s1", host="this", system="windows", catalogue="2026-11-21"),
        j.ToolFound(scan_id="s1", finding=anydesk),
        j.ToolFound(scan_id="s1", finding=team),
        j.ToolFound(scan_id="s1", finding=assist),
        j.SourceMissed(
            scan_id="s1",
            gap=Gap(host="this", source="user-accounts", reason=say("C:\\Users\\Peter: access denied"), code="G-01"),
        ),
        j.ScanFinished(scan_id="s1", complete=True, sources_looked_at=11),
        j.FindingMarked(finding_id="f-1", mark="not-mine"),
        j.FindingMarked(finding_id="f-2", mark="known", contradiction=say("Words of the day of the mark.")),
        j.ExhibitCopied(
            exhibit_id="e1",
            finding_id="f-1",
            path=say("C:\\ProgramData\\AnyDesk\\connection_trace.txt"),
            size=2841,
            sha256="ab" * 32,
            modified_at=NOON,
            owner=say("Margaret"),
        ),
        j.ExhibitMissed(
            finding_id="f-1",
            path=say("C:\\ProgramData\\AnyDesk\\ad_svc.trace"),
            reason=say("The file is in use"),
            code="G-05",
        ),
        j.RemovalStepTicked(finding_id="f-1", step="uninstall", done=True),
        j.FindingLookedForAgain(finding_id="f-1", still_there=False, gaps=1),
    ]


def later_events(say: Callable[[str], str]) -> list[j.KnownEvent]:
    """Return what was done afterwards."""
    return [
        j.StepAnswered(step="e-mail-first", answers={"new-password": True, "sign-out": True}),
        j.StepCompleted(step="e-mail-first", note=say("Done on the iPad of my daughter Anna.")),
        j.StepAnswered(step="credit-files", answers={"experian-told": True, "strange-entries": "no"}),
        j.StepAnswered(
            step="cifas", answers={"registered": "done", "registered-on": "2026-11-20", "reference": say("CF-8812")}
        ),
        j.StepAnswered(
            step="report-fraud",
            answers={"reported": "online", "reported-on": "2026-11-19", "reference": say("NFRC261119")},
        ),
        j.StepAnswered(step="pass-it-on", answers={"call-7726": True}),
        j.StepAnswered(step="left-behind", answers={"accounts": True, "notes": say("A new account called Support.")}),
        j.StepAnswered(
            step="look-at-statements", answers={"payments-out": True, "not-mine": say("£9.99 to ABC on 3 November")}
        ),
        j.StatementRowsMarked(
            statement_id="s1",
            name=say("statement.csv"),
            looked=LookedAt(
                rows=90, judged=12, marked=2, unread=1, first_day=date(2026, 1, 2), last_day=date(2026, 11, 20)
            ),
            rows=tuple(
                Marked(
                    row=StatementRow(
                        number=number,
                        day=date(2026, 11, 18),
                        amount_minor=amount,
                        currency="GBP",
                        payee=say("QUICKHELP LTD"),
                        reference=say("Q-77"),
                    ),
                    marks=("in-session",),
                    session_on=date(2026, 11, 18),
                )
                for number, amount in ((4, -185_000), (5, 900), (6, -100))
            ),
        ),
        j.StatementRowAnswered(statement_id="s1", row=4, answer="not-mine"),
        j.StatementRowAnswered(statement_id="s1", row=5, answer="unsure"),
        j.StatementRowAnswered(statement_id="s1", row=6, answer="mine"),
        j.TextGuarded(step="the-caller", field="said", kind="card-number"),
    ]


class Press:
    """Makes records of lists of events with the real plan, words, country and catalogue."""

    def __init__(self) -> None:
        self.guidance = load_guidance(RESOURCES, "en", "gb")
        self.plan, self.words, self.country = self.guidance.plan, self.guidance.words, self.guidance.country
        self.catalogue = compiled.catalogue(RESOURCES)
        self.phrases = load_phrases(RESOURCES, "en", "gb")

    def ground(self, events: Sequence[j.KnownEvent], audience: Audience = "me", made_at: datetime = MADE_AT) -> Ground:
        """Return what the sections of a record are made from."""
        entries = entries_of(events)
        wording = Wording(self.phrases, self.country, audience, made_at)
        return Ground(
            fold(entries),
            entries,
            self.plan,
            self.words,
            self.country,
            self.catalogue,
            self.phrases,
            audience,
            made_at,
            wording,
        )

    def record(
        self, events: Sequence[j.KnownEvent], audience: Audience = "me", made_at: datetime = MADE_AT
    ) -> RecordDocument:
        """Return the record of a case for an audience."""
        ground = self.ground(events, audience, made_at)
        return build(
            ground.case,
            ground.entries,
            self.plan,
            self.words,
            self.country,
            self.catalogue,
            self.phrases,
            audience,
            made_at,
            j.seal_of(ground.entries[-1].digest, len(ground.entries)),
        )


@cache
def press() -> Press:
    """Return the press; reading the content once serves every test."""
    return Press()


def removed_events(say: Callable[[str], str] = str) -> list[j.KnownEvent]:
    """Return the rich case with all that may come of a removal, and one thing left behind that was put right."""
    return [*rich_events(say), *removal_events(say)]


def hostile_events() -> list[j.KnownEvent]:
    """Return the rich case with every text of a person or a PC turned hostile."""
    numbers = count()
    return removed_events(lambda text: HOSTILE[next(numbers) % len(HOSTILE)] + text)


def texts_of(blocks: Iterable[r.RecordBlock]) -> Iterator[str]:
    """Yield every text that the blocks say."""
    for block in blocks:
        yield from _strings(msgspec.to_builtins(block))


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, part in value.items():
            if key not in ("block", "page_code", "target"):
                yield from _strings(part)
    elif isinstance(value, list | tuple):
        for part in value:
            yield from _strings(part)


def said(document: RecordDocument) -> str:
    """Return all that a record says, as one text."""
    return "\n".join(texts_of(document.blocks))
