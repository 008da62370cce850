"""Which class of page shows which kind of step."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, get_args

from recovery_assistant.domain.plan import PageKind, Step
from recovery_assistant.ui.pages.base import Desk, StepPage, WaitingPage

Maker = Callable[[Desk, Step], StepPage]


def page_for(desk: Desk, step: Step) -> StepPage:
    """Return the page of a step. Its module is imported now and not before: the first page needs only its own."""
    if not desk.journey.can_answer(step, desk.case):
        return WaitingPage(desk, step)
    return maker(step.kind)(desk, step)


def item_page_for(desk: Desk, step: Step, item: str) -> StepPage:
    """Return the page of one thing that a page leads to: a program to remove, or a setting to put right."""
    if not desk.journey.can_answer(step, desk.case):
        return WaitingPage(desk, step)
    from recovery_assistant.ui.pages.removal.item import RemovalItemPage

    return RemovalItemPage(desk, step, item)


def maker(kind: PageKind) -> Maker:
    """Return the class for a kind of page."""
    if kind in get_args(_Now):
        return _right_now(kind)
    if kind in get_args(_OnThePc):
        return _on_the_pc(kind)
    if kind in get_args(_Money):
        return _money(kind)
    from recovery_assistant.ui.pages import form

    plain: dict[str, Maker] = {"form": form.FormPage, "checklist": form.ChecklistPage}
    return plain.get(kind, form.AdvicePage)


_Now = Literal["doors", "unplug", "live", "call"]
_OnThePc = Literal["evidence", "findings", "removal", "left-behind", "timeline", "adviser", "record"]
_Money = Literal["payments", "refund", "reminders", "report", "letters", "statement-file"]


def _right_now(kind: PageKind) -> Maker:
    if kind == "doors":
        from recovery_assistant.ui.pages.doors import DoorsPage

        return DoorsPage
    if kind == "unplug":
        from recovery_assistant.ui.pages.unplug import UnplugPage

        return UnplugPage
    if kind == "live":
        from recovery_assistant.ui.pages.live import LivePage

        return LivePage
    from recovery_assistant.ui.pages.call import CallPage

    return CallPage


def _on_the_pc(kind: PageKind) -> Maker:
    match kind:
        case "evidence":
            from recovery_assistant.ui.pages.evidence import EvidencePage

            return EvidencePage
        case "findings":
            from recovery_assistant.ui.pages.findings import FindingsPage

            return FindingsPage
        case "removal":
            from recovery_assistant.ui.pages.removal.page import RemovalPage

            return RemovalPage
        case "left-behind":
            from recovery_assistant.ui.pages.left_behind import LeftBehindPage

            return LeftBehindPage
        case "timeline":
            from recovery_assistant.ui.pages.timeline import TimelinePage

            return TimelinePage
        case "adviser":
            from recovery_assistant.ui.pages.adviser import AdviserPage

            return AdviserPage
        case _:
            from recovery_assistant.ui.pages.record import RecordPage

            return RecordPage


def _money(kind: PageKind) -> Maker:
    match kind:
        case "payments":
            from recovery_assistant.ui.pages.payments import PaymentsPage

            return PaymentsPage
        case "refund":
            from recovery_assistant.ui.pages.refund import RefundPage

            return RefundPage
        case "report":
            from recovery_assistant.ui.pages.report import report_page

            return report_page
        case "letters":
            from recovery_assistant.ui.pages.letters import LettersPage

            return LettersPage
        case "statement-file":
            from recovery_assistant.ui.pages.statement_file import StatementFilePage

            return StatementFilePage
        case _:
            from recovery_assistant.ui.pages.reminders import RemindersPage

            return RemindersPage
